"""Invisible characters: those of no width within words, beside spaces and at marks of emphasis, as pasting leaves them,
and marks of writing direction without a counterpart.
"""

import re
from collections.abc import Iterator

from pipeline.article.escape import find_open_isolates
from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, Pair
from pipeline.languages import load
from pipeline.model import Finding
from pipeline.patterns import lazy

_NAMES = {
    "\u200b": "U+200B",
    "\u200c": "U+200C",
    "\u200d": "U+200D",
    "\u2060": "U+2060",
    "\ufeff": "U+FEFF",
    "\u00ad": "U+00AD",
}
_SIGNS = "".join(_NAMES)
_SOFT_HYPHEN = "\u00ad"
"""Divides words, so it belongs between letters; before a space it is the business of `check_divided_words`."""
_JOINERS = frozenset("\u200c\u200d")
_WITHOUT_JOINERS = frozenset({"Latin", "Greek", "Cyrillic", "Armenian", "Georgian"})
"""Scripts whose letters are not joined; in others these characters belong to the spelling, as in Persian and Hindi."""
# Scripts that join letters need some of them, and so do emoji: only between letters of Latin, Greek, Cyrillic and
# Armenian, at spaces, quotation marks, brackets, emphasis and the ends they have no meaning. Beside a slash or a dash a
# line may break, or may not.
_PLAIN = rf"[^\W\d_](?<=[\u0041-\u058f])|[\d\s*_.,;:!?«»„“”\"'()։՝՛՜՞…{MASK}\[\]{{}}]"
_ALLOWED = lazy(_PLAIN)


def check_invisible(pair: Pair) -> Iterator[Finding]:
    """Find characters of no width that no letter around them needs, unless the source has them too."""
    text = pair.written
    signs = [sign for sign in _NAMES if sign in text and sign not in pair.source]
    if signs and load(pair.lang).script not in _WITHOUT_JOINERS:
        signs = [sign for sign in signs if sign not in _JOINERS]
    if not signs:
        return
    found = [match for match in re.finditer(f"[{''.join(signs)}]+", text) if _is_dirt(text, match)]
    if found:
        first = found[0]
        around = pair.entry.target[max(0, first.start() - 8) : first.end() + 8]
        yield make_finding(
            "spaces-invisible",
            "there is an invisible character ({sign}) in “{words}”. Remove it: searches miss the word, and emphasis "
            "may fail there.",
            replacement=pair.replace_matches(found, ""),
            sign=_NAMES[first[0][0]],
            words=re.sub(f"[{_SIGNS}]", "", around).strip(),
        )


def check_directions(pair: Pair) -> Iterator[Finding]:
    """Find characters that begin or end a stretch of the other writing direction without their counterpart."""
    text = pair.entry.target
    for at in find_open_isolates(text)[:1]:
        yield make_finding(
            "direction",
            "the mark of writing direction U+{number} has no counterpart; it was left out. Put U+2066, U+2067 or "
            "U+2068 before the words and U+2069 after them, or remove it.",
            number=f"{ord(text[at]):04X}",
        )


def _is_dirt(text: str, match: re.Match[str]) -> bool:
    beside = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if not match[0].strip(_SOFT_HYPHEN):
        return not all(beside)
    return all(not sign or _ALLOWED.match(sign) for sign in beside)
