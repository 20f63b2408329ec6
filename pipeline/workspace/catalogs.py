"""One article's template and catalogs brought up to date, each translation carried over."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline import catalog
from pipeline.carryover import Carried, carry
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.extraction import Unit, units
from pipeline.glossary.comments import with_terms
from pipeline.memory.collecting import source_language
from pipeline.model import Article, Catalog, Entry
from pipeline.workspace import files
from pipeline.workspace.articles import Place
from pipeline.workspace.loading import load_article, load_catalog
from pipeline.workspace.memory.recalling import Recall, UnusableMemoryError
from pipeline.workspace.results import Synced
from pipeline.workspace.settings import Settings
from pipeline.workspace.terminology import load_glossary

Write = Callable[..., bool]


def sync_article(
    settings: Settings, place: Place, write: Write, recall: Recall | None = None
) -> tuple[list[Synced], list[TargmanError]]:
    """What was done for each catalog, and which could not be read or written; such a catalog is left alone.

    `write` takes what `files.write` takes and says whether the file is another one now. `recall` is the way to
    translations made before; where it leads nowhere, the work goes on without. Raises ArticleError, FileError or
    ChangedMeanwhileError where nothing could be done at all.
    """
    article = load_article(settings, place)
    texts = units(article, place.path, lines=settings.line_references)
    template = files.read(settings.root / place.template)
    done: list[Synced] = []
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
    settings: Settings, place: Place, article: Article, texts: Sequence[Unit], seen: bytes | None, write: Write
) -> None:
    header = catalog.new_header(settings.project, "", article.lang)
    template = Catalog(header=header, entries=tuple(unit.entry for unit in texts))
    write(settings.root / place.template, catalog.serialize(template).encode(), seen=seen, root=settings.root)


def _refuse_cut_off(settings: Settings, place: Place, old: Catalog, texts: Sequence[Unit]) -> None:
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
    place: Place,
    article: Article,
    texts: Sequence[Unit],
    lang: str,
    write: Write,
    recall: Recall | None,
) -> Synced:
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is not None:
        try:
            _refuse_cut_off(settings, place, old, texts)
        except CatalogError as error:
            raise error.at(path) from error
    texts = with_terms(texts, load_glossary(settings), article.lang, lang)
    header = catalog.new_header(settings.project, lang, article.lang)
    entries = _before(old, lang, article.lang) if old else ()
    carried = carry(entries, texts, lang=lang, same_language=lang == article.lang)
    if recall is not None and lang != article.lang:
        carried, remembered = recall.filled(carried, texts, place.origin, article.lang, lang)
    else:
        remembered = ()
    new = Catalog(
        header=catalog.merged_header(old.header, header) if old else header,
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


def _report(place: Place, lang: str, path: str, carried: Carried, *, written: bool, created: bool) -> Synced:
    return Synced(
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
