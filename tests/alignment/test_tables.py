"""Tables are paired row by row: their cells alone say too little."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment import SURE, Alignment, TableCell, align
from pipeline.alignment.lines import TextLine, article_lines
from pipeline.alignment.scoring import TextSide
from pipeline.alignment.tables import pair_cells
from pipeline.article.markdown import read_article
from pipeline.model import SegmentKind

ROWS = {
    "en": [["City", "School", "Bridge"], ["Gavar", "yes", "no"], ["Sevan", "no", "no"], ["Vanadzor", "yes", "yes"],
           ["Gyumri", "no", "yes"], ["Yerevan", "yes", "no"]],
    "ru": [["Город", "Школа", "Мост"], ["Гавар", "да", "нет"], ["Севан", "нет", "нет"], ["Ванадзор", "да", "да"],
           ["Гюмри", "нет", "да"], ["Ереван", "да", "нет"]],
}  # fmt: skip


def table(rows: list[list[str]], lang: str) -> list[TextLine]:
    head, *others = (f"| {' | '.join(row)} |\n" for row in rows)
    article = read_article(f"{head}|{'---|' * len(rows[0])}\n{''.join(others)}", lang=lang)
    return article_lines(article, range(len(article.segments)))


def told(found: Alignment, ours: list[TextLine], theirs: list[TextLine]) -> set[tuple[str, str, int, int]]:
    """The pairs of cells: their texts, and the rows of both."""
    pairs = [(ours[bead.source[0]], theirs[bead.target[0]]) for bead in found.beads if bead.is_pair]
    return {(one.text, other.text, one.cell.row, other.cell.row) for one, other in pairs if one.cell and other.cell}


def test_the_cells_of_an_article_know_their_places() -> None:
    text = "# A\n\n| x | *y* | z |\n|---|---|---|\n| 1 | | b. C. |\n| 2 |  |\n\nText.\n\n> | q |\n> |---|\n> | r |\n"
    article = read_article(text, lang="en")
    cells = [(line.text, line.cell) for line in article_lines(article, range(len(article.segments))) if line.cell]
    rows = [(text, cell.row, cell.column, cell.columns) for text, cell in cells]
    assert rows == [
        ("x", 1, 1, 3), ("*y*", 1, 2, 3), ("z", 1, 3, 3), ("1", 2, 1, 3), ("b. C.", 2, 3, 3), ("2", 3, 1, 3),
        ("q", 4, 1, 1), ("r", 5, 1, 1),
    ]  # fmt: skip
    assert len({cell.table for _, cell in cells}) == 2


def test_a_row_that_is_left_out_takes_no_cell_of_another_one() -> None:
    ours, theirs = table(ROWS["en"], "en"), table([*ROWS["ru"][:2], *ROWS["ru"][3:]], "ru")
    found = align(ours, theirs, "en", "ru")
    for row, line in ((1, 2), (3, 3), (4, 4), (5, 5)):
        for one, other in zip(ROWS["en"][row], ROWS["ru"][row], strict=True):
            assert (one, other, row + 1, line) in told(found, ours, theirs)
    assert [ours[bead.source[0]].text for bead in found.beads if not bead.target] == ROWS["en"][2]


def test_an_empty_cell_moves_no_other_one() -> None:
    lacking = [row if row[0] != "Севан" else ["Севан", "", "нет"] for row in ROWS["ru"]]
    ours, theirs = table(ROWS["en"], "en"), table(lacking, "ru")
    found = align(ours, theirs, "en", "ru")
    assert ("no", "нет", 3, 3) in told(found, ours, theirs)
    [alone] = [bead for bead in found.beads if not bead.target]
    assert ours[alone.source[0]].cell == TableCell(
        table=ours[0].cell.table if ours[0].cell else -1, row=3, column=2, columns=3
    )


def test_columns_that_changed_places_are_not_sure() -> None:
    years = [["", str(1900 + row), str(2 * row + 300)] for row in range(8)]
    ours = table([["City", "Year", "Height"], *years], "en")
    theirs = table([["Город", "Высота", "Год"], *([row[0], row[2], row[1]] for row in years)], "ru")
    found = align(ours, theirs, "en", "ru")
    pairs = [bead for bead in found.beads if bead.is_pair and ours[bead.source[0]].text.isdigit()]
    assert pairs
    assert not any(bead.confidence >= SURE for bead in pairs)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_every_cell_is_in_one_bead(data: st.DataObject) -> None:
    texts = st.sampled_from(["yes", "no", "12", "7", "the school", "da"])
    sides = []
    for _ in range(2):
        places = data.draw(st.sets(st.tuples(*(st.integers(1, most) for most in (2, 4, 3))), max_size=10))
        cells = [
            TableCell(table=table, row=10 * table + row, column=column, columns=3)
            for table, row, column in sorted(places)
        ]
        made = [TextLine(text=data.draw(texts), kind=SegmentKind.TABLE_CELL, cell=cell) for cell in cells]
        sides.append(TextSide(lines=made, lang="en"))
    beads = pair_cells(sides[0], sides[1], ())
    assert sorted(line for bead in beads for line in bead.source) == list(range(len(sides[0].lines)))
    assert sorted(line for bead in beads for line in bead.target) == list(range(len(sides[1].lines)))
