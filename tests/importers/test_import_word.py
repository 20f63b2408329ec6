"""Word documents as people make them: fields, notes, changes, tables of contents, hidden text, charts, boxes, looks."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from importer_texts import definitions, references
from word_files import NAMES, char, drawing, field, note, p, picture, r, word

from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, RemovedKind, office

PIXEL = b"\x89PNG\r\n\x1a\n"
WATER = p("The reservoir was filled in a single spring, and nobody in the valley had been asked about it.")
TOWER = p("An old tower still stands in the water, and in dry summers its door can be seen from the road.")


def read(data: bytes) -> ImportedArticle:
    imported = office.read(data, "paper.docx")
    assert RemovedKind.UNEXPLAINED not in {item.what for item in imported.removed}
    return imported


def left_out(imported: ImportedArticle) -> list[tuple[str, str]]:
    return [(item.what.value, item.text) for item in imported.removed]


def rewrite(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with each of its parts changed."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, change(source.read(name)))
    return target.getvalue()


def lines(imported: ImportedArticle) -> list[str]:
    return [line for line in imported.body.split("\n") if line]


def test_a_note_on_the_title_stays_with_it_and_the_field_is_without_it() -> None:
    body = p(r("Under the Water") + note(2), "Title") + WATER + p(r("It was deep.") + note(3))
    imported = read(word(body, notes={2: r(" A lecture of 1999."), 3: r(" Map no. 4.")}))
    assert imported.title == "Under the Water"
    assert lines(imported)[0] == "# Under the Water[^1]"
    assert definitions(imported.body) == {"1": "A lecture of 1999.", "2": "Map no. 4."}


def test_a_byline_and_a_subtitle_with_notes_stay_in_the_text() -> None:
    body = p("Under the Water", "Title") + p(r("A valley and its dam") + note(2), "Subtitle")
    body += p(r("By Mary Field") + note(3)) + WATER
    imported = read(word(body, notes={2: r("First printed in 2001."), 3: r("Teaches in Goris.")}))
    assert (imported.title, imported.author, imported.subtitle) == ("Under the Water", "Mary Field", "")
    assert lines(imported)[1:3] == ["A valley and its dam[^1]", "By Mary Field[^2]"]


def test_the_styles_of_the_head_become_fields_wherever_the_head_begins() -> None:
    body = p("") + p("Mary Field", "Author") + p("Paul Reed", "Author") + p("Under the Water", "Title")
    body += p("A valley and its dam", "Subtitle") + p("7 March 2023", "Date")
    body += p("What was lost when the dam was built.", "Abstract") + p("The dam", "Heading1") + WATER
    imported = read(word(body))
    assert (imported.title, imported.subtitle) == ("Under the Water", "A valley and its dam")
    assert (imported.author, imported.date) == ("Mary Field, Paul Reed", "2023-03-07")
    assert imported.description == "What was lost when the dam was built."
    assert imported.body.startswith("# Under the Water\n\n## The dam\n\nThe reservoir")
    assert not imported.removed


def test_a_title_of_several_paragraphs_is_whole() -> None:
    body = p("Under the Water:", "Title") + p("") + p(r("Life below") + note(2), "Title") + p("the Dam", "Title")
    body += p("A valley", "Subtitle") + p("and its dam", "Subtitle") + p("7 March", "Date") + p("2023", "Date") + WATER
    imported = read(word(body, notes={2: r("First printed in 2001.")}))
    assert (imported.title, imported.subtitle) == ("Under the Water: Life below the Dam", "A valley and its dam")
    assert imported.date == "2023-03-07"
    assert lines(imported)[0] == "# Under the Water: Life below[^1] the Dam"
    assert not imported.removed


def test_a_line_of_the_translator_is_no_author() -> None:
    body = p("Under the Water", "Title") + p("Mary Field", "Author") + p("Перевод с английского: Анна Море", "Author")
    imported = read(word(body + WATER))
    assert imported.author == "Mary Field"
    assert left_out(imported) == [("line about the text", "Перевод с английского: Анна Море")]


def test_an_abstract_of_several_paragraphs_and_a_date_that_is_none_stay_in_the_text() -> None:
    body = p("Under the Water", "Title") + p("in the year of the flood", "Date") + p("One part.", "Abstract")
    imported = read(word(body + p("Another part.", "Abstract") + WATER))
    assert (imported.description, imported.date) == ("", "")
    assert lines(imported)[1:4] == ["in the year of the flood", "One part.", "Another part."]


NOTED = '<w:bookmarkStart w:id="5" w:name="_Ref7"/>' + note(2) + '<w:bookmarkEnd w:id="5"/>'


@pytest.mark.parametrize(
    "again",
    [
        field(r"NOTEREF _Ref7 \h", "1"),
        field(r"NOTEREF _Ref7 \f \h", r("1", '<w:vertAlign w:val="superscript"/>')),
        '<w:fldSimple w:instr=" NOTEREF _Ref7 ">' + r("1") + "</w:fldSimple>",
        field(r"REF _Ref7 \h", "1"),
        field(r'HYPERLINK \l "_Ref7"', "1"),
        '<w:hyperlink w:anchor="_Ref7">' + r("1") + "</w:hyperlink>",
        note(2),
    ],
)
def test_a_second_reference_to_a_note_is_one_again(again: str) -> None:
    body = p("Title", "Title") + p(r("It was deep.") + NOTED) + p(r("See note ") + again + r(" above.")) + WATER
    imported = read(word(body, notes={2: r(" Map no. 4.")}))
    assert "See note [^1] above." in imported.body
    assert definitions(imported.body) == {"1": "Map no. 4."}
    assert references(imported.body) == ["1", "1"]


def test_fields_keep_what_they_show() -> None:
    shown = "".join(
        f"<w:fldSimple w:instr=' {instruction} '>{r(text)}</w:fldSimple>{r(', ')}"
        for instruction, text in [
            ("SEQ Map \\* ARABIC", "3"), ("REF _Ref1", "Map 3"), ("STYLEREF 1", "Chapter"),
            ("DOCPROPERTY X", "Draft A"),
            ("PAGEREF _Ref1", "12"), ("MERGEFIELD Name", "Ada"), ("AUTHOR", "Mary"),
        ]
    )  # fmt: skip
    nested = field("IF " + "x", field("FORMTEXT", "typed in"))
    link = field('HYPERLINK "https://example.org/a?b=1" \\l "part" \\o "a tip"', "the " + "register")
    imported = read(word(p("Title", "Title") + p(shown) + p(nested + r(" and ") + link + r("’s end.")) + WATER))
    assert lines(imported)[1] == "3, Map 3, Chapter, Draft A, 12, Ada, Mary,"
    assert lines(imported)[2] == "typed in and [the register](https://example.org/a?b=1#part)’s end."


def test_words_within_the_instruction_of_a_field_are_listed() -> None:
    inner = char("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + field("MERGEFIELD Sex", "female ")
    whole = inner + char("separate") + r("Madam") + char("end")
    imported = read(word(p("Title", "Title") + p(r("Dear ") + whole + r("!")) + WATER))
    assert lines(imported)[1] == "Dear Madam!"
    assert left_out(imported) == [("hidden text", "female")]


def test_a_field_without_an_end_ends_with_its_paragraph() -> None:
    link = field('HYPERLINK "https://example.org/"', "the register", end=False)
    body = p("Title", "Title") + p(r("See ") + link + note(2)) + WATER + TOWER
    imported = read(word(body, notes={2: r("Map no. 4.")}))
    assert lines(imported)[1] == "See [the register](https://example.org/)[^1]"
    assert imported.body.count("example.org") == 1


def test_the_deleted_end_of_a_field_still_ends_it() -> None:
    link = field('HYPERLINK "https://example.org/"', "the register", end=False)
    body = p("Title", "Title") + p(r("See ") + link + f"<w:del>{char('end')}</w:del>" + r(" first.")) + WATER
    assert lines(read(word(body)))[1] == "See [the register](https://example.org/) first."


def test_marks_of_their_own_are_not_doubled() -> None:
    body = p("Title", "Title") + p(r("It was deep") + note(2, mark="†") + r(" and cold.") + note(3)) + WATER
    imported = read(word(body, notes={2: p(r("† ") + r("Measured in May.")), 3: r(" Map.")}))
    assert lines(imported)[1] == "It was deep[^1] and cold.[^2]"
    assert definitions(imported.body) == {"1": "Measured in May.", "2": "Map."}


@pytest.mark.parametrize("main", ["word/document2.xml", "docs/main.xml", "word/Text.xml"])
def test_the_text_is_found_by_the_relationships(main: str) -> None:
    data = word(p("Title", "Title") + p(r("It was deep.") + note(2)) + WATER, notes={2: r("Map.")}, main=main)
    assert "It was deep.[^1]" in read(data).body


def test_the_strict_form_is_read_too() -> None:
    data = word(p("Title", "Title") + p(r("It was deep.") + note(2)) + WATER, notes={2: r("Map.")})
    strict = rewrite(data, lambda content: content.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"))  # fmt: skip
    assert "It was deep.[^1]" in read(strict).body


ENTRY = field(r"PAGEREF _Toc1 \h", "2")
HEADED = p("The dam", "Heading1") + WATER + p("The tower", "Heading1") + TOWER
CONTENTS = {
    "a field": p(char("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + char("separate") + r("The dam"))
    + p(r("The tower") + "<w:r><w:tab/></w:r>" + ENTRY) + p(char("end")),
    "a control": '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    f"<w:sdtContent>{p('Innehåll')}{p('The dam 2')}{p('The tower 3')}</w:sdtContent></w:sdt>",
    "styles": p("The dam 2", "TOC1") + p("The tower 3", "TOC1"),
    "dots": p("The dam ........ 2") + p("The tower ....... 3"),
    "tabs": p(r("The dam") + "<w:r><w:tab/></w:r>" + r("2")) + p(r("The tower") + "<w:r><w:tab/></w:r>" + r("3")),
    "links": "".join(p(f'<w:hyperlink w:anchor="x">{r(text)}</w:hyperlink>') for text in ("The dam", "The tower")),
}  # fmt: skip


@pytest.mark.parametrize("heading", ["", p("Оглавление"), p("Բովանդակություն"), p("Innehåll", "Heading1")])
@pytest.mark.parametrize("way", CONTENTS)
def test_a_table_of_contents_goes_with_its_heading(way: str, heading: str) -> None:
    imported = read(word(p("Under the Water", "Title") + heading + CONTENTS[way] + HEADED))
    assert imported.body.startswith("# Under the Water\n\n## The dam\n\nThe reservoir")
    assert {what for what, _ in left_out(imported)} == {"table of contents"}
    assert sum(text.endswith(("2", "3", "dam", "tower")) for _, text in left_out(imported)) == 2


def test_rows_with_numbers_are_no_table_of_contents() -> None:
    rows = "".join(
        p(f"{name}<w:r><w:tab/></w:r>{r(number)}") for name, number in ((r("Apples"), "12"), (r("Pears"), "30"))
    )
    body = p("Under the Water", "Title") + p("By the harvest:") + rows + HEADED
    assert not read(word(body)).removed


HIDING = '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
HIDING += '<w:style w:type="paragraph" w:styleId="Memo"><w:name w:val="Memo"/><w:rPr><w:vanish/></w:rPr></w:style>'
HIDING += '<w:style w:type="paragraph" w:styleId="Note2"><w:name w:val="Note2"/><w:basedOn w:val="Memo"/></w:style>'


def test_hidden_text_is_left_out_and_listed() -> None:
    body = p("Title", "Title") + p(r("Deep ") + r("ask Ann ", "<w:vanish/>") + r("again ", "<w:vanish/>") + r("water."))
    body += p(r("Cold") + r(" no, warm", '<w:rStyle w:val="Secret"/>') + r(" and clear.", '<w:vanish w:val="0"/>'))
    body += p("For the editor alone.", "Note2") + p(r("Shown", '<w:vanish w:val="false"/>'), "Memo") + WATER
    imported = read(word(body, styles=HIDING))
    assert lines(imported)[1:4] == ["Deep water.", "Cold and clear.", "Shown"]
    assert left_out(imported) == [
        ("hidden text", "ask Ann again"),
        ("hidden text", "no, warm"),
        ("hidden text", "For the editor alone."),
    ]
    assert imported.removed[0].place == "Deep"


def test_what_goes_with_a_reference_is_listed_with_the_reason() -> None:
    gone = f'<w:del w:author="Rita">{note(2)}</w:del>'
    hidden = note(3).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    body = p("Title", "Title") + p(r("It was deep.") + gone + hidden + note(4)) + p(r("Cold.") + note(9)) + WATER
    notes = {2: r("Deleted one."), 3: r("Hidden one."), 4: r("Kept."), 5: r("Never referred to.")}
    imported = read(word(body, notes=notes))
    assert definitions(imported.body) == {"1": "Kept."}
    assert sorted(left_out(imported)) == [
        ("deleted in the tracked changes", "Deleted one."),
        ("hidden text", "Hidden one."),
        ("name of a reviewer", "Rita"),
        ("note without a reference", "Never referred to."),
        ("reference to a deleted note", ""),
    ]


def test_changes_are_accepted_in_rows_paragraphs_and_moves() -> None:
    moved = f'<w:moveFrom w:author="Rita">{r("The tower stays.")}</w:moveFrom>'
    arrived = f'<w:moveTo w:author="Rita">{r("The tower stays.")}</w:moveTo>'
    joined = p(r("One sen"), properties="<w:rPr><w:del/></w:rPr>") + p(r("tence."))
    row = "<w:tr>{}<w:tc>" + p("Year") + "</w:tc><w:tc>" + p("{}") + "</w:tc></w:tr>"
    table = "<w:tbl>" + row.format("", "Level") + row.format("<w:trPr><w:del/></w:trPr>", "Gone") + "</w:tbl>"
    imported = read(word(p("Title", "Title") + p(moved) + joined + table + p(arrived) + WATER))
    assert lines(imported)[1] == "One sentence."
    assert "Gone" not in imported.body
    assert imported.body.count("The tower stays.") == 1
    assert left_out(imported) == [("deleted in the tracked changes", "Year Gone"), ("name of a reviewer", "Rita")]
    assert imported.remarks == ("tracked changes were accepted (insertions: 0, deletions: 1, moves: 1)",)


def test_looks_that_markdown_lacks_are_told_where_they_say_something() -> None:
    underline = '<w:u w:val="single"/>'
    words = (
        r("It was ")
        + r("never", underline)
        + r(" asked, said ")
        + r("the mayor", "<w:smallCaps/>")
        + r("; ")
        + r("check this", '<w:highlight w:val="yellow"/>')
        + r(".")
    )
    heading = p(r("All of it", underline), "Heading1")
    link = f'<w:hyperlink r:id="x">{r("a page", underline)}</w:hyperlink>'
    links = [("x", "hyperlink", "https://example.org/")]
    imported = read(word(p("Title", "Title") + heading + p(words) + p(link) + WATER, links=links))
    assert lines(imported)[2] == "It was never asked, said the mayor; check this."
    assert [text for text in imported.remarks if "underlined" in text] == [
        "underlined, highlighted or in small capitals there, plain text here: “never”, “the mayor”, “check this”"
    ]


CHART = (
    f"<c:chartSpace {NAMES}><c:chart><c:title><a:p><a:r><a:t>Harvest</a:t></a:r></a:p></c:title><c:plotArea>{{}}"
    "</c:plotArea></c:chart></c:chartSpace>"
)


def points(*values: str, form: str = "General") -> str:
    return f"<c:formatCode>{form}</c:formatCode>" + "".join(
        f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>' for index, value in enumerate(values)
    )


def series(name: str, values: str) -> str:
    return (
        f"<c:ser><c:tx><c:strRef><c:strCache>{points(name)}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>"
        f"{points('1998', '2004')}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>{values}</c:numCache>"
        "</c:numRef></c:val></c:ser>"
    )


def test_a_chart_is_a_table_of_its_data() -> None:
    data = series("Barley", points("12", "0.1")) + series("Share", points("0.25", "0.5", form="0%"))
    body = p("Title", "Title") + WATER + p(drawing('<c:chart r:id="x"/>')) + TOWER
    more = {"word/charts/chart1.xml": CHART.format(data).encode()}
    imported = read(word(body, links=[("x", "chart", "charts/chart1.xml")], more=more))
    table = [re.sub(" +", " ", line) for line in lines(imported) if line.startswith("|")]
    assert [table[0], *table[2:]] == ["| | Barley | Share |", "| 1998 | 12 | 25% |", "| 2004 | 0.1 | 50% |"]
    assert "\n\nHarvest\n\n|" in imported.body
    assert "chart" in imported.remarks[0]
    bare = read(
        word(
            body,
            links=[("x", "chart", "charts/chart1.xml")],
            more={**more, "word/charts/chart1.xml": CHART.format("").encode()},
        )
    )
    assert [(item.what, item.text, item.place[-12:]) for item in bare.removed] == [
        ("chart", "Harvest", "asked about it."[-12:])
    ]


def test_a_diagram_is_a_list_of_its_words() -> None:
    texts = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in ("Rain", "Dam")
    )
    more = {
        "word/diagrams/data1.xml": f"<dgm:dataModel {NAMES}><dgm:ptLst>{texts}</dgm:ptLst></dgm:dataModel>".encode()
    }
    body = p("Title", "Title") + WATER + p(drawing('<dgm:relIds r:dm="x"/>')) + TOWER
    imported = read(word(body, links=[("x", "diagramData", "diagrams/data1.xml")], more=more))
    assert "\n\n- Rain\n- Dam\n\n" in imported.body
    assert "SmartArt" in imported.remarks[0]


def box(inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    shape = (
        f"<mc:Choice Requires='wps'>{drawing(f'<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>')[5:-6]}</mc:Choice>"
    )
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{shape}{old}</mc:AlternateContent></w:r>"


def test_a_box_stands_once_after_its_paragraph_with_its_pictures() -> None:
    inner = p(drawing(picture("x"), description="A gauge")) + p("Map 1. The gauge.", "Caption")
    body = p("Title", "Title") + p(r("It was deep") + box(inner) + r(" and cold.")) + WATER
    imported = read(word(body, links=[("x", "image", "media/i.png")], more={"word/media/i.png": PIXEL}))
    assert lines(imported)[1:4] == ["It was deep and cold.", "![A gauge](image1.png)", "Map 1. The gauge."]
    assert [picture.data for picture in imported.pictures] == [PIXEL]


def test_the_description_of_a_picture_on_the_cover_is_not_the_title() -> None:
    body = p(drawing(picture("x"), description="A gauge in a frame")) + WATER + TOWER
    imported = read(word(body, links=[("x", "image", "media/i.png")], more={"word/media/i.png": PIXEL}))
    assert imported.title == ""
    assert lines(imported)[0] == "![A gauge in a frame](image1.png)"


def test_a_picture_is_the_drawing_and_not_its_copy_for_older_programs() -> None:
    svg = '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="s"/>'
    blip = (
        f'<pic:pic><pic:blipFill><a:blip r:embed="x"><a:extLst><a:ext>{svg}</a:ext></a:extLst></a:blip></pic:blipFill>'
    )
    body = p("Title", "Title") + WATER + p(drawing(f"{blip}</pic:pic>", description="A gauge"))
    links = [("x", "image", "media/i.png"), ("s", "image", "media/i.svg")]
    imported = read(word(body, links=links, more={"word/media/i.png": PIXEL, "word/media/i.svg": b"<svg/>"}))
    assert [(picture.name, picture.data) for picture in imported.pictures] == [("image1.svg", b"<svg/>")]


def test_objects_old_pictures_and_what_cannot_be_had_are_named_with_their_place() -> None:
    old = (
        '<w:r><w:object><v:shape alt="A sheet"><v:imagedata r:id="x"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/>'
    )
    far = drawing('<pic:pic><pic:blipFill><a:blip r:link="far"/></pic:blipFill></pic:pic>', description="A photo")
    body = (
        p("Title", "Title")
        + WATER
        + p(old + "</w:object></w:r>")
        + p(r("Far: ") + far)
        + p(r("A line: ") + drawing("<wps:wsp/>"))
    )
    links = [("x", "image", "media/i.png"), ("far", "image", "https://example.org/p.png")]
    imported = read(word(body + TOWER, links=links, more={"word/media/i.png": PIXEL}))
    assert "![A sheet](image1.png)" in imported.body
    assert [(item.what, item.text, item.place) for item in imported.removed] == [
        ("embedded object", "Excel.Sheet.12", "in the valley had been asked about it."),
        ("picture", "A photo https://example.org/p.png", "Far:"),
        ("drawing", "", "A line:"),
    ]


def test_large_type_makes_headings_beside_styled_ones() -> None:
    big = '<w:b/><w:sz w:val="32"/>'
    body = (
        p("Title", "Title")
        + p("The dam", "Heading1")
        + WATER
        + p(r("The tower", big))
        + TOWER
        + p(r("A whole sentence, said loudly.", big))
        + WATER
    )
    imported = read(word(body))
    assert [line for line in lines(imported) if line.startswith("#")] == ["# Title", "## The dam", "## The tower"]


def test_sizes_rank_headings_where_no_style_says_anything() -> None:
    def sized(text: str, size: int) -> str:
        return p(r(text, f'<w:b/><w:sz w:val="{size}"/>'))

    body = (
        sized("Under the Water", 40)
        + p("Mary Field")
        + sized("The dam", 32)
        + WATER
        + sized("Its wall", 26)
        + TOWER
        + sized("The tower", 32)
        + WATER
    )
    imported = read(word(body))
    found = [line for line in lines(imported) if line.startswith("#")]
    assert found == ["# Under the Water", "## The dam", "### Its wall", "## The tower"]


def test_typed_items_are_lists_and_dialogue_is_none() -> None:
    typed = ["• one", "• two", "1) first", "2) second", "ա) առաջին", "բ) երկրորդ", "– Who is there?", "– The tower."]
    imported = read(word(p("Title", "Title") + "".join(map(p, typed)) + WATER))
    assert lines(imported)[1:9] == [
        "- one", "- two", "1.  first", "2.  second", "- ա) առաջին", "- բ) երկրորդ", "– Who is there?", "– The tower.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [("lowerLetter", "%1)", ["a)", "b)"]), ("russianLower", "%1)", ["а)", "б)"]), ("upperRoman", "%1.", ["I.", "II."])],
)
def test_letters_of_a_list_stay_as_the_text_refers_to_them(form: str, text: str, labels: list[str]) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("Title", "Title") + p("the wall", properties=item) + p("the door", properties=item) + WATER
    assert lines(read(word(body, numbering=numbering)))[1:3] == [f"- {labels[0]} the wall", f"- {labels[1]} the door"]


def test_a_drop_cap_belongs_to_its_word() -> None:
    cap = p("T", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert lines(read(word(p("Title", "Title") + cap + p("he lake rose.") + WATER)))[1] == "The lake rose."


def test_readings_and_forms_that_pandoc_leaves_out_are_in_the_text() -> None:
    ruby = "<w:r><w:ruby><w:rt>" + r("kura") + "</w:rt><w:rubyBase>" + r("Կուր") + "</w:rubyBase></w:ruby></w:r>"
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
    form = box + "</w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>" + char("separate") + char("end")
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here.')}</w:sdtContent></w:sdt>"
    imported = read(word(p("Title", "Title") + p(ruby + r(" rises.")) + p(form + r(" seen")) + empty + WATER))
    assert lines(imported)[1:3] == ["Կուր(kura) rises.", "☒ seen"]
    assert left_out(imported) == [("hidden text", "Click here.")]


def test_cells_beyond_the_grid_of_a_table_are_not_lost() -> None:
    def row(*cells: str, before: str = "") -> str:
        return f"<w:tr>{before}" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    shifted = row("1998", "deep", before='<w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    table = f'<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>{row("Place", "Year", "Level")}{shifted}</w:tbl>'
    imported = read(word(p("Title", "Title") + table + WATER))
    assert re.search(r"\| +\| 1998 +\| deep +\|", imported.body)


@pytest.mark.parametrize("first", [1, 4])
def test_no_cell_of_a_row_that_is_longer_than_the_first_is_lost(first: int) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    rows = [row("Year", "Level"), row("1998", "deep", "muddy"), row("1999", "low", "clear", "cold")]
    wide = row("Levels").replace("<w:tc>", f'<w:tc><w:tcPr><w:gridSpan w:val="{first}"/></w:tcPr>')
    table = f"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{wide}{''.join(rows)}</w:tbl>"
    imported = read(word(p("Title", "Title") + table + WATER))
    assert re.search(r"\| 1999 +\| low +\| clear +\| cold +\|", imported.body)
    assert imported.removed == ()


LINE_BREAKS = {"break": "<w:br/>", "old break": "<w:cr/>", "column": '<w:br w:type="column"/>', "tab": "<w:ptab/>"}


@pytest.mark.parametrize("line_break", LINE_BREAKS.values(), ids=LINE_BREAKS)
def test_words_around_a_line_break_stay_apart(line_break: str) -> None:
    between = f"<w:r>{line_break}</w:r>"
    bold = f"<w:r><w:rPr><w:b/></w:rPr>{line_break}</w:r>".join(r(text, "<w:b/>") for text in ("North", "shore"))
    link = f'<w:hyperlink w:anchor="x">{r("South")}{between}{r("shore")}</w:hyperlink>'
    heading = p(r("The old", "<w:i/>") + between + r("tower ") + link, "Heading1")
    table = f"<w:tbl><w:tblGrid/><w:tr><w:tc>{p(bold)}</w:tc><w:tc>{p(link)}</w:tc></w:tr></w:tbl>"
    imported = read(word(p("Title", "Title") + heading + WATER + p(r("It rose") + between + r("and fell.")) + table))
    assert "# *The old* tower South shore" in imported.body
    assert re.search(r"It rose(?: |\\\n)and fell\.", imported.body)
    assert re.search(r"\| \*\*North(?: |<br>)shore\*\* +\| South(?: |<br>)shore +\|", imported.body)
    assert imported.removed == ()


def test_a_break_is_one_however_it_is_written() -> None:
    rule = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    imported = read(word(p("Title", "Title") + WATER + p("* * *") + TOWER + p(rule) + WATER))
    assert len(re.findall(r"^(?:-{3,}|\* \* \*)$", imported.body, re.MULTILINE)) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (p(char("begin") * 60 + r("word")), "nests fields more than 40 deep"),
        ("<w:p>" + "<w:r/>" * 1_600_000 + "</w:p>", "far more than an article has"),
        ("<w:sdt><w:sdtContent>" * 200 + p("word") + "</w:sdtContent></w:sdt>" * 200, "nested more than 250 deep"),
    ],
)
def test_what_no_text_has_is_refused(body: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        office.read(word(p("Title", "Title") + body), "paper.docx")


def test_other_prefixes_and_styles_with_names_of_their_own_are_understood() -> None:
    named = '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>'
    named += '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    body = p("Под водой", "a3") + p("Плотина", "1") + p(r("Было глубоко.") + note(2)) + WATER
    data = rewrite(word(body, notes={2: r("Карта.")}, styles=named), _rename_prefix)
    assert lines(read(data))[:3] == ["# Под водой", "## Плотина", "Было глубоко.[^1]"]


def _rename_prefix(content: bytes) -> bytes:
    return re.sub(rb"(</?|\s)w:(?=\w)", rb"\1main:", content.replace(b"xmlns:w=", b"xmlns:main="))


def test_nothing_is_read_or_fetched_from_outside() -> None:
    far = '<w:altChunk r:id="chunk"/>' + p('<w:subDoc r:id="sub"/>' + drawing(picture("file")))
    links = [
        ("chunk", "aFChunk", "part.html"),
        ("sub", "subDocument", "file:///etc/passwd"),
        ("file", "image", "../../../../etc/hostname"),
    ]
    imported = read(word(p("Title", "Title") + WATER + far + TOWER, links=links))
    assert not imported.pictures
    assert [(item.what, item.text) for item in imported.removed] == [
        ("picture", "etc/hostname"),
        ("embedded object", "word/part.html"),
        ("embedded object", "file:///etc/passwd"),
    ]


def test_references_that_lead_nowhere_are_told() -> None:
    shown = field("NOTEREF _Gone \\h", "4") + r(" and ") + field("REF _Away \\h", "Error! Reference source not found.")
    imported = read(word(p("Under the Water", "Title") + p(r("See note ") + shown + r(".")) + WATER))
    assert "See note 4 and Error! Reference source not found." in imported.body
    assert imported.dangling == ("4", "Error! Reference source not found.")


def test_a_note_amid_the_words_of_a_link_stands_behind_it() -> None:
    def link(text: str, identifier: str = "a") -> str:
        return f'<w:hyperlink r:id="{identifier}">{r(text)}</w:hyperlink>'

    body = p("Under the Water", "Title") + p(
        link("water") + note(2) + link("mark") + r(" and tow") + note(3) + r("er.")
    )
    body += p(r("It sank.") + note(4) + link("A map", "b")) + WATER
    links = [("a", "hyperlink", "https://example.org/mark"), ("b", "hyperlink", "https://example.org/map")]
    imported = read(word(body, notes={2: r(" One."), 3: r(" Two."), 4: r(" Three.")}, links=links))
    assert "[watermark](https://example.org/mark)[^1] and tow[^2]er." in imported.body
    assert "It sank.[^3] [A map](https://example.org/map)" in imported.body
    assert imported.spaced == ("3",)


@pytest.mark.parametrize("below", ["", WATER])
def test_a_text_whose_paragraphs_are_all_titles_is_text(below: str) -> None:
    sentences = [
        f"The water rose in week {week}, and nobody in the valley had seen it rise so fast." for week in "1234"
    ]
    imported = read(word("".join(p(each, "Title") for each in ["Under the Water", *sentences]) + below))
    assert imported.title == "Under the Water"
    assert imported.body.startswith("\n\n".join(["# Under the Water", *sentences]))


def test_a_caption_that_is_in_the_properties_of_its_table_too_is_there_once() -> None:
    cell = f"<w:tc>{p('Level')}</w:tc>"
    table = (
        f'<w:tbl><w:tblPr><w:tblCaption w:val="Table 1. Levels"/></w:tblPr>{f"<w:tr>{cell}{cell}</w:tr>" * 2}</w:tbl>'
    )
    assert read(word(WATER + p("Table 1. Levels") + table + TOWER)).body.count("Table 1. Levels") == 1
    assert read(word(WATER + table + TOWER)).body.count("Table 1. Levels") == 1


def test_a_name_alone_below_the_title_is_the_author() -> None:
    imported = read(word(p("Under the Water", "Title") + p("Mary Field") + WATER, creator="Windows User"))
    assert (imported.author, "Mary Field" in imported.body) == ("Mary Field", False)
    assert "the author is the name below the title: “Mary Field”" in imported.guesses
    noted = p(r("Mary Field") + note(2))
    kept = read(word(p("Under the Water", "Title") + noted + WATER, notes={2: r(" Teaches in Goris.")}))
    assert (kept.author, lines(kept)[1]) == ("Mary Field", "Mary Field[^1]")


def test_a_link_that_would_run_a_script_is_listed() -> None:
    link = field('HYPERLINK "javascript:alert(1)"', "the map")
    imported = read(word(p("Under the Water", "Title") + p(r("See ") + link + r(".")) + WATER))
    assert "See the map." in imported.body
    assert left_out(imported) == [("link that runs a script or holds data", "javascript:alert(1)")]


def test_a_first_heading_with_the_words_of_the_title_is_told_and_left_out() -> None:
    imported = read(word(p("Under the Water", "Title") + p("Under the  water", "Heading1") + WATER + HEADED))
    assert lines(imported)[0] == "# Under the Water"
    assert lines(imported)[1].startswith("The reservoir")
    assert ("line about the text", "Under the water") in left_out(imported)
    noted = p(r("Under the Water") + note(2), "Heading1")
    imported = read(word(p("Under the Water", "Title") + noted + WATER, notes={2: r("A lecture.")}))
    assert lines(imported)[:2] == ["# Under the Water", "## Under the Water[^1]"]
