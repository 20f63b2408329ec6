"""Headings that a document shows in bold type alone: on pages and in Word, beside styled ones or without."""

import io

import pytest

from pipeline.importers import office, web

FILL = "The pumps ran day and night for a generation, and nobody could tell any more what they had been built for."


def page(body: str) -> str:
    pytest.importorskip("trafilatura")
    head = "<html lang='en'><head><title>The Pumps</title></head>"
    text = f"{head}<body><article><h1>The Pumps</h1>{body}</article></body></html>"
    return web.read(text.encode(), "page.html").body


def word(*lines: str, heading: str = "") -> str:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("The Pumps", 0)
    if heading:
        document.add_heading(heading, 2)
        document.add_paragraph(FILL)
    for line in lines:
        run = document.add_paragraph().add_run(line.strip("*"))
        run.bold = line.startswith("*")
    target = io.BytesIO()
    document.save(target)
    return office.read(target.getvalue(), "paper.docx").body


def test_a_line_in_bold_type_above_a_paragraph_is_a_heading() -> None:
    body = page(f"<p><b>The gate</b></p><p>{FILL}</p><p><strong>What came then?</strong><br>{FILL}</p><p>{FILL}</p>")
    assert f"## The gate\n\n{FILL}\n\n## What came then?\n\n{FILL}" in body


def test_bold_headings_stand_beside_styled_ones() -> None:
    body = word("*The gate", FILL, heading="The dam")
    assert f"## The dam\n\n{FILL}\n\n## The gate\n\n{FILL}" in body


@pytest.mark.parametrize("line", ["*“Nobody counted the water”", "*Write to ada@example.org", "*It all ended in May."])
def test_other_lines_in_bold_type_are_text(line: str) -> None:
    assert "\n## " not in word(line, FILL)


def test_the_last_line_is_no_heading() -> None:
    assert "\n## " not in word(FILL, "*Gavar")


def test_questions_of_an_interview_are_text() -> None:
    lines = [part for ask in ("Why the pumps?", "Who paid?", "And then?") for part in (f"*{ask}", FILL)]
    body = word(*lines)
    assert "\n## " not in body
    assert "**Who paid?**" in body
