"""Make translations safe for their place in an edition: clean them, and escape harmful Markdown."""

import html
import re
from collections.abc import Iterator, Sequence

from pipeline.model import SegmentKind
from pipeline.patterns import lazy

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of addresses that a browser opens without running anything. Published pages have no others."""

ALLOWED_SCHEMES = SAFE_SCHEMES | {"ftp"}
"""The schemes that a translated link target may have, besides the scheme of its source."""

# Control characters, byte order marks and what sets a writing direction, which no translation needs. Python counts
# neither these nor line breaks as printable; `clean_target` relies on that.
_INVISIBLE = lazy("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BUT_ISOLATES = lazy(_INVISIBLE.pattern.replace("\u2066-\u2069", ""))
_ISOLATES = lazy("(?P<opening>[\u2066-\u2068])|\u2069")
_LINE_BREAKS = lazy("[ \t]*[\n\r\t\x0b\x0c\x85\u2028\u2029][ \t]*")
# Signs that begin the syntax of sites, and that not every Markdown lets a backslash escape: they become entities.
_SITE_MARKUP = r"(?<=[{%])%|%(?=[}%])|(?<![\w.])@(?=[\w{])|(?<![\w:]):(?=[a-z][\w+-]*:)|\+(?=\+)"
_MARKUP = lazy(rf"(?P<site>{_SITE_MARKUP})|[\\`*_\[\]<>&|~^$#{{}}]")
_SITE_LINE_START = lazy(
    r":{3}|/{3}|(?:!!!|\?\?\?\+?)[ \t]+[\w-]|===[!+]?[ \t]+\"|%(?=\s|%)|-+8<-|\((?:ref:|@)[\w:-]*\)(?=\s)"
    r"|\\(?:begin\{|newpage|pagebreak|clearpage|vspace\{)|\[!\w+\]|\[\[?_?(?:TOC|toc)_?\]|\{[:.#]|\^(?=[\w-]*\s*$)|\*\[[^\]]+\]:"
    r"|\+[-=:]+\+|#{1,6}(?=[^\s#])|~(?=\s)"
)
_LINE_START = lazy(
    r"#{1,6}(?=\s|$)"
    r"|[-+*](?=\s|$)"
    r"|>|\||~~~|`{3,}[^`]*$|={1,}\s*$|\+{3}\s*$|:(?=\s|$)"
    r"|([-_*])(?:[ \t]*\1){2,}[ \t]*$"
    r"|\[\^?(?:[^\[\]\\]|\\.)*\]:|\[[ xX]\](?=\s|$)"
)
_ESCAPED_OR_CODE = r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|`+"
_BAR_OR_CODE = lazy(rf"{_ESCAPED_OR_CODE}|\|")
_OPENER_OR_CODE = lazy(rf"{_ESCAPED_OR_CODE}|</?[A-Za-z][^<>]*>|[{{}}<]")
_NOTE_BEFORE_BRACKETS_OR_CODE = lazy(rf"{_ESCAPED_OR_CODE}|\[\^(?=[^\[\]\s]+\]\\*\[)")
_CARET_BRACKET_OR_CODE = lazy(rf"{_ESCAPED_OR_CODE}|\[(?=\\?\^)(?!\^[^\[\]\s]+\])")
_NOTE_OR_CODE = lazy(rf"{_ESCAPED_OR_CODE}|\[\^(?=[^\[\]\s]+\])")
_ORDERED = lazy(r"\d{1,9}[.)](?=\s|$)")
_CLOSING_HASHES = lazy(r"(?<=\s)(#+)\s*$")
_SIGNS_OF_MARKDOWN = "[]`\\*_~^|$"
_IN_TAG = "<>{}[]`|$\"'"
_LINE_SIGNS = tuple("#:!?+-=%@/")
_NAMED = {"<": "&lt;", ">": "&gt;", '"': "&quot;"}
_BARE_AMPERSAND = lazy(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_TAG = lazy(r"<[A-Za-z/!?][^<>]*>")
_OWN_IN_HTML = lazy(r"(\$?\{+[^{}<>]*\}+|[{}]+[^\s{}<>]*|<(?![A-Za-z/!?])|>|&[\w#]*;?)")
_IN_VALUE = "\\{}<"
_TARGET = lazy(r"\([^()\s]*\)|\[(?!\^)[^\[\]\n]*\]")  # of a link, behind its words
_LABEL = r"\[[^\[\]{}|\n]+\]"  # the words of a link, which a translation says in its own
# Formulas, tags, what is in braces, escaped signs, notes and targets of links.
_OWN_SYNTAX = lazy(rf"\$[^$]+\$|<[^<>]*>|\{{[^{{}}]*\}}|\\.|\[\^[^\[\]\s]+\]|(?<=\])(?:{_TARGET.pattern})")
_MOST_OWN = 100  # pieces of syntax in one value; more are escaped
_SCHEME = lazy(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)


def clean_target(target: str) -> str:
    """Return a translation on one line, without invisible characters and surrounding white space.

    Isolates that set apart words of the other writing direction stay if each has its end.
    """
    if target.isprintable():
        return target.strip()  # many times faster than the patterns
    text = _BUT_ISOLATES.sub("", target.replace("\r\n", "\n"))
    if odd := set(find_open_isolates(text)):
        text = "".join(sign for at, sign in enumerate(text) if at not in odd)
    text = _LINE_BREAKS.sub(" ", text).strip()
    return text if _INVISIBLE.sub("", text).strip() else ""


def find_open_isolates(text: str) -> list[int]:
    """Return the offsets of the isolates (U+2066–2068) without an end (U+2069), and of ends without an isolate."""
    opened: list[int] = []
    odd: list[int] = []
    for match in _ISOLATES.finditer(text):
        if match["opening"]:
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            odd.append(match.start())
    return sorted(opened + odd)


def is_untouched(target: str, source: str) -> bool:
    """Tell whether a translation is its source, apart from invisible characters and spaces at its ends."""
    return target == source or clean_target(target) == clean_target(source)


def remove_invisible(text: str) -> str:
    """Remove the invisible characters that `clean_target` removes."""
    return text if text.isprintable() else _INVISIBLE.sub("", text)


def escape_markdown(text: str) -> str:
    """Escape `text` so that Markdown shows every character as it is."""
    return _MARKUP.sub(lambda match: _entity(match[0]) if match["site"] else "\\" + match[0], text)


def escape_line_start(text: str, source: str = "") -> str:
    """Escape `text` so that at the beginning of a line it starts no block: heading, list, quote, code, table,
    or a line of a site's syntax, except what `source` begins with.
    """
    ordered = _ORDERED.match(text)
    if ordered:
        return f"{text[: ordered.end() - 1]}\\{text[ordered.end() - 1 :]}"
    if _LINE_START.match(text):
        return "\\" + text
    found, own = _SITE_LINE_START.match(text), _SITE_LINE_START.match(source)
    return escape_first(text) if found and (own is None or own[0] != found[0]) else text


def escape_first(text: str) -> str:
    """Write the first character of `text` as a reference, which readers do not see."""
    return _entity(text[0]) + text[1:]


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"


def escape_table_cell(text: str, marks: Sequence[str] = ()) -> str:
    """Escape the bars in `text` for a table cell, those in code included; escaped bars and `marks` stay as they are."""
    found = "|".join([*(re.escape(mark) for mark in marks if "|" in mark), r"(\\*)\|"])
    return re.sub(found, lambda match: match[0] if match[1] is None or len(match[1]) % 2 else match[1] + "\\|", text)


def escape_bars(text: str, marks: Sequence[str] = ()) -> str:
    """Write bars as entities, except in code and `marks`: above a row of hyphens one may begin a table."""
    return _find_bars(marks).sub(lambda match: "&#124;" if match[0] in {"|", "\\|"} else match[0], text)


def escape_openers(text: str, marks: Sequence[str]) -> str:
    """Write braces and < as entities, except in code, tags and `marks`: MDX stops where nothing closes one."""
    found = re.compile("|".join([*map(re.escape, marks), _OPENER_OR_CODE.pattern]))
    return found.sub(lambda match: _entity(match[0]) if match[0] in {"{", "}", "<"} else match[0], text)


def has_bar(text: str, marks: Sequence[str]) -> bool:
    """Tell whether a bar stands in `text` outside of code and `marks`, without a backslash before it."""
    return "|" in text and any(match[0] == "|" for match in _find_bars(marks).finditer(text))


def _find_bars(marks: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for bars and for what hides them, code and `marks`."""
    hiding = [re.escape(mark) for mark in marks if "|" in mark]
    return re.compile("|".join([*hiding, _BAR_OR_CODE.pattern])) if hiding else _BAR_OR_CODE


