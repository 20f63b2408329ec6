"""Make safe copies of SVG pictures: without what could run, and without what a program would fetch from elsewhere."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib import resources
from typing import NamedTuple
from xml.parsers import expat

from pipeline.errors import TargmanError
from pipeline.publishing.sanitize import is_safe_address

_SVG = tomllib.loads(resources.files("pipeline.publishing").joinpath("svg.toml").read_text(encoding="utf-8"))
_NAMESPACE, _ACTIVE = _SVG["namespace"], frozenset(_SVG["active_namespaces"])
_ELEMENTS, _ANIMATIONS = frozenset(_SVG["elements"]), frozenset(_SVG["animations"])
_SHOWING = frozenset(_SVG["showing"])
_ADDRESSES, _FORBIDDEN = frozenset(_SVG["addresses"]), frozenset(_SVG["forbidden_attributes"])

_SHOWN = 60  # maximum length, in characters, of what the report quotes
_MOST_NAMED = 5  # maximum number of things that a line of the report names
_INSIDE = re.compile(r"#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|font/|application/(?:x-)?font)", re.IGNORECASE)
"""The beginnings of addresses that are fetched from nowhere: a part of the picture, pixels, a font."""
_URL = re.compile(r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^()"'\s]*+))\s*+\)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
_UNSAFE = re.compile(
    r"url\s*\(|@import|\b(?:image-set|image|src|cross-fade|expression)\s*\(|-moz-binding|\bbehavior\s*:", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_LOOKS_STYLED = re.compile(r"[(\\@]|-moz-binding|behavior", re.IGNORECASE)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


class SvgError(TargmanError):
    """A picture cannot be read, so nothing can be taken out of it."""


class SafePicture(NamedTuple):
    """A picture to copy, and the beginnings of what was taken out of it; without any it is the original."""

    data: bytes
    removed: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first things that were taken out, and how many more there are; empty if there is nothing."""
        more = len(self.removed) - _MOST_NAMED
        return ", ".join(self.removed[:_MOST_NAMED]) + (f", and {more} more" if more > 0 else "")


def clean_picture(name: str, data: bytes) -> SafePicture:
    """Return a picture as it may be copied. Only SVG can hold what runs. Raises SvgError."""
    return clean_svg(data) if is_svg(name) else SafePicture(data)


def is_svg(name: str) -> bool:
    """Return True if the name of a file says that it is an SVG picture, also a compressed one."""
    return name.lower().endswith((".svg", ".svgz"))


@lru_cache(maxsize=8)
def clean_svg(data: bytes) -> SafePicture:
    """Return a picture without scripts, event handlers, HTML and references to anything outside of it. Links that a
    browser opens safely stay. Raises SvgError for what is not SVG, or is compressed.
    """
    if data[:2] == b"\x1f\x8b":
        raise SvgError("is compressed. Save it as plain .svg.")
    cleaner = _Cleaner()
    try:
        cleaner.parser.Parse(data, True)  # noqa: FBT003  expat's own
    except expat.ExpatError as error:
        raise SvgError(f"is not well-formed XML: {expat.ErrorString(error.code)}.", line=error.lineno) from error
    except (LookupError, ValueError) as error:
        raise SvgError("is in an encoding that cannot be read. Save it as UTF-8.") from error
    if not cleaner.removed:
        return SafePicture(data)
    return SafePicture("".join(cleaner.made).encode(), tuple(dict.fromkeys(cleaner.removed)))


class _Name(NamedTuple):
    """The name of an element or an attribute."""

    space: str
    local: str
    prefix: str = ""

    @property
    def written(self) -> str:
        return f"{self.prefix}:{self.local}" if self.prefix else self.local


