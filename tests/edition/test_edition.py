"""What an edition shows for a catalog: translations, what is missing, notes, links, and what its findings say."""

from dataclasses import replace

import pytest
from article.markdown.judges import by_cmark, by_pyromark, read

from edition.making import entries
from pipeline.article.markdown import read_article
from pipeline.edition import Edition, EditionPolicy, MissingText, build_edition
from pipeline.model import Entry

NOTED = "One[^a] and two[^b]. Next.\n\n[^a]: First.\n\n[^b]: Second.\n"


def edition(text: str, pairs: dict[str, str], lang: str = "hy", missing: MissingText = MissingText.SOURCE) -> Edition:
    return build_edition(read_article(text, lang="en"), entries(pairs), lang, EditionPolicy(missing=missing))


def merged(text: str, pairs: dict[str, str], lang: str = "hy", missing: MissingText = MissingText.SOURCE) -> str:
    return edition(text, pairs, lang, missing).text


def merged_by(text: str, words: str, dialect: str) -> str:
    """The edition of a text with one segment, which `words` translate, on a site with a dialect."""
    article = read_article(text, lang="en", dialects=(dialect,))
    (segment,) = article.segments
    return build_edition(article, {segment.text: Entry(source=segment.text, target=words)}, "hy").text


def first_line(text: str, pairs: dict[str, str]) -> str:
    return merged(text, pairs).split("\n")[0]


def rules(found: Edition) -> list[tuple[str, str, int]]:
    return [(finding.rule, finding.severity, finding.line) for finding in found.findings]


def test_translated_sentences_take_their_places() -> None:
    text = "# Lake\n\nOne. Two.\n\n- Item\n"
    assert merged(text, {"Lake": "Լիճ", "Two.": "Երկու։", "Item": "Կետ"}) == "# Լիճ\n\nOne. Երկու։\n\n- Կետ\n"


def test_what_is_not_translated_stays_byte_for_byte() -> None:
    text = "\ufeffOne \t\r\n  two.  Three\r\nfour.\r\n\r\n*\tItem\r\n\r\n> a\r\n> b\r\n\r\nLast"
    assert merged(text, {}) == text
    assert merged(text, {"Three four.": "Երեք։"}) == text.replace("Three\r\nfour.", "Երեք։")
    assert merged(text, {"One two.": "One two."}) == text


def test_a_repeated_text_is_translated_everywhere() -> None:
    assert merged("Yes. No.\n\n- Yes.\n", {"Yes.": "Այո։"}) == "Այո։ No.\n\n- Այո։\n"


def test_a_hard_break_keeps_its_characters_and_what_begins_the_next_line() -> None:
    assert merged("> One  \n> two.\n", {"One{br1}two.": "Մեկ{br1}երկու։"}) == "> Մեկ  \n> երկու։\n"


def test_fuzzy_and_obsolete_translations_are_for_those_who_want_them() -> None:
    article = read_article("One. Two.\n", lang="en")
    found = entries({"One.": "Մեկ։", "Two.": "Երկու։"})
    found["One."] = replace(found["One."], fuzzy=True)
    found["Two."] = replace(found["Two."], obsolete=True)
    assert build_edition(article, found, "hy").text == "One. Two.\n"
    assert build_edition(article, found, "hy", EditionPolicy(fuzzy=True)).text == "Մեկ։ Two.\n"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (MissingText.SOURCE, "One[^a]. Երկու։"),
        (MissingText.MARK, "\\[չթարգմանված\\] One[^a]. Երկու։"),
        (MissingText.OMIT, "[^a] Երկու։"),
        (MissingText.FAIL, "One[^a]. Երկու։"),
    ],
)
def test_what_has_no_translation_is_shown_marked_or_left_out_but_never_its_notes(
    missing: MissingText, expected: str
) -> None:
    text = "One[^a]. Two.\n\n[^a]: Note.\n"
    found = edition(text, {"Two.": "Երկու։", "Note.": "Ծան։"}, missing=missing)
    assert found.text == f"{expected}\n\n[^a]: Ծան։\n"
    assert found.untranslated == 1


