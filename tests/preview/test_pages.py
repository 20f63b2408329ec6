"""The pages as they come from the server, before any script: complete to read, in three languages, harmless."""

import re
import time
from collections.abc import Iterator
from html import unescape

import html5lib
import pytest

from pipeline.preview.columns import remove_foreign_addresses
from pipeline.preview.pages import choose_language

from .site import ARTICLE, FAULTY, FUZZY, MISSING, PATIENCE, Site, end, lay, serve

ENGLISH, RUSSIAN, ARMENIAN = "en-GB,en;q=0.9", "ru-RU,ru;q=0.9,en;q=0.8", "hy"


def words(html: str) -> str:
    """The text of a page."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(each for body in tree.iter("body") for each in body.itertext()).split())


def cells(html: str, lang: str) -> list[str]:
    """The sentences in the column of one language."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = (each for each in tree.iter("div") if each.get("data-lang") == lang and "cell" in each.get("class", ""))
    return [
        " ".join("".join(seg.itertext()).split())
        for cell in found
        for seg in cell.iter()
        if "seg" in (seg.get("class") or "").split()
    ]


def test_the_whole_article_can_be_read_in_every_column(site: Site) -> None:
    html = site.get("/article/lake").text
    source, russian = cells(html, "en"), cells(html, "ru")
    assert len(source) == len(russian) == len(cells(html, "hy"))
    beside = dict(zip(source, russian, strict=True))
    assert beside["The lake fell by twenty meters.1"] == "Озеро опустилось на двадцать метров1."
    assert beside[MISSING] == MISSING
    assert beside[FUZZY] == "Второй пункт."
    assert beside["A first item, with a link."] == "Первый пункт со ссылкой."
    assert beside["Year"] == "Год"
    assert beside["A report of the institute."] == "Отчёт института."
    assert beside["The level of the lake"] == "The level of the lake"


def test_states_are_in_words_too(site: Site) -> None:
    html = site.get("/article/lake?lang=ru", Accept_Language=ENGLISH).text
    assert re.search(rf">Untranslated</span>\s*<p class=\"seg\"[^>]*data-state=\"missing\"[^>]*>{MISSING}", html)
    assert re.search(r">Fuzzy</span>\s*<p class=\"seg\"[^>]*data-state=\"fuzzy\"[^>]*>Второй пункт\.", html)


def test_findings_stand_beside_their_sentence(site: Site) -> None:
    html = site.get("/article/lake?lang=ru").text
    cell = html[html.index("Последнее предложение") :].partition('<div class="row')[0]
    assert "the sentence has no note {fn1}" in unescape(cell)


def test_only_the_editions_asked_for_are_shown(site: Site) -> None:
    html = site.get("/article/lake?lang=ru&lang=en").text
    assert cells(html, "ru")
    assert not cells(html, "hy")
    assert html.index('class="head" data-lang="en"') < html.index('class="head" data-lang="ru"')


def test_addresses_of_links_are_shown_where_they_are_asked_for(site: Site) -> None:
    assert "https://example.org/one" not in cells(site.get("/article/lake").text, "ru")
    assert "https://example.org/one" in cells(site.get("/article/lake?addresses=1").text, "ru")


@pytest.mark.parametrize(
    ("lang", "expected"), [(ENGLISH, "Untranslated"), (RUSSIAN, "Не переведено"), (ARMENIAN, "Չթարգմանված")]
)
def test_the_page_speaks_the_language_of_the_browser(site: Site, lang: str, expected: str) -> None:
    html = site.get("/article/lake", Accept_Language=lang).text
    assert expected in words(html)
    assert f'<html lang="{lang[:2]}">' in html


def test_the_switch_beats_the_browser(site: Site) -> None:
    answer = site.get("/language/hy?next=/article/lake%3Flang=ru")
    assert answer.headers["location"] == "/article/lake?lang=ru"
    cookies = f"targman-{site.port}={site.token}; {answer.headers['set-cookie'].partition(';')[0]}"
    html = site.get("/article/lake", cookie=False, Cookie=cookies, Accept_Language=RUSSIAN).text
    assert '<html lang="hy">' in html


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("", "en"), ("de, cy;q=0.5", "en"), ("de, fr;q=0.5", "fr"),
     ("de, ru;q=0.5, en;q=0.2", "ru"), ("hy-AM", "hy"), ("ru;q=0, hy;q=0.1", "hy"),
     ("en;q=x, ru", "ru"), (";;,,q=", "en")],
)  # fmt: skip
def test_the_first_language_that_there_is_is_chosen(accepted: str, expected: str) -> None:
    assert choose_language("", accepted) == expected
    assert choose_language("hy", accepted) == "hy"
    assert choose_language("nonsense", accepted) == expected


HOSTILE = """\
# <script>alert(1)</script> <img src=x onerror=alert(2)>

<div class="note-window" id="main" onclick="alert(3)" style="position:fixed">Hello <iframe src="https://evil.example"></iframe></div>

A [link](javascript:alert(4)) and ![a picture](https://evil.example/x.png) and <b class="seg" data-key="x">bold</b>.

<form action="https://evil.example"><button>Go</button></form>
"""


