"""A site of all articles: its pages are valid, its links lead somewhere, and readers are told the truth."""

import posixpath
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import permutations
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.dom.minidom import Element, Text

import html5lib
import pytest
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.languages.messages import Wording
from pipeline.publishing.document import walk
from pipeline.publishing.reader import read_document, read_source_outline
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.builder import build_site
from pipeline.publishing.site.plan import BuiltSite, SiteImage, SiteSettings

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("hy", "en", "ru")
WORDINGS = {lang: Wording(lang=lang) for lang in LANGUAGES}
BASE = "https://example.org/review"
BUNDLED = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru"}
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

LAKE = """\
---
title: The lake
description: How it fell & rose.
author: A. Author
date: 2025-07-28
---
# The lake

## Its level

It fell.[^i]

[^i]: A report.
"""
OZERO = """\
---
title: Озеро
description: Как оно упало и поднялось.
author: А. Автор
translator: П. Перевод
date: 2025-07-28
---
# Озеро

## Его уровень

Оно упало.[^i]

[^i]: Отчёт.
"""


def article(path: str, text: str, lang: str = "en", **translations: str) -> SiteArticle:
    """Return an article with these texts as its editions."""
    source = read_source_outline(text, lang)
    documents = {each: read_document(edition, each, source) for each, edition in {lang: text, **translations}.items()}
    return SiteArticle(path=path, source_lang=lang, documents=documents)


def build(*articles: SiteArticle, base_url: str = "", publisher: str = "The Review") -> BuiltSite:
    settings = SiteSettings(languages=LANGUAGES, default_language="en", publisher=publisher, base_url=base_url)
    return build_site(articles, settings, WORDINGS)


@dataclass
class Page:
    """A page as a strict parser reads it."""

    root: Element
    ids: list[str] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        found = self.root.getElementsByTagName(tag)
        return [each for each in found if all(each.getAttribute(name) == said for name, said in attributes.items())]

    def one(self, tag: str, **attributes: str) -> Element:
        [found] = self.all(tag, **attributes)
        return found

    def links(self, rel: str) -> dict[str, str]:
        return {each.getAttribute("hreflang"): each.getAttribute("href") for each in self.all("link", rel=rel)}

    def addresses(self) -> Iterator[str]:
        for tag, name in (("a", "href"), ("img", "src"), ("link", "href")):
            yield from (each.getAttribute(name) for each in self.all(tag) if each.hasAttribute(name))


