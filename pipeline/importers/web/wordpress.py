"""Put a post of WordPress together that lies in two files: its text, and beside it what WordPress keeps apart, which is
the title, the authors and the notes (`post.wordpress.json`, as `targman export` writes it).
"""

import html
import json
from pathlib import Path
from typing import Any

_ENDINGS = (".wordpress", ".classic")
_PLACE_OF_NOTES = "<!-- wp:footnotes /-->"
_MOST_BYTES = 15_000_000


def complete_post(text: str, name: str) -> str:
    """Return the text of a post as a page with its title, authors and notes, if they lie beside the file `name`; any
    other page as it is.
    """
    post = {} if name == "-" or "<body" in text else _read_beside(Path(name))
    if not post:
        return text
    title = html.escape(_field(post, "title"))
    authors = ", ".join(each for each in post.get("authors") or () if isinstance(each, str))
    notes = "".join(_note_items(post))
    listed = f'<ol class="wp-block-footnotes">{notes}</ol>' if notes and _PLACE_OF_NOTES in text else ""
    return (
        f'<html lang="{html.escape(_field(post, "lang"))}"><head><title>{title}</title>'
        f'<meta name="author" content="{html.escape(authors)}"><meta name="date" content="{_field(post, "date")[:10]}">'
        f"</head><body><article><h1>{title}</h1>{text.replace(_PLACE_OF_NOTES, listed)}</article></body></html>"
    )


def _read_beside(path: Path) -> dict[str, Any]:
    stem = path.stem
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    beside = path.with_name(f"{stem}.wordpress.json")
    try:
        if stem == path.stem or not beside.is_file() or beside.stat().st_size > _MOST_BYTES:
            return {}
        post = json.loads(beside.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return post if isinstance(post, dict) else {}


def _field(post: dict[str, Any], key: str) -> str:
    value = post.get(key)
    return value if isinstance(value, str) else ""


def _note_items(post: dict[str, Any]) -> list[str]:
    """Return the notes as the items that WordPress shows below the text."""
    meta = post.get("meta")
    try:
        notes = json.loads(_field(meta, "footnotes") or "[]") if isinstance(meta, dict) else []
    except (ValueError, RecursionError):
        return []
    items = []
    for note in notes if isinstance(notes, list) else ():
        if isinstance(note, dict) and _field(note, "id"):
            label = html.escape(_field(note, "id"))
            items.append(f'<li id="{label}">{_field(note, "content")} <a href="#{label}-link">↩︎</a></li>')
    return items
