"""Find the title, author and date in the first lines of a text, and the author in its last line."""

import re
from collections.abc import Sequence

from pipeline.frozen import dataclass
from pipeline.importers import boilerplate, paragraphs
from pipeline.languages import document_pattern, packs, remember
from pipeline.languages.dates import parse_date
from pipeline.languages.words import count_words

_BYLINE = r"{bylines}\s*[:՝.]?\s+(?P<name>\S.{0,100})"
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_PROGRAMS = (
    r"python-docx|docx4j|apache poi|aspose\b.*|pandoc|google docs?|libreoffice|openoffice(?:\.org)?|onlyoffice"
    r"|wps office|microsoft(?: corporation| office| word)?|word|calibre|abbyy.*|un-?named"
)
_COMPUTERS = (
    r"hewlett[- ]packard|hp|lenovo|asus|acer|samsung|dell|toshiba|sony|vaio|msi|huawei|xiaomi|redmi|apple|fujitsu"
    r"|packard bell|gigabyte|(?:\S{1,30} )?(?:macbook|imac|mac|iphone|ipad)(?: pro| air| mini)?"
)
_OWNER = (
    rf"(?:[\w.-]{{1,40}}\\)?(?:{{user_names}}|{_PROGRAMS}|(?:{_COMPUTERS})"
    r"(?:[ _-](?:inc\.?|pc|laptop|notebook|user|electronics|\w{0,9}\d\w{0,9})){0,2}"
    r"|(?:desktop|laptop|win|pc|comp|computer|wps|user|admin)[_-][\w-]{1,20})(?:[ _-]?(?:pc|пк))?[ _-]?\(?\d{0,4}\)?"
)
"""The owner of a document as programs fill it in: a name for any user, a program, a make or the name of a computer."""

_TITLE_LETTERS = 250
_LINES_BELOW_TITLE, _MOST_AUTHORS = 4, 4
_NAME_WORDS = 14  # of several authors
_MOST_NAMES = 4  # words of a name alone
_STEM_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHead:
    """The metadata of the first lines; `title_line` is the one with the title, if any, `used` those with the rest."""

    title: str = ""
    author: str = ""
    date: str = ""
    title_line: int | None = None
    used: tuple[int, ...] = ()


def is_default_owner(name: str) -> bool:
    """Tell whether what a document states as its author names no person: programs fill in the owner of a computer."""
    return bool(document_pattern(_OWNER).fullmatch(" ".join(name.split())))


def _in_nominative(names: str) -> str:
    """Return names in the nominative, where a byline has them in the genitive, as in "text by" in Armenian."""
    return document_pattern(r"{surname_endings}(?=\s*(?:,|$))").sub("", names)


def read_head(lines: Sequence[str], *, titled: bool = False) -> TextHead:
    """Read the first lines of a text; if it is `titled`, they hold no title."""
    title_line = 0 if not titled and len(lines) > 1 and is_title_candidate(lines[0]) else None
    start = 0 if title_line is None else 1
    author = date = ""
    used: list[int] = []
    for index in range(start, min(start + _LINES_BELOW_TITLE, len(lines))):
        after = lines[index + 1 : index + 1 + _MOST_AUTHORS]
        # Several authors have a line each, and the date stands below them.
        found = _read_byline(lines[index], next((line for line in after if not paragraphs.is_name(line)), ""))
        if found:
            is_next = (
                found[0] == _in_nominative(lines[index].strip())
                and index - 1 in used
                and paragraphs.is_name(lines[index - 1])
            )
            author = f"{author}, {found[0]}" if is_next else author or found[0]
            date = date or found[1]
            used.append(index)
        elif names_translation(lines[index]):
            used.append(index)
    title = "" if title_line is None else lines[title_line]
    return TextHead(title=title, author=author, date=date, title_line=title_line, used=tuple(used))


