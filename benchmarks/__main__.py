"""`python -m benchmarks`, which is `make bench`: measures, and writes the page and its chart."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polib

from benchmarks import machine, page, peers
from benchmarks.corpus import Corpus, make_corpus
from benchmarks.exports import measure_pages
from benchmarks.extremes import measure_extremes
from benchmarks.results import Extreme, Measured, Results, Size, load
from benchmarks.rounds import Runner, compare, grow
from benchmarks.tools import GitStatus, Interpreter, ReadingAll, Targman, Tool

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build" / "benchmarks"
SIZES = (1, 10, 100, 1_000, 10_000)
LONG = (10_000, 100_000, 1_000_000)
MANY = (1_000, 10_000, 100_000)


def main(words: Sequence[str] | None = None) -> None:
    """Measure as the words of the command line say. What is known is kept after every step: a run takes long."""
    options = _options(words)
    kept = (BUILD if options.output == DOCS else options.output) / "results.json"
    with tempfile.TemporaryDirectory(prefix="targman-benchmark-", dir=options.folder) as name:
        steps = iter([load(options.results)]) if options.results else _compared(Path(name), options)
        for results in steps:
            results.save(kept)
        if options.exports:
            made = list(measure_pages(options.exports, Path(name) / "exports", _say))
            facts = {**results.facts, "Pages": machine.moment()}
            results = replace(results, pages=made, facts=facts)
            results.save(kept)
        for extreme in measure_extremes(options.long, options.many, Path(name) / "extremes", _say):
            others = [other for other in results.extremes if (other.articles, other.words) != _size_of(extreme)]
            facts = {**results.facts, "Extremes": machine.moment()}
            results = replace(results, extremes=sorted([*others, extreme], key=_size_of), facts=facts)
            results.save(kept)
        for size in _grown(Path(name), options):
            others = [other for other in results.sizes if other.articles != size.articles]
            sizes = sorted([*others, size], key=lambda each: each.articles)
            results = replace(results, sizes=sizes, facts={**results.facts, "Growth": machine.moment()})
            results.save(kept)
    _write(results, options.output)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    """What the command line says, and what follows from it where it does not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few articles, one round, into build/benchmarks/")
    parser.add_argument("--install", action="store_true", help="get the peers that are not here, for this run")
    parser.add_argument("--without", action="append", metavar="WORD", help="leave out peers whose name has this word")
    parser.add_argument(
        "--beside", type=Path, action="append", metavar="COMMAND", help="another targman command, with its path"
    )
    parser.add_argument("--articles", type=int, metavar="N", help="how many to compare on (200)")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often (5)")
    parser.add_argument("--growth", type=_numbers, metavar="N,N,…", help="sizes to grow to (1,10,100,1000,10000)")
    parser.add_argument("--exports", type=int, metavar="N", help="articles whose editions are made pages of (1000)")
    parser.add_argument("--long", type=_numbers, metavar="N,N,…", help="words of one article (10000,100000,1000000)")
    parser.add_argument("--many", type=_numbers, metavar="N,N,…", help="small articles (1000,10000,100000)")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where the page goes (docs)")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="where to work; needs some 5 GB for all sizes")
    parser.add_argument("--results", type=Path, metavar="FILE", help="compare nothing; take what was kept in this file")
    options = parser.parse_args(words)
    quick = options.quick
    options.articles = options.articles or (10 if quick else 200)
    options.rounds = options.rounds or (1 if quick else 5)
    options.output = options.output or (BUILD if quick else DOCS)
    if options.exports is None:
        options.exports = 0 if options.results else 10 if quick else 1_000
    if options.growth is None:
        options.growth = () if options.results else SIZES[:3] if quick else SIZES
    if options.long is None:
        options.long = () if options.results else (1_000,) if quick else LONG
    if options.many is None:
        options.many = () if options.results else (10,) if quick else MANY
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split(",") if word)


def _compared(folder: Path, options: argparse.Namespace) -> Iterator[Results]:
    """Everybody on the same articles: the results after each round."""
    corpus = make_corpus(options.articles, folder / "corpus")
    ours = folder / "tools" / "0"
    found, missing, left_out = _peers(folder, ours, options)
    found = [*map(Targman, options.beside or ()), *found]
    tools: list[Tool] = [Targman(), *found, GitStatus(ours), ReadingAll(ours), Interpreter(ours)]
    versions = [tool.version() for tool in tools]
    runners = _runners(tools, folder / "tools", corpus)
    before = machine.moment()
    for rounds in compare(runners, options.rounds, warm=not options.quick, say=_say):
        yield Results(
            facts=machine.facts() | {"Comparison": f"{before} to {machine.moment()}"},
            articles=options.articles,
            entries=sum(len(polib.pofile(str(path))) for path in (ours / "locales" / "hy").rglob("*.po")),
            rounds=rounds,
            real=corpus.real,
            tools=[
                Measured(
                    name=runner.tool.name,
                    version=version,
                    peer=runner.tool in found,
                    samples=runner.samples,
                    failures=runner.failures,
                )
                for runner, version in zip(runners, versions, strict=True)
            ],
            missing=missing,
            left_out=left_out,
            sizes=(),
        )
    shutil.rmtree(folder / "tools")


def _peers(folder: Path, ours: Path, options: argparse.Namespace) -> tuple[list[Tool], list[str], list[str]]:
    """The peers to measure, and the names of those that are not here and of those that nobody wanted."""
    environments = folder / "environments"
    if options.install:
        peers.install(environments)
    here, missing = peers.peers(ours, environments)
    unwanted = [tool for tool in here if any(word in tool.name for word in options.without or ())]
    return [tool for tool in here if tool not in unwanted], missing, [tool.name for tool in unwanted]


def _runners(tools: Sequence[Tool], folder: Path, corpus: Corpus) -> list[Runner]:
    return [Runner(tool=tool, folder=folder / str(number), corpus=corpus) for number, tool in enumerate(tools)]


def _grown(folder: Path, options: argparse.Namespace) -> Iterator[Size]:
    """Targman alone on more and more articles."""
    corpora = (make_corpus(size, folder / f"corpus{size}") for size in options.growth)
    return grow(corpora, folder / "grown", options.rounds, _say)


def _size_of(extreme: Extreme) -> tuple[int, int]:
    return extreme.articles, extreme.words


def _write(results: Results, output: Path) -> None:
    """Write the page and the chart."""
    output.mkdir(parents=True, exist_ok=True)
    (output / page.PAGE).write_text(page.page(results), encoding="utf-8")
    if results.sizes:
        (output / page.CHART).write_text(page.drawing(results), encoding="utf-8")
    _say(f"{output / page.PAGE} written.")


def _say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
