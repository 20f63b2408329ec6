"""`init`: a new workspace with a configuration and a sample article."""

import json
from importlib import resources
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.workspace import files

IGNORED = """\
# Made by Targman; can be made again at any time.
.targman/
.targman.*
editions/
exports/

# Made by PO editors.
*.mo
"""


def init_workspace(folder: Path, lang: str) -> tuple[str, ...]:
    """Make `folder` a workspace whose articles are in `lang`; return the paths written, relative to it. Existing files
    stay as they are. Raises SettingsError if the folder is a workspace, FileError if the disk refuses.
    """
    if (folder / "targman.toml").exists():
        raise SettingsError("is there already: this folder is a workspace.", path=str(folder / "targman.toml"))
    if folder.exists() and not folder.is_dir():
        raise SettingsError("is a file. Give the name of a folder.", path=str(folder))
    samples = resources.files("pipeline.workspace").joinpath("samples")
    project = json.dumps(folder.resolve().name, ensure_ascii=False)
    contents = {
        "targman.toml": samples.joinpath("settings.txt").read_text("utf-8").format(lang=lang, project=project).encode(),
        "articles/welcome.md": samples.joinpath(f"{lang}.md").read_bytes(),
        ".gitignore": IGNORED.encode(),
    }
    return tuple(
        path
        for path, data in contents.items()
        if not (folder / path).exists() and files.write(folder / path, data, seen=None, root=folder)
    )
