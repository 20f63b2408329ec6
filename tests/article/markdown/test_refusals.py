"""Articles that cannot be read: each error says what, on which line, and what to do."""

import pyromark
import pytest

from pipeline.article.markdown import decode_article, read_article
from pipeline.errors import ArticleError


def refusal(text: str, lang: str | None = "en") -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(text, lang=lang)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"One\nTwo \xe9t\xe9\n", "line 2: byte 5 of the line (0xE9) is not UTF-8"),
        (b"One\r\nTwo\rThree \xff", "line 3: byte 7 of the line (0xFF) is not UTF-8"),
        ("Լիճ\n".encode() + b"\xd5", "line 2: byte 1 of the line (0xD5) is not UTF-8"),
        (b"One\nTw\0o\n", "line 2: byte 3 of the line is a NUL character"),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_line_and_byte(data: bytes, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        decode_article(data)
    assert str(caught.value).startswith(message)


def test_a_byte_order_mark_and_line_ends_are_kept() -> None:
    assert decode_article("\ufeffՄեկ\r\nերկու\r".encode()) == "\ufeffՄեկ\r\nերկու\r"


def test_front_matter_has_to_be_closed() -> None:
    assert refusal("---\ntitle: A\n\nText.\n").startswith("line 1: the front matter is not closed")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_article("---\n\nText.\n", lang="en").segments[0].text == "Text."


@pytest.mark.parametrize("before", ["\n", "\r\n\r\n", " ", "\ufeff\n"])
def test_front_matter_has_to_begin_the_file(before: str) -> None:
    assert refusal(f"{before}---\nlang: en\ntitle: A\n---\nText.\n").startswith(
        "line 1: the front matter does not begin"
    )


def test_rules_and_headings_below_a_blank_line_are_no_front_matter() -> None:
    assert read_article("\n---\n\nNote: text.\n---\n", lang="en").segments[0].text == "Note: text."
    assert read_article("\n---\nText without a colon.\n---\n", lang="en").segments


CONFLICT = "<<<<<<< HEAD\nMine.\n=======\nTheirs.\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"---\nlang: en\n---\nFirst.\n\n{CONFLICT}", 6),
        (f"First.\n{CONFLICT}Last.\n", 2),
        (CONFLICT.replace("\n", "\r\n"), 1),
        (CONFLICT.replace("Mine.\n", "").replace(" HEAD", "").rstrip(), 1),
        ("<<<<<<<< HEAD:a.md\nMine.\n========\nTheirs.\n>>>>>>>> branch:b.md\n", 1),
    ],
)
def test_a_conflict_that_a_merge_left_behind_is_refused(text: str, line: int) -> None:
    assert refusal(text).startswith(f"line {line}: there is a conflict marker")


@pytest.mark.parametrize(
    "text", [f"```\n{CONFLICT}```\n", "Heading\n=======\n\n<<<<<<< HEAD\n", "<<<<<<<\n\n>>>>>>>\n"]
)
def test_code_may_show_a_conflict_and_a_marker_alone_is_none(text: str) -> None:
    read_article(text, lang="en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\nlang: en\ntitle: A: b\n---\n", "line 3: the front matter is not valid YAML"),
        ("---\n- a: b\n- c\n---\n", "line 2: the front matter is not a list of fields"),
        ("+++\ntitle = 'A'\nlang = en\n+++\n\nText.\n", "line 3: the front matter is not valid TOML"),
        ("+++\ntitle = 'A'\n\nText.\n", "line 1: the front matter is not closed"),
        ("---\ntitle: A\n\nText.\n", "line 1: the front matter is not closed"),
    ],
)
def test_front_matter_has_to_be_valid_in_its_form(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


def test_a_language_has_to_be_known_and_said_by_somebody() -> None:
    assert refusal("---\ntitle: A\nlang: xx\n---\n").startswith('line 3: unknown language "xx"')
    assert refusal("Text.\n", None).startswith("line 1: no language")


def test_an_edition_is_no_article() -> None:
    assert "Is this an edition?" in refusal("---\nlang: en\ntargman: {}\n---\n\nText.\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("One.\n\n<!-- targman: of -->\n\nTwo.\n", "line 3: unknown directive 'targman: of'"),
        ("<!-- targman: remark Some words. -->\n\nOne.\n", "line 1: unknown directive 'targman: remark'"),
        ("One <!-- targman: of --> two.\n", "line 1: 'targman: of' stands alone"),
        ("One <!-- targman: on --> two.\n", "line 1: 'targman: on' stands alone"),
        ("One.\n\n<!-- targman: off -->\n\nTwo.\n", "line 3: 'targman: off' has no 'targman: on' after it"),
        ("One.\n\n<!-- targman: on -->\n\nTwo.\n", "line 3: 'targman: on' without its partner before it"),
        ("<!-- targman: off -->\n\n<!-- targman: off -->\n", "line 3: 'targman: off' without its partner"),
        ("One <!-- targman: off --> two.\n", "line 1: 'targman: off' stands alone in its paragraph"),
        ("<!-- targman: note -->\n\nOne.\n", "line 1: 'targman: note' has no text"),
    ],
)
def test_directives_have_to_be_known_and_in_pairs(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


class PanicException(BaseException):
    """The exception of the parser where it fails, which is not importable."""


def test_a_failure_of_the_parser_is_an_error_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PanicException

    monkeypatch.setattr(pyromark, "events_with_range", fail)
    assert refusal("Text.\n").startswith("the Markdown parser fails on this text")
