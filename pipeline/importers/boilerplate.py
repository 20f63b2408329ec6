"""Lines that pages have around their text, in any of our languages: they are never part of an article."""

import re

from pipeline.languages import alternatives

NOTES_HEADING = re.compile(rf"(?:\d+\.?\s*)?(?:{alternatives('notes_headings')})\s*[:.։՝]?", re.IGNORECASE)
"""The heading above notes."""

# What follows a text: other texts and how to share this one; then who has the rights, and where they can be reached.
_MORE_TO_READ = f"(?:{alternatives('more_to_read')})".replace(".*", r"[^.։!?]{0,60}")  # no sentence, that is
_RIGHTS = rf".*(?:{alternatives('rights')}).*"
_PERMISSION = rf"(?:{alternatives('permission_subjects')}).{{0,400}}(?:{alternatives('permission_words')}).*"
_MAIL = r"\[?email\s*protected\]?"
_CONTACT = rf"(?:{alternatives('contacts')})\b[.:՝]?.{{0,80}}\d.*"
_ADDRESS_LINE = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_NUMBER = r"\+?[\d\s()./-]{7,25}"
_ENDING = (_MORE_TO_READ, _RIGHTS, _PERMISSION)
_AFTER_NOTES = (*_ENDING, _MAIL, _CONTACT, _ADDRESS_LINE, _NUMBER, f"(?:{alternatives('foot_pages')})")
_SERVICES = "facebook|twitter|tweet|linkedin|whatsapp|telegram|vk|pinterest|email"

_IS_ENDING = {
    False: [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _ENDING],
    True: [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _AFTER_NOTES],
}
_IS_ANYWHERE = re.compile(f"(?:{_SERVICES}|{alternatives('furniture')})", re.IGNORECASE)
_CRUMBS = re.compile(r"[^.։!?]{0,60}(?:\s[>›»/]\s[^.։!?]{1,60}){1,5}")

_LONG = 500
_SENTENCE, _PARAGRAPH = 10, 60


def ends_the_text(line: str, *, after_notes: bool) -> bool:
    """Whether a line is the first of what comes after a text on a page; after notes, less is needed to say so."""
    plain = line.strip().strip("*_#: ").strip()
    return len(plain) <= 2 * _LONG and any(pattern.fullmatch(plain) for pattern in _IS_ENDING[after_notes])


def goes_on(line: str, *, after_notes: bool) -> bool:
    """Whether a line shows that a text goes on, so that what stood above it did not end it: a long one, or prose."""
    words = len(line.split())
    is_prose = words >= _SENTENCE and bool(re.search(r"[.։:!?…][\s'\"»”’)\]\ue000\ue001\w]{0,8}$", line))
    return words > _PARAGRAPH or (is_prose and not after_notes)


def is_furniture(line: str) -> bool:
    """Whether a line is part of a page wherever it stands: share buttons, reading times, menus."""
    plain = line.strip()
    return len(plain) <= _LONG and bool(_IS_ANYWHERE.fullmatch(plain))


def is_above_the_title(line: str) -> bool:
    """Whether a line at the head of a page is the way that leads there: Home > Analysis."""
    return bool(_CRUMBS.fullmatch(line.strip()))
