"""Offer a translation from the memory: fuzzy, for a person to confirm, with a comment that names its origin.

It gets the placeholders and numbers of the new text; a difference is replaced only if there is one way to do it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import find_names
from pipeline.catalog.origin import MEMORY_ORIGIN
from pipeline.catalog.update.placeholders import rename_placeholders
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.memory import MemoryMatch
from pipeline.memory.similarity import plain_text
from pipeline.model import Entry
from pipeline.patterns import lazy

_TRAILING = lazy(r"(?:\{fn\d+\})+$")
_TOKEN = lazy(r"\{[a-z]+\d+\}")
_NUMBER = lazy(r"(?<![\d{])(?<!\d[.,])\d+(?:[.,\u00a0\u202f\u2009 ]\d{3}(?!\d))*(?:[.,]\d+)?")
_PIECE = lazy(r"\d+(?:[.,\u00a0\u202f\u2009 ]\d{3}(?!\d))*(?:[.,]\d+)?|[^\W\d_]+|[^\s\d]")
_GROUPED = lazy(r"(?P<first>\d{1,3})(?P<rest>(?:(?P<gap>[.,\u00a0\u202f\u2009 ])\d{3})(?:(?P=gap)\d{3})*)")
_MIN_GROUPED_DIGITS = 4


def suggest_translation(
    entry: Entry, unit: TextUnit, matches: Sequence[MemoryMatch], source_lang: str, lang: str, *, final: bool
) -> Entry:
    """Fill the untranslated entry of `unit` with the best match; return it unchanged if there is none.

    With `final`, the translation of exactly the same text in the same direction is final rather than fuzzy, if it is
    the only one and has all placeholders, and the unit has no context: the memory knows texts without their meanings.
    """
    if not matches:
        return entry
    found = matches[0]
    fitting = adapt(found.source, found.target, unit, source_lang, lang)
    if not fitting.target:
        return entry
    exact = [match for match in matches if match.score == 100]  # noqa: PLR2004  the same text
    is_certain = bool(exact) and exact[0].same_direction and len({match.target for match in exact}) == 1
    if final and unit.entry.context is None and fitting.is_complete and is_certain:
        return replace(entry, target=fitting.target)
    return replace(
        entry,
        target=fitting.target,
        fuzzy=True,
        previous=None if found.source == unit.text else found.source,
        comments=(*entry.comments, f"{MEMORY_ORIGIN}{found.score}% {found.origin}"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptedTranslation:
    """An adapted translation; `is_complete` if it has exactly the placeholders of the new text."""

    target: str
    is_complete: bool


class _Number(NamedTuple):
    """A number, independent of its notation."""

    digits: str
    fraction: str = ""


def adapt(source: str, target: str, unit: TextUnit, source_lang: str, lang: str) -> AdaptedTranslation:
    """Adapt `target`, which translates `source`, to the text of `unit`."""
    fitting = _replace_numbers(source, target, unit.text, source_lang, lang)
    fitting = rename_placeholders([Entry(source=source, target=fitting)], unit)
    trailing = _TRAILING.search(unit.text)
    if trailing and not any(name.startswith("fn") for name in find_names(source + fitting)):
        only = [name for name in find_names(unit.text) if name.startswith("fn")] == list(find_names(trailing[0]))
        fitting += trailing[0] if only else ""
    return AdaptedTranslation(target=fitting, is_complete=sorted(find_names(fitting)) == sorted(find_names(unit.text)))


def _replace_numbers(source: str, target: str, text: str, source_lang: str, lang: str) -> str:
    """Replace the numbers of `source` in the target by those of `text`, if each has exactly one place."""
    pairs = _pair_numbers(_PIECE.findall(plain_text(source)), _PIECE.findall(plain_text(text)))
    if not pairs:
        return target
    table: dict[_Number, _Number] = {}
    for before, after in pairs:
        old, new = _parse_number(before, source_lang), _parse_number(after, source_lang)
        if old is None or new is None or table.get(old, new) != new:
            return target
        table[old] = new
    wanted = [old for old, new in table.items() if old != new]
    tokens = [match.span() for match in _TOKEN.finditer(target)]
    spans = [
        (match, _parse_number(match[0], lang))
        for match in _NUMBER.finditer(target)
        if not any(start <= match.start() < end for start, end in tokens)
    ]
    told = [_parse_number(before, source_lang) for before, _ in pairs]
    if any(sum(value == old for _, value in spans) != told.count(old) for old in wanted):
        return target
    for match, value in reversed(spans):
        new = table.get(value) if value else None
        if new is not None and new != value:
            target = target[: match.start()] + _format_number(new, match[0], lang) + target[match.end() :]
    return target


def _pair_numbers(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Pair the numbers of both texts that stand between the same words; return no pair if one is left over."""
    masked = [["0" if piece[0].isdigit() else piece for piece in pieces] for pieces in (before, after)]
    pairs = [
        (before[block.a + step], after[block.b + step])
        for block in SequenceMatcher(a=masked[0], b=masked[1], autojunk=False).get_matching_blocks()
        for step in range(block.size)
        if before[block.a + step][0].isdigit()
    ]
    counts = [sum(piece[0].isdigit() for piece in pieces) for pieces in (before, after)]
    return pairs if counts == [len(pairs)] * 2 else []


def _parse_number(written: str, lang: str) -> _Number | None:
    """Read a number in the notation of a language; None where that is ambiguous."""
    written = "".join(str(unicodedata.decimal(sign, sign)) for sign in written)
    if written.isdigit():
        return _Number(written)
    decimal = load(lang).numbers.decimal
    whole, _, fraction = written.rpartition(decimal)
    if not whole:
        whole, fraction = written, ""
    elif len(fraction) == _MIN_GROUPED_DIGITS - 1 and whole.isdigit() and decimal != ".":
        return None  # 1,234 in a Russian text may be 1234 or 1.234
    is_clear = whole.isdigit() or _GROUPED.fullmatch(whole)
    return _Number(re.sub(r"\D", "", whole), fraction) if is_clear else None


def _format_number(value: _Number, like: str, lang: str) -> str:
    """Write a number in the notation of a language, grouped like the number `like` that it replaces."""
    decimal = load(lang).numbers.decimal
    whole = like.partition(decimal)[0] if value.fraction or decimal in like else like
    grouped = _GROUPED.fullmatch(whole)
    digits = value.digits
    if grouped and len(digits) >= _MIN_GROUPED_DIGITS:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", grouped["gap"], digits)
    written = f"{digits}{decimal}{value.fraction}" if value.fraction else digits
    return written.translate(_digits_like(like))


def _digits_like(number: str) -> dict[int, int]:
    """Return a table for `str.translate` from European digits to those of a number, such as Persian ones."""
    zero = ord(number[0]) - unicodedata.decimal(number[0])
    return {ord("0") + digit: zero + digit for digit in range(10)}
