"""Write Word, OpenDocument and EPUB files by pandoc, which finds neither the network nor the user's own settings. The
input is pandoc's JSON tree of a text. Pandoc opens the images that a tree names, wherever they are. So only those below
the given folder are copied to pandoc's folder, and a tree that names others loses them.
"""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources as package
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.errors import TargmanError
from pipeline.export import pandoc_tree
from pipeline.export.right_to_left import RIGHT_TO_LEFT
from pipeline.export.styles import style_reference
from pipeline.export.word_files import complete_word_file
from pipeline.export.writer_files import PictureWords, complete_writer_file
from pipeline.export.zip_package import Completion, repack
from pipeline.frozen import dataclass
from pipeline.installation import install_command
from pipeline.pandoc import EARLIEST, MEGABYTES, PandocError, PandocFailure, find_pandoc, run
from pipeline.publishing.pandoc_nodes import Json
from pipeline.publishing.svg import SafePicture, SvgError, clean_picture, is_svg
from pipeline.workspace import files
from pipeline.workspace.sent_files import is_file

TIMEOUT_SECONDS = 120  # maximum time of a run of pandoc, in seconds
OLDEST_TYPES = (1, 22)  # the oldest version of pandoc's types that we write
FIRST_TYPES_WITH_SVG = (1, 23)
"""The types of the first pandoc that puts SVG into Word files as it is (Word 2016); older ones need `rsvg-convert`."""

_KINDS = {"docx": "docx", "odt": "odt", "epub": "epub3", "epub3": "epub3"}
_LATEST = date(2107, 12, 31)  # the last day that the clocks of ZIP packages know


class OfficeError(TargmanError):
    """Pandoc is missing, or could not make a file."""


def _advice() -> str:
    return f"Install pandoc (https://pandoc.org), or run: {install_command('office')}"


class OfficeLook(NamedTuple):
    """A publisher's own look: a reference document for docx and odt, and rules below ours in an EPUB."""

    reference: Path | None = None
    css: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pandoc:
    """A pandoc to run, and the version of its types, which its input has to name."""

    path: str
    version: tuple[int, ...]


def require_pandoc() -> Pandoc:
    """Return the newest pandoc. Raises OfficeError if there is none, or only one that is too old."""
    try:
        path = find_pandoc()
    except PandocError as error:
        raise _as_office_error(error) from error
    version = _types_version(path)
    if version < OLDEST_TYPES:
        raise OfficeError(f"the pandoc at {path} is too old, or does not run. {_advice()}")
    return Pandoc(path=path, version=version)


@cache
def _types_version(path: str) -> tuple[int, ...]:
    """Return the version of pandoc's types; empty if it cannot be found out."""
    with TemporaryDirectory(prefix="targman-") as folder:
        try:
            answer = run(path, ["--from=markdown", "--to=json"], seconds=TIMEOUT_SECONDS, folder=Path(folder))
            return tuple(json.loads(answer)["pandoc-api-version"])
        except (PandocError, ValueError, KeyError):
            return ()


def write_office_file(
    ast: str,
    to: str,
    *,
    pandoc: Pandoc,
    resources: Path,
    look: OfficeLook | None = None,
    name: str = "",
    on_refused: Callable[[str], None] | None = None,
) -> bytes:
    """Return a text, given as pandoc's JSON, as an office file or a book: `to` is docx, odt or epub (epub3).

    Images are files below `resources`, named by their paths from there. Of others, and of SVG images for Word that no
    program can convert, the alternative text stays, and `on_refused` is called with their addresses. `name`, such as
    the path of the article with the language, identifies an EPUB for good; without it, its title does. The same input
    gives the same bytes. Raises OfficeError.
    """
    kind = _KINDS[to]
    reference, css = look or OfficeLook()
    tree = json.loads(ast)
    day = min(max(pandoc_tree.read_publication_date(tree) or EARLIEST, EARLIEST), _LATEST)
    with TemporaryDirectory(prefix="targman-") as temporary:
        folder = Path(temporary)
        can_draw = kind != "docx" or pandoc.version >= FIRST_TYPES_WITH_SVG or bool(shutil.which("rsvg-convert"))
        _copy_images(tree, resources, folder, can_draw=can_draw, on_refused=on_refused or (lambda _: None))
        words = ["--from=json", f"--to={kind}", "--resource-path=.", f"--output=made.{to}"]
        if kind == "epub3":
            made = pandoc_tree.prepare_book_tree(tree, name)
            words += ["--css=book.css", "--template=book.html", "--toc-depth=3"]
            words += ["--variable=dir:rtl"] if pandoc_tree.is_right_to_left(tree) else []
            for file, more in (("book.css", css), ("book.html", "")):
                text = package.files("pipeline.export").joinpath("templates", file).read_text("utf-8")
                (folder / file).write_bytes(f"{text}{more}".encode())
        else:
            made = pandoc_tree.prepare_office_tree(tree)
            # Pandoc gives a publisher's document without this style an empty one, and the stress would be lost.
            pandoc_tree.style_stressed_words(made, with_style=reference is None)
            words.append("--reference-doc=reference.zip")
            if reference:
                style = files.read(reference) or b""
            else:
                style = style_reference(_default_reference(pandoc.path, kind), kind, pandoc_tree.read_language(tree))
            (folder / "reference.zip").write_bytes(style)
        _run_pandoc(pandoc.path, words, json.dumps(made).encode(), folder=folder, day=day)
        data = (folder / f"made.{to}").read_bytes()
        whole = repack(data, *_complete(kind, data, tree))
        return repack(whole, RIGHT_TO_LEFT.get(kind, {})) if pandoc_tree.is_right_to_left(tree) else whole


