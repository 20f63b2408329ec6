"""Plain text → paragraphs, and each as Markdown that says the same: nothing in it may turn into markup by chance.

The shape of a plain text: which lines are headings, items, rows of a table, and who signed it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from pipeline.languages import alternatives, known

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028]")
_PAGE_ENDS = re.compile(r"[\x0c\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ue000\ue001]")
_NOTE = re.compile(r"(?:\[\w{1,6}\]|\(\w{1,5}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*{1,4}(?=\S))")
_ALONE = re.compile(r"\[\w{1,6}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BULLET = re.compile(r"[•·▪◦‣●○■–—-][ \t\u00a0]+")
_NUMBERED = re.compile(rf"(?:\d{{1,3}}|[{''.join(language.small for language in known())}])[.)][ \t\u00a0]+")

_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_SAME_WIDTH = 1.5
"""How much wider or narrower than its line an underline may be: letters that stand on others count here."""

_WIDEST = 100
"""A line that somebody's program broke is not wider."""
_NARROWEST = 45

_SPECIAL = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_AT_HEAD = re.compile(r"(?P<mark>[#>+=-])|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)|(?P<colons>:)(?=\s)")
_ADDRESS = re.compile(r"(?<![^\W_])(?:https?|ftp)://[^\s<>\"«»“”]+|(?<![^\W_])www\.[^\s<>\"«»“”]+")
_ENTITY_BEGUN = re.compile(r"&#?\w+$")
_EMPHATIC = re.compile(r"[*`~\\|\[\]]|(?<![^\W_])_|_(?![^\W_])|&#?\w+;")


def tidy(text: str) -> str:
    """The text with its line ends as LF and without what nobody sees: soft hyphens, zero width spaces, controls."""
    text = _PAGE_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a tidy text; one that stays in several lines has line ends that mean something."""
    stretches = [
        [line.strip() for line in stretch.split("\n") if line.strip()] for stretch in re.split(r"\n\s*\n", text.strip())
    ]
    return list(_with_their_markers(paragraph for lines in stretches if lines for paragraph in _joined(lines)))


def _with_their_markers(found: Iterable[str]) -> Iterator[str]:
    """The paragraphs, each after a line that only has the marker of a note joined to it."""
    marker = ""
    for paragraph in found:
        if _ALONE.fullmatch(paragraph):
            yield from [marker] if marker else []
            marker = paragraph
        else:
            yield f"{marker} {paragraph}" if marker else paragraph
            marker = ""
    yield from [marker] if marker else []


def _joined(lines: list[str]) -> Iterator[str]:
    """Lines that stand together as paragraphs: some were broken to fit a window, others are paragraphs each."""
    lines = [line for above, line in zip(["", *lines], lines, strict=False) if not _is_underline(line, above)]
    wrapped = len(lines) > 1 and _is_wrapped(lines)
    row: list[str] = []
    for line in lines:
        starts = _NOTE.match(line) or is_item(line) or not wrapped
        if row and starts:
            yield " ".join(row)
            row = []
        row.append(line)
    if row:
        yield " ".join(row)


def _is_underline(line: str, above: str) -> bool:
    """Whether a line only draws a stroke below the one above, as plain text shows headings."""
    return bool(_UNDERLINE.fullmatch(line)) and _SAME_WIDTH * len(above) >= len(line) >= len(above) / _SAME_WIDTH > 0


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken by a program: none is wide, and all but the last of a paragraph are about as wide."""
    widths = [len(line) for line in lines]
    if max(widths) > _WIDEST or max(widths) < _NARROWEST:
        return False
    return median(widths[:-1]) >= _NARROWEST and any(line[0].islower() for line in lines[1:])


def is_item(line: str) -> bool:
    """Whether a line may be an item of a list."""
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def escaped(text: str) -> str:
    """One line of text as Markdown; addresses stay as they are."""
    made, at = "", 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        if found[0][len(address) :].startswith(";"):
            # What looks like an entity is escaped as a whole, and so it is none of the address.
            address = _ENTITY_BEGUN.sub("", address)
        if found[0][len(address) :].startswith(")") and address.count("(") > address.count(")"):
            address += ")"
        made += _plain(text[at : found.start()]) + _address(address)
        at = found.start() + len(address)
    return _head(made + _plain(text[at:]))


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _address(address: str) -> str:
    if not _EMPHATIC.search(address):
        return address
    if "://" not in address or "\\" in address:
        return _plain(address)
    return "<" + re.sub(r"&(?=#?\w+;)", "&amp;", address) + ">"


def _head(text: str) -> str:
    found = _AT_HEAD.match(text)
    if not found or text.startswith("<http"):
        return text
    at = found.end("number") if found["number"] else 0
    return f"{text[:at]}\\{text[at:]}"


_LISTED = re.compile(r"(?:\\?[•·▪◦‣●○■–—*-])[ \t\u00a0]+|(?P<number>\d{1,3})\\?[.)][ \t\u00a0]+")


