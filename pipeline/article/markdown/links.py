"""Cut links and images into pieces, so that each target and title is a segment; find bare addresses."""

import re
from collections.abc import Iterator

from pipeline.article.dialects import load
from pipeline.article.dialects.marks import FoundMark, Words
from pipeline.article.dialects.scan import scan_value
from pipeline.article.escape import unescape_attribute
from pipeline.model import Piece, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy

# A line break inside a link may carry the markers of the block quotes around it.
_SPACE = r"[ \t\r\n>]*"
_TARGET = rf"{_SPACE}(?P<target><[^<>\n]*>|[^ \t\r\n<][^ \t\r\n]*?)??"
_TITLE = rf"""(?:[ \t\r\n>]+(?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?{_SPACE}"""
_INLINE = lazy(rf"\]\({_TARGET}{_TITLE}\)", re.DOTALL)
_DEFINITION = lazy(rf"\[(?:[^\[\]\\]|\\.)+\]:{_TARGET}{_TITLE}", re.DOTALL)
_BARE = lazy(r"\b(?:https?|ftp|file)://[^\s<>\"'«»“”‘’`*\[\]{}|\\^]+", re.IGNORECASE)
_AFTER_BARE = ".,:;!?_~*'։՝…"


def find_bare_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of web addresses in plain text, without the punctuation after them (as GitHub's autolinks)."""
    for match in _BARE.finditer(text):
        address = match.group().rstrip(_AFTER_BARE)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_AFTER_BARE)
        if len(address) > len("https://"):
            yield match.start(), match.start() + len(address)


def split_link_target(
    closing: str, hidden: str, *, block: int, line: int, quotes: int = 0, asked: bool = False
) -> tuple[Piece, ...] | None:
    """Cut the text between `](` and the last `)` of an inline link into pieces; return None if it has no target.

    `hidden` is the same text with other signs for what dialects write in it: a target or title that has any stays as it
    is. `quotes` is the number of block quotes around it; the target may be `asked` for.
    """
    found = _INLINE.fullmatch(hidden)
    if found is None or found["target"] is None:
        return None
    return _cut_match(found, closing, (2, len(closing) - 1), block=block, line=line, quotes=quotes, asked=asked)


def split_mark(
    text: str, mark: FoundMark, *, block: int, line: int, quotes: int = 0, dialects: tuple[str, ...] = ()
) -> tuple[Piece, ...]:
    """The pieces of a dialect's mark in `text`: the values that are words as segments, the rest as it is. `quotes` is
    the number of block quotes around it.
    """
    pieces: list[Piece] = []
    at = mark.start
    for words in mark.words:
        value = split_attribute(text, words, block=block, line=line, quotes=quotes, dialects=dialects)
        pieces += [text[at : words.start], value]
        at = words.end
    pieces.append(text[at : mark.end])
    return tuple(piece for piece in pieces if piece)


def split_attribute(
    text: str, words: Words, *, block: int, line: int, quotes: int = 0, dialects: tuple[str, ...] = ()
) -> Segment:
    """The value of an attribute in `text` as a segment; the spans of dialects in it become placeholders."""
    raw = text[words.start : words.end]
    marks = scan_value(raw, load(dialects)) if not words.quoting.startswith("html") else ()
    shown, at = "", 0
    placeholders: list[Placeholder] = []
    for number, mark in enumerate(marks, start=1):
        pieces = split_mark(raw, mark, block=block, line=line)
        description = " ".join(raw[mark.start : mark.end].split())
        placeholders.append(
            Placeholder(kind=PlaceholderKind.KEEP, number=number, pieces=pieces, description=description)
        )
        shown += (
            unescape_attribute(join_lines(raw[at : mark.start], quotes), words.quoting) + f"{{{placeholders[-1].name}}}"
        )
        at = mark.end
    return Segment(
        kind=SegmentKind.ATTRIBUTE,
        text=shown + unescape_attribute(join_lines(raw[at:], quotes), words.quoting),
        source=raw,
        placeholders=tuple(placeholders),
        block=block,
        line=line,
        label=words.name,
        quoting=words.quoting,
    )


