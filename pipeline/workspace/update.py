"""The template and the catalogs of one article as they should be: values in, values out; `sync` reads and writes."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pipeline import catalog
from pipeline.article.code_spans import blank_spans, find_code_spans
from pipeline.article.extract import TextUnit, extract_all_units
from pipeline.article.markdown import decode_article
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.article.markdown.untranslated import find_other_front_matter, find_unknown_syntax, find_untranslated
from pipeline.article.placeholders import remove_placeholders
from pipeline.catalog import WrittenEntries
from pipeline.catalog.update import CatalogUpdate, update_entries
from pipeline.errors import CatalogError, FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.installation import find_page
from pipeline.languages.tags import match, shortest
from pipeline.languages.words import count_words
from pipeline.memory.harvest import source_language
from pipeline.model import Article, Catalog, Entry, SegmentKind
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, parse_article, parse_catalog, parse_glossary, parse_untrimmed
from pipeline.workspace.files import content_digest
from pipeline.workspace.memory.lookup import MemoryLookup, UnusableMemoryError
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.refusals import refuse_cut_off, refuse_other_language
from pipeline.workspace.safety import SafetyCopy, describe_restored, make_copy, restore
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync_result import SyncResult

_ONCE_UNREAD = frozenset({SegmentKind.HTML_TEXT, SegmentKind.ATTRIBUTE, SegmentKind.FRONT_MATTER})

_MOST_TOLD = 3
"""The number of findings about an article that `sync` shows; `check` shows all of them."""

_SAMPLE = 3_000
"""Code points by which an article's language is detected; more tell the same and take longer at every first `sync`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedCatalog:
    """A catalog as it should be, and what to report of it. `data` is None if the file has it already; `copy` is its
    safety copy, None if there is nothing to keep. `reopened` counts the words to translate in a catalog that was
    finished, if all are in kinds of text that catalogs did not have once.
    """

    result: SyncResult
    data: bytes | None
    copy: SafetyCopy | None = None
    notices: tuple[str, ...] = ()
    reopened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedArticle:
    """The catalogs of an article to write, in this order, with an error in the place of one that cannot be read.
    `template` is None if it is not to be written. `notices` are for people.
    """

    catalogs: tuple[UpdatedCatalog | TargmanError, ...]
    template: bytes | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The texts of an article in the language `lang`, also `written` as the entries of a new catalog."""

    lang: str
    units: Sequence[TextUnit]
    written: WrittenEntries


def update_article(
    settings: Settings,
    contents: ArticleContents,
    lookup: MemoryLookup | None = None,
    known: str | None = None,
    safety: Mapping[str, SafetyCopy] | None = None,
) -> UpdatedArticle:
    """Make the template and the catalogs of an article. `lookup` is the way to translations made before; if it leads
    nowhere, the work goes on without. `known` is the digest that the article had at the last sync, if that is known;
    `safety` has the safety copies, by language. Raises ArticleError.
    """
    article = parse_article(settings, contents)
    copies = safety or {}
    units = extract_all_units(article, contents.path.path, lines=settings.line_references)
    written = catalog.write_entries([unit.entry for unit in units if not unit.optional])
    update = partial(_update_catalog, settings, contents, _Texts(lang=article.lang, units=units, written=written))
    made: list[UpdatedCatalog | TargmanError] = []
    for lang in settings.editions:
        try:
            try:
                made.append(update(lang, lookup, copies.get(lang)))
            except UnusableMemoryError as error:
                made.append(error)
                lookup = None
                made.append(update(lang, None, copies.get(lang)))
        except CatalogError as error:
            made.append(error)
        except FileError as error:
            made.append(error)
            break
    updated = [item for item in made if isinstance(item, UpdatedCatalog)]
    template = _template(settings, article, written)
    is_new = any(item.result.created for item in updated)
    is_changed = known != content_digest(contents.text) if known else template != contents.template
    return UpdatedArticle(
        catalogs=tuple(made),
        # Only when all catalogs have its texts: by the template the next run tells a catalog that was cut off.
        template=template if len(updated) == len(made) else None,
        notices=(
            *(_question_language(settings, contents, article) if is_new else ()),
            *(_describe_reopened(contents.path, updated) if not known or not is_changed else ()),
            *(_describe_literal(settings, article, contents.path) if is_changed else ()),
        ),
    )


def catalog_bytes(
    new: Catalog, found: Catalog | None, seen: bytes | None, written: WrittenEntries | None = None
) -> bytes:
    """Return the catalog as a file, with the line ends that its file had, and its lines where nothing changed. `found`
    is what the bytes `seen` were read as, no more and no less; `written` are the entries of a new catalog.
    """
    text = catalog.serialize(new, *((found, seen),) if found is not None and seen is not None else (), written=written)
    if seen is not None and b"\r\n" in seen:
        text = text.replace("\n", "\r\n")
    return text.encode()


def write_catalog(settings: Settings, path: str, new: Catalog, old: Catalog, seen: bytes | None) -> bool:
    """Write a catalog in the place of `old`, as which the bytes `seen` were read; return True if that was needed.
    Raises FileError, and ChangedMeanwhileError if the file has other bytes now.
    """
    return files.write(settings.root / path, catalog_bytes(new, old, seen), seen=seen, root=settings.root)


def _update_catalog(
    settings: Settings,
    contents: ArticleContents,
    texts: _Texts,
    lang: str,
    lookup: MemoryLookup | None,
    last: SafetyCopy | None,
) -> UpdatedCatalog:
    path = contents.path.catalog(lang)
    found, seen = parse_catalog(path, contents.catalogs[lang])
    if found is not None:
        refuse_other_language(found, lang, path)
        # An edition that comes back after a time has what the last sync of it left, not what the template has.
        if last is None or last.is_in_git or seen is None or content_digest(seen) != last.digest:
            refuse_cut_off(contents, found, [unit.key for unit in texts.units if not unit.optional], path)
    is_same_language = lang == texts.lang
    keys = {unit.key for unit in texts.units}
    restored = restore(path, found, seen, last, keys, same_language=is_same_language)
    old = restored.catalog
    units = _with_terms(settings, contents, texts, lang)
    before = _entries_before(old, lang, texts.lang) if old else ()
    update = update_entries(before, units, lang=lang, same_language=is_same_language)
    remembered: tuple[Entry, ...] = ()
    if lookup is not None and not is_same_language:
        update, remembered = lookup.fill(update, units, contents.path.origin, texts.lang, lang)
    header = catalog.new_header(settings.project, lang, texts.lang)
    new = Catalog(
        header=catalog.merge_header(old.header, header) if old else header,
        remarks=old.remarks if old else (f"How to translate this file: {find_page('translators')}",),
        entries=update.entries,
    )
    data = _changed_bytes(new, seen, texts.written)
    fresh = Counter((*update.added, *update.fuzzied, *(entry.key for entry in remembered if entry.fuzzy)))
    result = SyncResult(
        article=contents.path.path,
        lang=lang,
        path=path,
        written=False,
        created=seen is None,
        segments=sum(not entry.obsolete for entry in update.entries),
        added=len(update.added),
        revived=len(update.revived),
        followed=len(update.followed),
        fuzzied=len(update.fuzzied),
        retired=len(update.retired),
        words=sum(fresh[entry.key] * count_words(entry.source) for entry in update.entries) if fresh else 0,
        remembered=len(remembered),
        restored=restored.count if restored.catalog is not found else 0,
    )
    return UpdatedCatalog(
        result=result,
        data=data,
        copy=make_copy(path, restored, last, new, data or seen or b"", same_language=is_same_language),
        notices=describe_restored(path, restored, last),
        reopened=result.words if old and _is_reopened(old, update, fresh, units) else 0,
    )


def _with_terms(settings: Settings, contents: ArticleContents, texts: _Texts, lang: str) -> Sequence[TextUnit]:
    """Return the texts with a comment for each term in them, if there is a glossary."""
    if contents.glossary is None:
        return texts.units
    from pipeline.glossary.match import add_term_comments  # noqa: PLC0415  heavy, and not every workspace has terms

    return add_term_comments(texts.units, parse_glossary(settings, contents.glossary), texts.lang, lang)


def _is_reopened(old: Catalog, update: CatalogUpdate, fresh: Container[str], units: Sequence[TextUnit]) -> bool:
    """Tell whether a catalog was finished, and has nothing to do but texts of the kinds that catalogs lacked once."""
    before = [entry for entry in old.entries if not entry.obsolete]
    kinds = {unit.segment.kind for unit in units if unit.key in fresh}
    return bool(kinds) and kinds <= _ONCE_UNREAD and not update.retired and all(entry.is_translated for entry in before)


def _entries_before(old: Catalog, lang: str, source_lang: str) -> tuple[Entry, ...]:
    """Return the earlier entries; filled-in sources of what was the source language's catalog are no translations."""
    if lang == source_lang or source_language(old, (lang, source_lang)) != lang:
        return old.entries
    return tuple(
        replace(entry, target="") if entry.target == entry.source and not entry.remarks else entry
        for entry in old.entries
    )


