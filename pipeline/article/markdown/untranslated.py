"""Find what an article leaves out of its catalogs although it has words: HTML whose text is somebody else's to read."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.article.markdown.blocks import read_blocks
from pipeline.article.markdown.events import line_number, parse_events
from pipeline.article.markdown.html_tokens import VOID, Left, Reason, find_values
from pipeline.model import Article, Message

_MOST = 60
"""Code points of the text that is shown; enough to find it in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untranslated:
    """A part of an article that has words and stays as it is: its line, its beginning, and the reason."""

    line: int
    text: str
    reason: Message


def find_untranslated(article: Article) -> tuple[Untranslated, ...]:
    """Return what stays as it is in HTML although it has words, in order; what the author excluded is left out."""
    text = article.source
    if "<" not in text:
        return ()
    blocks = read_blocks(text, parse_events(text, article.dialects))
    found = [*blocks.left]
    for leaf in blocks.leaves:
        for event in leaf.events if not leaf.off else ():
            if event.tag == "InlineHtml":
                found += _left_values(text, event.start, event.end)
    return tuple(
        Untranslated(
            line=line_number(blocks.lines, left.start),
            text=" ".join(text[left.start : left.start + 2 * _MOST].split())[:_MOST],
            reason=_explain(left),
        )
        for left in sorted(found)
    )


def _explain(left: Left) -> Message:
    match left.reason:
        case Reason.MARKDOWN:
            return Message.create("this element has Markdown in it, which Targman does not read in HTML")
        case Reason.BROKEN:
            return Message.create(
                "this tag is not complete, so that the block stays as it is from here on; complete it"
            )
        case Reason.VALUE:
            return Message.create("attributes of <{name}> are translated in blocks of HTML only", name=left.name)
    return Message.create("text in <{name}> stays as it is", name=left.name)


def _left_values(text: str, start: int, end: int) -> Iterator[Left]:
    """Yield a tag in a paragraph that has words in its attributes which are no entries."""
    name = text[start + 1 : end].split(maxsplit=1)[0].rstrip("/>").lower() if end - start > 1 else ""
    if name not in VOID and find_values(text, start, end):
        yield Left(start, end, name, Reason.VALUE)
