"""What is wrong with a server or its address: one sentence each, and the command does the rest of its work."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from memory_server.newsroom import Desk, Newsroom

LAKE, OZERO = "The lake fell by twenty metres.", "Озеро опустилось на двадцать метров."


def told_by_sync(desk: Desk) -> str:
    """What a sync says, which does its own work all the same, and nothing twice."""
    told = desk.publish("lake", LAKE, ru=OZERO).output
    assert OZERO in desk.text("locales/ru/articles/lake.po")
    assert desk.offers(LAKE)
    assert "Traceback" not in told
    return " ".join(told.split())


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A workspace that a test gives an address of a server to."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "targman.toml").write_text('lang = "en"\nproject = "daily"\n', encoding="utf-8")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    return Desk(tmp_path)


def test_nobody_is_at_the_address(alone: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", f"postgresql://anna@127.0.0.1:{port}/memory")
    told = told_by_sync(alone)
    assert "The memory server 127.0.0.1 cannot be used: Connection refused." in told
    assert "Nothing is lost: the next sync catches up." in told


def test_a_name_that_no_computer_has(alone: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", "postgresql://anna@db.invalid/memory")
    told = told_by_sync(alone)
    assert "The memory server db.invalid cannot be used: " in told
    assert "resolve host" in told


def test_somebody_else_answers_or_nobody_ever_does(alone: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://anna@127.0.0.1:{silent.getsockname()[1]}/memory?connect_timeout=2"
        monkeypatch.setenv("TARGMAN_MEMORY_SERVER", address)
        assert "timeout expired" in told_by_sync(alone)


@pytest.mark.parametrize(
    "address", ["postgresql://[::1/memory", "postgresql://x?frobnicate=1", "mysql://x", "host=x y"]
)
def test_an_address_that_is_none(alone: Desk, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", address)
    assert "The memory server" in told_by_sync(alone)


def test_a_server_without_encryption_elsewhere(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is not this one is spoken to with TLS only; here it is this one by another name."""
    desk = newsroom.workspace("daily")
    address = newsroom.cluster.address(newsroom.database).replace("127.0.0.1", "127.0.0.2")
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", address)
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")
    assert "does not support SSL, but SSL was required. Let the server use TLS" in told_by_sync(desk)


def test_a_wrong_password(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    user = newsroom.cluster.create_user(newsroom.database, "anna", role="targman_writer")
    desk = newsroom.workspace("daily", user=user)
    monkeypatch.setenv("PGPASSWORD", "wrong")
    told = told_by_sync(desk)
    assert f'password authentication failed for user "{user}". Set PGPASSWORD, or write the password into' in told


def test_no_password(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    user = newsroom.cluster.create_user(newsroom.database, "anna", role="targman_writer")
    desk = newsroom.workspace("daily", user=user)
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    assert "no password supplied. Set PGPASSWORD, or write the password into ~/.pgpass." in told_by_sync(desk)


def test_a_database_that_is_not_there(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", newsroom.cluster.address("nowhere"))
    assert 'database "nowhere" does not exist' in told_by_sync(newsroom.workspace("daily"))


def test_a_database_without_tables(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", newsroom.cluster.address(newsroom.cluster.create_database()))
    told = told_by_sync(newsroom.workspace("daily"))
    assert "memory server has no tables yet. Let the owner of its database run: targman memory prepare" in told


def test_a_user_without_a_role_of_targman(newsroom: Newsroom) -> None:
    user = newsroom.cluster.create_user(newsroom.database, "anna", role="pg_monitor")
    told = told_by_sync(newsroom.workspace("daily", user=user))
    assert "refuses: permission denied for schema targman. Ask the owner of its database for the right." in told


def test_tables_of_a_newer_version(newsroom: Newsroom) -> None:
    newsroom.rows("UPDATE targman.memory SET version = 99")
    desk = newsroom.workspace("daily")
    told = "memory server has tables of version 99, and this Targman knows version 1. Install the Targman that your"
    assert told in told_by_sync(desk)
    assert told in " ".join(desk.run("memory", "prepare", exit_code=1).output.split())


def test_preparing_without_the_right(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    database = newsroom.cluster.create_database()
    user = newsroom.cluster.create_user(newsroom.database, "anna", role="targman_writer")
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", newsroom.cluster.address(database, user))
    told = newsroom.workspace("daily").run("memory", "prepare", exit_code=1).output
    assert "refuses: permission denied to create extension" in " ".join(told.split())
    assert newsroom.cluster.execute(database, "SELECT 1 FROM pg_namespace WHERE nspname = 'targman'") == []


def test_preparing_twice_changes_nothing(newsroom: Newsroom) -> None:
    daily = newsroom.workspace("daily")
    daily.publish("lake", LAKE, ru=OZERO)
    rows = newsroom.rows("SELECT * FROM targman.unit")
    assert "The tables are there, in version 1." in daily.run("memory", "prepare").output
    assert newsroom.rows("SELECT * FROM targman.unit") == rows


def test_preparing_without_a_server(alone: Desk) -> None:
    assert "no server is named" in alone.run("memory", "prepare", exit_code=1).output


def test_a_workspace_without_a_name(newsroom: Newsroom) -> None:
    for name in ("articles", "daily/news"):
        desk = newsroom.workspace("daily", copy=f"-{len(name)}")
        desk.write("targman.toml", desk.text("targman.toml").replace('"daily"', f'"{name}"'))
        assert 'Name it in the settings, without a slash, such as project = "daily".' in told_by_sync(desk)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://anna:secret@db/memory", "has a password in it"),
        ("postgresql://db/memory?password=secret", "has a password in it"),
        ("mysql://db", "has to be an address such as postgresql://"),
        ("postgresql://[::1/x", "is not an address"),
    ],
)
def test_the_setting(alone: Desk, address: str, said: str) -> None:
    alone.write("targman.toml", f'memory_server = "{address}"\n')
    told = " ".join(alone.run("sync", exit_code=2).output.split())
    assert f"targman.toml:1: memory_server {said}" in told
    assert "secret" not in told


def test_psycopg_is_not_there(newsroom: Newsroom, tmp_path: Path) -> None:
    """A module of its name that cannot be imported stands for that."""
    desk = newsroom.workspace("daily")
    desk.write("articles/lake.md", LAKE)
    (tmp_path / "without").mkdir()
    (tmp_path / "without/psycopg.py").write_text("raise ImportError", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'without')!r}); import pipeline.__main__ as it; it.run()"
    words = [sys.executable, "-c", program, "sync"]
    done = subprocess.run(words, cwd=desk.root, capture_output=True, text=True, check=True)
    assert "The shared memory needs psycopg, which is not here. Run: " in done.stdout
    assert "cluster]" in done.stdout