def hide_tags(value: str, dialects: tuple[str, ...]) -> tuple[str, tuple[Placeholder, ...]]:
    """Return a value on one line with placeholders in the place of the tags in it, and these."""
    if "{" not in value or "\n" in value.strip():
        return value, ()
    shown, at = "", 0
    placeholders: list[Placeholder] = []
    for mark in scan_value(value, load(dialects)):
        raw = value[mark.start : mark.end]
        if raw.startswith(("{{", "{%")):
            kind, number = PlaceholderKind.KEEP, len(placeholders) + 1
            placeholders.append(Placeholder(kind=kind, number=number, pieces=(raw,), description=raw))
            shown += value[at : mark.start] + f"{{{placeholders[-1].name}}}"
            at = mark.end
    return shown + value[at:], tuple(placeholders)


def fill_value(target: str, segment: Segment) -> str:
    """Return a translation of a field with what its placeholders stand for."""
    for placeholder in segment.placeholders:
        target = target.replace(f"{{{placeholder.name}}}", placeholder.source)
    return target


def split_definition(
    source: str, *, block: int, line: int, quotes: int = 0, asked: bool = False
) -> tuple[Piece, ...] | None:
    """Cut a reference definition, `[label]: target "title"`, into pieces; return None if its form is unknown."""
    found = _DEFINITION.fullmatch(source)
    if found is None or not found["target"]:
        return None
    return _cut_match(found, source, (0, len(source)), block=block, line=line, quotes=quotes, asked=asked)


def find_target(source: str, *, is_definition: bool) -> tuple[int, int] | None:
    """Return the offsets of the address in the end of an inline link, `](address "title")`, or in a definition."""
    found = (_DEFINITION if is_definition else _INLINE).fullmatch(source)
    if found is None or not found["target"]:
        return None
    is_wrapped = found["target"].startswith("<")
    first, last = found.start("target") + is_wrapped, found.end("target") - is_wrapped
    return (first, last) if source[first:last].strip() else None


def join_lines(raw: str, quotes: int, *, trailing: bool = True) -> str:
    """Replace each line break in `raw`, with the indentation and quote markers after it, by a space.

    White space before the break goes too, unless `trailing` is false because it counts, as in code.
    """
    if "\n" not in raw and "\r" not in raw:
        return raw
    return re.sub(line_break_pattern(quotes) if trailing else _line_start_pattern(quotes), " ", raw)


def line_break_pattern(quotes: int) -> str:
    """Return a pattern for a line break in a paragraph inside `quotes` block quotes."""
    return r"[ \t]*" + _line_start_pattern(quotes)


def _line_start_pattern(quotes: int) -> str:
    return rf"(?:\r\n?|\n)[ \t]*(?:>[ \t]*){{0,{quotes}}}"


def _cut_match(
    found: re.Match[str], source: str, span: tuple[int, int], *, block: int, line: int, quotes: int, asked: bool
) -> tuple[Piece, ...]:
    start, end = span
    pieces: list[Piece] = []
    for name, kind in (("target", SegmentKind.LINK_TARGET), ("title", SegmentKind.LINK_TITLE)):
        inner = found[name]
        if not inner:
            continue
        wrapped = kind is SegmentKind.LINK_TITLE or inner.startswith("<")
        first, last = found.start(name) + wrapped, found.end(name) - wrapped
        raw = source[first:last]
        if not raw.strip() or raw != found.string[first:last]:
            continue
        pieces.append(source[start:first])
        text, is_asked = join_lines(raw, quotes), asked and kind is SegmentKind.LINK_TARGET
        pieces.append(Segment(kind=kind, text=text, source=raw, block=block, line=line, asked=is_asked))
        start = last
    pieces.append(source[start:end])
    return tuple(piece for piece in pieces if piece)
