"""Terms of the glossary: translations that lack them, and forbidden names."""

from collections.abc import Iterator, Sequence

from pipeline.article.placeholders import remove_placeholders
from pipeline.checks.codes import join_alternatives, make_finding
from pipeline.checks.pair import Pair
from pipeline.glossary import TermMatch, contains_name
from pipeline.model import Finding, Message


def check_terms(pair: Pair) -> Iterator[Finding]:
    """Find terms of the source without any form in the translation. The very words of the source count too, as in the
    title of a book.

    A term that occurs twice in the source is required once.
    """
    if pair.is_copy_edit or not pair.glossary.terms:
        return
    source, target = remove_placeholders(pair.source), remove_placeholders(pair.target)
    seen: set[str] = set()
    for found in pair.glossary.find(source, pair.source_lang):
        wanted = [name for term in found.terms for name in term.names.get(pair.lang, ())]
        if not wanted or found.name in seen or any(contains_name(name, target, pair.lang) for name in wanted):
            continue
        seen.add(found.name)
        if source[found.start : found.end] in target and not any(term.keep for term in found.terms):
            continue
        yield _missing_term(found, wanted)


def _missing_term(found: TermMatch, wanted: Sequence[str]) -> Finding:
    return make_finding(
        "term-missing",
        "“{name}” is not to be translated, but it is missing here. Write {wanted}."
        if any(term.keep for term in found.terms)
        else "“{name}” is {wanted} in the glossary, but no form of that is here. Use it.",
        name=found.name,
        wanted=join_alternatives(list(dict.fromkeys(wanted))),
    )


def check_forbidden_terms(pair: Pair) -> Iterator[Finding]:
    """Find forbidden names in the translation, regardless of the source."""
    if not pair.glossary.terms:
        return
    target = remove_placeholders(pair.target)
    for found in pair.glossary.find_forbidden(target, pair.lang):
        yield make_finding(
            "term-forbidden",
            "the glossary forbids “{name}”. {advice}",
            name=target[found.start : found.end],
            advice=_advice(found, pair.lang),
        )


def _advice(found: TermMatch, lang: str) -> Message:
    better = list(dict.fromkeys(name for term in found.terms for name in term.names.get(lang, ())))
    return (
        Message.create("Write {wanted}.", wanted=join_alternatives(better))
        if better
        else Message.create("Use another word.")
    )
