"""The grammar of PO files, as regular expressions and the small readers and writers of their parts.

Everything follows gettext's own lexer (`po-lex.c`, `po-gram.y`) except where a comment says otherwise. All quantifiers
are possessive: nothing is tried twice, so that the time grows with the length of the file alone.
"""

import re
from functools import lru_cache

from pipeline.patterns import lazy

BLANK = r"[ \t\r\f\v]"
"""White space within a line, as gettext has it. U+0085, U+2028 and U+00A0 are letters like any other to PO files."""

_SIMPLE = {
    r"\a": "\a",
    r"\b": "\b",
    r"\f": "\f",
    r"\n": "\n",
    r"\r": "\r",
    r"\t": "\t",
    r"\v": "\v",
    r"\\": "\\",
    r"\"": '"',
}

# gettext reads any count of hexadecimal digits and keeps the last byte: more than two of them are refused as unclear.
# It ends the text at a NUL: refused, for what comes after would be lost.
_NUL = r"(?:0{3}|0{1,2}(?![0-7])|x0{1,2}(?![0-9A-Fa-f]))"
_BYTE = rf"(?!{_NUL})(?:[0-3][0-7]{{0,2}}+|[4-7][0-7]?+(?![0-7])|x[0-9A-Fa-f]{{1,2}}+(?![0-9A-Fa-f]))"
STRING = rf'"[^"\\\n]*+(?:\\(?:[abfnrtv\\"]|{_BYTE})[^"\\\n]*+)*+"'

ESCAPE = lazy(rf'\\[abfnrtv\\"]|(?:\\{_BYTE})++')
# The end of one string and the beginning of the next, or an escape. Only a closing quote has no backslash before it.
_SEAM_OR_ESCAPE = lazy(rf'"(?:{BLANK}|\n|\#~)*+"|{ESCAPE.pattern}')
_REFERENCE = lazy(r"\u2068([^\u2069\n]{1,4096})\u2069((?::\d+)?)(?=[ \t\n\r\f\v]|$)|([^ \t\n\r\f\v]+)")
_FLAG = lazy(rf"(range:){BLANK}*([^ \t\n\r\f\v,]+)|([^ \t\n\r\f\v,]+)")
# The kind of a comment and its text, without the space before it. Newer gettext marks the flags that come from the
# source by `#=`; other lines that begin so are ornaments. Obsolete entries may have `#~` before their comments.
COMMENT = lazy(
    rf"^{BLANK}*+\#(?!~{BLANK}*+$)(?:~{BLANK}*+(?:\#|(?=\|)))?+"
    rf"([.:|,!]|={BLANK}(?=(?:[a-z+-]+-format|(?:no-)?wrap|range:)))?+[ ]?+([^\n]*+)",
    re.MULTILINE,
)

# Comments and empty lines before an entry. Between an obsolete entry's strings, every line begins with `#~`.
_ABOVE = rf"(?:{BLANK}*+(?:\#(?!~)[^\n]*+|\#~{BLANK}*+(?:[#|][^\n]*+)?+)?+\n)*+"
_GAP = r"[ \t\n\r\f\v]*+"
_OBSOLETE_GAP = rf"{BLANK}*+(?:\n(?:{BLANK}*+\n)*+{BLANK}*+\#~{BLANK}*+)*+"


def _strings(gap: str) -> str:
    """Return the pattern of strings in a group. The gap before the first of them has been matched already."""
    return rf"((?:{gap}{STRING})++)"


def _body(gap: str) -> str:
    strings = _strings(gap)
    return rf"(?:msgctxt{gap}{strings}{gap})?+msgid{gap}{strings}{gap}msgstr{gap}{strings}"


ENTRY = lazy(
    rf"(({_ABOVE}){BLANK}*+(?:{_body(_GAP)}|\#~{BLANK}*+{_body(_OBSOLETE_GAP)}){BLANK}*+\n(?:{BLANK}*+\n)*+)|([\S\s]+)"
)
"""An entry, or the whole rest of the text where none begins, so that the matches cover all of the text.

The groups are the entry, the comments above it, its context, source and target as quoted strings, the same three for an
obsolete entry, and the rest.
"""

COMMENTS = lazy(_ABOVE)
PREVIOUS = lazy(rf"{_GAP}(?:msgctxt{_GAP}{_strings(_GAP)}{_GAP})?+(?:msgid{_GAP}{_strings(_GAP)}{_GAP})?+")
"""The text of `#|` lines. The second group is the previous source."""


def unquote(strings: str, charset: str) -> str:
    """Return the text that one or more quoted strings stand for.

    `strings` match `STRING`, with only white space or `#~` between them. Numbered escapes are bytes in the file's
    charset (`msgcat --escape` writes Armenian so). Raises UnicodeDecodeError where those bytes are not valid in it.
    """
    text = strings[1:-1]
    if '"' not in text and "\\" not in text:
        return text
    if text.count('"') == text.count("\\") == text.count('\\"'):
        # The only escapes are quotes, by far the most frequent case.
        return text.replace('\\"', '"')
    return _SEAM_OR_ESCAPE.sub(lambda found: _SIMPLE.get(found[0]) or _decode_escapes(found[0], charset), text)


def _decode_escapes(written: str, charset: str) -> str:
    if written[0] == '"':
        return ""
    numbers = written.split("\\")[1:]
    return bytes(int(number[1:], 16) if number[0] == "x" else int(number, 8) for number in numbers).decode(charset)


_ESCAPES = {text: escape for escape, text in _SIMPLE.items()}
_SPECIAL = lazy(r'[\a\b\t\n\v\f\r"\\]')


def quote(text: str) -> str:
    """Write a text as `msgcat --no-wrap` does: on one line, or a line for each of its lines after an empty string.

    Only quotes, backslashes and the control characters that have a letter are escaped; the others are written as they
    are, as gettext does.
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "\n" not in text[:-1]:
        return f'"{_escape(text)}"'
    *lines, rest = text.split("\n")
    written = [f'"{_escape(line)}\\n"' for line in lines]
    return "\n".join(['""', *written, f'"{_escape(rest)}"'] if rest else ['""', *written])


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda special: _ESCAPES[special[0]], text)


@lru_cache(maxsize=1024)
def parse_references(lines: str) -> tuple[str, ...]:
    """Read the references of `#:` lines: words, or file names between U+2068 and U+2069 (gettext 0.22 and later)."""
    return tuple(word or name + number for name, number, word in _REFERENCE.findall(lines))


@lru_cache(maxsize=1024)
def parse_flags(lines: str) -> tuple[str, ...]:
    """Read the flags of `#,` lines. White space separates them as commas do, except in `range: 1..6`."""
    return tuple(word or f"{label} {numbers}" for label, numbers, word in _FLAG.findall(lines))
