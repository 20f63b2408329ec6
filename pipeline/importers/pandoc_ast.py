"""Read a document as pandoc's tree, make it plain, so that Markdown needs no tags and no text is lost, and write it."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import Removed, RemovedKind
from pipeline.importers.invisible import remove_invisible
from pipeline.importers.list_labels import CONTINUED
from pipeline.importers.pandoc_inlines import (
    NO_ATTRIBUTES,
    SPACE,
    Node,
    Nodes,
    plain_text,
    put_on_one_line,
    trim_inlines,
    unnest,
)
from pipeline.importers.pandoc_tables import TableGrid, flatten, table_node
from pipeline.importers.typed_lists import tighten
from pipeline.installation import install_command
from pipeline.pandoc import PandocError, PandocFailure, find_pandoc, run

BORDER = "\ue003"
"""A character between two raised texts that pandoc would join to one; no document has it."""
INLINE_HTML = "html-"
"""Begins the class of a span that stands for an inline tag, which stays as HTML."""
_CONTINUED = f"\ufdd0{CONTINUED}\ufdd1"
_DEEPEST_LIST = 12
_LONGEST_ADDRESS = 80  # letters of it in the report
UNSAFE = re.compile(r"(?:javascript|data|vbscript|blob|filesystem):", re.IGNORECASE)
_MARKDOWN = "gfm-tex_math_dollars-autolink_bare_uris-alerts"
_OLD_MARKDOWN = _MARKDOWN.removesuffix("-alerts")  # an extension that pandocs before 3.2 refuse
_SECONDS, _LONGEST_COMPLAINT = 60, 200


def require_pandoc() -> str:
    """Return the path of pandoc. Raises ArticleError if there is none."""
    try:
        return find_pandoc()
    except PandocError as error:
        raise _explain_failure(error) from error


def read_tree(data: bytes, form: str) -> dict[str, Any]:
    """Read a document as pandoc's syntax tree. Raises ArticleError if pandoc cannot read it within its bounds."""
    options = ["-f", form, "-t", "json"]
    if form == "docx":
        options.append("--track-changes=accept")
    try:
        tree = json.loads(remove_invisible(_run(options, data).decode()))
    except RecursionError as error:
        raise ArticleError("is nested too deeply: lists in lists, or tables in tables, hundreds deep.") from error
    return tree if isinstance(tree, dict) else {}


def write_markdown(tree: Mapping[str, Any]) -> str:
    """Write a syntax tree as Markdown, each paragraph on one line. Raises ArticleError."""
    options = ["-f", "json", "-t", _MARKDOWN, "--wrap=none", "--markdown-headings=atx"]
    data = json.dumps(dict(tree)).encode()
    try:
        return remove_invisible(_run(options, data).decode())
    except ArticleError:
        options[3] = _OLD_MARKDOWN
        return remove_invisible(_run(options, data).decode())


def _run(options: Sequence[str], data: bytes) -> bytes:
    try:
        return run(require_pandoc(), options, data, seconds=_SECONDS)
    except PandocError as error:
        raise _explain_failure(error) from error


def explain_missing(library: str) -> ArticleError:
    """Return the error for a document that needs a program or library that is not installed."""
    return ArticleError(
        f"cannot be read without {library}, which is not installed. Install it: {install_command('office')} "
        "(Markdown and pasted text are imported without it)."
    )


def _explain_failure(error: PandocError) -> ArticleError:
    """Return an error of pandoc as one of the document."""
    match error.failure:
        case PandocFailure.MISSING:
            return explain_missing("pandoc")
        case PandocFailure.BROKEN:
            message = f"cannot be read, as pandoc does not run: {error.message}. Run: {install_command('office')}"
        case PandocFailure.TIMEOUT:
            message = f"took pandoc more than {_SECONDS} seconds, which is too long. Split the document."
        case PandocFailure.MEMORY:
            message = "needs more memory than an article does. Split the document."
        case PandocFailure.REFUSED:
            message = f"cannot be read by pandoc: {error.message.splitlines()[0][:_LONGEST_COMPLAINT]}"
    return ArticleError(message)


