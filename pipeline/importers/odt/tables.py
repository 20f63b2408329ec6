"""Read the rows and cells of the tables in ODT documents."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.importers.odt.styles import TABLE
from pipeline.importers.pandoc_inlines import NO_ATTRIBUTES, Node

MOST_REPEATED = 100
"""Maximum number of equal rows, or cells, that are written once; sheets repeat empty ones endlessly."""


def table_rows(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the rows of a table, those of its head and of groups too."""
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from table_rows(child)


def read_number(element: ET.Element, name: str, most: int) -> int:
    """Return the number in an attribute of tables, from 1 to `most`."""
    value = element.get(f"{TABLE}{name}", "1")
    return max(1, min(int(value[:9]), most)) if value.isdecimal() else 1


def is_simple(cell: list[Any]) -> bool:
    """Tell whether a cell holds nothing but paragraphs; others, repeated within each other, would grow without end."""
    return all(block["t"] == "Para" for block in cell[4])


def write_table(rows: list[list[Any]]) -> Node:
    """Return a table of rows of cells, without a head: Markdown takes its first row for one."""
    empty: list[Any] = [NO_ATTRIBUTES, []]
    return {"t": "Table", "c": [NO_ATTRIBUTES, [None, []], [], empty, [[NO_ATTRIBUTES, 0, [], rows]], empty]}