def test_an_article_cannot_run_load_or_pass_for_the_page(site: Site) -> None:
    (site.root / "articles/hostile.md").write_text(HOSTILE, encoding="utf-8")
    html = site.get("/article/hostile").text
    inside = html.partition('<div id="rows">')[2].partition("<template")[0]
    tree = html5lib.parse(inside, namespaceHTMLElements=False)
    for each in tree.iter():
        if not isinstance(each.tag, str):
            continue
        assert each.tag not in {"script", "iframe", "form", "button", "style", "object"}
        assert not {name for name in each.attrib if name.startswith("on") or name == "style"}
        assert not (each.get("href") or "").startswith("javascript:")
        assert "evil.example" not in (each.get("src") or "")
        assert "note-window" not in (each.get("class") or "")
    assert inside.count('id="main"') == 0
    assert not re.search(r'data-key="x"', inside)


def test_a_translation_cannot_either(site: Site) -> None:
    site.translate(MISSING, target='<img src=x onerror="alert(1)"><script>alert(2)</script>"><b>x')
    html = site.get("/article/lake").text
    assert "onerror=" not in html.replace("onerror=&#34;", "").replace("onerror=&quot;", "").replace(
        '&lt;img src=x onerror="', ""
    )
    assert "<script>alert" not in html


def test_a_broken_catalog_is_named_and_the_last_good_state_stays(site: Site) -> None:
    assert "Второй пункт." in cells(site.get("/article/lake?lang=ru").text, "ru")
    site.catalog.write_bytes(site.catalog.read_bytes() + b'\nmsgid "x\n')
    html = site.get("/article/lake?lang=ru").text
    assert "Второй пункт." in cells(html, "ru")
    assert re.search(r"locales/ru/articles/lake\.po:\d+", words(html))


def test_an_article_that_cannot_be_read_says_why(site: Site) -> None:
    (site.root / "articles/broken.md").write_bytes(b"\xff\xfe\x00 not UTF-8")
    answer = site.get("/article/broken")
    assert answer.status == 422
    assert "articles/broken.md" in words(answer.text)
    assert site.get("/").status == 200


def test_without_a_catalog_the_source_is_shown(site: Site) -> None:
    site.catalog.unlink()
    html = site.get("/article/lake?lang=ru").text
    assert "there is no such catalog yet" in words(html)
    assert MISSING in cells(html, "ru")


def test_an_edition_that_stands_in_the_article_twice_is_counted_once(site: Site) -> None:
    (site.root / "articles/twice.md").write_text(ARTICLE + "\nThen it rose again.\n", encoding="utf-8")
    html = site.get("/article/twice?lang=ru").text
    names = re.findall(r'data-key="([^"]+)"[^>]*>Then it rose again\.', html)
    assert len(names) == len(set(names)) == 2


def test_the_desk_shows_every_article(site: Site) -> None:
    for name in ("second", "third"):
        (site.root / f"articles/{name}.md").write_text(f"# The {name} one\n\nText.\n", encoding="utf-8")
    html = site.get("/").text
    assert {"/article/lake", "/article/second", "/article/third"} <= set(re.findall(r'href="(/article/[^"]+)"', html))
    only = site.get("/?q=second").text
    assert "/article/second" in only
    assert "/article/lake" not in only
    assert "There is no such article." in words(site.get("/?q=nothing").text)


def test_a_desk_that_follows_is_sent_only_the_rows_that_changed(site: Site) -> None:
    def desk(version: str) -> str:
        return site.get(f"/desk?version={version}").text

    def wait_for(words: str) -> str:
        end = time.monotonic() + PATIENCE
        while words not in (text := desk("")) and time.monotonic() < end:
            time.sleep(0.05)
        return text

    version = re.search(r'data-version="(\w+)"', wait_for("1 finding"))
    assert version
    same = desk(version[1])
    assert re.search(r'<tr class="row" id="a-\w+" data-same></tr>', same)
    assert "The lake" not in same.partition("<tbody")[2]
    site.translate(FAULTY, target="Последнее предложение.")
    wait_for("–</td>")
    assert "The lake" in desk(version[1]).partition("<tbody")[2]


@pytest.mark.parametrize("tag", ["img", "IMG", "image", "ImAgE"])
def test_no_picture_is_fetched_from_elsewhere_however_it_is_written(tag: str) -> None:
    assert "http" not in remove_foreign_addresses(f'Text <{tag} src="https://example.org/a.png" alt="A">', lambda _: "")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A workspace that makes its server fail, since its folder of articles is a link to itself by then; what the server
    says on standard error is for whoever mends it.
    """
    root = tmp_path_factory.mktemp("broken")
    lay(root)
    site = serve(root)
    articles = root / "articles"
    articles.rename(root / "kept")
    articles.symlink_to("articles")
    try:
        yield site
    finally:
        _, errors = end(site)
    assert "Traceback" in errors


@pytest.mark.parametrize(
    ("accepted", "words"),
    [(ENGLISH, "a fault in Targman"), (RUSSIAN, "ошибка самого Targman"), (ARMENIAN, "Targman-ի սխալն")],
)
def test_a_fault_of_the_server_is_a_page_that_says_what_to_do(broken: Site, accepted: str, words: str) -> None:
    answer = broken.get("/article/lake", Accept_Language=accepted)
    assert answer.status == 500
    assert words in answer.text
    assert "Ctrl-C" in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    fault = broken.post("/save/lake", {"lang": "ru", "source": "", "base": "", "target": ""}, Accept_Language=accepted)
    assert fault.status == 500
    assert words in fault.json["problem"]


def test_after_a_fault_the_server_goes_on(broken: Site) -> None:
    assert broken.get("/").status == 500
    assert broken.get("/static/preview.css").status == 200
