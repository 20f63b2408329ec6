"""A workspace in a folder of its own, worked on as its people do: by the command line, an editor, a PO editor."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner, Result

from pipeline import catalog
from pipeline.article.markdown import read_article
from pipeline.cli import main
from pipeline.model import Entry

SHARED = Path(__file__).parents[2].parent / "shared"

LETTERS = {
    "hy": str.maketrans("abcdefghijklmnopqrstuvwxyz", "աբցդեֆգհիժկլմնոպքրստուվխյզ"),
    "ru": str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз"),
}
_PLACEHOLDER = re.compile(r"(\{[a-z]+\d+\})")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n+", re.DOTALL)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def pseudo(text: str, lang: str) -> str:
    """A translation that no two texts share and that keeps the placeholders: the same words in other letters.

    An address stays as it is.
    """
    if "://" in text and " " not in text:
        return text
    parts = _PLACEHOLDER.split(text)
    return "".join(part if index % 2 else part.lower().translate(LETTERS[lang]) for index, part in enumerate(parts))


@dataclass(frozen=True)
class Shop:
    """A workspace and one of its articles; the current folder has to be its root."""

    root: Path
    name: str = "article"

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == code, f"targman {' '.join(arguments)}: {result.exit_code}\n{result.output}"
        return result

    def write(self, text: str) -> None:
        self.article.parent.mkdir(exist_ok=True)
        self.article.write_text(text, encoding="utf-8", newline="")

    @property
    def article(self) -> Path:
        return self.root / "articles" / f"{self.name}.md"

    def catalog(self, lang: str) -> Path:
        return self.root / "locales" / lang / "articles" / f"{self.name}.po"

    def entries(self, lang: str) -> tuple[Entry, ...]:
        return catalog.parse(self.catalog(lang).read_bytes()).entries

    def active(self, lang: str) -> dict[str, Entry]:
        return {entry.source: entry for entry in self.entries(lang) if not entry.obsolete}

    def obsolete(self, lang: str) -> dict[str, Entry]:
        return {entry.source: entry for entry in self.entries(lang) if entry.obsolete}

    def edit(self, lang: str, change: Callable[[Entry], Entry]) -> None:
        """A translator saves the catalog with `change` made to each active entry."""
        path = self.catalog(lang)
        old = catalog.parse(path.read_bytes())
        entries = tuple(entry if entry.obsolete else change(entry) for entry in old.entries)
        path.write_text(catalog.serialize(replace(old, entries=entries)), encoding="utf-8", newline="")

    def translate(self, lang: str, targets: Mapping[str, str]) -> None:
        self.edit(lang, lambda entry: replace(entry, target=targets.get(entry.source, entry.target)))

    def finish(self, lang: str) -> None:
        """Every text that has no translation gets one."""
        self.edit(lang, lambda entry: entry if entry.target else replace(entry, target=pseudo(entry.source, lang)))

    def clear(self, lang: str) -> None:
        """Every fuzzy mark is cleared, and nothing edited."""
        self.edit(lang, lambda entry: replace(entry, fuzzy=False, previous=None))

    def edition(self, lang: str) -> str:
        text = (self.root / "editions" / lang / f"{self.name}.md").read_text(encoding="utf-8")
        return _FRONT_MATTER.sub("", text, count=1)

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Every file with the time of its last change; what may be deleted at any time does not count."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and ".targman" not in path.parts)
        return {path.relative_to(self.root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def citations(markdown: str, lang: str) -> Iterator[tuple[str, str]]:
    """The words before each note reference, and the text of the note that it leads to, in the order of the text."""
    notes = {note.label: note.text for note in read_article(markdown, lang=lang).notes}
    for block in re.split(r"\n{2,}", markdown):
        if block.startswith("[^"):
            continue
        for match in _REFERENCE.finditer(block):
            words = _REFERENCE.sub("", block[: match.start()])
            yield words[-40:], notes[match[1]]


def renumbered(markdown: str) -> str:
    """The article with its notes numbered in the order of their references, as a word processor does it."""
    labels = list(dict.fromkeys(_REFERENCE.findall(markdown)))
    numbers = {label: str(number) for number, label in enumerate(labels, 1)}
    return re.sub(r"\[\^([^\]\s]+)\]", lambda match: f"[^{numbers[match[1]]}]", markdown)
