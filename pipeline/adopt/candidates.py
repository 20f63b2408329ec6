"""Pair one article with its published translation, and fill the catalog."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline import catalog
from pipeline.adopt.adoption import Adoption, PairedTexts, ReportedPassage
from pipeline.adopt.fill import fill_and_compare, list_fillable, without_idle
from pipeline.adopt.pairing import UnrelatedError, pair_texts
from pipeline.adopt.published import PublishedTranslation, read_published
from pipeline.alignment import SURE, Lexicon, learn_lexicon
from pipeline.article.extract import extract_all_units
from pipeline.article.placeholders import remove_placeholders
from pipeline.errors import CatalogError, SettingsError
from pipeline.glossary.match import add_term_comments
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.import_ import SourceFile
from pipeline.workspace.memory.sync import UnusableMemoryError, open_memory_to_read
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import catalog_bytes

_ATTEMPTS = 5
LEAST_PAIRS = 200
"""Number of pairs from which a lexicon is learned: fewer do not tell words apart."""

_MOST_MEMORY_PAIRS = 2_000
_SHOWN_CHARACTERS = 80

LexiconsByLanguage = Mapping[tuple[str, str], Lexicon | None]
"""Lexicons by the languages of article and translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article and a translation of it, paired, before anything is written."""

    place: ArticlePath
    article: Article
    published: PublishedTranslation
    paired: PairedTexts

    def sure_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the texts of the sure pairs, to learn from."""
        for item in self.paired.pairings:
            if item.source and item.target and item.confidence >= SURE:
                ours = " ".join(remove_placeholders(self.article.segments[number].text) for number in item.source)
                theirs = " ".join(
                    remove_placeholders(self.published.article.segments[number].text) for number in item.target
                )
                yield ours, theirs


def match_translation(
    settings: Settings, place: ArticlePath, lang: str, document: SourceFile, lexicons: LexiconsByLanguage
) -> Candidate:
    """Read an article and its translation, and pair them. Raises ArticleError or FileError if one cannot be read or
    they do not belong together, SettingsError for an edition that cannot be adopted.
    """
    article = load_article(settings, place)
    if lang == article.lang:
        raise SettingsError(f"{place.path} is written in “{lang}” itself: give the language of the translation.")
    published = read_published(settings, document, lang, article.source)
    try:
        lexicon, terms = lexicons.get((article.lang, lang)), load_terms(settings, article.lang, lang)
        paired = pair_texts(article, published.article, lexicon, terms)
    except UnrelatedError as error:
        raise error.at(document.name) from error
    return Candidate(place=place, article=article, published=published, paired=paired)


def sample_evenly(pairs: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """Return at most `most` of the pairs, spread evenly over all."""
    step = max(len(pairs) / most, 1.0)
    return [pairs[int(number * step)] for number in range(min(len(pairs), most))]


def load_terms(settings: Settings, source_lang: str, lang: str) -> list[tuple[str, str]]:
    """Return the terms of the glossary with their translations."""
    return [
        (name, translation)
        for term in load_glossary(settings).terms
        for name in term.names.get(source_lang, ())
        for translation in term.names.get(lang, ())
    ]


def load_memory_pairs(
    settings: Settings, source_lang: str, lang: str, without_origins: Collection[str]
) -> list[tuple[str, str]]:
    """Return the memory's texts and translations, without adopted articles: a second run finds the same."""
    with suppress(UnusableMemoryError), open_memory_to_read(settings.root) as memory:
        if memory is not None:
            pairs = memory.pairs(source_lang, lang, without_origins, _MOST_MEMORY_PAIRS)
            return [(remove_placeholders(ours), remove_placeholders(theirs)) for ours, theirs in pairs]
    return []


def learn_from_memory(settings: Settings, place: ArticlePath, lang: str) -> LexiconsByLanguage:
    """Learn a lexicon for one translation from the catalogs of other articles; none if they have too few pairs."""
    langs = load_article(settings, place).lang, lang
    pairs = load_memory_pairs(settings, *langs, {place.origin})
    return {langs: learn_lexicon(pairs, *langs)} if len(pairs) >= LEAST_PAIRS else {}


def adopt_translation(settings: Settings, found: Candidate, write: Callable[..., bool]) -> Adoption:
    """Fill the catalog by `files.write` or its stand-in in a dry run; if somebody saves it meanwhile, start again with
    what is there now. Raises CatalogError or FileError.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(files.ChangedMeanwhileError):
            return _fill_catalog(settings, found, write)
    return _fill_catalog(settings, found, write)


def _fill_catalog(settings: Settings, found: Candidate, write: Callable[..., bool]) -> Adoption:
    lang = found.published.article.lang
    path = found.place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None and write is files.write:
        raise CatalogError("there is no such catalog. Run: targman sync", path=path)
    texts = add_term_comments(
        extract_all_units(found.article, found.place.path, lines=settings.line_references),
        load_glossary(settings),
        found.article.lang,
        lang,
    )
    current = list_fillable(old.entries if old else (), texts, lang)
    adoption = fill_and_compare(current, found.article, found.published.article, found.paired)
    header = old.header if old else catalog.new_header(settings.project, lang, found.article.lang)
    new = Catalog(header=header, remarks=old.remarks if old else (), entries=adoption.entries)
    is_new = new.entries != without_idle(current, found.article)
    written = is_new and write(settings.root / path, catalog_bytes(new, old, seen), seen=seen, root=settings.root)
    report = replace(
        adoption.report,
        article=found.place.path,
        translation=found.published.name,
        path=path,
        written=written,
        parts=tuple(_report_passages(found)),
        kinship=round(found.paired.kinship, 2),
        remarks=found.published.remarks,
    )
    return replace(adoption, report=report)


def _report_passages(found: Candidate) -> Iterator[ReportedPassage]:
    ours, theirs = found.article.segments, found.published.article.segments
    for kind, passage in found.paired.passages():
        first = ours[passage.source[0]] if passage.source else None
        published = theirs[passage.target[0]] if passage.target else None
        text = first.text if first else published.text if published else ""
        yield ReportedPassage(
            what=kind,
            sentences=len(passage.source or passage.target),
            line=first.line if first else 0,
            published_line=published.line if published else 0,
            text=text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS].rstrip()}…",
        )
