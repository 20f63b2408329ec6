"""The small questions about a text's placeholders."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.article.placeholders import (
    find_names,
    has_stray_braces,
    has_words,
    is_fold,
    remove_placeholders,
    renumber_placeholders,
)


def test_names_are_those_of_right_placeholders_in_order() -> None:
    assert find_names("{fn2} {url1}{fn2} {fn} {fn01} {fn１} {Fn1} { fn1 } {img10}") == ("fn2", "url1", "fn2", "img10")


def test_a_text_without_its_placeholders() -> None:
    assert remove_placeholders("A{fn1} [b]({url1}) {x}") == "A [b]() {x}"


@pytest.mark.parametrize(("target", "fold"), [("←", True), (" ← ", True), ("←{fn1}", True), ("←!", False), ("", False)])
def test_a_fold_may_keep_its_markers(target: str, *, fold: bool) -> None:
    assert is_fold(target) is fold


@pytest.mark.parametrize(("text", "braced"), [("A{fn1}", False), ("A{fn1} {x}", True), ("A }", True)])
def test_stray_braces(text: str, *, braced: bool) -> None:
    assert has_stray_braces(text) is braced


@pytest.mark.parametrize(("markdown", "worded"), [("![p](p.png) …", False), ("Ա", True), ("**1915**", True)])
def test_words(markdown: str, *, worded: bool) -> None:
    assert has_words(read_article(markdown + "\n", lang="en").segments[0]) is worded


def test_renumbering_happens_all_at_once() -> None:
    assert renumber_placeholders("{fn1}{fn2}{fn3}", [("fn1", "fn2"), ("fn2", "fn1")]) == "{fn2}{fn1}{fn3}"
