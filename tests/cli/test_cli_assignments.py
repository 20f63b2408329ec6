"""`targman status` tells who has which editions, and what is late or due soon."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Workspace

TODAY = date.today()  # noqa: DTZ011  as `status` takes it
LATE, SOON, LATER = (str(TODAY + timedelta(days=days)) for days in (-1, 3, 60))


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace()
    place.write("articles/one.md", "One sentence with six words here.\n")
    place.write("articles/news/two.md", "Two.\n")
    place.run("sync")
    return place


def assigned(place: Workspace) -> dict[tuple[str, str], list[dict[str, Any]]]:
    done = json.loads(place.run("status", "--format", "json").stdout)["results"]
    return {(item["article"], item["lang"]): item["assigned"] for item in done if item["assigned"]}


def test_work_is_late_or_soon_until_it_is_done(place: Workspace) -> None:
    rows = [f"one,ru,Anna,Boris,{LATE}", f"one,hy,Aram,,{SOON}", f"news/*,ru,Anna,,{LATER}", "two,en,Eva,,"]
    place.write("locales/assignments.csv", "\n".join(["article,language,translator,reviewer,due", *rows, ""]))
    assert assigned(place) == {
        ("articles/one.md", "ru"): [{"translator": "Anna", "reviewer": "Boris", "due": LATE, "timing": "late"}],
        ("articles/one.md", "hy"): [{"translator": "Aram", "reviewer": "", "due": SOON, "timing": "soon"}],
        ("articles/news/two.md", "ru"): [{"translator": "Anna", "reviewer": "", "due": LATER, "timing": ""}],
        ("articles/news/two.md", "en"): [{"translator": "Eva", "reviewer": "", "due": "", "timing": ""}],
    }
    path = "locales/ru/articles/one.po"
    text = place.text(path)
    place.write(path, text.replace('words here."\nmsgstr ""', 'words here."\nmsgstr "Одно предложение."'))
    assert assigned(place)["articles/one.md", "ru"][0]["timing"] == ""


def test_the_text_has_a_line_for_each_person(place: Workspace) -> None:
    rows = [f"one,ru,Anna,Boris,{LATE}", f"two,ru,Anna,,{SOON}"]
    place.write("locales/assignments.csv", "\n".join(["article,language,translator,reviewer,due", *rows, ""]))
    shown = place.run("status").output
    assert f"Anna, reviewer Boris, due {LATE}, late" in shown
    [line] = [line for line in shown.splitlines() if line.endswith("Anna")]
    assert line.split() == ["2", "7", "1", "1", LATE, "Anna"]


def test_a_fault_of_the_table_is_told_with_its_line_and_the_rest_is_shown(place: Workspace) -> None:
    place.write("locales/assignments.csv", "article,language,due\none,ru,soon\n")
    done = place.run("status", exit_code=1)
    assert "locales/assignments.csv:2: has the date “soon”. Write it as 2026-12-10." in done.output
    assert "articles/one.md" in done.output


def test_without_a_table_nothing_is_said(place: Workspace) -> None:
    assert "Translator" not in place.run("status").output