class _Cleaner:
    """Writes a picture again while it is parsed, as UTF-8, without comments, processing instructions and declarations.
    `depth` counts the open elements within one that is taken out, itself included.
    """

    def __init__(self) -> None:
        self.made: list[str] = []
        self.removed: list[str] = []
        self.depth = 0
        self.lost: list[str] = []
        self.spaces: list[str] = []
        self.style: list[str] | None = None
        self.has_root = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declare
        self.parser.EntityDeclHandler = self._declare_entity
        self.parser.StartNamespaceDeclHandler = self._declare_namespace
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruct

    def _declare(self, *_: object) -> None:
        self.made.append('<?xml version="1.0" encoding="UTF-8"?>\n')

    def _declare_entity(self, name: str, *about: object) -> None:
        *_, address, _public, _notation = about
        if address:
            self._report(f"<!ENTITY {name} {address}>")

    def _declare_namespace(self, prefix: str | None, address: str | None) -> None:
        self.spaces.append(f" xmlns{f':{prefix}' if prefix else ''}={_quote_value(address or '')}")

    def _instruct(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._report(f"<?{target} {data}?>")

    def _start(self, written: str, attributes: Sequence[str]) -> None:
        spaces, self.spaces = self.spaces, []
        name = _split_name(written)
        if not self.has_root and (name.local != "svg" or name.space not in {"", _NAMESPACE}):
            raise SvgError(f"is not an SVG picture: it begins with <{name.written[:_SHOWN]}>.")
        self.has_root = True
        pairs = [(_split_name(key), value) for key, value in zip(attributes[::2], attributes[1::2], strict=True)]
        if self.depth or not _is_kept(name, pairs):
            self.depth += 1
            if self.depth == 1:
                address = next((f' {key.written}="{value}"' for key, value in pairs if key.local in _ADDRESSES), "")
                self.lost = [f"<{name.written}{address}>"]
            return
        kept = "".join(f" {key.written}={_quote_value(value)}" for key, value in self._clean_attributes(name, pairs))
        self.made += (f"<{name.written}", *spaces, kept, ">")
        if name.local == "style":
            self.style = []

    def _clean_attributes(self, name: _Name, pairs: Sequence[tuple[_Name, str]]) -> Iterator[tuple[_Name, str]]:
        for key, value in pairs:
            local = key.local.lower()
            if local.startswith("on") or local in _FORBIDDEN:
                is_kept = False
            elif local in _ADDRESSES:
                is_kept = is_safe_address(value) if name.local == "a" else _is_inside(value)
            elif _LOOKS_STYLED.search(value) and (cleaned := self._clean_style(value)) != value:
                yield key, cleaned
                continue
            else:
                is_kept = True
            if is_kept:
                yield key, value
            else:
                self._report(f'{key.written}="{value}"')

    def _end(self, written: str) -> None:
        if self.depth:
            self.depth -= 1
            if not self.depth:
                self._report(" ".join(self.lost))
            return
        if self.style is not None:
            text, self.style = "".join(self.style), None
            self.made.append(escape(self._clean_style(text), quote=False))
        self.made.append(f"</{_split_name(written).written}>")

    def _text(self, text: str) -> None:
        if self.depth:
            if len(self.lost) < _SHOWN:
                self.lost += text[:_SHOWN].split()
        elif self.style is not None:
            self.style.append(text)
        else:
            self.made.append(escape(text, quote=False))

    def _clean_style(self, css: str) -> str:
        """Return CSS without what it fetches, or nothing if it hides that in escapes or in other functions."""

        def clean_url(found: re.Match[str]) -> str:
            if _is_inside(_target(found)):
                return found[0]
            self._report(found[0])
            return "none"

        def drop(found: re.Match[str]) -> str:
            self._report(found[0])
            return ""

        made = _URL.sub(clean_url, _IMPORT.sub(drop, css))
        rest = _URL.sub(lambda found: "" if _is_inside(_target(found)) else found[0], _ESCAPED.sub(_unescape, made))
        if _UNSAFE.search(rest):
            self._report(css)
            return ""
        return made

    def _report(self, text: str) -> None:
        line = " ".join(text[: 4 * _SHOWN].split())
        self.removed.append(line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…")


def _split_name(written: str) -> _Name:
    parts = written.split(" ")
    return _Name("", parts[0]) if len(parts) == 1 else _Name(*parts)


def _is_kept(name: _Name, attributes: Sequence[tuple[_Name, str]]) -> bool:
    if name.space not in {"", _NAMESPACE}:
        return name.space not in _ACTIVE
    if name.local in _ANIMATIONS:
        changed = next((value for key, value in attributes if key.local == "attributeName"), "")
        changed = changed.strip().rpartition(":")[2].lower()
        return changed not in _ADDRESSES and not changed.startswith("on")
    if name.local in _SHOWING:
        return all(_is_inside(value) for key, value in attributes if key.local in _ADDRESSES)
    return name.local in _ELEMENTS


def _target(url: re.Match[str]) -> str:
    return next((part for part in url.groups() if part), "")


def _is_inside(address: str) -> bool:
    return _INSIDE.match(address.strip()) is not None


def _quote_value(value: str) -> str:
    """Return the value of an attribute in quotation marks that it does not have itself; the standard library's own
    function for it comes with modules for the network.
    """
    written = value.translate(_ESCAPES)
    if '"' not in written:
        return f'"{written}"'
    return f"'{written}'" if "'" not in written else '"' + written.replace('"', "&quot;") + '"'


def _unescape(found: re.Match[str]) -> str:
    if found[2]:
        return found[2]
    number = int(found[1], 16)
    return chr(number) if 0 < number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"  # noqa: PLR2004  the last of Unicode