@pytest.mark.parametrize("missing", MissingText)
def test_where_every_translation_is_its_source_so_is_the_edition(missing: MissingText) -> None:
    text = '---\ntitle: One\n---\n\nTwo [three](u.md "Four")[^a].\n\n[^a]: ![Five](f.png)\n'
    same = {segment.text: segment.text for segment in read_article(text, lang="en").segments}
    found = edition(text, same, missing=missing)
    assert (found.text, found.findings, found.untranslated, found.share) == (text, (), 0, 1.0)


def test_an_arrow_is_a_fold_even_where_the_source_is_one() -> None:
    assert rules(edition("←\n", {"←": "←"})) == [("fold", "error", 10)]


def test_a_block_of_which_nothing_is_translated_leaves_a_sign() -> None:
    text = "One[^a]. Two.\n\nThree.\n\n[^a]: Note.\n"
    assert merged(text, {"Three.": "Երեք։"}, missing=MissingText.OMIT) == "\\[…\\][^a]\n\nԵրեք։\n\n[^a]: \\[…\\]\n"


def test_the_share_counts_the_source_s_words() -> None:
    found = edition("One two three. Four.\n", {"Four.": "Չորս։"})
    assert (found.untranslated, found.share) == (1, 0.25)
    assert edition("***\n", {}).share == 1.0


def test_a_fold_gives_its_notes_to_the_sentence_before_it() -> None:
    text = "One. Two[^a]. Three.\n\n[^a]: Note.\n"
    assert first_line(text, {"One.": "Մեկ և երկու։", "Two{fn1}.": "←"}) == "Մեկ և երկու։[^a] Three."
    assert first_line(text, {"One.": "Մեկ, երկու, երեք։", "Two{fn1}.": "← {fn1}", "Three.": "←"}) == (
        "Մեկ, երկու, երեք։[^a]"
    )


def test_a_sentence_that_changed_after_it_was_folded_is_not_there_twice() -> None:
    """Its old translation is part of the one before it; the edition shows the source of both, and no error."""
    article = read_article("One. Two. Three. Four.\n\nFive.\n", lang="en")
    made = entries({"One.": "Մեկ, երկու, երեք։", "Two.": "←", "Three.": "←", "Four.": "Չորս։", "Five.": "Հինգ։"})
    made["Two."] = replace(made["Two."], fuzzy=True, previous="Too.")
    found = build_edition(article, made, "hy")
    assert (found.text, found.findings) == ("One. Two. Three. Չորս։\n\nՀինգ։\n", ())
    assert build_edition(article, made, "hy", EditionPolicy(fuzzy=True)).text == "Մեկ, երկու, երեք։ Չորս։\n\nՀինգ։\n"


@pytest.mark.parametrize("pairs", [{"One.": "←"}, {"Two{fn1}.": "←"}])
def test_a_fold_into_nothing_is_refused(pairs: dict[str, str]) -> None:
    found = edition("One. Two[^a].\n\n[^a]: Note.\n", pairs)
    assert found.text == "One. Two[^a].\n\n[^a]: Note.\n"
    assert rules(found) == [("fold", "error", 10)]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Երկու{fn2} և մեկ{fn1}։", "Երկու[^b] և մեկ[^a]։"),
        ("Մեկ{fn1}։", "Մեկ[^a]։[^b]"),
        ("Ոչինչ։", "Ոչինչ։[^a][^b]"),
        ("{fn1}Մեկ{fn1} և{fn1} երկու{fn2}։", "Մեկ[^a] և երկու[^b]։"),
        ("Մեկ{fn1} և{fn7} երկու{fn2}։", "Մեկ[^a] և երկու[^b]։"),
        ("Մեկ{ fn1 } և երկու[fn2]։", "Մեկ[^a] և երկու[^b]։"),
    ],
)
def test_every_note_stays_whatever_became_of_its_marker(target: str, expected: str) -> None:
    assert first_line(NOTED, {"One{fn1} and two{fn2}.": target}) == f"{expected} Next."


