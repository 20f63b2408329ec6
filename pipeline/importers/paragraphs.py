"""Split plain text into paragraphs, recognise headings, items, tables and names by their shape, and write Markdown."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, starmap
from statistics import median

from pipeline.importers.invisible import remove_invisible
from pipeline.importers.mail_quotes import MARK, QuotedLine, part_quotes
from pipeline.importers.note_markers import find_references, letter_ordinal
from pipeline.importers.typed_tables import format_table, read_ruled_rows
from pipeline.languages import document_pattern, packs, remember
from pipeline.languages.words import count_words

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028]")
_PAGE_ENDS = re.compile(r"[\x0c\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000\ue001]")
_NOTE = re.compile(r"(?:\[\w{1,6}\]|\(\w{1,5}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*{1,4}(?=\S))")
_BARE_NUMBER = re.compile(r"\d{1,3}\s+\S")
_MARKER_ALONE = re.compile(r"\[\w{1,6}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_BULLET = re.compile(r"[•·▪◦‣●○■–—-][ \t\u00a0]+")

_UNDERLINES = "=-~"
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_SAME_WIDTH = 1.5  # factor between the widths of a line and its underline, as combining letters count here
_MOST_WIDTH = 100  # greatest width of a line that a program broke
_LEAST_WIDTH = 45

_SPECIAL = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_AT_HEAD = re.compile(r"(?P<mark>[#>+=-])|(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)|(?P<colons>:)(?=\s)")
_ADDRESS = re.compile(r"(?<![^\W_])(?:https?|ftp)://[^\s<>\"«»“”]+|(?<![^\W_])www\.[^\s<>\"«»“”]+")
_ENTITY_BEGUN = re.compile(r"&#?\w+$")
_EMPHATIC = re.compile(r"[*`~\\|\[\]]|(?<![^\W_])_|_(?![^\W_])|&#?\w+;")
ITEM_MARK = re.compile(r"(?:\\?[•·▪◦‣●○■–—*-])[ \t\u00a0]+|(?P<number>\d{1,3})\\?[.)][ \t\u00a0]+")

_ENDS = re.compile(r"[.։:;,…․،؛۔。](?:['\"»”’)\]]|\[\w{1,6}\]|\(\w{1,5}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹*])*$")
_STOPS = re.compile(r"[.։:!?…؟۔。]['\"»”’)\]]*$")
_RULE = re.compile(r"(?:[*_=~–—•·◆◇●○■#+-]\s*){3,}|⁂|[❦❧☙]")
_CAPTION = r"{captions}\b.*[:.՝\d]"
_BULLETS = re.compile(r"[•·▪◦‣●○■*]\s")
_DASH = re.compile(r"[–—-]\s")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_QUOTE_MARKS = re.compile(rf"\\?(?P<marks>(?:{MARK})+)")
_LETTER = re.compile(r"\(?(?P<letter>[^\W\d_])\)\s")

_GLUED = re.compile(r"[^\W\d_]{2}[»”\"')]?[.։!?…][»”\"')]*\d{1,3}$")  # "the water.12"
_STARS = re.compile(r"(?<=[^\s*])(?:\s?\*{1,4}){1,9}$")
_OPENING_QUOTES, _CLOSING_QUOTES = '«“„"', '»”“"'
_HEADING_LETTERS, _HEADING_WORDS = 120, 16
_HEADINGS_IN_A_ROW = 2
_NAME_WORDS = 8
_INITIAL = 2  # letters of an initial and its full stop


def clean_text(text: str) -> str:
    """Return the text with LF and without invisible characters: soft hyphens, zero width spaces, controls."""
    text = _PAGE_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", remove_invisible(_CONTROLS.sub("", text)))


class UnderlinedLine(str):
    """A line with a rule below it, as plain text shows headings: of = for those of the first level, then - and ~."""

    __slots__ = ("level",)
    level: int


def _underlined(line: str, rule: str) -> UnderlinedLine:
    made = UnderlinedLine(line)
    made.level = max(2, _UNDERLINES.index(rule[0]) + 1)
    return made


def split_paragraphs(text: str) -> list[str]:
    """Split a clean text into paragraphs; those that a mail quotes have the marks before them. The line ends that stay
    in one have a meaning.
    """
    parts = part_quotes(text.strip())
    return [
        QuotedLine(f"{MARK * depth}{block}") if depth else block for depth, part in parts for block in _split_part(part)
    ]


def _split_part(text: str) -> list[str]:
    chunks = [
        read_ruled_rows(lines) or [line.strip() for line in lines]
        for chunk in re.split(r"\n\s*\n", text.strip())
        if (lines := [line for line in chunk.split("\n") if line.strip()])
    ]
    return list(_join_markers(paragraph for lines in chunks if lines for paragraph in _join_lines(lines)))


def _join_markers(found: Iterable[str]) -> Iterator[str]:
    """Join each line that only has the marker of a note with the paragraph after it."""
    marker = ""
    for paragraph in found:
        if _MARKER_ALONE.fullmatch(paragraph):
            yield from [marker] if marker else []
            marker = paragraph
        else:
            yield f"{marker} {paragraph}" if marker else paragraph
            marker = ""
    yield from [marker] if marker else []


def _join_lines(lines: list[str]) -> Iterator[str]:
    """Yield lines that stand together as paragraphs: some were broken to fit a window, others are one each."""
    lines = [
        _underlined(line, below) if _is_underline(below, line) else line
        for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
        if not _is_underline(line, above)
    ]
    wrapped = len(lines) > 1 and _is_wrapped(lines)
    row: list[str] = []
    for line in lines:
        starts = _NOTE.match(line) or is_item(line) or is_break(line) or not wrapped
        starts = starts or isinstance(line, UnderlinedLine) or (bool(row) and isinstance(row[-1], UnderlinedLine))
        if row and starts and not (is_address(line) and _begins_note(row[0])):
            yield row[0] if len(row) == 1 else " ".join(row)
            row = []
        row.append(line)
    if row:
        yield row[0] if len(row) == 1 else " ".join(row)


def _begins_note(line: str) -> bool:
    """Tell whether a line may begin a note, so that an address on the next line belongs to it."""
    return bool(_NOTE.match(line) or _numbered().match(line) or _BARE_NUMBER.match(line))


def _is_underline(line: str, above: str) -> bool:
    """Tell whether a line only underlines the one above, as plain text shows headings."""
    return bool(_UNDERLINE.fullmatch(line)) and _SAME_WIDTH * len(above) >= len(line) >= len(above) / _SAME_WIDTH > 0


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether a program broke the lines: none is wide, and all but the last of a paragraph are about as wide."""
    widths = [len(line) for line in lines]
    if max(widths) > _MOST_WIDTH or max(widths) < _LEAST_WIDTH:
        return False
    return median(widths[:-1]) >= _LEAST_WIDTH and any(starmap(_continues, pairwise(lines)))


