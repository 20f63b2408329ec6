"""What the steps report: for each catalog what `sync` did, for each edition what `merge` did and `status` sees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """What `sync` did to one catalog: whether it wrote the file, and how many entries changed and why.

    `words` counts the words of the source that this makes to translate or to review; `remembered` the texts that got
    a translation out of the memory.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """One edition: where it is, whether the file was written, its translated share (0–1), and how many findings."""

    article: str
    lang: str
    path: str
    written: bool
    share: float
    untranslated: int
    findings: int
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStatus:
    """How one edition stands, counted in segments and in words of the source; the file of the edition at
    `path` is missing, current or stale.
    """

    article: str
    lang: str
    source_lang: str
    translated: int
    fuzzy: int
    untranslated: int
    translated_words: int
    fuzzy_words: int
    untranslated_words: int
    notes: int
    edition: str
    path: str

    @property
    def segments(self) -> int:
        return self.translated + self.fuzzy + self.untranslated

    @property
    def share(self) -> float:
        """The share of the words that is translated, from 0 to 1."""
        words = self.translated_words + self.fuzzy_words + self.untranslated_words
        return self.translated_words / words if words else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """One file that `export` made: in which format and language, whether it was written, how many notes it has, the
    translated share (0–1) of its edition, and the addresses of pictures that are not in it.
    """

    article: str
    lang: str
    format: str
    path: str
    written: bool
    notes: int
    share: float
    left_out: tuple[str, ...] = ()
