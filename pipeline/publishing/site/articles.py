"""An article of a site with its editions."""

from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.languages.romanisation import slugify
from pipeline.publishing.document import Document

_INDEX = "index"


@dataclass(frozen=True, kw_only=True)
class SiteArticle:
    """An article of the site: its path below `articles/`, such as `2025/lake-sevan.md`, and as `documents` its source
    and every other edition that is ready. Those in `partial_languages` have untranslated passages.
    """

    path: str
    source_lang: str
    documents: Mapping[str, Document]
    partial_languages: AbstractSet[str] = frozenset()

    @cached_property
    def slug(self) -> str:
        """The article's path as part of an address. It does not change when a title does."""
        return slugify(self.path.removesuffix(".md"), self.source_lang) or "article"

    @property
    def source(self) -> Document:
        """The edition in the language that the article was written in."""
        return self.documents[self.source_lang]

    def document_for(self, lang: str) -> Document:
        """Return the edition in a language, or the source's edition if that is not ready."""
        return self.documents.get(lang, self.source)


def is_free(name: str, taken: Container[str]) -> bool:
    """Return True if a page can have this name, where those in `taken` are others'."""
    return bool(name) and name not in taken and name != _INDEX


def age_key(article: SiteArticle) -> tuple[date, str]:
    """Return the key that sorts articles from the oldest to the newest, those without a date last."""
    return article.source.metadata.published or date.max, article.path
