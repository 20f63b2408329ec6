"""Sentences that were folded into the one before them: what became of the fold is true of both."""

from collections.abc import Mapping

from pipeline.article.placeholders import is_fold
from pipeline.model import Article, Entry


def leave_out_open_folds(
    article: Article, entries: Mapping[str, Entry], usable: Mapping[str, Entry]
) -> Mapping[str, Entry]:
    """Return the `usable` entries without those of sentences that share a translation with a fold that is not usable:
    where the folded text has changed, that translation still has the old one, and readers would see both.
    """
    unusable = {key for key, entry in entries.items() if key not in usable and is_fold(entry.target)}
    if not unusable:
        return usable
    together: list[list[str]] = []  # the texts of sentences with one translation
    block = None
    for segment in article.segments:
        if not segment.kind.is_text:
            continue
        entry = entries.get(segment.key)
        is_continued = entry is not None and is_fold(entry.target) and segment.block == block
        if is_continued:
            together[-1].append(segment.key)
        else:
            together.append([segment.key])
        block = segment.block
    left_out = {key for first, *folded in together if not unusable.isdisjoint(folded) for key in (first, *folded)}
    return {key: entry for key, entry in usable.items() if key not in left_out}
