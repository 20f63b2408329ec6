"""`python -m benchmarks.alignment`: how well and how fast translations are paired with their originals.

Documents are made of ../shared/data/bitext by ../shared/tools/alignment_score.py, which also knows how to score. Some
of them (`--halves tuned`) served to choose weights and thresholds, the others (`--halves checked`) only to check them.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import util
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.alignment import SURE, Alignment, Bead, Lexicon, TextLine, align, learn_lexicon
from pipeline.alignment.__main__ import parse_lines
from pipeline.alignment.aligner import TOO_SHORT

SHARED = Path(__file__).parents[2] / "shared"
SCORER = SHARED / "tools" / "alignment_score.py"
BITEXT = SHARED / "data" / "bitext"

PAIRS = ("en-hy", "en-ru", "hy-ru")
VARIANTS = ("L-P0", "L-P20m")
HALVES = {"tuned": (0, 1), "checked": (2, 3, 4), "all": (0, 1, 2, 3, 4)}
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.1)

Pairing = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Two texts and the beads that are right. `body` is how many lines of each are not notes."""

    name: str
    source: tuple[TextLine, ...]
    target: tuple[TextLine, ...]
    gold: frozenset[Pairing]
    body: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an aligner made of some documents: shares from 0 to 1; each pair's confidence, and whether it is right."""

    f1: float
    precision: float
    recall: float
    judged: tuple[tuple[float, bool], ...]
    wanted: int

    def sure(self, least: float = SURE) -> tuple[float, float]:
        """How many of the pairs taken as sure are right, and how many of all there are they are."""
        taken = [right for confidence, right in self.judged if confidence >= least]
        return sum(taken) / max(len(taken), 1), sum(taken) / max(self.wanted, 1)


