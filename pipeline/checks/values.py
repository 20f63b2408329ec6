"""What rules look at, and what a rule is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.glossary import Glossary
from pipeline.model import Entry, Finding, Segment
from pipeline.placeholders import Aligned


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text of an article and its finished translation, as rules look at them.

    `segment` is in `source_lang`, the translation in `lang`. `aligned.text` is the translation as an edition takes it,
    cleaned and with its placeholders repaired; `entry.target` is what the translator wrote. `glossary` has the terms of
    the house.
    """

    segment: Segment
    entry: Entry
    aligned: Aligned
    source_lang: str
    lang: str
    glossary: Glossary = field(default_factory=Glossary)

    @property
    def source(self) -> str:
        return self.segment.text

    @property
    def target(self) -> str:
        return self.aligned.text

    @property
    def is_copy_edit(self) -> bool:
        """Whether both are in one language: the entry is of the source language's own catalog."""
        return self.source_lang == self.lang


Rule = Callable[[Pair], Iterator[Finding]]
