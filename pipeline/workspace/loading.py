"""Articles and catalogs read from disk as values; every error on the way says which file it is about."""

from pipeline import catalog, markdown
from pipeline.errors import FileError, TargmanError
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.articles import Place
from pipeline.workspace.settings import Settings


def load_article(settings: Settings, place: Place) -> Article:
    """The article at `place`. Raises ArticleError or FileError with its path."""
    try:
        data = files.read(settings.root / place.path)
        if data is None:
            is_link = (settings.root / place.path).is_symlink()
            raise FileError("is a link that leads nowhere." if is_link else "is gone. Run the command again.")
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

    Raises CatalogError where it cannot be read completely, FileError where the disk refuses.
    """
    try:
        data = files.read(settings.root / path)
        return (None, None) if data is None else (catalog.parse(data), data)
    except TargmanError as error:
        raise error.at(path) from error
