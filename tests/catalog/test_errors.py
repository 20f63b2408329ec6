"""What `parse` refuses, on which line, and what it tells an editor to do."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalog import parse, serialize
from pipeline.catalog.header import parse_fields
from pipeline.catalog.read import decode
from pipeline.errors import CatalogError
from pipeline.model import Catalog

DATA = Path(__file__).parent / "data"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
NAMES = ["by-hand.po", "lokalize.po", "poedit.po"]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 4, "conflict marker"),
        ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n', 5, "conflict marker"),
        ('msgid "a"\nmsgstr "b"\n=======\nmsgid "c"\nmsgstr "d"\n', 6, "conflict marker"),
        ('msgid "a"\nmsgstr "b"\n\n>>>>>>> theirs\n', 7, "conflict marker"),
        ('msgid "a"\nmsgstr "b"\n||||||| base\n', 6, "conflict marker"),
        ('msgid "a"\nmsgstr ""\n"#-#-#-#-#  x.po  #-#-#-#-#\\n"\n"b\\n"\n', 4, "msgcat has put several"),
        ('# #-#-#-#-#  x.po (1.0)  #-#-#-#-#\n# c\nmsgid "a"\nmsgstr "b"\n', 4, "msgcat has put several"),
        ('msgid "a"\nmsgstr "b"\n\n# c\nmsgid "a"\nmsgstr "d"\n', 7, "twice, first at line 4"),
        ('msgctxt "x"\nmsgid "a"\nmsgstr "b"\n\nmsgctxt "x"\nmsgid "a"\nmsgstr "d"\n', 8, "twice"),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "d"\n', 7, "twice"),
        ('#~ msgid "a"\n#~ msgstr "b"\n\n#~ msgid "a"\n#~ msgstr "b"\n', 7, "twice"),
        ('#~ msgid ""\n#~ msgstr "b"\n', 4, "twice"),
        ('msgid "a"\nmsgstr b\n', 5, "not in quotes"),
        ('msgid "a"\nmsgstr "b\n', 5, "closing quote is missing"),
        ('msgid "a"\nmsgstr "b" c\n', 5, "after the closing quote"),
        ('msgid "a"\nmsgstr "b"c"\n', 5, "after the closing quote"),
        ('msgid "a"\n', 4, "not followed by its msgstr"),
        ('msgid "a"\n\n\nmsgid "b"\nmsgstr "c"\n', 7, "not followed by its msgstr"),
        ('msgid "a"\n# c\nmsgstr "b"\n', 5, "not followed by its msgstr"),
        ('msgctxt "a"\nmsgstr "b"\n', 5, "not followed by its msgid"),
        ('msgstr "b"\n', 4, "no msgid before it"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', 5, "plural"),
        ('msgid "a"\nmsgstr[0] "c"\n', 5, "plural"),
        ('domain "x"\n', 4, "domain"),
        ('msgidx "a"\nmsgstr "b"\n', 4, "“msgidx” is not a keyword"),
        ('msgid "a"\nmsgstr "b"\n\nPoems\n', 7, "“Poems” is not a keyword"),
        ('msgid "a"\nmsgstr "b"\n\n# c\n"d"\n', 8, "belongs to no msgid"),
        ('msgid "a"\nmsgstr "b"\n\n# c\n# d\n', 7, "belong to no entry"),
        ('msgid "a"\nmsgstr "b"\n#', 6, "belong to no entry"),
        ('msgid "a"\nmsgstr "b"', 5, "cut off"),
        ('msgid "a"\nmsgstr "\\q"\n', 5, r"\q is not an escape"),
        ('msgid "a"\nmsgstr "\\"\n', 5, "closing quote is missing"),
        ('msgid "a"\nmsgstr "x\\0y"\n', 5, r"\0 is not an escape"),
        ('msgid "a"\nmsgstr "\\x4142"\n', 5, r"\x is not an escape"),
        ('msgid "a"\nmsgstr "\\325"\n', 4, "numbered escapes"),
        ('msgid "a"\n#~ msgstr "b"\n', 5, "begin with #~ and others do not"),
        ('#~ msgid "a"\nmsgstr "b"\n', 5, "begin with #~ and others do not"),
        ('#~ msgid "a"\n#~ msgstr "b"\n"c"\n', 6, "belongs to no msgid"),
        ('#, fuzzy\n#| msgid b\nmsgid "a"\nmsgstr "b"\n', 5, "previous text"),
        ('# one\n# two\rthree\nmsgid "a"\nmsgstr "b"\n', 5, "carriage return"),
    ],
)
def test_a_fault_is_named_with_its_line(body: str, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse((HEADER + body).encode())
    assert words in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b" \n\n", 1, "empty"),
        (b'\xef\xbb\xbfmsgid ""\nmsgstr ""\n', 1, "without BOM"),
        ('msgid ""\nmsgstr ""\n'.encode("utf-16"), 1, "UTF-16"),
        (b'msgid ""\nmsgstr ""\n\nmsgid "a\0"\nmsgstr ""\n', 4, "NUL"),
        (HEADER.encode() + b'msgid "a"\nmsgstr "\xcf\xf0"\n', 5, "0xCF is not valid UTF-8"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ARMSCII-8\\n"\n', 1, "ARMSCII-8"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=rot13\\n"\n', 1, "rot13"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=cp037\\n"\n', 1, "cp037"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ASCII\\n"\n\nmsgid "\xd5\xa1"\n', 4, "not valid ASCII"),
        ('msgid ""\nmsgstr ""\n\nmsgid "ա"\nmsgstr "b"\n'.encode(), 1, "does not say which charset"),
        (b'# c\nmsgid "a"\nmsgstr "b"\n', 1, "header is missing"),
        (b'msgctxt "c"\nmsgid ""\nmsgstr "b"\n', 1, "header is missing"),
        (b'#~ msgid ""\n#~ msgstr "b"\n', 1, "header is missing"),
        (b'msgid ""\nmsgstr "a line\\n"\n', 1, "not a field"),
        (HEADER.encode() + b'msgid ""\nmsgstr "Language: hy\\n"\n', 4, "twice"),
    ],
)
def test_a_file_that_cannot_be_a_catalog_is_refused(data: bytes, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse(data)
    assert words in caught.value.message
    assert caught.value.line == line


def kept(data: bytes) -> Catalog | None:
    """The catalog, after proving that it can be written without loss; None when it is refused with a line."""
    try:
        catalog = parse(data)
    except CatalogError as error:
        refused_at = error.line
    else:
        again = parse(serialize(catalog).encode())
        in_order = sorted(catalog.entries, key=lambda entry: entry.obsolete)
        assert again == replace(catalog, header=again.header, entries=tuple(in_order))
        return catalog
    assert refused_at > 0
    return None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_cut_off_anywhere_is_refused_or_cut_at_the_end_of_a_line(name: str, ends: str) -> None:
    """A cut at the end of a line, where an entry may end, leaves a sound file: nothing in it could tell.

    There the entries read are the first ones of the whole file, the last of them perhaps with fewer lines of its text.
    """
    data = (DATA / name).read_text(encoding="utf-8").replace("\n", ends).encode()
    whole = parse(data).entries
    refused = 0
    for length in range(len(data)):
        if (catalog := kept(data[:length])) is None:
            refused += 1
            continue
        assert data[:length].endswith(b"\n")
        cut = catalog.entries
        assert cut[:-1] == whole[: max(len(cut) - 1, 0)]
        if cut:
            assert whole[len(cut) - 1].target.startswith(cut[-1].target)
            assert replace(cut[-1], target="") == replace(whole[len(cut) - 1], target="")
    assert refused > len(data) * 0.9


def test_a_file_of_ours_cut_off_anywhere_is_refused_or_cut_between_entries() -> None:
    """Articles have texts of one line, which are written on one line: no cut can shorten one."""
    whole = parse((DATA / "lokalize.po").read_bytes())
    data = serialize(whole).encode()
    begin = data.index(b"\n\n")
    for length in range(begin, len(data)):
        if (catalog := kept(data[:length])) is not None:
            assert catalog.entries == whole.entries[: len(catalog.entries)]


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_are_refused_or_read_as_something_that_can_be_written(name: str) -> None:
    data = (DATA / name).read_bytes()
    chance = random.Random(name)  # noqa: S311  # a fixed sequence, so that a failure comes again
    outcomes = set()
    for _ in range(3000):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b'"\\#~|:,. \n\r\tmsgidtr\x00\xff\xd5\xa8<=>0x7')
        outcomes.add(kept(bytes(damaged)) is None)
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_lines_lost_or_doubled_are_refused_or_read_as_something_that_can_be_written(name: str) -> None:
    lines = (DATA / name).read_bytes().splitlines(keepends=True)
    outcomes = {kept(b"".join(lines[:at] + lines[at + 1 :])) is None for at in range(len(lines))}
    outcomes |= {kept(b"".join(lines[:at] + lines[at - 1 :])) is None for at in range(1, len(lines))}
    assert outcomes == {True, False}


def test_lines_are_counted_from_the_first_even_if_that_is_empty() -> None:
    with pytest.raises(CatalogError) as fault:
        decode(b'\n\nmsgid "\xff"\n', "utf-8")
    assert fault.value.line == 3


def test_a_fault_in_a_header_has_no_line_unless_one_is_given() -> None:
    for line in (0, 4):
        with pytest.raises(CatalogError) as fault:
            parse_fields("no field\n", *([line] if line else []))
        assert fault.value.line == line
