"""TMX → units, as the bytes come in, so that a file of any size needs little memory.

The file may come from anybody: it is read strictly, and a unit has its greatest size. Of the codes of other programs
(`<bpt>`, `<ph>` …) nothing is taken over, of ours the placeholders.
"""

from collections.abc import Iterable, Iterator

from pipeline.errors import TmxError
from pipeline.memory.values import Unit
from pipeline.memory.writing import ORIGIN
from pipeline.model import LANGUAGES
from pipeline.placeholders import names
from pipeline.strictxml import LONGEST, StrictReader, portions

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})


def read_tmx(chunks: Iterable[bytes], name: str = "") -> Iterator[Unit]:
    """The units of a TMX file that have a text in two of our languages. `name` is the origin of those that name none.

    Raises TmxError, with its line, where the file is no TMX or not a harmless one; the units before that are out by
    then.
    """
    reader = _Reader(name)
    for data in portions(chunks):
        yield from reader.read(data)
    yield from reader.read(b"", final=True)


class _Reader(StrictReader):
    """What there is of a unit at one place of the file."""

    def __init__(self, name: str) -> None:
        super().__init__({"tmx"}, "TMX", TmxError)
        self._name = name
        self._done: list[Unit] = []
        self._file_lang = ""
        self._start_unit("", "")
        self._text: list[str] | None = None
        self._code: list[str] | None = None
        self._property: list[str] | None = None

    def read(self, data: bytes, *, final: bool = False) -> list[Unit]:
        """The units that end in these bytes."""
        self.feed(data, final=final)
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "header":
            self._file_lang = _language(attributes.get("srclang", ""))
        elif tag == "tu":
            self._start_unit(attributes.get("srclang", ""), attributes.get("creationid", ""))
        elif tag == "tuv":
            self._lang = _language(attributes.get("xml:lang") or attributes.get("lang") or "")
            self._person = attributes.get("changeid") or attributes.get("creationid") or ""
        elif tag == "seg":
            self._text = []
        elif tag in _CODES and self._text is not None and self._code is None:
            self._code = []
        elif tag == "prop" and attributes.get("type") == ORIGIN and self.open[-2:-1] == ["tu"]:
            self._property = []

    def _start_unit(self, lang: str, person: str) -> None:
        self._unit_lang = _language(lang) if lang else self._file_lang
        self._unit_person = person
        self._texts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._origin = ""
        self._lang = self._person = ""
        self._size = 0

    def characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > LONGEST:
            self.refuse(f"has a unit with more than {LONGEST:,} characters. No text is that long; it may be a trap.")
        if self._code is not None:
            self._code.append(text)
        elif self._text is not None:
            self._text.append(text)
        elif self._property is not None:
            self._property.append(text)

    def end(self, tag: str) -> None:
        if tag in _CODES and self._code is not None and not _CODES.intersection(self.open):
            code = "".join(self._code)
            if self._text is not None and "".join(f"{{{name}}}" for name in names(code)) == code:
                self._text.append(code)
            self._code = None
        elif tag == "seg" and self._text is not None:
            self._end_segment("".join(self._text))
            self._text = self._code = None
        elif tag == "prop" and self._property is not None:
            self._origin, self._property = "".join(self._property), None
        elif tag == "tu":
            self._end_unit()

    def _end_segment(self, text: str) -> None:
        if self._lang and text.strip() and self._lang not in self._texts:
            self._texts[self._lang] = text
            person = self._person or (self._unit_person if self._lang != self._unit_lang else "")
            if person:
                self._people[self._lang] = person

    def _end_unit(self) -> None:
        if len(self._texts) > 1:
            lang = self._unit_lang if self._unit_lang in self._texts else ""
            origin = self._origin or self._name
            self._done.append(Unit(texts=self._texts, lang=lang, origin=origin, translators=self._people))


def _language(code: str) -> str:
    """One of our languages, whatever country or script is behind it; empty for others."""
    lang = code.strip().replace("_", "-").partition("-")[0].lower()
    return lang if lang in LANGUAGES else ""
