"""What the tests adopt: the editions of this repository's own articles, as published and as publishers change them."""

import re
from functools import cache
from pathlib import Path

from conftest import Workspace

from pipeline import catalog
from pipeline.adopt.adoption import Adoption
from pipeline.adopt.fill import fill_and_compare, list_fillable
from pipeline.adopt.pairing import pair_texts
from pipeline.article.extract import extract_all_units
from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.model import Article, Entry

HOUSE = Path(__file__).parents[2]
SOURCES = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru"}
PAIRS = [(slug, lang) for slug, source in SOURCES.items() for lang in ("hy", "en", "ru") if lang != source]


@cache
def article(slug: str) -> Article:
    return read_article((HOUSE / "articles" / f"{slug}.md").read_text(encoding="utf-8"))


@cache
def finished(slug: str, lang: str) -> dict[str, Entry]:
    """The entries of the repository's own catalog, by their sources."""
    found = catalog.parse((HOUSE / "locales" / lang / "articles" / f"{slug}.po").read_bytes())
    return {entry.source: entry for entry in found.entries if not entry.obsolete and entry.context is None}


@cache
def published(slug: str, lang: str) -> str:
    """The edition as a publisher has it: the text alone, in its own language."""
    text = build_edition(article(slug), finished(slug, lang), lang).text
    return re.sub(r"^lang: \w+$", f"lang: {lang}", text, count=1, flags=re.MULTILINE)


def begun(source: Article, lang: str) -> tuple[Entry, ...]:
    """The entries of a catalog that nobody has translated anything in."""
    return list_fillable((), extract_all_units(source, "a.md"), lang)


def adopted(source: Article, text: str, lang: str, entries: tuple[Entry, ...] = ()) -> Adoption:
    translation = read_article(text, lang=lang)
    return fill_and_compare(entries or begun(source, lang), source, translation, pair_texts(source, translation))


def by_source(result: Adoption) -> dict[str, Entry]:
    return {entry.source: entry for entry in result.entries if not entry.obsolete}


def renumbered(text: str) -> str:
    """The notes numbered in Arabic numbers, as another house has them, and their texts the other way round."""
    labels = re.findall(r"^\[\^(\w+)\]:", text, re.MULTILINE)
    numbers = {label: str(number) for number, label in enumerate(labels, start=1)}
    text = re.sub(r"\[\^(\w+)\]", lambda found: f"[^{numbers[found[1]]}]", text)
    start = text.index("[^1]:")
    notes = re.split(r"\n(?=\[\^)", text[start:].rstrip("\n"))
    return text[:start] + "\n".join(reversed(notes)) + "\n"


def fresh(desk: Workspace, *slugs: str) -> Workspace:
    """A workspace with some of the articles and nothing else."""
    for slug in slugs or SOURCES:
        desk.write(f"articles/{slug}.md", (HOUSE / "articles" / f"{slug}.md").read_bytes())
    return desk


def entries(desk: Workspace, slug: str, lang: str) -> dict[str, Entry]:
    found = catalog.parse((desk.root / "locales" / lang / "articles" / f"{slug}.po").read_bytes())
    return {entry.source: entry for entry in found.entries if not entry.obsolete and entry.context is None}
