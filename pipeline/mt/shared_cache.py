"""Share the answers of providers by the server of a shared memory, so that nobody pays for what a colleague has paid.

Each answer is in the workspace's own cache before it is sent. What a server does not take at once, it gets next time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TypeVar

from pipeline.mt.cache import TranslationCache
from pipeline.workspace.memory.connection import ServerError, connect
from pipeline.workspace.memory.server import MemoryServer
from pipeline.workspace.settings import Settings
from pipeline.workspace.settings.memory_server import find_memory_server

Result = TypeVar("Result")

_UNSENT = "create table unsent as select provider, source, target, asked from answers"
_READ_UNSENT = """
    select provider, source, target, asked, answer from unsent join answers using (provider, source, target, asked)
    order by provider, source, target limit ?
"""
_MARK = "insert into unsent values (?, ?, ?, ?)"
_SENT = "delete from unsent where provider = ? and source = ? and target = ? and asked = ?"
_SENT_AT_ONCE = 1_000


def open_cache(settings: Settings, *, writing: bool) -> TranslationCache:
    """Open the cache of a workspace, which shares its answers if the workspace names a server."""
    if find_memory_server(settings.memory_server):
        return SharedCache(settings, writing=writing)
    return TranslationCache(settings.root, writing=writing)


class SharedCache(TranslationCache):
    """The cached answers of one workspace, and those that others have paid for.

    A server that cannot be used is told once, in `notices`, and not asked again.
    """

    def __init__(self, settings: Settings, *, writing: bool) -> None:
        super().__init__(settings.root, writing=writing)
        self._settings = settings
        self._writing = writing
        self._is_usable = True
        if writing:
            with self.lock:
                if not self.base.execute("select 1 from sqlite_master where name = 'unsent'").fetchall():
                    self.base.execute(_UNSENT)
            self._send()

    def look_up(self, provider: str, source: str, target: str, texts: Sequence[str]) -> dict[str, str]:
        """Return the answers to these texts, from the workspace or the server."""
        known = super().look_up(provider, source, target, texts)
        missing = [text for text in texts if text not in known]
        if not missing:
            return known
        found = self._use(lambda server: server.look_up_answers(provider, source, target, missing)) or {}
        if found and self._writing:
            super().store(provider, source, target, found)
        return known | found

    def store(self, provider: str, source: str, target: str, answers: Mapping[str, str]) -> None:
        """Store answers by the texts that were sent, and share them."""
        with self.lock:
            self.base.executemany(_MARK, [(provider, source, target, text) for text in answers])
        super().store(provider, source, target, answers)
        self._send()

    def _send(self) -> None:
        """Send what the server does not have yet. The first answer to a text stays there."""
        with self.lock:
            while self._is_usable and (rows := self.base.execute(_READ_UNSENT, (_SENT_AT_ONCE,)).fetchall()):
                if not self._use(partial(self._add, rows)):
                    return
                self.base.executemany(_SENT, [row[:-1] for row in rows])

    def _add(self, rows: Sequence[tuple[str, ...]], server: MemoryServer) -> bool:
        """Add answers on the server, unless the user only reads there; tell whether that was done."""
        if not server.may_write():
            return False
        for (provider, source, target), group in groupby(rows, key=lambda row: row[:3]):
            server.store_answers(provider, source, target, {asked: answer for *_, asked, answer in group})
        return True

    def _use(self, work: Callable[[MemoryServer], Result]) -> Result | None:
        """Do some work on the server; None if it cannot be used."""
        if not self._is_usable:
            return None
        try:
            with connect(self._settings) as connection:
                return work(MemoryServer(connection, self._settings.project))
        except ServerError as error:
            self._is_usable = False
            self.notices.append(error.as_notice())
            return None
