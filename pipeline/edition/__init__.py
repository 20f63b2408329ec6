"""Article + translations → edition: every note beside its sentence, the structure that of the source (laws 1, 4, 5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.article import escape
from pipeline.article.placeholders import has_words, is_fold
from pipeline.edition.compose import split_blocks
from pipeline.edition.render import (
    UNTRANSLATED,
    NestedTranslations,
    RenderedSentence,
    find_translator_notes,
    reconcile_translation,
)
from pipeline.edition.translator_notes import TranslatorNotes
from pipeline.edition.verify import EditionDraft
from pipeline.model import Article, Entry, Finding, Message, Segment, SegmentKind, Severity


class MissingText(StrEnum):
    """What an edition shows where there is no translation to show."""

    SOURCE = "source"
    MARK = "mark"
    OMIT = "omit"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPolicy:
    """How an edition is made: what to do about missing translations, and whether fuzzy ones are used."""

    missing: MissingText = MissingText.SOURCE
    fuzzy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The merged text, what an editor should look at, how many segments have no translation, and the share that has.

    `share` is that of the source's words, from 0 to 1. `spans` are where in the text the segments among the article's
    pieces stand, in code points; a sentence that was folded into another has an empty one.
    """

    lang: str
    text: str
    findings: tuple[Finding, ...]
    untranslated: int
    share: float
    spans: tuple[tuple[int, int], ...] = ()


def build_edition(
    article: Article, entries: Mapping[str, Entry], lang: str, policy: EditionPolicy | None = None
) -> Edition:
    """The edition of `article` in `lang`, from catalog entries by their source text.

    Untouched source text comes out as it went in. A translation that would break out of its block is escaped, and where
    that does not help refused: its source stays. Findings tell, with the lines of the entries. Nothing that a
    translator wrote raises an error.
    """
    policy = policy or EditionPolicy()
    usable = {source: entry for source, entry in entries.items() if is_usable(entry, fuzzy=policy.fuzzy)}
    segments = [segment for segment in article.segments if segment.kind.is_text and has_words(segment)]
    missing = [segment for segment in segments if segment.text not in usable]
    words = sum(len(segment.text.split()) for segment in segments)
    untouched = _is_source(usable) and (policy.missing is MissingText.SOURCE or not missing)
    text, spans, findings = (
        (article.source, tuple(_spans(article)), ()) if untouched else _composed(article, usable, lang, policy.missing)
    )
    return Edition(
        lang=lang,
        text=text,
        spans=spans,
        findings=findings,
        untranslated=len(missing),
        share=1 - sum(len(segment.text.split()) for segment in missing) / words if words else 1.0,
    )


def is_usable(entry: Entry, *, fuzzy: bool) -> bool:
    """Whether an edition may show the entry's target: it has one, and a person confirmed it or fuzzy ones are
    wanted.
    """
    return not entry.obsolete and bool(escape.clean_target(entry.target)) and (fuzzy or not entry.fuzzy)


def _is_source(usable: Mapping[str, Entry]) -> bool:
    """Whether every translation is its source, as in the catalog of the source language until somebody edits it."""
    return all(escape.clean_target(entry.target) == source and not is_fold(source) for source, entry in usable.items())


def _spans(article: Article) -> Iterator[tuple[int, int]]:
    """Where the segments among the article's pieces stand in its own text."""
    at = 0
    for piece in article.pieces:
        length = len(piece if isinstance(piece, str) else piece.source)
        if not isinstance(piece, str):
            yield at, at + length
        at += length


def _composed(
    article: Article, usable: Mapping[str, Entry], lang: str, missing: MissingText
) -> tuple[str, tuple[tuple[int, int], ...], tuple[Finding, ...]]:
    """The text of an edition, the spans of its segments, and what was found on the way."""
    maker = _Maker(article, usable, lang, missing)
    draft = EditionDraft(article, tuple(split_blocks(article, maker.sentences)), NestedTranslations(usable))
    draft.settle()
    text = draft.text()
    added, at = maker.own_notes.added(text)
    more = len(added) - len(text)
    spans = ((start + more, end + more) if start >= at else (start, end) for start, end in draft.spans())
    return added, tuple(spans), (*maker.findings, *draft.findings())


class _Maker:
    """Decides for each segment what the edition shows."""

    def __init__(self, article: Article, usable: Mapping[str, Entry], lang: str, missing: MissingText) -> None:
        self.usable = usable
        self.missing = missing
        self.mark = UNTRANSLATED[lang] if missing is MissingText.MARK and lang != article.lang else ""
        self.own_notes = TranslatorNotes(article, lang)
        self.findings: list[Finding] = []

    def sentences(self, segments: tuple[Segment, ...]) -> tuple[RenderedSentence, ...]:
        """The sentences of one block; a sentence is folded only into one that is translated."""
        made: list[RenderedSentence] = []
        for segment in segments:
            made.append(self._sentence(segment, made[-1] if made else None))
        return tuple(made)

    def _sentence(self, segment: Segment, before: RenderedSentence | None) -> RenderedSentence:
        entry = self.usable.get(segment.text)
        if entry is None:
            plain = not segment.kind.is_text or not has_words(segment)
            omitted = self.missing is MissingText.OMIT and segment.kind is not SegmentKind.FRONT_MATTER and not plain
            return RenderedSentence(segment=segment, omitted=omitted, mark="" if plain else self.mark)
        if is_fold(entry.target):
            if before is not None and (before.folded or before.entry is not None):
                return RenderedSentence(segment=segment, entry=entry, folded=True)
            self.findings.append(_unfoldable(entry, before))
            return RenderedSentence(segment=segment, mark=self.mark)
        aligned = reconcile_translation(segment, entry)
        notes = () if aligned is None or segment.kind is SegmentKind.FRONT_MATTER else find_translator_notes(aligned)
        labels = tuple((self.own_notes.label(text), text) for text in notes)
        return RenderedSentence(segment=segment, entry=entry, reconciled=aligned, own_notes=labels)


def _unfoldable(entry: Entry, before: RenderedSentence | None) -> Finding:
    return Finding(
        rule="fold",
        severity=Severity.ERROR,
        message=Message.create(
            "“←” folds a sentence into the one before it, but it is the first of its block; the source stays. "
            "Translate it here."
            if before is None
            else "“←” folds a sentence into the one before it, but the sentence before it is not translated; the "
            "source stays. Translate it here."
        ),
        line=entry.line,
        source=entry.source,
    )
