"""Documents of each dialect: read without loss, their syntax in its place in every edition, and none of it an entry."""

import os
import re
from collections.abc import Iterator

import pytest
from edition.making import entries, translated, unwrapped

from article.dialects.samples import SHAPES, all_documents, documents, shape_of, translate
from pipeline.article.dialects import NAMES, MarkKind, load
from pipeline.article.dialects.scan import scan
from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.article.markdown.outline import read_outline
from pipeline.article.placeholders import remove_placeholders
from pipeline.checks import check_article, check_entries
from pipeline.edition import build_edition
from pipeline.model import Article

THOROUGH = bool(os.environ.get("TARGMAN_THOROUGH"))

# Latin letters, and signs of syntax, that entries may show besides code and HTML tags: a mail address, a word that
# kramdown replaces, words between two tags of kramdown, the value of an attribute, money.
MAY_SHOW = {"anna@example.org", "TOC", "x", "A", "B", "$5", "$20"}
SYNTAX = re.compile(r"[\w.]*[A-Za-z]\S*|[{}$@%]+\w*|:{2,}|!!!|\?\?\?|\[\[|\]\]|===|\[!|\(@|/{3}")

HOSTILE = (
    '{{< readfile file="/etc/passwd" >}}', "{{% x %}}", "{{ site.x }}", "{% include x %}", "{% raw %}", "{# x #}",
    "{/* x */}", "{x}", "{props.a.b}", "$a$", "$$a$$", "вода $a_1$ и", "::: x", ":::", ":::note[x]", "!!! x", "??? x",
    '???+ x "y"', '=== "x"', "[[x]]", "[[x|y]]", "![[x]]", "[@x]", "[-@x, p. 3]", "@x", "@fig-x", "\\@ref(x)",
    "<Tabs>", "</Tabs>", "<Tabs /> x", "<A b={c} /> x", "%%", "%% x %%", "x %%y%%", "% x", "[!NOTE]", "[!tip] x",
    "{: .x}", "{.x}", "x {.y}", "**x**{.y}", "{:toc}", "{::options x='y' /}", "{:/}", "[TOC]", "[[TOC]]", "^x",
    "x ^y", "#x", "слово #x", ":material-check:", ":x:", "++ctrl+x++", '--8<-- "x"', "--8<--", "*[HTML]: x",
    "/// x", "///", "\\(x\\)", "\\[x\\]", "\\begin{x}", "\\newpage", "(ref:x) y", "(@) x", "(@x)", "#. x", "| x",
    ": x", "~ x", "+---+", "-----", "--- ---", "import x from 'y'", "export const x = 1", "x {#y}", "`x`{=html}",
    "{{<", ">}}", "%}", "x' }}", "}}", '">}}', '" %} {% x %}', "]]", "$", "{", "}", "\\", '\\"', "x\\", '"',
    "^[x", "x]", "x] y ^[z", "a. x", "(ii) x", "B)  x", "Table: x", "key:: x", "[/] x", "|", "|      x",
)  # fmt: skip
"""Translations that add a site's syntax, or that end what is around them."""


def article_of(dialect: str, text: str) -> Article:
    return read_article(text, lang="ru", dialects=(dialect,))


@pytest.mark.parametrize("dialect", NAMES)
def test_there_are_twenty_documents_of_each_dialect(dialect: str) -> None:
    assert len(documents(dialect)) >= 20


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dialect", NAMES)
def test_a_document_is_read_without_loss(dialect: str, shape: str) -> None:
    for name, plain in documents(dialect).items():
        text = SHAPES[shape](plain)
        article = article_of(dialect, text)
        assert article.source == text, name
        assert build_edition(article, translated(article, str), "ru").text == text, name


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dialect", NAMES)
def test_syntax_keeps_its_place_in_a_translation_of_every_word(dialect: str, shape: str) -> None:
    for name, plain in documents(dialect).items():
        text = SHAPES[shape](plain)
        article = article_of(dialect, text)
        edition = build_edition(article, translated(article, translate), "hy")
        assert not edition.findings, name
        assert not re.search("[а-яё]", edition.text, re.IGNORECASE), name
        assert shape_of(edition.text) == shape_of(text), name
        assert read_outline(edition.text, (dialect,)).skeleton == read_outline(text, (dialect,)).skeleton, name
        rewritten = unwrapped(article).text()
        assert shape_of(rewritten) == shape_of(text), name


@pytest.mark.parametrize("dialect", NAMES)
def test_no_entry_shows_syntax_and_each_has_words(dialect: str) -> None:
    for name, text in documents(dialect).items():
        for unit in extract_units(article_of(dialect, text), "a.md"):
            if not unit.segment.kind.is_text:
                continue
            shown = re.sub(r"`[^`]*`|</?[a-z]\w*[^>]*>|\]\(\)|\\.", "", remove_placeholders(unit.text))
            assert re.search(r"\w", shown), (name, unit.text)
            assert {found.rstrip(",.") for found in SYNTAX.findall(shown)} <= MAY_SHOW, (name, unit.text)


def literal_marks(text: str, dialect: str) -> Iterator[tuple[str, str]]:
    """The marks of a text without the words in them, and with their white space as one space."""
    for mark in scan(text, load((dialect,))):
        literal, at = "", mark.start
        for words in mark.words:
            literal += text[at : words.start] + "…"
            at = words.end
        literal += text[at : mark.end]
        if text.endswith("](", 0, mark.start):
            continue  # the target of a link, which a translator may leave out with the link
        yield str(mark.kind), re.sub(r"\s+(?:>\s*)*", " ", literal) if mark.kind is not MarkKind.BLOCK else literal


