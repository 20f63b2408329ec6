"""Find the parts of a Word document by their relationships, and lay them out as pandoc looks for them."""

import posixpath
from collections.abc import Mapping
from dataclasses import field
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from pipeline.frozen import dataclass
from pipeline.importers.word.ooxml import Element, parse_part, parse_story, serialize_part

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = ("officeDocument",)
STORIES = ("document", "footnotes", "endnotes")
"""The parts with the text, by the names that pandoc knows them by."""

_PASSED = ("styles", "numbering", "settings", "theme", "fontTable")
_MARGINS = ("comments", "header", "footer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A reference of a part: the last word of its type, its target (a part's path, or an address) and where that is."""

    kind: str
    target: str
    is_outside: bool = False


@dataclass(slots=True, kw_only=True)
class WordPackage:
    """The parts of a document: its stories as trees by `STORIES`, what each of them refers to, and the other parts."""

    parts: Mapping[str, bytes]
    stories: dict[str, Element] = field(default_factory=dict)
    relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    margins: list[tuple[str, str]] = field(default_factory=list)

    def relationship(self, story: str, identifier: str | None) -> Relationship | None:
        """Return what a story refers to by an identifier."""
        return self.relationships.get(story, {}).get(identifier or "")

    def name_of(self, story: str, relationship: Relationship) -> str:
        """Return an identifier by which a story refers to something."""
        return next(name for name, found in self.relationships[story].items() if found == relationship)

    def part(self, story: str, identifier: str | None) -> Element | None:
        """Return the tree of the part that a story refers to, or None."""
        found = self.relationship(story, identifier)
        if found is None or found.is_outside or found.target not in self.parts:
            return None
        return parse_part(self.parts[found.target], found.target)

    def other(self, name: str) -> Element | None:
        """Return the tree of the styles or of the numbering, or None."""
        path = self.others.get(name)
        return parse_story(self.parts[path], path) if path else None

    def add_link(self, story: str, address: str) -> str:
        """Return the identifier of a link to an address."""
        table = self.relationships.setdefault(story, {})
        identifier = f"link{len(table) + 1}"
        table[identifier] = Relationship(kind="hyperlink", target=address, is_outside=True)
        return identifier

    def pack(self, replaced: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the parts for pandoc: those that it reads, under the names that it expects, and nothing else. Styles
        and numbering may be `replaced`.
        """
        made = {
            "[Content_Types].xml": self.parts.get("[Content_Types].xml", b""),
            "_rels/.rels": _write_relationships(
                {"r1": Relationship(kind="officeDocument", target="word/document.xml")}, {}
            ),
        }
        passed = {name: self.parts[path] for name, path in self.others.items()} | dict(replaced)
        made |= {f"word/{name}.xml": content for name, content in passed.items()}
        renamed = {name: f"{name}.xml" for name in (*passed, *self.stories)}
        for story, root in self.stories.items():
            made[f"word/{story}.xml"] = serialize_part(root)
            table = dict(self.relationships.get(story, {}))
            if story == "document":
                beside = (*passed, *(name for name in self.stories if name != story))
                table |= {f"part-{name}": Relationship(kind=name, target=name) for name in beside}
            for found in table.values():
                if found.kind == "image" and not found.is_outside and found.target in self.parts:
                    renamed.setdefault(found.target, f"media/{len(renamed)}{posixpath.splitext(found.target)[1]}")
                    made[f"word/{renamed[found.target]}"] = self.parts[found.target]
            made[f"word/_rels/{story}.xml.rels"] = _write_relationships(table, renamed)
        return made


def find_main_part(parts: Mapping[str, bytes]) -> str:
    """Return the path of the part with the text by the package's relationships, under any name; empty if none."""
    for found in _read_relationships(parts, "").values():
        if found.kind in _MAIN and not found.is_outside and found.target in parts:
            return found.target
    return next((path for path in ("word/document.xml",) if path in parts), "")


def open_package(parts: Mapping[str, bytes], main: str) -> WordPackage:
    """Open the document whose text is in the part `main`. Raises ArticleError if it is damaged."""
    package = WordPackage(parts=parts)
    package.stories["document"] = parse_story(parts[main], main)
    package.relationships["document"] = table = _read_relationships(parts, main)
    for found in table.values():
        if found.is_outside or found.target not in parts:
            continue
        if found.kind in STORIES and found.kind not in package.stories:
            package.stories[found.kind] = parse_story(parts[found.target], found.target)
            package.relationships[found.kind] = _read_relationships(parts, found.target)
        elif found.kind in _PASSED:
            package.others.setdefault(found.kind, found.target)
        elif found.kind in _MARGINS:
            package.margins.append((found.kind, found.target))
    package.margins = sorted(dict.fromkeys(package.margins))
    return package


def _read_relationships(parts: Mapping[str, bytes], path: str) -> dict[str, Relationship]:
    folder, name = posixpath.split(path)
    content = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if not content:
        return {}
    names = {part.casefold(): part for part in parts}
    found = {}
    for element in parse_part(content, f"{name}.rels"):
        is_outside = element.get("TargetMode") == "External"
        target = element.get("Target") or ""
        if not is_outside:
            whole = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/")))).lstrip("/")
            target = names.get(whole.casefold(), whole)
        found[element.get("Id") or ""] = Relationship(
            kind=posixpath.basename(element.get("Type") or ""), target=target, is_outside=is_outside
        )
    return found


def _write_relationships(table: Mapping[str, Relationship], renamed: Mapping[str, str]) -> bytes:
    """Write the relationships that pandoc may follow: links, and parts that it is given."""
    rows = []
    for identifier, found in table.items():
        if found.is_outside and found.kind != "hyperlink":
            continue
        if not found.is_outside and found.target not in renamed and found.kind not in _MAIN:
            continue
        mode = ' TargetMode="External"' if found.is_outside else ""
        target = found.target if found.is_outside else renamed.get(found.target, found.target)
        rows.append(
            f"<Relationship Id={quoteattr(identifier)} Type={quoteattr(f'{_TYPES}/{found.kind}')} "
            f"Target={quoteattr(target)}{mode}/>"
        )
    body = "".join(rows)
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONSHIPS}">{body}</Relationships>'.encode()
