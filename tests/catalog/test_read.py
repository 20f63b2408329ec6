"""What `parse` makes of the files that editors write."""

from pathlib import Path

import polib
import pytest

from pipeline.catalog import parse, serialize
from pipeline.model import Catalog, Entry

DATA = Path(__file__).parent / "data"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def read(body: str) -> tuple[Entry, ...]:
    return parse((HEADER + body).encode()).entries


def test_a_file_saved_by_poedit_is_read_in_all_its_parts() -> None:
    catalog = parse((DATA / "poedit.po").read_bytes())
    assert catalog.remarks == (
        "Մատենադարանի պատմությունը.",
        "Copyright (C) 2025 The Publisher",
        "Անահիտ Սարգսյան <anahit@example.org>, 2025.",
        "",
    )
    assert catalog.header[:3] == (
        ("Project-Id-Version", "articles"),
        ("PO-Revision-Date", "2025-03-01 12:00+0400"),
        ("Last-Translator", "Иван Петров <ivan@example.org>"),
    )
    assert catalog.field("x-source-language") == "hy"
    assert catalog.entries[1] == Entry(
        source="Հիմնվել է 1959 թվականին{fn1}։",
        target="Основан в 1959 году.{fn1}",
        remarks=("Проверить год у автора.",),
        comments=("paragraph", "section: Մատենադարան", "{fn1}: Տե՛ս «Հին Հայաստան», էջ 12։"),
        references=("articles/matenadaran.md",),
        flags=("python-brace-format",),
    )
    assert catalog.entries[2].previous == 'Նա ասաց՝ "Գիրքը կփրկի"։'
    assert catalog.entries[2].fuzzy
    assert catalog.entries[4].context == "poem"
    assert catalog.entries[4].target == "Первая строка\nВторая строка"
    assert [entry.obsolete for entry in catalog.entries] == [False] * 5 + [True] * 2
    assert catalog.entries[5].remarks == ("Из старой редакции.",)
    assert catalog.entries[6] == Entry(source="Հին", target="Старое", fuzzy=True, obsolete=True, previous="Ավելի հին")


def test_a_file_rewrapped_by_lokalize_is_read_and_its_stale_previous_text_dropped() -> None:
    catalog = parse((DATA / "lokalize.po").read_bytes())
    first, second, third, last = catalog.entries
    assert catalog.header[0] == ("Content-Type", "text/plain; charset=UTF-8")
    assert first.source.endswith("в семье священника, и «всё детство провёл в горах».")
    assert first.target.endswith('priest, and "spent all his childhood in the mountains".')
    assert first.references == ("articles/tumanyan.md", "articles/isahakyan.md")
    assert second.previous is None
    assert not second.fuzzy
    assert third.fuzzy
    assert third.flags == ("weblate-unknown",)
    assert last.obsolete
    assert last.target == "A long sentence that is no longer in the article, but whose translation is kept."


