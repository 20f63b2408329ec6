"""How the memory keeps up with the catalogs: with those that a command touched, and with what was left for later."""

from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

from pipeline.workspace import index
from pipeline.workspace.memory import sync
from pipeline.workspace.memory.sync import open_memory
from pipeline.workspace.paths import find_articles
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]
NAMES = ("articles/a0", "articles/a1", "articles/a2", "articles/a3")


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    """Four articles with finished Russian catalogs, and no memory."""
    place = workspace()
    for name in NAMES:
        place.write(f"{name}.md", f"The text of {name}.\n")
    place.run("sync")
    for name in NAMES:
        translate(place, name, "Текст.")
    (place.root / ".targman/memory").unlink(missing_ok=True)
    return place


def translate(place: Workspace, name: str, target: str) -> None:
    file = polib.pofile(str(place.root / f"locales/ru/{name}.po"), wrapwidth=0)
    file[0].msgstr = target
    file.save()


def follow(place: Workspace, *touched: str, most: int) -> tuple[int, int]:
    """How many articles are left for later, and from how many there is something in the memory."""
    settings = find_settings(place.root)
    with open_memory(place.root) as memory:
        left = sync.update_changed(settings, index.load(settings), memory, find_articles(settings), touched, most=most)
        return left, memory.count()[1]


def test_what_is_too_much_is_left_for_later_and_told(place: Workspace) -> None:
    assert follow(place, most=3) == (4, 0)
    assert follow(place, NAMES[0], most=2) == (3, 1)
    assert follow(place, most=3) == (0, 4)


def test_more_than_is_wanted_at_once_is_read_by_the_next_command(place: Workspace) -> None:
    assert follow(place, *NAMES, most=3) == (4, 0)
    assert follow(place, most=4) == (0, 4)


def test_only_what_a_command_touched_is_looked_at(place: Workspace) -> None:
    follow(place, *NAMES, most=4)
    translate(place, NAMES[1], "")
    assert follow(place, NAMES[0], most=4) == (0, 4)
    assert follow(place, NAMES[1], most=4) == (0, 3)


def test_catalogs_without_an_article_count_as_long_as_they_are_there(place: Workspace) -> None:
    follow(place, *NAMES, most=4)
    (place.root / f"{NAMES[2]}.md").unlink()
    assert follow(place, most=4) == (0, 4)
    for lang in ("hy", "en", "ru"):
        (place.root / f"locales/{lang}/{NAMES[2]}.po").unlink()
    assert follow(place, most=4) == (0, 3)


def test_work_on_the_old_name_of_an_article_is_offered_under_its_new_one(place: Workspace) -> None:
    """As after a merge in git, for which the catalog under the old name is "deleted by us"."""
    catalog = place.root / f"locales/ru/{NAMES[0]}.po"
    work = catalog.read_bytes()
    translate(place, NAMES[0], "")
    (place.root / f"{NAMES[0]}.md").rename(place.root / "articles/new.md")
    place.run("sync")
    catalog.write_bytes(work)
    place.write(f"{NAMES[1]}.md", "Another text.\n")
    told = place.run("sync")
    assert f"targman receive locales/ru/{NAMES[0]}.po" in told.stdout
    entry = polib.pofile(str(place.root / "locales/ru/articles/new.po"))[0]
    assert (entry.msgstr, entry.fuzzy) == ("Текст.", True)


def test_the_command_says_what_it_left(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workspace.memory.lookup._MAX_READ_BEFORE", 2)
    monkeypatch.setattr("pipeline.workspace.memory.lookup._MAX_READ_AFTER", 1)
    place.write(f"{NAMES[3]}.md", "Another text.\n")
    said = place.run("sync").output
    assert "run: targman memory rebuild" in said
    place.run("memory", "rebuild")
    place.write(f"{NAMES[3]}.md", "Yet another text.\n")
    assert "memory rebuild" not in place.run("sync").output
