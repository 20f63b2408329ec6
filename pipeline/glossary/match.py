"""Find the terms of a glossary in a text, in any inflected form, and show them to translators in catalogs.

A comment names a term with its translation: `#. term: CSTO → ОДКБ`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import takewhile

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import remove_placeholders
from pipeline.languages.inflection import InflectedWord, find_words, inflection_keys, list_words
from pipeline.model import LANGUAGES, Term

TERM_PREFIX = "term: "
"""Beginning of the comment that shows translators a term of the glossary."""

_MAX_WORDS_BETWEEN = 2
"""Maximum number of other words between two words of a name in a translation, which has its own word order."""

_CACHED_TEXTS = 4096
"""Number of texts whose terms are cached."""

_MAX_ENDING = 4
"""Maximum number of lower-case letters after an abbreviation, as its ending: МИДом, ՄԱԿի."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermName:
    """A name of a term in one language, divided into words."""

    text: str
    words: tuple[InflectedWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A form of `name` in a text, by its offsets in code points, and the terms that have that name.

    Several concepts may share a name. `is_forbidden` means that the publisher does not want it.
    """

    start: int
    end: int
    name: str
    terms: tuple[Term, ...]
    is_forbidden: bool = False

    def names(self, lang: str) -> tuple[str, ...]:
        """Return the names of the terms in a language, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.names.get(lang, ())))


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """The publisher's terms. Without slots, so that the indexes made from them are cached."""

    terms: tuple[Term, ...] = ()

    def find(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        """Find the terms in a text, in its order; of names that overlap, the longest counts."""
        return tuple(found for found in self._find(text, lang) if not found.is_forbidden)

    def find_forbidden(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        """Find the forbidden names in a text, except those that are a part of an allowed name."""
        if lang not in self._forbidding:
            return ()
        return tuple(found for found in self._find(text, lang) if found.is_forbidden)

    def _find(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        return self._by_lang[lang].find(text) if self.terms else ()

    @cached_property
    def _forbidding(self) -> frozenset[str]:
        """The languages in which there are forbidden names at all."""
        return frozenset(lang for term in self.terms for lang, names in term.forbidden.items() if names)

    @cached_property
    def _by_lang(self) -> Mapping[str, "TermIndex"]:
        return {lang: TermIndex(self.terms, lang) for lang in LANGUAGES}


def contains_name(name: str, text: str, lang: str) -> bool:
    """Tell whether a translation has a name in some form: its words near each other, in their order."""
    wanted = find_words(name)
    there = find_words(text)
    return any(_words_follow(wanted, there, place, lang) for place in range(len(there)))


def add_term_comments(
    units: Sequence[TextUnit], glossary: Glossary, source_lang: str, lang: str
) -> tuple[TextUnit, ...]:
    """Add to each text a comment for every term in it, in their order."""
    if not glossary.terms or source_lang == lang:
        return tuple(units)
    return tuple(_add_comments(unit, glossary, source_lang, lang) for unit in units)


def _add_comments(unit: TextUnit, glossary: Glossary, source_lang: str, lang: str) -> TextUnit:
    if unit.is_target:
        return unit
    comments = tuple(dict.fromkeys(_term_comments(unit.text, glossary, source_lang, lang)))
    return replace(unit, entry=replace(unit.entry, comments=(*unit.entry.comments, *comments))) if comments else unit


def _term_comments(text: str, glossary: Glossary, source_lang: str, lang: str) -> Iterator[str]:
    for found in glossary.find(remove_placeholders(text), source_lang):
        for term in found.terms:
            wanted = term.names.get(lang, ())
            if wanted or term.forbidden.get(lang) or term.note:
                yield f"{TERM_PREFIX}{found.name}{_format_names(wanted)}{_format_remarks(term, lang)}"


def _format_names(wanted: Sequence[str]) -> str:
    return f" → {' | '.join(wanted)}" if wanted else ""


def _format_remarks(term: Term, lang: str) -> str:
    """Write what else a translator should know about a term: its forbidden names, and its note."""
    forbidden = ", ".join(f"“{name}”" for name in term.forbidden.get(lang, ()))
    remarks = [f"not {forbidden}"] if forbidden else []
    remarks += ["do not translate"] if term.keep else []
    remarks += [term.note] if term.note else []
    return f" ({'; '.join(remarks)})" if remarks else ""


class TermIndex:
    """The names of terms in one language, by the keys of their first words."""

    def __init__(self, terms: Sequence[Term], lang: str) -> None:
        self._lang = lang
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._forbidden: dict[str, tuple[Term, ...]] = {}
        for term in terms:
            for text in term.names.get(lang, ()):
                self._terms[text] = (*self._terms.get(text, ()), term)
            for text in term.forbidden.get(lang, ()):
                self._forbidden[text] = (*self._forbidden.get(text, ()), term)
        self._first: dict[str, list[TermName]] = {}
        for text in (*self._terms, *(text for text in self._forbidden if text not in self._terms)):
            name = TermName(text=text, words=find_words(text))
            for key in inflection_keys(name.words[0].text, lang) if name.words else ():
                self._first.setdefault(key, []).append(name)
        self._by_word: dict[str, tuple[TermName, ...]] = {}
        # Every edition looks up the same texts of an article.
        self.find = lru_cache(maxsize=_CACHED_TEXTS)(self._find)

    def _find(self, text: str) -> tuple[TermMatch, ...]:
        """Find the names in a text, the longest where some overlap."""
        if not any(map(self._starting_with, list_words(text))):
            return ()
        there = find_words(text)
        result: list[TermMatch] = []
        place = 0
        while place < len(there):
            best = max(self._names_at(there, place), key=lambda name: len(name.words), default=None)
            if best is None:
                place += 1
                continue
            last = place + len(best.words)
            is_forbidden = best.text not in self._terms
            terms = self._forbidden[best.text] if is_forbidden else self._terms[best.text]
            result.append(
                TermMatch(
                    start=there[place].start,
                    end=there[last - 1].end,
                    name=best.text,
                    terms=terms,
                    is_forbidden=is_forbidden,
                )
            )
            place = last
        return tuple(result)

    def _names_at(self, there: Sequence[InflectedWord], place: int) -> Iterator[TermName]:
        for name in self._starting_with(there[place].text):
            if _matches_at(name.words, there, place, self._lang):
                yield name

    def _starting_with(self, word: str) -> tuple[TermName, ...]:
        """Return the names of whose first word this may be a form."""
        known = self._by_word.get(word)
        if known is None:
            found: dict[str, TermName] = {}
            for key in inflection_keys(word, self._lang) | _abbreviation_keys(word):
                for name in self._first.get(key, ()):
                    found.setdefault(name.text, name)
            known = self._by_word[word] = tuple(found.values())
        return known


def _matches_at(wanted: Sequence[InflectedWord], there: Sequence[InflectedWord], place: int, lang: str) -> bool:
    if place + len(wanted) > len(there):
        return False
    return all(_is_form_of(word, there[place + step], lang, strict=True) for step, word in enumerate(wanted))


def _words_follow(wanted: Sequence[InflectedWord], there: Sequence[InflectedWord], place: int, lang: str) -> bool:
    """Tell whether the words stand one after the other from a place on, with at most a few others between them."""
    for word in wanted:
        end = place + 1 + (0 if word is wanted[0] else _MAX_WORDS_BETWEEN)
        at = next(
            (at for at in range(place, min(end, len(there))) if _is_form_of(word, there[at], lang, strict=False)), None
        )
        if at is None:
            return False
        place = at + 1
    return bool(wanted)


def _is_form_of(wanted: InflectedWord, there: InflectedWord, lang: str, *, strict: bool) -> bool:
    """Tell whether a word of a text is a form of a word of a name.

    An abbreviation in capitals matches capitals only. With `strict`, a word with a capital matches one with a capital
    only: Turkey is not the bird.
    """
    if wanted.is_abbreviation:
        rest = there.text.removeprefix(wanted.text)
        return there.text.startswith(wanted.text) and len(rest) <= _MAX_ENDING and (not rest or rest.islower())
    if strict and wanted.text[0].isupper() and not there.text[0].isupper():
        return False
    return not inflection_keys(wanted.text, lang).isdisjoint(inflection_keys(there.text, lang))


def _abbreviation_keys(word: str) -> frozenset[str]:
    """Return the key of the abbreviation that a word may be a form of: мид for МИДом."""
    capitals = "".join(takewhile(str.isupper, word))
    return frozenset({capitals.lower()}) if 1 < len(capitals) < len(word) else frozenset()
