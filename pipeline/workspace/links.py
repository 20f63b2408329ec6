"""Links between the articles of a workspace: which headings of an article others link to, and which files those are.

The links of all articles are one record of the index, which knows from the digests of their files what to read again.
"""

import posixpath
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from pipeline.errors import FileError
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Linked
from pipeline.workspace.settings import Settings

_RECORD = "links"
_MAY_LINK = re.compile(rb"\.md#[^\s#]", re.IGNORECASE)
"""The end of such an address: an article without one need not be parsed."""


def find_linked(settings: Settings, articles: Iterable[ArticlePath], index: Index) -> Linked:
    """Return the fragments by which articles link to headings of others, by the path of the other, in order.

    Only articles that changed since the last time are read. One that cannot be read links to nothing: what is done with
    it tells why.
    """
    known = index.records.get(_RECORD, {"files": {}, "results": {}})
    digests: dict[str, str] = {}
    links: dict[str, list[list[str]]] = {}
    for place in articles:
        try:
            digests[place.path] = index.digest(place.path)
            is_known = known["files"].get(place.path) == digests[place.path]
            found = known["results"].get(place.path, []) if is_known else _read_links(settings, place.path)
        except FileError:
            continue
        if found:
            links[place.path] = found
    if known != {"files": digests, "results": links}:
        index.records[_RECORD] = {"files": digests, "results": links}
        index.changed = True
    linked: dict[str, dict[str, None]] = {}
    for path, name in (each for found in links.values() for each in found):
        linked.setdefault(path, {})[name] = None
    return {path: tuple(sorted(names)) for path, names in linked.items()}


def _read_links(settings: Settings, place: str) -> list[list[str]]:
    return [list(each) for each in _find_links(settings, place, files.read(settings.root / place) or b"")]


def with_linked_articles(settings: Settings, contents: ArticleContents) -> ArticleContents:
    """Return the contents with those of the other articles to whose sections this one links, as far as they can be
    read.
    """
    found: dict[str, bytes] = {}
    linked = [path for path, _ in _find_links(settings, contents.path.path, contents.text)]
    for path in dict.fromkeys((*linked, *_find_own_pages(settings, contents))):
        with suppress(FileError):
            content = files.read(settings.root / path)
            found |= {} if content is None else {path: content}
    return replace(contents, others=found) if found else contents


def _find_own_pages(settings: Settings, contents: ArticleContents) -> list[str]:
    """Return the paths that articles have whose pages on the site an article and its catalogs link to."""
    texts = [data for data in (contents.text, *contents.catalogs.values()) if isinstance(data, bytes)]
    if not settings.url or not any(settings.url.encode() in data for data in texts):
        return []
    from pipeline.checks.addresses import find_addresses, read_own_page  # noqa: PLC0415  heavy

    addresses = (address for data in texts for address in find_addresses(data.decode("utf-8", "replace")))
    pages = (read_own_page(address, settings.url) for address in addresses)
    paths = (posixpath.normpath(page.path) for page in pages if page)
    return sorted({path for path in paths if path != contents.path.path and _is_article(path)})


def _find_links(settings: Settings, place: str, data: bytes) -> list[tuple[str, str]]:
    """Return the paths and fragments of an article's links to sections of others; none if it is not UTF-8."""
    if not _MAY_LINK.search(data):
        return []
    from pipeline.article.markdown.anchors import read_anchors, resolve_target  # noqa: PLC0415  heavy

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return []
    found = {resolve_target(place, link.target) for link in read_anchors(text, settings.dialects).links}
    return sorted(each for each in found if each and each[0] != place and _is_article(each[0]))


def _is_article(path: str) -> bool:
    return path.startswith("articles/") and path.isprintable()
