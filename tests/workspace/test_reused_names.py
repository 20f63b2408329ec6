"""Chapters are renumbered, pages swap their names, and a new article gets the name of an old one: each keeps its
translations, and the copy-edits of its own language.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from conftest import Workspace

from pipeline.cli import main
from pipeline.workspace import reused_names

MakeWorkspace = Callable[..., Workspace]

TEXTS = {
    "one": ("The first lake", "It lies high in the mountains.", "Nobody has measured how cold its water is."),
    "two": ("The second river", "A narrow gorge leads it south.", "Boats have not been seen since the war."),
    "three": ("The third well", "Three villages drink from this well.", "Its stones are older than any of them."),
}
TRANSLATIONS = {text: f"Перевод: {text}" for name in TEXTS for text in TEXTS[name]}
EDITED = {TEXTS["two"][1]: "A narrow gorge leads it to the south."}
NEW = "# Something new\n\nThis was written yesterday. It has no translation.\n"


class Book:
    """A workspace with three translated chapters, `1` to `3`; in the English edition a sentence is copy-edited."""

    def __init__(self, place: Workspace) -> None:
        self.place = place
        for number, name in enumerate(TEXTS, 1):
            self.write(number, name)
        self.sync()
        for number in (1, 2, 3):
            self.fill("ru", number, TRANSLATIONS)
        self.fill("en", 2, EDITED)
        self.sync()

    def write(self, number: int, name: str) -> None:
        title, *sentences = TEXTS[name]
        self.place.write(f"articles/{number}.md", f"# {title}\n\n{' '.join(sentences)}\n")

    def fill(self, lang: str, number: int, targets: dict[str, str]) -> None:
        catalog = polib.pofile(str(self.place.root / f"locales/{lang}/articles/{number}.po"))
        for entry in catalog:
            entry.msgstr = targets.get(entry.msgid, entry.msgstr)
        catalog.save()

    def rename(self, old: int, new: int) -> None:
        (self.place.root / f"articles/{old}.md").rename(self.place.root / f"articles/{new}.md")

    def sync(self) -> str:
        return self.place.run("sync").output

    def check(self, number: int, name: str) -> None:
        """The chapter has its translations, confirmed, and nothing of another one."""
        russian = polib.pofile(str(self.place.root / f"locales/ru/articles/{number}.po"))
        assert {entry.msgid: entry.msgstr for entry in russian.translated_entries()} == {
            text: TRANSLATIONS[text] for text in TEXTS[name]
        }
        assert not russian.obsolete_entries()
        english = polib.pofile(str(self.place.root / f"locales/en/articles/{number}.po"))
        assert [entry.msgstr for entry in english] == [EDITED.get(text, text) for text in TEXTS[name]]

    def check_quiet(self) -> None:
        before = self.place.snapshot()
        assert " was articles/" not in self.sync()
        assert self.place.snapshot() == before


@pytest.fixture
def book(workspace: MakeWorkspace) -> Book:
    return Book(workspace('lang = "en"\neditions = ["en", "ru"]\n'))


def test_a_chapter_comes_in_between(book: Book) -> None:
    book.rename(3, 4)
    book.rename(2, 3)
    book.place.write("articles/2.md", NEW)
    said = book.sync()
    assert "articles/4.md was articles/3.md: its 2 catalogs moved with it." in said
    assert "articles/3.md was articles/2.md: its 2 catalogs moved with it." in said
    assert "articles/2.md was" not in said
    for number, name in ((1, "one"), (3, "two"), (4, "three")):
        book.check(number, name)
    assert not polib.pofile(str(book.place.root / "locales/ru/articles/2.po")).translated_entries()
    book.check_quiet()


def test_a_chapter_is_taken_out(book: Book) -> None:
    """Its translations stay, below the name that became free."""
    book.rename(2, 1)
    book.rename(3, 2)
    said = book.sync()
    assert "articles/3.md is gone; its 2 catalogs keep their translations" in said
    for number, name in ((1, "two"), (2, "three"), (3, "one")):
        book.check(number, name)
    book.check_quiet()


def test_two_chapters_swap_their_names(book: Book) -> None:
    book.write(1, "two")
    book.write(2, "one")
    assert "articles/1.md was articles/2.md" in book.sync()
    for number, name in ((1, "two"), (2, "one"), (3, "three")):
        book.check(number, name)
    book.check_quiet()


def test_in_a_fresh_clone_too(book: Book) -> None:
    book.rename(3, 4)
    book.rename(2, 3)
    book.rename(1, 2)
    book.place.write("articles/1.md", NEW)
    shutil.rmtree(book.place.root / ".targman")
    book.sync()
    for number, name in ((2, "one"), (3, "two"), (4, "three")):
        book.check(number, name)
    book.check_quiet()


def test_an_article_that_is_written_anew_keeps_its_catalogs_if_no_other_has_its_texts(book: Book) -> None:
    book.place.write("articles/1.md", NEW)
    book.place.write("articles/4.md", NEW.replace("new", "else"))
    assert " was articles/" not in book.sync()
    kept = polib.pofile(str(book.place.root / "locales/ru/articles/1.po")).obsolete_entries()
    assert {entry.msgid for entry in kept} == set(TEXTS["one"])


def test_an_article_keeps_its_catalogs_when_most_of_it_goes_into_a_new_one(book: Book) -> None:
    title, *sentences = TEXTS["one"]
    book.place.write("articles/1.md", f"# {title}\n")
    book.place.write("articles/4.md", "\n\n".join(sentences))
    assert " was articles/" not in book.sync()
    assert len(polib.pofile(str(book.place.root / "locales/ru/articles/1.po")).translated_entries()) == 1


def test_a_copy_of_an_article_takes_nothing_from_it(book: Book) -> None:
    book.write(1, "two")
    assert " was articles/" not in book.sync()
    book.check(2, "two")


def test_a_file_that_an_earlier_kill_left_aside_is_in_nobodys_way(book: Book) -> None:
    left = [f"locales/{lang}/articles/{number} aside.po" for lang in ("en", "ru") for number in (1, 2)]
    for path in left:
        book.place.write(path, "The work of an earlier day.\n")
    book.write(1, "two")
    book.write(2, "one")
    book.sync()
    for number, name in ((1, "two"), (2, "one")):
        book.check(number, name)
    assert [book.place.text(path) for path in left] == ["The work of an earlier day.\n"] * 4


@pytest.mark.parametrize("moves", range(7))
def test_a_kill_between_two_moves_loses_nothing(book: Book, moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write(1, "two")
    book.write(2, "one")
    left = iter(range(moves))

    def move(old: Path, new: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        assert not new.exists()
        old.rename(new)

    with monkeypatch.context() as patch:
        patch.setattr(reused_names, "move_file", move)
        CliRunner().invoke(main, ["sync"])
    said = book.sync()
    everything = "".join(path.read_text() for path in (book.place.root / "locales").rglob("*.po"))
    assert all(translation in everything for translation in (*TRANSLATIONS.values(), *EDITED.values()))
    assert all(f"{path.name} looks like a copy" in said for path in book.place.root.rglob("* aside.po"))
