"""What an edition says about itself in its front matter: its language, its source, how much is translated, and by
whom.
"""

import hashlib
import json
import math
from collections.abc import Sequence

from pipeline.article.markdown import PROVENANCE_FIELD
from pipeline.article.markdown.front_matter import add_fields, is_plain_scalar
from pipeline.edition import Edition
from pipeline.model import Article


def add_provenance(edition: Edition, article: Article, path: str, translators: Sequence[str]) -> str:
    """The edition's text with its front matter localised.

    `path` is the source's, relative to the workspace. An edition that is its source character for character stays so
    (law 1). The share is rounded down, so that 1.0 means complete; the digest is the first 16 digits of the source's
    SHA-256. Nothing in it is a date: the same input gives the same text (law 6).
    """
    if edition.lang == article.lang and edition.text == article.source:
        return edition.text
    digest = hashlib.sha256(article.source.encode()).hexdigest()[:16]
    lines = [
        f"{PROVENANCE_FIELD}:",
        f"  source: {_scalar(path)}",
        f"  source_lang: {article.lang}",
        f"  source_digest: {json.dumps(digest)}",
        f"  translated: {math.floor(edition.share * 100) / 100}",
    ]
    if translators:
        lines += ["  translators:", *(f"    - {_scalar(name)}" for name in translators)]
    return add_fields(edition.text, edition.lang, lines)


def _scalar(value: str) -> str:
    return value if is_plain_scalar(value) else json.dumps(value, ensure_ascii=False)
