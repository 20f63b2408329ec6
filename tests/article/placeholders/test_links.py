"""Links: the words of a translation, the target of the source, in the form that the source has."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.article.placeholders.links import find_empty_links
from pipeline.article.placeholders.reconcile import LinkSyntax, reconcile_placeholders, split_target
from pipeline.model import Placeholder, Segment

DEFINITIONS = "\n\n[^1]: one\n\n[lab]: https://example.org/lab\n"


def segment_of(markdown: str) -> Segment:
    return read_article(markdown + DEFINITIONS, lang="en", sentences=False).segments[0]


@pytest.mark.parametrize(
    "written",
    [
        *("[доклад]({url1})", "[доклад] ({url1})", "[доклад]( {url1} )", "[доклад]{url1}", "[доклад]\u200b({url1})"),
        *("[доклад][{url1}]", "[доклад] [ {url1} ]", "(доклад)[{url1}]", "(доклад)({url1})", "[доклад](<{url1}>)"),
        *("[доклад]({ Url1 })", "[доклад](url1)", "[доклад][url1]", "[доклад]({url1]", "[доклад]({url1}"),
        *("[доклад]", "[доклад]()", "[доклад][]", "[доклад] {url1}", "{url1} [доклад]", "[доклад] <{url1}>"),
        *("[доклад](https://example.org/a)", "[доклад]({ссылка1})", "[доклад]({հղում 1})"),
    ],
)
def test_a_link_that_came_apart(written: str) -> None:
    inline = reconcile_placeholders(f"См. {written}.", segment_of("See [the report](https://example.org/a)."))
    assert (inline.text, inline.missing, inline.doubled) == ("См. [доклад]({url1}).", (), ())
    if "example.org" not in written:
        labelled = reconcile_placeholders(f"См. {written}.", segment_of("See [the report][lab]."))
        assert (labelled.text, labelled.missing, labelled.doubled) == ("См. [доклад][{url1}].", (), ())


@pytest.mark.parametrize("words", ["[и] так", "**жирно** и *[криво]*", "`код ]`", "\\] скобка", "{img1}"])
def test_words_with_brackets_and_emphasis(words: str) -> None:
    segment = segment_of("![p](p.png) [the report](https://example.org/a)")
    image = "" if "{img1}" in words else "{img1} "
    target = f"{image}[{words}]({{url1}})"
    assert reconcile_placeholders(target, segment).text == target
    assert reconcile_placeholders(f"{image}[{words}] ( {{url1}} )", segment).text == target


@pytest.mark.parametrize(
    ("source", "target", "becomes", "missing", "doubled"),
    [
        # Links that moved into other words, or changed places, are the translator's business.
        ("[A](u) [b](v).", "[б]({url2}) [а]({url1}).", "[б]({url2}) [а]({url1}).", (), ()),
        ("[A](u) [b](v).", "[а]({url2}) [б]({url1}).", "[а]({url2}) [б]({url1}).", (), ()),
        ("[A](u) b.", "а [б]({url1}).", "а [б]({url1}).", (), ()),
        # The second of two links with one target is no link.
        ("[A](u) b.", "[а]({url1}) [б]({url1}).", "[а]({url1}) б.", (), ("url1",)),
        ("[A](u) b.", "{url1} [а]({url1}) б.", "[а]({url1}) б.", (), ("url1",)),
        # A target without words leads nowhere, and an address in the words would be seen.
        ("[A](u) b.", "а {url1} б.", "а б.", ("url1",), ()),
        ("[A](u) b.", "а ({url1}) б.", "а б.", ("url1",), ()),
        ("[A](u) b.", "а б <{url1}>.", "а б.", ("url1",), ()),
        ("[A](u) b.", "а `[б]({url1})`.", "а `[б]`.", ("url1",), ()),
        ("[A](u) b.", "а^[см. [б]({url1})].", "а^[см. б].", ("url1",), ()),
        # Two without words, or words that are none, or the author's: nobody can tell.
        ("[A](u) [b](v).", "[а] [б].", "[а] [б].", ("url1", "url2"), ()),
        ("[A](u) b.", "[а] [б].", "[а] [б].", ("url1",), ()),
        ("[A](u) b.", "[1915] а.", "[1915] а.", ("url1",), ()),
        ("[A](u) b.", "[…] а.", "[…] а.", ("url1",), ()),
        ("[A](u) [sic].", "а [sic].", "а [sic].", ("url1",), ()),
        ("[A](u) b.", "[а](https://other.example).", "[а](https://other.example).", ("url1",), ()),
        ("[A](u) [b](v).", "[а]({url1}) [б].", "[а]({url1}) [б]({url2}).", (), ()),
        # In Markdown a link has no link in its words: the inner one counts.
        ("[A](u) [b](v).", "[а [б]({url2}) в]({url1}).", "[а [б]({url2}) в].", ("url1",), ()),
        # A bracket around the link stays.
        ("(see [A](u)) b.", "(см. [а]{url1}) б.", "(см. [а]({url1})) б.", (), ()),
        # Addresses that readers see stay what they are.
        ("See <https://a.example>.", "См. {url1}.", "См. <{url1}>.", (), ()),
        ("See <https://a.example>.", "См. < {url1} >.", "См. <{url1}>.", (), ()),
        ("See https://a.example.", "См. <{url1}>.", "См. {url1}.", (), ()),
        ("See https://a.example.", "См. [тут]({url1}).", "См. тут {url1}.", (), ()),
        ("See https://a.example.", "См. (https://a.example).", "См. ({url1}).", (), ()),
        ("[see] (https://a.example)", "[см.] ({url1})", "[см.] ({url1})", (), ()),
    ],
)
def test_links(source: str, target: str, becomes: str, missing: tuple[str, ...], doubled: tuple[str, ...]) -> None:
    segment = segment_of(source)
    aligned = reconcile_placeholders(target, segment)
    assert aligned.text == becomes
    assert tuple(item.name for item in aligned.missing) == missing
    assert aligned.doubled == doubled
    assert reconcile_placeholders(aligned.text, segment).text == becomes


def test_a_link_with_a_target_that_the_source_has_not_keeps_its_words() -> None:
    aligned = reconcile_placeholders("[а]({url1}) [б]({url7}).", segment_of("[A](u) b."))
    assert (aligned.text, aligned.invented) == ("[а]({url1}) б.", ("url7",))


def test_parts_tell_words_from_link_syntax() -> None:
    segment = segment_of("[A](u)[^1], <https://a.example>, [b][lab] {x}")
    url1, fn1, url2, url3 = segment.placeholders
    text = "[а *б*]({url1}){fn1}, <{url2}> [{fn7}][{url3}] {x}"
    assert list(split_target(text, segment)) == [
        *(LinkSyntax("["), "а *б*", LinkSyntax("]("), url1, LinkSyntax(")"), fn1, ", "),
        *(LinkSyntax("<"), url2, LinkSyntax(">"), " "),
        *(LinkSyntax("["), "{fn7}", LinkSyntax("]["), url3, LinkSyntax("]"), " {x}"),
    ]
    assert all(isinstance(part, str | LinkSyntax | Placeholder) for part in split_target(segment.text, segment))


def test_links_without_words() -> None:
    assert find_empty_links("[]({url1}) [ ][{url2}] [x]({url3}) [{img1}]({url4}) []") == ("url1", "url2")
