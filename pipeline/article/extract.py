"""Article → the entries of its template: each text once, in reading order, with what a translator should know about
it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.article.placeholders import has_stray_braces, has_words
from pipeline.model import Article, Entry, Segment, SegmentKind

BRACE_FORMAT = "python-brace-format"
"""The flag that makes PO editors and msgfmt check the placeholders of an entry by themselves."""

MACHINE_ORIGIN = "machine: "
"""How the comment begins that names the machine which translated an entry, as long as nobody has confirmed it."""

MEMORY_ORIGIN = "memory: "
"""How the comment begins that tells which article or file of the translation memory an entry's translation is from."""

ADOPTED_ORIGIN = "adopted: "
"""How the comment begins that says why somebody should look at a translation that was taken from a published text."""

ORIGINS = (MACHINE_ORIGIN, MEMORY_ORIGIN, ADOPTED_ORIGIN)
"""The beginnings of comments that say where a guess came from. Such comments are the last ones of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnit:
    """A text to translate: its entry without a translation, and the first segment that it came from."""

    entry: Entry
    segment: Segment

    @property
    def text(self) -> str:
        return self.entry.source

    @property
    def is_target(self) -> bool:
        """Whether it is a link target, which is filled in with itself."""
        return self.segment.kind is SegmentKind.LINK_TARGET


def origin_comments(entry: Entry) -> tuple[str, ...]:
    """The comments that say which machine, or memory, made a translation, however an editor broke them into lines; a
    confirmed one is a person's (law 7) and has none.
    """
    marks: list[str] = []
    for comment in entry.comments if entry.fuzzy else ():
        if comment.startswith(ORIGINS):
            marks.append(comment)
        elif marks:
            marks[-1] += f" {comment}"
    return tuple(marks)


def without_origin(entry: Entry) -> Entry:
    """The entry without the comments that say where its translation came from."""
    first = next((place for place, text in enumerate(entry.comments) if text.startswith(ORIGINS)), None)
    return entry if first is None else replace(entry, comments=entry.comments[:first])


def extract_units(article: Article, path: str, *, lines: bool = False) -> tuple[TextUnit, ...]:
    """The texts of an article in reading order; a text that stands in several places is one unit with all its comments.

    `path` is what the references name; with `lines` they say the lines too, which then move with every edit.
    """
    found: dict[str, TextUnit] = {}
    for segment in article.segments:
        if not has_words(segment):
            continue
        entry = Entry(
            source=segment.text,
            comments=tuple(_comments(segment)),
            references=(f"{path}:{segment.line}" if lines else path,),
            flags=(BRACE_FORMAT,) if segment.placeholders and not has_stray_braces(segment.text) else (),
        )
        known = found.get(segment.text)
        found[segment.text] = TextUnit(entry=entry, segment=segment) if known is None else _merged(known, entry)
    return tuple(found.values())


def _merged(unit: TextUnit, other: Entry) -> TextUnit:
    entry = unit.entry
    comments = tuple(dict.fromkeys(entry.comments + other.comments))
    references = tuple(dict.fromkeys(entry.references + other.references))
    flags = entry.flags if entry.flags == other.flags else ()
    return replace(unit, entry=replace(entry, comments=comments, references=references, flags=flags))


def _comments(segment: Segment) -> Iterator[str]:
    """Kind, section, the author's remarks, then what each placeholder is; nothing in them counts or moves (law 2)."""
    if segment.kind is SegmentKind.FRONT_MATTER:
        yield f"{segment.kind}: {segment.label}"
    else:
        yield str(segment.kind)
    if segment.section:
        yield f"section: {segment.section}"
    for remark in segment.remarks:
        yield f"note: {remark}"
    for placeholder in segment.placeholders:
        yield (
            f"{{{placeholder.name}}}: {placeholder.description}"
            if placeholder.description
            else f"{{{placeholder.name}}}"
        )
