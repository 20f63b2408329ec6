"""From an edition's Markdown to a document: the order of notes, their markers, anchors, the front matter."""

from datetime import date

import pytest
from samples import EDITIONS, EVERYWHERE, bundled, nodes, read, seed, styled

from pipeline.errors import ArticleError
from pipeline.publishing.document import NOTE_REFERENCE, Document, MarkerStyle, NoteOrder, extract_text
from pipeline.publishing.reader import read_document, read_source_outline, summarize

SOURCE = "a[^x] b[^y] c[^z]\n\n[^x]: X\n\n[^y]: Y\n\n[^z]: Z\n"
TRANSLATION = "c[^z] a[^x] b[^y]\n\n[^x]: X\n\n[^y]: Y\n\n[^z]: Z\n"


def listed(document: Document) -> list[tuple[str, str, int]]:
    """Label, marker and number of references of each note."""
    return [(note.label, note.marker, note.references) for note in document.notes]


def anchors(document: Document) -> list[str]:
    return [node.value.anchor for node in nodes(document) if node.tag == "Heading"]


# Notes


def test_notes_are_numbered_by_their_first_references_in_the_edition() -> None:
    document = styled(TRANSLATION, source=SOURCE)
    assert listed(document) == [("z", "1", 1), ("x", "2", 1), ("y", "3", 1)]


def test_notes_may_be_numbered_as_in_the_source() -> None:
    document = styled(TRANSLATION, order=NoteOrder.SOURCE, source=SOURCE)
    assert listed(document) == [("x", "1", 1), ("y", "2", 1), ("z", "3", 1)]


@pytest.mark.parametrize(
    ("kind", "article", "own"),
    [
        (MarkerStyle.ARABIC, "1 2 3", "* **"),
        (MarkerStyle.ROMAN, "i ii iii", "* **"),
        (MarkerStyle.SYMBOLS, "* † ‡", "a b"),
    ],
)
def test_a_translators_own_notes_are_a_series_of_their_own_at_the_end(
    kind: MarkerStyle, article: str, own: str
) -> None:
    text = "q[^tn1] " + TRANSLATION.replace("a[^x]", "a[^x][^tn2]") + "\n[^tn1]: own\n\n[^tn2]: too\n"
    document = styled(text, kind, source=SOURCE)
    assert [note.marker for note in document.notes if not note.is_translator_note] == article.split()
    assert [(note.label, note.marker) for note in document.notes if note.is_translator_note] == [
        (f"tn{number}", marker) for number, marker in enumerate(own.split(), start=1)
    ]
    assert [note.is_translator_note for note in document.notes] == [False, False, False, *(True for _ in own.split())]


def test_notes_are_found_wherever_they_are_referred_to() -> None:
    labels = [note.label for note in read(EVERYWHERE).notes]
    assert labels == ["title", "1", "heading", "quote", "item", "nested", "head", "cell", "inner", "alone"]


def test_references_are_counted_in_reading_order() -> None:
    document = read(EVERYWHERE)
    counts = {note.label: note.references for note in document.notes}
    assert counts == dict.fromkeys(counts, 1) | {"1": 2, "alone": 0}
    references = [node.value for node in nodes(document) if node.tag == NOTE_REFERENCE and node.value.label == "1"]
    assert [reference.ordinal for reference in references] == [1, 2]


def test_a_note_that_refers_to_itself_is_one_note() -> None:
    assert listed(read("a[^1]\n\n[^1]: one[^1]\n")) == [("1", "1", 2)]


def test_notes_that_only_refer_to_each_other_are_all_there() -> None:
    assert listed(read("a\n\n[^1]: one[^2]\n\n[^2]: two[^1]\n")) == [("1", "1", 1), ("2", "2", 1)]


def test_the_first_of_several_definitions_counts() -> None:
    document = read("a[^1]\n\n[^1]: one\n\n[^1]: two[^3]\n\n[^3]: three\n")
    assert listed(document) == [("1", "1", 1), ("3", "2", 0)]
    assert extract_text(document.notes[0].blocks) == "one"


