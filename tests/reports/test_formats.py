"""What CI servers get of a check: SARIF, workflow commands of GitHub and JUnit XML, each read back by its own rules."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArticleError, CatalogError, TargmanError
from pipeline.model import Finding, Message, Severity
from pipeline.reports import CheckedCatalog, CheckReport, github, junit, sarif

RUSSIAN = CheckedCatalog(article="articles/lake.md", lang="ru", path="locales/ru/articles/lake.po")
ARMENIAN = CheckedCatalog(article="articles/lake.md", lang="hy", path="locales/hy/articles/lake.po")

MISSING = Finding(
    rule="note-missing",
    severity=Severity.ERROR,
    message=Message(template="the note {fn1} is missing; write {fn1} where it belongs."),
    path=RUSSIAN.path,
    line=12,
    source="It fell by 20 m.{fn1}",
)
SPELLING = Finding(
    rule="placeholder-spelling",
    severity=Severity.HINT,
    message=Message(template="“{ фн1 }” stands for {fn1}."),
    path=RUSSIAN.path,
    line=20,
    source="Then it rose.{fn1}",
    replacement="Потом оно поднялось{fn1}.",
)
BETWEEN = Finding(
    rule="notes-differ",
    severity=Severity.WARNING,
    message=Message(template="the editions differ."),
    path="articles/lake.md",
)
BROKEN = CatalogError("“x” is no keyword: mend or delete the line", path=ARMENIAN.path, line=3)

REPORT = CheckReport(catalogs=(RUSSIAN, ARMENIAN), findings=(MISSING, SPELLING, BETWEEN), problems=(BROKEN,))
CLEAN = CheckReport(catalogs=(RUSSIAN, ARMENIAN), findings=())

TEXTS = st.text(max_size=40)
FINDINGS = st.builds(
    Finding,
    rule=st.from_regex(r"[a-z]{1,5}(-[a-z]{1,5})?", fullmatch=True),
    severity=st.sampled_from(list(Severity)),
    message=st.builds(Message, template=TEXTS.filter(bool)),
    path=st.sampled_from([RUSSIAN.path, ARMENIAN.path, "articles/lake.md", "locales/ru/articles/շիրակ 1%.po"]),
    line=st.integers(0, 9),
    source=TEXTS,
    replacement=st.none() | TEXTS,
)
PROBLEMS = st.builds(
    lambda message, path, line: TargmanError(message, path=path, line=line),
    TEXTS.filter(bool),
    st.sampled_from(["", ARMENIAN.path, "articles/lake.md", "articles/other.md"]),
    st.integers(0, 9),
)
REPORTS = st.builds(
    CheckReport,
    catalogs=st.just((RUSSIAN, ARMENIAN)),
    findings=st.lists(FINDINGS, max_size=6).map(tuple),
    problems=st.lists(PROBLEMS, max_size=3).map(tuple),
    notices=st.lists(TEXTS.filter(bool), max_size=2).map(tuple),
    fail_on=st.none() | st.sampled_from(list(Severity)),
)


# What fails


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [
        (Severity.ERROR, ["note-missing"]),
        (Severity.WARNING, ["note-missing", "notes-differ"]),
        (Severity.HINT, ["note-missing", "placeholder-spelling", "notes-differ"]),
        (None, []),
    ],
)
def test_a_finding_is_a_failure_from_the_chosen_severity_on(fail_on: Severity | None, failures: list[str]) -> None:
    report = replace(REPORT, fail_on=fail_on, problems=())
    assert [finding.rule for finding in report.findings if report.is_failure(finding)] == failures
    assert report.is_failed == bool(failures)


def test_a_problem_is_a_failure_whatever_was_chosen() -> None:
    assert replace(CLEAN, fail_on=None, problems=(BROKEN,)).is_failed


def test_paths_can_be_seen_from_a_folder_above_the_workspace() -> None:
    above = REPORT.below("journal/texts")
    assert {item.path for item in above.findings} == {f"journal/texts/{item.path}" for item in REPORT.findings}
    assert above.problems[0].path == f"journal/texts/{BROKEN.path}"
    assert above.articles[above.catalogs[0].path] == "journal/texts/articles/lake.md"
    assert BROKEN.path == ARMENIAN.path, "the report below is a new one"


# SARIF

OBJECTS: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"invocations", "originalUriBaseIds", "columnKind", "results"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name"}, {"semanticVersion", "rules"}),
    "rule": ({"id"}, {"shortDescription", "fullDescription", "help", "defaultConfiguration"}),
    "invocation": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "notification": ({"message"}, {"level"}),
    "message": ({"text"}, {"markdown"}),
    "result": (
        {"message"},
        {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "properties"},
    ),
    "location": (set(), {"physicalLocation"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": (set(), {"uri", "uriBaseId"}),
    "region": (set(), {"startLine"}),
}
"""The objects of SARIF 2.1.0 that there are in our logs: the properties that the schema requires, and those of its
others that we use. It allows none that it does not name.
"""


def proper(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    required, others = OBJECTS[kind]
    assert required <= value.keys() <= required | others, kind
    return value


def proper_message(value: dict[str, Any]) -> str:
    """The text of a message as a viewer shows it."""
    text = str(proper("message", value)["text"])
    assert text
    assert not re.search(r"[{}]", re.sub(r"\{\{|\}\}", "", text)), "a single brace would hold the place of an argument"
    return text.replace("{{", "{").replace("}}", "}")


def proper_run(text: str) -> dict[str, Any]:
    """The run of a log, after a look at every object in it."""
    log = proper("log", json.loads(text))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    driver = proper("driver", proper("tool", proper("run", run)["tool"])["driver"])
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    rules = [proper("rule", rule)["id"] for rule in driver["rules"]]
    assert rules == sorted(set(rules))
    for rule in driver["rules"]:
        assert proper_message(rule["shortDescription"])
        assert proper_message(rule["fullDescription"])
        assert proper_message(rule["help"])
    [invocation] = run["invocations"]
    for notification in proper("invocation", invocation)["toolExecutionNotifications"]:
        proper_message(proper("notification", notification)["message"])
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    for result in run["results"]:
        assert rules[proper("result", result)["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        proper_message(result["message"])
        for location in result.get("locations", ()):
            physical = proper("physicalLocation", proper("location", location)["physicalLocation"])
            artifact = proper("artifactLocation", physical["artifactLocation"])
            assert re.fullmatch(r"[!-~]+", artifact["uri"])
            assert not artifact["uri"].startswith("/")
            assert artifact["uriBaseId"] in run["originalUriBaseIds"]
            assert proper("region", physical["region"])["startLine"] >= 1
    return dict(run)


def test_sarif_has_every_finding_with_level_place_and_words() -> None:
    run = proper_run(sarif.serialize(REPORT))
    results = [(result["ruleId"], result["level"]) for result in run["results"]]
    assert results == [
        ("note-missing", "error"),
        ("placeholder-spelling", "note"),
        ("notes-differ", "warning"),
        ("not-checked", "error"),
    ]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "locales/ru/articles/lake.po", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12},
    }
    assert proper_message(first["message"]) == str(MISSING.message)
    assert first["properties"] == {"source": MISSING.source}
    assert run["results"][1]["properties"]["replacement"] == SPELLING.replacement
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_tells_of_each_rule_what_it_is_about_and_how_grave_it_is_by_default() -> None:
    rules = {rule["id"]: rule for rule in proper_run(sarif.serialize(REPORT))["tool"]["driver"]["rules"]}
    told = rules["note-missing"]
    assert told["fullDescription"]["text"] == told["shortDescription"]["text"] + "."
    assert told["defaultConfiguration"] == {"level": "error"}
    assert "note-missing" in told["help"]["text"]
    assert "`note-missing`" in told["help"]["markdown"]
    assert "defaultConfiguration" not in rules["not-checked"]


def test_sarif_of_a_clean_check_has_a_run_without_results() -> None:
    run = proper_run(sarif.serialize(CLEAN))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


def fingerprints(*findings: Finding) -> list[str]:
    run = proper_run(sarif.serialize(replace(CLEAN, findings=findings)))
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]


def test_a_fingerprint_stays_when_lines_move_and_words_of_messages_change() -> None:
    moved = replace(MISSING, line=99, message=Message(template="said in other words."))
    assert fingerprints(moved) == fingerprints(MISSING)
    others = [replace(MISSING, rule="x"), replace(MISSING, path="y"), replace(MISSING, source="z")]
    assert len({*fingerprints(MISSING), *fingerprints(*others)}) == 4


def test_two_findings_of_a_rule_in_one_segment_have_two_fingerprints() -> None:
    assert len(set(fingerprints(MISSING, MISSING, MISSING))) == 3


def test_a_path_in_sarif_is_an_address() -> None:
    path = "locales/ru/articles/շիրակ 1%?#.po"
    run = proper_run(sarif.serialize(replace(CLEAN, findings=(replace(MISSING, path=path),))))
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == path
    assert not set(uri) & set("?# ")


@given(REPORTS)
def test_sarif_is_sound_whatever_was_found(report: CheckReport) -> None:
    run = proper_run(sarif.serialize(report))
    told = [proper_message(result["message"]) for result in run["results"]]
    assert told == [*(str(item.message) for item in report.findings), *(item.message for item in report.problems)]
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == len(report.notices)


# GitHub


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: name, properties, message."""
    match = re.fullmatch(r"::([a-z]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)", line)
    assert match, line
    properties = dict(item.split("=", 1) for item in match[2].split(",")) if match[2] else {}

    def decoded(text: str, codes: str) -> str:
        for code in codes.split():
            text = text.replace(code, unquote(code))
        return text.replace("%25", "%")

    values = {key: decoded(value, "%0D %0A %3A %2C") for key, value in properties.items()}
    return match[1], values, decoded(match[3], "%0D %0A")


