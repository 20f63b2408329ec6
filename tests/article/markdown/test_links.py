"""Addresses and link targets: where each one begins and ends, and which is a segment of its own."""

import pytest

from pipeline.article.markdown.links import find_bare_addresses, join_lines, split_definition, split_link_target
from pipeline.model import Piece, Segment, SegmentKind


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.am/b now.", "https://a.am/b"),
        ("See https://a.am/b.", "https://a.am/b"),
        ("See (https://a.am/b).", "https://a.am/b"),
        ("See (https://a.am/b.)", "https://a.am/b"),
        ("See https://a.am/Ararat_(province).", "https://a.am/Ararat_(province)"),
        ("See (https://a.am/Ararat_(province)).", "https://a.am/Ararat_(province)"),
        ("See (https://a.am/b))", "https://a.am/b"),
        ("See HTTPS://A.AM/B!", "HTTPS://A.AM/B"),
        ("See «ftp://a.am/b»", "ftp://a.am/b"),
        ("Տես https://a.am/b։", "https://a.am/b"),
    ],
)
def test_a_bare_address_ends_before_the_punctuation_after_it(text: str, address: str) -> None:
    assert [text[start:end] for start, end in find_bare_addresses(text)] == [address]


def test_a_scheme_alone_is_no_address() -> None:
    assert list(find_bare_addresses("Write https:// or http://. before it, not xhttps://a.am/b.")) == []


def test_every_bare_address_in_a_text_is_found() -> None:
    text = "https://a.am and http://b.am/c"
    assert [text[start:end] for start, end in find_bare_addresses(text)] == ["https://a.am", "http://b.am/c"]


def split(closing: str, *, block: int, line: int, quotes: int = 0) -> tuple[Piece, ...] | None:
    return split_link_target(closing, closing, block=block, line=line, quotes=quotes)


def segments(pieces: tuple[str | Segment, ...] | None) -> list[tuple[SegmentKind, str]]:
    return [(piece.kind, piece.text) for piece in pieces or () if isinstance(piece, Segment)]


def test_the_target_and_the_title_of_a_link_are_segments() -> None:
    for closing in ('](a.md "T")', "](<a.md> 'T')", "](a.md\n(T))"):
        pieces = split(closing, block=3, line=7)
        assert segments(pieces) == [(SegmentKind.LINK_TARGET, "a.md"), (SegmentKind.LINK_TITLE, "T")]
        assert "".join(piece if isinstance(piece, str) else piece.source for piece in pieces or ()) == closing[2:-1]
        assert {(piece.block, piece.line) for piece in pieces or () if isinstance(piece, Segment)} == {(3, 7)}


def test_a_link_without_a_target_has_no_pieces_and_a_blank_title_is_no_segment() -> None:
    assert split("]()", block=0, line=1) is None
    assert split("](a b c)", block=0, line=1) is None
    assert segments(split('](a.md " ")', block=0, line=1)) == [(SegmentKind.LINK_TARGET, "a.md")]
    assert segments(split('](<> "T")', block=0, line=1)) == [(SegmentKind.LINK_TITLE, "T")]


def test_the_target_and_the_title_of_a_definition_are_segments() -> None:
    assert segments(split_definition('[a]: b.md "T"', block=0, line=1)) == [
        (SegmentKind.LINK_TARGET, "b.md"),
        (SegmentKind.LINK_TITLE, "T"),
    ]
    assert split_definition("[a]: b c", block=0, line=1) is None


def test_a_title_on_two_lines_of_a_quote_is_shown_on_one() -> None:
    [_, title] = segments(split('](a.md "one\n> two")', block=0, line=1, quotes=1))
    assert title == (SegmentKind.LINK_TITLE, "one two")


def test_lines_are_joined_with_what_belongs_to_quotes_only() -> None:
    assert join_lines("a  \n > > b", 2) == "a b"
    assert join_lines("a\r\n> > b", 1) == "a > b"
    assert join_lines("a  \r  b", 0, trailing=False) == "a   b"
    assert join_lines("a  b", 0) == "a  b"
