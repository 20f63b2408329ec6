"""Translations of sentences with an author's note in their words are kept when the note becomes a text of its own."""

import pytest

from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.catalog.update import update_entries
from pipeline.model import Entry


def carried(article: str, old: dict[str, str]) -> dict[str, str]:
    """The confirmed translations of an article in pandoc's Markdown after an update from a catalog made without it."""
    before = extract_units(read_article(article, lang="en"), "a.md")
    assert set(old) <= {unit.text for unit in before}
    entries = tuple(Entry(source=source, target=target) for source, target in old.items())
    units = extract_units(read_article(article, lang="en", dialects=("pandoc",)), "a.md")
    made = update_entries(entries, units, lang="ru", same_language=False)
    again = update_entries(made.entries, units, lang="ru", same_language=False)
    assert again.entries == made.entries
    return {entry.source: entry.target for entry in made.entries if entry.is_translated}


@pytest.mark.parametrize(
    ("article", "old", "kept"),
    [
        (
            "It was secret.^[See file 12.]\n",
            {"It was secret.^[See file 12.]": "Он тайный.^[См. дело 12.]"},
            {"It was secret.{fn1}": "Он тайный.{fn1}", "See file 12.": "См. дело 12."},
        ),
        (
            "Nobody read it.^[Not one. Never.]\n",
            {"Nobody read it.^[Not one.": "Никто не читал.^[Ни один.", "Never.]": "Никогда.]"},
            {"Nobody read it.{fn1}": "Никто не читал.{fn1}", "Not one.": "Ни один.", "Never.": "Никогда."},
        ),
        (
            "A fact^[see it. Twice.] is known.[^1]\n\n[^1]: Note.\n",
            {
                "A fact^[see it.": "Факт^[см. это.",
                "Twice.] is known.{fn1}": "Дважды.] известен.{fn1}",
                "Note.": "Сноска.",
            },
            {
                "A fact{fn1} is known.{fn2}": "Факт{fn1} известен.{fn2}",
                "see it.": "см. это.",
                "Twice.": "Дважды.",
                "Note.": "Сноска.",
            },
        ),
        (
            "A[^1] b^[see [c](https://a.am)] d.\n\n[^1]: N.\n",
            {"A{fn1} b^[see [c]({url1})] d.": "А{fn1} б^[см. [ц]({url1})] д.", "N.": "Н."},
            {"A{fn1} b{fn2} d.": "А{fn1} б{fn2} д.", "see [c]({url1})": "см. [ц]({url1})", "N.": "Н."},
        ),
        ("# Head^[x]\n", {"Head^[x]": "Глава^[икс]"}, {"Head{fn1}": "Глава{fn1}", "x": "икс"}),
    ],
)
def test_each_text_gets_its_part(article: str, old: dict[str, str], kept: dict[str, str]) -> None:
    found = carried(article, old)
    assert {source: target for source, target in found.items() if not target.startswith("http")} == kept


def test_where_the_translation_has_no_such_note_it_is_offered() -> None:
    assert (
        carried("It was secret.^[See file 12.]\n", {"It was secret.^[See file 12.]": "Он тайный, см. дело 12."}) == {}
    )
