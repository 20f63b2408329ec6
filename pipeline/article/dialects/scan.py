"""Find a dialect's marks in a text in one pass.

The pass knows code: backticks, fences and comments hold no marks. Its time grows with the length of the text alone: an
opener without a closer is looked for once.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.article.dialects import Dialect, MarkKind, Rule, compiled
from pipeline.article.dialects.marks import FoundMark, Words
from pipeline.article.dialects.notes import find_notes
from pipeline.article.dialects.signs import WITHIN_LINES, has_signs, line_signs
from pipeline.article.dialects.surroundings import (
    BLANK_LINE,
    LINE_START,
    MARKERS,
    Tables,
    begins_row,
    begins_with,
    follows_text,
    leaves_item,
    stands_alone,
)
from pipeline.patterns import lazy

_PREFIX = rf"(?P<prefix>{MARKERS})"
_DEEP = lazy(r"[ \t]*?(?=(?: {1,4}| {0,3}\t)\S)")
"""White space behind the sign of an item that would make code of its words: all but the last four columns."""

_OPTION = lazy(
    r"\r?\n[ \t>]*#\|[ \t]*(?:(?P<name>[\w.-]+)[ \t]*:[ \t]+\"(?P<value>(?:[^\"\\\r\n]|\\.)*+)\""
    r"[ \t]*(?=\r?(?:\n|\Z))|[^\r\n]*)"
)
_HEADING = lazy(r"[ \t>]*#{1,6}[ \t]")
_ADDRESS = lazy(r"(?m):[ \t]*(?:\r?\n[ \t>]*)?(?:<[^<>\r\n]*>|[^\s<]\S*)[ \t]*(?:[\"'(][^\r\n]*)?\r?$")
"""The rest of a link's definition, behind its label."""
_MOST_QUOTES = 8
"""Closers within quotation marks that are passed over before the first one is taken after all."""


@lru_cache(maxsize=4)  # an article is scanned to be read, and when its editions are made
def scan(text: str, dialect: Dialect) -> tuple[FoundMark, ...]:
    """Return the marks of `dialect` in `text`, in order and apart. Lines end with LF or CR LF."""
    if not has_signs(text, dialect):
        return ()
    spans, code, ticks = _spans(text, dialect)
    lines = _lines(text, dialect, code, spans)
    alone = list(_alone(text, spans))
    if dialect.note and dialect.note in text:
        spans = _with_notes(text, dialect.note, spans, [*code, *ticks])
    return tuple(_apart([*lines, *alone], spans))


def scan_value(text: str, dialect: Dialect) -> tuple[FoundMark, ...]:
    """Return the spans of `dialect` in the value of a field or a parameter, in order; none of it begins a line."""
    before = "x "
    return tuple(mark.moved(-len(before)) for mark in scan(before + text, dialect) if mark.kind is MarkKind.SPAN)


def _with_notes(
    text: str, opening: str, spans: Sequence[FoundMark], code: Sequence[tuple[int, int]]
) -> list[FoundMark]:
    """Return spans with the notes that begin with `opening`; a note hides the spans in it."""
    notes = find_notes(text, opening, sorted([*code, *((span.start, span.end) for span in spans)]))
    starts = [start for start, _ in notes]
    made = []
    for start, end in notes:
        words = Words(start + len(opening), end - 1, "note", "")
        made.append(FoundMark(kind=MarkKind.NOTE, start=start, end=end, words=(words,)))
    for span in spans:
        index = bisect_right(starts, span.start) - 1
        if index < 0 or notes[index][1] <= span.start:
            made.append(span)
    return sorted(made, key=lambda mark: mark.start)


def _apart(lines: Sequence[FoundMark], spans: Sequence[FoundMark]) -> Iterator[FoundMark]:
    """Yield lines and blocks in order, and the spans that stand in none of them."""
    chosen: list[FoundMark] = []
    for mark in sorted(lines, key=lambda mark: (mark.start, -mark.end)):
        if not chosen or mark.start >= chosen[-1].end:
            chosen.append(mark)
    starts = [mark.start for mark in chosen]
    for span in spans:
        index = bisect_right(starts, span.start) - 1
        follows = bisect_right(starts, span.end - 1) - 1
        if (index < 0 or chosen[index].end <= span.start) and index == follows:
            chosen.append(span)
    yield from sorted(chosen, key=lambda mark: mark.start)


# Spans, and the code between them


