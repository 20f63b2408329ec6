"""Translations made before: what there is to remember, how alike texts are, and how a translation is made to fit.

Pure: the store and its index are `workspace/memory/memories`. `reading` and `writing` speak TMX 1.4b.

The values of the memory: a text in several languages, and what was found for another text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUnit:
    """A text with its finished translations, as TMX has them too.

    `lang` is the language that it was written in, empty where nobody knows; `texts` by language, that one included.
    `origin` is where it comes from: `articles/sevan`, or the name of a TMX file. `translators` by language, as far as
    they are known.
    """

    texts: Mapping[str, str]
    lang: str = ""
    origin: str = ""
    translators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryMatch:
    """A text that is like the one that was looked up, and its translation.

    `score` is from 0 to 100; 100 is the same text, placeholders aside. `same_direction` says whether the text was
    written in the language that it is now translated from, and not itself a translation.
    """

    score: int
    source: str
    target: str
    origin: str
    translator: str = ""
    same_direction: bool = True
