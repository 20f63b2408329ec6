"""`targman check` as newsrooms and CI call it: how it reports, when it fails, what it looks at."""

import json
from collections.abc import Callable
from itertools import accumulate
from xml.etree import ElementTree as ET

import polib
import pytest
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.text_width import character_width, shorten

MakeWorkspace = Callable[..., Workspace]

ARTICLE = "# The lake\n\nIt fell by 20 m.[^i] Then it rose again.[^ii]\n\n[^i]: A report.\n\n[^ii]: A letter.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "It fell by 20 m.{fn1}": "Оно упало на 20 м.",
    "Then it rose again.{fn1}": "Потом поднялось{fn1}.",
    "A report.": "Доклад.",
    "A letter.": "Письмо.",
}
ARMENIAN = {
    "It fell by 20 m.{fn1}": "Այն իջավ 20 մ{fn1}։",
    "Then it rose again.{fn1}": "Հետո բարձրացավ{fn1}{fn2}։",
}


def translate(place: Workspace, path: str, targets: dict[str, str]) -> None:
    catalog = polib.pofile(str(place.root / path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = targets.get(entry.msgid, entry.msgstr)
    catalog.save()


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    translate(place, "locales/ru/articles/lake.po", RUSSIAN)
    translate(place, "locales/hy/articles/lake.po", ARMENIAN)
    return place


def rules(place: Workspace, *words: str, exit_code: int = 1) -> list[str]:
    """The rules of what is found, each with the language."""
    report = json.loads(place.run("check", *words, "--format", "json", exit_code=exit_code).stdout)
    return [f"{item['path'].split('/')[1]} {item['rule']}" for item in report["results"]]


def test_text_is_grouped_by_article_with_file_and_line_and_the_segments_beginning(place: Workspace) -> None:
    place.write("articles/quiet.md", "Nothing wrong here.\n")
    place.run("sync")
    lines = place.run("check", exit_code=1).stdout.splitlines()
    assert lines[0] == "articles/lake.md"
    assert lines[1].startswith("locales/hy/articles/lake.po:")
    assert lines[1].endswith("[note-invented]")
    assert lines[2] == "    Then it rose again.{fn1}"
    assert lines[3].startswith("locales/ru/articles/lake.po:")
    assert lines[-2:] == ["", "2 articles checked: 2 errors."]
    assert not any("quiet" in line for line in lines)


def test_a_long_segment_is_cut_at_the_width_of_the_terminal(
    workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = workspace('lang = "en"\n\n[checks]\nlength = "off"\nnote-untranslated = "off"\n')
    source = "The river 川 of many words " * 8 + "ends.[^1]"
    place.write("articles/long.md", f"{source}\n\n[^1]: A note.\n")
    place.run("sync")
    translate(place, "locales/ru/articles/long.po", {source.replace("[^1]", "{fn1}"): "Река."})
    monkeypatch.setenv("COLUMNS", "60")
    [shown] = [line for line in place.run("check", exit_code=1).stdout.splitlines() if line.startswith("    The")]
    assert shown.endswith("…")
    columns = len(shown) + shown.count("川")
    assert 50 < columns <= 60


TEXTS = st.text(st.sampled_from("abc é я ա ՞ ։ ֊ № – … \u0301\u0483\u0591\u00ad\u200b\u2060川あ😀") | st.characters())


@given(text=TEXTS, width=st.integers(2, 60))
def test_as_much_of_a_text_is_shown_as_its_characters_have_columns_for(text: str, width: int) -> None:
    ends = list(accumulate(map(character_width, text)))
    kept = text if not ends or ends[-1] <= width else text[: sum(end < width for end in ends)].rstrip() + "…"
    assert shorten(text, width) == kept


@pytest.mark.parametrize("block", range(0, 0x3000, 0x100))
def test_no_character_of_whatever_width_is_measured_wrongly(block: int) -> None:
    for character in map(chr, range(block, block + 0x100)):
        assert shorten(character * 9, 5) == (
            character * 9 if not character_width(character) else shortened_slowly(character)
        )


def shortened_slowly(character: str) -> str:
    return (character * (4 // character_width(character))).rstrip() + "…"


def test_a_terminal_is_shown_control_characters_and_obeys_none(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/odd.md", "It \x1b[31m fell.[^1]\n\n[^1]: A \x1b[2J note.\n")
    place.run("sync")
    text = place.text("locales/ru/articles/odd.po")
    place.write("locales/ru/articles/odd.po", text.replace('fell.{fn1}"\nmsgstr ""', 'fell.{fn1}"\nmsgstr "Упало."'))
    shown = place.run("check", exit_code=1).stdout
    assert "note-missing" in shown
    assert "\x1b" not in shown
    assert "␛[31m" in shown


def test_many_findings_are_summed_up_by_rule(workspace: MakeWorkspace) -> None:
    place = workspace()
    sources = [f"Sentence number {number}.{{fn1}}" for number in range(25)]
    text = "\n\n".join(source.replace("{fn1}", f"[^{number}]") for number, source in enumerate(sources))
    notes = "\n\n".join(f"[^{number}]: Note {number}." for number in range(25))
    place.write("articles/many.md", f"{text}\n\n{notes}\n")
    place.run("sync")
    targets = {source: f"Предложение {number}." for number, source in enumerate(sources)}
    translate(place, "locales/ru/articles/many.po", targets | {f"Note {n}.": f"Сноска {n}." for n in range(25)})
    end = place.run("check", exit_code=1).stdout.rpartition("\n\n1 article")[0].splitlines()[-2:]
    assert end[0].split() == ["Findings", "Severity", "Rule"]
    assert end[1].split() == ["25", "error", "note-missing"]


@pytest.mark.parametrize(("fail_on", "exit_code"), [(None, 1), ("error", 0), ("warning", 1), ("hint", 1), ("never", 0)])
def test_the_exit_status_is_1_from_the_chosen_severity_on(
    workspace: MakeWorkspace, fail_on: str | None, exit_code: int
) -> None:
    place = workspace('lang = "en"\n\n[checks]\nnote-order = "warning"\n')
    place.write("articles/lake.md", "It fell[^1] and rose[^2].\n\n[^1]: One.\n\n[^2]: Two.\n")
    place.run("sync")
    swapped = {"It fell{fn1} and rose{fn2}.": "Поднялось{fn2} и упало{fn1}."}
    translate(place, "locales/ru/articles/lake.po", swapped)
    options = ["--fail-on", fail_on] if fail_on else []
    result = place.run("check", *options, exit_code=exit_code)
    assert "note-order" in result.stdout


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_what_cannot_be_read_fails_and_is_told_in_every_form(place: Workspace, form: str) -> None:
    with (place.root / "locales/ru/articles/lake.po").open("a", encoding="utf-8") as file:
        file.write("broken\n")
    place.write("articles/bad.md", b"a\x00b\n")
    result = place.run("check", "--format", form, "--fail-on", "never", exit_code=1)
    assert "locales/ru/articles/lake.po" in result.output
    assert "“broken” is not a keyword" in result.output
    assert "articles/bad.md" in result.output
    assert "NUL character" in result.output


@pytest.mark.parametrize("form", ["sarif", "github", "junit"])
def test_forms_for_ci_have_all_findings_and_the_same_exit_status(place: Workspace, form: str) -> None:
    shown = place.run("check", "--format", form, exit_code=1).stdout
    assert "note-missing" in shown
    assert "note-invented" in shown
    place.run("check", "--format", form, "--fail-on", "never")


def test_paths_for_ci_are_those_of_the_repository_that_the_workspace_is_in(place: Workspace) -> None:
    folder = place.root.name
    (place.root.parent / ".git").mkdir(exist_ok=True)
    try:
        shown = place.run("check", "--format", "github", exit_code=1).stdout
        report = json.loads(place.run("check", "--format", "sarif", exit_code=1).stdout)
        root = ET.fromstring(place.run("check", "--format", "junit", exit_code=1).stdout)  # noqa: S314
    finally:
        (place.root.parent / ".git").rmdir()
    assert f"file={folder}/locales/ru/articles/lake.po," in shown
    result = report["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"{folder}/locales/hy/articles/lake.po"
    assert {case.get("file", "").split("/")[0] for case in root.iter("testcase")} == {folder}


def test_the_path_of_a_catalog_or_an_edition_asks_for_that_edition_alone(place: Workspace) -> None:
    assert rules(place) == ["hy note-invented", "ru note-missing"]
    assert rules(place, "locales/ru/articles/lake.po") == ["ru note-missing"]
    assert rules(place, "editions/hy/lake.md") == ["hy note-invented"]
    assert rules(place, "locales/en/articles/lake.po", exit_code=0) == []
    both = ["locales/ru/articles/lake.po", "locales/hy/articles/lake.po"]
    assert rules(place, *both) == ["hy note-invented", "ru note-missing"]
    assert rules(place, "locales/ru/articles/lake.po", "articles/lake.md") == ["hy note-invented", "ru note-missing"]
    assert rules(place, "lake", "--lang", "ru") == ["ru note-missing"]


def test_a_catalog_of_another_language_than_asked_for_is_wrong_usage(place: Workspace) -> None:
    result = place.run("check", "locales/ru/articles/lake.po", "--lang", "hy", exit_code=2)
    assert "is of another language than hy" in result.output


def test_a_catalog_whose_article_is_gone_is_wrong_usage(place: Workspace) -> None:
    result = place.run("check", "locales/ru/articles/gone.po", exit_code=2)
    assert "no article is called “locales/ru/articles/gone.po”" in result.output
