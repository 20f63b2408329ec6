"""The header of a catalog: our own fields, and those that translators and their editors put there."""

import re
from collections.abc import Iterator, Sequence

from pipeline.errors import CatalogError
from pipeline.languages import load
from pipeline.languages.tags import gettext_code, is_same
from pipeline.model import Catalog
from pipeline.patterns import lazy

Header = tuple[tuple[str, str], ...]

_CONTENT_TYPE = lazy(r"^Content-Type:.*", re.MULTILINE | re.IGNORECASE)
_CHARSET = lazy(r"charset=([^\s;]*)")
_NAME = lazy(r"(?P<name>[^<>@]*[^<>@\s])\s*(?:<(?P<address>[^<>]*)>)?")
# "Name <address>, 2025." is how gettext's PO mode and most editors sign the comments above the header. A merge leaves
# out the year where no date says it.
_SIGNATURE = lazy(
    r"(?P<name>[^<>@,:©]*[^<>@,:©\s])(?:\s*<(?P<address>[^<>]*)>)?(?P<year>,\s*[12]\d{3}\b[\d\s,–-]*)?\.?"
)
_MAX_NAME_WORDS = 5
_PLACEHOLDER_NAMES = frozenset({"full name", "first author", "automatically generated", "none", "unknown", "language"})
# Programs sign in place of people: with their own name, as whoever set Weblate up, or as Weblate's own accounts.
_PROGRAM = lazy(
    r"(?:weblate(?: admin| bot)?|anonymous|omegat|poedit|lokalize|gtranslator|virtaal|pootle|crowdin)(?: v?[\d.]+)?"
)
_DATE = lazy(r"\s*[12]\d{3}-")
_PROGRAM_ADDRESS = lazy(r"noreply[\w.+-]*@weblate\.org")


def new_header(project: str, lang: str, source_lang: str) -> Header:
    """Return the header of a new catalog in `lang`, or of a template where `lang` is empty.

    The fields are those that `msgfmt -c` demands, in gettext's order. PO-Revision-Date, Last-Translator and
    Language-Team may be empty for it, but not hold gettext's own placeholders (YEAR-MO-DA …, FULL NAME …). They stay
    empty: no command of ours fills them in, so that none of our dates can conflict in a merge. A template's Language is
    empty, as xgettext leaves it; `msgfmt -c` says so about every template. X-Source-Language is for Poedit, which
    otherwise takes the source for English.
    """
    rule = load(lang).plural_forms if lang else ""
    plural = [("Plural-Forms", rule)] if rule else []  # no entry has a plural, but editors ask for the rule
    return (
        ("Project-Id-Version", project),
        ("PO-Revision-Date", ""),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", gettext_code(lang) if lang else ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        *plural,
        ("X-Source-Language", gettext_code(source_lang)),
    )


def merge_header(old: Header, new: Header) -> Header:
    """Correct our own fields in `old`, and keep every other field in its order.

    Our own are Language (hy_AM is right for hy, and zh_Hans for zh_CN), the charset in Content-Type and
    X-Source-Language: a wrong value is replaced by the one in `new`, a missing field added at the end. An empty header
    becomes `new`.
    """
    if not old:
        return new
    merged = old
    for name, right in (
        ("Language", is_same),
        ("Content-Type", _is_same_charset),
        ("X-Source-Language", str.__eq__),
    ):
        wanted = _field(new, name)
        if wanted is not None and not right(_field(merged, name) or "", wanted):
            merged = _set_field(merged, name, wanted)
    return merged


def declare_utf8(header: Header) -> Header:
    """Return the header with UTF-8 as its charset, in which every catalog is written."""
    if _is_same_charset(_field(header, "Content-Type") or "", "charset=UTF-8"):
        return header
    return _set_field(header, "Content-Type", "text/plain; charset=UTF-8")


def credit_translator(header: Header, translator: str) -> Header:
    """Return the header with `translator` ("Name <address>") as Last-Translator."""
    return _set_field(header, "Last-Translator", translator)


def _is_same_charset(value: str, wanted: str) -> bool:
    return _charset_of(value).upper() == _charset_of(wanted).upper()


