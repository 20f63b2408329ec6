"""What an article becomes: segments with their kinds, lines, sections, remarks and placeholders."""

from pipeline.article.markdown import read_article
from pipeline.model import Segment, SegmentKind


def segments(text: str, *, sentences: bool = True) -> tuple[Segment, ...]:
    return read_article(text, lang="en", sentences=sentences).segments


def texts(text: str, *, sentences: bool = True) -> list[str]:
    return [segment.text for segment in segments(text, sentences=sentences)]


def kinds(text: str) -> list[tuple[SegmentKind, str]]:
    return [(segment.kind, segment.text) for segment in segments(text)]


def shown(text: str) -> dict[str, str]:
    """What the placeholders of the first segment show to a translator."""
    return {placeholder.name: placeholder.description for placeholder in segments(text)[0].placeholders}


def test_a_paragraph_is_cut_into_sentences() -> None:
    assert texts("One lake. Two lakes!\nThree lakes?\n") == ["One lake.", "Two lakes!", "Three lakes?"]


def test_a_block_is_one_segment_where_that_is_wanted() -> None:
    assert texts("# One. Two.\n\nOne lake. Two lakes!\nThree.\n", sentences=False) == [
        "One. Two.",
        "One lake. Two lakes! Three.",
    ]


def test_headings_and_cells_are_never_cut() -> None:
    assert texts("# One. Two.\n\n| A. B. | C |\n|--|--|\n| D. E. | F |\n") == ["One. Two.", "A. B.", "C", "D. E.", "F"]


def test_every_block_of_words_has_its_kind() -> None:
    text = """# Heading

Paragraph.[^1]

> Quote.

- Item
- > Quote in an item.

> - Item in a quote.

| Cell |
|------|

[^1]: Note.

    - Item in a note.
"""
    assert kinds(text) == [
        (SegmentKind.HEADING, "Heading"),
        (SegmentKind.PARAGRAPH, "Paragraph.{fn1}"),
        (SegmentKind.QUOTE, "Quote."),
        (SegmentKind.LIST_ITEM, "Item"),
        (SegmentKind.QUOTE, "Quote in an item."),
        (SegmentKind.LIST_ITEM, "Item in a quote."),
        (SegmentKind.TABLE_CELL, "Cell"),
        (SegmentKind.FOOTNOTE, "Note."),
        (SegmentKind.FOOTNOTE, "Item in a note."),
    ]


def test_what_a_link_or_an_image_says_comes_after_its_sentence() -> None:
    assert kinds("See [a *map*](a.md \"A title\") and ![alt](b.png (More)).\n\n[x]: <c d> 'Its title'\n") == [
        (SegmentKind.PARAGRAPH, "See [a *map*]({url1}) and {img1}."),
        (SegmentKind.LINK_TARGET, "a.md"),
        (SegmentKind.LINK_TITLE, "A title"),
        (SegmentKind.IMAGE_TEXT, "alt"),
        (SegmentKind.LINK_TARGET, "b.png"),
        (SegmentKind.LINK_TITLE, "More"),
        (SegmentKind.LINK_TARGET, "c d"),
        (SegmentKind.LINK_TITLE, "Its title"),
    ]


def test_a_space_that_does_not_break_belongs_to_the_target() -> None:
    assert texts('[a](/b\u00a0"c")\n') == ["[a]({url1})", '/b\u00a0"c"']


def test_code_and_rules_are_no_segments() -> None:
    assert texts("```\ncode\n```\n\n    more\n\n<pre>\nraw\n</pre>\n\n***\n\nText.\n") == ["Text."]


def test_three_dashes_further_down_are_rules_and_not_metadata() -> None:
    assert texts("Before.\n\n---\nBetween.\n---\n\nAfter.\n\n+++\n\nx\n\n+++\n") == [
        "Before.",
        "Between.",
        "After.",
        "+++",
        "x",
        "+++",
    ]


def test_sections_lines_and_labels_tell_where_a_segment_stands() -> None:
    text = "# The *lake*[^a]\n\nOne. Two\nlines. Three.\n\n## Level\n\nFour.\n\n[^a]: Note.\n\n    More.\n"
    found = {segment.text: (segment.line, segment.section, segment.label) for segment in segments(text)}
    assert found == {
        "The *lake*{fn1}": (1, "", None),
        "One.": (3, "The lake", None),
        "Two lines.": (3, "The lake", None),
        "Three.": (4, "The lake", None),
        "Level": (6, "", None),
        "Four.": (8, "Level", None),
        "Note.": (10, "", "a"),
        "More.": (12, "", "a"),
    }


def test_lines_are_counted_alike_with_every_line_end() -> None:
    text = "One\ntwo. Three.\n\nFour.\n"
    for newline in ("\n", "\r\n", "\r"):
        assert [segment.line for segment in segments(text.replace("\n", newline))] == [1, 2, 4]


def test_the_sentences_of_one_block_know_each_other() -> None:
    blocks = [segment.block for segment in segments("One. Two.\n\nThree. Four.\n")]
    assert blocks[0] == blocks[1] != blocks[2] == blocks[3]


def test_a_note_reference_is_numbered_within_its_segment_and_shows_its_text() -> None:
    text = "First[^vii]. Second[^2] and[^vii] here.\n\n[^vii]: The *seventh*\n    note.\n\n[^2]: Two.\n\n    More.\n"
    second = segments(text)[1]
    assert second.text == "Second{fn1} and{fn2} here."
    assert [(item.name, item.label, item.description) for item in second.placeholders] == [
        ("fn1", "2", "Two. More."),
        ("fn2", "vii", "The *seventh* note."),
    ]
    assert second.notes == ("2", "vii")


