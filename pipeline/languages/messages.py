"""Format the words that Targman itself adds to pages, in the language of the page: headings, bylines, dates, lists.

Messages are in `messages.po` of the language's pack, in English where it and that of its base lack one. Dates, lists,
numbers and names of languages are those of the Unicode CLDR.
"""

import gettext
import re
import struct
from codecs import lookup
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import date
from io import BytesIO
from string import Formatter
from typing import TYPE_CHECKING, Any

import babel

from pipeline.errors import CatalogError
from pipeline.frozen import dataclass
from pipeline.languages import Language, load, packs, remember
from pipeline.languages.folders import find_folders
from pipeline.model import Message

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from babel.messages import Catalog

_ENGLISH = "en"
_ZEROS = {
    "adlm": "\U0001e950", "arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6", "cakm": "\U00011136",
    "deva": "\u0966", "hmnp": "\U0001e140", "mtei": "\uabf0", "mymr": "\u1040", "nkoo": "\u07c0",
    "olck": "\u1c50", "tibt": "\u0f20",
}  # fmt: skip
"""The digit zero of each system of digits that the CLDR has for a language; the other nine follow it in Unicode."""


_QUOTED = re.compile(rb'(?:msg\w+(?:\[\d+\])?\s+)?"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words for pages in one language. `overrides` are a publisher's own words for some of the messages."""

    lang: str
    overrides: Mapping[str, str] = field(default_factory=dict)

    @property
    def locale(self) -> babel.Locale:
        """The CLDR's data of the language."""
        return _locale(self.lang)

    @property
    def direction(self) -> str:
        """The direction of its words: `ltr` or `rtl`."""
        return load(self.lang).direction

    def __call__(self, message: str, **values: object) -> str:
        """Return a message with the values filled in. Raises KeyError if it is not in English either."""
        return (self.overrides.get(message) or _find(self.lang, message)).format(**values)

    def has(self, message: str) -> bool:
        """Tell whether there are words of the language for a message, so that it is not said in English instead."""
        with suppress(KeyError):
            return bool(self.overrides.get(message) or _messages(self.lang).gettext(message))
        return False

    def about(self, message: str, lang: str, **values: object) -> str:
        """Return a message about a language, which is `{language}` in it: the one with its English name in that place,
        as some languages inflect names, else the general one.
        """
        named = message.replace("{language}", load(lang).name)
        if self.has(named):
            return self(named, **values)
        spoken = self if self.has(message) else Wording(lang=_ENGLISH)
        return spoken(message, language=spoken.language(lang), **values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a message in the plural form for `number`, which is filled in for `{number}`."""
        return _find_plural(self.lang, one, many, number).format(number=self.number(number), **values)

    def format(self, message: Message) -> str:
        """Return a message with its values in this language. Raises KeyError if it is not in English either."""
        return message.format(
            lambda part: (
                _find_plural(self.lang, part.template, part.plural, part.number)
                if part.plural
                else _find(self.lang, part.template)
            )
        )

    def number(self, value: int) -> str:
        """Format a whole number with the language's separators and digits."""
        from babel.numbers import format_decimal  # noqa: PLC0415  heavy

        return self.digits(format_decimal(value, locale=_locale(self.lang), numbering_system="default"))

    def percent(self, share: float) -> str:
        """Format a share (0–1) in whole percent, with the language's space before the sign."""
        from babel.numbers import format_percent  # noqa: PLC0415  heavy

        known = _locale(self.lang)
        sign = known.number_symbols.get(known.default_numbering_system, {}).get("percentSign", "%")
        return self.digits(format_percent(share, locale=known, numbering_system="default").replace("%", sign))

    def date(self, day: date) -> str:
        """Format a date in words."""
        from babel.dates import format_date  # noqa: PLC0415  heavy, and few pages have a date

        return self.digits(format_date(day, "long", locale=_locale(self.lang)))

    def digits(self, text: str) -> str:
        """Return a text with the digits of the language: ۱۲ for 12 in Persian."""
        zero = _ZEROS.get(str(_locale(self.lang).default_numbering_system))
        return text.translate({ord("0") + digit: ord(zero) + digit for digit in range(10)}) if zero else text

    def names(self, names: Sequence[str]) -> str:
        """Join names to a list within a sentence."""
        from babel.lists import format_list  # noqa: PLC0415  as above

        return format_list(list(names), locale=_locale(self.lang))

    def language(self, lang: str) -> str:
        """Return the name of a language; that of the CLDR, else its pack's."""
        known = _locale(self.lang)
        if whole := known.languages.get(lang.replace("-", "_")):
            return str(whole)
        first, *others = lang.split("-")
        if first not in known.languages:
            other = load(lang)
            is_kindred = load(self.lang) in _bases(other) or other in _bases(load(self.lang))
            return other.native_name if is_kindred else other.name
        details = [known.scripts.get(each) or known.territories.get(each) or each for each in others]
        return f"{known.languages[first]} ({', '.join(details)})"


@remember
def list_page_languages() -> tuple[str, ...]:
    """Return the languages that have words for pages."""
    files = ("messages.mo", "messages.po")
    return tuple(language.code for language in packs() if any(map(language.data, files)))


def read_overrides(data: bytes) -> dict[str, str]:
    """Read a publisher's confirmed words from a PO file, by message without plural forms. Raises CatalogError."""
    single = (message for message in _read_po(data) if not message.pluralizable and not message.fuzzy)
    return {str(message.id): str(message.string) for message in single if message.id and message.string}


@remember
def _messages(lang: str) -> gettext.NullTranslations:
    """Return the messages of a language: those of its pack, then those of its base."""
    found: gettext.NullTranslations = _Unknown()
    for language in reversed(_bases(load(lang))):
        for folder in reversed(find_folders(language.code)):
            for own in _read_folder(folder):
                own.add_fallback(found)
                found = own
    return found


@remember
def _find(lang: str, message: str) -> str:
    with suppress(KeyError):
        return _messages(lang).gettext(message)
    return _messages(_ENGLISH).gettext(message)


def _find_plural(lang: str, one: str, many: str, number: int) -> str:
    with suppress(KeyError):
        return _messages(lang).ngettext(one, many, number)
    return _messages(_ENGLISH).ngettext(one, many, number)


def _bases(language: Language) -> list[Language]:
    """Return a language, its base, the base of that and so on."""
    return [language, *(_bases(language.base) if language.base else ())]


@remember
def _locale(lang: str) -> babel.Locale:
    """Return what the CLDR knows of a language."""
    return babel.Locale.parse(load(lang).locale)


def _read_folder(folder: "Traversable") -> Iterator[gettext.GNUTranslations]:
    """Yield the messages that a folder of a pack has: compiled ones, else its PO file. Raises CatalogError."""
    compiled, source = folder.joinpath("messages.mo"), folder.joinpath("messages.po")
    try:
        if compiled.is_file():
            yield gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
        elif source.is_file():
            yield _compile(source.read_bytes())
    except CatalogError as error:
        raise error.at(str(source)) from error
    except (OSError, ValueError, struct.error) as error:
        raise CatalogError(f"cannot be read: {error}", path=str(compiled)) from error


def _compile(data: bytes) -> gettext.GNUTranslations:
    """Read messages from a PO file, as gettext reads compiled ones. Raises CatalogError."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  heavy, and Targman's own are compiled already

    catalog, compiled = _read_po(data), BytesIO()
    for message in catalog:
        ids, forms = ((each,) if isinstance(each, str) else tuple(each or ()) for each in (message.id, message.string))
        for form in filter(None, forms if message.id else ()):
            if (fault := find_brace_fault("".join(ids), form)) is not None:
                raise CatalogError(f"“{form}” for “{ids[0]}” {fault}", line=message.lineno or 0)
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _read_po(data: bytes) -> "Catalog":
    """Read a PO file. Raises CatalogError."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  heavy, and few have such a file

    for number, line in enumerate(data.splitlines(), 1):
        # Babel takes a line without its last quotation mark, and loses a letter.
        if line.lstrip().startswith((b"msg", b'"')) and not _QUOTED.fullmatch(line.strip()):
            raise CatalogError("is not a line of a PO file: its text has to be between quotation marks.", line=number)
    try:
        catalog = read_po(BytesIO(data), abort_invalid=True)
        lookup(catalog.charset or "utf-8")
    except PoFileError as error:
        said = str(error).removesuffix(f" on {error.lineno}")
        raise CatalogError(f"is not a PO file that can be read: {said}.", line=error.lineno + 1) from error
    except UnicodeDecodeError as error:
        number = data[: data.find(error.object) + error.start].count(b"\n") + 1
        raise CatalogError("is not in the encoding that its header says. Save it as UTF-8.", line=number) from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise CatalogError(f"its header is not valid: {error}. See Content-Type and Plural-Forms.") from error
    return catalog


def check_messages(data: bytes) -> None:
    """Read a PO file with words for pages. Raises CatalogError for the first fault."""
    _compile(data)


def count_messages(lang: str) -> int:
    """Return how many of the messages the packs of a language itself have."""
    found: set[str] = set()
    for language in _bases(load(lang)):
        for folder in find_folders(language.code):
            if (file := folder.joinpath("messages.po")).is_file():
                found |= {
                    str(message.id) for message in _read_po(file.read_bytes()) if message.id and _is_filled(message)
                }
    return len(found)


def _is_filled(message: Any) -> bool:  # noqa: ANN401  a value of Babel, which is loaded late
    is_whole = message.string if isinstance(message.string, str) else all(message.string)
    return bool(message.id and is_whole) and not message.fuzzy


def find_wording(lang: str, message: str) -> Wording:
    """Return the words of a language, or of English if it lacks a message, so that a text is in one language."""
    say = Wording(lang=lang)
    return say if say.has(message) else Wording(lang=_ENGLISH)


def find_brace_fault(message: str, words: str) -> str | None:
    """Return what is wrong with the names in braces in somebody's words for a message, or None."""
    allowed = {name for _, name, _, _ in Formatter().parse(message) if name}
    try:
        found = [(name, form, turn) for _, name, form, turn in Formatter().parse(words) if name is not None]
    except ValueError:
        return "has a brace that is open or not opened. Write names in braces as the message has them."
    if strange := [name for name, form, turn in found if name not in allowed or form or turn]:
        there = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
        return f"has {{{strange[0]}}} in it, for which nothing is there to put in. What may stand in braces: {there}."
    return None


class _Unknown(gettext.NullTranslations):
    """The end of every row of catalogs: none of them has the message."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1, msgid2, n)
