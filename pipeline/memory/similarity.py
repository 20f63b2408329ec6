"""Compare texts, compute the features by which similar texts are found, and mark words in a text.

The score is rapidfuzz's ratio of the two texts without their placeholders, rounded down: 100 is the same text, and a
changed comma in a long sentence is 99.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from zlib import crc32

from pipeline.article.placeholders import find_names, remove_placeholders
from pipeline.languages import remember, word_marks
from pipeline.languages.letters import is_unspaced, unspaced_rows, word_pattern
from pipeline.memory import MemoryMatch
from pipeline.patterns import lazy

MIN_SIMILARITY = 75
"""Minimum score with which a translation is offered."""
FEATURE_COUNT = 1 << 18
"""Number of features; words that share one are distinguished when texts are compared."""
SIZE_CLASSES = 16
"""Number of classes of length; a text is only compared with those of its own class and a few others."""
MAX_SHORT = 40
"""Maximum length in characters of a short text, which may share no word with one that is much like it."""
_LINK = lazy(r"\[([^\[\]]*)\](?:\(\{url\d+\}\)|\[\{url\d+\}\])")
_GAP_BEFORE = lazy(r"\s+(?=(?:\{[a-z]+\d+\})+(?:[\s.,:;!?…)»”։՝]|$))")
_PREFIX_LENGTH = 5
_MAX_SHORT_WORD = 3
_LIMITS = (0, *accumulate(range(SIZE_CLASSES), lambda limit, _: limit + limit // 3, initial=8))
"""Lengths in characters between which the classes lie: 0, 8, 10, 13 …; the last class has no end."""
_MIN_LENGTH_RATIO = 0.6
"""Minimum length of the shorter of two texts with a score of 75, as a share of the longer one."""


def plain_text(text: str) -> str:
    """Return the text without its placeholders and the brackets of links, on one line with single spaces."""
    if "{" in text:
        text = remove_placeholders(_GAP_BEFORE.sub("", _LINK.sub(r"\1", text)))
    return " ".join(text.split())


def similarity(one: str, other: str) -> int:
    """Return the similarity of two texts, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy

    return int(fuzz.ratio(plain_text(one), plain_text(other)))


def find_similar(text: str, others: Sequence[str], least: int, limit: int) -> list[tuple[int, int]]:
    """Find those of `others` with at least the score `least`; return scores and places, the best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  heavy

    found = process.extract(
        plain_text(text), [plain_text(other) for other in others], scorer=fuzz.ratio, score_cutoff=least, limit=limit
    )
    return [(int(value), place) for _, value, place in found]


def rank_matches(matches: Iterable[MemoryMatch], text: str, limit: int) -> list[MemoryMatch]:
    """Return the best matches for a text, each translation once: by score, placeholders, direction, number, origin."""
    grouped: dict[tuple[int, str], list[MemoryMatch]] = {}
    for match in matches:
        grouped.setdefault((match.score, match.target), []).append(match)
    wanted = find_names(text)

    def rank(match: MemoryMatch) -> tuple[int, bool, bool, int, str, str, str]:
        often = len(grouped[match.score, match.target])
        others = find_names(match.source) != wanted
        return -match.score, others, not match.same_direction, -often, match.origin, match.source, match.target

    return sorted((min(group, key=rank) for group in grouped.values()), key=rank)[:limit]


def size_class(length: int) -> int:
    """Return the class of a text by the length of its plain form."""
    return bisect_left(_LIMITS[1:SIZE_CLASSES], length)


def typical_length(size: int) -> float:
    """Return the middle length of the texts of a class."""
    return (_LIMITS[size] + _LIMITS[size + 1]) / 2


def size_classes(length: int) -> tuple[int, int]:
    """Return the first and the last class of the texts that may be like one of this length."""
    return size_class(int(length * _MIN_LENGTH_RATIO)), size_class(int(length / _MIN_LENGTH_RATIO) + 1)


def word_features(text: str) -> set[int]:
    """Return the features of a text's words: their beginnings, and short words with their neighbours; 0 for numbers."""
    words = _word_beginnings(text)
    found = {_feature(word) for word in words if len(word) > _MAX_SHORT_WORD}
    found.update(
        _feature(f"{one} {other}")
        for one, other in zip(["", *words], [*words, ""], strict=True)
        if len(one) <= _MAX_SHORT_WORD or len(other) <= _MAX_SHORT_WORD
    )
    return found


def letter_features(text: str) -> set[int]:
    """Return more features of a short text, which may share no word with a similar one: trigrams, pairs of words."""
    padded = f"\x02{text.casefold()}\x03"
    found = {_feature(f"\x01{padded[place : place + 3]}") for place in range(len(padded) - 2)}
    words = _word_beginnings(text)
    found.update(_feature(f"\x01{one} {other}") for one, other in pairwise(words))
    return found


def _word_beginnings(text: str) -> list[str]:
    return [word[:_PREFIX_LENGTH] if word[0] > "9" else "0" for word in split_words(text)]


def split_words(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters and without the marks inside them."""
    bare = text.casefold().translate(_marks_removed())
    return word_pattern(bare).findall(bare)


def search_features(words: str) -> set[int]:
    """Return features of all texts that have these words or such as begin like them; none where no feature tells."""
    long = {word for word in split_words(words) if len(word) >= _PREFIX_LENGTH and word[0] > "9"}
    pairs = (pair for row in split_unspaced(words) for pair in pairwise(_word_beginnings(row)))
    return {_feature(word[:_PREFIX_LENGTH]) for word in long} | {_feature(f"{one} {other}") for one, other in pairs}


def split_unspaced(text: str) -> list[str]:
    """Return the rows of characters in scripts without spaces, in which words cannot be told apart."""
    return unspaced_rows().findall(text.casefold().translate(_marks_removed()))


def count_beginnings(wanted: Sequence[str], rows: Sequence[str], text: str) -> int | None:
    """Return how many of the wanted words are only beginnings of words of a plain text; None if it lacks one of them.

    `wanted` is of `split_words`, and `rows` of `split_unspaced`: a text without spaces has to have these as they are.
    """
    if rows and not all(map(" ".join(split_unspaced(text)).__contains__, rows)):
        return None
    there = set(split_words(text))
    missing = [word for word in wanted if word not in there]
    return len(missing) if all(any(word.startswith(start) for word in there) for start in missing) else None


def _feature(feature: str) -> int:
    return crc32(feature.encode(errors="replace")) % FEATURE_COUNT


def mark_words(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Divide a text into parts; each is marked True if it begins like one of the words (as of `split_words`)."""
    marks = _marks()
    gap, rest = f"[{marks}]*", rf"(?:[^\W\d_]|[{marks}](?=[^\W\d_]))*"
    patterns = [
        word if is_unspaced(word) else rf"(?<![^\W_]){gap.join(map(re.escape, word))}{rest}"
        for word in sorted(words, key=len, reverse=True)
        if word
    ]
    if not patterns:
        yield text, False
        return
    parts = re.split(f"({'|'.join(patterns)})", text, flags=re.IGNORECASE)
    yield from ((part, bool(place % 2)) for place, part in enumerate(parts) if part)


@remember
def _marks() -> str:
    """Return the marks that stand inside words: soft hyphens, apostrophes and the joiners of Persian and Hindi too."""
    return word_marks() + "’'\u00ad\u200c\u200d"


@remember
def _marks_removed() -> dict[int, None]:
    return dict.fromkeys(map(ord, _marks()))
