"""Pages in any language: each text says its language and direction where they are not those around it, and whatever
runs from right to left is mirrored, down to a link, a note and a table. Pages from left to right gain nothing.
"""

import re
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import bundled, read

from pipeline.languages.messages import Wording
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.direction import isolate, language_attributes, mirror_side, turned_direction
from pipeline.publishing.page import (
    EditionLink,
    PageContext,
    PageWords,
    format_byline,
    language_choices,
    mark_words,
    partial_notice,
    render_page,
    territory_locale,
)
from pipeline.publishing.plain_text import render_plain_text
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.builder import build_site
from pipeline.publishing.site.plan import SiteSettings
from pipeline.publishing.verify import verify_page
from pipeline.publishing.wordpress import render_blocks

PERSIAN = """\
---
title: باغ انار
author: [لیلا رستمی, Jane Doe]
date: 2025-03-21
---
# باغ انار[^t]

انار ساوه در Wikipedia مقاله دارد[^w]؛ نشانی آن https://example.org/anar/ است و کتابش [The Pomegranate](https://example.org/p/).

> A pomegranate is a fruit.[^p] It is red.

فایل `seeds/` را ببینید.

| نام | وزن |
|:--|--:|
| ساوه | 300 g |

- [x] آبیاری

[^t]: عنوان.

[^w]: Jane Doe, *The Pomegranate*, 2001.

[^p]: https://example.org/note/
"""


def page(text: str, lang: str = "fa", **context: object) -> ET.Element:
    document = read(text, lang)
    made = render_page(document, Wording(lang=lang), PageContext(**context))  # type: ignore[arg-type]
    html5lib.HTMLParser(strict=True).parse(made)
    assert list(verify_page(made, document)) == []
    tree: ET.Element = html5lib.parse(made, namespaceHTMLElements=False)
    return tree


