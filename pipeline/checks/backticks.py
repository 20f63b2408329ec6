"""Backticks typed for the Armenian marks ՝ and ՛, which many keyboards lack: two of them make code of what is between.

A backtick within a word stands for the stress mark ՛, one at its end for the mark ՝.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from pipeline.article.code_spans import blank_spans, find_code_spans
from pipeline.article.markdown.blocks import read_blocks
from pipeline.article.markdown.events import line_number, parse_events
from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, Pair
from pipeline.languages import load
from pipeline.model import Article, Finding
from pipeline.patterns import lazy

_LETTER = "\u0531-\u0556\u0561-\u0587"
_VOWEL = "աեէըիոօւև"
_CODE = lazy(r"(?<!`)`(?!`)[^`]+`(?!`)")
_TICK = lazy(r"(?<![`\\])`(?!`)")
_WORD_BEFORE = lazy(rf"(?:[{_LETTER}]|(?<=[{_LETTER}])[»”)\]*_%\d]{{1,3}})$")
_AFTER_WORD = lazy(r"[\s»”)\]*_,.…։՝—–-]|$")
_APART = lazy(rf"(?<=[{_LETTER}»])[ \u00a0]$")
_STRESSED = lazy(r"(?:^|\s)(?:մի)$", re.IGNORECASE)
_AROUND = 12


def check_backticks(pair: Pair) -> Iterator[Finding]:
    """Find backticks in a translation that stand for an Armenian mark."""
    text = pair.entry.target
    found = find_typed_backticks(text, {code[0] for code in _CODE.finditer(pair.source)})
    if found:
        yield _finding(text, found)


def check_article_backticks(article: Article) -> Iterator[Finding]:
    """Find backticks in an article that stand for an Armenian mark; one finding for each block."""
    if "`" not in article.source or not _applies(article.lang):
        return
    blocks = read_blocks(article.source, parse_events(article.source, article.dialects))
    for leaf in blocks.leaves:
        text = article.source[leaf.start : leaf.end]
        found = find_typed_backticks(text) if "`" in text and not leaf.off else []
        if found:
            yield _finding(text, found, line=line_number(blocks.lines, leaf.start))


def find_typed_backticks(text: str, code: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """Return the offsets of backticks in Armenian `text` that stand for a mark, with a space before, and that mark.

    `code` is known to be code. A backtick right behind an Armenian word ends code where one before it begins some.
    """
    text = blank_spans(text, find_code_spans(text, shortest=2), MASK)
    if code:
        text = _CODE.sub(lambda match: MASK * len(match[0]) if match[0] in code else match[0], text)
    found: list[tuple[int, int, str]] = []
    is_open = False
    for tick in _TICK.finditer(text):
        before, after = text[max(0, tick.start() - 4) : tick.start()], text[tick.end() : tick.end() + 2]
        if is_open:
            is_open = False
        elif mark := _mark(before, after):
            found.append((tick.start(), tick.end(), mark))
        elif _APART.search(before) and re.match(rf"\s[{_LETTER}]", after):
            found.append((tick.start() - 1, tick.end(), "՝"))
        else:
            is_open = True
    return found


def _mark(before: str, after: str) -> str:
    """Return the mark that a backtick between these stands for, with the space after it that is missing; or ""."""
    if not _WORD_BEFORE.search(before):
        return ""
    if re.match(rf"[{_LETTER}]", after):
        return "՛" if before[-1] in _VOWEL else "՝ " if before[-1].isalpha() else ""
    if not _AFTER_WORD.match(after):
        return ""
    return "՛" if _STRESSED.search(before) else "՝"


def _finding(text: str, found: list[tuple[int, int, str]], *, line: int = 0) -> Finding:
    repaired, past = "", 0
    for start, end, mark in found:
        repaired += text[past:start] + mark
        past = end
    first = found[0][0]
    made = make_finding(
        "armenian-backtick",
        "a backtick stands for an Armenian mark (…{around}…); two of them make code of the words between. Type ՝ "
        "(U+055D) or ՛ (U+055B).",
        replacement=repaired + text[past:],
        around=" ".join(text[max(0, first - _AROUND) : first + 5].split()),
    )
    return replace(made, line=line, source=text if line else "")


def _applies(lang: str) -> bool:
    return "armenian-backtick" in load(lang).typography.checks
