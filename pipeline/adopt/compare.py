"""Compare the edition of a filled catalog with the published text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.adopt.adoption import BlockDifference, PairedTexts
from pipeline.article.markdown import read_article
from pipeline.article.placeholders import TOKEN
from pipeline.diff import Change, DiffPart, diff_words
from pipeline.edition import Edition, EditionPolicy, MissingText, build_edition
from pipeline.model import Article, Entry, PlaceholderKind, Segment, SegmentKind

_LABELLED = re.compile(r"\]\[(\{url\d+\})\]")
_ANGLE = re.compile(r"<(\{url\d+\})>")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_SPACES = re.compile(r"[ \t]+")
_LEAST_COMMON = 0.5
_ADDED = "[^+]"  # the sign of a note that the article does not have
Blocks = list[tuple[str, int]]
"""The texts of blocks with notes and addresses in them, and their lines."""


def active_entries(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the entries that an edition is made from."""
    return {entry.key: entry for entry in entries if not entry.obsolete}


def build_adopted_edition(article: Article, entries: Sequence[Entry], lang: str) -> Edition:
    """Build the edition of a filled catalog with unsure translations; untranslated texts are left out."""
    return build_edition(article, active_entries(entries), lang, EditionPolicy(missing=MissingText.OMIT, fuzzy=True))


def compare_with_published(
    article: Article, edition: Edition, published: Article, paired: PairedTexts
) -> tuple[BlockDifference, ...]:
    """Return the differences of the edition from the published text, front matter aside. Notes that both have are
    compared by their pairing, not by labels or order.
    """
    merged = read_article(
        edition.text, lang=published.lang, sentences=False, dialects=article.dialects or (), editions=(published.lang,)
    )
    whole = read_article(
        published.source,
        lang=published.lang,
        sentences=False,
        dialects=published.dialects or (),
        editions=(published.lang,),
    )
    ours, our_notes = _blocks(merged, {note.label.casefold(): note.label.casefold() for note in article.notes})
    theirs, their_notes = _blocks(whole, paired.notes)
    notes = [
        difference
        for label, blocks in their_notes.items()
        if label in our_notes
        for difference in _compare_blocks(blocks, our_notes[label])
    ]
    return (*_compare_blocks(theirs, ours), *notes)


def _blocks(article: Article, labels: Mapping[str, str]) -> tuple[Blocks, dict[str, Blocks]]:
    """Return the blocks of the text, and those of each note by its label among `labels`."""
    body: Blocks = []
    notes: dict[str, Blocks] = {}
    for segment in article.segments:
        if segment.kind in {SegmentKind.FRONT_MATTER, SegmentKind.LINK_TARGET}:
            continue
        block = (_show_segment(segment, labels), segment.line)
        if segment.kind is not SegmentKind.FOOTNOTE:
            body.append(block)
        elif label := labels.get((segment.label or "").casefold()):
            notes.setdefault(label, []).append(block)
    return body, notes


def _show_segment(segment: Segment, labels: Mapping[str, str]) -> str:
    known = {item.name: item for item in segment.placeholders}

    def describe(match: re.Match[str]) -> str:
        item = known.get(match[1])
        if item is None:
            return match[0]
        if item.kind is PlaceholderKind.NOTE:
            label = labels.get((item.label or "").casefold())
            return f"[^{label}]" if label else _ADDED
        if item.kind is PlaceholderKind.BREAK:
            return " "
        return item.description if item.kind in {PlaceholderKind.URL, PlaceholderKind.IMAGE} else item.source

    text = TOKEN.sub(describe, _ANGLE.sub(r"\1", _LABELLED.sub(r"](\1)", segment.text)))
    return _SPACES.sub(" ", _ESCAPED.sub("", text)).strip()


def _compare_blocks(published: Blocks, merged: Blocks) -> Iterator[BlockDifference]:
    """Yield the differences of two rows of blocks; as many blocks as on the other side are compared one by one."""
    before, after = [text for text, _ in published], [text for text, _ in merged]
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        line = published[min(first, len(published) - 1)][1] if published else 0
        if last - first == end - start:
            for number in range(last - first):
                words = _compare_words(before[first + number], after[start + number])
                yield BlockDifference(line=published[first + number][1], words=words)
        else:
            yield BlockDifference(
                line=line, words=_compare_words("\n".join(before[first:last]), "\n".join(after[start:end]))
            )


def _compare_words(before: str, after: str) -> tuple[DiffPart, ...]:
    """Compare texts word by word; texts that have little in common differ as a whole."""
    found = diff_words(before, after)
    same = sum(len(part.text) for part in found if part.change is Change.SAME)
    if not (before and after) or same >= _LEAST_COMMON * min(len(before), len(after)):
        return found
    return (DiffPart(change=Change.GONE, text=before), DiffPart(change=Change.NEW, text=after))
