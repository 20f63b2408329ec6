"""Collect the texts of a catalog that a provider is to translate, and shape each for a request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace

from pipeline.article.extract import extract_units
from pipeline.errors import ArticleError, CatalogError, FileError
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.glossary.enforce import RequiredTerm, find_required_terms, mask_terms
from pipeline.model import Article, Catalog, Entry, Segment
from pipeline.mt.client import TranslationClient
from pipeline.mt.prepare import CheckedAnswer, RequestPiece, needs_words, protect, split_at_placeholders, split_to_fit
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRequest:
    """An entry to be filled, and the pieces of its text that are sent: between its placeholders if `is_split`. `terms`
    are those that its translation must have, `masked_terms` those that are placeholders of `segment`, by name.
    """

    entry: Entry
    segment: Segment
    pieces: tuple[RequestPiece, ...]
    terms: tuple[RequiredTerm, ...] = ()
    masked_terms: Mapping[str, str] = field(default_factory=dict)
    is_split: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRequests:
    """One catalog and the requests for it."""

    path: str
    source: str
    lang: str
    seen: bytes | None
    old: Catalog
    requests: tuple[TranslationRequest, ...]


def collect_requests(
    settings: Settings, place: ArticlePath, lang: str, client: TranslationClient
) -> CatalogRequests | None:
    """Return the requests for one catalog, or None for that of the article's own language."""
    article = load_article(settings, place)
    if lang == article.lang:
        return None
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=path)
    glossary = load_glossary(settings) if settings.machine_terms else Glossary()
    pending = CatalogRequests(path=path, source=article.lang, lang=lang, seen=seen, old=old, requests=())
    return replace(pending, requests=tuple(_collect(pending, article, glossary, client)))


def find_directions(settings: Settings, places: Iterable[ArticlePath]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of languages between which articles are translated here; between all editions if there is no
    article. Articles that cannot be read have no language.
    """
    found: set[str] = set()
    for place in places:
        with suppress(ArticleError, FileError):
            found.add(load_article(settings, place).lang)
    editions = settings.editions
    sources = [*(lang for lang in editions if lang in found or not found), *sorted(found.difference(editions))]
    return tuple((source, lang) for source in sources for lang in editions if source != lang)


def request_texts(client: TranslationClient, *requests: TranslationRequest) -> list[str]:
    """Return the texts that are sent for entries."""
    pieces = (piece for request in requests for piece in request.pieces if piece.is_asked)
    return [protect(piece.text.strip(), client.placeholder_format) for piece in pieces]


def next_request(
    request: TranslationRequest, checked: CheckedAnswer, pending: CatalogRequests, client: TranslationClient
) -> TranslationRequest | None:
    """Return another way to ask if placeholders were lost or terms are missing, or None if no way is left."""
    if checked.lost_placeholders and not request.is_split:
        return replace(request, pieces=_split_request(request, pending, client), is_split=True)
    held = {term for term in request.terms if term.names[0] in request.masked_terms.values()}
    missing = set(checked.missing_terms)
    if missing <= held:
        return None
    return _mask_terms(request, [term for term in request.terms if term in held | missing], pending, client)


def _collect(
    pending: CatalogRequests, article: Article, glossary: Glossary, client: TranslationClient
) -> Iterator[TranslationRequest]:
    texts = {unit.key: unit for unit in extract_units(article, "")}
    for entry in pending.old.entries:
        unit = texts.get(entry.key)
        if unit is None or unit.is_target or entry.obsolete or entry.target:
            continue
        terms = find_required_terms(unit.text, glossary, pending.source, pending.lang)
        request = TranslationRequest(entry=entry, segment=unit.segment, pieces=(), terms=terms)
        yield _mask_terms(request, [term for term in terms if term.is_fixed], pending, client)


def _mask_terms(
    request: TranslationRequest, terms: Sequence[RequiredTerm], pending: CatalogRequests, client: TranslationClient
) -> TranslationRequest:
    """Return the request with placeholders for these terms, split only where it has to be."""
    own = tuple(item for item in request.segment.placeholders if item.name not in request.masked_terms)
    original = replace(request.segment, text=request.entry.source, placeholders=own)
    segment, masked_terms = mask_terms(original, terms) if terms else (original, {})
    made = replace(request, segment=segment, masked_terms=masked_terms)
    if request.is_split:
        return replace(made, pieces=_split_request(made, pending, client))
    if needs_words(segment.text):
        return replace(made, pieces=split_to_fit(segment.text, pending.source, client.fits))
    return replace(made, pieces=(RequestPiece(text=segment.text, is_asked=False),))


def _split_request(
    request: TranslationRequest, pending: CatalogRequests, client: TranslationClient
) -> tuple[RequestPiece, ...]:
    """Return the pieces between the placeholders, each short enough."""
    found: list[RequestPiece] = []
    for piece in split_at_placeholders(request.segment):
        found += split_to_fit(piece.text, pending.source, client.fits) if piece.is_asked else [piece]
    return tuple(found)
