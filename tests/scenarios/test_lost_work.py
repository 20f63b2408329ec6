"""Work that a file lost is noticed by the next `sync` and comes back. Read as documentation, from the top."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.catalog import parse, serialize
from pipeline.model import Catalog

MakeWorkspace = Callable[..., Workspace]

SENTENCES = [f"Sentence {number} stands here." for number in range(8)]
RUSSIAN = {text: f"Здесь стоит предложение {number}." for number, text in enumerate(SENTENCES)}
PATH = "locales/ru/articles/two.po"


class Desk:
    """A workspace with one article, and the Russian catalog as an editor saves it or somebody copies it."""

    def __init__(self, place: Workspace) -> None:
        self.place = place

    def write(self, *sentences: str) -> None:
        self.place.write("articles/two.md", "\n\n".join(sentences) + "\n")

    def translate(self, made: Mapping[str, str], *, start: str | None = None) -> str:
        """The catalog, or an earlier one, with these translations; `?` before one says that it is fuzzy."""
        old = parse((start or self.text()).encode())
        entries = (
            replace(entry, target=made[entry.source].lstrip("?"), fuzzy=made[entry.source][:1] == "?")
            if entry.source in made
            else entry
            for entry in old.entries
        )
        return serialize(Catalog(header=old.header, remarks=old.remarks, entries=tuple(entries)))

    def text(self) -> str:
        return self.place.text(PATH)

    def put(self, text: str) -> None:
        self.place.write(PATH, text)

    def sync(self) -> str:
        return self.place.run("sync").output

    def seen(self) -> dict[str, str]:
        """The translations that a translator sees, `?` before a fuzzy one, `~` before an obsolete one."""
        found = parse(self.text().encode()).entries
        return {
            entry.source: "~" * entry.obsolete + "?" * entry.fuzzy + entry.target for entry in found if entry.target
        }

    def check_quiet(self) -> None:
        before = self.place.snapshot()
        assert "had lost" not in self.sync()
        assert self.place.snapshot() == before


@pytest.fixture
def desk(workspace: MakeWorkspace) -> Desk:
    made = Desk(workspace('lang = "en"\nmemory = "off"\n'))
    made.write(*SENTENCES)
    made.sync()
    return made


def half(desk: Desk, start: str, which: slice) -> str:
    return desk.translate({text: RUSSIAN[text] for text in SENTENCES[which]}, start=start)


def test_of_two_halves_sent_by_mail_the_second_is_put_over_the_first(desk: Desk) -> None:
    empty = desk.text()
    desk.put(half(desk, empty, slice(4)))
    desk.sync()
    desk.put(half(desk, empty, slice(4, 8)))
    told = desk.sync()
    assert desk.seen() == RUSSIAN
    assert f"{PATH} had lost 4 translations since the last sync" in told
    assert "4 are back as they were" in told
    desk.check_quiet()


def test_a_single_translation_is_offered_for_a_person_may_have_emptied_it(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    desk.put(desk.translate({SENTENCES[2]: ""}))
    told = desk.sync()
    assert desk.seen() == RUSSIAN | {SENTENCES[2]: f"?{RUSSIAN[SENTENCES[2]]}"}
    assert "a translation since" in told
    assert "1 is offered as fuzzy" in told
    desk.put(desk.translate({SENTENCES[2]: "Иначе."}))
    desk.sync()
    assert desk.seen()[SENTENCES[2]] == "Иначе."
    desk.check_quiet()


def test_what_is_emptied_again_is_only_offered(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    for mark in ("", "?", "?"):
        desk.put(desk.translate(dict.fromkeys(SENTENCES[:3], "")))
        desk.sync()
        assert [desk.seen()[text] for text in SENTENCES[:3]] == [mark + RUSSIAN[text] for text in SENTENCES[:3]]


def test_an_editor_empties_fuzzy_entries(desk: Desk) -> None:
    desk.put(desk.translate({SENTENCES[0]: "?Наполовину исправлено.", SENTENCES[1]: RUSSIAN[SENTENCES[1]]}))
    desk.sync()
    for _ in range(3):
        desk.put(desk.translate({SENTENCES[0]: ""}))
        desk.sync()
        assert desk.seen() == {SENTENCES[0]: "?Наполовину исправлено.", SENTENCES[1]: RUSSIAN[SENTENCES[1]]}


def test_the_report_counts_what_came_back(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    desk.put(desk.translate({SENTENCES[2]: ""}))
    before = desk.place.snapshot()
    tried = json.loads(desk.place.run("sync", "--dry-run", "--format", "json").output)
    assert desk.place.snapshot() == before
    report = json.loads(desk.place.run("sync", "--format", "json").output)
    for found in (tried, report):
        assert {item["lang"]: item["restored"] for item in found["results"]} == {"hy": 0, "en": 0, "ru": 1}
        assert any("had lost" in notice for notice in found["notices"])
    again = json.loads(desk.place.run("sync", "--format", "json").output)
    assert {item["restored"] for item in again["results"]} == {0}


def test_an_older_correction_is_put_over_the_newer_one(desk: Desk) -> None:
    old = half(desk, desk.text(), slice(8))
    desk.put(old)
    desk.sync()
    desk.put(desk.translate({SENTENCES[5]: "Исправлено."}))
    desk.sync()
    desk.put(old)
    told = desk.sync()
    assert desk.seen() == RUSSIAN
    assert "# merge: Исправлено." in desk.text()
    assert "1 is kept in a remark beside an earlier one" in told
    desk.check_quiet()


def test_a_person_replaces_a_translation(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    desk.put(desk.translate({SENTENCES[5]: "Иначе."}))
    assert "had lost" not in desk.sync()
    assert desk.seen()[SENTENCES[5]] == "Иначе."
    assert "merge:" not in desk.text()


def test_an_older_copy_does_not_know_the_text_that_was_translated_since(desk: Desk) -> None:
    old = half(desk, desk.text(), slice(8))
    desk.put(old)
    desk.sync()
    desk.write("A new one begins.", *SENTENCES)
    desk.sync()
    desk.put(desk.translate({"A new one begins.": "Начинает новое."}))
    desk.sync()
    desk.put(old)
    desk.sync()
    assert desk.seen() == RUSSIAN | {"A new one begins.": "Начинает новое."}
    desk.check_quiet()


def test_a_deleted_catalog_comes_back_once(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    before = desk.text()
    (desk.place.root / PATH).unlink()
    assert "8 are back as they were" in desk.sync()
    assert desk.text() == before
    (desk.place.root / PATH).unlink()
    desk.sync()
    assert desk.seen() == {}


def test_obsolete_entries_may_be_removed_and_come_back_with_their_text(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    desk.write(*SENTENCES[:6])
    desk.sync()
    text = desk.text()
    desk.put(text[: text.index("#~ ")].rstrip("\n") + "\n")
    assert "had lost" not in desk.sync()
    assert set(desk.seen()) == set(SENTENCES[:6])
    desk.put(desk.translate({SENTENCES[0]: "Иначе."}))
    desk.sync()
    desk.write(*SENTENCES)
    assert "2 are back as they were" in desk.sync()
    assert desk.seen() == RUSSIAN | {SENTENCES[0]: "Иначе."}
    desk.check_quiet()


def test_copy_edits_of_the_source_language_come_back(desk: Desk) -> None:
    english = "locales/en/articles/two.po"
    old = desk.place.text(english)
    made = old
    for text in SENTENCES[:3]:
        made = made.replace(f'msgstr "{text}"', f'msgstr "{text[:-1]} now."')
    desk.place.write(english, made)
    desk.sync()
    desk.place.write(english, old)
    desk.sync()
    assert desk.place.text(english) == made


def test_without_the_safety_copy_the_file_counts(desk: Desk) -> None:
    empty = desk.text()
    desk.put(half(desk, empty, slice(8)))
    desk.sync()
    shutil.rmtree(desk.place.root / ".targman")
    desk.put(empty)
    assert "had lost" not in desk.sync()
    assert desk.seen() == {}


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + bytes(4_000)])
def test_a_damaged_safety_copy_is_made_again(desk: Desk, damage: bytes) -> None:
    desk.put(half(desk, desk.text(), slice(7)))
    desk.sync()
    desk.place.write(".targman/safety", damage)
    desk.put(desk.translate({SENTENCES[7]: RUSSIAN[SENTENCES[7]]}))
    desk.sync()
    desk.put(desk.translate({SENTENCES[7]: ""}))
    desk.sync()
    assert desk.seen() == RUSSIAN | {SENTENCES[7]: f"?{RUSSIAN[SENTENCES[7]]}"}


def test_an_untranslated_workspace_has_no_safety_copy(desk: Desk) -> None:
    assert not (desk.place.root / ".targman/safety").exists()


def test_a_renamed_article_does_not_come_back_under_its_old_name(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    (desk.place.root / "articles/two.md").rename(desk.place.root / "articles/three.md")
    desk.sync()
    desk.write("Something else.")
    desk.sync()
    assert desk.seen() == {}


def test_what_a_file_lost_comes_back_after_the_article_was_renamed(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    desk.write(*SENTENCES[:7])
    desk.sync()
    text = desk.text()
    desk.put(text[: text.index("#~ ")].rstrip("\n") + "\n")  # as programs do on demand
    desk.sync()
    (desk.place.root / "articles/two.md").rename(desk.place.root / "articles/three.md")
    desk.sync()
    desk.place.write("articles/three.md", "\n\n".join(SENTENCES) + "\n")
    desk.sync()
    found = parse((desk.place.root / PATH.replace("two", "three")).read_bytes()).entries
    assert {entry.source: entry.target for entry in found if entry.is_translated} == RUSSIAN


# A catalog that was cut off between two entries.


def test_merge_refuses_a_catalog_that_was_cut_off_as_sync_does(desk: Desk) -> None:
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    whole = desk.text()
    desk.put(whole[: whole.index("#. paragraph", whole.index(SENTENCES[4]))].rstrip("\n") + "\n")
    for command in ("sync", "merge", "export"):
        told = desk.place.run(command, exit_code=1).output
        assert f"error: {PATH}: the last 3 of 8 texts are gone" in told
        assert "delete it and sync" in told
    assert not (desk.place.root / "editions/ru/two.md").exists()
    (desk.place.root / PATH).unlink()
    desk.sync()
    assert desk.text() == whole


# With git.


def git(root: Path, *words: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    env |= {f"GIT_{role}_{name}": "a" for role in ("AUTHOR", "COMMITTER") for name in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=root, env=env, check=True, capture_output=True)


@pytest.fixture
def committed(desk: Desk) -> Desk:
    """The untranslated catalogs are committed, the translated ones on a branch."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = desk.place.root
    desk.place.write(".gitignore", ".targman/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Empty")
    git(root, "checkout", "-qb", "work")
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    git(root, "commit", "-qam", "Translated")
    return desk