@dataclass(slots=True, kw_only=True)
class TreeCleaner:
    """Make a tree plain, count its formulas, and collect what it loses: tables of contents, pictures, unsafe links.
    `picture` returns a picture's name in the article, or an empty string for one that cannot be had.
    """

    picture: Callable[[str], str]
    formulas: int = 0
    removed: list[Removed] = field(default_factory=list)

    def blocks(self, blocks: Sequence[Node], depth: int = 0) -> Nodes:
        """Return blocks made plain, each by the method `_block_…` of its kind; raw text is left out."""
        return [made for block in blocks for made in self._block(block, depth)]

    def _block(self, block: Node, depth: int) -> Iterator[Node]:
        make = getattr(self, f"_block_{block['t'].lower()}", None)
        if make is not None:
            yield from make(block.get("c"), depth)
        elif block["t"] in {"HorizontalRule", "CodeBlock"}:
            yield block

    def _block_para(self, content: Nodes, _depth: int) -> Iterator[Node]:
        targets = [node["c"][2][0] for node in content if node["t"] == "Link"]
        if targets and all(target.startswith("#_Toc") for target in targets):
            self.removed.append(Removed(what=RemovedKind.CONTENTS, text=plain_text(content)))
            return
        made = trim_inlines(self.inlines(content))
        if made:
            yield {"t": "Para", "c": made}

    def _block_plain(self, content: Nodes, _depth: int) -> Iterator[Node]:
        made = trim_inlines(self.inlines(content))
        if made:
            yield {"t": "Plain", "c": made}

    def _block_header(self, content: list[Any], _depth: int) -> Iterator[Node]:
        made = trim_inlines(put_on_one_line(self.inlines(content[2], in_heading=True)))
        if made:
            yield {"t": "Header", "c": [content[0], NO_ATTRIBUTES, made]}

    def _block_blockquote(self, content: Nodes, depth: int) -> Iterator[Node]:
        if depth > _DEEPEST_LIST:
            yield from self.blocks(content, depth)
        elif made := self.blocks(content, depth + 1):
            yield {"t": "BlockQuote", "c": made}

    def _block_bulletlist(self, content: list[Any], depth: int) -> Iterator[Node]:
        return self._list("BulletList", content, depth)

    def _block_orderedlist(self, content: list[Any], depth: int) -> Iterator[Node]:
        return self._list("OrderedList", content, depth)

    def _list(self, kind: str, content: list[Any], depth: int) -> Iterator[Node]:
        items = content[1] if kind == "OrderedList" else content
        if depth > _DEEPEST_LIST:
            yield from self.blocks([block for item in items for block in item], depth)
            return
        made = _fold_continued(item for item in (self.blocks(item, depth + 1) for item in items) if item)
        if made and kind == "OrderedList":
            yield {"t": kind, "c": [[content[0][0], *_numbering(*content[0][1:])], made]}
        elif made:
            yield {"t": kind, "c": made}

    def _block_lineblock(self, content: list[Nodes], depth: int) -> Iterator[Node]:
        joined: Nodes = []
        for line in content:
            joined += [*([{"t": "LineBreak"}] if joined else []), *line]
        yield from self._block_para(joined, depth)

    def _block_definitionlist(self, content: list[Any], depth: int) -> Iterator[Node]:
        for term, definitions in content:
            yield from self._block_para([{"t": "Strong", "c": term}], depth)
            for definition in definitions:
                yield from self.blocks(definition, depth)

    def _block_figure(self, content: list[Any], depth: int) -> Iterator[Node]:
        yield from self.blocks(content[2], depth)
        caption = self.blocks(content[1][1], depth)
        shown = " ".join(plain_text(block.get("c")) for block in content[2]).strip()
        if plain_text(caption).strip() != shown:
            yield from map(_as_paragraph, caption)

    def _block_div(self, content: list[Any], depth: int) -> Iterator[Node]:
        yield from self.blocks(content[1], depth)

    def _block_table(self, content: list[Any], depth: int) -> Iterator[Node]:
        _, caption, _, head, bodies, foot = content
        yield from map(_as_paragraph, self.blocks(caption[1], depth))
        sections = [head[1], *(part for body in bodies for part in (body[2], body[3])), foot[1]]
        rows = [row[1] for section in sections for row in section]
        if sum(map(len, rows)) == 1:
            # A frame around text, or a page layout. Tested before reading, since nested frames would take forever.
            yield from self.blocks(next(cell[4] for row in rows for cell in row), depth)
            return
        grid = TableGrid()
        for row in rows:
            grid.add([(self._cell(cell[4], depth), cell[2], cell[3]) for cell in row])
        width, cells = grid.finished()
        if cells:
            yield table_node(width, cells)

    def _cell(self, blocks: Nodes, depth: int) -> Nodes:
        """Return the content of a cell as one line, with line breaks between its paragraphs."""
        line: Nodes = []
        for block in self.blocks(blocks, depth + 1):
            for part in flatten(block):
                line += [*([{"t": "RawInline", "c": ["html", "<br>"]}] if line else []), *part]
        return put_on_one_line(line, {"t": "RawInline", "c": ["html", "<br>"]})

    def inlines(self, nodes: Sequence[Node], *, in_heading: bool = False) -> Nodes:
        """Return inline text made plain, by `_inline_…` of its kinds; a heading has no bold type of its own."""
        made: Nodes = []
        for node in nodes:
            kind: str = node["t"]
            content: Any = node.get("c")
            make = getattr(self, f"_inline_{kind.lower()}", None)
            if kind in {"Underline", "SmallCaps"} or (kind == "Strong" and in_heading):
                made += self.inlines(content, in_heading=in_heading)
            elif kind == "Span" and any(name.startswith(INLINE_HTML) for name in content[0][1]):
                made += _tagged(content[0], self.inlines(content[1], in_heading=in_heading))
            elif kind in {"Span", "Cite"}:
                made += self.inlines(content[1], in_heading=in_heading)
            elif kind in {"Emph", "Strong", "Strikeout", "Superscript", "Subscript"}:
                made += _wrapped(kind, self.inlines(content, in_heading=in_heading))
            elif make is not None:
                made += make(content)
            elif kind != "RawInline" and content != BORDER:
                made.append(SPACE if kind == "SoftBreak" else node)
        return made

    def _inline_note(self, content: Nodes) -> Nodes:
        return [{"t": "Note", "c": tighten(self.blocks(content))}]

    def _inline_code(self, content: list[Any]) -> Nodes:
        return [{"t": "Code", "c": [NO_ATTRIBUTES, content[1]]}]

    def _inline_math(self, content: list[Any]) -> Nodes:
        self.formulas += 1
        return [{"t": "Code", "c": [NO_ATTRIBUTES, content[1].strip()]}]

    def _inline_quoted(self, content: list[Any]) -> Nodes:
        opened, closed = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
        return [{"t": "Str", "c": opened}, *self.inlines(content[1]), {"t": "Str", "c": closed}]

    def _inline_link(self, content: list[Any]) -> Nodes:
        words, (target, title) = self.inlines(content[1]), content[2]
        if UNSAFE.match(target):
            self.removed.append(Removed(what=RemovedKind.LINK, text=target[:_LONGEST_ADDRESS], place=plain_text(words)))
            return words
        is_empty = not plain_text(words).strip() and not any(node["t"] == "Image" for node in words)
        if is_empty or not target or target.startswith("#"):
            return words
        return [{"t": "Link", "c": [NO_ATTRIBUTES, words, [target, title]]}]

    def _inline_image(self, content: list[Any]) -> Nodes:
        address, title = content[2]
        name = self.picture(address)
        words = self.inlines(content[1])
        if not name:
            # Its words stay in the text, so that they are where it is missing.
            known = ["" if address.startswith("data:") else address[:_LONGEST_ADDRESS], title]
            text = " ".join(filter(None, known))
            self.removed.append(Removed(what=RemovedKind.PICTURE, text=text, place=plain_text(words)))
            return words
        return [{"t": "Image", "c": [NO_ATTRIBUTES, words, [name, title.removeprefix("fig:")]]}]


