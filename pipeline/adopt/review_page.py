"""Write a self-contained page, to open or mail, that shows both texts side by side and how sure each pairing is."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

from pipeline.adopt.adoption import Adoption, Doubt, Fate, Pairing, PassageKind
from pipeline.adopt.candidates import Candidate
from pipeline.article.placeholders import TOKEN, has_words
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.model import SegmentKind
from pipeline.publishing.page import read_stylesheet, render_template
from pipeline.publishing.segment_html import show_segment
from pipeline.workspace import files
from pipeline.workspace.paths import OUTPUT, ArticlePath
from pipeline.workspace.settings import Settings

_FATES = {
    Fate.SURE: ("sure", "✓", "Sure", "Adopted as translated."),
    Fate.UNSURE: ("unsure", "?", "To be reviewed", "Adopted as fuzzy, until somebody confirms it."),
    Fate.EMPTY: ("alone", "–", "Not translated", "Only in the original; its entry is empty."),
    Fate.LEFT_OVER: ("alone", "+", "Left over", "Only in the translation; it is in no entry."),
    Fate.KEPT: ("other", "=", "Different in the catalog", "Somebody translated it before; that translation stays."),
    Fate.CONFLICT: (
        "other",
        "≠",
        "Translated in two ways",
        "The same text has another translation elsewhere, which is in the catalog.",
    ),
}
"""The look, sign, name and explanation of each fate, in the order of the legend."""

_ALWAYS = {Fate.SURE, Fate.UNSURE, Fate.EMPTY, Fate.LEFT_OVER}
_DOUBTS = {
    Doubt.ELSEWHERE: "From another place in the translation.",
    Doubt.ACROSS: "It spans two paragraphs.",
    Doubt.NOTES: "Its notes are in another order or place.",
    Doubt.LINK: "There is no place for a link of the second sentence.",
    Doubt.TWICE: "The same sentence stands here twice.",
    Doubt.BESIDE: "The sentence beside it may belong to it.",
    Doubt.MARKUP: "It has Markdown or links that the original does not have.",
}
_PASSAGES = {
    PassageKind.MOVED: "Elsewhere in the translation:",
    PassageKind.PERHAPS_MOVED: "May have moved in the translation:",
    PassageKind.MISSING: "Not in the translation:",
    PassageKind.ADDED: "Only in the translation:",
}
_BLOCKS = {SegmentKind.QUOTE: "quote", SegmentKind.LIST_ITEM: "item"}
_SMALL = {
    SegmentKind.FOOTNOTE, SegmentKind.TABLE_CELL, SegmentKind.IMAGE_TEXT, SegmentKind.LINK_TITLE,
    SegmentKind.ATTRIBUTE,
    SegmentKind.FRONT_MATTER,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of the page: texts side by side."""

    pairing: Pairing
    fate: Fate
    source: tuple[Markup, ...]
    target: tuple[Markup, ...]
    look: str
    badge: str
    state: str
    reason: str
    instead: str = ""
    next: int = 0


def write_review(settings: Settings, place: ArticlePath, lang: str, data: bytes, page: Path | None) -> str:
    """Write a review page to `page`, or below the exports; return its path. Raises FileError."""
    default = f"{OUTPUT}/{lang}/{place.stem}.review.html"
    file = page or settings.root / default
    files.write(file, data, seen=files.read(file), root=settings.root if page is None else page.resolve().parent)
    return str(page) if page else default


def render_review(found: Candidate, adoption: Adoption) -> bytes:
    """Return the page in the translation's language."""
    return review_page(found, adoption, Wording(lang=found.published.article.lang)).encode()