def item(block: str) -> str:
    """An escaped line that begins like an item as one of a list."""
    found = _LISTED.match(block)
    if not found:
        return block
    mark = f"{found['number']}." if found["number"] else "-"
    return f"{mark} {block[found.end() :]}"


def table(rows: Sequence[str]) -> str:
    """Escaped lines with tabs between their cells as a table."""
    cells = [[cell.strip() for cell in row.split("\t")] for row in rows]
    width = max(map(len, cells))
    made = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
    return "\n".join([made[0], "|" + " --- |" * width, *made[1:]])


_ENDS = re.compile(r"[.։:;,…․](?:['\"»”’)\]]|\[\w{1,6}\]|\(\w{1,5}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹*])*$")
_RULE = re.compile(r"(?:[*_=~–—-]\s*){3,}|⁂")
_CAPTION = re.compile(rf"(?:{alternatives('captions')})\b.*[:.՝\d]", re.IGNORECASE)
_BULLETS = re.compile(r"[•·▪◦‣●○■*]\s")
_DASH = re.compile(r"[–—-]\s")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_PARTICLES = frozenset().union(*(language.name_words("bylines") for language in known()))

_HEADING_LETTERS, _HEADING_WORDS = 120, 16
_HEADINGS_IN_A_ROW = 2
_NAME_WORDS = 8


def looks_like_a_heading(line: str) -> bool:
    """Whether a line could be a heading by itself: short, capital first, without a full stop."""
    first = re.sub(r"^(?:\(?[\divxIVX]+[.)]\)?\s+|[«“„\"'(\[])+", "", line)[:1]
    return (
        len(line) <= _HEADING_LETTERS
        and len(line.split()) <= _HEADING_WORDS
        and (first.isupper() or first.isdigit())
        and not _ENDS.search(line)
        and not _CAPTION.match(line)
        and not (_BULLETS.match(line) or _DASH.match(line))
        and "\t" not in line
        and "@" not in line
        and "://" not in line
    )


def is_name(line: str) -> bool:
    """Whether a line is made as the names of one or several people are: a few words, each with a capital letter."""
    names = [word for word in re.split(r"[\s,]+", line.strip()) if word.lower() not in _PARTICLES]
    return (
        2 <= len(names) <= _NAME_WORDS  # noqa: PLR2004
        and not re.search(r"[\d:;!?()«»“”\"/\\|]", line)
        and not re.search(r"[^\W\d_]{2}[.։]$", line)
        and all(word[0].isupper() and (len(word) < 4 or not word.isupper()) for word in names)  # noqa: PLR2004
    )


def headings(plain: Sequence[str]) -> set[int]:
    """The lines that are headings: those that look so, one or two together, with text after them."""
    found: set[int] = set()
    index = 0
    while index < len(plain):
        row = index
        while row < len(plain) and looks_like_a_heading(plain[row]):
            row += 1
        if index < row <= index + _HEADINGS_IN_A_ROW and row < len(plain):
            found.update(range(index, row))
        index = max(row, index) + 1
    return found - _numbered_rows(plain)


def _numbered_rows(plain: Sequence[str]) -> set[int]:
    """Lines that count up one right after the other: items of a list, and no headings."""
    found: set[int] = set()
    for index, (line, after) in enumerate(pairwise(plain)):
        one, two = _NUMBER.match(line), _NUMBER.match(after)
        if one and two and int(two[1]) == int(one[1]) + 1:
            found |= {index, index + 1}
    return found


def markdown(plain: Sequence[str], escaped: Sequence[str]) -> list[str]:
    """The paragraphs of a text as blocks of Markdown; `escaped` are the same lines, harmless, with their notes."""
    titles = headings(plain)
    numbered = _numbered_rows(plain)
    sorts = [_sort(index, line, plain, titles, numbered) for index, line in enumerate(plain)]
    made: list[str] = []
    for sort, group in groupby(range(len(plain)), key=lambda index: sorts[index]):
        made += _blocks(sort, [escaped[index] for index in group])
    return made


def _sort(index: int, line: str, plain: Sequence[str], titles: set[int], numbered: set[int]) -> str:
    if index in titles:
        return "heading"
    if index in numbered:
        return "numbers"
    if _BULLETS.match(line):
        return "bullets"
    if _DASH.match(line):
        return "dashes" if _follows_a_colon(index, plain) else "text"
    if _RULE.fullmatch(line):
        return "rule"
    return "cells" if "\t" in line else "text"


def _follows_a_colon(index: int, plain: Sequence[str]) -> bool:
    """Whether the lines with dashes around this one come after one that announces them; else it is a dialogue."""
    while index and _DASH.match(plain[index]):
        index -= 1
    return bool(re.search(r"[:՝․]$", plain[index]))


def _blocks(sort: str, escaped: Sequence[str]) -> Iterator[str]:
    if sort == "heading":
        yield from (f"## {line}" for line in escaped)
    elif sort == "rule":
        yield "* * *"
    elif sort in {"bullets", "dashes", "numbers"}:
        yield "\n".join(map(item, escaped))
    elif sort == "cells" and len(escaped) > 1:
        yield table(escaped)
    else:
        yield from (line.replace("\t", " ") for line in escaped)