def escape_heading(text: str) -> str:
    """Escape the end of a heading: number signs there would close it, and `{…}` would be its attributes."""
    text = _CLOSING_HASHES.sub(r"\\\1", text)
    return re.sub(r"\{(?=[^{}]*\}\s*$)", r"\\{", text)


def escape_before_placeholder(text: str) -> str:
    """Escape the end of `text` so that it does not change the meaning of a note reference or a link after it.

    Up to the bracket that closes it, cmark takes `[^ …`, also with an escaped caret, for one label and loses
    the references within.
    """
    if "^" in text:
        text = _CARET_BRACKET_OR_CODE.sub(lambda match: "\\[" if match[0] == "[" else match[0], text)
    backslashes = len(text) - len(text.rstrip("\\"))
    if backslashes % 2:
        return text + "\\"
    return f"{text[:-1]}\\{text[-1]}" if text[-1:] == "^" else text


def escape_notes_before_brackets(text: str, following: str) -> str:
    """Escape note references before brackets, as in `[^1][x]`, in `text`, which `following` comes after.

    cmark sees a note there and pulldown-cmark, on which `edition.verify` relies, does not.
    """
    if "[^" not in text:
        return text
    found = _NOTE_BEFORE_BRACKETS_OR_CODE.sub(
        lambda match: "\\[^" if match[0] == "[^" else match[0], text + following[:1]
    )
    return found.removesuffix(following[:1])


