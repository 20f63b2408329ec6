"""Tell the kinds of words that a text has, so that only texts with numbers, dates or letters of another script are read
for them: most have none.

A text is divided at its spaces. What a piece tells is found out once for a language and kept.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.calendar import may_tell_date
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.number_words import certain_values, may_be_number
from pipeline.languages.parts import Values
from pipeline.languages.scripts import is_all_own
from pipeline.patterns import lazy

_NUMERALS = lazy(r"\b[IVXLCІХСѴ]{2}")
"""Letters that may be a Roman numeral."""
_DIGIT = lazy(r"\d")
_MARK = lazy(r"\w[^\w\s]+\w")
"""A mark within a word, which may be a number without the mark."""
AROUND = "«»“”„\"'’(),.:;!?…։՝՞՜՛—–-*[]{}\ue000"
"""Signs around a word that tell nothing about it; the last one stands for what is masked."""
_MANY = 50_000
"""Pieces of texts whose kinds are kept."""


class _Piece(NamedTuple):
    """The kinds of words in a piece of a text without spaces."""

    has_digits: bool
    has_numerals: bool
    names_numbers: bool
    values: tuple[Values, ...]
    names_dates: bool
    has_other_letters: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordKinds:
    """The kinds of words in a text: `has_digits` of any script; letters that may be a Roman numeral (`has_numerals`);
    words that may be a number (`names_numbers`), and in order what those mean that certainly are one other than 1
    (`values`); words of dates and times (`names_dates`); letters of another script than the language's, or that only
    other languages have (`has_other_letters`).
    """

    has_digits: bool = False
    has_numerals: bool = False
    names_numbers: bool = False
    values: tuple[Values, ...] = ()
    names_dates: bool = False
    has_other_letters: bool = False

    @property
    def has_figures(self) -> bool:
        """Tell whether the text has a number, a date or a time, or what may be one."""
        return self.has_digits or self.has_numerals or self.names_numbers or bool(self.values) or self.names_dates


_PLAIN = WordKinds()


@lru_cache(maxsize=KEPT)
def find_kinds(text: str, lang: str) -> WordKinds:
    """Return the kinds of words in a text, found once for all rules that look at it."""
    found = list(filter(None, map(_known_pieces(lang).__getitem__, text.split())))
    return _join(found) if found else _PLAIN


forget_with_packs(find_kinds.cache_clear)


def _join(pieces: Iterable[_Piece]) -> WordKinds:
    digits, numerals, numbers, values, dates, letters = zip(*pieces, strict=True)
    return WordKinds(
        has_digits=any(digits),
        has_numerals=any(numerals),
        names_numbers=any(numbers),
        values=tuple(sorted(chain.from_iterable(values))),
        names_dates=any(dates),
        has_other_letters=any(letters),
    )


class _Pieces(dict[str, _Piece | None]):
    """The kinds of each piece that texts had before; None for a piece of plain words, as most are."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, piece: str) -> _Piece | None:
        if len(self) > _MANY:
            self.clear()
        word = piece.strip(AROUND)
        if word != piece:
            self[piece] = self[word]
            return self[piece]
        is_word = piece.isalpha()
        names_numbers, names_dates = may_be_number(piece, self._lang), may_tell_date(piece, self._lang)
        has_numerals, is_own = _NUMERALS.search(piece) is not None, is_all_own(piece, self._lang)
        if is_word and is_own and not (names_numbers or names_dates or has_numerals):
            self[piece] = None  # as most words
            return None
        may_have_values = names_numbers or (not is_word and _MARK.search(piece) is not None)
        found = _Piece(
            has_digits=not is_word and _DIGIT.search(piece) is not None,
            has_numerals=has_numerals,
            names_numbers=names_numbers,
            values=tuple(certain_values(piece, self._lang)) if may_have_values else (),
            names_dates=names_dates,
            has_other_letters=not is_own,
        )
        self[piece] = found if any(found) else None
        return self[piece]


@remember
def _known_pieces(lang: str) -> _Pieces:
    load(lang)
    return _Pieces(lang)
