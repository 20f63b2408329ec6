"""Notes in Markdown that other programs made or people typed → `[^label]` and definitions; all else stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.importers import Removed, pairing
from pipeline.importers.labels import definition

_BLANK = re.compile(r"[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)")
_DEFINED = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]+)\]:")
_REFERRED = re.compile(r"\[\^(?P<label>[^\]\s]+)\](?!:)")
_GLUED = re.compile(r"(?<=[.!?։:…»”\"’)])(?P<mark>(?:\[\^[^\]\s]+\])+)(?=[^\W\d_]|[«“„])")
_ITEM = re.compile(r" {0,3}(?:[*+-]|\d{1,9}[.)])\s")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_STRAY_ANCHOR = re.compile(r"<a (?:name|id)=[\"'][^\"'<>]*[\"']\s*>\s*</a>(?=\[\^)|(?<=\])<a (?:name|id)=[\"'][^\"'<>]*[\"']>\s*</a>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """Markdown whose notes are footnotes, and what an editor should know about them."""

    body: str
    removed: tuple[Removed, ...] = ()
    dangling: tuple[str, ...] = ()
    spaced: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A stretch of Markdown that is one block as far as notes are concerned, and the lines that separate it."""

    text: str
    after: str
    is_open: bool


def normalised(body: str) -> Normalised:
    """The Markdown with its typed, linked and inline notes as footnotes. Line ends have to be LF."""
    body, inline = _without_inline_notes(body)
    parts = list(_parts(body))
    given = frozenset(found["label"].casefold() for part in parts for found in _DEFINED.finditer(part.text))
    blocks = [part.text if part.is_open else None for part in parts]
    paired = pairing.pair(blocks, given | frozenset(label for label, _ in inline))
    notes = {note.block: note for note in paired.notes}
    later = {index for note in paired.notes for index in note.more}
    made = ""
    for index, part in enumerate(parts):
        text = part.text if paired.blocks[index] is None else str(paired.blocks[index])
        if index in notes:
            text = pairing.definition_of(notes[index].label, [notes[index].text])
        elif index in later:
            text = "\n".join(f"    {line}" if line.strip() else line for line in text.split("\n"))
        if index not in paired.headings:
            is_aside = index in notes or index in later
            made += text + ("\n\n" if is_aside and part.after == "\n" else part.after)
    made, spaced = _spaced(pairing.written(_STRAY_ANCHOR.sub("", made) if notes else made))
    if inline:
        made = made.rstrip("\n") + "\n\n" + "\n\n".join(pairing.definition_of(*note) for note in inline) + "\n"
    return Normalised(
        body=made,
        removed=tuple(Removed(what="heading of the notes", text=parts[index].text) for index in paired.headings),
        dangling=paired.dangling,
        spaced=(*paired.spaced, *spaced),
        remarks=tuple(pairing.remarks(paired)),
    )


def _parts(body: str) -> Iterator[_Part]:
    """The text cut into blocks; joined, with what separates them, they are the text. Code and footnotes are not open."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", body)
    row: list[str] = []
    fence = ""
    is_note = False
    for line in lines:
        blank = _BLANK.fullmatch(line.rstrip("\n")) is not None
        found = _FENCE.match(line)
        if fence:
            row.append(line)
            fence = "" if found and found[1].startswith(fence) else fence
            continue
        starts = not row or not row[-1].strip() or (not blank and _starts_a_block(line))
        if not blank and starts and row:
            yield _part(row, is_note)
            row = []
        if not blank and not row:
            is_note = bool(_DEFINED.match(line)) or (is_note and bool(_INDENTED.match(line)))
        fence = found[1][:3] if found else ""
        row.append(line)
    if row:
        yield _part(row, is_note)


def _starts_a_block(line: str) -> bool:
    return bool(_DEFINED.match(line) or _FENCE.match(line)) or any(True for _ in definition(line))


def _part(row: list[str], is_note: bool) -> _Part:  # noqa: FBT001
    whole = "".join(row)
    text = whole.rstrip()
    is_code = bool(_FENCE.match(text) or _INDENTED.match(text))
    return _Part(text=text, after=whole[len(text) :], is_open=bool(text) and not is_note and not is_code)


def _spaced(body: str) -> tuple[str, list[str]]:
    """The text with a space after every footnote reference that the next sentence is glued to."""
    labels: list[str] = []

    def mend(found: re.Match[str]) -> str:
        labels.append(_REFERRED.findall(found["mark"])[-1])
        return found["mark"] + " "

    return _GLUED.sub(mend, body), labels


def _without_inline_notes(body: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """The text with `^[…]` as references, and those notes: their labels and paragraphs."""
    if "^[" not in body:
        return body, []
    given = {found["label"] for found in _REFERRED.finditer(body)} | {found["label"] for found in _DEFINED.finditer(body)}
    code = [found.span() for found in _CODE.finditer(body)]
    notes: list[tuple[str, list[str]]] = []
    made, at, number = "", 0, 0
    for found in re.finditer(r"\^\[", body):
        end = _closing(body, found.end())
        if found.start() < at or not end or any(first <= found.start() < last for first, last in code):
            continue
        number = next(count for count in range(number + 1, number + len(given) + 3) if str(count) not in given)
        notes.append((str(number), [" ".join(body[found.end() : end].split())]))
        made += body[at : found.start()] + f"[^{number}]"
        at = end + 1
    return made + body[at:], notes


_LONGEST_NOTE = 5_000


def _closing(body: str, start: int) -> int:
    """Where the bracket closes that opened before `start`; 0 where it does not within the paragraph."""
    depth, at = 1, start
    while at < min(len(body), start + _LONGEST_NOTE) and not body.startswith("\n\n", at):
        if body[at] == "\\":
            at += 1
        depth += {"[": 1, "]": -1}.get(body[at : at + 1], 0)
        if not depth:
            return at
        at += 1
    return 0
