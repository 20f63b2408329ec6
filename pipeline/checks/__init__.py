"""What an editor should look at in a catalog: each rule is a function of a text and its translation.

To add a rule, write `rule(pair) -> Iterator[Finding]` in a module here and name it in `RULES`. It gets a finished
translation that is no fold. Look for words in `pair.target`, and use `placeholders.without` where placeholders are in
the way; `pair.entry.target` is what the translator wrote. A finding needs a rule's name, a severity and a message that
says what is wrong, what was done about it, and what to do; `check` adds the path, the line and the source.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.checks.notes import notes
from pipeline.checks.placeholders import links, placeholders, unread
from pipeline.checks.spelling import spelling
from pipeline.checks.terms import forbidden_terms, terms
from pipeline.checks.values import Pair, Rule
from pipeline.escaping import clean
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding
from pipeline.placeholders import align, has_words, is_fold

RULES: tuple[Rule, ...] = (notes, placeholders, unread, links, terms, forbidden_terms, spelling)


EMPTY = Glossary()


def check(
    article: Article, entries: Mapping[str, Entry], path: str, lang: str, glossary: Glossary = EMPTY
) -> tuple[Finding, ...]:
    """The findings of all rules for the finished translations of an article into `lang`, by the lines of the catalog at
    `path`.

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
        pair = Pair(
            segment=segment,
            entry=entry,
            aligned=align(target, segment),
            source_lang=article.lang,
            lang=lang,
            glossary=glossary,
        )
        for rule in RULES:
            found = rule(pair)
            findings |= dict.fromkeys(
                replace(finding, path=path, line=entry.line, source=entry.source) for finding in found
            )
    return tuple(findings)
