"""Write nodes as rich text: one line of HTML without block tags, for fields that hold no more."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from pipeline.publishing.document import Node, group_blocks
from pipeline.publishing.html import HtmlWriter, clean_html
from pipeline.publishing.sanitize import PHRASING_TAGS, strip_unsafe_html

_BLOCK_TAG = re.compile(
    r"</?(?:blockquote|caption|d[dlt]|div|fig\w+|h[1-6r]|li|ol|p|pre|table|tbody|tfoot|thead|tr|ul)\b[^>]*>"
)
_BREAKS = re.compile(r"\s*(?:<br>\s*)+")
_GAP = "<br><br>"


class RichTextWriter(HtmlWriter):
    """Writes nodes as rich text. A line end in the Markdown becomes a space, as WordPress would break the line."""

    literals: ClassVar[Mapping[str, str]] = {**HtmlWriter.literals, "SoftBreak": " ", "HardBreak": "<br>"}

    def render_line(self, nodes: Iterable[Node]) -> str:
        """Return inline nodes as safe HTML without blocks."""
        return self._one_line("".join(map(self.render_node, nodes)))

    def render_blocks(self, nodes: Sequence[Node]) -> str:
        """Return blocks one below the other. Only their looks are lost: list markers stay as characters."""
        return _GAP.join(self._blocks(nodes))

    def _blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node in group_blocks(nodes):
            match node.tag:
                case "BlockQuote":
                    yield from self._blocks(node.children)
                case "List":
                    yield from filter(None, ["<br>".join(self._items(node))])
                case "Table":
                    rows = (
                        " | ".join(self.render_line(cell.children) for cell in row.children) for row in node.children
                    )
                    yield "<br>".join(rows)
                case "Rule":
                    yield "* * *"
                case _:
                    yield from filter(None, [self._block(node)])

    def _block(self, node: Node) -> str:
        match node.tag:
            case "Heading":
                return f"<strong>{self.render_line(node.children)}</strong>"
            case "CodeBlock":
                text = "".join(child.value for child in node.children).rstrip("\n")
                indented = re.sub(r"(?m)^ +", lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces.group()), text)
                lines = (self._code(node._replace(value=line)) for line in indented.split("\n"))
                return self._one_line("<br>".join(lines))
            case "HtmlBlock":
                html = _BLOCK_TAG.sub("<br>", strip_unsafe_html("".join(child.value for child in node.children)))
                return _BREAKS.sub("<br>", self._one_line(html)).removeprefix("<br>").removesuffix("<br>")
            case _:
                return self.render_line(node.children)

    def _items(self, node: Node) -> Iterator[str]:
        for number, item in enumerate(node.children, start=node.value or 0):
            mark = "•" if node.value is None else f"{number}."
            text = "<br>".join(self._blocks(item.children))
            yield f"{mark} {text}"

    def _one_line(self, html: str) -> str:
        return " ".join(escape_shortcodes(clean_html(html, PHRASING_TAGS)).split("\n")).strip()

    def _tasklistmarker(self, node: Node) -> str:
        return "☑ " if node.value else "☐ "


def escape_shortcodes(html: str) -> str:
    """Return HTML with its square brackets as entities: WordPress would run what they hold as a shortcode."""
    return html.replace("[", "&#91;")
