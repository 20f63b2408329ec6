"""Word, OpenDocument and EPUB by pandoc, run as a program that finds neither the network nor the user's own settings.

What comes in is pandoc's JSON tree of a text. Pandoc opens the pictures that a tree names, wherever they are. So only
those below the given folder are handed to it, in a folder of its own, and a tree that names others loses them.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources as package
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from pipeline.errors import TargmanError
from pipeline.export.packages import repacked
from pipeline.export.pandoc_tree import Json, as_book, as_letter, as_words, elements, language, published, without_notes
from pipeline.export.styles import house_style

SECONDS = 120
OLDEST = (1, 22)
DRAWS = (1, 23)
"""The versions of pandoc's types: the oldest that we write, and that of the first pandoc that puts drawings into Word
files as they are, which Word shows since 2016. Older ones need `rsvg-convert`, which makes pictures of them.
"""

_INSTALL = 'Install pandoc (https://pandoc.org), or run: pip install "targman[office]"'
_KINDS = {"docx": "docx", "odt": "odt", "epub": "epub3", "epub3": "epub3"}
_EARLIEST, _LATEST = date(1980, 1, 1), date(2107, 12, 31)
"""What the clocks of zip packages know."""


class OfficeError(TargmanError):
    """Pandoc is missing, or could not make a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pandoc:
    """A pandoc to run, and the version of its types, which a tree for it has to name."""

    path: str
    version: tuple[int, ...]


def find_pandoc() -> Pandoc:
    """The pandoc of this machine, else the one that came with pypandoc. Raises OfficeError where there is none, or
    only one that is too old.
    """
    too_old = ""
    for path in _candidates():
        version = _types_version(path)
        if version >= OLDEST:
            return Pandoc(path=path, version=version)
        too_old = too_old or path
    if too_old:
        raise OfficeError(f"the pandoc at {too_old} is too old, or does not run. {_INSTALL}")
    raise OfficeError(f"Word, OpenDocument and EPUB files are made by pandoc, which is not here. {_INSTALL}")


def _candidates() -> list[str]:
    found = [shutil.which("pandoc")]
    try:
        import pypandoc  # type: ignore[import-untyped]  # noqa: PLC0415  an extra

        found.append(str(pypandoc.get_pandoc_path()))
    except (ImportError, OSError):
        pass
    return [path for path in found if path]


@cache
def _types_version(path: str) -> tuple[int, ...]:
    """The version of pandoc's types; empty where it cannot be asked."""
    try:
        answer = _run([path, "--from=markdown", "--to=json"], b"")
        return tuple(json.loads(answer)["pandoc-api-version"])
    except (OfficeError, ValueError, KeyError):
        return ()


def convert(
    ast: str,
    to: str,
    *,
    pandoc: Pandoc,
    resources: Path,
    reference: Path | None = None,
    name: str = "",
    refused: Callable[[str], None] | None = None,
) -> bytes:
    """A text, as pandoc's JSON, as the bytes of a file: `to` is docx, odt or epub (epub3).

    Pictures are files below `resources`, named by their paths from there; others are left out, their words stay, and
    `refused` is told their addresses. So are drawings (SVG) in Word files where nothing is installed that paints them.
    `reference` is a house's own reference document in the place of ours, for docx and odt. `name` tells an EPUB from
    all others for good, such as the path of the article with the language; without it, its title does. The same in
    gives the same bytes out. Raises OfficeError.
    """
    kind = _KINDS[to]
    tree = json.loads(ast)
    day = min(max(published(tree) or _EARLIEST, _EARLIEST), _LATEST)
    with TemporaryDirectory(prefix="targman-") as folder:
        desk = Path(folder)
        can_draw = kind != "docx" or pandoc.version >= DRAWS or bool(shutil.which("rsvg-convert"))
        _lay_out(tree, resources, desk, can_draw=can_draw, refused=refused or (lambda _: None))
        words = ["--from=json", f"--to={kind}", "--resource-path=.", f"--data-dir={desk}", f"--output=made.{to}"]
        if kind == "epub3":
            made = as_book(tree, name)
            words += ["--css=book.css", "--template=book.html", "--toc-depth=3"]
            for file in ("book.css", "book.html"):
                text = package.files("pipeline.export").joinpath("templates", file).read_bytes()
                (desk / file).write_bytes(text)
        else:
            made = as_letter(tree)
            words.append("--reference-doc=reference.zip")
            style = (
                reference.read_bytes() if reference else house_style(_default(pandoc.path, kind), kind, language(tree))
            )
            (desk / "reference.zip").write_bytes(style)
        _run([pandoc.path, *words], json.dumps(made).encode(), desk=desk, day=day)
        return repacked(
            (desk / f"made.{to}").read_bytes(), {"EPUB/nav.xhtml": without_notes} if kind == "epub3" else {}
        )


def _lay_out(tree: Json, resources: Path, desk: Path, *, can_draw: bool, refused: Callable[[str], None]) -> None:
    """Copy the pictures of a tree to the desk, and name them as they are there."""
    root = resources.resolve()
    copies: dict[Path, str] = {}
    for image in list(elements(tree, "Image")):
        target = image["c"][2]
        source = _file(root, target[0])
        if source is None or (source.suffix.lower() == ".svg" and not can_draw):
            refused(target[0])
            as_words(image)
            continue
        if source not in copies:
            copies[source] = f"picture{len(copies) + 1}{source.suffix.lower()}"
            shutil.copyfile(source, desk / copies[source])
        target[0] = copies[source]


def _file(root: Path, address: str) -> Path | None:
    """The file below `root` that an address names, written as a path or as browsers write it."""
    if re.match(r"[a-z][a-z0-9+.-]+:", address, re.IGNORECASE):
        return None
    for written in (address, unquote(re.split("[?#]", address)[0])):
        try:
            path = (root / written).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        except (OSError, ValueError):
            continue
    return None


@cache
def _default(path: str, kind: str) -> bytes:
    """Pandoc's own reference document."""
    return _run([path, f"--print-default-data-file=reference.{kind}"], b"")


def _run(words: list[str], given: bytes, *, desk: Path | None = None, day: date = _EARLIEST) -> bytes:
    """What pandoc answers. Its clock stands still on `day`, so that the same text gives the same file."""
    still = datetime(day.year, day.month, day.day, tzinfo=UTC)
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": str(int(still.timestamp())), "TZ": "UTC"}
    try:
        done = subprocess.run(  # noqa: S603  a fixed program, no shell
            words, input=given, capture_output=True, cwd=desk, env=surroundings, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OfficeError(f"pandoc was stopped, since it took longer than {SECONDS} seconds.") from error
    except OSError as error:
        raise OfficeError(f"pandoc does not run: {error.strerror}. {_INSTALL}") from error
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise OfficeError(f"pandoc could not make the file. It says: {said or done.returncode}")
    return done.stdout
