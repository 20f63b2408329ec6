"""What suggestions are made of, and what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text of an article with its finished translations; `lang` is the language of the article."""

    lang: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A likely translation, and the share (0–1) of the sentences with the name that have it."""

    name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A name that the glossary lacks: its language, in how many sentences it stands, its likely translations."""

    name: str
    lang: str
    count: int
    translations: Mapping[str, tuple[Translation, ...]] = field(default_factory=dict)