def _changed_bytes(new: Catalog, seen: bytes | None, written: WrittenEntries) -> bytes | None:
    """Return the catalog as a file; None if its file, the bytes `seen`, has the same."""
    file = None if seen is None else parse_untrimmed(seen)
    is_readable = b"\n" in (seen or b"")  # gettext does not read line ends of old Mac programs
    is_current = file is not None and is_readable and _unwrapped(new) == _unwrapped(file)
    return None if is_current else catalog_bytes(new, file, seen, written)


def _unwrapped(found: Catalog) -> Catalog:
    """Return the catalog with each comment on one line: one that an editor only wrapped anew needs no writing."""
    entries = (replace(entry, comments=(" ".join(entry.comments),)) for entry in found.entries)
    return replace(found, entries=tuple(entries))


def _template(settings: Settings, article: Article, written: WrittenEntries) -> bytes:
    header = catalog.new_header(settings.project, "", article.lang)
    return catalog.serialize(Catalog(header=header, entries=written.entries), written=written).encode()


def _question_language(settings: Settings, contents: ArticleContents, article: Article) -> tuple[str, ...]:
    """Return a sentence if an article is certainly in another language than it or the settings say; else none."""
    from pipeline.languages.detection import detect_language  # noqa: PLC0415  heavy, and for new articles only

    path = contents.path.path
    front = read_front_matter(decode_article(contents.text))
    field = front.field("lang") if front else None
    lang = match(field.value, settings.editions) or shortest(field.value) if field else settings.lang
    found = detect_language(_sample_prose(article), settings.editions)
    if not found.sure or found.lang == lang:
        return ()
    says = f"says “lang: {lang}”" if field else f"does not say its language, so “lang: {lang}” of the settings counts"
    advice = f"If it is, write “lang: {found.lang}” there, and sync."
    return (f"{path} {says}, but its text looks like {found.lang}. {advice}",)


