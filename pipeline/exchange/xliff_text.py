"""The text of a unit in XLIFF: placeholders as elements that a translator's program locks, and back.

A `{fn1}` is `<x id="fn1"/>` in XLIFF 1.2 and `<ph id="fn1"/>` in 2.0. Programs return them as they are, as text, or
with codes of their own around words, which are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.article.placeholders import TOKEN
from pipeline.xml import INVALID_CHARACTER

# What stands between words without being text: codes that are empty, or that hold a native code.
_CODES = frozenset({"x", "ph", "bx", "ex", "bpt", "ept", "it", "sc", "ec", "sm", "em"})
_CHARACTER = re.compile(r"cp([0-9a-f]{4})(?:-\d+)?")
_WRITTEN_OUT = re.compile(r"<(?:x|ph)\b[^<>]*?\bid=[\"'](\w+)[\"'][^<>]*/>")
"""An element as text: some programs return the codes so."""
_PARTS = re.compile(rf"{TOKEN.pattern}|({INVALID_CHARACTER.pattern})")


def local_name(element: Any) -> str:  # noqa: ANN401  lxml has no types
    """Return the name of an element without its namespace; an empty string for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Any) -> str:  # noqa: ANN401
    """Return the namespace of an element, or an empty string."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[0] == "{" else ""


def append_text(element: Any, text: str, *, is_newer: bool) -> None:  # noqa: ANN401
    """Fill an element with a text: placeholders, and characters that XML cannot hold, become elements.

    `is_newer` chooses the elements of XLIFF 2.0. Within a text an identifier stands once, as 2.0 wants it; a
    placeholder that is repeated stays text.
    """
    used: set[str] = set()
    last = None
    at = 0
    for found in _PARTS.finditer(text):
        name, character = found.groups()
        if name in used:
            continue
        last = _append(element, last, text[at : found.start()])
        at = found.end()
        last = _code_element(element, name, character, len(used), is_newer=is_newer)
        used.add(name or f"cp{len(used)}")
    _append(element, last, text[at:])


def _append(element: Any, last: Any, text: str) -> Any:  # noqa: ANN401
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
    return last


def _code_element(parent: Any, name: str | None, character: str | None, number: int, *, is_newer: bool) -> Any:  # noqa: ANN401
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    prefix = parent.tag.rpartition("}")[0] + "}"
    if character is not None:
        code = f"{ord(character):04x}"
        if is_newer:
            return etree.SubElement(parent, f"{prefix}cp", hex=code)
        return etree.SubElement(parent, f"{prefix}x", id=f"cp{code}-{number}", ctype="x-character")
    kind = str(name).rstrip("0123456789")
    if is_newer:
        values = {
            "id": name,
            "equiv": f"{{{name}}}",
            "disp": f"{{{name}}}",
            "type": "other",
            "subType": f"targman:{kind}",
        }
        return etree.SubElement(parent, f"{prefix}ph", values)
    return etree.SubElement(parent, f"{prefix}x", {"id": name, "ctype": f"x-{kind}", "equiv-text": f"{{{name}}}"})


@dataclass(slots=True)
class ReadText:
    """The text of an element, and the codes in it that are none of ours."""

    text: str
    codes: list[str] = field(default_factory=list)


def read_text(element: Any) -> ReadText:  # noqa: ANN401
    """Return the text of an element of either version; elements around words are left out, the words stay."""
    codes: list[str] = []
    text = "".join(_parts(element, codes))
    return ReadText(text=_WRITTEN_OUT.sub(_token, text), codes=codes)


def _token(written: re.Match[str]) -> str:
    """Return the placeholder for an element that is written out, or what is written if it is another one."""
    return token if TOKEN.fullmatch(token := f"{{{written[1]}}}") else written[0]


def _parts(element: Any, codes: list[str]) -> Iterator[str]:  # noqa: ANN401
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "cp":
            yield _read_character(child.get("hex", ""))
        elif name in _CODES:
            yield _read_code(child, codes)
        elif name and name != "sub":
            yield from _parts(child, codes)
        yield child.tail or ""


def _read_character(code: str) -> str:
    """Return the character of a hexadecimal code; an empty string if there is none."""
    return chr(int(code, 16)) if re.fullmatch(r"(?:0*10|0*[0-9a-f])?[0-9a-f]{1,4}", code, re.IGNORECASE) else ""


def _read_code(element: Any, codes: list[str]) -> str:  # noqa: ANN401
    identifier = element.get("id", "")
    if found := _CHARACTER.fullmatch(identifier):
        return chr(int(found[1], 16))
    native = "".join(element.itertext()).strip()
    for said in (f"{{{identifier}}}", element.get("equiv-text"), element.get("equiv"), element.get("disp"), native):
        if said and TOKEN.fullmatch(said):
            return said
    codes.append(f'<{local_name(element)} id="{identifier}">')
    return ""
