"""Pair the texts of an article with their translations, and tell rules what they have to know of the other texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.article.escape import clean_target
from pipeline.article.placeholders import is_fold, is_work, remove_placeholders
from pipeline.article.placeholders.reconcile import ReconciledTarget, reconcile_placeholders
from pipeline.checks import quote_pairs, quotes, repeats
from pipeline.checks.pair import ArticleTexts, Pair, mask_source
from pipeline.checks.quote_marks import unify_marks
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Segment, SegmentKind

_QUOTED_TOGETHER = frozenset({SegmentKind.PARAGRAPH, SegmentKind.QUOTE, SegmentKind.LIST_ITEM})
"""The kinds of text in which a quotation may go on in the next one."""
_MEANT_OTHERWISE = {SegmentKind.HEADING, SegmentKind.LIST_ITEM, SegmentKind.PARAGRAPH, SegmentKind.QUOTE}


def make_pairs(
    article: Article, entries: Mapping[str, Entry], lang: str, texts: ArticleTexts, glossary: Glossary
) -> Iterator[Pair]:
    """Yield the finished translations as pairs, in the order of the article."""
    seen: set[str] = set()
    folded = _find_folded(article, entries)
    for segment in article.segments:
        key, is_text = segment.key, segment.kind.is_text
        entry = entries.get(key)
        if entry is None or key in seen or not entry.is_translated:
            continue
        seen.add(key)
        target = clean_target(entry.target)
        if lang == article.lang and target == segment.text and not is_text:
            continue
        if target and not is_fold(target):
            reconciled = reconcile_placeholders(target, segment) if is_text else ReconciledTarget(text=target)
            yield Pair(
                segment=segment,
                entry=entry,
                reconciled=reconciled,
                source_lang=article.lang,
                lang=lang,
                folded=" ".join(folded.get(key, ())),
                texts=texts,
                glossary=glossary,
            )


def _find_folded(article: Article, entries: Mapping[str, Entry]) -> dict[str, dict[str, None]]:
    """Return the words of the sentences that are folded into others, by the keys of these, each once and in order."""
    folds = {key for key, entry in entries.items() if entry.is_translated and is_fold(entry.target)}
    found: dict[str, dict[str, None]] = {}
    into: dict[tuple[int, SegmentKind], str] = {}
    for segment in article.segments if folds else ():
        place = segment.block, segment.kind  # an address or a picture may stand between two sentences
        if segment.key not in folds:
            into[place] = segment.key
        elif place in into:
            found.setdefault(into[place], {})[remove_placeholders(segment.text)] = None
    return found


def compare_texts(
    texts: ArticleTexts, article: Article, entries: Mapping[str, Entry], lang: str, pairs: Sequence[Pair]
) -> None:
    """Fill what rules have to know of other texts of the article."""
    _index_texts(texts, article, entries, pairs)
    repeats.index_neighbours(texts, pairs)
    for run in quote_pairs.split_runs(_quoted_sentences(article, entries, lang, pairs)):
        if not any(sentence.has_marks for sentence in run):
            continue
        texts.enclosed.update(quote_pairs.find_enclosed(run) | quote_pairs.find_surrounded(run))
        texts.unpaired.update(quote_pairs.find_unpaired(run, lang))
        texts.phrases.update(quotes.find_phrases(run))
        quotes.index_quoted_parts(texts, run)
    for key in texts.enclosed & texts.unpaired.keys():
        del texts.unpaired[key]  # the hint quotes-across tells of it


def _index_texts(texts: ArticleTexts, article: Article, entries: Mapping[str, Entry], pairs: Iterable[Pair]) -> None:
    """Fill the texts that rules compare entries with, in one pass."""
    for pair in pairs:
        if pair.segment.kind.is_text:
            texts.by_source.setdefault(pair.source_key, []).append(pair.target)
            texts.by_target.setdefault(pair.target_key, []).append(pair.source)
    for table in (texts.by_source, texts.by_target):
        for key in [key for key, found in table.items() if len(found) == 1]:
            del table[key]
    notes: list[Segment] = []
    others: list[Segment] = []
    texts.shared.update(_shared_keys(article))
    for segment in article.segments:
        if segment.kind.is_text and is_work(segment):
            (notes if segment.kind is SegmentKind.FOOTNOTE else others).append(segment)
    # Until everything else is translated, untranslated notes are not a finding.
    if notes and all(segment.key in entries and entries[segment.key].is_translated for segment in others):
        for segment in notes:
            if segment.label is not None and segment.key in entries and not entries[segment.key].is_translated:
                texts.untranslated_notes.add(segment.label.casefold())


def _shared_keys(article: Article) -> set[str]:
    """Return the keys of the texts that are a table cell in one place and running text or a heading in another."""
    cells = {segment.key for segment in article.segments if segment.kind is SegmentKind.TABLE_CELL}
    return {segment.key for segment in article.segments if segment.kind in _MEANT_OTHERWISE} & cells if cells else cells


def _quoted_sentences(
    article: Article, entries: Mapping[str, Entry], lang: str, pairs: Iterable[Pair]
) -> Iterator[tuple[quote_pairs.QuotedSentence, bool, bool]]:
    """Yield the sentences in which quotation marks are paired, as `split_runs` takes them."""
    made = {pair.entry.key: pair for pair in pairs}
    # A note within a sentence does not belong to the text around it; its segments have a block number below 0.
    for segment in sorted(article.segments, key=lambda segment: segment.block < 0):
        if not segment.kind.is_text:
            continue
        key = segment.key
        pair = made.get(key)
        if pair is None:
            entry = entries.get(key)
            if not is_work(segment) or (lang != article.lang and entry is not None and entry.is_translated):
                continue  # folded into the sentence before it
        source = unify_marks(pair.source_prose if pair else mask_source(segment.text), article.lang)
        target = unify_marks(pair.target_prose, lang) if pair else source if lang == article.lang else None
        yield (
            quote_pairs.QuotedSentence(key=key, block=segment.block, source=source, target=target),
            segment.kind in _QUOTED_TOGETHER,
            segment.kind is SegmentKind.HEADING,
        )
