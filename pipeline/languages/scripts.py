"""Tell the script of texts, and whether translations are in another one than their language has."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain

from pipeline.languages import load, packs, remember
from pipeline.patterns import lazy

_SCRIPTS = {
    "Bangla": ("Bengali",),
    "Han": ("Han", "Bopomofo"),
    "Japanese": ("Han", "Hiragana", "Katakana"),
    "Korean": ("Hangul", "Han"),
    "Meitei Mayek": ("Meetei",),
    "N’Ko": ("Nko",),
    "Odia": ("Oriya",),
    "Unified Canadian Aboriginal Syllabics": ("Canadian",),
}
"""The scripts of letters, as their names in Unicode begin, by the name of a language's script where they differ."""

_NEEDED = {"Japanese": ("Hiragana", "Katakana"), "Korean": ("Hangul",)}
"""Those of them without which there is no long text; other languages share the rest."""

_RENAMED = {"Cjk": "Han", "Ideographic": "Han", "Katakana-hiragana": "Katakana"}
_FORMS = {"Fullwidth", "Halfwidth"}
"""First words of the names of letters in another width; the next word is their script."""
_NO_SCRIPT = {
    "Modifier",
    "Feminine",
    "Masculine",
    "Micro",
    "Ohm",
    "Kelvin",
    "Angstrom",
    "Mathematical",
    "Double-struck",
}

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_WORD = lazy(rf"[{_LATIN}]+|[^\W\d_{_LATIN}]+")
"""A word. A name in Latin letters is one of its own where a word touches it: GitHub에서, 在GitHub上, בGitHub."""

_LETTERS = 200
"""Letters from which many translations tell."""

_FOREIGN = 0.015
"""The share of letters that a language does not have from which a text is in another one. Russian texts have some 2
percent that Ukrainian lacks, Ukrainian ones 8 that Russian lacks.
"""

_REPEATS = 8
"""Maximum number of times that a word counts: one that stands in every cell of a table tells little."""

_READ = 4_000
"""Characters of translations that are looked at; more tell the same."""


def find_foreign_script(pairs: Iterable[tuple[str, str]], lang: str, least: int = _LETTERS) -> str:
    """Return the name of the script, another one than that of `lang`, that most letters of translations are in; an
    empty string if there is none, or if there are less than `least` letters. `pairs` are sources and translations.
    """
    script = load(lang).script
    read = list(sample_pairs(pairs)) if script else []
    text = "".join(target for _, target in read)
    if script not in _NEEDED and (is_mostly_own(text, lang) or not foreign_script(count_scripts([text]), script)):
        return ""
    words = Counter(word for source, target in read for word in own_words(source, target))
    counts = count_scripts(word * min(number, _REPEATS) for word, number in words.items())
    total = sum(counts.values())
    if total < least:
        return ""
    lacks = script in _NEEDED and total >= _LETTERS and not any(counts[name] for name in _NEEDED[script])
    return foreign_script(counts, script) or (_SCRIPTS["Han"][0] if lacks else "")


def find_sister(pairs: Iterable[tuple[str, str]], lang: str) -> str:
    """Return the name of the language that translations are certainly in, another one than `lang` in its script; an
    empty string if there is none. Packs tell which letters only other languages have; in Latin letters, names from
    everywhere are at home, so that they prove nothing.
    """
    language = load(lang)
    if language.script in {"", "Latin"} or not language.foreign_letters:
        return ""
    sample = list(sample_pairs(pairs))
    text = "".join(target for _, target in sample).casefold()
    if sum(map(text.count, language.foreign_letters)) < _LETTERS * _FOREIGN:
        return ""  # as nearly all; to look for the words that a source does not have takes ten times as long
    letters = "".join(word for pair in sample for word in own_words(*pair)).casefold()
    if len(letters) < _LETTERS or _share(letters, language.foreign_letters) < _FOREIGN:
        return ""
    others = (other for other in packs() if other.script == language.script and other.foreign_letters)
    return next((other.name for other in others if not _share(letters, other.foreign_letters)), "")


def _share(text: str, letters: str) -> float:
    return sum(map(text.count, letters)) / len(text)


def sample_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the first translations, each with its source, without the empty ones and those that are their source."""
    read = 0
    for source, target in pairs:
        if target and target != source:
            read += len(target)
            yield source, target
        if read > _READ:
            return


@lru_cache(maxsize=256)  # those of a sample, which several questions are asked about
def own_words(source: str, target: str) -> tuple[str, ...]:
    """Return the words of a translation that its source does not have."""
    known = set(_WORD.findall(source.casefold()))
    return tuple(word for word in _WORD.findall(target) if word.casefold() not in known)


def count_scripts(texts: Iterable[str]) -> Counter[str]:
    """Count letters by the English name of their script."""
    counts: Counter[str] = Counter()
    for letter, number in Counter("".join(texts)).items():
        script = _script(letter)
        if script:
            counts[script] += number
    return counts


def is_all_own(text: str, lang: str) -> bool:
    """Tell whether all letters of a text are in the script of a language, and none is only in others."""
    return all(map(_home(lang).__getitem__, text))


class _Home(dict[str, bool]):
    """Tells for each character that texts had before whether a language has it: its script, and no other's letter."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._scripts = frozenset({"", *_own_scripts(load(lang).script)})
        self._foreign = frozenset(load(lang).foreign_letters)

    def __missing__(self, letter: str) -> bool:
        found = self[letter] = _script(letter) in self._scripts and letter not in self._foreign
        return found


_home = remember(_Home)


def _own_scripts(script: str) -> tuple[str, ...]:
    return _SCRIPTS.get(script) or (script.partition(" ")[0],)


def is_mostly_own(text: str, lang: str) -> bool:
    """Tell whether the most frequent letters of a language are certainly more than all letters of other scripts in a
    text, as in nearly all: to count these ones takes a tenth of the time. Spaces and stops are no letters. False says
    nothing.
    """
    letters = load(lang).frequent_letters
    if not letters.isalpha() or not is_all_own(letters, lang):
        return False
    counts = chain(map(text.count, " .,"), (2 * text.count(letter) for letter in dict.fromkeys(letters)))
    return any(number >= len(text) for number in accumulate(counts))


def foreign_script(counts: Counter[str], script: str) -> str:
    """Return the commonest other script if over half of the letters are not in `script`; else an empty string."""
    own = _own_scripts(script)
    others = {name: number for name, number in counts.items() if name not in own}
    is_foreign = sum(others.values()) > sum(counts[name] for name in own)
    return max(others, key=lambda name: others[name]) if is_foreign else ""


@lru_cache(maxsize=4_096)
def _script(letter: str) -> str:
    """Return the script of a letter, by its name in Unicode; empty for other characters, and letters of no script."""
    first, second = (*unicodedata.name(letter, "").split(" "), "", "")[:2] if letter.isalpha() else ("", "")
    name = (second if first.capitalize() in _FORMS else first).capitalize()
    return "" if name in _NO_SCRIPT else _RENAMED.get(name, name)
