"""`python -m benchmarks.archive`: what it takes to adopt an archive, in CPU seconds of all processes.

The archive has English articles, each with an Armenian and a Russian translation: a row of the table for each. They are
made of the documents in ../shared/data/bitext as in `benchmarks.adoption`: one in three is clean, one loose, and of one
two paragraphs have changed places. There are some 560 sentences, so that those of a large archive repeat themselves.
"""

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import adoption
from benchmarks.measure import measured

LANGS = ("hy", "ru")
TARGMAN = (sys.executable, "-m", "pipeline")


def sentences() -> list[tuple[str, ...]]:
    """The sentences that are plain text in all three languages, each once."""
    found: dict[str, dict[str, str]] = {}
    for lang in LANGS:
        for rows in adoption.documents("en", lang).values():
            for ours, theirs in rows:
                found.setdefault(ours, {})[lang] = theirs
    return [(ours, *(known[lang] for lang in LANGS)) for ours, known in found.items() if len(known) == len(LANGS)]


def portions(seed: str) -> Iterator[list[tuple[str, ...]]]:
    """Sentences for articles without end, shuffled anew when all are used."""
    every = sentences()
    rng = random.Random(seed)  # noqa: S311
    while True:
        rng.shuffle(every)
        for start in range(0, len(every) - adoption.SIZE + 1, adoption.SIZE):
            yield every[start : start + adoption.SIZE]


def make(folder: Path, rows: int) -> None:
    """Make a workspace with a table of so many rows."""
    for name in ("articles", "old"):
        (folder / name).mkdir()
    (folder / "targman.toml").write_text('editions = ["hy", "en", "ru"]\n', encoding="utf-8")
    made = [("article", "lang", "translation")]
    for number, chosen in zip(range(rows // len(LANGS)), portions("archive"), strict=False):
        variant = adoption.VARIANTS[number % len(adoption.VARIANTS)]
        for at, lang in enumerate(LANGS, start=1):
            rng = random.Random(f"archive:{number}")  # noqa: S311  the same article for both
            pairs = [(row[0], row[at]) for row in chosen]
            source, target, _ = adoption.write_texts(pairs, ("en", lang), variant, rng)
            (folder / "articles" / f"a{number}.md").write_text(f"---\nlang: en\n---\n\n{source}", encoding="utf-8")
            (folder / "old" / f"a{number}.{lang}.md").write_text(target, encoding="utf-8")
            made.append((f"a{number}", lang, f"old/a{number}.{lang}.md"))
    with (folder / "archive.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(made)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--rows", type=int, action="append", help="how many rows the table has (100, 200, 400)")
    options = parser.parse_args(words)
    if not adoption.BITEXT.is_dir():
        sys.exit(f"{adoption.BITEXT} is not here: there is nothing to measure with")
    for rows in options.rows or (100, 200, 400):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make(folder, rows)
            synced = measured([[*TARGMAN, "sync"]], folder)
            took = measured([[*TARGMAN, "adopt", "--batch", "archive.csv"]], folder)
        each = 1000 * took.cpu / rows
        print(
            f"{rows:6} rows: adopted in {took.cpu:.1f} s CPU, {each:.0f} ms a row, {took.wall:.1f} s wall, "
            f"{took.peak:.0f} MB; synced before in {synced.cpu:.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
