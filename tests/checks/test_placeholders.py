"""Placeholders that were understood although they are misspelled: told as a hint, with the right spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries, check_markers
from pipeline.model import Entry, Finding, Severity

NOTES = "\n\n[^1]: The first note.\n\n[^2]: The second note.\n"


def findings(source: str, target: str) -> list[Finding]:
    article = read_article(source + NOTES, lang="en", sentences=False)
    entry = Entry(source=article.segments[0].text, target=target, line=7)
    return list(check_entries(article, {entry.source: entry}, "locales/ru/x.po", "ru"))


@pytest.mark.parametrize(
    ("source", "target", "right"),
    [
        ("The lake[^1] is high[^2].", "Озеро {fn 1} высоко {ФН2}.", "Озеро {fn1} высоко {fn2}."),
        ("The lake[^1] is high[^2].", "Լիճը{fո1} բարձր է{ֆն2}։", "Լիճը{fn1} բարձր է{fn2}։"),
        ("The lake[^1] is high[^2].", "Озеро[^1] высоко[^2].", "Озеро{fn1} высоко{fn2}."),
        ("The [lake](u) is high.", "[Озеро] ( {url1} ) высоко.", "[Озеро]({url1}) высоко."),
        ("The lake[^1] is high.", "Озеро {FN1}\nвысоко.\u200b", "Озеро {fn1}\nвысоко.\u200b"),
        ("The lake[^1] is high[^2].", "Озеро {fn 1} высоко.", "Озеро {fn1} высоко."),
    ],
)
def test_a_misspelled_placeholder_is_a_hint_with_nothing_but_its_spelling_put_right(
    source: str, target: str, right: str
) -> None:
    [hint] = [finding for finding in findings(source, target) if finding.rule == "placeholder-spelling"]
    assert hint.severity is Severity.HINT
    assert hint.replacement == right
    assert "placeholder-spelling" not in [finding.rule for finding in findings(source, right)]


def test_the_hint_names_the_placeholders() -> None:
    [hint] = findings("The lake[^1] is high[^2].", "Озеро {fn 1} высоко{fn2}.")
    assert str(hint.message).startswith("{fn1} is written differently than in the source")


@pytest.mark.parametrize(
    "target",
    [
        "Озеро{fn1} высоко{fn2}.",
        "Озеро{fn 1} высоко{fn1}{fn2}.",
        "Озеро{fn 1} высоко{fn2}{fn9}.",
        " Озеро{fn1} высоко{fn2}.\u200b",
        "Озеро{fn1} {высоко}{fn2}.",
    ],
    ids=["right", "doubled", "invented", "unseen characters", "braces of the translator"],
)
def test_where_placeholders_are_right_or_the_words_around_have_to_be_looked_at_there_is_no_hint(target: str) -> None:
    rules = [finding.rule for finding in findings("The lake[^1] is high[^2].", target)]
    assert "placeholder-spelling" not in rules


SOURCES = [
    "Plain words.",
    "The lake[^1] is high[^2].",
    "[^1] A [lake](u)[^2].",
    "![A](b.png) `c` {fn1}",
    "See https://a.am.",
]
PARTS = [
    "Озеро ",
    "{fn1}",
    "{fn2}",
    "{url1}",
    "[озеро]({url1})",
    "{img1}",
    "{fn 1}",
    "{fn3}",
    "(fn1)",
    "fn1",
    "｛fn1｝",
]
PARTS += ["^[x]", "[^1]", "[](", "`", "<{url1}>", "«", " ", "{", "(", "\\"]
MARKERS = ["note-missing", "note-doubled", "note-invented", "note-place", "note-order", "placeholder-missing"]
MARKERS += ["placeholder-doubled", "placeholder-invented", "placeholder-place", "placeholder-unread", "link-empty"]


@given(st.sampled_from(SOURCES), st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join))
def test_the_rules_of_editions_find_what_they_find_among_all_rules(source: str, target: str) -> None:
    article = read_article(source + NOTES, lang="en", sentences=False)
    entry = Entry(source=article.segments[0].text, target=target, line=7)
    found = check_markers(article, {entry.source: entry}, "locales/ru/x.po", "ru")
    assert list(found) == [finding for finding in findings(source, target) if finding.rule in MARKERS]
