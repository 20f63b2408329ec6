"""Find out from the files of a site by which dialects of Markdown its program reads texts: `sites.toml` tells."""

import os
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_MOST_FOLDERS = 30
"""Folders at the top of a site that are looked into for what tells its dialect."""


def detect_dialects(root: Path) -> tuple[str, ...]:
    """Return the dialects that the files of a workspace, and of the repository that it is in, tell of."""
    tops = [folder for folder in root.parents if (folder / ".git").exists()][:1]
    try:
        entries = [entry for folder in (root, *tops) for entry in os.scandir(folder)]
    except OSError:
        return ()
    found = match_files([entry.name for entry in entries])
    if set(found) - {"github"}:
        return found
    names = _read_table()["below"]
    folders = sorted(entry.path for entry in entries if entry.name[0] not in "._" and entry.is_dir())[:_MOST_FOLDERS]
    below = [f"*/{name}" for folder in folders for name in names if os.path.lexists(f"{folder}/{name}")]
    return match_files([*(entry.name for entry in entries), *below])


def match_files(files: Iterable[str]) -> tuple[str, ...]:
    """Return the dialects that files tell of, by their paths from the top of a site, in alphabetical order."""
    told = _read_table()["files"] | {f"*/{name}": dialect for name, dialect in _read_table()["below"].items()}
    names = (name if name in told else f"*/{name.partition('/')[2]}" for name in files)
    return tuple(sorted({told[name] for name in names if name in told}))


@cache
def _read_table() -> dict[str, dict[str, str]]:
    """Read the data. It is not beside the dialects, as the settings alone need no rooms of the core."""
    return tomllib.loads(Path(__file__).with_name("sites.toml").read_text(encoding="utf-8"))
