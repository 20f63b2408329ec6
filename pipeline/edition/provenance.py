"""Provenance in an edition's front matter: language, source, share translated, translators."""

import hashlib
import math
from collections.abc import Sequence

from pipeline.article.markdown import PROVENANCE_FIELD
from pipeline.article.markdown.front_matter_edit import add_table
from pipeline.edition import Edition
from pipeline.model import Article


def add_provenance(edition: Edition, article: Article, path: str, translators: Sequence[str]) -> str:
    """Return the edition's text with its language and provenance in the front matter.

    `path` is that of the source, relative to the workspace. An edition that equals its source stays as it is (law 1).
    The share is rounded down, so that 1.0 means complete; the digest is the first 16 digits of the source's SHA-256.
    There is no date, so that the same input gives the same text (law 6).
    """
    if edition.lang == article.lang and edition.text == article.source:
        return edition.text
    digest = hashlib.sha256(article.source.encode()).hexdigest()[:16]
    fields = {
        "source": path,
        "source_lang": article.lang,
        "source_digest": digest,
        "translated": math.floor(edition.share * 100) / 100,
        **({"translators": tuple(translators)} if translators else {}),
    }
    return add_table(edition.text, edition.lang, PROVENANCE_FIELD, fields)
