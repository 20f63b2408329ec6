"""Notes: every reference of the sentence once in its translation, and none that the sentence has not."""

from collections.abc import Iterator

from pipeline.escaping import clean
from pipeline.model import Entry, Finding, Mark, Placeholder, Segment, Severity
from pipeline.placeholders import align


def notes(segment: Segment, entry: Entry) -> Iterator[Finding]:
    """Note references that are missing, doubled, invented or in another order than in the source."""
    aligned = align(clean(entry.target), segment)
    for item in aligned.missing:
        if item.mark is Mark.NOTE:
            yield _finding(
                "note-missing",
                Severity.ERROR,
                f"the note {_called(item)} is missing; it was put at the end of the sentence. "
                f"Write {{{item.name}}} where it belongs.",
            )
    for name in aligned.doubled:
        if name.startswith(Mark.NOTE):
            yield _finding(
                "note-doubled",
                Severity.ERROR,
                f"the note {{{name}}} stands here twice; only the first is kept. Remove one.",
            )
    for name in aligned.invented:
        if name.startswith(Mark.NOTE):
            yield _finding(
                "note-invented",
                Severity.ERROR,
                f"the sentence has no note {{{name}}}; it was left out. "
                "Remove it, or write a note of your own as ^[text].",
            )
    if aligned.swapped:
        yield _finding(
            "note-order",
            Severity.WARNING,
            "the notes stand in another order than in the source. "
            "Make sure that each is beside the words that it belongs to.",
        )


def _called(item: Placeholder) -> str:
    return f"{{{item.name}}} (“{item.shown[:60]}”)" if item.shown else f"{{{item.name}}}"


def _finding(rule: str, severity: Severity, message: str) -> Finding:
    return Finding(rule=rule, severity=severity, message=message)
