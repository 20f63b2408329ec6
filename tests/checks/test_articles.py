"""`check` over a whole article: which entries are looked at, in which order, and where a finding points."""

from dataclasses import replace

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.model import Entry, Finding

ARTICLE = read_article(
    """---
title: Озеро
---

# Севан

Озеро[^1] высоко. Река[^1] низка. Вот [карта](https://example.org/{fn1}).

Озеро[^1] высоко.

[^1]: Сноска.
""",
    lang="ru",
)


def entries(*made: Entry) -> dict[str, Entry]:
    return {entry.source: entry for entry in made}


LAKE = Entry(source="Озеро{fn1} высоко.", target="Լիճը բարձր է։", line=30)
RIVER = Entry(source="Река{fn1} низка.", target="Գետը{fn1} ցածր է{fn2}։", line=10)
TITLE = Entry(source="Озеро", target="Լիճ {img1}", line=20)


def found(*made: Entry) -> list[tuple[str, int]]:
    return [
        (finding.rule, finding.line) for finding in check_entries(ARTICLE, entries(*made), "locales/hy/lake.po", "hy")
    ]


def test_findings_come_in_the_order_of_the_article_each_once() -> None:
    assert found(RIVER, LAKE, TITLE) == [("placeholder-invented", 20), ("note-missing", 30), ("note-invented", 10)]


def test_a_finding_points_at_the_entry_in_its_catalog() -> None:
    (finding,) = check_entries(ARTICLE, entries(LAKE), "locales/hy/lake.po", "hy")
    assert (finding.path, finding.line, finding.source) == ("locales/hy/lake.po", 30, "Озеро{fn1} высоко.")
    assert str(finding).startswith("locales/hy/lake.po:30: error: the note {fn1} (“Сноска.”) is missing; ")
    assert isinstance(finding, Finding)


@pytest.mark.parametrize(
    "entry",
    [
        replace(LAKE, fuzzy=True),
        replace(LAKE, obsolete=True),
        replace(LAKE, target=""),
        replace(LAKE, target=" \u202a"),
        replace(LAKE, target="←"),
        replace(LAKE, target="← {fn1}"),
        replace(LAKE, target="{fn1}←{fn2}"),
        replace(LAKE, source="Нет такого{fn1}."),
    ],
)
def test_what_is_not_finished_folded_or_not_there_is_no_fault(entry: Entry) -> None:
    assert found(entry) == []


def test_addresses_are_not_texts() -> None:
    target = Entry(source="https://example.org/{fn1}", target="https://example.org/hy/{fn2}", line=5)
    assert target.source in {segment.text for segment in ARTICLE.segments}
    assert found(target) == []


def test_the_translation_is_cleaned_before_it_is_checked() -> None:
    assert found(replace(LAKE, target="Լիճը{\u202afn\n1\u202c}\nբարձր է։")) == [("placeholder-spelling", 30)]
    assert found(replace(LAKE, target="\u202aԼիճը{fn1}\u202c\nբարձր է։")) == []
