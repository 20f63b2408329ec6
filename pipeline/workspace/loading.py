"""Articles and catalogs read from disk as values; every error on the way says which file it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline import catalog, markdown
from pipeline.errors import ArticleError, FileError, TargmanError
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.articles import Place, duplicates, find_places
from pipeline.workspace.settings import Settings

Value = TypeVar("Value")

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Value]):
    """What a step made of the articles, and what went wrong on the way; neither keeps the other from being reported."""

    done: tuple[Value, ...]
    problems: tuple[TargmanError, ...]


def load_article(settings: Settings, place: Place) -> Article:
    """The article at `place`. Raises ArticleError or FileError with its path."""
    data = files.read(settings.root / place.path)
    if data is None:
        raise FileError("is gone. Run the command again.", path=place.path)
    try:
        return markdown.read_article(
            markdown.decode(data),
            lang=settings.lang,
            fields=settings.front_matter,
            sentences=settings.segmentation == "sentence",
        )
    except TargmanError as error:
        raise error.at(place.path) from error


def load_catalog(settings: Settings, path: str) -> tuple[Catalog | None, bytes | None]:
    """The catalog at `path`, relative to the workspace, and its bytes; None and None where there is no file.

    Raises CatalogError where it cannot be read completely.
    """
    data = files.read(settings.root / path)
    if data is None:
        return None, None
    try:
        return catalog.parse(data), data
    except TargmanError as error:
        raise error.at(path) from error


def each(
    settings: Settings,
    places: Iterable[Place],
    step: Callable[[Place], tuple[list[Value], list[TargmanError]]],
) -> Outcome[Value]:
    """`step` for every article, going on past those that cannot be read; articles that share a slug are left out.

    A step whose files change under it is done again with what is there now.
    """
    done: list[Value] = []
    twins = {error.path: error for error in duplicates(find_places(settings))}
    problems: list[TargmanError] = []
    for place in places:
        if place.path in twins:
            problems.append(twins[place.path])
            continue
        try:
            values, errors = _repeated(step, place)
        except (ArticleError, FileError) as error:
            problems.append(error)
            continue
        done += values
        problems += errors
    return Outcome(done=tuple(done), problems=tuple(problems))


def _repeated(
    step: Callable[[Place], tuple[list[Value], list[TargmanError]]],
    place: Place,
) -> tuple[list[Value], list[TargmanError]]:
    for _ in range(_ATTEMPTS - 1):
        try:
            return step(place)
        except files.ChangedMeanwhileError:
            continue
    return step(place)