def words(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def test_a_persian_page_says_that_it_runs_from_right_to_left() -> None:
    root = page(PERSIAN)
    assert (root.get("lang"), root.get("dir")) == ("fa", "rtl")
    quotation = root.find(".//blockquote")
    assert quotation is not None
    assert quotation.get("dir") == "ltr"
    assert {code.get("dir") for code in root.iter("code")} == {"ltr"}
    links = {link.get("href"): link.get("dir") for link in root.iter("a") if not link.get("role")}
    assert links["https://example.org/anar/"] == links["https://example.org/p/"] == "ltr"
    turned = [item for item in root.findall(".//article//p") if item.get("dir")]
    assert turned == [], "Persian paragraphs with Latin words in them run with the page"


def test_notes_of_a_persian_page_lead_back_by_a_mirrored_arrow_and_stay_at_their_side() -> None:
    notes = page(PERSIAN).find(".//section[@role='doc-endnotes']")
    assert notes is not None
    assert [words(item.find("span")) for item in notes.iter("li")] == ["۱", "۲", "۳"]
    arrows = [words(link)[0] for link in notes.iter("a") if link.get("role") == "doc-backlink"]
    assert arrows == ["↪"] * 3
    paragraphs = list(notes.iter("p"))
    assert [item.get("dir") for item in paragraphs] == [None] * 3
    assert [[span.get("dir") for span in item.findall("span")] for item in paragraphs] == [[], ["ltr"], ["ltr"]]


def test_a_check_box_has_its_words_as_its_label() -> None:
    [label] = page(PERSIAN).iter("label")
    assert label[0].tag == "input"
    assert words(label) == "آبیاری"


@pytest.mark.parametrize(
    ("source_lang", "lang", "sides"),
    [("en", "en", ["left", "right"]), ("en", "fa", ["right", "left"]), ("fa", "fa", ["left", "right"])],
)
def test_a_table_is_mirrored_in_an_edition_that_runs_the_other_way(
    source_lang: str, lang: str, sides: list[str]
) -> None:
    text = "| a | b |\n|:--|--:|\n| c | d |\n"
    document = read(text, lang, source=text, source_lang=source_lang)
    tree = html5lib.parse(render_page(document, Wording(lang=lang)), namespaceHTMLElements=False)
    assert [cell.get("class") for cell in tree.iter("th")] == sides
    assert [mirror_side(mirror_side(side, "rtl"), "rtl") for side in ("Left", "Right", "Center")] == [
        "Left",
        "Right",
        "Center",
    ]


def test_a_quotation_in_persian_on_an_english_page_runs_from_right_to_left() -> None:
    root = page("# Title\n\nWords “باغ انار” within.\n\n> باغ انار در ساوه است.\n\n[باغ](https://example.org)\n", "en")
    assert root.get("dir") == "ltr"
    found = [(item.tag, item.get("dir")) for item in root.find(".//article").iter() if item.get("dir")]  # type: ignore[union-attr]
    assert found == [("blockquote", "rtl"), ("p", "rtl")]


@pytest.mark.parametrize("lang", ["hy", "en", "ru"])
def test_pages_from_left_to_right_gain_nothing(lang: str) -> None:
    for documents in bundled().values():
        made = render_page(documents[lang], Wording(lang=lang))
        assert made.count(" dir=") == 1
        assert "<bdi" not in made
        assert "\N{FIRST STRONG ISOLATE}" not in render_plain_text(documents[lang], Wording(lang=lang))


def test_words_that_a_language_lacks_are_english_and_say_so() -> None:
    """Welsh has no pack; its dates are the CLDR's all the same."""
    text = "---\nauthor: A. Ap\ndate: 2025-03-21\n---\n# Teitl[^1]\n\n[^1]: Nodyn.\n"
    root = page(text, "cy")
    assert (root.get("lang"), root.get("dir")) == ("cy", "ltr")
    marked = {words(item): item.get("lang") for item in root.iter("bdi")}
    assert marked["Notes"] == marked["Published on 21 Mawrth 2025"] == marked["Skip to the article"] == "en"
    arabic = mark_words(Wording(lang="ar"), "Notes", "ar")
    assert arabic == '<bdi lang="en" dir="ltr">Notes</bdi>'


def test_a_notice_names_a_language_that_no_catalog_knows() -> None:
    notice = partial_notice("cy", Wording(lang="ru"))
    assert notice.lang == "ru"
    assert "валлийский" in notice.text
    assert partial_notice("ru", Wording(lang="cy")) == PageWords(
        "Some passages have not been translated yet; they stand here in Russian.", "en"
    )


def test_languages_are_listed_in_the_order_of_the_editions() -> None:
    order = ("zh-Hans", "fa", "sr-Latn", "pt-BR")
    editions = [EditionLink(lang=lang, address="" if lang == "fa" else f"../{lang}/a.html") for lang in order]
    assert [each["lang"] for each in language_choices(editions)] == list(order)
    root = page(PERSIAN, editions=editions, full_address="https://example.org/fa/a.html")
    alternates = [item.get("hreflang") for item in root.iter("link") if item.get("rel") == "alternate"]
    assert alternates == list(order)
    bar = root.find(".//nav")
    assert bar is not None
    found = [(item.get("lang"), item.get("dir")) for item in bar.iter() if item.get("lang")]
    assert found == [("zh-Hans", "ltr"), ("fa", None), ("sr-Latn", "ltr"), ("pt-BR", "ltr")]


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        *[("hy", "hy_AM"), ("en", "en_GB"), ("ru", "ru_RU"), ("fa", "fa_IR"), ("pt-BR", "pt_BR")],
        *[("zh-Hans", "zh_CN"), ("cy", "cy_GB"), ("sr-Latn", "sr_RS")],
    ],
)
def test_other_sites_are_told_language_and_country(lang: str, locale: str) -> None:
    assert territory_locale(lang) == locale
    metas = {item.get("property"): item.get("content") for item in page("# A\n", lang).iter("meta")}
    assert metas["og:locale"] == locale


def side(text: str, lang: str) -> BilingualSide:
    document = read(text, lang, source=PERSIAN, source_lang="fa")
    return BilingualSide(document=document, wording=Wording(lang=lang))


@pytest.mark.parametrize(
    ("left", "right", "direction", "columns"), [("hy", "fa", "ltr", [None, "rtl"]), ("fa", "hy", "rtl", [None, "ltr"])]
)
def test_columns_of_a_bilingual_page_run_their_own_way(
    left: str, right: str, direction: str, columns: list[str | None]
) -> None:
    texts = {"fa": PERSIAN, "hy": PERSIAN.replace("# باغ انار", "# Նռան այգի")}
    made = render_bilingual_page(side(texts[left], left), side(texts[right], right))
    root = html5lib.parse(made, namespaceHTMLElements=False)
    assert root.get("dir") == direction
    pairs = [item for item in root.iter("div") if "pair" in (item.get("class") or "").split()]
    assert pairs
    assert all([column.get("dir") for column in pair] == columns for pair in pairs)
    armenian = [pair[["fa", "hy"].index("hy") if left == "fa" else 0] for pair in pairs]
    paragraphs = [item for column in armenian for item in column.iter("p") if "انار ساوه" in words(item)]
    assert [item.get("dir") for item in paragraphs] == ["rtl"], "a passage that is not translated runs its own way"
    assert [link.get("dir") for item in paragraphs for link in item.iter("a") if not link.get("role")] == ["ltr", "ltr"]