def _sample_prose(article: Article) -> str:
    """Return the first texts of an article without code and front matter, which are English in many languages."""
    texts = [item.text for item in article.segments if item.kind.is_text and item.kind is not SegmentKind.FRONT_MATTER]
    sample = remove_placeholders("\n".join(texts)[:_SAMPLE])
    return blank_spans(sample, find_code_spans(sample))


def _describe_reopened(path: ArticlePath, updated: Sequence[UpdatedCatalog]) -> tuple[str, ...]:
    """Return a sentence about editions that were finished and no longer are, though the article stayed; else none."""
    reopened = [item for item in updated if item.reopened]
    if not reopened:
        return ()
    words, languages = max(item.reopened for item in reopened), ", ".join(item.result.lang for item in reopened)
    told = "words in HTML, in attributes or in front matter" if words > 1 else "word in HTML or in front matter"
    return (f"{path.path}: {words:,} {told} can be translated now, so what was finished is not: {languages}.",)


def _describe_literal(settings: Settings, article: Article, path: ArticlePath) -> tuple[str, ...]:
    """Return a sentence about each of the first parts that stay as they are or are taken for text."""
    if not (find_untranslated(article) or find_unknown_syntax(article) or find_other_front_matter(article)):
        return ()
    from pipeline.checks import LITERAL_RULES, check_article  # noqa: PLC0415  heavy, and few articles have such parts

    found = check_article(article, path.path, dict(settings.checks), LITERAL_RULES)
    told = tuple(f"{item.path}:{item.line}: {item.message}" for item in found[:_MOST_TOLD])
    more = len(found) - len(told)
    return (*told, f"{path.path}: and {more} more. See them with: targman check {path.path}") if more else told
