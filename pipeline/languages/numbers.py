"""Read the numbers that a text writes in digits, with the words that multiply them, and the units that it names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.folders import forget_with_packs
from pipeline.languages.parts import Values
from pipeline.patterns import lazy

_SIGNS = str.maketrans({**dict.fromkeys("\u00a0\u2007\u2009\u202f", " "), "٫": ".", "٬": ","})
"""One kind of space for all that may stand within a number, and Latin marks for Arabic ones. Offsets stay the same."""
_OTHER_SIGN = lazy(f"[{''.join(map(chr, _SIGNS))}]")
_THOUSANDS_COMMA = lazy(r"(?<=\d)،(?=\d{3}(?!\d))")
"""The Arabic comma where the thousands mark ٬ should stand, as people type it: ۲۶،۷۵۰. A list has a space after it."""
_DIGIT = lazy(r"\d")
_OTHER_DIGIT = lazy(r"[^\D0-9]")
_PHONE = (
    r"(?<![\w.,])(?:\+ ?\d{1,3}[ ‑-]?(?:\(\d{1,5}\)|\d{1,5})(?:[ ‑-]?\d{2,4}){2,4}"
    r"|(?:\(0\d{1,4}\) ?|8 ?\(\d{3,4}\) ?|0\d{2}[ ‑-])\d{2,3}(?:[ ‑-]?\d{2,4}){1,3}"
    r"|\d{2,3}[-‑]\d{2}[-‑]\d{2})(?![\w‑-])"
)
"""A telephone number: with the code of a country, with a zero or an 8 before the code of a place, or of six or seven
digits in groups with hyphens.
"""
_COUNTRY = lazy(r"\+ ?(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")
"""The code of a country, of one to three digits (ITU-T E.164)."""
_WRITTEN = lazy(
    rf"(?=[\d+(])(?:(?P<phone>{_PHONE})"
    r"|(?<!\b[^\W\d_])(?<![^\W\d_][-‑])\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+(?![.,]?\d))?|\d+(?:[.,:․/⁄]\d+)*)"
)
_SHARE = lazy(r"([1-9])[/⁄]([2-9]|10)")
_AS_WRITTEN = lazy(f"{_SHARE.pattern}|{_PHONE}")
_DATE = lazy(r"\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([.-])\d{1,2}\2\d{1,2}")
_VERSION = lazy(r"\d+(?:\.\d+){2,}")
_GROUPS = lazy(r"[1-9]\d{0,2}(?:[,.․ ]\d{3})+")
_AFTER = lazy(r"[ -]?([^\W\d_]+)")
_HALVES = lazy(r" ?([ap])\.?\s?m\b", re.IGNORECASE)
_PERCENT = lazy(r"[ \u00a0\u202f]?[%٪]")
_NOON, _HOURS, _MINUTES, _CENTURY = 12, 24, 60, 100
_YEARS = range(1000, 2100)
_LONGEST_WORD = 20
"""Characters that are looked at before a number."""
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in digits, `written` as in the text; `bare` is its value without the word that multiplies it (`scale`).

    `values` are all that it may mean, the most probable first. `parts` are the numbers that it consists of, if it may
    be several, like a time with a full stop.
    """

    written: str
    start: int
    end: int
    bare: float
    values: tuple[float, ...]
    parts: tuple[int, ...] = ()
    scale: str = ""
    is_written_out: bool = False

    def __str__(self) -> str:
        return f"{self.written} {self.scale}" if self.scale else self.written

    @property
    def value(self) -> float:
        """The most probable value."""
        return self.values[0]


def read_numbers(text: str, lang: str) -> list[Number]:
    """Return the numbers that a text writes in the digits of any script, in order. Offsets are those of the text."""
    if _DIGIT.search(text) is None:
        return []
    plain = text.translate(_SIGNS) if _OTHER_SIGN.search(text) else text
    has_comma = "،" in plain and _THOUSANDS_COMMA.search(plain) is not None
    if has_comma:
        plain = _THOUSANDS_COMMA.sub(",", plain)
    has_other_digits = not text.isascii() and _OTHER_DIGIT.search(plain) is not None
    if has_other_digits:
        plain = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), plain)
    found = [number for match in _WRITTEN.finditer(plain) for number in _read_match(match, plain, lang)]
    if len(found) > 1:
        found = complete_ranges(_join_scales(found, plain), plain, lang)
    if has_other_digits or has_comma:
        return [replace(number, written=text[number.start : number.end]) for number in found]
    return found


