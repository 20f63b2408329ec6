"""ODT documents, written as raw XML: what programs of offices put into them, and what an editor wants of it."""

import base64
import re
import zipfile
from io import BytesIO

import pytest
from importer_texts import definitions
from odt_files import h, note, odt, p, part, text_style

from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, office

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqGf4DwACNAGAm4n1fQAAAABJRU5ErkJggg=="
)
OPENING = p("The ferry crossed the strait twice a day, and the islanders set their clocks by it.")
CLOSING = p("When the bridge was opened, the last captain bought a house with a view of the pier.")


def read(text: str, automatic: str = "", named: str = "", **more: object) -> ImportedArticle:
    data = odt(text, automatic, named, str(more.get("meta", "")), more.get("parts"))  # type: ignore[arg-type]
    return office.read(data, "text.odt", ("en", "hy", "ru"))


def removed(article: ImportedArticle) -> list[tuple[str, str]]:
    return [(str(item.what), item.text) for item in article.removed]


def lines(article: ImportedArticle) -> list[str]:
    return [line for line in article.body.split("\n") if line]


def item(*inner: str, start: str = "") -> str:
    number = f' text:start-value="{start}"' if start else ""
    return f"<text:list-item{number}>{''.join(inner)}</text:list-item>"


def cell(inner: str) -> str:
    return f"<table:table-cell>{p(inner)}</table:table-cell>"


def test_the_styles_of_a_title_page() -> None:
    article = read(
        p("The Last Ferry", "Title") + p("Ann Writer", "P1") + p("3 May 2024", "Date") + h("The pier") + OPENING,
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Author"/>',
    )
    assert (article.title, article.author, article.date) == ("The Last Ferry", "Ann Writer", "2024-05-03")
    assert lines(article)[:2] == ["# The Last Ferry", "## The pier"]


def test_a_style_that_is_based_on_a_heading_is_one() -> None:
    named = (
        '<office:styles><style:style style:name="Chapter_20_Name" style:display-name="Chapter Name" '
        'style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>'
        "</office:styles>"
    )
    article = read(p("The Ferry", "Title") + p("The pier", "Chapter_20_Name") + OPENING, named=named)
    assert "\n## The pier\n" in article.body


def test_notes_in_headings_cells_lists_and_with_marks_of_their_own() -> None:
    cells = f"{cell('Year' + note('c', 'In a cell.'))}{cell('Level' + note('d', 'Another cell.'))}"
    star = note("b", "* Starred.")
    article = read(
        p("The Ferry", "Title")
        + h(f"The pier{note('a', 'On a heading.')}")
        + OPENING
        + p(f'A star<text:span text:style-name="Up">{star}</text:span><text:span text:style-name="Up">*</text:span>.')
        + f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        + f"<text:list>{item(p('An item' + note('e', 'In a list.')))}</text:list>",
        text_style("Up", 'style:text-position="super 58%"'),
    )
    assert "## The pier[^1]\n" in article.body
    assert "A star[^2]." in article.body
    assert list(definitions(article.body).values()) == [
        "On a heading.", "Starred.", "In a cell.", "Another cell.", "In a list.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "again",
    [
        '<text:note-ref text:note-class="footnote" text:ref-name="ftn1" text:reference-format="text">1</text:note-ref>',
        '<text:bookmark-ref text:ref-name="_Ref7" text:reference-format="text">1</text:bookmark-ref>',
        (
            '<field:fieldmark-start><field:param field:value="NOTEREF _Ref7 \\f \\h"/></field:fieldmark-start>'
            "<field:fieldmark-separator/><text:span>1</text:span><field:fieldmark-end/>"
        ),
    ],
)
def test_a_second_reference_leads_to_the_same_note(again: str) -> None:
    first = f'<text:bookmark-start text:name="_Ref7"/>{note("ftn1", "The log.")}<text:bookmark-end text:name="_Ref7"/>'
    article = read(
        p("The Ferry", "Title")
        + h(f"A heading with a note{note('ftn0', 'Of its own.')}")
        + p(f"It was noted in the log.{first}")
        + p(f"The log says so again.{again}")
        + CLOSING
    )
    assert "in the log.[^2]" in article.body
    assert "so again.[^2]" in article.body
    assert list(definitions(article.body).values()) == ["Of its own.", "The log."]


