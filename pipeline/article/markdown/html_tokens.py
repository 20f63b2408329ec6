"""Find the words in a block of HTML: its stretches of text, and the tags outside of them, whose attributes have some.

The patterns are CommonMark's own. A tag that is not complete has no known end, so that everything from it on is left as
it is; for the same reason each pattern fails at most once in a block, and the time grows with the length of the block.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from pipeline.article.markdown.html_attributes import ATTRIBUTE, NAME, NOTE, has_letters, has_values, read_attributes
from pipeline.frozen import dataclass
from pipeline.patterns import lazy

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""The elements that have no content and no closing tag."""

CODE = frozenset({"code", "kbd", "samp", "tt", "var"})

_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
_LITERAL = _RAW_TEXT | {"pre", "svg", "math"}
_SILENT = frozenset({"script", "style"})
_BLOCK = frozenset(
    re.findall(
        r"\w+",
        """address article aside audio base basefont blockquote body button canvas caption center col colgroup dd
details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup
hr html iframe legend li link main menu menuitem meta nav noembed noframes noscript object ol optgroup option p param
picture plaintext pre script search section select source style summary table tbody td template textarea tfoot th thead
title tr track ul video xmp""",
    )
)

_SIGN = lazy(r"(?m)^[ \t]*+(?:-[ ]{3})?\*{3,}+[ \t]*$|<(?=[A-Za-z/!?])")
_MARKUP = lazy(
    r"(?P<comment><!--(?:>|->|.*?-->))"
    r"|(?P<other><\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z][^>]*+>)"
    rf"|(?P<close></(?P<closed>{NAME})\s*+>)"
    rf"|(?P<open><(?P<opened>{NAME})(?:{ATTRIBUTE})*+\s*+/?>)",
    re.DOTALL,
)
_TAG = lazy(r"<(?=[A-Za-z/!?])(?P<address>[A-Za-z][\w.+-]*[:@])?")
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


class Reason(StrEnum):
    """The reason for which something with words in it stays as it is."""

    ELEMENT = "element"
    MARKDOWN = "markdown"
    WISH = "translate"
    BROKEN = "broken"


class Token(NamedTuple):
    """A tag, a comment, a text …, by its offsets: `sort` is text, open, close, comment, other, rule, raw or broken."""

    sort: str
    start: int
    end: int
    name: str = ""


class Item(NamedTuple):
    """A part of a stretch besides text: `sort` is open, close, void, code, kept or comment."""

    sort: str
    start: int
    end: int
    name: str = ""


