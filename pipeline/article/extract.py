"""Article → texts to translate: each text once, in reading order, with comments for its translators."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.article.placeholders import has_stray_braces, has_words
from pipeline.model import Article, Entry, Placeholder, PlaceholderKind, Segment, SegmentKind

BRACE_FORMAT = "python-brace-format"
"""The flag that makes PO editors and msgfmt check the placeholders of an entry."""


def was_spelled_out(placeholder: Placeholder) -> bool:
    """Tell whether catalogs once showed what a placeholder stands for: a dialect's span, or one as a link's target."""
    is_target = placeholder.kind is PlaceholderKind.URL and placeholder.label is None
    return placeholder.is_mark or (is_target and all(isinstance(piece, str) for piece in placeholder.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnit:
    """A text to translate: its entry without a translation, and the first segment with this text and context."""

    entry: Entry
    segment: Segment

    @property
    def spelled_out(self) -> str:
        """The text with a dialect's spans as the article has them, as catalogs showed it once; empty without any."""
        text = self.text
        for placeholder in self.segment.placeholders:
            if was_spelled_out(placeholder):
                text = text.replace(f"{{{placeholder.name}}}", " ".join(placeholder.source.split()), 1)
        return "" if text == self.text else text

    @property
    def text(self) -> str:
        return self.entry.source

    @property
    def key(self) -> str:
        return self.entry.key

    @property
    def is_target(self) -> bool:
        """Tell whether the text is a link target, whose translation starts as the target itself."""
        return self.segment.kind is SegmentKind.LINK_TARGET


def extract_units(article: Article, path: str, *, lines: bool = False) -> tuple[TextUnit, ...]:
    """Return the texts of an article in reading order; a text that occurs twice is one unit with the comments of both,
    unless its contexts differ.

    `path` is what the references name; with `lines` they have line numbers, which change with every edit.
    """
    found: dict[str, TextUnit] = {}
    for segment in article.segments:
        if not has_words(segment):
            continue
        entry = Entry(
            source=segment.text,
            context=segment.context,
            comments=tuple(_comments(segment)),
            references=(f"{path}:{segment.line}" if lines else path,),
            flags=(BRACE_FORMAT,) if segment.placeholders and not has_stray_braces(segment.text) else (),
        )
        known = found.get(segment.key)
        found[segment.key] = TextUnit(entry=entry, segment=segment) if known is None else _unite(known, entry)
    return tuple(found.values())


def _unite(unit: TextUnit, other: Entry) -> TextUnit:
    """Add the comments and references of another entry with the same text; a flag stays only if both have it."""
    entry = unit.entry
    comments = tuple(dict.fromkeys(entry.comments + other.comments))
    references = tuple(dict.fromkeys(entry.references + other.references))
    flags = entry.flags if entry.flags == other.flags else ()
    return replace(unit, entry=replace(entry, comments=comments, references=references, flags=flags))


def _comments(segment: Segment) -> Iterator[str]:
    """Yield kind, section, the author's remarks, then each placeholder's meaning; no number that moves (law 2)."""
    if segment.kind in {SegmentKind.FRONT_MATTER, SegmentKind.ATTRIBUTE}:
        yield f"{segment.kind}: {segment.label}"
    else:
        yield str(segment.kind)
    if segment.section:
        yield f"section: {segment.section}"
    for remark in segment.remarks:
        yield f"note: {remark}"
    for placeholder in segment.placeholders:
        token = f"{{{placeholder.name}}}"
        yield f"{token}: {placeholder.description}" if placeholder.description else token
