"""Tell a small story on the terminal: one sentence of an article changes, and its editions follow. `make demo` runs it.

It works on a copy of this repository's articles and catalogs in a temporary folder. What remains is one page that shows
the editions side by side.
"""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from pipeline.cli.streams import prepare_streams
from pipeline.diff import Change, diff_words

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
LETTERS = 3  # texts with no more of them between two changes belong to the change
PAGE = ROOT / ".targman" / "demo.html"
STATES = {
    "en": "follows the article by itself",
    "hy": "the translation waits for a person; until then the edition has the English sentence",
    "ru": "the translator corrected the sentence",
}
LANGUAGES = {"en": "English", "hy": "Armenian", "ru": "Russian"}
TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Targman: what happened</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 2rem auto; max-width: 90rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; }}
th, td {{ vertical-align: top; text-align: start; padding: .5rem .75rem; border-bottom: 1px solid #8884; }}
td {{ white-space: pre-line; overflow-wrap: anywhere; }}
th small {{ display: block; font-weight: normal; opacity: .75; }}
ins {{ background: #2a84; text-decoration: none; }}
del {{ background: #d344; }}
@media (max-width: 40rem) {{
  thead {{ display: none; }}
  tr, td {{ display: block; }}
  td::before {{ content: attr(lang) ": "; }}
}}
</style></head><body>
<h1>One sentence changed, and three editions followed</h1>
<p>The author wrote {what}. Gone words are <del>struck out</del>, new ones <ins>marked</ins>.</p>
<table>{head}<tbody>{changed}</tbody></table>
<h2>The whole article</h2>
<table>{head}<tbody>{whole}</tbody></table>
</body></html>
"""
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
    editions_before = read_editions(workspace)
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
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(make_page(editions_before, read_editions(workspace)), "utf-8")
    click.echo(f"What happened, side by side: {PAGE}")


def read_editions(workspace: Path) -> dict[str, list[str]]:
    """Read the blocks of each edition below its front matter; all editions have as many."""
    texts = {lang: (workspace / EDITION.format(lang)).read_text("utf-8") for lang in LANGUAGES}
    return {lang: text.partition("\n---\n")[2].strip().split("\n\n") for lang, text in texts.items()}


def make_page(before: dict[str, list[str]], after: dict[str, list[str]]) -> str:
    """Make a page with the editions side by side: first the blocks that changed, then the whole article."""
    rows = list(zip(*(zip(before[lang], after[lang], strict=True) for lang in LANGUAGES), strict=True))
    changed = [row for row in rows if any(old != new for old, new in row)]
    heads = "".join(f"<th>{name}<small>{STATES[lang]}</small></th>" for lang, name in LANGUAGES.items())
    head = f"<thead><tr>{heads}</tr></thead>"
    shown, whole = ("".join(map(format_row, some)) for some in (changed, rows))
    return TEMPLATE.format(what=html.escape(f"“{BEFORE}” → “{AFTER}”"), head=head, changed=shown, whole=whole)


def format_row(row: tuple[tuple[str, str], ...]) -> str:
    """Return a row of the table: a block in each language, with its words that are gone and new."""
    cells = zip(LANGUAGES, row, strict=True)
    return f"<tr>{''.join(f'<td lang={lang}>{format_block(*block)}</td>' for lang, block in cells)}</tr>\n"


def format_block(old: str, new: str) -> str:
    """Return a block as HTML, with its words that are gone and new marked; short ones between them count as both."""
    if old == new:
        return html.escape(new)
    shown, gone, added = "", "", ""
    for part in (*diff_words(old, new), None):
        is_kept = part is None or (
            part.change not in {Change.GONE, Change.NEW} and sum(map(str.isalpha, part.text)) > LETTERS
        )
        if is_kept:
            shown += "".join(
                f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in (("del", gone), ("ins", added)) if text
            )
            shown, gone, added = shown + html.escape(part.text if part else ""), "", ""
        elif part is not None:
            gone += part.text if part.change is not Change.NEW else ""
            added += part.text if part.change is not Change.GONE else ""
    return shown


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
