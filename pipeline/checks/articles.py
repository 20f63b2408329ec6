"""Slips in an article, which affect all of its editions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.article.markdown.blocks import read_blocks
from pipeline.article.markdown.events import parse_events
from pipeline.article.markdown.untranslated import (
    Untranslated,
    find_other_front_matter,
    find_unknown_syntax,
    find_untranslated,
)
from pipeline.checks.codes import CODES, make_finding, write_reference
from pipeline.checks.pair import mask, mask_source
from pipeline.checks.spacing import find_divided_word
from pipeline.model import Article, Finding, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy

_REFERENCE = lazy(r"\[\^([^\[\]\s]{1,99})\]")
_DEFINITION = lazy(r"^[ >\t]*\[\^([^\[\]\s]{1,99})\]:", re.MULTILINE)
_GLUED = lazy(r"\{(fn\d+)\}(?=[^\W\d_])")


def check_undefined_notes(article: Article) -> Iterator[Finding]:
    """Find references to notes that do not exist: readers see the brackets."""
    for segment in article.segments:
        if "[^" in segment.text:
            for match in _REFERENCE.finditer(mask(segment.text)):
                found = make_finding(
                    "article-undefined",
                    "there is no note {reference}; readers see these characters. Define the note, or remove them.",
                    reference=match[0],
                )
                yield replace(found, line=segment.line, source=segment.text)


def check_unused_notes(article: Article) -> Iterator[Finding]:
    """Find notes that no sentence refers to: readers do not see them."""
    told = {label.casefold() for segment in article.segments for label in segment.notes}
    for note in article.notes:
        if note.label.casefold() not in told:
            found = make_finding(
                "article-unused",
                "nothing refers to the note {reference}; readers do not see it. Put {reference} where it belongs, or "
                "remove the note.",
                reference=f"[^{note.label}]",
            )
            yield replace(found, line=note.line)


def check_doubled_notes(article: Article) -> Iterator[Finding]:
    """Find notes that are defined again: only the first definition counts."""
    labels = [label.casefold() for label in _DEFINITION.findall(article.source)]
    if len(labels) == len(set(labels)):
        return
    seen: set[str] = set()
    for note in read_blocks(article.source, parse_events(article.source)).notes:
        label = note.label.casefold()
        if label in seen:
            found = make_finding(
                "article-twice",
                "the note {reference} is defined again here; only the first definition counts. Give it a label of "
                "its own.",
                reference=f"[^{note.label}]",
            )
            yield replace(found, line=note.line)
        seen.add(label)


def check_glued_words(article: Article) -> Iterator[Finding]:
    """Find words right after a note reference, without a space."""
    for segment, following in pairwise((*article.pieces, "")):
        if not isinstance(segment, Segment):
            continue
        within = _GLUED.search(segment.text)
        notes = [item for item in segment.placeholders if item.kind is PlaceholderKind.NOTE]
        note = next((item for item in notes if within and item.name == within[1]), None)
        if note is None and notes and isinstance(following, Segment) and following.block == segment.block:
            note = notes[-1] if segment.text.endswith("}") and following.text[:1].isalpha() else None
        if note is not None:
            found = make_finding(
                "article-glued",
                "there is no space between {reference} and the word after it. Add one.",
                reference=write_reference(note),
            )
            yield replace(found, line=segment.line, source=segment.text)


def check_divided_words(article: Article) -> Iterator[Finding]:
    """Find words that were divided at the end of a line."""
    for segment in article.segments:
        if segment.kind.is_text and (word := find_divided_word(mask_source(segment.text), article.lang)):
            found = make_finding(
                "article-hyphenated",
                "there is a space after the hyphen in “{word}”. Write it as one word, or type a dash if one is meant.",
                word=word,
            )
            yield replace(found, line=segment.line, source=segment.text)


def check_picture_texts(article: Article) -> Iterator[Finding]:
    """Find pictures whose text begins as a note's label does: programs with notes read `![^x]` as one."""
    for segment in article.segments:
        if segment.kind is SegmentKind.IMAGE_TEXT and segment.source.startswith("^"):
            found = make_finding(
                "article-picture",
                "the text of the picture begins with ^, so that many programs take it for a note and lose the picture. "
                "Write \\^ there.",
            )
            yield replace(found, line=segment.line, source=segment.text)


def check_literal_words(article: Article) -> Iterator[Finding]:
    """Find parts with words that stay as they are in every edition."""
    yield from _tell("article-literal", find_untranslated(article))


def check_unknown_syntax(article: Article) -> Iterator[Finding]:
    """Find lines that look like the syntax of a site, and that translators get as text."""
    yield from _tell("article-syntax", find_unknown_syntax(article))


def check_other_front_matter(article: Article) -> Iterator[Finding]:
    """Find front matter in a form that translators get as text."""
    yield from _tell("article-front-matter", find_other_front_matter(article))


def _tell(code: str, parts: Iterable[Untranslated]) -> Iterator[Finding]:
    for part in parts:
        yield Finding(rule=code, severity=CODES[code].severity, message=part.reason, line=part.line)
