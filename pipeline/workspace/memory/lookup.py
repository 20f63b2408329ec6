"""Fill texts that are new or due with translations from the memory, for `sync`."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.article.extract import TextUnit
from pipeline.catalog.update import CatalogUpdate
from pipeline.frozen import dataclass
from pipeline.memory.suggest import suggest_translation
from pipeline.model import Entry
from pipeline.workspace.index import Index
from pipeline.workspace.memory.shared import SharedMemory
from pipeline.workspace.memory.store import Memory
from pipeline.workspace.memory.sync import UnusableMemoryError, open_memory, open_memory_to_read, update_changed
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.settings.memory_server import find_memory_server

_MAX_READ_BEFORE = 500
"""Maximum of articles whose catalogs a sync reads for the memory before its work; `memory rebuild` reads all."""
_MAX_READ_AFTER = 24
"""Maximum of changed articles whose catalogs a sync reads after its work; otherwise the next sync reads them."""

__all__ = [
    "MemoryLookup",
    "PreparedLookup",
    "UnusableMemoryError",
    "lookup_without_update",
    "prepare_lookup",
    "record_lookup",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryLookup:
    """Look-ups in the memory, as a value for other processes; if `final`, of the same text without confirmation.

    `due` are texts without a translation, by article and edition, that are to be looked up although they are not new.
    """

    root: Path
    due: Mapping[str, Mapping[str, frozenset[str]]]
    final: bool = False

    def for_article(self, origin: str) -> "MemoryLookup":
        """Return the lookup with what is due in one article alone, which is less to send."""
        return replace(self, due={origin: self.due[origin]} if origin in self.due else {})

    def fill(
        self, carried: CatalogUpdate, units: Sequence[TextUnit], article: str, source_lang: str, lang: str
    ) -> tuple[CatalogUpdate, tuple[Entry, ...]]:
        """Fill a catalog with translations from the memory; return it and the entries that got one.

        Only new or due texts are looked up, so that a person who empties an entry is not offered the same again.
        """
        due = self.due.get(article, {}).get(lang, frozenset())
        waiting = {entry.key for entry in carried.entries if not entry.target and not entry.obsolete}
        asked = {
            unit.key: unit for unit in units if unit.key in waiting and (unit.key in carried.added or unit.text in due)
        }
        if not asked:
            return carried, ()
        found: dict[str, Entry] = {}
        entries = list(carried.entries)
        with open_memory_to_read(self.root) as memory:
            for place, entry in enumerate(entries):
                unit = None if entry.obsolete else asked.get(entry.key)
                if unit is not None and memory:
                    matches = memory.matches(entry.source, source_lang, lang)
                    made = suggest_translation(entry, unit, matches, source_lang, lang, final=self.final)
                    if made.target:
                        entries[place] = found[entry.key] = made
        added = tuple(key for key in carried.added if key not in found)
        return replace(carried, entries=tuple(entries), added=added), tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedLookup:
    """Look-ups in the memory, None where it is empty, and sentences about what it does not know yet.

    If `is_shared`, what a run finds is to be sent to the server that workspaces share their memory by.
    """

    lookup: MemoryLookup | None = None
    notices: tuple[str, ...] = ()
    is_shared: bool = False


def prepare_lookup(
    settings: Settings, index: Index, touched: Sequence[ArticlePath], articles: Iterable[ArticlePath]
) -> PreparedLookup:
    """Prepare look-ups in the memory. It is brought up to date first with the catalogs of the articles in `touched`,
    and with the server, if there is one. Raises FileError.
    """
    with open_memory(settings.root) as memory:
        left = update_changed(
            settings, index, memory, articles, {place.origin for place in touched}, most=_MAX_READ_BEFORE
        )
        unread = (
            f"The translation memory has not read the catalogs of {left:,} articles yet. "
            "To have it read all of them, run: targman memory rebuild"
        )
        is_shared, told = _exchange(settings, memory)
        return PreparedLookup(
            lookup=_lookup(settings, memory),
            notices=(*((unread,) if left else ()), *told),
            is_shared=is_shared,
        )


def _exchange(settings: Settings, memory: SharedMemory) -> tuple[bool, tuple[str, ...]]:
    """Exchange texts with the server, if there is or was one: tell whether that is done, and what kept it from that."""
    if not find_memory_server(settings.memory_server) and memory.server is None:
        return False, ()
    from pipeline.workspace.memory import share  # noqa: PLC0415  heavy, and few workspaces have a server

    told = share.exchange(settings, memory, most=share.MOST_FETCHED)
    return told.is_done, told.notices


def lookup_without_update(settings: Settings) -> PreparedLookup:
    """Prepare look-ups in the memory as the last command left it, for a dry run, which changes nothing."""
    with suppress(UnusableMemoryError), open_memory_to_read(settings.root) as found:
        return PreparedLookup(lookup=_lookup(settings, found) if found else None)
    return PreparedLookup()


def _lookup(settings: Settings, memory: Memory) -> MemoryLookup | None:
    if memory.is_empty:
        return None
    return MemoryLookup(root=settings.root, due=memory.due(), final=settings.memory == "exact")


def record_lookup(
    settings: Settings,
    index: Index,
    done: PreparedLookup,
    step: str,
    places: Sequence[ArticlePath],
    touched: Sequence[ArticlePath],
    articles: Iterable[ArticlePath],
) -> tuple[str, ...]:
    """Record the look-ups for these articles, and read the catalogs of those in `touched` into the memory, and from
    there to the server, if there is one; return sentences about what that refused.

    Texts due in other articles are left to the next `sync` of those. Raises FileError.
    """
    due = done.lookup.due if done.lookup else {}
    known = {place.origin for place in places if due and index.unchanged(step, place.path) is not None}
    for article in due.keys() - known:
        index.forget(step, f"{article}.md")
    with open_memory(settings.root) as memory:
        if due:
            memory.clear_due(due.keys() & known)
        update_changed(settings, index, memory, articles, {place.origin for place in touched}, most=_MAX_READ_AFTER)
        if not done.is_shared:
            return ()
        from pipeline.workspace.memory import share  # noqa: PLC0415  as above

        return share.send(settings, memory)
