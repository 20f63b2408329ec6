"""Typeset an HTML page of ours as a PDF by WeasyPrint. Nothing is fetched from the network."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import unescape
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from pipeline.errors import TargmanError
from pipeline.installation import install_command
from pipeline.languages import load

MAX_NOTE_LENGTH = 1200  # maximum length, in characters, of a note at the foot of a page. A longer one may fill a page
MAX_LAYOUTS = 6  # maximum number of layouts tried with notes at the foot. Each takes about as long as the whole export
LINE_BLOCKS = {"p", "li", "dt", "dd", "td", "th", "figcaption", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
"""The elements that hold lines of text."""


class PdfError(TargmanError):
    """WeasyPrint is missing, or could not lay out the page."""


def render_pdf(html: str, *, base: Path, on_refused: Callable[[str], None] | None = None) -> bytes:
    """Return a page as a PDF, with the page's title as the running head of every page but the first.

    Each note is at the foot of the page where it is first referred to; notes that the text does not refer to are at the
    end. If one of them does not fit there, all are at the end.

    Images are read from the page itself (`data:`) and from files below `base`, where relative addresses start. All
    others are left out, their alternative text stays, and `on_refused` is called with their addresses. The same page
    gives the same bytes. Raises PdfError.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]  # noqa: PLC0415  an extra, heavy
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError as error:
        message = f"PDF files are made by WeasyPrint, which is not here. Run: {install_command('pdf')}"
        raise PdfError(message) from error
    except OSError as error:
        raise PdfError(
            "WeasyPrint does not find the Pango library, which sets the type. How to install it: "
            "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html#installation"
        ) from error

    folder = base.resolve()

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401  WeasyPrint's own
            if not _is_local(url, folder):
                if on_refused is not None and url:
                    on_refused(url)
                raise PermissionError(url)
            return super().fetch(url, headers)

    style = resources.files("pipeline.export").joinpath("templates", "print.css").read_text(encoding="utf-8")
    head, closed, body = html.partition("</head>")
    # After the page's own style, which is for screens first, so that this one counts.
    styled = f"{head}<style>{_running_head_style(html)}{style}</style>{closed}{body}"
    _offer_hyphenation(set(re.findall(r' lang="([a-zA-Z0-9-]+)"', html)))
    fetcher = Fetcher(allowed_protocols=("data", "file"))

    def parse() -> Any:  # noqa: ANN401  WeasyPrint's own
        page = HTML(string=styled, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
        _bind_references(page.etree_element)
        return page

    paper = _lay_out_with_footnotes(parse) or parse().render(pdf_tags=True)
    return bytes(paper.write_pdf(pdf_tags=True, pdf_identifier=b"targman"))


class _HyphenationFile(NamedTuple):
    """A dictionary of a pack, as Pyphen reads files."""

    data: bytes

    def open(self, _mode: str) -> BytesIO:
        return BytesIO(self.data)

    def read_text(self, encoding: str) -> str:
        return self.data.decode(encoding.strip())


def _offer_hyphenation(languages: Iterable[str]) -> None:
    """Give Pyphen, which divides words for WeasyPrint, the dictionaries of the languages' packs. Raises PdfError."""
    import pyphen  # type: ignore[import-untyped]  # noqa: PLC0415  of an extra

    for lang in languages:
        if data := load(lang).data("hyphenation.dic"):
            name = lang.replace("-", "_").lower()
            pyphen.LANGUAGES[name] = _HyphenationFile(data)
            pyphen.LANGUAGES_LOWERCASE[name] = name
            try:
                pyphen.Pyphen(lang=lang)
            except (ValueError, LookupError) as error:
                message = (
                    f"the pack of {lang} has a hyphenation.dic that cannot be read: {error}. Write it as Hunspell’s."
                )
                raise PdfError(message) from error


def _lay_out_with_footnotes(parse: Callable[[], Any]) -> Any | None:  # noqa: ANN401  WeasyPrint's own
    """Lay out a page with its notes at the foot of pages. Return None if a note found no place there.

    Where the last line that fits on a page is the first one after which its paragraph may be broken, WeasyPrint (66 to
    70) moves notes to the next page to make room for that line, and then forgets the line's own notes. The next attempt
    does not break such a paragraph. `parse` gives a new tree each time.
    """
    unbroken: set[str] = set()
    for _ in range(MAX_LAYOUTS):
        page = parse()
        notes = _put_at_the_foot(page.etree_element)
        if not notes:
            return None
        _keep_unbroken(page.etree_element, unbroken)
        paper = page.render(pdf_tags=True)
        misplaced = _find_misplaced(notes, [each.anchors for each in paper.pages])
        if not misplaced:
            return paper
        if misplaced <= unbroken:
            return None
        unbroken |= misplaced
    return None


def _keep_unbroken(root: ET.Element, references: Collection[str]) -> None:
    """Forbid page breaks in the blocks that have these references, given by their anchors."""

    def visit(host: ET.Element, block: ET.Element | None) -> None:
        for child in host:
            if block is not None and child.get("id") in references:
                block.set("style", "orphans: 999")
            visit(child, child if child.tag in LINE_BLOCKS else block)

    if references:
        visit(root, None)


def _bind_references(root: ET.Element) -> None:
    """Keep each note reference on the line of the word before it, from which WeasyPrint would part it."""
    for host in root.iter():
        before: ET.Element | None = None
        for child in host:
            if child.tag == "sup" and child.get("class") == "note":
                if before is None:
                    host.text = f"{host.text or ''}\N{WORD JOINER}"
                else:
                    before.tail = f"{before.tail or ''}\N{WORD JOINER}"
            before = child


def _find_misplaced(notes: Mapping[str, str], pages: Sequence[Mapping[str, object]]) -> set[str]:
    """Return the references whose notes are neither on their own page nor on the next one, where a note to its last
    lines may have to go. `notes` maps the anchors of first references to those of their notes; `pages` has the anchors
    on each page.
    """
    place = {anchor: number for number, anchors in enumerate(pages) for anchor in anchors}
    return {
        reference
        for reference, note in notes.items()
        if note not in place or reference not in place or place[note] - place[reference] not in {0, 1}
    }


def _put_at_the_foot(root: ET.Element) -> dict[str, str]:
    """Move each note from the list at the end to behind its first reference, where print.css expects it, and return the
    anchors of these references with those of their notes. If a note is too long, or all notes are longer than half the
    text, they have no room at the foot and stay.
    """
    notes = root.find(".//section[@role='doc-endnotes']")
    text = root.find(".//article")
    if notes is None or text is None:
        return {}
    parents = {child: parent for parent in root.iter() for child in parent}
    listed = {f"#{item.get('id')}": item for item in notes.iter("li") if item.get("id")}
    lengths = [len("".join(item.itertext())) for item in listed.values()]
    if max(lengths, default=0) > MAX_NOTE_LENGTH or 2 * sum(lengths) > len("".join(text.itertext())):
        return {}
    in_notes = set(notes.iter())
    # A note that stands in text of another direction keeps that of the list of notes.
    is_mixed = len({item.get("dir") for item in root.iter() if item.get("dir")}) > 1
    around = [item.get("dir", "") for item in root.iter() if item.get("dir") and notes in set(item.iter())]
    direction = {"dir": around[-1]} if is_mixed and around else {}
    moved = {}
    for reference in list(root.iter("a")):
        if reference.get("role") != "doc-noteref" or reference in in_notes:
            continue
        item = listed.pop(reference.get("href", ""), None)
        marker, words = (item.find(tag) for tag in ("span", "div")) if item is not None else (None, None)
        if item is None or marker is None or words is None:
            continue
        raised = parents[reference]
        words.attrib.update(
            {"class": "footnote", "id": item.get("id", ""), "data-marker": marker.text or "", **direction}
        )
        words.tail, raised.tail = raised.tail, None
        host = parents[raised]
        host.insert(list(host).index(raised) + 1, words)
        parents[item].remove(item)
        moved[reference.get("id", "")] = item.get("id", "")
    if not listed:
        parents[notes].remove(notes)
    return moved


def _is_local(address: str, folder: Path) -> bool:
    """Return True if an address is data in the page, or a file below the folder."""
    parts = urlsplit(address)
    if parts.scheme != "file":
        return parts.scheme == "data"
    return not parts.netloc and Path(unquote(parts.path)).resolve().is_relative_to(folder)


def _running_head_style(html: str) -> str:
    """Return the style rule with the page's title for the running heads."""
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    words = " ".join(unescape(title.group(1)).split()) if title else ""
    escaped = re.sub(r"[^\w .,:;!?()–—-]", lambda found: f"\\{ord(found.group()):x} ", words)
    return f'body {{ string-set: running "{escaped}"; }}\n'