def test_a_translator_s_own_note_is_one_more_and_is_signed() -> None:
    text = merged(NOTED, {"Next.": "Հաջորդը^[Տես [այստեղ](https://a.am)։]։"})
    assert text.startswith("One[^a] and two[^b]. Հաջորդը[^tn1]։\n")
    assert text.endswith("[^b]: Second.\n\n[^tn1]: Տես [այստեղ](https://a.am)։ — *Ծնթ. թարգմ.*\n")
    for judge in (by_pyromark, by_cmark):
        assert read(judge(text)).references == {"a": 1, "b": 1, "tn1": 1}
        assert read(judge(text)).blocks.keys() == {"", "a", "b", "tn1"}


def test_own_notes_get_labels_that_the_article_has_not() -> None:
    assert "[^tnn1]: Ա — *Прим. пер.*" in merged("One[^tn1].\n\n[^tn1]: N.\n", {"N.": "Н.^[Ա]"}, "ru")


def test_an_own_note_refers_to_no_note_of_the_article() -> None:
    text = merged(NOTED, {"Next.": "Հաջորդը^[տե՛ս [^a] և `[^b]`]։", "First.": "Առաջին^[x[^B]]։"})
    assert "[^tn1]: տե՛ս \\[^a] և `[^b]` — *Ծնթ. թարգմ.*\n" in text
    assert "[^tn2]: x\\[^B] — *Ծնթ. թարգմ.*\n" in text
    for judge in (by_pyromark, by_cmark):
        assert read(judge(text)).references == {"a": 1, "b": 1, "tn1": 1, "tn2": 1}


def test_words_that_begin_with_a_caret_become_no_note() -> None:
    text = merged(
        "![up](u.png) [more](v) [^up]\n\n[^up]: N.\n",
        {"up": "^up", "{img1} [more]({url1}) {fn1}": "{img1} [^up]({url1}) {fn1}"},
    )
    assert text.startswith("![\\^up](u.png) [\\^up](v) [^up]\n")
    for judge in (by_pyromark, by_cmark):
        assert read(judge(text)).references == {"up": 1}


def test_an_own_note_brings_in_no_html_and_no_scheme() -> None:
    text = merged("One.\n", {"One.": "Մեկ^[<b>x</b> [y](javascript:z)]։"})
    assert read(by_pyromark(text)).links == {}
    assert read(by_pyromark(text)).tags == {}
    assert text.endswith("[^tn1]: \\<b\\>x\\</b\\> \\[y\\](javascript:z) — *Ծնթ. թարգմ.*\n")


def test_own_notes_stand_before_a_block_that_is_not_closed() -> None:
    text = merged("---\nlang: en\n---\nOne.\n\n```\ncode\n", {"One.": "Մեկ^[Ա]։"})
    assert text == "---\nlang: en\n---\n[^tn1]: Ա — *Ծնթ. թարգմ.*\n\nՄեկ[^tn1]։\n\n```\ncode\n"


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        ("See [a](a.md) now.\n", "a.md", "ru/a.md"),
        ("See [a](<a b.md> 'T') now.\n", "a b.md", "c.md"),
        ("See ![a](a.png) now.\n", "a.png", "../b_(c).png"),
        ("See https://a.am now.\n", "https://a.am", "https://a.am/ru"),
        ("See <https://a.am> now.\n", "https://a.am", "https://b.am/?q=1#c"),
        ("See [a][r].\n\n[r]: a.md\n", "a.md", "#here"),
        ("See [a](a.md) and <https://a.am>.\n", "https://a.am", "https://b.am"),
        ("See [a](tel:1).\n", "tel:1", "mailto:a@b.am"),
    ],
)
def test_a_link_may_lead_elsewhere_in_an_edition(source: str, old: str, new: str) -> None:
    found = edition(source, {old: new})
    assert found.text == source.replace(old, new)
    assert not found.findings