def test_github_gets_a_command_for_each_finding_and_problem() -> None:
    commands = [read_command(line) for line in github.serialize(REPORT).splitlines()]
    assert [name for name, _, _ in commands] == ["error", "notice", "warning", "error"]
    assert commands[0] == (
        "error",
        {"file": RUSSIAN.path, "line": "12", "title": "note-missing"},
        f"{MISSING.message}\n{MISSING.source}",
    )
    assert commands[2][1] == {"file": "articles/lake.md", "title": "notes-differ"}
    assert commands[3][1] == {"file": ARMENIAN.path, "line": "3", "title": "not-checked"}
    assert github.serialize(CLEAN) == ""


def test_nothing_in_a_message_or_a_path_ends_a_github_command_early() -> None:
    said = Message(template="50 %,\r\n::error::x:,")
    hostile = replace(MISSING, path="a,b:c%0A,line=1::x.po", message=said, source="")
    [line] = github.serialize(replace(CLEAN, findings=(hostile,))).split("\n")[:-1]
    assert "\r" not in line
    _, properties, message = read_command(line)
    assert properties["file"] == hostile.path
    assert properties["line"] == "12"
    assert message == str(said)


# JUnit


def suites(report: CheckReport) -> dict[str, ET.Element]:
    root = ET.fromstring(junit.serialize(report))  # noqa: S314  our own text
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert int(element.get("tests", "")) == len(cases)
        assert int(element.get("failures", "")) == sum(case.find("failure") is not None for case in cases)
        assert int(element.get("errors", "")) == sum(case.find("error") is not None for case in cases)
    return {suite.get("name", ""): suite for suite in root}