def test_a_marker_after_the_stop_belongs_to_the_sentence_before_it() -> None:
    assert texts("On our side.[^x] Since then.\n\n[^x]: N.\n")[:2] == ["On our side.{fn1}", "Since then."]


def test_labels_do_not_care_for_case_and_the_first_of_two_definitions_counts() -> None:
    article = read_article("Text[^A].\n\n[^a]: One.\n\n[^A]: Two.\n", lang="en")
    assert [(note.label, note.text, note.line) for note in article.notes] == [("a", "One.", 3)]
    assert article.segments[0].placeholders[0].description == "One."


def test_a_reference_that_nothing_defines_is_text() -> None:
    assert texts("Text[^gone].\n") == ["Text[^gone]."]


def test_placeholders_show_addresses_breaks_and_what_is_kept() -> None:
    assert shown("[a](b.md) <https://c.am> https://d.am/e, [F][] ![g](h.png)\\\nthe <!-- i --> end\n\n[f]: j.md\n") == {
        "url1": "b.md",
        "url2": "https://c.am",
        "url3": "https://d.am/e",
        "url4": "j.md",
        "img1": "h.png",
        "br1": "line break",
        "keep1": "<!-- i -->",
    }


def test_a_shortcut_link_gets_its_label_so_that_its_text_can_be_translated() -> None:
    assert texts("See [ref], [Ref][] and [text][ref].\n\n[ref]: a.md\n")[0] == (
        "See [ref][{url1}], [Ref][{url2}] and [text][{url3}]."
    )


def test_a_shortcut_image_is_a_placeholder_with_its_brackets() -> None:
    assert texts("See ![ref] and ![ref][].\n\n[ref]: a.png\n")[0] == "See {img1} and {img2}."


def test_braces_of_the_author_s_own_are_no_placeholders() -> None:
    segment = segments("Write {fn1} here[^a].\n\n[^a]: Note.\n")[0]
    assert segment.text == "Write {fn1} here{fn2}."
    assert [placeholder.name for placeholder in segment.placeholders] == ["fn2"]


def test_a_line_break_and_the_quote_marks_after_it_are_a_space() -> None:
    assert texts("> One\n> > two\n> three\n", sentences=False) == ["One", "two three"]
    assert texts("> One `a\n> b`\n> two.\n") == ["One `a b` two."]
    assert texts('> [a\n> b](c.md "d\n> e")\n') == ["[a b]({url1})", "c.md", "d e"]


def test_a_label_on_two_lines_is_on_one_in_an_edition() -> None:
    link = segments("> > See [two\n> > words][] here.\n\n[two words]: a.md\n")[0].placeholders[0]
    assert (link.pieces, link.label, link.description) == (("two words",), "two words", "a.md")


def test_a_mark_that_is_part_of_the_text_stays() -> None:
    assert texts("a\n    > b\n") == ["a > b"]


def test_no_sentence_ends_inside_emphasis_a_link_or_code() -> None:
    assert texts("**One. Two.** Three. [Four. Five.](x) `Six. Seven.` Eight.\n")[:3] == [
        "**One. Two.**",
        "Three.",
        "[Four. Five.]({url1}) `Six. Seven.` Eight.",
    ]


def test_off_and_on_keep_a_stretch_from_translation() -> None:
    text = "One.\n\n<!-- targman: off -->\n\n# Two\n\n[x]: y 'Title'\n\n<!-- targman: on -->\n\nThree.\n"
    assert texts(text) == ["One.", "Three."]
    segment = segments("One <!-- targman: off -->two. *Three*<!-- targman: on --> four.\n")[0]
    assert segment.text == "One {keep1} four."
    assert segment.placeholders[0].description == "two. *Three*"


def test_a_remark_goes_to_the_block_after_it() -> None:
    found = segments("<!-- targman: note Mind the name. -->\n\nOne. Two.\n\nThree. <!-- targman: note Here. -->\n")
    assert [segment.remarks for segment in found] == [("Mind the name.",), ("Mind the name.",), ("Here.",)]


def test_front_matter_fields_are_segments_lists_item_by_item() -> None:
    text = (
        "---\nlang: en\ntitle: The lake\nauthor: [Anna, 'B. C.']\nsubtitle: >\n  Two\n  lines\ndate: 2026\n---\nText.\n"
    )
    assert [(item.label, item.text, item.line) for item in segments(text)[:-1]] == [
        ("title", "The lake", 3),
        ("author", "Anna", 4),
        ("author", "B. C.", 4),
        ("subtitle", "Two lines\n", 5),
    ]
    assert segments(text)[0].kind is SegmentKind.FRONT_MATTER


def test_other_fields_are_segments_where_the_configuration_names_them() -> None:
    article = read_article("---\ntitle: A\nmotto: B\n---\n", lang="en", fields=("motto",))
    assert [segment.text for segment in article.segments] == ["B"]


def test_front_matter_says_the_language_before_the_workspace_does() -> None:
    assert read_article("---\nlang: hy\n---\nText.\n", lang="en").lang == "hy"
    assert read_article("Text.\n", lang="ru").lang == "ru"


def test_a_sentence_may_end_where_a_link_begins() -> None:
    assert texts("One.¹[Two](b.md) three.\n") == ["One.¹", "[Two]({url1}) three.", "b.md"]


def test_labels_of_notes_are_compared_without_case() -> None:
    assert shown("One[^a].\n\n[^A]: Note.\n") == {"fn1": "Note."}
    assert shown("One[^A].\n\n[^a]: Note.\n") == {"fn1": "Note."}
