"""Law 1 and dialects: whatever their signs make together, an article and its untouched edition are its text."""

import pytest
from edition.making import translated
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.article.dialects import NAMES
from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.errors import ArticleError

_LINES = [
    "- ", "1. ", "> ", "# ", "```\n", "```{r, fig.cap='A `b`'}\n", "~~~\n", "<br>\n", "<div>\n", "</div>", "$$\n",
    ":::\n", ":::note[Ab]\n", '!!! a "Title"\n', '=== "T"\n', ": def", "{{< highlight >}}\n", "{{< /highlight >}}\n",
    "{% raw %}\n", "{% endraw %}\n", "%%\n", "\\begin{a}\n", "\\end{a}\n", "+---+\n", "*[A]: word\n",
    "> [!NOTE] Title\n", "^a", "import a\n", "(ref:a) words\n", "(@a) ", "% title\n", "-----\n", "/// x | Title\n",
    "| a |\n", "|---|\n", "[^a]: ",
]  # fmt: skip
_SPANS = [
    "\n", "\n\n", "\r\n", "  ", "    ", "\t", "a", "é", "Word. ", "[^a]", "`", "<b>", "<!--", "-->", '{.a title="b"}',
    "{: .x title='y'}", "![a](b)", "$", "$$", "\\(", "\\)", "\\[ ", "\\]", '{{< x caption="Ab" >}}', "[@a]", "@fig-a",
    "\\index{a}", '<A title="x">\n', "</A>", "{/*", "*/}", "{x}", "[[a|b]]",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_LINES) | st.sampled_from(_SPANS), max_size=14).map("".join)


@given(_TEXTS, st.sampled_from(NAMES))
@example("<br>\n```{r, fig.cap='A'}\nx\n```\n", "quarto")  # the fence is HTML to Markdown, and the caption within it
@example("<br>\n> [!NOTE] Title", "github")
@example('(@a)  b\n\t!!! a "Title"', "quarto")
@settings(max_examples=300)
def test_any_syntax_comes_back(text: str, dialect: str) -> None:
    try:
        article = read_article(text, lang="en", dialects=(dialect,))
    except ArticleError:
        return
    assert article.source == text
    assert build_edition(article, translated(article, str), "en").text == text


@pytest.mark.thorough
@given(_TEXTS, st.sampled_from(NAMES))
@settings(max_examples=5000, deadline=None)
def test_much_syntax_comes_back(text: str, dialect: str) -> None:
    test_any_syntax_comes_back.hypothesis.inner_test(text, dialect)  # type: ignore[attr-defined]
