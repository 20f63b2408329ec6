"""Write catalogs: values in, the text of a PO file out, as `msgcat --no-wrap` writes it, or as an editor left it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.catalog import grammar
from pipeline.catalog.errors import CONFLICT_MARK, refuse_conflict_text, refuse_duplicates
from pipeline.catalog.grammar import quote
from pipeline.catalog.header import declare_utf8, format_header
from pipeline.catalog.read import header_charset, normalize_line_ends
from pipeline.errors import CatalogError
from pipeline.frozen import dataclass
from pipeline.model import Catalog, Entry
from pipeline.patterns import lazy

_LAST_BACKSLASH = lazy(r"(\\ *)\n")
_NEEDS_ISOLATION = lazy(rf"\A\u2068|{grammar.BLANK}")
_HEADER_FLAG = lazy(r"^#,", re.MULTILINE)
_PREVIOUS_LINE = lazy(rf"^#(?:~{grammar.BLANK}*)?\|", re.MULTILINE)
_LINE_NUMBER = lazy(r":\d+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntries:
    """The `text` of some active entries, for the catalogs that have no others: an article's template, and its new
    catalogs.
    """

    entries: tuple[Entry, ...]
    text: str


def write_entries(entries: Sequence[Entry]) -> WrittenEntries:
    """Write active entries. Raises CatalogError as `serialize` does."""
    text = "\n".join(map(_active_entry, entries))
    _refuse_faults(text, Catalog(entries=tuple(entries)))
    return WrittenEntries(entries=tuple(entries), text=text)


def serialize(catalog: Catalog, *files: tuple[Catalog, bytes], written: WrittenEntries | None = None) -> str:
    """Write a catalog as a PO file: LF, UTF-8 in its header, no wrapping, active entries before obsolete ones.

    An entry that is the same in one of `files`, catalogs that were read and their bytes, keeps its lines from there, as
    an editor may have wrapped them. All else is that of `msgcat --no-wrap`, byte for byte, and keeps what msgcat drops:
    unknown flags, and fuzzy on an empty translation. `previous` is written for fuzzy entries only; elsewhere it is
    stale. Reading the text gives the same catalog. What could not be read back raises CatalogError: duplicates, an
    entry without source and context (that is the header), line ends in comments, flags with commas, NUL. If `written`
    is all that a new catalog has, only its header is made.
    """
    if not files and written and written.text and catalog.entries == written.entries:
        header = _header(catalog)
        _refuse_faults(header, Catalog(remarks=catalog.remarks))
        return f"{header}\n{written.text}"
    header, blocks = _kept_lines(catalog, files)
    active = [blocks.get(_key(entry)) or _active_entry(entry) for entry in catalog.entries if not entry.obsolete]
    obsolete = [blocks.get(_key(entry)) or _obsolete_entry(entry) for entry in catalog.entries if entry.obsolete]
    text = "\n".join([header or _header(catalog), *active, *obsolete])
    _refuse_faults(text, catalog)
    return text


def _refuse_faults(text: str, catalog: Catalog) -> None:
    """Raise CatalogError for what could not be read back from the text of a catalog or of a part."""
    _refuse_unwritable(text)
    entries = (Entry(source="", remarks=catalog.remarks), *catalog.entries)
    refuse_duplicates(entries)
    if CONFLICT_MARK in text:
        refuse_conflict_text(entries)


_Key = tuple[str | None, str]


def _key(entry: Entry) -> _Key:
    return entry.context, entry.source


def _kept_lines(catalog: Catalog, files: Iterable[tuple[Catalog, bytes]]) -> tuple[str, dict[_Key, str]]:
    """Return the lines of the header, and of the entries by key, that are in `files` as the catalog has them."""
    header, blocks = "", dict[_Key, str]()
    for old, data in files:
        if header_charset(data) != "utf-8":
            continue
        lines = normalize_line_ends(data.decode()).split("\n")
        starts = [*(entry.line for entry in old.entries), len(lines) + 1]
        top = "\n".join(lines[: starts[0] - 1]).strip() + "\n"
        is_same = (old.header, old.remarks) == (declare_utf8(catalog.header), catalog.remarks)
        header = header or (top if is_same and not _HEADER_FLAG.search(top) else "")
        known = {_key(entry): (entry, end) for entry, end in zip(old.entries, starts[1:], strict=True)}
        for entry in catalog.entries:
            before, end = known.get(_key(entry), (None, 0))
            if before is not None and _is_same(entry, before):
                block = "\n".join(lines[before.line - 1 : end - 1]).rstrip() + "\n"
                if before.previous is not None or not _has_previous(block):
                    blocks.setdefault(_key(entry), block)
    return header, blocks


def _is_same(entry: Entry, before: Entry) -> bool:
    """Tell whether two entries are the same but for the lines of their comments."""
    return entry == before or (
        " ".join(entry.comments) == " ".join(before.comments) and replace(entry, comments=before.comments) == before
    )


def _has_previous(block: str) -> bool:
    """Tell whether there is a previous text; where the entry is not fuzzy, an editor left it behind."""
    return "|" in block and _PREVIOUS_LINE.search(block) is not None


def _header(catalog: Catalog) -> str:
    fields = format_header(declare_utf8(catalog.header))
    return _text_comments(catalog.remarks, ()) + f'msgid ""\nmsgstr {quote(fields)}\n'


def _active_entry(entry: Entry) -> str:
    above = _comment_lines(entry)
    if entry.previous is not None and entry.fuzzy:
        above += "#| msgid " + quote(entry.previous).replace("\n", "\n#| ") + "\n"
    if entry.context is not None:
        above += f"msgctxt {quote(entry.context)}\n"
    source = quote(entry.source)
    target = source if entry.target == entry.source else quote(entry.target)
    return f"{above}msgid {source}\nmsgstr {target}\n"


def _obsolete_entry(entry: Entry) -> str:
    above = _comment_lines(entry)
    if entry.previous is not None and entry.fuzzy:
        above += "#~| msgid " + quote(entry.previous).replace("\n", "\n#~| ") + "\n"
    context = "" if entry.context is None else f"msgctxt {quote(entry.context)}\n"
    body = f"{context}msgid {quote(entry.source)}\nmsgstr {quote(entry.target)}"
    return f"{above}#~ " + body.replace("\n", "\n#~ ") + "\n"


def _comment_lines(entry: Entry) -> str:
    """Write the comments of an entry, in gettext's order."""
    return _comments_of(entry.remarks, entry.comments, entry.references, entry.flags, entry.fuzzy)


