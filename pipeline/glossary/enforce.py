"""Make machine translations use the glossary: mask terms before they are sent, and find those that an answer lacks.

A term that is never inflected (an abbreviation, a name that is not to be translated) is sent as a placeholder for its
name. Any other is left to the machine, which knows the grammar, and sent so only if the answer has no form of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.article.placeholders import blank_placeholders
from pipeline.frozen import dataclass
from pipeline.glossary.match import Glossary, contains_name
from pipeline.languages.inflection import find_words
from pipeline.model import Placeholder, PlaceholderKind, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredTerm:
    """A term in a text, by its offsets in code points, and the names that the translation may have for it."""

    start: int
    end: int
    term: str
    names: tuple[str, ...]
    is_fixed: bool

    @property
    def reason(self) -> str:
        """The reason for refusing an answer without it, for a person."""
        return f"the answer has no “{self.names[0]}”, which the glossary wants for “{self.term}”"


def find_required_terms(text: str, glossary: Glossary, source_lang: str, lang: str) -> tuple[RequiredTerm, ...]:
    """Find the terms of a text that have names in the language of its translation."""
    return tuple(
        RequiredTerm(
            start=item.start,
            end=item.end,
            term=text[item.start : item.end],
            names=names,
            is_fixed=any(term.keep for term in item.terms)
            or all(word.is_abbreviation for word in find_words(names[0])),
        )
        for item in glossary.find(blank_placeholders(text), source_lang)
        if (names := item.names(lang))
    )


def mask_terms(segment: Segment, terms: Sequence[RequiredTerm]) -> tuple[Segment, Mapping[str, str]]:
    """Replace terms of a segment by placeholders; return it with the term's name for each placeholder's name."""
    last = max((item.number for item in segment.placeholders if item.kind is PlaceholderKind.KEEP), default=0)
    text, at = "", 0
    added: list[Placeholder] = []
    for number, term in enumerate(terms, last + 1):
        name = term.names[0]
        added.append(Placeholder(kind=PlaceholderKind.KEEP, number=number, pieces=(name,), description=name))
        text += f"{segment.text[at : term.start]}{{{added[-1].name}}}"
        at = term.end
    made = replace(segment, text=text + segment.text[at:], placeholders=(*segment.placeholders, *added))
    return made, {item.name: item.description for item in added}


def unmask_terms(text: str, stand_for: Mapping[str, str]) -> str:
    """Put the names of terms in place of the placeholders that stand for them."""
    for name, term in stand_for.items():
        text = text.replace(f"{{{name}}}", term)
    return text


def find_missing_terms(text: str, terms: Sequence[RequiredTerm], lang: str) -> tuple[RequiredTerm, ...]:
    """Return the terms that a translation does not have in any form."""
    return tuple(term for term in terms if not any(contains_name(name, text, lang) for name in term.names))
