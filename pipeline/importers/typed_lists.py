"""Make lists of paragraphs that begin with a typed bullet, number or letter, and breaks of rows of signs."""

import re
from typing import Any

from pipeline.importers.list_labels import CYRILLIC, CYRILLIC_ITEM, alphabets, item_labels
from pipeline.importers.pandoc_inlines import LISTS, Node, Nodes, plain_text, trim_inlines

_TEXT = frozenset({"Para", "Plain"})
_BREAK: Node = {"t": "HorizontalRule"}
_BULLET = re.compile(r"[•·▪◦‣●○■□◆➢➤✓✔✦❖-]")
_DASH = re.compile(r"[–—-]")
_NUMBER = re.compile(r"(?P<number>\d{1,3})(?P<stop>[.)])")
_LETTER = re.compile(r"\(?(?P<letter>[^\W\d_])\)|(?P<dotted>[^\W\d_])\.")
_RULE = re.compile("(?:[*_=~–—-]\\s*){3,}|⁂|\ufdd0rule\ufdd1")
_ANNOUNCES = re.compile(r"[:՝․]\s*$")


def join_items(blocks: Nodes) -> Nodes:
    """Return the blocks with rows of typed items as lists, and rows of signs alone as breaks."""
    blocks = [_BREAK if _is_break(block) else block for block in blocks]
    made: Nodes = []
    at = 0
    while at < len(blocks):
        kind, length = _measure_row(blocks, at)
        if not length:
            made.append(blocks[at])
            at += 1
            continue
        row = blocks[at : at + length]
        made.append(_make_list(kind, row))
        at += length
    return made


def split_paragraphs(blocks: Nodes) -> Nodes:
    """Return the blocks with paragraphs of their own for what stands after two line breaks in a row."""
    made: Nodes = []
    for block in blocks:
        content = block.get("c") if block["t"] in _TEXT else None
        rows: list[Nodes] = [[]]
        for node in content or ():
            if node["t"] == "LineBreak" and rows[-1] and rows[-1][-1]["t"] == "LineBreak":
                rows.append([])
            else:
                rows[-1].append(node)
        parts = [part for part in map(trim_inlines, rows) if part]
        made += [{"t": "Para", "c": part} for part in parts] if len(parts) > 1 else [block]
    return made


def _is_break(block: Node) -> bool:
    """Tell whether a paragraph only parts scenes."""
    return block["t"] == "Para" and bool(_RULE.fullmatch(plain_text(block).strip()))


def _measure_row(blocks: Nodes, at: int) -> tuple[str, int]:
    """Return the kind of the row of items that begins at a block, and its length; 0 for none."""
    first = _mark(blocks[at])
    if _BULLET.fullmatch(first) and not _DASH.fullmatch(first):
        return "bullet", _count(blocks, at, lambda mark, _: mark == first)
    announced = at > 0 and bool(_ANNOUNCES.search(plain_text(blocks[at - 1])))
    if _DASH.fullmatch(first):
        # Dashes also begin the lines of a dialogue; so they are items only below a colon, or if all begin small.
        length = _count(blocks, at, lambda mark, _: mark == first)
        small = all(plain_text(block)[1:].lstrip()[:1].islower() for block in blocks[at : at + length])
        return "bullet", length if length > 1 and (announced or small) else 0
    if number := _NUMBER.fullmatch(first):
        start = int(number["number"])
        length = _count(blocks, at, lambda mark, index: mark == f"{start + index}{number['stop']}")
        return "number", length if length > 1 else 0
    if _LETTER.fullmatch(first):
        length = _count_letters(blocks, at, first)
        return "letter", length if length > 1 else 0
    return "", 0


def _count(blocks: Nodes, at: int, fits: Any) -> int:  # noqa: ANN401
    index = 0
    while at + index < len(blocks) and fits(_mark(blocks[at + index]), index):
        index += 1
    return index


