"""The proof of an edition: what is held back, how strongly, and that nothing else is."""

import pytest
from article.markdown.judges import by_cmark, by_pyromark, read
from cpu import grows_in_proportion

from edition.making import entries
from pipeline.article.markdown import read_article
from pipeline.article.markdown.events import Dialects
from pipeline.article.markdown.html_tokens import has_other_tags
from pipeline.article.markdown.outline import Outline, read_outline
from pipeline.edition import Edition, build_edition, regions


def edition(text: str, pairs: dict[str, str]) -> Edition:
    return build_edition(read_article(text, lang="en"), entries(pairs), "hy")


def rules(found: Edition) -> list[tuple[str, str, int]]:
    return [(finding.rule, finding.severity, finding.line) for finding in found.findings]


def test_of_a_block_only_the_offending_sentence_is_held_back() -> None:
    found = edition(
        "One. Two. Three.\n\nFour.\n",
        {"One.": "*Մեկ*։", "Two.": "Երկու <b>։", "Three.": "**Երեք**։", "Four.": "*Չորս*։"},
    )
    assert found.text == "*Մեկ*։ Երկու \\<b\\>։ **Երեք**։\n\n*Չորս*։\n"
    assert rules(found) == [("structure", "warning", 20)]


def test_of_a_list_only_the_offending_item_is_held_back() -> None:
    found = edition("- One.\n- Two.\n- Three.\n", {"One.": "*Մեկ*։", "Two.": "Երկու `կոդ`։", "Three.": "*Երեք*։"})
    assert found.text == "- *Մեկ*։\n- Երկու \\`կոդ\\`։\n- *Երեք*։\n"
    assert rules(found) == [("structure", "warning", 20)]


def test_changed_code_in_html_is_held_back_as_in_markdown() -> None:
    text = "<p>Run <code>lake</code> now.</p>\n"
    found = edition(text, {"Run <code>lake</code> now.": "Գործարկե՛ք <code>լիճ</code>։"})
    assert found.text == "<p>Գործարկե՛ք &lt;code&gt;լիճ&lt;/code&gt;։</p>\n"
    assert rules(found) == [("structure", "warning", 10)]


@pytest.mark.parametrize("sign", ["<!--", "<?", "<![CDATA[", "<!A", "<?x <!-- "])
def test_signs_of_html_without_an_end_are_looked_through_in_linear_time(sign: str) -> None:
    assert not has_other_tags(sign, "x")
    assert has_other_tags(f"{sign} <i>", "x")
    assert grows_in_proportion(lambda count: has_other_tags(sign * count, "x"), 2_000, 16_000)


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("Տես <i>թիվը</i>։", "Տես &lt;i&gt;թիվը&lt;/i&gt;։"),
        ("Տես <code>թիվ</code>։<br>", "Տես &lt;code&gt;թիվ&lt;/code&gt;։&lt;br&gt;"),
        ("Տես <b>թիվը</b>։<br>", "Տես <b>թիվը</b>։&lt;br&gt;"),
    ],
)
def test_tags_that_a_translation_in_html_adds_are_told(target: str, shown: str) -> None:
    found = edition("<p>See <b>the</b> <code>number</code>.</p>\n", {"See <b>the</b> <code>number</code>.": target})
    assert found.text == f"<p>{shown}</p>\n"
    assert rules(found) == [("structure", "warning", 10)]


@pytest.mark.parametrize("target", ["Տես <b>թիվը</b> <code>number</code>։", "3 < 5, իսկ 7 > 4։", "Տես թիվը։"])
def test_tags_of_the_source_and_other_signs_in_html_are_not_told(target: str) -> None:
    found = edition("<p>See <b>the</b> <code>number</code>.</p>\n", {"See <b>the</b> <code>number</code>.": target})
    assert not rules(found)


def test_of_a_definition_all_is_held_back_together() -> None:
    text = 'See [a].\n\n[a]: b.md "Title"\n\nOther.\n'
    found = edition(text, {"Title": 'Անուն" [x]: y.md "', "b.md": "c.md", "Other.": "*Ուրիշ*։"})
    assert read(by_pyromark(found.text)).links.keys() == {"c.md"}
    assert found.text.endswith("*Ուրիշ*։\n")


