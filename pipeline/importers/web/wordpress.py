"""Make a page of a WordPress post: its text, and what WordPress keeps apart, which is the title, the authors and the
notes. They come from a site, an export file, or the file that `targman export` writes beside a post
(`post.wordpress.json`).
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.frozen import dataclass
from pipeline.importers.beside import read_beside
from pipeline.importers.web.page import Element, remove_element

_ENDINGS = (".wordpress", ".classic")
_PLACE_OF_NOTES = "<!-- wp:footnotes /-->"
_WHOLE = "wordpress-post-as-stored"
_MOST_BYTES = 15_000_000
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not those that keep two words on a line


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNote:
    """A note as WordPress's own footnotes have it: the identifier that references name, and its HTML."""

    id: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """A post to be made a page: `content` and notes are HTML, all else is plain text, empty if it is not known. A post
    that is `whole` has its content as the author stored it, so that nothing in it is furniture of the site.
    """

    content: str
    title: str = ""
    lang: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    address: str = ""
    description: str = ""
    notes: tuple[PostNote, ...] = ()
    whole: bool = False


def write_post_page(post: PostPage) -> str:
    """Return the page of a post, with its notes where the content has their block, else at the end."""
    escaped = {
        key: html.escape(_SPACES.sub(" ", value).strip(" "))
        for key, value in (("title", post.title), ("lang", post.lang), ("address", post.address), ("date", post.date))
    }
    description = html.escape(_SPACES.sub(" ", post.description).strip(" "))
    authors = html.escape(", ".join(post.authors))
    items = "".join(map(_note_item, post.notes))
    notes = f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""
    is_placed = _PLACE_OF_NOTES in post.content
    content = post.content.replace(_PLACE_OF_NOTES, notes, 1) if is_placed else post.content + notes
    return "".join(
        (
            f'<html lang="{escaped["lang"]}"><head><title>{escaped["title"]}</title>',
            f'<meta name="author" content="{authors}">',
            f'<meta property="article:published_time" content="{escaped["date"]}">' if post.date else "",
            f'<link rel="canonical" href="{escaped["address"]}">' if post.address else "",
            f'<meta name="description" content="{description}">' if description else "",
            f'</head><body><article class="{_WHOLE if post.whole else ""}"><h1>{escaped["title"]}</h1>',
            f'<p class="standfirst">{description}</p>' if description else "",
            content,
            "</article></body></html>",
        )
    )


def find_whole_post(body: Element) -> Element | None:
    """Return the element with the text of a page that `write_post_page` made of a whole post, its captions as titles of
    their pictures; None for another page.
    """
    children = list(body)
    if len(children) == 1 and children[0].tag == "article" and children[0].get("class") == _WHOLE:
        _move_captions(children[0])
        return children[0]
    return None


def _move_captions(post: Element) -> None:
    """Make captions the titles of their pictures, as Markdown has them; one with a note or a link stays a paragraph."""
    for caption in list(post.iter("figcaption")):
        pictures = list(caption.getparent().iter("img"))
        text = _SPACES.sub(" ", caption.text or "").strip(" ")
        is_plain = not len(caption) and "\ue000" not in text
        if len(pictures) == 1 and text and is_plain and not pictures[0].get("title"):
            pictures[0].set("title", text)
            remove_element(caption)


def complete_post(text: str, name: str) -> str:
    """Return the text of a post as a page with its title, authors and notes, if they lie beside the file `name`; any
    other page as it is.
    """
    post = {} if name == "-" or "<body" in text else _read_beside(Path(name))
    if not post:
        return text
    notes = tuple(read_notes(post.get("meta")))
    return write_post_page(
        PostPage(
            content=text,
            title=_field(post, "title"),
            lang=_field(post, "lang"),
            authors=tuple(each for each in post.get("authors") or () if isinstance(each, str)),
            date=_field(post, "date")[:10],
            notes=notes if _PLACE_OF_NOTES in text else (),
        )
    )


def read_notes(meta: object) -> Iterator[PostNote]:
    """Yield the notes in the meta fields of a post; those that cannot be read are left out."""
    try:
        notes = json.loads(_field(meta, "footnotes") or "[]") if isinstance(meta, dict) else []
    except (ValueError, RecursionError):
        return
    for note in notes if isinstance(notes, list) else ():
        if isinstance(note, dict) and _field(note, "id"):
            yield PostNote(id=_field(note, "id"), content=_field(note, "content"))


def _read_beside(path: Path) -> dict[str, Any]:
    stem = path.stem
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    if stem == path.stem:
        return {}
    try:
        post = json.loads(read_beside(path.parent, f"{stem}.wordpress.json", _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return post if isinstance(post, dict) else {}


def _field(post: dict[str, Any], key: str) -> str:
    value = post.get(key)
    return value if isinstance(value, str) else ""


def _note_item(note: PostNote) -> str:
    """Return a note as the item that WordPress shows below the text."""
    label = html.escape(note.id)
    return f'<li id="{label}">{note.content} <a href="#{label}-link">↩︎</a></li>'
