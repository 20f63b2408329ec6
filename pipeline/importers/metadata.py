"""What the first and last lines of a text say about it: its title, who wrote it, and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.importers import boilerplate, paragraphs
from pipeline.languages import alternatives
from pipeline.languages.dates import parse_date

_BYLINE = re.compile(rf"(?:{alternatives('bylines')})\s*[:՝.]?\s+(?P<name>\S.{{0,100}})", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_TITLE_LETTERS = 250
_BELOW_TITLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first lines said; `title_line` is the one with the title, if any, `used` those that said the rest."""

    title: str = ""
    author: str = ""
    date: str = ""
    title_line: int | None = None
    used: tuple[int, ...] = ()


def read_head(lines: Sequence[str], *, titled: bool = False) -> Head:
    """What the first lines of a text say; where it is `titled`, they hold no title."""
    title_line = None
    if not titled and len(lines) > 1 and may_be_title(lines[0]):
        title_line = 0
    start = 0 if title_line is None else 1
    author = date = ""
    used = []
    for index in range(start, min(start + _BELOW_TITLE, len(lines))):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        said = _about_the_text(lines[index], after)
        if said:
            author, date = author or said[0], date or said[1]
            used.append(index)
    title = "" if title_line is None else lines[title_line]
    return Head(title=title, author=author, date=date, title_line=title_line, used=tuple(used))


def may_be_title(line: str) -> bool:
    """Whether a line is short and has no full stop, as titles are, and does not name the author."""
    byline = _BYLINE.fullmatch(line.strip())
    if byline and paragraphs.is_name(byline["name"]):
        return False
    return 0 < len(line) <= _TITLE_LETTERS and not re.search(r"[.։,;:]$", line) and bool(re.search(r"[^\W\d_]", line))


def _about_the_text(line: str, after: str) -> tuple[str, str] | None:
    """The author and the date in a line that says nothing else; None for any other line."""
    if len(line) > _TITLE_LETTERS:
        return None
    parts = [part for part in _PARTS.split(line) if part]
    cut = next((at for at, letter in enumerate(line) if letter == "," and parse_date(line[at + 1 :])), None)
    if cut is not None and not parse_date(line):
        parts = [line[:cut], line[cut + 1 :]]
    names, day, known = [], "", 0
    dated = any(parse_date(part) for part in parts) or bool(parse_date(after))
    for part in parts:
        byline = _BYLINE.fullmatch(part.strip())
        if parse_date(part):
            day = day or parse_date(part)
        elif byline or (dated and paragraphs.is_name(part)):
            names.append(byline["name"].strip() if byline else part.strip())
        else:
            known += boilerplate.is_furniture(part)
            continue
        known += 1
    return (", ".join(names), day) if (names or day) and known == len(parts) else None


def signature(line: str) -> str:
    """The name that a line below a text is; empty where it is none."""
    said = _BYLINE.fullmatch(line.strip())
    name = said["name"].strip() if said else line.strip()
    return name if paragraphs.is_name(name) else ""