def format_number(number: Number, text: str, lang: str) -> str:
    """Return a number of `text` as a language writes it, by the Unicode CLDR: in groups if it has some in the text, and
    with its percent sign. Times, fractions and telephone numbers are returned as they are.
    """
    from babel import Locale  # noqa: PLC0415  heavy
    from babel.numbers import format_decimal, format_percent  # noqa: PLC0415  heavy

    if (_HALVES.match(text, number.end) and number.parts) or _AS_WRITTEN.fullmatch(number.written):
        return number.written
    value, locale = Decimal(str(number.bare)), load(lang).locale
    if _PERCENT.match(text, number.end):
        pattern = Locale.parse(locale).percent_formats[None].pattern
        return format_percent(value / 100, pattern, locale, decimal_quantization=False)
    is_grouped = not number.written.isdigit()
    return format_decimal(value, locale=locale, decimal_quantization=False, group_separator=is_grouped)


def _read_match(match: re.Match[str], text: str, lang: str) -> Iterator[Number]:
    """Yield the numbers that stand in one place: several in a date or a time, none in the zeros after an hour."""
    written = match[0]
    if match["phone"] and not written.isdigit():
        yield _number(match, _read_phone(written))
    elif written.isdigit():
        if values := _read_digits(match, text, lang):
            yield _scale(_number(match, values), text, lang)
    elif decimal := _read_decimal(written, lang):
        yield _scale(_number(match, *decimal), text, lang)
    elif _is_several(written):
        yield from _split_match(match, text)
    else:
        yield _scale(_number(match, *_read_fraction(written, lang)), text, lang)


def _number(match: re.Match[str], values: tuple[float, ...], parts: tuple[int, ...] = ()) -> Number:
    return Number(written=match[0], start=match.start(), end=match.end(), bare=values[0], values=values, parts=parts)


def _read_digits(match: re.Match[str], text: str, lang: str) -> tuple[float, ...]:
    """Return what digits without a sign among them may be, by what stands around them; nothing for the zeros after an
    hour, as in 18 h 00.
    """
    written, start, end = match[0], match.start(), match.end()
    hours = load(lang).numbers.hours
    value = int(written)
    if len(written) in {2, 4} and _is_decade(text, start, end, lang):
        return (value, value + 1900) if len(written) == 2 else (value, *_short_decade(value))  # noqa: PLR2004
    if written == "00" and _ends_with(text[:start], hours):
        return ()
    if _starts_with(text, end, hours):
        return _read_hours(value, text, end)
    if end < len(text) and text[end] in _VULGAR:
        return (value + _VULGAR[text[end]], value)
    return (value,)


def _read_decimal(written: str, lang: str) -> tuple[tuple[float, ...], tuple[int, ...]] | None:
    """Return the value and the parts of a number with a sign that means a decimal in few languages, like / in Persian;
    None for others.
    """
    signs = load(lang).numbers.decimal_signs
    if not signs or not re.fullmatch(rf"\d+[{signs}]\d+", written):
        return None
    whole, fraction = re.findall(r"\d+", written)
    return (float(f"{whole}.{fraction}"),), (int(whole), int(fraction))


def _is_several(written: str) -> bool:
    """Tell whether digits with signs among them are a date, a time, a score or a version, and not one number."""
    if _GROUPS.fullmatch(written):
        return False
    return any(sign in written for sign in ":/⁄") or bool(_DATE.fullmatch(written) or _VERSION.fullmatch(written))


def _short_decade(year: int) -> tuple[float, ...]:
    """Return what ten years of the last century are in short: 90 for 1990."""
    return (year - 1900,) if 1900 < year < 2000 and year % 10 == 0 else ()  # noqa: PLR2004


