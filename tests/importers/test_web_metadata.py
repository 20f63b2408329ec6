"""Metadata of web pages: titles, authors and dates, wherever sites state them."""

import json

import pytest

from pipeline.importers import ImportedArticle

web = pytest.importorskip("pipeline.importers.web")
pytest.importorskip("trafilatura", reason="the extra “office” is not installed")

TEXT = "<p>The ferry stopped in autumn, and the two villages began to count what the lake had given them.</p>" * 4


def read(head: str, body: str = f"<article><h1>The ferry</h1>{TEXT}</article>") -> ImportedArticle:
    imported = web.read(
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode(), "a.html"
    )
    assert isinstance(imported, ImportedArticle)
    return imported


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


PERSON = {"@type": "Person", "name": "Ann Writer"}


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Writer", "Ann Writer"),
        (PERSON, "Ann Writer"),
        ([PERSON, {"@type": "Person", "name": "Ben Reporter"}], "Ann Writer, Ben Reporter"),
        ([{"@type": "Organization", "name": "The Lake"}, PERSON], "Ann Writer"),
        ({"@type": "Organization", "name": "The Lake"}, "The Lake"),
        ({"@type": "Person", "name": "By Ann Writer"}, "Ann Writer"),
    ],
)
def test_authors_in_linked_data(author: object, names: str) -> None:
    assert read(linked({"@type": "NewsArticle", "headline": "The ferry", "author": author})).author == names


def test_an_author_of_a_graph_is_named_elsewhere_in_it() -> None:
    graph = [
        {"@type": "WebSite", "name": "Lake"},
        {"@type": "Article", "author": {"@id": "#ann"}, "datePublished": "2024-05-03T10:00:00+04:00"},
        {"@id": "#ann", **PERSON},
    ]
    imported = read(linked({"@graph": graph}))
    assert (imported.author, imported.date) == ("Ann Writer", "2024-05-03")


def test_broken_linked_data_is_read_as_far_as_it_goes() -> None:
    text = '<script type="application/ld+json"><!-- {"@type": "Article", "author": "Ann\nWriter",} --></script>'
    assert read(text + "<script type='application/ld+json'>{</script>").author == "Ann Writer"


@pytest.mark.parametrize(
    "line",
    [
        "<p class='byline'>By <a rel='author' href='/a'>Ann Writer</a> <time datetime='2024-05-03'>3 May</time></p>",
        "<div class='meta'><span class='author vcard'><a class='fn' href='/a'>Ann Writer</a></span> | 03.05.2024</div>",
        "<p>By <a href='https://lake.example/author/ann/'>Ann Writer</a>, 3 May 2024</p>",
        "<p itemprop='author'>Ann Writer</p><time class='published'>3 May 2024</time>",
    ],
)
def test_bylines_with_dates_are_no_part_of_the_text(line: str) -> None:
    imported = read("<title>The ferry – The Lake</title>", f"<article><h1>The ferry</h1>{line}{TEXT}</article>")
    assert (imported.title, imported.author, imported.date) == ("The ferry", "Ann Writer", "2024-05-03")
    assert "Ann" not in imported.body
    assert "2024" not in imported.body
    assert not imported.guesses


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("The ferry - Wikipedia", "The ferry"),
        ("Լաստանավը – Վիքիպեդիա", "Լաստանավը"),
        ("The Lake | The ferry", "The ferry"),
        ("Паром — Новости — Озеро", "Паром"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, heading: str) -> None:
    imported = read(f"<title>{title}</title>", f"<article><h1>{heading}</h1>{TEXT}</article>")
    assert imported.title == heading
    assert not imported.guesses


def test_a_title_that_programs_put_in_is_none() -> None:
    assert read("<title>no title specified</title>").title == "The ferry"


def test_the_day_of_the_place_counts_and_not_that_of_universal_time() -> None:
    head = "<meta property='article:published_time' content='2024-05-03T22:30:00+00:00'>"
    body = f"<article><h1>The ferry</h1><time datetime='2024-05-04T02:30:00+04:00'>4 May</time>{TEXT}</article>"
    assert read(head, body).date == "2024-05-04"


def test_a_date_that_is_only_likely_is_told() -> None:
    imported = read("<link rel='canonical' href='https://lake.example/2024/05/03/ferry.html'>")
    assert imported.date == "2024-05-03"
    assert any("2024-05-03" in guess for guess in imported.guesses)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>3 May 2024</p><h1>The ferry</h1>{TEXT}",
        f"<h1>The ferry</h1><div class='teaser'>Published: 03.05.2024, 10:15</div>{TEXT}",
        f"<h1>The ferry</h1><p>3 мая 2024 г.</p>{TEXT}",
        f"<h1>The ferry</h1><p>03.05.2024 – Nobody crossed the lake.{TEXT[3:]}",
        f"<table><tr><td><div>May 3, 2024</div>{TEXT}</td></tr></table>",
    ],
)
def test_the_date_near_the_title_counts_and_not_those_of_comments_and_lists(body: str) -> None:
    comments = "<div id='comments'><time datetime='2024-06-01'>1 June</time><p>Ben, 01.06.2024: True.</p></div>"
    others = "<ul><li><a href='/b'>The bridge</a> <span>09.09.2024</span></li></ul>"
    assert read("", f"{others}<div>{body}</div>{others}{comments}").date == "2024-05-03"


