"""Find what stays in an article as it is, or is taken for text, where its author may think otherwise."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from pipeline.article.dialects import MarkKind, compiled, load
from pipeline.article.dialects.marks import FoundMark
from pipeline.article.dialects.unknown import UnknownLine, find_unknown_lines
from pipeline.article.markdown.blocks import BlockStructure, read_blocks
from pipeline.article.markdown.events import find_marks, line_number, parse_events
from pipeline.article.markdown.front_matter_block import BYTE_ORDER_MARK, find_front_matter
from pipeline.article.markdown.html_tokens import Left, Reason, may_have_left
from pipeline.frozen import dataclass
from pipeline.model import Article, Message
from pipeline.patterns import lazy

_MOST = 60
"""Code points of the text that is shown; enough to find it in the file."""

_FENCED = lazy(r"(?ms)^[ \t>]*+(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?^[ \t>]*+(?P=fence)[`~]*[ \t]*\r?$")
"""Code, which is passed over in the search for what is worth parsing."""

_INDENTED = lazy(r"(?m)^(?:(?! {4})[ >])*+(?: {4}|\t)[ \t>]*+[<\w]")
"""The beginning of a line that may be indented as code is."""
_WORDS = lazy(r"(?m)^[ \t>]*+(?:<[^<>\r\n]*+>)*+(?P<words>[^\W\d_]{2,}+,? +[^\W\d_]{2,}[^\r\n]*)")
"""Words with no more than tags before them on their line."""

_OTHER_FRONT_MATTER = lazy(
    r"---[ \t]*(?:yaml|toml|json)[ \t]*[\r\n]|;{3}[ \t]*(?:\r\n?|\n)[ \t]*[{\"\w]"
    r"|---[ \t]*(?:\r\n?|\n)[\w.-]+[ \t]*=[ \t]*[\"'\[{\d]"
    r"|<!--[ \t]*(?:\r\n?|\n)(?:\.\.[ \t]+)?title:[ \t]*\S"
    r"|(?i:title|author|date|slug|lang|language|category|tags|layout):[ \t]*\S[^\r\n]*(?:\r\n?|\n)[A-Za-z][\w -]*:[ \t]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Untranslated:
    """A part of an article whose author should look at it: its line, and the reason, with the part's beginning."""

    line: int
    reason: Message


def find_untranslated(article: Article) -> tuple[Untranslated, ...]:
    """Return what has words and stays as it is, in order: elements of HTML, and marks of dialects with words in them
    that nobody can translate. What the author excluded is left out.
    """
    text = article.source
    marks = tuple(_left_marks(text, article.dialects or ()))
    indented = tuple(_find_indented(text, article.dialects or ()))
    if not marks and not indented and not (may_have_left(text) and may_have_left(_FENCED.sub("", text))):
        return ()
    blocks = _read_blocks(text, article.dialects)
    found = [(left.start, left.end, _explain(left)) for left in blocks.left]
    literal = Message.create("this syntax stays as it is, with any words in it")
    found += [(mark.start, mark.end, literal) for mark in marks if not _is_off(blocks, mark.start)]
    deep = Message.create("MDX reads this as text, but it stays as it is; indent it by three spaces at most")
    found += [(start, end, deep) for start, end in indented if not _is_off(blocks, start)]
    shown = (
        (start, Message.create("{reason}: “{text}”", reason=reason, text=_shorten(text[start:end])))
        for start, end, reason in sorted(found, key=lambda item: item[0])
    )
    return tuple(Untranslated(line=line_number(blocks.lines, start), reason=reason) for start, reason in shown)


def find_unknown_syntax(article: Article) -> tuple[Untranslated, ...]:
    """Return the lines of text that look like a site's syntax, in order, with the dialects that know it."""
    text = article.source
    candidates = sorted(find_unknown_lines(text, article.dialects or ()))
    fenced = [found.span() for found in _FENCED.finditer(text)] if candidates else []
    candidates = [item for item in candidates if not _is_within(fenced, item.start)]
    if not candidates:
        return ()
    blocks = _read_blocks(text, article.dialects)
    code = [event for leaf in blocks.leaves for event in leaf.events if event.tag == "Code"]
    marks = find_marks(text, article.dialects or ())
    taken = sorted([*((mark.start, mark.end) for mark in marks), *((event.start, event.end) for event in code)])
    texts = [(leaf.start, leaf.end) for leaf in blocks.leaves if not leaf.off]
    lines: dict[int, UnknownLine] = {}
    for item in candidates:
        if _is_within(texts, item.start) and not _is_within(taken, item.start):
            lines.setdefault(line_number(blocks.lines, item.start), item)
    return tuple(
        Untranslated(line=line, reason=_advise(text[item.start : item.end], item.dialects, article.dialects or ()))
        for line, item in lines.items()
    )


