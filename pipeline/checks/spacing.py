"""Spaces, dashes and doubled marks: faults that are obvious on a page and invisible in a catalog."""

import re
from collections.abc import Callable, Iterator

from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, Pair, replace_at
from pipeline.languages import load
from pipeline.model import Finding, Message

_NBSP = "\u00a0"
_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE = re.compile(
    r"(?<=[\w»”\")\]%])[ \u00a0]+(?=[,;։՝»]|[.:!?](?![\w.…)(/-])|[)\]])|(?<=[(\[«„])[ \u00a0]+(?=[\w\"«“])"
)
_AFTER = re.compile(r"[,;։](?<=[^\W\d_].)(?=[^\W\d_])|[!?](?<=[^\W\d_].)(?=[^\W\d_a-z])")
_BEFORE_AT_ALL = re.compile(r"[,.;:!?։՝»)\]](?<=[ \u00a0].)|[(\[«„](?=[ \u00a0])")
_HYPHEN = re.compile(r"(?<=[^\W_»”\").,!?…]) -{1,2} (?=\S)|(?<=[»”\").,!?…]) -{1,2} (?=\S)")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_TWICE = re.compile(r"(?<![.!?])\.\.(?!\.)|,,+|;;+|։։+|::+|՝՝+")
_TWO = ("..", ",,", ";;", "::", "։։", "՝՝")
_WORD_TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]{2,})[ \u00a0]+\1(?![\w’'-])", re.IGNORECASE)


def check_double_spaces(pair: Pair) -> Iterator[Finding]:
    """Find several spaces between words."""
    if "  " not in pair.written and _NBSP not in pair.written:
        return
    if _DOUBLE.search(pair.written):
        yield make_finding(
            "spaces-double",
            "there are two spaces in a row. Leave one.",
            replacement=_replace_matches(_DOUBLE, pair, lambda match: _NBSP if _NBSP in match[0] else " "),
        )


def check_spaces_before(pair: Pair) -> Iterator[Finding]:
    """Find a space before punctuation, or inside brackets or quotation marks."""
    match = _BEFORE.search(pair.written) if _BEFORE_AT_ALL.search(pair.written) else None  # many times faster
    if match and not _BEFORE.search(pair.source_prose):
        shown = pair.written[max(0, match.start() - 8) : match.end() + 3].replace(MASK, "…")
        yield make_finding(
            "spaces-before",
            "there is an extra space in “{words}”. Remove it.",
            replacement=_replace_matches(_BEFORE, pair, lambda _: ""),
            words=shown.strip(),
        )


def check_spaces_after(pair: Pair) -> Iterator[Finding]:
    """Find punctuation without a space after it."""
    match = _AFTER.search(pair.written)
    if match and not _AFTER.search(pair.source_prose):
        shown = pair.written[max(0, match.start() - 8) : match.end() + 8].replace(MASK, "…")
        yield make_finding(
            "spaces-after",
            "a space is missing in “{words}”. Add it.",
            replacement=_replace_matches(_AFTER, pair, lambda found: f"{found[0]} "),
            words=shown.strip(),
        )


def check_fixed_spaces(pair: Pair) -> Iterator[Finding]:
    """Find spaces that should be no-break spaces: after № and, in Russian, before a dash."""
    wanted = load(pair.lang).typography
    signs = [sign for sign in wanted.fixed_after if f"{sign} " in pair.written]
    signs += [sign for sign in wanted.fixed_before if f" {sign}" in pair.written]
    if not signs:
        return
    text = pair.written
    spots = {match.start() for sign in wanted.fixed_before for match in re.finditer(rf"(?<=\S) (?={sign})", text)}
    spots |= {match.start() for sign in wanted.fixed_after for match in re.finditer(rf"(?<={sign}) (?=\S)", text)}
    if spots:
        yield make_finding(
            "spaces-fixed",
            "a line should not break between {sign} and the word beside it. Put a no-break space (U+00A0) there.",
            replacement=replace_at(pair.entry.target, spots, _NBSP),
            sign=signs[0],
        )


def check_dashes(pair: Pair) -> Iterator[Finding]:
    """Find a hyphen between words instead of a dash."""
    if " -" not in pair.written or not _HYPHEN.search(pair.written):
        return
    dash = load(pair.lang).typography.dash
    yield make_finding(
        "dashes",
        "there is a hyphen between words. Type a dash ({dash}).",
        replacement=_replace_matches(_HYPHEN, pair, lambda _: f" {dash} ") if dash else None,
        dash=dash or Message.create("– or —"),
    )


def check_ellipsis(pair: Pair) -> Iterator[Finding]:
    """Find three full stops for an ellipsis."""
    if "..." in pair.written and _DOTS.search(pair.written):
        yield make_finding(
            "ellipsis",
            "there are three full stops instead of an ellipsis. Type … (U+2026).",
            replacement=_replace_matches(_DOTS, pair, lambda _: "…"),
        )


def check_doubled_marks(pair: Pair) -> Iterator[Finding]:
    """Find the same mark twice, as edits leave it."""
    match = _TWICE.search(pair.written) if any(mark in pair.written for mark in _TWO) else None
    if match and match[0] not in pair.source_prose:
        yield make_finding(
            "doubled-mark",
            "a mark is repeated: “{marks}”. Leave one.",
            replacement=_replace_matches(_TWICE, pair, lambda found: found[0][0]),
            marks=match[0],
        )


def check_doubled_words(pair: Pair) -> Iterator[Finding]:
    """Find a word twice in a row."""
    for match in _WORD_TWICE.finditer(pair.target_prose):
        word = match[1].lower()
        if (
            word in load(pair.lang).typography.repeated
            or _WORD_TWICE.search(pair.source_prose)
            or match[0].split()[-1][0].isupper()
        ):
            continue
        yield make_finding(
            "doubled-word",
            "“{words}”: the same word twice in a row. Remove one, unless both are meant.",
            words=match[0],
        )


def _replace_matches(pattern: re.Pattern[str], pair: Pair, make: Callable[[re.Match[str]], str]) -> str:
    """Return the translator's text with every match of the pattern outside masked text replaced."""
    text = pair.entry.target
    for match in reversed(list(pattern.finditer(pair.written))):
        text = text[: match.start()] + make(match) + text[match.end() :]
    return text
