"""The report of `sync` on a catalog."""

from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """One catalog, and how many entries changed and why: `words` of the source are to translate or review,
    `remembered` texts got a translation out of the memory, and `restored` ones one that the file had lost since the
    last `sync`. With `template`, the template of the article was written too.
    """

    article: str
    lang: str
    path: str
    written: bool
    created: bool
    segments: int
    added: int
    revived: int
    followed: int
    fuzzied: int
    retired: int
    words: int
    remembered: int = 0
    restored: int = 0
    template: bool = False