def test_a_branch_without_the_translations_stays_without(committed: Desk) -> None:
    git(committed.place.root, "checkout", "-q", "main")
    told = committed.sync()
    assert committed.seen() == {}
    assert f"{PATH} is as in git, without 8 translations of the last sync" in told
    committed.check_quiet()
    git(committed.place.root, "checkout", "-q", "work")
    assert "git" not in committed.sync()
    assert committed.seen() == RUSSIAN


def test_a_file_put_over_another_comes_back_in_a_repository_too(committed: Desk) -> None:
    committed.put(committed.translate(dict.fromkeys(SENTENCES[:4], "")))
    assert "4 are back as they were" in committed.sync()
    assert committed.seen() == RUSSIAN


def test_what_was_thrown_away_with_git_stays_away(committed: Desk) -> None:
    committed.put(committed.translate({SENTENCES[0]: "Иначе."}))
    committed.sync()
    git(committed.place.root, "checkout", "-q", "--", "locales")
    committed.sync()
    assert committed.seen() == RUSSIAN
    assert "merge:" not in committed.text()
    committed.check_quiet()


@pytest.mark.parametrize("at", ["notes.txt", PATH])
def test_what_git_merged_stays_where_it_stopped_at_a_conflict(committed: Desk, at: str) -> None:
    root = committed.place.root

    def commit(branch: str, **targets: str) -> None:
        git(root, "checkout", "-q", branch)
        committed.put(committed.translate({SENTENCES[int(name[1:])]: target for name, target in targets.items()}))
        committed.sync()
        (root / "notes.txt").write_text(branch if at == "notes.txt" else "The same")
        git(root, "add", ".")
        git(root, "commit", "-qm", branch)

    git(root, "branch", "corrections")
    commit("corrections", _0="Иначе.", _7="Последнее.")
    commit("work", **({"_0": "Не так."} if at == PATH else {}))
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "-q", "corrections")
    if at == PATH:  # a person chooses
        git(root, "checkout", "-q", "--theirs", PATH)
    assert f"{PATH} is as in git" in committed.sync()
    assert committed.seen() == RUSSIAN | {SENTENCES[0]: "Иначе.", SENTENCES[7]: "Последнее."}
    assert "merge:" not in committed.text()
    committed.check_quiet()


