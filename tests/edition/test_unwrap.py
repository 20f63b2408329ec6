"""Reading and writing meet: every sentence written anew from the catalog's text, or pseudo-translated, changes no
structure. An extraction that found nothing would pass the round trip; it does not pass here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from article.markdown.corpus import SPEC, VARIANTS, articles, spec_examples
from article.markdown.documents import documents
from article.markdown.judges import JUDGES, Page, agree, by_pyromark, collapsed, differences, read
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.making import pseudo, translated, unwrapped
from pipeline.article.markdown import read_article
from pipeline.article.markdown.outline import read_outline
from pipeline.edition import build_edition
from pipeline.errors import ArticleError

needs_spec = pytest.mark.skipif(not SPEC.exists(), reason="the CommonMark specification is not in ../shared/data")
variants = st.sampled_from(sorted(VARIANTS)).map(VARIANTS.__getitem__)

# Text that is no markup on two lines, and is on one: a link's target, and tags that stand alone in a paragraph. The
# source of the last ones stays; the first is escaped.
MARKUP_ON_ONE_LINE = ("[link](<foo\n", '<a foo="bar" bam', '<a href="foo  \n', '<a href="foo\\\n')


def judges_of(text: str) -> dict[str, Callable[[str], str]]:
    """The renderers that may judge editions of `text`: all of them where they read the source alike."""
    return JUDGES if agree(text) else {"pyromark": by_pyromark}


def rewritten(text: str) -> str:
    """The text with every sentence on one line; it has the same outline and the same HTML."""
    edition = unwrapped(read_article(text, lang="en")).text()
    assert read_outline(edition).skeleton == read_outline(text).skeleton
    for judge in judges_of(text).values():
        assert collapsed(judge(edition)) == collapsed(judge(text))
    return edition


def words_left(page: Page) -> Iterator[str]:
    """The words of a pseudo-translated page that are still in Latin or Cyrillic letters, code and addresses aside."""
    for texts in page.texts.values():
        for text in texts:
            plain = re.sub(r"<code>.*?</code>|<[^<>]*>|\[\^[^\]]*\]|(?:\w+://|mailto:)\S+|\S+@\S+", "", text)
            yield from re.findall(r"[a-zа-яё]+", plain, re.IGNORECASE)


def pseudo_translated(text: str) -> tuple[int, list[str]]:
    """How many texts a pseudo-translation of `text` translates, and the words that it leaves; its structure is kept."""
    article = read_article(text, lang="en")
    catalog = translated(article, pseudo)
    edition = build_edition(article, catalog, "hy")
    assert not edition.untranslated
    assert not [finding for finding in edition.findings if finding.severity == "error"]
    left: list[str] = []
    for judge in judges_of(text).values():
        page = read(judge(edition.text))
        assert not list(differences(read(judge(text)), page))
        left += words_left(page)
    return len(catalog), left


@needs_spec
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_commonmark_example_is_the_same_on_one_line(variant: str) -> None:
    count: Counter[str] = Counter()
    for example in spec_examples():
        text = VARIANTS[variant](example)
        if example.startswith(MARKUP_ON_ONE_LINE):
            draft = unwrapped(read_article(text, lang="en"))
            draft.hold_back()
            assert list(draft.findings())
            assert read_outline(draft.text()).skeleton == read_outline(text).skeleton
            continue
        try:
            count["rewritten"] += rewritten(text) != text
        except ArticleError:
            assert example.startswith("---\n")
            continue
        count["same"] += 1
    assert count["same"] >= 650
    assert count["rewritten"] > 100


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_article_is_the_same_on_one_line(variant: str) -> None:
    for text in articles():
        rewritten(VARIANTS[variant](text))


@given(documents(), variants)
@settings(max_examples=50)
def test_any_document_is_the_same_on_one_line(text: str, variant: Callable[[str], str]) -> None:
    rewritten(variant(text))


@needs_spec
@pytest.mark.parametrize("variant", ["as it is", "CRLF", "in a list"])
def test_every_commonmark_example_can_be_pseudo_translated(variant: str) -> None:
    count = 0
    for example in spec_examples():
        if example.startswith(MARKUP_ON_ONE_LINE):
            continue
        try:
            segments, _ = pseudo_translated(VARIANTS[variant](example))
        except ArticleError:
            assert example.startswith("---\n")
            continue
        count += segments
    assert count > 700


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_word_of_the_articles_is_translated(variant: str) -> None:
    count = 0
    for text in articles():
        segments, left = pseudo_translated(VARIANTS[variant](text))
        assert not left
        count += segments
    assert count > 300


@given(documents(), variants)
@settings(max_examples=50)
def test_any_document_can_be_pseudo_translated(text: str, variant: Callable[[str], str]) -> None:
    segments, _ = pseudo_translated(variant(text))
    assert segments >= 3