def _continues(above: str, line: str) -> bool:
    """Tell whether a line goes on with the sentence above: with a small letter, or, in a script without, after none of
    the marks that end one.
    """
    return line[0].islower() if not begins_sentence(line[0]) else has_no_case(line[0]) and not _STOPS.search(above)


def begins_sentence(letter: str) -> bool:
    """Tell whether a sentence may begin with a letter: a capital, or any of a script that has none (as Georgian, whose
    capitals are for whole headings).
    """
    return letter.isalpha() and letter.title() == letter


def has_no_case(letter: str) -> bool:
    """Tell whether a letter is of a script that does not begin sentences and names with capitals."""
    return letter.isalpha() and letter.title() == letter and not letter.isupper()


@remember
def _numbered() -> re.Pattern[str]:
    """Return a pattern of the number or the letter of an item, in any alphabet."""
    return re.compile(rf"(?:\d{{1,3}}|[{''.join(language.small for language in packs())}])[.)][ \t\u00a0]+")


@remember
def _particles() -> frozenset[str]:
    """Return the small words that stand within names, in all languages."""
    return frozenset().union(*(language.name_words("bylines") for language in packs()))


def is_break(line: str) -> bool:
    """Tell whether a line only parts two scenes: * * *."""
    return bool(_RULE.fullmatch(line.strip()))


