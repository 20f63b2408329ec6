"""Numbers written in digits: groups, fractions, dates, times, ranges, and the words that multiply them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from pipeline.numerals.data import language

SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
"""One kind of space for all that may stand within a number. Offsets stay what they are."""

_WRITTEN = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+(?![.,]?\d))?|\d+(?:[.,:․/]\d+)*")
_DATE = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([.-])\d{1,2}\2\d{1,2}")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[,.․ ]\d{3})+")
_AFTER = re.compile(r"[ -]?([^\W\d_]+)")
_HALVES = re.compile(r" ?([ap])\.?\s?m\b", re.IGNORECASE)
_PERCENT = re.compile(r"[ \u00a0\u202f]?%")
_DECADE = re.compile(r"[’']?s\b|[-‑]?(?:[еx]|х|ые|ых|ым|ами|ական\w*)\b", re.IGNORECASE)
_RANGE = re.compile(r" ?(?:[-‑–—―/]|to|до|и|and|или|or|և|մինչև) ?$")
_NOON = 12
_HOURS = 24
_MINUTES = 60
_CENTURY = 100
_YEARS = range(1000, 2100)
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in digits: how it is written, what that is without the word that multiplies it (`scale`), and what all
    of it may mean, the most probable first.

    `parts` are the numbers that it is when it is not one but several, as a time with a full stop is.
    """

    written: str
    start: int
    end: int
    bare: float
    values: tuple[float, ...]
    parts: tuple[int, ...] = ()
    scale: str = ""

    def __str__(self) -> str:
        return f"{self.written} {self.scale}" if self.scale else self.written

    @property
    def value(self) -> float:
        return self.values[0]


def digits(text: str, lang: str) -> list[Number]:
    """The numbers that a text writes in digits, in order. Offsets are those of the text."""
    text = text.translate(SPACES)
    found: list[Number] = []
    for match in _WRITTEN.finditer(text):
        found += _read(match, text, lang)
    return _ranges(found, text) if len(found) > 1 else found


def formatted(number: Number, text: str, lang: str) -> str:
    """A number of `text` as a language writes it after the Unicode CLDR: in groups if it stands so in the text, with
    its percent sign. Times stay as they are.
    """
    from babel import Locale  # noqa: PLC0415  heavy
    from babel.numbers import format_decimal, format_percent  # noqa: PLC0415  heavy

    if _HALVES.match(text, number.end) and number.parts:
        return number.written
    value = Decimal(str(number.bare))
    if _PERCENT.match(text, number.end):
        pattern = Locale.parse(lang).percent_formats[None].pattern
        return format_percent(value / 100, pattern, lang, decimal_quantization=False)
    is_grouped = not number.written.isdigit()
    return format_decimal(value, locale=lang, decimal_quantization=False, group_separator=is_grouped)


