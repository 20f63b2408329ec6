"""Columns that run from right to left beside others, and pages in a language of their own."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline import catalog
from pipeline.languages.messages import list_page_languages
from pipeline.preview.pages import choose_language

from .site import COMMAND, Site, end, serve

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ARTICLE = """\
---
lang: hy
title: Լիճը
---
# Լիճը

Լիճը վերադարձավ[^a]։ Ոչ ոք չէր սպասում։

- Առաջին կետ։

[^a]: Զեկույց։
"""
WORDS = {"Լիճը": ("دریاچه", "Le lac"), "Լիճը վերադարձավ{fn1}։": ("دریاچه بازگشت{fn1}.", "Le lac est revenu{fn1}.")}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A workspace with an Armenian article in Persian, French and Welsh, whose words for pages are not known."""
    root: Path = tmp_path_factory.mktemp("mixed")
    (root / "articles").mkdir()
    (root / "articles/lake.md").write_text(ARTICLE, encoding="utf-8")
    (root / "targman.toml").write_text('lang = "hy"\neditions = ["hy", "fa", "fr", "cy"]\n', encoding="utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=root, check=True, capture_output=True)
    for number, lang in enumerate(("fa", "fr")):
        path = root / f"locales/{lang}/articles/lake.po"
        found = catalog.parse(path.read_bytes())
        entries = tuple(
            replace(entry, target=WORDS[entry.source][number]) if entry.source in WORDS else entry
            for entry in found.entries
        )
        path.write_text(catalog.serialize(replace(found, entries=entries)), encoding="utf-8")
    site = serve(root)
    try:
        yield site
    finally:
        assert end(site) == (0, "")


def test_each_column_has_its_language_and_direction(mixed: Site) -> None:
    html = mixed.get("/article/lake", Accept_Language="en").text
    assert '<html lang="en">' in html
    assert set(re.findall(r'data-lang="(\w+)" lang="(\w+)" dir="(\w+)"', html)) == {
        ("hy", "hy", "ltr"), ("fa", "fa", "rtl"), ("fr", "fr", "ltr"), ("cy", "cy", "ltr"),
    }  # fmt: skip
    assert re.search(r'data-state="translated"[^>]* lang="fa">دریاچه بازگشت', html)
    assert re.search(r'data-state="missing"[^>]* lang="hy" dir="ltr">Ոչ ոք', html)


def test_pages_are_in_any_language_that_has_words_for_them(mixed: Site) -> None:
    persian = mixed.get("/", Accept_Language="fa-IR,en;q=0.5").text
    assert '<html lang="fa" dir="rtl">' in persian
    assert "مقاله" in persian
    welsh = mixed.get("/", Accept_Language="cy").text
    assert '<html lang="en">' in welsh
    assert "Cymraeg" in welsh
    assert '"/language/cy' not in welsh
    assert all(f'"/language/{lang}?' in welsh for lang in list_page_languages())
    assert "set-cookie" not in mixed.get("/language/cy").headers
    assert mixed.get("/language/fa").headers["set-cookie"].startswith("targman-language=fa;")


@pytest.mark.parametrize(
    ("cookie", "accepted", "lang"),
    [
        ("uk", "en", "uk"),
        ("cy", "ka", "ka"),
        ("", "fr-CA,en;q=0.9", "fr"),
        ("", "cy,ru;q=0.1,*;q=0.5", "ru"),
        ("", "cy", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_of_the_pages_is_chosen(cookie: str, accepted: str, lang: str) -> None:
    assert choose_language(cookie, accepted) == lang


def test_the_editor_is_told_the_directions(mixed: Site) -> None:
    key = re.search(r'data-key="([^"]+)"[^>]*>دریاچه بازگشت', mixed.get("/article/lake").text)
    assert key
    entry = mixed.get(f"/entry/lake?lang=fa&key={key[1]}").json
    assert (entry["direction"], entry["sourceLang"], entry["sourceDirection"]) == ("rtl", "hy", "ltr")


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "fa-IR"])
def test_arrows_lead_to_the_column_that_they_point_at(mixed: Site, browser: "Browser", locale: str) -> None:
    context = browser.new_context(locale=locale, viewport={"width": 1400, "height": 900})
    try:
        page = context.new_page()
        page.goto(mixed.door)
        page.goto(f"{mixed.address}/article/lake")
        page.locator(".live.on").wait_for()
        page.locator("#rows:not([data-due])").wait_for()
        seg = page.locator('.cell[data-lang="fa"] .seg', has_text="دریاچه بازگشت")
        seg.evaluate("each => { each.tabIndex = 0; each.focus(); }")
        before = seg.bounding_box()
        page.keyboard.press("ArrowRight")
        page.locator('[data-lang]:not([data-lang="fa"]) > .seg:focus').wait_for()
        after = page.locator(".seg:focus").bounding_box()
        assert before
        assert after
        assert after["x"] > before["x"]
        seg.click()
        area = page.locator(".editor .translation")
        area.wait_for()
        page.locator(".editor .translation:read-write").wait_for()
        assert area.evaluate("each => [each.lang, each.dir]") == ["fa", "rtl"]
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    finally:
        context.close()
    context = browser.new_context(locale=locale, bypass_csp=True, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(mixed.door)
        for path in ("/", "/article/lake"):
            page.goto(mixed.address + path)
            page.locator(".live.on").wait_for()
            found = axe.Axe().run(page, options={}).response["violations"]
            slips = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
            assert slips == [], json.dumps(slips, ensure_ascii=False, indent=1)
    finally:
        context.close()