class Left(NamedTuple):
    """A part of a block that stays as it is, by its offsets, and why."""

    start: int
    end: int
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Text and inline tags between two tags of blocks, by offsets, without white space around them."""

    start: int
    end: int
    items: tuple[Item, ...] = ()


@dataclass(slots=True, kw_only=True)
class HtmlContent:
    """The stretches of a block of HTML, the tags outside of them, and what is left as it is."""

    stretches: list[Stretch] = field(default_factory=list)
    tags: list[Token] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def may_have_left(text: str) -> bool:
    """Tell from the tags of a text whether it may have HTML with words that stay, which parsing finds out slowly."""
    has_tag = has_address = False
    for found in _TAG.finditer(text):
        if found["address"]:
            has_address = True  # <https://…> is a link in Markdown, but a broken tag in a block of HTML
            continue
        has_tag = True
        markup = _MARKUP.match(text, found.start())
        if markup is None or "markdown" in markup[0].lower():
            return True
        name, end = (markup["opened"] or "").lower(), markup.end()
        if name in _LITERAL - _SILENT and text[end : end + len(name) + 3].lower() != f"</{name}>":
            return True
    return has_tag and has_address


def tokenize(html: str) -> Iterator[Token]:
    """Yield the tokens of a block of HTML in order, without gaps."""
    at = 0
    while found := _SIGN.search(html, at):
        start = found.start()
        if start > at:
            yield Token("text", at, start)
        at = found.end()
        if found[0] != "<":
            yield Token("rule", start, at)
            continue
        markup = _MARKUP.match(html, start)
        if markup is None:
            yield Token("broken", start, len(html))
            return
        at = markup.end()
        sort = str(markup.lastgroup) if markup.lastgroup in {"comment", "other"} else "open"
        sort = "close" if markup["close"] else sort
        name = (markup["closed"] or markup["opened"] or "").lower()
        yield Token(sort, start, at, name)
        if sort == "open" and name in _RAW_TEXT:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, at)
            end = closing.start() if closing else len(html)
            yield Token("raw", at, end)
            at = end
    if at < len(html):
        yield Token("text", at, len(html))


def read_html(html: str) -> HtmlContent:
    """Read a block of HTML: what in it is text to translate, and what stays as it is."""
    return _Reader(html).read()


class _Reader:
    """Reads the tokens once, and knows the stretch that is open."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tokens = list(tokenize(html))
        self.closing = _pair_tags(self.tokens)
        self.closers = frozenset(self.closing.values())
        self.blocks = list(accumulate((token.name in _BLOCK for token in self.tokens), initial=0))
        self.depths = list(accumulate(map(self._count_literal, range(len(self.tokens))), initial=0))
        self.found = HtmlContent()
        self.items: list[Item] = []
        self.span: tuple[int, int] | None = None
        # The tag that begins a block keeps its line, or the block is none any more.
        first = next((i for i, token in enumerate(self.tokens) if not self._is_blank(token)), 0)
        self.outer = {first, self.closing.get(first, first)}

    def read(self) -> HtmlContent:
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            reason = self._reason(token)
            if reason is not None:
                index = self._leave(index, reason)
            elif token.sort == "text":
                self._add_text(token)
            elif token.sort == "comment" and index not in self.outer:
                self._add_item("comment", token.start, token.end)
            elif token.sort in {"open", "close"} and token.name not in _BLOCK and index not in self.outer:
                index = self._add_tag(index)
            else:
                self._end_stretch()
                self.found.tags += [token] if token.sort == "open" else []
            index += 1
        self._end_stretch()
        return self.found

    def _is_blank(self, token: Token) -> bool:
        return token.sort == "text" and not self.html[token.start : token.end].strip()

    def _reason(self, token: Token) -> Reason | None:
        """Return the reason for which an element, or the rest of the block, stays as it is."""
        if token.sort == "broken":
            return Reason.BROKEN
        if token.sort != "open":
            return None
        tag = self.html[token.start : token.end].lower()
        if "no" in _values_of(tag, "translate"):
            return Reason.WISH
        if token.name in _LITERAL:
            return Reason.ELEMENT
        if any(value != "0" for value in _values_of(tag, "markdown")):
            return Reason.MARKDOWN
        return None

    def _leave(self, index: int, reason: Reason) -> int:
        """Leave an element as it is, or what follows to the end of the block if it does not end there."""
        token = self.tokens[index]
        is_whole = token.name in VOID or (token.name in {"svg", "math"} and self.html[token.end - 2] == "/")
        last = index if is_whole else self.closing.get(index, len(self.tokens) - 1)
        end = self.tokens[last].end
        if token.name not in _SILENT and reason is not Reason.WISH and self._has_letters(index, last):
            self.found.left.append(Left(token.start, end, token.name, reason))
        if (
            token.name in _BLOCK
            or token.sort == "broken"
            or index in self.outer
            or not (is_whole or index in self.closing)
        ):
            self._end_stretch()
            self.found.tags += [token] if token.sort == "open" and reason is not Reason.WISH else []
        else:
            self._add_item("kept", token.start, end)
        return last

    def _count_literal(self, index: int) -> int:
        """Return 1 for a tag that opens an element that stays as it is, -1 for the one that closes it, 0 for others."""
        token = self.tokens[index]
        if token.name not in _LITERAL:
            return 0
        return int(token.sort == "open") - int(index in self.closers)

    def _has_letters(self, first: int, last: int) -> bool:
        texts = (token for token in self.tokens[first : last + 1] if token.sort in {"text", "raw", "broken"})
        return any(has_letters(self.html[token.start : token.end]) for token in texts)

    def _add_tag(self, index: int) -> int:
        token = self.tokens[index]
        if token.name in CODE and token.sort == "open" and index in self.closing:
            last = self.closing[index]
            if self.blocks[last] == self.blocks[index] and self.depths[last] == self.depths[index]:
                self._add_item("code", token.start, self.tokens[last].end, token.name)
                return last
        self._add_item("void" if token.name in VOID else token.sort, token.start, token.end, token.name)
        return index

    def _add_item(self, sort: str, start: int, end: int, name: str = "") -> None:
        self.items.append(Item(sort, start, end, name))
        self._widen(start, end)

    def _add_text(self, token: Token) -> None:
        text = self.html[token.start : token.end]
        if text.strip():
            start = token.start + len(text) - len(text.lstrip())
            self._widen(start, token.start + len(text.rstrip()))

    def _widen(self, start: int, end: int) -> None:
        self.span = (self.span[0] if self.span else start, end)

    def _end_stretch(self) -> None:
        if self.span:
            self.found.stretches.append(Stretch(start=self.span[0], end=self.span[1], items=tuple(self.items)))
        self.span, self.items = None, []


