"""The words of a text, as they are compared: stems, and what tells names from other words.

Where a script has no spaces between words, its signs are the words: each Chinese character, and each two syllables or
letters beside each other in Thai, Korean and the like. What a language writes together with the next word, as French
`l'` in `l'an` (`elided` of its `language.toml`), is a word of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.languages import load, remember, same_letters, word_marks
from pipeline.languages.letters import combining_marks

STEM_LETTERS = 5
"""Letters of a stem: a stem is the beginning of a word."""

_CACHED = 50_000

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'s?$")
_OPENING = re.compile('[.!?։:…«“"„]')
_SPACES = re.compile("[\u00a0\u2007\u2009\u200c\u202f]")  # what joins the parts of a Persian word parts them here
_DIGIT = re.compile(r"\d(?<![0-9])")  # beginning with what is rare makes the search ten times as fast

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA = "\u3041-\u309f", "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_SYLLABLES = "\u0e01-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\uac00-\ud7ff"
"""Thai, Lao, Burmese, Khmer and Korean."""
_OTHER_SCRIPTS = re.compile(f"[\u0900-\u0dff\u0f00-\u0fff{_SYLLABLES}{_HAN}{_HIRAGANA}{_KATAKANA}]")
"""The letters of scripts without spaces, and of those whose vowels are marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWord:
    """A word in lower case, without stress marks; where a sentence may start (`is_first`), its capital says little."""

    text: str
    is_capital: bool
    is_first: bool

    @property
    def stem(self) -> str:
        return self.text[:STEM_LETTERS]

    @property
    def may_be_name(self) -> bool:
        """Tell whether the word has a capital, or the script has none and it is more than one sign."""
        return self.is_capital or (len(self.text) > 1 and self.text[0].title() == self.text[0])


def normalize(text: str) -> str:
    """Return `text` with one way to write each letter, digit and space, without the marks that stand inside words."""
    text = _marks().sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return text if text.isascii() else _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def split_words(text: str, lang: str = "") -> Iterator[TextWord]:
    """Yield the words of a text; in an unknown language no word is written together with the next."""
    text = normalize(text).replace("’", "'").replace("ʼ", "'")
    make = _word_maker()
    end = 0
    for start, found in _find_words(text, lang):
        is_first = start == 0 or (start - end > 1 and _OPENING.search(text, end, start) is not None)
        end = start + len(found)
        if written := _POSSESSIVE.sub("", found) if "'" in found else found:
            yield make(written, is_first)


@remember
def _word_maker() -> Callable[[str, bool], TextWord]:
    """Return the function that makes a word of what is written: most words of one text are in the next."""
    return lru_cache(maxsize=_CACHED)(partial(_make_word, _variants_merged()))


def _make_word(variants: dict[int, str], written: str, is_first: bool) -> TextWord:  # noqa: FBT001
    return TextWord(text=written.lower().translate(variants), is_capital=written[0].isupper(), is_first=is_first)


def split_stems(text: str, lang: str = "") -> list[str]:
    """Return the stems of a text's words."""
    return [word.stem for word in split_words(text, lang)]


def _find_words(text: str, lang: str) -> Iterable[tuple[int, str]]:
    """Return the words as they are written, with their places."""
    if not text.isascii() and _OTHER_SCRIPTS.search(text):
        return _find_other_words(text)
    words = [(found.start(), found[0]) for found in _WORD.finditer(text)]
    elided = _elided(lang) if "'" in text else None
    return _part_elided(words, elided) if elided else words


def _find_other_words(text: str) -> Iterator[tuple[int, str]]:
    for found in _words_of_other_scripts().finditer(text):
        signs = list(_signs().finditer(text, *found.span())) if found["syllables"] else []
        if len(signs) > 1:
            yield from ((first.start(), first[0] + second[0]) for first, second in pairwise(signs))
        else:
            yield found.start(), found[0]


def _part_elided(words: Iterable[tuple[int, str]], elided: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for start, written in words:
        if "'" in written and (before := elided.match(written)):
            yield start, before[0]
            yield start + before.end(), written[before.end() :]
        else:
            yield start, written


@remember
def _elided(lang: str) -> re.Pattern[str] | None:
    """Return the pattern of words that are written together with the next one; None if the language has none."""
    known = load(lang).elided if lang else ()
    return re.compile("|".join(map(re.escape, known)), re.IGNORECASE) if known else None


@cache
def _signs() -> re.Pattern[str]:
    """Return the pattern of a letter with its marks."""
    return re.compile(rf"[^\W\d_][{combining_marks()}]*")


@cache
def _words_of_other_scripts() -> re.Pattern[str]:
    sign = _signs().pattern
    apart = f"(?![{_HAN}{_HIRAGANA}{_KATAKANA}{_SYLLABLES}])"
    letters = f"(?:{apart}{sign})+"
    return re.compile(
        f"(?P<syllables>(?:(?=[{_SYLLABLES}]){sign})+)|[{_HAN}]|[{_HIRAGANA}]+|[{_KATAKANA}]+|{letters}(?:'{letters})*"
    )


@remember
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(word_marks())}\u200d]")


@remember
def _variants_merged() -> dict[int, str]:
    return str.maketrans({**same_letters(), "’": "'", "ʼ": "'"})
