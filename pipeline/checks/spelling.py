"""Placeholders that are spelled otherwise than in the source, and understood all the same."""

from collections import Counter
from collections.abc import Iterator

from pipeline.checks.codes import finding
from pipeline.checks.values import Pair
from pipeline.checks.wording import token
from pipeline.escaping import clean
from pipeline.model import Finding
from pipeline.placeholders import align, names, repaired


def spelling(pair: Pair) -> Iterator[Finding]:
    """Placeholders with spaces, capitals, look-alike letters, other brackets: whatever has one meaning.

    Merging repairs them silently; other programs that read the catalog do not. The edition is the same with the right
    spelling. Where a placeholder is doubled or none of the source's, the words around it have to be looked at first.
    """
    wrong = pair.aligned.doubled or pair.aligned.invented
    if wrong or pair.aligned.text == clean(pair.entry.target):
        return
    right = repaired(pair.entry.target, pair.segment)
    if right == pair.entry.target or align(clean(right), pair.segment).text != pair.aligned.text:
        return
    changed = Counter(names(right)) - Counter(names(pair.entry.target))
    if changed:
        yield finding(
            "placeholder-spelling",
            "{names} is written otherwise than in the source; it was understood. Write it as there.",
            replacement=right,
            names=tuple(map(token, changed)),
        )
    else:
        yield finding(
            "placeholder-spelling",
            "a link is written otherwise than in the source; it was understood. Write it as there.",
            replacement=right,
        )
