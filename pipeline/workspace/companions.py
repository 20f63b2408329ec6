"""The pictures and other files that an article refers to, copied beside its editions so that links lead there."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from pipeline.workspace import files
from pipeline.workspace.articles import Place
from pipeline.workspace.settings import Settings

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.IGNORECASE)


def copy(settings: Settings, place: Place, targets: Iterable[str], lang: str) -> tuple[str, ...]:
    """Copy the files below `articles/` that `targets` name to the same places below `editions/LANG/`; returns those.

    Targets with a scheme, absolute ones, those that lead out of `articles/`, and other articles are left alone. Raises
    FileError.
    """
    articles = (settings.root / "articles").resolve()
    copied: list[str] = []
    for target in dict.fromkeys(targets):
        if not target or _ELSEWHERE.match(target):
            continue
        source = (settings.root / place.path).parent / unquote(re.split("[?#]", target)[0])
        try:
            below = source.resolve().relative_to(articles)
        except (ValueError, OSError):
            continue
        if below.suffix == ".md" or not source.is_file():
            continue
        copied.append(f"editions/{lang}/{below.as_posix()}")
        copy_to = settings.root / copied[-1]
        files.write(copy_to, files.read(source) or b"", seen=files.read(copy_to), root=settings.root)
    return tuple(dict.fromkeys(copied))
