"""TMX → units, as the bytes come in, so that a file of any size needs little memory.

The file may come from anybody. Entities of its own are refused, so it can neither read other files nor blow itself up;
units and elements have their greatest size. Of the codes of other programs (`<bpt>`, `<ph>` …) nothing is taken over,
of ours the placeholders.
"""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from pipeline.errors import TmxError
from pipeline.memory.values import Unit
from pipeline.memory.writing import ORIGIN
from pipeline.model import LANGUAGES
from pipeline.placeholders import names

LONGEST = 1_000_000
"""The most characters that a unit may have; a sentence has a few hundred."""

_DEEPEST = 64
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_CHUNK = 1 << 16


def read_tmx(chunks: Iterable[bytes], name: str = "") -> Iterator[Unit]:
    """The units of a TMX file that have a text in two of our languages. `name` is the origin of those that name none.

    Raises TmxError, with its line, where the file is no TMX or not a harmless one; the units before that are out by
    then.
    """
    reader = _Reader(name)
    for chunk in chunks:
        for start in range(0, len(chunk), _CHUNK):
            yield from reader.read(chunk[start : start + _CHUNK])
    yield from reader.read(b"", final=True)


class _Reader:
    """What is known of the file at one place: which elements are open, and what there is of a unit."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._done: list[Unit] = []
        self._given = 0
        self._file_lang = ""
        self._start_unit("", "")
        self._text: list[str] | None = None
        self._code: list[str] | None = None
        self._property: list[str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity

    def read(self, data: bytes, *, final: bool = False) -> list[Unit]:
        """The units that end in these bytes."""
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise TmxError(f"is not XML that can be read: {said}", line=error.lineno) from error
        except (LookupError, ValueError) as error:
            raise TmxError("is in an encoding that cannot be read. Save it as UTF-8.") from error
        self._given += len(data)
        if self._given - self._parser.CurrentByteIndex > LONGEST:
            self._refuse(f"has a tag or a comment with more than {LONGEST:,} bytes. It may be a trap.")
        done, self._done = self._done, []
        return done

    def _refuse(self, message: str) -> None:
        raise TmxError(message, line=self._parser.CurrentLineNumber)

    def _doctype(self, name: str, _system: str | None, _public: str | None, has_own: int) -> None:
        if name != "tmx":
            self._refuse(f"is no TMX: it says that it is “{name[:40]}”.")
        if has_own:
            self._refuse("has declarations of its own, which no TMX needs. It may be a trap, so nothing is read.")

    def _entity(self, *_: object) -> int:
        self._refuse("has entities of its own, which no TMX needs. It may be a trap, so nothing is read.")
        return 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open and tag != "tmx":
            self._refuse(f"is no TMX: it begins with <{tag[:40]}>.")
        self._open.append(tag)
        if len(self._open) > _DEEPEST:
            self._refuse("has elements inside each other without an end. It may be a trap.")
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
        elif tag == "prop" and attributes.get("type") == ORIGIN and self._open[-2:-1] == ["tu"]:
            self._property = []

    def _start_unit(self, lang: str, person: str) -> None:
        self._unit_lang = _language(lang) if lang else self._file_lang
        self._unit_person = person
        self._texts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._origin = ""
        self._lang = self._person = ""
        self._size = 0

    def _characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > LONGEST:
            self._refuse(f"has a unit with more than {LONGEST:,} characters. No text is that long; it may be a trap.")
        if self._code is not None:
            self._code.append(text)
        elif self._text is not None:
            self._text.append(text)
        elif self._property is not None:
            self._property.append(text)

    def _end(self, tag: str) -> None:
        self._open.pop()
        if tag in _CODES and self._code is not None and not _CODES.intersection(self._open):
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