def escape_note_references(text: str) -> str:
    """Escape the note references in `text`, which is not to refer to any note."""
    return _NOTE_OR_CODE.sub(lambda match: "\\[^" if match[0] == "[^" else match[0], text) if "[^" in text else text


def escape_after_note(text: str) -> str:
    """Escape the beginning of `text` so that the note reference before it stays one, no link and no definition."""
    if text.startswith("["):
        return "&#91;" + text[1:]  # pulldown-cmark finds no note in `[^1]\\[x]`
    return "\\" + text if text[:1] in {"(", ":"} else text


def escape_trailing_backslash(text: str) -> str:
    """Escape a backslash at the end of `text` that would escape the character after it."""
    return text + "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else text


def escape_image_text(text: str) -> str:
    """Escape `text` as an image's alternative text: plain words between square brackets, and no note's label."""
    return re.sub(r"[\\\[\]`<>&]|^\^", lambda match: "\\" + match.group(), text)


def escape_link_title(text: str, opening: str) -> str:
    """Write what would end `text`, a link's title that begins with `opening`, as entities: kramdown and Python-Markdown
    show backslashes there. A backslash becomes one, too, since cmark could pair two of them, and so does a bar.
    """
    ends = {'"': '"', "'": "'", "(": "()"}.get(opening, '"')
    return re.sub(rf"[\\|{ends}]", lambda match: _entity(match[0]), text)


