"""XLIFF 1.2 and 2.0, which agencies and their programs work in: an element for each entry, placeholders locked.

States: a fuzzy translation is `needs-review-translation` (2.0: `initial`), a finished one `translated`, a reviewed one
`final`. A unit's name is the entry's context. Link targets are not to be translated. What programs make of a file is
taken back: segments that they split, states and codes of their own, notes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.catalog.review import find_reviewer, is_mark, mark_reviewed
from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.sendings import entry_digest
from pipeline.exchange.xliff_text import append_text, local_name, namespace, read_text
from pipeline.installation import install_command
from pipeline.model import Catalog, Entry, SegmentKind
from pipeline.xml import remove_invalid_characters

NAMESPACE_1, NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PACKAGE, _DEVELOPER, _TRANSLATOR, _REVIEWER, _PREVIOUS = "package", "developer", "translator", "reviewer", "previous"
"""Origins of notes in 1.2, categories of notes in 2.0."""
_OWN_NOTES = {_PACKAGE, _DEVELOPER, _REVIEWER, _PREVIOUS}
_LINK_TARGET = str(SegmentKind.LINK_TARGET)

_DRAFTS = {"new", "initial", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n"}
_DRAFTS |= {"needs-review-translation", "needs-translation"}
_REVIEWED = {"final", "signed-off", "reviewed"}
# What Trados and memoQ write beside or instead of a state.
_DRAFTS |= {"Draft", "Unspecified", "RejectedTranslation", "NotStarted", "Pretranslated", "PartiallyEdited", "Rejected"}
_REVIEWED |= {"ApprovedTranslation", "ApprovedSignOff", "Proofread", "Reviewer1Confirmed", "Reviewer2Confirmed"}
_STATE_ATTRIBUTES = ("state", "{http://www.memoq.com/memoq-xliff}status", "{MQXliff}status")


_SPACE_BEFORE = re.compile(rb"\A\s+(?=<\?xml)")
_NOT_UTF_16 = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=.utf-16", re.IGNORECASE)
"""A beginning in single bytes that says that it is UTF-16: programs for .NET write UTF-8 so."""

_INDENTED = re.compile(r"[ \t]*\n(?P<indent>[ \t]+)(?P<text>\S.*)\n[ \t]*", re.DOTALL)
"""A text on lines of its own between its tags."""

_BREAK = re.compile(r"(?<![ \t])[ \t]*+\n\s*")


def write_old(catalogs: Sequence[ExchangeCatalog]) -> bytes:
    """Write XLIFF 1.2, a `file` for each catalog."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  an extra

    root = etree.Element(f"{{{NAMESPACE_1}}}xliff", nsmap={None: NAMESPACE_1}, version="1.2")
    for item in catalogs:
        file = _child(root, "file", original=item.article, datatype="x-markdown")
        file.set("source-language", item.source_lang)
        file.set("target-language", item.lang)
        file.set(f"{_XML}space", "preserve")
        header = _child(file, "header")
        if item.sending:
            _note(header, _PACKAGE, item.sending)
        body = _child(file, "body")
        for entry in _active(item):
            _write_old_unit(body, entry)
    return _serialize(root)


def _write_old_unit(body: Any, entry: Entry) -> None:  # noqa: ANN401
    unit = _child(body, "trans-unit", id=f"u{entry_digest(entry)}")
    _describe(unit, entry, "resname")
    append_text(_child(unit, "source"), entry.source, is_newer=False)
    if entry.target:
        target = _child(unit, "target", state=_state(entry, "needs-review-translation"))
        append_text(target, entry.target, is_newer=False)
    for kind, text in _notes(entry):
        if kind != _PREVIOUS:
            _note(unit, kind, text)
    if entry.previous:
        former = _child(unit, "alt-trans", alttranstype="previous-version")
        append_text(_child(former, "source"), entry.previous, is_newer=False)
        append_text(_child(former, "target"), entry.target, is_newer=False)