def test_a_link_target_changes_in_translated_text_too() -> None:
    pairs = {"See [a]({url1}) and [b]({url2}).": "Տես [բ]({url2}) և [ա]({url1})։", "a.md": "b.md", "b.md": "c.md"}
    assert merged("See [a](a.md) and [b](b.md).\n", pairs) == "Տես [բ](c.md) և [ա](b.md)։\n"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "a b", "x)y", "//evil.am", "data:text/html,x", "&#106;s:x"])
def test_a_target_that_is_no_safe_address_is_refused(target: str) -> None:
    found = edition("See [a](a.md) now.\n", {"a.md": target})
    assert found.text == "See [a](a.md) now.\n"
    assert rules(found) == [("link-target", "error", 10)]


def test_a_reference_link_keeps_its_label_when_its_text_is_translated() -> None:
    pairs = {"See [map][{url1}] and {img1}.": "Տես [քարտեզը][{url1}] և {img1}։", "plan": "Հատակագիծ"}
    text = "See [map] and ![plan].\n\n[map]: a.md\n[plan]: b.png\n"
    assert first_line(text, pairs) == "Տես [քարտեզը][map] և ![Հատակագիծ][plan]։"


def test_texts_inside_images_and_links_are_escaped_for_their_place() -> None:
    pairs = {"a": "[ա] `բ`", "T": 'Ասաց "ոչ" \\', "x": "y](z"}
    assert merged('![a](b.png "T") [x](c.md)\n', pairs) == (
        '![\\[ա\\] \\`բ\\`](b.png "Ասաց &#34;ոչ&#34; &#92;") [x](c.md)\n'
    )


def test_markdown_that_the_source_has_not_is_shown_as_characters() -> None:
    found = edition("One. Two.\n", {"One.": "Մեկ <b>x</b>։", "Two.": "*Երկու*։"})
    assert found.text == "Մեկ \\<b\\>x\\</b\\>։ *Երկու*։\n"
    assert rules(found) == [("structure", "warning", 10)]


def test_two_that_break_out_only_together_are_both_escaped() -> None:
    found = edition("One. Two.\n", {"One.": "Մեկ <b", "Two.": "x='y'> Երկու"})
    assert read(by_pyromark(found.text)).tags == {}
    assert rules(found) == [("structure", "warning", 10), ("structure", "warning", 20)]


def test_front_matter_keeps_its_form() -> None:
    text = "---\r\nlang: en\r\ntitle: Plain\r\nsubtitle: 'It''s'\r\nauthor: [A, \"B\"]\r\n---\r\n\r\nText.\r\n"
    pairs = {"Plain": "Ա: բ", "It's": "Դ'Ե", "A": "Զ", "B": 'Է "Ը"'}
    assert merged(text, pairs) == (
        '---\r\nlang: en\r\ntitle: "Ա: բ"\r\nsubtitle: \'Դ\'\'Ե\'\r\nauthor: [Զ, "Է \\"Ը\\""]\r\n---\r\n\r\nText.\r\n'
    )


def test_what_follows_front_matter_at_once_is_proved_as_it_stands() -> None:
    found = edition("---\nlang: en\n---\n# - Lake\n\nText.\n", {"- Lake": "- Լիճ"})
    assert found.text == "---\nlang: en\n---\n# - Լիճ\n\nText.\n"
    assert not found.findings


def test_a_heading_behind_number_signs_shows_its_number_as_it_is() -> None:
    assert merged("### 1. Lake\n", {"1. Lake": "1. Լիճ"}) == "### 1. Լիճ\n"
    assert merged("# A\n", {"A": "# Ա"}) == "# \\# Ա\n"
    assert merged("1\\. Lake\n---\n", {"1\\. Lake": "1. Լիճ"}) == "1\\. Լիճ\n---\n"


