"""The Python interface: open a workspace, read its articles and catalogs as values, and run what the commands run.

    from pipeline import api

    workspace = api.open_workspace()
    workspace.sync()

Every public name here and every public method of `Workspace` stays; so do the fields of the values that they return,
which are those of `--format json`. All other modules may change. Errors are `TargmanError`; its `str` is the message
with the file and the line. docs/api.md shows how the parts go together.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Article, Catalog, Entry, Finding, Segment

if TYPE_CHECKING:
    import polib

    from pipeline.workspace.edition_steps import MergeResult
    from pipeline.workspace.paths import ArticlePath
    from pipeline.workspace.runner import Outcome
    from pipeline.workspace.settings import Settings
    from pipeline.workspace.status import EditionStatus
    from pipeline.workspace.sync_result import SyncResult

__all__ = [
    "Article",
    "ArticlePath",
    "Catalog",
    "EditionStatus",
    "Entry",
    "Finding",
    "MergeResult",
    "Outcome",
    "Segment",
    "SyncResult",
    "TargmanError",
    "Workspace",
    "open_workspace",
]

_LAZY = {
    "ArticlePath": "paths",
    "EditionStatus": "status",
    "MergeResult": "edition_steps",
    "Outcome": "runner",
    "SyncResult": "sync_result",
}
"""Names of the workspace room and their modules, imported when they are used: most scripts need none of them."""


def __getattr__(name: str) -> Any:  # noqa: ANN401
    from importlib import import_module  # noqa: PLC0415

    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"pipeline.workspace.{_LAZY[name]}"), name)


def open_workspace(folder: str | Path = ".") -> "Workspace":
    """Open the workspace in a folder or in the nearest folder above it.

    Raises TargmanError where there is none, or where its settings cannot be read.

    >>> open_workspace().editions
    ('hy', 'en', 'ru')
    """
    from pipeline.workspace.settings import find_settings  # noqa: PLC0415

    return Workspace(_settings=find_settings(Path(folder).resolve()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace. It keeps nothing in memory: every method reads the files as they are. An article is named as on the
    command line, by its slug or a path, or by an ArticlePath. Methods that take several articles take all if none is
    named; `languages` are the editions, all if none is named.
    """

    _settings: "Settings"

    @property
    def root(self) -> Path:
        """The folder of the workspace.

        >>> (open_workspace().root / "articles").is_dir()
        True
        """
        return self._settings.root

    @property
    def editions(self) -> tuple[str, ...]:
        """The languages of the editions that the workspace makes.

        >>> "ru" in open_workspace().editions
        True
        """
        return self._settings.editions

    def list_articles(self) -> "tuple[ArticlePath, ...]":
        """List the articles, in the order of their paths.

        An ArticlePath has a `path`, a `slug`, a `template`, and for each language a `catalog` and an `edition`; paths
        are relative to the workspace, with forward slashes.

        >>> [article] = open_workspace().list_articles()
        >>> article.path, article.slug, article.catalog("ru")
        ('articles/lake.md', 'lake', 'locales/ru/articles/lake.po')
        """
        from pipeline.workspace.paths import find_articles  # noqa: PLC0415

        return find_articles(self._settings)

    def read_article(self, article: "str | ArticlePath") -> Article:
        """Read an article, with its segments and notes.

        >>> article = open_workspace().read_article("lake")
        >>> article.lang, [segment.text for segment in article.segments]
        ('en', ['The lake', 'The lake is calm.{fn1}', 'It was calm yesterday.', 'Seen from the shore.'])
        >>> article.segments[1].kind, article.segments[1].line
        (<SegmentKind.PARAGRAPH: 'paragraph'>, 3)
        """
        from pipeline.workspace.contents import load_article  # noqa: PLC0415

        return load_article(self._settings, self._find(article))

    def read_catalog(self, article: "str | ArticlePath", lang: str) -> Catalog:
        """Read the catalog of an article for one edition. Raises TargmanError where there is none yet.

        >>> workspace = open_workspace()
        >>> _ = workspace.sync()
        >>> entry = workspace.read_catalog("lake", "ru").entries[1]
        >>> entry.source, entry.target, entry.is_translated
        ('The lake is calm.{fn1}', '', False)
        """
        from pipeline.workspace.contents import load_catalog  # noqa: PLC0415

        path = self._find(article).catalog(self._languages([lang])[0])
        catalog, _ = load_catalog(self._settings, path)
        if catalog is None:
            raise FileError("does not exist yet. Run sync first.", path=path)
        return catalog

    def read_polib(self, article: "str | ArticlePath", lang: str) -> "polib.POFile":
        """Read the catalog of an article for one edition as `polib` has it; otherwise like `read_catalog`.

        >>> workspace = open_workspace()
        >>> _ = workspace.sync()
        >>> catalog = workspace.read_polib("lake", "ru")
        >>> catalog.percent_translated(), catalog[0].msgid, catalog.metadata["Language"]
        (0, 'The lake', 'ru')
        """
        from pipeline.catalog.foreign import to_polib  # noqa: PLC0415

        return to_polib(self.read_catalog(article, lang))

    def sync(self, *articles: "str | ArticlePath", dry_run: bool = False) -> "Outcome[SyncResult]":
        """Bring templates and catalogs up to date with the articles, as `targman sync`.

        An Outcome has the results in `done`, errors in `problems`, and sentences for a person in `notices`. With
        `dry_run` nothing is written.

        >>> outcome = open_workspace().sync("lake", dry_run=True)
        >>> [(result.lang, result.segments, result.added) for result in outcome.done]
        [('hy', 4, 4), ('en', 4, 0), ('ru', 4, 4)]
        >>> outcome.problems
        ()
        """
        from pipeline.workspace.index import open_index  # noqa: PLC0415
        from pipeline.workspace.lock import locked  # noqa: PLC0415
        from pipeline.workspace.sync import sync  # noqa: PLC0415

        found, lock = self._select(articles), nullcontext() if dry_run else locked(self.root)
        with lock, open_index(self._settings) as index:
            return sync(self._settings, found, index, dry_run=dry_run)

    def merge(self, *articles: "str | ArticlePath", languages: Sequence[str] = ()) -> "Outcome[MergeResult]":
        """Write the editions, as `targman merge`.

        >>> workspace = open_workspace()
        >>> _ = workspace.sync()
        >>> outcome = workspace.merge("lake", languages=["en"])
        >>> [(result.path, result.findings) for result in outcome.done]
        [('editions/en/lake.md', 0)]
        """
        from pipeline.workspace.index import open_index  # noqa: PLC0415
        from pipeline.workspace.lock import locked  # noqa: PLC0415
        from pipeline.workspace.merge import merge  # noqa: PLC0415

        found, wanted = self._select(articles), self._languages(languages)
        with locked(self.root), open_index(self._settings) as index:
            return merge(self._settings, found, wanted, index)

    def check(self, *articles: "str | ArticlePath", languages: Sequence[str] = ()) -> "Outcome[Finding]":
        """Look for faults in translations, as `targman check`.

        >>> open_workspace().check("lake").done
        ()
        """
        from pipeline.workspace.check import check  # noqa: PLC0415
        from pipeline.workspace.index import FINDINGS, open_index  # noqa: PLC0415

        found, wanted = self._select(articles), self._languages(languages)
        with open_index(self._settings, FINDINGS) as index:
            return check(self._settings, dict.fromkeys(found, wanted), index)

    def status(self, *articles: "str | ArticlePath", languages: Sequence[str] = ()) -> "Outcome[EditionStatus]":
        """Count what is translated in the editions, as `targman status`.

        >>> workspace = open_workspace()
        >>> _ = workspace.sync()
        >>> [result] = workspace.status("lake", languages=["ru"]).done
        >>> result.translated, result.untranslated, f"{result.share:.0%}", result.edition
        (0, 4, '0%', 'missing')
        """
        from pipeline.workspace.index import open_index  # noqa: PLC0415
        from pipeline.workspace.status import status  # noqa: PLC0415

        found, wanted = self._select(articles), self._languages(languages)
        with open_index(self._settings) as index:
            return status(self._settings, found, wanted, index)

    def _select(self, articles: "Sequence[str | ArticlePath]") -> "tuple[ArticlePath, ...]":
        from pipeline.workspace.paths import match_articles  # noqa: PLC0415

        names = [article if isinstance(article, str) else article.path for article in articles]
        return match_articles(self.list_articles(), names, self._settings, self.root)

    def _find(self, article: "str | ArticlePath") -> "ArticlePath":
        found = self._select([article])
        if len(found) != 1:
            raise TargmanError(f"“{article}” names {len(found)} articles. Give a slug or the path of one.")
        return found[0]

    def _languages(self, languages: Sequence[str]) -> tuple[str, ...]:
        from pipeline.workspace.paths import match_languages  # noqa: PLC0415

        return match_languages(self._settings, languages)
