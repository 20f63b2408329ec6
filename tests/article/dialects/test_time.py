"""A megabyte of one sign of a dialect is read in a time that grows with its length alone."""

import time

import pytest

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
    times = []
    for length in (250_000, 1_000_000):
        started = time.process_time()
        read_article((sign * length)[:length], lang="en", dialects=(dialect,))
        times.append(time.process_time() - started)
    # Four times the text takes four times as long, and not sixteen; twelve allow for a busy machine.
    assert times[1] < max(12 * times[0], 1)
