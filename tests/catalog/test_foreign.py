"""PO files that msgcat and msgmerge wrote are read completely in any charset, or refused with the line."""

import codecs
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog import new_header, parse, serialize, translator_names
from pipeline.catalog.foreign import ForeignEntry, read_foreign, to_polib
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry

DATA = Path(__file__).parent / "data" / "foreign"
UTF8 = (DATA / "utf8.po").read_bytes()
HEADER = 'msgid ""\nmsgstr "Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
LAKE = (
    "The lake has fallen by twenty metres since nineteen thirty-three, and nobody knows when it will rise again.\n",
    "С тысяча девятьсот тридцать третьего года озеро опустилось на двадцать метров, и никто не знает, когда оно \
поднимется.\n",
)


def bare(entries: tuple[ForeignEntry, ...]) -> list[tuple[str | None, str, str | None, tuple[str, ...], bool, bool]]:
    return [(item.context, item.source, item.plural, item.targets, item.fuzzy, item.obsolete) for item in entries]


EXPECTED = [
    (None, LAKE[0], None, (LAKE[1],), False, False),
    (None, "%d fish", "%d fishes", ("%d рыба", "%d рыбы", "%d рыб"), False, False),
    ("money", "bank", None, ("банк",), False, False),
    ("river", "bank", None, ("берег",), False, False),
    (None, "The shore is wide.", None, ("Берег длинный.",), True, False),
    (None, "Not yet.", None, ("",), False, False),
    (None, 'He said "no"\tand left by C:\\ways.', None, ('Он сказал "нет" и ушёл по C:\\ways.',), False, False),
    (None, "The old law.", None, ("Старый закон.",), False, True),
]


@pytest.mark.parametrize(
    "data",
    [
        UTF8,
        (DATA / "cp1251.po").read_bytes(),
        (DATA / "koi8-r.po").read_bytes(),
        (DATA / "escaped.po").read_bytes(),
        codecs.BOM_UTF8 + UTF8,
        codecs.BOM_UTF8 * 2 + UTF8,
        codecs.BOM_UTF8 + UTF8.replace(b"\n", b"\r\n"),
        UTF8.decode().encode("utf-16"),
        UTF8.removesuffix(b"\n"),
        UTF8 + b"# a comment that belongs to nothing\n",
    ],
    ids=[
        "utf-8",
        "cp1251",
        "koi8-r",
        "escaped",
        "bom",
        "two boms",
        "bom-crlf",
        "utf-16",
        "no last line end",
        "last comment",
    ],
)
def test_a_compendium_is_the_same_in_every_form(data: bytes) -> None:
    found = read_foreign(data)
    assert bare(found.entries) == EXPECTED
    assert found.header.field("Language") == "ru_RU"
    assert found.header.field("X-Source-Language") == "en_US"
    assert translator_names(found.header) == ("Анна Петросян",)


def test_msgmerge_and_msgcat_leave_entries_for_a_person() -> None:
    merged = read_foreign((DATA / "msgmerge.po").read_bytes())
    assert [(item.source[:9], item.fuzzy, item.obsolete) for item in merged.entries[:3]] == [
        ("%d fish", False, False),
        ("The shore", True, False),
        ("The lake ", False, True),
    ]
    joined = read_foreign((DATA / "conflict.po").read_bytes())
    (choice,) = (item for item in joined.entries if "#-#-#" in item.targets[0])
    assert choice.fuzzy
    flagless = (DATA / "conflict.po").read_bytes().replace(b"#, fuzzy\n", b"")
    assert [item.source for item in read_foreign(flagless).entries if item.fuzzy] == ["bank"]


def test_lines_are_those_of_the_file() -> None:
    assert [item.line for item in read_foreign(UTF8).entries[:3]] == [17, 25, 33]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('#,fuzzy,c-format\nmsgid "a"\nmsgstr "b"\n', (None, "a", None, ("b",), True, False)),
        ('#= c-format\n#remark\n#.x\n#:y:1\n#~\nmsgid "a"\nmsgstr "b"\n', (None, "a", None, ("b",), False, False)),
        ('#~msgid"a"\n#~msgstr"b" "c"\n', (None, "a", None, ("bc",), False, True)),
        ('#, fuzzy\n#| msgid "x"\n#~| msgid "x"\nmsgid "a"\nmsgstr "b"\n', (None, "a", None, ("b",), True, False)),
        ('msgid "a"\nmsgstr "b\u2028c\u0085d\\a"\n', (None, "a", None, ("b\u2028c\u0085d\a",), False, False)),
        ('# a\rb\nmsgid\r"a"\r\nmsgstr "b\rc"\n', (None, "a", None, ("b\rc",), False, False)),
        ('msgid "\ue000\u2029"\nmsgstr "b"\n', (None, "\ue000\u2029", None, ("b",), False, False)),
        ('msgctxt ""\nmsgid "a"\nmsgstr "b"\n', ("", "a", None, ("b",), False, False)),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', (None, "a", "b", ("c",), False, False)),
    ],
)
def test_what_gettext_accepts_is_read(body: str, expected: object) -> None:
    assert bare(read_foreign((HEADER + body).encode()).entries) == [expected]


