"""Read the export files of WordPress (WXR, made by Tools → Export), piece by piece and within limits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from pipeline.cms.archive_posts import Post, PostTerm, plain_text
from pipeline.cms.posts import digest
from pipeline.errors import FileError
from pipeline.frozen import dataclass
from pipeline.importers.web.wordpress import read_notes
from pipeline.xml import StrictXmlReader, split_chunks

_MOST_CHARACTERS = 5_000_000
"""Maximum length of a text in the file. The longest posts are far shorter."""
_MOST_FIELDS = 20_000  # fields, terms and meta values of one item; sites with broken plug-ins have some thousand
_GROUPS = {"post_translations", "_wpml_import_translation_group"}
_AUTHOR = {"wp:author_login", "wp:author_display_name", "wp:author_first_name", "wp:author_last_name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of the media library, with what is said about the picture that it is."""

    id: int
    address: str
    alt: str = ""
    caption: str = ""


def read_wxr(chunks: Iterable[bytes]) -> Iterator[Post | Attachment | str]:
    """Yield the address of the site, then the posts, pages and files of an export. Raises FileError, with the line, for
    a file that is none or not safe to read; what stands before that line has been yielded.
    """
    reader = _WxrReader()
    for data in split_chunks(chunks):
        reader.feed(data)
        yield from reader.take()
    reader.feed(b"", final=True)
    yield from reader.take()


@dataclass(slots=True)
class _Item:
    """An item so far: its fields, its terms as (domain, nicename, name), and its meta fields."""

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    key: str = ""


class _WxrReader(StrictXmlReader):
    """Collects the item that is open, and the authors, who stand before all items."""

    def __init__(self) -> None:
        super().__init__({"rss"}, "WordPress export", FileError)
        self._authors: dict[str, str] = {}
        self._author: dict[str, str] = {}
        self._done: list[Post | Attachment | str] = []
        self._item: _Item | None = None
        self._term: tuple[str, str] = ("", "")
        self._text: list[str] = []
        self._letters = 0

    def take(self) -> list[Post | Attachment | str]:
        """Return what was read since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an item, or the text of a field."""
        self._text.clear()
        self._letters = 0
        if tag == "item":
            self._item = _Item()
        elif tag == "category":
            self._term = attributes.get("domain", ""), attributes.get("nicename", "")

    def characters(self, text: str) -> None:
        """Collect the text of a field."""
        self._letters += len(text)
        if self._letters > _MOST_CHARACTERS:
            self.refuse(f"has a text of more than {_MOST_CHARACTERS:,} characters, which no post has.")
        self._text.append(text)

    def end(self, tag: str) -> None:
        """Keep a field, an author or an item."""
        text = "".join(self._text)
        self._text.clear()
        if tag in _AUTHOR:
            self._author[tag] = text
        elif tag == "wp:author":
            self._keep_author()
        elif self._item is not None:
            self._end_in_item(self._item, tag, text)
        elif tag == "wp:base_blog_url":
            self._done.append(text.strip().rstrip("/"))

    def _end_in_item(self, item: _Item, tag: str, text: str) -> None:
        if tag == "item":
            self._item = None
            made = _make_item(item, self._authors)
            if made is not None:
                self._done.append(made)
        elif tag == "wp:meta_key":
            item.key = text
        elif tag == "wp:meta_value":
            item.meta.setdefault(item.key, text)
        elif tag == "category":
            item.terms.append((*self._term, text))
        elif len(self.open_tags) == _FIELD_DEPTH:
            item.fields.setdefault(tag, text)
        if len(item.fields) + len(item.terms) + len(item.meta) > _MOST_FIELDS:
            self.refuse(f"has an item with more than {_MOST_FIELDS:,} fields, which no post has.")

    def _keep_author(self) -> None:
        said = self._author
        name = " ".join(filter(None, (said.get("wp:author_first_name"), said.get("wp:author_last_name"))))
        login = said.get("wp:author_login", "")
        if len(self._authors) < _MOST_FIELDS:
            self._authors[login] = plain_text(said.get("wp:author_display_name") or name or login)
        self._author = {}


_FIELD_DEPTH = 3
"""Number of elements around a field of an item: rss, channel, item."""


def _make_item(item: _Item, authors: Mapping[str, str]) -> Post | Attachment | None:
    """Return the post or the file that an item is; None for a menu, a revision and the like."""
    fields = item.fields
    kind, number = fields.get("wp:post_type", ""), fields.get("wp:post_id", "")
    if not number.isascii() or not number.isdigit() or kind not in {"post", "page", "attachment"}:
        return None
    if kind == "attachment":
        return Attachment(
            id=int(number),
            address=fields.get("wp:attachment_url", "").strip(),
            alt=plain_text(item.meta.get("_wp_attachment_image_alt", "")),
            caption=plain_text(fields.get("excerpt:encoded", "")),
        )
    creator = fields.get("dc:creator", "")
    author = authors.get(creator, plain_text(creator))
    texts = {
        "title": fields.get("title", ""),
        "content": fields.get("content:encoded", ""),
        "excerpt": fields.get("excerpt:encoded", ""),
        "footnotes": item.meta.get("footnotes", ""),
    }
    return Post(
        id=int(number),
        kind=kind,
        title=plain_text(fields.get("title", "")),
        content=fields.get("content:encoded", ""),
        excerpt=plain_text(fields.get("excerpt:encoded", "")),
        slug=fields.get("wp:post_name", "").strip(),
        status=fields.get("wp:status", ""),
        link=fields.get("link", "").strip(),
        date=_date(fields, "wp:post_date", "wp:post_date_gmt")[:10],
        modified=_date(fields, "wp:post_modified_gmt", "wp:post_modified", "wp:post_date_gmt"),
        authors=(author,) if author else (),
        lang=_first_term(item, "language") or item.meta.get("_wpml_import_language_code", ""),
        group=next((name for domain, name, _ in item.terms if domain in _GROUPS), "")
        or item.meta.get("_wpml_import_translation_group", ""),
        is_original=item.meta.get("_wpml_import_source_language_code") == "",
        categories=tuple(_terms(item, "category")),
        tags=tuple(_terms(item, "post_tag")),
        notes=tuple(read_notes(item.meta)),
        digests={name: digest(text) for name, text in texts.items()},
    )


def _date(fields: Mapping[str, str], *names: str) -> str:
    """Return the first of some dates that is one, as ISO 8601 has it; drafts have zeros."""
    found = (fields.get(name, "").strip() for name in names)
    return next((each.replace(" ", "T") for each in found if each and not each.startswith("0000")), "")


def _first_term(item: _Item, domain: str) -> str:
    return next((slug for where, slug, _ in item.terms if where == domain), "")


def _terms(item: _Item, domain: str) -> Iterator[PostTerm]:
    for where, slug, name in item.terms:
        if where == domain:
            yield PostTerm(name=plain_text(name), slug=slug)