def test_bars_in_a_list_are_no_table() -> None:
    assert merged("- a | b\n- c\n", {"a | b": "ա | բ"}) == "- ա | բ\n- c\n"


def test_an_underlined_heading_with_a_bar_begins_no_table() -> None:
    assert merged("Heading\n---\n", {"Heading": "Ա | բ"}) == "Ա &#124; բ\n---\n"
    assert merged("# Heading\n", {"Heading": "Ա | բ"}) == "# Ա | բ\n"


@pytest.mark.parametrize(
    ("source", "words", "edition"),
    [
        ("Lake.\n", "Ա | բ", "Ա &#124; բ\n"),
        ("# Lake\n", "Ա \\| բ", "# Ա &#124; բ\n"),
        ("> - Lake `a | b` of {{ a | b }}\n", "`a | b` {keep1} | Լիճ", "> - `a | b` {{ a | b }} &#124; Լիճ\n"),
        ("| Lake |\n|---|\n", "Ա | բ", "| Ա \\| բ |\n|---|\n"),
        ("Lake | river\n", "Ա | բ", "Ա | բ\n"),
    ],
)
def test_a_bar_begins_no_table_of_jekyll(source: str, words: str, edition: str) -> None:
    assert merged_by(source, words, "jekyll") == edition


@pytest.mark.parametrize(
    ("source", "words", "edition"),
    [
        ("Lake.\n", "{% Լիճ", "&#123;% Լիճ\n"),
        ("- Lake.\n", "Լիճ <!-- }", "- Լիճ &#60;!-- &#125;\n"),
        ("# Lake `{a`\n", "`{a` < {b}", "# `{a` &#60; &#123;b&#125;\n"),
        (
            "<A b={1}>Lake</A> of {c} <b>d</b>.\n",
            "{keep1}Լիճ{keep2} {keep3} {{ <b>d</b>",
            "<A b={1}>Լիճ</A> {c} &#123;&#123; <b>d</b>\n",
        ),
    ],
)
def test_a_brace_that_nothing_closes_does_not_stop_docusaurus(source: str, words: str, edition: str) -> None:
    assert merged_by(source, words, "docusaurus") == edition


@pytest.mark.parametrize(
    ("source", "words", "dialect"),
    [
        ("See <A>it</A>.\n", "Տես {keep2}այն{keep1}։", "docusaurus"),
        ("See <A><B>it</B></A>.\n", "Տես {keep1}{keep2}այն{keep4}{keep3}։", "docusaurus"),
        ("See {% if a %}{% for b in c %}it{% endfor %}{% endif %}.\n", "{keep2}{keep1}Տես{keep3}{keep4}", "jekyll"),
        ("See *it*{:.b} now.\n", "Տես *այն* հիմա. {keep1}", "jekyll"),
        ("See *it*{:.b} now.\n", "Տես այն *հիմա* {keep1}", "jekyll"),
    ],
)
def test_the_source_stays_where_syntax_of_the_site_would_enclose_nothing(source: str, words: str, dialect: str) -> None:
    assert merged_by(source, words, dialect) == source


@pytest.mark.parametrize(
    ("source", "edition"),
    [
        ("![The lake](a.png)\n", "![Մեկ &#124; երկու](a.png)\n"),
        ('See *it*{: title="The lake"}.\n', 'See *it*{: title="Մեկ &#124; երկու"}.\n'),
    ],
)
def test_a_bar_in_a_value_makes_no_table_of_a_line_of_jekyll(source: str, edition: str) -> None:
    entry = Entry(source="The lake", target="Մեկ | երկու")
    for dialect, made in (("jekyll", edition), ("github", edition.replace("&#124;", "|"))):
        article = read_article(source, lang="en", dialects=(dialect,))
        assert build_edition(article, {"The lake": entry}, "hy").text == made


