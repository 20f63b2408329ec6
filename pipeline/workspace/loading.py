"""Articles and catalogs read from disk as values; every error on the way says which file it is about."""

from functools import lru_cache

from pipeline import catalog
from pipeline.article import markdown
from pipeline.errors import FileError, TargmanError
from pipeline.model import Article, Catalog
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


def load_article(settings: Settings, place: ArticlePath) -> Article:
    """The article at `place`. Raises ArticleError or FileError with its path."""
    try:
        data = files.read(settings.root / place.path)
        if data is None:
            is_link = (settings.root / place.path).is_symlink()
            raise FileError("is a link that leads nowhere." if is_link else "is gone. Run the command again.")
        return _article(data, settings.lang, settings.front_matter, sentences=settings.segmentation == "sentence")
    except TargmanError as error:
        raise error.at(place.path) from error


def load_catalog(settings: Settings, path: str) -> tuple[Catalog | None, bytes | None]:
    """The catalog at `path`, relative to the workspace, and its bytes; None and None where there is no file.

    Raises CatalogError where it cannot be read completely, FileError where the disk refuses.
    """
    try:
        data = files.read(settings.root / path)
        return (None, None) if data is None else (parsed(data), data)
    except TargmanError as error:
        raise error.at(path) from error


# The last few are kept: what counts an article, checks it and shows it asks for the same ones, one after the other.


@lru_cache(maxsize=2)
def _article(data: bytes, lang: str, fields: tuple[str, ...], *, sentences: bool) -> Article:
    return markdown.read_article(markdown.decode_article(data), lang=lang, fields=fields, sentences=sentences)


@lru_cache(maxsize=4)
def parsed(data: bytes) -> Catalog:
    """The catalog in `data`. Raises CatalogError where it cannot be read completely."""
    return catalog.parse(data)
