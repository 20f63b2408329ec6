"""Workspaces that Windows and macOS share: names of files, line ends, files that other programs hold open."""

import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages.romanisation import slugify
from pipeline.workspace import atomic_replace
from pipeline.workspace.paths import ArticlePath, describe_unportable_names, find_name_errors, fold_name

MakeWorkspace = Callable[..., Workspace]

ARTICLE = "---\nlang: ru\n---\nОзеро мелеет.[^1]\n\nЧай остыл.\n\n[^1]: Отчёт.\n"
NAMES = st.text(st.sampled_from("aBcйЙéÉեԵßſKK.- ") | st.characters(codec="utf-8"), min_size=1, max_size=8)


class HeldOpenError(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Let the system refuse the next renames as Windows does; return the names that it is asked for."""
    rename = os.replace

    def hold(times: int) -> list[str]:
        asked: list[str] = []

        def replace(old: Path, new: Path) -> None:
            asked.append(Path(new).name)
            if len(asked) <= times:
                raise HeldOpenError(13, "used by another process", str(old))
            rename(old, new)

        monkeypatch.setattr(os, "replace", replace)
        return asked

    return hold


def test_a_file_that_is_held_for_a_moment_is_replaced(tmp_path: Path, held: Callable[[int], list[str]]) -> None:
    (tmp_path / "new").write_text("new", encoding="utf-8")
    (tmp_path / "old").write_text("old", encoding="utf-8")
    asked = held(3)
    atomic_replace.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "new"
    assert len(asked) == 4


@pytest.mark.thorough
def test_a_file_that_stays_open_stays_as_it_is(tmp_path: Path, held: Callable[[int], list[str]]) -> None:
    (tmp_path / "new").write_text("new", encoding="utf-8")
    (tmp_path / "old").write_text("old", encoding="utf-8")
    held(1000)
    with pytest.raises(PermissionError):
        atomic_replace.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "old"


def test_what_is_refused_for_good_is_not_tried_again(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        atomic_replace.replace(tmp_path / "missing", tmp_path / "new")


@given(NAMES, NAMES)
def test_slugs_that_one_file_could_have_are_refused_together(one: str, other: str) -> None:
    places = [ArticlePath(path=f"articles/a/{one}.md"), ArticlePath(path=f"articles/b/{other}.md")]
    refused = find_name_errors([place for place in places if place.has_possible_name])
    if all(place.has_possible_name for place in places):
        assert bool(refused) == (fold_name(places[0].slug) == fold_name(places[1].slug))


@given(NAMES)
def test_a_name_is_the_same_in_capitals_and_in_both_spellings(name: str) -> None:
    for other in (unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        assert fold_name(other) == fold_name(name)
    assert fold_name(name.casefold()) == fold_name(name)


@pytest.mark.parametrize(
    "path",
    [
        "aux.md",
        "CON.md",
        "news/nul.draft.md",
        "com1/lake.md",
        "lpt9.md",
        "what?.md",
        "a:b.md",
        'say "yes".md',
        "lake .md",
        "lake..md",
        "news./lake.md",
        "news /lake.md",
        "prn/x.md",
    ],
)
def test_a_name_that_windows_cannot_have_is_told(path: str) -> None:
    [told] = describe_unportable_names([ArticlePath(path=f"articles/{path}"), ArticlePath(path="articles/lake.md")])
    assert f"articles/{path}" in told
    assert "lake.md," not in told


@pytest.mark.parametrize("path", ["auxiliary.md", "con-game.md", "2.0/lake.md", "икс.md", "com10.md", "a b.md"])
def test_other_names_are_left_in_peace(path: str) -> None:
    assert describe_unportable_names([ArticlePath(path=f"articles/{path}")]) == ()


@given(st.sampled_from(["Con", "AUX", "Նուլ", "nul", "Com1", "LPT9"]))
def test_no_slug_is_the_name_of_a_device(title: str) -> None:
    slug = slugify(title)
    assert describe_unportable_names([ArticlePath(path=f"articles/{slug}.md")]) == ()


def test_sync_tells_of_names_and_refuses_those_that_collide(workspace: MakeWorkspace) -> None:
    place = workspace()
    for name in ("aux", "Lake", "north/lake"):
        place.write(f"articles/{name}.md", ARTICLE)
    result = place.run("sync", exit_code=1)
    assert "Windows can have no files of these names: articles/aux.md." in result.stdout
    assert "articles/Lake.md: has the slug “Lake”, which Windows and macOS take for that of articles/north/lake.md" in (
        result.stderr
    )
    assert (place.root / "locales/hy/articles/aux.po").exists()
    assert not (place.root / "locales/hy/articles/north").exists()


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("lake.md", "lake"),
        ("2024/lake/index.md", "lake"),
        ("2024/lake/_index.md", "lake"),
        ("2024/lake/index.txt.md", "index.txt"),
        ("index.md", "index"),
        ("_index.md", "_index"),
    ],
)
def test_an_article_named_index_has_the_slug_of_its_folder(path: str, slug: str) -> None:
    assert ArticlePath(path=f"articles/{path}").slug == slug


def test_a_site_s_pages_that_are_all_named_index_are_articles(workspace: MakeWorkspace) -> None:
    place = workspace()
    for name in ("lake/index", "river/index", "river/delta/index", "index"):
        place.write(f"articles/{name}.md", ARTICLE)
    place.run("sync")
    assert (place.root / "locales/hy/articles/river/delta/index.po").exists()
    assert "articles/river/delta/index.md" in place.run("status", "delta").stdout
    place.write("articles/north/lake.md", ARTICLE)
    assert "has the slug “lake”, as has articles/north/lake.md" in place.run("sync", exit_code=1).stderr


def test_of_many_articles_with_one_slug_an_error_names_a_few() -> None:
    places = [ArticlePath(path=f"articles/{number}/lake.md") for number in range(100)]
    told = str(find_name_errors(places)["articles/7/lake.md"])
    assert "as has articles/0/lake.md, articles/1/lake.md" in told
    assert told.endswith("and 94 more. Rename one of them.")


SPELLINGS = {unicodedata.normalize("NFC", "чай"), unicodedata.normalize("NFD", "чай")}


@pytest.mark.parametrize("name", sorted(SPELLINGS))
def test_an_article_is_found_in_both_spellings(workspace: MakeWorkspace, name: str) -> None:
    place = workspace()
    place.write(f"articles/{name}.md", ARTICLE)
    place.run("sync")
    assert len(SPELLINGS) == 2
    for typed in SPELLINGS:
        place.run("status", typed)


def without_digest(edition: str) -> str:
    """An edition but for the line that says by which bytes of the article it was made, which did change."""
    return "\n".join(line for line in edition.splitlines() if "_digest" not in line)


def test_a_checkout_with_windows_line_ends_changes_nothing(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.write("locales/glossary.csv", "hy,en,ru,note\nլիճ,lake,озеро,\n")
    place.run("sync")
    catalog = place.root / "locales/en/articles/lake.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(
        text.replace('msgid "Чай остыл."\nmsgstr ""', 'msgid "Чай остыл."\nmsgstr "The tea is cold."'), encoding="utf-8"
    )
    place.run("sync")
    place.run("merge")
    before = without_digest(place.text("editions/en/lake.md"))
    assert "The tea is cold." in before
    for path in (*place.root.rglob("*.po*"), *place.root.rglob("*.md"), *place.root.glob("locales/*.csv")):
        if "editions" not in path.parts:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    place.run("sync")
    place.run("merge")
    assert without_digest(place.text("editions/en/lake.md")) == before
    snapshot = place.snapshot()
    place.run("sync")
    place.run("merge")
    assert place.snapshot() == snapshot


@contextmanager
def windows(folder: Path) -> Iterator[Path]:
    """Mount a small NTFS with the rules of Windows for names; skip where that cannot be done."""
    if not shutil.which("lowntfs-3g"):
        pytest.skip("needs ntfs-3g")
    image, place = folder / "image", folder / "mounted"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(32 << 20)
    subprocess.run(["mkntfs", "-F", "-q", "-f", str(image)], check=True, capture_output=True)
    mount = ["lowntfs-3g", "-o", "windows_names,ignore_case", str(image), str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts no file systems")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def macos(folder: Path) -> Iterator[Path]:
    """Mount a folder in which names are the same in capitals and in both spellings; skip where that cannot be done."""
    place, behind = folder / "mounted", folder / "behind"
    place.mkdir()
    behind.mkdir()
    program = [sys.executable, str(Path(__file__).with_name("insensitive_fs.py")), str(behind), str(place)]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as process:
        while not place.is_mount() and process.poll() is None:
            time.sleep(0.05)
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.skip(f"this machine mounts no file systems: {process.stderr.read().splitlines()[-1:]}")
        try:
            yield place
        finally:
            subprocess.run(["umount", str(place)], check=True)


NFC, NFD = sorted(SPELLINGS, key=len)


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="imitates other systems on Linux")
@pytest.mark.parametrize(
    ("system", "name", "names"),
    [(windows, "Lake", ("LAKE", "lake")), (macos, "Lake", ("LAKE", "lake")), (macos, NFC, (NFD, NFC.upper()))],
)
def test_an_article_that_is_spelled_in_another_way_keeps_its_work(
    tmp_path: Path, system: Callable[[Path], AbstractContextManager[Path]], name: str, names: tuple[str, ...]
) -> None:
    with system(tmp_path) as folder, pytest.MonkeyPatch.context() as patch:
        place = Workspace(folder / "journal")
        place.run("init", str(place.root))
        patch.chdir(place.root)
        place.write(f"articles/{name}.md", ARTICLE)
        place.run("sync")
        catalog = place.root / f"locales/en/articles/{name}.po"
        text = catalog.read_text(encoding="utf-8")
        work = text.replace('msgid "Чай остыл."\nmsgstr ""', 'msgid "Чай остыл."\nmsgstr "The tea is cold."')
        assert work != text
        catalog.write_text(work, encoding="utf-8")
        for command in ("sync", "merge", "export"):
            place.run(command)
        for other in names:
            (place.root / f"articles/{name}.md").rename(place.root / f"articles/{other}.md")
            for command in ("sync", "merge", "export", "status"):
                told = place.run(command).stdout
                assert not re.search("moved|not there|copy of", told), told
            assert "The tea is cold." in place.text(f"editions/en/{name}.md")
        snapshot = place.snapshot()
        place.run("sync")
        place.run("merge")
        assert place.snapshot() == snapshot
