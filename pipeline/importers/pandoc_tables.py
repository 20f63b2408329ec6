"""Tables of pandoc's tree as Markdown has them: a grid of cells, each of them one line."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.importers.list_labels import CYRILLIC, CYRILLIC_ITEM, item_labels
from pipeline.importers.pandoc_inlines import LISTS, NO_ATTRIBUTES, SPACE, Node, Nodes, plain_text


class TableGrid:
    """Lay out the rows of a table, with a cell for every place that a wide or tall cell covers."""

    def __init__(self) -> None:
        self._rows: list[list[Nodes]] = []
        self._covered: dict[int, int] = {}

    def add(self, cells: Sequence[tuple[Nodes, int, int]]) -> None:
        """Add a row of cells: their text, and the numbers of rows and columns that they take up."""
        row: list[Nodes] = []

        def pass_covered() -> None:
            while self._covered.get(len(row), 0):
                self._covered[len(row)] -= 1
                row.append([])

        for text, down, across in cells:
            pass_covered()
            for number in range(min(across, 100)):
                self._covered[len(row)] = min(down, 1000) - 1
                row.append([] if number else text)
        pass_covered()
        self._rows.append(row)

    def finished(self) -> tuple[int, list[list[Nodes]]]:
        """Return the number of columns, and the rows that are not empty, all equally long."""
        rows = [row for row in self._rows if any(row)]
        width = max(map(len, rows), default=0)
        return width, [[*row, *([[]] * (width - len(row)))] for row in rows]


def table_node(width: int, rows: list[list[Nodes]]) -> Node:
    """Return a table whose first row is its head, since Markdown knows no others."""

    def row(cells: list[Nodes]) -> list[Any]:
        made = [
            [NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": cell}] if cell else []] for cell in cells
        ]
        return [NO_ATTRIBUTES, made]

    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    head = [NO_ATTRIBUTES, [row(rows[0])]]
    body = [NO_ATTRIBUTES, 0, [], [row(cells) for cells in rows[1:]]]
    return {"t": "Table", "c": [NO_ATTRIBUTES, [None, []], columns, head, [body], [NO_ATTRIBUTES, []]]}


def flatten(block: Node) -> Iterator[Nodes]:
    """Yield the lines of inline text in a block of a cell; lists and tables are taken apart."""
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in {"Para", "Plain"}:
        yield content
    elif kind == "Header":
        yield [{"t": "Strong", "c": content[2]}]
    elif kind == "CodeBlock":
        yield from ([{"t": "Code", "c": [NO_ATTRIBUTES, line]}] for line in content[1].split("\n") if line.strip())
    elif kind in LISTS:
        yield from _flat_items(kind, content)
    elif kind == "BlockQuote":
        yield from (line for inner in content for line in flatten(inner))
    elif kind == "Table":
        yield from _flat_rows(content)


def _flat_items(kind: str, content: list[Any]) -> Iterator[Nodes]:
    items = content[1] if kind == "OrderedList" else content
    marks = _item_marks(content[0], items) if kind == "OrderedList" else ["•"] * len(items)
    for mark, item in zip(marks, items, strict=True):
        for index, line in enumerate(line for inner in item for line in flatten(inner)):
            yield line if index else [{"t": "Str", "c": mark}, SPACE, *_unmark(line)]


def _item_marks(attributes: list[Any], items: list[Nodes]) -> list[str]:
    """Return the numbers or letters of the items of a list as text."""
    start, style, delimiter = attributes[0], attributes[1]["t"], attributes[2]["t"]
    letters = [CYRILLIC] if all(CYRILLIC_ITEM.match(plain_text(item[:1])) for item in items) else []
    marks = list(item_labels(start, style, delimiter, len(items), *letters))
    return marks if len(marks) == len(items) else [f"{number}." for number in range(start, start + len(items))]


def _unmark(line: Nodes) -> Nodes:
    """Return the words of an item without the mark that its letter is Cyrillic."""
    if not line or line[0]["t"] != "Str":
        return line
    return [{"t": "Str", "c": CYRILLIC_ITEM.sub("", line[0]["c"])}, *line[1:]]


def _flat_rows(content: list[Any]) -> Iterator[Nodes]:
    for row in [*content[3][1], *(row for body in content[4] for row in body[3])]:
        line: Nodes = []
        for cell in row[1]:
            for part in (part for inner in cell[4] for part in flatten(inner)):
                line += [*([{"t": "Str", "c": "–"}, SPACE] if line else []), *part, SPACE]
        yield line