@cache
def _openers(dialect: Dialect) -> re.Pattern[str]:
    """Return one pattern for all that begins a span or hides one; groups s0, s1 … are the rules for spans."""
    fence = rf"(?P<fence>(?m:^){MARKERS}(?:`{{3,}}|~{{3,}}))"
    parts = [r"(?P<comment><!--)"]
    for number, rule in enumerate(dialect.of(MarkKind.SPAN)):
        opening = re.sub(r"\(\?P<\w+>", "(?:", rule.pattern)
        parts.append(f"(?P<s{number}>{opening})")
    parts += [r"(?P<private>[\ue000-\uf8ff]+)", r"(?P<escape>\\.)", r"(?P<code>`+)"]
    # Most characters are letters, spaces and common marks, with which none of these begins: a third of the time.
    return re.compile(rf"{fence}|(?=[^\w\s,.;\"'’«»։…])(?:{'|'.join(parts)})")


_Offsets = list[tuple[int, int]]


def _spans(text: str, dialect: Dialect) -> tuple[list[FoundMark], _Offsets, _Offsets]:
    """Return the spans of a text, where its fenced code and comments are, and where its code within lines is."""
    rules, heads, openers = dialect.of(MarkKind.SPAN), dialect.of(MarkKind.HEAD), _openers(dialect)
    spans: list[FoundMark] = []
    code: _Offsets = []
    ticks: _Offsets = []
    without_end: set[str] = set()
    tables = Tables(text)
    at = 0
    while found := openers.search(text, at):
        name, start = str(found.lastgroup), found.start()
        if name in {"escape", "private"}:
            at = found.end()
            if name == "private":
                spans.append(FoundMark(kind=MarkKind.SPAN, start=start, end=at))
        elif name in {"fence", "comment", "code"}:
            head = _head(text, found.end(), heads) if name == "fence" else None
            spans += [head] if head else []
            spans += _options(text, found.end(), heads) if name == "fence" else ()
            name = "code" if name == "fence" and not head and not _is_fence(text, found) else name
            at = _past_code(text, found, name, without_end)
            (ticks if name == "code" else code).append((start, at))
        else:
            span = _span(text, found, rules[int(name[1:])], tables, without_end)
            spans += [span] if span else []
            at = span.end if span else start + 1
    return spans, code, ticks


