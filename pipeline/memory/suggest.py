"""A translation out of the memory as an entry: for a person to confirm, with a comment that says where it is from."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.article.extract import TextUnit
from pipeline.catalog.origin import MEMORY_ORIGIN
from pipeline.memory import MemoryMatch
from pipeline.memory.adapt import adapt
from pipeline.model import Entry

EXACT_SCORE = 100


def suggest_translation(
    entry: Entry, unit: TextUnit, matches: Sequence[MemoryMatch], source_lang: str, lang: str, *, final: bool
) -> Entry:
    """The untranslated entry of `unit` with the best of the matches; as it is where there is none.

    With `final`, a translation of the very same text in the same direction needs nobody to confirm it, provided that
    there is only one and that it has all placeholders.
    """
    if not matches:
        return entry
    found = matches[0]
    fitting = adapt(found.source, found.target, unit, source_lang, lang)
    if not fitting.target:
        return entry
    if final and fitting.is_complete and _is_certain(matches):
        return replace(entry, target=fitting.target)
    return replace(
        entry,
        target=fitting.target,
        fuzzy=True,
        previous=None if found.source == unit.text else found.source,
        comments=(*entry.comments, f"{MEMORY_ORIGIN}{found.score}% {found.origin}"),
    )


def _is_certain(matches: Sequence[MemoryMatch]) -> bool:
    exact = [match for match in matches if match.score == EXACT_SCORE]
    return bool(exact) and exact[0].same_direction and len({match.target for match in exact}) == 1
