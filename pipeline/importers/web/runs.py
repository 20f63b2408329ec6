"""Read the text of a page as runs, one between two borders of blocks, and tell which of them trafilatura takes."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.importers.pandoc_ast import explain_missing
from pipeline.importers.web.page import BLOCKS, Element

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words in a row that are hardly ever twice on a page
_LEAST_SHARE = 0.3  # share of a run's words below which they were taken from elsewhere
_MOST_LETTERS = 1_500_000  # trafilatura's time grows faster than the page


@dataclass(slots=True, kw_only=True)
class Run:
    """Text between two borders of blocks: its block, and how many letters are in links, and in links within the site.

    `taken` is the share of its words that trafilatura takes for main text.
    """

    block: Element
    text: str
    linked: int
    site_linked: int
    taken: float = 0


def read_runs(body: Element, address: str) -> list[Run]:
    """Return the runs of a page in their order; `address` is the page's own."""
    return list(_Reader(urlsplit(address).netloc.removeprefix("www.")).read(body))


class _Reader:
    """Collect pieces of text up to the next border of a block."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._pieces: list[str] = []
        self._linked = self._site_linked = 0
        self._links: list[bool] = []
        self._blocks: list[Element] = []

    def read(self, body: Element) -> Iterator[Run]:
        """Yield the runs of an element."""
        from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

        for event, element in etree.iterwalk(body, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            is_block = tag in BLOCKS or element is body
            if event == "start":
                if is_block:
                    yield from self._end_run()
                    self._blocks.append(element)
                elif tag == "a":
                    self._links.append(self._is_own(element.get("href") or ""))
                self._add(" " if tag == "br" else "")
                self._add(element.text if tag else "")
            else:
                if is_block:
                    yield from self._end_run()
                    self._blocks.pop()
                elif tag == "a" and self._links:
                    self._links.pop()
                self._add(element.tail if element is not body else "")

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
                letters = len(text.strip())
                self._linked += letters
                self._site_linked += letters if self._links[-1] else 0

    def _is_own(self, address: str) -> bool:
        """Tell whether a link leads to another page of the same site."""
        if address.startswith(("#", "mailto:", "javascript:")):
            return False
        try:
            host = urlsplit(address).netloc.removeprefix("www.")
        except ValueError:
            return False
        return not host or host == self._host

    def _end_run(self) -> Iterator[Run]:
        text = " ".join("".join(self._pieces).split())
        if text:
            yield Run(block=self._blocks[-1], text=text, linked=self._linked, site_linked=self._site_linked)
        self._pieces.clear()
        self._linked = self._site_linked = 0


def extract_by_trafilatura(root: Element) -> str:
    """Return the main text of a page by trafilatura, a line for each block; empty if it finds none."""
    try:
        from trafilatura import extract  # noqa: PLC0415  heavy, and an extra
    except ImportError as error:
        raise explain_missing("trafilatura") from error
    if sum(map(len, root.itertext())) > _MOST_LETTERS:
        return ""
    try:
        return extract(root, include_comments=False, include_tables=True, include_formatting=False) or ""
    except (RecursionError, ValueError, TypeError, AttributeError):
        return ""


def mark_taken(runs: Sequence[Run], found: str) -> None:
    """Mark the runs that are in a text: by rows of words, short ones also as whole lines. Takes linear time."""
    found = unicodedata.normalize("NFC", found)
    words = _WORD.findall(found)
    shingles = {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    lines = {tuple(_WORD.findall(line)) for line in found.split("\n")} - {()}
    own = [_WORD.findall(unicodedata.normalize("NFC", run.text)) for run in runs]
    everything = [word for words in own for word in words]
    hits = [False] * len(everything)
    for at in range(len(everything) - _SHINGLE + 1):
        if tuple(everything[at : at + _SHINGLE]) in shingles:
            hits[at : at + _SHINGLE] = [True] * _SHINGLE
    start = 0
    for run, words in zip(runs, own, strict=True):
        taken = sum(hits[start : start + len(words)])
        start += len(words)
        share = taken / max(len(words), 1)
        run.taken = 1 if tuple(words) in lines else share if share >= _LEAST_SHARE else 0
