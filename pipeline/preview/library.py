"""Articles as they stand on disk, kept in memory: read again only when one of their files is another one."""

import threading
from dataclasses import dataclass, field, replace

from pipeline.errors import FileError, TargmanError
from pipeline.workspace import files, viewing
from pipeline.workspace.articles import Place, duplicates, find_places
from pipeline.workspace.settings import Settings
from pipeline.workspace.viewing import Column, Original, Sentence

_KEPT = 32
"""How many articles stay in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An article with some of its editions. `problem` is what keeps the article itself from being read; what is shown
    is then as it last was.
    """

    original: Original
    sentences: tuple[Sentence, ...]
    columns: tuple[Column, ...]
    problem: TargmanError | None = None


@dataclass(slots=True)
class _Shelf:
    """What is known of one article: what was read last, and from which contents."""

    original: Original
    sentences: tuple[Sentence, ...]
    digest: str
    problem: TargmanError | None = None
    columns: dict[str, tuple[str, Column]] = field(default_factory=dict)


class Library:
    """The articles of a workspace. Whoever asks gets what is on disk now; from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._shelves: dict[Place, _Shelf] = {}
        self._lock = threading.Lock()

    def places(self) -> dict[str, Place]:
        """The articles there are, by their paths below `articles/` without the suffix; twins are left out."""
        found = find_places(self.settings)
        twins = {error.path for error in duplicates(found)}
        return {place.stem: place for place in found if place.path not in twins}

    def place(self, stem: str) -> Place | None:
        """The article of that name. No path is made of the name: it is looked up."""
        return self.places().get(stem)

    def view(self, place: Place, languages: tuple[str, ...]) -> View:
        """The article with the editions in these languages. Raises ArticleError or FileError where it never could be
        read.
        """
        with self._lock:
            shelf = self._shelf(place)
            columns = tuple(self._column(shelf, lang) for lang in languages)
            return View(original=shelf.original, sentences=shelf.sentences, columns=columns, problem=shelf.problem)

    def _shelf(self, place: Place) -> _Shelf:
        known = self._shelves.pop(place, None)
        digest = _digest(self.settings, place.path)
        if known is None or known.digest != digest:
            try:
                original = viewing.read_original(self.settings, place)
            except TargmanError as error:
                if known is None:
                    raise
                known.digest, known.problem = digest, error
            else:
                known = _Shelf(original=original, sentences=viewing.sentences(original.article), digest=digest)
        self._shelves[place] = known
        while len(self._shelves) > _KEPT:
            del self._shelves[next(iter(self._shelves))]
        return known

    def _column(self, shelf: _Shelf, lang: str) -> Column:
        place = shelf.original.place
        digest = _digest(self.settings, place.catalog(lang))
        before, column = shelf.columns.get(lang, ("", None))
        if column is not None and before == digest:
            return column
        try:
            column = viewing.read_column(self.settings, shelf.original, lang)
        except TargmanError as error:
            problem = _below(self.settings, error)
            column = (
                replace(column, problem=problem)
                if column is not None
                else viewing.empty_column(self.settings, shelf.original, lang, problem)
            )
        shelf.columns[lang] = (digest, column)
        return column


def _digest(settings: Settings, path: str) -> str:
    try:
        data = files.read(settings.root / path)
    except FileError as error:
        return f"! {error.message}"
    return "" if data is None else files.content_digest(data)


def _below(settings: Settings, error: TargmanError) -> TargmanError:
    return error.at(error.path.removeprefix(f"{settings.root}/"))
