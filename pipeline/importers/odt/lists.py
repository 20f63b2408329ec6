"""Collect the items of a list of an ODT document, with their numbers or letters."""

from collections.abc import Iterator

from pipeline.importers.odt.styles import ListLevel
from pipeline.importers.pandoc_inlines import Node, Nodes

_NUMBERS = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_CYRILLIC = {"а": ("LowerAlpha", "\ufdd0russianLower\ufdd1"), "А": ("UpperAlpha", "\ufdd0russianUpper\ufdd1")}
"""Formats of Cyrillic letters, with the mark by which lists know them: pandoc's formats are Latin."""


class ListItems:
    """The items of a list until it ends or is numbered anew; `next` is the number of the next one."""

    def __init__(self, level: ListLevel, number: int) -> None:
        self.made: list[Nodes] = []
        self.next = number
        self._level = level

    def add(self, blocks: Nodes) -> None:
        """Add an item."""
        is_tight = sum(block["t"] == "Para" for block in blocks) == 1
        self.made.append(
            [{"t": "Plain", "c": block["c"]} if is_tight and block["t"] == "Para" else block for block in blocks]
        )
        self.next += 1

    def take(self) -> Iterator[Node]:
        """Yield the list of the items so far, if any, and begin again."""
        made, self.made = self.made, []
        if made and self._level.is_bullet:
            yield {"t": "BulletList", "c": made}
        elif made:
            first = self._level.number[:1]
            form, mark = _CYRILLIC.get(first, (_NUMBERS.get(first, "Decimal"), ""))
            items = [_mark(item, mark) for item in made] if mark else made
            attributes = [self.next - len(made), {"t": form}, {"t": self._level.delimiter}]
            yield {"t": "OrderedList", "c": [attributes, items]}


def _mark(item: Nodes, mark: str) -> Nodes:
    first, *rest = item
    if first["t"] not in {"Para", "Plain"}:
        return item
    return [{"t": first["t"], "c": [{"t": "Str", "c": mark}, *first["c"]]}, *rest]
