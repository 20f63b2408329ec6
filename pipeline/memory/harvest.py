"""What the catalogs of an article have to remember, and what they still wait for."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from pipeline.article.placeholders import is_fold
from pipeline.catalog import translator_names
from pipeline.memory import MemoryUnit
from pipeline.model import Catalog, Entry, SegmentKind

_LINK_TARGET = str(SegmentKind.LINK_TARGET)


def source_language(found: Catalog) -> str:
    """The language of the article that a catalog belongs to; empty where it does not say."""
    return found.field("X-Source-Language")


def harvest_units(origin: str, catalogs: Mapping[str, Catalog]) -> tuple[MemoryUnit, ...]:
    """A unit for every text of an article that has a finished translation, in the order of the catalogs.

    Translations of the same text into two languages are one unit, so that it serves between these two as well. Left out
    are addresses, the catalog of the article's own language, and both sentences where one was folded into the other.
    """
    by_source: dict[tuple[str, str], dict[str, str]] = {}
    names: dict[str, str] = {}
    for lang, found in catalogs.items():
        source_lang = source_language(found)
        if not source_lang or source_lang == lang:
            continue
        names[lang] = ", ".join(translator_names(found))
        for entry in _finished_entries(found):
            by_source.setdefault((source_lang, entry.source), {source_lang: entry.source})[lang] = entry.target
    return tuple(
        MemoryUnit(
            origin=origin,
            lang=lang,
            texts=by_lang,
            translators={other: names[other] for other in by_lang if names.get(other) and other != lang},
        )
        for (lang, _), by_lang in by_source.items()
    )


def untranslated_texts(found: Catalog) -> tuple[str, ...]:
    """The texts of a catalog that have no translation at all."""
    return tuple(entry.source for entry in text_entries(found) if not entry.target)


def _finished_entries(found: Catalog) -> Iterator[Entry]:
    entries = list(text_entries(found))
    for entry, after in zip_longest(entries, entries[1:]):
        absorbs = after is not None and is_fold(after.target)
        if entry.is_translated and not is_fold(entry.target) and not absorbs:
            yield entry


def text_entries(found: Catalog) -> Iterator[Entry]:
    """The entries of a catalog that are texts of the article as it is now; addresses are none."""
    for entry in found.entries:
        if not entry.obsolete and entry.context is None and _LINK_TARGET not in entry.comments:
            yield entry