def _charset_of(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def declared_charset(text: str) -> str:
    """Return the charset in the text of a header as it is written there, or an empty string. Never raises."""
    found = _CONTENT_TYPE.search(text)
    return _charset_of(found[0]) if found else ""


def _field(header: Header, name: str) -> str | None:
    return next((value for key, value in header if key.lower() == name.lower()), None)


def _set_field(header: Header, name: str, value: str) -> Header:
    """Return the header with the first field of that name set, or with the field added at its end."""
    place = next((place for place, (key, _) in enumerate(header) if key.lower() == name.lower()), None)
    if place is None:
        return (*header, (name, value))
    return (*header[:place], (header[place][0], value), *header[place + 1 :])


def parse_fields(text: str, line: int = 0) -> Header:
    """Read the fields in the text of a header. A line that names no field continues the field before it.

    Raises CatalogError, with `line`, where there is no field before it.
    """
    header: list[tuple[str, str]] = []
    for written in text.removesuffix("\n").split("\n") if text else ():
        name, colon, value = written.partition(":")
        if colon and name:
            header.append((name, value.removeprefix(" ")))
        elif header:
            header[-1] = (header[-1][0], f"{header[-1][1]}\n{written}")
        else:
            raise CatalogError(
                f'the header begins with “{written}”, which is not a field: write "Name: value\\n" or delete it',
                line=line,
            )
    return tuple(header)


def format_header(header: Header) -> str:
    """Write the text of a header. Raises CatalogError for a header that would not be read back as it is."""
    text = "".join(f"{name}: {value}\n" for name, value in header)
    try:
        kept = parse_fields(text) == header
    except CatalogError:
        kept = False
    if not kept:
        raise CatalogError(
            f"the header cannot be written: a name has a colon or a line end in it, or a value a field: {text!r}"
        )
    return text


def translator_names(catalog: Catalog) -> tuple[str, ...]:
    """Return the translators, each once: from the comments above the header (`# Name <address>, 2025.`), then
    Last-Translator.

    Addresses are left out, for they are private. Placeholders of gettext and accounts of programs are not names.
    """
    return tuple(dict.fromkeys(name for name, is_program in _signers(catalog) if not is_program))


def find_uncredited(catalog: Catalog) -> tuple[str, ...]:
    """Return what signs the header and is not a person, each once: the accounts of programs, or an empty name where a
    program has dated the header and nobody has signed it.
    """
    signers = tuple(_signers(catalog))
    is_unsigned = not signers and _DATE.match(catalog.field("PO-Revision-Date"))
    return ("",) if is_unsigned else tuple(dict.fromkeys(name for name, is_program in signers if is_program))


def sort_signatures(remarks: Sequence[str]) -> tuple[str, ...]:
    """Return the comments above a header with the signatures by year, then by name; all others stay in their places."""
    signed = iter(sorted(filter(_read_signature, remarks), key=_signature_order))
    return tuple(next(signed) if _read_signature(remark) else remark for remark in remarks)


def _signature_order(remark: str) -> tuple[str, str]:
    found = _read_signature(remark)
    return (found["year"] or "9999").strip(", ") if found else "", remark


def _read_signature(remark: str) -> re.Match[str] | None:
    found = _SIGNATURE.fullmatch(remark.strip())
    is_signed = found and (found["year"] or (found["address"] and _is_title(found["name"])))
    return found if is_signed else None


def _signers(catalog: Catalog) -> Iterator[tuple[str, bool]]:
    """Yield the names that sign the header, with whether it is a program's."""
    signed = map(_read_signature, catalog.remarks)
    for found in (*signed, _NAME.fullmatch(catalog.field("Last-Translator").strip())):
        if found and _is_name(name := found["name"].strip()):
            address = (found["address"] or "").strip().lower()
            yield name, bool(_PROGRAM.fullmatch(name.lower()) or _PROGRAM_ADDRESS.fullmatch(address))


def _is_title(name: str) -> bool:
    """Tell a name from other words before an address, such as “Send bugs to <…>”, by its last word's first letter."""
    return not name.rsplit(maxsplit=1)[-1][0].islower()


def _is_name(name: str) -> bool:
    return (
        name.lower() not in _PLACEHOLDER_NAMES
        and not name.lower().startswith("copyright")
        and len(name.split()) <= _MAX_NAME_WORDS
    )
