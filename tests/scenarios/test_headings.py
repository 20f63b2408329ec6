"""Links between the headings of articles, from the source to every edition, page and report."""

import json
import re
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace
from edition.making import pseudo

MakeWorkspace = Callable[..., Workspace]

LAKE = "# The lake\n\nSee [its level](#the-level) and [the law](../law.md#new-rules).\n\n## The level\n\nIt fell.\n"
LAW = "# The law\n\nText.\n\n## New rules\n\nMore.\n"


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace('lang = "en"\nurl = "https://example.org"\n')
    made.write("articles/lakes/lake.md", LAKE)
    made.write("articles/law.md", LAW)
    made.run("sync")
    translate(made)
    made.run("merge")
    return made


def translate(place: Workspace, targets: Callable[[str], str] = pseudo) -> None:
    """Fill in the catalogs of both translations, addresses left alone."""
    for path in sorted(place.root.glob("locales/[hr][yu]/articles/**/*.po")):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for entry in catalog:
            entry.msgstr = targets(entry.msgid) if "#" not in entry.msgid else ""
        catalog.save(str(path))


def headings(place: Workspace, path: str) -> list[str]:
    return [line for line in place.text(path).splitlines() if line.startswith("#")]


def changed(place: Workspace, *command: str) -> list[str]:
    """The editions that a run of merge writes."""
    found = json.loads(place.run("merge", "--format", "json", *command).stdout)["results"]
    return [item["path"] for item in found if item["written"]]


def test_links_lead_to_headings_in_every_edition(place: Workspace) -> None:
    for lang in ("hy", "ru"):
        assert headings(place, f"editions/{lang}/lakes/lake.md") == [
            f"# {pseudo('The lake')}",
            f'## <a id="the-level"></a>{pseudo("The level")}',
        ]
        assert headings(place, f"editions/{lang}/law.md") == [
            f"# {pseudo('The law')}",
            f'## <a id="new-rules"></a>{pseudo("New rules")}',
        ]
    assert place.text("editions/en/lakes/lake.md") == LAKE
    assert place.text("editions/en/law.md") == LAW


def test_a_second_run_changes_nothing(place: Workspace) -> None:
    place.run("sync")
    place.run("merge")
    before = place.snapshot()
    for command in ("sync", "merge", "status"):
        place.run(command)
    assert place.snapshot() == before


def test_an_article_is_merged_anew_when_another_links_to_it_and_only_then(place: Workspace) -> None:
    assert changed(place) == []
    place.write("articles/lakes/lake.md", LAKE.replace("law.md#new-rules", "law.md#the-law"))
    place.run("sync")
    translate(place)
    stale = [
        item["path"]
        for item in json.loads(place.run("status", "--format", "json").stdout)["results"]
        if item["edition"] == "stale"
    ]
    assert {"editions/hy/law.md", "editions/ru/law.md"} < set(stale)
    assert "editions/en/law.md" not in stale
    assert {"editions/hy/law.md", "editions/ru/law.md"} < set(changed(place))
    assert headings(place, "editions/ru/law.md")[0].startswith('# <a id="the-law"></a>')
    assert "<a id" not in headings(place, "editions/ru/law.md")[1]
    assert changed(place) == []


def test_merging_one_article_knows_the_links_of_all(place: Workspace) -> None:
    (place.root / "editions/ru/law.md").unlink()
    assert changed(place, "law") == ["editions/ru/law.md"]
    assert '<a id="new-rules"></a>' in place.text("editions/ru/law.md")


def test_the_dialect_of_the_site_says_how_a_name_is_written(place: Workspace) -> None:
    place.write("hugo.toml", "")
    assert len(changed(place)) == 4
    assert headings(place, "editions/ru/law.md")[1].endswith(" {#new-rules}")


def test_check_names_links_to_headings_that_are_not_there(place: Workspace) -> None:
    def found(exit_code: int = 0) -> list[tuple[str, int, str]]:
        results = place.run("check", "--format", "json", "--lang", "en", exit_code=exit_code).stdout
        return [(item["path"], item["line"], item["message"]) for item in json.loads(results)["results"]]

    assert not found()
    place.write("articles/law.md", LAW.replace("New rules", "Newer rules"))
    place.run("sync")
    [(path, line, message)] = found(exit_code=1)
    assert (path, line) == ("articles/lakes/lake.md", 3)
    assert message.endswith("Did you mean “../law.md#newer-rules”?")
    (place.root / "articles/law.md").unlink()
    assert not found()


def test_links_between_articles_that_cannot_be_read_harm_nothing(place: Workspace) -> None:
    place.write("articles/bad.md", b"[x](law.md#the-law) \xff\n")
    place.write("articles/odd.md", "[x](law%00.md#a) [y](../../out.md#b) [z](none.md#c) [w](odd.md#d)\n\n# D\n")
    (place.root / "articles/none.md").mkdir()
    place.run("sync", exit_code=1)
    place.run("merge", exit_code=1)
    assert "<a id" not in headings(place, "editions/ru/law.md")[0]


def test_an_edition_with_anchors_is_adopted_without_them(place: Workspace) -> None:
    (place.root / "locales/ru/articles/law.po").unlink()
    place.run("sync")
    place.run("adopt", "law", "editions/ru/law.md", "--lang", "ru")
    entry = polib.pofile(str(place.root / "locales/ru/articles/law.po")).find("New rules")
    assert entry is not None
    assert entry.msgstr == pseudo("New rules")


def test_pages_lead_to_headings_too(place: Workspace) -> None:
    place.write("articles/lakes/lake.md", f"---\nlang: ru\n---\n{RUSSIAN}")
    place.write("articles/law.md", "---\nlang: ru\n---\n# Закон\n\n## Новые правила\n\n## Новые правила\n")
    place.run("sync")
    translate(place)
    place.run("export", "--format", "html", "--bilingual", "ru,hy")
    place.run("export", "--site", "exports/site")
    links = 0
    for page in sorted(place.root.glob("exports/**/*.html")):
        html = page.read_text(encoding="utf-8")
        for target, name in re.findall(r'<a href="([^":#]*\.html)?#([^"]+)"', html):
            other = (page.parent / target).read_text(encoding="utf-8") if target else html
            assert f'id="{name}"' in other, (page, target, name)
            links += 1
    assert links > 30  # five on each page of three editions in two exports, and more side by side


RUSSIAN = """\
# Озеро

См. [уровень](#уровень), [ещё](#уровень-1), <a href="#уровень-1">и</a> [закон](../law.md#новые-правила-1),
[он же](../law.md#%D0%BD%D0%BE%D0%B2%D1%8B%D0%B5-%D0%BF%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%B0).

## Уровень

## Уровень
"""