def test_references_to_pages_tables_and_missing_notes_stay_words() -> None:
    article = read(
        p(f"It was noted.{note('ftn1', 'The log.')}")
        + p("See page "
            '<text:note-ref text:ref-name="ftn1" text:reference-format="page">4</text:note-ref>, note '
            '<text:note-ref text:ref-name="gone" text:reference-format="text">9</text:note-ref> and '
            '<text:bookmark-ref text:ref-name="t" text:reference-format="text">Table 2</text:bookmark-ref>.')
        + CLOSING
    )  # fmt: skip
    assert "See page 4, note 9 and Table 2." in article.body
    assert article.dangling == ("9",)


def test_the_page_of_a_note_is_no_reference_to_it() -> None:
    mark = '<text:bookmark text:name="b"/>'
    page = '<text:bookmark-ref text:ref-name="b" text:reference-format="page">4</text:bookmark-ref>'
    again = '<text:bookmark-ref text:ref-name="b" text:reference-format="text">1</text:bookmark-ref>'
    article = read(p(f"It was noted.{mark}{note('ftn1', 'The log.')}") + p(f"See {again} on page {page}.") + CLOSING)
    assert "See [^1] on page 4." in article.body


def test_signs_that_became_numbers_are_not_doubled() -> None:
    article = read(
        p(f"It was noted.{note('ftn1', '* The log.')}*") + p(f"It left.{note('ftn2', '† A map.')}†") + CLOSING
    )
    assert "It was noted.[^1]\n\nIt left.[^2]\n" in article.body
    assert list(definitions(article.body).values()) == ["The log.", "A map."]
    kept = read(p(f"It was noted{note('ftn1', '* The log.')}, they say.*") + CLOSING)
    assert "they say.\\*" in kept.body


def test_a_table_of_contents_goes_with_its_heading() -> None:
    entries = p("The ferry 2") + p("The bridge 5")
    index = f"<text:table-of-content><text:index-body>{entries}</text:index-body></text:table-of-content>"
    for contents in (index, p("The ferry ..... 2") + p("The bridge ..... 5")):
        text = p("Contents") + contents + h("The ferry") + OPENING + h("The bridge") + CLOSING
        article = read(p("The Strait", "Title") + text)
        assert lines(article)[:2] == ["# The Strait", "## The ferry"]
        assert {what for what, _ in removed(article)} == {"table of contents"}
        assert removed(article)[0] == ("table of contents", "Contents")


@pytest.mark.parametrize(
    "field",
    [
        '<text:sequence text:name="Table">Fähre</text:sequence>',
        '<text:chapter text:display="name">Fähre</text:chapter>',
        '<text:user-field-get text:name="u">Fähre</text:user-field-get>',
        '<text:user-defined text:name="u">Fähre</text:user-defined>',
        '<text:variable-set text:name="v">Fähre</text:variable-set>',
        "<text:date>Fähre</text:date>",
        "<text:author-name>Fähre</text:author-name>",
        '<text:conditional-text text:condition="x">Fähre</text:conditional-text>',
        '<text:hidden-text text:string-value="Fähre" text:is-hidden="false">Fähre</text:hidden-text>',
        "<text:drop-down><text:label/>Fähre</text:drop-down>",
        "<text:placeholder>Fähre</text:placeholder>",
        '<text:sequence-ref text:ref-name="s">Fähre</text:sequence-ref>',
        "<text:bibliography-mark>Fähre</text:bibliography-mark>",
        "<text:meta><text:span>Fähre</text:span></text:meta>",
        "<text:a-field-of-the-future>Fähre</text:a-field-of-the-future>",
    ],
)
def test_fields_keep_their_text(field: str) -> None:
    article = read(OPENING + p(f"Before, {field}, after."))
    assert "Before, Fähre, after." in article.body
    assert not article.removed


