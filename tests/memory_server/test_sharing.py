"""Workspaces that share a memory: what one translates, the others are offered, and what becomes of it later."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir

import psycopg
import pytest

from memory_server.newsroom import Newsroom
from pipeline.memory import MemoryUnit
from pipeline.workspace.memory import share
from pipeline.workspace.memory.connection import VERSION, prepare
from pipeline.workspace.memory.server import MemoryServer
from pipeline.workspace.memory.sync import NAME, open_memory
from pipeline.workspace.settings import find_settings

LAKE, OZERO = "The lake fell by twenty metres.", "Озеро опустилось на двадцать метров."
RIVER, REKA = "Engineers measured the river again.", "Инженеры снова измерили реку."

CURRENT = "SELECT origin, texts->>'ru' FROM targman.unit WHERE taken IS NULL ORDER BY origin, number"
EARLIER = "SELECT origin, texts->>'ru' FROM targman.unit WHERE taken IS NOT NULL ORDER BY origin, number"


def test_a_translation_of_one_workspace_is_offered_in_another(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    weekly = newsroom.workspace("weekly")
    weekly.publish("review", LAKE)
    catalog = weekly.text("locales/ru/articles/review.po")
    assert "#. memory: 100% daily/articles/lake" in catalog
    assert OZERO in catalog
    assert "#, fuzzy" in catalog


def test_a_unit_has_its_workspace_article_person_and_date(newsroom: Newsroom) -> None:
    daily = newsroom.workspace("daily")
    daily.publish("lake", LAKE)
    catalog = daily.text("locales/ru/articles/lake.po")
    header = '"Last-Translator: Анна <anna@example.org>\\n"\n"Content-Type'
    daily.write("locales/ru/articles/lake.po", catalog.replace('"Content-Type', header))
    daily.translate("lake", "ru", OZERO)
    daily.run("sync")
    query = "SELECT workspace, origin, lang, translators->>'ru', added_by, added::date = current_date FROM targman.unit"
    assert newsroom.rows(query) == [("daily", "articles/lake", "en", "Анна", "postgres", True)]


def test_a_text_that_waits_is_offered_what_comes_later(newsroom: Newsroom) -> None:
    weekly = newsroom.workspace("weekly")
    weekly.publish("review", LAKE)
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    assert weekly.offers(LAKE) == []
    weekly.run("sync")
    assert OZERO in weekly.text("locales/ru/articles/review.po")
    before = weekly.snapshot()
    weekly.run("sync")
    assert weekly.snapshot() == before


def test_what_a_workspace_takes_away_is_earlier_and_offered_no_longer(newsroom: Newsroom) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    daily.publish("lake", LAKE, ru="Озеро.")
    weekly.run("sync")
    assert [match.target for match in weekly.offers(LAKE)] == ["Озеро."]
    daily.translate("lake", "ru", OZERO)
    daily.run("sync")
    weekly.run("sync")
    assert [match.target for match in weekly.offers(LAKE)] == [OZERO]
    assert newsroom.rows(CURRENT) == [("articles/lake", OZERO)]
    assert newsroom.rows(EARLIER) == [("articles/lake", "Озеро.")]


def test_what_comes_back_is_there_once(newsroom: Newsroom) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    for target in ("Озеро.", OZERO, "Озеро."):
        daily.publish("lake", LAKE, ru=target)
    weekly.run("sync")
    assert newsroom.rows(CURRENT) == [("articles/lake", "Озеро.")]
    assert newsroom.rows(EARLIER) == [("articles/lake", OZERO)]
    assert [match.target for match in weekly.offers(LAKE)] == ["Озеро."]


def test_a_deleted_article_is_earlier(newsroom: Newsroom) -> None:
    daily = newsroom.workspace("daily")
    daily.publish("lake", LAKE, ru=OZERO)
    daily.publish("river", RIVER, ru=REKA)
    for path in [*daily.root.glob("**/lake.*")]:
        path.unlink()
    daily.run("sync")
    assert newsroom.rows(CURRENT) == [("articles/river", REKA)]
    assert newsroom.rows(EARLIER) == [("articles/lake", OZERO)]


def test_copies_of_one_workspace_unite_what_they_have(newsroom: Newsroom) -> None:
    """An editor who has not pulled the work of another one takes none of it away, and nothing is there twice."""
    anna, oleg = newsroom.workspace("daily"), newsroom.workspace("daily", copy="-oleg")
    for desk in (anna, oleg):
        desk.publish("lake", LAKE, ru=OZERO)
        desk.run("sync")
    anna.publish("river", RIVER, ru=REKA)
    oleg.publish("news", "Something else entirely.", ru="Нечто иное.")
    anna.run("sync")
    both = [("articles/lake", OZERO), ("articles/news", "Нечто иное."), ("articles/river", REKA)]
    assert newsroom.rows(CURRENT) == both
    assert [(match.origin, match.target) for match in anna.offers("Something else entirely.")] == [
        ("daily/articles/news", "Нечто иное.")
    ]
    shutil.copytree(oleg.root / "articles", anna.root / "articles", dirs_exist_ok=True)
    shutil.copytree(oleg.root / "locales", anna.root / "locales", dirs_exist_ok=True)
    anna.run("sync")
    assert [match.origin for match in anna.offers("Something else entirely.")] == ["articles/news"]
    assert len(anna.units()) == len(newsroom.rows("SELECT number FROM targman.unit")) == 3


def test_a_deleted_copy_is_made_again_and_nothing_is_sent_twice(newsroom: Newsroom) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    daily.publish("lake", LAKE, ru=OZERO)
    weekly.publish("river", RIVER, ru=REKA)
    daily.run("sync")
    units, rows = daily.units(), newsroom.rows("SELECT * FROM targman.unit ORDER BY number")
    shutil.rmtree(daily.root / ".targman")
    daily.run("sync")
    assert daily.units() == units
    daily.run("memory", "rebuild")
    assert daily.units() == units
    assert newsroom.rows("SELECT * FROM targman.unit ORDER BY number") == rows


def test_what_was_sent_by_a_command_that_was_killed_then_is_not_sent_twice(newsroom: Newsroom) -> None:
    daily = newsroom.workspace("daily")
    daily.publish("lake", LAKE)
    before = (daily.root / NAME).read_bytes()
    daily.publish("lake", LAKE, ru=OZERO)
    rows = newsroom.rows("SELECT * FROM targman.unit")
    (daily.root / NAME).write_bytes(before)
    daily.run("memory", "rebuild")
    assert newsroom.rows("SELECT * FROM targman.unit") == rows


def test_a_rebuild_tells_the_server_first_what_is_gone(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    daily = newsroom.workspace("daily")
    daily.publish("lake", LAKE, ru="Озеро.")
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", "postgresql://postgres@127.0.0.1:1/nowhere")
    daily.publish("lake", LAKE, ru=OZERO)
    monkeypatch.delenv("TARGMAN_MEMORY_SERVER")
    daily.run("memory", "rebuild")
    assert newsroom.rows(CURRENT) == [("articles/lake", OZERO)]
    assert newsroom.rows(EARLIER) == [("articles/lake", "Озеро.")]


def test_equal_units_of_one_article_are_kept_apart(newsroom: Newsroom) -> None:
    """A text may be there twice, with two contexts; so many are offered as translations count by it."""
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    unit = MemoryUnit(texts={"en": LAKE, "ru": OZERO}, lang="en", origin="articles/lake")
    for number in (2, 3, 1):
        with chdir(daily.root), open_memory(daily.root) as memory:
            memory.store("articles/lake", str(number), [unit] * number)
            memory.save()
            share.exchange(find_settings(daily.root), memory)
        weekly.run("sync")
        assert len(weekly.units()) == number
        assert len(newsroom.rows(CURRENT)) == number
    assert len(newsroom.rows("SELECT number FROM targman.unit")) == 3


def test_texts_that_postgresql_has_no_room_for_arrive_as_they_are(newsroom: Newsroom) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    texts = {"en": "The \0 lake \\u0000 fell.", "ru": "О\0"}
    with open_memory(daily.root) as memory:
        memory.store("articles/lake", "1", [MemoryUnit(texts=texts, lang="en", translators={"ru": "А\0"})])
        memory.save()
        share.exchange(find_settings(daily.root), memory)
    weekly.run("sync")
    [found] = weekly.units()
    assert (found.texts, found.translators) == (texts, {"ru": "А\0"})


def test_more_than_a_sync_fetches_is_left_for_later_and_told(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    with open_memory(daily.root) as memory:
        for number in range(7):
            texts = {"en": f"The lake number {number}.", "ru": f"Озеро {number}."}
            memory.store(f"articles/{number}", "1", [MemoryUnit(texts=texts, lang="en", origin=f"articles/{number}")])
        memory.save()
        share.exchange(find_settings(daily.root), memory)
    monkeypatch.setattr(share, "MOST_FETCHED", 4)
    monkeypatch.setattr(share, "_PAGE", 2)
    assert "3 texts of the shared memory are not here yet" in weekly.run("sync").output
    assert len(weekly.units()) == 4
    weekly.run("memory", "rebuild")
    assert len(weekly.units()) == 7
    assert "not here yet" not in weekly.run("sync").output


def test_without_the_server_in_the_settings_what_came_from_it_is_forgotten(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    weekly = newsroom.workspace("weekly")
    weekly.publish("river", RIVER, ru=REKA)
    assert len(weekly.units()) == 2
    weekly.write("targman.toml", 'lang = "en"\nproject = "weekly"\n')
    weekly.publish("other", "Another text.")
    assert [unit.origin for unit in weekly.units()] == ["articles/river"]


def test_a_memory_that_is_off_asks_no_server(newsroom: Newsroom) -> None:
    newsroom.workspace("daily").publish("lake", LAKE, ru=OZERO)
    weekly = newsroom.workspace("weekly", toml='memory = "off"\n')
    weekly.publish("review", LAKE)
    assert OZERO not in weekly.text("locales/ru/articles/review.po")
    assert newsroom.rows("SELECT DISTINCT workspace FROM targman.unit") == [("daily",)]


def test_the_server_goes_away_and_comes_back(newsroom: Newsroom) -> None:
    """Commands go on with the copy, tell it, and catch up in both directions."""
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    daily.publish("lake", LAKE, ru=OZERO)
    weekly.run("sync")
    newsroom.cluster.stop()
    try:
        told = weekly.publish("river", RIVER, ru=REKA).output
        assert "The memory server 127.0.0.1 cannot be used: " in told
        assert "Nothing is lost: the next sync catches up." in told
        daily.publish("lake", LAKE, ru="Озеро.")
        assert [match.target for match in weekly.offers(LAKE)] == [OZERO]
    finally:
        newsroom.cluster.start()
    for desk in (daily, weekly, daily):
        assert "memory server" not in desk.run("sync").output
    assert newsroom.rows(CURRENT) == [("articles/lake", "Озеро."), ("articles/river", REKA)]
    assert [match.target for match in weekly.offers(LAKE)] == ["Озеро."]
    assert [match.target for match in daily.offers(RIVER)] == [REKA]


def test_writers_come_one_after_the_other(newsroom: Newsroom) -> None:
    """So changes are numbered in the order in which others see them, and who has read up to one has missed none."""
    address = newsroom.cluster.address(newsroom.database)
    add = (
        "INSERT INTO targman.unit (workspace, origin, key, lang, texts, translators, words) "
        "VALUES (%s, 'articles/a', %s, 'en', '{}', '{}', '')"
    )
    with psycopg.connect(address) as slow, psycopg.connect(address) as fast:
        slow.execute(add, ("daily", b"1"))
        fast.execute("SET lock_timeout = 200")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            fast.execute(add, ("weekly", b"2"))
        fast.rollback()
        slow.commit()
        fast.execute(add, ("weekly", b"2"))
    assert newsroom.rows("SELECT workspace FROM targman.unit ORDER BY change") == [("daily",), ("weekly",)]


def test_two_who_prepare_the_server_at_once(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGMAN_MEMORY_SERVER", newsroom.cluster.address(newsroom.cluster.create_database()))
    settings = find_settings(newsroom.workspace("daily").root)
    with ThreadPoolExecutor(4) as pool:
        made = sorted(pool.map(lambda _: prepare(settings), range(4)))
    assert made == [(0, VERSION), *[(VERSION, VERSION)] * 3]


def test_earlier_texts_are_searched_on_the_server(newsroom: Newsroom) -> None:
    """As current ones are: by words and beginnings of words in a language, though marks may stand within them."""
    daily, weekly = newsroom.workspace("daily"), newsroom.workspace("weekly")
    daily.publish("lake", LAKE, ru="Озеро-то упало.", hy="Ջու\u055eրն իջավ։")
    daily.publish("lake", LAKE, ru=OZERO, hy="Լիճն իջավ։")
    for words in ("twent LAKE", "упа --lang ru", "ջուրն", "то --lang ru", "to --lang en", "фы"):
        is_there = words not in {"to --lang en", "фы"}
        found = weekly.run("memory", "search", *words.split(), "--earlier", exit_code=int(not is_there)).output
        assert ("Озеро-то упало." in found) == is_there
        assert OZERO not in found
    today = newsroom.rows("SELECT current_date::text")[0][0]
    assert f"daily/articles/lake  {today} – {today}" in weekly.run("memory", "search", "lake", "--earlier").output
    [found] = json.loads(weekly.run("memory", "search", "lake", "--earlier", "--format", "json").output)["results"]
    assert (found["origins"], found["since"], found["until"]) == (["daily/articles/lake"], today, today)
    assert "no server is named" not in weekly.run("memory", "search", "...", "--earlier", exit_code=1).output


def test_a_search_of_earlier_texts_finds_as_many_as_are_asked_for(newsroom: Newsroom) -> None:
    daily = newsroom.workspace("daily")
    for number in range(5):
        daily.publish("lake", LAKE, ru=f"Озеро {number}.")
    found = daily.run("memory", "search", "озеро", "--earlier", "--limit", "2", "--format", "json").output
    assert [item["texts"]["ru"] for item in json.loads(found)["results"]] == ["Озеро 3.", "Озеро 2."]


def test_what_arrived_when_sending_was_interrupted_is_taken_away_once_it_is_gone_here(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has the unit, and the workspace was killed before it knew: later it changed its article."""
    daily = newsroom.workspace("daily")

    def store(ru: str) -> None:
        with open_memory(daily.root) as memory:
            memory.store("articles/lake", "", [MemoryUnit(texts={"en": LAKE, "ru": ru}, lang="en", origin="lake")])
            memory.save()

    def exchange() -> None:
        with open_memory(daily.root) as memory:
            assert share.exchange(find_settings(daily.root), memory).is_done

    store(OZERO)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryServer, "numbers", interrupt)
        with pytest.raises(KeyboardInterrupt):
            exchange()
    assert newsroom.rows(CURRENT) == [("articles/lake", OZERO)]
    store(REKA)
    exchange()
    assert newsroom.rows(CURRENT) == [("articles/lake", REKA)]
    assert newsroom.rows(EARLIER) == [("articles/lake", OZERO)]


def interrupt(*_: object) -> None:
    """Stand for the end of a process."""
    raise KeyboardInterrupt
