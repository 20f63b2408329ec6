"""The contents of an article's files, read by the process that runs a command. Errors say which file they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import CatalogError, FileError, GlossaryError, TargmanError
from pipeline.frozen import dataclass
from pipeline.languages.folders import forget_with_packs
from pipeline.workspace import files
from pipeline.workspace.files import FileState
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.glossary import Glossary
    from pipeline.model import Article, Catalog
    from pipeline.publishing.layouts import PageFacts

GLOSSARY = "locales/glossary.csv"

Content = bytes | FileError | None
"""A file's bytes, None if there is no file, or the reason why it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryContents:
    """The bytes of the glossary, None if there is none, and the state of its file."""

    data: bytes | None = None
    states: Mapping[str, FileState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContents:
    """The files of the article at `path` as they were read, and the glossary; `catalogs` and `editions` by language,
    `others` are articles that it links to, by path. A step reads only those that it needs. `linked` are the fragments
    by which other articles link to its headings, if the step asks for them, `pages` the paths of articles to whose
    pages on the site it links, by the paths that their addresses would be of. `facts` are what the pages of a site
    depend on besides, by language.
    """

    path: ArticlePath
    text: bytes
    catalogs: Mapping[str, Content] = field(default_factory=dict)
    editions: Mapping[str, Content] = field(default_factory=dict)
    template: bytes | None = None
    glossary: bytes | None = None
    others: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    linked: tuple[str, ...] = ()
    facts: Mapping[str, "PageFacts"] = field(default_factory=dict)


def read_glossary(settings: Settings) -> GlossaryContents:
    """Read the glossary, once for all articles. Raises GlossaryError if it cannot be used, FileError."""
    with files.watched() as states:
        data = files.read(settings.root / GLOSSARY, settings.root)
    if data is not None:
        parse_glossary(settings, data)
    return GlossaryContents(data=data, states=states)


def read_contents(
    settings: Settings,
    path: ArticlePath,
    languages: Iterable[str],
    *,
    glossary: bytes | None = None,
    with_template: bool = False,
    with_editions: bool = False,
    with_glossary: bool = False,
) -> ArticleContents:
    """Read an article and its catalogs for `languages`. Raises FileError if the article, the template or the glossary
    cannot be read; a catalog or an edition that cannot be read is for the step to report.
    """
    return ArticleContents(
        path=path,
        text=_read_text(settings, path),
        catalogs={lang: read_content(settings, path.catalog(lang)) for lang in languages},
        editions={lang: read_content(settings, path.edition(lang)) for lang in languages} if with_editions else {},
        template=files.read(settings.root / path.template, settings.root) if with_template else None,
        glossary=files.read(settings.root / GLOSSARY, settings.root) if with_glossary else glossary,
    )


def _read_text(settings: Settings, path: ArticlePath) -> bytes:
    data = read_content(settings, path.path)
    if isinstance(data, FileError):
        raise data
    if data is None:
        is_link = (settings.root / path.path).is_symlink()
        told = "is a link that leads nowhere." if is_link else "is gone. Run the command again."
        raise FileError(told, path=path.path)
    return data


def read_content(settings: Settings, path: str) -> Content:
    """Read the file at `path`, relative to the workspace; an error is returned, not raised."""
    try:
        return files.read(settings.root / path, settings.root)
    except FileError as error:
        error.path = path
        return error


def parse_article(settings: Settings, contents: ArticleContents) -> "Article":
    """Return the article. Raises ArticleError if it cannot be read as Markdown."""
    try:
        return _parsed_article(
            contents.text,
            settings.lang,
            settings.front_matter,
            settings.dialects,
            sentences=settings.segmentation == "sentence",
            link_targets=settings.link_targets,
            editions=settings.editions,
        )
    except TargmanError as error:
        raise error.at(contents.path.path) from error


def parse_catalog(path: str, data: Content) -> "tuple[Catalog | None, bytes | None]":
    """Return the catalog at `path` from its content, without line ends at the ends of translations, and its bytes; None
    and None if there is none. Raises CatalogError if it cannot be read completely, FileError if the disk refused.
    """
    if isinstance(data, FileError):
        raise data
    try:
        return (None, None) if data is None else (_trimmed_catalog(data), data)
    except CatalogError as error:
        raise error.at(path) from error


def load_article(settings: Settings, path: ArticlePath) -> "Article":
    """Read the article at `path` from disk. Raises ArticleError or FileError with its path."""
    return parse_article(settings, ArticleContents(path=path, text=_read_text(settings, path)))


def load_language(settings: Settings, path: ArticlePath) -> str:
    """Return the language of the article at `path`, by its front matter. Raises ArticleError or FileError."""
    from pipeline.article import markdown  # noqa: PLC0415  heavy

    try:
        text = markdown.decode_article(_read_text(settings, path))
        return markdown.find_language(text, lang=settings.lang, editions=settings.editions)
    except TargmanError as error:
        raise error.at(path.path) from error


def load_catalog(settings: Settings, path: str) -> "tuple[Catalog | None, bytes | None]":
    """Read the catalog at `path`, relative to the workspace, as `parse_catalog` returns it; raises the same."""
    return parse_catalog(path, read_content(settings, path))


def parse_glossary(settings: Settings, data: bytes | None) -> "Glossary":
    """Parse the glossary; it is empty if there is none. Raises GlossaryError."""
    try:
        return _parsed_glossary(data, settings.languages)
    except GlossaryError as error:
        raise error.at(GLOSSARY) from error


# The last few are kept: what counts an article, checks it and shows it asks for the same ones, one after the other. The
# imports are heavy, and nobody needs them while nothing changed.


@lru_cache(maxsize=2)
def _parsed_article(
    data: bytes,
    lang: str | None,
    fields: tuple[str, ...],
    dialects: tuple[str, ...],
    *,
    sentences: bool,
    link_targets: bool,
    editions: tuple[str, ...],
) -> "Article":
    from pipeline.article import markdown  # noqa: PLC0415

    text = markdown.decode_article(data)
    return markdown.read_article(
        text,
        lang=lang,
        fields=fields,
        sentences=sentences,
        dialects=dialects,
        link_targets=link_targets,
        editions=editions,
    )


forget_with_packs(_parsed_article.cache_clear)


@lru_cache(maxsize=4)
def parse_untrimmed(data: bytes) -> "Catalog":
    """Return a catalog with its translations as they are in the file. Raises CatalogError if it cannot be read
    completely.
    """
    from pipeline import catalog  # noqa: PLC0415

    return catalog.parse(data)


@lru_cache(maxsize=4)
def _trimmed_catalog(data: bytes) -> "Catalog":
    from pipeline import catalog  # noqa: PLC0415

    return catalog.trim_line_ends(parse_untrimmed(data))


@lru_cache(maxsize=2)
def _parsed_glossary(data: bytes | None, languages: tuple[str, ...]) -> "Glossary":
    from pipeline.glossary import Glossary  # noqa: PLC0415
    from pipeline.glossary.table import read_table  # noqa: PLC0415

    return Glossary() if data is None else Glossary(terms=read_table(data, languages))
