"""Sentences as wholes: their ends, and translations of one article compared with each other."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair, comparison_key, find_last_mark
from pipeline.languages import load, remember
from pipeline.model import Finding, SegmentKind, Severity
from pipeline.patterns import lazy

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
_LAST_QUOTATION = lazy(r"(?<=\w)\W+[\"“«„‘'](?=\w)[^\"“”«»„‘’']+[\"”»“’']\W*$")
"""A quotation within a sentence, at its end."""
_SCRIPTS_WITHOUT_STOP = frozenset({"Thai", "Lao"})
"""Scripts that end a sentence with a space."""


def check_end_mark(pair: Pair) -> Iterator[Finding]:
    """Find a sentence that ends with another mark than its source. One without a mark may be a heading, and a question
    whose source is none may have a source that lacks the mark, so these are hints.
    """
    if not (pair.is_sentence and _has_stop(pair.source_lang) and _has_stop(pair.lang)):
        return
    told, made = _end_kind(pair.source_prose, pair.source_lang), _end_kind(pair.target_prose, pair.lang)
    if told == made or told not in {".", "?", "!"} or made == "…":
        return
    source_rules, rules = load(pair.source_lang).typography, load(pair.lang).typography
    if pair.segment.kind is SegmentKind.LIST_ITEM and any(_KINDS.get(mark) == made for mark in rules.list_ends):
        return
    if (told == "?" and source_rules.question_marks) or (made == "?" and rules.question_marks):
        return  # the mark stands on a word, which need not be of the last clause
    asking = "|".join(source_rules.question_words) or "(?!)"
    if told == "." and made == "?" and re.search(rf"\b(?:{asking})\b", pair.source_prose, re.IGNORECASE):
        return  # Armenian texts often omit ՞ if a word asks
    if _asks_within(pair, told, made):
        return
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
            severity=Severity.HINT if made == "?" else None,
            told=told,
            made=made,
        )


def _asks_within(pair: Pair, told: str, made: str) -> bool:
    """Tell whether a question of one text is a part of the other, or that of a quotation which is indirect speech
    there.
    """
    asked = pair.target_prose if told == "?" else pair.source_prose if made == "?" else ""
    if any(_KINDS.get(mark) == "?" for mark in asked):
        return True
    is_quoted = told == "?" and _LAST_QUOTATION.search(pair.source_prose) is not None
    return is_quoted and _LAST_QUOTATION.search(pair.target_prose) is None


@remember
def _kinds(lang: str) -> Mapping[str, str]:
    return _KINDS | _KINDS_BY_SCRIPT.get(load(lang).script, {})


@remember
def _has_stop(lang: str) -> bool:
    return load(lang).script not in _SCRIPTS_WITHOUT_STOP


def _end_kind(text: str, lang: str) -> str:
    """Return the kind of the final mark of a text; an Armenian question has its mark inside."""
    rules, kinds = load(lang).typography, _kinds(lang)
    kind = kinds.get(find_last_mark(text), "")
    if kind == "." and ".." in text[-_TAIL:]:
        return "…"
    kind = "." if kind and kind in rules.typed_full_stop else kind
    if kind == "." and any(map(text.__contains__, rules.question_marks)):
        return "?"
    return "!" if kind == "." and any(map(text.__contains__, rules.exclamation_marks)) else kind


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
    other = next((text for text in others if not _say_the_same(comparison_key(text), pair.source_key)), None)
    if other and pair.target_key.count(" ") >= _LONG - 1:
        yield make_finding(
            "alike", "this is also the translation of “{other}”. Translate each separately.", other=other
        )


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether two sources have the same words, or one of them a few small ones more."""
    if one == other:
        return True
    shorter, longer = sorted((one.split(), other.split()), key=len)
    extra = Counter(longer) - Counter(shorter)
    is_within = not Counter(shorter) - Counter(longer)
    return is_within and sum(extra.values()) <= _MORE and not any(word.isdigit() for word in extra)


_MORE = 2
"""Number of words that one source may have more than another with the same translation."""
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
