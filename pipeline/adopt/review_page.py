"""A page on which a person sees at a glance what an adoption did: both texts side by side, and how sure each link is.

It is one file that needs nothing from anywhere, so that it opens from a disk and may be sent by mail.

The page of `adopt --review`: made, and written.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup, escape

from pipeline.adopt import Candidate
from pipeline.adopt.adoption import Adoption, BlockDifference, Doubt, Fate, PairedTexts, Pairing
from pipeline.adopt.fill import AdoptionResult
from pipeline.article.placeholders import TOKEN, has_words
from pipeline.article.placeholders.links import parse_inline
from pipeline.languages.messages import Wording
from pipeline.model import Article, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.publishing.page import read_stylesheet, render_template
from pipeline.workspace import files
from pipeline.workspace.paths import OUTPUT
from pipeline.workspace.settings import Settings

_LOOKS = {
    Fate.SURE: "sure",
    Fate.UNSURE: "unsure",
    Fate.KEPT: "other",
    Fate.CONFLICT: "other",
    Fate.LEFT_OVER: "alone",
    Fate.EMPTY: "alone",
}
_SIGNS = {
    Fate.SURE: "✓",
    Fate.UNSURE: "?",
    Fate.KEPT: "=",
    Fate.CONFLICT: "≠",
    Fate.LEFT_OVER: "+",
    Fate.EMPTY: "–",
}
_NAMES = {
    Fate.SURE: "Sure",
    Fate.UNSURE: "To be looked at",
    Fate.EMPTY: "Not translated",
    Fate.LEFT_OVER: "Left over",
    Fate.KEPT: "Otherwise in the catalog",
    Fate.CONFLICT: "Translated in two ways",
}
_ABOUT = {
    Fate.SURE: "Taken over as translated.",
    Fate.UNSURE: "Taken over as fuzzy, until somebody confirms it.",
    Fate.EMPTY: "Only in the original; its entry is empty.",
    Fate.LEFT_OVER: "Only in the translation; it is in no entry.",
    Fate.KEPT: "Somebody translated it before, and that stays.",
    Fate.CONFLICT: "The same text has another translation elsewhere, which is in the catalog.",
}
_ALWAYS = {Fate.SURE, Fate.UNSURE, Fate.EMPTY, Fate.LEFT_OVER}
_DOUBTS = {
    Doubt.ELSEWHERE: "From another place in the translation.",
    Doubt.ACROSS: "It goes over two paragraphs.",
    Doubt.NOTES: "Its notes are in another order or place.",
    Doubt.LINK: "A link of the second sentence has no place.",
    Doubt.TWICE: "The same sentence stands here twice.",
    Doubt.BESIDE: "The sentence beside it may belong to it.",
    Doubt.MARKUP: "It has Markdown or links that the original does not have.",
}
_BLOCKS = {SegmentKind.QUOTE: "quote", SegmentKind.LIST_ITEM: "item"}
_STRONG, _EMPHASIS = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*"), re.compile(r"\*(?=\S)([^*]+)(?<=\S)\*")
_SMALL = {
    SegmentKind.FOOTNOTE,
    SegmentKind.TABLE_CELL,
    SegmentKind.IMAGE_TEXT,
    SegmentKind.LINK_TITLE,
    SegmentKind.FRONT_MATTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """All that is on the page: the texts and their names, what was paired, and what came of it."""

    article: Article
    article_name: str
    published: Article
    published_name: str
    paired: PairedTexts
    adoption: Adoption
    differences: Sequence[BlockDifference]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What stands beside each other."""

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


def review_page(reviewed: Reviewed, wording: Wording) -> str:
    """The page as HTML, in the words of one language."""
    rows = list(_rows(reviewed, wording))
    title = next((item.text for item in reviewed.published.segments if item.kind is SegmentKind.HEADING), "")
    title = title or next((item.text for item in reviewed.published.segments if has_words(item)), "")
    jumps = [
        {"row": number, "look": _LOOKS[row.fate], "text": row.state, "number": count}
        for count, (number, row) in enumerate(_open(rows), start=1)
    ]
    return render_template(
        "review.html",
        say=wording,
        style=Markup(read_stylesheet() + read_stylesheet("review.css")),  # noqa: S704  our own
        title=TOKEN.sub("", title),
        article=reviewed.article_name,
        translation=reviewed.published_name,
        source_lang=reviewed.article.lang,
        lang=reviewed.published.lang,
        legend=_legend(rows, wording),
        jumps=jumps,
        parts=list(_parts(reviewed, rows, wording)),
        rows=_with_next(rows),
        differences=[item.words for item in reviewed.differences],
    )


def _rows(reviewed: Reviewed, wording: Wording) -> Iterator[_Row]:
    before: tuple[int, int] | None = None
    for at, (item, fate) in enumerate(zip(reviewed.adoption.pairings, reviewed.adoption.fates, strict=True)):
        ours = [reviewed.article.segments[number] for number in item.source]
        theirs = [reviewed.published.segments[number] for number in item.target]
        if not any(map(has_words, (*ours, *theirs))):
            continue
        first = (ours or theirs)[0]
        here = (bool(ours), first.block)
        look = [_LOOKS[fate], *(["first"] if before is None or before != here or first.kind in _SMALL else [])]
        look += ["heading"] if first.kind is SegmentKind.HEADING else ["small"] if first.kind in _SMALL else []
        look += [_BLOCKS[first.kind]] if first.kind in _BLOCKS else []
        before = here
        yield _Row(
            pairing=item,
            fate=fate,
            source=tuple(_shown(segment) for segment in ours),
            target=tuple(_shown(segment) for segment in theirs),
            look=" ".join(look),
            badge=_badge(item, fate),
            state=wording(_NAMES[fate]),
            reason=_reason(item, fate, wording),
            instead=reviewed.adoption.instead.get(at, ""),
        )