def test_a_label_that_only_the_whole_edition_knows_makes_no_new_link() -> None:
    # No-break spaces count in labels. Block by block, `[a b]` is text; only the whole edition has its definition.
    text = "See [a\u00a0b].\n\nOther.\n\nLast.\n\n[a\u00a0b]: x.md\n"
    found = edition(text, {"Other.": "Ուրիշ [a\u00a0b]։"})
    assert found.text == text.replace("Other.", "Ուրիշ \\[a\u00a0b\\]։")
    assert rules(found) == [("structure", "warning", 10)]
    for judge in (by_pyromark, by_cmark):
        assert read(judge(found.text)).links == {"x.md": 1}


@pytest.mark.parametrize("label", ["a", "A", "^x"])
def test_a_label_of_another_block_makes_no_new_link_or_reference(label: str) -> None:
    found = edition("See [a] and[^x].\n\nOther.\n\n[a]: x.md\n\n[^x]: Note.\n", {"Other.": f"Ուրիշ [{label}]։"})
    assert found.text.split("\n")[2] == f"Ուրիշ \\[{label.replace('^', chr(92) + '^')}\\]։"
    assert rules(found) == [("structure", "warning", 10)]


def test_a_label_that_nothing_defines_is_text() -> None:
    found = edition("One.\n\n[a]: x.md\n", {"One.": "Մեկ [b]։"})
    assert found.text == "Մեկ [b]։\n\n[a]: x.md\n"
    assert not found.findings


def test_a_changed_link_target_counts_as_that_of_its_source_only() -> None:
    text = "See [a](a.md).\n\nSee [b](b.md).\n\nOther.\n"
    pairs = {"a.md": "c.md", "Other.": "Տես [c](c.md)։", "See [b]({url1}).": "Տես [բ]({url1})։"}
    found = edition(text, pairs)
    assert found.text == "See [a](c.md).\n\nՏես [բ](b.md)։\n\nՏես \\[c\\](c.md)։\n"
    assert rules(found) == [("structure", "warning", 20)]


def test_a_link_of_the_source_may_not_stand_twice() -> None:
    found = edition("See [a](b.md) now.\n", {"See [a]({url1}) now.": "Տես [ա]({url1}) [բ](b.md)։"})
    assert found.text == "Տես [ա](b.md) \\[բ\\](b.md)։\n"
    assert rules(found) == [("structure", "warning", 10)]


def test_only_the_sentences_that_open_and_close_something_together_are_held_back() -> None:
    texts = [f"Text {number}." for number in range(40)]
    odd = {"Text 3.": "Մեկ ` երկու։", "Text 30.": "Մեկ ` երկու։"}
    found = edition(" ".join(texts) + "\n", {text: odd.get(text, "*Մեկ*։") for text in texts})
    assert rules(found) == [("structure", "warning", 40), ("structure", "warning", 310)]
    assert found.text.count("*Մեկ*։") == 38
    assert found.text.count("Մեկ \\` երկու։") == 2


def test_few_outlines_are_read_to_find_many_offending_items(monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[str] = []

    def read_and_count(text: str, dialects: Dialects) -> Outline:
        readings.append(text)
        return read_outline(text, dialects)

    monkeypatch.setattr(regions, "read_outline", read_and_count)
    texts = [f"Item {number}." for number in range(200)]
    pairs = {text: "Մեկ <b>" if number < 100 else "Մեկ" for number, text in enumerate(texts)}
    found = edition("".join(f"- {text}\n" for text in texts), pairs)
    assert found.text.count("\\<b\\>") == len(found.findings) == 100
    assert len(readings) < 3 * 100


def test_where_the_source_stays_no_finding_tells_of_signs_that_readers_see() -> None:
    text = "<p>Run <b><code>a</b> q</code> now</p>\n"
    found = edition(text, {"Run <b><code>a</b> q</code> now": "</code><i>{fn1}<b>"})
    assert found.text == text
    assert rules(found) == [("structure", "error", 10)]
