"""The editions that exports are tried on, and how other programs read the results back."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from pipeline.export.office import Pandoc, write_office_file
from pipeline.export.pandoc_tree import find_elements, inline_text
from pipeline.languages.messages import Wording
from pipeline.publishing.document import Document, walk
from pipeline.publishing.document import extract_text as words_of
from pipeline.publishing.html import LinkMap
from pipeline.publishing.pandoc_nodes import Json
from pipeline.publishing.pandoc_writer import write_pandoc_json
from pipeline.publishing.reader import read_document, read_source_outline

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "data" / "seed" / "article.md"
PICTURES = ROOT / "articles"
LANGUAGES = ("hy", "en", "ru")
SOURCES = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru", "seed": "en"}

EPUB = "{http://www.idpf.org/2007/ops}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True)
class Edition:
    """An edition of one of the articles."""

    slug: str
    document: Document

    @property
    def lang(self) -> str:
        return self.document.lang


def document(text: str, lang: str = "en", source: str = "") -> Document:
    """A short edition; without a source it is its own."""
    return read_document(text, lang, read_source_outline(source or text, "en"))


def tree_of(text: str, lang: str = "en", version: tuple[int, ...] = (1, 22, 2, 1)) -> Json:
    """Pandoc's tree of a short edition."""
    found: Json = json.loads(write_pandoc_json(document(text, lang), Wording(lang=lang), LinkMap(), version))
    return found


def made(document: Document, to: str, pandoc: Pandoc, resources: Path = PICTURES) -> bytes:
    """Return a document as the bytes of a file."""
    return write_office_file(ast_of(document, pandoc), to, pandoc=pandoc, resources=resources)


def files(data: bytes) -> dict[str, bytes]:
    """The files in a package."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml(data: bytes, *names: str) -> str:
    """The text of these files of a package, or of all XML in it."""
    found = files(data)
    return "\n".join(found[name].decode() for name in found if name in names or (not names and b"<?xml" in found[name]))


def ast_of(document: Document, pandoc: Pandoc) -> str:
    """Return a document as pandoc's JSON."""
    return write_pandoc_json(document, Wording(lang=document.lang), LinkMap(), pandoc.version)


def read_back(data: bytes, form: str, pandoc: Pandoc, folder: Path) -> Json:
    """Return the tree that pandoc reads in a file that it wrote."""
    file = folder / f"read.{form}"
    file.write_bytes(data)
    found = subprocess.run([pandoc.path, f"--from={form}", "--to=json", file], capture_output=True, check=True)
    tree: Json = json.loads(found.stdout)
    return tree


def notes_in(tree: Json) -> list[str]:
    """Return the words of the notes in a tree without spaces, since programs treat line ends differently."""
    return ["".join(inline_text([note]).split()) for note in find_elements(tree, "Note")]


def notes_in_package(data: bytes, form: str) -> list[str]:
    """Return the words of the notes in an OpenDocument file or a book without spaces."""
    with ZipFile(BytesIO(data)) as package:
        pages = [name for name in package.namelist() if re.search(r"content\.xml$|text/ch\d+\.xhtml$", name)]
        roots = [ET.fromstring(package.read(name)) for name in pages]  # noqa: S314  made by us
    found = []
    for node in (node for root in roots for node in root.iter()):
        kind = node.get(f"{EPUB}type") if form == "epub" else node.tag.removeprefix(TEXT)
        if kind in {"footnote", "note-body"}:
            back = [link for link in node.iter() if link.get("class") == "footnote-back"]
            words = "".join("".join(node.itertext()).split())
            found.append(words.removesuffix("".join("".join(link.itertext()) for link in back)))
    return found


def notes_of(document: Document) -> list[str]:
    """Return the words of the notes of a document without spaces."""
    return ["".join(words_of(note.blocks).split()) for note in document.notes]


def targets_in(found: object) -> tuple[str, ...]:
    """Return the addresses of the links in a tree, without those within the text."""
    addresses = (link["c"][2][0] for link in find_elements(found, "Link"))
    return tuple(address for address in addresses if not address.startswith("#"))


def note_targets_in(tree: Json) -> list[tuple[str, ...]]:
    """Return the addresses of the links in each note of a tree, sorted, since editions order notes differently."""
    return sorted(targets_in(note) for note in find_elements(tree, "Note"))


def note_targets_of(document: Document) -> list[tuple[str, ...]]:
    """Return the addresses of the links in each note of a document, sorted."""
    return sorted(
        tuple(node.value["dest_url"] for node in walk(note.blocks) if node.tag == "Link") for note in document.notes
    )


def read_editions(root: Path) -> Iterator[Edition]:
    """Yield the merged editions of a workspace."""
    for article in sorted(root.glob("articles/*.md")):
        source = read_source_outline(article.read_text(encoding="utf-8"), SOURCES[article.stem])
        for lang in LANGUAGES:
            text = (root / "editions" / lang / article.name).read_text(encoding="utf-8")
            yield Edition(article.stem, read_document(text, lang, source))


def copy_workspace(target: Path) -> None:
    """Copy this workspace, with the seed article if this machine has it."""
    for folder in ("articles", "locales"):
        shutil.copytree(ROOT / folder, target / folder)
    (target / "targman.toml").write_text('lang = "en"\nproject = "targman"\n', encoding="utf-8")
    if SEED.exists():
        shutil.copyfile(SEED, target / "articles" / "seed.md")


def named(editions: Iterable[Edition], *slugs: str) -> list[Edition]:
    """Return the editions of these articles."""
    return [edition for edition in editions if edition.slug in slugs]
