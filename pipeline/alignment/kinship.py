"""Whether two texts can be translations of each other at all; how it was measured is in docs/alignment.md."""

import math
import re
from collections.abc import Sequence

from pipeline.alignment.values import Line

RELATED = 0.5
"""The least kinship of translations."""

DOUBTFUL = 0.7
"""Below this some texts were not translations: they are paired, and none of their pairs is sure."""

TOO_SHORT = 6
"""Texts of fewer lines are not refused, for they say too little."""

_SCRIPTS = {"hy": "Armenian", "ru": "Cyrillic", "en": "Latin"}
_LETTERS = {
    "Armenian": re.compile("[\u0531-\u0587]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_SAMPLE = 300
_FOREIGN = 0.6
_ENOUGH_LETTERS = 40


def measured(told: float, lines: float) -> float:
    """The kinship of two texts of so many lines whose words say so much for their beads, in nats.

    It is counted for a pair of lines, and as a share of what tells one line from all others: the more there are, the
    more a word can say.
    """
    return told / max(lines, 1.0) / math.log(max(lines, 3.0))


def wrong_language(lines: Sequence[Line], lang: str, side: str) -> str:
    """What is wrong where a text is not written in its language's letters; empty where it is, or too short to tell."""
    sample = "".join(line.text for line in lines[:_SAMPLE])
    counts = {script: len(letters.findall(sample)) for script, letters in _LETTERS.items()}
    expected = _SCRIPTS.get(lang)
    most = max(counts, key=lambda script: counts[script])
    letters = sum(counts.values())
    if expected is None or most == expected or letters < _ENOUGH_LETTERS or counts[most] < _FOREIGN * letters:
        return ""
    return f"the {side} is written in {most} letters, not in {expected} ones"
