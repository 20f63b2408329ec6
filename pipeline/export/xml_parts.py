"""Change the XML files in packages of Word and OpenDocument."""

from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree as ET

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OPEN = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
WORD_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def on_bytes(change: Callable[[ET.Element], None]) -> Callable[[bytes], bytes]:
    """Turn a change to an XML tree into a change to the bytes of an XML file."""

    def changed(data: bytes) -> bytes:
        for _, (prefix, address) in ET.iterparse(BytesIO(data), ["start-ns"]):  # noqa: S314  pandoc's own
            ET.register_namespace(prefix, address)
        root = ET.fromstring(data)  # noqa: S314
        change(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

    return changed
