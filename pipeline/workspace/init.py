"""`init`: a new workspace with a configuration and a sample article."""

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.workspace import files
from pipeline.workspace.settings import DEFAULT_EDITIONS

IGNORED = """\
# Made by Targman; can be made again at any time.
.targman/
.targman.*
editions/
exports/

# Made by PO editors.
*.mo
"""


def init_workspace(folder: Path, lang: str, editions: Sequence[str] = ()) -> tuple[str, ...]:
    """Make `folder` a workspace whose articles are in `lang`, with the usual editions unless some are given; return the
    paths written, relative to it. Existing files stay as they are. Raises SettingsError if the folder is a workspace,
    FileError if the disk refuses.
    """
    if (folder / "targman.toml").exists():
        raise SettingsError("is there already: this folder is a workspace.", path=str(folder / "targman.toml"))
    if folder.exists() and not folder.is_dir():
        raise SettingsError("is a file. Give the name of a folder.", path=str(folder))
    samples = resources.files("pipeline.workspace").joinpath("samples")
    project = json.dumps(folder.resolve().name, ensure_ascii=False)
    own = samples.joinpath(f"{lang}.md")
    sample = own if own.is_file() else samples.joinpath("en.md")
    made = json.dumps(editions or _usual_editions(lang))
    line = f"editions = {made}" if json.loads(made) != list(DEFAULT_EDITIONS) else f"# editions = {made}"
    settings = samples.joinpath("settings.txt").read_text("utf-8").format(lang=lang, project=project, editions=line)
    contents = {
        "targman.toml": settings.encode(),
        "articles/welcome.md": sample.read_bytes(),
        ".gitignore": IGNORED.encode(),
    }
    return tuple(
        path
        for path, data in contents.items()
        if not (folder / path).exists() and files.write(folder / path, data, seen=None, root=folder)
    )


def _usual_editions(lang: str) -> list[str]:
    """Return the default editions, or those in another language and in English."""
    return list(DEFAULT_EDITIONS) if lang in DEFAULT_EDITIONS else [lang, "en"]
