"""Build Word files from raw XML, as Word, Word Online, LibreOffice and Google Docs write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "m": f"{_OFFICE}/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMES.items())
STYLES = {
    "Normal": "Normal", "Title": "Title", "Subtitle": "Subtitle", "Author": "Author", "Date": "Date",
    "Abstract": "Abstract", "Heading1": "heading 1", "Heading2": "heading 2", "Caption": "caption", "TOC1": "toc 1",
}  # fmt: skip


def word(  # noqa: PLR0913  each part of a file is one
    body: str,
    *,
    notes: Mapping[int, str] | None = None,
    styles: str = "",
    numbering: str = "",
    links: Sequence[tuple[str, str, str]] = (),
    more: Mapping[str, bytes] | None = None,
    main: str = "word/document.xml",
    creator: str = "",
) -> bytes:
    """A Word file with this body, the texts of its notes, further styles and parts. `links` are the relationships of
    the body: identifier, kind, and a path in the folder of the main part or an address.
    """
    folder, _, name = main.rpartition("/")
    kinds = {"footnotes.xml": notes is not None, "numbering.xml": bool(numbering), "styles.xml": True}
    rows = [(path.removesuffix(".xml"), path.removesuffix(".xml"), path) for path, there in kinds.items() if there]
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/></w:style>'
        for identifier, name in STYLES.items()
    )
    texts = "".join(
        f'<w:footnote w:id="{number}">{text if text.startswith("<w:p>") else p(f"<w:r><w:footnoteRef/></w:r>{text}")}'
        "</w:footnote>"
        for number, text in (notes or {}).items()
    )
    parts = {
        "_rels/.rels": relationships([("main", "officeDocument", main)]),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{creator}</dc:creator></cp:coreProperties>"
        ).encode(),
        main: f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
        f"{folder}/_rels/{name}.rels": relationships([*rows, *links]),
        f"{folder}/styles.xml": f"<w:styles {NAMES}>{named}{styles}</w:styles>".encode(),
        **({f"{folder}/footnotes.xml": f"<w:footnotes {NAMES}>{texts}</w:footnotes>".encode()} if notes else {}),
        **(
            {f"{folder}/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>".encode()} if numbering else {}
        ),
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path.lstrip("/"), content)
    return target.getvalue()


def relationships(rows: Sequence[tuple[str, str, str]]) -> bytes:
    """The relationships of a part; targets with a scheme are outside the file."""
    made = "".join(
        f'<Relationship Id="{identifier}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for identifier, kind, target in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'
    ).encode()


def p(inner: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a style, from runs or from plain text."""
    runs = inner if inner.startswith("<") or not inner else r(inner)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def note(number: int, *, mark: str = "") -> str:
    """A reference to a footnote, with a mark of its own if there is one."""
    own = ' w:customMarkFollows="1"' if mark else ""
    return f'<w:r><w:footnoteReference w:id="{number}"{own}/></w:r>' + (r(mark) if mark else "")


def field(instruction: str, shown: str, *, end: bool = True) -> str:
    """A field with an instruction, and what it shows: text or runs."""
    runs = shown if shown.startswith("<") or not shown else r(shown)
    return (
        f'{char("begin")}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{char("separate")}'
        f"{runs}{char('end') if end else ''}"
    )


def char(kind: str) -> str:
    """A mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def drawing(inner: str, *, description: str = "") -> str:
    """A run with a drawing."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="D" descr="{description}"/>'
        f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def picture(identifier: str) -> str:
    """The picture within a drawing."""
    return f'<pic:pic><pic:blipFill><a:blip r:embed="{identifier}"/></pic:blipFill><pic:spPr/></pic:pic>'
