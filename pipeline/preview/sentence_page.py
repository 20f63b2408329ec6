"""Describe what the editor of one sentence shows, as values for the page's script."""

from collections.abc import Iterator
from typing import Any

from pipeline.diff import Change, diff_words
from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.model import Placeholder, PlaceholderKind
from pipeline.preview import machine
from pipeline.preview.article_cache import ArticleCache, ArticleView
from pipeline.preview.article_page import describe_finding
from pipeline.preview.article_view import EditionCell, EditionColumn, ViewedSentence, target_digest
from pipeline.preview.offers import find_memory_offers, find_term_offers
from pipeline.publishing.document import extract_text
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.review import find_former_review


def _list_all(view: ArticleView) -> Iterator[ViewedSentence]:
    for sentence in view.sentences:
        yield sentence
        yield from sentence.inside


def _find(view: ArticleView, key: str) -> ViewedSentence | None:
    return next((each for each in _list_all(view) if each.key == key), None)


def find_keys(cache: ArticleCache, place: ArticlePath, lang: str) -> dict[str, str]:
    """Return the keys of the entries of an article by the names that their sentences have on its page."""
    return {each.key: each.segment.key for each in _list_all(cache.view(place, (lang,)))}


def describe_sentence(
    cache: ArticleCache, place: ArticlePath, lang: str, key: str, say: Wording
) -> dict[str, Any] | None:
    """Return what the editor of one sentence shows; None if the article has no such sentence."""
    view = cache.checked(place, (lang,))
    column = view.columns[0]
    sentence = _find(view, key)
    if sentence is None:
        return None
    cell: EditionCell = column.cell(sentence.segment)
    return {
        "source": sentence.segment.text,
        "context": sentence.segment.context,
        "sourceLang": view.original.article.lang,
        "sourceDirection": load(view.original.article.lang).direction,
        "direction": load(lang).direction,
        "target": cell.target,
        "base": cell.base,
        "state": cell.state,
        "reviewed": cell.reviewer is not None,
        "place": f"{column.path}:{cell.line}" if cell.line else column.path,
        "kind": str(sentence.segment.kind),
        "origin": cell.origin,
        "previous": _describe_diff(cell.previous, sentence.segment.text),
        "remarks": cell.remarks,
        "remarksBase": target_digest(cell.remarks),
        "notes": list(sentence.segment.remarks),
        "placeholders": [
            {"name": f"{{{each.name}}}", "shown": _describe_placeholder(each, column)}
            for each in sentence.segment.placeholders
        ],
        "findings": [describe_finding(each, say) for each in cell.findings],
    }


def _describe_diff(before: str, after: str) -> list[dict[str, str]]:
    """Return the stretches of two texts with their fates; nothing if they are the same or the first is empty."""
    found = diff_words(before, after) if before else ()
    is_changed = any(each.change is not Change.SAME for each in found)
    return [{"text": each.text, "change": str(each.change)} for each in found] if is_changed else []


def _describe_placeholder(item: Placeholder, column: EditionColumn) -> str:
    """Return what a placeholder stands for: of a note its text, without Markdown, in the edition where it is."""
    if item.kind is PlaceholderKind.NOTE and item.label is not None:
        label = item.label.casefold()
        notes = (note for note in column.document.notes if note.label.casefold() == label)
        if note := next(notes, None):
            return extract_text(note.blocks)
    return item.description


def describe_offers(
    cache: ArticleCache, place: ArticlePath, lang: str, key: str, say: Wording
) -> dict[str, Any] | None:
    """Return what the memory and the glossary offer for a sentence, and the machine that can be asked."""
    view = cache.view(place, (lang,))
    sentence = _find(view, key)
    if sentence is None:
        return None
    source, settings = view.original.article.lang, cache.settings
    target = view.columns[0].cell(sentence.segment).target
    memory = find_memory_offers(settings, sentence.segment, source, lang, target=target)
    terms = find_term_offers(settings, sentence.segment, source, lang)
    return {
        "memory": [
            {
                "target": each.target,
                "score": say.percent(each.score / 100),
                "from": " · ".join(filter(None, (each.origin, each.translator))),
                "previous": _describe_diff(each.source, sentence.segment.text),
            }
            for each in memory
        ],
        "terms": [
            {"name": each.name, "names": each.names, "forbidden": each.forbidden, "notes": each.notes} for each in terms
        ],
        "machine": machine.find_provider(source, lang),
    }


def describe_former(
    cache: ArticleCache, place: ArticlePath, lang: str, key: str, say: Wording
) -> dict[str, Any] | None:
    """Return what changed in a sentence since its last review: in the source, and in the translation."""
    view = cache.view(place, (lang,))
    sentence = _find(view, key)
    if sentence is None:
        return None
    former = find_former_review(cache.settings, place, lang, sentence.segment.key)
    if former is None:
        return {"source": [], "target": [], "told": ""}
    told = say("Since the review by {name}", name=former.reviewer) if former.reviewer else say("Since the last review")
    return {
        "source": _describe_diff(former.former_source, former.source),
        "target": _describe_diff(former.former_target, former.target),
        "told": told,
    }
