"""Read from the pages of posts which posts say the same in other languages: plug-ins for languages tell search engines
so, by links with `hreflang`.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from pipeline.cms.archive_posts import Post
from pipeline.cms.client import RefusedError

_TRIALS = 3
"""Pages that are asked first: if none of them has such links, no other page is."""
_HEAD_BYTES = 300_000
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|href|hreflang)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def read_alternates(page: str) -> dict[str, str]:
    """Return the addresses of a page in all its languages, its own among them."""
    found = {}
    for link in _LINK.findall(page):
        said = {name.lower(): html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(link)}
        if said.get("rel", "").lower() == "alternate" and said.get("hreflang", "x-default").lower() != "x-default":
            found[said["hreflang"]] = said.get("href", "")
    return found


def link_by_pages(posts: Sequence[Post], known: Collection[int], fetch: Callable[[str], bytes]) -> list[Post]:
    """Return the posts with the languages and translations that their public pages tell; `fetch` gets a page."""
    numbers = {_plain(post.link): post.id for post in posts if post.link}
    asked = hits = 0
    made = []
    for post in posts:
        told: dict[str, str] = {}
        if post.status == "publish" and post.id not in known and (asked < _TRIALS or hits):
            asked += 1
            with suppress(RefusedError):
                told = read_alternates(fetch(post.link)[:_HEAD_BYTES].decode("utf-8", errors="replace"))
            hits += bool(told)
        made.append(_with_alternates(post, told, numbers))
    return made


def _with_alternates(post: Post, told: Mapping[str, str], numbers: Mapping[str, int]) -> Post:
    translations = {lang: numbers[_plain(address)] for lang, address in told.items() if _plain(address) in numbers}
    own = next((lang for lang, number in translations.items() if number == post.id), "")
    return replace(post, lang=own, translations=translations) if translations else post


def _plain(address: str) -> str:
    """Return an address as it is compared."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/").casefold()
