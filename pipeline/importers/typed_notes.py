"""Turn typed, linked and inline notes in Markdown into `[^label]` and definitions; all else stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.article.code_spans import find_code_spans
from pipeline.importers import ImportedArticle, Removed, RemovedKind, note_pairs
from pipeline.importers.note_markers import follows_unit, match_definitions
from pipeline.languages.letters import needs_no_space

_BLANK = re.compile(r"[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)")
_DEFINED = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]{1,200})\]:")
_REFERRED = re.compile(r"\[\^(?P<label>[^\]\s]{1,200})\](?!:)")
_DEFINED_LINE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,200})\]:", re.MULTILINE)
_AGAIN = re.compile(
    r"\[\^(?P<label>[^\]\s]{1,200})\](?!:)"
    r"|(?:(?<=[^\W\d_]{2})(?<![A-ZА-ЯԱ-Ֆ])|(?<=[.,;:!?…։»”)]))<sup>(?P<number>\d{1,3})</sup>(?![\w(<])"
)
_GLUED = re.compile(r"(?<=[.!?։:…»”\"’)])(?P<mark>(?:\[\^[^\]\s]{1,200}\])+)(?=[^\W\d_]|[«“„])")
_SPLIT_LINK = re.compile(
    r"(?<!!)\[(?P<one>[^\[\]]*)\]\((?P<to>[^()\s]*)\)(?P<marks>(?:\[\^[^\]\s]{1,200}\])+)\[(?P<two>[^\[\]]+)\]\((?P=to)\)"
)
_BEFORE_LINK = re.compile(r"\[\^(?P<label>[^\]\s]{1,200})\](?=\[(?!\^)[^\[\]]*\]\()")
"""A reference right before a link, which together read as a link whose address has a name."""

_SIGNS = r"(?P<mark>(?:\\\*){1,4}|[†‡§]{1,3})"
_MARKED_NOTE = re.compile(rf"^(?P<kept> {{0,3}}\[\^(?P<label>[^\]\s]{{1,200}})\]:\s){_SIGNS}\s*", re.MULTILINE)
_MARKED_REFERENCE = re.compile(
    rf"(?:<sup>)?(?P<kept>\[\^(?P<label>[^\]\s]{{1,200}})\])(?:<sup>)?{_SIGNS}(?:</sup>)?(?![\w*†‡§\\])"
)
_LINK_DEFINED = re.compile(
    r" {0,3}\[(?:(?P<number>\d{1,3})|[^\[\]\^\n][^\[\]\n]{0,200})\]:[ \t]*"
    r"(?:<[^<>\n]+>|(?P<web>https?://\S+)|\S*[/#]\S*|\S+\.[A-Za-z]{2,5})"
    r"(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*"
)
"""A line that defines a link in Markdown. A number before a web address alone is how people type notes."""
_ANCHOR = r"<a (?:name|id)=[\"'][^\"'<>]*[\"']\s*>\s*</a>"
_Block = tuple[str, str, bool]
"""A block of Markdown, the blank lines after it, and True if it may be or hold a typed note."""

_STRAY_ANCHOR = re.compile(rf"{_ANCHOR}(?=\[\^)|(?<=\]){_ANCHOR}")


def normalize_notes(body: str) -> ImportedArticle:
    """Return Markdown, whose line ends are LF, with its typed, linked and inline notes as footnotes."""
    body, inline = _extract_inline_notes(body)
    parts = list(_split_blocks(body))
    given = frozenset(found["label"].casefold() for text, _, _ in parts for found in _DEFINED.finditer(text))
    blocks = [text if is_open else None for text, _, is_open in parts]
    paired = note_pairs.pair_notes(blocks, given | frozenset(label for label, _ in inline))
    notes = {note.block: note for note in paired.notes}
    later = {index for note in paired.notes for index in note.more}
    made = ""
    for index, (before, after, _) in enumerate(parts):
        text = before if paired.blocks[index] is None else str(paired.blocks[index])
        if index in notes:
            text = note_pairs.write_definition(notes[index].label, [_without_break(notes[index].text)])
        elif index + 1 in notes:
            text = _without_break(text)
        elif index in later:
            text = "\n".join(f"    {line}" if line.strip() else line for line in text.split("\n"))
        if index not in paired.headings:
            is_aside = index in notes or index in later
            made += text + ("\n\n" if is_aside and after == "\n" and index + 1 < len(parts) else after)
    made, spaced = _add_spaces(note_pairs.write_references(_STRAY_ANCHOR.sub("", made) if notes else made))
    if inline:
        made = made.rstrip("\n") + "\n\n" + "\n\n".join(note_pairs.write_definition(*note) for note in inline) + "\n"
    return ImportedArticle(
        body=made,
        removed=tuple(
            Removed(what=RemovedKind.NOTES_HEADING, text=parts[index][0].lstrip("# ")) for index in paired.headings
        ),
        dangling=paired.dangling,
        spaced=(*paired.spaced, *spaced),
        remarks=tuple(note_pairs.pairing_remarks(paired)),
    )


def refer_again(article: ImportedArticle) -> ImportedArticle:
    """Turn raised numbers after words into second references to the notes with these numbers, as people type them in
    word processors; a remark says so. Powers of units and of letters in formulas stay.
    """
    labels = set(_DEFINED_LINE.findall(article.body))
    seen: set[str] = set()
    again: list[str] = []

    def refer(found: re.Match[str]) -> str:
        if found["label"]:
            seen.add(found["label"])
            return found[0]
        number = found["number"]
        if number not in labels or number not in seen or follows_unit(article.body, found.start()):
            return found[0]
        again.append(number)
        return f"[^{number}]"

    body = _AGAIN.sub(refer, article.body)
    again_marks = {f"<sup>{number}</sup>" for number in again}
    dangling = tuple(mark for mark in article.dangling if mark not in again_marks)
    remark = f"raised numbers are second references to notes now: {', '.join(again)}"
    return replace(article, body=body, dangling=dangling, remarks=(*article.remarks, *([remark] if again else ())))


def drop_doubled_marks(article: ImportedArticle) -> ImportedArticle:
    """Take the marks away that stand both behind a reference and at the head of its note, as programs leave them that
    number notes which had a sign of their own.
    """
    heads = {found["label"]: found["mark"] for found in _MARKED_NOTE.finditer(article.body)}
    doubled = {
        found["label"]
        for found in _MARKED_REFERENCE.finditer(article.body)
        if heads.get(found["label"]) == found["mark"]
    }

    def drop(found: re.Match[str]) -> str:
        return found["kept"] if found["label"] in doubled and heads[found["label"]] == found["mark"] else found[0]

    body = _MARKED_NOTE.sub(drop, _MARKED_REFERENCE.sub(drop, article.body)) if doubled else article.body
    return replace(article, body=body)


def _without_break(text: str) -> str:
    """Return a line without the hard break at its end, as notes that were lines of one paragraph have it."""
    return text[:-1] if text.endswith("\\") and not text.endswith("\\\\") else text


def _split_blocks(body: str) -> Iterator[_Block]:
    """Split a text into blocks, which joined are the text; code and footnotes are not open."""
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
        starts = not row or not row[-1].strip()
        starts = starts or (not blank and bool(found or _DEFINED.match(line) or [*match_definitions(line)]))
        if not blank and starts and row:
            yield _make_block(row, is_note)
            row = []
        if not blank and not row:
            is_note = bool(_DEFINED.match(line)) or (is_note and bool(_INDENTED.match(line)))
        fence = found[1][:3] if found else ""
        row.append(line)
    if row:
        yield _make_block(row, is_note)


def _make_block(row: list[str], is_note: bool) -> _Block:  # noqa: FBT001
    whole = "".join(row)
    text = whole.rstrip()
    is_code = bool(_FENCE.match(text) or _INDENTED.match(text))
    return text, whole[len(text) :], bool(text) and not (is_note or is_code or _defines_links(text))


def _defines_links(text: str) -> bool:
    found = [_LINK_DEFINED.fullmatch(line) for line in text.split("\n")]
    return all(line and not (line["number"] and line["web"] and not line["title"]) for line in found)


def _add_spaces(body: str) -> tuple[str, list[str]]:
    """Put a space after every footnote reference to which the next sentence or a link is glued; return the labels too.
    One amid the words of a link goes behind them.
    """
    labels: list[str] = []

    def separate(found: re.Match[str]) -> str:
        if needs_no_space(body[max(0, found.start() - 1) : found.start()], body[found.end()]):
            return found[0]
        labels.append(_REFERRED.findall(found["mark"])[-1])
        return found["mark"] + " "

    def part(found: re.Match[str]) -> str:
        labels.append(found["label"])
        return found[0] + " "

    joined = _SPLIT_LINK.sub(r"[\g<one>\g<two>](\g<to>)\g<marks>", body)
    return _BEFORE_LINK.sub(part, _GLUED.sub(separate, joined)), labels


def _extract_inline_notes(body: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return the text with `^[…]` as references, and the labels and paragraphs of those notes."""
    if "^[" not in body:
        return body, []
    given = {found["label"] for pattern in (_REFERRED, _DEFINED) for found in pattern.finditer(body)}
    code = {at for span in find_code_spans(body) for at in range(*span)}
    notes: list[tuple[str, list[str]]] = []
    made, at, number = "", 0, 0
    closings = _find_closings(body)
    for found in re.finditer(r"\^\[", body):
        end = closings.get(found.end(), 0)
        if found.start() < at or not end or found.start() in code:
            continue
        number += 1
        while str(number) in given:
            number += 1
        notes.append((str(number), [" ".join(body[found.end() : end].split())]))
        made += body[at : found.start()] + f"[^{number}]"
        at = end + 1
    return made + body[at:], notes


def _find_closings(body: str) -> dict[int, int]:
    """Return the place where each bracket closes, by the place after it; within one paragraph only."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for token in re.finditer(r"\\.|\[|\]|\n[ \t]*\n", body, re.DOTALL):
        if token[0] == "[":
            open_at.append(token.end())
        elif token[0] == "]" and open_at:
            found[open_at.pop()] = token.start()
        elif token[0].startswith("\n"):
            open_at.clear()
    return found
