"""Write one translation to its catalog, as `sync` writes: nothing that somebody else saved is lost."""

from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline import catalog
from pipeline.article import escape
from pipeline.article.extract import extract_all_units
from pipeline.article.placeholders import fold_target, is_fold
from pipeline.catalog.origin import without_origin
from pipeline.catalog.review import mark_reviewed
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry, make_key
from pipeline.preview.article_view import target_digest
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync_article
from pipeline.workspace.update import catalog_bytes

_ATTEMPTS = 5
_GONE = "has no such text any more: the article changed. Nothing was written."
_PATIENCE = 3.0  # seconds to wait for another targman process, such as a `sync`


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit: `target` for the text `source` in its `context`, in the place of the translation called `base`; if
    there is a `reviewer`, that translation reviewed.
    """

    source: str
    base: str
    target: str
    context: str | None = None
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResult:
    """The result of an edit. If somebody else had changed the translation, nothing was written: it is a `conflict`, and
    `target` is what the catalog has. `base` identifies its translation now.
    """

    conflict: bool
    target: str
    base: str
    line: int


def save_edit(settings: Settings, place: ArticlePath, lang: str, edit: Edit) -> EditResult:
    """Put a translation into its catalog: confirmed, signed by the configured translator. Every other entry and comment
    stays. An empty translation clears the entry. If the article has texts that its catalogs lack, they are synced
    first; a text that needs no translation, such as a number or an address, gets its entry by one of its own.

    Raises CatalogError if the catalog cannot be read or the text is gone, ArticleError if the article cannot be read,
    and FileError if something cannot be written.
    """
    with files.locked(settings.root, patience=_PATIENCE):
        for _ in range(_ATTEMPTS - 1):
            with suppress(files.ChangedMeanwhileError):
                return _save(settings, place, lang, edit)
        return _save(settings, place, lang, edit)


def _save(settings: Settings, place: ArticlePath, lang: str, edit: Edit) -> EditResult:
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None or _entry(old, edit) is None:
        sync_article(settings, place)
        old, seen = load_catalog(settings, path)
    if old is not None and _entry(old, edit) is None:
        old = replace(old, entries=(*old.entries, _new_entry(settings, place, edit, path)))
    entry = _entry(old, edit) if old else None
    if old is None or entry is None:
        raise CatalogError(_GONE, path=path)
    target = escape.clean_target(edit.target)
    target = fold_target(entry.source) if is_fold(target) else target
    is_other = target_digest(entry.target) != edit.base and entry.target != target
    if is_other or (edit.reviewer and not entry.is_translated):
        return EditResult(conflict=True, target=entry.target, base=target_digest(entry.target), line=entry.line)
    confirmed = replace(without_origin(entry), target=target, fuzzy=False, previous=None)
    is_signed = settings.translator and confirmed != entry
    made = mark_reviewed(confirmed, edit.reviewer) if edit.reviewer else confirmed
    if made != entry:
        new = replace(
            old,
            header=catalog.credit_translator(old.header, settings.translator) if is_signed else old.header,
            entries=tuple(made if each is entry else each for each in old.entries),
        )
        files.write(settings.root / path, catalog_bytes(new, old, seen), seen=seen, root=settings.root)
        if not entry.line:
            sync_article(settings, place)  # which puts a new entry into its place
    return EditResult(conflict=False, target=target, base=target_digest(target), line=entry.line)


def _new_entry(settings: Settings, place: ArticlePath, edit: Edit, path: str) -> Entry:
    """Return an entry for a text of the article that has none. Raises CatalogError if there is no such text."""
    key = make_key(edit.source, edit.context)
    units = extract_all_units(load_article(settings, place), place.path, lines=settings.line_references)
    for unit in units:
        if unit.key == key:
            return unit.entry
    raise CatalogError(_GONE, path=path)


def _entry(found: Catalog, edit: Edit) -> Entry | None:
    key = make_key(edit.source, edit.context)
    return next((each for each in found.entries if each.key == key and not each.obsolete), None)