def test_junit_has_a_suite_for_each_article_and_edition_and_a_case_for_each_finding() -> None:
    found = suites(REPORT)
    assert list(found) == ["articles/lake.md (ru)", "articles/lake.md (hy)", "articles/lake.md"]
    missing, spelling = found["articles/lake.md (ru)"]
    failure = missing.find("failure")
    assert failure is not None
    assert failure.get("message") == str(MISSING.message)
    assert f"{RUSSIAN.path}:12: error: {MISSING.message}" in (failure.text or "")
    assert (missing.get("file"), missing.get("line")) == (RUSSIAN.path, "12")
    assert spelling.find("failure") is None, "a hint is no failure here"
    assert str(SPELLING.message) in (spelling.findtext("system-out") or "")
    [broken] = found["articles/lake.md (hy)"]
    assert broken.find("error") is not None


def test_junit_of_a_clean_check_has_a_case_that_passes_in_each_suite() -> None:
    for suite in suites(CLEAN).values():
        [case] = suite
        assert case.get("name") == "nothing found"
        assert list(case) == []


def test_junit_lets_no_edition_pass_whose_article_could_not_be_read() -> None:
    refused = ArticleError("is a NUL character.", path="articles/lake.md", line=2)
    [(name, suite)] = suites(replace(CLEAN, problems=(refused,))).items()
    assert name == "articles/lake.md"
    assert [case.find("error") is not None for case in suite] == [True]


def test_characters_that_xml_forbids_are_shown_as_what_they_are() -> None:
    odd = replace(MISSING, message=Message(template="a\x00b\x1bc\ufffed\ud800e"), source="")
    text = junit.serialize(replace(CLEAN, findings=(odd,)))
    assert "a␀b␛cU+FFFEdU+D800e" in text
    suites(replace(CLEAN, findings=(odd,)))


@given(REPORTS)
def test_no_finding_or_problem_is_lost_in_junit(report: CheckReport) -> None:
    found = suites(report)
    cases = [case for suite in found.values() for case in suite.iter("testcase")]
    told = [case for case in cases if len(case)]
    assert len(told) == len(report.findings) + len(report.problems)
    failing = [case for case in cases if case.find("failure") is not None]
    assert len(failing) == sum(map(report.is_failure, report.findings))
