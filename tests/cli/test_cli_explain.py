"""`targman explain`: every rule has its page, and a slip is understood."""

import json
from collections.abc import Callable

from conftest import Workspace

from pipeline.checks.codes import CODES


def test_a_rule_is_explained_with_right_and_wrong_examples(workspace: Callable[..., Workspace]) -> None:
    page = workspace().run("explain", "numbers-currency").stdout
    assert page.startswith("numbers-currency  warning\n")
    assert "  source  It cost $5.\n  right   Արժեր 5 դոլար։\n  wrong   Արժեր 5 դրամ։\n" in page
    assert "# targman: ignore numbers-currency" in page


def test_a_rule_that_cannot_be_switched_off_says_so(workspace: Callable[..., Workspace]) -> None:
    page = workspace().run("explain", "structure").stdout
    assert page.startswith("structure  error, always\n")
    assert "ignore" not in page


def test_a_family_is_all_its_rules_and_no_name_is_the_list_of_all(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    family = json.loads(place.run("explain", "numbers", "--format", "json").stdout)["results"]
    assert {each["rule"] for each in family} == {name for name in CODES if name.split("-")[0] == "numbers"}
    listed = place.run("explain").stdout
    assert all(f"\n{name} " in f"\n{listed}" for name in CODES)


def test_a_name_that_is_no_rule_is_refused_with_the_one_that_was_meant(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    assert "Did you mean numbers-missing?" in place.run("explain", "number-missing", exit_code=2).stderr
    assert "targman explain" in place.run("explain", "xyzzy", exit_code=2).stderr
