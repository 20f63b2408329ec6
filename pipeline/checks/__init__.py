"""What an editor should look at in a catalog: each rule is a function of a segment and its entry.

A rule takes `(segment, entry)` and yields findings without a path; `check` runs them all over an article.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pipeline.checks.notes import notes
from pipeline.checks.placeholders import links, placeholders
from pipeline.escaping import clean
from pipeline.model import Article, Entry, Finding, Segment
from pipeline.placeholders import has_words, is_fold

Rule = Callable[[Segment, Entry], Iterator[Finding]]

RULES: tuple[Rule, ...] = (notes, placeholders, links)


def check(article: Article, entries: Mapping[str, Entry], path: str) -> tuple[Finding, ...]:
    """The findings of all rules for the finished translations of an article, by the lines of the catalog at `path`.

    Fuzzy and missing translations are no faults: `status` counts them. A text that stands in several places is checked
    once.
    """
    findings: dict[Finding, None] = {}
    seen: set[str] = set()
    for segment in article.segments:
        entry = entries.get(segment.text)
        if entry is None or segment.text in seen or not entry.done or not has_words(segment):
            continue
        seen.add(segment.text)
        if is_fold(entry.target) or not clean(entry.target):
            continue
        for rule in RULES:
            found = (
                replace(finding, path=path, line=entry.line, source=entry.source) for finding in rule(segment, entry)
            )
            findings |= dict.fromkeys(found)
    return tuple(findings)