def _fold_continued(items: Iterable[Nodes]) -> list[Nodes]:
    """Return the items of a list, those that only go on with the one before them as a part of it."""
    made: list[Nodes] = []
    for item in items:
        words = item[0]["c"] if item[0]["t"] in {"Para", "Plain"} else []
        is_marked = bool(words) and words[0]["t"] == "Str" and words[0]["c"].startswith(_CONTINUED)
        if is_marked:
            words[0]["c"] = words[0]["c"].removeprefix(_CONTINUED)
        if is_marked and made:
            made[-1] += item
        else:
            made.append(item)
    return made


def _numbering(style: Node, delimiter: Node) -> tuple[Node, Node]:
    """Return how the items of a list are numbered: letters and Roman numerals as they are, digits in one way."""
    if style["t"].endswith(("Alpha", "Roman")):
        return style, delimiter
    return {"t": "Decimal"}, {"t": "Period"}


def _as_paragraph(block: Node) -> Node:
    return {"t": "Para", "c": block["c"]} if block["t"] == "Plain" else block


def _wrapped(kind: str, content: Nodes) -> Nodes:
    """Return emphasis around text with letters; spaces at its ends stand outside, as Markdown needs it."""
    inner = unnest(kind, trim_inlines(content))
    if not inner:
        return [SPACE] if content else []
    before = [content[0]] if content[0] in (SPACE, {"t": "LineBreak"}) else []
    after = [content[-1]] if content[-1] in (SPACE, {"t": "LineBreak"}) else []
    if all(node["t"] in {"Note", "Image"} for node in inner):
        return [*before, *inner, *after]
    return [*before, {"t": kind, "c": inner}, *after]


def _tagged(attributes: list[Any], content: Nodes) -> Nodes:
    """Return text between the tags that a span stands for; without them if it has no words."""
    if not plain_text(content).strip():
        return content
    tag = attributes[1][0].removeprefix(INLINE_HTML)
    values = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes[2])
    opened, closed = ({"t": "RawInline", "c": ["html", text]} for text in (f"<{tag}{values}>", f"</{tag}>"))
    return [opened, *content, closed]


def _attribute(value: str) -> str:
    """Return the value of an attribute on one line and without bars, which would end a paragraph or a cell."""
    return html.escape(" ".join(value.split())).replace("|", "&#124;")


def add_title(blocks: Nodes, title: str, *, may_raise: bool) -> Nodes:
    """Put a title, if any, above the blocks, and headings below its level; `may_raise` raises deeper ones too."""
    if not title:
        return blocks
    step = 2 - min((block["c"][0] for block in blocks if block["t"] == "Header"), default=2)
    step = step if may_raise else max(step, 0)
    lowered = [
        {"t": "Header", "c": [max(2, min(block["c"][0] + step, 6)), *block["c"][1:]]}
        if block["t"] == "Header"
        else block
        for block in blocks
    ]
    return [{"t": "Header", "c": [1, NO_ATTRIBUTES, [{"t": "Str", "c": title}]]}, *lowered]