def review_page(found: Candidate, adoption: Adoption, wording: Wording) -> str:
    """Return the page as HTML, in the words of one language."""
    rows = list(_rows(found, adoption, wording))
    title = next((item.text for item in found.published.article.segments if item.kind is SegmentKind.HEADING), "")
    title = title or next((item.text for item in found.published.article.segments if has_words(item)), "")
    unsettled = [number for number, row in enumerate(rows, start=1) if row.fate is not Fate.SURE]
    after = dict(pairwise(unsettled))
    jumps = [
        {"row": number, "look": _FATES[rows[number - 1].fate][0], "text": rows[number - 1].state, "number": count}
        for count, number in enumerate(unsettled, start=1)
    ]
    return render_template(
        "review.html",
        say=wording,
        style=Markup(read_stylesheet("review.css")),  # noqa: S704  our own
        title=TOKEN.sub("", title),
        article=found.place.path,
        translation=found.published.name,
        source_lang=found.article.lang,
        lang=found.published.article.lang,
        legend=_legend(rows, wording),
        jumps=jumps,
        parts=[*_passages(found, rows, wording), *_missing_links(adoption, found, rows, wording)],
        rows=[replace(row, next=after.get(number, 0)) for number, row in enumerate(rows, start=1)],
        differences=[item.words for item in adoption.report.differences],
    )


def _rows(found: Candidate, adoption: Adoption, wording: Wording) -> Iterator[_Row]:
    before: tuple[int, int] | None = None
    for at, (item, fate) in enumerate(zip(adoption.pairings, adoption.fates, strict=True)):
        ours = [found.article.segments[number] for number in item.source]
        theirs = [found.published.article.segments[number] for number in item.target]
        if not any(map(has_words, (*ours, *theirs))):
            continue
        first = (ours or theirs)[0]
        here = (bool(ours), first.block)
        fate_look, sign, name, _ = _FATES[fate]
        look = [fate_look, *(["first"] if before is None or before != here or first.kind in _SMALL else [])]
        look += ["heading"] if first.kind is SegmentKind.HEADING else ["small"] if first.kind in _SMALL else []
        look += [_BLOCKS[first.kind]] if first.kind in _BLOCKS else []
        before = here
        yield _Row(
            pairing=item,
            fate=fate,
            source=tuple(show_segment(segment) for segment in ours),
            target=tuple(show_segment(segment) for segment in theirs),
            look=" ".join(look),
            badge=f"{sign} {math.floor(item.chance * 100) / 100:.2f}" if item.source and item.target else sign,
            state=wording(name),
            reason=_reason(item, fate, wording),
            instead=adoption.instead.get(at, ""),
        )


def _reason(item: Pairing, fate: Fate, wording: Wording) -> str:
    counts = len(item.source), len(item.target)
    shape = [f"{counts[0]} → {counts[1]}"] if 0 not in counts and counts != (1, 1) else []
    doubts = [wording(_DOUBTS[doubt]) for doubt in item.doubts] if fate is Fate.UNSURE else []
    return " ".join([*shape, *doubts])


def _legend(rows: Sequence[_Row], wording: Wording) -> list[dict[str, str]]:
    counts = Counter(row.fate for row in rows)
    return [
        {"look": look, "count": wording.number(counts[fate]), "name": wording(name), "about": wording(about)}
        for fate, (look, _, name, about) in _FATES.items()
        if counts[fate] or fate in _ALWAYS
    ]


def _passages(found: Candidate, rows: Sequence[_Row], wording: Wording) -> Iterator[dict[str, object]]:
    for kind, passage in found.paired.passages():
        side, article = ("source", found.article) if passage.source else ("target", found.published.article)
        number = (passage.source or passage.target)[0]
        row = next((at for at, row in enumerate(rows, start=1) if number in getattr(row.pairing, side)), 0)
        yield {"what": wording(_PASSAGES[kind]), "row": row, "text": TOKEN.sub("", article.segments[number].text)}


def _missing_links(
    adoption: Adoption, found: Candidate, rows: Sequence[_Row], wording: Wording
) -> Iterator[dict[str, object]]:
    lines = [segment.line for segment in found.article.segments]
    for link in adoption.report.missing_links:
        places = [
            at for at, row in enumerate(rows, start=1) if link.line in [lines[each] for each in row.pairing.source]
        ]
        yield {"what": wording(_PASSAGES[PassageKind.MISSING]), "row": (places or [0])[0], "text": link.address}
