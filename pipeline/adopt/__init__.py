"""Published translations taken into a workspace: one, an archive of them, and the page to review them with.

What `adopt` does: the catalog of an article filled from its published translation.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pipeline import catalog
from pipeline.adopt import fill
from pipeline.adopt.adoption import BlockDifference, Other, PairedTexts, ReportedSentence, Unsure
from pipeline.adopt.fill import AdoptionResult
from pipeline.adopt.pairing import UnrelatedError, pair
from pipeline.adopt.published import Published, read_published
from pipeline.alignment import SURE, Lexicon, learn_lexicon
from pipeline.article.extract import extract_units
from pipeline.article.placeholders import remove_placeholders
from pipeline.catalog.update import update_entries
from pipeline.errors import CatalogError, SettingsError
from pipeline.glossary.match import add_term_comments
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.import_ import SourceFile
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.memory.sync import UnusableMemoryError, open_memory_to_read
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import file_bytes

_ATTEMPTS = 5
_LEAST_KNOWN = 200
_MOST_KNOWN = 2_000
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences in a row that stand at another place in the translation, or are in one of the texts only.

    Lines are those where it begins, 0 in the text that it is not in; `text` are its first words.
    """

    what: str
    sentences: int
    line: int
    published_line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What was taken into one catalog, and what an editor should know.

    `sure` and `unsure` are entries that were filled now, `same` counts those that had this translation. `kept` are
    entries that say something else than what was published; `conflicts` texts that the translation has in two ways.
    `empty` are texts of the article without a translation, `left_over` sentences of the translation that are in no
    entry. `differences` are between what was published and the edition as it is now, unsure translations included.
    """

    article: str
    lang: str
    translation: str
    path: str
    written: bool
    sure: int
    same: int
    unsure: tuple[Unsure, ...]
    kept: tuple[Other, ...]
    conflicts: tuple[Other, ...]
    empty: tuple[ReportedSentence, ...]
    left_over: tuple[ReportedSentence, ...]
    parts: tuple[Part, ...]
    differences: tuple[BlockDifference, ...]
    kinship: float
    remarks: tuple[str, ...]
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article and a translation of it, as far as they are known before anything is written."""

    place: ArticlePath
    article: Article
    published: Published
    paired: PairedTexts

    def sure_pairs(self) -> Iterator[tuple[str, str]]:
        """The texts of the sure pairs, to learn from."""
        for item in self.paired.pairings:
            if item.source and item.target and item.confidence >= SURE:
                ours = " ".join(remove_placeholders(self.article.segments[number].text) for number in item.source)
                theirs = " ".join(
                    remove_placeholders(self.published.article.segments[number].text) for number in item.target
                )
                yield ours, theirs


Lexicons = Mapping[tuple[str, str], Lexicon | None]
"""What words translate each other, by the languages of article and translation."""


def match(settings: Settings, place: ArticlePath, lang: str, document: SourceFile, lexicons: Lexicons) -> Candidate:
    """The article and its translation, paired. Raises ArticleError or FileError where one of them cannot be read or
    they cannot belong together, and SettingsError for an edition that cannot be adopted.
    """
    article = load_article(settings, place)
    if lang == article.lang:
        raise SettingsError(f"{place.path} is written in “{lang}” itself: give the language of the translation.")
    published = read_published(settings, document, lang)
    try:
        lexicon, terms = lexicons.get((article.lang, lang)), known_terms(settings, article.lang, lang)
        paired = pair(article, published.article, lexicon, terms)
    except UnrelatedError as error:
        raise error.at(document.name) from error
    return Candidate(place=place, article=article, published=published, paired=paired)


