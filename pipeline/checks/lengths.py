"""Translations that are too short or too long, and those that lack a part of their source.

How long texts in a language are is in its pack; without that the lengths are not compared. That a part is missing is
told by all that both texts have in the same number: names, numbers, sentences. The weights are those of a logistic
regression on the texts of `benchmarks/checks.py`, from which halves and whole sentences were removed.
"""

import math
from collections.abc import Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import SENTENCE_BREAK, Pair
from pipeline.languages import load
from pipeline.model import Finding, Severity
from pipeline.patterns import lazy

_VARIANCE, _VARIANCE_SHORT = 0.010, 1.8
"""The variance of the logarithm of the ratio of characters, and the addition to it that is divided by the characters of
the source: short texts vary more. Learned from the texts of `benchmarks/checks.py`.
"""
_DEVIATIONS = 4.5
_SHORTEST = 20

_SUSPICIOUS = 1.5
"""Standard deviations of the length below which a text is looked at for missing parts."""
_PERHAPS_MISSING, _MISSING = 3.4, 4.0
"""Evidence from which a part may be missing, and seems to be, in standard deviations of the length. Between them, most
published translations only say it shorter.
"""
_PER_NAME, _PER_NUMBER, _PER_SENTENCE = 0.32, 0.45, 1.27
_NAME = lazy(r"(?<=[\w,»”\")–—-] )[^\W\d_]")
_DIGITS = lazy(r"\d+")
_BRACKETED = lazy(r" ?\(([^()]{1,80})\)")
_NOT_COUNTED = lazy(r"</?[A-Za-z][^<>]{0,2000}>|\^\[[^\[\]]*\]")


def check_length(pair: Pair) -> Iterator[Finding]:
    """Find a translation that is much shorter or longer than such texts ever are, or lacks a part of its source."""
    told, made = _count_characters(pair.source, pair.target), _count_characters(pair.target, pair.source)
    here, there = load(pair.lang).typography.expansion, load(pair.source_lang).typography.expansion
    if told < _SHORTEST or not made or pair.is_copy_edit or here is None or there is None:
        return
    usual = here - there
    deviation = (math.log(made / told) - usual) / math.sqrt(_VARIANCE + _VARIANCE_SHORT / told)
    if abs(deviation) > _DEVIATIONS:
        yield make_finding(
            "length",
            "the translation is very short: {made} characters for {told} of the source. Is a part missing?"
            if deviation < 0
            else "the translation is very long: {made} characters for {told} of the source. Does it say more?",
            made=made,
            told=told,
        )
    elif deviation < -_SUSPICIOUS and (evidence := _weigh_missing(pair) - deviation) > _PERHAPS_MISSING:
        yield make_finding(
            "omission",
            "a part of the source seems to be missing: {made} characters for {told}. Translate all of it, or make "
            "sure that nothing is lost.",
            severity=None if evidence > _MISSING else Severity.HINT,
            made=made,
            told=told,
        )


def _count_characters(text: str, other: str) -> int:
    """Return the length of a text without tags, whose addresses nobody translates, without inline notes, which a
    translator may add, and without brackets that give words of the other text: без состояния (stateless).
    """
    bare = _NOT_COUNTED.sub("", text)
    return len(_BRACKETED.sub(lambda found: "" if found[1] in other else found[0], bare).strip())


def _weigh_missing(pair: Pair) -> float:
    """Return how much the names, numbers and sentences that a translation lacks tell."""
    source, target = pair.source_prose, pair.target_prose
    digits = frozenset(_DIGITS.findall(target))
    wanted = _DIGITS.findall(source)
    lacking = sum(digit not in digits for digit in wanted) / math.sqrt(len(wanted) + 1)
    sentences = _surplus(len(SENTENCE_BREAK.findall(source)), len(SENTENCE_BREAK.findall(target)))
    has_names = load(pair.source_lang).capitals and load(pair.lang).capitals
    names = _surplus(_count_names(source), _count_names(target)) if has_names else 0
    return _PER_NAME * names + _PER_NUMBER * lacking + _PER_SENTENCE * sentences


def _surplus(told: int, made: int) -> float:
    return (told - made) / math.sqrt(told + made + 1)


def _count_names(text: str) -> int:
    """Return the number of words with a capital letter that do not begin a sentence."""
    return sum(found[0].isupper() for found in _NAME.finditer(text))
