"""Build an edition from an article and its translations: notes beside their sentences, the structure of the source.

`render` makes the Markdown of a sentence, `compose` that of a block, `verify` proves the whole (laws 1, 4, 5) and holds
back offending sentences region by region (`regions`), `translator_notes` adds a translator's footnotes, and
`provenance` signs the front matter. `findings` tells editors what is not shown as it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.article import dialects, escape
from pipeline.article.dialects.pairs import is_ordered
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.article.markdown.front_matter_block import BYTE_ORDER_MARK, find_front_matter
from pipeline.article.markdown.html_tokens import has_other_tags
from pipeline.article.placeholders import find_names, is_fold, is_work
from pipeline.article.placeholders.reconcile import ReconciledTarget
from pipeline.edition.certain import compose_certain
from pipeline.edition.compose import split_blocks
from pipeline.edition.findings import report_escaped, report_fold, report_note_in_html, report_order, report_unsafe
from pipeline.edition.folds import leave_out_open_folds
from pipeline.edition.inline_notes import order_inline_notes, translate_inline_notes
from pipeline.edition.render import (
    NestedTranslations,
    RenderedSentence,
    find_translator_notes,
    reconcile_translation,
)
from pipeline.edition.translator_notes import TranslatorNotes
from pipeline.edition.verify import EditionDraft
from pipeline.errors import ArticleError
from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.words import count_words
from pipeline.model import Article, Entry, Finding, Segment, SegmentKind, Severity


class MissingText(StrEnum):
    """The text that an edition shows in place of a missing translation."""

    SOURCE = "source"
    MARK = "mark"
    OMIT = "omit"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPolicy:
    """The rules for building an edition: the text for missing translations, and whether fuzzy ones are used."""

    missing: MissingText = MissingText.SOURCE
    fuzzy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The text of an edition, with findings for editors.

    `untranslated` is the number of texts without a translation, `share` the share of their words that have one, from 0
    to 1; a text that occurs twice counts once, as in its catalog. `inline_notes` are the labels of notes within
    sentences in the order of the text, where it is not that of the source. `spans` are the offsets in the text of the
    segments among the article's pieces; a sentence that was folded into another has an empty span. `is_plain` is true
    if it is certain that the edition differs from its source in words and their emphasis only, not in notes, links or
    HTML.
    """

    lang: str
    text: str
    findings: tuple[Finding, ...]
    untranslated: int
    share: float
    spans: tuple[tuple[int, int], ...] = ()
    inline_notes: tuple[str, ...] = ()
    is_plain: bool = False


def build_edition(
    article: Article, entries: Mapping[str, Entry], lang: str, policy: EditionPolicy | None = None
) -> Edition:
    """Build the edition of `article` in `lang`, from catalog entries by key.

    Untranslated text is the source's, character for character. A translation that would break out of its block is
    escaped; if that does not help, its source is shown instead. Findings report this, with the lines of the entries.
    No translation raises an error.
    """
    policy = policy or EditionPolicy()
    confirmed = {key: entry for key, entry in entries.items() if is_usable(entry, fuzzy=policy.fuzzy)}
    usable = leave_out_open_folds(article, entries, confirmed)
    texts = find_texts(article, entries)
    missing = [key for key in texts if key not in usable]
    work = _find_work(article)
    words = work.words if texts is work.texts else sum(count_words(text.text) for text in texts.values())
    untouched = _is_source(usable) and (policy.missing is MissingText.SOURCE or not missing)
    untranslated = len(missing)
    share = (words - sum(count_words(texts[key].text) for key in missing)) / words if words else 1.0
    if not untouched:
        return replace(_compose(article, usable, lang, policy.missing), untranslated=untranslated, share=share)
    return Edition(
        lang=lang,
        text=article.source,
        spans=tuple(_source_spans(article)),
        findings=(),
        untranslated=untranslated,
        share=share,
        is_plain=True,
    )


