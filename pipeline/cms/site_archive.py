"""The posts of a site, read by its REST API: all listed without texts, then those that are wanted with them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.cms.alternates import link_by_pages
from pipeline.cms.archive_posts import Post, PostTerm, plain_text
from pipeline.cms.client import PAGE_SIZE, RefusedError, SiteError, WordPressClient
from pipeline.cms.downloads import fetch, fetch_picture
from pipeline.cms.posts import STATES, TEXTS, digest
from pipeline.importers.web.wordpress import read_notes

_LISTED = (
    "id,type,slug,status,link,date,modified_gmt,title,author,categories,lang,translations,wpml_current_locale,"
    "wpml_translations"
)
"""The fields of a post in the list; the last four come from plug-ins for languages, where there is one."""
_READ = f"{_LISTED},content,excerpt,meta,_links"


class SiteArchive:
    """The posts of a site, and its pages if they are wanted."""

    def __init__(self, client: WordPressClient, *, pages: bool = False) -> None:
        self.name = self.site = client.access.url
        self.has_pictures = True
        self._client = client
        self._kinds = ("posts", "pages") if pages else ("posts",)
        self._kind_of: dict[int, str] = {}
        self._authors: dict[int, str] = {}
        self._terms: dict[int, PostTerm] = {}

    def list_posts(self) -> Iterator[Post]:
        """Yield all posts without their texts. Raises WordPressError."""
        for kind in self._kinds:
            for page in self._client.get_pages(
                f"wp/v2/{kind}", status=STATES, context="edit", orderby="id", order="asc", _fields=_LISTED
            ):
                found = [self._read(item, kind) for item in page]
                self._find_terms(page)
                yield from (self._with_terms(post, item) for post, item in zip(found, page, strict=True))

    def read_posts(self, numbers: Collection[int]) -> Iterator[Post]:
        """Yield these posts, with their texts; those that are gone are left out. Raises WordPressError."""
        for kind in self._kinds:
            wanted = [number for number in numbers if self._kind_of.get(number, kind) == kind]
            for start in range(0, len(wanted), PAGE_SIZE):
                some = wanted[start : start + PAGE_SIZE]
                for page in self._client.get_pages(
                    f"wp/v2/{kind}", status=STATES, context="edit", include=some, _fields=_READ
                ):
                    yield from (self._read(item, kind) for item in page)

    def fetch(self, address: str) -> bytes:
        """Return the bytes of a picture of this site. Raises WordPressError."""
        return fetch_picture(urljoin(f"{self.name}/", address), urlsplit(self.name).hostname or "")

    def find_translations(self, posts: Sequence[Post], known: Collection[int]) -> list[Post]:
        """Return the posts with what their pages tell of their languages, where the API tells nothing of any."""
        if any(post.lang or post.translations for post in posts):
            return list(posts)
        host = urlsplit(self.name).hostname or ""
        return link_by_pages(posts, known, lambda address: fetch(address, host))

    def _read(self, data: Any, kind: str) -> Post:  # noqa: ANN401  any JSON
        try:
            made = _make_post(data, self._author(int(data.get("author") or 0)))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise SiteError(
                f"{self.name} answers with something that is not a post for editing. Is the user allowed to edit?"
            ) from None
        self._kind_of[made.id] = kind
        return made

    def _author(self, number: int) -> str:
        """Return the name of an author; empty if the site does not tell it."""
        if number and number not in self._authors:
            try:
                found = self._client.get(f"wp/v2/users/{number}", _fields="id,name")
                self._authors[number] = plain_text(str(found.get("name", ""))) if isinstance(found, dict) else ""
            except RefusedError:
                self._authors[number] = ""
        return self._authors.get(number, "")

    def _find_terms(self, page: list[Any]) -> None:
        """Ask for the names of categories that nobody knows yet; they may be those of languages."""
        numbers = {number for item in page for number in _categories(item)} - self._terms.keys()
        for some in _portions(sorted(numbers)):
            for found in self._client.get_pages("wp/v2/categories", include=some, _fields="id,name,slug"):
                for item in found:
                    term = PostTerm(name=plain_text(str(item.get("name", ""))), slug=str(item.get("slug", "")))
                    self._terms[int(item["id"])] = term

    def _with_terms(self, post: Post, data: Mapping[str, Any]) -> Post:
        return replace(post, categories=tuple(self._terms[each] for each in _categories(data) if each in self._terms))


def _make_post(data: Mapping[str, Any], author: str) -> Post:
    """Return a post from the API's JSON. Raises KeyError, TypeError or ValueError for anything else."""
    meta = data.get("meta")
    notes = meta if isinstance(meta, dict) else {}
    texts = {name: _raw(data.get(name)) for name in TEXTS[:3]} | {"footnotes": str(notes.get("footnotes", ""))}
    lang, translations = _read_languages(data)
    latest = (data.get("_links") or {}).get("predecessor-version") or [{}]
    return Post(
        id=int(data["id"]),
        kind=str(data["type"]),
        title=plain_text(texts["title"]),
        content=texts["content"],
        excerpt=plain_text(texts["excerpt"]),
        slug=str(data["slug"]),
        status=str(data["status"]),
        link=str(data["link"]),
        date=str(data["date"] or "")[:10],
        modified=str(data["modified_gmt"]),
        authors=(author,) if author else (),
        lang=lang,
        translations=translations,
        notes=tuple(read_notes(notes)),
        digests={name: digest(text) for name, text in texts.items()} if "content" in data else {},
        revision=int(latest[0].get("id", 0)),
    )


def _raw(value: object) -> str:
    return str(value.get("raw", "")) if isinstance(value, dict) else ""


def _read_languages(data: Mapping[str, Any]) -> tuple[str, dict[str, int]]:
    """Return the language of a post and the numbers of its translations, as Polylang or WPML tell them."""
    told = data.get("translations")
    if isinstance(told, dict):
        numbers = {str(lang): int(number) for lang, number in told.items() if str(number).isdecimal()}
        return str(data.get("lang") or ""), numbers
    others = data.get("wpml_translations")
    linked = [each for each in others if isinstance(each, dict)] if isinstance(others, list) else []
    found = {str(each.get("locale", "")): int(each["id"]) for each in linked if str(each.get("id", "")).isdecimal()}
    return str(data.get("lang") or data.get("wpml_current_locale") or ""), found


def _categories(data: Any) -> list[int]:  # noqa: ANN401  any JSON
    found = data.get("categories") if isinstance(data, dict) else None
    return [number for number in found if isinstance(number, int)] if isinstance(found, list) else []


def _portions(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), PAGE_SIZE):
        yield numbers[start : start + PAGE_SIZE]
