"""A workspace under git: small diffs, and branches that come together, by git alone or with `targman merge-driver`."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest
from conftest import Workspace

import pipeline

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

MakeWorkspace = Callable[..., Workspace]

ARTICLE = """\
---
lang: en
title: The lake
---
The lake fell by 20 m.[^i]

Then it rose.

Fish live in it.

Nobody counts them.

[^i]: A report.
"""

RUSSIAN = {
    "The lake": "Озеро",
    "The lake fell by 20 m.{fn1}": "Озеро упало на 20 м{fn1}.",
    "Then it rose.": "Потом оно поднялось.",
    "Fish live in it.": "В нём живёт рыба.",
    "A report.": "Отчёт.",
}
"""All but “Nobody counts them.”, which is left to be translated."""

CATALOG = "locales/ru/articles/lake.po"


@dataclass(frozen=True)
class Repository:
    """A workspace under git, and what an editor and a translator do in it."""

    place: Workspace

    def git(self, *words: str, exit_code: int = 0) -> str:
        """Return the output of a git command, errors included."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", "GIT_EDITOR": "true"}
        env |= {f"GIT_{role}_{name}": "a" for role in ("AUTHOR", "COMMITTER") for name in ("NAME", "EMAIL")}
        # Where git calls Targman, it is this one.
        env["PYTHONPATH"] = str(Path(pipeline.__file__).parents[1])
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *words],
            cwd=self.place.root,
            env=env,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert done.returncode == exit_code, done.stdout
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def edit(self, old: str, new: str, article: str = "lake") -> None:
        """An editor changes an article, and syncs."""
        text = self.place.text(f"articles/{article}.md")
        assert old in text
        self.place.write(f"articles/{article}.md", text.replace(old, new))
        self.place.run("sync")

    def translate(self, targets: Mapping[str, str], **header: str) -> None:
        """A translator fills in the Russian catalog; the editor puts its own into the header."""
        catalog = polib.pofile(str(self.place.root / CATALOG), wrapwidth=0)
        for source, target in targets.items():
            entry = catalog.find(source)
            assert entry is not None
            entry.msgstr, entry.flags = target, [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = None
        catalog.metadata |= {name.replace("_", "-"): value for name, value in header.items()}
        catalog.save()

    def two_branches(self, ours: Callable[[], None], theirs: Callable[[], None]) -> None:
        """Work on two branches that start here; the one with our work is checked out."""
        self.git("switch", "--quiet", "--create", "theirs")
        theirs()
        self.commit()
        self.git("switch", "--quiet", "main")
        ours()
        self.commit()

    def merge(self, exit_code: int = 0) -> str:
        return self.git("merge", "--no-edit", "theirs", exit_code=exit_code)

    def use_driver(self) -> None:
        """Follow the instructions of docs/git.md."""
        program = shlex.join([sys.executable, "-c", "from pipeline.cli import main; main()"])
        self.git("config", "merge.targman.driver", f"{program} merge-driver %O %A %B %P")
        attributes = "locales/**/*.po merge=targman\nlocales/**/*.pot merge=targman\n"
        self.place.write(".gitattributes", attributes)
        self.commit()

    def shown(self) -> dict[str, str]:
        """Return a catalog as translators see it: targets by source, fuzzy ones after `?`, obsolete ones after `~`."""
        return {
            entry.msgid: "~" * entry.obsolete + "?" * entry.fuzzy + entry.msgstr
            for entry in polib.pofile(str(self.place.root / CATALOG))
        }


@pytest.fixture
def repository(workspace: MakeWorkspace) -> Repository:
    place = workspace()
    place.write(".gitignore", ".targman/\neditions/\n")
    place.write("articles/lake.md", ARTICLE)
    place.write("articles/metro.md", "The metro opened in 1981.\n\nIt has ten stations.\n")
    place.run("sync")
    made = Repository(place)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.translate(RUSSIAN)
    made.commit()
    return made


def test_an_edit_of_one_sentence_is_one_hunk_and_an_obsolete_entry_in_each_catalog(repository: Repository) -> None:
    repository.edit("Then it rose.", "Then it rose again.")
    changed = repository.git("diff", "--name-only").split()
    catalogs = [f"locales/{lang}/articles/lake.po" for lang in ("en", "hy", "ru")]
    assert changed == ["articles/lake.md", *catalogs, "locales/templates/articles/lake.pot"]
    for path in changed:
        lines = repository.git("diff", "--unified=0", path).splitlines()
        kept = ['+#~ msgid "Then it rose."', '+#~ msgstr "Потом оно поднялось."'] if "/ru/" in path else []
        assert [line for line in lines if line.startswith("+#~ ")] == kept
        assert sum(line.startswith("@@") for line in lines) <= 3 + bool(kept), path


def test_neither_cache_nor_editions_nor_a_second_sync_show_up(repository: Repository) -> None:
    repository.place.run("sync")
    repository.place.run("merge")
    assert repository.git("status", "--porcelain") == ""


# By git alone.


def test_branches_with_different_articles_come_together_by_themselves(repository: Repository) -> None:
    repository.two_branches(
        lambda: repository.edit("Fish live", "Many fish live"),
        lambda: repository.edit("ten stations", "eleven stations", "metro"),
    )
    repository.merge()
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def ours(repository: Repository) -> None:
    repository.edit("Fish live in it.", "Many fish live in it.")
    repository.translate({"Nobody counts them.": "Никто их не считает."})


def theirs(repository: Repository) -> None:
    repository.edit("fell by 20 m", "fell by 19 m")
    repository.translate({"The lake": "Наше озеро"})


def test_an_editor_and_a_translator_in_one_article_come_together_by_themselves(repository: Repository) -> None:
    repository.two_branches(lambda: ours(repository), lambda: repository.translate({"The lake": "Наше озеро"}))
    repository.merge()
    assert repository.shown() == {
        "The lake": "Наше озеро",
        "The lake fell by 20 m.{fn1}": "Озеро упало на 20 м{fn1}.",
        "Then it rose.": "Потом оно поднялось.",
        "Many fish live in it.": "?В нём живёт рыба.",
        "Nobody counts them.": "Никто их не считает.",
        "A report.": "Отчёт.",
        "Fish live in it.": "~В нём живёт рыба.",
    }
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def test_two_editors_in_one_article_come_together_by_the_driver(repository: Repository) -> None:
    repository.use_driver()
    repository.two_branches(lambda: ours(repository), lambda: theirs(repository))
    repository.merge()
    assert repository.shown() == {
        "The lake": "Наше озеро",
        "The lake fell by 19 m.{fn1}": "?Озеро упало на 20 м{fn1}.",
        "Then it rose.": "Потом оно поднялось.",
        "Many fish live in it.": "?В нём живёт рыба.",
        "Nobody counts them.": "Никто их не считает.",
        "A report.": "Отчёт.",
        "Fish live in it.": "~В нём живёт рыба.",
        "The lake fell by 20 m.{fn1}": "~Озеро упало на 20 м{fn1}.",
    }
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def test_a_translation_made_while_its_sentence_was_corrected_is_offered_for_the_correction(
    repository: Repository,
) -> None:
    """The everyday case with Weblate: the merge can only keep the translation, and `sync` offers it."""
    repository.use_driver()
    repository.two_branches(
        lambda: repository.edit("Nobody counts them.", "Nobody ever counts them."),
        lambda: repository.translate({"Nobody counts them.": "Никто их не считает."}),
    )
    repository.merge()
    assert repository.shown()["Nobody ever counts them."] == ""
    repository.place.run("sync")
    shown = repository.shown()
    assert shown["Nobody ever counts them."] == "?Никто их не считает."
    assert shown["Nobody counts them."] == "~Никто их не считает."
    [entry] = [each for each in polib.pofile(str(repository.place.root / CATALOG)) if each.fuzzy]
    assert entry.previous_msgid == "Nobody counts them."
    repository.commit()
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def test_a_correction_made_while_its_sentence_was_changed_is_offered_and_kept(repository: Repository) -> None:
    repository.use_driver()
    repository.two_branches(
        lambda: repository.edit("Fish live in it.", "Many fish live in it."),
        lambda: repository.translate({"Fish live in it.": "В нём водится рыба."}),
    )
    repository.merge()
    assert repository.shown()["Many fish live in it."] == "?В нём водится рыба."
    repository.edit("Many fish live in it.", "Fish live in it.")
    assert repository.shown()["Fish live in it."] == "В нём водится рыба."
    assert "Many fish live in it." not in repository.shown()


def test_a_translation_follows_its_text_into_a_context_of_another_branch(repository: Repository) -> None:
    repository.use_driver()
    repository.two_branches(
        lambda: repository.edit("Fish live in it.", "<!-- targman: context lake -->\n\nFish live in it."),
        lambda: repository.translate({"Fish live in it.": "В нём водится рыба."}),
    )
    repository.merge()
    [entry] = [each for each in polib.pofile(str(repository.place.root / CATALOG)) if each.msgid == "Fish live in it."]
    assert (entry.msgctxt, entry.msgstr, entry.obsolete) == ("lake", "В нём водится рыба.", False)
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def test_a_conflict_of_git_is_refused_by_sync_until_somebody_resolves_it(repository: Repository) -> None:
    repository.two_branches(
        lambda: repository.translate({"Nobody counts them.": "Никто их не считает."}),
        lambda: repository.translate({"Nobody counts them.": "Их не считает никто."}),
    )
    repository.merge(exit_code=1)
    file = repository.place.root / CATALOG
    left = file.read_bytes()
    line = left.decode().splitlines().index("<<<<<<< HEAD") + 1
    refused = repository.place.run("sync", exit_code=1)
    assert f"{CATALOG}:{line}: there is a conflict marker" in refused.stderr
    assert file.read_bytes() == left
    above, _, rest = left.decode().partition("<<<<<<< HEAD\n")
    kept, _, rest = rest.partition("=======\n")
    repository.place.write(CATALOG, above + kept + rest.partition(">>>>>>> theirs\n")[2])
    repository.place.run("sync")
    repository.commit()
    assert repository.shown()["Nobody counts them."] == "Никто их не считает."


# With the driver.


def texts_removed_on_both_sides(repository: Repository) -> None:
    """Both sides keep a translation at the end of the file."""
    repository.two_branches(
        lambda: repository.edit("Then it rose.\n\n", ""),
        lambda: repository.edit("Nobody counts them.\n\n[^i]: A report.", "Nobody counts them."),
    )


def new_texts_in_one_place(repository: Repository) -> None:
    """Lines between which git sees one other, and which stand side by side in the catalog."""
    repository.two_branches(
        lambda: repository.edit("Then it rose.\n", "Then it rose. In a year.\n"),
        lambda: repository.edit("Fish live in it.\n", "Yes, fish. Fish live in it.\n"),
    )


def both_headers(repository: Repository) -> None:
    """Two editors of two translators have saved."""
    anna = {"PO_Revision_Date": "2025-03-01 12:00+0400", "Last_Translator": "Анна", "X_Generator": "Poedit 3.5"}
    boris = {"PO_Revision_Date": "2025-03-02 12:00+0400", "Last_Translator": "Борис", "X_Generator": "Lokalize 22"}
    repository.two_branches(
        lambda: repository.translate({"Then it rose.": "Затем оно поднялось."}, **anna),
        lambda: repository.translate({"Nobody counts them.": "Никто их не считает."}, **boris),
    )


HARD = {
    "texts removed": (texts_removed_on_both_sides, {"Then it rose.": "~Потом оно поднялось.", "A report.": "~Отчёт."}),
    "new texts": (new_texts_in_one_place, {"In a year.": "", "Yes, fish.": ""}),
    "headers": (both_headers, {"Then it rose.": "Затем оно поднялось.", "Nobody counts them.": "Никто их не считает."}),
}


@pytest.mark.parametrize("name", HARD)
def test_the_driver_brings_together_what_git_alone_cannot(repository: Repository, name: str) -> None:
    work, expected = HARD[name]
    work(repository)
    repository.merge(exit_code=1)
    repository.git("merge", "--abort")
    repository.use_driver()
    repository.merge()
    assert expected.items() <= repository.shown().items()
    repository.place.run("sync")
    assert repository.git("status", "--porcelain") == ""


def test_both_translators_are_named_in_the_edition(repository: Repository) -> None:
    both_headers(repository)
    repository.use_driver()
    repository.merge()
    repository.place.run("merge", "--lang", "ru")
    edition = repository.place.text("editions/ru/lake.md")
    assert "  translators:\n    - Анна\n    - Борис\n" in edition


def translated_by_both(repository: Repository) -> None:
    repository.use_driver()
    repository.two_branches(
        lambda: repository.translate({"Nobody counts them.": "Никто их не считает."}),
        lambda: repository.translate({"Nobody counts them.": "Их не считает никто.", "The lake": "Наше озеро"}),
    )


def test_where_both_translated_a_text_git_stops_and_the_catalog_shows_both(repository: Repository) -> None:
    translated_by_both(repository)
    told = repository.merge(exit_code=1)
    assert f"{CATALOG}: one text translated differently by both sides." in told
    assert f"CONFLICT (content): Merge conflict in {CATALOG}" in told
    assert repository.shown() == {**RUSSIAN, "The lake": "Наше озеро", "Nobody counts them.": "?Никто их не считает."}
    before = repository.place.text(CATALOG)
    assert "# merge: Их не считает никто.\n" in before
    repository.place.run("sync")
    assert repository.place.text(CATALOG) == before


def test_after_somebody_chose_the_merge_is_finished_as_any_other(repository: Repository) -> None:
    translated_by_both(repository)
    repository.merge(exit_code=1)
    repository.translate({"Nobody counts them.": "Их не считает никто."})
    text = repository.place.text(CATALOG)
    repository.place.write(CATALOG, text.replace("# merge: Их не считает никто.\n", ""))
    repository.place.run("sync")
    repository.git("add", CATALOG)
    repository.git("commit", "--no-edit")
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("diff", "--stat", "theirs", "--", CATALOG) == ""


def test_a_rebase_uses_the_driver_too(repository: Repository) -> None:
    texts_removed_on_both_sides(repository)
    repository.use_driver()
    repository.git("switch", "--quiet", "theirs")
    repository.git("rebase", "main")
    assert repository.shown()["Then it rose."] == "~Потом оно поднялось."
    assert repository.shown()["A report."] == "~Отчёт."


def test_a_catalog_added_on_both_sides_has_no_common_version(repository: Repository) -> None:
    def add(source: str, target: str) -> None:
        text = "An island stands in it.\n\nA church stands on it.\n"
        repository.place.write("articles/island.md", text)
        repository.place.run("sync")
        path = repository.place.root / "locales/ru/articles/island.po"
        catalog = polib.pofile(str(path), wrapwidth=0)
        entry = catalog.find(source)
        assert entry is not None
        entry.msgstr = target
        catalog.save()

    repository.use_driver()
    repository.two_branches(
        lambda: add("An island stands in it.", "В нём стоит остров."),
        lambda: add("A church stands on it.", "На нём стоит церковь."),
    )
    repository.merge()
    catalog = polib.pofile(str(repository.place.root / "locales/ru/articles/island.po"))
    assert [entry.msgstr for entry in catalog] == ["В нём стоит остров.", "На нём стоит церковь."]


def test_a_version_that_cannot_be_read_leaves_the_conflict_to_people(repository: Repository) -> None:
    def break_it() -> None:
        text = repository.place.text(CATALOG)
        repository.place.write(CATALOG, text.replace('msgstr "Озеро"', "msgstr Озеро"))

    repository.use_driver()
    repository.two_branches(lambda: repository.translate({"Then it rose.": "Затем оно поднялось."}), break_it)
    before = repository.place.text(CATALOG)
    told = repository.merge(exit_code=1)
    assert f"error: {CATALOG}: not merged, for their version cannot be read: line " in told
    assert repository.place.text(CATALOG) == before
    assert repository.git("diff", "--name-only", "--diff-filter=U").split() == [CATALOG]
