"""Terms: what the glossary wants a name to be called, and what it does not want."""

from collections.abc import Iterator, Sequence

from pipeline.checks.values import Pair
from pipeline.glossary import Found, is_there
from pipeline.model import Finding, Severity
from pipeline.placeholders import without


def terms(pair: Pair) -> Iterator[Finding]:
    """Terms of the source of which the translation has no form, nor the very words, as in the title of a book.

    One that stands in the source twice is wanted once.
    """
    if pair.is_copy_edit or not pair.glossary.terms:
        return
    source, target = without(pair.source), without(pair.target)
    seen: set[str] = set()
    for found in pair.glossary.found(source, pair.source_lang):
        wanted = [name for term in found.terms for name in term.names.get(pair.lang, ())]
        if not wanted or found.name in seen or any(is_there(name, target, pair.lang) for name in wanted):
            continue
        seen.add(found.name)
        if source[found.start : found.end] in target and not any(term.keep for term in found.terms):
            continue
        yield Finding(rule="term-missing", severity=Severity.WARNING, message=_missing(found, wanted))


def _missing(found: Found, wanted: Sequence[str]) -> str:
    called = " or ".join(f"“{name}”" for name in dict.fromkeys(wanted))
    if any(term.keep for term in found.terms):
        return f"“{found.name}” is not to be translated, and it is not here. Write {called}."
    return f"“{found.name}” is {called} in the glossary, and no form of that is here. Write it so."


def forbidden_terms(pair: Pair) -> Iterator[Finding]:
    """Names in the translation that the house does not want, whatever the source says."""
    if not pair.glossary.terms:
        return
    target = without(pair.target)
    for found in pair.glossary.forbidden(target, pair.lang):
        yield Finding(
            rule="term-forbidden",
            severity=Severity.WARNING,
            message=f"“{target[found.start : found.end]}” is not what this house says. {_instead(found, pair.lang)}",
        )


def _instead(found: Found, lang: str) -> str:
    better = list(dict.fromkeys(name for term in found.terms for name in term.names.get(lang, ())))
    return f"Write {' or '.join(f'“{name}”' for name in better)}." if better else "Use another word."
