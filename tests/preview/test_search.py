"""Search over the texts of all articles and their translations."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.preview.search import MOST_HITS, has_all, mark_words, read_words

from .site import Site, change

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def found(site: Site, words: str) -> list[str]:
    """The texts and translations in an answer, each without its marks."""
    html = site.get(f"/search?q={quote(words)}", Accept_Language="en").text.partition("<main")[2]
    assert "That did not work" not in html
    return [re.sub(r"<[^>]+>", "", line).strip() for line in re.findall(r"<p[^>]*>(.*)</p>", html) if "<mark>" in line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("twenty", "The lake fell by twenty meters.{fn1}"),
        ("METERS  lake", "The lake fell by twenty meters.{fn1}"),
        ("двадцать", "ru Озеро опустилось на двадцать метров{fn1}."),
        ("Последнее ПРЕДЛОЖЕНИЕ", "ru Последнее предложение{fn1}."),
        ("второй", "ru Второй пункт. Fuzzy"),
        ("first year", "First year"),
    ],
)
def test_a_text_is_found_by_its_words_in_any_language(site: Site, words: str, expected: str) -> None:
    assert found(site, words) == [expected]


@pytest.mark.parametrize("words", ["nothing-like-it", "twenty rose", "https", "msgid", "", "  "])
def test_words_that_no_single_text_has_are_not_found(site: Site, words: str) -> None:
    assert found(site, words) == []


def test_long_lines_quotation_marks_and_backslashes_are_no_obstacle(site: Site) -> None:
    said = 'Длинная строка, которая в файле PO стоит на нескольких строках, «кавычки», "прямые" и \\ тоже ' * 3
    change(site.catalog, lambda entry: replace(entry, target=said) if entry.source == "The lake" else entry)
    for words in ("нескольких строках, «кавычки»", '"прямые"', "\\ тоже", "строка, которая в файле"):
        assert len(found(site, words)) >= 1, words


def test_a_text_leads_to_its_sentence(site: Site) -> None:
    html = site.get("/search?q=twenty").text
    address = re.search(r'href="(/article/lake)#(s-\w+)"', html)
    assert address
    assert f'id="{address[2]}"' in site.get(address[1]).text


def test_an_article_without_catalogs_is_searched_too(site: Site) -> None:
    (site.root / "articles/new.md").write_text("# Something new\n\nNobody synced *this* yet.\n", encoding="utf-8")
    assert found(site, "synced") == ["Nobody synced *this* yet."]


def test_what_cannot_be_read_is_named_and_the_rest_is_searched(site: Site) -> None:
    site.catalog.write_bytes(site.catalog.read_bytes() + b'\nmsgid "twenty\n')
    html = site.get("/search?q=twenty").text
    assert re.search(r"locales/ru/articles/lake\.po:\d+", html)
    assert "<mark>twenty</mark>" in html


def test_an_answer_has_an_end(site: Site) -> None:
    many = "\n\n".join(f"The pebble number {number}." for number in range(MOST_HITS + 9))
    (site.root / "articles/many.md").write_text(f"# Many\n\n{many}\n", encoding="utf-8")
    html = site.get("/search?q=pebble", Accept_Language="en").text
    assert f"The first {MOST_HITS} texts" in html
    assert html.count("<mark>") == MOST_HITS


def test_what_is_found_stays_text(site: Site) -> None:
    change(site.catalog, lambda entry: replace(entry, target="<b onclick=x>жирно</b>") if not entry.target else entry)
    html = site.get("/search?q=" + quote("жирно <b")).text
    assert "<b onclick" not in html.replace("<mark>", "").replace("</mark>", "")
    assert "жирно" in html
    assert site.get("/search?q=" + quote('"><script>')).text.count("<script>") == 0


@given(st.text(max_size=400), st.text(min_size=1, max_size=6))
def test_marks_change_no_letter_and_stand_where_the_words_do(text: str, asked: str) -> None:
    words = read_words(asked)
    parts = mark_words(text, words)
    if len(text) <= 360:
        assert "".join(part for part, _ in parts) == text
    for part, is_marked in parts:
        assert not is_marked or not words or any(word[:1] in part.casefold() or has_all(word, [part]) for word in words)


@pytest.mark.browser
def test_the_search_is_one_key_away(visit: "Callable[..., Page]") -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  not everywhere

    page = visit()
    page.locator("main").focus()
    page.keyboard.press("/")
    box = page.get_by_label("Words of an article or a translation")
    expect(box).to_be_focused()
    page.keyboard.type("двадцать")
    page.keyboard.press("Enter")
    page.locator("mark", has_text="двадцать").wait_for()
    page.get_by_role("link", name="The lake fell").click()
    page.locator(".cell .seg", has_text="The lake fell").first.wait_for()