# The sentences of a section have the same comments, and an entry has them in all catalogs of an article.
@lru_cache(maxsize=1024)
def _comments_of(
    remarks: tuple[str, ...],
    comments: tuple[str, ...],
    references: tuple[str, ...],
    flags: tuple[str, ...],
    fuzzy: bool,  # noqa: FBT001  by its place: names make a cache slow
) -> str:
    above = _text_comments(remarks, comments)
    if references:
        above += _reference_line(references)
    if flags or fuzzy:
        above += _flag_line(flags, fuzzy=fuzzy)
    return above


def _text_comments(remarks: tuple[str, ...], comments: tuple[str, ...]) -> str:
    lines = [f"# {text}\n" if text else "#\n" for text in remarks]
    lines += [f"#. {text}\n" if text else "#.\n" for text in comments]
    above = "".join(lines)
    if above.count("\n") != len(lines) or "\r" in above:
        raise CatalogError(f"a comment with a line end in it cannot be written to a catalog: {above!r}")
    return _shield_backslashes(above)


def _shield_backslashes(above: str) -> str:
    # To gettext a backslash at the end of a line means that the line goes on, in comments too: the next line would
    # become part of the comment. A space after it prevents that, and the reader removes it again.
    return _LAST_BACKSLASH.sub(r"\1 \n", above) if "\\" in above else above


def _reference_line(references: tuple[str, ...]) -> str:
    """Write all references on one line, a name with spaces between U+2068 and U+2069 (gettext 0.22 and later)."""
    return _checked_line("#:", " ".join(map(_isolate, references)), grammar.parse_references, references)


def _isolate(reference: str) -> str:
    if not _NEEDS_ISOLATION.search(reference):
        return reference
    number = _LINE_NUMBER.search(reference)
    name = reference[: number.start()] if number else reference
    isolated = f"\u2068{name}\u2069{number[0] if number else ''}"
    return isolated if grammar.parse_references(isolated) == (reference,) else reference


def _flag_line(flags: tuple[str, ...], *, fuzzy: bool) -> str:
    if "fuzzy" in flags:
        raise CatalogError("fuzzy is not a flag like the others: set it in the entry's own field")
    flags = ("fuzzy", *flags) if fuzzy else flags
    return _checked_line("#,", ", ".join(flags), grammar.parse_flags, flags)


def _checked_line(mark: str, text: str, read: Callable[[str], tuple[str, ...]], values: tuple[str, ...]) -> str:
    """Return a comment line. Raises CatalogError where it would not be read back as it is."""
    if read(text) != values or "\n" in text or "\r" in text:
        raise CatalogError(
            f"{values!r} cannot be written after {mark} in a catalog, for it would be read as something else"
        )
    return _shield_backslashes(f"{mark} {text}\n")


def _refuse_unwritable(text: str) -> None:
    if "\0" in text:
        raise CatalogError("a NUL character cannot be written to a catalog: delete it from the text that it comes from")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"half a character (U+{ord(text[error.start]):04X}) cannot be written to a catalog: correct the text"
        raise CatalogError(message) from error
