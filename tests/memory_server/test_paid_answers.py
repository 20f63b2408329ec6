"""Answers of machine translation are shared by the server: what one workspace paid for, no other pays for again."""

import shutil
from collections.abc import Iterator

import pytest
from mt.servers import Server, serving
from psycopg import sql

from memory_server.newsroom import Desk, Newsroom

LAKE = "The lake fell by twenty metres."
RIVER = "Engineers measured the river again."


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A provider on loopback that answers well, and that all desks use."""
    with serving("deepl") as server:
        for name, value in {**server.environment, "TARGMAN_PROVIDER": "deepl", "TARGMAN_PAUSE": "0.01"}.items():
            monkeypatch.setenv(name, value)
        yield server


def write(desk: Desk, text: str, article: str = "news") -> None:
    desk.write(f"articles/{article}.md", f"{text}\n")
    desk.run("sync")


def test_nobody_pays_twice(newsroom: Newsroom, provider: Server) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    for desk in (daily, weekly):
        write(desk, LAKE)
    daily.run("translate", "--to", "ru")
    assert provider.texts == [LAKE]
    assert "0 requests" in weekly.run("translate", "--to", "ru", "--estimate").output
    weekly.run("translate", "--to", "ru")
    assert provider.texts == [LAKE]
    assert weekly.text("locales/ru/articles/news.po") == daily.text("locales/ru/articles/news.po").replace(
        "daily", "weekly"
    )
    assert newsroom.rows("SELECT workspace, provider LIKE '%deepl%', source, target FROM targman.answer") == [
        ("daily", True, "en", "ru")
    ]


def test_what_was_fetched_is_there_without_the_server(
    newsroom: Newsroom, provider: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    for desk in (daily, weekly):
        write(desk, LAKE)
        desk.run("translate", "--to", "ru")
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", "postgresql://postgres@127.0.0.1:1/nowhere")
    write(weekly, LAKE, "again")
    told = weekly.run("translate", "--to", "ru").output
    assert "memory server" not in told
    assert provider.texts == [LAKE]


def test_without_the_server_work_goes_on_and_is_sent_later(
    newsroom: Newsroom, provider: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    for desk in (daily, weekly):
        write(desk, LAKE)
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", "postgresql://postgres@127.0.0.1:1/nowhere")
    told = daily.run("translate", "--to", "ru").output
    assert told.count("The memory server 127.0.0.1 cannot be used: ") == 1
    assert provider.texts == [LAKE]
    monkeypatch.delenv("TARGMAN_MEMORY_SERVER")
    daily.run("translate", "--to", "ru")
    weekly.run("translate", "--to", "ru")
    assert provider.texts == [LAKE]


def test_answers_from_before_are_shared_once_there_is_a_server(newsroom: Newsroom, provider: Server) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    settings = daily.text("targman.toml")
    daily.write("targman.toml", 'lang = "en"\nproject = "daily"\n')
    write(daily, LAKE)
    daily.run("translate", "--to", "ru")
    daily.write("targman.toml", settings)
    daily.run("translate", "--to", "ru")
    write(weekly, LAKE)
    weekly.run("translate", "--to", "ru")
    assert provider.texts == [LAKE]


def test_a_reader_profits_and_sends_nothing(newsroom: Newsroom, provider: Server) -> None:
    daily = newsroom.workspace("daily")
    write(daily, LAKE)
    daily.run("translate", "--to", "ru")
    karen = newsroom.cluster.create_user(newsroom.database, "karen", role="targman_reader")
    reader = newsroom.workspace("weekly", user=karen)
    write(reader, LAKE)
    write(reader, RIVER, "river")
    assert "memory server" not in reader.run("translate", "--to", "ru").output
    assert provider.texts == [LAKE, RIVER]
    assert newsroom.rows("SELECT workspace FROM targman.answer") == [("daily",)]
    newsroom.rows("INSERT INTO targman.writer VALUES (%s, 'weekly')", karen)
    newsroom.cluster.execute(newsroom.database, sql.SQL("GRANT targman_writer TO {}").format(sql.Identifier(karen)))
    reader.run("translate", "--to", "ru")
    assert newsroom.rows("SELECT workspace FROM targman.answer ORDER BY added") == [("daily",), ("weekly",)]


def test_two_who_paid_at_the_same_time_keep_the_first_answer(newsroom: Newsroom, provider: Server) -> None:
    """Each has its own; the server has one, and a lost cache gets that."""
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    for desk in (daily, weekly):
        write(desk, LAKE)
    newsroom.rows("ALTER TABLE targman.answer RENAME TO hidden")
    weekly.run("translate", "--to", "ru")
    newsroom.rows("ALTER TABLE targman.hidden RENAME TO answer")
    daily.run("translate", "--to", "ru")
    weekly.run("translate", "--to", "ru")
    assert provider.texts == [LAKE, LAKE]
    assert newsroom.rows("SELECT workspace FROM targman.answer") == [("daily",)]
    shutil.rmtree(weekly.root / ".targman")
    write(weekly, LAKE, "again")
    weekly.run("translate", "--to", "ru")
    assert provider.texts == [LAKE, LAKE]
