"""How `serialize` writes, and what it refuses to write."""

import pytest

from pipeline.catalog import new_header, parse, serialize
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry

HEADER = (("Content-Type", "text/plain; charset=UTF-8"),)
BEGIN = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def written(*entries: Entry) -> str:
    text = serialize(Catalog(header=HEADER, entries=entries))
    assert text.startswith(BEGIN)
    return text.removeprefix(BEGIN)


def test_an_entry_with_everything() -> None:
    entry = Entry(
        source="Նոր {fn1}",
        target="Новое {fn1}",
        fuzzy=True,
        previous="Հին\nտող",
        context="c",
        comments=("paragraph", "", "{fn1}: note"),
        remarks=("remark", ""),
        references=("a.md", "b c.md:7"),
        flags=("python-brace-format",),
    )
    assert (
        written(entry)
        == """
# remark
#
#. paragraph
#.
#. {fn1}: note
#: a.md \u2068b c.md\u2069:7
#, fuzzy, python-brace-format
#| msgid ""
#| "Հին\\n"
#| "տող"
msgctxt "c"
msgid "Նոր {fn1}"
msgstr "Новое {fn1}"
"""
    )


def test_obsolete_entries_come_last_with_their_marks() -> None:
    old = Entry(source="a\nb", target="c", obsolete=True, fuzzy=True, previous="d", context="e", remarks=("f",))
    assert (
        written(old, Entry(source="now"))
        == """
msgid "now"
msgstr ""

# f
#, fuzzy
#~| msgid "d"
#~ msgctxt "e"
#~ msgid ""
#~ "a\\n"
#~ "b"
#~ msgstr "c"
"""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Մի՛ լար», — сказал он.", '"«Մի՛ լար», — сказал он."'),
        ('"\\', '"\\"\\\\"'),
        ("\a\b\t\v\f\r", '"\\a\\b\\t\\v\\f\\r"'),
        ("\x01\x7f\x85\u2028\xa0\ufeff", '"\x01\x7f\x85\u2028\xa0\ufeff"'),
        ("one\n", '"one\\n"'),
        ("\n", '"\\n"'),
        ("one\ntwo", '""\n"one\\n"\n"two"'),
        ("\n\n", '""\n"\\n"\n"\\n"'),
        ("one\\n", '"one\\\\n"'),
    ],
)
def test_only_what_has_to_be_escaped_is_escaped(text: str, expected: str) -> None:
    assert written(Entry(source="a", target=text)) == f'\nmsgid "a"\nmsgstr {expected}\n'


def test_a_comment_that_ends_in_a_backslash_does_not_swallow_the_next_line() -> None:
    entry = Entry(source="a", comments=("C:\\", "D:\\ "), references=("dir\\",))
    assert written(entry) == '\n#. C:\\ \n#. D:\\  \n#: dir\\ \nmsgid "a"\nmsgstr ""\n'


def test_a_previous_text_is_written_for_fuzzy_entries_only() -> None:
    assert "#|" not in written(Entry(source="a", target="b", previous="c"))


def test_the_header_always_says_utf_8() -> None:
    begin = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n'
    declared = (("Language", "ru"), ("content-type", "text/plain; charset=windows-1251"))
    assert serialize(Catalog(header=declared)) == begin + '"content-type: text/plain; charset=UTF-8\\n"\n'
    assert serialize(Catalog(header=declared[:1])) == begin + '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    assert serialize(Catalog()) == BEGIN


def test_a_catalog_without_entries_is_a_catalog() -> None:
    empty = Catalog(header=new_header("articles", "hy", "ru"), remarks=("Title", ""))
    assert parse(serialize(empty).encode()) == empty


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry(source=""), "twice"),
        (Entry(source="", obsolete=True), "twice"),
        (Entry(source="a\0"), "NUL"),
        (Entry(source="a", target="\ud800"), r"U\+D800"),
        (Entry(source="a", comments=("one\ntwo",)), "line end"),
        (Entry(source="a", remarks=("one\r",)), "line end"),
        (Entry(source="a", flags=("one,two",)), "cannot be written"),
        (Entry(source="a", flags=("",)), "cannot be written"),
        (Entry(source="a", flags=("one\r",)), "cannot be written"),
        (Entry(source="a", flags=("fuzzy",)), "its own|own field"),
        (Entry(source="a", fuzzy=True, flags=("fuzzy",)), "own field"),
        (Entry(source="a", references=("",)), "cannot be written"),
        (Entry(source="a", references=("a\nb",)), "cannot be written"),
        (Entry(source="a", references=("a \u2069b",)), "cannot be written"),
        (Entry(source="a", remarks=("#-#-#-#-#  a.po  #-#-#-#-#",)), "msgcat"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(entry: Entry, words: str) -> None:
    with pytest.raises(CatalogError, match=words):
        written(entry)


def test_two_entries_with_one_source_are_not_written() -> None:
    with pytest.raises(CatalogError, match="twice"):
        written(Entry(source="a", target="b"), Entry(source="a", target="c", obsolete=True))
    assert written(Entry(source="a"), Entry(source="a", context="")).count('msgid "a"') == 2


@pytest.mark.parametrize("header", [(("A:b", "c"),), (("", "c"),), (("A", "b\nC: d"),), (("A\n", "b"),)])
def test_a_header_that_would_be_read_otherwise_is_not_written(header: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(CatalogError, match="header cannot be written"):
        serialize(Catalog(header=header))


def test_a_previous_text_that_an_editor_left_behind_goes_with_the_next_writing() -> None:
    data = (
        BEGIN + '\n#| msgid "old"\nmsgid "a"\nmsgstr ""\n"b"\n\n#~| msgid "old"\n#~ msgid "c"\n#~ msgstr "d"\n'
    ).encode()
    found = parse(data)
    assert serialize(found, (found, data)) == BEGIN + '\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n'


def test_lines_in_another_charset_are_written_anew() -> None:
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=KOI8-R\\n"\n\nmsgid "a"\nmsgstr ""\n"\\301"\n'
    found = parse(data)
    assert serialize(found, (found, data)) == BEGIN + '\nmsgid "a"\nmsgstr "а"\n'


def test_of_two_files_each_gives_the_lines_of_its_own_entries() -> None:
    ours, theirs = ((BEGIN + f'\nmsgid ""\n"{text}"\nmsgstr "x"\n').encode() for text in ("a", "b"))
    both = Catalog(header=HEADER, entries=(*parse(ours).entries, *parse(theirs).entries, Entry(source="c")))
    assert serialize(both, (parse(ours), ours), (parse(theirs), theirs)) == (
        BEGIN + '\nmsgid ""\n"a"\nmsgstr "x"\n\nmsgid ""\n"b"\nmsgstr "x"\n\nmsgid "c"\nmsgstr ""\n'
    )
