"""Layouts change the addresses and the front matter of an edition, and nothing else."""

import re
from collections.abc import Sequence

import cmarkgfm  # type: ignore[import-untyped]
import pytest
import yaml
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown.addresses import find_addresses
from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.publishing.layouts import LAYOUTS, PageFacts, Place, is_hidden, lay_out

TARGETS = ("lake.md", "../sea.md#top", "images/map.svg", "../photo.svg", "images/a%20b.png")
FRAGMENTS = [
    *(f"[words]({target})" for target in TARGETS),
    *(f'![*words*](<{target}> "title")' for target in TARGETS),
    *(f"[{number}]: {target} 'title'" for number, target in enumerate(TARGETS)),
    *(f'<img src="{target}">' for target in TARGETS[2:]),
    *(f"`[code]({target})`" for target in TARGETS),
    *(f"\\[escaped\\]({target})" for target in TARGETS),
    *(f"    [code]({target})" for target in TARGETS),
    "[0]", "[text][1]", "[![2]](lake.md)", "x[^1]", "[^1]: note [a](lake.md)", "# Title", "Title\n=====", "> quote",
    "- item", "| a | b |\n|---|---|\n| [x](lake.md) | `|` |", "```\n[x](lake.md)\n```", "<!-- [x](lake.md) -->", "լիճ",
    "\n", "\n\n", "<div>\n<a href='lake.md'>x</a>\n</div>", "{{ x }}", "https://example.org/lake.md", "[a](lake.md",
    "<https://example.org/>", "---", "***", "[b](other.md) ", "[c](/lake.md)", "&amp;", "\\",
]  # fmt: skip


def make_facts(layout: str, *, lang: str = "ru", is_complete: bool = True, pictures: bool = True) -> PageFacts:
    def place(stem: str, lang: str = lang) -> Place:
        return Place(layout=layout, stem=stem, lang=lang, default="hy", has_pictures=pictures)

    return PageFacts(
        place=place("2024/river"),
        source="articles/2024/river.md",
        links={"lake.md": place("2024/lake"), "../sea.md#top": place("sea", "hy")},
        pictures={
            "images/map.svg": "2024/images/map.svg",
            "../photo.svg": "photo.svg",
            "images/a%20b.png": "2024/images/a b.png",
        },
        finished=("hy", "ru"),
        is_complete=is_complete,
    )


def body(text: str) -> str:
    return text[body_start(text) :]


texts = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("\n".join)


@given(texts, st.sampled_from(LAYOUTS))
def test_what_is_left_without_the_changes_is_the_edition(text: str, layout: str) -> None:
    edition = f"---\ntitle: Other\n---\n{text}"
    known = {address for address in find_addresses(edition, ()) if address.target in TARGETS}
    kept, at = [], body_start(edition)
    for address in sorted(known):
        kept.append(edition[at : address.start])
        at = address.end
    pattern = r"[^\n]+?".join(map(re.escape, (*kept, edition[at:])))
    assert re.fullmatch(pattern, body(lay_out(edition, make_facts(layout), ())))


# Blocks apart: programs differ in what HTML may stand below a quotation without a blank line.
apart = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("\n\n".join)


@given(apart, st.sampled_from(["mkdocs", "quarto", "docusaurus"]))
def test_a_page_differs_in_nothing_but_where_links_lead(text: str, layout: str) -> None:
    def show(words: str) -> str:
        html = cmarkgfm.github_flavored_markdown_to_html(
            words, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
        )
        return re.sub(r"""\b(href|src)=(["']).*?\2""", r"\1", html)

    edition = f"---\ntitle: Other\n---\n{text}"
    assert show(body(lay_out(edition, make_facts(layout), ()))) == show(body(edition))


@given(texts)
def test_the_plain_layout_changes_nothing(text: str) -> None:
    assert lay_out(text, make_facts("plain"), ()) == text


