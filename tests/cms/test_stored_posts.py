"""Posts as the database of WordPress has them: blocks, the text of the classic editor, shortcodes."""

import pytest

from pipeline.importers.web import read
from pipeline.importers.web.stored_posts import read_stored
from pipeline.importers.web.wordpress import PostNote, PostPage, write_post_page

pytest.importorskip("lxml", reason="the extra “office” is not installed")
pytest.importorskip("pypandoc", reason="the extra “office” is not installed")


def markdown(content: str, **facts: object) -> str:
    stored = read_stored(content)
    notes = (*facts.pop("notes", ()), *stored.notes)  # type: ignore[misc]
    page = PostPage(content=stored.html, title="Lake", lang="en", notes=notes, whole=True, **facts)  # type: ignore[arg-type]
    body = read(write_post_page(page).encode(), "-", ("en",)).body
    return body.removeprefix("# Lake\n\n").rstrip("\n")


def test_empty_lines_make_paragraphs_and_line_ends_breaks_as_wordpress_has_it() -> None:
    classic = (
        "One line.\r\n\r\nTwo lines,\r\nthe second.\n<h2>Head</h2>\nAfter.\n<ul>\n <li>a</li>\n <li>b</li>\n</ul>\nEnd."
    )
    assert markdown(classic) == ("One line.\n\nTwo lines,\\\nthe second.\n\n## Head\n\nAfter.\n\n- a\n- b\n\nEnd.")


def test_code_keeps_its_empty_lines() -> None:
    assert "    one\n\n    two" in markdown("Text.\n\n<pre>one\n\ntwo</pre>\n\nEnd.")


def test_blocks_are_taken_as_they_are_and_text_between_them_as_classic() -> None:
    mixed = "<!-- wp:paragraph -->\n<p>In a\nblock.</p>\n<!-- /wp:paragraph -->\n\nLoose one.\n\nLoose two."
    assert markdown(mixed) == "In a block.\n\nLoose one.\n\nLoose two."


def test_typed_notes_of_a_classic_post_become_notes() -> None:
    classic = "The lake fell.[1] It rose.[2]\n\nIt is blue.\n\n[1] Lind, 1998.\n\n[2] Bauer, 2004."
    assert markdown(classic) == (
        "The lake fell.[^1] It rose.[^2]\n\nIt is blue.\n\n[^1]: Lind, 1998.\n\n[^2]: Bauer, 2004."
    )


@pytest.mark.parametrize("name", ["ref", "efn_note", "mfn", "footnote"])
def test_a_shortcode_with_a_note_is_a_note(name: str) -> None:
    made = markdown(f"The lake fell. [{name}]Lind, <em>Lakes</em>.[/{name}] It rose.[{name} a=b]Bauer.[/{name}]")
    assert made == "The lake fell.[^1] It rose.[^2]\n\n[^1]: Lind, *Lakes*.\n\n[^2]: Bauer."


def test_core_footnotes_are_notes_wherever_their_block_stands() -> None:
    reference = '<sup data-fn="x" class="fn"><a href="#x" id="x-link">1</a></sup>'
    content = f"<!-- wp:paragraph --><p>Fell.{reference}</p><!-- /wp:paragraph -->"
    notes = (PostNote(id="x", content="Lind."),)
    for post in (content, f"{content}\n<!-- wp:footnotes /-->"):
        assert markdown(post, notes=notes) == "Fell.[^1]\n\n[^1]: Lind."


def test_captions_of_both_editors_are_the_titles_of_their_pictures() -> None:
    classic = '[caption id="a" width="3"]<img src="https://x.example/a.png" alt="Alt" /> The lake[/caption]'
    figure = '<figure><img src="https://x.example/a.png" alt="Alt"/><figcaption>The lake</figcaption></figure>'
    block = f"<!-- wp:image -->{figure}<!-- /wp:image -->"
    for post in (classic, block):
        assert markdown(f"Before.\n\n{post}\n\nAfter.").split("\n\n")[1] == (
            '![Alt](https://x.example/a.png "The lake")'
        )


def test_what_only_the_site_can_show_is_named_and_words_in_brackets_stay() -> None:
    stored = read_stored('A [gallery ids="1"] and [sic], [[ref]], [link](x).\n\n<!-- wp:latest-posts /-->\n\nEnd.')
    assert set(stored.unfilled) == {"[gallery]", "wp:latest-posts"}
    assert "[sic], [ref], [link](x)." in stored.html


def test_nothing_of_a_whole_post_is_taken_for_furniture() -> None:
    made = markdown('<p>Read also: the lake.</p><div class="related"><p>Related words.</p></div><p>Subscribe to us</p>')
    assert [line for line in made.split("\n") if line] == ["Read also: the lake.", "Related words.", "Subscribe to us"]


def test_hostile_content_takes_linear_time_and_stays_text() -> None:
    for part in ("[caption]", "[ref]", "<!-- wp:a ", "<p ", "[[", "<pre>", "\n\n<li>"):
        read_stored(part * 20_000)
    made = markdown("Text <script>alert(1)</script> <a href='javascript:alert(1)'>here</a>.")
    assert "alert" not in made
