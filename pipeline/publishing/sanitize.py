"""Keep harmless raw HTML and safe addresses only, find the images that raw HTML shows, and take it to pieces."""

import re
import tomllib
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from importlib import resources
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from pipeline.article.escape import SAFE_SCHEMES

HTML = tomllib.loads(resources.files("pipeline.publishing").joinpath("html.toml").read_text(encoding="utf-8"))
"""The tags and attributes of html.toml."""

PHRASING_TAGS, BREAKING_TAGS = frozenset(HTML["phrasing"]), frozenset(HTML["breaking"])
_KEPT = PHRASING_TAGS | BREAKING_TAGS | set(HTML["cells"])
_ATTRIBUTES, _SILENT = frozenset(HTML["attributes"]), frozenset(HTML["silent"])
_ADDRESSES = {"href", "src"}
_WEB = {"http", "https"}
_LISTS = {"ol", "ul"}
_OF_LISTS = _LISTS | {"li"}
"""Tags that, outside a raw list, would end or begin an item of another list, such as that of the notes."""


_WORDS = r"(?:[^<>&\r\0\xa0]++|&(?:amp|lt|gt|nbsp);)*+"
_VALUE = r'(?:[^<>&"\r\0\xa0]++|&(?:amp|quot|nbsp);)*+'
_HOST = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)++[a-z]{2,}+"
_LINK = (
    rf'<a(?: id="{_VALUE}")?+ href="(?:https?://{_HOST}(?:[/?#]{_VALUE})?+|mailto:{_VALUE}|#{_VALUE})"'
    rf'(?: role="[a-z-]++" aria-label="{_VALUE}")?+>{_WORDS}</a>'
)
_LINE = (
    rf"(?:[^<>&\r\0\xa0]++|&(?:amp|lt|gt|nbsp);|{_LINK}"
    rf'|<sup class="note">{_LINK}</sup>|<em>{_WORDS}</em>|<strong>{_WORDS}</strong>|<br>)*+'
)
_ITEM = rf'<li id="{_VALUE}"><span class="marker">{_WORDS}</span><div>(?:<p>{_LINE}</p>\n?)*+</div></li>'
_LIST = (
    rf'<section class="notes" role="doc-endnotes" aria-labelledby="{_VALUE}">\n<h2 id="{_VALUE}">{_WORDS}</h2>\n'
    rf"<ol>\n(?:{_ITEM}\n)*+</ol>\n</section>\n"
)
_CLEAN = re.compile(rf'(?:\n|<p>{_LINE}</p>|<h(?P<level>[1-6]) id="{_VALUE}">{_LINE}</h(?P=level)>|{_LIST})*+')
"""HTML that a cleaner would return as it is: paragraphs, headings and notes of a page, of words, links and emphasis.
Each tag has the attributes of our pages only, no tag stands where a browser would move it, and all are closed.
"""


def is_clean(html: str) -> bool:
    """Return True if HTML is surely clean, and written as a cleaner writes it."""
    return _CLEAN.fullmatch(html) is not None


@lru_cache(maxsize=512)
def is_safe_address(address: str) -> bool:
    """Return True if an address is relative or has a scheme that a browser opens without running anything."""
    address = "".join(address.split()).replace("\\", "/")  # as browsers read it
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in SAFE_SCHEMES if parts.scheme else not address.startswith("//")


def strip_unsafe_html(html: str) -> str:
    """Return raw HTML, which may be a single tag, with only the tags and attributes that belong in an article: without
    comments, and without identifiers, roles and classes, which are the page's own.
    """
    return "".join(_read(_Cleaner(), html).kept)


def find_image_addresses(html: str) -> list[str]:
    """Return the addresses of the images in raw HTML."""
    return _read(_Cleaner(), html).pictures


def link_remote_images(html: str, *, in_link: bool = False) -> str:
    """Return raw HTML, cleaned, with links in place of images on other servers; within a link, with their words."""
    return "".join(_read(_Linker(int(in_link)), html).kept)


class HtmlPiece(NamedTuple):
    """A tag that opens or closes (`sort` is open or close) with its attributes, or `text` (words)."""

    sort: str
    tag: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012  never changed
    text: str = ""


def split_html(html: str) -> list[HtmlPiece]:
    """Return the tags and the text of raw HTML in their order."""
    return _read(_Splitter(), html).pieces


Reader = TypeVar("Reader", bound=HTMLParser)


def _read(reader: Reader, html: str) -> Reader:
    reader.feed(html)
    reader.close()
    return reader


class _Splitter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[HtmlPiece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(HtmlPiece("open", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(HtmlPiece("close", tag))

    def handle_data(self, data: str) -> None:
        self.pieces.append(HtmlPiece("words", text=data))


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.pictures: list[str] = []
        self.silent = 0
        self.lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        self.lists += tag in _LISTS
        if self._is_kept(tag):
            about: dict[str, str] = {}
            for name, value in attrs:
                about.setdefault(name, value or "")  # the first one counts
            unsafe = {name for name in _ADDRESSES & about.keys() if not is_safe_address(about[name])}
            kept = {name: value for name, value in about.items() if name in _ATTRIBUTES - unsafe}
            if tag == "img" and not kept.get("src"):
                self._append(escape(about.get("alt", ""), quote=False))
                return
            if tag == "img":
                self._keep_image(kept)
                return
            self._keep(tag, kept)

    def _keep_image(self, about: dict[str, str]) -> None:
        self.pictures.append(about["src"])
        self._keep("img", {**about, "alt": about.get("alt", "")})  # without one it is not valid HTML

    def _keep(self, tag: str, about: dict[str, str]) -> None:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in about.items())
        self.kept.append(f"<{tag}{attributes}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif self._is_kept(tag):
            self.kept.append(f"</{tag}>")
            self.lists -= tag in _LISTS

    def _is_kept(self, tag: str) -> bool:
        return tag in _KEPT and not self.silent and (self.lists > 0 or tag not in _OF_LISTS)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002  the parser's own
        # `<![` begins a comment for a browser; the parser would raise AssertionError at what it does not know.
        return self.rawdata.find(">", i) + 1 or -1

    def handle_data(self, data: str) -> None:
        self._append(escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        self._append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._append(f"&#{name};")

    def _append(self, text: str) -> None:
        if not self.silent:
            self.kept.append(text)


class _Linker(_Cleaner):
    """Puts links in place of images on other servers. `links` counts the links that are open around them."""

    def __init__(self, links: int) -> None:
        super().__init__()
        self.links = links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += tag == "a"
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.links = max(0, self.links - (tag == "a"))
        super().handle_endtag(tag)

    def _keep_image(self, about: dict[str, str]) -> None:
        address = about["src"]
        if urlsplit(address.strip()).scheme.lower() not in _WEB:
            super()._keep_image(about)
            return
        words = escape(about.get("alt", "") or address, quote=False)
        self.kept.append(words if self.links else f'<a href="{escape(address)}">{words}</a>')
