"""Build ODT files from raw XML, as programs write them."""

import io
import zipfile
from collections.abc import Mapping

_SPACES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible", "chart": "chart",
}  # fmt: skip
_NAMES = (
    " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in _SPACES.items())
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
)


def part(kind: str, inner: str) -> bytes:
    """A part of a document: its root element and what is in it."""
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{kind} {_NAMES}>{inner}</office:{kind}>'.encode()


def odt(
    text: str, automatic: str = "", named: str = "", meta: str = "", more: Mapping[str, bytes] | None = None
) -> bytes:
    """An ODT file with this body, automatic and named styles, properties and further parts."""
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": part("document-content", content),
        "styles.xml": part("document-styles", named),
        "meta.xml": part("document-meta", f"<office:meta>{meta}</office:meta>"),
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def p(inner: str, style: str = "Standard") -> str:
    """A paragraph of a style."""
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def h(inner: str, level: int = 1) -> str:
    """A heading."""
    return f'<text:h text:outline-level="{level}">{inner}</text:h>'


def note(name: str, text: str, mark: str = "1") -> str:
    """A footnote: reference and text."""
    return (
        f'<text:note text:id="{name}" text:note-class="footnote"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{p(text, 'Footnote')}</text:note-body></text:note>"
    )


def text_style(name: str, properties: str) -> str:
    """An automatic style for text."""
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {properties}/></style:style>'
