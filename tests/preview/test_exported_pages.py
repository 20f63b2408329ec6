"""Exported pages in Chromium: a Persian page and one beside Armenian, wide and narrow, light and dark."""

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.languages.messages import Wording
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.page import EditionLink, PageContext, render_page
from pipeline.publishing.reader import read_document, read_source_outline

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PERSIAN = """\
# باغ انار[^t]

انار ساوه در Wikipedia مقاله دارد[^w]؛ نشانی آن https://example.org/anar/ است.

> A pomegranate is a fruit. It is red.

1. نخست

- [x] آبیاری

| نام | وزن |
|:--|--:|
| ساوه | 300 g |

[^t]: عنوان.
[^w]: Jane Doe, *The Pomegranate*, 2001.
"""
ARMENIAN = PERSIAN.replace("باغ انار", "Նռան այգի").replace("نخست", "Առաջինը")
OTHERS = [EditionLink(lang=lang, address=f"../{lang}/a.html" * (lang != "fa")) for lang in ("hy", "fa", "zh-Hans")]


def _side(text: str, lang: str) -> BilingualSide:
    document = read_document(text, lang, read_source_outline(PERSIAN, "fa"))
    return BilingualSide(document=document, wording=Wording(lang=lang))


def test_axe_finds_nothing_on_a_persian_page_and_nothing_hangs_out(browser: "Browser", tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    persian, armenian = _side(PERSIAN, "fa"), _side(ARMENIAN, "hy")
    made = {
        "page": render_page(persian.document, persian.wording, PageContext(editions=OTHERS)),
        "armenian-persian": render_bilingual_page(armenian, persian),
        "persian-armenian": render_bilingual_page(persian, armenian),
    }
    for (name, html), scheme, width in product(made.items(), ("light", "dark"), (380, 1100)):
        file = tmp_path / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(file.as_uri())
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        results = axe.Axe().run(page, options={})
        found = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in results.response["violations"]]
        assert found == [], json.dumps(found, ensure_ascii=False, indent=1)
        assert beyond == 0, (name, scheme, width)
        context.close()


def test_columns_and_notes_stand_where_their_language_begins(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "both.html"
    file.write_text(render_bilingual_page(_side(ARMENIAN, "hy"), _side(PERSIAN, "fa")), encoding="utf-8")
    page = browser.new_context(viewport={"width": 1100, "height": 800}).new_page()
    page.goto(file.as_uri())

    def left(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        return box["x"]

    assert left(".head [lang=hy]") < left(".head [lang=fa]")
    assert left(".item [lang=hy] > .marker") < left(".item [lang=hy] > p")
    assert left(".item [lang=fa] > .marker") > left(".item [lang=fa] > p")
    note, marker = "#fa-fn-w > div", "#fa-fn-w > .marker"
    assert left(marker) > left(note), "the marker of a Persian note stands at its right"
    page.context.close()


NOTED = """\
# Noted

One.[^a] Two.[^a] Three.[^b]

[^a]: First *note*, see [the report](https://example.org/report).
[^b]: """ + ("A long note. " * 400)


def _open(browser: "Browser", tmp_path: Path, **about: Any) -> "Page":  # noqa: ANN401  playwright's own
    """Open a page with notes that may load nothing from anywhere, in a window with these settings."""
    document = read_document(NOTED, "en", read_source_outline(NOTED, "en"))
    file = tmp_path / "noted.html"
    file.write_text(render_page(document, Wording(lang="en")), encoding="utf-8")
    page = browser.new_context(**about).new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(file.as_uri())
    return page


def test_a_note_shows_under_the_pointer_and_stays_while_it_is_read(browser: "Browser", tmp_path: Path) -> None:
    page = _open(browser, tmp_path, viewport={"width": 500, "height": 700})
    box = page.locator("#note-preview")
    page.locator("a[role=doc-noteref]").first.hover()
    box.wait_for()
    assert box.inner_text() == "First note, see the report."
    box.hover()
    page.wait_for_timeout(500)
    assert box.is_visible()
    page.mouse.move(400, 600)
    box.wait_for(state="hidden")
    page.context.close()


def test_a_note_shows_at_the_keyboards_focus_and_escape_closes_it(browser: "Browser", tmp_path: Path) -> None:
    page = _open(browser, tmp_path)
    box, first = page.locator("#note-preview"), page.locator("a[role=doc-noteref]").first
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    box.wait_for()
    assert first.get_attribute("aria-describedby") == "note-preview"
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert first.get_attribute("aria-describedby") is None
    page.keyboard.press("Tab")
    box.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fn-a")
    box.wait_for(state="hidden")
    page.context.close()


def test_a_first_touch_shows_a_note_and_a_second_one_leads_to_it(browser: "Browser", tmp_path: Path) -> None:
    page = _open(browser, tmp_path, has_touch=True, is_mobile=True, viewport={"width": 380, "height": 600})
    box, reference = page.locator("#note-preview"), page.locator("a[role=doc-noteref]").last
    reference.tap()
    box.wait_for()
    assert page.evaluate("location.hash") == ""
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 380
    reference.tap()
    page.wait_for_url("**#fn-b")
    page.context.close()


def test_without_scripts_a_reference_leads_to_its_note(browser: "Browser", tmp_path: Path) -> None:
    page = _open(browser, tmp_path, java_script_enabled=False)
    page.locator("a[role=doc-noteref]").first.click()
    page.wait_for_url("**#fn-a")
    page.context.close()


def test_links_back_are_large_enough_and_named_apart(browser: "Browser", tmp_path: Path) -> None:
    page = _open(browser, tmp_path)
    links = page.locator("a[role=doc-backlink]").all()
    boxes = [link.bounding_box() for link in links]
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    names = [link.get_attribute("aria-label") for link in links]
    assert names == ["Note 1 – Back to reference 1", "Note 1 – Back to reference 2", "Note 2 – Back to the text"]
    assert [link.inner_text()[-1:] for link in links[:2]] == ["1", "2"]
    page.context.close()
