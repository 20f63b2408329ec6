"""Complete the Word files that pandoc made: pixels beside SVG pictures, as Word itself writes them, pictures that fit
on a page, table rows that stay whole, and later references to a note as cross-references that Word updates.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from pipeline.export.svg_drawing import can_draw, draw_png
from pipeline.export.xml_parts import DRAWING, RELATIONS, RELATIONSHIP, TYPES, WORD, WORD_DRAWING, on_bytes
from pipeline.export.zip_package import Completion

_SVG_PICTURE = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_EMBED = f"{RELATIONSHIP}embed"
_IMAGE = RELATIONSHIP.strip("{}") + "/image"
_PER_PIXEL = 9525  # English Metric Units in a pixel of the screen
_TALLEST = 7_400_000  # maximum height of a picture, in English Metric Units: 20.5 cm
_SHARPNESS = 2  # pixels drawn for each pixel of the screen
_STORIES = ("document", "footnotes")
_FIRST_REFERENCE = "fnref-"
_BOOKMARK = "_RefNote"
"""The beginning of the names of bookmarks that Word hides, as those of its own cross-references."""


def complete_word_file(package: bytes) -> Completion:
    """Return what has to change in a Word file."""
    changes: dict[str, Callable[[bytes], bytes]] = {}
    added: dict[str, bytes] = {}
    with ZipFile(BytesIO(package)) as opened:
        present = set(opened.namelist())
        stories = [story for story in _STORIES if f"word/{story}.xml" in present]
        roots = {story: ET.fromstring(opened.read(f"word/{story}.xml")) for story in stories}  # noqa: S314  pandoc's
        marks = _name_bookmarks(roots.values())
        for story, root in roots.items():
            relations = f"word/_rels/{story}.xml.rels"
            drawn = _draw_pictures(opened, root, relations) if relations in present and can_draw() else {}
            names = {identifier: f"media/{identifier}-pixels.png" for identifier in drawn}
            added |= {f"word/{names[identifier]}": data for identifier, data in drawn.items()}
            changes[f"word/{story}.xml"] = on_bytes(partial(_complete_story, marks=marks, drawn=frozenset(drawn)))
            if names:
                changes[relations] = on_bytes(partial(_relate, names=names))
    if added:
        changes["[Content_Types].xml"] = on_bytes(_add_png_type)
    return Completion(changes, added)


def _find_drawings(root: ET.Element) -> Iterator[ET.Element]:
    yield from root.iter(f"{WORD_DRAWING}inline")
    yield from root.iter(f"{WORD_DRAWING}anchor")


def _draw_pictures(package: ZipFile, root: ET.Element, relations: str) -> dict[str, bytes]:
    """Return the SVG pictures of a story as pixels, by their identifiers."""
    listed = ET.fromstring(package.read(relations))  # noqa: S314
    files = {item.get("Id", ""): item.get("Target", "") for item in listed}
    found: dict[str, bytes] = {}
    for place in _find_drawings(root):
        extent = place.find(f"{WORD_DRAWING}extent")
        picture = next(place.iter(_SVG_PICTURE), None)
        identifier = picture.get(_EMBED, "") if picture is not None else ""
        if extent is None or identifier in found or not files.get(identifier):
            continue
        width, height = (int(extent.get(side, "0")) * _SHARPNESS // _PER_PIXEL for side in ("cx", "cy"))
        drawn = draw_png(package.read(f"word/{files[identifier]}"), width, height)
        if drawn is not None:
            found[identifier] = drawn
    return found


def _complete_story(root: ET.Element, marks: Mapping[str, str], drawn: frozenset[str]) -> None:
    for blip in root.iter(f"{DRAWING}blip"):
        picture = next(blip.iter(_SVG_PICTURE), None)
        if picture is not None and picture.get(_EMBED, "") in drawn and not blip.get(_EMBED):
            blip.set(_EMBED, f"{picture.get(_EMBED)}-pixels")
    for place in _find_drawings(root):
        _fit(place)
    for width in root.iter(f"{WORD}tblW"):
        width.attrib.update({f"{WORD}type": "pct", f"{WORD}w": "5000"})  # as wide as the text
    for row in root.iter(f"{WORD}tr"):
        _keep_whole(row)
    for start in root.iter(f"{WORD}bookmarkStart"):
        name = start.get(f"{WORD}name", "")
        start.set(f"{WORD}name", marks.get(name, name))
    for host in list(root.iter()):
        for link in [child for child in host if child.get(f"{WORD}anchor") in marks]:
            _write_field(host, link, marks[link.get(f"{WORD}anchor", "")])


def _fit(place: ET.Element) -> None:
    """Shrink a picture that is taller than a page."""
    sizes = [*place.iter(f"{WORD_DRAWING}extent"), *(size for size in place.iter(f"{DRAWING}ext") if size.get("cx"))]
    tallest = max((int(size.get("cy", "0")) for size in sizes), default=0)
    if tallest > _TALLEST:
        for size in sizes:
            for side in ("cx", "cy"):
                size.set(side, str(int(size.get(side, "0")) * _TALLEST // tallest))


def _keep_whole(row: ET.Element) -> None:
    about = row.find(f"{WORD}trPr")
    if about is None:
        about = ET.Element(f"{WORD}trPr")
        row.insert(sum(child.tag == f"{WORD}tblPrEx" for child in row), about)
    if about.find(f"{WORD}cantSplit") is None:
        about.append(ET.Element(f"{WORD}cantSplit"))


def _name_bookmarks(roots: Iterable[ET.Element]) -> dict[str, str]:
    """Return the names for the bookmarks around the first references to notes that are referred to again."""
    names: list[str] = []
    for root in roots:
        names += (start.get(f"{WORD}name", "") for start in root.iter(f"{WORD}bookmarkStart"))
    return {
        name: f"{_BOOKMARK}{number}"
        for number, name in enumerate((name for name in names if name.startswith(_FIRST_REFERENCE)), 1)
    }


def _write_field(host: ET.Element, link: ET.Element, bookmark: str) -> None:
    """Replace a link to the first reference by a field with the number of the note there."""
    text = "".join(link.itertext())
    parts = [
        ET.Element(f"{WORD}fldChar", {f"{WORD}fldCharType": "begin"}),
        ET.Element(f"{WORD}instrText", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}),
        ET.Element(f"{WORD}fldChar", {f"{WORD}fldCharType": "separate"}),
        ET.Element(f"{WORD}t"),
        ET.Element(f"{WORD}fldChar", {f"{WORD}fldCharType": "end"}),
    ]
    parts[1].text = rf" NOTEREF {bookmark} \f \h "
    parts[3].text = text
    at = list(host).index(link)
    host.remove(link)
    for number, part in enumerate(parts):
        run = ET.Element(f"{WORD}r")
        about = ET.SubElement(run, f"{WORD}rPr")
        ET.SubElement(about, f"{WORD}rStyle", {f"{WORD}val": "FootnoteReference"})
        run.append(part)
        host.insert(at + number, run)
    list(host)[at + len(parts) - 1].tail = link.tail


def _relate(root: ET.Element, names: Mapping[str, str]) -> None:
    for identifier, file in names.items():
        ET.SubElement(root, f"{RELATIONS}Relationship", Id=f"{identifier}-pixels", Type=_IMAGE, Target=file)


def _add_png_type(root: ET.Element) -> None:
    if not any(item.get("Extension") == "png" for item in root):
        root.insert(0, ET.Element(f"{TYPES}Default", Extension="png", ContentType="image/png"))
