"""The values of a WordPress site, as its REST API and its export files tell them."""

import html
import re
from collections.abc import Mapping
from dataclasses import field, replace

from pipeline.frozen import dataclass
from pipeline.importers.web.wordpress import PostNote

_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")

_SPACES = re.compile(r"[ \t\r\n\f\v]+")  # not those that keep two words on a line

_LONGEST = 10_000  # characters of a title or an excerpt; the rest is cut off

STATUSES = frozenset({"publish", "future", "draft", "pending", "private"})
"""The states of posts that are articles; the others are deleted, or were never saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTerm:
    """A category or a tag."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or a page. Title and excerpt are plain text, `content` is as the database has it, `shown` is the HTML that
    visitors see, if no more is known. `modified` is in UTC, as `2024-05-06T07:08:09`, `date` the day of publication.

    `lang` is the language in any form, `translations` the posts that are said to say the same by language, `group` a
    name that such posts share. All of these may be empty. `digests` are those of the raw texts, as the record of
    publishing has them, `revision` is the number of the latest revision.
    """

    id: int
    kind: str = "post"
    title: str = ""
    content: str = ""
    shown: str = ""
    excerpt: str = ""
    slug: str = ""
    status: str = ""
    link: str = ""
    date: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    lang: str = ""
    group: str = ""
    translations: Mapping[str, int] = field(default_factory=dict)
    is_original: bool = False
    categories: tuple[PostTerm, ...] = ()
    tags: tuple[PostTerm, ...] = ()
    notes: tuple[PostNote, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0


def outline(post: Post) -> Post:
    """Return a post without its texts, small enough to keep those of a whole archive."""
    return replace(post, content="", shown="", excerpt="", notes=())


def plain_text(markup: str) -> str:
    """Return the words of a title or an excerpt, which may have tags and entities, on one line."""
    return _SPACES.sub(" ", html.unescape(_TAG.sub("", _SCRIPT.sub("", markup[:_LONGEST])))).strip(" ")
