"""What a site is made of and what comes out: values only, so that whoever reads and writes the files is elsewhere."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.errors import ArticleError
from pipeline.publishing.document import Document
from pipeline.publishing.romanizing import slug


@dataclass(frozen=True, kw_only=True)
class SiteArticle:
    """An article of the site: its path below `articles/`, such as `2025/lake-sevan.md`, and its editions as documents.

    That of the source language has to be among `documents`; an edition that is not ready is missing. `partly` names
    the languages whose editions have passages that are not translated.
    """

    path: str
    source_lang: str
    documents: Mapping[str, Document]
    partly: AbstractSet[str] = frozenset()

    @cached_property
    def slug(self) -> str:
        """The article's path as part of an address: of no language's title, so it stays when titles change."""
        return slug(self.path.removesuffix(".md")) or "article"

    @property
    def source(self) -> Document:
        """The edition in the language that the article was written in."""
        return self.documents[self.source_lang]

    def shown(self, lang: str) -> Document:
        """What readers of a language get: its edition, or the source's where that is not ready."""
        return self.documents.get(lang, self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What the publisher says about the site: its name, its address in full (`https://example.org/articles`; may be
    empty), the languages that it is in, and which of them is for readers of all others.
    """

    languages: tuple[str, ...]
    default_language: str
    publisher: str = ""
    base_url: str = ""


class Asset(NamedTuple):
    """A picture that the site shows: the article and the edition that name it, and its address as it stands there."""

    article: str
    lang: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site: the text of each of its files by path, the pictures that have to be put beside them by theirs, and
    what the publisher should know. `faults` tells of pages whose notes are not those of the edition.
    """

    files: Mapping[str, str]
    assets: Mapping[str, Asset]
    notices: tuple[str, ...] = ()
    faults: tuple[ArticleError, ...] = ()
