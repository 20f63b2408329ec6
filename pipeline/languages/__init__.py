"""The data of each language, in `pipeline/languages/CODE/`, behind `load(code)`.

A language is a folder of commented files that a linguist can edit:

- `language.toml`: its names, letters, marks and the codes that other programs have for it
- `sentences.toml`: where sentences end
- `typography.toml`: quotation marks, dashes, spaces, and the checks that only this language has
- `numbers.toml`: words for numbers, months, percent, currencies and measures
- `inflection.toml`: endings of words
- `documents.toml`: headings, bylines and page furniture of documents and web pages
- `romanisation.toml` and `sounds.toml`: its letters in Latin ones, and by their sound
- `meanings.txt` and `words.txt`: numbers, days and common words, by meaning, for pairing texts
- `messages.mo`: the words on pages, compiled from `locales/CODE/LC_MESSAGES/targman.po` when the package is built

Every file and every key may be missing; the rooms then work without that knowledge. A file is read when one of its keys
is first needed.
"""

from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any, NamedTuple

from pipeline.languages.parts import InflectionRules, NumberRules, Spelling, Typography

__all__ = ["Language", "alternatives", "known", "load", "same_letters", "with_file", "word_marks"]


class _Code(NamedTuple):
    code: str


class Language(_Code):
    """One language: its facts, and its larger parts, which are read once when they are first asked for."""

    @property
    def name(self) -> str:
        """The English name of the language; its code if that is not known."""
        return str(self._facts.get("name", self.code))

    @property
    def native_name(self) -> str:
        """The name of the language in the language."""
        return str(self._facts.get("native_name", self.name))

    @property
    def locale(self) -> str:
        """The language and the country whose dates, lists and numbers it uses, in Babel's notation: `hy_AM`."""
        return str(self._facts.get("locale", self.code))

    @property
    def tag(self) -> str:
        """The locale in the notation of BCP 47: `hy-AM`."""
        return self.locale.replace("_", "-")

    @property
    def plural_forms(self) -> str:
        """Gettext's rule for plural forms; empty if it is not known."""
        return str(self._facts.get("plural_forms", ""))

    @property
    def script(self) -> str:
        """The English name of the script."""
        return str(self._facts.get("script", ""))

    @property
    def letters(self) -> str:
        """The letters of the script, as the inside of a character class."""
        return str(self._facts.get("letters", ""))

    @property
    def own_letters(self) -> str:
        """The letters by which the language is detected, as the inside of a character class: its script, or fewer."""
        return str(self._facts.get("own_letters", self.letters))

    @property
    def common_words(self) -> str:
        """The commonest words, which tell it from other languages in its script; empty if the letters are enough."""
        return str(self._facts.get("common_words", ""))

    @property
    def foreign_letters(self) -> str:
        """Small letters of the script that only other languages have."""
        return str(self._facts.get("foreign_letters", ""))

    @property
    def frequent_letters(self) -> str:
        """The ten most frequent letters."""
        return str(self._facts.get("frequent_letters", ""))

    @property
    def small(self) -> str:
        """The small letters of the alphabet, as the inside of a character class."""
        return str(self._facts.get("small", ""))

    @property
    def capitals(self) -> str:
        """The capital letters of the alphabet, as the inside of a character class."""
        return str(self._facts.get("capitals", ""))

    @property
    def word_marks(self) -> str:
        """The marks that stand inside words and do not part them."""
        return str(self._facts.get("word_marks", ""))

    @property
    def same_letters(self) -> Mapping[str, str]:
        """Letters that may be written in two ways, each with the one used to compare words."""
        return dict(self._facts.get("same_letters", {}))

    @property
    def not_translated(self) -> str:
        """The mark at a text of an edition that has no translation."""
        return str(self._facts.get("not_translated", "not translated"))

    @property
    def translators_note(self) -> str:
        """The words after a translator's note in an edition."""
        return str(self._facts.get("translators_note", "Translator’s note"))

    def code_for(self, program: str) -> str:
        """Return the code that another program has for the language; its own code if the data name none."""
        return str(self._facts.get("codes", {}).get(program, self.code))

    def fact(self, section: str, key: str) -> str:
        """Return a text from a section of `language.toml`; empty if it is missing."""
        return str(self._facts.get(section, {}).get(key, ""))

    def yes_or_no(self, answer: str) -> tuple[str, ...]:
        """Return the words for `yes` or `no` in a table."""
        return tuple(self._facts.get(answer, ()))

    def name_words(self, kind: str) -> frozenset[str]:
        """Return small words that stand within names: `joints`, `bylines` or `parts` of `language.toml`."""
        return frozenset(self._facts.get("names", {}).get(kind, ()))

    @cached_property
    def typography(self) -> Typography:
        return Typography.from_table(self.table("typography"))

    @cached_property
    def numbers(self) -> NumberRules:
        return NumberRules.from_table(self.table("numbers"))

    @cached_property
    def inflection(self) -> InflectionRules:
        return InflectionRules.from_table(self.table("inflection"))

    @cached_property
    def romanisation(self) -> Spelling:
        return Spelling.from_table(self.table("romanisation"))

    @cached_property
    def sounds(self) -> Spelling:
        return Spelling.from_table(self.table("sounds"))

    @cached_property
    def _facts(self) -> Mapping[str, Any]:
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
    def messages(self) -> bytes:
        """The compiled catalog of the words on pages; empty if it is missing."""
        return self._bytes("messages.mo")

    def table(self, part: str) -> dict[str, Any]:
        """Read one of the language's TOML files; empty if it is missing."""
        import tomllib  # noqa: PLC0415  slow to import, and asked for only where there is text to look at

        return tomllib.loads(self.text(f"{part}.toml"))

    def text(self, name: str) -> str:
        """Read one of the language's files; empty if it is missing."""
        return self._bytes(name).decode("utf-8").replace("\r\n", "\n")

    def _bytes(self, name: str) -> bytes:
        try:
            return resources.files(__name__).joinpath(self.code, name).read_bytes()
        except FileNotFoundError:
            return b""

    def _words(self, name: str) -> dict[str, tuple[str, ...]]:
        """Read lines of a meaning, a colon and the words that have it."""
        lines = (line.partition(":") for line in self.text(name).splitlines() if not line.startswith("#"))
        return {meaning: tuple(words.split()) for meaning, _, words in lines if meaning}


@cache
def load(code: str) -> Language:
    """Return the language with this code; no file is read before it is needed, and none has to exist."""
    return Language(code=code)


def known() -> tuple[Language, ...]:
    """Return every language that an edition may be in."""
    from pipeline.model import LANGUAGES  # noqa: PLC0415  slow to import, and a filter for sentences does without

    return tuple(map(load, LANGUAGES))


@cache
def word_marks() -> str:
    """Return the marks of all languages that stand inside words and do not part them."""
    return "".join(language.word_marks for language in known())


@cache
def same_letters() -> Mapping[str, str]:
    """Return the letters of all languages that may be written in two ways, each with the one used to compare words."""
    return {letter: other for language in known() for letter, other in language.same_letters.items()}


def with_file(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a file with this name, in alphabetical order."""
    folders = resources.files(__name__).iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath(name).is_file()))


def alternatives(key: str) -> str:
    """Return a pattern for all entries of `documents` under a key, in every language."""
    return "|".join(found for language in known() for found in language.documents.get(key, ())) or "(?!)"