def find_texts(article: Article, entries: Mapping[str, Entry]) -> Mapping[str, Segment]:
    """Return the texts that count in an edition, by key, each with a segment that has it: those that are to be
    translated, and the optional ones for which its catalog's `entries` have a translation of their own.
    """
    found = _find_work(article)
    if not any(_has_own_target(entries.get(key)) for key in found.optional):
        return found.texts
    return {item.key: item for item in article.segments if is_work(item) or _has_own_target(entries.get(item.key))}


class _Work(NamedTuple):
    """The texts of an article that are to be translated, by key, the number of their words, and the other keys."""

    texts: Mapping[str, Segment]
    words: int
    optional: tuple[str, ...]


@lru_cache(maxsize=4)  # all editions of an article are made of the same texts
def _find_work(article: Article) -> _Work:
    texts: dict[str, Segment] = {}
    optional: dict[str, Segment] = {}
    for item in article.segments:
        (texts if is_work(item) else optional)[item.key] = item
    return _Work(texts=texts, words=sum(count_words(item.text) for item in texts.values()), optional=tuple(optional))


def _has_own_target(entry: Entry | None) -> bool:
    return entry is not None and bool(entry.target) and not escape.is_untouched(entry.target, entry.source)


def is_usable(entry: Entry, *, fuzzy: bool) -> bool:
    """Tell whether an edition may show the entry's target: there is one, confirmed unless `fuzzy` ones are allowed."""
    if entry.obsolete or (entry.fuzzy and not fuzzy):
        return False
    # A letter or a digit is never cleaned away, and to ask for one takes less time.
    return entry.target[:1].isalnum() or bool(escape.clean_target(entry.target))


def _is_source(usable: Mapping[str, Entry]) -> bool:
    """Tell whether every translation equals its source, as in an unedited catalog of the source language."""
    return all(
        escape.is_untouched(entry.target, entry.source) and not is_fold(entry.source) for entry in usable.values()
    )


