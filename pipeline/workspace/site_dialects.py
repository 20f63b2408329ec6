"""Find out from the files of a site by which dialects of Markdown its program reads texts."""

import os
from pathlib import Path

_MOST_FOLDERS = 30
"""Folders at the top of a site that are looked into for what tells its dialect."""


def detect_dialects(root: Path) -> tuple[str, ...]:
    """Return the dialects that the files of a workspace, and of the repository that it is in, tell of."""
    from pipeline.article import dialects  # noqa: PLC0415  the settings alone need no rooms of the core

    tops = [folder for folder in root.parents if (folder / ".git").exists()][:1]
    try:
        entries = [entry for folder in (root, *tops) for entry in os.scandir(folder)]
    except OSError:
        return ()
    found = dialects.detect([entry.name for entry in entries])
    if set(found) - {"github"}:
        return found
    names = dialects.names_below()
    folders = sorted(entry.path for entry in entries if entry.name[0] not in "._" and entry.is_dir())[:_MOST_FOLDERS]
    below = [f"*/{name}" for folder in folders for name in names if os.path.lexists(f"{folder}/{name}")]
    return dialects.detect([*(entry.name for entry in entries), *below])
