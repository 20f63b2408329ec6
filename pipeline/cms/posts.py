"""Posts as WordPress has them: read many at once, and tell by digests whether somebody changed one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.cms.client import PAGE_SIZE, SiteError, WordPressClient
from pipeline.frozen import dataclass

TEXTS = ("title", "content", "excerpt", "footnotes")
"""The fields of a post that readers read. Somebody who changes one has edited the post."""

STATES = "publish,future,draft,pending,private"
"""The states of posts that count; those in the bin do not."""

FIELDS = "id,slug,status,link,permalink_template,modified_gmt,title,content,excerpt,meta,_links"
"""The fields of a post that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePost:
    """A post of a site. `texts` are the raw `TEXTS`; `revisions` is how many revisions there are, and `revision` the
    number of the latest, 0 if there is none. `link` is the address that it has once it is public.
    """

    id: int
    slug: str
    status: str
    link: str
    modified: str
    texts: Mapping[str, str]
    revisions: int = 0
    revision: int = 0

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each text."""
        return {name: digest(self.texts[name]) for name in TEXTS}


def digest(text: str) -> str:
    """Return the digest by which texts are told apart. White space around a text does not count, nor does the kind of
    its line ends: WordPress changes both.
    """
    return hashlib.blake2b(text.replace("\r\n", "\n").strip().encode(), digest_size=10).hexdigest()


def parse_post(data: Any, client: WordPressClient) -> RemotePost:  # noqa: ANN401  any JSON
    """Read a post from the API's JSON in its context `edit`. Raises SiteError for anything else."""
    try:
        links, meta = data.get("_links", {}), data.get("meta") or {}
        history, latest = links.get("version-history", [{}])[0], links.get("predecessor-version", [{}])[0]
        footnotes = meta.get("footnotes", "") if isinstance(meta, dict) else ""
        slug, link = str(data["slug"]), str(data["link"])
        template = str(data.get("permalink_template", ""))
        if slug and template and data["status"] != "publish":
            link = template.replace("%postname%", slug).replace("%pagename%", slug)
        return RemotePost(
            id=int(data["id"]),
            slug=slug,
            status=str(data["status"]),
            link=link,
            modified=str(data["modified_gmt"]),
            texts={name: str(data[name]["raw"]) for name in TEXTS[:3]} | {"footnotes": str(footnotes)},
            revisions=int(history.get("count", 0)),
            revision=int(latest.get("id", 0)),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise SiteError(
            f"{client.access.url} answers with something that is not a post for editing. Is the user allowed to edit?"
        ) from None


def read_posts(client: WordPressClient, numbers: Iterable[int]) -> dict[int, RemotePost]:
    """Return posts by their numbers, a hundred at a time; those that are gone or in the bin are left out."""
    found: dict[int, RemotePost] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), PAGE_SIZE):
        some = wanted[start : start + PAGE_SIZE]
        for post in _list(client, include=some):
            found[post.id] = post
    return found


def find_slugs(client: WordPressClient, slugs: Iterable[str]) -> dict[str, list[RemotePost]]:
    """Return the posts that have one of these slugs, by slug, some forty at a time."""
    found: dict[str, list[RemotePost]] = {}
    wanted = list(slugs)
    for start in range(0, len(wanted), _SLUGS):
        for post in _list(client, slug=wanted[start : start + _SLUGS]):
            found.setdefault(post.slug, []).append(post)
    return found


_SLUGS = 40
"""Slugs in one request: servers take addresses of some 8,000 characters."""


def _list(client: WordPressClient, **query: object) -> Iterator[RemotePost]:
    for page in client.get_pages("wp/v2/posts", status=STATES, context="edit", _fields=FIELDS, **query):
        yield from (parse_post(item, client) for item in page)