def test_tables_of_contents_go_and_bibliographies_stay() -> None:
    article = read(
        p("The Ferry", "Title")
        + "<text:table-of-content><text:table-of-content-source><text:index-title-template>Contents"
        f"</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>{p('Contents')}"
        f"</text:index-title>{p('The pier<text:tab/>3')}</text:index-body></text:table-of-content>"
        + p("Directory", "Contents_20_Heading")
        + p("The pier 3", "Contents_20_1")
        + h("The pier")
        + OPENING
        + f"<text:bibliography><text:index-body>{p('A Book of Ferries, 1930')}</text:index-body></text:bibliography>"
    )
    assert lines(article)[:2] == ["# The Ferry", "## The pier"]
    assert "A Book of Ferries, 1930" in article.body
    assert removed(article) == [
        ("table of contents", "Contents The pier 3"),
        ("table of contents", "Directory"),
        ("table of contents", "The pier 3"),
    ]


def test_hidden_text_is_listed_with_its_place() -> None:
    hidden = '<style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/>'
    article = read(
        p('Shown <text:span text:style-name="HT">span</text:span>'
          '<text:hidden-text text:string-value="string" text:is-hidden="true"/>words.')
        + p("paragraph by style", "HP")
        + p('paragraph by field<text:hidden-paragraph text:is-hidden="true"/>')
        + f'<text:section text:display="none">{p("section")}</text:section>'
        + CLOSING,
        text_style("HT", 'text:display="none"') + hidden + "</style:style>",
    )  # fmt: skip
    assert lines(article)[0] == "Shown words."
    assert removed(article) == [
        ("hidden text", text) for text in ("span", "string", "paragraph by style", "paragraph by field", "section")
    ]
    assert article.removed[1].place == "Shown"


def test_comments_changes_and_the_names_of_reviewers() -> None:
    who = "<dc:creator>{}</dc:creator><dc:date>2024-05-03T10:00:00</dc:date>"
    info = f"<office:change-info>{who.format('Rita Red')}</office:change-info>"
    changes = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{info}{p('taken out' + note('d', 'Its note.'))}"
        f"</text:deletion></text:changed-region><text:changed-region><text:insertion>{info}</text:insertion>"
        f"</text:changed-region><text:changed-region><text:format-change>{info}</text:format-change>"
        "</text:changed-region></text:tracked-changes>"
    )
    comment = f'<office:annotation office:name="a">{who.format("Bob Blue")}{p("Is it so?")}</office:annotation>'
    article = read(
        changes
        + p(f'The {comment}ferry<office:annotation-end office:name="a"/> was <text:change-start/>painted'
            '<text:change-end/><text:change/>.')
        + CLOSING
    )  # fmt: skip
    assert lines(article)[0] == "The ferry was painted."
    assert sorted(removed(article)) == [
        ("comment", "Is it so?"),
        ("deleted in the tracked changes", "taken out Its note."),
        ("name of a reviewer", "Bob Blue"),
        ("name of a reviewer", "Rita Red"),
    ]
    assert article.remarks == ("tracked changes were accepted (insertions: 1, deletions: 1)",)


def frame(inner: str, anchor: str = "as-char", more: str = "") -> str:
    return f'<draw:frame draw:name="Frame 1" text:anchor-type="{anchor}">{inner}{more}</draw:frame>'


def embedded(kind: str, name: str) -> str:
    """An object, and its picture for programs that cannot show it."""
    return f'<draw:{kind} xlink:href="./{name}"/><draw:image xlink:href="./ObjectReplacements/{name}"/>'


def test_a_table_in_a_box_is_one_though_libreoffice_has_a_name_of_its_own_for_it() -> None:
    space = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    row = "".join(f"<loext:table-cell>{p(word)}</loext:table-cell>" for word in ("Pier", "Depth"))
    rows = f"<loext:table-row>{row}</loext:table-row>" * 2
    box = f"<draw:text-box><loext:table {space}>{rows}</loext:table></draw:text-box>"
    assert read(p(f"A sentence{frame(box)}.")).body.count("| Pier | Depth |") == 2