@pytest.mark.parametrize(
    ("layout", "links"),
    [
        ("hugo", ['{{< relref "/2024/lake" >}}', '{{< relref path="/sea" lang="hy" >}}#top']),
        ("jekyll", ["{% link ru/2024/lake.md %}", "{% link hy/sea.md %}#top"]),
        ("mkdocs", ["lake.md", "../../hy/sea.md#top"]),
        ("quarto", ["lake.qmd", "../../hy/sea.qmd#top"]),
        ("docusaurus", ["lake.md", "../sea.md#top"]),
    ],
)
def test_links_lead_to_pages_as_the_generator_names_them(layout: str, links: Sequence[str]) -> None:
    made = lay_out("See [a](lake.md 'x') and [b](<../sea.md#top>).\n", make_facts(layout), ())
    assert body(made).strip() == f"See [a]({links[0]} 'x') and [b](<{links[1]}>)."


@pytest.mark.parametrize(
    ("layout", "addresses"),
    [
        ("hugo", ["images/map.svg", "parent/photo.svg", "images/a%20b.png"]),
        ("jekyll", ["../images/map.svg", "../../photo.svg", "../images/a%20b.png"]),
        ("mkdocs", ["images/map.svg", "../photo.svg", "images/a%20b.png"]),
        ("quarto", ["images/map.svg", "../photo.svg", "images/a%20b.png"]),
        ("docusaurus", ["images/map.svg", "../photo.svg", "images/a%20b.png"]),
    ],
)
def test_pictures_are_found_from_the_page(layout: str, addresses: Sequence[str]) -> None:
    text = "![a](images/map.svg) ![b](../photo.svg) ![c](images/a%20b.png)\n"
    made = lay_out(text, make_facts(layout), ())
    assert [address.target for address in find_addresses(made, ())] == addresses


@pytest.mark.parametrize(
    ("layout", "fields"),
    [
        ("hugo", {"draft": True, "translationKey": "2024/river", "slug": "river"}),
        (
            "jekyll",
            {
                "published": False,
                "permalink": "/ru/2024/river/",
                "translations": [{"lang": "hy", "url": "/hy/2024/river/"}, {"lang": "ru", "url": "/ru/2024/river/"}],
            },
        ),
        ("mkdocs", {}),
        ("quarto", {"draft": True}),
        ("docusaurus", {"unlisted": True, "mdx": {"format": "md"}}),
    ],
)
def test_front_matter_has_what_the_generator_wants_while_incomplete(layout: str, fields: dict[str, object]) -> None:
    made = lay_out("---\nlang: en\ntitle: River\n---\nText.\n", make_facts(layout, is_complete=False), ())
    found = yaml.safe_load(made.split("---\n")[1])
    assert found == {
        "lang": "ru",
        "title": "River",
        **fields,
        "targman": {"source": "articles/2024/river.md"},
    }


def test_an_author_s_fields_stay_but_for_the_language_and_what_hides_a_page() -> None:
    text = "---\nslug: own\ntranslationKey: k\ndraft: false\nlang: en\n---\nText.\n"
    made = lay_out(text, make_facts("hugo", is_complete=False), ())
    assert made.startswith("---\nslug: own\ntranslationKey: k\ndraft: true\nlang: ru\n")


def test_hugo_takes_capitals_in_the_names_of_fields_for_small_letters() -> None:
    text = "---\nSlug: own\nTranslationKey: k\nDraft: False\nTitle: River\nLang: en\n---\n# River\n\nText.\n"
    made = lay_out(text, make_facts("hugo", is_complete=False), ())
    assert made == (
        "---\nSlug: own\nTranslationKey: k\nDraft: true\nTitle: River\nLang: ru\n"
        'targman: {"source": "articles/2024/river.md"}\n---\n\nText.\n'
    )
    front = read_front_matter(made, ("hugo",))
    assert is_hidden("hugo", front)
    assert not is_hidden("quarto", read_front_matter(made, ("quarto",)))


def test_other_generators_tell_capitals_in_the_names_of_fields_from_small_letters() -> None:
    made = lay_out("---\nDraft: false\nLang: en\n---\nText.\n", make_facts("quarto", is_complete=False), ())
    assert made.startswith("---\nDraft: false\nLang: en\nlang: ru\ndraft: true\n")


