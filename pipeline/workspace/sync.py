"""One article's template and catalogs brought up to date, each translation carried over.

Articles that are in another language than they say, which nobody wants to find out from their translators.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline import catalog
from pipeline.article.extract import TextUnit, extract_units
from pipeline.article.markdown import decode_article
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.catalog.update import CatalogUpdate, update_entries
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.glossary.match import add_term_comments
from pipeline.languages.detection import detect_language
from pipeline.memory.harvest import source_language
from pipeline.model import Article, Catalog, Entry
from pipeline.workspace import files
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.memory.lookup import MemoryLookup, UnusableMemoryError
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.results import SyncResult
from pipeline.workspace.settings import Settings

Write = Callable[..., bool]


def sync_article(
    settings: Settings, place: ArticlePath, write: Write, recall: MemoryLookup | None = None
) -> tuple[list[SyncResult], list[TargmanError]]:
    """What was done for each catalog, and which could not be read or written; such a catalog is left alone.

    `write` takes what `files.write` takes and says whether the file is another one now. `recall` is the way to
    translations made before; where it leads nowhere, the work goes on without. Raises ArticleError, FileError or
    ChangedMeanwhileError where nothing could be done at all.
    """
    article = load_article(settings, place)
    texts = extract_units(article, place.path, lines=settings.line_references)
    template = files.read(settings.root / place.template)
    done: list[SyncResult] = []
    problems: list[TargmanError] = []
    try:
        for lang in settings.editions:
            try:
                try:
                    done.append(_sync_catalog(settings, place, article, texts, lang, write, recall))
                except UnusableMemoryError as error:
                    problems.append(error)
                    recall = None
                    done.append(_sync_catalog(settings, place, article, texts, lang, write, None))
            except CatalogError as error:
                problems.append(error)
        # Last, and only when all catalogs have its texts: by it the next run tells a catalog that was cut off.
        if not problems:
            _sync_template(settings, place, article, texts, template, write)
    except files.ChangedMeanwhileError:
        raise
    except FileError as error:
        problems.append(error)
    return done, problems


def _sync_template(
    settings: Settings,
    place: ArticlePath,
    article: Article,
    texts: Sequence[TextUnit],
    seen: bytes | None,
    write: Write,
) -> None:
    header = catalog.new_header(settings.project, "", article.lang)
    template = Catalog(header=header, entries=tuple(unit.entry for unit in texts))
    write(settings.root / place.template, catalog.serialize(template).encode(), seen=seen, root=settings.root)


def _refuse_cut_off(settings: Settings, place: ArticlePath, old: Catalog, texts: Sequence[TextUnit]) -> None:
    """Raise CatalogError where the last entries are gone that the last sync left in the catalog.

    A file that was cut off between two entries is a good file to gettext. But `sync` puts every text of the template
    into every catalog, and editors take none out; so the template tells.
    """
    known = {entry.source for entry in old.entries}
    if all(unit.text in known for unit in texts):
        return
    try:
        template, _ = load_catalog(settings, place.template)
    except CatalogError:
        return
    before = {entry.source for entry in template.entries} if template else set()
    common = [unit.text for unit in texts if unit.text in before]
    gone = [text for text in common if text not in known]
    if gone and common[-len(gone) :] == gone:
        raise CatalogError(
            f"the last {len(gone)} of {len(common)} texts are gone since the last sync: the file may be cut off. "
            f"Restore it from version control; or, to have them added anew, delete {place.template} and sync again."
        )


def _sync_catalog(
    settings: Settings,
    place: ArticlePath,
    article: Article,
    texts: Sequence[TextUnit],
    lang: str,
    write: Write,
    recall: MemoryLookup | None,
) -> SyncResult:
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is not None:
        try:
            _refuse_cut_off(settings, place, old, texts)
        except CatalogError as error:
            raise error.at(path) from error
    texts = add_term_comments(texts, load_glossary(settings), article.lang, lang)
    header = catalog.new_header(settings.project, lang, article.lang)
    entries = _before(old, lang, article.lang) if old else ()
    carried = update_entries(entries, texts, lang=lang, same_language=lang == article.lang)
    if recall is not None and lang != article.lang:
        carried, remembered = recall.fill(carried, texts, place.origin, article.lang, lang)
    else:
        remembered = ()
    new = Catalog(
        header=catalog.merge_header(old.header, header) if old else header,
        remarks=old.remarks if old else (),
        entries=carried.entries,
    )
    file = settings.root / path
    written = not _says_the_same(new, old) and write(file, file_bytes(new, seen), seen=seen, root=settings.root)
    report = _report(place, lang, path, carried, written=written, created=seen is None)
    words = sum(len(entry.source.split()) for entry in remembered if entry.fuzzy)
    return replace(report, remembered=len(remembered), words=report.words + words)


def _before(old: Catalog, lang: str, source_lang: str) -> tuple[Entry, ...]:
    """The entries of the catalog as it was; where it was that of the source language and is not any more, without what
    was filled in by itself, which is no translation.
    """
    if lang == source_lang or source_language(old) != lang:
        return old.entries
    return tuple(
        replace(entry, target="") if entry.target == entry.source and not entry.remarks else entry
        for entry in old.entries
    )


def _says_the_same(new: Catalog, old: Catalog | None) -> bool:
    """Whether a catalog needs no writing: equal values, however an editor wrapped its lines, comments included."""
    return old is not None and replace(new, entries=_unwrapped(new)) == replace(old, entries=_unwrapped(old))


def _unwrapped(found: Catalog) -> tuple[Entry, ...]:
    return tuple(replace(entry, comments=(" ".join(entry.comments),)) for entry in found.entries)


def file_bytes(new: Catalog, seen: bytes | None) -> bytes:
    """The catalog as a file, with the line ends that its file had."""
    text = catalog.serialize(new)
    if seen is not None and b"\r\n" in seen:
        text = text.replace("\n", "\r\n")
    return text.encode()


def _report(
    place: ArticlePath, lang: str, path: str, carried: CatalogUpdate, *, written: bool, created: bool
) -> SyncResult:
    return SyncResult(
        article=place.path,
        lang=lang,
        path=path,
        written=written,
        created=created,
        segments=sum(not entry.obsolete for entry in carried.entries),
        added=len(carried.added),
        revived=len(carried.revived),
        followed=len(carried.followed),
        fuzzied=len(carried.fuzzied),
        retired=len(carried.retired),
        words=sum(len(source.split()) for source in (*carried.added, *carried.fuzzied)),
    )


_SAMPLE = 3_000
"""The code points by which an article's language is told: more would cost every first `sync`, and tell the same."""


def mistaken(settings: Settings, articles: Iterable[str]) -> tuple[str, ...]:
    """A sentence about each article, by path, whose letters and words are beyond doubt of another language than its
    front matter or the settings say.
    """
    return tuple(filter(None, (_about(settings, path) for path in articles)))


def _about(settings: Settings, path: str) -> str:
    try:
        text = decode_article(files.read(settings.root / path) or b"")
        front = read_front_matter(text)
    except TargmanError:
        return ""
    field = front.field("lang") if front else None
    lang = field.value if field else settings.lang
    start = front.end if front else 0
    found = detect_language(text[start : start + _SAMPLE])
    if not found.sure or found.lang == lang:
        return ""
    says = f"says “lang: {lang}”" if field else f"does not say its language, so “lang: {lang}” of the settings counts"
    return f"{path} {says}, but its text looks like {found.lang}. If it is, write “lang: {found.lang}” there, and sync."
