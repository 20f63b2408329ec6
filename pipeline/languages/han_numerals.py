"""Read the numbers that Chinese and Japanese write in Han characters: 一九三五, 十二点五, 三万二千."""

from collections.abc import Iterator

from pipeline.patterns import lazy

_DIGITS = {character: value for value, row in enumerate(("〇零○", *"一二三四五六七八九")) for character in row} | {
    "两": 2,
    "兩": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_DIGIT = f"[{''.join(_DIGITS)}]"
_NUMBER = lazy(rf"(?P<whole>[{''.join((*_DIGITS, *_UNITS, *_GROUPS))}]+)(?:[点點](?P<part>{_DIGIT}+))?")
_MOST = 20
"""Characters of the longest number; a longer row is none."""


def find_han_values(text: str) -> Iterator[float]:
    """Yield the numbers that a text writes in Han characters; digits alone are read place by place, as in years."""
    if text.isascii():
        return
    for found in _NUMBER.finditer(text):
        whole, part = found["whole"], found["part"]
        if len(found[0]) > _MOST:
            continue
        yield _read(whole)
        if part:
            yield float(f"{_read(whole)}.{_read_places(part)}")


def _read(row: str) -> int:
    if all(character in _DIGITS for character in row):
        return int(_read_places(row))
    total = group = digit = 0
    for character in row:
        if character in _GROUPS:
            total += max(group + digit, 1) * _GROUPS[character]
            group = digit = 0
        elif character in _UNITS:
            group += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + group + digit


def _read_places(row: str) -> str:
    return "".join(str(_DIGITS[character]) for character in row)
