"""Read the words of a Word document once more, by themselves, so that none of them can be lost unnoticed."""

from collections.abc import Iterator

from pipeline.importers.word.ooxml import MC, Element, W

_UNSHOWN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"})
_SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})


def paragraph_texts(root: Element) -> Iterator[str]:
    """Yield the text of each paragraph, also of those in boxes, but nothing twice and nothing deleted."""
    lines: list[str] = []
    begun = ""

    def walk(element: Element, line: list[str]) -> None:
        nonlocal begun
        for child in element:
            tag = child.tag
            if tag in _UNSHOWN or (tag == f"{MC}Fallback" and _has_choice(child)):
                continue
            if tag == f"{W}p":
                own = [begun] if begun else []
                begun = ""
                walk(child, own)
                if child.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is not None:
                    begun = "".join(own).strip()
                elif any(child.find(f"{W}pPr/{W}rPr/{W}{mark}") is not None for mark in ("del", "moveFrom")):
                    begun = "".join(own)  # its end is deleted
                else:
                    lines.append("".join(own))
            elif tag == f"{W}t":
                line.append(child.text or "")
            elif tag in _SPACES:
                line.append(" ")
            elif tag == f"{W}noBreakHyphen":
                line.append("-")
            else:
                walk(child, line)

    walk(root, [])
    yield from filter(str.strip, [*lines, begun])


def _has_choice(fallback: Element) -> bool:
    """Tell whether a newer form of the same thing has text."""
    return any(next(form.iter(f"{W}t"), None) is not None for form in fallback.getparent().findall(f"{MC}Choice"))