@pytest.mark.parametrize(
    ("own", "wanted", "picture"),
    [
        ("/rivers/our/", "/ru/rivers/our/", "../../2024/images/map.svg"),
        ("/ru/r.html", "/ru/r.html", "2024/images/map.svg"),
        ("r", "/ru/r/", "../2024/images/map.svg"),
    ],
)
def test_an_author_s_permalink_is_below_the_language(own: str, wanted: str, picture: str) -> None:
    made = lay_out(f"---\npermalink: {own}\n---\n![a](images/map.svg)\n", make_facts("jekyll"), ())
    assert yaml.safe_load(made.split("---\n")[1])["permalink"] == wanted
    assert [address.target for address in find_addresses(made, ())] == [picture]


@pytest.mark.parametrize("layout", ["hugo", "jekyll", "quarto"])
@pytest.mark.parametrize("heading", ["# A river", "A river\n=======", "#  A river ##"])
def test_the_title_is_not_shown_twice(layout: str, heading: str) -> None:
    for front in ("", "title: A river\n"):
        made = lay_out(f"---\nlang: en\n{front}---\n\n{heading}\n\nText.\n", make_facts(layout), ())
        assert body(made) == "\n\nText.\n" or body(made) == "\nText.\n"
        assert yaml.safe_load(made.split("---\n")[1])["title"] == "A river"


@pytest.mark.parametrize(
    "text",
    [
        "# A river[^1]\n\n[^1]: Note.\n",
        "# A *river*\n",
        "## A river\n",
        "Text.\n\n# A river\n",
        "# A river\n\n[top](#a-river)\n",
    ],
)
def test_a_heading_that_says_more_or_that_a_link_leads_to_stays(text: str) -> None:
    edition = f"---\nlang: en\ntitle: A river\n---\n\n{text}"
    assert body(lay_out(edition, make_facts("hugo"), ())) == body(edition)
    other = "---\nlang: en\ntitle: Another\n---\n\n# A river\n"
    assert body(lay_out(other, make_facts("hugo"), ())) == body(other)


def test_pages_with_jsx_stay_mdx_for_docusaurus() -> None:
    for text in ("import Tabs from 'x'\n", "<Tabs>\nx\n</Tabs>\n", "{/* comment */}\n"):
        assert "format" not in lay_out(text, make_facts("docusaurus"), ())


@pytest.mark.parametrize(
    ("layout", "paths"),
    [
        ("plain", ["hy/lake.md", "pt-BR/lake.md"]),
        ("hugo", ["lake.hy.md", "lake.pt-br.md"]),
        ("docusaurus", ["docs/lake.md", "i18n/pt-BR/docusaurus-plugin-content-docs/current/lake.md"]),
    ],
)
def test_places_have_the_language_as_the_generator_writes_it(layout: str, paths: Sequence[str]) -> None:
    places = [Place(layout=layout, stem="lake", lang=lang, default="hy").path for lang in ("hy", "pt-BR")]
    assert places == paths


@pytest.mark.parametrize(
    ("layout", "path", "picture"),
    [
        ("hugo", "2024/lake/index.ru.md", "2024/lake/map.png"),
        ("jekyll", "ru/2024/lake/index.md", "ru/2024/lake/map.png"),
        ("mkdocs", "ru/2024/lake/index.md", "ru/2024/lake/map.png"),
        ("quarto", "ru/2024/lake/index.qmd", "ru/2024/lake/map.png"),
    ],
)
@pytest.mark.parametrize("has_pictures", [True, False])
def test_a_page_bundle_stays_one(layout: str, path: str, picture: str, *, has_pictures: bool) -> None:
    place = Place(layout=layout, stem="2024/lake/index", lang="ru", default="en", has_pictures=has_pictures)
    assert (place.path, place.picture("2024/lake/map.png")) == (path, picture)
    assert place.permalink() == "/ru/2024/lake/"


def test_a_page_bundle_of_hugo_has_the_name_of_its_folder() -> None:
    place = Place(layout="hugo", stem="2024/lake/index", lang="ru", default="en")
    goal = Place(layout="hugo", stem="2024/river/index", lang="ru", default="en")
    facts = PageFacts(place=place, source="articles/2024/lake/index.md", links={"../river/index.md": goal})
    made = lay_out("---\ntitle: A\n---\n[It](../river/index.md)\n", facts, ())
    assert 'translationKey: "2024/lake"\nslug: lake\n' in made
    assert '[It]({{< relref "/2024/river" >}})' in made
