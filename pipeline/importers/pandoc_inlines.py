"""Inline text of pandoc's tree: its words, its ends, and its line breaks."""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
Nodes = list[Node]

NO_ATTRIBUTES = ["", [], []]
SPACE: Node = {"t": "Space"}
LISTS = frozenset({"BulletList", "OrderedList"})
"""The names of pandoc's lists."""

_EMPHASIS = frozenset({"Emph", "Strong", "Strikeout", "Superscript", "Subscript"})


def trim_inlines(nodes: Nodes) -> Nodes:
    """Return inline text without spaces and line breaks at its ends."""
    start, end = 0, len(nodes)
    while start < end and _is_blank(nodes[start]):
        start += 1
    while end > start and _is_blank(nodes[end - 1]):
        end -= 1
    return nodes[start:end]


def unnest(kind: str, nodes: Nodes) -> Nodes:
    """Return inline text without emphasis of one kind, for a place within such emphasis: Markdown nests none."""
    made: Nodes = []
    for node in nodes:
        content: Any = node.get("c")
        if node["t"] == kind:
            made += unnest(kind, content)
        elif node["t"] in _EMPHASIS:
            made.append({"t": node["t"], "c": unnest(kind, content)})
        elif node["t"] == "Link":
            made.append({"t": "Link", "c": [content[0], unnest(kind, content[1]), content[2]]})
        else:
            made.append(node)
    return made


def put_on_one_line(nodes: Nodes, line_break: Node = SPACE) -> Nodes:
    """Return inline text with spaces, or something else, for line breaks, as in a heading or a cell."""
    made: Nodes = []
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in _EMPHASIS:
            made.append({"t": kind, "c": put_on_one_line(content, line_break)})
        elif kind in {"Link", "Image"}:
            made.append({"t": kind, "c": [content[0], put_on_one_line(content[1], line_break), content[2]]})
        elif (found := line_break if kind == "LineBreak" else node) != SPACE or made[-1:] != [SPACE]:
            made.append(found)
    return made


def _is_blank(node: Node) -> bool:
    return node["t"] in {"Space", "LineBreak", "SoftBreak"} or (node["t"] == "Str" and not node["c"].strip())


def plain_text(content: Any) -> str:  # noqa: ANN401
    """Return the words in a part of a tree, without notes."""
    if isinstance(content, list):
        return "".join(map(plain_text, content))
    if not isinstance(content, dict):
        return ""
    kind, inner = content["t"], content.get("c", "")
    if kind in {"Str", "Code", "Math", "CodeBlock"}:
        return inner if isinstance(inner, str) else str(inner[-1])
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind in {"Note", "RawInline", "RawBlock"}:
        return ""
    return plain_text(inner) + (" " if kind in {"Para", "Plain", "Header"} else "")


def find_lost_looks(content: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the words of a tree whose look has no Markdown: underlined ones, highlighted ones and those in small
    capitals. In links and headings it is that of all of them, and says nothing.
    """
    if isinstance(content, list):
        for each in content:
            yield from find_lost_looks(each)
    elif isinstance(content, dict) and content["t"] not in {"Link", "Header"}:
        inner: Any = content.get("c")
        is_marked = content["t"] == "Span" and "mark" in inner[0][1]
        if is_marked or content["t"] in {"Underline", "SmallCaps"}:
            yield plain_text(content)
        else:
            yield from find_lost_looks(inner)
