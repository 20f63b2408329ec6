"""Law 1: the pieces of an article, joined, are its text, character for character."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from article.markdown.corpus import SEED, SPEC, VARIANTS, articles, spec_examples
from article.markdown.documents import documents, raw
from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.article.markdown.events import parse_bare_events, parse_events
from pipeline.edition import build_edition
from pipeline.errors import ArticleError
from pipeline.model import Article, Entry, SegmentKind

# A translation of nothing here: without any, an edition is not put together from its blocks.
ELSEWHERE = {"Elsewhere.": Entry(source="Elsewhere.", target="Ուրիշ տեղ։")}

variants = st.sampled_from(sorted(VARIANTS)).map(VARIANTS.__getitem__)


def assert_lossless(text: str) -> Article:
    """The article in `text`, whose pieces cover it, and whose untouched edition is the text itself."""
    assert list(parse_bare_events(text)) == [event[:3] for event in parse_events(text)]
    article = read_article(text, lang="en")
    assert article.source == text
    assert build_edition(article, {}, "hy").text == text
    assert build_edition(article, ELSEWHERE, "hy").text == text
    own = {unit.text: Entry(source=unit.text, target=unit.text) for unit in extract_units(article, "")}
    for entries in (
        own,
        own | ELSEWHERE,
        {source: replace(entry, target=source.strip()) for source, entry in own.items()},
    ):
        assert build_edition(article, entries, "en").text == text
    for segment in article.segments:
        assert segment.source in text
        assert segment.source.strip()
        assert "\n" not in segment.text
        assert "\r" not in segment.text
        assert f" {segment.text} ".count("{") >= len(segment.placeholders)
    return article


@pytest.mark.skipif(not SPEC.exists(), reason="the CommonMark specification is not in ../shared/data")
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_commonmark_example_comes_back(variant: str) -> None:
    count = 0
    for markdown in spec_examples():
        try:
            assert_lossless(VARIANTS[variant](markdown))
        except ArticleError:
            assert markdown.startswith("---\n")  # looks like front matter that is none
            continue
        count += 1
    assert count >= 654


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_article_comes_back(variant: str) -> None:
    segments = [assert_lossless(VARIANTS[variant](text)).segments for text in articles()]
    assert sum(map(len, segments)) > 300


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not in ../shared/data")
def test_the_seed_article_has_its_notes() -> None:
    article = assert_lossless(SEED.read_text(encoding="utf-8"))
    assert len(article.notes) == 24
    assert sum(len(segment.notes) for segment in article.segments) == 24


@given(documents(), variants)
@settings(max_examples=100)
def test_any_document_comes_back(text: str, variant: Callable[[str], str]) -> None:
    article = assert_lossless(variant(text))
    assert article.segments
    assert read_article(variant(text), lang="en", sentences=False).source == article.source


@pytest.mark.parametrize("closing", ["](a.md)", "][a]", "](a.png) ![x\n  ](b.png)"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_link_comes_back_whose_words_end_with_a_line_break(closing: str, variant: str) -> None:
    article = assert_lossless(VARIANTS[variant](f"- See [the lake\n  {closing} here.\n\n[a]: b.md\n"))
    assert [item.text for item in article.segments if item.kind is SegmentKind.LINK_TARGET]


@given(raw)
@example("# *1*\t")  # the parser's range of the emphasis takes in the tab
@example("- [ ] \\\n  ---\n")  # the parser fails on these two as they are
@example("> One\n>  {two}\n> ===\n")
@settings(max_examples=1000)
def test_any_text_comes_back(text: str) -> None:
    try:
        assert_lossless(text)
    except ArticleError:
        assert text.removeprefix("\ufeff").startswith(("---", "+++"))
