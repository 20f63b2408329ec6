"""Catalogs that nothing reads: copies beside them, such as `two (1).po` from a mail program or `two.po.bak`, and those
of an edition whose language has another code now.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.languages.tags import match
from pipeline.workspace.paths import ArticlePath, is_same_file

_CATALOG = re.compile(r"(?P<stem>.*)\.po(?:[^\w~].*)?", re.IGNORECASE | re.DOTALL)
"""The name of a catalog or of a copy with another suffix; those with `~` are backups that Emacs makes all the time."""


def find_stray_catalogs(
    found: Mapping[str, Iterable[str]], articles: Iterable[ArticlePath], orphaned: Iterable[str]
) -> dict[str, str]:
    """Return the paths of copies, each with that of the catalog that it is a copy of. `found` are the files below each
    edition's folder of catalogs; the stems in `orphaned` belong to articles that are gone.
    """
    known = {article.stem: article for article in articles}
    by_folder: dict[str, dict[str, ArticlePath]] = {}
    for stem, article in known.items():
        by_folder.setdefault(_folder(stem), {})[PurePosixPath(stem).name.casefold()] = article
    gone = set(orphaned)
    copies: dict[str, str] = {}
    for lang, paths in found.items():
        for path in paths:
            if path.endswith(".po") and path.removesuffix(".po") in known:
                continue
            name = _CATALOG.fullmatch(path)
            if name is None or (path.endswith(".po") and name["stem"] in gone):
                continue
            original = _copied(PurePosixPath(name["stem"]).name.casefold(), by_folder.get(_folder(path), {}))
            if original is not None:
                copies[f"locales/{lang}/articles/{path}"] = original.catalog(lang)
    return copies


def describe_stray_catalogs(copies: Mapping[str, str]) -> list[str]:
    """Return a sentence about each copy, with the way to take in what is in it."""
    if not copies:
        return []
    from shlex import quote  # noqa: PLC0415  slow to import, and few workspaces have copies

    return [
        f"{path} looks like a copy of {catalog}; nothing reads it. To take in its translations: "
        f"targman receive {quote(path)} – then delete it."
        for path, catalog in sorted(copies.items())
    ]


def describe_former_codes(root: Path, editions: Sequence[str]) -> list[str]:
    """Return a sentence about each folder of catalogs in a language that an edition has another code for, such as `pt`
    where the settings say `pt-BR` now.
    """
    folder = root / "locales"
    names: list[str] = []
    with suppress(OSError):
        names = sorted(set(os.listdir(folder)) - set(editions))  # noqa: PTH208  the names are all it needs
    former = {name: match(name, editions) for name in names if (folder / name / "articles").is_dir()}
    return [
        f"locales/{name} has catalogs, but no edition is called {name}. To take their translations into {lang}: "
        f"targman receive locales/{name} – then delete the folder."
        for name, lang in former.items()
        if lang and not is_same_file(folder / name, folder / lang)
    ]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _copied(name: str, names: Mapping[str, ArticlePath]) -> ArticlePath | None:
    """Return the article with the longest name that the name of a copy begins or ends with, apart from other words."""
    cuts = [place for place in range(1, len(name)) if not name[place].isalnum() or not name[place - 1].isalnum()]
    parts = [name, *(name[:place] for place in reversed(cuts)), *(name[place:] for place in cuts)]
    return next((names[part] for part in parts if part in names), None)