def parse(html: str) -> Page:
    """The page, if it is valid HTML; an error if not."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("dom"), strict=True)
    root = parser.parse(html)
    ids = [each.getAttribute("id") for each in root.getElementsByTagName("*") if each.hasAttribute("id")]
    return Page(root, ids)


def words(element: Element) -> str:
    parts = [each for each in element.childNodes if isinstance(each, Element | Text)]
    return " ".join("".join(each.data if isinstance(each, Text) else f"{words(each)} " for each in parts).split())


def body_link(html: str, text: str) -> str:
    """Return the address of the link with this text."""
    [found] = [each for each in parse(html).all("a") if words(each) == text]
    return found.getAttribute("href")


def xml(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  we have just written it


def dead_links(site: BuiltSite, base_url: str = "") -> Iterator[str]:
    """Return the addresses on pages and in feeds that lead to no file of the site, or to no anchor in it."""
    pages = {path: parse(text) for path, text in site.files.items() if path.endswith(".html")}
    links = [(path, address) for path, page in pages.items() for address in page.addresses()]
    for path, text in site.files.items():
        if path.endswith(".xml"):
            links += [(path, each.attrib["href"]) for each in xml(text).iter() if "href" in each.attrib]
    for path, address in links:
        if base_url and address.startswith(f"{base_url}/"):
            target, fragment = unquote(address.removeprefix(f"{base_url}/")), ""
        elif urlsplit(address).scheme:
            continue
        else:
            relative, _, fragment = address.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(relative))) if relative else path
            )
        if target not in site.files and target not in site.images:
            yield f"{path}: {address}"
        elif fragment and unquote(fragment) not in pages[target].ids:
            yield f"{path}: {address}: no such place"


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteArticle, ...]:
    """The three articles that come with Targman, as `targman merge` makes their editions."""
    place = Workspace(tmp_path_factory.mktemp("site"))
    for folder in ("articles", "locales"):
        shutil.copytree(ROOT / folder, place.root / folder)
    place.write("targman.toml", 'project = "targman"\nlang = "en"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.root)
        place.run("merge")
    return tuple(
        article(
            f"{name}.md",
            place.text(f"editions/{source}/{name}.md"),
            source,
            **{lang: place.text(f"editions/{lang}/{name}.md") for lang in LANGUAGES if lang != source},
        )
        for name, source in BUNDLED.items()
    )


def without(item: SiteArticle, *languages: str) -> SiteArticle:
    return replace(item, documents={lang: each for lang, each in item.documents.items() if lang not in languages})


@pytest.mark.parametrize("base_url", ["", BASE, f"{BASE}/"])
def test_the_bundled_site_is_valid_and_has_no_dead_link(bundled: tuple[SiteArticle, ...], base_url: str) -> None:
    lake, book, metro = bundled
    site = build(lake, without(book, "ru"), replace(metro, partial_languages={"en"}), base_url=base_url)
    assert not list(dead_links(site, base_url.rstrip("/")))
    assert not site.problems
    for path, text in site.files.items():
        if path.endswith(".html"):
            page = parse(text)
            assert len(page.ids) == len(set(page.ids)), path
            assert page.one("title")
            assert len(page.all("h1")) == 1


def test_each_language_has_a_list_and_a_page_for_each_article(bundled: tuple[SiteArticle, ...]) -> None:
    site = build(*bundled)
    assert [path for path in site.files if path.startswith("en/")] == [
        "en/index.html",
        "en/authors/the-targman-editors.html",
        "en/lake-sevan-the-slow-return-of-the-water.html",
        "en/urbatagirk-the-first-printed-armenian-book.html",
        "en/the-tram-that-became-a-metro.html",
        "en/feed.xml",
    ]
    assert "hy/urbatagirk-hayeren-arajin-tpagir-girky.html" in site.files
    assert "ru/tramvay-stavshiy-metro.html" in site.files
    assert {"index.html", "style.css"} <= site.files.keys()


def test_the_anchors_are_the_same_in_all_editions(bundled: tuple[SiteArticle, ...]) -> None:
    for item in bundled:
        anchors = [
            [node.value.anchor for node in walk(document.body) if node.tag == "Heading"]
            for document in item.documents.values()
        ]
        assert anchors[0]
        assert anchors[0] == anchors[1] == anchors[2]
        site = build(item)
        pages = [parse(text) for path, text in site.files.items() if re.fullmatch(r"../(?!index)[^/]+\.html", path)]
        assert len(pages) == 3
        assert all(set(anchors[0]) <= set(page.ids) for page in pages)


def test_the_same_articles_make_the_same_site_in_whatever_order_they_come(bundled: tuple[SiteArticle, ...]) -> None:
    sites = [build(*order, base_url=BASE) for order in list(permutations(bundled))[:3]]
    assert [list(site.files.items()) for site in sites[1:]] == [list(sites[0].files.items())] * 2
    assert list(sites[1].images.items()) == list(sites[0].images.items())


def test_pages_share_a_style_sheet() -> None:
    site = build(article("lake.md", LAKE))
    for path, address in (("index.html", "style.css"), ("en/index.html", "../style.css")):
        assert parse(site.files[path]).links("stylesheet") == {"": address}
    page = parse(site.files["en/the-lake.html"])
    assert page.links("stylesheet") == {"": "../style.css"}
    assert not page.all("style")


def test_an_article_names_its_editions_to_readers_and_search_engines() -> None:
    site = build(article("lake.md", LAKE, ru=OZERO), base_url=BASE)
    page = parse(site.files["ru/ozero.html"])
    assert page.links("canonical") == {"": f"{BASE}/ru/ozero.html"}
    alternates = {
        each.getAttribute("hreflang"): each.getAttribute("href") for each in page.all("link", rel="alternate")
    }
    assert alternates.pop("") == "feed.xml"
    english = f"{BASE}/en/the-lake.html"
    assert alternates == {"en": english, "ru": f"{BASE}/ru/ozero.html", "x-default": english}
    switch = {words(each): each.getAttribute("href") for each in page.one("nav").getElementsByTagName("a")}
    assert switch == {"The Review": "index.html", "Հայերեն": "../hy/lake.html", "English": "../en/the-lake.html"}
    read_in = page.one("footer").getElementsByTagName("a")
    assert [words(each) for each in read_in] == ["English"]


def test_without_an_address_pages_name_each_other_by_relative_ones() -> None:
    site = build(article("lake.md", LAKE, ru=OZERO))
    page = parse(site.files["ru/ozero.html"])
    assert page.links("canonical") == {}
    assert page.links("alternate") == {"en": "../en/the-lake.html", "": "feed.xml"}
    assert not any(path in site.files for path in ("sitemap.xml", "robots.txt"))
    [notice] = site.notices
    assert "no sitemap.xml" in notice


# An edition that is not ready


@pytest.mark.parametrize("base_url", ["", BASE])
def test_an_edition_that_is_not_ready_shows_the_source_and_says_so(base_url: str) -> None:
    site = build(article("2025/lake.md", LAKE, ru=OZERO), base_url=base_url)
    page = parse(site.files["hy/2025-lake.html"])
    assert page.one("html").getAttribute("lang") == "hy"
    assert page.one("article").getAttribute("lang") == "en"
    assert words(page.one("p", **{"class": "notice"})).endswith("Դուք կարդում եք անգլերեն բնագիրը։")
    assert words(page.one("h1")) == "The lake"
    assert words(page.one("p", **{"class": "byline"})) == "By A. Author Published on 28 July 2025"
    assert [words(each) for each in page.all("h2")] == ["Its level", "Notes"]
    assert page.one("nav").getAttribute("aria-label") == "Լեզու"
    assert page.links("canonical") == {"": f"{BASE}/en/the-lake.html" if base_url else "../en/the-lake.html"}
    assert page.links("alternate") == {}
    assert [words(each) for each in page.one("footer").getElementsByTagName("a")] == ["English", "Русский"]


def test_an_edition_that_is_not_ready_is_in_the_list_and_nowhere_else() -> None:
    site = build(article("lake.md", LAKE, ru=OZERO), base_url=BASE)
    listed = parse(site.files["hy/index.html"])
    assert listed.one("h2").getAttribute("lang") == "en"
    assert "անգլերեն" in words(listed.one("p", **{"class": "byline"}))
    assert body_link(site.files["hy/index.html"], "The lake") == "lake.html"
    assert "hy/feed.xml" not in site.files
    assert not any("hy/lake.html" in site.files[path] for path in ("sitemap.xml", "en/feed.xml", "ru/feed.xml"))


def test_a_partly_translated_edition_says_so() -> None:
    site = build(replace(article("lake.md", LAKE, ru=OZERO), partial_languages={"ru"}))
    page = parse(site.files["ru/ozero.html"])
    assert words(page.one("p", role="note")) == "Некоторые места ещё не переведены и приводятся по-английски."
    assert not parse(site.files["en/the-lake.html"]).all("p", role="note")


def test_a_site_may_leave_out_the_language_that_an_article_was_written_in() -> None:
    settings = SiteSettings(languages=("hy", "ru"), default_language="ru", base_url=BASE)
    site = build_site([article("lake.md", LAKE, ru=OZERO)], settings, WORDINGS)
    page = parse(site.files["hy/lake.html"])
    assert page.links("canonical") == {"": f"{BASE}/hy/lake.html"}
    assert page.one("article").getAttribute("lang") == "en"
    assert parse(site.files["ru/ozero.html"]).links("alternate")["x-default"] == f"{BASE}/ru/ozero.html"
    assert not list(dead_links(site, BASE))


# Links and pictures

OTHER = """\
# Other

