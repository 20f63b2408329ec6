"""The table of notes: the contents of each note in every edition, and all that does not match."""

import csv
import json
from collections.abc import Mapping
from io import StringIO

import pytest
from samples import BUNDLED, bundled, read

from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.model import Entry, Severity
from pipeline.publishing.document import Document
from pipeline.publishing.note_table import NoteRow, build_note_table, compare_notes, format_csv, format_json
from pipeline.publishing.reader import read_document, read_source_outline

ARTICLE = """\
# The lake[^t]

It fell by *20 m*.[^a] Then it rose.[^b] See[^a] again.

- An item[^c]. More.

| head | other |
|---|---|
| x | cell[^d] |

[^a]: A [report](https://example.org/a), https://example.org/aa.

[^b]: =SUM(A1)

[^c]: Words, "quoted"; see [^in].

[^d]: d

[^t]: t

[^in]: inner
"""

RUSSIAN = {
    "The lake{fn1}": "Озеро{fn1}",
    "It fell by *20 m*.{fn1}": "Потом ↓",
    "Then it rose.{fn1}": "Потом оно поднялось{fn1}^[своё].",
    "https://example.org/aa": "https://example.org/ru",
}


def editions(targets: Mapping[str, str] | None = None) -> dict[str, Document]:
    """The English article and its Russian edition."""
    article = read_article(ARTICLE, lang="en")
    source = read_source_outline(ARTICLE, "en")
    entries = {text: Entry(source=text, target=target) for text, target in (targets or RUSSIAN).items()}
    made = {"en": build_edition(article, {}, "en"), "ru": build_edition(article, entries, "ru")}
    return {lang: read_document(edition.text, lang, source, sentences=edition.spans) for lang, edition in made.items()}


def row(rows: tuple[NoteRow, ...], label: str) -> NoteRow:
    [found] = [each for each in rows if each.label == label]
    return found


def test_the_rows_are_the_notes_in_the_order_of_the_source_and_then_the_translators_own() -> None:
    rows = build_note_table(editions())
    assert [(each.label, each.is_translator_note) for each in rows] == [
        *(("t", False), ("a", False), ("b", False), ("c", False), ("d", False), ("in", False)),
        ("tn1", True),
    ]
    assert rows[-1].editions["en"] is None


def test_a_cell_has_number_sentence_targets_and_words() -> None:
    cells = row(build_note_table(editions()), "a").editions
    english, russian = cells["en"], cells["ru"]
    assert english is not None
    assert russian is not None
    assert (english.number, english.references, english.sentence) == ("2", 2, "It fell by 20 m.")
    assert english.targets == ("https://example.org/a", "https://example.org/aa")
    assert english.text == "A report, https://example.org/aa."
    assert russian.sentence == "Потом ↓"


@pytest.mark.parametrize(
    ("label", "sentence"),
    [("t", "The lake"), ("b", "Then it rose."), ("c", "An item."), ("d", "cell"), ("in", 'Words, "quoted"; see .')],
)
def test_the_sentence_is_the_one_around_the_first_reference(label: str, sentence: str) -> None:
    cell = row(build_note_table(editions()), label).editions["en"]
    assert cell is not None
    assert cell.sentence == sentence


def test_without_spans_the_sentence_is_the_whole_block() -> None:
    cell = row(build_note_table({"en": read(ARTICLE)}), "b").editions["en"]
    assert cell is not None
    assert cell.sentence == "It fell by 20 m. Then it rose. See again."


def test_a_note_that_nothing_refers_to_has_no_sentence() -> None:
    [found] = build_note_table({"en": read("a\n\n[^1]: n\n")})
    cell = found.editions["en"]
    assert cell is not None
    assert (cell.sentence, cell.references) == ("", 0)


def test_a_note_without_an_address_has_its_words_for_a_target() -> None:
    cell = row(build_note_table(editions()), "d").editions["en"]
    assert cell is not None
    assert (cell.targets, cell.target) == ((), "d")


def test_notes_of_two_translators_are_two_notes() -> None:
    source = "a[^1]\n\n[^1]: n\n"
    own = "a[^1][^tn1]\n\n[^1]: n\n\n[^tn1]: own\n"
    documents = {"ru": read(own, "ru", source=source), "hy": read(own, "hy", source=source), "en": read(source)}
    rows = build_note_table(documents)
    assert [each.label for each in rows] == ["1", "tn1", "tn1"]
    assert [[lang for lang, cell in each.editions.items() if cell] for each in rows] == [
        ["ru", "hy", "en"],
        ["ru"],
        ["hy"],
    ]


