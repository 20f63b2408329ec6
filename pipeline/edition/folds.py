"""Sentences that were folded into the one before them: what became of the fold is true of both."""

from collections.abc import Mapping

from pipeline.article.placeholders import is_fold
from pipeline.model import Article, Entry


def leave_out_open_folds(
    article: Article, entries: Mapping[str, Entry], usable: Mapping[str, Entry]
) -> Mapping[str, Entry]:
    """Return the `usable` entries without those that a sentence is folded into whose fold is not usable: where its text
    has changed, the translation before it still has the old one, and readers would see both.
    """
    unusable = {key for key, entry in entries.items() if key not in usable and is_fold(entry.target)}
    if not unusable:
        return usable
    left_out: set[str] = set()
    folded: list[str] = []
    block = None
    for segment in article.segments:
        if not segment.kind.is_text:
            continue
        entry = entries.get(segment.key)
        is_continued = entry is not None and is_fold(entry.target) and segment.block == block
        folded = [*folded, segment.key] if is_continued else [segment.key]
        block = segment.block
        if len(folded) > 1 and not unusable.isdisjoint(folded[1:]):
            left_out.update(folded)
    return {key: entry for key, entry in usable.items() if key not in left_out}
