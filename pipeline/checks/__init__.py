"""What an editor should look at in a catalog: each rule is a function of a segment, its entry and its alignment.

To add a rule, write `rule(segment, entry, aligned) -> Iterator[Finding]` in a module here and name it in `RULES`. It
gets a finished translation that is no fold. `aligned.text` is that translation as an edition takes it, cleaned and with
its placeholders repaired: look for words there, and use `placeholders.without` where placeholders are in the way;
`entry.target` is what the translator wrote. A finding needs a rule's name, a severity and a message that says what is
wrong, what was done about it, and what to do; `check` adds the path, the line and the source.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pipeline.checks.notes import notes
from pipeline.checks.placeholders import links, placeholders, unread
from pipeline.escaping import clean
from pipeline.model import Article, Entry, Finding, Segment
from pipeline.placeholders import Aligned, align, has_words, is_fold

Rule = Callable[[Segment, Entry, Aligned], Iterator[Finding]]

RULES: tuple[Rule, ...] = (notes, placeholders, unread, links)


def check(article: Article, entries: Mapping[str, Entry], path: str) -> tuple[Finding, ...]:
    """The findings of all rules for the finished translations of an article, by the lines of the catalog at `path`.

    They come in the order of the article. Fuzzy and missing translations are no faults: `status` counts them. A text
    that stands in several places is checked once, and addresses are left to merging.
    """
    findings: dict[Finding, None] = {}
    seen: set[str] = set()
    for segment in article.segments:
        entry = entries.get(segment.text)
        if entry is None or segment.text in seen or not entry.done or not segment.kind.is_text:
            continue
        seen.add(segment.text)
        target = clean(entry.target)
        if not target or not has_words(segment) or is_fold(target):
            continue
        aligned = align(target, segment)
        for rule in RULES:
            found = rule(segment, entry, aligned)
            findings |= dict.fromkeys(
                replace(finding, path=path, line=entry.line, source=entry.source) for finding in found
            )
    return tuple(findings)