def test_of_several_stated_dates_the_one_that_is_shown_counts() -> None:
    head = "<meta property='article:published_time' content='2024-07-01'><meta name='pubdate' content='2024-05-03'>"
    assert read(head).date == "2024-07-01"
    imported = read(head, f"<h1>The ferry</h1><p>May 3, 2024</p>{TEXT}")
    assert imported.date == "2024-05-03"
    assert not imported.guesses


def test_a_shown_date_counts_more_than_one_that_may_be_that_of_a_change() -> None:
    head = "<meta name='date' content='2024-07-01'>"
    assert read(head).date == "2024-07-01"
    assert read(head, f"<h1>The ferry</h1><p>May 3, 2024</p>{TEXT}").date == "2024-05-03"


def test_a_shown_date_of_a_change_does_not_take_the_place_of_the_stated_one() -> None:
    head = "<meta property='article:published_time' content='2024-05-03'>"
    assert read(head, f"<h1>The ferry</h1><p>Updated July 1, 2024</p>{TEXT}").date == "2024-05-03"


def test_the_day_in_the_address_is_that_of_the_place() -> None:
    head = (
        "<meta property='article:published_time' content='2024-05-03T22:30:00+00:00'>"
        "<link rel='canonical' href='https://lake.example/2024/05/04/ferry/'>"
    )
    assert read(head).date == "2024-05-04"


@pytest.mark.parametrize(
    "owner",
    ["Lake Media GmbH", "Lake Press GmbH & Co. KG, Sevan, Armenia", "ООО «Озеро»", "«Լիճ» ՍՊԸ", "The Lake Ltd."],
)
def test_a_company_that_owns_the_site_is_no_author(owner: str) -> None:
    assert read(f"<meta name='author' content='{owner}'>").author == ""
    assert read(f"<meta name='author' content='Ann Writer, {owner}'>").author == "Ann Writer"


@pytest.mark.parametrize("name", ["The-Lake", "the lake", "lake.example"])
def test_the_name_of_the_site_in_another_spelling_is_no_author(name: str) -> None:
    head = "<meta property='og:site_name' content='The Lake'><link rel='canonical' href='https://www.lake.example/a'>"
    assert read(f"{head}<meta name='author' content='{name}'>").author == ""


def test_a_person_whose_name_the_site_has_is_the_author() -> None:
    head = "<meta property='og:site_name' content='Ann Writer'>"
    assert read(head + linked({"@type": "Article", "headline": "The ferry", "author": PERSON})).author == "Ann Writer"


@pytest.mark.parametrize(
    "place",
    [
        "<figure><img src='a.jpg' alt=''><figcaption><span class='author'>Ben Camera</span></figcaption></figure>",
        "<div class='photo-text'><span class='author'>Ben Camera</span></div>",
        "<form><div class='sort-by'>Ben Camera</div></form>",
        "<div class='reviews'><span class='author'>Ben Camera</span></div>",
        "<div class='relatedArticle'><a rel='author' href='/ben'>Ben Camera</a></div>",
    ],
)
def test_names_at_pictures_forms_and_other_texts_are_no_authors(place: str) -> None:
    head = "<link rel='canonical' href='https://lake.example/ferry'>"
    assert read(head, f"<article><h1>The ferry</h1>{place}{TEXT}</article>").author == ""


def test_names_beside_comments_are_no_authors() -> None:
    body = f"<article><h1>The ferry</h1>{TEXT}</article><div id='comments'><span class='author'>Ben Reader</span></div>"
    assert read("", body).author == ""


def test_the_authors_and_dates_of_cited_works_are_not_those_of_the_page() -> None:
    work = '<meta itemprop="author" content="P. Muller"><meta itemprop="datePublished" content="2003-05-04">'
    own = '<meta itemprop="author" content="Ann Writer"><meta itemprop="datePublished" content="2017-02-01">'
    text = f"<div itemprop='mainEntity' itemscope>{own}<h1>The ferry</h1>{TEXT}</div>"
    sources = f"<li itemprop='citation' itemscope>{work}Muller 2003</li>" * 3
    imported = read("", f"<article itemscope>{text}<ol>{sources}</ol></article>")
    assert (imported.author, imported.date) == ("Ann Writer", "2017-02-01")