def test_a_text_may_stand_twice() -> None:
    body = 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'
    assert [item.targets for item in read_foreign((HEADER + body).encode()).entries] == [("b",), ("c",)]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('msgid "a"\nmsgstr "hal', 6, "closing quote is missing"),
        ('msgid "a"\nmsgstr x\n', 6, "not in quotes"),
        ('msgid "a"\nmsgstr\n', 6, "text after msgstr is missing"),
        ('msgid "a"\n', 5, "not followed by its msgstr"),
        ('msgid "a"\nmsgid_plural "b"\n', 6, "not followed by its msgstr[0]"),
        ('msgid "a"\n#. c\nmsgid "b"\nmsgstr "c"\n', 6, "not followed by its msgstr"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 7, "not an entry of a PO file"),
        ('msgid "a"\nmsgstr[10] "b"\n', 6, "not a keyword"),
        ('msgid "a"\nmsgstr "b"c"\n', 6, "after the closing quote"),
        ('msgid "a"\nmsgstr "\\q"\n', 6, r"\q is not an escape"),
        ('msgid "a"\nmsgstr "\\325"\n', 6, "not valid UTF-8"),
        ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', 6, "conflict marker"),
        ('#~ msgid "a"\nmsgstr "b"\n', 6, "begin with #~ and others do not"),
        ('#| nothing\nmsgid "a"\nmsgstr "b"\n', 5, "not an entry of a PO file"),
        ('domain "x"\n', 5, "domain"),
    ],
)
def test_what_is_broken_is_refused_with_its_line(body: str, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_foreign((HEADER + body).encode())
    assert (caught.value.line, words in caught.value.message) == (line, True), caught.value.message


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"<tmx/>", 1, "not a keyword"),
        (b"missing.po", 1, "not a keyword"),
        (b"# only a comment\n", 1, "no entry"),
        (UTF8.replace(b"UTF-8", b"ASCII", 1), 2, "not valid ASCII"),
        (UTF8.replace(b"UTF-8", b"KLINGON", 1), 3, "KLINGON, which is not known"),
        (UTF8.replace(b"; charset=UTF-8", b"", 1), 3, "does not say which charset"),
        ((DATA / "cp1251.po").read_bytes().replace(b"CP1251", b"UTF-8"), 2, "not valid UTF-8"),
        (UTF8 + b"\0", 54, "NUL byte"),
    ],
)
def test_a_file_that_cannot_be_a_catalog_is_refused(data: bytes, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_foreign(data)
    assert (caught.value.line, words in caught.value.message) == (line, True), str(caught.value)


def test_a_name_of_a_file_is_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polib opens a file that is called like the text that it is given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "# x").write_bytes(UTF8)
    with pytest.raises(CatalogError):
        read_foreign(b"# x")


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(st.lists(st.tuples(texts, texts), max_size=4, unique_by=lambda pair: pair[0]))
def test_our_own_catalogs_are_read_the_same(pairs: list[tuple[str, str]]) -> None:
    entries = tuple(Entry(source=source, target=target) for source, target in pairs)
    data = serialize(Catalog(header=new_header("x", "ru", "en"), entries=entries)).encode()
    assert [(item.source, item.targets) for item in read_foreign(data).entries] == [
        (source, (target,)) for source, target in pairs
    ]


@given(st.integers(0, len(UTF8)))
def test_a_file_that_is_cut_off_gives_nothing_but_beginnings(length: int) -> None:
    """Cut between two lines of the last translation, a file is a sound PO file again, which nobody can tell."""
    try:
        entries = bare(read_foreign(UTF8[:length]).entries)
    except CatalogError:
        return
    if not entries:
        return
    *whole, last = entries
    assert whole == EXPECTED[: len(whole)]
    expected = EXPECTED[len(whole)]
    assert last[:3] == expected[:3]
    assert all(text.startswith(part) for text, part in zip(expected[3], last[3], strict=False))


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext")
def test_msgcat_agrees(tmp_path: Path) -> None:
    for name in ("utf8.po", "cp1251.po", "koi8-r.po", "escaped.po"):
        path = tmp_path / name
        again = subprocess.run(
            ["msgcat", "--no-wrap", "--to-code=UTF-8", str(DATA / name)], capture_output=True, check=True
        ).stdout
        path.write_bytes(again)
        assert bare(read_foreign(again).entries) == EXPECTED


CATALOGS = sorted((Path(__file__).parents[2] / "locales").glob("*/articles/*.po"))


@pytest.mark.parametrize("path", [*CATALOGS[:6], DATA.parent / "lokalize.po", DATA.parent / "poedit.po"], ids=str)
def test_polib_values_of_our_catalogs_are_those_that_polib_reads(path: Path) -> None:
    catalog = parse(path.read_bytes())
    ours, theirs = to_polib(catalog), polib.pofile(serialize(catalog), wrapwidth=0)
    assert ours.metadata == theirs.metadata
    assert ours.header.strip() == theirs.header.strip()
    active = [item for item in theirs if not item.obsolete]
    assert [vars(item) for item in ours if not item.obsolete] == [
        {**vars(item), "linenum": entry.line} for item, entry in zip(active, catalog.entries, strict=False)
    ]
    assert [(item.msgid, item.msgstr) for item in ours] == [(item.msgid, item.msgstr) for item in theirs]
    assert parse(str(ours).encode()).entries[: len(active)] == catalog.entries[: len(active)]
