"""Links between the articles of a workspace: which headings of an article others link to, and which files those are.

The links of all articles are one record of the index, which knows from the digests of their files what to read again.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from pipeline.errors import FileError, TargmanError
from pipeline.model import SegmentKind
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, parse_article
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Linked
from pipeline.workspace.settings import Settings

_RECORD = "links"
_NAMES = ("title", "slug", "permalink", "url")
"""Fields of the front matter that tell the name of a page."""
_MAY_LINK = re.compile(rb"\.md#[^\s#]", re.IGNORECASE)
"""The end of such an address: an article without one need not be parsed."""


PageNames = Mapping[tuple[str, str], str]
"""The paths of articles, by language and name of their pages."""


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


def with_linked_articles(
    settings: Settings, contents: ArticleContents, names: Callable[[], PageNames]
) -> ArticleContents:
    """Return the contents with those of the other articles to whose sections or pages this one links, as far as they
    can be read. `names` gives the articles by the names of their pages, if they are asked for.
    """
    pages = _find_own_pages(settings, contents, names)
    found: dict[str, bytes] = {}
    linked = [path for path, _ in _find_links(settings, contents.path.path, contents.text)]
    for path in dict.fromkeys((*linked, *pages.values())):
        with suppress(FileError):
            content = files.read(settings.root / path)
            found |= {} if content is None else {path: content}
    pages = {page: path for page, path in pages.items() if path in found}
    return replace(contents, others=found, pages=pages) if found else contents


def read_page_names(settings: Settings) -> PageNames:
    """Return the paths of articles by language and the names that their pages may have on a site: made of the title, or
    given by the front matter.
    """
    from pipeline.article.markdown.front_matter import read_front_matter  # noqa: PLC0415  heavy
    from pipeline.languages.romanisation import slugify  # noqa: PLC0415  heavy

    found: dict[tuple[str, str], str] = {}
    for place in find_articles(settings):
        try:
            contents = ArticleContents(path=place, text=files.read(settings.root / place.path) or b"")
            article = parse_article(settings, contents)
            matter = read_front_matter(article.source, settings.dialects)
        except TargmanError:
            continue
        fields = {key: item.value for key in _NAMES if (item := matter.field(key))} if matter else {}
        heading = next((item.text for item in article.segments if item.kind is SegmentKind.HEADING), "")
        given = (fields[key].strip("/").rpartition("/")[2] for key in _NAMES[1:] if key in fields)
        for name in (slugify(fields.get("title", heading), article.lang), *given):
            found.setdefault((article.lang, name.removesuffix(".html")), place.path)
    return found


def _find_own_pages(settings: Settings, contents: ArticleContents, names: Callable[[], PageNames]) -> dict[str, str]:
    """Return the articles to whose pages on the site an article and its catalogs link, by the paths that the addresses
    would be of.
    """
    texts = [data for data in (contents.text, *contents.catalogs.values()) if isinstance(data, bytes)]
    if not settings.url or not any(settings.url.encode() in data for data in texts):
        return {}
    from pipeline.checks.addresses import find_addresses, read_own_page  # noqa: PLC0415  heavy

    addresses = (address for data in texts for address in find_addresses(data.decode("utf-8", "replace")))
    found: dict[str, str] = {}
    for page in filter(None, (read_own_page(address, settings.url) for address in addresses)):
        path = posixpath.normpath(page.path)
        if not _is_article(path):
            continue
        with suppress(FileError):
            if files.read(settings.root / path) is None:
                name = path.removesuffix(".md").rpartition("/")[2]
                path = names().get((page.lang, name), path)
        found[page.path] = path
    return {page: path for page, path in sorted(found.items()) if path != contents.path.path}


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
