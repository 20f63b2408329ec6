"""Articles in memory, read again only when one of their files has changed."""

import threading
from collections.abc import Mapping
from dataclasses import field, replace

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.preview import article_view
from pipeline.preview.article_view import EditionColumn, OriginalArticle, ViewedSentence
from pipeline.workspace import files
from pipeline.workspace.contents import GLOSSARY
from pipeline.workspace.paths import ArticlePath, find_articles, find_name_errors
from pipeline.workspace.settings import Settings

RenderedCells = dict[str, dict[str, str]]
"""Cells as HTML, first by everything they depend on besides their column, then by the keys of their rows."""

_KEPT = 32  # maximum number of articles in memory
_LONG = 200  # minimum number of sentences of an article that is shown before it is checked
_VERSIONS = 64  # maximum number of versions of pages in memory; a page with an older version gets all of its rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article with some of its editions. `problem` is the reason why the article cannot be read; its last state is
    shown then. `drawn` has the drawn cells of each column; only `columns` writes to it.
    """

    original: OriginalArticle
    sentences: tuple[ViewedSentence, ...]
    columns: tuple[EditionColumn, ...]
    drawn: tuple[RenderedCells, ...]
    problem: TargmanError | None = None

    @property
    def checked(self) -> bool:
        """Tell whether everything shown was checked."""
        return all(column.checked for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """An edition as it was read from files with these contents, and its drawn cells."""

    digest: str
    column: EditionColumn
    drawn: RenderedCells


@dataclass(slots=True)
class _Shelf:
    """The last state read of one article, and the contents that it was read from."""

    original: OriginalArticle
    sentences: tuple[ViewedSentence, ...]
    digest: str
    problem: TargmanError | None = None
    columns: dict[str, _Kept] = field(default_factory=dict)


class PageVersions(dict[str, Mapping[str, str]]):
    """The versions of pages in browsers, so that only changes are sent: digests of rows, by a name for all of them."""

    def keep(self, digests: Mapping[str, str]) -> str:
        """Remember these rows and return their name; the oldest version is forgotten."""
        name = files.content_digest(repr(sorted(digests.items())).encode())
        self.pop(name, None)
        self[name] = digests
        for old in list(self)[:-_VERSIONS]:
            self.pop(old, None)
        return name


class ArticleCache:
    """The articles of a workspace as they are on disk now. Safe from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.versions = PageVersions()
        self._shelves: dict[ArticlePath, _Shelf] = {}
        self._lock = threading.Lock()

    def places(self) -> dict[str, ArticlePath]:
        """Return the articles by their paths below `articles/` without the suffix; clashing names are left out."""
        found = find_articles(self.settings)
        twins = find_name_errors(found)
        return {place.stem: place for place in found if place.path not in twins}

    def place(self, stem: str) -> ArticlePath | None:
        """Return the article of that name. The name is only looked up, never made into a path."""
        return self.places().get(stem)

    def view(self, place: ArticlePath, languages: tuple[str, ...]) -> ArticleView:
        """Return the article with the editions in these languages, its own language first. A long article whose files
        changed is not checked at once, since people wait for its text: one edition is checked each time it is requested
        again. Raises ArticleError or FileError if it could never be read.
        """
        with self._lock:
            shelf = self._shelf(place)
            own = shelf.original.article.lang
            asked = sorted(languages, key=lambda lang: lang != own)
            before = {lang: shelf.columns.get(lang) for lang in asked}
            for lang in asked:
                self._read(shelf, lang)
            is_long = len(shelf.sentences) >= _LONG
            due = [lang for lang in asked if not shelf.columns[lang].column.checked]
            if not is_long or all(shelf.columns[lang] is before[lang] for lang in asked):
                for lang in due[: 1 if is_long else None]:
                    self._check(shelf, lang)
            found = [shelf.columns[lang] for lang in asked]
            return ArticleView(
                original=shelf.original,
                sentences=shelf.sentences,
                columns=tuple(kept.column for kept in found),
                drawn=tuple(kept.drawn for kept in found),
                problem=shelf.problem,
            )

    def checked(self, place: ArticlePath, languages: tuple[str, ...]) -> ArticleView:
        """Return the same with everything checked."""
        view = self.view(place, languages)
        while not view.checked:
            view = self.view(place, languages)
        return view

    def _shelf(self, place: ArticlePath) -> _Shelf:
        known = self._shelves.pop(place, None)
        digest = _digest(self.settings, place.path)
        if known is None or known.digest != digest:
            try:
                original = article_view.read_original(self.settings, place)
            except TargmanError as error:
                if known is None:
                    raise
                known.digest, known.problem = digest, error
            else:
                known = _Shelf(original, article_view.list_sentences(original.article), digest)
        self._shelves[place] = known
        while len(self._shelves) > _KEPT:
            del self._shelves[next(iter(self._shelves))]
        return known

    def _read(self, shelf: _Shelf, lang: str) -> None:
        """Read one edition from disk."""
        place = shelf.original.place
        digest = _digest(self.settings, place.catalog(lang)) + _digest(self.settings, GLOSSARY)
        kept = shelf.columns.get(lang)
        if kept is not None and kept.digest == digest:
            return
        before = kept.column if kept else None
        try:
            column, drawn = article_view.read_column(self.settings, shelf.original, lang, before), RenderedCells()
        except TargmanError as error:
            problem = _below(self.settings, error)
            drawn = kept.drawn if kept else RenderedCells()
            column = before or article_view.empty_column(self.settings, shelf.original, lang, problem)
            column = replace(column, problem=problem)
        shelf.columns[lang] = _Kept(digest=digest, column=column, drawn=drawn)

    def _check(self, shelf: _Shelf, lang: str) -> None:
        """Check one edition; its drawn cells stay, except those with other findings."""
        kept = shelf.columns[lang]
        try:
            column = article_view.check_column(self.settings, kept.column)
        except TargmanError as error:
            column = replace(kept.column, problem=_below(self.settings, error), checked=True)
        others = {key for key, cell in column.cells.items() if cell != kept.column.cells[key]}
        keys = {each.key for each in shelf.sentences if others & {item.segment.key for item in (each, *each.inside)}}
        drawn = {
            around: {key: html for key, html in cells.items() if key not in keys}
            for around, cells in kept.drawn.items()
        }
        shelf.columns[lang] = _Kept(digest=kept.digest, column=column, drawn=drawn)


def _digest(settings: Settings, path: str) -> str:
    try:
        data = files.read(settings.root / path)
    except FileError as error:
        return f"! {error.message}"
    return "" if data is None else files.content_digest(data)


def _below(settings: Settings, error: TargmanError) -> TargmanError:
    return error.at(error.path.removeprefix(f"{settings.root}/"))