@pytest.mark.parametrize(
    ("source", "words", "edition"),
    [
        ("See <A/> in <B>it</B>.\n", "{keep2}Այն{keep3}, {keep1}։", "<B>Այն</B>, <A/>։\n"),
        ("See <A>it</A>, <B>that</B>.\n", "{keep3}Դա{keep4}, {keep1}այն{keep2}", "<B>Դա</B>, <A>այն</A>\n"),
        (
            "See <A b={() => 1} /> in <B>it, <A>it</A></B>.\n",
            "{keep2}{keep1}, {keep3}այն{keep4}{keep5}",
            "<B><A b={() => 1} />, <A>այն</A></B>\n",
        ),
    ],
)
def test_syntax_of_the_site_may_change_its_order(source: str, words: str, edition: str) -> None:
    assert merged_by(source, words, "docusaurus") == edition


def test_of_many_hostile_translations_only_those_are_held_back() -> None:
    text = "".join(f"Paragraph {number}. More of {number}.\n\n" for number in range(300))
    pairs = {
        f"Paragraph {number}.": "<script>" if number % 10 == 0 else f"Պարբերություն {number}։" for number in range(300)
    }
    found = edition(text, pairs)
    assert len(found.findings) == 30
    assert found.text.count("Պարբերություն") == 270
    assert found.text.count("\\<script\\> More of") == 30


def test_deep_nesting_and_long_paragraphs_are_merged() -> None:
    deep = "> " * 150 + "Text.\n"
    assert merged(deep, {"Text.": "Տեքստ։"}) == deep.replace("Text.", "Տեքստ։")
    long = " ".join(f"Word {number}." for number in range(3000)) + "\n"
    assert merged(long, {"Word 7.": "```", "Word 8.": "<b>"}).count("Word") == 2998


def test_a_placeholder_invented_in_an_image_text_or_a_title_is_left_out() -> None:
    text = '![A lake](lake.svg "Its title")\n'
    pairs = {"A lake": "Լիճ{fn1}", "Its title": "{fn1} Անվանում"}
    assert merged(text, pairs) == '![Լիճ](lake.svg "Անվանում")\n'


def test_an_edition_knows_where_each_sentence_stands() -> None:
    text = "---\ntitle: T\n---\n\nOne[^a]. Two. Three.\n\n[^a]: Note.\n"
    found = edition(text, {"T": "Վ", "One{fn1}.": "Մեկ{fn1}^[իմ]։", "Two.": "←", "Three.": "Երեք։", "Note.": "Ծան։"})
    assert [found.text[start:end] for start, end in found.spans] == ["Վ", "Մեկ[^a][^tn1]։", "", "Երեք։", "Ծան։"]
    untouched = edition(text, {})
    assert [text[start:end] for start, end in untouched.spans] == ["T", "One[^a].", "Two.", "Three.", "Note."]


def test_where_notes_of_ones_own_go_to_the_front_the_sentences_move_with_the_rest() -> None:
    text = "---\nlang: en\n---\nOne.\n\n```\nopen\n"
    found = edition(text, {"One.": "Մեկ^[իմ]։"})
    assert found.text.index("[^tn1]:") < found.text.index("Մեկ")
    assert [found.text[start:end] for start, end in found.spans] == ["Մեկ[^tn1]։"]


def test_a_sentence_may_have_two_notes_of_its_translator() -> None:
    text = merged("One.\n", {"One.": "Ա^[Առաջին] բ^[Երկրորդ] գ։"})
    assert text.startswith("Ա[^tn1] բ[^tn2] գ։\n\n[^tn1]: Առաջին — ")
    assert "\n\n[^tn2]: Երկրորդ — " in text


