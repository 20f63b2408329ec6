"""Edits of a post go into its article block by block, and both sides' changes are kept."""

from pipeline.cms.base_texts import digest_block, split_body
from pipeline.cms.edit_article import EditedArticle, merge_article

ARTICLE = """\
# The lake

The lake fell.[^a] It is *blue*.

- One
- Two

It rose again.[^b]

[^a]: Lind, 1998.

[^b]: Bauer, [2004](https://x.example/).
"""
POST = """\
# The lake

The lake fell.[^1] It is *blue*.

- One
- Two

It rose again.[^2]

[^1]: Lind, 1998.

[^2]: Bauer, [2004](https://x.example/).
"""
"""The same as `import` reads it from the post: the notes are numbered."""


def merge(theirs: str, text: str = ARTICLE, ours: str = POST) -> EditedArticle:
    base = frozenset(map(digest_block, split_body(ARTICLE)[1]))
    return merge_article(text, ours, theirs, base)


def test_an_edited_paragraph_changes_and_all_else_keeps_its_bytes_and_labels() -> None:
    made = merge(POST.replace("It rose again.[^2]", "It rose again in May.[^2]"))
    assert made == EditedArticle(text=ARTICLE.replace("again.[^b]", "again in May.[^b]"), changed=1)


def test_an_edited_note_keeps_its_label() -> None:
    made = merge(POST.replace("Lind, 1998.", "Lind, 1998, p. 3."))
    assert made.text == ARTICLE.replace("Lind, 1998.", "Lind, 1998, p. 3.")


def test_a_new_paragraph_and_its_note_find_their_places() -> None:
    theirs = POST.replace("- One", "New words.[^2]\n\n- One").replace("again.[^2]", "again.[^3]")
    theirs = theirs.replace("[^2]: Bauer", "[^2]: New note.\n\n[^3]: Bauer")
    made = merge(theirs)
    assert made.text == ARTICLE.replace("- One", "New words.[^2]\n\n- One").replace(
        "[^b]: Bauer", "[^2]: New note.\n\n[^b]: Bauer"
    )
    assert made.conflicts == 0


def test_a_paragraph_that_was_taken_out_goes() -> None:
    made = merge(POST.replace("- One\n- Two\n\n", ""))
    assert made.text == ARTICLE.replace("- One\n- Two\n\n", "")


def test_what_was_changed_here_alone_stays_without_a_word() -> None:
    text = ARTICLE.replace("It rose again.", "It rose, at last.")
    ours = POST.replace("It rose again.", "It rose, at last.")
    assert merge(POST, text, ours) == EditedArticle(text=text)
    edited = merge(POST.replace("The lake fell.", "The lake sank."), text, ours)
    assert edited == EditedArticle(text=text.replace("The lake fell.", "The lake sank."), changed=1)


def test_what_both_sides_changed_stands_in_both_versions() -> None:
    text = ARTICLE.replace("It rose again.", "It rose, at last.")
    ours = POST.replace("It rose again.", "It rose, at last.")
    made = merge(POST.replace("It rose again.", "It came back."), text, ours)
    assert made.conflicts == 1
    assert "It rose, at last.[^b]\n\n<!-- targman: edited in WordPress:\nIt came back.[^b]\n-->" in made.text
    assert made.text.replace("\n\n<!-- targman: edited in WordPress:\nIt came back.[^b]\n-->", "") == text


def test_both_sides_may_make_the_same_change() -> None:
    change = ("It rose again.", "It rose in May.")
    assert merge(POST.replace(*change), ARTICLE.replace(*change), POST.replace(*change)).text == ARTICLE.replace(
        *change
    )


def test_a_comment_in_the_edit_cannot_end_ours() -> None:
    text, ours = (each.replace("It rose again.", "It rose, at last.") for each in (ARTICLE, POST))
    made = merge(POST.replace("It rose again.", "It --> <b>came</b> back."), text, ours)
    assert made.text.count("-->") == 1
