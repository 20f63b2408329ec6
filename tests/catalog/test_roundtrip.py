"""The laws of `parse` and `serialize`: what is written is read back the same, and written again the same."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.catalog import new_header, parse, serialize
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
