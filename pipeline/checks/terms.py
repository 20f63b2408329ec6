"""Terms of the glossary: translations that lack them, and forbidden names."""

from collections.abc import Iterator

from pipeline.article.placeholders import remove_placeholders
from pipeline.checks.codes import join_alternatives, make_finding
from pipeline.checks.pair import Pair
from pipeline.glossary import contains_name
from pipeline.model import Finding, Message


def check_terms(pair: Pair) -> Iterator[Finding]:
    """Find terms, each once, that the translation has in no form, nor as they are in the source (a title)."""
    if pair.is_copy_edit or not pair.glossary.terms:
        return
    source, target = remove_placeholders(pair.source), remove_placeholders(pair.target)
    seen: set[str] = set()
    for found in pair.glossary.find(source, pair.source_lang):
        wanted = found.names(pair.lang)
        if not wanted or found.name in seen or any(contains_name(name, target, pair.lang) for name in wanted):
            continue
        seen.add(found.name)
        is_kept = any(term.keep for term in found.terms)
        if is_kept or source[found.start : found.end] not in target:
            yield make_finding(
                "term-missing",
                "“{name}” is not to be translated, but it is missing here. Write {wanted}."
                if is_kept
                else "“{name}” is {wanted} in the glossary, but no form of that is here. Use it.",
                name=found.name,
                wanted=join_alternatives(wanted),
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
            advice=Message.create("Write {wanted}.", wanted=join_alternatives(better))
            if (better := found.names(pair.lang))
            else Message.create("Use another word."),
        )
