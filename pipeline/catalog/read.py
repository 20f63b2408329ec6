"""Read our own catalogs: bytes in, a catalog out, or an error that says what is wrong and what to do."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from operator import is_

from pipeline.catalog import grammar
from pipeline.catalog.errors import CONFLICT_MARK, refuse_conflict_text, refuse_duplicates, syntax_error
from pipeline.catalog.header import declared_charset, parse_fields
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry
from pipeline.patterns import lazy

CHARSETS = frozenset(
    {"ascii", "utf-8", "koi8-r", "koi8-t", "koi8-u", "cp850", "cp866", "cp874", "tis-620", "mac-cyrillic"}
    | {f"iso8859-{part}" for part in range(1, 17)}
    | {f"cp{page}" for page in range(1250, 1259)}
)
"""The charsets that are read, by Python's names: gettext's portable ones in which a byte is a character, and UTF-8."""

_SURE = 8
"""Bytes that are not ASCII, from which on text that reads as UTF-8 is UTF-8."""

_HEADER = 4096
"""Bytes in which nearly all headers end."""

_LAST_BACKSLASH = lazy(r"(\\ *) \n")


def parse(data: bytes) -> Catalog:
    """Read a PO file completely: anything that could not be kept raises CatalogError with the line.

    Accepted is what gettext accepts, in any charset of CHARSETS that the header declares, with LF or CRLF, wrapped or
    not; refused is what gettext refuses, duplicates among obsolete entries included. Stricter than gettext: plural
    entries and `domain` (articles have none), comments after the last entry, a header that is not the first entry (all
    would be lost in writing), and a last line without its end (it may have been cut off). `previous` is dropped unless
    the entry is fuzzy, as some editors leave it behind; a header's own flags are dropped, for our header is never
    fuzzy.

    One loss cannot be seen: a file cut off exactly at the end of a line, between two entries or between two lines of
    the last translation, is a sound PO file again. A count of entries in the header would tell, but it would conflict
    in every merge and go stale in every editor. Callers who know which entries to expect, as the workspace does, can
    compare.
    """
    if not data.strip():
        raise CatalogError(
            "the file is empty: restore it from an older copy, or delete it to have it made anew", line=1
        )
    _refuse_byte_order_mark(data)
    charset = header_charset(data)
    text = normalize_line_ends(decode(data, charset))
    whole = text if text.endswith("\n") else text + "\n"
    catalog = _parse_catalog(whole, charset)
    if whole != text:
        raise CatalogError(
            "the last line has no end, so the file may have been cut off: compare it with an older copy, and if "
            "nothing is missing, add a line end after the last line",
            line=whole.count("\n"),
        )
    return catalog


def trim_targets(catalog: Catalog) -> Catalog:
    """Return the catalog without white space at the ends of translations, which pasting leaves and no edition shows;
    some programs empty an entry by a space. It stays where the source has it.
    """
    return _with_entries(catalog, map(_trim, catalog.entries))


def trim_line_ends(catalog: Catalog) -> Catalog:
    """Return the catalog as `trim_targets` does, but with the spaces that a person left: `msgfmt -c` refuses line ends
    at an end of a translation, and nothing else.
    """
    return _with_entries(
        catalog, (_trim(each) if _has_outer_line_end(each.target) else each for each in catalog.entries)
    )


def _has_outer_line_end(target: str) -> bool:
    """Tell whether a line ends at an end of a translation, or the translation is nothing but white space."""
    text = target.strip()
    if not text or text == target:
        return text != target
    before, _, after = target.partition(text)
    return any(sign in before + after for sign in "\r\n")


def _trim(entry: Entry) -> Entry:
    text = entry.target.strip()
    is_kept = text == entry.target or (text and entry.source != entry.source.strip())
    return entry if is_kept else replace(entry, target=text)


def _with_entries(catalog: Catalog, entries: Iterable[Entry]) -> Catalog:
    made = tuple(entries)
    return catalog if all(map(is_, made, catalog.entries)) else replace(catalog, entries=made)


def header_charset(data: bytes) -> str:
    """Return the charset that the header declares, by Python's name; UTF-8 where there is no header.

    Raises CatalogError for a charset that is not read, and for text that is not ASCII in none.
    """
    if (found := data.find(b"\0")) >= 0:
        raise CatalogError(
            "there is a NUL byte, so the file is damaged: restore it from an older copy",
            line=data.count(b"\n", 0, found) + 1,
        )
    header = _match_header(data[:_HEADER]) or grammar.ENTRY.match(f"{_decode_ascii(data)}\n")
    if header is None or header[3] or not header[4] or grammar.unquote(header[4], "latin-1"):
        # Without a header the file is refused later on, with a better message.
        return "utf-8"
    declared = declared_charset(grammar.unquote(header[5], "latin-1"))
    if not declared or declared == "CHARSET":
        # As gettext: a header may leave the charset out while all is ASCII.
        if data.isascii():
            return "utf-8"
        raise CatalogError(
            'the header does not say which charset the file is in: if it is UTF-8, add the line "Content-Type: '
            'text/plain; charset=UTF-8\\n" to it',
            line=header[2].count("\n") + 1,
        )
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = declared
    if name not in CHARSETS:
        raise CatalogError(
            f"the header declares the charset {declared}, which is not known here: save the file as UTF-8 with "
            "charset=UTF-8 in its Content-Type",
            line=header[2].count("\n") + 1,
        )
    return "utf-8" if name not in {"utf-8", "ascii"} and _is_utf8(data) else name


def _decode_ascii(data: bytes) -> str:
    """Decode what all charsets that are read share: enough to find the header and its charset."""
    return normalize_line_ends(data.decode("latin-1"))


def _match_header(beginning: bytes) -> re.Match[str] | None:
    """Return the first entry of a file if it certainly ends in this beginning: another one or a comment follows it."""
    text = _decode_ascii(beginning)
    found = grammar.ENTRY.match(text)
    return found if found and text[found.end() : found.end() + 1] in {"#", "m"} else None


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 although another charset is declared; words in another one are not, by chance."""
    if sum(byte > ord("~") for byte in data) < _SURE:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, charset: str) -> str:
    """Decode a file. Raises CatalogError, with the line, for a byte that the charset does not have."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        message = (
            f"the byte 0x{data[error.start]:02X} is not valid {charset.upper()}: the header declares the wrong "
            "charset, or the file is damaged; save it as UTF-8 with charset=UTF-8 in its Content-Type"
        )
        raise CatalogError(message, line=data.count(b"\n", 0, error.start) + 1) from error


def normalize_line_ends(text: str) -> str:
    """Replace CRLF by LF, and CR where it ends all lines, as in files of old Mac programs. gettext takes a CR outside
    strings for white space, and strings cannot hold a line end.
    """
    if "\r" not in text:
        return text
    return re.sub(r"\r+\n", "\n", text) if "\n" in text else text.replace("\r", "\n")


def _refuse_byte_order_mark(data: bytes) -> None:
    if data.startswith(codecs.BOM_UTF8):
        raise CatalogError(
            "the file begins with a byte order mark (BOM), which gettext does not read: save it as 'UTF-8 without BOM'",
            line=1,
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CatalogError("the file is saved as UTF-16, which gettext does not read: save it as UTF-8", line=1)


_Above = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], bool, str | None]
"""Remarks, comments, references, flags, fuzzy and the previous source: what stands above an entry's msgid."""


