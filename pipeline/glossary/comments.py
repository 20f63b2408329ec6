"""The terms of a text as comments in its catalogs: `term: CSTO → ОДКБ`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extraction import Unit
from pipeline.glossary.finding import Glossary
from pipeline.model import Term
from pipeline.placeholders import without

TERM = "term: "
"""How the comment begins that shows a translator a term of the glossary."""


def with_terms(units: Sequence[Unit], glossary: Glossary, source_lang: str, lang: str) -> tuple[Unit, ...]:
    """The texts with a comment for every term in them, in their order; as they are where nothing is to be said."""
    if not glossary.terms or source_lang == lang:
        return tuple(units)
    return tuple(_with_terms(unit, glossary, source_lang, lang) for unit in units)


def _with_terms(unit: Unit, glossary: Glossary, source_lang: str, lang: str) -> Unit:
    if unit.is_target:
        return unit
    said = tuple(dict.fromkeys(_said(unit.text, glossary, source_lang, lang)))
    return replace(unit, entry=replace(unit.entry, comments=(*unit.entry.comments, *said))) if said else unit


def _said(text: str, glossary: Glossary, source_lang: str, lang: str) -> Iterator[str]:
    for found in glossary.found(without(text), source_lang):
        for term in found.terms:
            wanted = term.names.get(lang, ())
            if wanted or term.forbidden.get(lang) or term.note:
                yield f"{TERM}{found.name}{_arrow(wanted)}{_asides(term, lang)}"


def _arrow(wanted: Sequence[str]) -> str:
    return f" → {' | '.join(wanted)}" if wanted else ""


def _asides(term: Term, lang: str) -> str:
    """What else a translator should know: names that the house does not want, and the note."""
    forbidden = ", ".join(f"“{name}”" for name in term.forbidden.get(lang, ()))
    said = [f"not {forbidden}"] if forbidden else []
    said += ["do not translate"] if term.keep else []
    said += [term.note] if term.note else []
    return f" ({'; '.join(said)})" if said else ""
