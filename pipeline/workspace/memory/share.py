"""Share the memory with other workspaces: send what is new here to the server, and fetch what is new there.

Look-ups never ask the server but the copy in the workspace. So offers are as fast as ever and the same whether the
server is there or not, and a server that is gone costs a notice: the next `sync` catches up, in both directions.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice

from pipeline.frozen import dataclass
from pipeline.workspace.memory.connection import ServerError, connect
from pipeline.workspace.memory.server import MemoryServer, SentUnit
from pipeline.workspace.memory.shared import SharedMemory
from pipeline.workspace.settings import Settings
from pipeline.workspace.settings.memory_server import find_memory_server

MOST_FETCHED = 20_000
"""Number of changes that a `sync` fetches, in some six seconds; `memory rebuild` fetches all."""
_PAGE = 20_000
"""Number of changes that are fetched and written at a time: the index of texts is slow to write in small portions."""
_SENT_AT_ONCE = 1_000
"""Number of units in a transaction on the server: others wait for its end."""

Track = Callable[[int], AbstractContextManager[Callable[..., None]]]
"""Shows the progress of work with this number of steps: gives a function `advance(steps=…)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An exchange with the server: `is_done` unless there is none or it cannot be used, which `notices` tell."""

    is_done: bool = False
    notices: tuple[str, ...] = ()


@contextmanager
def _untold(_: int) -> Iterator[Callable[..., None]]:
    yield lambda **_: None


def exchange(settings: Settings, memory: SharedMemory, *, most: int | None = None, track: Track = _untold) -> Exchange:
    """Send what is new here, and fetch what is new there, `most` changes if given; `track` shows how far that is. What
    came from a server that the workspace names no longer is forgotten.
    """
    if not find_memory_server(settings.memory_server):
        if memory.server is not None:
            memory.leave()
            memory.save()
        return Exchange()
    try:
        with connect(settings) as connection:
            server = MemoryServer(connection, settings.project)
            is_writer = _follow(memory, server)
            if is_writer:
                _send(memory, server)
            left = _fetch(memory, server, most, track, without="" if is_writer else settings.project)
    except ServerError as error:
        return Exchange(notices=(error.as_notice(),))
    told = f"{left:,} texts of the shared memory are not here yet. To fetch all of them, run: targman memory rebuild"
    return Exchange(is_done=True, notices=(told,) if left else ())


def send(settings: Settings, memory: SharedMemory) -> tuple[str, ...]:
    """Send what is new here since the last exchange; return a sentence if that was not possible."""
    if not (find_memory_server(settings.memory_server) and memory.has_news):
        return ()
    try:
        with connect(settings) as connection:
            server = MemoryServer(connection, settings.project)
            if _follow(memory, server):
                _send(memory, server)
    except ServerError as error:
        return (error.as_notice(),)
    return ()


def _follow(memory: SharedMemory, server: MemoryServer) -> bool:
    """Make sure that the copy is one of this server; return whether the user may write there."""
    is_writer = server.may_write()
    memory.follow(server.identity(), server.workspace if is_writer else "")
    memory.save()
    return is_writer


def _send(memory: SharedMemory, server: MemoryServer) -> None:
    """Send what is new here. Killed at any instant, it sends the same again, which changes nothing; what had arrived by
    then and is gone here since, is taken away there.
    """
    if interrupted := memory.sending():
        memory.settle(server.numbers(interrupted))
        memory.save()
    taken = memory.taken()
    while gone := taken[:_SENT_AT_ONCE]:
        server.exchange(gone, ())
        memory.forget_taken(gone)
        memory.save()
        del taken[:_SENT_AT_ONCE]
    units = ((place, unit) for origin in memory.unsent() for place, unit in origin.items())
    while new := dict(islice(units, _SENT_AT_ONCE)):
        _send_units(memory, server, new)


def _send_units(memory: SharedMemory, server: MemoryServer, new: dict[int, SentUnit]) -> None:
    memory.begin_sending(unit.key for unit in new.values())
    memory.save()
    server.exchange((), tuple(new.values()))
    numbers = server.numbers([unit.key for unit in new.values()])
    memory.set_numbers({place: numbers[unit.key] for place, unit in new.items()})
    memory.save()


def _fetch(memory: SharedMemory, server: MemoryServer, most: int | None, track: Track, without: str) -> int:
    """Fetch what is new on the server; return the number of changes that are left there."""
    left = server.count_changes(memory.position, without)
    wanted = left if most is None else min(most, left)
    with track(wanted) as advance:
        while wanted > 0:
            changes = server.changes(memory.position, min(_PAGE, wanted), without)
            memory.apply(changes)
            memory.save()
            advance(steps=len(changes))
            wanted -= len(changes) or wanted
    return left - min(left, most or left)
