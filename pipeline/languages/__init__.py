"""The pack of each language, behind `load(code)`: commented files in `pipeline/languages/CODE/`, for linguists.

A code is a tag of BCP 47: `hy`, `pt-BR`, `sr-Latn`. Packs may also come with a workspace or an installed distribution.

- `language.toml`: names, letters, marks, codes of other programs; `sentences.toml`: where sentences end
- `typography.toml`: quotation marks, dashes, spaces, checks for this language only; `inflection.toml`: endings of words
- `hyphenation.dic`: where words may be divided in PDF, in the format of Hunspell's dictionaries
- `numbers.toml`: words for numbers, months, percent, currencies and measures
- `calendar.toml`: weekdays, words for centuries and parts of the day
- `documents.toml`: headings, bylines and page furniture of documents and web pages
- `romanisation.toml` and `sounds.toml`: its letters in Latin ones, and by their sound
- `meanings.txt` and `words.txt`: numbers, days and common words, by meaning, for pairing texts
- `messages.po`: the words on pages; `messages.mo` is compiled from it when the package is built

Every file and every key may be missing. What a pack lacks, the pack that it is based on tells (`base`, or `pt` for
`pt-BR`), then the Unicode CLDR, for any language that it knows; else the rooms work without that knowledge. A file is
read when first needed.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import TargmanError
from pipeline.languages import cldr
from pipeline.languages.folders import decode, find_folders, list_codes, remember, use_folder

if TYPE_CHECKING:
    from pipeline.languages.parts import CalendarRules, InflectionRules, NumberRules, Spelling, Typography

__all__ = [
    "Language",
    "alternatives",
    "document_pattern",
    "load",
    "packs",
    "remember",
    "same_letters",
    "use_folder",
    "word_marks",
]

_OF_ONE = frozenset({"name", "native_name", "locale", "codes", "base"})
"""Facts that a language does not have from the one that it is based on."""


class _Code(NamedTuple):
    code: str


class _Fact:
    """A text of `language.toml`, by the attribute's name; if missing, that of the CLDR, of `like`, or the default."""

    def __init__(self, default: str = "", *, like: str = "", cldr: Callable[[str], str] | None = None) -> None:
        self._default, self._like, self._cldr = default, like, cldr

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, language: "Language", owner: type) -> str:
        if self._name in language.facts:
            return str(language.facts[self._name])
        found = self._cldr(language.code) if self._cldr else ""
        return found or (getattr(language, self._like) if self._like else self._default)


