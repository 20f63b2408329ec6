"""Look common words up, where no lexicon was learned, by meanings: the words of the English `words.txt`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial

from pipeline.alignment.beads import Lexicon
from pipeline.alignment.words import STEM_LETTERS, TextWord, split_words
from pipeline.languages import load, remember

_TRANSLATED = 0.8  # share of translations with one of the words that the dictionary gives for a meaning
_BY_CHANCE = 0.01  # share of those that have such a word although the original has none
_INDEX = "en"  # the language after whose words the meanings are named
_SHORTEST = 2
_LONG_WORD = 4  # a shorter word of a term may be an article or a preposition, unless it has a capital
_CACHED = 50_000

Lines = Iterable[Iterable[TextWord]]


@remember
def _table(lang: str) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Return the rows of each word of a language: whole words, and beginnings (written with a hyphen)."""
    whole: dict[str, tuple[int, ...]] = {}
    beginnings: dict[str, tuple[int, ...]] = {}
    spelled = load(lang).words
    for number, meaning in enumerate(load(_INDEX).words):
        for word in spelled.get(meaning, ()):
            known = beginnings if word.endswith("-") else whole
            spelt = word.removesuffix("-")
            known[spelt] = (*known.get(spelt, ()), number)
    return whole, beginnings


@remember
def row_finder(lang: str) -> Callable[[str], tuple[int, ...]]:
    """Return the function that finds the rows of a word, else those of its longest beginning that has some."""
    return lru_cache(maxsize=_CACHED)(partial(_find_rows, *_table(lang)))


def _find_rows(
    whole: Mapping[str, tuple[int, ...]], beginnings: Mapping[str, tuple[int, ...]], word: str
) -> tuple[int, ...]:
    if word in whole:
        return whole[word]
    sizes = range(len(word), _SHORTEST - 1, -1)
    return next((beginnings[word[:size]] for size in sizes if word[:size] in beginnings), ())


def common_lexicon(
    source: Lines, target: Lines, langs: tuple[str, str], terms: Sequence[tuple[str, str]] = ()
) -> Lexicon:
    """Return the part of the dictionary that two texts need, with `terms` of a glossary and their translations."""
    names = tuple(zip(*terms, strict=True)) or ((), ())
    ours, theirs = _stems(source, langs[0], names[0]), _stems(target, langs[1], names[1])
    return Lexicon(
        source_lang=langs[0], target_lang=langs[1], forward=_model(ours, theirs), backward=_model(theirs, ours)
    )


def _stems(lines: Lines, lang: str, names: Iterable[str]) -> dict[str, set[int]]:
    """Return the meanings of a text's stems, as far as they are known. Those of terms count from -1 down."""
    found: dict[str, set[int]] = {}
    texts = {word.text for line in lines for word in line}
    find_rows = row_finder(lang)
    for text in texts:
        if rows := find_rows(text):
            found.setdefault(text[:STEM_LETTERS], set()).update(rows)
    stems = {text[:STEM_LETTERS] for text in texts}
    for number, name in enumerate(names, start=1):
        for word in split_words(name, lang):
            if word.stem in stems and (word.is_capital or len(word.text) >= _LONG_WORD):
                found.setdefault(word.stem, set()).add(-number)
    return found


def _model(given: Mapping[str, set[int]], made: Mapping[str, set[int]]) -> dict[str, dict[str, float]]:
    """Return for each stem of one text the stems of the other one that may translate it."""
    by_meaning: dict[int, list[str]] = {}
    for stem, rows in made.items():
        for row in rows:
            by_meaning.setdefault(row, []).append(stem)
    model: dict[str, dict[str, float]] = {"": {}}
    for stem, rows in given.items():
        if others := {other: _TRANSLATED for row in rows for other in by_meaning.get(row, ())}:
            model[stem] = others
            model[""].update(dict.fromkeys(others, _BY_CHANCE))
    return model
