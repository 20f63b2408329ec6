"""Layouts: where site generators look for the pages of each language, and what they want in them.

A layout changes the addresses of an edition and its front matter, and takes away a heading that the page's title says
already. It changes nothing else.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any
from urllib.parse import quote

from pipeline.article.markdown import PROVENANCE_FIELD
from pipeline.article.markdown.addresses import Address, find_addresses
from pipeline.article.markdown.anchors import read_anchors
from pipeline.article.markdown.front_matter import FrontMatter, read_front_matter
from pipeline.article.markdown.front_matter_block import body_start, fold_key
from pipeline.article.markdown.front_matter_edit import set_fields
from pipeline.frozen import dataclass

PLAIN = "plain"
LAYOUTS = (PLAIN, "hugo", "jekyll", "mkdocs", "quarto", "docusaurus")

SUFFIXES = (".md", ".qmd")
"""Suffixes of the pages of all layouts."""

IMAGE_FIELD = "image"
"""The field of the front matter that names a picture of the whole article."""

_HIDING = {
    "hugo": ("draft", True),
    "jekyll": ("published", False),
    "quarto": ("draft", True),
    "docusaurus": ("unlisted", True),
}
"""The field that keeps an incomplete page from readers. Docusaurus takes broken links, as those to drafts are, for
errors; an unlisted page is built.
"""
_SHOWS_TITLE = frozenset(("hugo", "jekyll", "quarto"))
"""Layouts whose themes write the title above the text, although a heading there says the same."""

_ODD = re.compile(r"[\s()<>\[\]{}\"'%\\#?`|^]")
_REST = re.compile(r"[?#]")
_TITLE = re.compile(
    r"\s*(?:\#[ \t]+(?P<marked>[^\r\n]*?)[ \t]*\#*[ \t]*|(?P<underlined>[^\r\n]+?)[ \t]*(?:\r\n?|\n)=+[ \t]*)"
    r"(?:\r\n?|\n|\Z)"
)
_JSX = re.compile(r"(?m)^(?:import|export)[ \t]|</?[A-Z][\w.]*[\s/>]|\{/\*|<>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page's place in a site: its layout, the article's `stem` (its path without the suffix), the page's language and
    the site's. With pictures it is a page bundle where there are such. `section` is the folder of all articles in
    Hugo's content, if any.
    """

    layout: str
    stem: str
    lang: str
    default: str
    has_pictures: bool = False
    section: str = ""

    @property
    def root(self) -> str:
        """The folder of the pages in the language; empty where they are beside those in other languages."""
        if self.layout == "hugo":
            return ""
        if self.layout != "docusaurus":
            return self.lang
        return "docs" if self.lang == self.default else f"i18n/{self.lang}/docusaurus-plugin-content-docs/current"

    @property
    def page(self) -> str:
        """The path of the page on the site: `index` in a folder is the folder's page."""
        return self.stem.removesuffix("/index")

    @property
    def path(self) -> str:
        """The path of the page in the folder of the site's texts."""
        if self.layout == "hugo":
            is_bundle = self.has_pictures or self.page != self.stem
            return f"{self.page}{'/index' if is_bundle else ''}.{self.lang.lower()}.md"
        return f"{self.root}/{self.stem}{'.qmd' if self.layout == 'quarto' else '.md'}"

    def picture(self, path: str) -> str:
        """Return the place of a picture, by its path below the folder of all articles."""
        if self.layout != "hugo":
            return f"{self.root}/{path}"
        near = posixpath.relpath(path, posixpath.dirname(self.stem) or ".")
        return f"{self.page}/{near.replace('..', 'parent')}"

    def permalink(self, own: str = "") -> str:
        """Return the path of the page on a site of Jekyll; `own` is what the article's author wants."""
        wanted = "/" + (own.strip("/") or self.page) + ("" if posixpath.splitext(own)[1] else "/")
        return wanted if wanted.startswith(f"/{self.lang}/") else f"/{self.lang}{wanted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """The facts about an edition that its layout depends on: the languages that links may lead to of the articles that
    it links to, by their addresses; the pictures, as paths below the folder of all articles, by their addresses; the
    languages of the article's finished editions; and the fragments by which others link to its headings.
    """

    place: Place
    source: str
    links: Mapping[str, Place] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    finished: tuple[str, ...] = ()
    is_complete: bool = True
    linked: tuple[str, ...] = ()


def list_places(stem: str, lang: str, defaults: tuple[str, ...]) -> frozenset[str]:
    """Return all paths that some layout gives the edition of an article."""
    return frozenset(
        Place(layout=layout, stem=stem, lang=lang, default=default, has_pictures=has_pictures).path
        for layout in LAYOUTS
        for default in defaults
        for has_pictures in (False, True)
    )


def can_hide(layout: str) -> bool:
    """Tell whether incomplete pages are hidden so that links to them would be broken."""
    return layout in _HIDING and layout != "docusaurus"


def is_hidden(layout: str, front: FrontMatter | None) -> bool:
    """Tell whether an author keeps a page from readers; `front` is read with the keys of the layout."""
    name, value = _HIDING.get(layout, ("", False))
    found = front.field(name) if front and name else None
    return found is not None and found.value.lower() == str(value).lower()


def lay_out(text: str, facts: PageFacts, dialects: tuple[str, ...]) -> str:
    """Return the text of an edition as the page of a site."""
    if facts.place.layout == PLAIN:
        return text
    front = read_front_matter(text, (facts.place.layout,))
    permalink = facts.place.permalink(_field(front, "permalink")) if facts.place.layout == "jekyll" else ""
    edits = [
        (address.start, address.end, new)
        for address in find_addresses(text, dialects)
        if (new := _move(address, text, facts, permalink)) is not None
    ]
    fields: dict[str, Any] = {}
    if facts.place.layout in _SHOWS_TITLE and (found := _find_title(text, front, facts, dialects)):
        start, end, fields["title"] = found
        edits.append((start, end, ""))
    made = text
    for start, end, new in sorted(edits, reverse=True):
        made = made[:start] + new + made[end:]
    return set_fields(made, fields | dict(_fields(made, facts, front, permalink)), (facts.place.layout,))


def _field(front: FrontMatter | None, name: str) -> str:
    found = front.field(name) if front else None
    return found.value.strip() if found else ""


def _move(address: Address, text: str, facts: PageFacts, permalink: str) -> str | None:
    """Return what takes the place of an address; None if it stays."""
    target = address.target
    rest = text[address.start : address.end]
    cut = _REST.search(rest)
    rest = rest[cut.start() :] if cut else ""
    place = facts.place
    if target in facts.links:
        return _MAKE_LINK[place.layout](place, facts.links[target], rest)
    if target not in facts.pictures:
        return None
    near = _find_picture(target, facts, permalink)
    return None if near == posixpath.normpath(_REST.split(target)[0]) else _escape(near) + rest


def _find_picture(target: str, facts: PageFacts, permalink: str) -> str:
    """Return the path of a picture from the address of the page."""
    start = permalink or f"/{facts.place.path}"
    return posixpath.relpath(f"/{facts.place.picture(facts.pictures[target])}", posixpath.dirname(start))


def _escape(path: str) -> str:
    """Return a path as an address in Markdown and in HTML; letters of all languages stay readable."""
    return _ODD.sub(lambda found: quote(found[0]), path)


def _keep_link(place: Place, goal: Place, rest: str) -> str | None:  # noqa: ARG001
    return None


def _link_files(place: Place, goal: Place, rest: str) -> str | None:
    is_same = place.layout != "quarto" and place.lang == goal.lang
    return None if is_same else _escape(posixpath.relpath(goal.path, posixpath.dirname(place.path))) + rest


def _link_hugo(place: Place, goal: Place, rest: str) -> str | None:
    path = "/" + posixpath.join(place.section, goal.page)
    if '"' in path:
        return None
    words = f'"{path}"' if goal.lang == place.lang else f'path="{path}" lang="{goal.lang.lower()}"'
    return f"{{{{< relref {words} >}}}}{rest}"


def _link_jekyll(place: Place, goal: Place, rest: str) -> str | None:  # noqa: ARG001
    return f"{{% link {goal.path} %}}{rest}"


_MAKE_LINK: Mapping[str, Callable[[Place, Place, str], str | None]] = {
    "hugo": _link_hugo,
    "jekyll": _link_jekyll,
    "mkdocs": _link_files,
    "quarto": _link_files,
    "docusaurus": _keep_link,
}


def _find_title(
    text: str, front: FrontMatter | None, facts: PageFacts, dialects: tuple[str, ...]
) -> tuple[int, int, str] | None:
    """Return the offsets and the words of the heading that a text begins with, if it says the title and no more: no
    note, no markup, and no link leads to it.
    """
    found = _TITLE.match(text, body_start(text))
    if found is None:
        return None
    name = "marked" if found["marked"] is not None else "underlined"
    page = read_anchors(text, dialects)
    if not page.headings or page.headings[0].start != found.start(name) or page.headings[0].words != found[name]:
        return None
    title = _field(front, "title")
    if (title and title != found[name]) or any(page.find(each) == 0 for each in (*page.fragments, *facts.linked)):
        return None
    return found.start(), found.end(), found[name]


def _fields(text: str, facts: PageFacts, front: FrontMatter | None, permalink: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a page's front matter that the layout sets."""
    place, known = facts.place, front.keys if front else ()
    yield "lang", place.lang
    if (image := _field(front, IMAGE_FIELD)) in facts.pictures:
        near = _find_picture(image, facts, permalink)
        yield IMAGE_FIELD, image if near == posixpath.normpath(image) else near
    if place.layout in _HIDING and not facts.is_complete:
        yield _HIDING[place.layout]
    match place.layout:
        case "hugo":
            wanted = {"translationKey": place.page, "slug": posixpath.basename(place.page)}
            yield from ((name, value) for name, value in wanted.items() if fold_key(name, (place.layout,)) not in known)
        case "jekyll":
            yield "permalink", permalink
            own = _field(front, "permalink").removeprefix(f"/{place.lang}")
            others = (Place(layout="jekyll", stem=place.stem, lang=lang, default="") for lang in facts.finished)
            yield "translations", [{"lang": other.lang, "url": other.permalink(own)} for other in others]
        case "docusaurus" if "mdx" not in known and not _JSX.search(text, body_start(text)):
            yield "mdx", {"format": "md"}  # else a comment or an address in brackets ends the build
    if PROVENANCE_FIELD not in known:
        yield PROVENANCE_FIELD, {"source": facts.source}