def find_other_front_matter(article: Article) -> tuple[Untranslated, ...]:
    """Return the beginning of an article if it looks like front matter in a form that is text in Markdown."""
    text = article.source
    start = text.startswith(BYTE_ORDER_MARK)
    if find_front_matter(text) or not _OTHER_FRONT_MATTER.match(text, start):
        return ()
    reason = Message.create(
        "this looks like front matter, but is neither YAML between lines of --- nor TOML between lines of +++ nor a "
        "JSON object: “{text}”. Write it in one of these forms.",
        text=_shorten(text[start : start + 2 * _MOST]),
    )
    return (Untranslated(line=1, reason=reason),)


@lru_cache(maxsize=1)
def _read_blocks(text: str, dialects: tuple[str, ...] | None) -> BlockStructure:
    return read_blocks(text, parse_events(text, dialects))


def _left_marks(text: str, dialects: tuple[str, ...]) -> Iterator[FoundMark]:
    """Yield the marks of dialects with words in them that are no entries."""
    rules = [rule for rule in load(dialects).rules if rule.left]
    for mark in find_marks(text, dialects) if rules else ():
        may_be = (rule for rule in rules if rule.kind is MarkKind.SPAN or mark.kind is MarkKind.BLOCK)
        own = [rule for rule in may_be if compiled(rule.pattern).match(text, mark.start)]
        if own and any(compiled(rule.left).search(_without_words(text, mark)) for rule in own):
            yield mark


def _find_indented(text: str, dialects: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first words of what is indented as code is, where a dialect of the article has no such code."""
    if not load(dialects).indentation_is_free or not _INDENTED.search(text):
        return
    for event in parse_events(text, dialects):
        if event.value == "Indented":
            start = text.rfind("\n", 0, event.start) + 1
            code = [found.span() for found in _FENCED.finditer(text, start, event.end)]
            lines = _WORDS.finditer(text, start, event.end)
            words = next((line.span("words") for line in lines if not _is_within(code, line.start())), None)
            if words:
                yield words


def _without_words(text: str, mark: FoundMark) -> str:
    """Return a mark without the words in it that are entries."""
    parts, at = [], mark.start
    for words in mark.words:
        parts.append(text[at : words.start])
        at = words.end
    return "".join([*parts, text[at : mark.end]])


def _is_off(blocks: BlockStructure, offset: int) -> bool:
    return any(start <= offset < end for start, end in blocks.off)


def _is_within(spans: list[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset is in one of `spans`, which are in order and apart."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]


def _explain(left: Left) -> Message:
    match left.reason:
        case Reason.MARKDOWN:
            return Message.create(
                "this element has Markdown in it, which Targman reads only between blank lines; it stays as it is"
            )
        case Reason.BROKEN:
            return Message.create(
                "this tag is not complete, so that the block stays as it is from here on; complete it"
            )
    return Message.create("text in <{name}> stays as it is", name=left.name)


def _advise(line: str, known: tuple[str, ...], own: tuple[str, ...]) -> Message:
    text = _shorten(line)
    if not known:
        return Message.create(
            "this looks like syntax of a site that Targman does not know: “{text}”. Translators get it as text. If it "
            "should stay as it is, put <!-- targman: off --> above it and <!-- targman: on --> below it.",
            text=text,
        )
    return Message.create(
        "this looks like syntax of {names}: “{text}”. Translators get it as text. If your site knows it, write "
        "{setting} in targman.toml.",
        names=known,
        text=text,
        setting=f"dialects = {json.dumps([*own, known[0]])}",
    )


def _shorten(text: str) -> str:
    flat = " ".join(text[: 4 * _MOST].split())
    return flat if len(flat) <= _MOST else f"{flat[:_MOST].rstrip()}…"