def _parse_catalog(text: str, charset: str) -> Catalog:
    entries = tuple(_parse_entries(text, charset))
    header = entries[0] if entries else None
    if header is None or header.source or header.context is not None or header.obsolete:
        raise CatalogError(
            'the header is missing: a catalog begins with msgid "" and a msgstr with its fields, such as "Content-'
            'Type: text/plain; charset=UTF-8\\n"',
            line=header.line if header else 1,
        )
    refuse_duplicates(entries)
    if CONFLICT_MARK in text:
        refuse_conflict_text(entries)
    # A header has no room for comments of other kinds; as remarks they survive.
    remarks = (*header.remarks, *header.comments, *header.references)
    return Catalog(header=parse_fields(header.target, line=header.line), remarks=remarks, entries=entries[1:])


def _parse_entries(text: str, charset: str) -> Iterator[Entry]:
    """Yield every entry, the header among them."""
    line = 1
    # Many entries have the same comments above them.
    heads: dict[str, _Above] = {}
    unquote = grammar.unquote
    for whole, above, context, source, target, old_context, old_source, old_target, rest in grammar.ENTRY.findall(text):
        if rest:
            raise syntax_error(rest, line)
        try:
            if (head := heads.get(above)) is None:
                head = heads[above] = _parse_above(above, line, charset)
            remarks, comments, references, flags, fuzzy, previous = head
            original = unquote(source or old_source, charset)
            translation = target or old_target
            yield Entry(
                source=original,
                target=original if source == translation else unquote(translation, charset),
                fuzzy=fuzzy,
                obsolete=not source,
                previous=previous,
                context=unquote(context or old_context, charset) if context or old_context else None,
                comments=comments,
                remarks=remarks,
                references=references,
                flags=flags,
                line=line,
            )
        except UnicodeDecodeError as error:
            message = (
                f"the numbered escapes in this entry are not valid {charset.upper()}: write the characters themselves"
            )
            raise CatalogError(message, line=line) from error
        line += whole.count("\n")


def _parse_above(above: str, line: int, charset: str) -> _Above:
    if "\r" in above:
        raise CatalogError(
            "there is a carriage return within a comment, which some editors take for a line end: delete it, and save "
            "the file with LF line ends",
            line=line + above[: above.index("\r")].count("\n"),
        )
    if "\\" in above:
        # A backslash at the end is written with a space after it: see `_shield_backslashes` in `write`.
        above = _LAST_BACKSLASH.sub(r"\1\n", above)
    remarks, comments, references, flags, fuzzy, previous = _parse_comments(above)
    found = _parse_previous(previous, above, line, charset) if previous and fuzzy else None
    return remarks, comments, references, flags, fuzzy, found


@lru_cache(maxsize=1024)  # an entry has the same comments in all catalogs of an article
def _parse_comments(above: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], bool, str]:
    """Return remarks, comments, references, flags, fuzzy, and the lines of the previous source."""
    remarks: list[str] = []
    comments: list[str] = []
    references = flags = previous = ""
    for kind, text in grammar.COMMENT.findall(above):
        if kind == ".":
            comments.append(text)
        elif kind == ":":
            references += text + "\n"
        elif kind == "|":
            previous += text + "\n"
        elif kind:
            flags += text + "\n"
        else:
            remarks.append(text)
    named = grammar.parse_flags(flags)
    fuzzy = "fuzzy" in named
    return (
        tuple(remarks),
        tuple(comments),
        grammar.parse_references(references),
        tuple(flag for flag in named if flag != "fuzzy") if fuzzy else named,
        fuzzy,
        previous,
    )


def _parse_previous(text: str, above: str, line: int, charset: str) -> str | None:
    found = grammar.PREVIOUS.fullmatch(text)
    if found is None:
        raise CatalogError(
            'the previous text cannot be read: its lines are #| msgid "…" and #| "…"; correct them or delete them',
            line=line + above[: above.index("|")].count("\n"),
        )
    return None if found[2] is None else grammar.unquote(found[2], charset)
