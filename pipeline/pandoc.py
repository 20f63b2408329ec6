"""pandoc, the program that reads Word, ODT and HTML: found, and run within bounds of memory, time and reach."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import ArticleError

INSTALL = "pip install 'targman[office]'"

_MARKDOWN = "gfm-tex_math_dollars-autolink_bare_uris-alerts"
_OLD_MARKDOWN = "gfm-tex_math_dollars-autolink_bare_uris"
_MEMORY = "1500M"
_SECONDS = 60


def find_pandoc() -> str:
    """The path of pandoc: the one that the extra brings, or else one that is installed. Raises ArticleError."""
    spec = find_spec("pypandoc")
    for folder in spec.submodule_search_locations or () if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            path = Path(folder, "files", name)
            if path.is_file():
                return str(path)
    found = shutil.which("pandoc")
    if found is None:
        raise ArticleError(
            f"cannot be read without pandoc, which is not there. Install it: {INSTALL} "
            "(Markdown and pasted text are imported without it)."
        )
    return found


def syntax_tree(data: bytes, form: str) -> dict[str, Any]:
    """A document as pandoc's syntax tree. Raises ArticleError where pandoc cannot read it within its bounds."""
    options = ["-f", form, "-t", "json"]
    if form == "docx":
        options.append("--track-changes=accept")
    try:
        tree = json.loads(_run(options, data))
    except RecursionError as error:
        raise ArticleError("is nested too deeply: lists in lists, or tables in tables, hundreds deep.") from error
    return tree if isinstance(tree, dict) else {}


def markdown(tree: Mapping[str, Any]) -> str:
    """A syntax tree as Markdown, each paragraph on one line."""
    options = ["-f", "json", "-t", _MARKDOWN, "--wrap=none", "--markdown-headings=atx"]
    data = json.dumps(dict(tree)).encode()
    try:
        return _run(options, data).decode()
    except ArticleError:
        options[3] = _OLD_MARKDOWN
        return _run(options, data).decode()


def _run(options: list[str], data: bytes) -> bytes:
    command = [find_pandoc(), "+RTS", f"-M{_MEMORY}", "-RTS", "--sandbox", *options]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ArticleError(f"took pandoc more than {_SECONDS} seconds; that is too long. Split it.") from error
    except OSError as error:
        raise ArticleError(
            f"cannot be read, as pandoc cannot be run: {error.strerror}. Install it anew: {INSTALL}"
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        if "heap" in said.lower() or done.returncode == 251:  # noqa: PLR2004  GHC's way to say so
            raise ArticleError("needs more memory than an article does. Split the document.")
        first = next(iter(said.splitlines()), "no reason given")
        raise ArticleError(f"cannot be read by pandoc: {first[:200]}")
    return done.stdout