def test_boxes_and_captions_follow_their_paragraph() -> None:
    image = frame('<draw:image xlink:href="Pictures/a.png"/>', more="<svg:desc>A pier</svg:desc>")
    box = f"<draw:text-box>{p(image + 'Figure 1: The pier')}</draw:text-box>"
    article = read(
        p(f"A sentence before{frame(box)} and after.")
        + p(f"<draw:custom-shape>{p('In a shape')}<draw:enhanced-geometry/></draw:custom-shape>")
        + CLOSING,
        parts={"Pictures/a.png": ONE_PIXEL},
    )
    assert lines(article)[:4] == [
        "A sentence before and after.",
        "![A pier](image1.png)",
        "Figure 1: The pier",
        "In a shape",
    ]
    assert [picture.data for picture in article.pictures] == [ONE_PIXEL]
    assert article.body.count("In a shape") == 1


def test_formulas_become_tex_where_they_stand() -> None:
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo>'
        '<mn>4</mn></mrow><annotation encoding="StarMath 5.0">x^2 = 4</annotation></semantics></math>'
    )
    article = read(
        p(f"If {frame(embedded('object', 'Object 1'))} then two, and the ferry is late by two hours.") + CLOSING,
        parts={"Object 1/content.xml": formula.encode()},
    )  # fmt: skip
    assert lines(article)[0].startswith("If `x^{2} = 4` then")
    assert not article.pictures


CHART = part(
    "document-content",
    "<office:body><office:chart><chart:chart><chart:title><text:p>Passengers</text:p></chart:title><chart:plot-area>"
    "<chart:axis><chart:title><text:p>year</text:p></chart:title></chart:axis></chart:plot-area><table:table>"
    "<table:table-header-rows><table:table-row><table:table-cell/><table:table-cell><text:p>Ferry</text:p>"
    "</table:table-cell></table:table-row></table:table-header-rows><table:table-rows><table:table-row>"
    '<table:table-cell><text:p>1998</text:p></table:table-cell><table:table-cell office:value="12"><text:p>12</text:p>'
    "</table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body>",
)


def test_a_chart_is_a_table_of_its_data_and_other_objects_are_named() -> None:
    article = read(
        p(f"The numbers fell.{frame(embedded('object', 'Object 1'))}")
        + p(f"A drawing.{frame(embedded('object-ole', 'Object 2'))}")
        + CLOSING,
        parts={"Object 1/content.xml": CHART},
    )
    assert [re.sub(" +", " ", line) for line in lines(article)[:5]] == [
        "The numbers fell.",
        "Passengers",
        "| | Ferry |",
        "|------|-------|",
        "| 1998 | 12 |",
    ]
    assert [(str(item.what), item.text, item.place) for item in article.removed] == [
        ("chart", "year", "The numbers fell."),
        ("embedded object", "Frame 1", "A drawing."),
    ]


NUMBERED = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>'
    '<text:list-style style:name="Bare"><text:list-level-style-number text:level="1" style:num-format=""/>'
    "</text:list-style>"
)


def test_lists_count_on_begin_anew_and_nest() -> None:
    inner = f"<text:list>{item(p('inner'))}</text:list>"
    numbered = '<text:list text:style-name="N"'
    article = read(
        OPENING
        + f"{numbered}>{item(p('one'), inner)}{item(p('two'))}</text:list>"
        + p("A paragraph that ends here.")
        + f'{numbered} text:continue-numbering="true">{item(p("three"))}</text:list>'
        + p("Another one that ends here.")
        + f"{numbered}>{item(p('seven'), start='7')}</text:list>"
        + f'<text:list text:style-name="Bare">{item(p("Only indented."))}</text:list>'
        + f"{numbered}>{item(h('A numbered heading', 2))}</text:list>",
        NUMBERED,
    )
    assert lines(article)[1:] == [
        "1.  one",
        "    - inner",
        "2.  two",
        "A paragraph that ends here.",
        "3.  three",
        "Another one that ends here.",
        "7.  seven",
        "Only indented.",
        "## A numbered heading",
    ]


