"""The same sentence twice, in a translation or in two beside each other, as pasting and editing leave it."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.checks.codes import make_finding, shorten
from pipeline.checks.pair import MASK, SENTENCE_BREAK, ArticleTexts, Pair
from pipeline.model import Finding, SegmentKind
from pipeline.patterns import lazy

_WORDS = lazy(r"[^\W_]+")
_SHORTEST = 3
"""Minimum number of words in a sentence that is hardly repeated on purpose."""
_SHORTEST_BESIDE = 4
"""The same for sentences of two entries."""
_NEAR = 20
"""Distance in characters from the middle of a text at which its second half begins, if it is the same twice."""
_RUNNING = frozenset({SegmentKind.PARAGRAPH, SegmentKind.QUOTE, SegmentKind.LIST_ITEM, SegmentKind.HTML_TEXT})


def check_repeated_sentences(pair: Pair) -> Iterator[Finding]:
    """Find a sentence twice in a translation, or in it and the one before it, that its source has once."""
    source, target = pair.source_prose, pair.target_prose
    repeated = _find_half_twice(target) or (_find_sentence_twice(target) if pair.has_several_sentences else "")
    if repeated and not _find_half_twice(source) and not _find_sentence_twice(source):
        yield make_finding(
            "sentence-twice",
            "the sentence “{sentence}” stands here twice. Remove one.",
            sentence=shorten(repeated),
        )
    elif beside := pair.texts.repeated.get(pair.entry.key):
        yield make_finding(
            "sentence-twice",
            "the sentence “{sentence}” also stands in the text before this one. Remove one.",
            sentence=shorten(beside),
        )


def index_neighbours(texts: ArticleTexts, pairs: Iterable[Pair]) -> None:
    """Fill the sentences that a translation has in common with the one before it, though their sources have none."""
    before: Pair | None = None
    known: dict[str, str] = {}
    for pair in pairs:
        if pair.segment.kind not in _RUNNING:
            continue
        sentences = _split(pair)
        if before is not None and not known.keys().isdisjoint(sentences) and before.target_key != pair.target_key:
            shared = next(key for key in sentences if key in known)
            sources = (frozenset(_sentences(one.source_prose, _SHORTEST)) for one in (before, pair))
            if frozenset.intersection(*sources) == frozenset() and before.source_key != pair.source_key:
                texts.repeated[pair.entry.key] = sentences[shared]
        before, known = pair, sentences


def _split(pair: Pair) -> dict[str, str]:
    """Return the long sentences of a translation by their words."""
    if not pair.has_several_sentences:
        key = pair.target_key
        return {key: pair.target_prose} if key.count(" ") >= _SHORTEST_BESIDE - 1 else {}
    return {key: text for key, text in _sentences(pair.target_prose, _SHORTEST_BESIDE).items() if key}


def _sentences(text: str, shortest: int) -> dict[str, str]:
    """Return the sentences of a masked text with at least as many words, by their words without case."""
    found: dict[str, str] = {}
    for part in SENTENCE_BREAK.split(text):
        words = _words(part)
        if len(words) >= shortest:
            found.setdefault(" ".join(words), part)
    return found


def _words(text: str) -> Sequence[str]:
    return _WORDS.findall(text.casefold())


def _find_half_twice(text: str) -> str:
    """Return the half of a masked text that is the same twice; else an empty text."""
    half = len(text) // 2
    if text[:4].casefold() in text[max(0, half - _NEAR) : half + _NEAR].casefold():
        words = _words(text)
        middle = len(words) // 2
        if len(words) >= 2 * _SHORTEST and words[:middle] == words[middle:]:
            return text[:half].strip(MASK)
    return ""


def _find_sentence_twice(text: str) -> str:
    """Return a sentence that a masked text has twice; an empty text without one."""
    seen: set[str] = set()
    for part in SENTENCE_BREAK.split(text):
        words = _words(part)
        key = " ".join(words)
        if len(words) >= _SHORTEST and key in seen:
            return part.strip(MASK)
        seen.add(key)
    return ""