def write_new(catalogs: Sequence[ExchangeCatalog]) -> bytes:
    """Write XLIFF 2.0, a `file` for each catalog. Raises CatalogError if they are not of one pair of languages."""
    from lxml import etree  # noqa: PLC0415

    pairs = {(item.source_lang, item.lang) for item in catalogs}
    if len(pairs) != 1:
        raise CatalogError("XLIFF 2.0 has one source language for a whole file. Write a file for each article.")
    [(source_lang, lang)] = pairs
    root = etree.Element(f"{{{NAMESPACE_2}}}xliff", nsmap={None: NAMESPACE_2}, version="2.0")
    root.set("srcLang", source_lang)
    root.set("trgLang", lang)
    root.set(f"{_XML}space", "preserve")
    for number, item in enumerate(catalogs, 1):
        file = _child(root, "file", id=f"f{number}", original=item.article)
        if item.sending:
            _note(_child(file, "notes"), _PACKAGE, item.sending)
        for entry in _active(item):
            _write_new_unit(file, entry)
    return _serialize(root)


def _write_new_unit(file: Any, entry: Entry) -> None:  # noqa: ANN401
    unit = _child(file, "unit", id=f"u{entry_digest(entry)}")
    _describe(unit, entry, "name")
    if notes := list(_notes(entry)):
        parent = _child(unit, "notes")
        for kind, text in notes:
            _note(parent, kind, text)
    segment = _child(unit, "segment")
    append_text(_child(segment, "source"), entry.source, is_newer=True)
    if entry.target:
        segment.set("state", _state(entry, "initial"))
        append_text(_child(segment, "target"), entry.target, is_newer=True)


def _active(item: ExchangeCatalog) -> Iterator[Entry]:
    return (entry for entry in item.catalog.entries if not entry.obsolete)


def _child(parent: Any, name: str, **attributes: str) -> Any:  # noqa: ANN401
    from lxml import etree  # noqa: PLC0415

    return etree.SubElement(parent, f"{{{namespace(parent)}}}{name}", attributes)


def _describe(unit: Any, entry: Entry, name: str) -> None:  # noqa: ANN401
    """Set the attributes of a unit: its context, by an attribute of this name, and whether it is to be translated."""
    if entry.context is not None:
        unit.set(name, remove_invalid_characters(entry.context))
    if _LINK_TARGET in entry.comments:
        unit.set("translate", "no")


def _state(entry: Entry, draft: str) -> str:
    return draft if entry.fuzzy else "translated" if find_reviewer(entry) is None else "final"