def _complete(kind: str, package: bytes, tree: Json) -> Completion:
    """Return the changes to what pandoc made of a tree."""
    if kind == "docx":
        return complete_word_file(package)
    if kind == "odt":
        contents = (image["c"] for image in pandoc_tree.find_elements(tree, "Image"))
        words = [PictureWords(title, pandoc_tree.inline_text(inside)) for _, inside, (_, title) in contents]
        return complete_writer_file(package, words)
    return Completion({"EPUB/nav.xhtml": pandoc_tree.remove_note_references}, {})


def _copy_images(
    tree: Json, resources: Path, folder: Path, *, can_draw: bool, on_refused: Callable[[str], None]
) -> None:
    """Copy the images of a tree to pandoc's folder, and rename them in the tree."""
    root = resources.resolve()
    copies: dict[Path, str] = {}
    for image in list(pandoc_tree.find_elements(tree, "Image")):
        target = image["c"][2]
        source = _find_file(root, target[0])
        picture = _read_picture(source) if source else None
        if source is None or picture is None or (is_svg(source.name) and not can_draw):
            on_refused(target[0])
            pandoc_tree.replace_with_words(image)
            continue
        if source not in copies:
            copies[source] = f"picture{len(copies) + 1}{source.suffix.lower()}"
            (folder / copies[source]).write_bytes(picture.data)
        target[0] = copies[source]


def _read_picture(path: Path) -> SafePicture | None:
    """Return a picture without anything that could run; None if that cannot be told."""
    try:
        data = files.read(path)
        return None if data is None else clean_picture(path.name, data)
    except SvgError:
        return None


def _find_file(root: Path, address: str) -> Path | None:
    """Return the file below `root` that an address names, written as a path or as browsers write it."""
    if re.match(r"[a-z][a-z0-9+.-]+:", address, re.IGNORECASE):
        return None
    for written in (address, unquote(re.split("[?#]", address)[0])):
        try:
            path = (root / written).resolve()
            if path.is_relative_to(root) and is_file(path):
                return path
        except (OSError, ValueError):
            continue
    return None


@cache
def _default_reference(path: str, kind: str) -> bytes:
    """Return pandoc's own reference document."""
    with TemporaryDirectory(prefix="targman-") as folder:
        return _run_pandoc(path, [f"--print-default-data-file=reference.{kind}"], b"", folder=Path(folder))


def _run_pandoc(path: str, options: list[str], data: bytes, *, folder: Path, day: date = EARLIEST) -> bytes:
    try:
        return run(path, options, data, seconds=TIMEOUT_SECONDS, folder=folder, day=day)
    except PandocError as error:
        raise _as_office_error(error) from error


def _as_office_error(error: PandocError) -> OfficeError:
    """Return the error of pandoc as what it means for a file to write."""
    match error.failure:
        case PandocFailure.MISSING:
            message = f"Word, OpenDocument and EPUB files are made by pandoc, which is not here. {_advice()}"
        case PandocFailure.BROKEN:
            message = f"pandoc does not run: {error.message}. {_advice()}"
        case PandocFailure.TIMEOUT:
            message = f"pandoc was stopped, since it took longer than {TIMEOUT_SECONDS} seconds."
        case PandocFailure.MEMORY:
            message = f"pandoc was stopped, since it needed more memory than {MEGABYTES} MB."
        case PandocFailure.REFUSED:
            message = f"pandoc could not make the file. It says: {' '.join(error.message.split())}"
    return OfficeError(message)