def is_title_candidate(line: str) -> bool:
    """Tell whether a line is short and has no full stop, as titles do, and does not name the author."""
    byline = document_pattern(_BYLINE).fullmatch(line.strip())
    if byline and (paragraphs.is_name(byline["name"]) or paragraphs.has_no_case(byline["name"][0])):
        return False
    return (
        0 < len(line) <= _TITLE_LETTERS and not re.search(r"[.։,;:،؛۔。]$", line) and bool(re.search(r"[^\W\d_]", line))
    )


def _read_byline(line: str, after: str) -> tuple[str, str] | None:
    """Return the author and the date of a line that holds nothing else; None for any other line."""
    if len(line) > _TITLE_LETTERS:
        return None
    parts = [part for part in _PARTS.split(line) if part]
    at_date = document_pattern(r"\s+(?={date_beginnings}\s)").split(parts[-1]) if parts else []
    if len(at_date) > 1 and parse_date(at_date[-1]):
        parts = [*parts[:-1], parts[-1][: -len(at_date[-1])].strip(), at_date[-1]]
    cut = next((at for at, letter in enumerate(line) if letter == "," and parse_date(line[at + 1 :])), None)
    if cut is not None and not parse_date(line):
        parts = [line[:cut], line[cut + 1 :]]
    names, day, known = [], "", 0
    dated = any(parse_date(part) for part in parts) or bool(parse_date(after))
    for part in parts:
        byline = document_pattern(_BYLINE).fullmatch(part.strip())
        if parse_date(part):
            day = day or parse_date(part)
        elif (byline and _names_somebody(byline)) or (dated and paragraphs.is_name(part)):
            names.append(_in_nominative(byline["name"].strip() if byline else part.strip()))
        else:
            known += boilerplate.is_boilerplate(part)
            continue
        known += 1
    return (", ".join(names), day) if (names or day) and known == len(parts) else None


def _names_somebody(byline: re.Match[str]) -> bool:
    """Tell whether the words after “by” are names, and not the rest of a sentence, as in “By spring it was gone”."""
    name = byline["name"].strip()
    is_introduced = bool(re.search(r"[:՝.]\s*$", byline.string[: byline.start("name")]))
    is_sentence = bool(re.search(r"[^\W\d_]{3}[.։!?:]$", name)) or count_words(name) > _NAME_WORDS
    return not is_sentence and (is_introduced or not name[0].islower())


def names_translation(line: str) -> bool:
    """Tell whether a line has nothing but who translated a text, and from which language."""
    plain = line.strip()
    return not re.search(r"[.։!?]$", plain) and bool(document_pattern("{translations}").fullmatch(plain))


def find_name_below_title(lines: Sequence[str]) -> str:
    """Return the author if the first line below a title is a name alone and the text begins after it; else an empty
    string. Where another short line looks like a name too, headings have capitals as names do, and it may be one.
    """
    if len(lines) <= 1 or not paragraphs.is_name(lines[0]) or paragraphs.is_heading_candidate(lines[1]):
        return ""
    words = lines[0].split()
    others = (line for line in lines[1:] if paragraphs.is_heading_candidate(line))
    is_heading = len(words) > _MOST_NAMES or is_common_word(words[0]) or any(map(paragraphs.is_name, others))
    return "" if is_heading else _in_nominative(lines[0])


def is_common_word(word: str) -> bool:
    """Tell whether a word is one of those that everybody uses, in any language."""
    small = word.casefold()
    whole, beginnings = _common_words()
    return small in whole or any(small[:length] in beginnings for length in range(_STEM_LETTERS, len(small) + 1))


@remember
def _common_words() -> tuple[frozenset[str], frozenset[str]]:
    words = {word for language in packs() for forms in language.words.values() for word in forms}
    beginnings = {word.removesuffix("-") for word in words if word.endswith("-") and len(word) > _STEM_LETTERS}
    return frozenset(words), frozenset(beginnings)


def find_signature(line: str) -> str:
    """Return the name in the line below a text; empty if it is none."""
    byline = document_pattern(_BYLINE).fullmatch(line.strip())
    name = _in_nominative(byline["name"].strip() if byline else line.strip())
    return name if paragraphs.is_name(name) else ""
