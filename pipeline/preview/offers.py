"""Find what a sentence's editor offers: translations of similar texts from the memory, and terms of the glossary."""

from contextlib import suppress
from dataclasses import replace

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import remove_placeholders
from pipeline.errors import FileError
from pipeline.frozen import dataclass
from pipeline.memory.suggest import adapt
from pipeline.model import Entry, Segment
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.memory.sync import open_memory_to_read
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryOffer:
    """A translation from the memory, with the placeholders and numbers of the new text. `source` is the text that it
    was made for, like the new one by `score` of 100.
    """

    target: str
    source: str
    score: int
    origin: str
    translator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOffer:
    """A term of the glossary as the text has it, and its names in the language of the edition."""

    name: str
    names: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_memory_offers(
    settings: Settings, segment: Segment, source_lang: str, lang: str, *, target: str
) -> tuple[MemoryOffer, ...]:
    """Return what the memory has for a text, the most alike first, each translation once and without `target`, which is
    there already. None where there is no memory, or where it is being written.
    """
    unit = TextUnit(entry=Entry(source=segment.text, context=segment.context), segment=segment, lang=source_lang)
    offers: dict[str, MemoryOffer] = {}
    with suppress(FileError), open_memory_to_read(settings.root) as memory:
        for match in memory.matches(segment.text, source_lang, lang) if memory else ():
            made = adapt(match.source, match.target, unit, source_lang, lang).target
            offer = MemoryOffer(
                target=made,
                source=match.source,
                score=match.score,
                origin=match.origin,
                translator=match.translator,
            )
            if made and made != target:
                offers.setdefault(made, offer)
    return tuple(offers.values())


def find_term_offers(settings: Settings, segment: Segment, source_lang: str, lang: str) -> tuple[TermOffer, ...]:
    """Return the terms of the glossary in a text, each once, in its order."""
    if source_lang == lang:
        return ()
    offers: dict[str, TermOffer] = {}
    for found in load_glossary(settings).find(remove_placeholders(segment.text), source_lang):
        forbidden = dict.fromkeys(name for term in found.terms for name in term.forbidden.get(lang, ()))
        notes = dict.fromkeys(term.note for term in found.terms if term.note)
        offer = TermOffer(name=found.name, names=found.names(lang), forbidden=tuple(forbidden), notes=tuple(notes))
        if offer != replace(offer, names=(), forbidden=(), notes=()):
            offers.setdefault(found.name, offer)
    return tuple(offers.values())