def _badge(item: Pairing, fate: Fate) -> str:
    if not (item.source and item.target):
        return _SIGNS[fate]
    return f"{_SIGNS[fate]} {math.floor(item.confidence * 100) / 100:.2f}"


def _reason(item: Pairing, fate: Fate, wording: Wording) -> str:
    counts = len(item.source), len(item.target)
    shape = [f"{counts[0]} → {counts[1]}"] if 0 not in counts and counts != (1, 1) else []
    doubts = [wording(_DOUBTS[doubt]) for doubt in item.doubts] if fate is Fate.UNSURE else []
    return " ".join([*shape, *doubts])


def _legend(rows: Sequence[_Row], wording: Wording) -> list[dict[str, str]]:
    counts = {fate: sum(row.fate is fate for row in rows) for fate in _NAMES}
    return [
        {
            "look": _LOOKS[fate],
            "count": wording.number(counts[fate]),
            "name": wording(name),
            "about": wording(_ABOUT[fate]),
        }
        for fate, name in _NAMES.items()
        if counts[fate] or fate in _ALWAYS
    ]


def _open(rows: Sequence[_Row]) -> list[tuple[int, _Row]]:
    """The rows that somebody should look at, by their numbers from 1."""
    return [(number, row) for number, row in enumerate(rows, start=1) if row.fate is not Fate.SURE]


def _with_next(rows: Sequence[_Row]) -> list[dict[str, object]]:
    numbers = [number for number, _ in _open(rows)]
    after = dict(pairwise(numbers))
    fields = ("source", "target", "look", "badge", "state", "reason", "instead")
    return [
        {name: getattr(row, name) for name in fields} | {"next": after.get(number, 0)}
        for number, row in enumerate(rows, start=1)
    ]


def _parts(reviewed: Reviewed, rows: Sequence[_Row], wording: Wording) -> Iterator[dict[str, object]]:
    stretches = [
        *((wording("Stands at another place in the translation:"), stretch) for stretch in reviewed.paired.moved),
        *((wording("May have moved in the translation:"), stretch) for stretch in reviewed.paired.perhaps),
        *(
            (wording("Not in the translation:" if stretch.source else "Only in the translation:"), stretch)
            for stretch in reviewed.paired.missing
        ),
    ]
    for what, stretch in stretches:
        side, number, article = (
            ("source", stretch.source[0], reviewed.article)
            if stretch.source
            else ("target", stretch.target[0], reviewed.published)
        )
        row = next((at for at, row in enumerate(rows, start=1) if number in getattr(row.pairing, side)), 0)
        yield {"what": what, "row": row, "text": TOKEN.sub("", article.segments[number].text)}


def _shown(segment: Segment) -> Markup:
    """A segment as it reads: references by their labels, the words of links marked, all else as it is in the text."""
    known = {item.name: item for item in segment.placeholders}
    label = segment.label if segment.kind is SegmentKind.FOOTNOTE else None
    made = Markup('<span class="label">{}</span> ').format(label) if label else Markup("")
    at = 0
    for link in parse_inline(segment.text).links:
        if link.name not in known:
            continue
        made += _plain(segment.text[at : link.start], known)
        words = _plain(segment.text[link.start + 1 : link.text_end], known)
        made += Markup('<span class="link" title="{}">{}</span>').format(known[link.name].description, words)
        at = link.end
    return made + _plain(segment.text[at:], known)


def _plain(text: str, known: Mapping[str, Placeholder]) -> Markup:
    made, at = Markup(""), 0
    for match in TOKEN.finditer(text):
        item = known.get(match[1])
        if item is None:
            continue
        made += _emphasised(text[at : match.start()]) + _placeholder(item)
        at = match.end()
    return made + _emphasised(text[at:])


def _emphasised(text: str) -> Markup:
    """Words between stars as a reader sees them; what is no emphasis stays as it is."""
    marked = _STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", marked))  # noqa: S704  escaped above


def _placeholder(item: Placeholder) -> Markup:
    if item.kind is PlaceholderKind.NOTE:
        return Markup('<span class="marker" title="{}">{}</span>').format(item.description, item.label)
    if item.kind is PlaceholderKind.BREAK:
        return Markup("<br>")
    look = {PlaceholderKind.URL: "address", PlaceholderKind.IMAGE: "picture"}.get(item.kind, "picture")
    return Markup('<span class="{}">{}</span>').format(look, item.description or re.sub(r"\s+", " ", item.source))


def write_review(settings: Settings, found: Candidate, result: AdoptionResult, page: Path | None) -> str:
    """Write the page that shows both texts side by side, in the words of the translation's language; its path.

    Without a `page` it goes below the workspace's exports. Raises FileError where the disk refuses.
    """
    lang = found.published.article.lang
    own = f"{OUTPUT}/{lang}/{found.place.stem}.review.html"
    reviewed = Reviewed(
        article=found.article,
        article_name=found.place.path,
        published=found.published.article,
        published_name=found.published.name,
        paired=found.paired,
        adoption=result.adoption,
        differences=result.differences,
    )
    data = review_page(reviewed, Wording(lang=lang)).encode()
    file = page or settings.root / own
    files.write(file, data, seen=files.read(file), root=settings.root if page is None else page.resolve().parent)
    return str(page) if page else own
