"""The translation memory: harvest finished translations, find texts that are alike, and adapt a translation.

This room is pure; `workspace/memory` has the database. `harvest` reads units from catalogs, `similarity` compares
texts, `suggest` makes a translation fit another text and offers it, `tmx` reads and writes TMX 1.4b.
"""

from collections.abc import Mapping
from dataclasses import field

from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnit:
    """A text with its finished translations, as in TMX.

    `lang` is the language in which it was written, empty if unknown; `texts` are by language, that one included.
    `origin` is an article, such as `articles/sevan`, or the name of a TMX file. Known `translators` are by language.
    """

    texts: Mapping[str, str]
    lang: str = ""
    origin: str = ""
    translators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMatch:
    """A text that is like the one that was looked up, and its translation.

    `score` is from 0 to 100; 100 is the same text, placeholders aside. `same_direction` is true if the text was written
    in the language from which it is translated now, and is not itself a translation.
    """

    score: int
    source: str
    target: str
    origin: str
    translator: str = ""
    same_direction: bool = True
