"""Find the terms of a glossary in a text, in any inflected form, and show them to translators in catalogs.

A comment names a term with its translation: `#. term: CSTO → ОДКБ`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import takewhile

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import remove_placeholders
from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.folders import forget_with_packs
from pipeline.languages.inflection import (
    InflectedWord,
    find_words,
    first_form_keys,
    inflection_keys,
    is_abbreviation,
    list_words,
)
from pipeline.model import Term

TERM_PREFIX = "term: "
"""Beginning of the comment that shows translators a term of the glossary."""
_COMMON_LETTERS = 3
_OTHER_LETTERS = 4
"""Least number of letters at the beginning of a name that words like it have too, and most at the end that may differ:
Армения, армянский.
"""
_CACHED_TEXTS = 4096
"""Number of texts whose terms are cached: every edition looks up the same texts of an article."""
_CACHED_WORDS = 1 << 15
"""Number of pairs, a word of a name and one of a text, that are cached with the answer to whether one is a form of the
other.
"""
_MAX_ENDING = 4
"""Maximum number of lower-case letters after an abbreviation, as its ending: МИДом, ՄԱԿի."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermName:
    """A name of a term in one language, divided into words."""

    text: str
    words: tuple[InflectedWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A form of `name` in a text, by its offsets in code points; several terms may have that name, or forbid it."""

    start: int
    end: int
    name: str
    terms: tuple[Term, ...]
    is_forbidden: bool = False

    def names(self, lang: str) -> tuple[str, ...]:
        """Return the names of the terms in a language, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.names_in(lang)))

    @property
    def is_proper(self) -> bool:
        """Tell whether it is a proper name or an abbreviation: with a capital in all languages that have them."""
        names = [name for term in self.terms for found in term.names.values() for name in found]
        cased = [name[0] for name in names if name[0].lower() != name[0].upper()]
        return bool(cased) and all(map(str.isupper, cased))


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """The publisher's terms. Without slots, so that the indexes made from them are cached."""

    terms: tuple[Term, ...] = ()

    def find(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        """Find the terms in a text, in its order; of names that overlap, the longest counts."""
        return tuple(found for found in self._find(text, lang) if not found.is_forbidden)

    def find_forbidden(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        """Find the forbidden names in a text, except those that are a part of an allowed name."""
        if not self.forbids(lang):
            return ()
        return tuple(found for found in self._find(text, lang) if found.is_forbidden)

    def forbids(self, lang: str) -> bool:
        """Tell whether there are forbidden names in a language at all."""
        return lang in self._forbidding

    def _find(self, text: str, lang: str) -> tuple[TermMatch, ...]:
        if not self.terms:
            return ()
        if lang not in self._indexes:
            self._indexes[lang] = TermIndex(self.terms, lang)
        return self._indexes[lang].find(text)

    @cached_property
    def _forbidding(self) -> frozenset[str]:
        """The languages in which there are forbidden names."""
        return frozenset(lang for term in self.terms for lang, names in term.forbidden.items() if names)

    @cached_property
    def _indexes(self) -> dict[str, "TermIndex"]:
        """The indexes of the languages that were asked for."""
        return {}


def contains_name(name: str, text: str, lang: str) -> bool:
    """Tell whether a translation has a name in some form: its words in their order, at most one other between two."""
    wanted = find_words(name)
    if not wanted or not any(_is_form_of(wanted[0].text, word, lang) for word in list_words(text)):
        return False
    if len(wanted) == 1:
        return True
    there = find_words(text)
    return any(words_follow(wanted, there, place, lang) for place in range(len(there)))


def find_alike(name: str, text: str) -> set[str]:
    """Return the words of a text that begin like a longer word of a name: derived words, or its other spellings."""
    there = {word.lower() for word in list_words(text)}
    begun = {
        word[: max(_COMMON_LETTERS, len(word) - _OTHER_LETTERS)].lower()
        for word in list_words(name)
        if len(word) >= _COMMON_LETTERS
    }
    return {word for word in there if word.startswith(tuple(begun))}


@remember
def is_everyday(name: str, lang: str) -> bool:
    """Tell whether a name is one of the common words of its language, which the pack knows."""
    words = [word.lower() for word in list_words(name)]
    return len(words) == 1 and any(
        words[0].startswith(common[:-1]) if common.endswith("-") else words[0] == common
        for found in load(lang).words.values()
        for common in found
    )


def add_term_comments(
    units: Sequence[TextUnit], glossary: Glossary, source_lang: str, lang: str
) -> tuple[TextUnit, ...]:
    """Add to each text a comment for every term in it, in their order."""
    if not glossary.terms or source_lang == lang:
        return tuple(units)
    return tuple(unit if unit.is_target else _add_comments(unit, glossary, source_lang, lang) for unit in units)


def _add_comments(unit: TextUnit, glossary: Glossary, source_lang: str, lang: str) -> TextUnit:
    comments = tuple(
        dict.fromkeys(
            _format_comment(found.name, term, lang)
            for found in glossary.find(remove_placeholders(unit.text), source_lang)
            for term in found.terms
            if term.names_in(lang) or term.forbidden.get(lang) or term.note
        )
    )
    return replace(unit, entry=replace(unit.entry, comments=(*unit.entry.comments, *comments))) if comments else unit


def _format_comment(name: str, term: Term, lang: str) -> str:
    forbidden = ", ".join(f"“{name}”" for name in term.forbidden.get(lang, ()))
    remarks = [f"not {forbidden}" if forbidden else "", "do not translate" if term.keep else "", term.note]
    wanted, remark = " | ".join(term.names_in(lang)), "; ".join(filter(None, remarks))
    return f"{TERM_PREFIX}{name}{f' → {wanted}' if wanted else ''}{f' ({remark})' if remark else ''}"


class TermIndex:
    """The names of terms in one language, by the keys of their first words."""

    def __init__(self, terms: Sequence[Term], lang: str) -> None:
        self._lang = lang
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._forbidden: dict[str, tuple[Term, ...]] = {}
        for term in terms:
            for found, names in ((self._terms, term.names_in(lang)), (self._forbidden, term.forbidden.get(lang, ()))):
                found.update({text: (*found.get(text, ()), term) for text in names})
        self._first: dict[str, list[TermName]] = {}
        for text in dict.fromkeys((*self._terms, *self._forbidden)):
            name = TermName(text=text, words=find_words(text))
            for key in first_form_keys(name.words[0].text, lang) if name.words else ():
                self._first.setdefault(key, []).append(name)
        self._by_word = _NamesByWord(self._first, lang)
        self.find = lru_cache(maxsize=_CACHED_TEXTS)(self._find)

    def _find(self, text: str) -> tuple[TermMatch, ...]:
        """Find the names in a text, the longest where some overlap."""
        if not any(map(self._by_word.__getitem__, list_words(text))):
            return ()
        there = find_words(text)
        result: list[TermMatch] = []
        place = 0
        while place < len(there):
            names = self._by_word[there[place].text]
            known = [name for name in names if _matches_at(name.words, there, place, self._lang)]
            if not known:
                place += 1
                continue
            best = max(known, key=lambda name: len(name.words))
            start, end = there[place].start, there[place + len(best.words) - 1].end
            terms = self._terms.get(best.text)
            wanted = terms or self._forbidden[best.text]
            result.append(TermMatch(start=start, end=end, name=best.text, terms=wanted, is_forbidden=terms is None))
            place += len(best.words)
        return tuple(result)


class _NamesByWord(dict[str, tuple[TermName, ...]]):
    """For each word of a text that was asked for, the names of whose first word it may be a form."""

    def __init__(self, first: Mapping[str, Sequence[TermName]], lang: str) -> None:
        super().__init__()
        self._first = first
        self._lang = lang

    def __missing__(self, word: str) -> tuple[TermName, ...]:
        keys = inflection_keys(word, self._lang) | _abbreviation_keys(word)
        known = tuple({name.text: name for key in keys for name in self._first.get(key, ())}.values())
        self[word] = known
        return known


def _matches_at(wanted: Sequence[InflectedWord], there: Sequence[InflectedWord], place: int, lang: str) -> bool:
    pairs = list(zip(wanted, there[place : place + len(wanted)], strict=False))
    if len(pairs) < len(wanted) or any(word.is_joined > other.is_joined for word, other in pairs[1:]):
        return False
    return all(
        _has_case_of(word.text, other.text) and _is_form_of(word.text, other.text, lang) for word, other in pairs
    )


def words_follow(wanted: Sequence[InflectedWord], there: Sequence[InflectedWord], place: int, lang: str) -> bool:
    """Tell whether the words stand one after the other from a place on.

    After another word only the very form counts: «Организации этого Договора», but «Совет обсудил безопасность» is not
    «Совет Безопасности».
    """
    for number, word in enumerate(wanted):
        is_joined = number > 0 and word.is_joined
        near = there[place : place + 1 + (number > 0 and not is_joined)]
        if not near or (is_joined and not near[0].is_joined):
            return False
        if _is_form_of(word.text, near[0].text, lang):
            place += 1
        elif len(near) > 1 and near[1].text == word.text:
            place += 2
        else:
            return False
    return bool(wanted)


@lru_cache(maxsize=_CACHED_WORDS)
def _is_form_of(wanted: str, there: str, lang: str) -> bool:
    """Tell whether a word of a text is a form of a word of a name; an abbreviation matches capitals only."""
    if is_abbreviation(wanted):
        rest = there.removeprefix(wanted)
        return there.startswith(wanted) and len(rest) <= _MAX_ENDING and (not rest or rest.islower())
    return not first_form_keys(wanted, lang).isdisjoint(inflection_keys(there, lang))


forget_with_packs(_is_form_of.cache_clear)


def _has_case_of(wanted: str, there: str) -> bool:
    """Tell whether a word of a text has a capital where one of a name has it: Turkey is not the bird."""
    return is_abbreviation(wanted) or not wanted[0].isupper() or there[0].isupper()


def _abbreviation_keys(word: str) -> frozenset[str]:
    """Return the key of the abbreviation that a word may be a form of: мид for МИДом."""
    capitals = "".join(takewhile(str.isupper, word))
    return frozenset({capitals.lower()}) if 1 < len(capitals) < len(word) else frozenset()
