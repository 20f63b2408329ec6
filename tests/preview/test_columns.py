"""The columns of all pages: which editions, and in which order, as somebody chose them."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.preview.pages import read_columns

from .site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDITIONS = ("hy", "en", "ru")


def kept(site: Site, choice: str) -> str:
    """The cookie that a choice is kept in."""
    answer = site.get(f"/columns/{choice}?next=/article/lake")
    assert (answer.status, answer.headers["location"]) == (303, "/article/lake")
    own = answer.headers["set-cookie"].partition(";")[0]
    return f"targman-{site.port}={site.token}; {own}"


def columns_of(site: Site, path: str, cookie: str) -> list[str]:
    html = site.get(path, Cookie=cookie).text
    if path == "/":
        return re.findall(r'<th scope="col"><bdi lang="(\w+)"', html)
    return re.findall(r'<div class="head" data-lang="(\w+)"', html)


def test_a_choice_counts_on_every_page(site: Site) -> None:
    cookie = kept(site, "ru,-hy,en")
    assert columns_of(site, "/", cookie) == ["ru", "en"]
    assert columns_of(site, "/article/lake", cookie) == ["en", "ru"], "an article's own language comes first"
    chips = site.get("/article/lake", Cookie=cookie).text.partition('class="choices many"')[2].partition("</ul>")[0]
    assert re.findall(r' lang="(\w+)"', chips) == ["en", "ru", "hy"], "chips stand as the columns do"


def test_an_address_that_names_editions_shows_these(site: Site) -> None:
    cookie = kept(site, "ru,-hy,en")
    assert columns_of(site, "/article/lake?lang=hy", cookie) == ["hy"]


def test_a_page_that_is_open_keeps_its_columns(site: Site) -> None:
    own = site.get("/desk?columns=hy,-en,-ru", Cookie=kept(site, "ru,en,hy")).text
    assert re.findall(r'<td data-name="(\w\w)"', own.partition("<tbody")[2]) == ["hy"]


@given(
    st.text(max_size=40) | st.lists(st.sampled_from(["hy", "-hy", "ru", "-ru", "-en", "de", "", "--"])).map(",".join)
)
def test_whatever_is_kept_every_edition_is_there_once_and_one_is_shown(text: str) -> None:
    choice = read_columns(text, EDITIONS)
    assert sorted(choice.order) == sorted(EDITIONS)
    assert choice.shown
    assert read_columns(choice.to_text(), EDITIONS) == choice
    for lang in EDITIONS:
        assert choice.toggled(lang).shown
        moved = choice.moved(lang)
        assert moved.order.index(lang) == max(choice.order.index(lang) - 1, 0)
        assert set(moved.shown) == set(choice.shown)


@pytest.mark.browser
def test_columns_are_chosen_in_a_menu_and_remembered(visit: Callable[..., "Page"], site: Site) -> None:
    page = visit("/?q=lake")
    page.locator(".columns summary").click()
    page.get_by_role("link", name="Move Русский to the front").click()
    page.locator(".columns summary").click()
    page.get_by_role("button", name="Հայերեն").click()
    heads = page.locator("thead bdi")
    heads.first.wait_for()
    assert heads.all_inner_texts() == ["Русский", "English"]
    assert page.url.endswith("/?q=lake")
    page.goto(site.address + "/")
    assert heads.all_inner_texts() == ["Русский", "English"]
    page.reload()
    page.locator(".live.on").wait_for()
    page.locator('td[data-name="ru"]').wait_for()
    assert page.locator('td[data-name="hy"]').count() == 0
