"""The glossary as a file that people edit in a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GlossaryError
from pipeline.glossary.table import append_terms, read_table
from pipeline.model import Term

LANGUAGES = ("hy", "en", "ru")

TABLE = """\
hy,en,ru,note,do not translate,forbidden hy,forbidden en,forbidden ru
ՀԱՊԿ,CSTO,ОДКБ,,,,,
Ղրղզստան,Kyrgyzstan,Кыргызстан | Кыргызская Республика,,,,Kirghizia,Киргизия
,NATO,,the alliance,yes,,,
"""


def test_a_table_is_read_row_by_row() -> None:
    csto, kyrgyzstan, nato = read_table(TABLE.encode())
    assert csto == Term(names={"hy": ("ՀԱՊԿ",), "en": ("CSTO",), "ru": ("ОДКБ",)})
    assert kyrgyzstan.names["ru"] == ("Кыргызстан", "Кыргызская Республика")
    assert kyrgyzstan.forbidden == {"en": ("Kirghizia",), "ru": ("Киргизия",)}
    assert nato.names == dict.fromkeys(LANGUAGES, ("NATO",))
    assert (nato.keep, nato.note, nato.line) == (True, "the alliance", 4)


@pytest.mark.parametrize(
    "data",
    [
        "en;ru\r\nlake;озеро\r\n".encode("utf-8-sig"),
        "en\tru\nlake\tозеро".encode(),
        'RU , En \n"озеро","lake"\n\n'.encode(),
        "\nen,ru,note by Anna\nlake,озеро,ask her\n".encode(),
    ],
)
def test_tables_are_read_as_spreadsheets_save_them(data: bytes) -> None:
    assert read_table(data) == (Term(names={"en": ("lake",), "ru": ("озеро",)}),)


def test_an_empty_file_has_no_terms() -> None:
    assert read_table(b"") == read_table(b"\xef\xbb\xbf\n\n") == ()


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"en,ru\nlake,\xee\xe7\n", 2, "UTF-8"),
        (b"lake,ozero\n", 1, "unknown column “lake”"),
        (b"en,note\nlake,x\n", 1, "two languages among them"),
        (b"en,ru,en\na,b,c\n", 1, "two columns “en”"),
        (b"en,ru\na,b\n\nc,d,e\n", 4, "3 cells"),
        (b'en,ru\n"two\nlines",b\nc,d,e\n', 4, "3 cells"),
        (b"en,ru,note\n,,x\n", 2, "without a term"),
        (b"en,ru,do not translate\na,b,maybe\n", 2, "“maybe”"),
        (b"en,ru,forbidden en\na | b,c,b\n", 2, "“b” as a term and as a forbidden one"),
        (b'en,ru\n"a,b\n', 2, "not a table that can be read"),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_line(data: bytes, line: int, said: str) -> None:
    with pytest.raises(GlossaryError) as raised:
        read_table(data)
    assert raised.value.line == line
    assert said in raised.value.message


LAKE = Term(names={"en": ("lake",), "ru": ("озеро", "озёрце")}, note="not the river, mind")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "hy,en,ru,note,do not translate,forbidden hy,forbidden en,forbidden ru\n,lake,озеро | озёрце,"),
        ("en,ru,note\nriver,река,  spaces stay ".encode(), "en,ru,note\nriver,река,  spaces stay \nlake,"),
        (
            "ru;en;note\r\nрека;river;\r\n".encode("utf-8-sig"),
            "\ufeffru;en;note\r\nрека;river;\r\nозеро | озёрце;lake;",
        ),
        (b"en,ru\nriver,reka\n", 'en,ru,note\nriver,reka\nlake,озеро | озёрце,"not the river, mind"\n'),
    ],
)
def test_new_terms_are_added_at_the_end_and_the_rest_stays(data: bytes | None, expected: str) -> None:
    made = append_terms(data, [LAKE], ("hy", "en", "ru"))
    assert made.decode().startswith(expected)
    assert read_table(made)[-1] == LAKE


OTHERS = (*LANGUAGES, "pt-BR", "zh-Hans", "ka")
NAMES = st.lists(st.from_regex(r"[^\W_]([^\W_]| [^\W_])*", fullmatch=True), min_size=1, max_size=3, unique=True)


@given(
    st.lists(
        st.builds(
            Term,
            names=st.dictionaries(st.sampled_from(OTHERS), NAMES.map(tuple), min_size=1),
            note=st.text(st.characters(exclude_categories=("C", "Z"))),
        ),
        max_size=5,
        unique_by=str,
    )
)
def test_what_is_written_is_read_again(terms: list[Term]) -> None:
    assert list(read_table(append_terms(None, terms, OTHERS), OTHERS)) == terms


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("hy_AM,French,forbidden ka,ka", "hy fr ka"),
        ("Armenian,pt_BR,forbidden Georgian,ქართული", "hy pt-BR ka"),
        ("հայերեն,Portuguese (Brazil),forbidden ka,грузинский", "hy pt-BR ka"),
        ("hye,PT-br,Forbidden KA,ka-GE", "hy pt-BR ka"),
        ("Simplified Chinese,zh-TW,forbidden zh-Hans,Persian", "zh-Hans zh-TW fa"),
    ],
)
def test_languages_have_headings_in_any_usual_form(headings: str, expected: str) -> None:
    one, two, last = expected.split()
    forbidden = last if last == "ka" else one
    [term] = read_table(f"{headings}\na,b,c,d\n".encode(), ("hy", "pt-BR", "zh-Hans"))
    assert term == Term(names={one: ("a",), two: ("b",), last: ("d",)}, forbidden={forbidden: ("c",)})


@pytest.mark.parametrize("heading", ["en note", "english name", "xx", "forbidden", "forbidden xx", "pt-XYZ"])
def test_what_only_looks_like_a_language_is_an_unknown_column(heading: str) -> None:
    with pytest.raises(GlossaryError, match=f"unknown column “{heading}”"):
        read_table(f"en,ru,{heading}\na,b,c\n".encode())


def test_two_columns_that_mean_one_language_of_the_workspace_stay_two() -> None:
    [term] = read_table(b"pt-PT,pt,en\na,b,c\n", ("en", "pt-BR"))
    assert term.names == {"pt-PT": ("a",), "pt-BR": ("b",), "en": ("c",)}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_another_language_is_another_column_and_the_rest_stays_byte_for_byte(end: str, bom: str) -> None:
    rows = ['"Russian";  EN ;"note";;', '"озеро";lake;"two\nlines"', "", " берег;shore ;x;;", ";;"]
    data = (bom + end.join(rows) + end).encode()
    term = Term(names={"ka": ("ტბა",), "en": ("loch",)}, forbidden={"ka": ("წყალი",)})
    made = append_terms(data, [term], ("en", "ka"))
    new = "\r\n" if end == "\r\n" else "\n"
    expected = [rows[0] + ";ka;forbidden ka", *rows[1:], f";loch;;;;ტბა;წყალი{new}"]
    assert made.decode() == bom + end.join(expected)
    assert read_table(made)[:2] == read_table(data)
    assert read_table(made)[2] == term
    assert append_terms(made, [term], ("en", "ka")) == made


def test_a_name_that_stays_is_that_of_every_language() -> None:
    [term] = read_table(b"en,fr,do not translate\nNATO,,yes\n", ("hy", "en"))
    assert term.names == dict.fromkeys(("hy", "en", "fr"), ("NATO",))
    assert term.names_in("ja") == ("NATO",)