@pytest.mark.parametrize("is_confirmed", [True, False])
@pytest.mark.parametrize("more", ["", " И точка."])
def test_a_replacement_in_the_whole_file_is_meant_for_the_offer(desk: Desk, more: str, *, is_confirmed: bool) -> None:
    """The old translation is in the file too, under its old text, where a text editor or `sed` finds the same words."""
    desk.put(half(desk, desk.text(), slice(8)))
    desk.sync()
    new = "Sentence ten stands here."
    desk.write(new, *SENTENCES[1:])
    desk.sync()
    text = desk.text().replace("предложение 0", "предложение десять")
    if is_confirmed:
        text = re.sub(r"#, fuzzy\n#\| .*\n", "", text)
    made = f"Здесь стоит предложение десять.{more}"
    desk.put(text.replace("десять.", f"десять.{more}", 1))
    desk.sync()
    assert (desk.seen()[new], desk.seen()[SENTENCES[0]]) == (
        "?" * (not is_confirmed) + made,
        f"~{RUSSIAN[SENTENCES[0]]}",
    )
    desk.write(*SENTENCES)
    desk.sync()
    assert desk.seen() == RUSSIAN | {new: "~" + "?" * (not is_confirmed) + made}
    desk.check_quiet()


def test_an_edition_that_comes_back_is_synced_with_the_article_of_today(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "la"]\n')
    place.write("articles/a.md", "One. Two.\n")
    place.run("sync")
    text = place.text("locales/la/articles/a.po").replace('msgid "Two."\nmsgstr ""', 'msgid "Two."\nmsgstr "Duo."')
    place.write("locales/la/articles/a.po", text)
    place.run("sync")
    place.write("targman.toml", 'lang = "en"\neditions = ["en"]\n')
    place.write("articles/a.md", "One. Two. Three.\n")
    place.run("sync")
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "la"]\n')
    place.run("sync")
    place.run("merge")
    assert place.text("editions/la/a.md").endswith("One. Duo. Three.\n")
