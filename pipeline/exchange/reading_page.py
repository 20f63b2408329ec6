"""Write the page that is read beside a catalog: the article with all that is translated so far. It needs no server."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from pipeline.article.placeholders import TOKEN, has_words, is_fold
from pipeline.catalog.origin import origin_comments
from pipeline.catalog.review import find_reviewer, is_mark
from pipeline.frozen import dataclass
from pipeline.glossary.match import TERM_PREFIX
from pipeline.languages.messages import Wording, find_wording
from pipeline.model import Article, Entry, Segment, SegmentKind
from pipeline.publishing.page import read_stylesheet, render_template
from pipeline.publishing.segment_html import show_segment

_NOTE_PREFIX = "note: "
_BLOCKS = {SegmentKind.QUOTE: "quote", SegmentKind.LIST_ITEM: "item", SegmentKind.HEADING: "heading"}
_PLAIN = {SegmentKind.PARAGRAPH, *_BLOCKS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A text of the page beside its translation; `remarks` are what authors and translators said about it."""

    source: Markup
    target: Markup
    look: str
    state: str
    former: str
    terms: tuple[str, ...]
    remarks: tuple[str, ...]


def render_reading_page(article: Article, path: str, lang: str, entries: Mapping[str, Entry]) -> str:
    """Return the page as HTML, in the words of the translation's language, or in English if it has none; `entries` are
    by key.
    """
    say = find_wording(lang, "Not translated")
    rows = list(_rows(article, entries, say))
    title = next((item.text for item in article.segments if has_words(item)), path)
    return render_template(
        "reading.html",
        say=say,
        style=Markup(read_stylesheet("reading.css")),  # noqa: S704  our own
        title=TOKEN.sub("", title),
        path=path,
        source_lang=article.lang,
        lang=lang,
        rows=rows,
        open=sum(row.state != "" for row in rows),
    )


def _rows(article: Article, entries: Mapping[str, Entry], say: Wording) -> Iterator[_Row]:
    block = -1
    for segment in article.segments:
        entry = entries.get(segment.key)
        if entry is None or not (segment.kind.is_text or segment.asked):
            continue
        first = segment.block != block or segment.kind not in _PLAIN
        block = segment.block
        look, state = _describe(entry)
        kind = _BLOCKS.get(segment.kind, "" if segment.kind in _PLAIN else "small")
        yield _Row(
            source=show_segment(segment),
            target=_show_target(segment, entry),
            look=" ".join(filter(None, (look, kind, "first" if first else ""))),
            state=say(state) if state else "",
            former=entry.previous or "" if entry.fuzzy and not origin_comments(entry) else "",
            terms=_after(entry.comments, TERM_PREFIX),
            remarks=(*_after(entry.comments, _NOTE_PREFIX), *_tell_remarks(entry, say)),
        )


def _tell_remarks(entry: Entry, say: Wording) -> Iterator[str]:
    yield from (remark for remark in entry.remarks if not is_mark(remark))
    if (name := find_reviewer(entry)) is not None:
        yield say("Reviewed by {name}", name=name) if name else say("Reviewed")


def _describe(entry: Entry) -> tuple[str, str]:
    """Return the look of an entry's row, and its state in words; empty where it is finished."""
    if not entry.target:
        return "open", "Not translated"
    return ("fuzzy", "To be reviewed") if entry.fuzzy else ("done", "")


def _show_target(segment: Segment, entry: Entry) -> Markup:
    return Markup("←") if is_fold(entry.target) else show_segment(segment, entry.target) if entry.target else Markup("")


def _after(comments: Sequence[str], prefix: str) -> tuple[str, ...]:
    return tuple(comment.removeprefix(prefix) for comment in comments if comment.startswith(prefix))
