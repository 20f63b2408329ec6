"""Sum up what a document has and its article does not: one row for each kind, with the first words of some of it."""

from collections.abc import Iterable

from pipeline.frozen import dataclass
from pipeline.importers import Removed, RemovedKind
from pipeline.languages.words import count_words
from pipeline.model import Message

_FIRST_WORDS = 8
_SHOWN_ITEMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedRow:
    """A row of the report: a kind of what was removed, the things of that kind, and the number of their words."""

    what: RemovedKind
    items: tuple[Removed, ...]
    words: int

    @property
    def message(self) -> Message:
        """The row as a sentence: kind, how many things and words, and how some of them begin."""
        count = len(self.items)
        what = Message(template=self.what)
        shown = [_begin(item) for item in self.items[:_SHOWN_ITEMS] if item.text or item.place]
        counted = Message.create("{what} ×{count}", what=what, count=count) if count > 1 else what
        beginnings: tuple[str | Message, ...] = (*shown, *(["…"] if count > _SHOWN_ITEMS else []))
        if not self.words:
            return Message.create("{what}: {beginnings}", what=counted, beginnings=beginnings) if shown else counted
        return Message.create_plural(
            "{what}, {number} word: {beginnings}",
            "{what}, {number} words: {beginnings}",
            number=self.words,
            what=counted,
            beginnings=beginnings,
        )


def _begin(item: Removed) -> Message:
    """Return the first words of something that was removed, and where it stood."""
    text, place = first_words(item.text), first_words(item.place)
    if not place:
        return Message.create("“{text}”", text=text)
    return (
        Message.create("“{text}” after “{place}”", text=text, place=place)
        if text
        else (Message.create("after “{place}”", place=place))
    )


def first_words(text: str) -> str:
    """Return the first words of a text for a report, with dots if there are more."""
    words = text.split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def sum_up_removed(removed: Iterable[Removed]) -> tuple[RemovedRow, ...]:
    """Return a row for each kind, in the order in which the kinds appear."""
    kinds: dict[RemovedKind, list[Removed]] = {}
    for item in removed:
        kinds.setdefault(item.what, []).append(item)
    return tuple(
        RemovedRow(what=what, items=tuple(items), words=sum(count_words(item.text) for item in items))
        for what, items in kinds.items()
    )
