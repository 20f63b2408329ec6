"""Documents for the tests of publishing: the bundled articles as `targman merge` makes them, and made-up ones."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.publishing.document import Document, MarkerStyle, Node, NoteOrder, walk
from pipeline.publishing.reader import NoteStyle, read_document, read_source_outline

ROOT = Path(__file__).parent.parent.parent
BUNDLED = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru"}
"""The articles of this repository and their languages."""

SEED = ROOT.parent / "shared" / "data" / "seed" / "article.md"

EVERYWHERE = """\
# Title[^title]

First[^1] and again[^1].

## Heading[^heading]

> Quoted[^quote]

- item[^item]
  - nested[^nested]

| head[^head] | b |
|---|--:|
| c | cell[^cell] |

[^1]: One, see [^inner].

    Second paragraph of *one*.

[^title]: On the [title](https://example.org/title).

[^heading]: h

[^quote]: q

[^item]: - a list
    - in a note

[^nested]: n

[^head]: https://example.org/head

[^cell]: Words.

[^inner]: A note in a note.

[^alone]: Nothing refers here.
"""
"""Notes in every place."""


def read(text: str, lang: str = "en", *, source: str = "", source_lang: str = "en") -> Document:
    """Return the document of an edition; without `source` it is the article itself."""
    return read_document(text, lang, read_source_outline(source or text, source_lang if source else lang))


def styled(
    text: str, markers: MarkerStyle = MarkerStyle.ARABIC, order: NoteOrder = NoteOrder.REFERENCE, source: str = ""
) -> Document:
    """Return the document of an English edition with its notes in this order and style."""
    style = NoteStyle(order=order, markers=markers)
    return read_document(text, "en", read_source_outline(source or text, "en"), style=style)


@cache
def bundled() -> Mapping[str, Mapping[str, Document]]:
    """Return the bundled articles' editions by name and language, made by the command itself."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(ROOT / "pyproject.toml", place)
        for name in ("articles", "locales"):
            shutil.copytree(ROOT / name, place / name)
        with chdir(place):
            result = CliRunner().invoke(main, ["merge"])
        assert result.exit_code == 0, result.output
        found: dict[str, dict[str, Document]] = {}
        for name, source_lang in BUNDLED.items():
            source = (place / "articles" / f"{name}.md").read_text(encoding="utf-8")
            for lang in ("hy", "en", "ru"):
                text = (place / "editions" / lang / f"{name}.md").read_text(encoding="utf-8")
                document = read_document(text, lang, read_source_outline(source, source_lang))
                found.setdefault(name, {})[lang] = document
        return found


EDITIONS = [pytest.param(name, lang, id=f"{name}-{lang}") for name in BUNDLED for lang in ("hy", "en", "ru")]


def seed() -> Document:
    """The article that the project began with."""
    if not SEED.exists():
        pytest.skip("the seed article is not on this machine")
    return read(SEED.read_text(encoding="utf-8"))


def nodes(document: Document) -> Iterator[Node]:
    """Return all nodes of a document, notes included."""
    yield from walk([*([document.headline] if document.headline else []), *document.body])
    for note in document.notes:
        yield from walk(note.blocks)
