"""The laws of `parse` and `serialize`: what is written is read back the same, and written again the same."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalog import new_header, parse, serialize, write_entries
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry

DATA = Path(__file__).parent / "data"
HEADER = new_header("articles", "hy", "ru")

HOSTILE = '"\\\t\a\b\f\v\x01\x7f\x85\xa0\u2028\u2029\ufeff#~|:.,{}<>=%→😀nrtx07 Աբգ՞«»абв'
lines = st.text(HOSTILE, max_size=12) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4)
texts = st.text(HOSTILE + "\n\r", max_size=16) | lines
names = st.sampled_from(
    ["a.md", "a.md:7", "two words.md", "tab\tbed.md:12", "\u2068.md", "x\\", "x\\ ", " ", "#,", "я\xa0.md"]
)
flags = st.sampled_from(["python-brace-format", "no-wrap", "range: 1..6", "range:", "odd", "x\\", "=", "→"])
tuples = st.lists(lines, max_size=2).map(tuple)


def normal(entry: Entry) -> Entry:
    """As catalogs have it: no previous text without fuzzy, and a source where there is no context."""
    return replace(
        entry,
        previous=entry.previous if entry.fuzzy else None,
        source=entry.source or ("" if entry.context is not None else "source"),
    )


entries = st.builds(
    Entry,
    source=texts,
    target=texts,
    fuzzy=st.booleans(),
    obsolete=st.booleans(),
    previous=st.none() | texts,
    context=st.none() | texts,
    comments=tuples,
    remarks=tuples,
    references=st.lists(names, max_size=3).map(tuple),
    flags=st.lists(flags, max_size=3).map(tuple),
).map(normal)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    drawn = draw(st.lists(entries, max_size=4, unique_by=lambda entry: (entry.context, entry.source)))
    extra = draw(st.lists(st.tuples(st.sampled_from(["X-Generator", "X Y", "x"]), lines), max_size=2))
    return Catalog(
        header=(*HEADER, *extra),
        remarks=draw(tuples),
        entries=tuple(sorted(drawn, key=lambda entry: entry.obsolete)),
    )


@given(catalogs())
def test_entries_that_are_written_for_several_catalogs_are_as_if_written_for_each(catalog: Catalog) -> None:
    active = replace(catalog, entries=tuple(entry for entry in catalog.entries if not entry.obsolete))
    written = write_entries(active.entries)
    assert serialize(active, written=written) == serialize(active)
    assert serialize(catalog, written=written) == serialize(catalog)


@given(catalogs())
@settings(max_examples=300)
def test_every_catalog_is_read_back_as_it_was_written(catalog: Catalog) -> None:
    assert parse(serialize(catalog).encode()) == catalog


@given(catalogs())
def test_our_own_output_is_written_again_byte_for_byte(catalog: Catalog) -> None:
    text = serialize(catalog)
    assert serialize(parse(text.encode())) == text


@given(catalogs())
def test_crlf_line_ends_change_nothing(catalog: Catalog) -> None:
    assert parse(serialize(catalog).replace("\n", "\r\n").encode()) == catalog


@pytest.mark.parametrize("name", ["poedit.po", "lokalize.po", "by-hand.po"])
def test_a_file_of_an_editor_settles_after_one_writing(name: str) -> None:
    text = serialize(parse((DATA / name).read_bytes()))
    assert serialize(parse(text.encode())) == text


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b'msgid "a"\n', b'msgstr ""\n', b"#~ ", b"#\n", b'"\\', b"\r"])).map(b"".join)
)
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    try:
        catalog = parse(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + data)
    except CatalogError as error:
        refused_at = error.line
    else:
        assert len(parse(serialize(catalog).encode()).entries) == len(catalog.entries)
        return
    assert refused_at > 0


def wrapped(text: str) -> str:
    """The catalog as an editor might wrap it: each text begins on a line of its own."""
    return re.sub(r'^((?:#~ )?)(msg\w+) "(?!")', r'\1\2 ""\n\1"', text, flags=re.MULTILINE)


@given(catalogs(), st.data())
def test_an_entry_that_did_not_change_keeps_the_lines_of_its_editor(catalog: Catalog, data: st.DataObject) -> None:
    file = wrapped(serialize(catalog))
    old = parse(file.encode())
    assert old == catalog
    assert serialize(old, (old, file.encode())) == file
    is_changed = data.draw(st.lists(st.booleans(), min_size=len(old.entries), max_size=len(old.entries)))
    changed = [
        replace(entry, target=f"{entry.target}!") if mark else replace(entry)
        for entry, mark in zip(old.entries, is_changed, strict=True)
    ]
    new = replace(old, entries=tuple(changed))
    text = serialize(new, (old, file.encode()))
    assert parse(text.encode()) == new
    theirs, ours = blocks(file, old), blocks(serialize(new), parse(serialize(new).encode()))
    expected = [our if mark else their for their, our, mark in zip(theirs[1:], ours[1:], is_changed, strict=True)]
    assert blocks(text, parse(text.encode())) == [theirs[0], *expected]


def blocks(text: str, catalog: Catalog) -> list[str]:
    """The header and the entries of a file, each without the empty lines after it."""
    starts = [0, *(entry.line - 1 for entry in catalog.entries), None]
    lines = text.split("\n")
    return ["\n".join(lines[start:end]).rstrip("\n") for start, end in itertools.pairwise(starts)]


@pytest.mark.parametrize("name", ["poedit.po", "lokalize.po", "by-hand.po"])
def test_a_file_of_an_editor_stays_as_it_is_where_it_is_sound(name: str) -> None:
    data = (DATA / name).read_bytes()
    text = serialize(parse(data), (parse(data), data))
    assert parse(text.encode()) == parse(data)
    assert serialize(parse(text.encode()), (parse(text.encode()), text.encode())) == text
