"""Export files of WordPress: what they say, and what they may not do."""

import json
import tracemalloc
from collections.abc import Iterator

import pytest

from cms.exports import Item, export
from pipeline.cms.archive_posts import Post
from pipeline.cms.wxr import Attachment, read_wxr
from pipeline.errors import FileError


def read(text: str) -> list[Post | Attachment | str]:
    return [item for item in read_wxr([text.encode()]) if not isinstance(item, str)]


def test_a_post_has_its_facts_its_notes_and_its_languages() -> None:
    notes = json.dumps([{"id": "a1", "content": "Lind, <em>Lakes</em>."}])
    text = export(
        [
            Item(
                id=7,
                title="Lakes &amp; <em>rivers</em>",
                content="<!-- wp:paragraph --><p>Text.</p><!-- /wp:paragraph -->",
                slug="lakes",
                excerpt="Short.",
                terms=(("language", "hy"), ("post_translations", "pll_1"), ("category", "news"), ("post_tag", "water")),
                meta={"footnotes": notes, "_edit_last": "1"},
            )
        ]
    )
    [post] = read(text)
    assert isinstance(post, Post)
    assert (post.id, post.title, post.slug, post.excerpt) == (7, "Lakes & rivers", "lakes", "Short.")
    assert (post.lang, post.group, post.authors, post.date) == ("hy", "pll_1", ("Ann Lee",), "2026-11-10")
    assert ([term.slug for term in post.categories], [term.slug for term in post.tags]) == (["news"], ["water"])
    assert [(note.id, note.content) for note in post.notes] == [("a1", "Lind, <em>Lakes</em>.")]
    assert post.modified == "2026-11-10T10:00:00"


def test_menus_and_revisions_are_no_posts_and_a_script_is_no_title() -> None:
    items = [
        Item(id=1, title="Menu", content="", kind="nav_menu_item"),
        Item(id=2, title="Old", content="Text", kind="revision"),
        Item(id=3, title="Lake<script>alert(1)</script> <b>Sevan</b>", content="Text"),
    ]
    assert [post.title for post in read(export(items)) if isinstance(post, Post)] == ["Lake Sevan"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "It may be an attack"),
        ('<?xml version="1.0"?><html></html>', "is not a WordPress export file"),
        (export([Item(id=1, title="T", content="x")])[:-40], "is damaged"),
        ("{}", "is not a WordPress export file, or is damaged"),
        (export([Item(id=1, title="T", content="x" * 5_000_001)]), "5,000,000 characters"),
        (export([Item(id=1, title="T", content="x", meta={f"k{n}": "v" for n in range(20_001)})]), "20,000 fields"),
    ],
)
def test_what_is_no_export_or_too_much_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(FileError, match=said) as raised:
        read(text)
    assert raised.value.line


def test_a_large_file_needs_little_memory() -> None:
    def chunks() -> Iterator[bytes]:
        whole = export([Item(id=n, title="T", content="word " * 2_000) for n in range(50)]).encode()
        head, _, rest = whole.partition(b"<item>")
        items, _, end = rest.rpartition(b"</channel>")
        yield head
        for _ in range(20):
            yield b"<item>" + items
        yield b"</channel>" + end

    tracemalloc.start()
    assert sum(isinstance(item, Post) for item in read_wxr(chunks())) == 1_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000  # of a file with ten million bytes
