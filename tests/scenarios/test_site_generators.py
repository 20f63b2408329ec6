"""Editions laid out for site generators, and the sites that these make of them."""

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest
from conftest import Workspace
from edition.making import pseudo

from pipeline.workspace.index import open_index
from pipeline.workspace.merge import merge
from pipeline.workspace.paths import find_articles
from pipeline.workspace.settings import find_settings
from scenarios.generators import (
    build_with_hugo,
    build_with_jekyll,
    build_with_markdown,
    build_with_pandoc,
    find_dead_addresses,
    read_pages,
)

MakeWorkspace = Callable[..., Workspace]

ROOT = Path(__file__).parents[2]
LANGUAGES = ("hy", "en", "ru")
FOLDERS = {"hugo": "content", "jekyll": "site", "mkdocs": "docs", "quarto": "site", "docusaurus": "."}
BUILDERS = {
    "hugo": build_with_hugo,
    "jekyll": build_with_jekyll,
    "mkdocs": build_with_markdown,
    "quarto": build_with_pandoc,
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h{}v9z"/></svg>'
LAKE = """---
lang: hy
title: Լիճ
---

# Լիճ

Ջուրը նվազել է։[^1] Տե՛ս [գետը](2024/river.md "Գետ") և [վերջը](2024/river.md#the-end)։

![Քարտեզ](images/map.svg "Լճի քարտեզը")

[^1]: Աղբյուր՝ [գետը][r]։

[r]: 2024/river.md
"""
RIVER = """---
title: "River: a story"
---

It runs to the [lake](../lake.md).[^1] ![A photo](<images/a photo.svg>) ![Map](../images/map.svg)

## The end

See [the end](#the-end), `[code](lake.md)`, and the *[sea](../sea.md)*.

[^1]: See <https://example.org/> and the [sea](../sea.md).
"""
SEA = "---\nlang: ru\n---\n\n# Море\n\nСюда впадает [река](2024/river.md).\n"


def make_settings(layout: str) -> str:
    return f'lang = "en"\neditions = ["hy", "en", "ru"]\nlayout = "{layout}"\nfolder = "{FOLDERS[layout]}"\n'


def fill(place: Workspace, *, but: str = "") -> None:
    """Translate all that is not translated, but not in the catalog of this path."""
    for path in sorted(place.root.glob("locales/??/articles/**/*.po")):
        catalog = polib.pofile(str(path), wrapwidth=0)
        if but and path.is_relative_to(place.root / but):
            continue
        for entry in catalog:
            entry.msgstr = entry.msgstr or pseudo(entry.msgid)
        catalog.save(str(path))


def make_site(workspace: MakeWorkspace, layout: str, *, but: str = "") -> Workspace:
    """A workspace with cross links, notes and pictures, laid out."""
    place = workspace(make_settings(layout))
    place.write("articles/lake.md", LAKE)
    place.write("articles/2024/river.md", RIVER)
    place.write("articles/sea.md", SEA)
    place.write("articles/images/map.svg", SVG.format(9))
    place.write("articles/2024/images/a photo.svg", SVG.format(5))
    prepare(place, layout)
    place.run("sync")
    fill(place, but=but)
    place.run("merge")
    return place


def prepare(place: Workspace, layout: str) -> None:
    """Write the settings of the site generator."""
    if layout == "hugo":
        place.write(
            "config.toml", read_snippet("hugo.toml")
        )  # the name that older versions look for, and newer ones, too
    if layout == "jekyll":
        place.write("site/_config.yml", read_snippet("_config.yml"))


def read_snippet(name: str) -> str:
    """The file of this name in the page that tells how to use site generators."""
    page = (ROOT / "docs" / "site-generators.md").read_text(encoding="utf-8")
    found = re.search(rf"`[^`\n]*{re.escape(name)}`[^`]*```\w*\n(.*?)```", page, re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("layout", BUILDERS)
def test_all_links_and_pictures_of_the_built_site_lead_somewhere(workspace: MakeWorkspace, layout: str) -> None:
    place = make_site(workspace, layout)
    site = BUILDERS[layout](place.root)
    assert list(find_dead_addresses(site)) == []
    pages = [page for name, page in read_pages(site).items() if re.search("lake|river|sea", name)]
    assert len(pages) == 9
    assert sum("img" in page.tags for page in pages) == 6
    assert sum(page.tags.count("li") for page in pages if "img" in page.tags) >= 6, "notes"


@pytest.mark.parametrize("layout", BUILDERS)
def test_a_page_that_is_not_complete_breaks_no_link(workspace: MakeWorkspace, layout: str) -> None:
    place = make_site(workspace, layout, but="locales/ru/articles/lake.po")
    site = BUILDERS[layout](place.root)
    assert list(find_dead_addresses(site)) == []
    pages = [name for name in read_pages(site) if re.search("lake|river|sea", name)]
    assert len(pages) == (8 if layout in {"hugo", "jekyll"} else 9), "drafts are not built; pandoc builds all"


@pytest.mark.parametrize("layout", BUILDERS)
def test_the_bundled_articles_build(workspace: MakeWorkspace, layout: str) -> None:
    place = workspace(make_settings(layout))
    for folder in ("articles", "locales"):
        shutil.copytree(ROOT / folder, place.root / folder, dirs_exist_ok=True)
    prepare(place, layout)
    assert not json.loads(place.run("merge", "--format", "json").stdout)["problems"]
    site = BUILDERS[layout](place.root)
    assert list(find_dead_addresses(site)) == []
    pages = {name: page for name, page in read_pages(site).items() if re.search("sevan|urbatagirk|metro", name)}
    assert len(pages) == 9
    for name, page in pages.items():
        assert page.tags.count("h1") == 1, name


@pytest.mark.parametrize("layout", FOLDERS)
def test_a_second_run_changes_nothing(workspace: MakeWorkspace, layout: str) -> None:
    place = make_site(workspace, layout)
    before = place.snapshot()
    shutil.rmtree(place.root / ".targman")
    for _ in range(2):
        found = json.loads(place.run("merge", "--format", "json").stdout)
        assert not any(item["written"] for item in found["results"])
        assert found["notices"] == []
        assert place.snapshot() == before


def test_pages_stand_where_each_generator_looks_for_them(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "docusaurus")
    wanted = {
        "hugo": ("2024/river/index.ru.md", "sea.en.md", "lake/images/map.svg", "2024/river/images/a photo.svg"),
        "jekyll": ("ru/2024/river.md", "en/sea.md", "ru/images/map.svg", "hy/2024/images/a photo.svg"),
        "mkdocs": ("ru/2024/river.md", "en/sea.md", "ru/images/map.svg"),
        "quarto": ("ru/2024/river.qmd", "en/sea.qmd", "ru/images/map.svg"),
        "docusaurus": (
            "docs/2024/river.md",
            "docs/images/map.svg",
            "i18n/ru/docusaurus-plugin-content-docs/current/2024/river.md",
            "i18n/hy/docusaurus-plugin-content-docs/current/2024/images/a photo.svg",
        ),
    }
    for layout, paths in wanted.items():
        place.run("merge", "--layout", layout)
        assert [path for path in paths if not (place.root / path).is_file()] == [], layout


def test_links_follow_when_another_edition_is_finished(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "hugo", but="locales/ru/articles/lake.po")
    assert '[{}]({{{{< relref path="/lake" lang="hy" >}}}})'.format(pseudo("lake")) in place.text(
        "content/2024/river/index.ru.md"
    )
    assert "draft: true" in place.text("content/lake/index.ru.md")
    fill(place)
    found = json.loads(place.run("merge", "--format", "json").stdout)["results"]
    assert {item["path"] for item in found if item["written"]} == {
        "content/lake/index.ru.md",
        "content/2024/river/index.ru.md",
    }
    assert '({{< relref "/lake" >}})' in place.text("content/2024/river/index.ru.md")
    assert "draft" not in place.text("content/lake/index.ru.md")


def test_many_articles_are_laid_out_at_the_same_time(workspace: MakeWorkspace) -> None:
    place = workspace(make_settings("hugo"))
    for number in range(40):
        place.write(f"articles/a{number}.md", f"Text {number}. [Next](a{(number + 1) % 40}.md)\n")
    place.run("sync")
    place.write("content/.targman.999999999.0123456789abcdef.half", "left behind by a kill")
    settings = find_settings(place.root)
    with ThreadPoolExecutor(4) as executor, open_index(settings) as index:
        outcome = merge(settings, find_articles(settings), LANGUAGES, index, executor=executor)
    assert not outcome.problems
    assert len(outcome.done) == 120
    assert len(list((place.root / "content").iterdir())) == 120
    assert "0 editions written, 120 unchanged" in place.run("merge").stdout


def test_a_file_that_somebody_else_made_stays(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "hugo")
    place.write("content/sea.ru.md", "---\ntitle: Mine\n---\n")
    place.write("articles/sea.md", SEA + "\nЕщё.\n")
    result = place.run("merge", exit_code=1)
    assert "content/sea.ru.md: was not made by Targman, so it stays." in result.stderr
    assert place.text("content/sea.ru.md") == "---\ntitle: Mine\n---\n"


def test_a_translation_that_somebody_else_made_stays_with_the_layout_plain_too(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\nfolder = "docs"\n')
    place.write("articles/lake.md", "The lake is high.\n")
    place.write("docs/ru/lake.md", "Озеро высоко.\n")
    place.run("sync")
    assert "docs/ru/lake.md: was not made by Targman, so it stays." in place.run("merge", exit_code=1).stderr
    assert place.text("docs/ru/lake.md") == "Озеро высоко.\n"
    place.write("articles/lake.md", "The lake is very high.\n")
    (place.root / "docs/ru/lake.md").unlink()
    assert "2 editions written" in place.run("merge").stdout


def test_prune_takes_away_what_is_withdrawn_and_held_back_and_nothing_else(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "hugo", but="locales/ru/articles/lake.po")
    place.write("content/about.ru.md", "---\ntitle: About\n---\n")
    place.write("content/2024/river/notes.txt", "mine")
    (place.root / "articles/2024/river.md").unlink()
    (place.root / "targman.toml").write_text(make_settings("hugo") + "complete = 1.0\n", encoding="utf-8")
    before = place.snapshot()
    result = place.run("merge", "--prune", exit_code=1)
    gone = {
        "content/lake/index.ru.md",
        *(f"content/2024/river/index.{lang}.md" for lang in LANGUAGES),
        "content/2024/river/images/a photo.svg",
        "content/2024/river/parent/images/map.svg",
    }
    assert all(path in result.stdout for path in gone)
    assert place.snapshot().keys() == before.keys(), "nobody said yes"
    place.run("merge", "--prune", "--yes", exit_code=1)
    assert before.keys() - place.snapshot().keys() == gone
    assert not (place.root / "content/2024/river/images").exists()
    assert "Deleted" not in place.run("merge", "--prune", "--yes", exit_code=1).stdout


def test_prune_spares_what_cannot_be_read_at_the_moment(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "jekyll")
    place.write("locales/ru/articles/lake.po", 'msgid "half')
    place.write("articles/sea.md", "---\nlang: xx-nowhere\n---\nText.\n")
    before = place.snapshot()
    place.run("merge", "--prune", "--yes", exit_code=1)
    assert place.snapshot() == before


def test_prune_works_in_the_plain_layout(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\n')
    place.write("articles/lake.md", "One. ![Map](map.svg)\n")
    place.write("articles/map.svg", SVG.format(9))
    place.run("sync")
    place.run("merge")
    place.write("editions/ru/mine.md", "Mine.\n")
    (place.root / "articles/lake.md").unlink()
    (place.root / "articles/map.svg").unlink()
    place.run("merge", "--prune", "--yes")
    left = [path.relative_to(place.root).as_posix() for path in (place.root / "editions").rglob("*") if path.is_file()]
    assert left == ["editions/ru/mine.md"]


def test_two_articles_never_share_a_page(workspace: MakeWorkspace) -> None:
    place = workspace(make_settings("hugo"))
    place.write("articles/lake.md", "![Map](map.svg)\n")
    place.write("articles/map.svg", SVG.format(9))
    place.write("articles/lake/index.md", "Index.\n")
    for command in ("sync", "merge"):
        told = place.run(command, exit_code=1).stderr
        assert "articles/lake.md: has the slug “lake”, as has articles/lake/index.md" in told
    assert not (place.root / "content/lake").exists()


@pytest.mark.parametrize("folder", ["articles", "../site", "/site", "locales/x", ""])
def test_the_folder_has_to_be_one_for_editions(workspace: MakeWorkspace, folder: str) -> None:
    place = workspace(f'folder = "{folder}"\n')
    assert "has to be a folder in the workspace" in place.run("merge", exit_code=2).stderr


def test_yes_alone_is_a_mistake(workspace: MakeWorkspace) -> None:
    workspace().run("merge", "--yes", exit_code=2)


def test_the_state_of_an_edition_is_that_of_its_page(workspace: MakeWorkspace) -> None:
    place = make_site(workspace, "hugo", but="locales/ru/articles/lake.po")

    def states() -> set[tuple[str, str]]:
        found = json.loads(place.run("status", "--format", "json").stdout)["results"]
        return {(item["path"], item["edition"]) for item in found}

    assert {state for _, state in states()} == {"current"}
    fill(place)
    stale = {"content/lake/index.ru.md", "content/2024/river/index.ru.md"}
    assert {path for path, state in states() if state == "stale"} == stale, "a link leads elsewhere now"
    assert "targman merge" in place.run().stdout
    (place.root / "content/sea.hy.md").unlink()
    assert ("content/sea.hy.md", "missing") in states()
    place.run("merge")
    assert {state for _, state in states()} == {"current"}


@pytest.mark.parametrize(
    ("layout", "path", "image"),
    [
        ("hugo", "lake/index.ru.md", "images/map.svg"),
        ("jekyll", "ru/lake.md", "../images/map.svg"),
        ("mkdocs", "ru/lake.md", "images/map.svg"),
    ],
)
def test_the_picture_of_an_article_comes_along(workspace: MakeWorkspace, layout: str, path: str, image: str) -> None:
    place = workspace(make_settings(layout))
    place.write("articles/lake.md", "---\nimage: images/map.svg\n---\nText.\n")
    place.write("articles/images/map.svg", SVG.format(9))
    place.run("sync")
    place.run("merge")
    page = place.root / FOLDERS[layout] / path
    assert f"image: {image}\n" in page.read_text(encoding="utf-8").replace('"', "")
    assert len(list((place.root / FOLDERS[layout]).rglob("map.svg"))) == (1 if layout == "hugo" else 3)
