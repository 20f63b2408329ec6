"""Word documents from raw XML, one for each thing that people and programs put into them."""

from whole_texts import EN1, EN2, EN3, HY1, HY2, HY3, RU1, RU2, RU3
from word_files import NAMES, char, drawing, field, note, p, picture, r, relationships, word

PIXEL = b"\x89PNG\r\n\x1a\n"
RAISED = '<w:vertAlign w:val="superscript"/>'
EN, RU, HY = p("The Last Ferry", "Title"), p("Остров без парома", "Title"), p("Վերջին լաստանավը", "Title")


def _noted(text: str, number: int, *, mark: str = "") -> str:
    return p(r(text) + note(number, mark=mark))


def _deleted(inner: str) -> str:
    return f'<w:del w:id="90" w:author="Vera">{inner}</w:del>'


def _inserted(inner: str) -> str:
    return f'<w:ins w:id="91" w:author="Vera">{inner}</w:ins>'


def _simple(instruction: str, text: str) -> str:
    return f"<w:fldSimple w:instr=' {instruction} '>{r(text)}</w:fldSimple>"


def _box(inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    shape = drawing(f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>").removeprefix("<w:r>").removesuffix("</w:r>")
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def _list(form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{start}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="{start}"><w:abstractNumId w:val="{start}"/></w:num>'
    )


def _item(text: str, number: int) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def _entry(words: str, page: str, anchor: str) -> str:
    shown = r(words) + "<w:r><w:tab/></w:r>" + field(f"PAGEREF {anchor} \\h", page)
    return f'<w:hyperlink w:anchor="{anchor}">{shown}</w:hyperlink>'


def _contents(heading: str, *entries: tuple[str, str, str]) -> str:
    first, *rest = (_entry(*entry) for entry in entries)
    begin = f'{char("begin")}<w:r><w:instrText> TOC \\o "1-3" \\h </w:instrText></w:r>{char("separate")}'
    rows = "".join(p(row, "TOC1") for row in (begin + first, *rest))
    return p(heading, "TOCHeading") + rows + p(char("end"))


def _marked_heading(text: str, anchor: str) -> str:
    mark = f'<w:bookmarkStart w:id="7" w:name="{anchor}"/>'
    return p(mark + r(text) + '<w:bookmarkEnd w:id="7"/>', "Heading1")


def _cell(inner: str) -> str:
    return f"<w:tc>{p(inner)}</w:tc>"


CHART = (
    f"<c:chartSpace {NAMES}><c:chart><c:title><a:p><a:r><a:t>Passengers by year</a:t></a:r></a:p></c:title>"
    "<c:plotArea>{}</c:plotArea></c:chart></c:chartSpace>"
)
SERIES = (
    "<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Ferry</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat>"
    "<c:strRef><c:strCache><c:pt idx='0'><c:v>1961</c:v></c:pt><c:pt idx='1'><c:v>1998</c:v></c:pt></c:strCache>"
    "</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx='0'><c:v>1200</c:v></c:pt>"
    "<c:pt idx='1'><c:v>0</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>"
)


def _charted(data: str) -> bytes:
    more = {"word/charts/chart1.xml": CHART.format(data).encode()}
    body = EN + p(EN1) + p(drawing('<c:chart r:id="x"/>')) + p(EN2)
    return word(body, links=[("x", "chart", "charts/chart1.xml")], more=more)


def _diagram(*texts: str) -> bytes:
    points = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in texts)
    data = f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>".encode()
    body = RU + p(RU1) + p(drawing('<dgm:relIds r:dm="x"/>')) + p(RU2)
    return word(body, links=[("x", "diagramData", "diagrams/data1.xml")], more={"word/diagrams/data1.xml": data})


NOTED = '<w:bookmarkStart w:id="5" w:name="_Ref7"/>' + note(2) + '<w:bookmarkEnd w:id="5"/>'
NOTED_AFTER = '<w:bookmarkStart w:id="5" w:name="_Ref7"/><w:bookmarkEnd w:id="5"/>' + note(2)
AGAIN = p(r("The same page, see note ") + field("NOTEREF _Ref7 \\h", "1") + r(" above."))
AGAIN += p(r(EN2) + field("NOTEREF _Ref7 \\f \\h", r("1", RAISED)))
TWO = {2: r(" Timetable, 1961."), 3: r(" Letters to the editor, 1962.")}
TWO_RU = {2: r(" Расписание, 1961."), 3: r(" Письма читателей, 1962.")}

HEADS = {
    "abstract.docx": word(
        EN + p("An island and its bridge", "Subtitle") + p("Mary Field", "Author") + p("Paul Reed", "Author")
        + p("7 March 2023", "Date") + p("The harbour died of the bridge, and not of the storms.", "Abstract")
        + p("The strait", "Heading1") + p(EN1) + p(EN2)
    ),
    **{
        f"author-default-{index}.docx": word(HY + p(HY1) + p(HY2), creator=name)
        for index, name in enumerate(("Пользователь Windows", "Unknown Author", "HP", "Администратор"))
    },
    "author-person.docx": word(HY + p(HY1) + p(HY2), creator="Մարի Դաշտոյան"),
    "title-note.docx": word(p(r("The Last Ferry") + note(2), "Title") + _noted(EN1, 3) + p(EN2), notes=TWO),
    "subtitle-note.docx": word(
        RU + p(r("Записки с берега") + note(2), "Subtitle") + p(r("Анна Морская") + note(3), "Author")
        + p(RU1) + p(RU2),
        notes=TWO_RU,
    ),
    "byline-note.docx": word(EN + p(r("By Mary Field") + note(2)) + _noted(EN1, 3) + p(EN2), notes=TWO),
    "mixed-headings.docx": word(
        EN + p("The strait", "Heading1") + p(EN1) + p(r("The harbour", '<w:b/><w:sz w:val="32"/>')) + p(EN2)
    ),
    "bold-lines.docx": word(
        EN + p(r("In figures", "<w:b/>")) + p(EN1) + p(r("“Nobody asked the harbour”", "<w:b/>")) + p(EN2)
        + p(r("Write to mary@example.org", "<w:b/>")) + p("Kingsport")
    ),
    "contents-field.docx": word(
        _contents("Содержание", ("Пролив", "2", "_Toc1"), ("Гавань", "3", "_Toc2")) + _marked_heading("Пролив", "_Toc1")
        + _noted(RU1, 2) + _marked_heading("Гавань", "_Toc2") + p(RU2),
        notes={2: r(" Расписание, 1961.")},
    ),
    "contents-control.docx": word(
        HY + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{_contents('Բովանդակություն', ('Նեղուցը', '2', '_Toc1'))}</w:sdtContent></w:sdt>"
        + _marked_heading("Նեղուցը", "_Toc1") + p(HY1) + p(HY2)
    ),
    "contents-by-hand.docx": word(
        EN + p("Contents") + p("The strait ........ 2") + p("The harbour ........ 5")
        + p("The strait", "Heading1") + p(EN1) + p("The harbour", "Heading1") + p(EN2)
    ),
}  # fmt: skip
"""What stands above the text: titles, subtitles, authors, dates, summaries, contents; and headings."""

NOTES = {
    "custom-mark.docx": word(
        EN + p(r(EN1) + note(2, mark="*")) + _noted(EN2, 3), notes={2: r("* The author thanks the crew."), 3: TWO[3]}
    ),
    "custom-mark-raised.docx": word(
        RU + p(r(RU1) + note(2) + r("*", RAISED)) + _noted(RU2, 3),
        notes={2: r("* Автор благодарит команду."), 3: TWO_RU[3]},
    ),
    "date-paragraph.docx": word(
        RU + _noted(RU1, 2) + _noted(RU2, 3) + p("18 августа 2011 года совет, собравшийся в ратуше, продал паром."),
        notes=TWO_RU,
    ),
    "date-note.docx": word(
        RU + _noted(RU1, 2) + _noted(RU2, 3) + p("Хроника", "Heading1") + p("3 июня 2011 года совет продал паром."),
        notes={2: TWO_RU[2], 3: r(" 18 августа 2011 года, решение совета.")},
    ),
    "date-and-square.docx": word(
        EN + p(r("The island has 14 km") + r("2", RAISED) + r(" of pasture.")) + p(EN2)
        + p("2 June 2011 was the day on which the council sold the ferry.") + p(EN3)
    ),
    "date-and-square-hy.docx": word(
        HY + p(r("Կղզին ունի 14 կմ") + r("2", RAISED) + r(" արոտավայր։")) + p(HY2)
        + p("2 հունիսի 2011 թվականին խորհուրդը վաճառեց լաստանավը։") + p(HY3)
    ),
    "date-and-reference.docx": word(
        RU + _noted(RU1, 2) + _noted(RU2, 3) + p(r("Та же запись есть и здесь") + r("2", RAISED) + r("."))
        + p("2 июня 2011 года совет, собравшийся в ратуше, решил продать паром.") + p(RU3),
        notes=TWO_RU,
    ),
    "reference-again.docx": word(EN + p(r(EN1) + NOTED) + AGAIN, notes=TWO | {3: ""}),
    "reference-again-libreoffice.docx": word(EN + p(r(EN1) + NOTED_AFTER) + AGAIN, notes=TWO | {3: ""}),
    "raised-apart.docx": word(
        EN + p(r(EN1) + r("1", RAISED) + r("2", RAISED))
        + p(r("It had 14 km") + r("2", RAISED) + r("3", RAISED) + r(" of pasture."))
        + p(EN2) + p(r("1", RAISED) + r(" Timetable, 1961.")) + p(r("2", RAISED) + r(" Letters, 1962."))
        + p(r("3", RAISED) + r(" Land register."))
    ),
    "places.docx": word(
        p(r("The Last Ferry") + note(2), "Title") + p(r("The strait") + note(3), "Heading1")
        + p(r("The ferry was slow") + note(4) + r(",") + note(5) + r(" and loved."))
        + f"<w:tbl><w:tr>{_cell('Year')}{_cell(r('Tickets') + note(6))}</w:tr>"
        f"<w:tr>{_cell('1961')}{_cell(r('1200') + note(7))}</w:tr></w:tbl>"
        + p(r("Table 1. Tickets sold") + note(8), "Caption") + _noted(EN2, 9),
        notes={
            2: r(" On the title."), 3: r(" On a heading."),
            4: r(" See ") + '<w:hyperlink r:id="far">' + r("the table") + "</w:hyperlink>" + r("."),
            5: r(" ") + field('HYPERLINK "https://example.org/field"', "a field") + r("."),
            6: r(" In a head."), 7: r(" In a cell."), 8: r(" Below a table."),
            9: p("<w:r><w:footnoteRef/></w:r>" + r(" One paragraph.")) + p(r("And another one.")),
        },
        more={
            "word/_rels/footnotes.xml.rels": relationships([("far", "hyperlink", "https://example.org/t?a=1&amp;b=2")])
        },
    ),
    "word-online.docx": word(
        EN + p(r(EN1 + " ") + note(2)) + p(EN2), notes={2: r(" Timetable, 1961.")}, main="word/document2.xml"
    ),
    "tracked.docx": word(
        EN + p(r(EN1) + _deleted(note(2)) + _inserted(note(3)))
        + p(r("Half of a sentence "), properties='<w:rPr><w:del w:id="92" w:author="Vera"/></w:rPr>')
        + p("and its other half.") + _noted(EN2, 4),
        notes={2: r(" Out."), 3: r(" In."),
               4: r(" Minutes, ") + _deleted("<w:r><w:delText>1997</w:delText></w:r>") + _inserted(r("1998"))},
    ),
}  # fmt: skip
"""Notes: where they stand, how they are marked, what refers to them again, and what only looks like them."""

THINGS = {
    "chart.docx": _charted(""),
    "chart-with-data.docx": _charted(SERIES),
    "diagram.docx": _diagram("Строят мост", "Продают паром"),
    "box.docx": word(
        EN + p(EN1)
        + p(_box(p(drawing(picture("x"), description="The quay")) + p("Figure 1. The quay in May.", "Caption")))
        + _noted(EN2, 2) + p(_box(p("Nobody had asked the harbour."))),
        notes={2: TWO[2]}, links=[("x", "image", "media/quay.png")], more={"word/media/quay.png": PIXEL},
    ),
    "fields.docx": word(
        EN + f"<w:sdt><w:sdtContent>{_noted('A line within a control.', 2)}</w:sdtContent></w:sdt>"
        + p(r("Figure ") + _simple("SEQ Figure \\* ARABIC", "1") + r(". The quay."), "Caption")
        + p(
            r("As ") + field("REF _Ref9 \\h", "Figure 1") + r(" shows, ")
            + _simple('HYPERLINK "https://example.org/quay"', "the quay") + r(" is empty. Printed on ")
            + field('DATE \\@ "d MMMM yyyy"', "7 March 2023") + r(" by ") + _simple("AUTHOR", "Mary Field") + r(". ")
            + f'<w:smartTag w:element="place">{r("Port Reed")}</w:smartTag>' + r(" slept.")
        )
        + p(EN2),
        notes={2: TWO[2]},
    ),
    "field-without-end.docx": word(
        EN
        + p(
            r("See ") + field('HYPERLINK "https://example.org/t"', "the timetable", end=False)
            + _deleted(char("end")) + r(" for more.") + note(2)
        )
        + p(EN1) + _noted(EN2, 3),
        notes=TWO,
    ),
    "hidden.docx": word(RU + p(r("Это видно. ") + r("Спросить у мэра. ", "<w:vanish/>") + r("И это видно.")) + p(RU2)),
    "hostile.docx": word(
        EN
        + p(
            f'<w:hyperlink r:id="x">{r("press here")}</w:hyperlink>'
            + r(" &lt;script&gt;x()&lt;/script&gt; [y](javascript:y())")
        )
        + p(EN2),
        links=[("x", "hyperlink", "javascript:x()")],
    ),
    "lists.docx": word(
        EN + p(EN1) + _item("the quay", 1) + _item("the horn", 1)
        + p(EN2) + _item("the third boat", 3) + _item("the fourth boat", 3)
        + p("• a ticket") + p("• a bench") + p("1) buy it") + p("2) sit down")
        + p("– on the left") + p("– on the right"),
        numbering=_list("lowerLetter", "%1)") + _list("decimal", "%1.", start=3),
    ),
    "soft-hyphens.docx": word(
        HY + p("Կա\u00adռա\u00adմատույց\u200bը դատարկ է։") + p("The har\u00adbour is empty.") + p(HY2)
    ),
    "formula-in-a-word.docx": word(
        EN + p(r("The ") + "<m:oMath><m:r><m:t>n</m:t></m:r></m:oMath>" + r("th boat was late.")) + p(EN2)
    ),
}  # fmt: skip
"""Other things in the text: charts, diagrams, boxes, fields, hidden text, lists, formulas, scripts."""

WORD = HEADS | NOTES | THINGS
