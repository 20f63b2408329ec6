"""How serious a rule is, for a workspace and for one entry."""

from pathlib import Path

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_entries
from pipeline.checks.codes import CODES, list_names
from pipeline.errors import SettingsError
from pipeline.model import Entry, Finding, Message, Severity
from pipeline.workspace.settings import parse_settings

ARTICLE = read_article("In 2018 the lake was “high” at 5%.\n\n[^1]: Unused.\n", lang="en")
SOURCE = ARTICLE.segments[0].text
TARGET = "В 2019 году озеро было 5  долларов."


def found(*remarks: str, **severities: str) -> dict[str, Severity]:
    entry = Entry(source=SOURCE, target=TARGET, remarks=remarks)
    named = {name.replace("_", "-"): level for name, level in severities.items()}
    return {
        item.rule: item.severity for item in check_entries(ARTICLE, {SOURCE: entry}, "x.po", "ru", severities=named)
    }


def test_rules_are_as_serious_as_they_say_of_themselves() -> None:
    assert found() == {
        "numbers": Severity.ERROR,
        "numbers-percent": Severity.WARNING,
        "quotes-lost": Severity.HINT,
        "spaces-double": Severity.HINT,
    }


def test_a_rule_can_be_more_or_less_serious_or_off() -> None:
    assert found(numbers_percent="error", spaces_double="warning", quotes_lost="off") == {
        "numbers": Severity.ERROR,
        "numbers-percent": Severity.ERROR,
        "spaces-double": Severity.WARNING,
    }


def test_a_family_is_set_at_once_and_a_code_of_its_own_counts_before_it() -> None:
    assert found(numbers="hint", quotes="off") == {
        "numbers": Severity.HINT,
        "numbers-percent": Severity.HINT,
        "spaces-double": Severity.HINT,
    }
    assert found(numbers="off", numbers_percent="error", quotes="off", spaces="off") == {
        "numbers-percent": Severity.ERROR
    }


def test_rules_for_the_article_itself_can_be_set_too() -> None:
    (finding,) = check_article(ARTICLE, "articles/x.md")
    assert (finding.rule, finding.path, finding.line) == ("article-unused", "articles/x.md", 3)
    assert check_article(ARTICLE, "articles/x.md", {"article": "off"}) == ()


def test_a_remark_excuses_one_entry() -> None:
    assert set(found("targman: ignore numbers, quotes-lost", "Checked by the editor.")) == {"spaces-double"}
    assert found("targman: ignore numbers spaces\nTARGMAN: Ignore: quotes") == {}
    assert "numbers" in found("please ignore numbers", "targman: ignored numbers")


def test_a_remark_that_names_no_rule_is_told() -> None:
    assert found("targman: ignore number") == {**found(), "ignore-unknown": Severity.HINT}
    entry = Entry(source=SOURCE, target=TARGET, remarks=("targman: ignore quotes-lots",))
    told = [item for item in check_entries(ARTICLE, {SOURCE: entry}, "x.po", "ru") if item.rule == "ignore-unknown"]
    assert [str(item.message) for item in told] == [
        "there is no rule “quotes-lots” to ignore. Did you mean “quotes-lost”?"
    ]


def test_what_became_of_an_edition_is_always_told() -> None:
    for name, code in CODES.items():
        assert (name in list_names()) is not code.fixed
    structure = Finding(rule="structure", severity=Severity.ERROR, message=Message(template="…"))
    assert structure.rule not in list_names()


def test_the_configuration_names_rules_and_levels() -> None:
    table = {"checks": {"numbers": "hint", "spaces-double": "off"}}
    settings = parse_settings(table, Path("targman.toml"))
    assert dict(settings.checks) == {"numbers": "hint", "spaces-double": "off"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"nubmers": "hint"}, "checks.nubmers is not a rule (did you mean “numbers”?)"),
        ({"structure": "off"}, "checks.structure is not a rule (there are address, address-edition,"),
        ({"numbers": "fatal"}, "checks.numbers is 'fatal', but has to be one of error, warning, hint, off"),
        ({"numbers": ["off"]}, "checks.numbers is ['off'], but has to be one of error, warning, hint, off"),
        ("off", 'checks has to be a table of rules, such as numbers = "hint"'),
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(table: object, expected: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings({"checks": table, "lang": "klingon"}, Path("targman.toml"))
    assert expected in str(caught.value)
    assert "lang has 'klingon'" in str(caught.value)
