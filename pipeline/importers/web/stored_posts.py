"""Make HTML of the content of a WordPress post as its database has it: blocks, the text of the classic editor, or both.

The classic editor stores paragraphs as lines with an empty line between them, and pictures with captions and, with some
plug-ins, notes as shortcodes. WordPress makes HTML of them only when it shows the post.
"""

import re
from collections.abc import Iterator

from pipeline.frozen import dataclass
from pipeline.importers.web.page import BLOCKS, HTML
from pipeline.importers.web.wordpress import PostNote

_COMMENT = re.compile(r"<!--(?P<inside>[^<>]*)-->")
_BLOCK = re.compile(r"(?P<close>/?)wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)")
_PREFORMATTED = re.compile(r"<(/?)(pre|script|style|textarea)\b[^<>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t]+")
_TAGS = "|".join(sorted(BLOCKS - {"html", "body"}, key=len, reverse=True))
_OPENING = re.compile(rf"(<(?:{_TAGS})\b[^<>]*>)", re.IGNORECASE)
_CLOSING = re.compile(rf"(</(?:{_TAGS})\s*>)", re.IGNORECASE)
_AT_BLOCK = re.compile(rf"</?(?:{_TAGS})\b", re.IGNORECASE)
_BREAK_AFTER = re.compile(rf"(</?(?:{_TAGS})\b[^<>]*>)\s*<br>", re.IGNORECASE)
_BREAK_BEFORE = re.compile(rf"<br>\s*(?=</?(?:{_TAGS})\b)", re.IGNORECASE)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<attributes>[^\[\]]*)\](?P<inside>(?:(?!\[(?:wp_)?caption\b).)*?)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_CAPTION_ATTRIBUTE = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_PICTURE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)\s*", re.IGNORECASE)
_NOTE_NAMES = "|".join(HTML["note_shortcodes"])
_NOTE = re.compile(
    rf"(?<!\[)\[(?P<name>{_NOTE_NAMES})(?:\s[^\[\]]*)?\](?P<text>(?:(?!\[/?(?P=name)\b).)*?)\[/(?P=name)\]",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\[\[([a-zA-Z][^\[\]]*)\]\]")
_SHORTCODE = re.compile(
    r"\[/?(?P<name>[a-z][a-z0-9]*[_-][a-z0-9_-]*|[a-z][a-z0-9]{2,})(?:\s+[a-z_-]+=[^\[\]]*|\s*/)?\](?!\()"
)
_KNOWN_WORDS = frozenset(HTML["shortcodes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredContent:
    """The content of a post as HTML, the notes that its shortcodes held, and the names of blocks and shortcodes which
    only the site can fill in.
    """

    html: str
    notes: tuple[PostNote, ...] = ()
    unfilled: tuple[str, ...] = ()


def read_stored(content: str) -> StoredContent:
    """Read the content of a post as its database has it."""
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    unfilled: dict[str, None] = {}
    notes: list[PostNote] = []
    parts = []
    for part, is_block in _split_blocks(text, unfilled):
        made = part
        if "[" in part:
            made = _lift_notes(_write_captions(made), notes)
            unfilled |= {f"[{name}]": None for name in _find_shortcodes(made)}
            made = _ESCAPED.sub(r"[\1]", made)
        parts.append(made if is_block else add_paragraphs(made))
    return StoredContent(html="".join(parts), notes=tuple(notes), unfilled=tuple(unfilled))


def _split_blocks(text: str, unfilled: dict[str, None]) -> Iterator[tuple[str, bool]]:
    """Yield the content in pieces, each with whether it is a block's own HTML; collect the names of empty blocks."""
    depth = at = 0
    for comment in _COMMENT.finditer(text):
        inside = comment["inside"].strip()
        block = _BLOCK.match(inside)
        if block is None:
            continue
        if comment.start() > at:
            yield text[at : comment.start()], depth > 0
        at = comment.end()
        yield comment[0], True
        if block["close"]:
            depth = max(depth - 1, 0)
        elif not inside.endswith("/"):
            depth += block["name"] not in {"freeform", "core/freeform"}
        elif block["name"].removeprefix("core/") not in _FILLED:
            unfilled[f"wp:{block['name']}"] = None
    yield text[at:], depth > 0


_FILLED = frozenset({"footnotes", "more", "nextpage", "spacer", "separator", "post-title", "post-date", "post-author"})
"""Blocks without content that say nothing, or what the page of the post says anyway."""


def add_paragraphs(text: str) -> str:
    """Make paragraphs of lines with empty lines between them, and breaks of the other line ends, as WordPress does."""
    if not text.strip():
        return text
    kept: list[str] = []
    pieces = []
    for part, is_kept in _split_preformatted(text.replace("\ue010", "").replace("\ue011", "")):
        pieces.append(f"\n\n<p>\ue010{len(kept)}\ue011</p>\n\n" if is_kept else _SPACES.sub(" ", part))
        kept += [part] if is_kept else []
    text = _CLOSING.sub(r"\1\n\n", _OPENING.sub(r"\n\n\1", "".join(pieces)))
    made = "\n".join(map(_paragraph, filter(None, (part.strip() for part in re.split(r"\n *\n\s*", text)))))
    return re.sub("<p>\ue010([0-9]+)\ue011</p>", lambda found: kept[int(found[1])], made)


def _split_preformatted(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether its line ends and spaces are to stay."""
    at, start, name = 0, -1, ""
    for tag in _PREFORMATTED.finditer(text):
        if start < 0 and not tag[1]:
            start, name = tag.start(), tag[2].lower()
        elif start >= 0 and tag[1] and tag[2].lower() == name:
            yield text[at:start], False
            yield text[start : tag.end()], True
            at, start = tag.end(), -1
    yield text[at:], False


def _paragraph(part: str) -> str:
    broken = re.sub(r"(?:<br ?/?>)? ?\n", "<br>\n", part)
    broken = _BREAK_BEFORE.sub("\n", _BREAK_AFTER.sub(r"\1\n", broken))
    return broken if _AT_BLOCK.match(part) or part.startswith("<!--") else f"<p>{broken}</p>"


def _write_captions(text: str) -> str:
    """Make figures of pictures with the shortcode for a caption."""

    def figure(found: re.Match[str]) -> str:
        stated = _CAPTION_ATTRIBUTE.search(found["attributes"])
        picture = _PICTURE.match(found["inside"])
        if picture is None:
            return found["inside"]
        words = found["inside"][picture.end() :].strip() or (stated and (stated[1] or stated[2])) or ""
        return f"\n\n<figure>{picture[1]}<figcaption>{' '.join(words.split())}</figcaption></figure>\n\n"

    return _CAPTION.sub(figure, text) if "caption" in text else text


def _lift_notes(text: str, notes: list[PostNote]) -> str:
    """Replace the shortcodes of notes by references as WordPress's own footnotes have them."""

    def reference(found: re.Match[str]) -> str:
        note = PostNote(id=f"shortcode-note-{len(notes) + 1}", content=" ".join(found["text"].split()))
        notes.append(note)
        link = f'<a href="#{note.id}" id="{note.id}-link">{len(notes)}</a>'
        return f'<sup data-fn="{note.id}" class="fn">{link}</sup>'

    return _NOTE.sub(reference, text)


def _find_shortcodes(text: str) -> Iterator[str]:
    """Yield the names of shortcodes in a text; a word in brackets is one if it is known or has attributes."""
    for found in _SHORTCODE.finditer(text):
        if found.start() and text[found.start() - 1] == "[":
            continue  # written twice, it is shown as it is
        if found["name"] in _KNOWN_WORDS or "=" in found[0] or "/" in found[0]:
            yield found["name"]
