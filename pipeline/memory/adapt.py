"""A translation of a text that is nearly the same, made to fit: its placeholders and its numbers.

What differs is replaced only where there is one way to do it; the rest stays for the person who confirms it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import find_names
from pipeline.catalog.update.placeholders import rename_placeholders
from pipeline.languages import load
from pipeline.memory.similarity import plain_text
from pipeline.model import Entry

_TRAILING = re.compile(r"(?:\{fn\d+\})+$")
_TOKEN = re.compile(r"\{[a-z]+\d+\}")
_NUMBER = re.compile(r"(?<![\d{])(?<!\d[.,])\d+(?:[.,\u00a0\u202f\u2009 ]\d{3}(?!\d))*(?:[.,]\d+)?")
_PIECE = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ]\d{3}(?!\d))*(?:[.,]\d+)?|[^\W\d_]+|[^\s\d]")
_GROUPED = re.compile(r"(?P<first>\d{1,3})(?P<rest>(?:(?P<gap>[.,\u00a0\u202f\u2009 ])\d{3})(?:(?P=gap)\d{3})*)")
_MIN_GROUPED_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptedTranslation:
    """A translation that was made to fit. `whole`: it has the placeholders of the new text, no more and no less."""

    target: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """A number apart from how it is written."""

    digits: str
    fraction: str = ""


def adapt(source: str, target: str, unit: TextUnit, source_lang: str, lang: str) -> AdaptedTranslation:
    """`target`, which translates `source`, for the text of `unit`."""
    fitting = _replace_numbers(source, target, unit.text, source_lang, lang)
    fitting = rename_placeholders([Entry(source=source, target=fitting)], unit)
    trailing = _TRAILING.search(unit.text)
    if trailing and not any(name.startswith("fn") for name in find_names(source + fitting)):
        only = [name for name in find_names(unit.text) if name.startswith("fn")] == list(find_names(trailing[0]))
        fitting += trailing[0] if only else ""
    return AdaptedTranslation(target=fitting, is_complete=sorted(find_names(fitting)) == sorted(find_names(unit.text)))


def _replace_numbers(source: str, target: str, text: str, source_lang: str, lang: str) -> str:
    """The target with the numbers of `text` instead of those of `source`, if each has one place where it belongs."""
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
    if not wanted:
        return target
    spans = [(match, _parse_number(match[0], lang)) for match in _find_numbers(target)]
    told = [_parse_number(before, source_lang) for before, _ in pairs]
    if any(sum(value == old for _, value in spans) != told.count(old) for old in wanted):
        return target
    for match, value in reversed(spans):
        new = table.get(value) if value else None
        if new is not None and new != value:
            target = target[: match.start()] + _format_number(new, match[0], lang) + target[match.end() :]
    return target


def _pair_numbers(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """The numbers of both texts that stand between the same words; none at all where one is left over."""
    masked = [["0" if piece[0].isdigit() else piece for piece in pieces] for pieces in (before, after)]
    pairs = [
        (before[block.a + step], after[block.b + step])
        for block in SequenceMatcher(a=masked[0], b=masked[1], autojunk=False).get_matching_blocks()
        for step in range(block.size)
        if before[block.a + step][0].isdigit()
    ]
    counts = [sum(piece[0].isdigit() for piece in pieces) for pieces in (before, after)]
    return pairs if counts == [len(pairs)] * 2 else []


def _find_numbers(target: str) -> Iterator[re.Match[str]]:
    """The numbers of a target, those in the names of placeholders left out."""
    tokens = [match.span() for match in _TOKEN.finditer(target)]
    for match in _NUMBER.finditer(target):
        if not any(start <= match.start() < end for start, end in tokens):
            yield match


def _parse_number(written: str, lang: str) -> _Number | None:
    """What a number is, as this language writes it; None where that has two readings."""
    if written.isdigit():
        return _Number(written)
    decimal = load(lang).numbers.decimal
    whole, _, fraction = written.rpartition(decimal)
    if not whole:
        whole, fraction = written, ""
    elif len(fraction) == _MIN_GROUPED_DIGITS - 1 and whole.isdigit() and decimal != ".":
        return None  # 1,234 in a Russian text may be either
    digits = _GROUPED.fullmatch(whole)
    if not whole.isdigit() and digits is None:
        return None
    return _Number(re.sub(r"\D", "", whole), fraction)


def _format_number(value: _Number, like: str, lang: str) -> str:
    """A number as it is written in this language, in groups as the one is that it replaces, or long enough for them."""
    decimal = load(lang).numbers.decimal
    whole = like.partition(decimal)[0] if value.fraction or decimal in like else like
    grouped = _GROUPED.fullmatch(whole)
    digits = value.digits
    if grouped and len(digits) >= _MIN_GROUPED_DIGITS:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", grouped["gap"], digits)
    return f"{digits}{decimal}{value.fraction}" if value.fraction else digits
