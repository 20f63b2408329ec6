"""The parts of a language that several rooms read: typography, numbers, inflection, sounds; each from one TOML file.

A key that the file lacks leaves the part without that knowledge. Named tuples start faster than data classes, and a
filter for sentences loads them too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple

Table = Mapping[str, Any]
Values = tuple[float, ...]

_SHORTEST, _LONGEST = 2, 14
"""Letters of the beginnings that stand for all words which begin so."""


def read_values(defaults: Table, table: Table) -> dict[str, Any]:
    """Return the values of a table by the names of `defaults`, each in the type of its default; texts may be lists. A
    value whose default is None is taken as it is.
    """
    types = {key: "".join if isinstance(default, str) else type(default) for key, default in defaults.items()}
    return {
        key: table.get(key) if defaults[key] is None else convert(table.get(key, defaults[key]))
        for key, convert in types.items()
    }


class Typography(NamedTuple):
    """The rules for setting a language.

    What is missing is None, empty, or a rule that nothing matches: the checks that need it are silent.

    `quotes` are pairs of marks, the outer ones first; without `has_own_quotes` they are those of the CLDR, and others
    may be in use too. With `quotes_reopen`, a quotation of several paragraphs opens again with each of them, and
    `speech` matches direct speech that a dash begins. `full_stop` ends a sentence, and `typed_full_stop` is typed for
    it; `question_marks` and `exclamation_marks` stand within a sentence and make it what they say; `question_words` are
    patterns of words that ask. `dash` is what a hyphen between spaces stands for, or empty where publishers differ;
    `one_letter_words` are words of one letter, `repeated` words that may stand twice in a row. A line does not break
    after the signs of `fixed_after` and before those of `fixed_before`; after the signs of `spaced_after` and before
    those of `spaced_before` always is a no-break space. `own_notes` mark a translator's note in running text. `checks`
    names the rules that are for this language only. `list_ends` are marks that end an item of a list; `abbreviations`
    are words, without the dot, after which a dot does not stand for a full stop; before the words of `after_hyphen` the
    second part of a word with a hyphen may be left out. Words in the language's letters are stressed by slanted letters
    or, where `emphasis` is `spaced`, by spaces between letters. `expansion` is how much longer a text is than in
    English, as the median logarithm of the ratio of characters.
    """

    quotes: tuple[str, ...] = ()
    has_own_quotes: bool = True
    quotes_reopen: bool = False
    speech: str = r"(?:^|[:.]\s?)[-–—]"
    percent_space: bool | None = None
    full_stop: str = "."
    dash: str = ""
    one_letter_words: str = ""
    repeated: frozenset[str] = frozenset()
    fixed_after: str = ""
    fixed_before: str = ""
    spaced_after: str = ""
    spaced_before: str = ""
    own_notes: tuple[str, ...] = ()
    checks: frozenset[str] = frozenset()
    expansion: float | None = None
    question_marks: str = ""
    exclamation_marks: str = ""
    typed_full_stop: str = ""
    question_words: tuple[str, ...] = ()
    list_ends: str = ""
    abbreviations: frozenset[str] = frozenset()
    after_hyphen: frozenset[str] = frozenset()
    emphasis: str = "italic"

    @property
    def has_angled_quotes(self) -> bool:
        """Tell whether « opens and » closes a quotation: elsewhere it may be the other way round."""
        return "«»" in self.quotes or (self.has_own_quotes and not any(pair[:1] == "„" for pair in self.quotes))


class NumberWords(NamedTuple):
    """Words with the numbers that each may mean: whole words, and beginnings of longer ones.

    `compounds` are numbers in several words, with hyphens between them, each as the word in which it is among `whole`.
    `starts` are the first letters of the beginnings.
    A word that is several numbers has nothing else between them than `inner_joints`, and after them than one of
    `endings`; if these are None, anything may follow a beginning.
    """

    whole: Mapping[str, Values]
    beginnings: Mapping[str, Values]
    compounds: Mapping[str, str]
    starts: frozenset[str]
    inner_joints: tuple[str, ...] | None = None
    endings: frozenset[str] = frozenset()

    @classmethod
    def from_table(
        cls, table: Table, endings: Sequence[str], inner_joints: Sequence[str] | None = None
    ) -> "NumberWords":
        """Read words by number: `word-` begins longer ones, `word~` has all endings, `one-two` is written in several;
        `*` is for `NumberRules`.
        """
        whole, beginnings = defaultdict[str, Values](tuple), defaultdict[str, Values](tuple)
        compounds: dict[str, str] = {}
        for key, words in table.items():
            values = tuple(float(value) if "." in value else int(value) for value in key.split())
            for word in words.replace("*", "").split():
                if word.endswith("-"):
                    beginnings[word[:-1]] += values
                    continue
                if "-" in word:
                    compounds[word] = word.replace("-", "")
                forms = [word[:-1] + ending for ending in endings] if word.endswith("~") else [word.replace("-", "")]
                for form in forms:
                    whole[form] += tuple(value for value in values if value not in whole[form])
        return cls(
            whole=dict(whole),
            beginnings=dict(beginnings),
            starts=frozenset(word[:_SHORTEST] for word in beginnings),
            compounds=compounds,
            inner_joints=None if inner_joints is None else tuple(inner_joints),
            endings=frozenset(endings),
        )

    @property
    def is_known(self) -> bool:
        """Tell whether there are any words: without them a text may say anything."""
        return bool(self.whole or self.beginnings)

    def meaning(self, word: str) -> Values:
        """Return the numbers that a word in small letters may mean; none if it is unknown."""
        return self.whole.get(word) or self.beginning(word)[0]

    def beginning(self, word: str) -> tuple[Values, str]:
        """Return the numbers of the longest known beginning of a word, and the rest of the word."""
        if word[:_SHORTEST] not in self.starts:
            return (), word  # as nearly all words
        for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
            found = self.beginnings.get(word[:size])
            if found:
                return found, word[size:]
        return (), word


class NumberRules(NamedTuple):
    """A language's words for numbers, months, the powers that follow digits, percent and currencies.

    `certain` are patterns of the words that name a number wherever they stand but in what `clock` matches, which is a
    time. `doubtful` are scales that may as well be a unit of measure; `measures` has the words for each, `squares` and
    `cubes` the beginnings of words that make an area or a volume of it. `minus` are patterns of what makes a number
    negative before it, `below` after it; `falling` of what lets a text name a loss by its size. `joints` stand between
    the words of one number (one hundred and sixty), `ranges` between the two ends of a range; `decades` are patterns of
    endings that make ten years of a number (the 1990s), `decades_before` of what does so before it (les années 90);
    `hours` are patterns of what makes an hour of a number, perhaps with minutes after it (12 h 30). `decimal` stands
    before a fraction, and so may the signs of `decimal_signs`; `apostrophes` stand within words, which are here without
    them. `versions` are patterns of words beside the number of a version, not a fraction (release 0.15).
    `after_roman` are patterns of what follows Roman numerals. `own_months` are patterns of the months of another
    calendar, whose years are `year_offsets` less than those of the common era.

    Without `words` a text may name any number in words.
    """

    words: NumberWords
    months: NumberWords
    scales: NumberWords
    doubtful: frozenset[str]
    units: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, tuple[str, ...]]
    certain: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    squares: tuple[str, ...] = ()
    cubes: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    joints: frozenset[str] = frozenset()
    ranges: tuple[str, ...] = ()
    decades: tuple[str, ...] = ()
    decades_before: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    decimal: str = "."
    decimal_signs: str = ""
    apostrophes: str = ""
    after_roman: tuple[str, ...] = ()
    own_months: tuple[str, ...] = ()
    year_offsets: tuple[int, ...] = ()

    @classmethod
    def from_table(cls, table: Table) -> "NumberRules":
        endings = table.get("endings", "").split()
        scales = [word for words in table.get("scales", {}).values() for word in words.split()]
        known: dict[str, Any] = {
            name: NumberWords.from_table(table.get(name, {}), endings) for name in ("months", "scales")
        }
        forms: dict[str, Any] = {
            name: {unit: tuple(words.split()) for unit, words in table.get(name, {}).items()}
            for name in ("units", "measures")
        }
        return cls(
            words=NumberWords.from_table(table.get("words", {}), endings, table.get("inner_joints")),
            **known,
            **forms,
            doubtful=frozenset(word[:-1] for word in scales if word.endswith("*")),
            **read_values(cls._field_defaults, table),
        )


class DayWord(IntEnum):
    """The meaning of a word for a time: a part of the day, its turns, or that a number counts hours."""

    EARLY = 1
    LATE = 2
    NIGHT = 3
    NOON = 4
    MIDNIGHT = 5
    HOUR = 6


class CalendarRules(NamedTuple):
    """A language's words for weekdays, centuries and the parts of the day; its months are in `NumberRules`.

    `capitals` tells whether months and weekdays begin with a capital letter. `doubtful` ones among all these words mean
    something else too; months and weekdays are sure beside a number or one of the words of `beside`, parts of the day
    after a word for hours or one of `between`, which may stand between a number and its part of the day. With
    `part_first` that may stand before the number; with `twelve_hours` a time may lack it. `hours` has the meanings of
    `DayWord`, `relative` the words that tell when in another way (yesterday, last summer).
    """

    weekdays: NumberWords
    centuries: NumberWords
    relative: NumberWords
    hours: NumberWords
    doubtful: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    capitals: bool = False
    part_first: bool = False
    twelve_hours: bool = False

    @classmethod
    def from_table(cls, table: Table) -> "CalendarRules":
        hours = table.get("hours", {})
        tables = {
            "weekdays": table.get("weekdays", {}),
            "centuries": {"100": table.get("centuries", "")},
            "relative": {"1": table.get("relative", "")},
            "hours": {str(word.value): hours.get(word.name.lower(), "") for word in DayWord},
        }
        known: dict[str, Any] = {name: NumberWords.from_table(words, ()) for name, words in tables.items()}
        return cls(**known, **read_values(cls._field_defaults, table))


class InflectionRules(NamedTuple):
    """The changes of a language's words when they are inflected: endings, and the ends of stems before them.

    `stemmer` is the name of a Snowball algorithm, or empty; a stem with fewer letters than `shortest_stem` may be what
    is left of a suffix. `endings` are taken off any word. A paradigm is what a stem ends with, and the endings that it
    may have; `enclitics` may follow these, `proclitics` stand before a word as part of it. `changed_stems` are pairs of
    the end of a stem and another that it has in other forms. `irregular` has further forms of a word.
    """

    stemmer: str = ""
    shortest_stem: int = 2
    vowels: str = ""
    endings: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()
    proclitics: tuple[str, ...] = ()
    paradigms: tuple[tuple[str, str], ...] = ()
    reduced_vowels: tuple[str, ...] = ()
    changed_stems: tuple[tuple[str, str], ...] = ()
    irregular: Mapping[str, str] = MappingProxyType({})


class Spelling(NamedTuple):
    """A spelling in other letters: by letter, and before that by group of letters.

    `others` are the languages whose letters are spelled too, as their tables say; None stands for all.

    `groups` are pairs of a regular expression and its replacement, in the order in which they apply. `from_latin` has a
    letter of the language for each Latin one.
    """

    letters: Mapping[str, str]
    from_latin: Mapping[str, str]
    groups: tuple[tuple[str, str], ...]
    others: tuple[str, ...] | None = None

    @classmethod
    def from_table(cls, table: Table) -> "Spelling":
        """Read the groups, and pairs of a letter and its replacement: `ա=a բ=b ը=`."""
        letters, from_latin = (
            {letter: other for letter, _, other in (pair.partition("=") for pair in table.get(key, "").split())}
            for key in ("letters", "from_latin")
        )
        groups = tuple((pattern, spelled) for pattern, spelled in table.get("groups", ()))
        others = tuple(table["others"]) if "others" in table else None
        return cls(letters=letters, from_latin=from_latin, groups=groups, others=others)
