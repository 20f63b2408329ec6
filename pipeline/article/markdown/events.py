"""Parse Markdown into events with code point offsets; the one module that knows pyromark (pulldown-cmark)."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import pyromark

from pipeline.article.dialects import load
from pipeline.article.dialects.marks import FoundMark, mask
from pipeline.article.dialects.scan import scan
from pipeline.article.dialects.surroundings import line_feed_starts
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.errors import ArticleError
from pipeline.patterns import lazy

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)

_LONE_RETURN = lazy(r"\r(?!\n)")

# pulldown-cmark 0.13 fails on two kinds of underlined headings in lists and quotes: a task of nothing but a backslash,
# and one whose last line is attributes. It gets other signs in their place, noncharacters that no text has.
_UNDERLINE = r"[ \t]*\r?\n[ \t>]*(?:=+|-+)[ \t]*\r?(?:\n|\Z)"
_END_OF_FAULT = lazy(r"[\\}]" + _UNDERLINE)
_FAULT = lazy(rf"(?P<before>\[[ xX]\][ \t]+|(?m:^)[ \t>]+)(?P<sign>\\|\{{(?=[^\r\n]*\}}))(?=[^\r\n]*{_UNDERLINE})")
_HIDDEN = str.maketrans("\\{", "\ufdd0\ufdd1")
_SHOWN = {there: here for here, there in _HIDDEN.items()}
_HIDDEN_SIGN = lazy("[\ufdd0\ufdd1]")


class Event(NamedTuple):
    """A parser event: `sort` is start, end or inline; `tag` is its name, `value` its content or attributes.

    `start` and `end` are offsets in code points in the whole text, byte order mark and front matter included.
    """

    sort: str
    tag: str
    value: Any
    start: int
    end: int


BareEvent = tuple[str, str, Any]
"""The sort, tag and value of an event."""


class LinkDefinition(NamedTuple):
    """A link reference definition, `[label]: target "title"`; `start` and `end` are its offsets."""

    label: str
    target: str
    start: int
    end: int


Dialects = tuple[str, ...] | None
"""The names of the dialects that a text is read by, besides the generic one; None is plain CommonMark."""


@lru_cache(maxsize=6)
def parse_events(text: str, dialects: Dialects = None) -> tuple[Event, ...]:
    """Parse `text` into events, in order. A lone carriage return is a line end, as in CommonMark.

    The last few results are kept: an article is read for its editions, its pages and its links.

    The marks of `dialects` are masked: an event's value shows the masks, its offsets are those of `text`.

    Two quirks of the parser are corrected: its range of a collapsed link (`[text][]`) lacks the `[]`, and its range of
    an escaped character lacks the backslash.
    """
    body, shift, marks = _mask_body(text, dialects)
    if not marks and dialects is not None:
        return parse_events(text)  # as for pages, which know no dialects
    raw = list(_run(pyromark.events_with_range, body))
    at = _code_points(body, {offset for _, span in raw for offset in span.values()}, shift)
    events: list[Event] = []
    ends: list[int] = []
    make = partial(tuple.__new__, Event)  # a fifth of the time of its own call
    for item, span in raw:
        sort, tag, value = _bare_event(item)
        start, end = at[span["start"]], at[span["end"]]
        if tag == "Text":
            if start and text[start - 1] == "\\":
                start -= _odd_backslashes(text, start)
        elif sort == "start":
            if isinstance(value, dict) and value.get("link_type") == "Collapsed" and text.startswith("[]", end):
                end += 2
            ends.append(end)
        elif sort == "end":
            end = ends.pop()
        events.append(make((sort, tag, value, start, end)))
    return tuple(events)


def parse_bare_events(text: str, dialects: Dialects = None) -> Iterator[BareEvent]:
    """Parse `text` into the events of `parse_events` without offsets, in a fraction of the time."""
    return map(_bare_event, _run(pyromark.events, _body(text, dialects)[0], merge_text=False))


def find_link_definitions(text: str, dialects: Dialects) -> list[LinkDefinition]:
    """Return the link reference definitions in document order; of several with one label, the first counts."""
    body, shift = _body(text, dialects)
    if "]:" not in body:
        return []
    found = _run(pyromark.reference_definitions, body)
    at = _code_points(body, {item["span"][key] for item in found.values() for key in ("start", "end")}, shift)
    return [
        LinkDefinition(label, item["dest"], at[item["span"]["start"]], at[item["span"]["end"]])
        for label, item in found.items()
    ]


def fold_label(label: str) -> str:
    """Normalise a reference label as CommonMark does for comparison: fold case, collapse white space."""
    return " ".join(label.split()).casefold()


def line_starts(text: str) -> list[int]:
    """Return the offsets at which the lines of `text` begin; a line ends with LF, CR LF or a lone CR."""
    if "\r" in text:
        return [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
    return list(line_feed_starts(text))


def line_number(lines: Sequence[int], offset: int) -> int:
    """Return the number of the line, from 1, with the character at `offset`."""
    return bisect_right(lines, offset)


def find_matching_end(events: Sequence[Event], index: int) -> int:
    """Return the index of the end event that belongs to the start event at `index`."""
    depth = 1
    while depth:
        index += 1
        depth += {"start": 1, "end": -1}.get(events[index].sort, 0)
    return index


def find_marks(text: str, dialects: Dialects) -> tuple[FoundMark, ...]:
    """Return the marks of the dialects in `text`, in order; offsets are those of the whole text."""
    return _mask_body(text, dialects)[2]


def _body(text: str, dialects: Dialects) -> tuple[str, int]:
    """Return the text for the parser, and its offset in the whole text."""
    body, shift, _ = _mask_body(text, dialects)
    return body, shift


def _mask_body(text: str, dialects: Dialects) -> tuple[str, int, tuple[FoundMark, ...]]:
    """Return the text for the parser with its marks masked, its offset in the whole text, and the marks."""
    if dialects is not None:
        return _mask_marks(text, dialects)
    body, shift = _cut_body(text)
    return _hide_faults(body), shift, ()


@lru_cache(maxsize=4)
def _mask_marks(text: str, dialects: tuple[str, ...]) -> tuple[str, int, tuple[FoundMark, ...]]:
    """Return what `_mask_body` does. The last few results are kept: reading an article asks for them three times."""
    body, shift = _cut_body(text)
    marks = scan(body, load(dialects))
    return _hide_faults(mask(body, marks) if marks else body), shift, tuple(mark.moved(shift) for mark in marks)


def _cut_body(text: str) -> tuple[str, int]:
    shift = body_start(text)
    body = text[shift:]
    return _LONE_RETURN.sub("\n", body) if "\r" in body else body, shift


def _hide_faults(body: str) -> str:
    """Return a text without what the parser fails on."""
    if ("\\" in body or "}" in body) and _END_OF_FAULT.search(body):
        return _FAULT.sub(lambda found: found["before"] + found["sign"].translate(_HIDDEN), body)
    return body


def _run(parse: Callable[..., Any], body: str, **more: bool) -> Any:  # noqa: ANN401
    """Return what the parser makes of `body`.

    Raises ArticleError where the parser fails: it panics, with an exception that is not an Exception.
    """
    try:
        return parse(body, options=OPTIONS, **more)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ArticleError(
            "the Markdown parser fails on this text, which is a fault of the parser. Write the unusual signs in it in "
            "another way; to find them, delete one half of the text, then the other."
        ) from None


def _code_points(body: str, offsets: set[int], shift: int) -> dict[int, int]:
    """Map byte offsets in the body to code point offsets in the whole text."""
    if body.isascii():
        return {offset: offset + shift for offset in offsets}
    data = body.encode()
    table = {}
    seen, points = 0, shift
    for offset in sorted(offsets):
        points += len(data[seen:offset].decode())
        seen = offset
        table[offset] = points
    return table


def _bare_event(event: Any) -> BareEvent:  # noqa: ANN401
    if isinstance(event, str):
        return "inline", event, None
    ((name, value),) = event.items()
    if name == "Text":
        return "inline", name, value if value.isascii() or not _HIDDEN_SIGN.search(value) else value.translate(_SHOWN)
    if name not in {"Start", "End"}:
        is_hidden = isinstance(value, str) and _HIDDEN_SIGN.search(value)
        return "inline", name, value.translate(_SHOWN) if is_hidden else value
    tag, value = (value, None) if isinstance(value, str) else next(iter(value.items()))
    return name.lower(), tag, value


def _odd_backslashes(text: str, end: int) -> int:
    """Return 1 if an odd number of backslashes is before `end`, so that the last one escapes, else 0."""
    count = 0
    while count < end and text[end - count - 1] == "\\":
        count += 1
    return count % 2
