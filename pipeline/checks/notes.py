"""Notes: every reference of the sentence once in its translation, and none that the sentence has not."""

from collections.abc import Iterator

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
            severity=Severity.WARNING,
            message=f"the notes stand in another order than in the source ({_order(pair.segment)}). "
            "Make sure that each is beside the words that it belongs to.",
        )


def _order(segment: Segment) -> str:
    return ", ".join(f"{{{item.name}}}" for item in segment.placeholders if item.mark is Mark.NOTE)
