"""Tell a small story on the terminal: one sentence of an article changes, and its editions follow. `make demo` runs it.

It works on a copy of this repository's articles and catalogs in a temporary folder.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from pipeline.cli.streams import prepare_streams

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "articles/lake-sevan.md"
CATALOG = "locales/{}/articles/lake-sevan.po"
EDITION = "editions/{}/lake-sevan.md"
NOTE = "iv"
BEFORE, AFTER = "about ten times its natural outflow", "almost ten times its natural outflow"
RUSSIAN_BEFORE, RUSSIAN_AFTER = (
    "примерно вдесятеро больше естественного стока",
    "почти вдесятеро больше естественного стока",
)
LANGUAGES = {"en": "English", "hy": "Armenian", "ru": "Russian"}
WIDTH = min(shutil.get_terminal_size().columns, 80)


def main() -> None:
    prepare_streams()
    with TemporaryDirectory(prefix="targman-demo-") as folder:
        workspace = Path(folder)
        for name in ("articles", "locales"):
            shutil.copytree(ROOT / name, workspace / name)
        shutil.copy(ROOT / "pyproject.toml", workspace)
        targman(workspace, "sync", is_shown=False)
        targman(workspace, "merge", is_shown=False)
        tell_story(workspace)


def tell_story(workspace: Path) -> None:
    say("An article about Lake Sevan is written in English and published in Armenian, English and Russian.")
    targman(workspace, "status", "lake-sevan")
    say("1. The author changes one sentence:")
    replace(workspace / ARTICLE, BEFORE, AFTER)
    say("2. sync brings the catalogs up to date:")
    before = {lang: read_entries(workspace, lang) for lang in LANGUAGES}
    targman(workspace, "sync", "lake-sevan")
    for lang, name in LANGUAGES.items():
        changed = sum(entry not in before[lang] for entry in read_entries(workspace, lang))
        click.echo(f"{name:8}  {changed} of {len(before[lang])} entries changed.")
    say(
        "The English catalog followed by itself. In the other two, the old translation is kept but marked as fuzzy: "
        "a person is to look at it. What changed, word by word:"
    )
    targman(workspace, "sync", "lake-sevan", "--explain", AFTER)
    say("3. The Russian translator corrects the sentence in a PO editor; the Armenian sentence still waits:")
    replace(workspace / CATALOG.format("ru"), RUSSIAN_BEFORE, RUSSIAN_AFTER)
    confirm(workspace / CATALOG.format("ru"), RUSSIAN_AFTER)
    targman(workspace, "status", "lake-sevan")
    say("4. merge writes the editions:")
    targman(workspace, "merge", "lake-sevan")
    say(
        "In each edition the note stands beside its sentence. The Armenian one has the English sentence until somebody "
        "confirms the translation:"
    )
    for lang, name in LANGUAGES.items():
        show_note(name, (workspace / EDITION.format(lang)).read_text("utf-8"))
    say(
        "That was a copy in a temporary folder, which is deleted now. To begin with articles of your own: "
        f"{os.path.relpath(sys.prefix)}/bin/targman init FOLDER"
    )


def say(text: str) -> None:
    click.echo("\n" + click.style(click.wrap_text(text, WIDTH), bold=True) + "\n")


def targman(workspace: Path, *words: str, is_shown: bool = True) -> None:
    """Run a command in the workspace, and show it with what it prints."""
    if is_shown:
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        click.echo(click.style(f"$ targman {shown}", fg="cyan"))
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pipeline", *words],
        cwd=workspace,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=None if is_shown else subprocess.DEVNULL,
        check=True,
    )


def replace(path: Path, before: str, after: str) -> None:
    """Replace words in a file, and show them. What a catalog keeps as obsolete stays."""
    text = path.read_text("utf-8")
    if text.partition("#~")[0].count(before) != 1:
        sys.exit(f"{path} does not have “{before}” once")
    path.write_text(text.replace(before, after, 1), "utf-8")
    click.secho(f"− … {before} …", fg="red")
    click.secho(f"+ … {after} …", fg="green")
    click.echo()


def confirm(path: Path, words: str) -> None:
    """Take the fuzzy mark, and what the translation was made for, from the entry with these words, as PO editors do."""
    entries = path.read_text("utf-8").split("\n\n")
    for number, entry in enumerate(entries):
        if words in entry:
            entries[number] = re.sub(r"^#\| .*\n", "", entry.replace("#, fuzzy, ", "#, "), flags=re.MULTILINE)
    path.write_text("\n\n".join(entries), "utf-8")


def read_entries(workspace: Path, lang: str) -> list[str]:
    """Read the entries of a catalog for the article's texts, its header and the obsolete entries left out."""
    _, *entries = (workspace / CATALOG.format(lang)).read_text("utf-8").strip().split("\n\n")
    return [entry for entry in entries if "#~" not in entry]


def show_note(name: str, edition: str) -> None:
    """Show the end of the sentence that the note belongs to, and the note's beginning."""
    sentence = re.search(rf"[^.։]*[.։]?\[\^{NOTE}\][.։]?", edition)
    note = re.search(rf"^\[\^{NOTE}\]: .*", edition, re.MULTILINE)
    if sentence is None or note is None:
        sys.exit(f"the {name} edition has no note {NOTE}")
    room = WIDTH - 12
    click.echo(f"{name:8}  …{sentence[0][-room:].partition(' ')[2]}")
    click.echo(click.style(f"{'':8}  {note[0][:room].rpartition(' ')[0]}…", dim=True))


if __name__ == "__main__":
    main()