def test_plain_text_isolates_what_runs_against_it() -> None:
    text = render_plain_text(read(PERSIAN, "fa"), Wording(lang="fa"))
    assert "\u2068<https://example.org/p/>\u2069" in text
    assert "\u2068Jane Doe\u2069" in text
    assert " https://example.org/anar/ " in text, "an address that readers copy has no marks in it"


def test_names_in_a_byline_are_isolated_only_where_they_run_against_it() -> None:
    lines = format_byline(read(PERSIAN, "fa"), Wording(lang="fa"))
    assert "\u2068Jane Doe\u2069" in lines[0].text
    english = format_byline(read("---\nauthor: [Jane Doe, A. Poe]\n---\nA.\n"), Wording(lang="en"))
    assert english == [PageWords("By Jane Doe and A. Poe", "en")]


def test_a_post_says_the_direction_of_a_paragraph_as_wordpress_does() -> None:
    post = render_blocks(read(PERSIAN, "fa"), Wording(lang="fa"), slug="anar").content
    assert '<!-- wp:paragraph {"direction":"ltr"} -->\n<p dir="ltr">A pomegranate' in post
    assert post.count('"direction"') == 1


def site(*languages: str, url: str = "https://example.org") -> dict[str, str]:
    document = read(PERSIAN, "fa")
    article = SiteArticle(path="anar.md", source_lang="fa", documents={"fa": document})
    settings = SiteSettings(languages=languages, default_language=languages[0], base_url=url)
    built = build_site([article], settings, {lang: Wording(lang=lang) for lang in {*languages, "fa"}})
    assert built.problems == ()
    return dict(built.files)


def test_a_site_in_any_languages_is_whole() -> None:
    files = site("en", "fa", "sr-Latn", "zh-Hans")
    assert {path.split("/")[0] for path in files if "/" in path} == {"en", "fa", "sr-Latn", "zh-Hans"}
    for path, text in files.items():
        if path.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(text)
            root = html5lib.parse(text, namespaceHTMLElements=False)
            lang = path.split("/")[0] if "/" in path else "en"
            assert (root.get("lang"), root.get("dir")) == (lang, "rtl" if lang == "fa" else "ltr"), path
    english = html5lib.parse(files["en/anar.html"], namespaceHTMLElements=False)
    article = english.find(".//article")
    assert article is not None
    assert (article.get("lang"), article.get("dir")) == ("fa", "rtl")
    sitemap = ET.fromstring(files["sitemap.xml"])  # noqa: S314  our own
    codes = {item.get("hreflang") for item in sitemap.iter() if item.get("hreflang")}
    assert codes == {"en", "fa", "sr-Latn", "zh-Hans", "x-default"}
    feed = ET.fromstring(files["fa/feed.xml"])  # noqa: S314  our own
    content = feed.findtext(".//{http://www.w3.org/2005/Atom}content")
    assert content is not None
    assert content.startswith('<div dir="rtl" lang="fa">')


def test_style_sheets_name_no_side_that_a_direction_would_mirror() -> None:
    from importlib import resources  # noqa: PLC0415

    for room, folder in (("pipeline.publishing", "templates"), ("pipeline.export", "templates")):
        for file in resources.files(room).joinpath(folder).iterdir():
            if file.name.endswith(".css"):
                text = re.sub(
                    r"left: 0; right: 0|\[dir=[^{]*{[^}]*}|\.(left|right) {[^}]*}", "", file.read_text("utf-8")
                )
                assert not re.search(
                    r"(margin|padding|border)-(left|right)|text-align: (left|right)|[ {](left|right):", text
                ), file.name


LETTERS = st.text(st.sampled_from("abc ابپ ԱԲ 12 .,()"), max_size=30)


@given(LETTERS, st.sampled_from(["ltr", "rtl"]))
def test_a_text_is_turned_only_against_its_letters(text: str, around: str) -> None:
    turned = turned_direction(text, around)
    other = "rtl" if around == "ltr" else "ltr"
    assert turned in {"", other}
    if turned:
        assert turned_direction(text, other) == "", "in the direction that it was given it rests"
    if not any(letter.isalpha() for letter in text):
        assert turned == ""


@given(LETTERS)
def test_isolating_keeps_the_text(text: str) -> None:
    assert isolate(text, "fa").strip("\u2068\u2069") == text
    assert isolate(text, "en").strip("\u2068\u2069") == text


def test_attributes_are_written_only_where_they_say_something() -> None:
    assert language_attributes("fa", "fa") == ""
    assert language_attributes("ru", "en") == ' lang="ru"'
    assert language_attributes("fa", "en") == ' lang="fa" dir="rtl"'
    assert language_attributes("en", "fa") == ' lang="en" dir="ltr"'
