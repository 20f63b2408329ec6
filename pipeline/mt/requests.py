"""What there is to translate in a catalog, and how each of its texts is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.article.extract import extract_units
from pipeline.errors import CatalogError
from pipeline.glossary import Glossary
from pipeline.glossary.enforce import RequiredTerm, find_required_terms, mask_terms
from pipeline.model import Article, Catalog, Entry, Placeholder, Segment
from pipeline.mt.client import Machine
from pipeline.mt.prepare import Piece, cut, needs_words, pieces, protected
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRequest:
    """An entry to be filled, and the pieces of its text that are asked for.

    `terms` are those that its translation has to have; those in `stand_for` are placeholders of `segment`, by their
    names. `is_apart`: it is asked for in pieces between its placeholders.
    """

    entry: Entry
    segment: Segment
    pieces: tuple[Piece, ...]
    terms: tuple[RequiredTerm, ...] = ()
    stand_for: Mapping[str, str] = field(default_factory=dict)
    is_apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRequests:
    """One catalog with what there is to do in it."""

    path: str
    source: str
    lang: str
    seen: bytes | None
    old: Catalog
    drafts: tuple[TranslationRequest, ...]


def sheet_of(settings: Settings, place: ArticlePath, lang: str, machine: Machine) -> CatalogRequests | None:
    """What there is to do in one catalog; None for that of the article's own language."""
    article = load_article(settings, place)
    if lang == article.lang:
        return None
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=path)
    glossary = load_glossary(settings) if settings.machine_terms else Glossary()
    sheet = CatalogRequests(path=path, source=article.lang, lang=lang, seen=seen, old=old, drafts=())
    return replace(sheet, drafts=tuple(_drafts(sheet, article, glossary, machine)))


def _drafts(
    sheet: CatalogRequests, article: Article, glossary: Glossary, machine: Machine
) -> Iterator[TranslationRequest]:
    texts = {unit.text: unit for unit in extract_units(article, "")}
    for entry in sheet.old.entries:
        unit = texts.get(entry.source)
        if unit is None or unit.is_target or entry.obsolete or entry.context is not None or entry.target:
            continue
        terms = find_required_terms(unit.text, glossary, sheet.source, sheet.lang)
        draft = TranslationRequest(entry=entry, segment=unit.segment, pieces=(), terms=terms)
        yield insisting(draft, [term for term in terms if term.is_fixed], sheet, machine)


def insisting(
    draft: TranslationRequest, terms: Sequence[RequiredTerm], sheet: CatalogRequests, machine: Machine
) -> TranslationRequest:
    """The draft with placeholders for these terms."""
    original = replace(draft.segment, text=draft.entry.source, placeholders=_own(draft))
    segment, stand_for = mask_terms(original, terms) if terms else (original, {})
    made = replace(draft, segment=segment, stand_for=stand_for)
    return replace(made, pieces=apart(made, sheet, machine) if draft.is_apart else _whole(made, sheet, machine))


def _own(draft: TranslationRequest) -> tuple[Placeholder, ...]:
    """The placeholders of a draft but those that stand for terms."""
    return tuple(item for item in draft.segment.placeholders if item.name not in draft.stand_for)


def _whole(draft: TranslationRequest, sheet: CatalogRequests, machine: Machine) -> tuple[Piece, ...]:
    """The text as it is, cut only where it is too long for a request."""
    text = draft.segment.text
    if not needs_words(text):
        return (Piece(text=text, is_asked=False),)
    return cut(text, sheet.source, lambda text: machine.fits(protected(text, machine.form)))


def texts_of(draft: TranslationRequest, machine: Machine) -> list[str]:
    """What is sent for an entry."""
    return [protected(piece.text.strip(), machine.form) for piece in draft.pieces if piece.is_asked]


def apart(draft: TranslationRequest, sheet: CatalogRequests, machine: Machine) -> tuple[Piece, ...]:
    """The pieces between the placeholders, each short enough."""
    found: list[Piece] = []
    for piece in pieces(draft.segment):
        if piece.is_asked:
            found += cut(piece.text, sheet.source, lambda text: machine.fits(protected(text, machine.form)))
        else:
            found.append(piece)
    return tuple(found)