def is_item(line: str) -> bool:
    """Tell whether a line may be an item of a list."""
    return not is_break(line) and bool(_BULLET.match(line) or _numbered().match(line))


def is_address(line: str) -> bool:
    """Tell whether a line has nothing but an address, in angle brackets or bare."""
    return bool(_ADDRESS.fullmatch(line.strip().strip("<>").replace("\\", "")))


def escape_line(text: str) -> str:
    """Escape one line of text as Markdown; addresses stay as they are."""
    made, at = "", 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        if found[0][len(address) :].startswith(";"):
            # What looks like an entity is escaped as a whole, and so it is none of the address.
            address = _ENTITY_BEGUN.sub("", address)
        if found[0][len(address) :].startswith(")") and address.count("(") > address.count(")"):
            address += ")"
        made += _escape_plain(text[at : found.start()]) + _escape_address(address)
        at = found.start() + len(address)
    return _escape_head(made + _escape_plain(text[at:]))


def _escape_plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _escape_address(address: str) -> str:
    if not _EMPHATIC.search(address):
        return address
    if "://" not in address or "\\" in address:
        return _escape_plain(address)
    return "<" + re.sub(r"&(?=#?\w+;)", "&amp;", address) + ">"


def _escape_head(text: str) -> str:
    found = _AT_HEAD.match(text)
    if not found or text.startswith("<http"):
        return text
    at = found.end("number") if found["number"] else 0
    return f"{text[:at]}\\{text[at:]}"


def _format_quote(block: str) -> str:
    """Format an escaped line that a mail quotes as one."""
    found = _QUOTE_MARKS.match(block)
    return found["marks"] + _escape_head(block[found.end() :]) if found else block


def format_item(block: str) -> str:
    """Format an escaped line that begins like an item as one."""
    found = ITEM_MARK.match(block)
    if not found:
        return block
    mark = f"{found['number']}." if found["number"] else "-"
    return f"{mark} {block[found.end() :]}"


def is_heading_candidate(line: str) -> bool:
    """Tell whether a line could be a heading: short, capital first, without a full stop."""
    first = re.sub(r"^(?:\(?[\divxIVX]+[.)]\)?\s+|[«“„\"'(\[])+", "", line)[:1]
    return (
        len(line) <= _HEADING_LETTERS
        and count_words(line) <= _HEADING_WORDS
        and (begins_sentence(first) or first.isdigit())
        and not _ENDS.search(line)
        and not _ends_in_marker(line)
        and not _is_quoted(line)
        and not document_pattern(_CAPTION).match(line)
        and not (_BULLETS.match(line) or _DASH.match(line))
        and "\t" not in line
        and "@" not in line
        and "://" not in line
    )


def _ends_in_marker(line: str) -> bool:
    """Tell whether a line ends in the marker of a note, as paragraphs do."""
    found = find_references(line) if len(line) <= _HEADING_LETTERS else []
    return bool(_STARS.search(line) or _GLUED.search(line)) or (bool(found) and found[-1].end == len(line.rstrip()))


def _is_quoted(line: str) -> bool:
    """Tell whether a line is a quotation as a whole."""
    return len(line) > 1 and line[0] in _OPENING_QUOTES and line[-1] in _CLOSING_QUOTES


def is_name(line: str) -> bool:
    """Tell whether a line looks like names of people: a few words, each with a capital letter."""
    names = [word for word in re.split(r"[\s,]+", line.strip()) if word and word.lower() not in _particles()]
    return (
        2 <= len(names) <= _NAME_WORDS  # noqa: PLR2004
        and not re.search(r"[\d:;!?()«»“”\"/\\|*†‡§•·]", line)
        and any(len(word) > _INITIAL for word in names)
        and not re.search(r"[^\W\d_]{2}[.։]$", line)
        and all(word[0].isupper() and (len(word) < 4 or not word.isupper()) for word in names)  # noqa: PLR2004
    )


