"""Outlines: what an edition must share with its source, leaf by leaf, and where the leaves begin."""

import pytest

from pipeline.article.markdown.outline import LEAF, has_allowed_references, read_outline, read_placed_outline


def allows(source: str, edition: str, *notes: str) -> bool:
    """Whether the only leaf of `edition` may stand for that of `source`; both know the notes a and b."""
    one, other = (read_outline(f"{text}\n\n[^a]: A.\n\n[^b]: B.\n").leaves[0] for text in (edition, source))
    return has_allowed_references(one, other, notes)


@pytest.mark.parametrize(
    ("source", "edition"),
    [
        ("One.", "Մեկ։"),
        ("One[^a] two[^b].", "Երկու[^b] մեկ[^a]։"),
        ("![a](b.png) ![c](d.png)", "![d](d.png) ![b](b.png)"),
        ("[a](b.md) [c](d.md)", "[b](b.md)"),
        ("`a` `b`", "`b`"),
        ("<b>a</b>", "a"),
        ("a <b>b</b>", "<b>b a</b>"),
        ("a<br>b<br/>c<wbr>d <b>e</b>", "<b>a</b> b<br>c"),
    ],
)
def test_an_edition_may_change_order_and_leave_out_links_code_and_all_tags(source: str, edition: str) -> None:
    assert allows(source, edition)


@pytest.mark.parametrize(
    ("source", "edition"),
    [
        ("One[^a].", "Մեկ։"),
        ("One[^a].", "Մեկ[^a][^a]։"),
        ("One[^a].", "Մեկ[^b]։"),
        ("![a](b.png) ![c](d.png)", "![b](b.png)"),
        ("![a](b.png)", "![b](b.png) ![c](b.png)"),
        ("![a](b.png)", "![b](c.png)"),
        ("[a](b.md)", "[a](c.md)"),
        ("[a](b.md)", "[a](b.md) [a](b.md)"),
        ("`a`", "`b`"),
        ("`a`", "`a` `a`"),
        ("a <b>b</b>", "<b>a"),
        ("a", "<b>a</b>"),
        ("a<br>b", "a<br>b<br>c"),
        ("a<br>b <b>c</b>", "a<br>b <b>c"),
    ],
)
def test_it_may_lose_no_note_or_image_and_bring_in_nothing(source: str, edition: str) -> None:
    assert not allows(source, edition)


def test_a_translator_s_own_notes_come_on_top() -> None:
    assert allows("One[^a].", "Մեկ[^a][^b]։", "b")
    assert not allows("One[^a].", "Մեկ[^b]։", "b")
    assert not allows("One[^a].", "Մեկ[^a]։", "b")


def test_the_skeleton_has_code_and_html_with_their_content_and_leaves_without() -> None:
    assert read_outline("# One\n\nTwo\n").skeleton == read_outline("# Մեկ\n\nԵրկու *և*\n").skeleton
    assert read_outline("# One\n").skeleton != read_outline("## One\n").skeleton
    assert read_outline("    one\n").skeleton != read_outline("    two\n").skeleton
    assert read_outline("<pre>one</pre>\n").skeleton != read_outline("<pre>two</pre>\n").skeleton
    assert read_outline("<p>one</p>\n").skeleton == read_outline("<p>two</p>\n").skeleton
    assert read_outline("<p>one</p>\n").skeleton != read_outline("<p><i>one</i></p>\n<br>").skeleton
    assert read_outline('<p title="one">1</p>\n').skeleton == read_outline("<p title=two>2</p>\n").skeleton
    assert read_outline("One\n\n***\n").skeleton.count(LEAF) == 1


def test_a_placed_outline_knows_where_leaves_and_top_level_blocks_begin() -> None:
    text = "---\nlang: en\n---\n# One\n\n- Two\n- Three\n\nFour\n"
    placed = read_placed_outline(text)
    assert [text[start:].partition("\n")[0] for start in placed.leaves] == ["One", "Two", "Three", "Four"]
    assert [text[start:].partition("\n")[0] for start in placed.tops] == ["# One", "- Two", "Four"]


def test_line_breaks_and_markers_of_quotes_inside_a_tag_do_not_count() -> None:
    broken, whole = (read_outline(text).leaves for text in ("> <b\n> c='d'>x</b>\n", "> <b c='d'>x</b>\n"))
    assert broken == whole
    assert whole[0].html[0].startswith("<b c=")
