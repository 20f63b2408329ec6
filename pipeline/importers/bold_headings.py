"""Find the headings that a document shows in bold type alone, also beside styled ones."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pipeline.importers.pandoc_inlines import LISTS, Node, Nodes, plain_text, trim_inlines
from pipeline.importers.paragraphs import is_heading_candidate, is_name
from pipeline.languages.words import count_words

_LEAST_WORDS = 6  # words of a paragraph that a heading may stand above
_MANY_QUESTIONS = 3
_QUESTION = re.compile(r"[?؟;՞]")
_TOP_LEVEL = 2


def find_bold_headings(blocks: Nodes) -> tuple[Nodes, list[str]]:
    """Return the blocks with short paragraphs and first lines in bold type as headings, and a guess for an editor."""
    made, count = _find_headings(list(_split_lead_ins(blocks)))
    return made, [f"short paragraphs in bold type are headings: {count}"] if count else []


def _split_lead_ins(blocks: Nodes) -> Iterator[Node]:
    """Yield a first line in bold type, with a paragraph below it, as a paragraph of its own."""
    for block in blocks:
        content: Any = block.get("c")
        breaks = [at for at, node in enumerate(content) if node["t"] == "LineBreak"] if block["t"] == "Para" else []
        if breaks and _is_bold(content[: breaks[0]]) and is_heading_candidate(_text(content[: breaks[0]])):
            rest = trim_inlines(content[breaks[0] :])
            if count_words(plain_text(rest)) >= _LEAST_WORDS and not _is_bold(rest):
                yield {"t": "Para", "c": trim_inlines(content[: breaks[0]])}
                yield {"t": "Para", "c": rest}
                continue
        yield block


def _text(content: Nodes) -> str:
    return " ".join(plain_text(content).split())


def _is_bold(content: Nodes) -> bool:
    """Tell whether all words are in bold type; notes after them do not count."""
    words = [node for node in content if node["t"] not in {"Note", "Space", "SoftBreak", "Superscript"}]
    return bool(words) and all(node["t"] == "Strong" for node in words)


def _find_headings(blocks: Nodes) -> tuple[Nodes, int]:
    """Turn short paragraphs in bold type above other paragraphs into headings, also beside styled ones; return their
    number too. Where many are questions, they are those of an interview.
    """
    found = [
        index
        for index, (block, after) in enumerate(pairwise(blocks))
        if block["t"] == "Para" and _is_bold(block["c"]) and _heads(_text(block["c"]), after)
        # What looks like a name above everything is the author's.
        if index or not is_name(_text(block["c"]))
    ]
    questions = [index for index in found if _QUESTION.search(_text(blocks[index]["c"]))]
    if len(questions) >= _MANY_QUESTIONS and 2 * len(questions) >= len(found):
        found = [index for index in found if index not in questions]
    headings = frozenset(found)
    made: Nodes = []
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    level = min(levels, default=_TOP_LEVEL)
    for index, block in enumerate(blocks):
        level = block["c"][0] if block["t"] == "Header" else level
        made.append(_as_heading(block, level) if index in headings else block)
    return made, len(found)


def _heads(text: str, after: Node) -> bool:
    """Tell whether a short line stands above a text, a list or a table."""
    if not is_heading_candidate(text):
        return False
    if after["t"] == "Para":
        return not _is_bold(after["c"]) or is_heading_candidate(_text(after["c"]))
    return after["t"] in {*LISTS, "Table", "BlockQuote"}


def _as_heading(block: Node, level: int) -> Node:
    content: Nodes = []
    for node in block["c"]:
        content += node["c"] if node["t"] == "Strong" else [node]
    return {"t": "Header", "c": [level, ["", [], []], trim_inlines(content)]}
