"""`init`: a new workspace with a configuration and a sample article."""

import json
from importlib import resources
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.workspace import files

CONFIGURATION = """\
# Targman's settings for this workspace. What stands here as a comment is the default.

project = {project}   # stands in the header of catalogs
lang = "{lang}"                 # the language of articles whose front matter does not say "lang: …"
# editions = ["hy", "en", "ru"]
# segmentation = "sentence"   # or "block": a whole paragraph is one entry
# front_matter = ["title", "subtitle", "description", "summary", "author"]
# dialects = ["hugo"]           # the site's own syntax, where its files do not tell: docs/dialects.md
# line_references = false     # true: catalogs name the line of each text, and change with every edit
# missing = "source"          # what an edition shows where a translation is missing: source, mark, omit, fail
# fuzzy = "skip"              # or "use": show translations that nobody has confirmed yet
# complete = 0.0              # the share of words, 0 to 1, below which an edition is not written
# memory = "fuzzy"            # what sync does with translations made before: offer them for review ("fuzzy"), take
                              # those of the very same text as final ("exact"), or nothing ("off")
#
# For targman export:
# publisher = "The name that pages show"
# url = "https://example.org"   # where the site of targman export --site will be
# note_markers = "arabic"     # or "roman", "symbols"
# note_order = "reference"    # notes are numbered as an edition refers to them; or "source": as the article does
# reference_docx = "house.docx"   # a Word file whose styles exported ones take
# reference_odt = "house.odt"
"""

IGNORED = (
    "# Made by Targman; can be made again at any time.\n.targman/\neditions/\nexports/\n\n# Made by PO editors.\n*.mo\n"
)


def init_workspace(folder: Path, lang: str) -> tuple[str, ...]:
    """Make `folder` a workspace whose articles are in `lang`; return the paths written, relative to it. Existing files
    stay as they are. Raises SettingsError if the folder is a workspace, FileError if the disk refuses.
    """
    if (folder / "targman.toml").exists():
        raise SettingsError("is there already: this folder is a workspace.", path=str(folder / "targman.toml"))
    if folder.exists() and not folder.is_dir():
        raise SettingsError("is a file. Give the name of a folder.", path=str(folder))
    sample = resources.files("pipeline.workspace").joinpath("samples", f"{lang}.md").read_bytes()
    contents = {
        "targman.toml": CONFIGURATION.format(
            lang=lang, project=json.dumps(folder.resolve().name, ensure_ascii=False)
        ).encode(),
        "articles/welcome.md": sample,
        ".gitignore": IGNORED.encode(),
    }
    return tuple(
        path
        for path, data in contents.items()
        if not (folder / path).exists() and files.write(folder / path, data, seen=None, root=folder)
    )
