"""Terms of the glossary: translations that lack them or have others, and forbidden names."""

from collections.abc import Iterator

from pipeline.article.placeholders import remove_placeholders
from pipeline.checks.codes import join_alternatives, make_finding
from pipeline.checks.pair import Pair
from pipeline.glossary import TermMatch, contains_name, find_alike, is_everyday
from pipeline.model import Finding, Message, Severity


def check_terms(pair: Pair) -> Iterator[Finding]:
    """Find terms, each once, that the translation has in no form, nor as they are in the source (a title), and terms
    that only the translation has. A name that another stands for is an error.
    """
    if pair.is_copy_edit or not pair.glossary.terms:
        return
    source, target = remove_placeholders(pair.source), remove_placeholders(pair.target)
    added = list(_find_added(source, target, pair))
    for found in _find_missing(target, pair.glossary.find(source, pair.source_lang), pair.lang):
        wanted = found.names(pair.lang)
        is_kept = any(term.keep for term in found.terms)
        if not is_kept and source[found.start : found.end] in target:
            continue
        may_be_other = not is_kept and found.is_proper and not _has_alike(wanted, target)
        other = next((item for item in added if item.is_proper), None) if may_be_other else None
        if other:
            added.remove(other)
            yield make_finding(
                "term-missing",
                "“{name}” is {wanted} in the glossary. Here is “{other}”, which the source does not have. Use the "
                "right name.",
                severity=Severity.ERROR,
                name=found.name,
                wanted=join_alternatives(wanted),
                other=target[other.start : other.end],
            )
        else:
            yield make_finding(
                "term-missing",
                "“{name}” is not to be translated, but it is missing here. Write {wanted}."
                if is_kept
                else "“{name}” is {wanted} in the glossary, but no form of that is here. Use it.",
                name=found.name,
                wanted=join_alternatives(wanted),
            )
    for found in added:
        yield make_finding(
            "term-added",
            "“{name}” is {wanted} in the glossary, but the source has no form of that. Is it meant here?",
            name=target[found.start : found.end],
            wanted=join_alternatives(found.names(pair.source_lang)),
        )


def _find_missing(other: str, terms: tuple[TermMatch, ...], lang: str) -> Iterator[TermMatch]:
    """Yield terms of a text, each once, whose names in `lang`, if there are any, the other text has in no form."""
    seen: set[str] = set()
    for found in terms:
        wanted = found.names(lang)
        if wanted and found.name not in seen and not any(contains_name(name, other, lang) for name in wanted):
            seen.add(found.name)
            yield found


def _find_added(source: str, target: str, pair: Pair) -> Iterator[TermMatch]:
    """Yield terms, each once, that the translation has and the source has not, nor anything derived from them; everyday
    words may translate many others.
    """
    terms = pair.glossary.find(target, pair.lang)
    plain = source.replace(".", "") if terms else source  # U.S.
    for found in _find_missing(plain, terms, pair.source_lang):
        is_told = found.is_proper or not is_everyday(found.name, pair.lang)
        is_in_source = target[found.start : found.end] in source or _has_alike(found.names(pair.source_lang), source)
        if is_told and not is_in_source:
            yield found


def _has_alike(names: tuple[str, ...], text: str) -> bool:
    return any(find_alike(name, text) for name in names)


def check_forbidden_terms(pair: Pair) -> Iterator[Finding]:
    """Find forbidden names in the translation, regardless of the source."""
    if not pair.glossary.forbids(pair.lang):
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
