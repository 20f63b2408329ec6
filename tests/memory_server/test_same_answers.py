"""A memory that is shared answers as one that has the same units in it by itself."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_server.newsroom import Desk, Newsroom
from pipeline.article.markdown import read_article
from pipeline.memory import MemoryUnit
from pipeline.workspace.memory import share
from pipeline.workspace.memory.sync import NAME, open_memory, open_memory_to_read
from pipeline.workspace.settings import find_settings

SEED = Path(__file__).parents[2] / "articles"

WORDS = {
    lang: words.split()
    for lang, words in (
        ("en", "the lake river water fell rose by twenty thirty metres in 1933 1947 engineers measured it again"),
        ("ru", "озеро река вода упала поднялась на двадцать тридцать метров в 1933 1947 инженеры измерили снова"),
        ("hy", "լիճը գետը ջուրը իջավ բարձրացավ քսան երեսուն մետր 1933 1947 ինժեներները չափեցին կրկին"),
    )
}

Stored = dict[str, tuple[MemoryUnit, ...]]
"""The units of a workspace by origin."""


def texts(lang: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS[lang]), min_size=1, max_size=9).map(" ".join)


@st.composite
def units(draw: st.DrawFn) -> MemoryUnit:
    languages = draw(st.lists(st.sampled_from(sorted(WORDS)), min_size=2, max_size=3, unique=True))
    return MemoryUnit(
        texts={lang: draw(texts(lang)) for lang in languages},
        lang=draw(st.sampled_from(["", *languages])),
        translators={lang: draw(st.sampled_from(["Anna", "Олег"])) for lang in languages[1:] if draw(st.booleans())},
    )


origins = st.sampled_from(["articles/a", "articles/b", "agency.tmx"])
workspaces = st.dictionaries(origins, st.lists(units(), max_size=6).map(tuple), max_size=3)


@pytest.fixture
def two(newsroom: Newsroom) -> tuple[Desk, Desk]:
    """Two workspaces that share a memory."""
    return newsroom.workspace("daily"), newsroom.workspace("weekly")


def fill(desk: Desk, stored: Stored) -> None:
    """Store units as `sync` does, and exchange what is new with the server."""
    with open_memory(desk.root) as memory:
        for origin in memory.digests().keys() - stored.keys():
            memory.forget(origin)
        for origin, given_units in stored.items():
            memory.store(origin, str(given_units), given_units)
        memory.save()
        assert share.exchange(find_settings(desk.root), memory).is_done


def plain(unit: MemoryUnit) -> tuple[object, ...]:
    """A unit to compare with others: languages may be in any order."""
    return unit.origin, unit.lang, sorted(unit.texts.items()), sorted(unit.translators.items())


def answers(root: Path, questions: list[tuple[str, str]]) -> list[object]:
    """Everything that is found for texts and their languages, in all directions, and for their first words."""
    found: list[object] = []
    with open_memory_to_read(root) as memory:
        assert memory is not None
        for lang, text in questions:
            found += [memory.matches(text, lang, to, limit=20) for to in WORDS if to != lang]
            found.append(sorted(map(plain, memory.search(text.split()[0], [lang], 1000))))
        found.append(sorted(map(plain, memory.units())))
    return found


def answers_alone(own: Stored, others: dict[str, Stored], questions: list[tuple[str, str]]) -> list[object]:
    """The same of a memory that no server knows of."""
    with TemporaryDirectory() as folder, open_memory(Path(folder)) as memory:
        for origin, given_units in own.items():
            memory.store(origin, "", given_units)
        for name, stored in others.items():
            for origin, given_units in stored.items():
                memory.store(f"{name}/{origin}", "", given_units)
        memory.save()
        return answers(Path(folder), questions)


def ask(lang: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(lang), texts(lang))


questions_of_any_language = st.lists(st.sampled_from(sorted(WORDS)).flatmap(ask), min_size=1, max_size=4)


@given(states=st.lists(st.tuples(workspaces, workspaces), min_size=1, max_size=3), questions=questions_of_any_language)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_are_those_of_one_memory_with_all_units(
    newsroom: Newsroom, two: tuple[Desk, Desk], states: list[tuple[Stored, Stored]], questions: list[tuple[str, str]]
) -> None:
    """Two workspaces change, one after the other and several times, and fetch each other's units."""
    newsroom.rows("TRUNCATE targman.unit")
    for desk in two:
        (desk.root / NAME).unlink(missing_ok=True)
    daily, weekly = two
    for of_daily, of_weekly in states:
        fill(daily, of_daily)
        fill(weekly, of_weekly)
    of_daily, of_weekly = states[-1]
    fill(daily, of_daily)
    assert answers(daily.root, questions) == answers_alone(of_daily, {"weekly": of_weekly}, questions)
    assert answers(weekly.root, questions) == answers_alone(of_weekly, {"daily": of_daily}, questions)


def test_answers_to_real_texts_are_the_same(two: tuple[Desk, Desk]) -> None:
    """The sentences of our own articles, half of them in each workspace; each is asked for with a word less."""
    sentences: dict[str, list[str]] = {}
    for path in sorted(SEED.glob("**/*.md")):
        article = read_article(path.read_text(encoding="utf-8"), lang="en")
        sentences.setdefault(article.lang, []).extend(each.text for each in article.segments if each.kind.is_text)
    made = [
        MemoryUnit(texts={lang: text, to: text.upper()}, lang=lang)
        for lang, found in sentences.items()
        for text in dict.fromkeys(found)
        for to in WORDS
        if to != lang
    ]
    quarters = [tuple(made[start::4]) for start in range(4)]
    halves = [
        {"articles/a": quarters[0], "articles/b": quarters[1]},
        {"articles/a": quarters[2], "articles/c": quarters[3]},
    ]
    daily, weekly = two
    fill(daily, halves[0])
    fill(weekly, halves[1])
    fill(daily, halves[0])
    questions = [
        (lang, " ".join(text.split()[1:])) for lang, found in sentences.items() for text in found[::7] if " " in text
    ]
    assert len(questions) > 20
    assert answers(daily.root, questions) == answers_alone(halves[0], {"weekly": halves[1]}, questions)
    assert answers(weekly.root, questions) == answers_alone(halves[1], {"daily": halves[0]}, questions)
