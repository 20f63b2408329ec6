"""Notes: every reference of the sentence once in its translation, and no others."""

from collections.abc import Callable, Iterator

from pipeline.checks.codes import describe_placeholder, is_note_name, make_finding, write_name, write_reference
from pipeline.checks.pair import Pair
from pipeline.languages import load
from pipeline.languages.word_kinds import AROUND
from pipeline.model import Finding, PlaceholderKind


def check_note_references(pair: Pair) -> Iterator[Finding]:
    """Find note references that are missing, doubled, invented, misplaced, or in another order than in the source."""
    for item in pair.reconciled.missing:
        if item.kind is PlaceholderKind.NOTE:
            yield make_finding(
                "note-missing",
                "the note {what} is missing; it was put at the end of the sentence. Write {name} where it belongs.",
                what=describe_placeholder(item),
                name=write_name(item.name),
            )
    for name in map(write_name, filter(is_note_name, pair.reconciled.doubled)):
        yield make_finding(
            "note-doubled",
            "the note {name} stands here more than once; only the first is kept. Remove the others.",
            name=name,
        )
    for name in filter(is_note_name, pair.reconciled.invented):
        yield make_finding(
            "note-invented",
            "the sentence has no note {name}; it was left out. Remove it, or write a note of your own as ^[text].",
            name=write_name(name),
        )
    for name in filter(is_note_name, pair.reconciled.moved):
        yield make_finding(
            "note-place",
            "the note {name} is in code, in the words of a link or in a note of your own, where it cannot lead "
            "anywhere; it was moved right after that. Write {name} outside.",
            name=write_name(name),
        )
    for name in pair.reconciled.leading:
        yield make_finding(
            "note-place",
            "the note {name} stands before the first word, where readers take it for a note of the sentence before; it "
            "was put at the end of the sentence. Write {name} after the words that it belongs to.",
            name=write_name(name),
        )
    if pair.reconciled.swapped:
        yield make_finding(
            "note-order",
            "the notes are in another order than in the source ({order}). Make sure that each is beside the words it "
            "belongs to.",
            order=tuple(write_name(item.name) for item in pair.segment.placeholders if is_note_name(item.name)),
        )


def check_note_translations(pair: Pair) -> Iterator[Finding]:
    """Find notes of a translated sentence whose own text has no translation yet."""
    for item in pair.segment.placeholders:
        label = item.label if item.kind is PlaceholderKind.NOTE else None
        if label and label.casefold() in pair.texts.untranslated_notes:
            yield make_finding(
                "note-untranslated",
                "the sentence is translated, but the text of its note {reference} is not. Translate it.",
                reference=write_reference(item),
            )


def make_letter_test(source_lang: str, lang: str) -> Callable[[str], bool]:  # noqa: ARG001
    """Return a test for the longest words of the marks that a translator's note may have in a language."""
    words = {max(mark.split(" "), key=len).strip(AROUND) for mark in load(lang).typography.own_notes}
    return lambda text: any(map(text.casefold().__contains__, words))


def check_translator_notes(pair: Pair) -> Iterator[Finding]:
    """Find a translator's note within the text, or one with the mark that editions add by themselves."""
    text = pair.target.casefold()
    mark = next((mark for mark in load(pair.lang).typography.own_notes if mark in text), None)
    if mark is None or mark in pair.source.casefold():
        return
    yield make_finding(
        "note-own",
        "“{mark}” marks a translator's note; editions add that by themselves. Remove it."
        if "^[" in pair.target
        else "“{mark}” marks a translator's note; write the note as ^[text] where its marker belongs: it becomes a "
        "footnote that is marked as yours.",
        mark=mark,
    )
