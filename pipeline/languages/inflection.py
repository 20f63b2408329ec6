"""Tell whether two words are forms of each other: Հայաստան and Հայաստանում, рынок and рынка, treaty and treaties.

A word has keys, and words with a key in common count as forms of the same one. The keys are the word itself and, by the
rules in `inflection.toml`, its Snowball stem, the word without its ending and without the vowel that its last syllable
loses. In a language without such rules a word has no other forms. docs/glossary.md has the results on real texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.errors import SettingsError
from pipeline.languages import load, remember, word_marks
from pipeline.languages.letters import is_unspaced, word_pattern
from pipeline.languages.parts import InflectionRules

_SHORTEST = 3
_REDUCED = 2
"""Largest number of letters after a vowel that may be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InflectedWord:
    """A word of a text with its place (code points); `is_joined` if it is a character of a script without spaces and
    directly follows another.
    """

    text: str
    start: int
    end: int
    is_joined: bool = False

    @property
    def is_abbreviation(self) -> bool:
        """Tell whether the word is in capitals, as abbreviations are: ՀԱՊԿ, CSTO, ОДКБ."""
        return len(self.text) > 1 and self.text.isupper()


def list_words(text: str) -> list[str]:
    """Return the words and numbers of a text like `find_words`, without their places."""
    bare = text.translate(_marks_removed())
    return word_pattern(bare).findall(bare)


def find_words(text: str) -> tuple[InflectedWord, ...]:
    """Return the words and numbers of a text, without the marks for stress, question … inside Armenian ones."""
    marks = _marks_removed()
    kept: Sequence[int] = range(len(text))
    bare = text
    if any(chr(mark) in text for mark in marks):
        kept = [place for place, letter in enumerate(text) if ord(letter) not in marks]
        bare = "".join(text[place] for place in kept)
    found: list[InflectedWord] = []
    end = 0
    for match in word_pattern(bare).finditer(bare):
        is_joined = match.start() == end > 0 and is_unspaced(match[0])
        end = match.end()
        found.append(
            InflectedWord(text=match[0], start=kept[match.start()], end=kept[end - 1] + 1, is_joined=is_joined)
        )
    return tuple(found)


@remember
def inflection_keys(word: str, lang: str) -> frozenset[str]:
    """Return the keys of a word of a language, in small letters; և counts as եւ, ё as е."""
    bare = word.lower().translate(_variants_merged(lang))
    if not bare[:1].isalpha() or is_unspaced(bare):
        return frozenset({bare})
    rules = load(lang).inflection
    algorithm = rules.stemmer or ("" if rules.endings else _find_algorithm(lang))
    stem = str(_stemmer(algorithm).stemWord(bare)) if algorithm else ""
    stems = [stem] if len(stem) >= rules.shortest_stem else []
    changed = (bare.removesuffix(ending) + other for ending, other in rules.changed_endings if bare.endswith(ending))
    found = {bare, *_without_endings(bare, rules), *changed, *stems}
    found.update(reduced for stem in tuple(found) for reduced in _reduce_vowels(stem, rules))
    return frozenset(found)


def _without_endings(word: str, rules: InflectionRules) -> Iterator[str]:
    for ending in rules.abstract_endings:
        if word.endswith(rules.abstract_stem + ending):
            yield word.removesuffix(ending)
            return
    for ending in rules.endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - bool(rules.reduced_vowels):
            yield word.removesuffix(ending)


def _reduce_vowels(stem: str, rules: InflectionRules) -> Iterator[str]:
    """Yield the stem without the vowel before its last consonants."""
    for vowel in rules.reduced_vowels:
        before, found, after = stem.rpartition(vowel)
        if found and len(before) and 0 < len(after) <= _REDUCED and not any(letter in rules.vowels for letter in after):
            yield before + after


@remember
def _find_algorithm(lang: str) -> str:
    """Return the Snowball algorithm named after a language whose pack has no rules; empty if there is none."""
    import snowballstemmer  # type: ignore[import-untyped]  # noqa: PLC0415  heavy

    name = load(lang.partition("-")[0]).name.partition(" ")[0].lower()
    return name if name in snowballstemmer.algorithms() else ""


@cache
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401  the library has no types
    import snowballstemmer  # noqa: PLC0415  heavy, and not every workspace has a glossary

    if algorithm not in (known := snowballstemmer.algorithms()):
        raise SettingsError(
            f"inflection.toml: there is no stemmer “{algorithm}”. There are: {', '.join(sorted(known))}."
        )
    return snowballstemmer.stemmer(algorithm)


@remember
def _marks_removed() -> dict[int, None]:
    """Return a table for `str.translate` that drops marks within words, soft hyphens and joiners."""
    return dict.fromkeys(map(ord, word_marks() + "\u00ad\u200c\u200d"))


@remember
def _variants_merged(lang: str) -> dict[int, str]:
    """Return a table for `str.translate` that merges letters which the language writes in two ways."""
    return str.maketrans(dict(load(lang).same_letters))