def test_labels_are_compared_as_markdown_does() -> None:
    assert listed(read("a[^Élan  vital] b[^ÉLAN VITAL]\n\n[^élan vital]: n\n")) == [("élan vital", "1", 2)]


def test_a_note_keeps_its_paragraphs_lists_and_code() -> None:
    document = read("a[^1]\n\n[^1]: one\n\n    two\n\n    - three\n\n    ```\n    four\n    ```\n")
    assert [node.tag for node in document.notes[0].blocks] == ["Paragraph", "Paragraph", "List", "CodeBlock"]


@pytest.mark.parametrize("text", ["> a[^1]\n>\n> [^1]: n\n", "- a[^1]\n\n  [^1]: n\n", "[^1]: n\n\na[^1]\n"])
def test_a_definition_may_stand_anywhere_and_is_no_part_of_the_text(text: str) -> None:
    document = read(text)
    assert listed(document) == [("1", "1", 1)]
    assert extract_text(document.body) == "a"


def test_what_is_no_reference_stays_text() -> None:
    document = read("x[^nope] \\[^1] `[^1]`\n\n[^1]: n\n")
    assert extract_text(document.body) == "x[^nope] [^1] [^1]"
    assert listed(document) == [("1", "1", 0)]


# Headings and their anchors


def test_anchors_are_the_same_in_all_editions() -> None:
    source = "# Озеро\n\n## Два тоннеля[^1]\n\n## *Закон* и `код`\n\n[^1]: n\n"
    edition = "# The lake\n\n## Two tunnels[^1]\n\n## The *law* and `code`\n\n[^1]: n\n"
    assert anchors(read(edition, source=source, source_lang="ru")) == ["ozero", "dva-tonnelya", "zakon-i-kod"]
    assert anchors(read(source, "ru")) == ["ozero", "dva-tonnelya", "zakon-i-kod"]


def test_an_anchor_that_the_author_gave_is_kept() -> None:
    assert anchors(read("## A {#history}\n\n## History\n\n## History\n")) == ["history", "history-2", "history-3"]
    assert anchors(read("## History\n\n## A {#history}\n")) == ["history-2", "history"]


def test_no_anchor_comes_twice_or_is_one_of_the_page() -> None:
    text = "## Notes\n\n## Article\n\n## A {#x}\n\n## B {#x}\n\n## C {#fn-1}\n\n## D {#fnref2-1}\n\n## ...\n\n## !\n"
    made = anchors(read(text))
    assert made == ["notes-2", "article-2", "x", "x-2", "section-fn-1", "section-fnref2-1", "section", "section-2"]


def test_a_link_may_call_a_heading_by_its_anchor_its_name_or_its_words() -> None:
    source = "# Озеро\n\n## Два тоннеля!\n\n## Примечания {#notes}\n"
    edition = "# The lake\n\n## Two tunnels!\n\n## Notes {#notes}\n"
    fragments = read(edition, source=source, source_lang="ru").fragments
    for name in ("dva-tonnelya", "два-тоннеля", "two-tunnels"):
        assert fragments[name] == "dva-tonnelya"
    assert fragments["notes"] == fragments["примечания"] == "notes-2"


def test_headings_alike_are_called_as_programs_number_them() -> None:
    text = "## Part\n\n## Part\n\n## Part\n"
    document = read(text.replace("Part", "Часть"), "ru", source=text)
    assert anchors(document) == ["part", "part-2", "part-3"]
    assert [document.find_anchor(name) for name in ("part", "part-1", "part-2")] == ["part", "part-2", "part-3"]
    assert document.find_anchor("%D0%A7%D0%B0%D1%81%D1%82%D1%8C") == "part"


def test_an_edition_with_other_headings_than_its_source_has_anchors_of_its_own() -> None:
    assert anchors(read("# One\n\n## Two\n", source="# Одно\n", source_lang="ru")) == ["one", "two"]


def test_the_headline_is_the_first_heading_if_the_text_begins_with_it() -> None:
    assert extract_text([headline] if (headline := read("# *The* lake\n\na\n").headline) else []) == "The lake"
    assert read("a\n\n# The lake\n").headline is None
    assert read("## Section\n").headline is None


