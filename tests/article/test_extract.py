"""The texts to translate of an article: one unit a text, with its comments, references and flags."""

from functools import partial

import pytest
from cpu import takes_less_than

from pipeline.article.extract import BRACE_FORMAT, extract_all_units, extract_units
from pipeline.article.markdown import read_article
from pipeline.article.placeholders import has_letters
from pipeline.errors import ArticleError
from pipeline.model import Entry


def entries(text: str) -> list[Entry]:
    return [unit.entry for unit in extract_units(read_article(text, lang="en"), "articles/a.md")]


def test_a_text_that_stands_twice_is_one_unit_with_the_comments_of_both() -> None:
    [entry] = entries("# Lake\n\n<!-- targman: note A name. -->\n\nLake\n")
    assert entry.source == "Lake"
    assert entry.comments == ("heading", "paragraph", "section: Lake", "note: A name.")
    assert entry.references == ("articles/a.md",)


def test_the_first_place_of_a_text_is_its_segment() -> None:
    [unit] = extract_units(read_article("Lake\n\n- Lake\n", lang="en"), "articles/a.md")
    assert (unit.text, unit.segment.line, unit.is_target) == ("Lake", 1, False)


def test_references_name_lines_where_wanted() -> None:
    article = read_article("Lake\n\nRiver\n\nLake\n", lang="en")
    first, second = (unit.entry for unit in extract_all_units(article, "articles/a.md", lines=True))
    assert first.references == ("articles/a.md:1", "articles/a.md:5")
    assert second.references == ("articles/a.md:3",)


def test_only_a_text_with_placeholders_and_no_braces_of_its_own_is_flagged() -> None:
    noted, plain, braced, _ = entries("One[^a].\n\nTwo.\n\nThree {x}[^a].\n\n[^a]: Note.\n")
    assert (noted.source, noted.flags) == ("One{fn1}.", (BRACE_FORMAT,))
    assert (plain.source, plain.flags) == ("Two.", ())
    assert (braced.source, braced.flags) == ("Three {x}{fn1}.", ())


def test_the_same_text_with_and_without_placeholders_is_not_flagged() -> None:
    # The author wrote `{fn1}` in one of them; checked as a placeholder, it would be reported where it is lost.
    for text in ("One{fn1}.\n\nOne[^a].\n\n[^a]: Note.\n", "One[^a].\n\nOne{fn1}.\n\n[^a]: Note.\n"):
        assert [(entry.source, entry.flags) for entry in entries(text)] == [("One{fn1}.", ()), ("Note.", ())]


def test_a_comment_tells_what_each_placeholder_is() -> None:
    text = "See [a](b.md), two  \nlines[^a] and ![c](d.png).\n\n[^a]: The note.\n"
    assert entries(text)[0].comments == (
        "paragraph",
        "{url1}: b.md",
        "{br1}: line break",
        "{fn1}: The note.",
        "{img1}: d.png",
    )
    assert entries("One[^a].\n\n[^a]:\n")[0].comments == ("paragraph", "{fn1}")


def test_a_front_matter_field_is_named_and_has_no_section() -> None:
    title, words = entries("---\ntitle: Lake\n---\n\n# Part\n\nWords.\n")[::2]
    assert title.comments == ("front matter: title",)
    assert words.comments == ("paragraph", "section: Part")


def test_what_has_no_words_is_no_unit() -> None:
    assert entries("![](a.png)\n\n***\n\n— …\n\n42\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "1,903.5",
        "12 % – 14 %",
        "№ 5",
        "`make test`",
        "``a ` b``, `c`",
        "<https://example.org/a>",
        "www.example.org/a",
        "<editor@example.org>",
        "write.to@example.org",
        "[`code`](https://example.org/a)",
        "<b>5</b> &nbsp; &times;",
        "2019[^1]\n\n[^1]: `x`",
        "| 1 |\n|---|\n| `a` |",
    ],
)
def test_code_numbers_and_addresses_are_optional(text: str) -> None:
    article = read_article(f"{text}\n", lang="en")
    assert extract_units(article, "a.md") == ()
    assert all(unit.optional for unit in extract_all_units(article, "a.md"))


@pytest.mark.parametrize(
    "text",
    ["5 km", "1990-ին", "`make` it", "&eacute;", "see <https://example.org>", "` x", "H<sub>2</sub>O", "a < b", "Ա"],
)
def test_one_letter_makes_a_text(text: str) -> None:
    assert len(entries(f"{text}\n")) == 1


def test_tags_alone_are_no_text() -> None:
    for tags in (
        '<a data-x="b > c"><img src="d.png"></a>',
        "<br>&nbsp;<br/>",
        "<!doctype html>",
        "<i\nclass='x>y'>1</i>",
    ):
        assert not has_letters(tags), tags
    assert has_letters("it's <b>so</b>")


def test_many_signs_are_read_in_linear_time() -> None:
    for sign in ("`", "<a", '<a "', "<a \"'", "a@", "a.", "://", "&", "www."):
        assert takes_less_than(1, partial(has_letters, sign * 100_000))


ASKED = "<!-- targman: link-targets -->"
LINKS = "[One](one.md) and [two][2].\n\n- ![Three](three.png)\n\n[2]: two.md\n"


def targets(text: str, *, link_targets: bool = False) -> list[str]:
    article = read_article(text, lang="en", link_targets=link_targets)
    return [unit.text for unit in extract_units(article, "a.md") if unit.is_target]


def test_link_targets_are_texts_where_somebody_asks_for_them() -> None:
    assert targets(LINKS) == []
    assert targets(LINKS, link_targets=True) == ["one.md", "three.png", "two.md"]
    assert targets(f"{ASKED}\n\n{LINKS}") == ["one.md", "two.md"]
    assert targets(LINKS.replace(".\n", f". {ASKED}\n", 1)) == ["one.md", "two.md"]
    assert targets(LINKS.replace("- !", f"{ASKED}\n\n- !")) == ["three.png"]
    assert targets(f"{ASKED}\n<!-- targman: context kin -->\n\n[One](one.md) <https://a.org/>\n") == [
        "one.md",
        "https://a.org/",
    ]


def test_a_comment_that_asks_for_the_links_of_nothing_is_an_error() -> None:
    with pytest.raises(ArticleError, match="'targman: link-targets' has no block after it"):
        read_article(f"Words.\n\n{ASKED}\n", lang="en")
