"""Plain text editions: to be read as they are, with every note and no markup."""

import re

import pytest
from samples import EDITIONS, EVERYWHERE, bundled, nodes, read, seed

from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document
from pipeline.publishing.plain_text import render_plain_text


def text(article: str) -> str:
    return render_plain_text(read(article, "en"), Wording(lang="en"))


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("a *b* **c** ~~d~~ `e`\nf", "a b c d e f"),
        ("a\\\nb", "a\nb"),
        ("## Two\n\n### Three", "Two\n---\n\nThree"),
        ("> a\n>\n> > b", "> a\n>\n> > b"),
        ("- a\n- b\n  1. c\n  2. d", "- a\n- b\n  1. c\n  2. d"),
        ("9. a\n10. b\n\n    c", "9. a\n\n10. b\n\n    c"),
        ("- [ ] a\n- [x] b", "- ☐ a\n- ☑ b"),
        ("```\na  <b>\n\n  c\n```", "a  <b>\n\n  c"),
        ("***", "* * *"),
        ("| a | bb |\n|:-:|--:|\n| ccc | d |", " a   bb\n---  --\nccc   d"),
        ("[a](http://example.org/b)", "a <http://example.org/b>"),
        (
            "<http://example.org> <a@example.org> https://example.org/x",
            "http://example.org a@example.org https://example.org/x",
        ),
        ("[example.org](https://example.org/) [a](mailto:a@b.org)", "example.org a <mailto:a@b.org>"),
        ("[a](#b) [c](javascript:d) [e](other.md)", "a c e <other.md>"),
        ('![What it shows](a.png "A title") ![](b.png)', "[What it shows] (A title)"),
        ("a&nbsp;b &amp; \\*c\\*", "a\u00a0b & *c*"),
        ("H<sub>2</sub>O <a href='http://e.org'>d</a><br>e", "H2O d <http://e.org>\ne"),
        ("<div>\n<p>a &lt;</p><p>b</p>\n<script>\nc\n</script></div>", "a <\nb"),
    ],
)
def test_each_kind_of_block(article: str, expected: str) -> None:
    assert text(article) == expected + "\n"


def test_title_byline_text_and_notes_follow_each_other() -> None:
    article = (
        "---\ntitle: Озеро\nsubtitle: История\nauthor: А. Автор\ntranslator: Б. Второй\ndate: 2025-07-28\n---\n"
        "# Озеро[^t]\n\nОдно[^1].\n\n[^t]: О названии.\n\n[^1]: <https://example.org>\n"
    )
    document = read(article, "ru", source=article, source_lang="hy")
    made = render_plain_text(document, Wording(lang="ru"))
    assert re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", made) == (
        "Озеро[1]\n========\n\n"
        "История\nАвтор: А. Автор\nПеревод с армянского: Б. Второй\nОпубликовано 28 июля 2025 г.\n\n"
        "Одно[2].\n\nПримечания\n----------\n\n[1] О названии.\n[2] https://example.org\n"
    )


def test_the_title_may_stand_in_the_front_matter_only() -> None:
    assert text("---\ntitle: The lake\n---\na\n") == "The lake\n========\n\na\n"


def test_notes_are_listed_once_wherever_they_are_referred_to() -> None:
    document = read(EVERYWHERE)
    made = render_plain_text(document, Wording(lang="en"))
    proven(document, made)
    assert "[2] One, see [9].\n\n    Second paragraph of one.\n" in made
    assert "[5] - a list\n    - in a note\n" in made
    assert made.endswith("[9] A note in a note.\n[10] Nothing refers here.\n")


def test_a_translators_own_note_has_its_marker() -> None:
    document = read("a[^tn1]\n\n[^tn1]: own\n", source="a\n")
    assert render_plain_text(document, Wording(lang="en")) == "a[*]\n\nNotes\n-----\n\n[*] own\n"


def proven(document: Document, made: str) -> None:
    """Each note begins one line of the list, and its marker stands wherever something refers to it."""
    listed = made.rpartition("-\n\n")[2]
    for note in document.notes:
        assert len(re.findall(rf"^\[{re.escape(note.marker)}\] ", listed, re.MULTILINE)) == 1
        assert made.count(f"[{note.marker}]") == note.references + 1


@pytest.mark.parametrize(("name", "lang"), EDITIONS)
def test_the_bundled_articles_as_plain_text(name: str, lang: str) -> None:
    document = bundled()[name][lang]
    made = render_plain_text(document, Wording(lang=lang))
    proven(document, made)
    addresses = [node.value["dest_url"] for node in nodes(document) if node.tag == "Link"]
    assert not [address for address in addresses if address not in made]
    assert not re.search(r"\]\(|\[\^|\*\*|&[a-z]+;|</?[a-z]+>", made)


def test_the_seed_article_as_plain_text() -> None:
    document = seed()
    proven(document, render_plain_text(document, Wording(lang="en")))
