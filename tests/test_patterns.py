"""Regular expressions that are compiled when first used."""

import re

import pytest

from pipeline.patterns import lazy


def test_a_pattern_is_compiled_at_its_first_use_and_then_is_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    usual = re.compile

    def compile_noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return usual(pattern, flags)

    monkeypatch.setattr(re, "compile", compile_noted)
    word = lazy(r"(?P<first>\w)\w*", re.ASCII)
    assert (word.pattern, compiled) == (r"(?P<first>\w)\w*", [])
    assert [found["first"] for found in word.finditer("One two, ու")] == ["O", "t"]
    assert word.sub("x", "One two") == "x x"
    assert word.fullmatch("One two") is None
    assert word.groupindex == {"first": 1}
    assert compiled[0] == word.pattern


def test_a_wrong_pattern_is_an_error_when_it_is_used() -> None:
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.search("text")
