"""Read what stands above the text of a Word or ODT document: title, subtitle, authors, date, abstract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.importers import Removed, RemovedKind, metadata
from pipeline.importers.pandoc_ast import TreeCleaner
from pipeline.importers.pandoc_inlines import Node, Nodes, plain_text, put_on_one_line, trim_inlines
from pipeline.languages import document_pattern
from pipeline.languages.dates import parse_date

_NO_TITLE = r"{default_titles}|.*\.(?:do[ct][xm]?|od[tm]|ott|rtf|pdf|txt|wpd|indd|pages)"
"""Titles of properties that say nothing: those that programs give, and the names of files and templates."""
_TITLE_BLOCKS = 4
_NAME_LINES = 8
_LONGEST_DESCRIPTION = 1_000  # characters


@dataclass(slots=True, kw_only=True)
class DocumentHead:
    """The fields of an article, the heading with its notes (empty if the title is not in the text), the blocks below
    it, and what was guessed and removed; `stated` are the texts that became fields.
    """

    blocks: Nodes
    title: str = ""
    heading: Nodes = field(default_factory=list)
    subtitle: str = ""
    author: str = ""
    date: str = ""
    description: str = ""
    guesses: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def find_missing(self, title: str, author: str) -> None:
        """Find the title, author and date that no style marks: in the first lines, the last one, and the properties."""
        property_title = "" if document_pattern(_NO_TITLE).fullmatch(title) else title
        if not self.title:
            self._take_heading(property_title)
        if not self.title and property_title:
            self._take_property(property_title)
        self._drop_repeated_title()
        self._take_lines(author)
        if not self.author and self.blocks:
            self._take_signature()
        if not self.author and author and not metadata.is_default_owner(author):
            self.author = author
            self.guesses.append(f"the author is from the document’s properties: “{author}”")

    def _take_heading(self, property_title: str) -> None:
        """Take the first block for the title, if it is a heading, unless the properties say another one."""
        levels = [block["c"][0] for block in self.blocks if block["t"] == "Header"]
        if not self.blocks or self.blocks[0]["t"] != "Header":
            return
        text = _text(self.blocks[0])
        if property_title and text.casefold() != property_title.casefold() and min([9, *levels[1:]]) <= levels[0]:
            return
        self.title, self.heading, self.blocks = text, self.blocks[0]["c"][2], self.blocks[1:]
        self.guesses.append(f"the first heading is the title: “{self.title}”")

    def _take_property(self, title: str) -> None:
        self.title = title
        self.guesses.append(f"the title is from the document’s properties: “{title}”")
        for index, block in enumerate(self.blocks[:_TITLE_BLOCKS]):
            if _text(block).casefold() == title.casefold():
                self.heading, self.blocks = _inlines(block), [*self.blocks[:index], *self.blocks[index + 1 :]]
                return

    def _drop_repeated_title(self) -> None:
        """Remove a first heading with the same words as the title, unless it has notes."""
        first = self.blocks[0] if self.blocks else {"t": ""}
        if first["t"] == "Header" and _text(first).casefold() == self.title.casefold() and not has_note(first):
            self.removed.append(Removed(what=RemovedKind.ABOUT, text=_text(first)))
            self.blocks = self.blocks[1:]

    def _take_lines(self, author: str) -> None:
        """Take title, author and date from the first lines; lines with notes stay in the text as well."""
        lines = [block if block["t"] in {"Para", "Header"} else {"t": "Para", "c": []} for block in self.blocks[:8]]
        texts = ["" if _has_pictures_alone(line) else _text(line) for line in lines]
        head = metadata.read_head(texts, titled=bool(self.title))
        used = {*head.used, *[index for index, text in enumerate(texts[:4]) if text and text == author][:1]}
        used = {index for index in used if not has_note(self.blocks[index])}
        self.removed += [Removed(what=RemovedKind.ABOUT, text=texts[index]) for index in sorted(used)]
        if head.title:
            self.title, self.heading = head.title, _inlines(self.blocks[0])
            self.guesses.append(f"the first line is the title: “{self.title}”")
            used.add(0)
        self.blocks = [block for index, block in enumerate(self.blocks) if index not in used]
        self.author, self.date = self.author or head.author, self.date or head.date
        if self.title and not self.author:
            self._take_name()

    def _take_name(self) -> None:
        """Take a name that stands alone below the title for the author; a line with notes stays in the text as well."""
        lines = [_text(block) if block["t"] == "Para" else "" for block in self.blocks[:_NAME_LINES]]
        self.author = metadata.find_name_below_title(lines)
        if self.author:
            self.guesses.append(f"the author is the name below the title: “{self.author}”")
            if not has_note(self.blocks[0]):
                self.removed.append(Removed(what=RemovedKind.ABOUT, text=self.author))
                self.blocks = self.blocks[1:]

    def _take_signature(self) -> None:
        """Take the name of the author from the line below the text."""
        last = self.blocks[-1]
        text = _text(last) if last["t"] == "Para" and len(self.blocks) > 1 and not has_note(last) else ""
        name = metadata.find_signature(text) if text else ""
        if name:
            self.author, self.blocks = name, self.blocks[:-1]
            self.removed.append(Removed(what=RemovedKind.SIGNATURE, text=text))
            self.guesses.append(f"the author is the name below the text: “{name}”")


def read_styled_head(meta: Mapping[str, Any], blocks: Nodes, cleaner: TreeCleaner) -> DocumentHead:
    """Read the head that the styles of the document mark. Lines with notes stay in the text, where notes can be."""
    lines = {key: _lines(meta.get(key, {}), cleaner) for key in ("title", "subtitle", "author", "date", "abstract")}
    texts = {key: [" ".join(plain_text(line).split()) for line in found] for key, found in lines.items()}
    head = DocumentHead(blocks=blocks, stated=[text for found in texts.values() for text in found])
    if lines["title"]:
        head.title = " ".join(texts["title"])
        head.heading = _join(lines["title"], {"t": "Space"})
    translated = [text for text in texts["author"] if metadata.names_translation(text)]
    head.removed += [Removed(what=RemovedKind.ABOUT, text=text) for text in translated]
    head.author = ", ".join(text for text in texts["author"] if text and text not in translated)
    head.date = parse_date(" ".join(texts["date"]))
    kept: Nodes = []
    noted = {key: any(map(has_note, found)) for key, found in lines.items()}
    if noted["subtitle"]:
        kept.append(_paragraph(_join(lines["subtitle"], {"t": "Space"})))
    else:
        head.subtitle = " ".join(texts["subtitle"])
    if noted["author"]:
        kept.append(_paragraph(_join(lines["author"], {"t": "Str", "c": ", "})))
    if lines["date"] and (noted["date"] or not head.date):
        kept += map(_paragraph, lines["date"])
    abstract = " ".join(texts["abstract"])
    if len(texts["abstract"]) == 1 and not noted["abstract"] and len(abstract) <= _LONGEST_DESCRIPTION:
        head.description = abstract
    else:
        kept += map(_paragraph, lines["abstract"])
    head.blocks = [*kept, *blocks]
    return head


def _lines(value: Any, cleaner: TreeCleaner) -> list[Nodes]:  # noqa: ANN401
    """Return the lines of a field of pandoc's, made plain."""
    kind, content = value.get("t"), value.get("c", [])
    if kind == "MetaInlines":
        made = trim_inlines(put_on_one_line(cleaner.inlines(content, in_heading=True)))
        return [made] if made else []
    if kind == "MetaBlocks":
        return [block["c"] for block in cleaner.blocks(content) if block["t"] in {"Para", "Plain"}]
    if kind == "MetaList":
        return [line for each in content for line in _lines(each, cleaner)]
    return []


def _join(lines: Sequence[Nodes], between: Node) -> Nodes:
    return [node for number, line in enumerate(lines) for node in ([between, *line] if number else line)]


def _paragraph(line: Nodes) -> Node:
    return {"t": "Para", "c": line}


def _text(block: Node) -> str:
    return " ".join(plain_text(block).split())


def _inlines(block: Node) -> Nodes:
    """Return the words of a paragraph or a heading, for a heading."""
    found: Nodes = block["c"][2] if block["t"] == "Header" else block["c"] if block["t"] == "Para" else []
    if len(found) == 1 and found[0]["t"] == "Strong":
        found = found[0]["c"]
    return trim_inlines(put_on_one_line(found))


def _has_pictures_alone(block: Node) -> bool:
    """Tell whether a paragraph has nothing but pictures, whose descriptions are not lines of the text."""
    return block["t"] == "Para" and all(node["t"] in {"Image", "Space", "LineBreak"} for node in block["c"])


def has_note(part: Node | Nodes) -> bool:
    """Tell whether a part of a tree has a note."""
    return "'t': 'Note'" in str(part)