def test_labels_of_an_edition_may_be_written_in_another_case() -> None:
    documents = {"en": read("a[^I]\n\n[^I]: n\n"), "ru": read("a[^i]\n\n[^i]: n\n", "ru", source="a[^I]\n\n[^I]: n\n")}
    [found] = build_note_table(documents)
    assert all(found.editions.values())


# As files


def test_the_table_as_json() -> None:
    rows = build_note_table(editions())
    found = json.loads(format_json(rows))
    assert [each["label"] for each in found] == [each.label for each in rows]
    assert found[1]["editions"]["en"] == {
        "number": "2",
        "references": 2,
        "sentence": "It fell by 20 m.",
        "targets": ["https://example.org/a", "https://example.org/aa"],
        "text": "A report, https://example.org/aa.",
    }
    assert found[-1]["editions"]["en"] is None
    assert "Озеро" in format_json(rows)


def test_the_table_as_csv() -> None:
    made = format_csv(build_note_table(editions()))
    assert made.startswith("\ufeffnote,number.en,references.en,sentence.en,target.en,text.en,number.ru,")
    assert made.count("\r\n") == made.count("\n") == 8
    [head, *rows] = list(csv.reader(StringIO(made.removeprefix("\ufeff"), newline="")))
    assert {len(each) for each in rows} == {len(head)} == {11}
    assert rows[3][:6] == ["c", "4", "1", "An item.", 'Words, "quoted"; see .', 'Words, "quoted"; see .']
    assert rows[1][4] == "https://example.org/a https://example.org/aa"
    assert rows[-1][:7] == ["tn1", "", "", "", "", "", "*"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\\="])
def test_no_cell_is_a_formula(start: str) -> None:
    made = format_csv(build_note_table({"en": read(f"{start}a[^1]\n\n[^1]: {start}b\n")}))
    for cell in next(iter(csv.reader(StringIO(made.split("\r\n", 1)[1])))):
        assert not cell.startswith(("=", "+", "-", "@"))


def test_a_table_without_notes_is_empty() -> None:
    assert build_note_table({"en": read("a\n")}) == ()
    assert format_csv(()) == "\ufeffnote\r\n"
    assert json.loads(format_json(())) == []


# What does not match


def test_editions_that_match_differ_in_nothing() -> None:
    assert not list(compare_notes(build_note_table(editions({"The lake{fn1}": "Озеро{fn1}"}))))


def test_an_edition_may_lead_elsewhere_which_is_a_hint() -> None:
    source = "a[^1]\n\n[^1]: [b](http://e.org/en)\n"
    [found] = compare_notes(
        build_note_table({"en": read(source), "ru": read(source.replace("/en", "/ru"), "ru", source=source)})
    )
    assert (found.rule, found.severity) == ("note-target", Severity.HINT)
    assert "(en: http://e.org/en; ru: http://e.org/ru)" in str(found.message)


def test_a_note_that_an_edition_lacks_is_an_error() -> None:
    source = "a[^1]\n\n[^1]: n\n"
    [found] = compare_notes(build_note_table({"en": read(source), "ru": read("a\n", "ru", source=source)}))
    assert (found.rule, found.severity) == ("note-absent", Severity.ERROR)
    assert "[^1] is missing in the edition in “ru”" in str(found.message)


def test_a_reference_that_an_edition_lacks_is_a_warning() -> None:
    source = "a[^1] b[^1]\n\n[^1]: n\n"
    [found] = compare_notes(
        build_note_table({"en": read(source), "ru": read("a[^1] b\n\n[^1]: n\n", "ru", source=source)})
    )
    assert (found.rule, found.severity) == ("note-references", Severity.WARNING)
    assert "(en 2, ru 1)" in str(found.message)


def test_a_translators_own_note_is_nothing_that_others_lack() -> None:
    source = "a\n"
    assert not list(
        compare_notes(build_note_table({"en": read(source), "ru": read("a[^t]\n\n[^t]: n\n", "ru", source=source)}))
    )


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bundled_articles_cite_the_same_sources_in_all_editions(name: str) -> None:
    rows = build_note_table(bundled()[name])
    assert len(rows) >= 15
    assert not list(compare_notes(rows))
    assert all(cell and cell.sentence for each in rows for cell in each.editions.values())
