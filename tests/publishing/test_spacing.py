"""A number stays on one line with its unit, in what is published only."""

import re
import sys

import pytest

from pipeline.publishing.document import Document, extract_text, walk
from pipeline.publishing.reader import read_document, read_source_outline
from pipeline.publishing.spacing import bind_numbers


def bound(text: str, lang: str) -> str:
    return shown(bind_numbers(read(text, lang)))


def read(text: str, lang: str) -> Document:
    return read_document(text, lang, read_source_outline(text, lang))


def shown(document: Document) -> str:
    nodes = [*document.body, *(block for note in document.notes for block in note.blocks)]
    return " ".join(node.value for node in walk(nodes) if node.tag in {"Text", "Code"}).replace(
        "\N{NO-BREAK SPACE}", "~"
    )


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "It is 5 km long, 20 degrees and 1 000 000 people", "It is 5~km long, 20~degrees and 1~000~000 people"),
        ("en", "in 2010 minor roads", "in 2010 minor roads"),
        ("ru", "в 2020 г. прошли 15 млн руб. и 5 километров", "в 2020~г. прошли 15~млн руб. и 5~километров"),
        ("ru", "дом № 5, 46 % и 20 °C", "дом №~5, 46~% и 20~°C"),
        ("ru", "в 1981 городу", "в 1981 городу"),
        ("hy", "2020 թ. մարտին 5 կմ, 15 մլն մարդ", "2020~թ. մարտին 5~կմ, 15~մլն մարդ"),
        ("fr", "5 km et 46 %", "5~km et 46~%"),
        ("zu", "5 km 1 000", "5 km 1~000"),
    ],
)
def test_spaces_between_numbers_and_units_do_not_break(lang: str, text: str, expected: str) -> None:
    assert bound(text + "\n", lang) == expected


def test_digits_of_all_scripts_are_bound() -> None:
    digits = [sign for sign in map(chr, range(sys.maxunicode + 1)) if re.fullmatch(r"\d", sign)]
    assert bound("".join(f"{digit} km ა km " for digit in digits), "en") == " ".join(
        f"{digit}~km ა km" for digit in digits
    )


def test_links_and_notes_have_them_and_code_does_not() -> None:
    text = "*5 km*, [6 km](https://e.org) `7 km`[^1]\n\n[^1]: 8 km\n"
    assert bound(text, "en") == "5~km ,  6~km   7 km 8~km"
    assert extract_text(read(text, "en").body) == extract_text(bind_numbers(read(text, "en")).body)
