"""Write translations, remarks and repairs to a catalog, as `sync` writes: nothing that somebody else saved is lost.

The caller holds the lock of the workspace. All functions raise CatalogError if the catalog cannot be read or the text
is gone, ArticleError if the article cannot be read, and FileError if something cannot be written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline import catalog
from pipeline.article import escape
from pipeline.article.extract import extract_all_units
from pipeline.article.placeholders import fold_target, is_fold
from pipeline.catalog.origin import without_origin
from pipeline.catalog.review import is_mark, mark_reviewed
from pipeline.errors import CatalogError
from pipeline.frozen import dataclass
from pipeline.model import Catalog, Entry, make_key
from pipeline.preview.article_view import read_remarks, target_digest
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync_article
from pipeline.workspace.update import write_catalog

_GONE = "has no such text any more: the article changed. Nothing was written."
_LONGEST_REMARKS = 10_000  # letters
SHOWN_DIGITS = 12
"""Number of digits of a translation's digest on the page; enough to notice a change."""


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

    @property
    def key(self) -> str:
        """The key of the entry."""
        return make_key(self.source, self.context)


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
    """
    return files.try_again(lambda: _save(settings, place, lang, edit))


def _save(settings: Settings, place: ArticlePath, lang: str, edit: Edit) -> EditResult:
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None or find_entry(old, edit.key) is None:
        sync_article(settings, place)
        old, seen = load_catalog(settings, path)
    if old is not None and find_entry(old, edit.key) is None:
        old = replace(old, entries=(*old.entries, _new_entry(settings, place, edit, path)))
    entry = find_entry(old, edit.key) if old else None
    if old is None or entry is None:
        raise CatalogError(_GONE, path=path)
    target = escape.clean_target(edit.target)
    target = fold_target(entry.source) if is_fold(target) else target
    is_other = target_digest(entry.target) != edit.base and entry.target != target
    if is_other or (edit.reviewer and not entry.is_translated):
        return EditResult(conflict=True, target=entry.target, base=target_digest(entry.target), line=entry.line)
    confirmed = _confirm(entry, target)
    made = mark_reviewed(confirmed, edit.reviewer) if edit.reviewer else confirmed
    write_entries(settings, path, old, seen, {entry.key: made}, is_signed=confirmed != entry)
    if made != entry and not entry.line:
        sync_article(settings, place)  # which puts a new entry into its place
    return EditResult(conflict=False, target=target, base=target_digest(target), line=entry.line)


def _confirm(entry: Entry, target: str) -> Entry:
    return replace(without_origin(entry), target=target, fuzzy=False, previous=None)


def write_entries(
    settings: Settings,
    path: str,
    old: Catalog,
    seen: bytes | None,
    made: Mapping[str, Entry],
    *,
    is_signed: bool = False,
    header: tuple[tuple[str, str], ...] | None = None,
) -> None:
    """Write the catalog with these entries in the place of those with their keys; `is_signed` names the translator."""
    entries = tuple(each if each.obsolete else made.get(each.key, each) for each in old.entries)
    head = old.header if header is None else header
    if is_signed and settings.translator:
        head = catalog.credit_translator(head, settings.translator)
    new = replace(old, header=head, entries=entries)
    if new != old:
        write_catalog(settings, path, new, old, seen)


def is_read(target: str, base: str) -> bool:
    """Tell whether a translation is the one that a page showed, of whose digest it knows the beginning."""
    return len(base) >= SHOWN_DIGITS and target_digest(target).startswith(base)


def confirm_read(settings: Settings, place: ArticlePath, lang: str, read: Mapping[str, str]) -> bool:
    """Confirm fuzzy translations that somebody has read, by the keys of their entries, each with the beginning of its
    digest; True if that was done, False if one of them is not as it was read: then nothing is written.
    """
    path = place.catalog(lang)

    def confirm() -> bool:
        old, seen = load_catalog(settings, path)
        found = [find_entry(old, key) if old else None for key in read]
        entries = [each for each in found if each and each.target]
        is_same = all(is_read(each.target, read[each.key]) for each in entries)
        if old is None or len(entries) != len(read) or not is_same:
            return False
        made = {each.key: _confirm(each, each.target) for each in entries if each.fuzzy}
        write_entries(settings, path, old, seen, made, is_signed=bool(made))
        return True

    return files.try_again(confirm)


def save_remarks(settings: Settings, place: ArticlePath, lang: str, edit: Edit) -> EditResult:
    """Put the lines of `edit.target` in the place of the remarks called `edit.base` of the entry, which keeps marks of
    reviews, its translation and its state. It is a conflict if somebody else changed them.
    """
    path = place.catalog(lang)
    lines = tuple(_clean_remarks(edit.target))

    def save() -> EditResult:
        old, seen = load_catalog(settings, path)
        if old is None or find_entry(old, edit.key) is None:
            sync_article(settings, place)
            old, seen = load_catalog(settings, path)
        entry = find_entry(old, edit.key) if old else None
        if old is None or entry is None:
            raise CatalogError(_GONE, path=path)
        there = read_remarks(entry)
        if target_digest(there) != edit.base and there != "\n".join(lines):
            return EditResult(conflict=True, target=there, base=target_digest(there), line=entry.line)
        made = replace(entry, remarks=(*lines, *filter(is_mark, entry.remarks)))
        write_entries(settings, path, old, seen, {entry.key: made})
        said = "\n".join(lines)
        return EditResult(conflict=False, target=said, base=target_digest(said), line=entry.line)

    return files.try_again(save)


def _clean_remarks(text: str) -> Iterable[str]:
    """Yield the lines of remarks that somebody typed; none may pass for a mark of a review."""
    for line in text[:_LONGEST_REMARKS].splitlines():
        said = escape.clean_target(line)
        if said and not is_mark(said):
            yield said


def _new_entry(settings: Settings, place: ArticlePath, edit: Edit, path: str) -> Entry:
    """Return an entry for a text of the article that has none. Raises CatalogError if there is no such text."""
    units = extract_all_units(load_article(settings, place), place.path, lines=settings.line_references)
    for unit in units:
        if unit.key == edit.key:
            return unit.entry
    raise CatalogError(_GONE, path=path)


def find_entry(found: Catalog, key: str) -> Entry | None:
    """Return the entry of a text of the article; None if there is none."""
    return next((each for each in found.entries if each.key == key and not each.obsolete), None)