def _is_fence(text: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a fence is one: no backtick follows those of a fence on its line."""
    line_end = text.find("\n", found.end())
    return found[0][-1] != "`" or "`" not in text[found.end() : line_end if line_end >= 0 else len(text)]


def _head(text: str, start: int, rules: Sequence[Rule]) -> FoundMark | None:
    """Return the head of a block of code, after its fence, if it has words or what Markdown allows in none."""
    for rule in rules:
        found = compiled(rule.opening).match(text, start)
        if found:
            words = _words(text, start, found.end(), rule)
            is_needed = words or "`" in found[0]
            return FoundMark(kind=MarkKind.HEAD, start=start, end=found.end(), words=words) if is_needed else None
    return None


def _options(text: str, start: int, rules: Sequence[Rule]) -> Iterator[FoundMark]:
    """Yield the values in quotation marks that are text in the lines of options, `#| …`, below the head of a chunk."""
    rule = next((rule for rule in rules if compiled(rule.opening).match(text, start)), None)
    at = text.find("\n", start)
    while rule and at >= 0 and (line := _OPTION.match(text, at)):
        at = line.end()
        if line["name"] in rule.words and line["value"].strip():
            first, last = line.span("value")
            words = Words(first, last, line["name"], 'backslash"')
            yield FoundMark(kind=MarkKind.HEAD, start=first - 1, end=last + 1, words=(words,))


def _past_code(text: str, found: re.Match[str], name: str, without_end: set[str]) -> int:
    """Return the end of the code or comment that begins here, or the end of its opener if it has no end."""
    opener = found[0].lstrip(" \t>-*+.)0123456789") if name != "comment" else found[0]
    if name == "fence":
        ended = _fence_end(found[0].removesuffix(opener), opener).search(text, found.end())
        return len(text) if ended is None else ended.end() if ended["closing"] else ended.start()
    if name == "comment":
        return _after(text, "-->", found.end(), without_end) or found.end()
    if opener in without_end:
        return found.end()
    closed = re.compile(rf"(?<!`){opener}(?!`)").search(text, found.end())
    if closed is None:
        without_end.add(opener)
        return found.end()
    return found.end() if BLANK_LINE.search(text, found.end(), closed.start()) else closed.end()


@lru_cache(maxsize=64)
def _fence_end(prefix: str, fence: str) -> re.Pattern[str]:
    """Return the pattern for the end of fenced code: the `closing` fence, or a line outside the item or admonition that
    it is in. The code in it may show a fence that stands further in.
    """
    within = prefix.rpartition(">")[2].expandtabs(4)
    least = len(within) - (1 if within.strip() else 4)
    closing = rf"(?!(?:[ ]{{0,3}}>[ ]?)*+[ ]{{{len(within) + 4}}})[ \t>]*{fence}{fence[0]}*[ \t]*\r?$"
    outside = rf"|^[ ]{{0,{least}}}(?=[^\s>])" if least >= 0 and ">" not in prefix else ""
    return re.compile(rf"(?m)^(?P<closing>{closing}){outside}")


def _after(text: str, closer: str, start: int, without_end: set[str]) -> int:
    """Return the offset just past the next `closer`, or 0 where there is none from `start` on."""
    if closer in without_end:
        return 0
    end = text.find(closer, start)
    if end < 0:
        without_end.add(closer)
        return 0
    return end + len(closer)


def _span(text: str, found: re.Match[str], rule: Rule, tables: Tables, without_end: set[str]) -> FoundMark | None:
    """Return the span of `rule` that begins here, or None where it does not end before the next blank line."""
    start, end = found.span()
    if not rule.is_pattern:
        end = _close(text, rule.closing, end, without_end)
        if not end:
            return None
    if rule.outside_headings and _HEADING.match(text, text.rfind("\n", 0, start) + 1):
        return None
    if text[start] == "[" and _defines_link(text, start, end):
        return None
    if rule.within and (_leaves_cell(text, start, end, rule, tables) or leaves_item(text, start, end)):
        return None
    if BLANK_LINE.search(text, start, end) and not (rule.alone and stands_alone(text, start, end)):
        return None
    return FoundMark(kind=MarkKind.SPAN, start=start, end=end, words=_words(text, start, end, rule), alone=rule.alone)


def _leaves_cell(text: str, start: int, end: int, rule: Rule, tables: Tables) -> bool:
    """Tell whether a span would go on past the row or the cell of a table that it begins in."""
    inside = text[start:end]
    return ("\n" in inside or (rule.within == "cell" and "|" in inside)) and tables.has(start)


def _defines_link(text: str, start: int, end: int) -> bool:
    """Tell whether a span in square brackets is the label in the definition of a link, as in `[@anna]: address`."""
    is_first = LINE_START.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
    return bool(is_first and _ADDRESS.match(text, end))


def _close(text: str, closer: str, start: int, without_end: set[str]) -> int:
    """Return the offset past the first `closer` from `start` on that is not within quotation marks."""
    first = end = _after(text, closer, start, without_end)
    for _ in range(_MOST_QUOTES):
        if not end or not _is_quoted(text, start, end - len(closer)):
            return end
        end = _after(text, closer, end, set())
    return first


def _is_quoted(text: str, start: int, end: int) -> bool:
    inside = text[start:end]
    return '"' in inside and (inside.count('"') - inside.count('\\"')) % 2 == 1


@cache
def _parameters(names: tuple[str, ...]) -> re.Pattern[str]:
    values = r"""(?s:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)')"""
    return re.compile(rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, names))})[ \t]*[=:][ \t]*{values}")


def _words(text: str, start: int, end: int, rule: Rule) -> tuple[Words, ...]:
    """Return the values within a mark that are text."""
    found: list[Words] = []
    if rule.words:
        for value in _parameters(rule.words).finditer(text, start, end):
            group = "double" if value["double"] is not None else "single"
            start_of_value = value.start(group)
            quoting = rule.quote + text[start_of_value - 1]
            found.append(Words(start_of_value, value.end(group), value["name"], quoting))
    if rule.is_pattern and "(?P<words>" in rule.opening:
        whole = compiled(rule.opening).fullmatch(text, start, end)
        if whole and whole["words"]:
            first, last = whole.span("words")
            mark = text[first - 1]
            quoting = rule.quote + (mark if mark in {'"', "'"} and text[last : last + 1] == mark else "")
            found.append(Words(first, last, rule.name, quoting))
    return tuple(words for words in found if text[words.start : words.end].strip())


# Lines