def find_headings(plain: Sequence[str]) -> set[int]:
    """Find the headings: one or two candidates together, with text after them."""
    found: set[int] = set()
    index = 0
    while index < len(plain):
        row = index
        while row < len(plain) and is_heading_candidate(plain[row]):
            row += 1
        if index < row <= index + _HEADINGS_IN_A_ROW and row < len(plain):
            found.update(range(index, row))
        index = max(row, index) + 1
    return (found - find_item_rows(plain).keys()) | {
        index for index, line in enumerate(plain) if isinstance(line, UnderlinedLine)
    }


def _find_numbered_rows(plain: Sequence[str]) -> set[int]:
    """Find lines that count up one right after the other: items of a list, and no headings."""
    found: set[int] = set()
    for index, (line, after) in enumerate(pairwise(plain)):
        one, two = _NUMBER.match(line), _NUMBER.match(after)
        if one and two and int(two[1]) == int(one[1]) + 1:
            found |= {index, index + 1}
    return found


def format_blocks(plain: Sequence[str], escaped: Sequence[str]) -> list[str]:
    """Format the paragraphs of a text as blocks of Markdown; `escaped` are the same lines with their notes."""
    titles = find_headings(plain)
    rows = find_item_rows(plain)
    sorts = [_classify(index, line, titles, rows) for index, line in enumerate(plain)]
    made: list[str] = []
    for sort, group in groupby(range(len(plain)), key=lambda index: sorts[index]):
        indexes = list(group)
        if sort == "heading":
            made += (f"{'#' * getattr(plain[index], 'level', 2)} {escaped[index]}" for index in indexes)
        else:
            made += _format_group(sort, [escaped[index] for index in indexes])
    return made


def find_item_rows(plain: Sequence[str]) -> dict[int, str]:
    """Find the lines that are items, and of what kind: after bullets, numbers or letters that count up, or dashes, if
    small letters follow or a colon stands above.
    """
    rows = {index: "bullets" for index, line in enumerate(plain) if _BULLETS.match(line) and not is_break(line)}
    rows |= dict.fromkeys(_find_announced_dashes(plain), "dashes")
    rows |= dict.fromkeys(_find_numbered_rows(plain), "numbers")
    for index, (line, after) in enumerate(pairwise(plain)):
        one, two = item_letter(line), item_letter(after)
        if one and two == one + 1 and (one == 1 or rows.get(index) == "letters"):
            rows |= {index: "letters", index + 1: "letters"}
        if all(_DASH.match(each) and each[2:].lstrip()[:1].islower() for each in (line, after)):
            rows |= {index: "dashes", index + 1: "dashes"}
    return rows


def item_letter(line: str) -> int:
    """Return the place in its alphabet of the letter that begins an item, as in "b) two"; 0 if none does."""
    found = _LETTER.match(line)
    return letter_ordinal(found["letter"].lower()) if found else 0


def _classify(index: int, line: str, titles: set[int], rows: Mapping[int, str]) -> str:
    if is_break(line):
        return "rule"
    if isinstance(line, QuotedLine):
        return "quote"
    if index in titles:
        return "heading"
    if index in rows:
        return rows[index]
    return "cells" if "\t" in line else "text"


def _find_announced_dashes(plain: Sequence[str]) -> Iterator[int]:
    """Yield the lines with dashes below one that ends in a colon; others are a dialogue."""
    is_announced = False
    for index, line in enumerate(plain):
        if not _DASH.match(line):
            is_announced = bool(re.search(r"[:՝․]$", line))
        elif is_announced:
            yield index


def _format_group(sort: str, escaped: Sequence[str]) -> Iterator[str]:
    if sort == "rule":
        yield "* * *"
    elif sort == "quote":
        yield f"\n{MARK.strip()}\n".join(map(_format_quote, escaped))
    elif sort in {"bullets", "dashes", "numbers"}:
        yield "\n".join(map(format_item, escaped))
    elif sort == "letters":
        yield "\n".join(f"- {line}" for line in escaped)
    elif sort == "cells" and len(escaped) > 1:
        yield format_table(escaped)
    else:
        yield from (line.replace("\t", " ") for line in escaped)
