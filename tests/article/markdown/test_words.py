"""Leaves of words, notes and addresses are cut in another way on one line than on many, into the same sentences."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown import read_article
from pipeline.model import Placeholder, Segment

WORDS = ["One", "two", "three.", "Four?", "(five).", "Mr.", "6.5", "«Так».", "Ինը։", "{fn1}", "{url2}", "&amp;", "\\*"]
NOTES = ["a[^1]", "b.[^2]", "c[^1][^2].", "d![^2]"]
ADDRESSES = ["https://a.am/b.c", "(https://a.am/(b)).", "http://б.рф/?x=y.", "ftp://a"]


def segments(paragraph: str, *, sentences: bool) -> list[tuple[object, ...]]:
    text = f"{paragraph}\n\n[^1]: First note.\n\n[^2]: https://b.am\n"
    found = read_article(text, lang="en", sentences=sentences).segments
    return [(item.kind, item.text, item.block, item.label, *map(shown, item.placeholders)) for item in found]


def shown(placeholder: Placeholder) -> str:
    """The placeholder without the lines of what is in it."""
    pieces = (piece.text if isinstance(piece, Segment) else piece for piece in placeholder.pieces)
    return f"{placeholder.name} {placeholder.description} {placeholder.label} {list(pieces)}"


@given(st.lists(st.sampled_from([*WORDS, *NOTES, *ADDRESSES]), min_size=1, max_size=12), st.sampled_from([True, False]))
def test_a_paragraph_has_the_same_sentences_on_one_line_and_on_many(words: list[str], sentences: object) -> None:
    words = ["Zero", *words]
    lines = "\n".join(word if not word[0].isdigit() else f"x{word}" for word in words)
    assert segments(lines.replace("\n", " "), sentences=bool(sentences)) == segments(lines, sentences=bool(sentences))


def test_a_sentence_has_its_own_notes_and_addresses() -> None:
    article = read_article("A {fn1}.[^x] See https://a.am/b.c. Last[^y] one.\n\n[^x]: X.\n\n[^y]: Y.\n", lang="en")
    assert [item.text for item in article.segments if item.block == 0] == [
        "A {fn1}.{fn2}",
        "See {url1}.",
        "https://a.am/b.c",
        "Last{fn1} one.",
    ]
    assert article.segments[0].placeholders[0].description == "X."
