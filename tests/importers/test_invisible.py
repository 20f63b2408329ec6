"""Characters that nobody sees: out of words in every format, but not where a script needs them."""

import re

import pytest
from odt_files import odt, p
from word_files import word

from pipeline.importers import office, web
from pipeline.importers.invisible import remove_invisible
from pipeline.workspace.import_ import SourceFile, convert_document

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
WORDS = f"The re{INVISIBLE}servoir was emp{INVISIBLE}tied in May, and the fishermen went to the city."
PLAIN = "The reservoir was emptied in May, and the fishermen went to the city."


@pytest.mark.parametrize(
    "file",
    [
        SourceFile(name="a.odt", data=odt(p(WORDS))),
        SourceFile(name="a.txt", data=WORDS.encode()),
        SourceFile(
            name="a.html",
            data=f"<html><head><title>Emp&shy;ty</title></head><body><main><p>{WORDS}</p></main></body></html>".encode(),
        ),
    ],
    ids=lambda file: file.name,
)
def test_they_divide_no_word(file: SourceFile) -> None:
    article = convert_document(file, ("en",))
    assert PLAIN in article.body
    assert article.title in {"", "Empty"}
    assert not [item for item in article.removed if item.what == "words that are not in the article"]


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: the verb's prefix is not joined
        "क्\u200dष और क्\u200cष",  # Hindi: which form a consonant has
        "👩\u200d🔬",  # an emoji of two
        "ភាសា\u200bខ្មែរ",  # Khmer: where a word ends
    ],
)
def test_they_stay_where_a_script_needs_them(text: str) -> None:
    assert remove_invisible(text) == text


ALONE = "کتاب", "\u200c", "ها"
"""A word, a joiner and an ending, as programs write them that give the joiner a formatting of its own."""


@pytest.mark.parametrize("mark", ["<w:b/>", "<w:rtl/>", "<w:b/><w:i/><w:strike/>", ""])
def test_a_joiner_between_two_formattings_stays(mark: str) -> None:
    runs = [
        f"<w:r><w:rPr>{mark if index != 1 else ''}</w:rPr><w:t>{part}</w:t></w:r>" for index, part in enumerate(ALONE)
    ]
    article = office.read(word(f"<w:p>{''.join(runs)}<w:r><w:t>.</w:t></w:r></w:p>"), "a.docx", ("fa",))
    assert re.sub(r"[*~\n]", "", article.body) == "کتاب\u200cها."
    spans = "".join(f'<text:span text:style-name="T{index % 2}">{part}</text:span>' for index, part in enumerate(ALONE))
    assert "کتاب\u200cها." in office.read(odt(p(f"{spans}.")), "a.odt", ("fa",)).body
    page = "".join(f"<span>{part}</span>" for part in ALONE)
    assert "کتاب\u200cها." in web.read(f"<main><p>{page}.</p></main>".encode(), "a.html", ("fa",)).body


def test_a_joiner_alone_is_no_paragraph() -> None:
    article = office.read(
        word(f"<w:p><w:r><w:t>\u200c</w:t></w:r></w:p><w:p><w:r><w:t>{PLAIN}</w:t></w:r></w:p>"), "a.docx"
    )
    assert article.body.strip() == PLAIN


def test_one_is_as_good_as_many() -> None:
    assert remove_invisible("می\u200c\u200c\u200cخواهم") == "می\u200cخواهم"
