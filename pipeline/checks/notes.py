"""Notes: every reference of the sentence once in its translation, and none that the sentence has not."""

from collections.abc import Iterator

from pipeline.checks.codes import finding
from pipeline.checks.typography import typography
from pipeline.checks.values import Pair
from pipeline.checks.wording import called, is_note
from pipeline.model import Finding, Mark, Segment, Severity


def notes(pair: Pair) -> Iterator[Finding]:
    """Note references that are missing, doubled, invented, out of place, or in another order than in the source."""
    for item in pair.aligned.missing:
        if item.mark is Mark.NOTE:
            yield Finding(
                rule="note-missing",
                severity=Severity.ERROR,
                message=f"the note {called(item)} is missing; it was put at the end of the sentence. "
                f"Write {{{item.name}}} where it belongs.",
            )
    for name in filter(is_note, pair.aligned.doubled):
        yield Finding(
            rule="note-doubled",
            severity=Severity.ERROR,
            message=f"the note {{{name}}} stands here more than once; only the first is kept. Remove the others.",
        )
    for name in filter(is_note, pair.aligned.invented):
        yield Finding(
            rule="note-invented",
            severity=Severity.ERROR,
            message=f"the sentence has no note {{{name}}}; it was left out. "
            "Remove it, or write a note of your own as ^[text].",
        )
    for name in filter(is_note, pair.aligned.moved):
        yield Finding(
            rule="note-place",
            severity=Severity.WARNING,
            message=f"the note {{{name}}} stands in code, in the words of a link or in a note of your own, where it "
            f"cannot lead anywhere; it was put right after. Write {{{name}}} outside.",
        )
    if pair.aligned.swapped:
        yield Finding(
            rule="note-order",
            severity=Severity.HINT,
            message=f"the notes stand in another order than in the source ({_order(pair.segment)}). "
            "Make sure that each is beside the words that it belongs to.",
        )


def untranslated_notes(pair: Pair) -> Iterator[Finding]:
    """Notes of a translated sentence whose own text has no translation yet."""
    for label in pair.segment.notes:
        if any(not entry.done for entry in pair.texts.by_label.get(label.casefold(), ())):
            yield finding(
                "note-untranslated",
                f"the sentence is translated and the text of its note [^{label}] is not. Translate it.",
            )


def own_notes(pair: Pair) -> Iterator[Finding]:
    """A translator's note within the text, or one that says what it is although editions say so by themselves."""
    text = pair.target.casefold()
    mark = next((mark for mark in typography(pair.lang).own_notes if mark in text), None)
    if mark is None or mark in pair.source.casefold():
        return
    advice = (
        "editions add that by themselves. Remove it."
        if "^[" in pair.target
        else "write the note as ^[text] where its marker belongs: it becomes a footnote that is marked as yours."
    )
    yield finding("note-own", f"“{mark}” marks a translator's note; {advice}")


def _order(segment: Segment) -> str:
    return ", ".join(f"{{{item.name}}}" for item in segment.placeholders if item.mark is Mark.NOTE)
