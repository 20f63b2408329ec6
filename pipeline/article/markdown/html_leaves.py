"""Read the words of a block of HTML as leaves, beside those of Markdown: tags and notes in them are inline events."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.article.dialects.marks import OPENING, Words
from pipeline.article.markdown.events import Event
from pipeline.article.markdown.html_attributes import find_values, has_letters
from pipeline.article.markdown.html_tokens import (
    VOID,
    HtmlContent,
    Item,
    Left,
    Stretch,
    find_notes,
    read_html,
    texts_of,
)
from pipeline.patterns import lazy

_BREAK = lazy(r"\r?\n")


class HtmlRun(NamedTuple):
    """A run of text between two tags of blocks: its offsets in the article, and the events within."""

    start: int
    end: int
    events: tuple[Event, ...]


class HtmlWords:
    """The words of one block of HTML: runs of text as events, values of tags outside of them, and what is left.

    All offsets are those of the article.
    """

    def __init__(self, text: str, events: Sequence[Event]) -> None:
        """Read the block whose events, from its start to its end, are `events`."""
        self.text = text
        self.start = events[0].start
        self.html = _flatten(text, events)
        self.content: HtmlContent = read_html(self.html)
        self.values: list[Words] = []
        self.runs: list[HtmlRun] = []
        for tag in self.content.tags:
            self._add_values(tag.start, tag.end)
        for stretch in self.content.stretches:
            self._add_stretch(stretch)

    @property
    def left(self) -> Iterator[Left]:
        """The parts that stay as they are, with offsets of the article."""
        return (item._replace(start=item.start + self.start, end=item.end + self.start) for item in self.content.left)

    def _add_values(self, start: int, end: int) -> None:
        self.values += [self._moved(words) for words in find_values(self.html, start, end)]

    def _moved(self, words: Words) -> Words:
        return words._replace(start=words.start + self.start, end=words.end + self.start)

    def _add_stretch(self, stretch: Stretch) -> None:
        run = trim(self.html, stretch)
        inside = set(run.items if run else ())
        for item in stretch.items:
            if item not in inside and item.sort in {"open", "void"}:
                self._add_values(item.start, item.end)
        if run:
            self.runs.append(HtmlRun(run.start + self.start, run.end + self.start, tuple(self._events(run))))

    def _events(self, run: Stretch) -> Iterator[Event]:
        """Yield the events of a run, in order; elements that begin and end in it enclose theirs."""
        pairs = _pair_items(run.items)
        ends = set(pairs.values())
        at = run.start
        for index, item in enumerate(run.items):
            yield from self._text_events(at, item.start)
            if index in pairs:
                yield self._event("start", "HtmlElement", None, item.start, run.items[pairs[index]].end)
            yield self._item_event(item)
            if index in ends:
                yield self._event("end", "HtmlElement", None, item.start, item.end)
            at = item.end
        yield from self._text_events(at, run.end)

    def _item_event(self, item: Item) -> Event:
        tag = self.html[item.start : item.end]
        if item.sort in {"kept", "comment"}:
            return self._event("inline", "HtmlKept", "", item.start, item.end)
        words = tuple(self._moved(found) for found in find_values(self.html, item.start, item.end))
        if item.sort != "code" and (words or OPENING in tag):
            return self._event("inline", "HtmlKept", words, item.start, item.end)
        return self._event("inline", "HtmlTag", item.name, item.start, item.end)

    def _text_events(self, start: int, end: int) -> Iterator[Event]:
        text = self.html[start:end]
        if not text:
            return
        spans = [(start + first, start + last, "HtmlNote") for first, last in find_notes(text)]
        for found in _BREAK.finditer(self.html, start, end):
            first = found.start() - (self.text.startswith("\r\n", self.start + found.start() - 1))
            spans.append((max(first, start), found.end(), "SoftBreak"))
        yield self._event("inline", "Text", text, start, start)
        for first, last, tag in sorted(spans):
            yield self._event("inline", tag, "", first, last)
            if tag == "SoftBreak":
                following = last
                while following < end and self.html[following] in " \t":
                    following += 1
                yield self._event("inline", "Text", "", following, following)

    def _event(self, sort: str, tag: str, value: object, start: int, end: int) -> Event:
        return Event(sort, tag, value, start + self.start, end + self.start)


def stretch_starts(text: str, events: Sequence[Event]) -> tuple[int, ...]:
    """Return the offsets at which the stretches of a block begin, trimmed as runs are."""
    html = _flatten(text, events)
    return tuple(events[0].start + (trim(html, stretch) or stretch).start for stretch in read_html(html).stretches)


def trim(html: str, stretch: Stretch) -> Stretch | None:
    """Return a stretch without pictures and the like at its edges; None if there are no words in it."""
    if not any(has_letters(html[first:last]) for first, last in texts_of(stretch)):
        return None
    pairs = _pair_items(stretch.items)
    paired = {*pairs, *pairs.values()}
    edges = [_is_edge(item, is_paired=index in paired) for index, item in enumerate(stretch.items)]
    first, last = 0, len(stretch.items)
    start, end = stretch.start, stretch.end
    while first < last and edges[first] and stretch.items[first].start == start:
        start = _past_space(html, stretch.items[first].end)
        first += 1
    while first < last and edges[last - 1] and stretch.items[last - 1].end == end:
        end = stretch.items[last - 1].start
        while end > start and html[end - 1].isspace():
            end -= 1
        last -= 1
    return Stretch(start=start, end=end, items=stretch.items[first:last])


def _is_edge(item: Item, *, is_paired: bool) -> bool:
    return item.sort in {"kept", "comment"} or item.name in VOID or not (is_paired or item.sort == "code")


def _past_space(html: str, at: int) -> int:
    while at < len(html) and html[at].isspace():
        at += 1
    return at


def _pair_items(items: Sequence[Item]) -> dict[int, int]:
    """Return the indices of the tags that close an element by those of the tags that open it; elements nest."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for index, item in enumerate(items):
        if item.sort == "open":
            waiting.append(index)
        elif item.sort == "close" and waiting and items[waiting[-1]].name == item.name:
            pairs[waiting.pop()] = index
    return pairs


def _flatten(text: str, events: Sequence[Event]) -> str:
    """Return the block as the parser sees it, as long as it is in `text`, with spaces for the signs of containers."""
    parts: list[str] = []
    at = start = events[0].start
    for event in events:
        if event.tag == "Html" and event.start >= at:
            parts.append(" " * (event.start - at))
            value = event.value if len(event.value) == event.end - event.start else text[event.start : event.end]
            parts.append(value)
            at = event.end
    return "".join([*parts, " " * (events[0].end - at)]) if at > start else ""
