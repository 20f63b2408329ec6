"""Resolve the links of an article on the site: to other articles, to sections, and to images."""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from html import escape, unescape
from urllib.parse import unquote, urljoin

from pipeline.frozen import dataclass
from pipeline.publishing.document import Document, Node, walk
from pipeline.publishing.sanitize import is_safe_address
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.plan import PagePaths, SiteImage, relative_address

_ARTICLES = "articles"
_FILES = "files"
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\|\?|$", re.IGNORECASE)
_PARTS = re.compile(r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#(?P<fragment>.*))?", re.DOTALL)
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")  # characters that a file name cannot have on one system or another
_ATTRIBUTE = re.compile(
    r"""(?<=\s)(?P<name>href|src)\s*=\s*(?:(?P<mark>["'])(?P<value>.*?)(?P=mark)|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResolver:
    """Resolves the links of documents to pages of the site; `images` collects the images that pages show."""

    articles: Mapping[str, SiteArticle]
    paths: PagePaths
    images: dict[str, SiteImage] = field(default_factory=dict)

    def resolve_links(self, document: Document, article: SiteArticle, lang: str) -> Document:
        """Return the document with its addresses as they have to be on the article's page for readers of `lang`."""
        page = _Page(resolver=self, document=document, article=article, lang=lang)
        node = partial(_relink, address=page.address)
        return replace(
            document,
            metadata=replace(document.metadata, image=page.cover(document.metadata.image)),
            lead=node(document.lead) if document.lead else None,
            headline=node(document.headline) if document.headline else None,
            body=tuple(map(node, document.body)),
            notes=tuple(replace(note, blocks=tuple(map(node, note.blocks))) for note in document.notes),
            fragments={anchor: anchor for anchor in document.anchors},
        )

    def picture_path(self, document: Document, article: SiteArticle) -> str:
        """Return the path on the site, or the address on another server, of the picture that an article has in lists;
        empty if there is none.
        """
        about = document.metadata
        if not about.image:
            return ""
        if document.lead is None and all(
            node.value["dest_url"] != about.image for node in walk(document.body) if node.tag == "Image"
        ):
            return ""  # it is not there
        if about.image.startswith(("http://", "https://")):
            return about.image
        page = _Page(resolver=self, document=document, article=article, lang=document.lang)
        return page.picture(about.image)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The page of an article for readers of `lang`, which shows `document`."""

    resolver: LinkResolver
    document: Document
    article: SiteArticle
    lang: str

    def address(self, written: str, *, is_shown: bool) -> str:
        """Return the address on the page for one in the document. `is_shown` is true for an image."""
        if written.startswith("#"):
            return _fragment_suffix(_find_anchor(self.article, self.lang, written[1:]))
        parts = _PARTS.fullmatch(written)
        if parts is None or _ELSEWHERE.match(written) or not is_safe_address(written):
            return written
        path = _below_articles(unquote(parts["path"]), self.article.path)
        other = self.resolver.articles.get(path)
        if other is not None:
            fragment = _find_anchor(other, self.lang, parts["fragment"] or "")
            return self._relative(self.resolver.paths.page(other, self.lang)) + _fragment_suffix(fragment)
        if not path or not (is_shown or path.lower().endswith(_PICTURES)):
            return written
        return (
            self._relative(self._add_image(path, written))
            + (parts["query"] or "")
            + _fragment_suffix(parts["fragment"])
        )

    def picture(self, written: str) -> str:
        """Return the path on the site of a picture, or an empty string if it is not a file below `articles/`."""
        if _ELSEWHERE.match(written):
            return ""
        path = _below_articles(unquote(re.split("[?#]", written)[0]), self.article.path)
        return self._add_image(path, written) if path else ""

    def _add_image(self, path: str, written: str) -> str:
        """Add a picture to those of the site; return its path there."""
        place = f"{self.document.lang}/{_FILES}/{path}"
        self.resolver.images.setdefault(place, SiteImage(self.article.path, self.document.lang, written))
        return place

    def cover(self, written: str) -> str:
        """Return the address of the article's own image, in full if the site's is known; empty if there is none."""
        made = self.address(written, is_shown=True)
        if made == written:
            return made if made.startswith(("http://", "https://")) else ""
        return urljoin(self.resolver.paths.full_address(self.resolver.paths.page(self.article, self.lang)), made)

    def _relative(self, path: str) -> str:
        return relative_address(path, self.resolver.paths.page(self.article, self.lang))


def _find_anchor(article: SiteArticle, lang: str, fragment: str) -> str:
    """Return the anchor of the heading that a link names in any language, or the fragment itself."""
    documents = (article.document_for(lang), *article.documents.values())
    return next((anchor for each in documents if (anchor := each.find_anchor(fragment)) is not None), fragment)


def _fragment_suffix(fragment: str | None) -> str:
    return f"#{fragment}" if fragment else ""


def _below_articles(path: str, article: str) -> str:
    """Return the path below `articles/` for a relative address in an article. It is empty if the address leads out of
    there, to something hidden, or to a name that not every system can have.
    """
    found = posixpath.normpath(posixpath.join(_ARTICLES, posixpath.dirname(article), path))
    first, *others = found.split("/")
    if first != _ARTICLES or not others or _UNFIT.search(found) or any(part.startswith(".") for part in others):
        return ""
    return "/".join(others)


def _relink(node: Node, address: Callable[..., str]) -> Node:
    """Return the node with each address replaced by the result of `address`."""
    if node.tag in {"Html", "InlineHtml"}:
        return node._replace(value=_ATTRIBUTE.sub(lambda found: _relink_attribute(found, address), node.value))
    if not node.children and node.tag not in {"Link", "Image"}:
        return node
    children = tuple(_relink(child, address) for child in node.children)
    if node.tag not in {"Link", "Image"} or node.value["link_type"] == "Email":
        return node._replace(children=children)
    made = address(node.value["dest_url"], is_shown=node.tag == "Image")
    return node._replace(value={**node.value, "dest_url": made}, children=children)


def _relink_attribute(found: re.Match[str], address: Callable[..., str]) -> str:
    written = found["bare"] or found["value"] or ""
    made = address(unescape(written), is_shown=found["name"].lower() == "src")
    mark = found["mark"] or '"'
    return f"{found['name']}={mark}{escape(made)}{mark}"
