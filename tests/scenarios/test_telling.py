"""`sync` tells once of what stays in an article as it is, and of new work in what was finished; `check` always."""

import json
import shutil
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

ARTICLE = """---
lang: en-US
title: The lake
---

A lake.

<p>By the water.</p>

<pre>
Left as it is.
</pre>

/// note
"""
TOLD = [
    "articles/lake.md:10: text in <pre> stays as it is: “<pre> Left as it is. </pre>”",
    (
        "articles/lake.md:14: this looks like syntax of mkdocs: “/// note”. Translators get it as text. If your site "
        'knows it, write dialects = ["mkdocs"] in targman.toml.'
    ),
]
CATALOG = "locales/ru/articles/lake.po"


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/lake.md", ARTICLE)
    return made


def notices(place: Workspace, *words: str) -> list[str]:
    found: list[str] = json.loads(place.run("sync", "--format", "json", *words).stdout)["notices"]
    return found


def findings(place: Workspace) -> list[tuple[str, int, str]]:
    found = json.loads(place.run("check", "--format", "json").stdout)["results"]
    return [(item["rule"], item["line"], item["severity"]) for item in found if item["path"] == "articles/lake.md"]


def finish(place: Workspace, path: str = CATALOG) -> None:
    found = polib.pofile(str(place.root / path), wrapwidth=0)
    for number, entry in enumerate(found):
        entry.msgstr = f"Слово {number}."
    found.save(str(place.root / path))


def test_sync_tells_of_an_article_when_it_is_new_and_when_it_changes(place: Workspace) -> None:
    assert sorted(notices(place)) == TOLD
    assert notices(place) == []
    finish(place)
    assert notices(place) == []  # a catalog changed, the article did not
    place.write("articles/lake.md", ARTICLE.replace("Left as", "Kept as"))
    assert sorted(notices(place)) == [TOLD[0].replace("Left as", "Kept as"), TOLD[1]]
    assert notices(place) == []


def test_sync_is_silent_about_articles_that_it_told_of_before_its_cache_was_lost(place: Workspace) -> None:
    place.run("sync")
    shutil.rmtree(place.root / ".targman")
    assert notices(place) == []


def test_sync_tells_in_its_report_for_people(place: Workspace) -> None:
    assert TOLD[0] in place.run("sync").output.splitlines()


def test_check_tells_always_and_a_setting_silences_both(place: Workspace) -> None:
    place.run("sync")
    told = [("article-literal", 10, "hint"), ("article-syntax", 14, "hint")]
    assert findings(place) == told
    assert findings(place) == told
    place.write("targman.toml", 'lang = "en"\n[checks]\narticle-literal = "off"\narticle-syntax = "off"\n')
    place.write("articles/lake.md", f"{ARTICLE}\nMore.\n")
    assert notices(place) == []
    assert findings(place) == []


def test_sync_tells_of_a_handful_and_says_how_to_see_the_others(place: Workspace) -> None:
    place.write("articles/lake.md", "<pre>\nWords.\n</pre>\n\n" * 9)
    told = notices(place)
    assert [line.partition(": ")[0] for line in told] == [
        *[f"articles/lake.md:{line}" for line in (1, 5, 9)],
        "articles/lake.md",
    ]
    assert told[-1] == "articles/lake.md: and 6 more. See them with: targman check articles/lake.md"


def test_a_long_report_for_people_ends_with_the_number_of_the_others(place: Workspace) -> None:
    for number in range(30):
        place.write(f"articles/a{number}.md", ARTICLE)
    lines = place.run("sync").output.splitlines()
    assert sum(line.startswith("articles/") for line in lines) == 40
    assert lines[-1] == "And 22 more. To see all of them, add: --format json"


def test_a_dialect_that_is_set_is_read_at_once(place: Workspace) -> None:
    place.run("sync")
    place.write("targman.toml", 'lang = "en"\ndialects = ["mkdocs"]\n')
    place.run("sync")
    assert "/// note" not in place.text(CATALOG)
    assert findings(place) == [("article-literal", 10, "hint")]


def test_a_finished_edition_with_new_kinds_of_text_is_told_once(place: Workspace) -> None:
    """The catalogs are as they were before words in HTML were entries."""
    place.run("sync")
    for lang in ("hy", "ru"):
        finish(place, f"locales/{lang}/articles/lake.po")
    for path in ("hy/articles/lake.po", "ru/articles/lake.po", "templates/articles/lake.pot"):
        found = polib.pofile(str(place.root / "locales" / path), wrapwidth=0)
        found[:] = [entry for entry in found if entry.msgid != "By the water."]
        found.save(str(place.root / "locales" / path))
    shutil.rmtree(place.root / ".targman")
    assert notices(place)[0] == (
        "articles/lake.md: 3 words in HTML, in attributes or in front matter can be translated now, so what was "
        "finished is not: hy, ru."
    )
    assert notices(place) == []


def test_new_words_of_an_article_that_changed_are_not_told_as_new_kinds(place: Workspace) -> None:
    place.run("sync")
    finish(place)
    place.run("sync")
    place.write("articles/lake.md", ARTICLE.replace("the water", "the sea"))
    assert not any("can be translated now" in line for line in notices(place))


def test_the_language_of_a_region_is_its_language(place: Workspace) -> None:
    text = "The lake lies in the mountains, and the water is cold in all seasons of the year. " * 4
    place.write("articles/lake.md", f"---\nlang: en-US\n---\n\n{text}\n")
    assert notices(place) == []
    place.write("articles/river.md", f"---\nlang: ru\n---\n\n{text}\n")
    assert any("looks like en" in line for line in notices(place))
