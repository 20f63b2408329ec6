"""Lists of Word and ODT documents: depth, labels, numbers, and what stands within an item."""

from collections.abc import Sequence

import pytest
from odt_files import odt
from odt_files import p as odt_p
from word_files import note, p, r, word

from pipeline.importers import RemovedKind, office

NUMBERS, BULLETS, MORE_NUMBERS, LINKED, UNLABELLED, FIGURES = "1", "2", "3", "4", "5", "6"


def level(depth: int, form: str, label: str, left: int) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def definition(name: str, levels: Sequence[str], more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


NUMBERING = (
    definition("0", [level(0, "decimal", "%1.", 720), level(1, "lowerLetter", "%2)", 1440)], '<w:styleLink w:val="L"/>')
    + definition("1", [level(0, "bullet", "•", 1440)])
    + definition("2", [], '<w:numStyleLink w:val="L"/>')
    + definition("3", [level(0, "bullet", " ", 0)])
    + definition("4", [level(0, "upperRoman", "Part %1.", 0), level(1, "decimal", "Figure %1-%2:", 0)])
    + "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/></w:num>'
        for name, abstract in {NUMBERS: 0, BULLETS: 1, MORE_NUMBERS: 0, LINKED: 2, UNLABELLED: 3, FIGURES: 4}.items()
    )
)


def item(text: str, list_id: str, depth: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def indented(text: str, left: int) -> str:
    return p(text, properties=f'<w:ind w:left="{left}"/>')


def read_word(*paragraphs: str) -> str:
    """The text of a Word file with these paragraphs between two others."""
    body = p("Title", "Title") + p("Take a boat.") + "".join(paragraphs) + p("Then row.")
    imported = office.read(word(body, numbering=NUMBERING), "paper.docx")
    assert RemovedKind.UNEXPLAINED not in {each.what for each in imported.removed}
    return imported.body.split("Take a boat.\n\n")[1].split("\n\nThen row.")[0]


def test_a_list_with_other_labels_that_stands_further_in_is_in_the_item_above() -> None:
    made = read_word(item("wood", NUMBERS), item("oak", BULLETS), item("elm", BULLETS), item("tar", NUMBERS))
    assert made == "1.  wood\n    - oak\n    - elm\n2.  tar"


def test_a_paragraph_that_begins_where_the_words_of_an_item_do_goes_on_with_it() -> None:
    made = read_word(
        item("wood", NUMBERS), item("oak", NUMBERS, 1), indented("Let it dry.", 1440), indented("Saw it.", 720),
        item("elm", NUMBERS, 1), item("tar", NUMBERS),
    )  # fmt: skip
    assert made.replace("\n\n", "\n").split("\n") == [
        "1.  wood", "    - a) oak", "      Let it dry.", "    Saw it.", "    - b) elm", "2.  tar",
    ]  # fmt: skip
    assert "oak\n\n" in made


def test_a_paragraph_indented_like_the_text_around_a_list_stays_outside() -> None:
    made = read_word(indented("A quotation.", 720), item("wood", NUMBERS), indented("Another one.", 720))
    assert made == "> A quotation.\n\n1.  wood\n\n> Another one."


def test_text_below_a_list_that_begins_where_all_of_the_text_does_stays_outside() -> None:
    body = indented("The text of the whole book begins here.", 720)
    made = read_word(body, p("Then"), item("wood", NUMBERS), indented("More of the text.", 720))
    assert made.split("\n\n")[-2:] == ["1.  wood", "> More of the text."]


def test_words_of_a_label_become_words_of_the_paragraph() -> None:
    made = read_word(
        item("Boats", FIGURES), item("A mast.", FIGURES, 1), item("Lakes", FIGURES), item("An isle.", FIGURES, 1)
    )
    assert made.split("\n\n") == ["Part I. Boats", "Figure I-1: A mast.", "Part II. Lakes", "Figure II-1: An isle."]


def test_paragraphs_without_a_label_are_no_items() -> None:
    assert read_word(item("wood", NUMBERS), item("Let it dry.", UNLABELLED)) == "1.  wood\n\n    Let it dry."
    assert read_word(item("Only set in.", UNLABELLED)) == "Only set in."


def test_a_list_in_a_style_of_lists_keeps_its_levels() -> None:
    made = read_word(item("wood", LINKED), item("oak", LINKED, 1), item("tar", LINKED))
    assert made == "1.  wood\n    - a) oak\n2.  tar"


def test_lists_of_one_definition_count_on_as_word_does() -> None:
    made = read_word(
        item("wood", NUMBERS), p("Saw it."), item("tar", MORE_NUMBERS), item("", NUMBERS), item("x", NUMBERS)
    )
    assert [line for line in made.split("\n") if line] == ["1.  wood", "Saw it.", "2.  tar", "<!-- -->", "4.  x"]


def test_rows_of_a_table_keep_the_numbers_that_word_gives_them() -> None:
    rows = [(item("", NUMBERS), p("wood")), (item("", NUMBERS), p("tar")), (item("oars", NUMBERS), p("two"))]
    cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in [(p("No."), p("What")), *rows]]
    made = read_word("<w:tbl><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>")
    assert [line.replace("|", " ").replace("\\", "").split() for line in made.split("\n")][2:] == [
        ["1.", "wood"], ["2.", "tar"], ["3.", "oars", "two"],
    ]  # fmt: skip


