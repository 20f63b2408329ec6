"""Tell what an edition keeps of a block of HTML: everything but the words (law 5)."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.article.dialects.marks import fingerprints
from pipeline.article.escape import remove_invisible
from pipeline.article.markdown.html_attributes import blank_values
from pipeline.article.markdown.html_tokens import Stretch, find_notes, is_void_with_values, read_html, texts_of


class StretchReferences(NamedTuple):
    """The parts of a stretch that a translation has to keep: its tags, how they nest, code, and what always stays."""

    html: tuple[str, ...]
    code: tuple[str, ...]
    marks: tuple[str, ...]
    nesting: tuple[str, ...]


def outline_html(html: str) -> Iterator[str | tuple[StretchReferences, bool]]:
    """Yield what an edition of a block of HTML has to keep: literal text, and the references of its stretches,
    each with whether it has text besides.
    """
    found = read_html(html)
    spans: list[tuple[int, int, Stretch | None]] = [(tag.start, tag.end, None) for tag in found.tags]
    spans += [(stretch.start, stretch.end, stretch) for stretch in found.stretches]
    at = 0
    literal = ""
    for start, end, stretch in sorted(spans, key=lambda span: span[0]):
        literal += html[at:start]
        if stretch is None:
            literal += blank_values(html[start:end])
        else:
            yield " ".join(literal.split())
            has_text = any(not html[first:last].isspace() for first, last in texts_of(stretch))
            yield _references(html, stretch), has_text
            literal = ""
        at = end
    yield " ".join((literal + html[at:]).split())


def _references(html: str, stretch: Stretch) -> StretchReferences:
    tags: list[str] = []
    code: list[str] = []
    marks: list[str] = []
    open_now: list[str] = []
    unpaired: list[str] = []
    for item in stretch.items:
        text = remove_invisible(blank_values(html[item.start : item.end]))
        if item.sort == "code":
            code.append(text)
        elif item.sort in {"kept", "comment"} or is_void_with_values(html[item.start : item.end]):
            marks.append(text)
        else:
            tags.append(text)
        if item.sort == "open":
            open_now.append(item.name)
        elif item.sort == "close" and open_now[-1:] == [item.name]:
            open_now.pop()
        elif item.sort == "close":
            unpaired.append(f"/{item.name}")
    for start, end in texts_of(stretch):
        text = html[start:end]
        marks += fingerprints(text)
        marks += [text[first:last] for first, last in find_notes(text)]
    return StretchReferences(tuple(tags), tuple(code), tuple(marks), tuple(sorted([*unpaired, *open_now])))
