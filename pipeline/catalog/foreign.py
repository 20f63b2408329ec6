"""Read PO files that other people and programs made, plural entries included; give our catalogs as polib's values.

polib reads them, for it takes what our own strict reader refuses: plural entries, duplicates, odd order. What polib 1.2
lacks is done here. The charset is found. A text cut off within its quotes, a text without quotes and an entry without
its msgstr are refused; polib would shorten or empty them without a word. What gettext accepts and polib does not
(`#,fuzzy`, `#~msgid`, numbered escapes, two strings on a line) is rewritten in a form that both read.
"""

import codecs
import re
from typing import TYPE_CHECKING

from pipeline.catalog import grammar
from pipeline.catalog.errors import LINE, find_syntax_error, is_conflict_text
from pipeline.catalog.header import declare_utf8
from pipeline.catalog.read import decode, header_charset, normalize_line_ends
from pipeline.errors import CatalogError
from pipeline.frozen import dataclass
from pipeline.model import Catalog

if TYPE_CHECKING:
    import polib

_COMMENT = re.compile(r"\s*#(?P<kind>~?[.:|,]|=(?= )|)(?P<text>.*)")
_STRING = re.compile(grammar.STRING)
_LINE_OF_ERROR = re.compile(r"\(line (\d+)\)")
_LINE_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""The characters besides LF at which `str.splitlines`, and so polib, divides a text; in PO they are text."""
_PRIVATE = range(0xE000, 0xF8FF)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEntry:
    """An entry of a foreign catalog; `plural` is its msgid_plural, and `targets` has a text for each plural form.

    `fuzzy` is also an entry in which `msgcat` put several translations, for a person to choose between. `remarks` are
    the translator's, `references` the files.
    """

    source: str
    plural: str | None = None
    targets: tuple[str, ...] = ("",)
    context: str | None = None
    fuzzy: bool = False
    obsolete: bool = False
    remarks: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCatalog:
    """A foreign catalog: its entries, and its header as an own catalog without entries."""

    header: Catalog
    entries: tuple[ForeignEntry, ...]


def read_foreign(data: bytes) -> ForeignCatalog:
    """Read a PO file in the charset of its byte order mark or of its header, in UTF-8 where neither says.

    Raises CatalogError, with the line, for a file that is damaged, cut off within an entry, or no PO file at all.
    """
    text, charset = _decode(data)
    if error := find_syntax_error(text, plurals=True):
        raise error
    shielded = _shield_line_breaks(text)
    lines = [_normalize(line, number, charset) for number, line in enumerate(text.split("\n"), 1)]
    document = _parse("\n".join(lines).translate(shielded))
    if not document and not document.metadata:
        raise CatalogError("there is no entry in this file: give a PO file with translations", line=1)
    back = {ord(private): chr(char) for char, private in shielded.items()}
    header = tuple((name.translate(back), value.translate(back)) for name, value in document.metadata.items())
    remarks = tuple(document.header.translate(back).split("\n")) if document.header else ()
    return ForeignCatalog(
        header=Catalog(header=header, remarks=remarks),
        entries=tuple(_entry(item, back) for item in document),
    )


def to_polib(catalog: Catalog) -> "polib.POFile":
    """Return one of our own catalogs as polib has it; header fields of one name become the last of them."""
    import polib  # noqa: PLC0415  only where a script asks for it

    document = polib.POFile(encoding="utf-8", wrapwidth=0)
    document.header = "\n".join(catalog.remarks)
    document.metadata = dict(declare_utf8(catalog.header))
    for entry in catalog.entries:
        document.append(
            polib.POEntry(
                msgid=entry.source,
                msgstr=entry.target,
                msgctxt=entry.context,
                obsolete=entry.obsolete,
                comment="\n".join(entry.comments),
                tcomment="\n".join(entry.remarks),
                occurrences=[_occurrence(reference) for reference in entry.references],
                flags=["fuzzy", *entry.flags] if entry.fuzzy else list(entry.flags),
                previous_msgid=entry.previous,
                linenum=entry.line,
            )
        )
    return document


def _occurrence(reference: str) -> tuple[str, str]:
    name, colon, line = reference.rpartition(":")
    return (name, line) if colon and line.isdigit() else (reference, "")


def _decode(data: bytes) -> tuple[str, str]:
    """Return the text with LF line ends, and the charset in which its numbered escapes are bytes."""
    if not data.strip():
        raise CatalogError("the file is empty: give a PO file with translations", line=1)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return normalize_line_ends(decode(data, "utf-16")), "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        return normalize_line_ends(decode(data, "utf-8").lstrip("\ufeff")), "utf-8"
    charset = header_charset(data)
    return normalize_line_ends(decode(data, charset)), charset


def _shield_line_breaks(text: str) -> dict[int, str]:
    """Return a table that replaces line breaks within texts by characters that the text does not have."""
    breaks = [char for char in _LINE_BREAKS if char in text]
    unused = (chr(number) for number in _PRIVATE if chr(number) not in text)
    return {ord(char): next(unused) for char in breaks}


def _normalize(line: str, number: int, charset: str) -> str:
    """Write a line of a sound PO file as polib reads it, in one line."""
    found = LINE.match(line)
    if found is None or not (found["word"] or found["rest"].startswith('"')):
        return _normalize_comment(line)
    strings = _STRING.findall(found["rest"])
    if not strings:
        word = found["word"]
        raise CatalogError(f'the text after {word} is missing: write it on the same line, {word} "…"', line=number)
    start = ["#~"] if found["obsolete"] else []
    start += [found["word"]] if found["word"] else []
    if len(strings) == 1 and "\\" not in strings[0]:
        return " ".join([*start, strings[0]])
    try:
        text = grammar.unquote(" ".join(strings), charset)
    except UnicodeDecodeError as error:
        message = f"the numbered escapes are not valid {charset.upper()}: write the characters themselves"
        raise CatalogError(message, line=number) from error
    import polib  # noqa: PLC0415  only for a foreign file

    return " ".join([*start, f'"{polib.escape(text)}"'])


def _normalize_comment(line: str) -> str:
    found = _COMMENT.match(line)
    if found is None or not found["text"].strip() or found["kind"] in {"=", "~|"}:
        return ""
    text = found["text"].strip()
    if found["kind"] == ",":
        text = ", ".join(grammar.parse_flags(text))
    return f"#{found['kind']} {text}"


def _parse(text: str) -> "polib.POFile":
    import polib  # noqa: PLC0415  only for a foreign file

    try:
        # The line end keeps polib from taking a short text for the name of a file.
        return polib.pofile(f"{text}\n", encoding="utf-8", wrapwidth=0)
    except OSError as error:
        line = _LINE_OF_ERROR.search(str(error))
        message = "this is not an entry of a PO file: correct the line, or have msgcat write the file anew"
        raise CatalogError(message, line=int(line[1]) if line else 1) from error


def _entry(item: "polib.POEntry", back: dict[int, str]) -> ForeignEntry:
    forms = [text for _, text in sorted(item.msgstr_plural.items())] if item.msgid_plural else [item.msgstr]
    targets = tuple(text.translate(back) for text in forms)
    return ForeignEntry(
        source=item.msgid.translate(back),
        plural=item.msgid_plural.translate(back) if item.msgid_plural else None,
        targets=targets,
        context=None if item.msgctxt is None else item.msgctxt.translate(back),
        fuzzy="fuzzy" in item.flags or any(is_conflict_text(line) for text in targets for line in text.split("\n")),
        obsolete=bool(item.obsolete),
        remarks=tuple(item.tcomment.translate(back).split("\n")) if item.tcomment else (),
        references=tuple(":".join(filter(None, each)) for each in item.occurrences),
        line=item.linenum or 0,
    )
