"""How alike two texts are, and which features of theirs tell where to look for those that are.

The score is rapidfuzz's ratio of the two texts without their placeholders, in whole numbers from 0 to 100, rounded
down: twice the number of characters that stand in both in the same order, divided by the number of all characters. So
100 is the same text, placeholders and the width of gaps aside, and a changed comma in a long sentence is 99.

Where the words that were searched for stand in a text, so that they can be shown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from pipeline.article.placeholders import find_names, remove_placeholders
from pipeline.memory import MemoryMatch

MIN_SIMILARITY = 75
"""The least score with which a translation is offered."""

FEATURE_COUNT = 1 << 18
"""How many features there are; words that share one are told apart when texts are compared."""

SIZE_CLASSES = 16
"""How many classes of length there are; a text is only like those of its own and a few others."""

MAX_SHORT = 40
"""Up to this many characters a text is short: it may have no word in common with one that is much like it."""

_LINK = re.compile(r"\[([^\[\]]*)\](?:\(\{url\d+\}\)|\[\{url\d+\}\])")
_GAP_BEFORE = re.compile(r"\s+(?=(?:\{[a-z]+\d+\})+(?:[\s.,:;!?…)»”։՝]|$))")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MARKS = dict.fromkeys(map(ord, "՛՜՞՚’'\u0301\u00ad"))
"""Marks that stand inside words, above all Armenian ones for stress, exclamation and question."""

_PREFIX_LENGTH = 5
_MAX_SHORT_WORD = 3
_FIRST_LIMIT = 8
_MIN_LENGTH_RATIO = 0.6
"""Of two texts with a score of 75 the shorter has at least this share of the longer one's characters."""


def plain_text(text: str) -> str:
    """The text without its placeholders and the brackets of links, on one line with single spaces."""
    if "{" in text:
        text = remove_placeholders(_GAP_BEFORE.sub("", _LINK.sub(r"\1", text)))
    return " ".join(text.split())


def similarity(one: str, other: str) -> int:
    """How alike two texts are, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy

    return int(fuzz.ratio(plain_text(one), plain_text(other)))


def find_similar(text: str, others: Sequence[str], least: int, limit: int) -> list[tuple[int, int]]:
    """Those of `others` that have at least the score `least`, the best first: their scores and their places."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  heavy

    found = process.extract(
        plain_text(text), [plain_text(other) for other in others], scorer=fuzz.ratio, score_cutoff=least, limit=limit
    )
    return [(int(value), place) for _, value, place in found]


def rank_matches(matches: Iterable[MemoryMatch], text: str, limit: int) -> list[MemoryMatch]:
    """The best matches for a text, each translation once: those that are most alike, those with the same placeholders,
    those made in this direction, those made most often; where all that is equal, in the order of their origins.
    """
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
    """The class of a text by the length of its plain form."""
    size, limit = 0, _FIRST_LIMIT
    while length > limit and size < SIZE_CLASSES - 1:
        size += 1
        limit += max(limit // 3, 1)
    return size


def typical_length(size: int) -> float:
    """How long the texts of a class are."""
    before, limit = 0, _FIRST_LIMIT
    for _ in range(size):
        before, limit = limit, limit + max(limit // 3, 1)
    return (before + limit) / 2


def size_classes(length: int) -> tuple[int, int]:
    """The first and the last class of texts that may be like one of this length."""
    return size_class(int(length * _MIN_LENGTH_RATIO)), size_class(int(length / _MIN_LENGTH_RATIO) + 1)


def word_features(text: str) -> set[int]:
    """What texts like this one share with it: the beginnings of its words, and short words with those beside them.

    Numbers are all the same.
    """
    words = _word_beginnings(text)
    found = {_feature(word) for word in words if len(word) > _MAX_SHORT_WORD}
    found.update(
        _feature(f"{one} {other}")
        for one, other in zip(["", *words], [*words, ""], strict=True)
        if len(one) <= _MAX_SHORT_WORD or len(other) <= _MAX_SHORT_WORD
    )
    return found


def letter_features(text: str) -> set[int]:
    """What short texts share besides, as they may have no word in common: their trigrams and their pairs of words."""
    padded = f"\x02{text.casefold()}\x03"
    found = {_feature(f"\x01{padded[place : place + 3]}") for place in range(len(padded) - 2)}
    words = _word_beginnings(text)
    found.update(_feature(f"\x01{one} {other}") for one, other in pairwise(words))
    return found


def _word_beginnings(text: str) -> list[str]:
    return [word[:_PREFIX_LENGTH] if word[0] > "9" else "0" for word in split_words(text)]


def split_words(text: str) -> list[str]:
    """The words and numbers of a text, in small letters and without the marks that stand inside them."""
    return _WORD.findall(text.casefold().translate(_MARKS))


def word_feature(word: str) -> int | None:
    """The feature that every text with this word has, or one that begins like it; None for a word without one."""
    return _feature(word[:_PREFIX_LENGTH]) if len(word) >= _PREFIX_LENGTH and word[0] > "9" else None


def _feature(feature: str) -> int:
    return crc32(feature.encode(errors="replace")) % FEATURE_COUNT


_WORD_MARKS = "՛՜՞՚’'\u0301\u00ad"
_BEFORE = r"(?<![^\W_])"


def mark_words(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in stretches, and for each whether it is one of the words, or begins like one. Joined, they are the
    text.
    """
    gap = f"[{_WORD_MARKS}]*"
    patterns = [gap.join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True) if word]
    if not patterns:
        yield text, False
        return
    found = re.compile(rf"{_BEFORE}(?:{'|'.join(patterns)})(?:[^\W\d_]|[{_WORD_MARKS}](?=[^\W\d_]))*", re.IGNORECASE)
    at = 0
    for match in found.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    if at < len(text):
        yield text[at:], False
