"""The index: a run looks at what changed and at nothing else, and never believes more than the disk says."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.languages.messages import Wording
from pipeline.workspace import files
from pipeline.workspace import index as indexes
from pipeline.workspace.check import check
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import find_settings

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    for name in ("one", "two"):
        place.write(f"articles/{name}.md", f"# {name}\n\nA sentence of {name}.\n")
    return place


def settle(place: Workspace) -> None:
    """Sync until the index trusts every file: those written a moment ago are read once more."""
    time.sleep(0.15)
    place.run("sync")


def opened(place: Workspace, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """The files below the workspace that a command reads, the index left out."""
    seen: list[str] = []
    read = Path.read_bytes

    def watched(path: Path) -> bytes:
        seen.append(str(path.relative_to(place.root)))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", watched)
        place.run(*words)
    return [path for path in seen if not path.startswith((".targman", "targman.toml"))]


def test_when_nothing_changed_no_file_is_opened(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place.run("sync")
    settle(place)
    assert opened(place, monkeypatch, "sync") == []


def test_only_what_belongs_to_a_changed_article_is_opened(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("locales/glossary.csv", "en,ru\nlake,озеро\n")
    place.run("sync")
    settle(place)
    place.write("articles/two.md", "# two\n\nAnother sentence.\n")
    touched = {Path(path).stem for path in opened(place, monkeypatch, "sync")}
    # The glossary belongs to all of them: it is asked for its terms.
    assert touched == {"two", "glossary"}
    assert "Another sentence." in place.text("locales/ru/articles/two.po")


def test_a_changed_catalog_is_noticed(place: Workspace) -> None:
    place.run("sync")
    settle(place)
    catalog = place.root / "locales/ru/articles/one.po"
    catalog.write_bytes(catalog.read_bytes() + b'\nmsgid "Foreign."\nmsgstr "X"\n')
    place.run("sync")
    assert '#~ msgid "Foreign."' in place.text("locales/ru/articles/one.po")


def test_a_change_of_the_same_size_and_time_is_noticed(place: Workspace) -> None:
    """What git calls racily clean: the second change falls into the same tick of the clock."""
    place.run("sync")
    article = place.root / "articles/one.md"
    before = article.stat()
    article.write_bytes(article.read_bytes().replace(b"A sentence", b"B sentence"))
    os.utime(article, ns=(before.st_atime_ns, before.st_mtime_ns))
    place.run("sync")
    assert "B sentence" in place.text("locales/ru/articles/one.po")


def test_a_deleted_catalog_is_made_again(place: Workspace) -> None:
    place.run("sync")
    settle(place)
    (place.root / "locales/ru/articles/one.po").unlink()
    place.run("sync")
    assert (place.root / "locales/ru/articles/one.po").exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"articles/one", b"articles/two"),
        lambda data: b"\xff\xfe" + data,
        lambda _: b'[1,"another",""]\n[{},{}]\n',
        lambda _: b"null\nnull\n",
    ],
    ids=["empty", "cut off", "changed", "no text", "foreign", "no index"],
)
def test_a_damaged_or_foreign_index_is_noticed_and_made_anew(
    place: Workspace,
    damage: Callable[[bytes], bytes],
) -> None:
    place.run("sync")
    before = place.snapshot()
    index = place.root / indexes.NAME
    index.write_bytes(damage(index.read_bytes()))
    place.run("sync")
    assert place.snapshot() == before
    assert json.loads(index.read_bytes().splitlines()[0])


def test_the_index_is_not_needed(place: Workspace) -> None:
    place.run("sync")
    before = place.snapshot()
    for path in (place.root / ".targman").iterdir():
        path.unlink()
    place.run("sync")
    assert place.snapshot() == before


def test_other_settings_are_another_index(place: Workspace) -> None:
    place.write("articles/one.md", "A sentence. Another one.\n")
    place.run("sync")
    settle(place)
    place.write("targman.toml", 'lang = "en"\nsegmentation = "block"\n')
    place.run("sync")
    assert 'msgid "A sentence. Another one."' in place.text("locales/ru/articles/one.po")


def test_merging_otherwise_is_not_taken_for_done(place: Workspace) -> None:
    place.run("sync")
    place.run("merge")
    place.run("merge", "--missing", "mark")
    assert "не переведено" in place.text("editions/ru/one.md")
    place.run("merge")
    assert "не переведено" not in place.text("editions/ru/one.md")


def test_an_edition_that_somebody_edited_is_made_again(place: Workspace) -> None:
    place.run("sync")
    place.run("merge")
    time.sleep(0.15)
    place.run("merge")
    before = place.text("editions/ru/one.md")
    place.write("editions/ru/one.md", "edited by hand")
    place.run("merge")
    assert place.text("editions/ru/one.md") == before


def test_the_findings_of_an_unchanged_article_are_told_again(place: Workspace) -> None:
    place.write("articles/one.md", "A sentence.[^1]\n\n[^1]: A note.\n")
    place.run("sync")
    catalog = place.root / "locales/ru/articles/one.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace('{fn1}"\nmsgstr ""', '{fn1}"\nmsgstr "Предложение."'), encoding="utf-8")
    first = place.run("check", exit_code=1).stdout
    time.sleep(0.15)
    place.run("check", exit_code=1)
    assert place.run("check", exit_code=1).stdout == first


def test_a_fresh_clone_keeps_what_check_found(place: Workspace) -> None:
    place.run("sync")
    shutil.rmtree(place.root / ".targman")
    place.run("check")
    assert b"articles/one.md" in (place.root / indexes.FINDINGS).read_bytes()


def test_other_commands_need_not_load_what_check_found(place: Workspace) -> None:
    place.run("sync")
    time.sleep(0.15)
    place.run("sync")
    before = (place.root / indexes.NAME).read_bytes()
    place.run("check")
    assert (place.root / indexes.NAME).read_bytes() == before
    assert b"articles/one.md" in (place.root / indexes.FINDINGS).read_bytes()


def test_a_file_is_read_once_while_its_stamp_is_the_same(place: Workspace) -> None:
    time.sleep(0.15)
    index = indexes.load(find_settings(place.root))
    digest = index.digest("articles/one.md")
    assert digest == files.content_digest((place.root / "articles/one.md").read_bytes())
    assert index.digest("articles/none.md") == ""
    assert set(index.digests) == {"articles/one.md"}


def test_many_articles_are_done_by_several_processes_as_by_one(workspace: MakeWorkspace) -> None:
    place = workspace()
    for number in range(40):
        place.write(f"articles/a{number:02}.md", f"# Title {number}\n\nSentence {number}. One more.\n")
    place.write("articles/bad.md", "---\nlang: xx\n---\nTexte.\n")
    result = place.run("sync", exit_code=1)
    assert "40 articles: 120 catalogs written" in result.stdout
    assert result.stderr.startswith("error: articles/bad.md:2: ")
    before = place.snapshot()
    for path in sorted(place.root.glob("articles/a*.md")):
        place.run("sync", path.stem)
    assert place.snapshot() == before


def test_findings_that_are_kept_can_still_be_said_in_every_language(place: Workspace) -> None:
    place.write("articles/one.md", "The lake[^1] is high.\n\n[^1]: A report.\n")
    place.run("sync")
    path = "locales/ru/articles/one.po"
    place.write(path, place.text(path).replace('high."\nmsgstr ""', 'high."\nmsgstr "Озеро находится высоко."'))
    settings = find_settings(place.root)
    wanted = {ArticlePath(path="articles/one.md"): ("ru",)}
    index = indexes.load(settings, indexes.FINDINGS)
    found = check(settings, wanted, index).done
    index.save()
    kept = indexes.load(settings, indexes.FINDINGS)
    assert [record["results"] for record in kept.records.values()] != [[]]
    assert check(settings, wanted, kept).done == found
    [missing] = [finding for finding in check(settings, wanted, kept).done if finding.rule == "note-missing"]
    assert Wording(lang="ru").format(missing.message).startswith("Нет примечания {fn1} («A report.»)")
