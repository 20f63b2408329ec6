"""Pair one article with its published translation, and fill the catalog: values in, values out, but for reading and
storing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from pipeline import catalog
from pipeline.adopt.adoption import Adoption, AdoptionReport, PairedTexts, ReportedPassage
from pipeline.adopt.fill import fill_and_compare, list_fillable, without_idle
from pipeline.adopt.pairing import UnrelatedError, pair_texts
from pipeline.adopt.published import PublishedTranslation, read_published
from pipeline.alignment import Lexicon
from pipeline.article.extract import extract_all_units
from pipeline.catalog.origin import without_origin
from pipeline.errors import ArticleError, CatalogError
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.glossary.match import add_term_comments
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, parse_article, parse_catalog, parse_glossary, read_contents
from pipeline.workspace.import_ import SourceFile
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.safety import SafetyCopy, list_begun, load_copy
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import catalog_bytes

_SHOWN_CHARACTERS = 80

LexiconsByLanguage = Mapping[tuple[str, str], Lexicon]
"""Lexicons by the languages of article and translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The help to pair any article with its translation: the bytes of the glossary, and learned lexicons."""

    glossary: bytes | None = None
    lexicons: LexiconsByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateInput:
    """The files of an article as they were read, with its catalog in the language of the translation, and that;
    `safety` is the copy of the catalog as the last `sync` left it.
    """

    contents: ArticleContents
    lang: str
    document: SourceFile
    safety: SafetyCopy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article and a translation of it, paired, before anything is written."""

    place: ArticlePath
    article: Article
    published: PublishedTranslation
    paired: PairedTexts


def read_candidate(settings: Settings, place: ArticlePath, lang: str, document: SourceFile) -> CandidateInput:
    """Read the files of an article, and return them with a translation. Raises FileError."""
    contents, safety = read_contents(settings, place, (lang,)), load_copy(settings.root, place.catalog(lang))
    return CandidateInput(contents=contents, lang=lang, document=document, safety=safety)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTexts:
    """An article and its translation as they were read, and the terms of the glossary with their translations."""

    article: Article
    published: PublishedTranslation
    terms: tuple[tuple[str, str], ...]


def parse_candidate(settings: Settings, given: CandidateInput, glossary: bytes | None) -> CandidateTexts:
    """Return the texts of an article and its translation. Raises ArticleError or FileError if one cannot be read."""
    place, lang = given.contents.path, given.lang
    article = parse_article(settings, given.contents)
    if lang == article.lang:
        raise ArticleError(describe_own_language(place, lang))
    published = read_published(settings, given.document, lang, article.source)
    terms = _find_terms(parse_glossary(settings, glossary), article.lang, lang)
    return CandidateTexts(article=article, published=published, terms=tuple(terms))


def match_translation(settings: Settings, given: CandidateInput, knowledge: Knowledge) -> Candidate:
    """Read an article and its translation, and pair them. Raises ArticleError or FileError if one cannot be read or
    they do not belong together.
    """
    texts = parse_candidate(settings, given, knowledge.glossary)
    article, published = texts.article, texts.published
    try:
        paired = pair_texts(article, published.article, knowledge.lexicons.get((article.lang, given.lang)), texts.terms)
    except UnrelatedError as error:
        raise error.at(given.document.name) from error
    return Candidate(place=given.contents.path, article=article, published=published, paired=paired)


def describe_own_language(place: ArticlePath, lang: str) -> str:
    """Return the sentence about an article that is written in the language of the translation."""
    return f"{place.path} is written in “{lang}” itself: give the language of the translation."


def _find_terms(glossary: Glossary, source_lang: str, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the terms of the glossary with their translations."""
    return (
        (name, translation)
        for term in glossary.terms
        for name in term.names.get(source_lang, ())
        for translation in term.names.get(lang, ())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCatalog:
    """A catalog as it should be: its bytes, or None if that is what was `seen`, and what was adopted."""

    place: ArticlePath
    adoption: Adoption
    data: bytes | None
    seen: bytes | None


def fill_catalog(settings: Settings, given: CandidateInput, found: Candidate, knowledge: Knowledge) -> FilledCatalog:
    """Fill the catalog of an article from its translation. Raises CatalogError, or FileError if the disk refused it."""
    lang, path = given.lang, found.place.catalog(given.lang)
    old, seen = parse_catalog(path, given.contents.catalogs[lang])
    texts = add_term_comments(
        extract_all_units(found.article, found.place.path, lines=settings.line_references),
        parse_glossary(settings, knowledge.glossary),
        found.article.lang,
        lang,
    )
    begun = list_begun(path, old, given.safety) if old else frozenset()
    before = [without_origin(entry) if entry.key in begun else entry for entry in (old.entries if old else ())]
    current = list_fillable(before, texts, lang)
    adoption = fill_and_compare(current, found.article, found.published.article, found.paired)
    header = old.header if old else catalog.new_header(settings.project, lang, found.article.lang)
    new = Catalog(header=header, remarks=old.remarks if old else (), entries=adoption.entries)
    is_new = new.entries != without_idle(current, found.article)
    data = catalog_bytes(new, old, seen) if is_new else None
    report = replace(
        adoption.report,
        article=found.place.path,
        translation=found.published.name,
        path=path,
        parts=tuple(_report_passages(found)),
        kinship=round(found.paired.kinship, 2),
        remarks=found.published.remarks,
    )
    return FilledCatalog(place=found.place, adoption=replace(adoption, report=report), data=data, seen=seen)


def store_catalog(settings: Settings, filled: FilledCatalog, *, is_dry_run: bool) -> AdoptionReport:
    """Write a filled catalog, except in a dry run, and return its report. Raises CatalogError if `sync` has not made
    it, FileError if the disk refused.
    """
    report = filled.adoption.report
    if filled.seen is None and not is_dry_run:
        raise CatalogError("there is no such catalog. Run: targman sync", path=report.path)
    write = files.would_write if is_dry_run else files.write
    file = settings.root / report.path
    written = filled.data is not None and write(file, filled.data, seen=filled.seen, root=settings.root)
    return replace(report, written=written)


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