class Language(_Code):
    """One language: its facts, and its larger parts, which are read once when they are first asked for."""

    name = _Fact(like="code", cldr=cldr.english_name)
    """The English name of the language."""
    native_name = _Fact(like="name", cldr=cldr.native_name)
    """The name of the language in the language."""
    plural_forms = _Fact(cldr=cldr.plural_forms)
    """Gettext's rule for plural forms."""
    direction = _Fact("ltr", cldr=cldr.direction)
    """The direction of writing: `ltr` or `rtl`."""
    script = _Fact(cldr=cldr.script_name)
    """The English name of the script."""
    own_letters = _Fact(like="letters")
    """The letters by which the language is detected, as the inside of a character class: its script, or fewer."""
    common_words = _Fact()
    """The commonest words, which tell it from other languages in its script; empty if the letters are enough."""
    foreign_letters = _Fact()
    """Small letters of the script that only other languages have."""
    frequent_letters = _Fact()
    """The ten most frequent letters."""
    small = _Fact()
    """The small letters of the alphabet, as the inside of a character class."""
    capitals = _Fact()
    """The capital letters of the alphabet, as the inside of a character class."""
    word_marks = _Fact()
    """The marks that stand inside words and do not part them."""
    not_translated = _Fact("not translated")
    """The mark at a text of an edition that has no translation."""
    translators_note = _Fact("Translator’s note")
    """The words after a translator's note in an edition."""

    @cached_property
    def letters(self) -> str:
        """The letters of the script, as the inside of a character class; unknown ones match nothing."""
        return str(self.facts.get("letters") or cldr.script_letters(self.script) or "\uffff")

    @property
    def locale(self) -> str:
        """The language and the country whose dates, lists and numbers it uses, in Babel's notation: `hy_AM`; that of
        its base, else English, where the CLDR does not know it.
        """
        named = str(self.facts.get("locale", self.code)).replace("-", "_")
        if cldr.has_locale(named):
            return named
        near = cldr.locale_name(self.code)
        is_own = near.partition("_")[0] == self.code.partition("-")[0]
        return self.base.locale if self.base and not is_own else near

    @property
    def tag(self) -> str:
        """The locale in the notation of BCP 47: `hy-AM`."""
        return self.locale.replace("_", "-")

    @property
    def same_letters(self) -> Mapping[str, str]:
        """Letters that may be written in two ways, each with the one used to compare words."""
        return dict(self.facts.get("same_letters", {}))

    @property
    def elided(self) -> tuple[str, ...]:
        """Words that are written together with the next one, with their apostrophes: `l'`."""
        return tuple(self.facts.get("elided", ()))

    def fact(self, section: str, key: str) -> str:
        """Return a text from a section of `language.toml`; empty if it is missing."""
        return str(self.facts.get(section, {}).get(key, ""))

    def yes_or_no(self, answer: str) -> tuple[str, ...]:
        """Return the words for `yes` or `no` in a table."""
        return tuple(self.facts.get(answer, ()))

    def name_words(self, kind: str) -> frozenset[str]:
        """Return small words that stand within names: `joints`, `bylines` or `parts` of `language.toml`."""
        return frozenset(self.facts.get("names", {}).get(kind, ()))

    @cached_property
    def typography(self) -> "Typography":
        from pipeline.languages.parts import Typography, read_values  # noqa: PLC0415  settings need codes only

        table = self.table("typography")
        if "quotes" not in table:
            table |= {"quotes": cldr.quotes(self.code), "has_own_quotes": False}
        return Typography(**read_values(Typography._field_defaults, table))

    @cached_property
    def numbers(self) -> "NumberRules":
        from pipeline.languages.parts import NumberRules  # noqa: PLC0415  settings need codes only

        table = self.table("numbers")
        if not {"decimal", "months"} <= table.keys():
            table = {**cldr.number_table(self.code), **table}
        return NumberRules.from_table(table)

    @cached_property
    def calendar(self) -> "CalendarRules":
        from pipeline.languages.parts import CalendarRules  # noqa: PLC0415  settings need codes only

        return CalendarRules.from_table(self.table("calendar"))

    @cached_property
    def inflection(self) -> "InflectionRules":
        from pipeline.languages.parts import InflectionRules, read_values  # noqa: PLC0415  settings need codes only

        return InflectionRules(**read_values(InflectionRules._field_defaults, self.table("inflection")))

    @cached_property
    def romanisation(self) -> "Spelling":
        return self._spelling("romanisation")

    @cached_property
    def sounds(self) -> "Spelling":
        return self._spelling("sounds")

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The table of `language.toml`."""
        return self.table("language")

    @cached_property
    def documents(self) -> Mapping[str, tuple[str, ...]]:
        """Patterns for the parts of documents around their text, by purpose."""
        return {key: tuple(found) for key, found in self.table("documents").items()}

    @cached_property
    def meanings(self) -> Mapping[str, tuple[str, ...]]:
        """The words for numbers, months, days and measures of time, by meaning."""
        return self._words("meanings.txt")

    @cached_property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Common words by meaning, which is named after an English one."""
        return self._words("words.txt")

    @property
    def is_reviewed(self) -> bool:
        """The answer to whether a native speaker has read the words on pages."""
        return bool(self.facts.get("reviewed", False))

    @cached_property
    def base(self) -> "Language | None":
        """The language whose pack serves where this one lacks something; None if there is none."""
        own = own_base(self.code)
        code = own or (self.code.rpartition("-")[0] if "-" in self.code else "")
        if not code or (not own and cldr.script_code(code) != cldr.script_code(self.code)):
            return None
        return load(code)

    def table(self, part: str) -> dict[str, Any]:
        """Read one of the language's TOML files, with what it lacks from its base; empty if both are missing."""
        inherited = self.base.table(part) if self.base else {}
        if part == "language":
            inherited = {key: value for key, value in inherited.items() if key not in _OF_ONE}
        return _join(inherited, self.own_table(part))

    def text(self, name: str) -> str:
        """Read one of the language's files; empty if it is missing."""
        return decode(self.data(name))

    def data(self, name: str) -> bytes:
        """Read the bytes of one of the language's files, or of its base's; empty if it is missing."""
        for folder in find_folders(self.code):
            if (file := folder.joinpath(name)).is_file():
                return file.read_bytes()
        return self.base.data(name) if self.base else b""

    def _spelling(self, part: str) -> "Spelling":
        from pipeline.languages.parts import Spelling  # noqa: PLC0415  settings need codes only

        return Spelling.from_table(self.table(part))

    def own_table(self, part: str) -> dict[str, Any]:
        """Read a TOML file of all folders of the language, those first in their order that win."""
        import tomllib  # noqa: PLC0415  slow to import

        found: dict[str, Any] = {}
        for folder in reversed(find_folders(self.code)):
            if (file := folder.joinpath(f"{part}.toml")).is_file():
                try:
                    table = tomllib.loads(decode(file.read_bytes()))
                except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                    raise TargmanError(f"is not valid TOML in UTF-8: {error}", path=str(file)) from error
                found = _join(found, table)
        return found

    def _words(self, name: str) -> dict[str, tuple[str, ...]]:
        """Read lines of a meaning, a colon and the words that have it."""
        lines = (line.partition(":") for line in self.text(name).splitlines() if not line.startswith("#"))
        return {meaning: tuple(words.split()) for meaning, _, words in lines if meaning}


def own_base(code: str) -> str:
    """Return the language that a pack itself says it is based on; empty if it says nothing."""
    return str(load(code).own_table("language").get("base", ""))


def _join(table: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with the values of another one, which win; in tables within them too."""
    both = {key: _join(table[key], value) for key, value in other.items() if isinstance(table.get(key), dict)}
    return {**table, **other, **both}


@remember
def load(code: str) -> Language:
    """Return the language with this code; no file is read before it is needed, and none has to exist."""
    return Language(code=code)


@remember
def packs() -> tuple[Language, ...]:
    """Return every language that has a pack: those whose knowledge serves for texts in an unknown language."""
    return tuple(map(load, list_codes()))


@remember
def word_marks() -> str:
    """Return the marks of all languages that stand inside words and do not part them."""
    return "".join(language.word_marks for language in packs())


@remember
def same_letters() -> Mapping[str, str]:
    """Return the letters of all languages that may be written in two ways, each with the one used to compare words."""
    return {letter: other for language in packs() for letter, other in language.same_letters.items()}


@remember
def alternatives(key: str) -> str:
    """Return a pattern for all entries of `documents` under a key, in every language."""
    found = (pattern for language in packs() for pattern in language.documents.get(key, ()))
    return "|".join(dict.fromkeys(found)) or "(?!)"


@remember
def document_pattern(form: str) -> re.Pattern[str]:
    """Compile a pattern without regard to case, in which `{key}` stands for the alternatives of that key."""
    return re.compile(re.sub(r"\{([a-z_]+)\}", lambda key: f"(?:{alternatives(key[1])})", form), re.IGNORECASE)