def test_lists_in_cells_and_notes_are_lines_with_their_labels() -> None:
    lettered = definition("0", [level(0, "russianLower", "%1)", 720)])
    numbering = f'{lettered}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    items = item("дуб", "1") + item("вяз", "1")
    table = f"<w:tbl><w:tblGrid/><w:tr><w:tc>{items}</w:tc><w:tc>{p('x')}</w:tc></w:tr></w:tbl>"
    noted = p(r("Take a boat.") + note(2)) + table + p("Then row.")
    imported = office.read(word(noted, numbering=numbering, notes={2: p("Of wood:") + items}), "paper.docx")
    assert "| а) дуб<br>б) вяз | x" in imported.body
    assert imported.body.endswith("[^1]: Of wood:\n\n    в) дуб\n\n    г) вяз\n")


ODT_STYLES = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1">{first}'
    '</text:list-level-style-number><text:list-level-style-number text:level="2" style:num-format="a">{second}'
    '</text:list-level-style-number></text:list-style><text:list-style style:name="B">'
    '<text:list-level-style-bullet text:level="1">{second}</text:list-level-style-bullet>'
    '<text:list-level-style-bullet text:level="2">{second}</text:list-level-style-bullet></text:list-style>'
    '<style:style style:name="In" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.5in"/>'
    "</style:style>"
)
ALIGNED = (
    "<style:list-level-properties><style:list-level-label-alignment fo:margin-left={}/></style:list-level-properties>"
)
SPACED = '<style:list-level-properties text:space-before={} text:min-label-width="0.25in"/>'


def read_odt(first: str, second: str, text: str) -> str:
    imported = office.read(
        odt(odt_p("Take a boat.") + text, ODT_STYLES.format(first=first, second=second)), "paper.odt"
    )
    return imported.body.split("Take a boat.\n\n")[1].rstrip()


def odt_list(style: str, *items: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item>{each}</text:list-item>" for each in items)
    return f'<text:list text:style-name="{style}"{more}>{inner}</text:list>'


@pytest.mark.parametrize(
    ("first", "second"),
    [(ALIGNED.format('"0.5in"'), ALIGNED.format('"1in"')), (SPACED.format('"0in"'), SPACED.format('"0.25in"'))],
)
def test_an_odt_list_that_stands_further_in_is_in_the_item_above(first: str, second: str) -> None:
    going_on = ' text:continue-numbering="true"'
    text = odt_list("N", odt_p("wood")) + odt_list("B", odt_p("oak")) + odt_list("N", odt_p("tar"), more=going_on)
    assert read_odt(first, second, text) == "1.  wood\n    - oak\n2.  tar"
    text = text.replace(odt_p("oak"), f"<text:list><text:list-item>{odt_p('oak')}</text:list-item></text:list>")
    assert read_odt(first, second, text) == "1.  wood\n    - oak\n2.  tar"


def test_a_paragraph_of_an_odt_list_goes_on_with_its_item() -> None:
    inner = odt_p("wood") + odt_list("N", odt_p("oak"))
    going_on = ' text:continue-numbering="true"'
    again = odt_list("N", odt_list("N", odt_p("elm")), odt_p("tar"), more=going_on)
    made = read_odt(
        ALIGNED.format('"0.5in"'), ALIGNED.format('"1in"'), odt_list("N", inner) + odt_p("Saw it.", "In") + again
    )
    assert [line for line in made.split("\n") if line] == [
        "1.  wood", "    - a. oak", "    Saw it.", "    - b. elm", "2.  tar",
    ]  # fmt: skip


def test_paragraphs_without_a_number_in_an_odt_list_belong_to_the_item_above() -> None:
    first, second = ALIGNED.format('"0.5in"'), ALIGNED.format('"1in"')
    header = f"<text:list-header>{odt_p('Let it dry.')}</text:list-header></text:list>"
    dried = odt_list("N", odt_p("wood")).replace("</text:list>", header)
    assert read_odt(first, second, dried) == "1.  wood\n\n    Let it dry."
    later = odt_list("N", more=' text:continue-numbering="true"').replace("</text:list>", header)
    assert read_odt(first, second, odt_list("N", odt_p("wood")) + later) == "1.  wood\n\n    Let it dry."


def test_odt_rows_keep_the_numbers_that_stand_alone_in_their_cells() -> None:
    numbered = [odt_list("N", odt_p(""), more=' text:continue-numbering="true"')] * 2
    rows = [(odt_p("No."), odt_p("What")), (numbered[0], odt_p("wood")), (numbered[1], odt_p("tar"))]
    cells = ["".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows]
    made = read_odt(
        "", "", f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    )
    assert [line.replace("|", " ").replace("\\", "").split() for line in made.split("\n")][2:] == [
        ["1.", "wood"], ["2.", "tar"],
    ]  # fmt: skip


def test_cyrillic_letters_stay_in_cells_and_notes_of_odt() -> None:
    number = '<text:list-level-style-number text:level="1" style:num-format="А" style:num-suffix=")"/>'
    items = odt_list("L", odt_p("дуб"), odt_p("вяз"))
    noted = f'<text:note text:id="a"><text:note-body>{odt_p("Of wood:")}{items}</text:note-body></text:note>'
    row = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in (items, odt_p("x")))
    text = odt_p(f"Take a boat.{noted}") + f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    styles = f'<text:list-style style:name="L">{number}</text:list-style>'
    body = office.read(odt(text, styles), "paper.odt").body
    assert "| А) дуб<br>Б) вяз | x" in body
    assert body.endswith("[^1]: Of wood:\n\n    - А) дуб\n    - Б) вяз\n")