def escape_attribute(text: str, quoting: str, source: str = "") -> str:
    """`text` as the value of a dialect's attribute, quoted as `quoting` says: "backslash" or "entity", and after that
    the quotation mark around it where there is one. Signs that would end an unquoted value become entities, but what
    `source` has of formulas, tags, escapes, notes and targets of links stays. A value in an "html" tag is quoted if it
    was not.
    """
    if quoting.startswith("html"):
        text = escape_html(text, source, in_tag=True)
        return text if quoting[-1:] in {'"', "'"} else f'"{text}"'
    way, mark = (quoting[:-1], quoting[-1]) if quoting[-1:] in {'"', "'"} else (quoting, "")
    if way == "backslash":
        return re.sub(rf"[\\{mark}]", lambda found: "\\" + found[0], text) if mark else text
    harmful = f"[{re.escape(mark + _IN_VALUE if mark else '[]{}|')}]"
    own = "|".join(_own_syntax(source, is_quoted=bool(mark)))
    parts = re.split(f"({own})", text) if own else [text]
    return "".join(
        part if number % 2 else re.sub(harmful, lambda found: _entity(found[0]), part)
        for number, part in enumerate(parts)
    )


def _own_syntax(source: str, *, is_quoted: bool) -> Iterator[str]:
    """Yield patterns for the syntax of a value, the longest first. The brackets around the words of a link would end a
    value that is not quoted; they stay where a target of the source follows.
    """
    found = sorted(dict.fromkeys(_OWN_SYNTAX.findall(source)), key=len, reverse=True)
    for each in found[:_MOST_OWN]:
        is_link = not is_quoted and _TARGET.match(each) is not None
        yield (_LABEL if is_link else "") + re.escape(each)


def unescape_attribute(text: str, quoting: str) -> str:
    """The value of a dialect's attribute as words: without the backslashes of `escape_attribute`."""
    return re.sub(r"\\([\\\"'])", r"\1", text) if quoting.startswith("backslash") else text


def escape_html(text: str, source: str, *, in_tag: bool = False) -> str:
    """`text` as text of HTML or, `in_tag`, as an attribute's value: signs of HTML and of templates as references.

    Signs of Markdown, which some programs read in HTML too, become references where `source` has none of them. What
    `source` has in braces may be syntax of a site that is not known here, and stays; so do its own `<`, `>` and `&`.
    """
    signs = _IN_TAG if in_tag else "<>{}" + "".join(sign for sign in _SIGNS_OF_MARKDOWN if sign not in source)
    harmful = re.compile(f"[{re.escape(signs)}]")
    own = frozenset(_OWN_IN_HTML.findall(_TAG.sub("", source)))
    return "".join(
        part
        if part in own
        else harmful.sub(lambda found: _NAMED.get(found[0], _entity(found[0])), _BARE_AMPERSAND.sub("&amp;", part))
        for part in _OWN_IN_HTML.split(text)
    )


def escape_html_start(text: str, source: str) -> str:
    """Escape `text` so that where it begins a line, it does not begin a site's own syntax, such as `:::`.

    What `source` begins with is allowed.
    """
    ordered = _ORDERED.match(text)
    if ordered and not _ORDERED.match(source):
        return f"{text[: ordered.end() - 1]}&#{ord(text[ordered.end() - 1])};{text[ordered.end() :]}"
    if text[:1] in _LINE_SIGNS and text[:1] != source[:1]:
        return f"&#{ord(text[0])};{text[1:]}"
    return text


def is_safe_target(target: str, source: str, *, bare: bool) -> bool:
    """Tell whether `target` may replace the link target `source`.

    A safe target has no white space, brackets or other characters that end a target, and its parentheses match. Its
    scheme is an allowed one, that of the source, or none. A `bare` target, outside a link, must begin with http.
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


def escape_for_kind(kind: SegmentKind, text: str, marks: Sequence[str]) -> str:
    """Escape `text` as blocks of this kind need it: table cells, in which `marks` stay as they are, and headings."""
    if kind is SegmentKind.TABLE_CELL:
        return escape_table_cell(text, marks)
    return escape_heading(text) if kind is SegmentKind.HEADING else text
