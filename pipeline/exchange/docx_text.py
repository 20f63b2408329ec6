"""The text of a Word table's cells, as people leave them: with tracked changes accepted, each text box once.

What a text cannot hold is told: words that are struck out, hidden text, bold type, symbols of a font.
"""

from collections.abc import Iterator
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {f"{_WORD}del", f"{_WORD}moveFrom"}
"""The tracked changes that take text away."""

STRUCK = "has words that are struck out, which were left out; the translations there were taken as drafts"
HIDDEN = "has hidden text, which was left out"
SYMBOLS = "has symbols of a font, which are no characters, so that the translations there were taken as drafts"
TYPE = (
    "has bold, italic or raised type, which was left out; mark it as the source does: **bold**, *italic*, <sup>2</sup>"
)
DRAFTS = {STRUCK, SYMBOLS}
"""The losses after which a translation has to be looked at."""

_COPIES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_WORD}tab": " ", f"{_WORD}br": " ", f"{_WORD}cr": " ", f"{_WORD}noBreakHyphen": "\u2011"}
_OFF = {"0", "false", "off", "none", "baseline"}
_LOOKS = {"b": "*", "i": "*", "vertAlign": "<su"}
"""The properties of type that Markdown has, with what stands in a text that is marked in it."""

_STYLES = {"Strong", "Emphasis"}
_SYMBOL = f"{_WORD}sym"


def read_lines(cell: Any) -> list[str]:  # noqa: ANN401  lxml has no types
    """Return the texts of the paragraphs in a cell."""
    return [read_paragraph(paragraph) for paragraph in cell.iter(f"{_WORD}p") if not _is_copy(paragraph)]


def read_cell(cell: Any) -> str:  # noqa: ANN401
    """Return the text of a cell on one line."""
    return " ".join(filter(None, read_lines(cell)))


def read_paragraph(paragraph: Any) -> str:  # noqa: ANN401
    """Return the text of a paragraph; hard spaces and the like stay."""
    return "".join(map(read_run, _runs(paragraph))).strip(" ")


def read_run(run: Any) -> str:  # noqa: ANN401
    """Return the text of a run."""
    return "".join(_read_part(child) for child in run)


def _read_part(part: Any) -> str:  # noqa: ANN401
    if part.tag == f"{_WORD}t":
        return part.text or ""
    return _read_symbol(part) if part.tag == _SYMBOL else _SIGNS.get(part.tag, "")


def _read_symbol(part: Any) -> str:  # noqa: ANN401
    """Return the character that Word has as a symbol of a font; nothing if it is one in that font alone."""
    try:
        sign = chr(int(part.get(f"{_WORD}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return sign if sign.isprintable() else ""


def _runs(paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the runs of a paragraph that are there, without those of text boxes in it, which are paragraphs too."""
    for run in paragraph.iter(f"{_WORD}r"):
        if run.getparent().tag not in GONE and next(run.iterancestors(f"{_WORD}p"), None) is paragraph:
            yield run


def _is_copy(paragraph: Any) -> bool:  # noqa: ANN401
    """Tell whether a paragraph is there again for old programs, which cannot show its text box."""
    return next(paragraph.iterancestors(_COPIES), None) is not None


def take_losses(cell: Any) -> set[str]:  # noqa: ANN401
    """Take the words out of a cell that are struck out or hidden; return sentences about what its text lacks."""
    found: set[str] = set()
    looks: set[tuple[bool, ...]] = set()
    for run in [run for paragraph in cell.iter(f"{_WORD}p") for run in _runs(paragraph)]:
        losses = {STRUCK} if _has(run, "strike") or _has(run, "dstrike") else {HIDDEN} if _has(run, "vanish") else set()
        if losses and read_run(run).strip():
            found |= losses
            run.getparent().remove(run)
            continue
        found |= {SYMBOLS} if any(part.tag == _SYMBOL and not _read_symbol(part) for part in run) else set()
        looks |= {_look(run)} if read_run(run).strip() else set()
    text = read_cell(cell)
    kinds = enumerate(_LOOKS.values())
    is_lost = any(len({look[at] for look in looks}) > 1 and mark not in text for at, mark in kinds)
    return found | ({TYPE} if is_lost else set())


def _look(run: Any) -> tuple[bool, ...]:  # noqa: ANN401
    style = run.find(f"{_WORD}rPr/{_WORD}rStyle")
    is_styled = style is not None and style.get(f"{_WORD}val") in _STYLES
    return tuple(_has(run, name) or (is_styled and mark == "*") for name, mark in _LOOKS.items())


def _has(run: Any, name: str) -> bool:  # noqa: ANN401
    """Tell whether a run has a property, switched on."""
    found = run.find(f"{_WORD}rPr/{_WORD}{name}")
    return found is not None and found.get(f"{_WORD}val") not in _OFF
