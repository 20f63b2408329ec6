"""Translations made safe for the place where they will stand: cleaned, and with the Markdown escaped that would do
harm.
"""

import html
import re

from pipeline.model import SegmentKind

ALLOWED_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
"""The schemes that a translated link target may have, besides that of its source."""

# Control characters, byte order marks, and marks that turn the direction of writing, which none of the languages needs.
# None of these and of the line breaks is printable to Python: `clean` relies on that.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_BREAKS = re.compile("[ \t]*[\n\r\t\x0b\x0c\x85\u2028\u2029][ \t]*")
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~^$#{}]")
_LINE_START = re.compile(
    r"#{1,6}(?=\s|$)"
    r"|[-+*](?=\s|$)"
    r"|>|\||~~~|`{3,}[^`]*$|={1,}\s*$|\+{3}\s*$|:(?=\s|$)"
    r"|([-_*])(?:[ \t]*\1){2,}[ \t]*$"
    r"|\[\^?(?:[^\[\]\\]|\\.)*\]:|\[[ xX]\](?=\s|$)"
)
_ESCAPED_OR_CODE = r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|`+"
_BAR_OR_CODE = re.compile(rf"{_ESCAPED_OR_CODE}|\|")
_NOTE_BEFORE_BRACKETS_OR_CODE = re.compile(rf"{_ESCAPED_OR_CODE}|\[\^(?=[^\[\]\s]+\]\\*\[)")
_ORDERED = re.compile(r"\d{1,9}[.)](?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?<=\s)(#+)\s*$")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)


def clean_target(target: str) -> str:
    """A translation on one line, without characters that no reader sees and without white space at its ends."""
    if target.isprintable():
        return target.strip()  # many times faster than the patterns
    return _LINE_BREAKS.sub(" ", _UNSEEN.sub("", target.replace("\r\n", "\n"))).strip()


def escape_markdown(text: str) -> str:
    """`text` so that Markdown shows every character of it as it is."""
    return _MARKUP.sub(lambda match: "\\" + match.group(), text)


def escape_line_start(text: str) -> str:
    """`text` so that it begins no heading, list, quote, code, rule, table, definition or task when it begins a line."""
    ordered = _ORDERED.match(text)
    if ordered:
        return f"{text[: ordered.end() - 1]}\\{text[ordered.end() - 1 :]}"
    return "\\" + text if _LINE_START.match(text) else text


def escape_table_cell(text: str) -> str:
    """`text` with its bars escaped, as a table cell needs it, code in it included; bars that are escaped stay so."""
    return re.sub(r"(\\*)\|", lambda match: match.group() if len(match[1]) % 2 else match[1] + "\\|", text)


def escape_bars(text: str) -> str:
    """`text` with its bars as entities, those in code aside: above a row of hyphens a bar may begin a table."""
    return _BAR_OR_CODE.sub(lambda match: "&#124;" if match[0] in {"|", "\\|"} else match[0], text)


def escape_heading(text: str) -> str:
    """`text` with the number signs at its end escaped, which would close a heading; so would `{…}` be its
    attributes.
    """
    text = _CLOSING_HASHES.sub(r"\\\1", text)
    return re.sub(r"\{(?=[^{}]*\}\s*$)", r"\\{", text)


def escape_before_placeholder(text: str) -> str:
    """`text` so that its last character does not change what a note reference or a link after it means."""
    backslashes = len(text) - len(text.rstrip("\\"))
    if backslashes % 2:
        return text + "\\"
    return f"{text[:-1]}\\{text[-1]}" if text[-1:] == "^" else text


def escape_notes_before_brackets(text: str, following: str) -> str:
    """`text`, after which `following` comes, without references before brackets, as in `[^1][x]`: pulldown-cmark, which
    the proof relies on, finds none there, cmark does.
    """
    if "[^" not in text:
        return text
    found = _NOTE_BEFORE_BRACKETS_OR_CODE.sub(
        lambda match: "\\[^" if match[0] == "[^" else match[0], text + following[:1]
    )
    return found.removesuffix(following[:1])


def escape_after_note(text: str) -> str:
    """`text` so that its first character does not make a link or a definition of the note reference before it."""
    if text.startswith("["):
        return "&#91;" + text[1:]  # pulldown-cmark finds no note in `[^1]\\[x]`
    return "\\" + text if text[:1] in {"(", ":"} else text


def escape_trailing_backslash(text: str) -> str:
    """`text` without a backslash at its end that would escape what follows."""
    return text + "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else text


def escape_image_text(text: str) -> str:
    """`text` as an image's alternative text: plain words between square brackets."""
    return re.sub(r"[\\\[\]`<>&]", lambda match: "\\" + match.group(), text)


def escape_link_title(text: str, opening: str) -> str:
    """`text` as a link's title that `opening` (a quote mark or a parenthesis) begins.

    A backslash becomes an entity: cmark takes the longest title that it can find, and may pair two of them otherwise.
    """
    text = text.replace("\\", "&#92;")
    for mark in {'"': '"', "'": "'", "(": "()"}.get(opening, '"'):
        text = text.replace(mark, "\\" + mark)
    return text.replace("|", "\\|")


def is_safe_target(target: str, source: str, *, bare: bool) -> bool:
    """Whether `target` may take the place of the link target `source`.

    It has no white space, brackets or other characters that end a target, its parentheses match, and its scheme is an
    allowed one, the source's own, or none. A `bare` one stands in the text and has to begin with http.
    """
    if not target or re.search(r"[\s<>\[\]\"'`\\|*{}^\x00-\x20\x7f]", target) or target.count("(") != target.count(")"):
        return False
    if bare and not re.fullmatch(r"https?://[^\s~]+[\w/=%-]", target, re.IGNORECASE):
        return False
    depth = 0
    for character in target:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    plain = html.unescape(target)
    if re.search(r"[\s\x00-\x20\x7f]", plain):
        return False
    scheme = _SCHEME.match(plain)
    own = _SCHEME.match(html.unescape(source))
    if scheme is None:
        return ":" not in plain.split("/")[0].split("?")[0].split("#")[0] and not plain.startswith("//")
    return scheme.group().lower() in ALLOWED_SCHEMES or bool(
        own and own.group().lower() == scheme.group().lower() != "javascript"
    )


def escape_for_kind(kind: SegmentKind, text: str) -> str:
    """`text` escaped for a block of this kind, beyond what its words need."""
    if kind is SegmentKind.TABLE_CELL:
        return escape_table_cell(text)
    return escape_heading(text) if kind is SegmentKind.HEADING else text
