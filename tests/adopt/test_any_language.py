"""`targman adopt` between languages without a dictionary: a short article, and its translation as it was published."""

import json
from collections.abc import Callable

import pytest
from alignment import other_languages, texts
from conftest import Workspace

from pipeline import catalog
from pipeline.model import Entry

TEXTS = {**texts.TEXTS, **other_languages.TEXTS}
NOTES = {2: "https://water.example/1933", 6: "https://birds.example/40", 9: "https://drams.example/budget"}
"""Addresses of the notes, by the lines that they are for."""

PAIRS = [("en", "ka"), ("en", "fa"), ("fr", "uk"), ("ka", "fr"), ("en", "zh-Hans"), ("en", "hi")]


def article(lang: str, labels: dict[int, str], left_out: int = -1) -> str:
    """Return the article in a language, its notes called by `labels`."""
    title, *lines = TEXTS[lang]
    marked = [
        f"{line}[^{labels[number]}]" if number in labels else line
        for number, line in enumerate(lines, start=1)
        if number != left_out
    ]
    paragraphs = [" ".join(marked[start : start + 3]) for start in range(0, len(marked), 3)]
    notes = [f"[^{label}]: {NOTES[number]}" for number, label in sorted(labels.items(), key=lambda item: item[1])]
    return "\n\n".join([f"---\nlang: {lang}\n---", f"# {title}", *paragraphs, *notes]) + "\n"


def entries(desk: Workspace, lang: str) -> dict[str, Entry]:
    found = catalog.parse((desk.root / "locales" / lang / "articles" / "lake.po").read_bytes())
    return {entry.source: entry for entry in found.entries if not entry.obsolete}


def make(workspace: Callable[..., Workspace], source: str, target: str) -> Workspace:
    desk = workspace(f'lang = "{source}"\neditions = ["{source}", "{target}"]\n')
    desk.write("articles/lake.md", article(source, {2: "1", 6: "2", 9: "3"}))
    return desk


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_published_translation_fills_the_catalog(
    workspace: Callable[..., Workspace], source: str, target: str
) -> None:
    desk = make(workspace, source, target)
    desk.write("old.md", article(target, {2: "c", 6: "a", 9: "b"}, left_out=3))
    report = json.loads(desk.run("adopt", "lake", "--lang", target, "old.md", "--format", "json").stdout)["results"][0]
    filled = entries(desk, target)
    numbers = {text: number for number, text in enumerate(TEXTS[source])}
    sure = {
        numbers[words]: entry
        for entry in filled.values()
        if entry.is_translated and (words := entry.source.replace("{fn1}", "")) in numbers
    }
    assert len(sure) >= 9
    for number, entry in sure.items():
        assert entry.target.replace("{fn1}", "") == TEXTS[target][number]
        assert ("{fn1}" in entry.target) is (number in NOTES)
    assert 3 not in sure  # nobody translated it
    assert report["left_over"] == []
    again = desk.run("adopt", "lake", "--lang", target, "old.md", "--format", "json").stdout
    assert json.loads(again)["results"][0]["written"] is False


def test_the_edition_has_every_note_of_the_source_at_its_own_sentence(workspace: Callable[..., Workspace]) -> None:
    desk = make(workspace, "en", "fa")
    desk.write("old.md", article("fa", {2: "c", 6: "a", 9: "b"}))
    desk.run("adopt", "lake", "--lang", "fa", "old.md")
    desk.run("merge", "lake", "--lang", "fa")
    edition = (desk.root / "editions" / "fa" / "lake.md").read_text(encoding="utf-8")
    for number, label in {2: "1", 6: "2", 9: "3"}.items():
        assert f"{TEXTS['fa'][number]}[^{label}]" in edition
        assert f"[^{label}]: {NOTES[number]}" in edition


def test_a_web_page_in_persian_is_adopted(workspace: Callable[..., Workspace]) -> None:
    pytest.importorskip("trafilatura", reason="the extra “office” is not installed")
    pytest.importorskip("pypandoc", reason="the extra “office” is not installed")
    desk = make(workspace, "en", "fa")
    title, *lines = TEXTS["fa"]
    body = "".join(
        f"<p>{line}<sup><a id='r{number}' href='#n{number}'>{number}</a></sup></p>"
        if number in NOTES
        else f"<p>{line}</p>"
        for number, line in enumerate(lines, start=1)
    )
    notes = "".join(
        f"<p id='n{number}'><a href='#r{number}'>{number}</a> <a href='{to}'>{to}</a></p>"
        for number, to in NOTES.items()
    )
    desk.write(
        "old.html",
        f"<!doctype html><html lang='fa' dir='rtl'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}<h2>یادداشت‌ها</h2>{notes}</article></body></html>",
    )
    desk.run("adopt", "lake", "--lang", "fa", "old.html")
    filled = entries(desk, "fa")
    sure = [entry for entry in filled.values() if entry.is_translated]
    assert len(sure) >= 9
    assert filled[f"{TEXTS['en'][2]}{{fn1}}"].target == f"{TEXTS['fa'][2]}{{fn1}}"


def test_a_translation_of_something_else_or_in_another_language_is_refused(workspace: Callable[..., Workspace]) -> None:
    desk = make(workspace, "en", "ka")
    desk.write("persian.md", article("fa", {}).replace("lang: fa", "lang: ka"))
    said = desk.run("adopt", "lake", "--lang", "ka", "persian.md", exit_code=1).output
    assert "is in Persian, not in Georgian" in said
    assert "Traceback" not in said
