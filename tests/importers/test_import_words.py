"""Words in are words out: every word of a document is in its article once, or in the report, by a count of our own.

Each text of the fixtures holds a word of its own, such as `w17`. The count looks at all text nodes of all parts.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from lxml import etree  # type: ignore[import-untyped]
from odt_files import h, note, odt, p, part, text_style

from pipeline.importers import ImportedArticle, office

_WORD = re.compile(r"w\d+")


def words_of_parts(data: bytes) -> list[str]:
    """The words of our own in all text nodes of all parts of a document."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                found += _WORD.findall(" ".join(etree.fromstring(archive.read(name)).itertext()))
    return found


def words_of_article(article: ImportedArticle) -> list[str]:
    return _WORD.findall(article.body)


def odt_with_everything() -> bytes:
    numbers = count(1)

    def w() -> str:
        return f"w{next(numbers)}"

    who = f"<dc:creator>Rita {w()}</dc:creator>"
    deleted = f"<office:change-info>{who}</office:change-info>{p(w() + note('gone', w()))}"
    chart = (
        f"<office:body><office:chart><chart:chart><chart:title>{p(w())}</chart:title><chart:axis><chart:title>{p(w())}"
        f"</chart:title></chart:axis><table:table><table:table-row><table:table-cell>{p(w())}</table:table-cell>"
        f"<table:table-cell>{p(w())}</table:table-cell></table:table-row></table:table></chart:chart></office:chart>"
        "</office:body>"
    )
    sheet = (
        f"<office:body><office:spreadsheet><table:table><table:table-row><table:table-cell>{p(w())}</table:table-cell>"
        f"<table:table-cell>{p(w())}</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
    )
    written = f"<office:body><office:text>{p(w())}{h(w())}</office:text></office:body>"
    objects = "".join(f'<draw:frame><draw:object xlink:href="./Object {n}"/></draw:frame>' for n in (1, 2, 3))
    box = f"<draw:frame><draw:text-box>{p(w() + note('box', w()))}{p(w(), 'Hidden')}</draw:text-box></draw:frame>"
    fields = "".join(
        f"{w()} <text:{name}>{w()}</text:{name}> "
        for name in ("sequence", "chapter", "date", "user-field-get", "conditional-text", "bookmark-ref", "unheard-of")
    )
    secret = f'<text:span text:style-name="HT">{w()}</text:span>'
    cells = "".join(f"<table:table-cell>{p(w())}{box if n else ''}</table:table-cell>" for n in range(2))
    items = "".join(f"<text:list-item>{p(w())}</text:list-item>" for _ in range(3))
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{deleted}</text:deletion></text:changed-region>"
        f"</text:tracked-changes>{p(w() + note('t', w()), 'Title')}{p(w(), 'Subtitle')}{p(w(), 'Abstract')}"
        f"<text:table-of-content><text:index-body>{p(w())}</text:index-body></text:table-of-content>{h(w())}{p(fields)}"
        f"{p(w() + objects + w())}<draw:frame><draw:text-box>{p(w())}</draw:text-box></draw:frame>"
        f"{p(f'{w()}<office:annotation>{who}{p(w())}</office:annotation>{w()}')}"
        f"{p(secret + ' ' + w())}{p(w(), 'Hidden')}"
        f'<text:section text:display="none">{p(w())}</text:section><text:section>{p(w())}</text:section>'
        f"<table:table><table:table-row>{cells}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cells}</table:table-row></table:table>'
        f"<text:list><text:list-header>{p(w())}</text:list-header>{items}</text:list>"
        f"<draw:g><draw:custom-shape>{p(w())}</draw:custom-shape></draw:g>"
        f"{p(w(), 'Quotations')}{p(w(), 'Contents_20_2')}"
        f"<text:bibliography><text:index-body>{p(w())}</text:index-body></text:bibliography>"
    )
    hidden = '<style:style style:name="Hidden" style:family="paragraph"><style:text-properties text:display="none"/>'
    named = (
        f'<office:master-styles><style:master-page style:name="S"><style:header>{p("Draft " + w())}</style:header>'
        f"<style:footer-left>{p('Page ' + w())}</style:footer-left></style:master-page></office:master-styles>"
    )
    embedded = {f"Object {n}/content.xml": part("document-content", inner) for n, inner in enumerate((chart, sheet), 1)}
    return odt(
        body,
        text_style("HT", 'text:display="none"') + hidden + "</style:style>",
        named,
        more=embedded | {"Object 3/content.xml": part("document-content", written)},
    )


_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
_DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in _SPACES.items())


