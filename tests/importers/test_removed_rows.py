"""The report on what an import left out: a row for each kind, with counts and first words, in any language."""

import pytest

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.removed_rows import sum_up_removed
from pipeline.languages.messages import Wording

LINES = tuple(Removed(what=RemovedKind.FURNITURE, text=text) for text in ("Share", "Read also", "All rights", "Top"))
CHART = Removed(what=RemovedKind.CHART, place="The lake lost nine metres in four decades, and the towns learned")
COMMENT = Removed(what=RemovedKind.COMMENT, text="Is that so?", place="the tunnel")


def said(*removed: Removed, lang: str = "en") -> list[str]:
    return [Wording(lang=lang).format(row.message) for row in sum_up_removed(removed)]


def test_each_kind_is_one_row_with_its_counts_and_first_words() -> None:
    assert said(LINES[0], COMMENT, *LINES[1:], CHART) == [
        "page furniture ×4, 6 words: “Share”, “Read also”, “All rights”, …",
        "comment, 3 words: “Is that so?” after “the tunnel”",
        "chart: after “The lake lost nine metres in four decades, …”",
    ]
    assert said(Removed(what=RemovedKind.OBJECT), Removed(what=RemovedKind.OBJECT)) == ["embedded object ×2"]


def test_the_rows_are_said_in_other_languages() -> None:
    assert said(*LINES, lang="ru") == ["обрамление страницы ×4, 6 слов: «Share», «Read also», «All rights», …"]
    assert said(COMMENT, lang="hy") == ["մեկնաբանություն, 3 բառ՝ «Is that so?» («the tunnel» հատվածից հետո)"]


@pytest.mark.parametrize("lang", ["en", "hy", "ru"])
@pytest.mark.parametrize("kind", RemovedKind)
def test_every_kind_is_translated(kind: RemovedKind, lang: str) -> None:
    assert Wording(lang=lang).has(kind)
    assert lang == "en" or said(Removed(what=kind), lang=lang) != [kind]
