"""Recognise the lines that pages have around their text, in all languages: they are never part of an article."""

import re
from collections.abc import Sequence

from pipeline.languages import alternatives, document_pattern, remember
from pipeline.languages.words import count_words

_NOTES_HEADING = r"(?:\d+\.?\s*)?{notes_headings}\s*[:.։՝]?"

# What follows a text: other texts and how to share this one; then who has the rights, and where they can be reached.
_RIGHTS = r".*{rights}.*"
_PERMISSION = r"{permission_subjects}.{0,400}{permission_words}.*"
_MAIL = r"\[?email\s*protected\]?"
_CONTACT = r"{contacts}\b[.:՝]?.{0,80}\d.*"
_ADDRESS_LINE = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_NUMBER = r"\+?[\d\s()./-]{7,25}"
_AFTER_NOTES = (_MAIL, _CONTACT, _ADDRESS_LINE, _NUMBER, "{foot_pages}")
_SERVICES = "facebook|twitter|tweet|linkedin|whatsapp|telegram|vk|pinterest|email"

_ANYWHERE = f"(?:{_SERVICES}|{{furniture}})"
_CRUMBS = re.compile(r"[^.։!?]{0,60}(?:\s[>›»/]\s[^.։!?]{1,60}){1,5}")

_LONGEST = 500
_RUN_WORDS, _LONG_BLOCK_WORDS, _MOSTLY = 8, 60, 0.75
_LINES_BEFORE_TEXT, _REPEATED_LINES, _REPEATED_WORDS = 3, 2, 30
_SENTENCE_WORDS, _PARAGRAPH_WORDS = 10, 60


def is_notes_heading(block: str | None) -> bool:
    """Tell whether a block is the heading above notes."""
    return block is not None and bool(document_pattern(_NOTES_HEADING).fullmatch(block.strip().strip("*#_\\ ").strip()))


def ends_text(line: str, *, after_notes: bool) -> bool:
    """Tell whether a line is the first one after the text of a page; after notes, weaker signs are enough."""
    plain = line.strip().strip("*_#: ").strip()
    return len(plain) <= 2 * _LONGEST and any(pattern.fullmatch(plain) for pattern in _ending_patterns(after_notes))


@remember
def _ending_patterns(after_notes: bool) -> tuple[re.Pattern[str], ...]:  # noqa: FBT001
    """Return patterns of the first line after a text; after notes, there are more."""
    more_to_read = alternatives("more_to_read").replace(".*", r"[^.։!?]{0,60}")  # no sentence, that is
    forms = (f"(?:{more_to_read})", _RIGHTS, _PERMISSION, *(_AFTER_NOTES if after_notes else ()))
    return tuple(document_pattern(f"(?s){form}") for form in forms)


def continues_text(line: str, *, after_notes: bool) -> bool:
    """Tell whether a line shows that the text goes on, as long lines and prose do, so that it did not end above."""
    words = count_words(line)
    is_prose = words >= _SENTENCE_WORDS and bool(re.search(r"[.։:!?…؟۔][\s'\"»”’)\]\ue000\ue001\w]{0,8}$", line))
    return words > _PARAGRAPH_WORDS or (is_prose and not after_notes)


def find_furniture(lines: Sequence[str], notes: range, *, after_notes: bool) -> list[int]:
    """Return the indexes of the lines that a page has after its text: those at the end, and those above the notes.

    Without `after_notes`, it takes as strong signs below the notes as above them.
    """
    if not notes:
        return list(range(_find_end(lines, len(lines) // 2, len(lines), after_notes=False), len(lines)))
    above = _find_end(lines, notes.start // 2, notes.start, after_notes=False)
    below = _find_end(lines, notes.stop, len(lines), after_notes=after_notes)
    return [*range(above, notes.start), *range(below, len(lines))]


def _find_end(lines: Sequence[str], start: int, stop: int, *, after_notes: bool) -> int:
    """Return the index of the first line after a text that ends between `start` and `stop`; `stop` if none is."""
    end = stop
    for index in range(stop - 1, start - 1, -1):
        if ends_text(lines[index], after_notes=after_notes):
            end = index
        elif continues_text(lines[index], after_notes=after_notes) or "\ue000" in lines[index]:
            break
    return end


def find_repetition(lines: Sequence[str]) -> int:
    """Return the index from which on a page has its whole text once more, as for another width; 0 if it does not."""
    for start in range(min(_LINES_BEFORE_TEXT, len(lines))):
        for index in range(start + _REPEATED_LINES, len(lines)):
            rest, length = lines[index:], index - start
            if lines[index] != lines[start] or len(rest) < _REPEATED_LINES or len(rest) < length:
                continue
            if list(rest) == list(lines[start : start + len(rest)]) and sum(map(count_words, rest)) >= _REPEATED_WORDS:
                return index
    return 0


def find_repeated_blocks(lines: Sequence[str]) -> list[int]:
    """Return the indexes of the long blocks of a page whose words stand above them already, as pages for several
    widths or programs have their text again in one piece.
    """
    seen: set[tuple[str, ...]] = set()
    found = []
    before: list[str] = []
    for index, line in enumerate(lines):
        words = line.split()
        runs = _runs_of(words)
        if len(words) >= _LONG_BLOCK_WORDS and len(runs & seen) >= _MOSTLY * len(runs) and "\ue000" not in line:
            found.append(index)
        seen |= _runs_of(before + words)
        before = (before + words)[1 - _RUN_WORDS :]
    return found


def _runs_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN_WORDS]) for at in range(len(words) - _RUN_WORDS + 1)}


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is boilerplate wherever it stands: share buttons, reading times, menus."""
    plain = line.strip()
    return len(plain) <= _LONGEST and bool(document_pattern(_ANYWHERE).fullmatch(plain))


def is_invitation(line: str) -> bool:
    """Tell whether a line with a link invites readers to subscribe to something, or to follow the site elsewhere."""
    plain = line.strip()
    return len(plain) <= _LONGEST and bool(document_pattern("{invitations}").fullmatch(plain))


def is_breadcrumb(line: str) -> bool:
    """Tell whether a line at the head of a page is its breadcrumbs: Home > Analysis."""
    return bool(_CRUMBS.fullmatch(line.strip()))
