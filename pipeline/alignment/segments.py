"""Segments of an article as lines to pair: the markers of notes and the addresses of links taken out of the text."""

from collections.abc import Iterable

from pipeline.alignment.values import Line
from pipeline.model import Kind, Mark, Segment
from pipeline.placeholders.tokens import without


def line(segment: Segment) -> Line:
    own = (segment.source,) if segment.kind is Kind.LINK_TARGET else ()
    links = tuple(item.shown for item in segment.placeholders if item.mark is Mark.URL and item.shown)
    return Line(
        text=without(segment.text),
        kind=segment.kind,
        block=segment.block,
        markers=segment.notes,
        links=own + links,
        label=segment.label,
    )


def lines(segments: Iterable[Segment]) -> tuple[Line, ...]:
    """One line for each segment."""
    return tuple(line(segment) for segment in segments)
