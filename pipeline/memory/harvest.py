"""Harvest from catalogs what the memory keeps: finished translations, and the texts that still wait for one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.article.placeholders import is_fold
from pipeline.catalog import translator_names
from pipeline.frozen import dataclass
from pipeline.languages.tags import from_gettext, match
from pipeline.memory import MemoryUnit
from pipeline.model import Catalog, Entry, SegmentKind

if TYPE_CHECKING:
    from pipeline.catalog.foreign import ForeignCatalog

_LINK_TARGET = str(SegmentKind.LINK_TARGET)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Numbers of entries of a foreign file that are not finished translations between two languages."""

    fuzzy: int = 0
    obsolete: int = 0
    untranslated: int = 0
    other_languages: int = 0


def harvest_units(
    origin: str, catalogs: Mapping[str, Catalog], languages: Iterable[str] = ()
) -> tuple[MemoryUnit, ...]:
    """Return a unit for every text of an article that has a finished translation, in the order of the catalogs.

    Translations of the same text into two languages are one unit, so that it serves between these two as well. Left out
    are addresses, the catalog of the article's own language, and both sentences where one was folded into the other.
    `languages` are those of the workspace.
    """
    by_key: dict[tuple[str, str], dict[str, str]] = {}
    names: dict[str, str] = {}
    for lang, catalog in catalogs.items():
        source_lang = source_language(catalog, languages)
        if not source_lang or source_lang == lang:
            continue
        names[lang] = ", ".join(translator_names(catalog))
        for entry in _finished_entries(catalog):
            by_key.setdefault((source_lang, entry.key), {source_lang: entry.source})[lang] = entry.target
    return tuple(
        MemoryUnit(
            origin=origin,
            lang=lang,
            texts=by_lang,
            translators={other: names[other] for other in by_lang if names.get(other) and other != lang},
        )
        for (lang, _), by_lang in by_key.items()
    )


def source_language(catalog: Catalog, languages: Iterable[str] = ()) -> str:
    """Return the language of the article that a catalog belongs to; an empty string where it does not say.

    It is one of the workspace's `languages` if these have it: `zh_CN` may be `zh-Hans` or `zh-CN`.
    """
    code = catalog.field("X-Source-Language").strip()
    return match(code, languages) or from_gettext(code) or code


def untranslated_texts(catalog: Catalog) -> tuple[str, ...]:
    """Return the texts of a catalog that have no translation at all."""
    return tuple(entry.source for entry in text_entries(catalog) if not entry.target)


def text_entries(catalog: Catalog) -> Iterator[Entry]:
    """Yield the entries of a catalog that are texts of the article as it is now; addresses are left out."""
    for entry in catalog.entries:
        if not entry.obsolete and _LINK_TARGET not in entry.comments:
            yield entry


def _finished_entries(catalog: Catalog) -> Iterator[Entry]:
    for entry, after in pairwise((*text_entries(catalog), None)):
        absorbs = after is not None and is_fold(after.target)
        if entry is not None and entry.is_translated and not is_fold(entry.target) and not absorbs:
            yield entry


def harvest_foreign(
    catalog: "ForeignCatalog", source_lang: str, lang: str, origin: str
) -> tuple[tuple[MemoryUnit, ...], LeftOut]:
    """Return the finished translations of a foreign catalog, and how many of its entries are left out.

    Of a plural entry the msgid goes with the first form, and msgid_plural with each of the others, or with the only
    one. Texts of several lines become one line, as in our own catalogs. A context is not kept: each translation of a
    text is a unit of its own.
    """
    translator = ", ".join(translator_names(catalog.header))
    translators = {lang: translator} if translator else {}
    units: list[MemoryUnit] = []
    counts = Counter[str]()
    for entry in catalog.entries:
        is_open = not any(map(str.strip, entry.targets))
        if entry.obsolete or entry.fuzzy or is_open:
            counts["obsolete" if entry.obsolete else "untranslated" if is_open else "fuzzy"] += 1
            continue
        first, *others = entry.targets
        plurals = [] if entry.plural is None else [(entry.plural, target) for target in others or [first]]
        for source, target in ((entry.source, first), *plurals):
            texts = {source_lang: " ".join(source.split()), lang: " ".join(target.split())}
            if all(texts.values()):
                units.append(MemoryUnit(texts=texts, lang=source_lang, origin=origin, translators=translators))
    return tuple(units), LeftOut(**counts)
