"""Import HTML: pages saved from the web, and documents that word processors save as HTML."""

import html
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin

from pipeline.errors import ArticleError
from pipeline.importers import (
    ImportedArticle,
    Picture,
    Removed,
    RemovedKind,
    metadata,
    note_pairs,
    pandoc_ast,
    web_notes,
    web_page,
)
from pipeline.importers.coverage import find_unexplained
from pipeline.importers.encodings import decode
from pipeline.importers.typed_notes import normalize_notes
from pipeline.importers.web_page import BLOCKS, Element, extract_text, is_leaf
from pipeline.languages.detection import resolve_language

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_KEPT_TAGS, _VOID_TAGS = frozenset(web_page.HTML["kept"]), frozenset(web_page.HTML["void"])
_BORDERS = {"border": "<p></p>"}
_NOTE_BREAK = "\ue002"
_PRIVATE = re.compile(r"[\ue000-\ue003\x00]")
_DEEPEST_TAG = 40
_IMAGE_SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"BM": ".bmp"}
_PICTURE_BYTES = 30_000_000


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> ImportedArticle:
    """Read the article on a web page. Raises ArticleError."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode() if declared else "")
    root = web_page.parse_page(_PRIVATE.sub("", decoded.text))
    stated = web_page.read_page_metadata(root)
    page = web_page.strip_hidden(root)
    lifted = web_notes.lift_notes(page)
    document = " ".join(map(extract_text, [page, *(element for _, elements in lifted.notes for element in elements)]))
    container, removed = web_page.find_main_text(page, stated.title)
    pandoc_ast.require_pandoc()
    pictures = _Pictures(base=stated.address, folder=Path(name).parent if name != "-" else None)
    cleaned = pandoc_ast.TreeCleaner(picture=pictures.name)
    try:
        tree = pandoc_ast.read_tree(_clean_page(container, lifted.notes).encode(), "html")
        blocks = cleaned.blocks(tree["blocks"])
    except RecursionError as error:
        raise ArticleError(
            "is nested too deeply: tags in tags, hundreds deep. Copy the text and import that."
        ) from error
    body, notes = _split_notes(blocks)
    head = _read_head(body, stated)
    removed += [*lifted.removed, *(Removed(what=RemovedKind.ABOUT, text=text) for text in head.used)]
    while notes and head.blocks and head.blocks[-1]["t"] == "HorizontalRule":
        head.blocks.pop()
    markdown = pandoc_ast.write_markdown(
        {**tree, "meta": {}, "blocks": [*pandoc_ast.add_title(head.blocks, head.title, may_raise=True), *notes]}
    )
    made = normalize_notes(_with_definitions(note_pairs.write_references(markdown)))
    plain = " ".join(pandoc_ast.plain_text(block) for block in head.blocks)
    lang, doubts = resolve_language(stated.lang, plain, languages)
    missing = (Removed(what=RemovedKind.PICTURE, text=address) for address in pictures.lost)
    everything = (*removed, *made.removed, *missing)
    kept = [made.body, head.author, *(item.text for item in everything)]
    return replace(
        made,
        title=head.title,
        author=head.author,
        date=stated.date or head.date,
        lang=lang,
        source=stated.address,
        pictures=tuple(pictures.found),
        removed=(*everything, *find_unexplained(document, kept)),
        dangling=(*lifted.dangling, *made.dangling),
        guesses=(*([decoded.guess] if decoded.guess else []), *head.guesses),
        doubts=tuple(doubts),
        remarks=made.remarks,
    )


@dataclass(slots=True, kw_only=True)
class _Pictures:
    """The pictures of a page: in it, beside it, or elsewhere on the web, where they stay."""

    base: str
    folder: Path | None
    found: list[Picture] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, address: str) -> str:
        """Return the name of a picture in the article; empty if nobody knows where it is."""
        if address in self.names:
            return self.names[address]
        data = self._data(address)
        suffix = next((suffix for start, suffix in _IMAGE_SUFFIXES.items() if data.startswith(start)), "")
        if suffix:
            self.names[address] = f"image{len(self.found) + 1}{suffix}"
            self.found.append(Picture(name=self.names[address], data=data))
        elif re.match(r"https?://", address):
            self.names[address] = address
        elif self.base and not address.startswith(("data:", "file:")):
            self.names[address] = urljoin(self.base, address)
        else:
            self.lost.append(address[:80])
            self.names[address] = ""
        return self.names[address]

    def _data(self, address: str) -> bytes:
        """Return the bytes of a picture that is in the page, or in the folder that a browser saved with it."""
        try:
            if address.startswith("data:image/"):
                head, _, content = address.partition(",")
                return b64decode(unquote(content)) if head.endswith(";base64") else unquote_to_bytes(content)
            if self.folder is None or re.match(r"[a-z][a-z0-9+.-]*:|/", address, re.IGNORECASE):
                return b""
            path = (self.folder / unquote(re.split("[?#]", address)[0])).resolve()
            inside = path.is_relative_to(self.folder.resolve()) and path.is_file()
            return path.read_bytes() if inside and path.stat().st_size <= _PICTURE_BYTES else b""
        except (OSError, ValueError):
            return b""


def _clean_page(container: Element, notes: Sequence[web_notes.WebNote]) -> str:
    """Return the text and its notes as plain HTML: known tags, no boxes, each note after a line with its label."""
    parts = ["".join(_clean_element(container))]
    for label, elements in notes:
        parts.append(f"<p>{_NOTE_BREAK}{label}{_NOTE_BREAK}</p>")
        parts += ["".join(_clean_element(element, is_note=True)) for element in elements]
    return "<html><body>" + "\n".join(parts) + "</body></html>"


def _clean_element(top: Element, *, is_note: bool = False) -> Iterator[str]:
    """Yield the HTML of an element without recursion, however deeply it is nested."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    stack: list[str] = []
    for event, element in etree.iterwalk(top, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            name = _choose_tag(element, tag, top if is_note else None, len(stack))
            stack.append(name)
            yield f"<{name}{_format_attributes(element, tag)}>" if name in _KEPT_TAGS else _BORDERS.get(name, "")
            yield html.escape(element.text or "", quote=False) if tag else ""
        else:
            name = stack.pop()
            yield f"</{name}>" if name in _KEPT_TAGS and name not in _VOID_TAGS else _BORDERS.get(name, "")
            yield html.escape(element.tail or "", quote=False) if element is not top else ""


def _choose_tag(element: Element, tag: str, note: Element | None, depth: int) -> str:
    """Return the tag for an element: its own, a paragraph, a border between paragraphs, or none."""
    if element is note and tag in {"li", "td", "dd", "tr", "dt"}:
        return "border"
    if note is not None and tag in {"td", "th", "tr", "tbody", "table"}:
        return "border"
    if tag in {"i", "b", "s"} and len(extract_text(element)) > 2_000:  # noqa: PLR2004  # a tag that nobody closed
        return ""
    if tag in _KEPT_TAGS and (depth < _DEEPEST_TAG or tag in {"p", "br", "img", "a"} or tag.startswith("h")):
        return tag
    if tag not in BLOCKS:
        return ""
    return "p" if is_leaf(element) and (extract_text(element) or element.find(".//img") is not None) else "border"


def _format_attributes(element: Element, tag: str) -> str:
    values = {key: element.get(key) for key in web_page.HTML["kept_attributes"].get(tag, ())}
    if tag == "img":
        values["src"] = _picture_address(element)
    if tag == "a" and re.match(r"\s*(?:javascript|data|vbscript):", values["href"] or "", re.IGNORECASE):
        values["href"] = None
    return "".join(f' {key}="{html.escape(value)}"' for key, value in values.items() if value)


def _picture_address(image: Element) -> str:
    """Return the address of a picture, also of one that a script would load later."""
    source = image.get("src") or ""
    if not source or (source.startswith("data:") and len(source) < 1_000):  # noqa: PLR2004
        first = (image.get("srcset") or image.get("data-srcset") or "").split()
        return image.get("data-src") or image.get("data-lazy-src") or (first[0] if first else source)
    return source


def _split_notes(blocks: pandoc_ast.Nodes) -> tuple[pandoc_ast.Nodes, pandoc_ast.Nodes]:
    """Split the blocks into those of the text, and those of its notes from the first label on."""
    for index, block in enumerate(blocks):
        if block["t"] in {"Para", "Plain"} and pandoc_ast.plain_text(block["c"]).startswith(_NOTE_BREAK):
            return blocks[:index], blocks[index:]
    return blocks, []


@dataclass(slots=True, kw_only=True)
class _Head:
    """Title, author and date by the metadata of the page and its first lines; the other blocks."""

    blocks: pandoc_ast.Nodes
    title: str = ""
    author: str = ""
    date: str = ""
    used: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


def _read_head(blocks: pandoc_ast.Nodes, stated: web_page.PageMetadata) -> _Head:
    head = _Head(blocks=list(blocks), title=stated.title, author=stated.author)
    texts = [
        " ".join(pandoc_ast.plain_text(block).split()) if block["t"] in {"Para", "Plain", "Header"} else ""
        for block in blocks[:9]
    ]
    first = next((index for index, block in enumerate(blocks[:9]) if block["t"] == "Header"), None)
    title_at = texts.index(stated.title) if stated.title and stated.title in texts else None
    if first is not None and (blocks[first]["c"][0] == 1 or texts[first].casefold() == stated.title.casefold()):
        title_at = first
        if texts[first].casefold() != stated.title.casefold() and stated.title:
            head.guesses.append(f"the title is the first heading, not the page’s own: “{stated.title}”")
        head.title = texts[first]
    lines = metadata.read_head([text for index, text in enumerate(texts) if index != title_at], titled=bool(head.title))
    if not head.title and lines.title:
        head.title, title_at = lines.title, 0
        head.guesses.append(f"the first line is the title: “{head.title}”")
    known = {head.author, *(texts[index + (title_at is not None and index >= title_at)] for index in lines.used)} - {""}
    used = {index for index, text in enumerate(texts[:7]) if text in known and index != title_at}
    head.used = [texts[index] for index in sorted(used)]
    head.author, head.date = head.author or lines.author, lines.date
    head.blocks = [block for index, block in enumerate(blocks) if index not in used and index != title_at]
    return head


def _with_definitions(markdown: str) -> str:
    """Turn the notes at the end of the Markdown into definitions."""
    body, *rest = re.split(rf"^{_NOTE_BREAK}(.*?){_NOTE_BREAK}\n+", markdown, flags=re.MULTILINE)
    notes = []
    for label, text in zip(rest[::2], rest[1::2], strict=True):
        paragraphs = [part for part in re.split(r"\n{2,}", text.strip()) if part]
        notes.append(note_pairs.write_definition(label.replace("\\", ""), paragraphs or ["–"]))
    return "\n\n".join([body.rstrip("\n"), *notes]) + "\n"
