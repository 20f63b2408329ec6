"""Copy the pictures and other files of an article beside its editions, so that links lead there."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.IGNORECASE)


def copy_assets(settings: Settings, place: ArticlePath, targets: Iterable[str], lang: str) -> tuple[str, ...]:
    """Copy the files below `articles/` that `targets` name to the same places below `editions/LANG/`; returns those.
    Targets with a scheme, absolute ones, those that lead out of `articles/`, and other articles are left alone. Raises
    FileError.
    """
    articles = (settings.root / "articles").resolve()
    copied: list[str] = []
    for target in dict.fromkeys(targets):
        source = find_asset(settings, place, target)
        if source is None or source.resolve().suffix == ".md":
            continue
        copied.append(f"editions/{lang}/{source.resolve().relative_to(articles).as_posix()}")
        copy_to = settings.root / copied[-1]
        files.write(copy_to, files.read(source) or b"", seen=files.read(copy_to), root=settings.root)
    return tuple(dict.fromkeys(copied))


def find_asset(settings: Settings, place: ArticlePath, address: str) -> Path | None:
    """Return the path that a relative address in an article names, if it is a file below `articles/`; else None. The
    path itself does not follow symbolic links, so that the reader notices one that leads elsewhere.
    """
    if not address or _ELSEWHERE.match(address):
        return None
    articles = (settings.root / "articles").resolve()
    try:
        path = (settings.root / place.path).parent / unquote(re.split("[?#]", address)[0])
        return path if path.resolve().is_relative_to(articles) and path.is_file() else None
    except (OSError, ValueError):
        return None
