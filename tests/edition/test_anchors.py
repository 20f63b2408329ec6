"""Links to headings lead there in every edition: by anchors at those headings that something links to."""

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.making import entries, pseudo, translated
from pipeline.article.markdown import read_article
from pipeline.article.markdown.anchors import read_anchors
from pipeline.edition import build_edition
from pipeline.edition.anchors import add_anchors

ANCHOR = re.compile(r'<a id="[^"<>]*"></a>')


def edition(
    text: str,
    *,
    lang: str = "hy",
    source_lang: str = "en",
    dialects: Sequence[str] = (),
    linked: Iterable[str] = (),
    change: Callable[[str], str] = pseudo,
) -> str:
    """The file of an edition with every text changed."""
    article = read_article(text, lang=source_lang, dialects=tuple(dialects))
    return add_anchors(build_edition(article, translated(article, change), lang).text, article, linked)


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


PAGES = {
    "en": ("See [it](#the-level).\n\n## The level\n\n## Other\n", "the-level", "hy"),
    "hy": ("Տե՛ս [այն](#լճի-մակարդակը)։\n\n## Լճի մակարդակը\n\n## Այլ\n", "լճի-մակարդակը", "ru"),
    "ru": ("См. [там](#уровень-озера).\n\n## Уровень озера\n\n## Другое\n", "уровень-озера", "hy"),
}
TRANSLATED = {"hy": "Վերնագիր", "ru": "Заголовок", "en": "Title"}


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize(
    ("dialect", "form"),
    [
        ("", '## <a id="{name}"></a>{words}'),
        ("github", '## <a id="{name}"></a>{words}'),
        ("mkdocs", '## <a id="{name}"></a>{words}'),
        ("hugo", "## {words} {{#{name}}}"),
        ("docusaurus", "## {words} {{#{name}}}"),
        ("pandoc", "## {words} {{#{name}}}"),
        ("quarto", "## {words} {{#{name}}}"),
    ],
)
def test_a_heading_keeps_the_name_that_a_link_calls_it_by(lang: str, dialect: str, form: str) -> None:
    text, name, target = PAGES[lang]
    dialects = [dialect] if dialect else []
    made = edition(
        text, lang=target, source_lang=lang, dialects=dialects, change=lambda each: f"{each} {TRANSLATED[target]}"
    )
    first, second = headings(made)
    words = text.splitlines()[2].removeprefix("## ")
    assert first == form.format(name=name, words=f"{words} {TRANSLATED[target]}")
    assert "id=" not in second
    assert "{" not in second


def test_kramdown_knows_latin_names_only() -> None:
    made = edition(PAGES["en"][0], dialects=["jekyll"], change=lambda text: f"{text} x")
    assert headings(made)[0] == "## The level x {#the-level}"
    made = edition(PAGES["ru"][0], source_lang="ru", dialects=["jekyll"], change=lambda text: f"{text} Յ")
    assert headings(made)[0] == '## <a id="уровень-озера"></a>Уровень озера Յ'


def test_the_dialect_that_writes_names_decides() -> None:
    made = edition(PAGES["en"][0], dialects=["github", "hugo"], change=lambda text: f"{text} x")
    assert headings(made)[0] == "## The level x {#the-level}"


@pytest.mark.parametrize(
    "link",
    [
        "[it](#the-level)",
        "[it](<#the-level> 'x')",
        "[it][r]",
        '<a class="x" href="#the-level">it</a>',
        "<a href='#the-level'>it</a>",
        "[it](#The-Level)",
    ],
)
def test_every_form_of_a_link_counts(link: str) -> None:
    made = edition(
        f"See {link}.\n\n[r]: #the-level\n\n## The level\n", change=lambda text: text.replace("The level", "The x")
    )
    assert '## <a id="the-level"></a>The x' in made or '## <a id="The-Level"></a>The x' in made


def test_links_of_other_articles_count() -> None:
    text = "# The lake\n\nText.\n\n## The level\n"
    assert "id=" not in edition(text)
    assert edition(text, linked=["the-lake", "no-such"]).startswith('# <a id="the-lake"></a>')


def test_code_and_words_are_no_links() -> None:
    text = "`[a](#the-level)` and \\[b](#the-level), #the-level\n\n```\n[c](#the-level)\n```\n\n## The level\n"
    assert "<a id" not in edition(text)


def test_an_untouched_edition_in_the_own_language_is_the_article() -> None:
    text = "See [it](#the-level).\n\n## The level\n"
    article = read_article(text, lang="en")
    assert add_anchors(build_edition(article, translated(article, str), "en").text, article, ["the-level"]) == text


def test_a_heading_that_has_its_name_already_gets_no_other() -> None:
    text = "See [it](#the-level) now.\n\n## The level\n"
    same = edition(text, lang="en", change=lambda each: each.replace("now", "here"))
    assert same == text.replace("now", "here")
    assert edition(text, change=lambda each: each.replace("The level", "The *level*!")).endswith("## The *level*!\n")