def _read_phone(written: str) -> tuple[float, ...]:
    """Return what a telephone number may be: as it stands, and without what other texts leave out or write otherwise:
    the code of the country, or what stands for it.
    """
    digits = re.sub(r"\D", "", written)
    prefix = _COUNTRY.match(written) or re.match(r"0|8(?= ?\()", written.lstrip("("))
    within = digits[len(re.sub(r"\D", "", prefix[0])) :] if prefix else digits
    return tuple(dict.fromkeys((int(digits), int(within or "0"))))


def _read_fraction(written: str, lang: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Return the values of digits with separators, and their parts if they may be several numbers."""
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
    if not int(pieces[-1]) and len(pieces) == 2:  # noqa: PLR2004  nobody writes 20.000 for 20
        return (joined,), ()
    if len(pieces) > 2 and len(set(re.findall(r"[.,]", plain))) == 1:  # noqa: PLR2004
        return (joined,), parts
    return ((divided, joined) if plain[last] == load(lang).numbers.decimal else (joined, divided)), parts


def _split_match(match: re.Match[str], text: str) -> Iterator[Number]:
    """Yield the numbers of a date, a time or a score, without zeros after an hour; hours may be counted to twelve. A
    fraction is one number that may be two.
    """
    if fraction := _SHARE.fullmatch(match[0]):
        one, all_of = int(fraction[1]), int(fraction[2])
        if one < all_of:
            share = one / all_of
            values = (round(share, 3), round(100 * share), int(100 * share), *((all_of,) if one == 1 else ()))
            start, end = match.span()
            yield Number(written=match[0], start=start, end=end, bare=values[0], values=values, parts=(one, all_of))
            return
    for piece in re.finditer(r"\d+", match[0]):
        if piece.start() and piece[0] == "00":
            continue
        value, start = int(piece[0]), match.start() + piece.start()
        is_hour = ":" in match[0] and not piece.start()
        values = _read_hours(value, text, match.end()) if is_hour else (value,)
        yield Number(written=piece[0], start=start, end=start + len(piece[0]), bare=value, values=values)


def _read_hours(value: int, text: str, end: int) -> tuple[float, ...]:
    half = _HALVES.match(text, end)
    if half and value <= _NOON:
        late = value % _NOON + (_NOON if half[1] in "pP" else 0)
        return (late, value) if late != value else (value,)
    return (value, value - _NOON) if _NOON < value <= _HOURS else (value,)


def _scale(number: Number, text: str, lang: str) -> Number:
    """Return the number multiplied by the word after it, or read as a time of the day."""
    if text[number.end : number.end + 3].strip(" ap").lower() in {"", "m", ".m", "."} and _HALVES.match(
        text, number.end
    ):
        hour, *rest = number.parts or (int(number.value),)
        hours = _read_hours(int(hour), text, number.end)
        if rest and rest[0] < _MINUTES:
            share = rest[0] / _CENTURY
            return replace(number, values=(hours[0] + share, hour + share), parts=(int(hours[0]), *rest))
        return replace(number, values=hours)
    if (half := _half(lang)) and (added := half.match(text, number.end)):
        number = replace(number, end=added.end(), values=tuple(value + 0.5 for value in number.values), parts=())
        number = replace(number, written=text[number.start : number.end])
    following = _AFTER.match(text, number.end)
    if following is None:
        return number
    word = following[1].lower()
    meaning = _scale_of(word, lang)
    if not meaning:
        return number
    scaled = _multiply(number.values, int(meaning[0]))
    if word in load(lang).numbers.doubtful:
        return replace(number, values=(*scaled, *number.values), parts=())
    return replace(number, values=scaled, parts=(), scale=following[1])


@lru_cache(maxsize=4_096)
def _scale_of(word: str, lang: str) -> Values:
    """Return the power of ten that a word in small letters may be; most words after numbers are none."""
    return load(lang).numbers.scales.meaning(word)


forget_with_packs(_scale_of.cache_clear)


@remember
def _half(lang: str) -> re.Pattern[str] | None:
    """Return a pattern for the words after a number that add a half to it: and a half, с половиной."""
    known = load(lang).numbers.words
    words = [word for word, joined in known.compounds.items() if known.whole.get(joined) == (0.5,)]
    return re.compile(rf" (?:{'|'.join(words).replace('-', '[- ]')})\b", re.IGNORECASE) if words else None


def _join_scales(found: list[Number], text: str) -> list[Number]:
    """Return the numbers with those made one that are: 1 млн 200 тыс."""
    made = found[:1]
    for number in found[1:]:
        last = made[-1]
        factor = last.value / last.bare if last.bare and last.scale else 1
        is_next = text[last.end : number.start].replace(last.scale, "", 1) in {" ", "  ", ". ", " . "}
        if is_next and number.value < factor and number.value == int(number.value):
            total, parts = last.value + number.value, (*(last.parts or (int(last.value),)), int(number.value))
            made[-1] = replace(
                number,
                written=text[last.start : number.end],
                start=last.start,
                values=(total,),
                bare=total,
                parts=parts,
            )
        else:
            made.append(number)
    return made


def _multiply(values: Sequence[float], factor: float) -> tuple[float, ...]:
    made = [round(value * factor, 6) for value in values]
    return tuple(int(value) if value == int(value) else value for value in made)


def complete_ranges(found: list[Number], text: str, lang: str) -> list[Number]:
    """Return the numbers with what a range leaves out added: 2–3 million, 1998–99, 5-6pm."""
    made = list(found)
    for index, (first, second) in enumerate(pairwise(found)):
        between = text[first.end : second.start]
        if len(between) > 9 or not range_pattern(lang).fullmatch(between):  # noqa: PLR2004
            continue
        factor = second.value / second.bare if second.bare else 1
        if factor >= (100 if second.is_written_out else 1000) and first.value < 1000:  # noqa: PLR2004
            made[index] = replace(first, values=(*first.values, *_multiply(first.values, factor)))
        elif first.value in _YEARS and second.written.isdigit() and len(second.written) <= 2:  # noqa: PLR2004
            made[index + 1] = _complete_year(second, first)
        elif second.value in _YEARS and first.written.isdigit() and second.value % _CENTURY < first.value < _CENTURY:
            made[index] = _complete_year(first, second)  # 53-1950, from right to left
        elif abs(second.value - second.bare - _NOON) < 1 / _CENTURY:
            at = index - 1 if index and text[found[index - 1].end : first.start] == ":" else index
            made[at] = _complete_hour(found[at])
    return made


def _complete_hour(hour: Number) -> Number:
    """Return the first number of a range of hours in the second half of the day, which may be in the first half."""
    if hour.value >= _NOON or hour.values != (hour.bare,):
        return hour
    parts = (hour.parts[0] + _NOON, *hour.parts[1:]) if hour.parts else ()
    return replace(hour, values=(*hour.values, hour.value + _NOON), parts=parts)


def _complete_year(short: Number, year: Number) -> Number:
    """Return a number that may be a year of the same century, without the figures of it."""
    return replace(short, values=(*short.values, int(year.value) // _CENTURY * _CENTURY + short.value))


def _is_decade(text: str, start: int, end: int, lang: str) -> bool:
    """Tell whether a number with these offsets stands for ten years (the 90s, les années 90)."""
    rules = load(lang).numbers
    return _starts_with(text, end, rules.decades) or _ends_with(text[:start], rules.decades_before)


def _starts_with(text: str, at: int, patterns: tuple[str, ...]) -> bool:
    """Tell whether one of the patterns matches a word that begins at an offset, or a part of one that ends there."""
    return bool(patterns) and any_of(patterns).match(text, at) is not None


def _ends_with(text: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a text ends with a word that one of the patterns matches, and a space or none."""
    words = text[-_LONGEST_WORD:].split() if patterns else []
    return bool(words) and any_of(patterns).fullmatch(words[-1]) is not None


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for words that one of the patterns matches."""
    return re.compile(rf"(?:{'|'.join(patterns)})\b", re.IGNORECASE)


@remember
def range_pattern(lang: str) -> re.Pattern[str]:
    """Return a pattern for the signs and words between the ends of a range."""
    words = "|".join(["[-‑–—―/]", *map(re.escape, load(lang).numbers.ranges)])
    return re.compile(rf" ?(?:{words}) ?")