def spread(pairs: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """So many of the pairs at most, spread evenly over all."""
    step = max(len(pairs) / most, 1.0)
    return [pairs[int(number * step)] for number in range(min(len(pairs), most))]


def known_terms(settings: Settings, source_lang: str, lang: str) -> list[tuple[str, str]]:
    """The terms of the glossary with their translations."""
    return [
        (name, translation)
        for term in load_glossary(settings).terms
        for name in term.names.get(source_lang, ())
        for translation in term.names.get(lang, ())
    ]


def known_pairs(
    settings: Settings, source_lang: str, lang: str, without_origins: Collection[str]
) -> list[tuple[str, str]]:
    """Texts and their translations in the finished catalogs of other articles, out of the translation memory.

    The articles that are adopted themselves are left out, so that doing it again finds the same.
    """
    with suppress(UnusableMemoryError), open_memory_to_read(settings.root) as memory:
        if memory is not None:
            pairs = memory.pairs(source_lang, lang, without_origins, _MOST_KNOWN)
            return [(remove_placeholders(ours), remove_placeholders(theirs)) for ours, theirs in pairs]
    return []


def known_lexicons(settings: Settings, place: ArticlePath, lang: str) -> Lexicons:
    """What can be learned for one translation from the catalogs of other articles."""
    langs = load_article(settings, place).lang, lang
    pairs = known_pairs(settings, *langs, {place.origin})
    return {langs: learn_lexicon(pairs, *langs)} if len(pairs) >= _LEAST_KNOWN else {}


def adopt(settings: Settings, found: Candidate, write: Callable[..., bool]) -> tuple[Adopted, AdoptionResult]:
    """Fill the catalog; done again with what is there now where somebody saves it meanwhile. `write` is `files.write`,
    or what stands for it in a rehearsal. Raises CatalogError or FileError.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _adopt(settings, found, write)
        except files.ChangedMeanwhileError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


def _adopt(settings: Settings, found: Candidate, write: Callable[..., bool]) -> tuple[Adopted, AdoptionResult]:
    lang = found.published.article.lang
    path = found.place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None and write is files.write:
        raise CatalogError("there is no such catalog. Run: targman sync", path=path)
    texts = add_term_comments(
        extract_units(found.article, found.place.path, lines=settings.line_references),
        load_glossary(settings),
        found.article.lang,
        lang,
    )
    current = update_entries(old.entries if old else (), texts, lang=lang, same_language=False).entries
    result = fill.adopt(current, found.article, found.published.article, found.paired)
    header = old.header if old else catalog.new_header(settings.project, lang, found.article.lang)
    new = Catalog(header=header, remarks=old.remarks if old else (), entries=result.adoption.entries)
    is_new = new.entries != current
    written = is_new and write(settings.root / path, file_bytes(new, seen), seen=seen, root=settings.root)
    made = result.adoption
    return (
        Adopted(
            article=found.place.path,
            lang=lang,
            translation=found.published.name,
            path=path,
            written=written,
            sure=made.sure,
            same=made.same,
            unsure=made.unsure,
            kept=made.kept,
            conflicts=made.conflicts,
            empty=made.empty,
            left_over=made.left_over,
            parts=tuple(_parts(found)),
            differences=result.differences,
            kinship=round(found.paired.kinship, 2),
            remarks=found.published.remarks,
        ),
        result,
    )


def _parts(found: Candidate) -> Iterator[Part]:
    """Parts that moved, and those that only one of the texts has."""
    ours, theirs = found.article.segments, found.published.article.segments
    moved = [("moved", stretch) for stretch in found.paired.moved]
    for what, stretch in (*moved, *(("perhaps moved", stretch) for stretch in found.paired.perhaps)):
        first, there = ours[stretch.source[0]], theirs[stretch.target[0]]
        yield Part(
            what=what,
            sentences=len(stretch.source),
            line=first.line,
            published_line=there.line,
            text=_shortened(first.text),
        )
    for stretch in found.paired.missing:
        what, first = ("missing", ours[stretch.source[0]]) if stretch.source else ("added", theirs[stretch.target[0]])
        yield Part(
            what=what,
            sentences=len(stretch.source or stretch.target),
            line=first.line if stretch.source else 0,
            published_line=0 if stretch.source else first.line,
            text=_shortened(first.text),
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
