"""`init`: a new workspace with a configuration and a sample article."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.workspace import files
from pipeline.workspace.paths import list_files
from pipeline.workspace.settings import DEFAULT_EDITIONS
from pipeline.workspace.settings.specs import format_settings

_IGNORED = """\
# Made by Targman; can be made again at any time.
.targman/
.targman.*
editions/
exports/

# Made by PO editors.
*.mo
"""

_ATTRIBUTES = """\
# Articles keep their bytes. Catalogs are merged entry by entry, where this machine has the driver:
# git config merge.targman.driver "targman merge-driver %O %A %B %P"
articles/** -text
locales/**/*.po text eol=lf merge=targman
locales/**/*.pot text eol=lf merge=targman
locales/sent/* merge=union
"""

_WORKFLOWS = {"github": ".github/workflows/targman.yml", "gitlab": ".gitlab-ci.yml"}

CI_HOSTS = tuple(_WORKFLOWS)
"""The hosts that `init` writes a workflow for."""


def init_workspace(
    folder: Path, lang: str, editions: Sequence[str], *, git: bool, ci: str, tutorial: bool
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Make `folder` a workspace whose articles are in `lang`, with the usual editions unless some are given. With `git`
    catalogs are merged entry by entry there, and `ci` is one of `CI_HOSTS`. Return the paths written, relative to the
    folder, and those that were there and stay as they are, with the lines that they lack. A sample article is written
    where there is none, or with `tutorial` the documents that docs/tutorial.md works with. A folder that is a workspace
    keeps its settings, and gets no sample. Raises SettingsError if it is one and neither `git` nor `ci` is given,
    FileError if the disk refuses.
    """
    is_new = not (folder / "targman.toml").exists()
    if not is_new and not git and not ci:
        told = "is there already: this folder is a workspace. To add files of --git or --ci, give these options."
        raise SettingsError(told, path=str(folder / "targman.toml"))
    if folder.exists() and not folder.is_dir():
        raise SettingsError("is a file. Give the name of a folder.", path=str(folder))
    folder = folder.absolute()
    samples = resources.files("pipeline.workspace").joinpath("samples")
    own = samples.joinpath(f"{lang}.md")
    sample = own if own.is_file() else samples.joinpath("en.md")
    made = list(editions) or _usual_editions(lang)
    usual = {} if made == list(DEFAULT_EDITIONS) else {"editions": made}
    settings = format_settings({"project": folder.resolve().name or "articles", "lang": lang, **usual})
    wants_sample = is_new and not tutorial and not any(list_files(folder / "articles", ".md"))
    documents = samples.joinpath("tutorial").iterdir() if tutorial else ()
    contents = {
        **({"targman.toml": settings.encode()} if is_new else {}),
        **({"articles/welcome.md": sample.read_bytes()} if wants_sample else {}),
        **{f"tutorial/{each.name}": each.read_bytes() for each in sorted(documents, key=lambda each: each.name)},
        ".gitignore": _IGNORED.encode(),
        **({".gitattributes": _ATTRIBUTES.encode()} if git else {}),
        **({_WORKFLOWS[ci]: samples.joinpath(f"{ci}.yml").read_bytes()} if ci else {}),
    }
    written = [
        path
        for path, data in contents.items()
        if not (folder / path).exists() and files.write(folder / path, data, seen=None, root=folder)
    ]
    kept = [path for path in contents if path not in written]
    return tuple(written), {path: _lacking(folder / path, contents[path]) for path in kept}


def _lacking(path: Path, data: bytes) -> tuple[str, ...]:
    """Return the lines of a new file that one which was there lacks; comments and empty lines do not count."""
    there = {line.strip() for line in (files.read(path) or b"").decode("utf-8", "replace").splitlines()}
    wanted = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    return tuple(line for line in wanted if line and not line.startswith("#") and line not in there)


def _usual_editions(lang: str) -> list[str]:
    """Return the default editions, or those in another language and in English."""
    return list(DEFAULT_EDITIONS) if lang in DEFAULT_EDITIONS else [lang, "en"]
