"""The values of a pull: what arrived, and the report on it."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.adopt.adoption import AdoptionReport
from pipeline.adopt.table import BatchRow
from pipeline.cms.archive_posts import Post
from pipeline.cms.groups import PostGroup
from pipeline.cms.record import PublishedPicture
from pipeline.frozen import dataclass
from pipeline.importers import Removed
from pipeline.workspace.import_ import ImportResult
from pipeline.workspace.paths import ArticlePath


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledTranslation:
    """A translation that came in: its post, and how many entries it filled, surely or not, and could not fill."""

    lang: str
    post: int
    translated: int
    fuzzy: int
    empty: int
    left_over: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PullResult:
    """The report on an article that came in or changed. `state` is `new`, `changed` or `unchanged`.

    Of posts that came in before, `edited` are the languages of those that were edited since; that changed
    `texts_changed` texts here, and left `to_choose` for a person to choose. `unplaced` are sentences that have no place
    in the article.
    """

    article: str
    post: int
    state: str
    title: str = ""
    source_lang: str = ""
    text_words: int = 0
    notes: int = 0
    pictures: tuple[str, ...] = ()
    adopted: tuple[PulledTranslation, ...] = ()
    edited: tuple[str, ...] = ()
    texts_changed: int = 0
    to_choose: int = 0
    unplaced: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    guesses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came in, or one that translations came for: its path, the posts by language, the pages of its
    translations, its pictures with what they are in the media library, and its report.
    """

    place: ArticlePath
    posts: Mapping[str, Post]
    pages: Mapping[str, Path]
    result: PullResult
    pictures: tuple[tuple[str, PublishedPicture], ...] = ()


def report_import(group: PostGroup, imported: ImportResult, remarks: tuple[str, ...]) -> PullResult:
    return PullResult(
        article=imported.article,
        post=group.source.id,
        state="new" if imported.differs else "unchanged",
        title=imported.title,
        source_lang=imported.source_lang,
        text_words=imported.text_words,
        notes=imported.paired,
        pictures=imported.pictures,
        removed=imported.removed,
        guesses=imported.guesses,
        remarks=(*remarks, *imported.remarks),
    )


def count_entries(row: BatchRow, report: AdoptionReport) -> PulledTranslation:
    return PulledTranslation(
        lang=row.lang,
        post=row.line,
        translated=report.sure + report.same,
        fuzzy=len(report.unsure),
        empty=len(report.empty),
        left_over=len(report.left_over),
        kept=len(report.kept) + len(report.conflicts),
    )