@cache
def separators(lang: str) -> tuple[str, str]:
    """What stands before a fraction and between groups of digits, after the Unicode CLDR."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415  heavy

    return get_decimal_symbol(lang), get_group_symbol(lang).translate(SPACES)


def _read(match: re.Match[str], text: str, lang: str) -> Iterator[Number]:
    written, start, end = match[0], match.start(), match.end()
    values: tuple[float, ...]
    parts: tuple[int, ...] = ()
    if written.isdigit():
        values = (int(written),)
        if len(written) == 2 and _DECADE.match(text, end):  # noqa: PLR2004
            values += (int(written) + 1900,)
        elif end < len(text) and text[end] in _VULGAR:
            values = (int(written) + _VULGAR[text[end]], int(written))
    elif ":" in written or "/" in written or _DATE.fullmatch(written) or _VERSION.fullmatch(written):
        if not _GROUPS.fullmatch(written):
            yield from _several(match, text)
            return
        values, parts = _fraction(written, lang)
    else:
        values, parts = _fraction(written, lang)
    yield _scaled(Number(written=written, start=start, end=end, bare=values[0], values=values, parts=parts), text, lang)


def _fraction(written: str, lang: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """What digits with separators mean, and the numbers that they are if they are several."""
    decimal, _ = separators(lang)
    plain = written.replace(" ", "").replace("․", ".")
    pieces = re.split(r"[.,]", plain)
    parts = tuple(int(piece) for piece in pieces) if " " not in written else ()
    joined = int("".join(pieces))
    if len(pieces) == 1:
        return (joined,), ()
    last = max(plain.rfind("."), plain.rfind(","))
    divided = float(f"{re.sub('[.,]', '', plain[:last])}.{plain[last + 1 :]}")
    if not _GROUPS.fullmatch(plain):
        return (divided,), parts
    if len(pieces) > 2 and len(set(re.findall(r"[.,]", plain))) == 1:  # noqa: PLR2004
        return (joined,), parts
    return ((divided, joined) if plain[last] == decimal else (joined, divided)), parts


def _several(match: re.Match[str], text: str) -> Iterator[Number]:
    """Dates, times and scores: each number for itself. Noughts after an hour are not counted, and hours may be
    counted to twelve.
    """
    pieces = list(re.finditer(r"\d+", match[0]))
    is_time = ":" in match[0]
    for index, piece in enumerate(pieces):
        value = int(piece[0])
        if index and piece[0] == "00":
            continue
        values: tuple[float, ...] = (value,)
        if is_time and not index:
            values = _hours(value, text, match.end())
        yield Number(
            written=piece[0],
            start=match.start() + piece.start(),
            end=match.start() + piece.end(),
            bare=value,
            values=values,
        )


def _hours(value: int, text: str, end: int) -> tuple[float, ...]:
    half = _HALVES.match(text, end)
    if half and value <= _NOON:
        late = value % _NOON + (_NOON if half[1] in "pP" else 0)
        return (late, value) if late != value else (value,)
    return (value, value - _NOON) if _NOON < value <= _HOURS else (value,)


def _scaled(number: Number, text: str, lang: str) -> Number:
    """The number as the word after it multiplies it, or as a time of the day."""
    if text[number.end : number.end + 3].strip(" ap").lower() in {"", "m", ".m"} and _HALVES.match(text, number.end):
        hour, *rest = number.parts or (int(number.value),)
        hours = _hours(int(hour), text, number.end)
        if rest and rest[0] < _MINUTES:
            return replace(
                number, values=(hours[0] + rest[0] / _CENTURY, hour + rest[0] / _CENTURY), parts=(int(hours[0]), *rest)
            )
        return replace(number, values=hours)
    following = _AFTER.match(text, number.end)
    if following is None:
        return number
    known, word = language(lang), following[1].lower()
    meaning = known.scales.meaning(word)
    if not meaning:
        return number
    scale = int(meaning[0])
    scaled = tuple(_whole(value * scale) for value in number.values)
    if word in known.doubtful:
        return replace(number, values=(*scaled, *number.values), parts=())
    return replace(
        number, values=(*scaled, *number.values) if word in known.doubtful else scaled, parts=(), scale=following[1]
    )


def _whole(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _ranges(found: list[Number], text: str) -> list[Number]:
    """The same with what a range leaves out: 2–3 million, 1998–99, 5-6pm."""
    made = list(found)
    for index, (first, second) in enumerate(pairwise(found)):
        between = text[first.end : second.start]
        if len(between) > 9 or not _RANGE.fullmatch(between):  # noqa: PLR2004
            continue
        factor = second.value / second.bare if second.bare else 1
        if factor >= 1000 and first.value < 1000:  # noqa: PLR2004
            made[index] = replace(first, values=(*first.values, *(_whole(value * factor) for value in first.values)))
        elif first.value in _YEARS and second.written.isdigit() and len(second.written) <= 2:  # noqa: PLR2004
            century = int(first.value) // _CENTURY * _CENTURY
            made[index + 1] = replace(second, values=(*second.values, century + second.value))
    return made