def _notes(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from ((_DEVELOPER, comment) for comment in entry.comments)
    yield from ((_TRANSLATOR, remark) for remark in entry.remarks if not is_mark(remark))
    if reviewer := find_reviewer(entry):
        yield _REVIEWER, reviewer
    if entry.previous:
        yield _PREVIOUS, entry.previous


def _note(parent: Any, kind: str, text: str) -> None:  # noqa: ANN401
    values = {"from" if namespace(parent) == NAMESPACE_1 else "category": kind}
    _child(parent, "note", **values).text = remove_invalid_characters(text)


def _serialize(root: Any) -> bytes:  # noqa: ANN401
    """Return a document with a line for each unit and each part of it; no space is added within texts."""
    from lxml import etree  # noqa: PLC0415

    for element in root.iter():
        if local_name(element) not in {"source", "target", "note", "x", "ph", "cp"} and len(element):
            depth = sum(1 for _ in element.iterancestors())
            element.text = "\n" + "  " * (depth + 1)
            for child in element:
                child.tail = element.text
            element[-1].tail = "\n" + "  " * depth
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def read(data: bytes) -> tuple[ExchangeCatalog, ...]:
    """Read XLIFF 1.2, 2.0 or 2.1, a catalog for each `file`. Raises CatalogError, with the line, if it is damaged."""
    root = _parse(data)
    files = [element for element in root if local_name(element) == "file"]
    if not files:
        raise CatalogError("has no file element, so no translations.")
    source_lang, lang = root.get("srcLang", ""), root.get("trgLang", "")
    return tuple(_read_file(element, source_lang, lang) for element in files)


def _parse(data: bytes) -> Any:  # noqa: ANN401
    """Parse XML without entities, network or external files. Raises CatalogError."""
    try:
        from lxml import etree  # noqa: PLC0415
    except ImportError as error:
        raise CatalogError(f"is an XLIFF file, which needs lxml: {install_command('exchange')}") from error
    data = _SPACE_BEFORE.sub(b"", data)
    charset = "utf-8" if _NOT_UTF_16.match(data) else None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, encoding=charset
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        reason = getattr(error, "msg", error)
        raise CatalogError(f"is not an XLIFF file, or is damaged: {reason}.", line=line) from error
    if root.getroottree().docinfo.internalDTD is not None and root.getroottree().docinfo.internalDTD.entities():
        raise CatalogError("declares entities, which no XLIFF file needs. It may be an attack, so nothing was read.")
    if local_name(root) != "xliff":
        raise CatalogError(f"is not an XLIFF file: it begins with <{local_name(root)[:40]}>.", line=root.sourceline)
    return root


@dataclass(slots=True)
class _Notices:
    """Changes that reading made to the units of a file, by kind, with the lines of each."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def add(self, what: str, line: int | None) -> None:
        self.found.setdefault(what, []).append(line or 0)

    def sentences(self) -> Iterator[str]:
        for what, lines in self.found.items():
            more = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
            yield f"{what} (line {lines[0]}{more})"


def _read_file(file: Any, source_lang: str, lang: str) -> ExchangeCatalog:  # noqa: ANN401
    notices = _Notices()
    units = (element for element in file.iter() if local_name(element) in {"trans-unit", "unit"})
    person, date = _find_person(file)
    entries = tuple(entry for unit in units for entry in _read_unit(unit, person, notices))
    header = (("Last-Translator", person), ("PO-Revision-Date", date))
    packages = (text for kind, text in _read_notes(_first(file, "header", "notes")) if kind == _PACKAGE)
    return ExchangeCatalog(
        catalog=Catalog(header=tuple(item for item in header if item[1]), entries=entries),
        article=file.get("original", ""),
        sending=next(packages, ""),
        lang=file.get("target-language", "") or lang,
        source_lang=file.get("source-language", "") or source_lang,
        notices=tuple(notices.sentences()),
    )


def _find_person(file: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return the name and the date of the last phase of work, or the date of the file; empty if there is none."""
    phases = [element for element in file.iter() if local_name(element) == "phase"]
    last = phases[-1] if phases else file
    person = re.sub(r"[<>\r\n]+", " ", last.get("contact-name", "")).strip()
    return person, last.get("date", "") or file.get("date", "")


def _first(parent: Any, *names: str) -> Any:  # noqa: ANN401
    return next((child for child in parent if local_name(child) in names), None)


def _read_notes(parent: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return the notes in an element, with whom or what they are from."""
    if parent is None:
        return []
    notes = [child for child in parent if local_name(child) == "note"]
    return [
        (note.get("from") or note.get("category") or "", text)
        for note in notes
        if (text := "".join(note.itertext()).strip())
    ]


def _read_unit(unit: Any, person: str, notices: _Notices) -> Iterator[Entry]:  # noqa: ANN401
    """Yield the entry of a unit, or nothing for one without a source."""
    if local_name(unit) == "unit":
        parts = [child for child in unit if local_name(child) in {"segment", "ignorable"}]
        notes, context = _read_notes(_first(unit, "notes")), unit.get("name")
    else:
        parts, notes, context = [unit], _read_notes(unit), unit.get("resname")
    sources = [_first(part, "source") for part in parts]
    if not parts or any(source is None for source in sources):
        notices.add("a unit without a source was left out", unit.sourceline)
        return
    targets = _in_order(parts)
    target, codes = _join(element for element in targets if element is not None)
    target, source = _unwrap(target), _unwrap(_join(sources)[0])
    segments = [part for part in parts if local_name(part) != "ignorable"]
    missing = [part for part in segments if not _has_text(_first(part, "target"))] + _untranslated_marks(unit)
    if len(segments) > 1:
        notices.add("a text that was divided into segments was joined", unit.sourceline)
    if missing and target.strip():
        notices.add("a text with segments that are not translated was taken as a draft", unit.sourceline)
    for code in codes:
        notices.add(f"{code}, which was not sent, was left out", unit.sourceline)
    states = _find_states(unit, segments)
    is_draft = bool(missing) or bool(states & _DRAFTS) or (unit.get("approved") == "no" and not states)
    entry = Entry(
        source=source,
        target=target if target.strip() else "",
        fuzzy=bool(target.strip()) and is_draft,
        context=context,
        remarks=tuple(text for kind, text in notes if kind not in _OWN_NOTES),
        line=unit.sourceline or 0,
    )
    if entry.is_translated and states and states <= _REVIEWED:
        reviewer = next((text for kind, text in notes if kind == _REVIEWER), person or "XLIFF")
        entry = mark_reviewed(entry, reviewer)
    yield entry


def _unwrap(text: str) -> str:
    """Return a text without the line breaks and indentation of programs that print XML prettily: those beside a
    placeholder, which is an element, stand for nothing, and others for a space.
    """
    printed = _INDENTED.fullmatch(text)
    if printed is None:
        return text
    line = rf"(?<![ \t])[ \t]*+\n{printed['indent']}"
    return _BREAK.sub(" ", re.sub(rf"(?<=\}}){line}|{line}(?=\{{\w++\}})", "", printed["text"].rstrip()))


def _has_text(element: Any) -> bool:  # noqa: ANN401
    return element is not None and bool(_join([element])[0].strip())


def _untranslated_marks(unit: Any) -> list[Any]:  # noqa: ANN401
    """Return the segments that a program marked within a text of XLIFF 1.2 and that have no translation."""
    source, target = _first(unit, "seg-source"), _first(unit, "target")
    if source is None or target is None:
        return []
    made = _marks(target)
    done = {mark.get("mid") for mark in made if _has_text(mark)}
    return [mark for mark in _marks(source) if made and _has_text(mark) and mark.get("mid") not in done]


def _marks(element: Any) -> list[Any]:  # noqa: ANN401
    return [child for child in element.iter() if local_name(child) == "mrk" and child.get("mtype") == "seg"]


def _in_order(parts: Sequence[Any]) -> list[Any]:
    """Return the targets of parts, in the order that they say; white space between segments stays where it is empty."""
    placed = []
    for number, part in enumerate(parts, 1):
        target = _first(part, "target")
        if target is None and local_name(part) == "ignorable":
            target = _first(part, "source")
        order = target.get("order", "") if target is not None else ""
        placed.append((int(order) if order.isdecimal() else number, number, target))
    return [target for _, _, target in sorted(placed, key=lambda item: item[:2])]


def _join(elements: Iterable[Any]) -> tuple[str, list[str]]:
    """Return the text of elements, one after the other, and the codes in them that are none of ours."""
    found = [read_text(element) for element in elements]
    return "".join(item.text for item in found), [code for item in found for code in item.codes]


def _find_states(unit: Any, segments: Sequence[Any]) -> set[str]:  # noqa: ANN401
    """Return all that a unit says about the state of its translation, Trados' and memoQ's words included."""
    elements = [unit, *segments, *(target for part in segments if (target := _first(part, "target")) is not None)]
    states = {element.get(name) for element in elements for name in _STATE_ATTRIBUTES}
    confirmed = (element.get("conf") for element in unit.iter() if local_name(element) == "seg")
    return {state for state in (*states, *confirmed) if state}
