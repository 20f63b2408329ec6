"""Spaces, dashes and doubled marks: faults that are obvious on a page and invisible in a catalog.

Where the pack of a language does not name the words that may stand twice, no word is told.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from operator import eq

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, Pair
from pipeline.languages import load, remember
from pipeline.model import Finding, Message
from pipeline.patterns import lazy

_NBSP = "\u00a0"
_DOUBLE = lazy(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_AFTER = lazy(r"(?!(?<=[A-Z]);[A-Z])[,;։](?<=[^\W\d_].)(?=[^\W\d_])|[!?](?<=[^\W\d_].)(?=[^\W\d_a-z])")
_HYPHEN = lazy(r"(?<=[^\W_»”\").,!?…]) [-֊]{1,2} (?=\S)|(?<=[»”\").,!?…]) [-֊]{1,2} (?=\S)")
_DOTS = lazy(r"(?<!\.)\.\.\.(?!\.)")
_TWICE = lazy(r"(?<![.!?])\.\.(?!\.)|,,+|;;+|։։+|::+|՝՝+")
_ALMOST_TWICE = lazy(
    r"\b([^\W\d_]{3,99})[^\W\d_]{0,2}(?:\s{1,2}|[-–])\1[^\W\d_]{0,3}\b|\b([^\W\d_]{2})[\s-]\2\b", re.IGNORECASE
)
"""The same word twice in a source, with another ending perhaps: a name, or meant so."""
_WORD_TWICE = lazy(
    r"(?<![\w’'-])([^\W\d_]{2,}+)[ \u00a0]++\1(?![\w’'-])"
    r"|(?<![\w’'-])((?-i:[^\W\d_a-zа-яёєіїґա-և])\w++(?:[ \u00a0]\w++){1,3})[ \u00a0]++\2(?![\w’'-])",
    re.IGNORECASE,
)
"""A word twice in a row, or several that begin with a name."""
_LONGEST_NAME = 4
"""Number of words in the longest name that is found twice in a row."""
_DIVIDED = lazy(r"(?<![\w’'-])([^\W\d_]{2,})[-‐֊\u00ad¬][ \u00a0]+([^\W\d_]{2,})")
_DIVIDING = lazy(r"[-‐֊\u00ad¬][ \u00a0]")


def check_double_spaces(pair: Pair) -> Iterator[Finding]:
    """Find several spaces between words."""
    if found := list(_DOUBLE.finditer(pair.written)):
        replacement = pair.replace_matches(found, lambda match: _NBSP if _NBSP in match[0] else " ")
        yield make_finding("spaces-double", "there are two spaces in a row. Leave one.", replacement=replacement)


def check_spaces_before(pair: Pair) -> Iterator[Finding]:
    """Find a space before punctuation, or inside brackets or quotation marks."""
    wrong = _space_before(pair.lang)
    match = wrong.search(pair.written)
    if match and not _space_before(pair.source_lang).search(pair.source_prose):
        shown = pair.written[max(0, match.start() - 8) : match.end() + 3].replace(MASK, "…")
        yield make_finding(
            "spaces-before",
            "there is an extra space in “{words}”. Remove it.",
            replacement=pair.replace_matches(wrong.finditer(pair.written), ""),
            words=shown.strip(),
        )


@remember
def _space_before(lang: str) -> re.Pattern[str]:
    """Return a pattern for an extra space: not beside the signs that have one in the language, nor beside angled marks
    where these may open a quotation or close it.
    """
    rules = load(lang).typography
    before, at_end, after = (
        "".join(sign for sign in signs if sign not in kept and (rules.has_angled_quotes or sign not in "«»"))
        for signs, kept in (
            (",;։՝»،؛؟", rules.spaced_before),
            (".:!?", rules.spaced_before),
            ("(\\[«„", rules.spaced_after),
        )
    )
    return re.compile(
        rf"(?<=[\w»”\")\]%])[ \u00a0]+(?=[{before}]|[{at_end}](?![\w.…)(/-])|[)\]])"
        rf"|(?<=[{after}])[ \u00a0]+(?=[\w\"«“])"
    )


def check_spaces_after(pair: Pair) -> Iterator[Finding]:
    """Find punctuation without a space after it."""
    if (match := _AFTER.search(pair.written)) and not _AFTER.search(pair.source_prose):
        shown = pair.written[max(0, match.start() - 8) : match.end() + 8].replace(MASK, "…")
        yield make_finding(
            "spaces-after",
            "a space is missing in “{words}”. Add it.",
            replacement=pair.replace_matches(_AFTER.finditer(pair.written), lambda found: f"{found[0]} "),
            words=shown.strip(),
        )


def check_fixed_spaces(pair: Pair) -> Iterator[Finding]:
    """Find spaces that should be no-break spaces: after № and, in Russian, before a dash; those missing in French."""
    if found := list(_unfixed_space(pair.lang).finditer(pair.written)):
        signs, first = _fixed_signs(pair.lang), found[0]
        around = pair.written[first.end() : first.end() + 1] + pair.written[max(0, first.start() - 1) : first.start()]
        yield make_finding(
            "spaces-fixed",
            "a line should not break between {sign} and the word beside it. Put a no-break space (U+00A0) there.",
            replacement=pair.replace_matches(found, _NBSP),
            sign=next((sign for sign in around if signs.match(sign)), around[:1]),
        )


def make_sign_test(source_lang: str, lang: str) -> Callable[[str], object]:  # noqa: ARG001
    """Return a test for spaces at which a line would break, and for missing ones."""
    unfixed = _unfixed_space(lang)
    return lambda text: unfixed.search(f"x{text}x")


@remember
def _fixed_signs(lang: str) -> re.Pattern[str]:
    """Return a pattern for the signs at which a line does not break."""
    rules = load(lang).typography
    signs = rules.fixed_after + rules.fixed_before + rules.spaced_after + rules.spaced_before
    return re.compile(f"[{re.escape(signs)}]" if signs else "(?!)")


@remember
def _unfixed_space(lang: str) -> re.Pattern[str]:
    """Return a pattern for the spaces at which a line would break beside a sign, and for the places of missing ones."""
    rules = load(lang).typography
    before, after = map(re.escape, (rules.fixed_before + rules.spaced_before, rules.fixed_after + rules.spaced_after))
    patterns = [rf"(?<=\S) (?=[{before}])"] if before else []
    patterns += [rf"(?<=[{after}]) (?=\S)"] if after else []
    if rules.spaced_before:
        signs = re.escape(rules.spaced_before)
        patterns.append(rf"(?<=[^\W_])(?=[{signs}](?![\w/]))|(?<=[»”.…)%€$!?])(?=[{signs}](?![\w/]))(?<![!?](?=[!?]))")
    if rules.spaced_after:
        patterns.append(rf"(?<=[{re.escape(rules.spaced_after)}])(?=\w)")
    return re.compile("|".join(patterns) or "(?!)")


def check_dashes(pair: Pair) -> Iterator[Finding]:
    """Find a hyphen between words instead of a dash."""
    if not _HYPHEN.search(pair.written):
        return
    dash = load(pair.lang).typography.dash
    yield make_finding(
        "dashes",
        "there is a hyphen between words. Type a dash ({dash}).",
        replacement=pair.replace_matches(_HYPHEN.finditer(pair.written), f" {dash} ") if dash else None,
        dash=dash or Message.create("– or —"),
    )


def check_ellipsis(pair: Pair) -> Iterator[Finding]:
    """Find three full stops for an ellipsis."""
    if found := list(_DOTS.finditer(pair.written)):
        yield make_finding(
            "ellipsis",
            "there are three full stops instead of an ellipsis. Type … (U+2026).",
            replacement=pair.replace_matches(found, "…"),
        )


def check_doubled_marks(pair: Pair) -> Iterator[Finding]:
    """Find the same mark twice, as edits leave it."""
    match = _TWICE.search(pair.written)
    if match and match[0] not in pair.source_prose:
        yield make_finding(
            "doubled-mark",
            "a mark is repeated: “{marks}”. Leave one.",
            replacement=pair.replace_matches(_TWICE.finditer(pair.written), lambda found: found[0][0]),
            marks=match[0],
        )


def check_doubled_words(pair: Pair) -> Iterator[Finding]:
    """Find a word twice in a row."""
    words = pair.target_key.split(" ")
    if len(set(words)) == len(words) or not _repeats_words(words):
        return  # many times faster
    for match in _WORD_TWICE.finditer(pair.target_prose):
        repeated = load(pair.lang).typography.repeated
        may_repeat = (match[1] or "").lower() in repeated
        is_meant = any(pattern.search(pair.source_prose) for pattern in (_WORD_TWICE, _ALMOST_TWICE))
        if repeated and not may_repeat and not is_meant:
            yield make_finding(
                "doubled-word",
                "“{words}”: the same word twice in a row. Remove one, unless both are meant.",
                words=match[0],
            )


def _repeats_words(words: list[str]) -> bool:
    """Tell whether a word stands twice in a row, or several that may be a name."""
    if any(map(eq, words, words[1:])):
        return True
    if len(set(pairwise(words))) == len(words) - 1:
        return False  # as in nearly all texts
    return any(b"\1" * number in bytes(map(eq, words, words[number:])) for number in range(2, _LONGEST_NAME + 1))


def check_divided_words(pair: Pair) -> Iterator[Finding]:
    """Find a word that was divided at the end of a line, as copying from a page leaves it."""
    if word := find_divided_word(pair.written, pair.lang):
        yield make_finding(
            "hyphenated",
            "there is a space after the hyphen in “{word}”. Write it as one word, or type a dash if one is meant.",
            word=word,
        )


def find_divided_word(text: str, lang: str) -> str:
    """Return a word that a hyphen and a space divide, or an empty text. The second part of a word may be left out
    before some words: short- and long-term.
    """
    if _DIVIDING.search(text) is None or not (kept := load(lang).typography.after_hyphen):
        return ""
    found = (match for match in _DIVIDED.finditer(text) if not match[2][0].isupper())
    return next((match[0] for match in found if match[2].lower() not in kept), "")
