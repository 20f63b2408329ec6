"""Where the words that were searched for stand in a text, so that they can be shown."""

import re
from collections.abc import Iterator, Sequence

_MARKS = "՛՜՞՚’'\u0301\u00ad"
_BEFORE = r"(?<![^\W_])"


def stretches(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in stretches, and for each whether it is one of the words, or begins like one. Joined, they are the
    text.
    """
    gap = f"[{_MARKS}]*"
    patterns = [gap.join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True) if word]
    if not patterns:
        yield text, False
        return
    found = re.compile(rf"{_BEFORE}(?:{'|'.join(patterns)})(?:[^\W\d_]|[{_MARKS}](?=[^\W\d_]))*", re.IGNORECASE)
    at = 0
    for match in found.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    if at < len(text):
        yield text[at:], False
