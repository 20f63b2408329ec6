"""Placeholders other than notes, and the links that they belong to."""

from collections.abc import Iterator

from pipeline.escaping import clean
from pipeline.model import Entry, Finding, Mark, Segment, Severity
from pipeline.placeholders import align, empty_links


def placeholders(segment: Segment, entry: Entry) -> Iterator[Finding]:
    """Link targets, images, line breaks and kept text that are missing, doubled or invented."""
    aligned = align(clean(entry.target), segment)
    for item in aligned.missing:
        if item.mark is Mark.NOTE:
            continue
        lost = {Mark.IMAGE: "it was put at the end of the sentence", Mark.KEEP: "it was put at the end of the sentence"}
        what = lost.get(item.mark, "the edition goes without it")
        shown = f" (“{item.shown[:60]}”)" if item.shown else ""
        severity = Severity.WARNING if item.mark is Mark.BREAK else Severity.ERROR
        yield Finding(
            rule="placeholder-missing",
            severity=severity,
            message=f"{{{item.name}}}{shown} is missing; {what}. Write {{{item.name}}} as the source has it.",
        )
    for name in aligned.doubled:
        if not name.startswith(Mark.NOTE):
            yield Finding(
                rule="placeholder-doubled",
                severity=Severity.ERROR,
                message=f"{{{name}}} stands here twice; only the first is kept. Remove one.",
            )
    for name in aligned.invented:
        if not name.startswith(Mark.NOTE):
            yield Finding(
                rule="placeholder-invented",
                severity=Severity.ERROR,
                message=f"the source has no {{{name}}}; it was left out. Remove it.",
            )


def links(segment: Segment, entry: Entry) -> Iterator[Finding]:
    """Links without words: a reader has nothing to click on."""
    for name in empty_links(align(clean(entry.target), segment).text):
        if name not in empty_links(segment.text):
            yield Finding(
                rule="link-empty",
                severity=Severity.ERROR,
                message=f"the link {{{name}}} has no words between its brackets. Write those that a reader clicks on.",
            )
