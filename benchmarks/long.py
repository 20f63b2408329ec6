"""Long articles with their translations: those of this repository, repeated until they have 10,000 words, each sentence
another one, with a tag of its own.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import catalog
from pipeline.article.markdown import read_article
from pipeline.model import Entry, Segment, SegmentKind

ROOT = Path(__file__).parents[1]
LANGUAGES = ("hy", "en", "ru")

WORDS = 10_000
"""So many an article has at least."""

_NOTE = re.compile(r"\[\^([^\]]+)\]")
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_BETWEEN = re.compile(r"([^\W\d_]) (?=[^\W\d_])")
"""Where two words stand beside each other."""
_MISSING, _FUZZY = 9, 11
"""Every ninth translation is missing, every eleventh fuzzy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """An article of this repository, and its finished translations: by language, then by source."""

    slug: str
    text: str
    lang: str
    finished: Mapping[str, Mapping[str, str]]


def shorts() -> list[Short]:
    """The articles of this repository."""
    found = []
    for path in sorted((ROOT / "articles").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        finished = {
            lang: {entry.source: entry.target for entry in _entries(ROOT / f"locales/{lang}/articles/{path.stem}.po")}
            for lang in LANGUAGES
        }
        lang = read_article(text, lang="en").lang
        found.append(Short(slug=path.stem, text=text, lang=lang, finished=finished))
    return found


def _entries(path: Path) -> Iterator[Entry]:
    yield from (entry for entry in catalog.parse(path.read_bytes()).entries if entry.is_translated)


def lay_articles(root: Path, count: int) -> None:
    """`count` long articles below `articles/`, with their pictures and the glossary."""
    (root / "articles").mkdir(parents=True)
    (root / "locales").mkdir()
    shutil.copy(ROOT / "locales/glossary.csv", root / "locales")
    shutil.copytree(ROOT / "articles/images", root / "articles/images")
    made = shorts()
    for number in range(count):
        (root / f"articles/a{number:05}.md").write_text(_long(made[number % len(made)], number), encoding="utf-8")


def translate(root: Path, count: int) -> None:
    """Fill the synced catalogs, mostly."""
    made = shorts()
    for number in range(count):
        short = made[number % len(made)]
        for lang in LANGUAGES:
            path = root / f"locales/{lang}/articles/a{number:05}.po"
            old = catalog.parse(path.read_bytes())
            known = _known(short, lang, number)
            entries = tuple(_translated(entry, place, known) for place, entry in enumerate(old.entries))
            path.write_text(catalog.serialize(replace(old, entries=entries)), encoding="utf-8")


def _translated(entry: Entry, place: int, known: Mapping[str, str]) -> Entry:
    if entry.source not in known or place % _MISSING == 0:
        return entry
    return replace(entry, target=known[entry.source], fuzzy=place % _FUZZY == 0)


def _long(short: Short, number: int) -> str:
    front = _FRONT.match(short.text)
    made = [front[0] if front else ""]
    pieces = read_article(short.text, lang="en").pieces
    for tag in _tags(short, number):
        text = "".join(piece if isinstance(piece, str) else _tagged_segment(piece, tag) for piece in pieces)
        made.append(_NOTE.sub(rf"[^\1-{tag}]", _FRONT.sub("", text, count=1)).rstrip("\n") + "\n\n")
    return "".join(made)


def _tags(short: Short, number: int) -> Iterable[int]:
    repeats = -(-WORDS // len(short.text.split()))
    return range(10_000 + number * 10, 10_000 + number * 10 + repeats)


def _tagged_segment(segment: Segment, tag: int) -> str:
    return segment.source if segment.kind is SegmentKind.FRONT_MATTER else _tagged(segment.source, tag)


def _tagged(text: str, tag: int) -> str:
    """`text` with the tag between two of its words."""
    return _BETWEEN.sub(rf"\1 {tag} ", text, count=1)


def _known(short: Short, lang: str, number: int) -> dict[str, str]:
    """The translations of the sentences of a long article."""
    known = dict(short.finished[lang])
    for tag in _tags(short, number):
        for source, target in short.finished[lang].items():
            tagged = _tagged(source, tag)
            if tagged != source:
                known[tagged] = _tagged(target, tag)
    return known
