"""PDF by WeasyPrint: a page of ours, laid out on paper, with nothing fetched from anywhere."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from pipeline.errors import TargmanError

LONGEST = 1200
"""The most characters that a note at the foot of a page may have."""


class PdfError(TargmanError):
    """WeasyPrint is missing, or could not lay the page out."""


def pdf(html: str, *, base: Path, refused: Callable[[str], None] | None = None) -> bytes:
    """The bytes of a PDF of a page, with its title at the head of every page but the first.

    Each note is at the foot of the page where it is first referred to; those that the text does not refer to are at
    the end. Where one of them would not fit there, all are at the end.

    Pictures are read from the page itself (`data:`) and from files below `base`, where relative addresses start. All
    others are left out, so that their words stand there; `refused` is told their addresses. The same page gives the
    same bytes. Raises PdfError.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]  # noqa: PLC0415  an extra, heavy
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError as error:
        raise PdfError(
            'PDF files are made by WeasyPrint, which is not here. Run: pip install "targman[pdf]"'
        ) from error
    except OSError as error:
        raise PdfError(
            "WeasyPrint does not find the Pango library, which sets the type. How to install it: "
            "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html#installation"
        ) from error

    folder = base.resolve()

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401  WeasyPrint's own
            if not _is_ours(url, folder):
                if refused is not None:
                    refused(url)
                raise PermissionError(url)
            return super().fetch(url, headers)

    style = resources.files("pipeline.export").joinpath("templates", "print.css").read_text(encoding="utf-8")
    head, closed, body = html.partition("</head>")
    # After the page's own style, which is for screens first, so that this one counts.
    styled = f"{head}<style>{_running(html)}{style}</style>{closed}{body}"
    fetcher = Fetcher(allowed_protocols=("data", "file"))

    def laid_out(*, at_the_foot: bool) -> Any:  # noqa: ANN401  WeasyPrint's own
        page = HTML(string=styled, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
        _bind_references(page.etree_element)
        if not at_the_foot:
            return page.render(pdf_tags=True)
        moved = _put_at_the_foot(page.etree_element)
        found = page.render(pdf_tags=True) if moved else None
        return found if found and _is_near(moved, [page.anchors for page in found.pages]) else None

    paper = laid_out(at_the_foot=True) or laid_out(at_the_foot=False)
    return bytes(paper.write_pdf(pdf_tags=True, pdf_identifier=b"targman"))


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


def _is_near(notes: Mapping[str, str], pages: Sequence[Mapping[str, object]]) -> bool:
    """Whether each note, by the anchor of its first reference, is on the page of that or on the next one, where a note
    to the last lines of a page may have to go; `pages` have anchors.
    """
    place = {anchor: number for number, anchors in enumerate(pages) for anchor in anchors}
    return all(place.get(note, -1) - place.get(reference, -1) in {0, 1} for reference, note in notes.items())


def _put_at_the_foot(root: ET.Element) -> dict[str, str]:
    """Move each note from the list at the end to behind the first reference to it, as print.css expects it there.

    The anchors of those references lead to the anchors of the notes. Notes that are longer than the text, or one that
    is as long as a page, are not moved: they have no room.
    """
    notes = root.find(".//section[@role='doc-endnotes']")
    text = root.find(".//article")
    if notes is None or text is None:
        return {}
    parents = {child: parent for parent in root.iter() for child in parent}
    listed = {f"#{item.get('id')}": item for item in notes.iter("li") if item.get("id")}
    lengths = [len("".join(item.itertext())) for item in listed.values()]
    if max(lengths, default=0) > LONGEST or 2 * sum(lengths) > len("".join(text.itertext())):
        return {}
    in_notes = set(notes.iter())
    moved = {}
    for reference in list(root.iter("a")):
        if reference.get("role") != "doc-noteref" or reference in in_notes:
            continue
        item = listed.pop(reference.get("href", ""), None)
        marker, words = (item.find(tag) for tag in ("span", "div")) if item is not None else (None, None)
        if item is None or marker is None or words is None:
            continue
        raised = parents[reference]
        words.attrib.update({"class": "footnote", "id": item.get("id", ""), "data-marker": marker.text or ""})
        words.tail, raised.tail = raised.tail, None
        host = parents[raised]
        host.insert(list(host).index(raised) + 1, words)
        parents[item].remove(item)
        moved[reference.get("id", "")] = item.get("id", "")
    if not listed:
        parents[notes].remove(notes)
    return moved


def _is_ours(address: str, folder: Path) -> bool:
    """Whether an address is data in the page, or a file below the folder."""
    parts = urlsplit(address)
    if parts.scheme != "file":
        return parts.scheme == "data"
    return not parts.netloc and Path(unquote(parts.path)).resolve().is_relative_to(folder)


def _running(html: str) -> str:
    """The style rule with the page's title for the heads of pages."""
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    words = " ".join(unescape(title.group(1)).split()) if title else ""
    escaped = re.sub(r"[^\w .,:;!?()–—-]", lambda found: f"\\{ord(found.group()):x} ", words)
    return f'body {{ string-set: running "{escaped}"; }}\n'