def _lines(text: str, dialect: Dialect, code: Sequence[tuple[int, int]], spans: Sequence[FoundMark]) -> list[FoundMark]:
    """Return the marks that are lines or begin one, those in code left out, and blocks that would begin in a span."""
    found: list[FoundMark] = []
    starts = [start for start, _ in code]
    span_starts = [span.start for span in spans]
    without_end: set[str] = set()
    # A dialect is looked up by all its rules, which would take longer for each line than all the rest.
    rest, rules = _line_rest(dialect), [rule for rule in dialect.rules if rule.kind not in WITHIN_LINES]
    for line in _line_openers(dialect).finditer(text):
        start = line.start("rest")
        hidden = bisect_right(starts, start) - 1
        if (hidden >= 0 and start < code[hidden][1]) or (found and start < found[-1].end):
            continue
        mark = _line_mark(text, line, rules, without_end)
        around = bisect_left(span_starts, start) - 1
        if mark and mark.kind is MarkKind.BLOCK and around >= 0 and start < spans[around].end:
            mark = None
        found += [mark] if mark else []
        # An item may begin with a line of its own, as `: !!! note` does.
        inner = rest.match(text, mark.end) if mark and mark.kind is MarkKind.ITEM else None
        inside = _line_mark(text, inner, rules, without_end) if inner else None
        found += [inside] if inside else []
    return found


@cache
def _line_openers(dialect: Dialect) -> re.Pattern[str]:
    """Return one pattern for the lines that may be marks or begin one."""
    return re.compile(rf"(?m)^{_line_rest(dialect).pattern}")


@cache
def _line_rest(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(rf"{_PREFIX}(?P<rest>(?:{line_signs(dialect)})[^\r\n]*)")


def _line_mark(text: str, line: re.Match[str], rules: Sequence[Rule], without_end: set[str]) -> FoundMark | None:
    rest, start = line["rest"].rstrip(), line.start("rest")
    for rule in rules:
        if rule.kind is MarkKind.BLOCK:
            mark = _block(text, line, rule, without_end)
        elif rule.kind is MarkKind.ITEM:
            mark = _item(text, line, rule)
        else:
            whole = compiled(rule.opening).fullmatch(rest)
            if not whole or (rule.quoted and ">" not in line["prefix"]) or len(rest) < _narrowest(rule):
                continue
            end = start + len(rest)
            mark = FoundMark(kind=rule.kind, start=start, end=end, words=_words(text, start, end, rule))
        if mark:
            return mark
    return None


def _narrowest(rule: Rule) -> int:
    """Return the least width at which a mark can be masked."""
    return 5 if rule.kind is MarkKind.CONTAINER else 1


def _block(text: str, line: re.Match[str], rule: Rule, without_end: set[str]) -> FoundMark | None:
    start, at = line.start("rest"), line.end()
    opened = compiled(rule.opening).match(text, start)
    if not opened or opened.end() < start + len(line["rest"].rstrip()):
        return None
    if rule.going:
        further = re.compile(rf"(?:\r?\n[ \t>]*{rule.going})*").match(text, at)
        end = further.end() if further else at
    elif rule.closing in without_end:
        return None
    else:
        closed = compiled(rf"(?m)^[ \t>]*+(?:{rule.closing})\r?$").search(text, at + 1)
        if closed is None:
            without_end.add(rule.closing)
            return None
        end = closed.end()
    if rule.within and leaves_item(text, start, end):
        return None
    end = start + len(text[start:end].rstrip())
    return FoundMark(kind=MarkKind.BLOCK, start=start, end=end) if end - start > 3 else None  # noqa: PLR2004  <??>


def _item(text: str, line: re.Match[str], rule: Rule) -> FoundMark | None:
    start = line.start("rest")
    found = compiled(rule.opening).match(text, start, line.end())
    if (
        not found
        or (rule.after_text and not follows_text(text, line.start()))
        or (rule.begins_paragraph and not begins_with(text, line.start(), compiled(rule.opening)))
        or begins_row(text, line)
    ):
        return None
    deep = _DEEP.match(text, found.end())
    return FoundMark(kind=MarkKind.ITEM, start=start, end=deep.end() if deep else found.end())


def _alone(text: str, spans: Sequence[FoundMark]) -> Iterator[FoundMark]:
    """Yield lines that hold nothing but spans which may stand alone, as lines or blocks of their own."""
    index = 0
    while index < len(spans):
        first = spans[index]
        last = index
        while last + 1 < len(spans) and "\n" not in text[spans[last].end : spans[last + 1].start]:
            last += 1
        run = spans[index : last + 1]
        index = last + 1
        gaps = [text[one.end : other.start] for one, other in pairwise(run)]
        is_bare = all(span.alone for span in run) and not any(gap.strip() for gap in gaps)
        if is_bare and stands_alone(text, first.start, run[-1].end):
            is_one_line = "\n" not in text[first.start : run[-1].end]
            kind = MarkKind.LINE if is_one_line else MarkKind.BLOCK
            words = tuple(words for span in run for words in span.words)
            yield FoundMark(kind=kind, start=first.start, end=run[-1].end, words=words)
