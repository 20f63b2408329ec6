"""What rules look at, and what a rule is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.checks.masking import masked, without_own_notes
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding, Kind, Segment
from pipeline.placeholders import Aligned, without

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All finished translations of an article into one language, as rules compare them with each other.

    `by_source` has the translations of texts that are the same but for case, spaces and placeholders, `by_target` the
    sources of such translations, each in the order of the article; what is there once is left out. `by_label` are the
    entries of the texts of notes, where all else is translated; `unpaired` has, by their sources, translations with a
    quotation mark that has no counterpart in them or around them. The pairs of an article share one, which is filled
    when all are known.
    """

    by_source: dict[str, list[str]] = field(default_factory=dict)
    by_target: dict[str, list[str]] = field(default_factory=dict)
    by_label: dict[str, list[Entry]] = field(default_factory=dict)
    unpaired: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A text of an article and its finished translation, as rules look at them.

    `segment` is in `source_lang`, the translation in `lang`. `aligned.text` is the translation as an edition takes it,
    cleaned and with its placeholders repaired; `entry.target` is what the translator wrote. `texts` are the other
    translations of the article, `glossary` has the terms of the house. Without slots, so that what several rules ask
    for is worked out once.
    """

    segment: Segment
    entry: Entry
    aligned: Aligned
    source_lang: str
    lang: str
    texts: Texts = field(default_factory=Texts)
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

    @property
    def is_sentence(self) -> bool:
        """Whether it is running text, which has full stops; headings, cells and fields may have none."""
        return self.segment.kind in {Kind.PARAGRAPH, Kind.QUOTE, Kind.FOOTNOTE, Kind.LIST_ITEM}

    @cached_property
    def source_prose(self) -> str:
        """The source with placeholders, code and addresses masked, every character where it was."""
        return masked(self.source)

    @cached_property
    def target_prose(self) -> str:
        """The translation as an edition takes it, masked in the same way; the translator's own notes too, of which the
        source knows nothing.
        """
        text = self.written if self.target == self.entry.target else masked(self.target)
        return without_own_notes(text) if "^[" in text else text

    @cached_property
    def source_key(self) -> str:
        """What of the source is compared with other sources: its words, without case and placeholders."""
        return key(self.source)

    @cached_property
    def target_key(self) -> str:
        """The same of the translation."""
        return key(self.target)

    @cached_property
    def written(self) -> str:
        """What the translator wrote, masked in the same way. Rules that offer a replacement look here."""
        return masked(self.entry.target)


def key(text: str) -> str:
    """The words of a text, without case and placeholders."""
    return " ".join(_WORDS.findall(without(text).casefold()))


Rule = Callable[[Pair], Iterator[Finding]]
ArticleRule = Callable[[Article], Iterator[Finding]]
