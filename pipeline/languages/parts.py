"""The parts of a language that several rooms read, as values: typography, numbers, inflection, sounds.

Each is made from the table of one TOML file; a key that the file lacks leaves the part without that knowledge. They are
named tuples, which start faster than data classes: a filter for sentences loads them too.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Table = Mapping[str, Any]
Values = tuple[float, ...]

_SHORTEST, _LONGEST = 2, 14
"""Letters of the beginnings that stand for all words which begin so."""


class Typography(NamedTuple):
    """The rules for setting a language.

    `quotes` are pairs of marks, the outer ones first; with `quotes_reopen`, a quotation of several paragraphs opens
    again with each of them, and `speech` matches direct speech that a dash begins. `full_stop` ends a sentence, and
    `typed_full_stop` is typed for it; `question_marks` and `exclamation_marks` stand within a sentence and make it what
    they say; `question_words` are patterns of words that ask. `dash` is what a hyphen between spaces stands for, or
    empty where publishers differ; `one_letter_words` are words of one letter, `repeated` words that may stand twice in
    a row. A line does not break after the signs of `fixed_after` and before those of `fixed_before`. `own_notes` mark a
    translator's note in running text. `checks` names the rules that are for this language only. `expansion` is how much
    longer a text is than in English, as the median logarithm of the ratio of characters.
    """

    quotes: tuple[str, ...]
    quotes_reopen: bool
    speech: str
    percent_space: bool
    full_stop: str
    dash: str
    one_letter_words: str
    repeated: frozenset[str]
    fixed_after: str
    fixed_before: str
    own_notes: tuple[str, ...]
    checks: frozenset[str]
    expansion: float
    question_marks: str
    exclamation_marks: str
    typed_full_stop: str
    question_words: tuple[str, ...]

    @classmethod
    def from_table(cls, table: Table) -> "Typography":
        return cls(
            quotes=tuple(table.get("quotes", ())),
            quotes_reopen=table.get("quotes_reopen", False),
            speech=table.get("speech", "(?!)"),
            percent_space=table.get("percent_space", False),
            full_stop=table.get("full_stop", "."),
            dash=table.get("dash", ""),
            one_letter_words=table.get("one_letter_words", ""),
            repeated=frozenset(table.get("repeated", ())),
            fixed_after="".join(table.get("fixed_after", ())),
            fixed_before="".join(table.get("fixed_before", ())),
            own_notes=tuple(table.get("own_notes", ())),
            checks=frozenset(table.get("checks", ())),
            expansion=table.get("expansion", 0.0),
            question_marks=table.get("question_marks", ""),
            exclamation_marks=table.get("exclamation_marks", ""),
            typed_full_stop=table.get("typed_full_stop", ""),
            question_words=tuple(table.get("question_words", ())),
        )


class NumberWords(NamedTuple):
    """Words with the numbers that each may mean: whole words, and beginnings of longer ones."""

    whole: Mapping[str, Values]
    beginnings: Mapping[str, Values]

    @classmethod
    def from_table(cls, table: Table, endings: Iterable[str]) -> "NumberWords":
        whole: dict[str, list[float]] = {}
        beginnings: dict[str, list[float]] = {}
        for key, words in table.items():
            values = [float(value) if "." in value else int(value) for value in key.split()]
            for word in words.split():
                if word.endswith("-"):
                    beginnings.setdefault(word[:-1], []).extend(values)
                elif word.endswith("~"):
                    for ending in endings:
                        whole.setdefault(word[:-1] + ending, []).extend(values)
                else:
                    whole.setdefault(word, []).extend(values)
        return cls(
            whole={word: tuple(values) for word, values in whole.items()},
            beginnings={word: tuple(values) for word, values in beginnings.items()},
        )

    def meaning(self, word: str) -> Values:
        """Return the numbers that a word in small letters may mean; none if it is unknown."""
        return self.whole.get(word) or self.beginning(word)[0]

    def beginning(self, word: str) -> tuple[Values, str]:
        """Return the numbers of the longest known beginning of a word, and the rest of the word."""
        for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
            found = self.beginnings.get(word[:size])
            if found:
                return found, word[size:]
        return (), word


class NumberRules(NamedTuple):
    """A language's words for numbers, months, the powers that follow digits, percent and currencies.

    `doubtful` are scales that may as well be a unit of measure; `measures` has units that translators convert, each
    with the number of metric units in one of them, or 0 for degrees Fahrenheit. `joints` stand between the words of one
    number (one hundred and sixty), `ranges` between the two ends of a range; `decades` are patterns of endings that
    make ten years of a number (the 1990s). `decimal` stands before a fraction; `after_roman` are patterns of what
    follows Roman numerals.
    """

    words: NumberWords
    months: NumberWords
    scales: NumberWords
    measures: NumberWords
    doubtful: frozenset[str]
    units: Mapping[str, tuple[str, ...]]
    joints: frozenset[str]
    ranges: tuple[str, ...]
    decades: tuple[str, ...]
    decimal: str
    after_roman: tuple[str, ...]

    @classmethod
    def from_table(cls, table: Table) -> "NumberRules":
        endings = table.get("endings", "").split()
        scales = {key: value.replace("*", "") for key, value in table.get("scales", {}).items()}
        return cls(
            words=NumberWords.from_table(table.get("words", {}), endings),
            months=NumberWords.from_table(table.get("months", {}), endings),
            scales=NumberWords.from_table(scales, endings),
            measures=NumberWords.from_table(table.get("measures", {}), endings),
            doubtful=frozenset(
                word[:-1] for words in table.get("scales", {}).values() for word in words.split() if word.endswith("*")
            ),
            units={name: tuple(words.split()) for name, words in table.get("units", {}).items()},
            joints=frozenset(table.get("joints", ())),
            ranges=tuple(table.get("ranges", ())),
            decades=tuple(table.get("decades", ())),
            decimal=table.get("decimal", "."),
            after_roman=tuple(table.get("after_roman", ())),
        )


class InflectionRules(NamedTuple):
    """The endings of a language's words and the vowels that a last syllable loses when one follows.

    `stemmer` is the name of a Snowball algorithm, or empty; a stem with fewer letters than `shortest_stem` may be what
    is left of a suffix.
    """

    stemmer: str
    shortest_stem: int
    vowels: str
    endings: tuple[str, ...]
    abstract_stem: str
    abstract_endings: tuple[str, ...]
    reduced: tuple[str, ...]

    @classmethod
    def from_table(cls, table: Table) -> "InflectionRules":
        abstract, reduction = table.get("abstract", {}), table.get("reduction", {})
        return cls(
            stemmer=table.get("stemmer", ""),
            shortest_stem=table.get("shortest_stem", 2),
            vowels=table.get("vowels", ""),
            endings=tuple(table.get("endings", ())),
            abstract_stem=abstract.get("stem", ""),
            abstract_endings=tuple(sorted(abstract.get("endings", ()), key=len, reverse=True)),
            reduced=tuple(reduction.get("vowels", ())),
        )


class Spelling(NamedTuple):
    """A spelling in other letters: by letter, and before that by group of letters.

    `groups` are pairs of a regular expression and its replacement, in the order in which they apply. `from_latin` has a
    letter of the language for each Latin one.
    """

    letters: Mapping[str, str]
    from_latin: Mapping[str, str]
    groups: tuple[tuple[str, str], ...]

    @classmethod
    def from_table(cls, table: Table) -> "Spelling":
        return cls(
            letters=_pairs(table.get("letters", "")),
            from_latin=_pairs(table.get("from_latin", "")),
            groups=tuple((pattern, spelled) for pattern, spelled in table.get("groups", ())),
        )


def _pairs(text: str) -> dict[str, str]:
    """Read pairs of a letter and its replacement: `ա=a բ=b ը=`."""
    pairs = (pair.partition("=") for pair in text.split())
    return {letter: other for letter, _, other in pairs}
