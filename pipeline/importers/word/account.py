"""Read the words of a Word document once more, by themselves, so that none of them can be lost unnoticed."""

from collections.abc import Iterator

from pipeline.importers.word.ooxml import MC, Element, W, property_of

_UNSHOWN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"})
_SHOWN = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}rt": " ", f"{W}noBreakHyphen": "-"}


def paragraph_texts(root: Element) -> Iterator[str]:
    """Yield the text of each paragraph, also of those in boxes, but nothing twice and nothing deleted."""
    lines: list[str] = []
    begun = ""

    def walk(element: Element, line: list[str]) -> None:
        nonlocal begun
        # The reading of a word stands before it in the file, and behind it in the article.
        for child in reversed(element) if element.tag == f"{W}ruby" else element:
            tag = child.tag
            if tag in _UNSHOWN or (tag == f"{MC}Fallback" and _has_choice(child)):
                continue
            if tag == f"{W}p":
                own = [begun] if begun else []
                begun = ""
                walk(child, own)
                if _is_drop_cap(child):
                    begun = "".join(own).strip()
                elif _goes_on(child):
                    begun = "".join(own)  # its end is deleted
                else:
                    lines.append("".join(own))
            elif tag == f"{W}t":
                line.append(child.text or "")
            else:
                line.append(_SHOWN.get(tag, ""))
                walk(child, line)

    walk(root, [])
    yield from filter(str.strip, [*lines, begun])


def _is_drop_cap(paragraph: Element) -> bool:
    frame = property_of(paragraph, "framePr")
    return frame is not None and frame.get(f"{W}dropCap") is not None


def _goes_on(paragraph: Element) -> bool:
    """Tell whether the end of a paragraph is deleted."""
    end = property_of(paragraph, "rPr")
    return end is not None and any(end.find(f"{W}{mark}") is not None for mark in ("del", "moveFrom"))


def _has_choice(fallback: Element) -> bool:
    """Tell whether a newer form of the same thing has text."""
    return any(next(form.iter(f"{W}t"), None) is not None for form in fallback.getparent().findall(f"{MC}Choice"))
