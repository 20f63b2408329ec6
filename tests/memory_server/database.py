"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a port of loopback."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

PASSWORD = "only for a test"  # noqa: S105
"""The password of every user that logs in by password."""

_START_SECONDS = 120
_NUMBERS = count(1)


def find_programs() -> Path | None:
    """Return the folder with PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL. Its superuser `postgres` needs no password, everybody else does."""

    folder: Path
    port: int

    def address(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database as settings have it."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Make an empty database and return its name."""
        name = f"memory_{os.getpid()}_{next(_NUMBERS)}"
        self.execute("postgres", sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def create_user(self, database: str, name: str, *, role: str) -> str:
        """Make a user of a database who logs in by password and has a role; return the user's full name."""
        own = f"{name}_{database}"
        user, login = sql.Identifier(own), sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        self.execute(database, login.format(user, sql.Literal(PASSWORD)))
        self.execute(database, sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), user))
        return own

    def execute(self, database: str, query: "str | sql.Composed", *values: object) -> list[tuple[object, ...]]:
        """Run a statement as the superuser, and return its rows."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            found = connection.execute(query, values or None)
            return found.fetchall() if found.description else []

    def start(self) -> None:
        """Start the server."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        log = str(self.folder / "log")
        _run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-l",
            log,
            "-w",
            "-t",
            str(_START_SECONDS),
            "-o",
            options,
            "start",
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; with `immediate` as if the power had failed."""
        _run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")


@contextmanager
def run_cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="targman-postgresql-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        _run(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        rules = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (folder / "data/pg_hba.conf").write_text(rules, encoding="utf-8")
        cluster = Cluster(folder=folder, port=port)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")


def _run(program: str, *words: str) -> None:
    """Run a program of PostgreSQL, which refuses to be root: then as the user that Debian makes for it."""
    programs = find_programs()
    assert programs is not None
    user = (
        {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
    )
    done = subprocess.run(
        [programs / program, *words],
        text=True,
        check=False,
        cwd="/",
        timeout=_START_SECONDS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **user,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr
