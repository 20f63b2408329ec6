"""SVG pictures of documents are written without what could run; the report says what they lost."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Workspace

from pipeline.pandoc import PandocError, find_pandoc

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
BODY = f"""\
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"
 xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture"><w:body>
<w:p><w:r><w:t>Its level fell by twenty metres, and every village saw how far the water went.</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900" cy="900"/><wp:docPr id="1" name="p" descr="The level"/>
<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:blipFill><a:blip r:embed="r1"/></pic:blipFill>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>
"""
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": BODY,
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/image" Target="media/image1.svg"/></Relationships>',
}
BAD = '<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><script>steal()</script><text>level</text></svg>'


@pytest.fixture
def bring_in(workspace: Callable[..., Workspace]) -> Callable[[str], tuple[Workspace, dict[str, Any]]]:
    """Imports a Word file with this picture; gives the workspace and the report."""
    try:
        find_pandoc()
    except PandocError:
        pytest.skip("needs pandoc")
    place = workspace()

    def make(picture: str) -> tuple[Workspace, dict[str, Any]]:
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as opened:
            for name, text in {**PARTS, "word/media/image1.svg": picture}.items():
                opened.writestr(name, text)
        place.write("lake.docx", package.getvalue())
        said = place.run("import", "lake.docx", "--lang", "en", "--format", "json").output
        return place, json.loads(said)["results"][0]

    return make


def test_a_script_is_a_row_of_the_report(bring_in: Callable[[str], tuple[Workspace, dict[str, Any]]]) -> None:
    place, found = bring_in(BAD)
    (path,) = found["pictures"]
    assert place.text(path) == '<svg xmlns="http://www.w3.org/2000/svg"><text>level</text></svg>'
    lost = [item["text"] for item in found["removed"] if item["what"] == "unsafe part of a picture"]
    short = path.removeprefix("articles/")
    assert lost == [f'{short}: onload="steal()"', f"{short}: <script> steal()"]


def test_a_picture_that_cannot_be_read_is_left_out(
    bring_in: Callable[[str], tuple[Workspace, dict[str, Any]]],
) -> None:
    place, found = bring_in("<svg onload='steal()'><g></svg>")
    assert found["pictures"] == []
    assert not list(place.root.glob("articles/**/*.svg"))
    assert any("is not well-formed XML" in item["text"] for item in found["removed"])
