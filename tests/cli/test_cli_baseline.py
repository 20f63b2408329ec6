"""`targman check --baseline`: an archive starts clean, and only what is new is found; `--stats` counts by rule."""

import json
from collections.abc import Callable

import pytest
from conftest import Workspace

ARTICLE = "---\nlang: en\n---\nThe lake is 12 km long. It froze in 1935. It is deep.\n"


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    made = workspace('lang = "en"\neditions = ["ru"]\n')
    made.write("articles/lake.md", ARTICLE)
    made.run("sync")
    translate(made, "The lake is 12 km long.", "Длина озера 21 км.")
    translate(made, "It froze in 1935.", "Оно замерзало в 1935 году.")
    translate(made, "It is deep.", "Оно глубокое.")
    return made


def translate(place: Workspace, source: str, target: str) -> None:
    path = "locales/ru/articles/lake.po"
    before, _, after = place.text(path).partition(f'msgid "{source}"\nmsgstr "')
    place.write(path, f'{before}msgid "{source}"\nmsgstr "{target}{after[after.index(chr(34)) :]}')


def test_known_findings_are_left_out_and_new_ones_fail(place: Workspace) -> None:
    place.run("check", exit_code=1)
    written = place.run("check", "--write-baseline", "known.tsv").stdout
    assert "targman check --baseline known.tsv" in written
    quiet = place.run("check", "--baseline", "known.tsv").stdout
    assert "nothing found" in quiet
    assert "left out: known.tsv knows" in quiet
    translate(place, "It froze in 1935.", "Оно замерзало в 1953 году.")
    loud = place.run("check", "--baseline", "known.tsv", exit_code=1).stdout
    assert "1953" in loud
    assert "21" not in loud


def test_a_finding_is_known_wherever_its_line_and_until_its_source_changes(place: Workspace) -> None:
    place.run("check", "--write-baseline", "known.tsv")
    place.write("articles/lake.md", ARTICLE.replace("The lake", "A sentence before it. The lake"))
    place.run("sync")
    place.run("check", "--baseline", "known.tsv", "--fail-on", "error")
    place.write("articles/lake.md", ARTICLE.replace("12 km", "13 km"))
    place.run("sync")
    translate(place, "The lake is 13 km long.", "Длина озера 21 км.")
    text = place.text("locales/ru/articles/lake.po").replace("#, fuzzy\n", "")
    place.write("locales/ru/articles/lake.po", text)
    assert "gone" in place.run("check", "--baseline", "known.tsv", exit_code=1).stdout


def test_the_file_is_the_same_when_it_is_written_again(place: Workspace) -> None:
    place.run("check", "--write-baseline", "known.tsv")
    before = place.text("known.tsv")
    place.run("check", "--write-baseline", "known.tsv")
    assert place.text("known.tsv") == before
    assert "\tnumbers\tlocales/ru/articles/lake.po\t" in before


def test_a_file_that_is_none_is_refused_with_its_line(place: Workspace) -> None:
    assert "--write-baseline" in place.run("check", "--baseline", "none.tsv", exit_code=2).stderr
    place.write("known.tsv", "# a remark\nmany\tnumbers\n")
    assert "known.tsv:2: " in place.run("check", "--baseline", "known.tsv", exit_code=2).stderr
    assert "go alone" in place.run("check", "--baseline", "a", "--fix", exit_code=2).stderr


def test_the_report_in_json_tells_what_was_left_out(place: Workspace) -> None:
    place.run("check", "--write-baseline", "known.tsv")
    report = json.loads(place.run("check", "--baseline", "known.tsv", "--format", "json").stdout)
    assert report["results"] == []
    assert "left out" in report["notices"][0]


def test_findings_are_counted_by_rule(place: Workspace) -> None:
    counted = place.run("check", "--stats", exit_code=1).stdout
    assert "Findings  Severity  Rule" in counted
    assert "numbers" in counted
    assert "Длина" not in counted
