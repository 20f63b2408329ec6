"""Keep as obsolete the translations of texts that are gone, and know them again when their texts come back.

An obsolete entry explains its placeholders, so that its translation still fits after years. The explanations are
translator's comments (`# {fn1}: …`), for some editors drop the extracted ones (`#.`) of obsolete entries.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.article.extract import BRACE_FORMAT
from pipeline.article.placeholders import find_names, remove_placeholders
from pipeline.catalog.origin import origin_comments
from pipeline.catalog.review import unite_remarks
from pipeline.catalog.update.join import PartFinder, strip_numbers
from pipeline.catalog.update.placeholders import placeholder_meanings
from pipeline.model import Entry, SegmentKind
from pipeline.patterns import lazy

SUPERSEDED = "superseded"
"""Context of an obsolete translation whose text has another translation now."""

_MEANING = lazy(r"\{(\w+)\}: .+")
_WRAPPED = 60
"""Code points of a comment from which on the next one may be the rest of it: an editor wraps longer lines."""


def is_superseded(entry: Entry) -> bool:
    """Tell whether the entry's text got another translation while this one was obsolete."""
    return entry.context is not None and entry.context.startswith(SUPERSEDED)


def retire(entry: Entry) -> Entry:
    """Return the entry as obsolete, with the meanings of its placeholders, which are needed should it come back."""
    meanings = (f"{{{name}}}: {text}" for name, text in placeholder_meanings(entry).items() if text)
    link_target = str(SegmentKind.LINK_TARGET)
    is_target = link_target in entry.comments
    return replace(
        entry,
        obsolete=True,
        comments=(link_target,) if is_target else origin_comments(entry),
        remarks=entry.remarks if is_target else (*entry.remarks, *meanings),
        references=(),
        flags=tuple(flag for flag in entry.flags if flag != BRACE_FORMAT),
    )


def recall(entry: Entry) -> Entry:
    """Return an obsolete entry with the meanings of its placeholders where active entries have them."""
    names = find_names(entry.source)
    remarks: list[str] = []
    meanings: list[str] = []
    before = ""
    for remark in entry.remarks:
        found = _MEANING.fullmatch(remark)
        is_meaning = found is not None and found[1] in names
        before = remark if is_meaning or (len(before) >= _WRAPPED and remark) else ""
        (meanings if before else remarks).append(remark)
    return replace(entry, comments=(*meanings, *entry.comments), remarks=tuple(remarks)) if meanings else entry


def without_offers(
    retired: Sequence[Entry], spent: Container[str], active: Iterable[Entry], obsolete: Iterable[Entry]
) -> list[Entry]:
    """Return the entries without those that are mere offers: their translations are just as they are elsewhere.

    Offers in `spent`, by key, are parts of another text now, and will be wanted when it comes apart again.
    """
    if not any(entry.fuzzy for entry in retired):
        return list(retired)
    asleep = [*obsolete, *(entry for entry in retired if not entry.fuzzy)]
    confirmed = {strip_numbers(entry.source): entry for entry in (*active, *asleep) if entry.target and not entry.fuzzy}
    finder = PartFinder(confirmed)
    by_words = {translated_words(entry): [entry] for entry in asleep}
    left: list[Entry] = []
    for entry in retired:
        previous = strip_numbers(entry.previous or "")
        texts = [previous] if previous in confirmed else finder.parts(previous)
        origin = (
            [confirmed[strip_numbers(text)] for text in texts]
            if previous
            else by_words.get(translated_words(entry), [])
        )
        is_changed = not origin or translated_words(*origin) != translated_words(entry)
        remarks = {remark for item in origin for remark in item.remarks}
        if not entry.fuzzy or entry.key in spent or is_changed or not remarks.issuperset(entry.remarks):
            left.append(entry)
    return left


def translated_words(*entries: Entry) -> tuple[str, ...]:
    """Return the words of translations, one after another, without placeholders."""
    return tuple(word for entry in entries for word in remove_placeholders(entry.target).split())


def number_duplicates(entries: Iterable[Entry], active: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries; a number after the context distinguishes those with the same context and text, also from the
    active ones. Those with the same translation as well become one, with the remarks of all.
    """
    seen: dict[tuple[str | None, str], str] = {
        (entry.context, entry.source): entry.target for entry in active if entry.context is not None
    }
    made: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        context, number = entry.context, 1
        while (context, entry.source) in seen and seen[context, entry.source] != entry.target:
            number += 1
            context = f"{entry.context or SUPERSEDED} {number}"
        key = context, entry.source
        if key not in seen:
            seen[key] = entry.target
            made[key] = entry if context == entry.context else replace(entry, context=context)
        elif entry.remarks and key in made:
            made[key] = replace(made[key], remarks=unite_remarks(recall(entry).remarks, made[key].remarks))
    yield from made.values()
