"""Article → texts to translate: each text once, in reading order, with comments for its translators."""

from dataclasses import replace
from itertools import pairwise

from pipeline.article.placeholders import has_letters, has_stray_braces, has_words, is_work
from pipeline.frozen import dataclass
from pipeline.model import Article, Entry, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy
from pipeline.segmentation import find_sentence_ends

_NOTE_TOKEN = lazy(r"\{(fn\d+)\}")
_NOTE_MARKER = lazy(r"\[\^(fn\d+)\]")

BRACE_FORMAT = "python-brace-format"
"""The flag that makes PO editors and msgfmt check the placeholders of an entry."""


def was_spelled_out(placeholder: Placeholder) -> bool:
    """Tell whether catalogs once showed what a placeholder stands for: a dialect's span, or one as a link's target."""
    is_target = placeholder.kind is PlaceholderKind.URL and placeholder.label is None
    return placeholder.is_mark or (is_target and all(isinstance(piece, str) for piece in placeholder.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnit:
    """A text of an article in the language `lang`: its entry without a translation, and the first segment with this
    text and context.

    An `optional` one is an entry only where a catalog has a translation of its own for it, such as another number or
    the address of a page in its language: what needs no translation would count as work, or as done.
    """

    entry: Entry
    segment: Segment
    lang: str = ""
    optional: bool = False

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
        """Tell whether the text is a link target."""
        return self.segment.kind is SegmentKind.LINK_TARGET

    def wordless_sentences(self) -> tuple[str, ...]:
        """Return the sentences of a block without a letter, which are no entries where sentences are."""
        view = _NOTE_TOKEN.sub(r"[^\1]", self.text)
        ends = find_sentence_ends(view, self.lang)
        cut = (_NOTE_MARKER.sub(r"{\1}", view[start:end].strip()) for start, end in pairwise((0, *ends)))
        return tuple(text for text in cut if text and not has_letters(text))


def extract_units(article: Article, path: str) -> tuple[TextUnit, ...]:
    """Return the texts of an article that are to be translated, as `extract_all_units` does."""
    return tuple(unit for unit in extract_all_units(article, path) if not unit.optional)


def extract_all_units(article: Article, path: str, *, lines: bool = False) -> tuple[TextUnit, ...]:
    """Return the texts of an article in reading order, with the optional ones; a text that occurs twice is one unit
    with the comments of both, unless its contexts differ.

    `path` is what the references name; with `lines` they have line numbers, which change with every edit.
    """
    found: dict[str, TextUnit] = {}
    references = (path,)
    for segment in article.segments:
        if not has_words(segment):
            continue
        entry = Entry(
            source=segment.text,
            context=segment.context,
            comments=_comments(segment),
            references=(f"{path}:{segment.line}",) if lines else references,
            flags=(BRACE_FORMAT,) if segment.placeholders and not has_stray_braces(segment.text) else (),
        )
        unit = TextUnit(entry=entry, segment=segment, lang=article.lang, optional=not is_work(segment))
        known = found.get(segment.key)
        found[segment.key] = unit if known is None else _unite(known, unit)
    return tuple(found.values())


def _unite(unit: TextUnit, other: TextUnit) -> TextUnit:
    """Add the comments and references of another unit with the same text; a flag stays only if both have it."""
    one, two = unit.entry, other.entry
    comments = tuple(dict.fromkeys(one.comments + two.comments))
    references = tuple(dict.fromkeys(one.references + two.references))
    flags = one.flags if one.flags == two.flags else ()
    entry = replace(one, comments=comments, references=references, flags=flags)
    return replace(unit, entry=entry, optional=unit.optional and other.optional)


def _comments(segment: Segment) -> tuple[str, ...]:
    """Return kind, section, the author's remarks, then each placeholder's meaning; no number that moves (law 2)."""
    kind = segment.kind
    is_labelled = kind is SegmentKind.FRONT_MATTER or kind is SegmentKind.ATTRIBUTE
    found = [f"{kind.value}: {segment.label}" if is_labelled else kind.value]
    if segment.section:
        found.append(f"section: {segment.section}")
    found += [f"note: {remark}" for remark in segment.remarks]
    for placeholder in segment.placeholders:
        token = f"{{{placeholder.name}}}"
        found.append(f"{token}: {placeholder.description}" if placeholder.description else token)
    return tuple(found)
