"""Copy the pictures and other files of an article beside its editions, so that links lead there."""

import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from pipeline.patterns import lazy
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.sent_files import find_sent, is_file
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from pipeline.publishing.svg import SafePicture

_ELSEWHERE = lazy(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.IGNORECASE)


class CopiedAssets(NamedTuple):
    """The copies beside an edition, and a line for each picture that had something unsafe in it."""

    paths: tuple[str, ...]
    cleaned: tuple[str, ...]


def copy_assets(settings: Settings, place: ArticlePath, targets: Iterable[str], lang: str) -> CopiedAssets:
    """Copy the files below `articles/` that `targets` name to the same places below `editions/LANG/`; returns those.
    Targets with a scheme, absolute ones, those that lead out of `articles/`, and other articles are left alone. Nothing
    in the copies of SVG pictures can run. Raises FileError.
    """
    wanted = [target for target in dict.fromkeys(targets) if not _ELSEWHERE.match(target)]
    if not wanted:
        return CopiedAssets((), ())
    articles = (settings.root / "articles").resolve()
    copied: list[str] = []
    cleaned: list[str] = []
    for target in wanted:
        source = _find_present_or_missing(settings, place, target)
        if source is None or source.resolve().suffix == ".md":
            continue
        picture, line = read_asset(source)  # a missing one too: the index notices when it is there
        cleaned += [f"{target}: {line}"] if line else []
        if picture is None:
            continue
        copied.append(f"editions/{lang}/{source.resolve().relative_to(articles).as_posix()}")
        copy_to = settings.root / copied[-1]
        files.write(copy_to, picture.data, seen=files.read(copy_to), root=settings.root)
    return CopiedAssets(tuple(dict.fromkeys(copied)), tuple(dict.fromkeys(cleaned)))


def read_asset(path: Path) -> tuple["SafePicture | None", str]:
    """Return a file as it may be copied, and a line for the report: what is not in the copy. It is None for a file that
    is gone, and for a picture that may be unsafe and cannot be read. Raises FileError.
    """
    from pipeline.publishing.svg import SvgError, clean_picture  # noqa: PLC0415  few files are SVG

    data = files.read(path)
    if data is None:
        return None, ""
    try:
        picture = clean_picture(path.name, data)
    except SvgError as error:
        return None, f"left out, since it {error.message}"
    return picture, f"taken out of the copy: {picture.summary}" if picture.removed else ""


def find_asset(settings: Settings, place: ArticlePath, address: str) -> Path | None:
    """Return the path that a relative address in an article names, if it is a file below `articles/`; else None. The
    path itself does not follow symbolic links, so that the reader notices one that leads elsewhere.
    """
    path = _find_present_or_missing(settings, place, address)
    return path if path is not None and is_file(path) else None


def _find_present_or_missing(settings: Settings, place: ArticlePath, address: str) -> Path | None:
    """Return the path of a file that a relative address names below `articles/`, or the path where one would be."""
    path = locate_asset(settings, place, address)
    if find_sent() is not None:
        return path
    try:
        return path if path is not None and stat.S_ISREG(path.stat().st_mode) else None
    except FileNotFoundError:
        return path
    except (OSError, ValueError):
        return None


def locate_asset(settings: Settings, place: ArticlePath, address: str) -> Path | None:
    """Return the path below `articles/` that a relative address names, as `find_asset` does, if there is one or not."""
    if not address or _ELSEWHERE.match(address):
        return None
    articles = (settings.root / "articles").resolve()
    try:
        path = (settings.root / place.path).parent / unquote(re.split("[?#]", address)[0])
        return path if path.resolve().is_relative_to(articles) else None
    except (OSError, ValueError):
        return None
