"""Faults that are put into right translations, to measure how many of them are found."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.checks import NO_GLOSSARY
from pipeline.glossary import Glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A text and its right translation, with their languages."""

    source: str
    target: str
    source_lang: str
    lang: str


Fault = Callable[[Texts, random.Random], str | None]
"""Puts a fault into a translation: the new target, or None where the text has no place for it."""

Plant = Callable[[str, str, random.Random], tuple[str, str] | None]
"""Makes a sentence in one language and its right translation into another, with a place for a fault; None where it has
no words in one of them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault, and the codes of which one has to be found.

    With `plant`, every other fault is put into a pair after which such sentences were added: published texts have few
    places. What is found before the fault is put in is a false alarm then. `glossary` has terms for the check.
    """

    fault: Fault
    codes: tuple[str, ...]
    plant: Plant | None = None
    glossary: Glossary = NO_GLOSSARY

    @property
    def name(self) -> str:
        return self.fault.__name__
