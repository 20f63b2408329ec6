"""Characters that nobody sees: out of words in every format, but not where a script needs them."""

import pytest
from odt_files import odt, p

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


def test_one_is_as_good_as_many() -> None:
    assert remove_invisible("می\u200c\u200c\u200cخواهم") == "می\u200cخواهم"
