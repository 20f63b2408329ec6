"""Show a segment, or its translation, as it reads: for pages on which people compare texts."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from pipeline.article.placeholders import TOKEN
from pipeline.article.placeholders.links import parse_inline
from pipeline.model import Placeholder, PlaceholderKind, Segment, SegmentKind

_STRONG, _EMPHASIS = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*"), re.compile(r"\*(?=\S)([^*]+)(?<=\S)\*")


def show_segment(segment: Segment, text: str | None = None) -> Markup:
    """Return a segment, or a text in its place such as its translation, as it reads: references by their labels, the
    words of links marked, all else as it is.
    """
    text = segment.text if text is None else text
    known = {item.name: item for item in segment.placeholders}
    label = segment.label if segment.kind is SegmentKind.FOOTNOTE else None
    made = Markup('<span class="label">{}</span> ').format(label) if label else Markup("")
    at = 0
    for link in parse_inline(text).links:
        if link.name not in known:
            continue
        made += _show_text(text[at : link.start], known)
        words = _show_text(text[link.start + 1 : link.text_end], known)
        made += Markup('<span class="link" title="{}">{}</span>').format(known[link.name].description, words)
        at = link.end
    return made + _show_text(text[at:], known)


def _show_text(text: str, known: Mapping[str, Placeholder]) -> Markup:
    made, at = Markup(""), 0
    for match in TOKEN.finditer(text):
        item = known.get(match[1])
        if item is None:
            continue
        made += _show_emphasis(text[at : match.start()]) + _show_placeholder(item)
        at = match.end()
    return made + _show_emphasis(text[at:])


def _show_emphasis(text: str) -> Markup:
    """Return words between stars as a reader sees them; stars without emphasis stay as they are."""
    marked = _STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", marked))  # noqa: S704  escaped above


def _show_placeholder(item: Placeholder) -> Markup:
    if item.kind is PlaceholderKind.NOTE:
        return Markup('<span class="marker" title="{}">{}</span>').format(item.description, item.label)
    if item.kind is PlaceholderKind.BREAK:
        return Markup("<br>")
    look = {PlaceholderKind.URL: "address", PlaceholderKind.IMAGE: "picture"}.get(item.kind, "picture")
    return Markup('<span class="{}">{}</span>').format(look, item.description or re.sub(r"\s+", " ", item.source))
