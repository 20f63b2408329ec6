"""Tell whether two words are forms of each other: Հայաստան and Հայաստանում, рынок and рынка, treaty and treaties.

A word has keys, and words with a key in common count as forms of the same one. The keys are the word itself and, by the
rules in `inflection.toml`, its Snowball stem, the word without its ending and without the vowel that its last syllable
loses. In a language without such rules a word has no other forms. docs/glossary.md has the results on real texts.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pkgutil import get_data
from typing import Any, NamedTuple

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.languages import load, remember, word_marks
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.letters import is_unspaced, word_pattern
from pipeline.languages.parts import InflectionRules

_SHORTEST = 3
_SHORTEST_STEM = 2
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
        return is_abbreviation(self.text)


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is in capitals, as abbreviations are."""
    return len(word) > 1 and word.isupper()


def list_words(text: str) -> list[str]:
    """Return the words and numbers of a text like `find_words`, without their places."""
    bare = text.translate(_marks_removed())
    return word_pattern(bare).findall(bare)


@lru_cache(maxsize=KEPT)  # a translation is looked through for each term of its source
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


forget_with_packs(find_words.cache_clear)


@remember
def inflection_keys(word: str, lang: str) -> frozenset[str]:
    """Return the keys of a word of a text, in small letters; և counts as եւ, ё as е."""
    return frozenset(_find_keys(word, lang, is_first=False))


@remember
def first_form_keys(word: str, lang: str) -> frozenset[str]:
    """Return the keys of a word as dictionaries have it: որոշում (decision), which in a text may be a case of որոշ
    (some) too, and банка, which may be one of банк.
    """
    return frozenset(_find_keys(word, lang, is_first=True))


def _find_keys(word: str, lang: str, *, is_first: bool) -> Iterator[str]:
    bare = word.lower().translate(_variants_merged(lang))
    yield bare
    if not bare[:1].isalpha() or is_unspaced(bare):
        return
    rules = load(lang).inflection
    yield from _stems(bare, lang, rules)
    for proclitic in () if is_first else proclitics_of(lang):
        rest = bare.removeprefix(proclitic)
        if rest != bare and len(rest) >= _SHORTEST:
            yield rest
            yield from _stems(rest, lang, rules)
    for form in (bare, *(bare.removesuffix(each) for each in rules.enclitics if bare.endswith(each))):
        yield from _paradigms(lang).keys_of(form, is_name=word[:1].isupper(), is_first=is_first)


@remember
def proclitics_of(lang: str) -> tuple[str, ...]:
    """Return the words that a language writes as one with the next: those of its pack, or the usual ones of some."""
    known = _usual_proclitics()
    return load(lang).inflection.proclitics or known.get(lang, known.get(lang.partition("-")[0], ()))


@cache
def _usual_proclitics() -> dict[str, tuple[str, ...]]:
    import tomllib  # noqa: PLC0415  slow to import

    table = tomllib.loads((get_data(__package__, "proclitics.toml") or b"").decode("utf-8"))
    return {code: tuple(style["proclitics"].split()) for style in table["style"] for code in style["languages"].split()}


def _stems(word: str, lang: str, rules: InflectionRules) -> Iterator[str]:
    """Yield what is left of a word by the stemmer, and without each ending that may be taken off."""
    algorithm = rules.stemmer or ("" if rules.endings or rules.paradigms else _find_algorithm(lang))
    stem = str(_stemmer(algorithm).stemWord(word)) if algorithm else ""
    if len(stem) >= max(rules.shortest_stem, 1):
        yield from _change_stem(stem, rules)
    shortest = _SHORTEST - bool(rules.reduced_vowels)
    for ending in rules.endings and ("", *rules.endings):
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            yield from _change_stem(word.removesuffix(ending), rules)


class _Ending(NamedTuple):
    """An ending of a paradigm: what the stem may end with, the key of the paradigm, and whether it is its first."""

    after: tuple[str, ...]
    key: str
    is_first: bool
    is_of_no_name: bool


class _Paradigms:
    """The paradigms of a language by their endings, and its irregular words by their forms.

    A key is a stem with the number of a paradigm that has the ending. Endings that no name has are known by a second
    key, with an asterisk, which the first form of a name lacks, and one without an ending.
    """

    def __init__(self, rules: InflectionRules) -> None:
        self._rules = rules
        self._by_ending: dict[str, list[_Ending]] = {}
        for number, (after, endings) in enumerate(rules.paradigms):
            for place, ending in enumerate(endings.split()):
                item = _Ending(tuple(after.split()) or ("",), f"|{number}", place == 0, ending.endswith("*"))
                self._by_ending.setdefault(ending.strip("-*"), []).append(item)
        self._irregular: dict[str, list[str]] = {}
        for word, forms in rules.irregular.items():
            for form in (word.removeprefix("-"), *forms.split()):
                self._irregular.setdefault(form, []).append(word)
        self._longest = max(map(len, (*self._by_ending, *self._irregular)), default=0)

    def keys_of(self, word: str, *, is_name: bool, is_first: bool) -> Iterator[str]:
        """Yield the keys of a word; with `is_first`, of paradigms with one ending those whose first form has it."""
        for place in range(max(len(word) - self._longest, 0), len(word) + 1):
            stem, ending = word[:place], word[place:]
            for lemma in self._irregular.get(ending, ()):
                if not stem or (lemma[0] == "-" and place >= _SHORTEST_STEM):
                    yield f"{stem}|{lemma}"
            if place < _SHORTEST_STEM:
                continue
            found = [item for item in self._by_ending.get(ending, ()) if stem.endswith(item.after)]
            first = [item for item in found if item.is_first] if is_first and ending else []
            for item in first or found:
                for changed in _change_stem(stem, self._rules, ending):
                    yield from _make_keys(changed, item, is_first=is_name and (item.is_first or not ending))


def _make_keys(stem: str, item: _Ending, *, is_first: bool) -> Iterator[str]:
    """Yield the keys of a stem with an ending; `is_first` tells whether it is the first form of a name."""
    if not item.is_of_no_name:
        yield stem + item.key
    if item.is_of_no_name or not is_first:
        yield f"{stem}{item.key}*"


@remember
def _paradigms(lang: str) -> _Paradigms:
    return _Paradigms(load(lang).inflection)


def _change_stem(stem: str, rules: InflectionRules, ending: str = "") -> Iterator[str]:
    """Yield a stem, and the others that it has in other forms. A vowel before its last consonants is lost or changes if
    no vowel follows.
    """
    yield stem
    for old, new in rules.changed_stems:
        if stem.endswith(old):
            yield stem.removesuffix(old) + new
    for vowel, _, other in () if _has_vowel(ending, rules) else (each.partition("=") for each in rules.reduced_vowels):
        before, found, after = stem.rpartition(vowel)
        if found and before and 0 < len(after) <= _REDUCED and not _has_vowel(after, rules):
            yield before + other + after


def _has_vowel(text: str, rules: InflectionRules) -> bool:
    return any(letter in rules.vowels for letter in text)


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
