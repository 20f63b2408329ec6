"""Armenian punctuation: the full stop ։, and the marks ՞ ՜ ՛, which stand on a vowel and not at the end."""

import re
from collections.abc import Callable, Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, Pair, find_last_mark
from pipeline.languages import load
from pipeline.model import Finding
from pipeline.patterns import lazy
from pipeline.segmentation import find_sentence_ends

_CAPITAL = "\u0531-\u0556"
_SMALL = "\u0561-\u0587"
_CLOSING = rf"[»”\"')\]*_{MASK}]*"
_COLON_END = lazy(rf":(?={_CLOSING}\s*$)")
_COLON_WITHIN = lazy(rf"(?<=[{_SMALL}»)%\d]):(?=\s+[«“\"(]?[{_CAPITAL}])")
_ENDS = frozenset(".!?…։")
_POINT_END = lazy(rf"(?<=[\w»)%՚])[.․](?={_CLOSING}\s*$)")
_POINT_WITHIN = lazy(rf"(?<=[{_SMALL}»)])[.․](?=\s+[{_CAPITAL}][{_SMALL}])")
_LAST_WORD = lazy(rf"(?P<dot>[.․]?)(?P<word>[{_CAPITAL}{_SMALL}՛]+)$")
_FOREIGN_SHORT = lazy(r"(?<!\w)[^\W\d_]{1,4}$")
"""The end of a foreign word that may be an abbreviation: Inc."""
_REACH = 24
"""Characters before a dot in which its word is looked for."""
_FOREIGN = lazy(rf"[?!](?<=[{_CAPITAL}{_SMALL}»].)")
_MISPLACED = lazy(rf"[՞՜՛](?:(?<![{_CAPITAL}{_SMALL}\d].)|(?<=[բգդզթժլխծկհձղճմյնշչպջռսվտրցփքֆ].))")


def check_typed_full_stop(pair: Pair) -> Iterator[Finding]:
    """Find a colon at the end of a sentence, typed for ։, which most keyboards lack."""
    text = pair.written
    if not pair.is_sentence:
        return
    found = list(_COLON_END.finditer(text)) if find_last_mark(pair.source_prose) in _ENDS else []
    if ":" not in pair.source_prose or pair.is_copy_edit:
        found += _COLON_WITHIN.finditer(text)
    if found:
        yield make_finding(
            "armenian-stop",
            "there is a colon instead of the Armenian full stop. Type ։ (U+0589).",
            replacement=pair.replace_matches(found, "։"),
        )


def check_foreign_full_stop(pair: Pair) -> Iterator[Finding]:
    """Find the full stop of another language at the end of a sentence."""
    text = pair.written
    if not pair.is_sentence:
        return
    found = list(_POINT_END.finditer(text)) if find_last_mark(pair.source_prose) in _ENDS else []
    found = [match for match in (*found, *_find_points_within(pair)) if not _is_abbreviated(pair, match.start())]
    if found:
        yield make_finding(
            "armenian-point",
            "“{mark}” does not end a sentence in Armenian. Type ։ (U+0589).",
            replacement=pair.replace_matches(found, "։"),
            mark=found[0][0],
        )


def _find_points_within(pair: Pair) -> list[re.Match[str]]:
    """Return the dots before capitals within a text, if they are as many as sentences that it has less than its
    source: a dot is a pause in Armenian, also before a capital.
    """
    found = [match for match in _POINT_WITHIN.finditer(pair.written) if not _is_abbreviated(pair, match.start())]
    if not found:
        return []
    told = find_sentence_ends(pair.source_prose, pair.source_lang)
    made = find_sentence_ends(pair.written, pair.lang)
    return found if len(told) == len(made) + len(found) else []


def _is_abbreviated(pair: Pair, end: int) -> bool:
    """Tell whether the word before a dot is an abbreviation: one of the pack's, or one of several parts, as մ.թ.ա."""
    word = _LAST_WORD.search(pair.written, max(0, end - _REACH), end)
    if word is None:
        return _FOREIGN_SHORT.search(pair.written, max(0, end - _REACH), end) is not None
    known = load(pair.lang).typography.abbreviations
    return bool(word["dot"]) or word["word"].replace("՛", "").lower() in known


def check_inner_marks(pair: Pair) -> Iterator[Finding]:
    """Find question and exclamation marks of other languages, and Armenian ones that are not on a vowel."""
    text = pair.written
    if foreign := _FOREIGN.search(text):
        yield make_finding(
            "armenian-marks",
            "“{mark}” is not Armenian. Put {fitting} after the stressed vowel of the word that it is about, "
            "and end the sentence with ։.",
            mark=foreign[0],
            fitting="՞" if foreign[0] == "?" else "՜",
        )
    if match := _MISPLACED.search(text):
        yield make_finding(
            "armenian-marks",
            "“{mark}” is not on a vowel (…{around}…). Put it after the stressed vowel of its word.",
            mark=match[0],
            around=text[max(0, match.start() - 12) : match.end() + 4].strip(),
        )


def make_letter_test(source_lang: str, lang: str) -> Callable[[str], bool]:  # noqa: ARG001
    """Return a test for the two letters."""
    return lambda word: "եւ" in word


def check_yev(pair: Pair) -> Iterator[Finding]:
    """Find the letter և typed as two."""
    if "եւ" in pair.written:
        yield make_finding(
            "armenian-yev",
            "“եւ” is one letter in today's spelling. Type և (U+0587).",
            replacement=pair.replace_matches(re.finditer("եւ", pair.written), "և"),
        )
