"""From articles to everything that a publisher needs, by the command line; what came out is read by other programs.

The catalogs are filled by the machine that needs no network, so that every edition differs from its source in every
sentence. Whatever the format, each note of the article is in each edition once, says what the catalog says, and leads
where it leads in the other editions.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.export.office import OfficeError, require_pandoc

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "data" / "seed" / "article.md"
LANGUAGES = ("hy", "en", "ru")
FORMATS = ("html", "txt", "wordpress", "wordpress-classic")
OFFICE = ("docx", "odt", "epub")
_DEFINITION = re.compile(r"^\[\^([^\]]+)\]:", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:։»]")


@dataclass(frozen=True)
class ExportedWorkspace:
    """A workspace in which all was exported: the labels of each article's notes by the article's slug."""

    root: Path
    notes: Mapping[str, tuple[str, ...]]

    def each(self) -> Iterator[tuple[str, str]]:
        """Every edition: slug and language."""
        return ((slug, lang) for slug in self.notes for lang in LANGUAGES)

    def file(self, slug: str, lang: str, suffix: str) -> Path:
        return self.root / "exports" / lang / f"{slug}{suffix}"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> ExportedWorkspace:
    root = tmp_path_factory.mktemp("workspace")
    (root / "targman.toml").write_text('lang = "en"\nfuzzy = "use"\nnote_order = "source"\n', encoding="utf-8")
    shutil.copytree(ROOT / "articles", root / "articles")
    if SEED.exists():
        shutil.copy(SEED, root / "articles" / "seed.md")
    here = Path.cwd()
    os.chdir(root)
    try:
        formats = [word for form in FORMATS for word in ("--format", form)]
        for words in (
            ["sync"],
            ["translate", "--provider", "pseudo"],
            ["export", *formats, "--notes", "csv"],
        ):
            result = CliRunner().invoke(main, words)
            assert result.exit_code == 0, result.output
    finally:
        os.chdir(here)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (root / "articles").glob("*.md")}
    return ExportedWorkspace(root, {slug: tuple(_DEFINITION.findall(text)) for slug, text in texts.items()})


def addresses(text: str) -> list[str]:
    return sorted(_ADDRESS.findall(text))


def test_the_editions_differ_from_their_sources_in_every_sentence(exported: ExportedWorkspace) -> None:
    text = exported.file("lake-sevan", "ru", ".txt").read_text(encoding="utf-8")
    assert "Lake Sevan lies some" not in text
    assert len(re.findall("[а-яё]", text)) > len(re.findall("[a-z]", text))


def test_every_note_is_on_the_page_once_and_leads_back_to_its_references(exported: ExportedWorkspace) -> None:
    for slug, lang in exported.each():
        page = exported.file(slug, lang, ".html").read_text(encoding="utf-8")
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        section = next(item for item in tree.iter("section") if item.get("role") == "doc-endnotes")
        listed = [item.get("id") for item in section.iter("li") if (item.get("id") or "").startswith("fn-")]
        references = [link for link in tree.iter("a") if link.get("role") == "doc-noteref"]
        assert listed == [f"fn-{label}" for label in exported.notes[slug]], (slug, lang)
        assert {link.get("href") for link in references} == {f"#{name}" for name in listed}
        backlinks = {(link.get("href") or "")[1:] for link in section.iter("a") if link.get("role") == "doc-backlink"}
        assert backlinks == {link.get("id") for link in references}


def test_notes_lead_to_the_same_sources_in_all_editions(exported: ExportedWorkspace) -> None:
    for slug in exported.notes:
        sources = set()
        for lang in LANGUAGES:
            page = exported.file(slug, lang, ".html").read_text(encoding="utf-8")
            tree = html5lib.parse(page, namespaceHTMLElements=False)
            section = next(item for item in tree.iter("section") if item.get("role") == "doc-endnotes")
            notes = [item for item in section.iter("li") if (item.get("id") or "").startswith("fn-")]
            links = ([link.get("href") for link in note.iter("a") if "role" not in link.attrib] for note in notes)
            sources.add(tuple(map(tuple, links)))
        assert len(sources) == 1, slug
        assert any(next(iter(sources)))


def test_plain_text_has_every_note_once(exported: ExportedWorkspace) -> None:
    for slug, lang in exported.each():
        text = exported.file(slug, lang, ".txt").read_text(encoding="utf-8")
        listed = re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)
        assert listed == [str(number + 1) for number in range(len(exported.notes[slug]))], (slug, lang)
        assert set(re.findall(r"\[(\d+)\]", text)) == set(listed)


def test_posts_have_every_note_once(exported: ExportedWorkspace) -> None:
    for slug, lang in exported.each():
        content = exported.file(slug, lang, ".wordpress.html").read_text(encoding="utf-8")
        beside = json.loads(exported.file(slug, lang, ".wordpress.json").read_text(encoding="utf-8"))
        notes = json.loads(beside["meta"]["footnotes"])
        referred = re.findall(r'data-fn="([^"]+)"', content)
        assert len(notes) == len(exported.notes[slug]), (slug, lang)
        assert sorted(referred) == sorted(note["id"] for note in notes)
        classic = exported.file(slug, lang, ".classic.html").read_text(encoding="utf-8")
        assert len(re.findall(r'name="_ftn\d+"', classic)) == len(notes)


def test_the_note_tables_have_a_row_for_each_note(exported: ExportedWorkspace) -> None:
    for slug, labels in exported.notes.items():
        text = (exported.root / f"exports/notes/{slug}.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["note"] for row in rows] == list(labels)
        for row in rows:
            assert all(row[f"sentence.{lang}"] for lang in LANGUAGES), row
            assert len({tuple(addresses(row[f"target.{lang}"])) for lang in LANGUAGES}) == 1, row


@pytest.mark.thorough
def test_documents_and_books_have_every_note_once(exported: ExportedWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        pandoc = require_pandoc()
    except OfficeError as error:
        pytest.skip(str(error))
    monkeypatch.chdir(exported.root)
    words = [word for form in OFFICE for word in ("--format", form)]
    result = CliRunner().invoke(main, ["export", "--lang", "hy", "--lang", "ru", *words])
    assert result.exit_code == 0, result.output
    for slug, labels in exported.notes.items():
        expected: set[tuple[str, ...]] = set()
        for lang in ("hy", "ru"):
            for form in ("docx", "odt"):
                file = exported.file(slug, lang, f".{form}")
                read = subprocess.run(
                    [pandoc.path, f"--from={form}", "--to=json", file], capture_output=True, check=True
                )
                notes = [addresses(json.dumps(note)) for note in _notes(json.loads(read.stdout))]
                assert len(notes) == len(labels), (slug, lang, form)
                expected.add(tuple(" ".join(dict.fromkeys(note)) for note in notes))
        assert len(expected) == 1, slug


def _notes(tree: object) -> Iterator[object]:
    if isinstance(tree, dict):
        if tree.get("t") == "Note":
            yield tree["c"]
        else:
            for value in tree.values():
                yield from _notes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _notes(value)
