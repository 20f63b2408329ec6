"""A long run of one sign of a dialect is read in a time that grows with its length alone."""

import pytest
from cpu import grows_in_proportion

from pipeline.article.markdown import read_article

SIGNS = (
    "{{",
    "{{<",
    "$",
    "[[",
    "`",
    "<",
    "{%",
    ":::",
    "::: a b\n",
    '!!! a "b"\n',
    "%%",
    "^[",
    "[@",
    "\\[ ",
    '){.a="',
    "| a\n",
)


@pytest.mark.thorough
@pytest.mark.parametrize("dialect", ["mkdocs", "quarto"])
@pytest.mark.parametrize("sign", SIGNS)
def test_time_grows_with_the_length_of_an_article(sign: str, dialect: str) -> None:
    def read(length: int) -> None:
        read_article((sign * length)[:length], lang="en", dialects=(dialect,))

    assert grows_in_proportion(read, 80_000, 320_000)
