"""Connect to the PostgreSQL server of a shared memory, and make its tables.

The tables are in `sql/`, one numbered file for each version. Every failure is a ServerError that says what to do.
"""

from contextlib import contextmanager, suppress
from pkgutil import get_data
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import TargmanError
from pipeline.installation import install_command
from pipeline.workspace.settings import Settings
from pipeline.workspace.settings.memory_server import ADDRESS, find_memory_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

VERSION = 1
"""Version of the tables that this Targman works with: the number of the last file in `sql/`."""

_CONNECT_SECONDS = 4
"""Time for reaching the server: `sync` goes on without one that does not answer."""
_SESSION = {
    "application_name": "targman",
    "client_encoding": "utf8",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Somebody whose computer went to sleep in the middle of its turn lets the others go on.
    "options": "-c idle_in_transaction_session_timeout=30s -c lock_timeout=60s -c statement_timeout=120s",
}
_LOCAL = {"", "localhost", "127.0.0.1", "::1"}
_UNNAMED = "articles"
"""The project of all workspaces whose settings do not name it."""
_PREPARING = 7_236_418_021
"""Number of the lock that only one process holds at a time while it makes the tables."""


class ServerError(TargmanError):
    """The server of the shared memory cannot be used, or refuses. Nothing is lost: a copy of it is in the workspace."""

    def as_notice(self) -> str:
        """Return the sentence to tell where work goes on without the server."""
        return f"{self.message[0].upper()}{self.message[1:]}"


@contextmanager
def connect(settings: Settings) -> "Iterator[psycopg.Connection[Any]]":
    """Connect to the server of a workspace, which has to have tables of this version.

    Raises ServerError, also for what goes wrong while the connection is used.
    """
    with _open(settings) as connection:
        found = _read_version(connection)
        if found > VERSION:
            raise _newer_error(found)
        if found < VERSION:
            what = f"tables of version {found}, but this Targman needs {VERSION}" if found else "no tables yet"
            raise ServerError(
                f"the memory server has {what}. Let the owner of its database run: targman memory prepare"
            )
        yield connection


def prepare(settings: Settings) -> tuple[int, int]:
    """Make the tables on the server, or bring them to this version; return the former version and the new one.

    Raises ServerError where the user of the address may not.
    """
    with _open(settings) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_PREPARING,))
        found = _read_version(connection)
        if found > VERSION:
            raise _newer_error(found)
        for version in range(found + 1, VERSION + 1):
            script = get_data(__package__, f"sql/{version:03}.sql") or b""
            with connection.transaction():
                connection.execute(script)
                connection.execute("UPDATE targman.memory SET version = %s", (version,))
        return found, VERSION


@contextmanager
def _open(settings: Settings) -> "Iterator[psycopg.Connection[Any]]":
    """Connect to the server in autocommit mode. What PostgreSQL raises becomes a ServerError of one sentence."""
    address = find_memory_server(settings.memory_server)
    if not address:
        raise ServerError(
            f'no server is named. Write memory_server = "postgresql://…" into the settings, or set {ADDRESS}.'
        )
    if settings.project == _UNNAMED or "/" in settings.project:
        raise ServerError(
            f"a shared memory needs to know this workspace from others, but its name is “{settings.project}”. "
            'Name it in the settings, without a slash, such as project = "daily".'
        )
    try:
        import psycopg  # noqa: PLC0415  an extra, and only for those who share a memory
    except ImportError as error:
        told = f"the shared memory needs psycopg, which is not here. Run: {install_command('cluster')}"
        raise ServerError(told) from error
    try:
        with psycopg.connect(address, autocommit=True, **_parameters(address)) as connection:
            yield connection
    except psycopg.Error as error:
        raise ServerError(_describe(error, address)) from error


def _parameters(address: str) -> dict[str, Any]:
    """Return the parameters of a connection that the address does not give itself."""
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  an extra

    given = conninfo_to_dict(address)
    hosts = str(given.get("host", given.get("hostaddr", ""))).split(",")
    is_local = all(host in _LOCAL or host.startswith("/") for host in hosts)
    wanted = {"connect_timeout": _CONNECT_SECONDS} | ({} if is_local else {"sslmode": "require"}) | _SESSION
    return {name: value for name, value in wanted.items() if name not in given}


def _read_version(connection: "psycopg.Connection[Any]") -> int:
    """Return the version of the tables on a server; 0 if there are none."""
    [(is_there,)] = connection.execute("SELECT to_regclass('targman.memory') IS NOT NULL")
    return int(connection.execute("SELECT version FROM targman.memory").fetchall()[0][0]) if is_there else 0


def _newer_error(found: int) -> ServerError:
    return ServerError(
        f"the memory server has tables of version {found}, and this Targman knows version {VERSION}. "
        "Install the Targman that your colleagues have."
    )


def _describe(error: "psycopg.Error", address: str) -> str:
    """Return what is wrong and what to do, in one sentence or two."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # libpq begins with the addresses it tried, PostgreSQL's own sentence comes after "failed:" or "FATAL:".
    reason = (lines or ["no reason was given"])[0].rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
    host = ""
    with suppress(ValueError):
        host = unquote(urlsplit(address).hostname or "")
    host = host or "on this machine"
    state = error.sqlstate or ""
    if state == "42501":
        return f"the memory server {host} refuses: {reason}. Ask the owner of its database for the right."
    if "pg_trgm" in reason:
        return f"the memory server {host} lacks pg_trgm: {reason}. Install PostgreSQL's contrib modules there."
    if "password" in reason or "authentication" in reason:
        advice = "Set PGPASSWORD, or write the password into ~/.pgpass."
    elif "SSL" in reason or "certificate" in reason:
        advice = "Let the server use TLS: targman docs memory."
    else:
        advice = "Nothing is lost: the next sync catches up."
    return f"the memory server {host} cannot be used: {reason}. {advice}"
