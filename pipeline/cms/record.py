"""Remember what was published, in `locales/published/wordpress/ARTICLE.json`: a file for each article, which git keeps.

It has the numbers of posts and pictures, and digests of what was sent and of what WordPress made of it; no texts and no
credentials. What is about to be sent is written first, so that a run that was killed is followed by one that knows what
to look for.
"""

import json
import math
import time
from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import Any

from pipeline.errors import FileError
from pipeline.frozen import dataclass
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

SYSTEM = "wordpress"
_DAMAGED = "cannot be read. Restore the file from version control; without it, its posts would be published again."
_CONFLICT = "is a conflict of git. Keep the lines of the side that published last."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPost:
    """A post: its number (0 while nobody knows whether it was made), the address that it has or will have, and the
    digests of its fields: as they were `sent`, as WordPress `stored` them, and as they are being sent (`sending`).
    `revision` is the number of the revision that we made, 0 if there is none; `modified` is WordPress's own time (GMT).
    `awaiting` is the status that the post gets once its links are complete. `texts` are short digests of what the
    edition said then, by which an edit here is told from one in WordPress.
    """

    id: int = 0
    slug: str = ""
    link: str = ""
    status: str = ""
    awaiting: str = ""
    modified: str = ""
    revision: int = 0
    sent: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    sending: Mapping[str, str] = field(default_factory=dict)
    texts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPicture:
    """A picture of the media library: its number and its address there."""

    id: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """The posts and pictures of an article on one site: posts by language, pictures by the digest of the file, and
    the numbers of the posts that are linked as translations of each other, by language. `has_footnotes` tells whether
    the site had footnotes of its own; None if nobody has asked yet.
    """

    posts: Mapping[str, PublishedPost] = field(default_factory=dict)
    pictures: Mapping[str, PublishedPicture] = field(default_factory=dict)
    linked: Mapping[str, int] = field(default_factory=dict)
    has_footnotes: bool | None = None

    def with_post(self, lang: str, post: PublishedPost) -> "ArticleRecord":
        """Return the record with a post in a language."""
        return replace(self, posts={**self.posts, lang: post})


def record_path(article: ArticlePath) -> str:
    """Return the path of an article's record, relative to the workspace."""
    return article.published(SYSTEM)


def load_record(settings: Settings, article: ArticlePath, site: str) -> ArticleRecord:
    """Load what was published of an article on a site. Raises FileError if the file is damaged."""
    data = _read(settings, article).get(site, {})
    try:
        return ArticleRecord(
            posts={lang: _make(PublishedPost, post) for lang, post in data.get("posts", {}).items()},
            pictures={digest: _make(PublishedPicture, item) for digest, item in data.get("pictures", {}).items()},
            linked={lang: int(number) for lang, number in data.get("linked", {}).items()},
            has_footnotes=data.get("has_footnotes"),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise FileError(_DAMAGED, path=record_path(article)) from error


def save_record(settings: Settings, article: ArticlePath, site: str, record: ArticleRecord) -> None:
    """Write what was published of an article on a site; those of other sites stay. Raises FileError."""
    path = settings.root / record_path(article)
    everything = _read(settings, article)
    everything[site] = {
        "posts": {lang: _plain(post) for lang, post in sorted(record.posts.items())},
        "pictures": {digest: _plain(item) for digest, item in sorted(record.pictures.items())},
        "linked": dict(sorted(record.linked.items())),
        "has_footnotes": record.has_footnotes,
    }
    text = json.dumps(dict(sorted(everything.items())), ensure_ascii=False, indent=1) + "\n"
    files.write(path, text.encode(), seen=files.read(path), root=settings.root)


def record_age(settings: Settings, article: ArticlePath) -> float:
    """Return the seconds since an article's record was written."""
    try:
        return max(0.0, time.time() - (settings.root / record_path(article)).stat().st_mtime)
    except OSError:
        return math.inf


def _read(settings: Settings, article: ArticlePath) -> dict[str, Any]:
    data = files.read(settings.root / record_path(article))
    if data is None:
        return {}
    text = data.decode(errors="replace")
    try:
        found = json.loads(text)
    except ValueError as error:
        message = _CONFLICT if "\n<<<<<<<" in f"\n{text}" else _DAMAGED
        raise FileError(message, path=record_path(article), line=getattr(error, "lineno", 0)) from error
    if not isinstance(found, dict) or not all(isinstance(item, dict) for item in found.values()):
        raise FileError(_DAMAGED, path=record_path(article))
    return found


def _make(kind: Any, data: Mapping[str, Any]) -> Any:  # noqa: ANN401  a class of this module
    known = {item.name for item in fields(kind)}
    return kind(**{name: value for name, value in data.items() if name in known})


def _plain(value: Any) -> dict[str, Any]:  # noqa: ANN401  as above
    """Return the fields of a value that say something."""
    found = {item.name: getattr(value, item.name) for item in fields(value)}
    return {
        name: dict(sorted(item.items())) if isinstance(item, dict) else item for name, item in found.items() if item
    }