def _count_letters(blocks: Nodes, at: int, first: str) -> int:
    """Return the number of items that follow each other in the alphabet of some language, from its first letter on."""
    found = _LETTER.fullmatch(first)
    letter = (found["letter"] or found["dotted"]) if found else ""
    best = 0
    for row in alphabets():
        if letter.lower() == row[0]:
            shape = first.replace(letter, "{}")
            letters = row if letter.islower() else row.upper()
            best = max(
                best,
                _count(
                    blocks,
                    at,
                    lambda mark, index, row=letters, shape=shape: index < len(row) and mark == shape.format(row[index]),
                ),
            )
    return best


def _mark(block: Node) -> str:
    """Return the first word of a paragraph, if more follows."""
    if block["t"] != "Para" or len(block["c"]) < 3 or block["c"][0]["t"] != "Str":  # noqa: PLR2004
        return ""
    return str(block["c"][0]["c"]) if block["c"][1]["t"] == "Space" else ""


def _make_list(kind: str, row: Nodes) -> Node:
    items = [[{"t": "Plain", "c": [*_label(block, kind), *trim_inlines(block["c"][1:])]}] for block in row]
    if kind != "number":
        return {"t": "BulletList", "c": items}
    found = _NUMBER.fullmatch(_mark(row[0]))
    start = int(found["number"]) if found else 1
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], items]}


def _label(block: Node, kind: str) -> Nodes:
    """Return the letter of an item and a space; nothing for other items."""
    return [_raw_label(block["c"][0]["c"]), {"t": "Space"}] if kind == "letter" else []


def tighten(blocks: Nodes) -> Nodes:
    """Return the blocks with their lists as Markdown can have them: items of one paragraph without blank lines between
    them, rows of bullets as one list, letters and Roman numerals before the words.
    """
    made: Nodes = []
    for block in map(_tighten, blocks):
        if made and block["t"] == made[-1]["t"] == "BulletList":
            made[-1] = {"t": "BulletList", "c": [*made[-1]["c"], *block["c"]]}
        else:
            made.append(block)
    return made


def _tighten(block: Node) -> Node:
    if block["t"] == "BlockQuote":
        return {"t": "BlockQuote", "c": tighten(block["c"])}
    if block["t"] not in LISTS:
        return block
    items = block["c"][1] if block["t"] == "OrderedList" else block["c"]
    made = [tighten(item) for item in items]
    labelled = _label_items(block["c"][0], made) if block["t"] == "OrderedList" else []
    made = labelled or made
    is_tight = all(
        each["t"] in LISTS or (each["t"] in _TEXT and not at) for item in made for at, each in enumerate(item)
    )
    kind = "Plain" if is_tight else "Para"
    made = [[{"t": kind, "c": each["c"]} if each["t"] in _TEXT else each for each in item] for item in made]
    if block["t"] == "BulletList" or labelled:
        return {"t": "BulletList", "c": made}
    return {"t": "OrderedList", "c": [block["c"][0], made]}


def _label_items(attributes: list[Any], items: list[Nodes]) -> list[Nodes]:
    """Return items with their letters or Roman numerals before their text, since Markdown numbers with digits alone,
    and a text refers to them; nothing for other lists.
    """
    start, style, delimiter = attributes[0], attributes[1]["t"], attributes[2]["t"]
    marks = [CYRILLIC_ITEM.match(plain_text(item[:1])) for item in items]
    letters = [CYRILLIC] if all(marks) else []
    made = []
    for item, label in zip(items, item_labels(start, style, delimiter, len(items), *letters), strict=False):
        first, *rest = item
        words = first["c"] if first["t"] in _TEXT else []
        if words and words[0]["t"] == "Str":
            words = [{"t": "Str", "c": CYRILLIC_ITEM.sub("", words[0]["c"])}, *words[1:]]
        labelled = [_raw_label(label), *([{"t": "Space"}] if words else []), *words]
        made.append([{"t": "Para", "c": labelled}, *(rest if first["t"] in _TEXT else item)])
    return made


def _raw_label(label: str) -> Node:
    """Return the label of an item as it is: pandoc would put backslashes into it, for lists that Markdown has not."""
    return {"t": "RawInline", "c": ["html", label]}
