"""A long article: its text comes first, what is found in it afterwards."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .site import COMMAND, Site, change

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]

FAULT = "the note {fn1}"
NOTED = "The lake fell.{fn1}"


@pytest.fixture
def catalog(site: Site, request: pytest.FixtureRequest) -> Path:
    """The Russian catalog of an article of 300 sentences, with a fault in its first one; another one for every test,
    so that the server has never seen it.
    """
    text = " ".join(f"Sentence number {number} is here." for number in range(300)) + f" {request.node.name}."
    note = "\n\n[^a]: A report.\n"
    (site.root / "articles/long.md").write_text(f"The lake fell.[^a]\n\n{text}{note}", encoding="utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    path = site.root / "locales/ru/articles/long.po"
    change(path, lambda entry: replace(entry, target="Озеро упало.") if entry.source == NOTED else entry)
    return path


def fault(text: str) -> bool:
    return '<ul class="findings"><li' in text


@pytest.mark.usefixtures("catalog")
def test_the_text_comes_first_and_the_findings_when_it_is_asked_for_again(site: Site) -> None:
    first = site.get("/article/long?lang=ru").text
    assert "Озеро упало." in first
    assert "data-due" in first
    assert not fault(first)
    again = site.get("/article/long?lang=ru").text
    assert fault(again)
    assert "data-due" not in again


@pytest.mark.usefixtures("catalog")
def test_one_edition_is_checked_at_a_time(site: Site) -> None:
    pages = [site.get("/article/long").text for _ in range(4)]
    assert ["data-due" in page for page in pages] == [True, True, True, False]


@pytest.mark.usefixtures("catalog")
def test_without_a_script_the_page_asks_again_by_itself(site: Site) -> None:
    again = re.compile(r'<noscript><meta http-equiv="refresh" content="1"></noscript>')
    assert again.search(site.get("/article/long?lang=ru").text)
    assert not again.search(site.get("/article/long?lang=ru").text)


def test_what_was_found_elsewhere_stays_while_a_sentence_is_saved(site: Site, catalog: Path) -> None:
    while "data-due" in site.get("/article/long?lang=ru").text:
        pass
    change(catalog, lambda each: replace(each, target="Пятое.") if "number 5 " in each.source else each)
    page = site.get("/article/long?lang=ru").text
    assert "Пятое." in page
    assert "data-due" in page
    assert fault(page)
    change(catalog, lambda each: replace(each, target="Озеро упало{fn1}.") if each.source == NOTED else each)
    assert not fault(site.get("/article/long?lang=ru").text)


@pytest.mark.usefixtures("catalog")
def test_a_sentence_that_is_opened_shows_its_findings_at_once(site: Site) -> None:
    key = re.search(r'data-key="([^"]+)"[^>]*>Озеро упало', site.get("/article/long?lang=ru").text)
    assert key
    entry = site.get(f"/entry/long?lang=ru&key={key[1]}").json
    assert [each["rule"] for each in entry["findings"]] == ["note-missing"]


@pytest.mark.usefixtures("catalog")
def test_the_page_fills_them_in_by_itself(visit: Visit) -> None:
    page = visit("/article/long?lang=ru&lang=en")
    page.locator(".findings", has_text=FAULT).wait_for()
    page.locator("#rows:not([data-due])").wait_for()
    assert page.locator("[data-jump=found] b").inner_text() == "1"
    page.keyboard.press("d")
    assert "Озеро упало." in page.evaluate("document.activeElement.innerText")


def test_a_glossary_that_cannot_be_read_is_told_and_the_text_stays(site: Site) -> None:
    (site.root / "locales/glossary.csv").write_text("nonsense\n", encoding="utf-8")
    page = site.get("/article/lake?lang=ru").text
    assert "locales/glossary.csv" in page
    assert "Озеро опустилось" in page