@cache
def scorer() -> Any:  # noqa: ANN401  a script from outside, without types
    spec = util.spec_from_file_location("alignment_score", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = util.module_from_spec(spec)
    was, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = was
    return module


@cache
def _texts(lang: str) -> dict[str, list[str]]:
    return {
        path.name.removesuffix(f".{lang}.txt"): [line.strip() for line in scorer().read_lines(str(path))]
        for path in sorted(BITEXT.glob(f"*.{lang}.txt"))
    }


def documents(variant: str, pair: str, folds: Sequence[int], seed: str = "") -> Iterator[Document]:
    """The documents of a variant; without a seed the very ones that `alignment_score.py make` writes."""
    tool = scorer()
    options = tool.VARIANTS[variant]
    ours, theirs = (_texts(lang) for lang in pair.split("-"))
    order = sorted(ours)
    random.Random("folds").shuffle(order)  # noqa: S311
    for fold in folds:
        mine = order[fold :: tool.FOLDS]
        for start in range(0, len(mine), options["join"]):
            chosen = mine[start : start + options["join"]]
            if len(chosen) < min(3, options["join"]):
                continue
            name = f"f{fold}-{chosen[0]}"
            rngs = [random.Random(f"{what}:{name}:{pair}{seed}") for what in ("perturb", "marks")]  # noqa: S311
            strangers = [(ours[other], theirs[other]) for other in sorted(mine) if other not in chosen]
            built = tool.build([(ours[each], theirs[each]) for each in chosen], strangers, *rngs, options)
            yield Document(
                name=name,
                source=parse_lines(built[0]),
                target=parse_lines(built[1]),
                gold=frozenset(_singles((tuple(source), tuple(target)) for source, target in built[2])),
                body=built[3],
            )


def _singles(beads: Iterator[Pairing]) -> Iterator[Pairing]:
    for source, target in beads:
        if source and target:
            yield source, target
        else:
            yield from (((line,), ()) for line in source)
            yield from (((), (line,)) for line in target)


def judged(aligned: Sequence[tuple[Document, Sequence[Bead]]]) -> Result:
    tool = scorer()
    score = tool.Score()
    pairs: list[tuple[float, bool]] = []
    wanted = 0
    for document, beads in aligned:
        gold = tool.in_body([(*bead, None) for bead in sorted(document.gold)], document.body)
        made = tool.in_body([(bead.source, bead.target, bead.confidence) for bead in beads], document.body)
        score.add(gold, made)
        wanted += sum(1 for source, target, _ in gold if source and target)
        pairs += [(chance, (source, target) in document.gold) for source, target, chance in made if source and target]
    values = score.values()
    return Result(f1=values["F1"], precision=values["P"], recall=values["R"], judged=tuple(pairs), wanted=wanted)


def alone(several: Sequence[Document], pair: str) -> Result:
    """Each document by itself, without anything known before."""
    return judged([(each, _beads(each, pair)) for each in several])


def select_sure_pairs(
    found: Alignment, source: Sequence[TextLine], target: Sequence[TextLine]
) -> list[tuple[str, str]]:
    """Return the texts of the pairs that are sure, to learn from."""
    return [
        (" ".join(source[line].text for line in bead.source), " ".join(target[line].text for line in bead.target))
        for bead in found.beads
        if bead.is_pair and bead.confidence >= SURE
    ]


def as_archive(several: Sequence[Document], pair: str) -> Result:
    """Twice: the second time with the lexicon of what was sure the first time, in all documents together."""
    langs = pair.split("-")
    sure = [
        texts
        for each in several
        for texts in select_sure_pairs(align(each.source, each.target, *langs), each.source, each.target)
    ]
    lexicon = learn_lexicon(sure, *langs)
    return judged([(each, _beads(each, pair, lexicon)) for each in several])


def _beads(document: Document, pair: str, lexicon: Lexicon | None = None) -> tuple[Bead, ...]:
    source_lang, target_lang = pair.split("-")
    return align(document.source, document.target, source_lang, target_lang, lexicon=lexicon).beads


def kinships(variant: str, pair: str, folds: Sequence[int]) -> tuple[list[float], list[float]]:
    """The kinship of documents with their translations, and with the translations of others; the shortest left out."""
    several = [each for each in documents(variant, pair, folds) if min(len(each.source), len(each.target)) >= TOO_SHORT]
    langs = pair.split("-")
    own = [align(each.source, each.target, *langs).kinship for each in several]
    others = zip(several, [*several[1:], *several[:1]], strict=True)
    return sorted(own), sorted(align(each.source, other.target, *langs).kinship for each, other in others)


def seconds(pair: str, joined: int) -> tuple[int, float]:
    """How many lines a document of so many joined ones has, and how long it takes: the least of three."""
    ours, theirs = (_texts(lang) for lang in pair.split("-"))
    names = sorted(ours)[:joined]
    source, target = (parse_lines(line for name in names for line in texts[name]) for texts in (ours, theirs))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        align(source, target, *pair.split("-"))
        took.append(time.perf_counter() - start)
    return len(source), min(took)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alignment", description=__doc__)
    parser.add_argument("--variant", action="append", help="as in alignment_score.py (L-P0, L-P20m)")
    parser.add_argument("--pair", action="append", help="two languages (en-hy, en-ka)")
    parser.add_argument("--halves", choices=sorted(HALVES), default="all")
    parser.add_argument("--seeds", type=int, default=1, help="how many times each document is perturbed (1)")
    options = parser.parse_args(words)
    if not SCORER.is_file():
        sys.exit(f"{SCORER} is not here: there is nothing to measure with")
    folds = HALVES[options.halves]
    ways: dict[str, Callable[[Sequence[Document], str], Result]] = {"alone": alone, "archive": as_archive}
    print(f"{'variant':8} {'pair':6} {'way':8} {'P':>6} {'R':>6} {'F1':>6}   sure: right, of all")
    pairs: dict[str, list[tuple[float, bool]]] = {way: [] for way in ways}
    chosen = options.pair or PAIRS
    for variant in options.variant or VARIANTS:
        for pair in chosen:
            seeds = ["", *map(str, range(1, options.seeds))]
            for way, measure in ways.items():
                results = [measure(list(documents(variant, pair, folds, seed)), pair) for seed in seeds]
                pairs[way] += [each for result in results for each in result.judged]
                print(f"{variant:8} {pair:6} {way:8} {_row(results)}", flush=True)
    for way, several in pairs.items():
        print(f"confidence, {way}: {_reliability(several)}")
    for pair in chosen:
        own, others = kinships("S-P0", pair, folds)
        print(f"kinship, {pair}: translations from {own[0]:.2f}, others up to {others[-1]:.2f}")
    for joined in (6, 62):
        count, took = seconds(chosen[0], joined)
        print(f"{count} lines: {took:.2f} s")


def _row(results: Sequence[Result]) -> str:
    means = [
        100 * sum(values) / len(results)
        for values in zip(*((each.precision, each.recall, each.f1, *each.sure()) for each in results), strict=True)
    ]
    return f"{means[0]:6.1f} {means[1]:6.1f} {means[2]:6.2f}   {means[3]:.2f}, {means[4]:.1f}"


def _reliability(several: Sequence[tuple[float, bool]]) -> str:
    parts = []
    for low, high in pairwise(BINS):
        taken = [right for confidence, right in several if low <= confidence < high]
        parts.append(f"{low:g}+ {100 * sum(taken) / max(len(taken), 1):.1f} % of {len(taken)}")
    return "; ".join(parts)


if __name__ == "__main__":
    main()
