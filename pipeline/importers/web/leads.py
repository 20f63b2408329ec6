"""Find the heading of a page's text, and the leads: what stands between it and the text, or what the page states as
its description.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.importers.web.furniture import is_caption
from pipeline.importers.web.page import Element, fold_words
from pipeline.importers.web.runs import Run

_HALF = 0.5
_LINKED_SHARE = 0.3  # share of linked letters from which a paragraph leads elsewhere
_LEAD_LETTERS, _STATED_LETTERS = 60, 40  # fewest letters of a lead, and of one that the page states
_RUNS_INTO_TEXT = 3  # runs of the text among which a stated lead may stand
_HEADING_TAGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LEAD_TAGS = frozenset(["p", "div", "h2", "h3", "h4", "section", "blockquote"])
_SENTENCE_END = re.compile(r"[.!?…։:;»”\"'’)]$")


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def find_heading(runs: Sequence[Run], title: str) -> Element | None:
    """Return the heading above the text: the one with the title, or the page's only one of the first level if it
    has most words of the title or the title most of its words.
    """
    words = fold_words(title)
    above: list[Run] = []
    for run in runs:
        above.append(run)
        if run.block.tag in _HEADING_TAGS and words and fold_words(run.text) == words:
            return run.block
        if run.taken and fold_words(run.text) != words:
            break
    blocks = {run.block for run in runs if run.block.tag == "h1"}
    only = next((run for run in above if run.block.tag == "h1"), None) if len(blocks) == 1 else None
    return only.block if only is not None and _is_like(only.text, words) else None


def _is_like(text: str, title: str) -> bool:
    """Tell whether the shorter one of two titles has more than half of its words in the other one."""
    one, other = set(fold_words(text).split()), set(title.split())
    return len(one & other) > _HALF * min(len(one), len(other))


def find_leads(runs: Sequence[Run], heading: Element | None, title: str) -> Iterator[Element]:
    """Yield the paragraphs between the heading and the first text that trafilatura takes, each once."""
    below, seen = False, {fold_words(title)}
    for run in runs if heading is not None else ():
        if run.block is heading:
            below = True
        elif below and run.taken and len(run.text) >= _LEAD_LETTERS and not _is_in_caption(run.block):
            return
        elif below and not run.taken and len(run.text) >= _LEAD_LETTERS and ends_sentence(run.text):
            words = fold_words(run.text)
            is_text = run.block.tag in _LEAD_TAGS and run.linked < _LINKED_SHARE * len(run.text)
            if is_text and words not in seen and not _is_in_caption(run.block):
                seen.add(words)
                yield run.block


def find_stated_lead(runs: Sequence[Run], description: str) -> Element | None:
    """Return the paragraph before the text, or at its beginning, that the page states as its description, as far as the
    description goes; None if trafilatura takes one with these words.
    """
    stated = fold_words(description)
    if len(stated) < _STATED_LETTERS:
        return None
    into, found = 0, None
    for run in runs:
        words = fold_words(run.text)
        is_stated = words.startswith(stated) or (len(words) >= _STATED_LETTERS and stated.startswith(words))
        if is_stated and run.taken > _HALF:
            return None
        if is_stated and found is None and into <= _RUNS_INTO_TEXT and not _is_in_caption(run.block):
            found = run.block
        into += run.taken > _HALF
    return found


def _is_in_caption(block: Element) -> bool:
    return any(map(is_caption, (block, *block.iterancestors())))
