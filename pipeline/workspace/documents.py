"""Read editions as documents; return them with the errors of the others. Raises ArticleError or FileError."""

import base64
import mimetypes
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from pipeline.article.markdown.inline_notes import DefinedNotes
from pipeline.edition import build_edition
from pipeline.errors import ArticleError, CatalogError, TargmanError
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording, find_brace_fault, read_overrides
from pipeline.model import Article
from pipeline.publishing.document import Document, MarkerStyle, Node, NoteOrder, find_anchor, list_blocks, walk
from pipeline.publishing.html import LinkMap
from pipeline.publishing.page_style import PageStyle
from pipeline.publishing.pictures import is_remote, link_remote_pictures
from pipeline.publishing.reader import NoteStyle, SourceOutline, read_document, read_source_outline
from pipeline.publishing.sanitize import find_image_addresses
from pipeline.publishing.spacing import bind_numbers
from pipeline.publishing.svg import is_svg
from pipeline.workspace import assets, files
from pipeline.workspace.contents import parse_article, parse_glossary, read_contents
from pipeline.workspace.editions import DraftEdition, complete_edition, per_edition
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.glossary import Glossary

_TO_ARTICLE = re.compile(r"(?![a-z][a-z0-9+.-]*:|/)(?P<stem>[^?#\\]+)\.md(?P<fragment>(?:#.*)?)", re.IGNORECASE)
"""A relative address of an article, perhaps of one of its sections."""
_MAY_SHOW = frozenset({"Image", "InlineHtml", "HtmlBlock"})
"""The tags of nodes that may show an image."""


class ArticleLink(NamedTuple):
    """A link to another article: the path of that article, `stem` as the link has it without `.md`, and `#` with the
    anchor of the heading that it means, or nothing.
    """

    path: str
    stem: str
    fragment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDocuments:
    """The editions of one article as documents, and their translated shares (0–1), by language. One that could not be
    made, or is less complete than the settings require, is missing. `look` is that of their pages.
    """

    settings: Settings
    place: ArticlePath
    source: SourceOutline
    documents: Mapping[str, Document]
    shares: Mapping[str, float]
    look: PageStyle = field(default_factory=PageStyle)

    def wording(self, lang: str) -> Wording:
        """Return the words for the edition in `lang`, with those that the publisher changed."""
        return load_wording(self.settings, lang)

    @property
    def folder(self) -> Path:
        """The folder where relative addresses of the article start."""
        return (self.settings.root / self.place.path).parent

    def image_data(self, addresses: Iterable[str]) -> dict[str, str]:
        """Return the images that are files below `articles/` as `data:` addresses, by address. Raises FileError."""
        found: dict[str, str] = {}
        for address in addresses:
            path = self.find_image(address)
            picture, _ = assets.read_asset(path) if path else (None, "")
            if path and picture:
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                found[address] = f"data:{kind};base64,{base64.b64encode(picture.data).decode()}"
        return found

    def cleaned_images(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Return a line for each SVG picture that had something unsafe in it. Raises FileError."""
        pictures = ((address, self.find_image(address)) for address in addresses)
        lines = ((address, assets.read_asset(path)[1]) for address, path in pictures if path and is_svg(path.name))
        return tuple(f"{address}: {line}" for address, line in lines if line)

    def page_document(self, lang: str) -> Document:
        """Return an edition for a page. It links to pictures on other servers unless the settings say to show them."""
        document = self.office_document(lang)
        return document if self.settings.remote_pictures == "show" else link_remote_pictures(document)

    def office_document(self, lang: str) -> Document:
        """Return an edition for lines that a program breaks: a number stays beside its unit. A picture above the text
        that is not there is left out.
        """
        bound = bind_numbers(self.documents[lang])
        address = bound.lead.value["dest_url"] if bound.lead else ""
        is_lost = bool(address) and not is_remote(address) and self.find_image(address) is None
        return replace(bound, lead=None) if is_lost else bound

    def find_image(self, address: str) -> Path | None:
        """Return the file below `articles/` that a relative address names, or None for any other address."""
        return assets.find_asset(self.settings, self.place, address)

    def missing_images(self, addresses: Iterable[str]) -> list[str]:
        """Return the addresses of images that should be files below `articles/` but are not."""
        return [address for address in addresses if not is_remote(address) and self.find_image(address) is None]

    def remote_images(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of images on other servers, which are never fetched."""
        return tuple(filter(is_remote, addresses))

    def local_images(self, addresses: Iterable[str]) -> LinkMap:
        """Return addresses for programs that open images themselves: none leads out of `articles/`."""
        known = {}
        for address in addresses:
            path = self.find_image(address)
            if path is not None:
                known[address] = path.resolve().relative_to(self.settings.root.resolve()).as_posix()
            elif not is_remote(address):
                known[address] = ""
        return LinkMap(known=known)

    def page_links(self, documents: Iterable[Document]) -> LinkMap:
        """Return links to the pages of other articles, whose relative places are those of the articles."""
        found = self.article_links(documents)
        return LinkMap(known={written: f"{link.stem}.html{link.fragment}" for written, link in found.items()})

    def article_links(self, documents: Iterable[Document]) -> dict[str, ArticleLink]:
        """Return the links to other articles, by their targets as they are written."""
        targets = {node.value["dest_url"] for node in _all_nodes(documents) if node.tag == "Link"}
        found = ((target, _TO_ARTICLE.fullmatch(target)) for target in targets)
        return {target: article for target, to in found if to and (article := self._linked_article(to))}

    def _linked_article(self, target: re.Match[str]) -> ArticleLink | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.place.path), unquote(target["stem"]))) + ".md"
        if not path.startswith("articles/"):
            return None
        fragment = target["fragment"][1:]
        if fragment and path.isprintable() and (data := files.read(self.settings.root / path)) is not None:
            fragment = _find_anchor(data, fragment)
        return ArticleLink(path, target["stem"], f"#{fragment}" if fragment else "")


