"""Translations of one article beside each other: one source in two ways, two sources alike."""

from collections.abc import Iterator

from pipeline.checks.codes import finding
from pipeline.checks.values import Pair, key
from pipeline.model import Finding

_LONG = 4
"""From this many words on a translation is hardly that of two texts."""


def two_ways(pair: Pair) -> Iterator[Finding]:
    """The same words translated in two ways."""
    others = pair.texts.by_source.get(pair.source_key) if pair.texts.by_source else None
    if others and not pair.is_copy_edit:
        other = next((text for text in others if key(text) != pair.target_key), None)
        if other is not None:
            yield finding(
                "two-ways", "the same text is translated as “{other}” too. Make sure that both are meant.", other=other
            )


def alike(pair: Pair) -> Iterator[Finding]:
    """The translation of another text."""
    others = pair.texts.by_target.get(pair.target_key) if pair.texts.by_target else None
    if others and not pair.is_copy_edit and pair.target_key.count(" ") >= _LONG - 1:
        other = next((text for text in others if key(text) != pair.source_key), None)
        if other is not None:
            yield finding("alike", "this is the translation of “{other}” too. Translate each for itself.", other=other)