def _values_of(tag: str, name: str) -> list[str]:
    """Return the values that a tag has for one attribute."""
    return [value for known, value, *_ in read_attributes(tag, 0, len(tag)) if known == name] if name in tag else []


def _pair_tags(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the indices of closing tags by those of the tags that open the same elements."""
    waiting: dict[str, list[int]] = {}
    pairs: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token.sort == "open" and token.name not in VOID:
            waiting.setdefault(token.name, []).append(index)
        elif token.sort == "close" and waiting.get(token.name):
            pairs[waiting[token.name].pop()] = index
    return pairs


def is_void_with_values(tag: str) -> bool:
    """Tell whether a tag is whole in itself and has an attribute for readers: a picture, a field of a form."""
    if not has_values(tag):
        return False
    found = _MARKUP.fullmatch(tag)
    return found is not None and (found["opened"] or "").lower() in VOID


def find_own_tags(text: str) -> tuple[str, ...]:
    """Return the tags and code in a run of text as catalogs show it, each once, the longest first.

    Those of code are there as well, for code that was changed: it is for the proof of the edition to refuse.
    """
    if "<" not in text:
        return ()
    items = (item for stretch in read_html(f"<p>{text}").stretches for item in stretch.items)
    parts = {text[item.start - 3 : item.end - 3]: item.sort for item in items}
    code = [part for part, sort in parts.items() if sort == "code"]
    tags = {part[tag.start : tag.end] for part in code for tag in tokenize(part) if tag.sort in {"open", "close"}}
    return tuple(sorted({*parts, *tags}, key=len, reverse=True))


def has_other_tags(text: str, source: str) -> bool:
    """Tell whether a translation of a run of text has tags or code that its `source` does not have."""
    if "<" not in text:
        return False
    for tag in find_own_tags(source):
        text = text.replace(tag, "")
    # A sign without an end is not markup. To look for its end again behind each such sign would take long.
    if any(0 <= text.find(sign) <= text.rfind(end) - len("<!") for sign, end in _ENDS.items()):
        return True
    text = text[: text.rfind(">") + 1]
    return any(
        _MARKUP.match(text, found.start())
        for found in _TAG.finditer(text)
        if not text.startswith(tuple(_ENDS), found.start())
    )


def find_notes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of note references in a text without Markdown."""
    yield from (found.span() for found in NOTE.finditer(text)) if "[^" in text else ()


def texts_of(stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the text in a stretch, between its tags."""
    at = stretch.start
    for item in stretch.items:
        if item.start > at:
            yield at, item.start
        at = item.end
    if at < stretch.end:
        yield at, stretch.end