def read_documents(
    settings: Settings, place: ArticlePath, languages: Sequence[str]
) -> tuple[ArticleDocuments, list[TargmanError]]:
    """Read editions as documents; return them with the errors of the others. Raises ArticleError or FileError."""
    contents = read_contents(settings, place, languages, with_template=True, with_glossary=True)
    article = parse_article(settings, contents)
    source = read_outline(article)
    glossary = parse_glossary(settings, contents.glossary)
    documents: dict[str, Document] = {}
    shares: dict[str, float] = {}

    def put(lang: str) -> None:
        made = complete_edition(settings, contents, article, lang)
        documents[lang] = name_people(to_document(settings, made, source), glossary)
        shares[lang] = made.edition.share

    try:
        _, problems = per_edition(languages, put)
    except ArticleError as error:
        raise error.at(place.path) from error
    return ArticleDocuments(settings=settings, place=place, source=source, documents=documents, shares=shares), problems


def read_original(settings: Settings, place: ArticlePath) -> Document:
    """Read an article itself as a document, where its language is not an edition. Raises ArticleError or FileError."""
    article = parse_article(settings, read_contents(settings, place, ()))
    return to_document(settings, draft_original(place, article), read_outline(article))


def draft_original(place: ArticlePath, article: Article) -> DraftEdition:
    """Return an article itself as an edition."""
    edition = build_edition(article, {}, article.lang)
    return DraftEdition(path=place, article=article, entries={}, edition=edition, text=edition.text, translators=())


def read_outline(article: Article) -> SourceOutline:
    """Return the facts that all editions take from an article, its notes within sentences among its notes."""
    return read_source_outline(DefinedNotes(article.source, article.dialects).text, article.lang)


def to_document(settings: Settings, made: DraftEdition, source: SourceOutline) -> Document:
    """Return an edition as a document."""
    style = NoteStyle(order=NoteOrder(settings.note_order), markers=MarkerStyle(settings.note_markers))
    defined = DefinedNotes(made.edition.text, made.article.dialects, made.edition.inline_notes)
    made_document = read_document(
        defined.text,
        made.edition.lang,
        source,
        style=style,
        translators=made.translators if made.edition.lang != source.lang else (),
        sentences=tuple(map(defined.move, made.edition.spans)),
    )
    return replace(made_document, tag=dict(settings.tags).get(made.edition.lang, ""))


def name_people(document: Document, glossary: "Glossary") -> Document:
    """Return a document with the names of authors, translators and tags as the glossary has them in its language."""
    known = {
        name.casefold(): names[0]
        for term in glossary.terms
        if (names := term.names_in(document.lang))
        for each in term.names.values()
        for name in each
    }
    about = document.metadata
    authors, translators, tags = (
        tuple(dict.fromkeys(known.get(name.casefold(), name) for name in names))
        for names in (about.authors, about.translators, about.tags)
    )
    return replace(document, metadata=replace(about, authors=authors, translators=translators, tags=tags))


def load_wording(settings: Settings, lang: str) -> Wording:
    """Return the words of pages in `lang`: ours, and those that the workspace's own `targman.po` replaces."""
    path = f"locales/{lang}/LC_MESSAGES/targman.po"
    data = files.read(settings.root / path, settings.root)
    if data is None:
        return Wording(lang=lang)
    try:
        overrides = read_overrides(data)
    except TargmanError as error:
        raise error.at(path) from error
    for message, words in overrides.items():
        if (fault := find_brace_fault(message, words)) is not None:
            raise CatalogError(f"“{words}” for “{message}” {fault}", path=path)
    return Wording(lang=lang, overrides=overrides)


@lru_cache(maxsize=8)
def _find_anchor(data: bytes, fragment: str) -> str:
    """Return the anchor that the heading of an article has on its pages, or the fragment itself."""
    try:
        fragments = read_source_outline(data.decode("utf-8"), "").fragments
    except UnicodeDecodeError:
        return fragment
    return find_anchor(fragments, fragment) or fragment


def image_addresses(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the addresses of the images in documents, notes included, each once."""
    found: dict[str, None] = {}
    for node in _all_nodes(documents):
        if node.tag not in _MAY_SHOW:
            continue
        if node.tag == "Image":
            found.setdefault(node.value["dest_url"])
        elif node.tag == "InlineHtml":
            found |= dict.fromkeys(find_image_addresses(node.value))
        elif node.tag == "HtmlBlock":
            found |= dict.fromkeys(find_image_addresses("".join(child.value for child in node.children)))
    return tuple(found)


def _all_nodes(documents: Iterable[Document]) -> list[Node]:
    return walk(block for each in documents for block in list_blocks(each))
