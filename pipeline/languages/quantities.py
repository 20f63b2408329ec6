"""Tell a number that begins a sentence, 18 July or 5 km², from one that numbers it, by the words of all languages."""

import re

from pipeline.languages import document_pattern, remember
from pipeline.languages.cldr import words_after_numbers

_WORD = re.compile(r"[^\W\d_](?:[\w.'’]|-(?=\w))*[²³]?|%")
_UNIT = r"(?-i:{units})(?:[²³23]|<sup>[23]</sup>)?(?!\w)"
_YEAR = r"(?-i:{year_endings}|{year_first_endings})(?!\w)"
_PARTICLE_LETTERS = 3  # "de", "of", "den"
_STEM_LETTERS, _ENDING_LETTERS = 4, 4
_NAME = re.compile(r"\S+,\s*(?P<letter>[^\W\d_])")


def begins_with_quantity(text: str) -> bool:
    """Tell whether a text begins as after a number of a sentence: with a month, a word for year, or a measure. A name
    such as "May, Ernest" is not a month.
    """
    words = _WORD.findall(text[:80])
    if not words or not text.startswith(words[0]):
        return False
    if document_pattern(_UNIT).match(text) or document_pattern(_YEAR).match(text):
        return True
    name = _NAME.match(text)
    if name and name["letter"].isupper():
        return False
    return _begins_with_month(words) or _begins_with_measure(text)


def _begins_with_month(words: list[str]) -> bool:
    start = 1 if len(words) > 1 and len(words[0]) <= _PARTICLE_LETTERS and words[0].islower() else 0
    for first in {0, start}:
        for count in (1, 2, 3):
            name, after = " ".join(words[first : first + count]), words[first + count : first + count + 1]
            is_name = (
                name[0].isupper() and bool(after) and after[0][0].isupper() and not _is_written_so(name.rstrip("."))
            )
            if not is_name and _is_month(name):
                return True
    return False


@remember
def _months() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the names of the months as the CLDR writes them, in small letters, and as stems, which end differently."""
    names = words_after_numbers()[0]
    small = frozenset(name.lower() for name in names)
    return names, small, frozenset(name[:-1] for name in small if len(name) > _STEM_LETTERS and not name.isascii())


def _is_written_so(name: str) -> bool:
    """Tell whether the CLDR has a month of just this name, with its large and small letters."""
    return not _months()[0].isdisjoint({name, f"{name}."})


def _is_month(name: str) -> bool:
    """Tell whether a name is that of a month in any language, also with an ending of the kind 3 ივლისს, 3 Mayıs'ta."""
    plain = name.lower().rstrip(".")
    _, months, stems = _months()
    if not months.isdisjoint({plain, f"{plain}.", re.split("['’]", plain)[0]}):
        return True
    if plain.isascii() or " " in plain:
        return False
    parts = (plain[:length] for length in range(_STEM_LETTERS, len(plain)) if len(plain) - length <= _ENDING_LETTERS)
    return any(part in months or part in stems for part in parts)


@remember
def _measures() -> re.Pattern[str]:
    known = sorted(words_after_numbers()[1], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, known))})(?!\w)")


def _begins_with_measure(text: str) -> bool:
    """Tell whether a text begins with a measure, as the CLDR writes it; letters are large or small as in it."""
    return bool(_measures().match(text))
