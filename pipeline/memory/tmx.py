"""Read and write TMX 1.4b, piece by piece, so that a file of any size needs little memory.

A file may come from anybody: it is read strictly, and the size of a unit is limited. Inline codes of other programs
(`<bpt>`, `<ph>` …) are dropped, with a space in place of one between two letters; a `<ph>` with a placeholder in braces
is that placeholder. Placeholders are written as plain text: OmegaT and Poedit drop what stands in a `<ph>`. There are
no dates: the same units make the same file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline import __version__
from pipeline.article.placeholders import find_names
from pipeline.errors import TmxError
from pipeline.languages.tags import match, match_each
from pipeline.memory import MemoryUnit
from pipeline.xml import MAX_LENGTH, StrictXmlReader, remove_invalid_characters, split_chunks

ORIGIN_PROPERTY = "x-origin"
"""Type of the property that names the origin of a unit."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = str.maketrans(_ENTITIES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_IN_TEXT = str.maketrans(_ENTITIES)

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Targman" creationtoolversion="{version}" segtype="sentence" o-tmf="Targman" adminlang="en" \
srclang="{lang}" datatype="x-markdown"/>
  <body>
"""
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""The elements of inline codes."""
_GAP = "\0"
"""Stands for a code that was dropped; no XML has it."""
_GAP_IN_WORD = re.compile(rf"(?<=[^\W_]){_GAP}+(?=[^\W_])")
_LEAST_TEXTS = 2
_CACHED_CODES = 256
"""Number of lists of codes whose languages are cached: most units of a file have the same."""


def read_tmx(chunks: Iterable[bytes], name: str = "", languages: Sequence[str] = ()) -> Iterator[MemoryUnit]:
    """Yield the units of a TMX file that have a text in two languages.

    `name` is the origin of units that name none; a code that means one of `languages` is that one. Raises TmxError,
    with the line, for a file that is not TMX or not safe to read; the units before that line have been yielded.
    """
    return TmxReader(name, languages).read_all(chunks)


class TmxReader(StrictXmlReader):
    """A reader that holds the parts of the current unit; `left_out` counts the units without texts in two languages."""

    def __init__(self, name: str, languages: Sequence[str] = ()) -> None:
        super().__init__({"tmx"}, "TMX", TmxError)
        self._name = name
        self._languages_of = lru_cache(_CACHED_CODES)(lambda codes: match_each(codes, languages))
        self._done: list[MemoryUnit] = []
        self.left_out = 0
        self._file_lang = ""
        self._start_unit("", "")
        self._text: list[str] | None = None
        self._code: list[str] | None = None
        self._property: list[str] | None = None

    def read_all(self, chunks: Iterable[bytes]) -> Iterator[MemoryUnit]:
        """Yield the units of a file, as `read_tmx` does."""
        for data in split_chunks(chunks):
            yield from self.read(data)
        yield from self.read(b"", final=True)

    def read(self, data: bytes, *, final: bool = False) -> list[MemoryUnit]:
        """Return the units that end in these bytes."""
        self.feed(data, final=final)
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "header":
            self._file_lang = attributes.get("srclang", "")
        elif tag == "tu":
            self._start_unit(attributes.get("srclang", ""), attributes.get("creationid", ""))
        elif tag == "tuv":
            self._lang = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._person = attributes.get("changeid") or attributes.get("creationid") or ""
        elif tag == "seg":
            self._text = []
        elif tag in _CODES and self._text is not None and self._code is None:
            self._code = []
        elif tag == "prop" and attributes.get("type") == ORIGIN_PROPERTY and self.open_tags[-2:-1] == ["tu"]:
            self._property = []

    def _start_unit(self, lang: str, person: str) -> None:
        self._unit_lang = lang or self._file_lang
        self._unit_person = person
        self._texts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._origin = ""
        self._lang = self._person = ""
        self._size = 0

    def characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_LENGTH:
            self.refuse(f"has a unit with more than {MAX_LENGTH:,} characters. No text is that long; it may be a trap.")
        part = next((part for part in (self._code, self._text, self._property) if part is not None), [])
        part.append(text)

    def end(self, tag: str) -> None:
        if tag in _CODES and self._code is not None and not _CODES.intersection(self.open_tags):
            code = "".join(self._code)
            is_ours = "".join(f"{{{name}}}" for name in find_names(code)) == code
            if self._text is not None:
                self._text.append(code if is_ours else _GAP)
            self._code = None
        elif tag == "seg" and self._text is not None:
            self._end_segment(_GAP_IN_WORD.sub(" ", "".join(self._text)).replace(_GAP, ""))
            self._text = self._code = None
        elif tag == "prop" and self._property is not None:
            self._origin, self._property = "".join(self._property), None
        elif tag == "tu":
            self._end_unit()

    def _end_segment(self, text: str) -> None:
        if self._lang and text.strip() and self._lang not in self._texts:
            self._texts[self._lang] = text
            if self._person:
                self._people[self._lang] = self._person

    def _end_unit(self) -> None:
        """Keep the unit, with our codes for those of the file."""
        languages = self._languages_of(tuple(self._texts))
        if len(languages) < _LEAST_TEXTS:
            self.left_out += 1
            return
        source = languages.get(self._unit_lang) or match(self._unit_lang, languages.values())
        people = {languages[code]: name for code, name in self._people.items() if code in languages}
        if self._unit_person:
            people = {lang: self._unit_person for lang in languages.values() if lang != source} | people
        texts = {languages[code]: text for code, text in self._texts.items() if code in languages}
        origin = self._origin or self._name
        self._done.append(MemoryUnit(texts=texts, lang=source, origin=origin, translators=people))


def write_tmx(units: Iterable[MemoryUnit], lang: str) -> Iterator[str]:
    """Yield a TMX file in pieces, without characters not allowed in XML; each unit with its source first.

    `lang` is the source language in the header, which some programs want to be one: a unit in another language says so.
    """
    yield _HEAD.format(version=__version__, lang=lang)
    for unit in units:
        yield "".join(_format_unit(unit, lang))
    yield "  </body>\n</tmx>\n"


def _format_unit(unit: MemoryUnit, usual: str) -> Iterator[str]:
    lang = unit.lang or "*all*"
    yield "    <tu>\n" if unit.lang == usual else f'    <tu srclang="{lang}">\n'
    if unit.origin:
        yield f'      <prop type="{ORIGIN_PROPERTY}">{_escape(unit.origin)}</prop>\n'
    for lang in sorted(unit.texts, key=lambda lang: lang != unit.lang):
        person = remove_invalid_characters(unit.translators.get(lang, "")).translate(_IN_ATTRIBUTES)
        who = f' creationid="{person}"' if person else ""
        yield f'      <tuv xml:lang="{lang}"{who}><seg>{_escape(unit.texts[lang])}</seg></tuv>\n'
    yield "    </tu>\n"


def _escape(text: str) -> str:
    return remove_invalid_characters(text).translate(_IN_TEXT)