def _source_spans(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the offsets in the article's own text of the segments among its pieces."""
    at = 0
    for piece in article.pieces:
        length = len(piece if isinstance(piece, str) else piece.source)
        if not isinstance(piece, str):
            yield at, at + length
        at += length


def _compose(article: Article, usable: Mapping[str, Entry], lang: str, missing: MissingText) -> Edition:
    """Return an edition that is not its source; what is translated of it is counted elsewhere."""
    maker = _SentenceMaker(article, usable, lang, missing)
    nested = NestedTranslations(usable, dialect=dialects.load(article.dialects or ()))
    shows_source = missing is MissingText.SOURCE
    certain = compose_certain(article, usable, maker.make_sentences, nested, shows_source=shows_source)
    if certain is None:
        return _compose_proved(article, usable, lang, missing)
    text, head = _guard_head(certain.text, article)
    return Edition(
        lang=lang,
        text=text,
        spans=tuple((start + head, end + head) for start, end in certain.spans) if head else certain.spans,
        findings=(*maker.findings, *map(report_unsafe, nested.unsafe.values())),
        untranslated=0,
        share=1.0,
        is_plain=True,
    )


def _compose_proved(article: Article, usable: Mapping[str, Entry], lang: str, missing: MissingText) -> Edition:
    """Return an edition whose structure only a parser knows, without what would break that of the source."""
    maker = _SentenceMaker(article, usable, lang, missing)
    pieces = tuple(split_blocks(article, maker.make_sentences))
    within = translate_inline_notes(article, maker.make_sentences, usable)
    nested = NestedTranslations(usable, within.texts, dialects.load(article.dialects or ()))
    draft = EditionDraft(article, pieces, nested)
    draft.hold_back()
    text, head = _guard_head(draft.text(), article)
    added, at = maker.notes.append(text)
    more = len(added) - len(text)
    moved = ((start + head, end + head) for start, end in draft.spans())
    spans = ((start + more, end + more) if start >= at else (start, end) for start, end in moved)
    return Edition(
        lang=lang,
        text=added,
        spans=tuple(spans),
        findings=_unite_findings(maker.findings, within.findings, tuple(draft.findings())),
        untranslated=0,
        share=1.0,
        inline_notes=order_inline_notes(article, draft),
    )


def _unite_findings(
    made: Sequence[Finding], within: Sequence[Finding], held_back: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return all findings, each once, without the warnings of `made` about signs of a translation that is refused:
    readers see its source instead.
    """
    refused = {finding.key for finding in held_back if finding.severity is Severity.ERROR}
    seen = (finding for finding in made if finding.severity is Severity.ERROR or finding.key not in refused)
    return tuple(dict.fromkeys((*seen, *within, *held_back)))


def _guard_head(text: str, article: Article) -> tuple[str, int]:
    """Return the text so that no translation at its head is front matter, and how far that moves what it has.

    Only a file's first lines can be front matter: an object in braces, or a field between the rules that the article
    begins with. Empty front matter before them leaves them text; the provenance is written into it.
    """
    if find_front_matter(article.source) is not None or not _begins_with_fields(text):
        return text, 0
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    head = newline.join(["---", "---", "", ""])
    return mark + head + text[len(mark) :], len(head)


def _begins_with_fields(text: str) -> bool:
    try:
        return read_front_matter(text) is not None
    except ArticleError:  # fields that are not closed, or not valid
        return True


class _SentenceMaker:
    """Decides for each segment what the edition shows."""

    def __init__(self, article: Article, usable: Mapping[str, Entry], lang: str, missing: MissingText) -> None:
        self.usable = usable
        self.missing = missing
        self.mark = load(lang).not_translated if missing is MissingText.MARK and lang != article.lang else ""
        self.notes = TranslatorNotes(article, lang)
        self.findings: list[Finding] = []

    def make_sentences(self, segments: tuple[Segment, ...]) -> tuple[RenderedSentence, ...]:
        """Return the sentences of one block; a sentence is folded only into one that is translated."""
        made: list[RenderedSentence] = []
        for segment in segments:
            made.append(self._make_sentence(segment, made[-1] if made else None))
        return tuple(made)

    def _make_sentence(self, segment: Segment, before: RenderedSentence | None) -> RenderedSentence:
        entry = self.usable.get(segment.key)
        if entry is None:
            plain = not segment.kind.is_text or not is_work(segment)
            omitted = self.missing is MissingText.OMIT and segment.kind is not SegmentKind.FRONT_MATTER and not plain
            return RenderedSentence(segment=segment, omitted=omitted, mark="" if plain else self.mark)
        if is_fold(entry.target):
            if before is not None and (before.folded or before.entry is not None):
                return RenderedSentence(segment=segment, entry=entry, folded=True)
            self.findings.append(report_fold(entry, is_first=before is None))
            return RenderedSentence(segment=segment, mark=self.mark)
        reconciled = reconcile_translation(segment, entry)
        if reconciled is not None and not _has_ordered_marks(segment, reconciled.text):
            self.findings.append(report_order(entry))
            return RenderedSentence(segment=segment, mark=self.mark)
        notes = () if reconciled is None else self._take_notes(segment, entry, reconciled)
        return RenderedSentence(segment=segment, entry=entry, reconciled=reconciled, translator_notes=notes)

    def _take_notes(self, segment: Segment, entry: Entry, reconciled: ReconciledTarget) -> tuple[tuple[str, str], ...]:
        """Return the labels and texts of the translator's notes in a translation. Front matter and HTML have room for
        none; in HTML, readers see their signs, and those of tags that the source does not have.
        """
        if segment.kind is SegmentKind.FRONT_MATTER:
            return ()
        notes = find_translator_notes(reconciled, segment)
        if segment.kind is not SegmentKind.HTML_TEXT:
            return tuple((self.notes.add(text), text) for text in notes)
        if has_other_tags(reconciled.text, segment.text):
            self.findings.append(report_escaped(entry))
        if notes:
            self.findings.append(report_note_in_html(entry))
        return ()


def _has_ordered_marks(segment: Segment, target: str) -> bool:
    """Tell whether the spans of dialects that close something stand after those that open it, as in the source."""
    if len(segment.placeholders) <= 1:
        return True
    marks = {placeholder.name: placeholder.source for placeholder in segment.placeholders if placeholder.is_mark}
    return len(marks) <= 1 or is_ordered((marks[name] for name in find_names(target) if name in marks), marks.values())
