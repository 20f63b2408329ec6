"""Who may do what: a reader reads, a writer writes for the workspaces that the owner of the database named."""

import psycopg
import pytest
from psycopg import sql

from memory_server.database import PASSWORD
from memory_server.newsroom import Newsroom

LAKE, OZERO = "The lake fell by twenty metres.", "Озеро опустилось на двадцать метров."
RIVER, REKA = "Engineers measured the river again.", "Инженеры снова измерили реку."

CURRENT = "SELECT workspace, origin FROM targman.unit WHERE taken IS NULL ORDER BY workspace, origin"


def create_user(newsroom: Newsroom, name: str, role: str, *workspaces: str) -> str:
    """Make a user with a role of Targman who may write for these workspaces; return the user's name."""
    user = newsroom.cluster.create_user(newsroom.database, name, role=f"targman_{role}")
    for workspace in workspaces:
        newsroom.rows("INSERT INTO targman.writer VALUES (%s, %s)", user, workspace)
    return user


def test_a_writer_writes_for_the_workspaces_that_are_named(newsroom: Newsroom) -> None:
    anna = create_user(newsroom, "anna", "writer", "daily", "weekly")
    for name, text, target in (("daily", LAKE, OZERO), ("weekly", RIVER, REKA)):
        newsroom.workspace(name, user=anna).publish("news", text, ru=target)
    assert newsroom.rows(CURRENT) == [("daily", "articles/news"), ("weekly", "articles/news")]
    assert newsroom.rows("SELECT DISTINCT added_by FROM targman.unit") == [(anna,)]


def test_the_right_may_come_by_a_group(newsroom: Newsroom) -> None:
    group = f"desk_{newsroom.database}"
    newsroom.cluster.execute(newsroom.database, sql.SQL("CREATE ROLE {}").format(sql.Identifier(group)))
    newsroom.rows("INSERT INTO targman.writer VALUES (%s, 'daily')", group)
    anna = create_user(newsroom, "anna", "writer")
    grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(anna))
    newsroom.cluster.execute(newsroom.database, grant)
    newsroom.workspace("daily", user=anna).publish("lake", LAKE, ru=OZERO)
    assert newsroom.rows(CURRENT) == [("daily", "articles/lake")]


def test_a_writer_of_another_workspace_is_told_and_keeps_on_working(newsroom: Newsroom) -> None:
    oleg = create_user(newsroom, "oleg", "writer", "weekly")
    daily = newsroom.workspace("daily", user=oleg)
    told = daily.publish("lake", LAKE, ru=OZERO).output
    assert f"The memory server does not let {oleg} write for the workspace “daily”." in told.replace("\n", " ")
    assert newsroom.rows(CURRENT) == []
    newsroom.rows("INSERT INTO targman.writer VALUES (%s, 'daily')", oleg)
    assert "does not let" not in daily.run("sync").output
    assert newsroom.rows(CURRENT) == [("daily", "articles/lake")]


def test_a_reader_is_offered_all_and_sends_nothing(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    reader = newsroom.workspace("weekly", user=create_user(newsroom, "karen", "reader"))
    told = reader.publish("river", RIVER, ru=REKA).output
    assert "memory server" not in told
    assert [match.origin for match in reader.offers(LAKE)] == ["daily/articles/lake"]
    assert newsroom.rows(CURRENT) == [("daily", "articles/lake")]


def test_a_reader_of_a_workspace_has_each_of_its_units_once(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    reader = newsroom.workspace("daily", user=create_user(newsroom, "karen", "reader"), copy="-reader")
    reader.publish("lake", LAKE, ru=OZERO)
    assert [match.origin for match in reader.offers(LAKE)] == ["articles/lake"]
    assert len(reader.units()) == 1


def test_a_reader_who_becomes_a_writer_sends_what_there_is(newsroom: Newsroom) -> None:
    karen = create_user(newsroom, "karen", "reader", "daily")
    daily = newsroom.workspace("daily", user=karen)
    daily.publish("lake", LAKE, ru=OZERO)
    newsroom.cluster.execute(newsroom.database, sql.SQL("GRANT targman_writer TO {}").format(sql.Identifier(karen)))
    daily.run("sync")
    assert newsroom.rows(CURRENT) == [("daily", "articles/lake")]


_VALUES = "'x', '\\x00', 'en', '{}', '{}', '')"
UNIT = f"INSERT INTO targman.unit (workspace, origin, key, lang, texts, translators, words) VALUES ('daily', {_VALUES}"  # noqa: S608
ANSWER = (
    "INSERT INTO targman.answer (provider, source, target, key, asked, answer, workspace) "
    "VALUES ('a', 'en', 'ru', '\\x00', '\"\"', '\"\"', 'daily')"
)
FORBIDDEN = {
    "writer": (
        "DELETE FROM targman.unit",
        "TRUNCATE targman.unit",
        "UPDATE targman.unit SET texts = '{}'",
        "UPDATE targman.unit SET change = 0",
        "UPDATE targman.unit SET workspace = 'weekly'",
        "INSERT INTO targman.writer VALUES (current_user, 'daily')",
        "UPDATE targman.memory SET version = 7",
        UNIT,
        "INSERT INTO targman.unit (workspace, added_by) VALUES ('weekly', 'postgres')",
        ANSWER,
        "DELETE FROM targman.answer",
        "ALTER TABLE targman.unit DISABLE ROW LEVEL SECURITY",
    ),
    "reader": (
        "UPDATE targman.unit SET taken = now()",
        "INSERT INTO targman.unit (workspace) VALUES ('daily')",
        "INSERT INTO targman.answer (provider) VALUES ('a')",
        "SELECT nextval('targman.change')",
        "DELETE FROM targman.unit",
    ),
}


@pytest.mark.parametrize(("role", "statement"), [(role, each) for role, some in FORBIDDEN.items() for each in some])
def test_the_server_itself_refuses(newsroom: Newsroom, role: str, statement: str) -> None:
    """Whatever program a user comes with."""
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    rows = newsroom.rows("SELECT * FROM targman.unit")
    user = create_user(newsroom, "oleg", role, "weekly")
    with (
        psycopg.connect(newsroom.cluster.address(newsroom.database, user), password=PASSWORD) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())
    assert newsroom.rows("SELECT * FROM targman.unit") == rows


def test_a_writer_takes_nothing_of_another_workspace_away(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    newsroom.workspace("weekly").publish("river", RIVER, ru=REKA)
    user = create_user(newsroom, "oleg", "writer", "weekly")
    with psycopg.connect(newsroom.cluster.address(newsroom.database, user), password=PASSWORD) as connection:
        connection.execute("UPDATE targman.unit SET taken = now()")
    assert newsroom.rows(CURRENT) == [("daily", "articles/lake")]