def word_part(root: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{root} {_DECLARED}>{inner}</{root}>'.encode()


def t(text: str, properties: str = "", tag: str = "t") -> str:
    """A run of Word with a text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def wp(inner: str, style: str = "") -> str:
    """A paragraph of Word."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{inner}</w:p>"


def graphic(kind: str, inner: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Drawing"/><a:graphic><a:graphicData uri="{_SPACES[kind]}">'
        f"{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def docx_with_everything() -> bytes:
    numbers = count(1)

    def w() -> str:
        return f"w{next(numbers)}"

    def field(code: str) -> str:
        kinds = ("begin", "separate", "end")
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
        return f"{begin}{t(code, tag='instrText')}{separate}{t(w())}{end}"

    def values(tag: str) -> str:
        return f"<c:{tag}><c:strRef><c:strCache><c:pt idx='0'><c:v>{w()}</c:v></c:pt></c:strCache></c:strRef></c:{tag}>"

    boxed = f"<w:txbxContent>{wp(t(w()))}</w:txbxContent>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="Box"/>'
        f'<a:graphic><a:graphicData uri="{_SPACES["wps"]}"><wps:wsp><wps:txbx>{boxed}</wps:txbx></wps:wsp>'
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{boxed}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    simple = f'<w:fldSimple w:instr=" AUTHOR ">{t(w())}</w:fldSimple>'
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    charted, drawn = '<c:chart r:id="rChart"/>', '<dgm:relIds r:dm="rData"/>'
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    changes = (
        f'<w:ins w:id="5" w:author="A">{t(w())}</w:ins><w:del w:id="6" w:author="A">{t(w(), tag="delText")}</w:del>'
    )
    cells = "".join(f"<w:tc>{wp(t(w()))}</w:tc>" for _ in range(2))
    body = (
        f"{wp(t(w()), 'Title')}{wp(t(w()), 'Subtitle')}{wp(t(w()), 'Author')}{wp(t(w()), 'Abstract')}"
        f"{wp(t(w()) + reference, 'Heading1')}{wp(t(w() + ' ') + box)}"
        f"{wp(simple + t(' ') + field(' SEQ x '))}"
        f"{wp(t(w() + ' ') + t(w() + ' ', '<w:vanish/>') + comment + changes)}"
        f"{wp(graphic('c', charted))}"
        f"{wp(graphic('dgm', drawn))}"
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:sdt><w:sdtContent>{wp(t(w()))}</w:sdtContent></w:sdt>"
        f"{wp(field(' TOC '), 'TOC1')}<w:sectPr><w:headerReference w:type='default' r:id='rHeader'/></w:sectPr>"
    )
    chart = (
        f"<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{w()}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>"
        f"<c:barChart><c:ser>{values('tx')}{values('cat')}{values('val')}</c:ser></c:barChart></c:plotArea></c:chart>"
    )
    diagram = f"<dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>{w()}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    package = "http://schemas.openxmlformats.org/package/2006/"
    targets = {
        "rNotes": ("footnotes", "footnotes.xml"), "rSaid": ("comments", "comments.xml"),
        "rHeader": ("header", "header1.xml"), "rChart": ("chart", "charts/chart1.xml"),
        "rData": ("diagramData", "diagrams/data1.xml"),
    }  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{name}" Type="{kind}{what}" Target="{target}"/>' for name, (what, target) in targets.items()
    )
    opened = '<?xml version="1.0"?>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{opened}<Types xmlns="{package}content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{opened}<Relationships xmlns="{package}relationships"><Relationship Id="r" '
        f'Type="{kind}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{opened}<Relationships xmlns="{package}relationships">{relations}'
        "</Relationships>",
        "word/document.xml": word_part("w:document", f"<w:body>{body}</w:body>"),
        "word/footnotes.xml": word_part("w:footnotes", f'<w:footnote w:id="1">{wp(t(w()))}</w:footnote>'),
        "word/comments.xml": word_part("w:comments", f'<w:comment w:id="0" w:author="B">{wp(t(w()))}</w:comment>'),
        "word/header1.xml": word_part("w:hdr", wp(t("Draft " + w()))),
        "word/charts/chart1.xml": word_part("c:chartSpace", chart),
        "word/diagrams/data1.xml": word_part("dgm:dataModel", diagram),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "everything.odt": odt_with_everything,
    "everything.docx": docx_with_everything,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_words_in_are_words_out(name: str) -> None:
    data = DOCUMENTS[name]()
    article = office.read(data, name, ("en",))
    inside = Counter(words_of_parts(data))
    shown = Counter(words_of_article(article))
    head = f"{article.title} {article.subtitle} {article.description} {article.author}"
    listed = {word for item in article.removed for word in _WORD.findall(item.text)}
    lost = inside.keys() - shown.keys() - listed - set(_WORD.findall(head))
    assert not lost
    assert not {word: number for word, number in shown.items() if number > inside[word]}
    assert not [item for item in article.removed if item.what == "words that are not in the article"]
