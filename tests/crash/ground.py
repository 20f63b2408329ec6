"""A workspace to be hard on: articles in two versions, translated catalogs, and the command as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
TEXTS = 6
"""How many sentences an article has in each of its two paragraphs; each has a note."""

_EMPTY = re.compile(r'(?<=\n)msgid "(?P<source>.+)"\nmsgstr ""\n')
_TRANSLATION = re.compile(r'^(?:#~ )?msgid "(.+)"\n(?:#~ )?msgstr "(.+)"$', re.MULTILINE)


def article(name: str, *, edited: bool = False) -> str:
    """An article; the edited version has one sentence changed, one gone and one new."""
    sentences = [f"Sentence {number} of {name} says something of its own.[^{number}]" for number in range(TEXTS * 2)]
    if edited:
        sentences[1] = sentences[1].replace("something", "something else")
        sentences[3] = f"A new one has come into {name}.[^3]"
    notes = [f"[^{number}]: Source {number} of {name}." for number in range(TEXTS * 2)]
    paragraphs = [" ".join(sentences[:TEXTS]), " ".join(sentences[TEXTS:])]
    return "\n\n".join([f"# The title of {name}", *paragraphs, *notes]) + "\n"


def write_articles(root: Path, names: Sequence[str], *, edited: bool = False) -> None:
    """Put the articles into the workspace, which is made one if it is none."""
    (root / "articles").mkdir(exist_ok=True)
    (root / "targman.toml").write_text('lang = "en"\nproject = "ground"\n', encoding="utf-8")
    for name in names:
        (root / "articles" / f"{name}.md").write_text(article(name, edited=edited), encoding="utf-8")


def translated(catalog: str) -> str:
    """A catalog with all that is empty in it translated, each text in its own way."""
    return _EMPTY.sub(lambda found: f'msgid "{found["source"]}"\nmsgstr "Перевод: {found["source"]}"\n', catalog)


def translate(root: Path) -> None:
    """Translate all catalogs of a workspace."""
    for path in (root / "locales").rglob("*.po"):
        path.write_text(translated(path.read_text(encoding="utf-8")), encoding="utf-8")


def translations(data: bytes) -> dict[str, str]:
    """What a simple and strict reader finds in a file with a line for each text: the translations by their sources."""
    return dict(_TRANSLATION.findall(data.decode(errors="replace").replace("\r\n", "\n")))


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a workspace but Targman's own cache and what it writes to before it renames."""
    found = (path for path in root.rglob("*") if path.is_file() and ".targman" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if not is_temporary(path)}


def is_temporary(path: Path) -> bool:
    return path.name.startswith(".targman.")


def leftovers(root: Path) -> list[str]:
    """The temporary files in a workspace."""
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if is_temporary(path)]


def start(root: Path, *words: str, command: Sequence[str] = COMMAND) -> subprocess.Popen[str]:
    """Start `targman` with these words as a process, and a process group, of its own."""
    return subprocess.Popen(
        [*command, *words],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