@pytest.mark.parametrize(
    ("dialects", "heading"),
    [
        ((), "## The level {#own}"),
        (("hugo",), "## The level {#own .x}"),
        (("jekyll",), "## The level\n{: #own}"),
        (("mkdocs",), "## The level { #own }"),
    ],
)
def test_a_heading_that_its_author_named_keeps_that_name(dialects: Sequence[str], heading: str) -> None:
    made = edition(f"See [it](#own).\n\n{heading}\n\nText.\n", dialects=dialects, change=lambda text: f"{text}")
    assert made.count("own") == 2
    made = edition(f"See [it](#own).\n\n{heading}\n\nText.\n", dialects=dialects)
    assert made.count("own") == 2
    assert "<a id" not in made


def test_an_element_of_html_with_that_name_is_where_the_link_leads() -> None:
    text = 'See [it](#the-level).\n\n<a id="the-level"></a>\n\n## The level\n'
    assert edition(text).count("the-level") == 2


def test_headings_alike_are_told_apart() -> None:
    text = "[a](#part) [b](#part-1) [c](#part-2)\n\n## Part\n\n## Part\n\n## Part\n"
    made = edition(text, dialects=["hugo"])
    assert [line.split(" ", 2)[2] for line in headings(made)] == ["{#part}", "{#part-1}", "{#part-2}"]


def test_a_heading_whose_number_changes_keeps_its_name() -> None:
    text = "[a](#part)\n\n## Section\n\n## Part\n"
    article = read_article(text, lang="en")
    made = build_edition(article, entries({"Section": "Part"}), "ru").text
    assert '## <a id="part"></a>Part' in add_anchors(made, article)


def test_a_name_joins_the_attributes_of_a_heading() -> None:
    text = "[a](#the-level)\n\n## The level {.wide}\n"
    assert "{#the-level .wide}" in edition(text, dialects=["hugo"])
    assert '<a id="the-level"></a>' in edition(text, dialects=["jekyll"])


def test_a_heading_with_a_note_is_called_with_its_number_or_without() -> None:
    for name in ("the-level", "the-level1"):
        assert f'## <a id="{name}"></a>' in edition(f"[a](#{name})\n\n## The level[^1]\n\n[^1]: Note.\n")


@pytest.mark.parametrize(
    ("dialects", "heading", "ending"),
    [
        (["hugo"], "## The level ##", " ## {#the-level}"),
        (["docusaurus"], "## The level ##", " {#the-level} ##"),
        (["pandoc"], "The level\n---", " {#the-level}\n---"),
        (["pandoc"], "> ## The level", " {#the-level}"),
        (["pandoc"], "- ## The level", " {#the-level}"),
    ],
)
def test_the_name_stands_where_programs_read_it(dialects: Sequence[str], heading: str, ending: str) -> None:
    assert edition(f"[a](#the-level)\n\n{heading}\n", dialects=dialects).endswith(f"{ending}\n")


def test_an_anchor_before_the_words_of_an_underlined_heading_begins_no_html() -> None:
    made = edition("[a](#the-level)\n\nThe level\n---\n\n> The *rest*\n> ===\n\n[b](#the-rest)\n")
    found = read_anchors(made, ())
    assert [heading.words for heading in found.headings] == [pseudo("The level"), pseudo("The rest")]
    assert found.ids == {"the-level", "the-rest"}


def test_a_translator_may_call_the_heading_by_its_translation() -> None:
    text = "See [it](#the-level).\n\n## The level\n"
    article = read_article(text, lang="en", dialects=("hugo",))
    targets = entries({"See [it]({url1}).": "См. [там]({url1}).", "#the-level": "#уровень", "The level": "Уровень"})
    made = build_edition(article, targets, "ru").text
    assert add_anchors(made, article) == made
    assert add_anchors(made, article, ["the-level"]).endswith('## <a id="the-level"></a>Уровень\n')


def test_an_encoded_address_names_the_same_heading() -> None:
    text = PAGES["ru"][0].replace("#уровень-озера", "#" + quote("уровень-озера"))
    assert '<a id="уровень-озера"></a>' in edition(text, source_lang="ru")


WORDS = st.lists(st.sampled_from(["lake", "level", "*law*", "`x`", "a_b", "!", "2024", "«q»"]), min_size=1, max_size=3)
FORMS = st.sampled_from(["# {}", "## {} ##", "{}\n===", "> ### {}", "- # {}", "## {} {{.c}}"])


@given(st.lists(st.tuples(WORDS, FORMS), min_size=1, max_size=6), st.sampled_from(["", "hugo", "pandoc", "jekyll"]))
def test_each_link_leads_to_the_heading_that_it_leads_to_in_the_source(
    parts: list[tuple[list[str], str]], dialect: str
) -> None:
    dialects = (dialect,) if dialect else ()
    body = "\n\n".join(form.format(" ".join(words)) for words, form in parts)
    names = dict.fromkeys(name for heading in read_anchors(body, dialects).headings for name in heading.names if name)
    text = "".join(f"[x](#{name}) " for name in names) + f"end\n\n{body}\n"
    article = read_article(text, lang="en", dialects=dialects)
    plain = build_edition(article, translated(article, pseudo), "hy").text
    made = add_anchors(plain, article)
    before, after = read_anchors(text, dialects), read_anchors(made, dialects)
    assert len(after.headings) == len(before.headings)
    for name in names:
        place = before.find(name)
        assert place is not None
        heading = after.headings[place]
        anchors = ANCHOR.findall(made[heading.start : heading.end])
        assert name in {heading.own, *heading.names, *(anchor[7:-6] for anchor in anchors)}, name
