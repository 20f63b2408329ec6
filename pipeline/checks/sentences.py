"""Sentences as wholes: their ends, their lengths, and translations of one article compared with each other.

How long texts in a language are is in its pack; without that the lengths are not compared.
"""

import math
import re
from collections.abc import Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair, comparison_key, find_last_mark
from pipeline.languages import load
from pipeline.model import Finding, Severity

_TAIL = 20
"""Maximum distance of the last marks from the end of a text, in characters; notes may follow them."""
_KINDS = {
    **dict.fromkeys(".։․。．｡।॥۔።။។᙮᠃৷", "."),
    **dict.fromkeys("!！︕", "!"),
    **dict.fromkeys("?？؟፧⁇︖", "?"),
    **dict.fromkeys("…⋯", "…"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；؛", ";"),
    **dict.fromkeys(",，،、", ","),
}
"""The kinds of final marks, in any script (the sentence terminals of Unicode)."""
_KINDS_BY_SCRIPT = {"Greek": {";": "?", "\u037e": "?"}}
_SCRIPTS_WITHOUT_STOP = frozenset({"Thai", "Lao"})
"""Scripts that end a sentence with a space."""


def check_end_mark(pair: Pair) -> Iterator[Finding]:
    """Find a sentence that ends with another mark than its source; one without a mark may be a heading, so a hint."""
    scripts = {load(pair.source_lang).script, load(pair.lang).script}
    if not pair.is_sentence or not scripts.isdisjoint(_SCRIPTS_WITHOUT_STOP):
        return
    told, made = _end_kind(pair.source_prose, pair.source_lang), _end_kind(pair.target_prose, pair.lang)
    if told == made or told not in {".", "?", "!"} or made == "…":
        return
    source_rules, rules = load(pair.source_lang).typography, load(pair.lang).typography
    if (told == "?" and source_rules.question_marks) or (made == "?" and rules.question_marks):
        return  # the mark stands on a word, which need not be of the last clause
    asking = "|".join(source_rules.question_words) or "(?!)"
    if told == "." and made == "?" and re.search(rf"\b(?:{asking})\b", pair.source_prose, re.IGNORECASE):
        return  # Armenian texts often omit ՞ if a word asks
    if not made:
        yield make_finding(
            "end-mark",
            "the source ends with a mark, but the translation does not. Add the full stop.",
            severity=Severity.HINT,
        )
    elif made in {",", ";"} or (made in {"?", "."} and told in {"?", "."}):
        yield make_finding(
            "end-mark",
            "the source ends with “{told}”, the translation with “{made}”. Correct the mark.",
            told=told,
            made=made,
        )


def _end_kind(text: str, lang: str) -> str:
    """Return the kind of the final mark of a text; an Armenian question has its mark inside."""
    mark = find_last_mark(text)
    kind = _KINDS_BY_SCRIPT.get(load(lang).script, {}).get(mark) or _KINDS.get(mark, "")
    if kind == "." and ".." in text[-_TAIL:]:
        return "…"
    rules = load(lang).typography
    kind = "." if kind and kind in rules.typed_full_stop else kind
    if kind == "." and any(mark in text for mark in rules.question_marks):
        return "?"
    return "!" if kind == "." and any(mark in text for mark in rules.exclamation_marks) else kind


_VARIANCE, _VARIANCE_SHORT = 0.010, 1.8
"""The variance of the logarithm of the ratio of characters, and the addition to it that is divided by the characters of
the source: short texts vary more. Learned from the texts of `benchmarks/checks.py`.
"""
_DEVIATIONS = 4.5
_SHORTEST = 20


def check_length(pair: Pair) -> Iterator[Finding]:
    """Find a translation that is much shorter or longer than such texts ever are, as when a part was lost."""
    told, made = len(pair.source_prose.strip()), len(pair.target_prose.strip())
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


_LONG = 4
"""Minimum number of words in a translation that hardly belongs to two texts."""


def check_two_ways(pair: Pair) -> Iterator[Finding]:
    """Find the same words translated in two ways."""
    others = pair.texts.by_source.get(pair.source_key, ()) if pair.texts.by_source and not pair.is_copy_edit else ()
    if other := next((text for text in others if comparison_key(text) != pair.target_key), None):
        yield make_finding(
            "two-ways", "the same text is also translated as “{other}”. Make sure that both are meant.", other=other
        )


def check_alike(pair: Pair) -> Iterator[Finding]:
    """Find the translation of another text."""
    others = pair.texts.by_target.get(pair.target_key, ()) if pair.texts.by_target and not pair.is_copy_edit else ()
    other = next((text for text in others if comparison_key(text) != pair.source_key), None)
    if other and pair.target_key.count(" ") >= _LONG - 1:
        yield make_finding(
            "alike", "this is also the translation of “{other}”. Translate each separately.", other=other
        )


_FEW = 3  # maximum number of words in a text that may well have two meanings; longer ones rarely do


def check_shared_entry(pair: Pair) -> Iterator[Finding]:
    """Find a short text that is a table cell and something else, such as a heading, with one entry for both."""
    if pair.is_copy_edit or pair.entry.key not in pair.texts.shared or pair.source_key == pair.target_key:
        return
    words = comparison_key(pair.source_prose).split()
    if 0 < len(words) <= _FEW and any(word.isalpha() for word in words):
        yield make_finding(
            "shared-entry",
            "one entry serves a table cell and another place in the article, such as a heading. If the text means two "
            "things, ask the author for a context: <!-- targman: context … -->",
        )