# Addresses in the text


def test_an_address_in_the_text_becomes_a_link() -> None:
    text = (
        "See https://example.org/a_b(c)?d=1&e=2. Or (http://example.org/f), «https://example.org/g»։ `https://no.org`\n"
    )
    links = [node for node in nodes(read(text)) if node.tag == "Link"]
    assert [node.value["dest_url"] for node in links] == [
        "https://example.org/a_b(c)?d=1&e=2",
        "http://example.org/f",
        "https://example.org/g",
    ]
    assert [text[node.start : node.end] for node in links] == [node.value["dest_url"] for node in links]
    assert extract_text(read(text).body) == text.replace("`", "").strip()


@pytest.mark.parametrize(
    "text",
    [
        "[https://example.org](https://example.com)\n",
        "<a href='https://example.com'>https://example.org</a>\n",
        "```\nhttps://example.org\n```\n",
        "![https://example.org](a.png)\n",
        "xhttps://example.org and https://example and ftp://example.org\n",
    ],
)
def test_an_address_in_a_link_or_in_code_is_left_alone(text: str) -> None:
    found = [node.value["dest_url"] for node in nodes(read(text)) if node.tag == "Link"]
    assert "https://example.org" not in found


# Front matter


def test_the_front_matter_becomes_metadata() -> None:
    text = (
        "---\ntitle: The lake\nsubtitle: A story\ndescription: What  happened\nauthor: A. Author\n"
        "translator: B. Translator\ndate: 2025-07-28\nimage: images/lake.jpg\n---\n# Other\n\na\n"
    )
    document = read_document(text, "en", read_source_outline(text, "hy"), translators=("C. Third", "B. Translator"))
    about = document.metadata
    assert (document.title, about.subtitle, about.description) == ("The lake", "A story", "What happened")
    assert about.authors == ("A. Author",)
    assert about.translators == ("B. Translator", "C. Third")
    assert (about.published, about.written_date, about.image) == (date(2025, 7, 28), "", "images/lake.jpg")
    assert document.is_translated


def test_a_date_in_words_stays_as_it_is_written() -> None:
    about = read("---\ndate: Summer 2025\n---\na\n").metadata
    assert (about.published, about.written_date) == (None, "Summer 2025")


def test_the_title_is_the_headlines_where_the_front_matter_has_none() -> None:
    assert read("# The *lake*[^1]\n\na\n\n[^1]: n\n").title == "The lake"
    assert read("a\n").title == ""


def test_a_summary_is_the_description_or_the_beginning_cut_between_words() -> None:
    assert summarize(read("---\ndescription: Short\n---\na\n")) == "Short"
    made = summarize(read("## Heading\n\n" + "word, " * 60 + "\n"))
    assert made.endswith("word…")
    assert len(made) <= 160


# What cannot be read


@pytest.mark.parametrize("text", [">" * 300 + " a\n", "".join(f"{'  ' * depth}- a\n" for depth in range(200))])
def test_what_stands_in_each_other_too_deep_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ArticleError, match="Unnest them"):
        read(text)


def test_deep_but_bearable_nesting_is_read() -> None:
    document = read("> " * 90 + "a[^1]\n\n[^1]: n\n")
    assert listed(document) == [("1", "1", 1)]


# The bundled articles


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_every_edition_of_a_bundled_article_has_the_same_notes_and_anchors(name: str, lang: str) -> None:
    editions = bundled()[name]
    source = next(document for document in editions.values() if not document.is_translated)
    document = editions[lang]
    assert {(note.label, note.references) for note in document.notes} == {
        (note.label, note.references) for note in source.notes
    }
    assert [note.marker for note in document.notes] == [str(number + 1) for number in range(len(document.notes))]
    assert anchors(document) == anchors(source)
    assert len(document.notes) >= 15


def test_the_seed_article_is_read() -> None:
    document = seed()
    assert [note.marker for note in document.notes] == [str(number + 1) for number in range(len(document.notes))]
    assert all(note.references for note in document.notes)
