"""Articles as they stand on disk, kept in memory: read again only when one of their files is another one."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.errors import FileError, TargmanError
from pipeline.workspace import files, terminology
from pipeline.workspace.articles import Place, find_places, misnamed
from pipeline.workspace.preview import viewing
from pipeline.workspace.preview.viewing import Column, Original, Sentence
from pipeline.workspace.settings import Settings

Drawn = dict[str, dict[str, str]]
"""Cells as HTML, by what they depend on beside their column, then by the keys of their rows."""

_KEPT = 32
"""How many articles stay in memory."""

_VERSIONS = 64
"""How many versions of pages are remembered; a page whose version is not gets all of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An article with some of its editions. `problem` is what keeps the article itself from being read; what is shown
    is then as it last was. `drawn` keeps, for each column, what was drawn of it before; only `columns` writes to it.
    """

    original: Original
    sentences: tuple[Sentence, ...]
    columns: tuple[Column, ...]
    drawn: tuple[Drawn, ...]
    problem: TargmanError | None = None


@dataclass(slots=True)
class _Shelf:
    """What is known of one article: what was read last, and from which contents."""

    original: Original
    sentences: tuple[Sentence, ...]
    digest: str
    problem: TargmanError | None = None
    columns: dict[str, tuple[str, Column, Drawn]] = field(default_factory=dict)


class Versions:
    """What pages have, so that they are sent only what changed: digests of rows, by a name for all of them."""

    def __init__(self) -> None:
        self._known: dict[str, Mapping[str, str]] = {}

    def keep(self, digests: Mapping[str, str]) -> str:
        """The name of these rows; old ones are forgotten."""
        name = files.content_digest(repr(sorted(digests.items())).encode())
        self._known.pop(name, None)
        self._known[name] = digests
        for old in list(self._known)[:-_VERSIONS]:
            self._known.pop(old, None)
        return name

    def get(self, name: str, default: Mapping[str, str]) -> Mapping[str, str]:
        """The rows of that name."""
        return self._known.get(name, default)


class Library:
    """The articles of a workspace. Whoever asks gets what is on disk now; from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.versions = Versions()
        self._shelves: dict[Place, _Shelf] = {}
        self._lock = threading.Lock()

    def places(self) -> dict[str, Place]:
        """The articles there are, by their paths below `articles/` without the suffix; twins are left out."""
        found = find_places(self.settings)
        twins = misnamed(found)
        return {place.stem: place for place in found if place.path not in twins}

    def place(self, stem: str) -> Place | None:
        """The article of that name. No path is made of the name: it is looked up."""
        return self.places().get(stem)

    def view(self, place: Place, languages: tuple[str, ...]) -> View:
        """The article with the editions in these languages, its own language first.

        Raises ArticleError or FileError where it never could be read.
        """
        with self._lock:
            shelf = self._shelf(place)
            own = shelf.original.article.lang
            found = [self._column(shelf, lang) for lang in sorted(languages, key=lambda lang: lang != own)]
            return View(
                original=shelf.original,
                sentences=shelf.sentences,
                columns=tuple(column for column, _ in found),
                drawn=tuple(drawn for _, drawn in found),
                problem=shelf.problem,
            )

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

    def _column(self, shelf: _Shelf, lang: str) -> tuple[Column, Drawn]:
        place = shelf.original.place
        digest = _digest(self.settings, place.catalog(lang)) + _digest(self.settings, terminology.NAME)
        before, column, drawn = shelf.columns.get(lang, ("", None, {}))
        if column is not None and before == digest:
            return column, drawn
        try:
            column, drawn = viewing.read_column(self.settings, shelf.original, lang), {}
        except TargmanError as error:
            problem = _below(self.settings, error)
            column = (
                replace(column, problem=problem)
                if column is not None
                else viewing.empty_column(self.settings, shelf.original, lang, problem)
            )
        shelf.columns[lang] = (digest, column, drawn)
        return column, drawn


def _digest(settings: Settings, path: str) -> str:
    try:
        data = files.read(settings.root / path)
    except FileError as error:
        return f"! {error.message}"
    return "" if data is None else files.content_digest(data)


def _below(settings: Settings, error: TargmanError) -> TargmanError:
    return error.at(error.path.removeprefix(f"{settings.root}/"))
