"""Exported pages in Chromium: a Persian page and one beside Armenian, wide and narrow, light and dark."""

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.languages.messages import Wording
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.page import EditionLink, PageContext, render_page
from pipeline.publishing.reader import read_document, read_source_outline

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
