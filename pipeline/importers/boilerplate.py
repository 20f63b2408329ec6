"""Recognise the lines that pages have around their text, in all languages: they are never part of an article."""

import re

from pipeline.languages import alternatives
from pipeline.languages.words import count_words

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

_LONGEST = 500
_SENTENCE_WORDS, _PARAGRAPH_WORDS = 10, 60


def ends_text(line: str, *, after_notes: bool) -> bool:
    """Tell whether a line is the first one after the text of a page; after notes, weaker signs are enough."""
    plain = line.strip().strip("*_#: ").strip()
    return len(plain) <= 2 * _LONGEST and any(pattern.fullmatch(plain) for pattern in _IS_ENDING[after_notes])


def continues_text(line: str, *, after_notes: bool) -> bool:
    """Tell whether a line shows that the text goes on, as long lines and prose do, so that it did not end above."""
    words = count_words(line)
    is_prose = words >= _SENTENCE_WORDS and bool(re.search(r"[.։:!?…][\s'\"»”’)\]\ue000\ue001\w]{0,8}$", line))
    return words > _PARAGRAPH_WORDS or (is_prose and not after_notes)


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is boilerplate wherever it stands: share buttons, reading times, menus."""
    plain = line.strip()
    return len(plain) <= _LONGEST and bool(_IS_ANYWHERE.fullmatch(plain))


def is_breadcrumb(line: str) -> bool:
    """Tell whether a line at the head of a page is its breadcrumbs: Home > Analysis."""
    return bool(_CRUMBS.fullmatch(line.strip()))