[own](#the-end) [far](other.md#the-end) [lake](lake.md) [level](../articles/2025/../lake.md#its-level)
[Russian](./lake.md#его-уровень) [encoded](lake.md#%D0%B5%D0%B3%D0%BE-%D1%83%D1%80%D0%BE%D0%B2%D0%B5%D0%BD%D1%8C)
[nowhere](lost.md) [data](data.csv) [web](https://example.org/lake.md) <a href='lake.md#Its-level'>raw</a>
[note](lake.md#fn-i)[^i]

## The end

[^i]: See [in a note](lake.md).
"""


def test_a_link_to_an_article_leads_to_it_in_the_readers_language() -> None:
    site = build(article("other.md", OTHER, ru=OTHER), article("lake.md", LAKE, ru=OZERO))
    made = site.files["ru/other.html"]
    expected = {
        "own": "#the-end",
        "far": "other.html#the-end",
        "lake": "ozero.html",
        "level": "ozero.html#its-level",
        "Russian": "ozero.html#its-level",
        "encoded": "ozero.html#its-level",
        "nowhere": "lost.md",
        "data": "data.csv",
        "web": "https://example.org/lake.md",
        "raw": "ozero.html#its-level",
        "note": "ozero.html#fn-i",
        "in a note": "ozero.html",
    }
    assert {text: body_link(made, text) for text in expected} == expected
    assert body_link(site.files["en/other.html"], "level") == "the-lake.html#its-level"
    assert body_link(site.files["hy/other.html"], "level") == "lake.html#its-level"
    assert body_link(site.files["en/other.html"], "Russian") == "the-lake.html#its-level"


def test_links_between_folders_hold() -> None:
    site = build(
        article("2025/a/one.md", "# One\n\n[two](../../two.md) [lake](../lake.md)"), article("two.md", "# Two")
    )
    assert body_link(site.files["en/one.html"], "two") == "two.html"
    assert body_link(site.files["en/one.html"], "lake") == "../lake.md"


def test_pictures_are_named_with_the_article_and_the_edition_that_show_them() -> None:
    text = "# One\n\n![](images/a.svg#icon) ![b](../%D4%B1%20b.png) [big](big.PNG) <img src='images/raw.gif' alt=''>"
    site = build(article("2025/one.md", text, ru=text))
    page = parse(site.files["ru/one.html"])
    assert [each.getAttribute("src") for each in page.all("img")] == [
        "files/2025/images/a.svg#icon",
        "files/%D4%B1%20b.png",
        "files/2025/images/raw.gif",
    ]
    assert body_link(site.files["ru/one.html"], "big") == "files/2025/big.PNG"
    assert {path: asset for path, asset in site.images.items() if path.startswith("ru/")} == {
        "ru/files/2025/images/a.svg": SiteImage("2025/one.md", "ru", "images/a.svg#icon"),
        "ru/files/Ա b.png": SiteImage("2025/one.md", "ru", "../%D4%B1%20b.png"),
        "ru/files/2025/big.PNG": SiteImage("2025/one.md", "ru", "big.PNG"),
        "ru/files/2025/images/raw.gif": SiteImage("2025/one.md", "ru", "images/raw.gif"),
    }
    assert parse(site.files["hy/2025-one.html"]).all("img")[0].getAttribute("src") == (
        "../en/files/2025/images/a.svg#icon"
    )


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("images/a.jpg", f"{BASE}/en/files/2025/images/a.jpg"),
        ("https://example.org/a.jpg", "https://example.org/a.jpg"),
        ("../../a.jpg", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_articles_own_picture_goes_with_it_to_other_sites(image: str, expected: str) -> None:
    item = article("2025/one.md", f"---\ntitle: One\nimage: {image}\n---\nText.")
    page = parse(build(item, base_url=BASE).files["en/one.html"])
    assert [each.getAttribute("content") for each in page.all("meta", property="og:image")] == [expected] * bool(
        expected
    )
    assert not parse(build(item).files["en/one.html"]).all("meta", property="og:image")


def test_the_lead_picture_stands_above_the_text_unless_the_text_shows_it() -> None:
    front = "---\ntitle: One\nimage: images/a.jpg\nimage_alt: A <lake>\nimage_caption: The lake & its shore.\n---\n"
    site = build(article("2025/one.md", f"{front}Text."), article("2025/two.md", f"{front}![a](images/a.jpg)"))
    one, two = (parse(site.files[f"en/{name}.html"]) for name in ("one", "one-2025-two"))
    [picture] = one.all("img")
    assert picture.getAttribute("src") == "files/2025/images/a.jpg"
    assert picture.getAttribute("alt") == "A <lake>"
    assert words(one.one("figcaption")) == "The lake & its shore."
    assert len(two.all("img")) == 1
    assert "en/files/2025/images/a.jpg" in site.images
    dated = build(article("2025/one.md", front.replace("image:", "date: 2025-01-01\nimage:", 1) + "Text."))
    content = feed_of(dated, "en").findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert content.startswith('<figure class="lead"><img src="files/2025/images/a.jpg" alt="A &lt;lake&gt;">')


@pytest.mark.parametrize(
    ("subtitle", "text", "shown"),
    [
        ("", "Another beginning.", True),
        ("How it fell and rose.", "Another beginning.", False),
        ("", "How it fell and rose. And more.", False),
    ],
)
def test_the_description_stands_below_the_title_unless_something_else_says_it(
    subtitle: str, text: str, *, shown: bool
) -> None:
    front = f"---\ntitle: One\nsubtitle: {subtitle}\ndescription: How it fell and rose.\n---\n"
    page = parse(build(article("one.md", front + text)).files["en/one.html"])
    assert [words(each) for each in page.all("p") if each.getAttribute("class") == "standfirst"] == (
        ["How it fell and rose."] * shown
    )


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "../secret.png",
        "../../secret.png",
        "images/../../secret.png",
        "%2e%2e/secret.png",
        "..%5csecret.png",
        "https://example.org/a.png",
        "//example.org/a.png",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        ".hidden/a.png",
        "images/.hidden.png",
        "../articles/../targman.toml",
        "a%00.png",
        "c%3Aa.png",
        "#a.png",
        "?a.png",
        "",
        ".",
    ],
)
def test_no_picture_is_taken_from_elsewhere(address: str) -> None:
    text = f'# One\n\n![a](<{address}>) [a](<{address}>) <img src="{address}" alt="">'
    assert not build(article("one.md", text)).images


# Addresses


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=4))
def test_whatever_the_titles_are_the_addresses_are_plain_and_each_is_there_once(titles: list[str]) -> None:
    plain = article("lake.md", "Text.")
    articles = []
    for number, title in enumerate(titles):
        document = plain.documents["en"]
        named = replace(document, metadata=replace(document.metadata, title=title))
        articles.append(replace(plain, path=f"{number}.md", documents={"en": named}))
    paths = [path for path in build(*articles).files if path.endswith(".html")]
    assert len(paths) == 1 + 3 * (1 + len(titles))
    assert all(re.fullmatch(r"(..\/)?[a-z0-9-]+\.html", path) for path in paths)
    assert len({path.lower() for path in paths}) == len(paths)


def dated(path: str, title: str, day: str = "") -> SiteArticle:
    front = f"title: {title}\n" + (f"date: {day}\n" if day else "")
    return article(path, f"---\n{front}---\nText.\n")


def english(*articles: SiteArticle) -> dict[str, str]:
    """The English page of each article, by the article's text."""
    site = build(*articles)
    listed = parse(site.files["en/index.html"]).one("ul", id="articles").getElementsByTagName("a")
    return {each.getAttribute("href"): words(each) for each in listed}


def test_of_two_equal_titles_the_older_article_keeps_its_address() -> None:
    old, new = dated("z.md", "Interview", "2024-01-01"), dated("2025/a.md", "Interview!", "2025-01-01")
    assert english(old) == {"interview.html": "Interview"}
    assert english(old, new) == {"interview-2025-a.html": "Interview!", "interview.html": "Interview"}
    third = dated("a.md", "Interview", "2026-01-01")
    assert english(old, new).items() < english(old, new, third).items()


def test_without_dates_the_path_decides() -> None:
    both = english(dated("b.md", "Same"), dated("a.md", "same"))
    assert both == {"same.html": "same", "same-b.html": "Same"}


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Index", "index-lake.html"),
        ("CON", "con-1.html"),
        ("中文", "lake.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("<script>", "script.html"),
        ("Երևան", "yerevan.html"),
    ],
)
def test_a_title_that_makes_no_address_gets_help_from_the_path(title: str, page: str) -> None:
    assert list(english(dated("lake.md", f'"{title}"'))) == [page]


def test_an_article_that_is_not_translated_takes_no_address_from_one_that_is() -> None:
    site = build(article("lake.md", "# One"), article("z.md", "# Two", "en", ru="# Lake"))
    assert words(parse(site.files["ru/lake.html"]).one("h1")) == "Lake"
    assert words(parse(site.files["ru/lake-2.html"]).one("h1")) == "One"


# Lists


def test_the_list_has_the_newest_first_and_those_without_a_date_last_by_title() -> None:
    articles = (
        dated("a.md", "Beta"),
        dated("b.md", "alpha"),
        dated("c.md", "Old", "2020-02-02"),
        dated("d.md", "New", "2025-02-02"),
    )
    assert list(english(*articles).values()) == ["New", "Old", "alpha", "Beta"]


def test_the_list_says_what_each_article_is_about() -> None:
    page = parse(build(article("lake.md", LAKE, ru=OZERO), base_url=BASE).files["ru/index.html"])
    assert words(page.one("title")) == "Статьи · The Review"
    assert words(page.all("li")[-1]) == ("Озеро Как оно упало и поднялось. А. Автор 28 июля 2025 г. 1 примечание")
    assert page.one("time").getAttribute("datetime") == "2025-07-28"
    assert page.links("canonical") == {"": f"{BASE}/ru/index.html"}
    assert page.links("alternate") == {
        **{lang: f"{BASE}/{lang}/index.html" for lang in LANGUAGES},
        "x-default": f"{BASE}/index.html",
        "": "feed.xml",
    }


def test_lists_name_those_in_other_languages_without_the_address_of_the_site_too() -> None:
    page = parse(build(article("lake.md", LAKE)).files["ru/index.html"])
    links = page.links("alternate")
    assert (links["en"], links["ru"], links["x-default"]) == ("../en/index.html", "index.html", "../index.html")


def tagged(path: str, lang: str, **editions: str) -> SiteArticle:
    """Return an article; each edition is given as its author and its tags."""
    texts = {}
    for each, said in editions.items():
        author, _, tags = said.partition(": ")
        texts[each] = f"---\ntitle: {path} {each}\nauthor: {author}\ntags: [{tags}]\ndate: 2025-01-01\n---\nText.\n"
    source = read_source_outline(texts[lang], lang)
    documents = {each: read_document(text, each, source) for each, text in texts.items()}
    return SiteArticle(path=path, source_lang=lang, documents=documents)


def titles(site: BuiltSite, path: str) -> list[str]:
    return [words(each) for each in parse(site.files[path]).all("h2")]


def test_a_tag_and_an_author_have_a_page_with_their_articles_in_each_language() -> None:
    one = tagged("a.md", "en", en="Anna Petrosyan: water, law", ru="Анна Петросян: вода, право")
    two = tagged("b.md", "ru", ru="Анна Петросян: вода", en="Anna Petrosyan: water")
    three = tagged("c.md", "hy", hy="Արամ Սարգսյան: ջուր")
    site = build(one, two, three, base_url=BASE)
    assert not list(dead_links(site, BASE))
    assert titles(site, "en/tags/water.html") == ["a.md en", "b.md en"]
    assert titles(site, "ru/tags/voda.html") == ["a.md ru", "b.md ru"]
    assert titles(site, "en/authors/anna-petrosyan.html") == ["a.md en", "b.md en"]
    assert titles(site, "ru/tags/jur.html") == ["c.md hy"], "in a language without such a tag, by its own name"
    page = parse(site.files["ru/tags/voda.html"])
    assert words(page.one("h1")) == "вода"
    links = page.links("alternate")
    assert (links["en"], links["x-default"]) == (f"{BASE}/en/tags/water.html", f"{BASE}/en/tags/water.html")
    article = parse(site.files["ru/a-md-ru.html"])
    assert {words(each): each.getAttribute("href") for each in article.all("a", rel="tag")} == {
        "вода": "tags/voda.html",
        "право": "tags/pravo.html",
    }
    assert body_link(site.files["ru/a-md-ru.html"], "Анна Петросян") == "authors/anna-petrosyan.html"


def test_people_are_called_in_the_letters_of_an_edition_where_another_article_says_how() -> None:
    known = tagged("a.md", "en", en="Anna Petrosyan: x", ru="Анна Петросян: x")
    other = tagged("b.md", "en", en="Anna Petrosyan: x", ru="Anna Petrosyan: x")
    site = build(known, other)
    assert "Анна Петросян" in words(parse(site.files["ru/b-md-ru.html"]).one("main"))
    assert "Anna Petrosyan" in words(parse(site.files["en/b-md-en.html"]).one("main"))
    names = [each.text for each in feed_of(site, "ru").iterfind(f"{ATOM}entry/{ATOM}author/{ATOM}name")]
    assert names == ["Анна Петросян"] * 2


def test_names_within_names_and_odd_ones_are_linked_whole() -> None:
    site = build(tagged("a.md", "en", en="'An & <Co>': a"), tagged("b.md", "en", en="Anna An: '!', '?', b"))
    assert not list(dead_links(site))
    assert body_link(site.files["en/b-md-en.html"], "Anna An") == "authors/anna-an.html"
    assert body_link(site.files["en/a-md-en.html"], "An & <Co>") == "authors/an-co.html"
    assert {"en/tags/tags.html", "en/tags/tags-2.html", "en/tags/b.html"} <= site.files.keys()


def test_a_long_list_has_pages_the_same_in_all_languages() -> None:
    articles = [dated(f"{number}.md", f"No. {number}", f"2025-01-{number % 28 + 1:02}") for number in range(120)]
    site = build(*articles, base_url=BASE)
    assert not list(dead_links(site, BASE))
    found = [titles(site, path) for path in ("en/index.html", "en/page/2.html", "en/page/3.html")]
    assert [len(each) for each in found] == [50, 50, 20]
    assert len({title for each in found for title in each}) == 120
    second = parse(site.files["en/page/2.html"])
    assert {
        words(each): each.getAttribute("href")
        for each in second.one("nav", **{"class": "pages"}).getElementsByTagName("a")
    } == {
        "Newer articles": "../index.html",
        "Older articles": "3.html",
    }
    assert second.links("alternate")["ru"] == f"{BASE}/ru/page/2.html"
    assert second.links("canonical") == {"": f"{BASE}/en/page/2.html"}
    assert not parse(build(*articles[:50]).files["en/index.html"]).all("nav", **{"class": "pages"})


def test_an_articles_own_picture_is_in_the_lists() -> None:
    front = "---\ntitle: One\nimage: images/a.jpg\ntags: [x]\n---\n"
    site = build(article("2025/one.md", f"{front}Text."), article("two.md", "# Two\n\n![a](a.png)"))
    for path, expected in (
        ("en/index.html", "files/2025/images/a.jpg"),
        ("ru/tags/x.html", "../../en/files/2025/images/a.jpg"),
    ):
        [picture] = parse(site.files[path]).all("img")
        assert (picture.getAttribute("src"), picture.getAttribute("alt")) == (expected, "")
    assert not list(dead_links(site))


def test_a_site_without_articles_says_so() -> None:
    site = build(publisher="", base_url=BASE)
    assert "There are no articles yet." in words(parse(site.files["en/index.html"]).one("main"))
    assert words(parse(site.files["index.html"]).one("h1")) == "Հոդվածներ · Articles · Статьи"
    assert not [path for path in site.files if path.endswith("feed.xml")]
    assert not list(dead_links(site, BASE))


def test_the_first_page_leads_on_without_scripts_too() -> None:
    page = parse(build(article("lake.md", LAKE)).files["index.html"])
    assert [(words(each), each.getAttribute("href"), each.getAttribute("hreflang")) for each in page.all("a")] == [
        ("Հայերեն", "hy/index.html", "hy"),
        ("English", "en/index.html", "en"),
        ("Русский", "ru/index.html", "ru"),
    ]
    assert page.one("script").getAttribute("src") == "language.js"


# Feeds and the map


def feed_of(site: BuiltSite, lang: str) -> ET.Element:
    return xml(site.files[f"{lang}/feed.xml"])


def alternates_are_unlike(element: ET.Element) -> bool:
    links = [each for each in element.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
    kinds = [(each.get("type"), each.get("hreflang")) for each in links]
    return len(kinds) == len(set(kinds)) > 0


@pytest.mark.parametrize("publisher", ["", "The Review"])
def test_feeds_are_what_rfc_4287_asks_for(bundled: tuple[SiteArticle, ...], publisher: str) -> None:
    lake, book, metro = bundled
    site = build(lake, without(book, "ru"), metro, base_url=BASE, publisher=publisher)
    identifiers = []
    for lang in LANGUAGES:
        feed = feed_of(site, lang)
        assert feed.tag == f"{ATOM}feed"
        assert feed.get(f"{XML}lang") == lang
        [own] = [each for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self"]
        assert own.get("href") == f"{BASE}/{lang}/feed.xml"
        assert len(feed.findall(f"{ATOM}entry")) == (2 if lang == "ru" else 3)
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for tag in ("id", "title", "updated"):
                [only] = element.findall(f"{ATOM}{tag}")
                assert only.text
            assert alternates_are_unlike(element)
            authors = element.findall(f"{ATOM}author/{ATOM}name")
            assert authors
            assert all(name.text for name in authors)
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
            identifiers.append(element.findtext(f"{ATOM}id") or "")
        moments = [each.findtext(f"{ATOM}updated") or "" for each in feed.findall(f"{ATOM}entry")]
        assert feed.findtext(f"{ATOM}updated") == max(moments)
    assert len(identifiers) == len(set(identifiers))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in identifiers)


def test_an_entry_has_the_text_with_its_notes_and_says_who_translated_it() -> None:
    [entry] = feed_of(build(article("lake.md", LAKE, ru=OZERO), base_url=BASE), "ru").findall(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html", f"{XML}base": f"{BASE}/ru/ozero.html"}
    assert "<p>Оно упало." in (content.text or "")
    assert "Отчёт." in (content.text or "")
    parse(f"<!DOCTYPE html><title>x</title>{content.text}")
    assert entry.findtext(f"{ATOM}summary") == "Как оно упало и поднялось."
    assert entry.findtext(f"{ATOM}contributor/{ATOM}name") == "П. Перевод"
    assert {each.get("hreflang"): each.get("href") for each in entry.findall(f"{ATOM}link")} == {
        "en": f"{BASE}/en/the-lake.html",
        "ru": f"{BASE}/ru/ozero.html",
    }


def test_an_entry_names_the_page_in_its_own_language_first() -> None:
    site = build(article("lake.md", LAKE, ru=OZERO, hy=LAKE), base_url=BASE)
    for lang in LANGUAGES:
        [entry] = feed_of(site, lang).findall(f"{ATOM}entry")
        languages = [each.get("hreflang") for each in entry.findall(f"{ATOM}link")]
        assert languages == [lang, *(other for other in LANGUAGES if other != lang)]


def test_an_entry_keeps_its_identifier_when_the_title_changes() -> None:
    before, after = (
        feed_of(build(article("lake.md", LAKE.replace("The lake", title))), "en").findtext(f"{ATOM}entry/{ATOM}id")
        for title in ("The lake", "Sevan")
    )
    assert before == after


def test_a_feed_has_the_newest_articles_only() -> None:
    site = build(*(dated(f"{number}.md", f"No. {number}", f"20{number:02}-01-01") for number in range(10, 40)))
    titles = [each.findtext(f"{ATOM}title") for each in feed_of(site, "en").findall(f"{ATOM}entry")]
    assert titles == [f"No. {number}" for number in range(39, 19, -1)]


def test_articles_without_a_date_are_in_no_feed_and_a_notice_names_them() -> None:
    site = build(dated("a.md", "One"), dated("b.md", "Two", "2025-01-01"), base_url=BASE)
    assert [each.findtext(f"{ATOM}title") for each in feed_of(site, "en").findall(f"{ATOM}entry")] == ["Two"]
    assert site.notices == ("Articles without a date such as 2025-07-28 are in no feed: a.md.",)


def test_every_translation_in_the_map_names_all_others() -> None:
    site = build(article("lake.md", LAKE, ru=OZERO), dated("b.md", "Two"), base_url=BASE)
    groups: dict[str, Mapping[str, str]] = {}
    for url in xml(site.files["sitemap.xml"]).iter(f"{SITEMAP}url"):
        address = url.findtext(f"{SITEMAP}loc") or ""
        assert address not in groups
        links = url.findall(f"{XHTML}link")
        assert {each.get("rel") for each in links} == {"alternate"}
        groups[address] = {each.attrib["hreflang"]: each.attrib["href"] for each in links}
    for address, group in groups.items():
        assert address in group.values()
        assert "x-default" in group
        assert all(groups[other] == group for other in group.values())
    assert set(groups) == {
        f"{BASE}/{path}"
        for path in (
            "index.html", "hy/index.html", "en/index.html", "ru/index.html",
            "en/the-lake.html", "ru/ozero.html", "en/two.html",
        )
    }  # fmt: skip
    assert f"Sitemap: {BASE}/sitemap.xml" in site.files["robots.txt"]


@pytest.mark.parametrize(
    "address", ["example.org", "javascript:alert(1)", "https://", "https://a.am/?b", 'https://a.am/"']
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="Write one such as"):
        build(base_url=address)


def test_a_site_has_to_be_in_its_default_language() -> None:
    with pytest.raises(SettingsError, match="default language"):
        build_site([], SiteSettings(languages=("hy",), default_language="en"), WORDINGS)


# Nothing that could run

EVIL = """\
---
title: "<script>alert(1)</script>"
subtitle: "<img src=x onerror=alert(1)>"
description: "</script><script>alert(1)</script>"
author: "<b onclick=alert(1)>A</b>"
date: 2025-07-28
---
<script>alert(1)</script>

[a](javascript:alert(1)) <a href="javascript:alert(1)" onclick="alert(1)" title=" href='lake.md' ">b</a>
![c](javascript:alert(1)) <img src="a.png" onerror="alert(1)"> [d](lake.md "&quot;><script>")[^&quot;]

[^&quot;]: <iframe src="lake.md"></iframe>
"""


def test_nothing_in_an_article_runs_on_any_page() -> None:
    site = build(article("evil.md", EVIL, "en", ru=EVIL), article("lake.md", LAKE), publisher="</title><script>")
    for path, text in site.files.items():
        if not path.endswith(".html"):
            continue
        page = parse(text)
        data = page.all("script", type="application/ld+json")
        files = [each for each in page.all("script") if each not in data]
        assert not any(each.childNodes for each in files), "a strict policy lets no script in a page run"
        own = "language.js" if path == "index.html" else "../notes.js"
        assert {each.getAttribute("src") for each in files} <= {own}
        assert not page.all("iframe")
        for each in page.root.getElementsByTagName("*"):
            assert not any(name.startswith("on") for name in each.attributes.keys())  # noqa: SIM118
            assert not each.getAttribute("href").startswith("javascript")
    for lang in ("en", "ru"):
        for content in feed_of(site, lang).iter(f"{ATOM}content"):
            assert "<script" not in (content.text or "")
            assert "onerror" not in (content.text or "")


def test_a_feed_can_be_read_whatever_a_title_holds() -> None:
    plain = article("lake.md", LAKE)
    document = plain.documents["en"]
    odd = replace(document, metadata=replace(document.metadata, title="a\x0b\x00 & <b> \ud800\ufffe"))
    feed = feed_of(build(replace(plain, documents={"en": odd})), "en")
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "a & <b> "


def test_a_page_whose_notes_are_not_the_editions_is_told_of() -> None:
    item = article("one.md", "# One\n\nA.[^i]\n\n[^i]: B.")
    document = item.documents["en"]
    site = build(replace(item, documents={"en": replace(document, notes=document.notes * 2)}))
    assert site.problems
    assert {fault.path for fault in site.problems} == {"articles/one.md"}


def test_headings_called_like_parts_of_the_page_keep_their_anchors() -> None:
    page = parse(build(article("one.md", "# One\n\n## Notes\n\n## Article\n\nA.[^i]\n\n[^i]: B.")).files["en/one.html"])
    assert len(page.ids) == len(set(page.ids))
    assert {"notes", "article"} <= set(page.ids)
    assert words(page.one("section")).startswith("Notes")


def test_a_link_to_one_of_headings_alike_leads_to_that_one() -> None:
    text = "See [it](#part-1) and [that](b.md#part-1).\n\n## Part\n\n## Part\n\n## Part\n"
    html = build(article("a.md", text), article("b.md", text)).files["en/a.html"]
    assert body_link(html, "it") == "#part-2"
    assert body_link(html, "that").endswith("#part-2")
