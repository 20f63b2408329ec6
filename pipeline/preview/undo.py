"""Undo what was changed in the preview, by its inverse: an entry is put back as it was if nobody changed it since."""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial

from pipeline.catalog.origin import without_origin
from pipeline.frozen import dataclass
from pipeline.model import Catalog, Entry
from pipeline.preview.edit import find_entry, write_entries
from pipeline.workspace import files
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync_article

_MOST = 200  # maximum number of changes that are remembered for an article
_PATIENCE = 3.0  # seconds to wait for another targman process, such as a `sync`


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """An entry before and after a change. One that `is_new` was made by it, and is an empty one before."""

    before: Entry
    after: Entry
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogChange:
    """A change of some entries of one catalog, and of its header, which names the translators."""

    lang: str
    entries: tuple[EntryChange, ...]
    header_before: tuple[tuple[str, str], ...]
    header_after: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the entries."""
        return tuple(each.after.key for each in self.entries)

    def inverse(self) -> "CatalogChange":
        """Return the change that undoes this one."""
        return CatalogChange(
            lang=self.lang,
            entries=tuple(replace(each, before=each.after, after=each.before) for each in self.entries),
            header_before=self.header_after,
            header_after=self.header_before,
        )


class UndoOutcome(StrEnum):
    """The outcome of undoing: done, there was nothing to undo, or somebody changed the entry since."""

    DONE = "done"
    NOTHING = "nothing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """The outcome, and the change that was or would have been undone."""

    outcome: UndoOutcome
    change: CatalogChange | None = None


class EditHistory:
    """The changes that this preview made, by article, in memory. Safe from any thread."""

    def __init__(self) -> None:
        self._done: dict[ArticlePath, list[CatalogChange]] = {}
        self._undone: dict[ArticlePath, list[CatalogChange]] = {}
        self._guard = threading.Lock()

    @contextmanager
    def recording(self, settings: Settings, place: ArticlePath, lang: str, keys: Collection[str]) -> Iterator[None]:
        """Hold the lock of the workspace, and remember what the block changes in these entries of a catalog. Raises
        WorkspaceBusyError, and CatalogError if the catalog cannot be read.
        """
        path = place.catalog(lang)
        with locked(settings.root, patience=_PATIENCE):
            before, _ = load_catalog(settings, path)
            yield
            after, _ = load_catalog(settings, path)
            change = _compare(lang, before, after, keys)
            if change:
                with self._guard:
                    self._done[place] = [*self._done.get(place, ()), change][-_MOST:]
                    self._undone.pop(place, None)

    def undo(self, settings: Settings, place: ArticlePath) -> UndoResult:
        """Undo the last change of an article that is not undone. One that cannot be undone any more is forgotten, so
        that the one before it can be.
        """
        return self._move(settings, place, self._done, self._undone)

    def redo(self, settings: Settings, place: ArticlePath) -> UndoResult:
        """Do again what was undone last, unless something else was changed since."""
        return self._move(settings, place, self._undone, self._done)

    def _move(
        self,
        settings: Settings,
        place: ArticlePath,
        source: dict[ArticlePath, list[CatalogChange]],
        target: dict[ArticlePath, list[CatalogChange]],
    ) -> UndoResult:
        with locked(settings.root, patience=_PATIENCE), self._guard:
            if not source.get(place):
                return UndoResult(outcome=UndoOutcome.NOTHING)
            change = source[place][-1]
            is_done = files.try_again(partial(_apply, settings, place, change.inverse()))
            source[place].pop()
            if is_done:
                target.setdefault(place, []).append(change.inverse())
            return UndoResult(outcome=UndoOutcome.DONE if is_done else UndoOutcome.CHANGED, change=change)


def _compare(lang: str, before: Catalog | None, after: Catalog | None, keys: Collection[str]) -> CatalogChange | None:
    if after is None:
        return None
    old, new = _active(before), _active(after)
    changes = [
        EntryChange(before=old.get(key) or _emptied(new[key]), after=new[key], is_new=key not in old)
        for key in dict.fromkeys(keys)
        if key in new
    ]
    changed = tuple(each for each in changes if _work(each.before) != _work(each.after))
    if not changed:
        return None
    header = before.header if before else after.header
    return CatalogChange(lang=lang, entries=changed, header_before=header, header_after=after.header)


def _active(found: Catalog | None) -> Mapping[str, Entry]:
    return {each.key: each for each in (found.entries if found else ()) if not each.obsolete}


def _emptied(entry: Entry) -> Entry:
    return replace(without_origin(entry), target="", fuzzy=False, previous=None, remarks=())


def _origin(entry: Entry) -> tuple[str, ...]:
    return entry.comments[len(without_origin(entry).comments) :]


def _work(entry: Entry) -> tuple[object, ...]:
    """Return what people and machines do to an entry; the rest is the article's."""
    return entry.target, entry.fuzzy, entry.previous, entry.remarks, _origin(entry)


def _apply(settings: Settings, place: ArticlePath, change: CatalogChange) -> bool:
    """Make a change if all entries are as they were before it; True if that was done."""
    path = place.catalog(change.lang)
    old, seen = load_catalog(settings, path)
    pairs = [(find_entry(old, each.after.key) if old else None, each) for each in change.entries]
    if old is None or any(entry is None or _work(entry) != _work(each.before) for entry, each in pairs):
        return False
    made = {entry.key: _put_back(entry, each.after) for entry, each in pairs if entry}
    header = change.header_after if old.header == change.header_before else old.header
    write_entries(settings, path, old, seen, made, header=header)
    if any(each.is_new and not each.after.target for each in change.entries):
        sync_article(settings, place)  # which takes out an entry that is there only by its own translation
    return True


def _put_back(entry: Entry, work: Entry) -> Entry:
    return replace(
        entry,
        target=work.target,
        fuzzy=work.fuzzy,
        previous=work.previous,
        remarks=work.remarks,
        comments=(*without_origin(entry).comments, *_origin(work)),
    )
