"""The settings: shown with their origin, changed by a command, made by `init`, described for editors."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.workspace.settings import Settings, parse_settings
from pipeline.workspace.settings.specs import format_settings, format_value, list_specs
from pipeline.workspace.settings.toml_edit import find_line, find_lines, set_value

MakeWorkspace = Callable[..., Workspace]
UNCOMMENTED = re.compile(r"^# (?=[a-z_]+ = )", re.MULTILINE)


def test_every_setting_is_described_and_stands_in_a_new_file(tmp_path: Path) -> None:
    names = [spec.name for spec in list_specs()]
    assert sorted(names) == sorted(field.name for field in fields(Settings) if field.name != "root")
    text = UNCOMMENTED.sub("", format_settings({"project": "journal", "lang": "en"}))
    table = tomllib.loads(text)
    assert sorted(table) == sorted(names)
    made = parse_settings(table, tmp_path / "targman.toml")
    usual = Settings(root=tmp_path)
    examples = {spec.name for spec in list_specs() if spec.example} | {"project"}
    for name in set(names) - examples:
        assert getattr(made, name) == getattr(usual, name), name


def test_the_settings_in_force_are_shown_with_their_origin(workspace: MakeWorkspace) -> None:
    place = workspace('# Ours.\nlang = "hy"\n\n[checks]\nnumbers = "hint"\n')
    shown = json.loads(place.run("config", "--format", "json").stdout)["results"]
    found = {item["name"]: item for item in shown}
    assert (found["lang"]["value"], found["lang"]["origin"]) == ('"hy"', "targman.toml:2")
    assert (found["checks"]["value"], found["checks"]["origin"]) == ('{ numbers = "hint" }', "targman.toml:4")
    assert (found["missing"]["value"], found["missing"]["origin"]) == ('"source"', "default")
    assert found["missing"]["option"] == "merge --missing"
    assert found["TARGMAN_WAIT"]["origin"] == "environment"
    assert "lang " in place.run("config").stdout


def test_secrets_of_the_environment_are_not_shown(workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARGMAN_OPENAI_KEY", "sk-very-secret")
    assert "sk-very" not in workspace().run("config").stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("missing", "mark"), 'missing = "mark"'),
        (("complete", "0.5"), "complete = 0.5"),
        (("editions", "hy,ru"), 'editions = ["hy", "ru"]'),
        (("checks.numbers", "hint"), 'checks.numbers = "hint"'),
        (("rates.ru.new", "3"), "rates.ru.new = 3"),
        (("line_references", "true"), "line_references = true"),
        (("publisher", "Հայ «Մամուլ»"), 'publisher = "Հայ «Մամուլ»"'),
    ],
)
def test_a_setting_is_made_and_the_rest_of_the_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str], line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Workspace(tmp_path).run("init")
    place = Workspace(tmp_path)
    before = place.text("targman.toml").splitlines()
    said = place.run("config", "set", *words).stdout
    after = place.text("targman.toml").splitlines()
    number = int(said.split(":")[1])
    assert after[number - 1].startswith(line)
    kept = [each for each in before if each in after]
    assert len(kept) >= len(before) - 1
    again = place.snapshot()
    assert "as before" in place.run("config", "set", *words).stdout
    assert place.snapshot() == again


def test_a_setting_is_made_in_pyproject_with_line_ends_and_marks_kept(workspace: MakeWorkspace) -> None:
    place = workspace()
    (place.root / "targman.toml").unlink()
    place.write(
        "pyproject.toml",
        '\ufeff[project]\r\nname = "x" # ours\r\n\r\n[tool.targman]\r\nlang = "en"\r\n\r\n[tool.other]\r\na = 1\r\n',
    )
    place.run("config", "set", "fuzzy", "use")
    assert place.text("pyproject.toml") == (
        '\ufeff[project]\r\nname = "x" # ours\r\n\r\n[tool.targman]\r\nlang = "en"\r\nfuzzy = "use"\r\n\r\n'
        "[tool.other]\r\na = 1\r\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("missing", "mork"), "has to be one of source, mark, omit, fail"),
        (("mising", "mark"), "did you mean “missing”?"),
        (("checks.nonsense", "off"), "is not a rule"),
        (("editions", ""), "has to be a list of different languages"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused(
    workspace: MakeWorkspace, words: tuple[str, str], said: str
) -> None:
    place = workspace()
    before = place.snapshot()
    assert said in place.run("config", "set", *words, exit_code=2).stderr
    assert place.snapshot() == before


def test_a_value_that_cannot_be_set_in_one_line_is_left_to_a_person(workspace: MakeWorkspace) -> None:
    place = workspace('checks = { numbers = "hint" }\n')
    before = place.snapshot()
    said = place.run("config", "set", "checks.quotes", "off", exit_code=2).stderr
    assert "targman.toml:1: checks.quotes cannot be set" in said
    assert place.snapshot() == before


def test_a_fault_of_the_settings_has_its_line(workspace: MakeWorkspace) -> None:
    place = workspace('# Ours.\nlang = "en"\n\nfuzzy = "maybe"\ncomplete = 3\n\n[checks]\nnonsense = "off"\n')
    said = place.run("status", exit_code=2).stderr
    for line, words in ((4, "fuzzy is 'maybe'"), (5, "complete has to be"), (7, "checks.nonsense is not a rule")):
        assert f"targman.toml:{line}: {words}" in said
    place.write("targman.toml", 'lang = "en"\nfuzzy = = 1\n')
    assert "targman.toml:2: is not valid TOML: " in place.run("status", exit_code=2).stderr


def test_editors_get_a_schema_that_takes_every_default(workspace: MakeWorkspace) -> None:
    schema = json.loads(workspace().run("config", "schema").stdout)
    assert schema["additionalProperties"] is False
    for name, described in schema["properties"].items():
        assert described["description"], name
        if "enum" in described:
            assert described["default"] in described["enum"]


KEYS = st.sampled_from(["a", "b-c", '"quoted #key"', "deep.er", "'[x]'"])
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text("aբ#[]{}\"'\\ =\n", max_size=6)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
).map(format_value)
COMMENTS = st.sampled_from(["", "  # a remark", " # [not.a.table]", '  # a = "b"'])


@given(st.lists(st.tuples(KEYS, VALUES, COMMENTS), max_size=5, unique_by=lambda each: each[0]), VALUES)
def test_only_the_key_that_is_set_changes(rows: list[tuple[str, str, str]], value: str) -> None:
    text = "".join(f"{key} = {each}{comment}\n" for key, each, comment in rows)
    assert [each.line for each in find_lines(text)] == list(range(1, len(rows) + 1))
    set_text = set_value(text, (), ("a",), tomllib.loads(f"a = {value}")["a"], value)
    assert tomllib.loads(set_text) == tomllib.loads(text) | tomllib.loads(f"a = {value}")
    there = {line for line in text.splitlines() if not line.startswith("a =")}
    assert there <= set(set_text.splitlines())


def test_values_over_several_lines_are_found_by_their_first() -> None:
    text = 'a = """\n[no.table]\nb = 1\n"""\nb = [\n  1, # c = 2\n]\n\n[t]\n"c d" = {\n x = 1 }\n'
    assert find_line(text, ["a"]) == 1
    assert find_line(text, ["b"]) == 5
    assert find_line(text, ["t", "c d"]) == 10
    assert find_line(text, ["t", "none"]) == 9
    assert find_line(text, ["none"]) == 0


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_a_workspace_is_made_in_the_current_folder_and_nothing_there_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.chdir(tmp_path)
    place = Workspace(tmp_path)
    place.write("articles/lake.md", "A lake.\n")
    place.write(".gitignore", "*.mo\n/build\n")
    said = place.run("init", "--git", "--ci", ci).stdout
    assert place.text(".gitignore") == "*.mo\n/build\n"
    assert "It should also have: .targman/, .targman.*, editions/, exports/\n" in said
    assert not (tmp_path / "articles/welcome.md").exists()
    assert "merge=targman" in place.text(".gitattributes")
    workflow = {"github": ".github/workflows/targman.yml", "gitlab": ".gitlab-ci.yml"}[ci]
    assert "targman check" in place.text(workflow)
    place.run("sync")
    place.run("sync", "--check")
    assert "is a workspace" in place.run("init", exit_code=2).stderr


def test_a_workspace_gets_a_workflow_later_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = Workspace(tmp_path)
    place.write("targman.toml", 'lang = "hy"\n')
    assert "give these options" in place.run("init", exit_code=2).stderr
    said = place.run("init", "--ci", "github").stdout
    assert "wrote .github/workflows/targman.yml" in said
    assert "targman.toml as it is" not in said
    assert place.text("targman.toml") == 'lang = "hy"\n'
    assert not (tmp_path / "articles").exists()


def test_a_workspace_is_made_in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["init", "journal", "--lang", "ru"])
    assert result.exit_code == 0
    assert (tmp_path / "journal/articles/welcome.md").exists()
    assert 'project = "journal"' in (tmp_path / "journal/targman.toml").read_text("utf-8")
    assert "there run: targman sync" in result.stdout