@pytest.mark.parametrize(
    ("shape", "labels"),
    [
        ('style:num-format="a" style:num-suffix=")"', ["- a) one", "- b) two"]),
        ('style:num-format="I" style:num-prefix="(" style:num-suffix=")"', ["- (I) one", "- (II) two"]),
        ('style:num-format="А, Б, .., Аа, Бб, ... (ru)" style:num-suffix="."', ["- А. one", "- Б. two"]),
        ('style:num-format="1" style:num-suffix=")"', ["1.  one", "2.  two"]),
    ],
)
def test_letters_of_lists_stay(shape: str, labels: list[str]) -> None:
    style = f'<text:list-style style:name="L"><text:list-level-style-number text:level="1" {shape}/></text:list-style>'
    article = read(OPENING + f'<text:list text:style-name="L">{item(p("one"))}{item(p("two"))}</text:list>', style)
    assert lines(article)[1:] == labels


def test_formatting_is_merged_and_may_be_switched_off_again() -> None:
    article = read(
        OPENING
        + p('A <text:span text:style-name="B">bold </text:span><text:span text:style-name="B">word</text:span>'
            '<text:span text:style-name="B"><text:span text:style-name="I"> slanted</text:span></text:span>, H'
            '<text:span text:style-name="Down">2</text:span>O, <text:span text:style-name="B">not '
            '<text:span text:style-name="Off">bold</text:span></text:span> and <text:a xlink:href="https://e.org/a_b">'
            "a link</text:a>.")
        + p("Quoted words of a captain.", "Quotations")
        + p("ls -l", "Preformatted_20_Text")
        + p("cd ..", "Preformatted_20_Text"),
        text_style("B", 'fo:font-weight="bold"')
        + text_style("I", 'fo:font-style="italic"')
        + text_style("Down", 'style:text-position="-33% 58%"')
        + text_style("Off", 'fo:font-weight="normal"'),
    )  # fmt: skip
    assert "A **bold word *slanted***, H<sub>2</sub>O, **not** bold and [a link](https://e.org/a_b)." in article.body
    assert "> Quoted words of a captain." in article.body
    assert "    ls -l\n    cd ..\n" in article.body


def test_headers_and_footers_with_words_are_listed() -> None:
    named = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Draft of May</text:p>'
        "</style:header><style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
    assert removed(read(OPENING, named=named)) == [("header of the pages", "Draft of May")]


def test_nesting_and_repetition_end() -> None:
    opened = (
        '<table:table><table:table-row table:number-rows-repeated="999999">'
        '<table:table-cell table:number-columns-repeated="999999">'
    )
    closed = "</table:table-cell></table:table-row></table:table>"
    text = p("in the innermost cell")
    for _ in range(40):
        text = f"{opened}{text}{closed}"
    noted = f"{'<text:note><text:note-body><text:p>' * 60}deep{'</text:p></text:note-body></text:note>' * 60}"
    article = read(OPENING + text + p(f"A word.{noted}"))
    assert "in the innermost cell" in article.body
    assert len(article.body) < 1_000_000


def test_a_document_without_its_text_is_damaged() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", part("document-content", "<office:body/>"))
    with pytest.raises(Exception, match="damaged: it has no text"):
        office.read(target.getvalue(), "a.odt")


def test_deleted_text_amid_the_text_is_refused() -> None:
    info = "<office:change-info><dc:creator>Rita Red</dc:creator></office:change-info>"
    region = f'<text:changed-region text:id="c1"><text:deletion>{info}</text:deletion></text:changed-region>'
    changed = 'The ferry was <text:change-start text:change-id="c1"/>slow<text:change-end text:change-id="c1"/>.'
    with pytest.raises(ArticleError, match="Accept or reject the changes"):
        read(f"<text:tracked-changes>{region}</text:tracked-changes>{p(changed)}")
