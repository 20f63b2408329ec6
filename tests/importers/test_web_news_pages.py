"""Pages of news sites in three languages and fourteen shapes: the article comes in, what stands around it does not."""

import pytest
from news_pages import SHAPES, TEXTS, make_page

web = pytest.importorskip("pipeline.importers.web")
pytest.importorskip("trafilatura", reason="the extra “office” is not installed")


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_article_comes_in_and_nothing_else(shape: str, lang: str) -> None:
    page = make_page(shape, lang)
    imported = web.read(page.html.encode(), "page.html")
    assert imported.title == page.title
    assert [words for words in page.wanted if words not in imported.body] == []
    assert [words for words in page.unwanted if words in imported.body] == []
    listed = " ".join(item.text for item in imported.removed)
    assert [words for words in page.unwanted if words not in listed and "☰" not in words] == []
