"""What `targman check` takes: `python -m benchmarks.checking`.

520 articles of 24 paragraphs and 24 notes in three editions, translated; in every 8th translation with a note its
marker is misspelled, in every 11th it is missing, so that there is something to report and something to repair. Every
number is of whole processes, by the command as its users call it; the memory is the peak of the largest one.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polib

from benchmarks.corpus import make_corpus
from benchmarks.measure import Command, measured
from benchmarks.tools import COMMAND, Targman, settle
from pipeline.workspace.index import FINDINGS

ARTICLES = 520
_MISSPELLED = 8
_MISSING = 11
_NOTE = "{fn1}"
_CHECK = ["check", "--fail-on", "never"]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "workspace")
        entries = laid(folder, options.articles, Path(scratch))
        for line in page(folder, entries, options.articles, options.rounds):
            print(line, flush=True)


def laid(folder: Path, articles: int, scratch: Path) -> int:
    """Make the workspace; how many translations there are to check."""
    tool, corpus = Targman(), make_corpus(articles, scratch / "made")
    folder.mkdir()
    tool.lay(folder, corpus)
    measured(tool.update(folder), folder)
    tool.finish(folder, corpus.translations)
    count = sum(spoiled(path) for path in sorted((folder / "locales").glob("[a-z][a-z]/articles/*.po")))
    settle(folder)
    return count


def spoiled(path: Path) -> int:
    """Put faults into a catalog; how many translations it has."""
    catalog = polib.pofile(str(path), wrapwidth=0)
    entries = [entry for entry in catalog if entry.msgstr and not entry.obsolete]
    noted = [entry for entry in entries if _NOTE in entry.msgstr]
    for number, entry in enumerate(noted, 1):
        if number % _MISSPELLED == 0:
            entry.msgstr = entry.msgstr.replace(_NOTE, "{ фн1 }")
        elif number % _MISSING == 0:
            entry.msgstr = entry.msgstr.replace(_NOTE, "")
    catalog.save()
    return len(entries)


def page(folder: Path, entries: int, articles: int, rounds: int) -> Iterator[str]:
    """The table, a line for each task."""
    one = sorted((folder / "locales/ru/articles").glob("*.po"))[articles // 2]

    def forgotten() -> None:
        (folder / FINDINGS).unlink(missing_ok=True)

    def touched() -> None:
        text = one.read_text(encoding="utf-8")
        one.write_text(f"# {os.urandom(4).hex()}\n{text}", encoding="utf-8")

    def nothing() -> None:
        pass

    machine = platform.processor() or platform.machine()
    yield f"{machine}, {os.cpu_count()} processors, Python {platform.python_version()}"
    yield f"{articles:,} articles, {entries:,} translations in three editions\n"
    yield "| task | wall seconds | CPU seconds | memory (MB) |"
    yield "|---|---|---|---|"
    check: Command = [str(COMMAND), *_CHECK]
    tasks: list[tuple[str, Callable[[], None], Command]] = [
        ("first check", forgotten, check),
        ("nothing changed", nothing, check),
        ("one catalog changed", touched, check),
        ("nothing changed, SARIF", nothing, [*check, "--format", "sarif"]),
        ("one catalog by its path", nothing, [*check, f"locales/ru/articles/{one.name}"]),
        ("all repairs shown", nothing, ["sh", "-c", f"{COMMAND} check --fix > {os.devnull} || test $? = 1"]),
    ]
    for name, before, command in tasks:
        samples = []
        for _ in range(rounds):
            before()
            samples.append(measured([command], folder))
        wall, cpu, peak = (sorted(getattr(sample, key) for sample in samples) for key in ("wall", "cpu", "peak"))
        middle = rounds // 2
        yield f"| {name} | {wall[middle]:.2f} | {cpu[middle]:.2f} | {peak[-1]:.0f} |"
    yield f"\nindex: {(folder / FINDINGS).stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
