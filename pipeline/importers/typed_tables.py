"""Read and write the tables of plain text: columns below dashes, and cells between tabs."""

import re
from collections.abc import Sequence
from itertools import pairwise

_COLUMNS = re.compile(r"-{2,}(?:\s+-{2,})+")


def read_ruled_rows(lines: Sequence[str]) -> list[str]:
    """Return the rows of a table whose columns a line of dashes shows, with tabs between the cells; nothing for other
    lines.
    """
    rule = lines[1].rstrip() if len(lines) > 2 else ""  # noqa: PLR2004  a head, the dashes, a row
    if not _COLUMNS.fullmatch(rule):
        return []
    columns = [found.span() for found in re.finditer("-+", rule)]
    rows = []
    for line in (lines[0], *lines[2:]):
        cells = [line[start:end].strip() for start, end in columns]
        cells[-1] = line[columns[-1][0] :].strip()
        gaps = [line[end:after] for (_, end), (after, _) in pairwise(columns)]
        if any(gap.strip() for gap in gaps):
            cells = re.split(r"\s{2,}", line.strip())
        if len(cells) != len(columns):
            return []
        rows.append("\t".join(cells))
    return rows


def format_table(rows: Sequence[str]) -> str:
    """Format escaped lines with tabs between their cells as a table."""
    cells = [[cell.strip() for cell in row.split("\t")] for row in rows]
    width = max(map(len, cells))
    made = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
    return "\n".join([made[0], "|" + " --- |" * width, *made[1:]])