def test_a_fold_that_is_refused_says_why() -> None:
    text = "One. Two.\n"
    assert "the first of its block" in str(edition(text, {"One.": "←"}).findings[0])
    assert "is not translated" in str(edition(text, {"Two.": "←"}).findings[0])


def test_own_notes_get_labels_that_no_reference_has() -> None:
    assert merged("One[^TN1].\n\nTwo.\n", {"Two.": "Երկու^[Ա]։"}).startswith("One[^TN1].\n\nԵրկու[^tnn1]։\n")


@pytest.mark.parametrize("text", ["![x](y.png)", "<b>x</b>"])
def test_an_own_note_brings_in_no_image_or_tag(text: str) -> None:
    found = merged("One.\n\n[^a]: Note.\n", {"One.": f"Մեկ^[{text}]։"})
    html = by_pyromark(found)
    assert "<img" not in html
    assert (read(html).tags, read(html).references) == ({}, {"tn1": 1})


@pytest.mark.parametrize("sign", ["*[HTML]: ", "% ", "--8<-- ", "\\begin{a} ", "/// "])
def test_what_a_paragraph_begins_with_in_the_source_it_may_begin_with_in_an_edition(sign: str) -> None:
    article = read_article(f"Before.\n\n{sign}the words.\n", lang="en")
    [source] = [item.text for item in article.segments if "words" in item.text]
    target = source.replace("the words", "слова")
    assert build_edition(article, entries({source: target}), "ru").text == f"Before.\n\n{target}\n"
    article = read_article("Before.\n\nThe words.\n", lang="en")
    assert sign not in build_edition(article, entries({"The words.": target}), "ru").text


def test_an_escaped_translation_shows_nothing_that_gives_emphasis_effect() -> None:
    article = read_article("**The lake** fell.\n", lang="en")
    found = build_edition(article, entries({"**The lake** fell.": "**[Լիճ](http://a.am)**ը"}), "hy")
    assert "8288" not in found.text


CHINESE = {"One.": "一。", "Two!": "“二！”", "Three{fn1}.": "三。{fn1}", "Four.": "**四。**", "Five.": "五。"}


def test_sentences_in_chinese_stand_without_a_space_unless_emphasis_needs_one() -> None:
    text = "One. Two!\nThree[^a]. Four. Five.\n\n> One.\n> Two!\n\n[^a]: Note.\n"
    shown = merged(text, CHINESE, lang="zh-Hans")
    assert shown.startswith("一。“二！”三。[^a]**四。** 五。\n\n> 一。\n> “二！”\n")
    assert merged(text, {"Two!": "二！"}, lang="zh-Hans").startswith("One. 二！\nThree[^a]. Four. Five.\n")


def test_sentences_from_chinese_are_parted_by_a_space() -> None:
    text = "一。“二！”三。[^a]“四？”五。\n\n[^a]: 注。\n"
    article = read_article(text, lang="zh-Hans")
    pairs = {segment.text: f"Word{number}." for number, segment in enumerate(article.segments)}
    pairs["三。{fn1}"] = "Word.{fn1}"
    made = build_edition(article, entries(pairs), "en", EditionPolicy()).text.split("\n")[0]
    assert made.count("Word") == len(article.segments) - 1
    assert " Word" in made
    assert ".Word" not in made
    assert "]Word" not in made


@pytest.mark.parametrize("syntax", ["[[Dam|the dam]]", '{{< map at="a|b" caption="the dam" >}}'])
def test_a_bar_in_syntax_is_no_end_of_a_cell_and_others_are_escaped(syntax: str) -> None:
    text = f"| Place | Year |\n|---|---|\n| See {syntax} now. | 1998 |\n"
    made = merged(text, {"See {keep1} now.": "Տե՛ս | {keep1} հիմա։", "the dam": "ամբարտակը"})
    assert made.splitlines()[2] == f"| Տե՛ս \\| {syntax.replace('the dam', 'ամբարտակը')} հիմա։ | 1998 |"
