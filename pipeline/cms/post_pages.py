"""Write posts as pages that `import` reads, with their pictures beside them."""

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.cms.archive_posts import Post, plain_text
from pipeline.errors import TargmanError
from pipeline.importers.web.stored_posts import read_stored
from pipeline.importers.web.wordpress import PostPage, write_post_page

_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""(\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NUMBER = re.compile(r"\bwp-image-([0-9]{1,15})\b")
_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*$")
_BEGINNING = 4_000
"""Characters of a text in which an excerpt is looked for that repeats its beginning."""

Fetch = Callable[[str], bytes]
"""Returns the bytes of a picture at an address. Raises TargmanError if they cannot be had."""


@dataclass(slots=True, kw_only=True)
class PageWriter:
    """Writes posts into a folder. `fetch` gets pictures, and each only once; without it they keep their addresses.
    `files` are the names of those that came, `media` their numbers in the media library, by address.
    """

    folder: Path
    fetch: Fetch | None = None
    files: dict[str, str] = field(default_factory=dict)
    media: dict[str, int] = field(default_factory=dict)

    def write(self, post: Post, *, only: Collection[str] | None = None) -> tuple[Path, tuple[str, ...]]:
        """Write the page of a post; return its path, and remarks about what is not in it. Of its pictures, `only` these
        addresses are put beside it, if they are given.
        """
        remarks: list[str] = []
        stored = read_stored(post.content) if post.content.strip() else None
        if stored is not None and stored.unfilled:
            remarks.append(f"only the site can show what these parts stand for: {', '.join(stored.unfilled)}")
        content = stored.html if stored is not None else post.shown
        page = PostPage(
            content=_IMAGE.sub(lambda image: self._local_image(image[0], only, remarks), content),
            title=post.title,
            lang=post.lang,
            authors=post.authors,
            date=post.date,
            address=post.link,
            description=choose_description(post.excerpt, content),
            notes=(*post.notes, *stored.notes) if stored is not None else (),
            whole=stored is not None,
        )
        path = self.folder / f"{post.id}.html"
        path.write_text(write_post_page(page), encoding="utf-8", errors="replace")
        return path, tuple(dict.fromkeys(remarks))

    def _local_image(self, tag: str, only: Collection[str] | None, remarks: list[str]) -> str:
        found = _SOURCE.search(tag)
        address = html.unescape(found[2] or found[3] or "") if found else ""
        if found is None or self.fetch is None or (only is not None and address not in only):
            return tag
        if address not in self.files:
            try:
                data = self.fetch(address)
            except TargmanError as error:
                remarks.append(f"the picture {address[:200]} stays on the site: it {error.message}")
                return tag
            self.files[address] = f"picture-{len(self.files) + 1}"
            (self.folder / self.files[address]).write_bytes(data)
            number = _NUMBER.search(tag)
            self.media[address] = int(number[1]) if number else 0
        return f'{tag[: found.start()]}{found[1]}"{self.files[address]}"{tag[found.end() :]}'


def find_pictures(post: Post) -> frozenset[str]:
    """Return the addresses of the pictures in a post."""
    tags = _IMAGE.findall(post.content or post.shown)
    found = (_SOURCE.search(tag) for tag in tags)
    return frozenset(html.unescape(each[2] or each[3] or "") for each in found if each)


def choose_description(excerpt: str, content: str) -> str:
    """Return the excerpt if it says something of its own; the beginning of the text does not describe it."""
    words = _CUT.sub("", excerpt).casefold()
    beginning = plain_text(content[:_BEGINNING]).casefold()
    return "" if not words or words in beginning else excerpt