def test_whatever_gettext_allows_is_read() -> None:
    catalog = parse((DATA / "by-hand.po").read_bytes())
    assert catalog == Catalog(
        remarks=("no space", "", "  three spaces\tand a tab", "== an ornament ==", "from a tool", "template.pot"),
        header=(
            ("Language", "hy"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("X-Empty", ""),
            ("X-Lines", "one\ntwo"),
        ),
        entries=(
            Entry(
                source="Tab\tand \t, AB and ա",
                target="one two three",
                references=("a.md:1", "b.md:2", "with spaces.md:3"),
            ),
            Entry(
                source="b",
                target='"\\\a\b\f\n\r\t\v',
                fuzzy=True,
                previous="before now",
                context="",
                remarks=("  remark",),
                flags=("c-format", "range: 1..6", "no-wrap"),
            ),
            Entry(source="cd", target="e", obsolete=True, remarks=("path C:\\", "inner"), comments=("extracted",)),
        ),
    )


def test_an_entry_knows_the_line_of_its_first_comment_or_keyword() -> None:
    catalog = parse((DATA / "by-hand.po").read_bytes())
    assert [entry.line for entry in catalog.entries] == [16, 23, 32]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\xa0"])
def test_what_unicode_calls_a_line_end_is_a_character_like_any_other(separator: str) -> None:
    entry = Entry(source=f"a{separator}b", target=f"{separator}c", comments=(f"d{separator}e",))
    assert read(f'#. d{separator}e\nmsgid "a{separator}b"\nmsgstr "{separator}c"\n') == (entry,)


def test_crlf_line_ends_and_a_carriage_return_in_a_text_are_told_apart() -> None:
    body = '# remark\r\n#\r\nmsgid ""\r\n"a\\n"\r\n"b"\r\nmsgstr "c\rd"\r\n\r\n#~ msgid "e"\r\n#~ msgstr "f"\r\n'
    first, last = read(body.replace("\n", "\n"))
    assert first == Entry(source="a\nb", target="c\rd", remarks=("remark", ""))
    assert last == Entry(source="e", target="f", obsolete=True)


@pytest.mark.parametrize("charset", ["windows-1251", "CP1251", "KOI8-R", "ISO-8859-5", "cp866"])
def test_the_charset_that_the_header_declares_is_decoded_and_utf_8_written(charset: str) -> None:
    text = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; "\n"charset={charset}\\n"\n\nmsgid "Ёлка"\nmsgstr "fir"\n'
    catalog = parse(text.encode(charset))
    assert catalog.entries == (Entry(source="Ёлка", target="fir"),)
    assert catalog.field("Content-Type") == f"text/plain; charset={charset}"
    assert 'charset=UTF-8\\n"' in serialize(catalog)
    assert parse(serialize(catalog).encode()).entries == catalog.entries


@pytest.mark.parametrize("content_type", ["", "Content-Type: text/plain; charset=CHARSET\\n"])
def test_a_header_may_leave_the_charset_out_while_all_is_ascii(content_type: str) -> None:
    assert parse(f'msgid ""\nmsgstr "{content_type}"\n\nmsgid "a"\nmsgstr "b"\n'.encode()).entries[0].target == "b"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#: a.md:1 b.md:2\n#: c.md\n", ("a.md:1", "b.md:2", "c.md")),
        ("#:a.md\n", ("a.md",)),
        ("#: \u2068two words.md\u2069 \u2068three words here.md\u2069:7\n", ("two words.md", "three words here.md:7")),
        ("#: two words.md\n", ("two", "words.md")),
        ("#:\n", ()),
    ],
)
def test_references(written: str, expected: tuple[str, ...]) -> None:
    assert read(f'{written}msgid "a"\nmsgstr "b"\n')[0].references == expected


@pytest.mark.parametrize(
    ("written", "fuzzy", "flags"),
    [
        ("#, fuzzy\n", True, ()),
        ("#, python-brace-format, fuzzy, odd-flag\n", True, ("python-brace-format", "odd-flag")),
        ("#, python-brace-format\n#, fuzzy\n", True, ("python-brace-format",)),
        ("#,fuzzy c-format\n", True, ("c-format",)),
        ("#, range:  1..6\n", False, ("range: 1..6",)),
        ("#= no-wrap\n", False, ("no-wrap",)),
        ("#,\n", False, ()),
    ],
)
def test_flags(written: str, fuzzy: bool, flags: tuple[str, ...]) -> None:  # noqa: FBT001  # a value of the table
    entry = read(f'{written}msgid "a"\nmsgstr "b"\n')[0]
    assert (entry.fuzzy, entry.flags) == (fuzzy, flags)


def test_a_marker_of_msgcat_may_be_the_subject_of_an_article() -> None:
    marker = "#-#-#-#-#  file.po  #-#-#-#-#"
    assert read(f'msgid "{marker}"\nmsgstr "{marker}"\n')[0].target == marker


def polib_view(text: str) -> list[tuple[object, ...]]:
    """What polib makes of a file, in the words of our values."""
    return [
        (
            item.msgctxt,
            item.msgid,
            item.msgstr,
            "fuzzy" in item.flags,
            bool(item.obsolete),
            tuple(flag for flag in item.flags if flag != "fuzzy"),
            tuple(item.tcomment.split("\n")) if item.tcomment else (),
            tuple(item.comment.split("\n")) if item.comment else (),
        )
        for item in polib.pofile(text)
    ]


@pytest.mark.parametrize("name", ["poedit.po", "lokalize.po"])
def test_polib_reads_the_same_strings_in_the_same_order(name: str) -> None:
    data = (DATA / name).read_bytes()
    ours = [
        (
            entry.context,
            entry.source,
            entry.target,
            entry.fuzzy,
            entry.obsolete,
            entry.flags,
            entry.remarks,
            entry.comments,
        )
        for entry in parse(data).entries
    ]
    assert ours == polib_view(data.decode())
    assert len(ours) > 3


@pytest.mark.parametrize("name", ["poedit.po", "lokalize.po"])
def test_polib_reads_the_same_header(name: str) -> None:
    data = (DATA / name).read_bytes()
    assert dict(parse(data).header) == polib.pofile(data.decode()).metadata


def test_utf8_is_read_as_such_where_the_header_declares_another_charset() -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=CP1251\\n"\n\nmsgid "lake"\nmsgstr "озеро"\n'
    assert parse(text.encode()).entries[0].target == "озеро"
    assert parse(text.encode("cp1251")).entries[0].target == "озеро"