@pytest.mark.parametrize(("dialect", "name", "text"), all_documents(), ids=lambda value: value.split("\n")[0][:30])
def test_a_translation_cannot_add_syntax_of_the_site(dialect: str, name: str, text: str) -> None:
    article = article_of(dialect, text)
    source = sorted(literal_marks(text, dialect))
    skeleton = read_outline(text, (dialect,)).skeleton
    texts = list(dict.fromkeys(segment.text for segment in article.segments if segment.kind.is_text))
    wrong = []
    for number, segment in enumerate(texts):
        for hostile in HOSTILE if THOROUGH else HOSTILE[(len(name) + number) % 9 :: 9]:
            kept = "".join(re.findall(r"\{[a-z]+\d+\}", segment))
            for target in (hostile, f"{kept} {hostile}", f"բառ {hostile} {kept}"):
                edition = build_edition(article, entries({segment: target}), "hy").text
                same_marks = sorted(literal_marks(edition, dialect)) == source
                if not (same_marks and read_outline(edition, (dialect,)).skeleton == skeleton):
                    wrong.append((segment, target, edition))
    assert not wrong


def test_a_translation_that_begins_like_code_is_shown_as_its_words() -> None:
    article = article_of("docusaurus", "Вода.\n\n- Вода.\n\nДом. Вода.\n")
    made = build_edition(article, entries({"Вода.": "export of water.", "Дом.": "import x of y."}), "en")
    assert made.text == "&#101;xport of water.\n\n- export of water.\n\n&#105;mport x of y. export of water.\n"
    plain = build_edition(article_of("hugo", "Вода.\n"), entries({"Вода.": "export of water."}), "en")
    assert plain.text == "export of water.\n"


def test_terms_of_one_definition_stay_on_lines_of_their_own() -> None:
    article = article_of("hugo", "Вода\n*Лёд* и `пар`\n: То же.\n\n> Дом\n> Изба\n>\n> : Там живут.\n")
    made = {"Вода": "- Water", "*Лёд* и `пар`": "`пар`, *ice*", "То же.": "The same.", "Дом": "House", "Изба": "---"}
    edition = build_edition(article, entries(made), "en")
    assert edition.text == "\\- Water\n`пар`, *ice*\n: The same.\n\n> House\n> \\---\n>\n> : Там живут.\n"


@pytest.mark.parametrize(
    ("dialect", "text", "texts"),
    [
        ("hugo", "| Вода\n|             стоит\n|\n| Лёд\n|   тает\n", ["Вода", "стоит", "Лёд", "тает"]),
        ("mkdocs", "Вода\n:       Лёд\n\nДом\n:\t\tИзба\n", ["Вода", "Лёд", "Дом", "Изба"]),
        ("pandoc", "a. Вода\nb. Лёд\n\n(1) Дом\n(2) Изба\n", ["Вода", "Лёд", "Дом", "Изба"]),
        ("quarto", "> I.  Вода\n> II.  Лёд\n\nTable: Дом\n", ["Вода", "Лёд", "Дом"]),
        ("obsidian", "вид:: Вода\nрод:: Лёд\n\n- [?] Дом\n- [x] Изба\n", ["Вода", "Лёд", "Дом", "Изба"]),
    ],
)
def test_lines_that_a_site_shows_apart_stay_apart(dialect: str, text: str, texts: list[str]) -> None:
    article = article_of(dialect, text)
    assert [segment.text for segment in article.segments] == texts
    expected = text
    for each in texts:
        expected = expected.replace(each, each[::-1])
    edition = build_edition(article, entries({each: each[::-1] for each in texts}), "en")
    assert edition.text == expected


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("pandoc", "Вода в доме\n(c) там\nA) Изба\n"),
        ("jekyll", "a) Вода\nb) Лёд\n"),
        ("hugo", "вид:: Вода\nрод:: Лёд\n"),
    ],
)
def test_lines_that_it_shows_together_are_one_text(dialect: str, text: str) -> None:
    assert [segment.text for segment in article_of(dialect, text).segments] == [" ".join(text.splitlines())]


@pytest.mark.parametrize(
    "text",
    [
        "Вода *в\nдоме*\n: Там.\n",
        "Вода, которая стоит в доме с тех пор, как его построили,\nзамерзает\n: Там.\n",
    ],
)
def test_wrapped_lines_are_no_terms(text: str) -> None:
    assert len(article_of("hugo", text).segments) == 2


def test_syntax_within_a_value_is_a_placeholder() -> None:
    article = read_article(
        '---\ntitle: "A {{< x >}} b"\n---\n!!! note "On $a_1$ it"\n    Text.\n', lang="en", dialects=("mkdocs",)
    )
    edition = build_edition(
        article, entries({"A {keep1} b": "{keep1}: Ա", "On {keep1} it": "Բ «{keep1}» {keep1}", "Text.": "Գ։"}), "hy"
    )
    assert 'title: "{{< x >}}: Ա"\n' in edition.text
    assert edition.text.endswith('!!! note "Բ «$a_1$»"\n    Գ։\n')


def in_armenian(text: str) -> str:
    """`text` with Armenian letters, and ։ where a sentence ends."""
    return re.sub(r"\.(?=[\s{*]|$)", "։", translate(text))


@pytest.mark.parametrize("dialect", NAMES)
def test_no_check_looks_at_syntax(dialect: str) -> None:
    for name, text in documents(dialect).items():
        article = article_of(dialect, text)
        found = check_entries(article, translated(article, in_armenian), "a.po", "hy")
        # A question mark and straight quotation marks among the words are right findings.
        assert not [finding for finding in found if not re.search('[?"]', finding.source)], name
        # Authors are told of code that stays, but not that a mark of the dialect is unknown.
        assert {finding.rule for finding in check_article(article, "a.md")} <= {"article-literal"}, name
