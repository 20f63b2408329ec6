"""Collect the items of a list of an ODT document, with their numbers or letters."""

from collections import Counter
from collections.abc import Iterator

from pipeline.importers.odt.styles import ListLevel
from pipeline.importers.pandoc_inlines import LISTS, Node, Nodes, plain_text

_NUMBERS = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_CYRILLIC = {"а": ("LowerAlpha", "\ufdd0russianLower\ufdd1"), "А": ("UpperAlpha", "\ufdd0russianUpper\ufdd1")}
"""Formats of Cyrillic letters, with the mark by which lists know them: pandoc's formats are Latin."""

LEFT = "left"
"""The key under which a list or a paragraph says where its text begins, in millimetres."""

_NEAR = 3  # millimetres: what is less apart begins at the same place
_DEEPEST = 10  # levels of lists that LibreOffice knows


class ListItems:
    """The items of a list until it ends or is numbered anew; `next` is the number of the next one, and the text begins
    at `left` millimetres. `types_numbers` keeps the number of an item without words, as those of a table's rows are.
    """

    def __init__(self, level: ListLevel, number: int, left: float, *, types_numbers: bool) -> None:
        self.made: list[Nodes] = []
        self.next = number
        self._level = level
        self._left = left
        self._types_numbers = types_numbers

    def add(self, blocks: Nodes) -> None:
        """Add an item."""
        is_tight = sum(block["t"] == "Para" for block in blocks) == 1
        self.made.append(
            [{"t": "Plain", "c": block["c"]} if is_tight and block["t"] == "Para" else block for block in blocks]
        )
        self.next += 1

    def extend(self, blocks: Nodes) -> Iterator[Node]:
        """Add blocks to the last item; yield them, as far in as the items, if there is none yet."""
        if self.made:
            self.made[-1] += blocks
        else:
            yield from ({**block, LEFT: self._left} if block["t"] == "Para" else block for block in blocks)

    def skip(self) -> Iterator[Node]:
        """Count an item without words, which ends the list for Markdown."""
        yield from self.take()
        if self._types_numbers and self._level.number == "1":
            yield {"t": "Para", "c": [{"t": "Str", "c": f"{self.next}."}]}
        self.next += 1

    def take(self) -> Iterator[Node]:
        """Yield the list of the items so far, if any, and begin again."""
        made, self.made = self.made, []
        if made and self._level.is_bullet:
            yield {"t": "BulletList", "c": made, LEFT: self._left}
        elif made:
            first = self._level.number[:1]
            form, mark = _CYRILLIC.get(first, (_NUMBERS.get(first, "Decimal"), ""))
            items = [_mark(item, mark) for item in made] if mark else made
            attributes = [self.next - len(made), {"t": form}, {"t": self._level.delimiter}]
            yield {"t": "OrderedList", "c": [attributes, items], LEFT: self._left}


def _mark(item: Nodes, mark: str) -> Nodes:
    first, *rest = item
    if first["t"] not in {"Para", "Plain"}:
        return item
    return [{"t": first["t"], "c": [{"t": "Str", "c": mark}, *first["c"]]}, *rest]


def nest_lists(blocks: Nodes) -> Nodes:
    """Return the blocks of one place with a list that begins further in than the one above it in the last item of that:
    LibreOffice ends a list wherever another kind of labels begins. A paragraph goes on with the item whose text begins
    where its own does.
    """
    made: Nodes = []
    opened: Nodes = []
    usual = margin = _usual_margin(blocks)
    for block in blocks:
        left = block.get(LEFT, 0.0)
        if block["t"] in LISTS:
            _add_list(block, left, opened, made)
            continue
        fits = [depth for depth, each in enumerate(opened) if abs(each[LEFT] - left) <= _NEAR]
        if block["t"] == "Para" and fits and left > max(margin, usual) + _NEAR:
            del opened[fits[-1] + 1 :]
            _items(opened[-1])[-1].append(block)
        else:
            opened.clear()
            margin = left if block["t"] == "Para" else usual
            made.append(block)
    return made


def _usual_margin(blocks: Nodes) -> float:
    """Return where most of the text begins that stands before any list, or begins anew after a heading."""
    found: Counter[float] = Counter()
    is_after_list = False
    for block in blocks:
        if block["t"] in {"Header", *LISTS}:
            is_after_list = block["t"] != "Header"
        elif block["t"] == "Para" and not is_after_list:
            found[block.get(LEFT, 0.0)] += len(plain_text(block))
    return found.most_common(1)[0][0] if found else 0.0


def _add_list(block: Node, left: float, opened: Nodes, made: Nodes) -> None:
    """Add a list to the one it goes on with, or to the last item of the one that it stands further in than."""
    beside = None
    while opened and (left <= opened[-1][LEFT] + _NEAR or len(opened) >= _DEEPEST):
        beside = opened.pop()
    if beside is not None and _follows(block, beside):
        _items(beside).extend(_items(block))
    else:
        (_items(opened[-1])[-1] if opened else made).append(block)
        beside = block
    while beside is not None:
        opened.append(beside)
        last = _items(beside)[-1][-1]
        beside = last if last["t"] in LISTS else None


def _items(block: Node) -> list[Nodes]:
    items: list[Nodes] = block["c"][1] if block["t"] == "OrderedList" else block["c"]
    return items


def _follows(block: Node, before: Node) -> bool:
    """Tell whether a list goes on where another one ended."""
    if block["t"] == "BulletList" or before["t"] == "BulletList":
        return bool(block["t"] == before["t"])
    (start, *form), (first, *former) = block["c"][0], before["c"][0]
    return bool(form == former and start == first + len(before["c"][1]))
