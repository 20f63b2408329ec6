"""Editions in languages without packs, with scripts and regions: every command works."""

import json
from collections.abc import Callable

import pytest
from conftest import Workspace

LANGUAGES = ("cy", "hi", "zh-Hans", "ar", "sr-Latn", "pt-BR", "hyw", "lez", "la")
ARTICLE = """\
---
lang: en
title: The lake
---
# The lake

The lake is 12 km long.[^a] It froze in 1935.

- One | two
- A [page](https://example.org/).

[^a]: As measured in 2019.
"""
COMMANDS = (
    ("sync",),
    ("status",),
    ("check", "--fail-on", "never"),
    ("merge",),
    ("export",),
    ("languages",),
    ("review", "--list"),
    ("memory", "search", "page"),
    ("glossary", "suggest"),
    ("translate", "--to", "hi", "--provider", "pseudo"),
    ("translate", "--providers"),
    ("split",),
)


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    made = workspace(f'lang = "en"\neditions = {json.dumps(["en", *LANGUAGES])}\n')
    made.write("articles/lake.md", ARTICLE)
    made.run("sync")
    return made


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_works(place: Workspace, words: tuple[str, ...]) -> None:
    status = place.run(*words, exit_code=1 if words[:2] == ("memory", "search") else 0)
    assert "Traceback" not in status.output


def test_folders_have_the_codes_of_bcp_47_and_headers_those_of_gettext(place: Workspace) -> None:
    place.run("merge")
    assert "Language: pt_BR\\n" in place.text("locales/pt-BR/articles/lake.po")
    assert "Language: sr@latin\\n" in place.text("locales/sr-Latn/articles/lake.po")
    assert (place.root / "editions/zh-Hans/lake.md").is_file()
    place.run("export")
    assert '<html lang="zh-Hans"' in place.text("exports/zh-Hans/lake.html")


def test_a_second_run_changes_nothing(place: Workspace) -> None:
    place.run("merge")
    before = place.snapshot()
    place.run("sync")
    place.run("merge")
    assert place.snapshot() == before


@pytest.mark.parametrize("code", ["cy-Latn-GB", "EN_us"])
def test_codes_are_written_in_their_usual_form(workspace: Callable[..., Workspace], code: str) -> None:
    place = workspace(f'lang = "en"\neditions = ["{code}"]\n')
    place.write("articles/a.md", "A sentence.\n")
    place.run("sync")
    assert (place.root / "locales" / {"cy-Latn-GB": "cy-Latn-GB", "EN_us": "en-US"}[code]).is_dir()


def test_a_site_has_articles_whose_own_language_is_no_edition(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "fa"\neditions = ["cy", "la"]\n')
    place.write("articles/lake.md", "---\ntitle: دریاچه\n---\n\nدریاچه بزرگ است.[^1]\n\n[^1]: همان.\n")
    place.run("sync")
    path = place.root / "locales/cy/articles/lake.po"
    path.write_text(path.read_text().replace('msgid "دریاچه"\nmsgstr ""', 'msgid "دریاچه"\nmsgstr "Llyn"'))
    place.run("export", "--site", "public")
    assert "Llyn" in place.text("public/cy/index.html")
    assert 'lang="fa"' in place.text("public/la/index.html")
    assert "<h1>Articles</h1>" in place.text("public/index.html")
    assert not (place.root / "public/fa").exists()


@pytest.mark.parametrize(("code", "lang"), [("zh_CN", "zh-Hans"), ("sr@latin", "sr-Latn"), ("hi_IN.UTF-8", "hi")])
def test_an_edition_is_named_as_another_program_calls_it(place: Workspace, code: str, lang: str) -> None:
    assert f"editions/{lang}/lake.md" in place.run("merge", "--lang", code).stdout


def test_the_rule_for_plural_forms_ends_once(place: Workspace) -> None:
    headers = [place.text(f"locales/{lang}/articles/lake.po").split("\n\n")[0] for lang in ("en", *LANGUAGES)]
    assert all(header.count(";\\n") == 1 and ";;" not in header for header in headers)
