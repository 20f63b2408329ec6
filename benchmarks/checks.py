"""`python -m benchmarks.checks`: how often `targman check` is right, on published translations as they are and with
faults put in; and how fast it is.

The texts are the documents from which `../shared/tools/make_corpus.py` makes its articles, line by line in all six
directions between Armenian, English and Russian, and from English into other languages. The rules were tuned on every
other document; the others are reported apart.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, permutations
from pathlib import Path

from benchmarks.faults import Kind, Texts
from benchmarks.faults.calendar import KINDS as CALENDAR
from benchmarks.faults.everyday import KINDS as EVERYDAY
from benchmarks.faults.everyday import quote_lost
from benchmarks.faults.form import KINDS as FORM
from benchmarks.faults.quantities import KINDS as QUANTITIES
from pipeline.article.markdown import read_article
from pipeline.checks import NO_GLOSSARY, check_entries
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding, Piece, Segment, Severity

TEXTS = Path(__file__).parents[2] / "shared" / "data" / "bitext"
"""Documents in three languages, line by line. Not part of the repository."""

LANGUAGES = ("hy", "en", "ru")
OTHERS = ("fr", "ka", "uk", "fa")
"""Languages into which the texts are translated from English alone."""

KINDS: tuple[Kind, ...] = (
    *EVERYDAY,
    *CALENDAR,
    *FORM,
    *QUANTITIES,
)
"""The faults that are put in: each module of `benchmarks.faults` has its kinds."""

_NOTE_EVERY = 3
_PARAGRAPH = 3
_PATIENCE = 400
"""Texts in which a place for a fault is looked for, before sentences with one are added."""
_MARKUP = re.compile(r"[<>|*_`\[\]#{}\\]|^\s*[-+>\d]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document in two languages: the article, the entries of its translation, and whether it was tuned on."""

    name: str
    article: Article
    lang: str
    entries: tuple[tuple[Segment, Entry], ...]
    tuned: bool
    glossary: Glossary = NO_GLOSSARY

    def findings(self, changed: Entry | None = None) -> tuple[Finding, ...]:
        """What is found, with one entry in the place of that with the same source."""
        table = {entry.source: entry for _, entry in self.entries}
        if changed is not None:
            table[changed.source] = changed
        return check_entries(self.article, table, "", self.lang, self.glossary)

    def with_sentences(self, segment: Segment, told: str, made: str) -> "Case":
        """The document with sentences added to one text and its translation, and only the next translations left:
        what is checked takes less time.
        """
        longer = replace(segment, text=f"{segment.text} {told}")
        at = next(number for number, (other, _) in enumerate(self.entries) if other == segment)
        entry = self.entries[at][1]
        pieces = tuple(longer if piece == segment else piece for piece in self.article.pieces)
        changed = replace(entry, source=longer.text, target=f"{entry.target} {made}")
        return replace(
            self,
            article=replace(self.article, pieces=pieces),
            entries=((longer, changed), *self.entries[at + 1 : at + _PARAGRAPH]),
        )


def cases(source_lang: str, lang: str) -> Iterator[Case]:
    """Every document in one direction."""
    for number, path in enumerate(sorted(TEXTS.glob(f"*.{source_lang}.txt"))):
        name = path.name.removesuffix(f".{source_lang}.txt")
        other = path.with_name(f"{name}.{lang}.txt")
        lines = zip(_lines(path), _lines(other), strict=True)
        kept = [(told.strip(), made.strip()) for told, made in lines if told.strip() and made.strip()]
        kept = [pair for pair in kept if not any(map(_MARKUP.search, pair))]
        yield _case(name, source_lang, lang, list(dict(kept).items()), tuned=number % 2 == 0)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _case(name: str, source_lang: str, lang: str, lines: Sequence[tuple[str, str]], *, tuned: bool) -> Case:
    noted = range(0, len(lines), _NOTE_EVERY)
    text = "\n\n".join(f"{told}[^{number}]" if number in noted else told for number, (told, _) in enumerate(lines))
    text += "".join(f"\n\n[^{number}]: https://example.org/{number}" for number in noted)
    article = read_article(text + "\n", lang=source_lang, sentences=False)
    article = replace(article, pieces=tuple(_in_paragraphs(article.pieces)))
    segments = [segment for segment in article.segments if segment.label is None and segment.kind.is_text]
    if len(segments) != len(lines):
        raise SystemExit(f"{name}: {len(segments)} segments for {len(lines)} lines")
    entries = [
        (
            segment,
            Entry(source=segment.text, target=made + "".join(f"{{{item.name}}}" for item in segment.placeholders)),
        )
        for segment, (_, made) in zip(segments, lines, strict=True)
    ]
    return Case(name=name, article=article, lang=lang, entries=tuple(entries), tuned=tuned)


def _in_paragraphs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same article, with every three lines in one paragraph."""
    lines = count()
    for piece in pieces:
        is_line = isinstance(piece, Segment) and piece.label is None and piece.kind.is_text
        yield replace(piece, block=-1 - next(lines) // _PARAGRAPH) if is_line and isinstance(piece, Segment) else piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a fault: whether it was found as an error, as an error or a warning, or at all, and the text with
    it; `is_alarm` if the right text gave a finding of the same kind.
    """

    is_error: bool = False
    is_warning: bool = False
    is_found: bool = False
    is_alarm: bool = False
    text: str = ""


def try_fault(
    case: Case, kind: Kind, clean: Collection[Finding], chance: random.Random, *, planted: bool
) -> Outcome | None:
    """Put a fault into an entry of the document, or into sentences that are added to it, and tell what is found; None
    where there is no place for it, or where the same was found in the published text before.

    `clean` is what is found without the fault. A lost quotation mark may be found in another sentence of the quotation,
    all else in its own.
    """
    segment, entry = chance.choice(case.entries)
    told, before = segment.text, ""
    if planted and kind.plant is not None:
        sentences = kind.plant(case.article.lang, case.lang, chance)
        if sentences is None or any(item.source == entry.source and item.rule in kind.codes for item in clean):
            return None
        told, before = sentences[0], entry.target
        case = case.with_sentences(segment, *sentences)
        segment, entry = case.entries[0]
        clean = case.findings()
    texts = Texts(
        source=told,
        target=entry.target.removeprefix(before),
        source_lang=case.article.lang,
        lang=case.lang,
    )
    target = kind.fault(texts, chance)
    if target is None or target == texts.target:
        return None
    target = before + target
    text = f"{segment.text}\n      {target}"
    if any(item.source == entry.source and item.rule in kind.codes for item in clean):
        return Outcome(is_alarm=True, text=f"{segment.text}\n      {entry.target}") if before else None
    found = [
        item
        for item in case.findings(replace(entry, target=target))
        if item.rule in kind.codes and (item.source == entry.source or (kind.fault is quote_lost and item not in clean))
    ]
    return Outcome(
        is_error=any(item.severity is Severity.ERROR for item in found),
        is_warning=any(item.severity is not Severity.HINT for item in found),
        is_found=bool(found),
        text=text,
    )


def clean_table(texts: Sequence[Case]) -> tuple[Counter[tuple[str, str]], int]:
    """How often each code comes up in published translations, and in how many segments."""
    counts: Counter[tuple[str, str]] = Counter()
    for case in texts:
        counts.update((item.severity.value, item.rule) for item in case.findings())
    return counts, sum(len(case.entries) for case in texts)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checks", description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="how many of each kind in each direction (200)")
    parser.add_argument("--seed", type=int, default=20260101, help="of the faults")
    parser.add_argument(
        "--kind", action="append", choices=[kind.name for kind in KINDS], help="only this kind of fault"
    )
    parser.add_argument("--show", metavar="CODE", help="print the findings of this code, or all with a severity")
    parser.add_argument("--only", metavar="LANG-LANG", help="one direction")
    parser.add_argument("--others", action="store_true", help=f"from English into {', '.join(OTHERS)}")
    parser.add_argument(
        "--sample", type=int, metavar="COUNT", help="print as many warnings on texts as they are, drawn with the seed"
    )
    parser.add_argument("--missed", action="store_true", help="print the faults that were not found")
    options = parser.parse_args()
    if not TEXTS.is_dir():
        raise SystemExit(f"{TEXTS} is not here: these texts are not part of the repository.")
    if options.sample:
        _sample(options.sample, options.seed)
        return
    known = [*permutations(LANGUAGES, 2), *(("en", lang) for lang in OTHERS)]
    directions = [pair for pair in known if options.only in {None, "-".join(pair)}]
    if not options.others and not options.only:
        directions = [pair for pair in directions if pair[1] not in OTHERS]
    elif options.others:
        directions = [pair for pair in directions if pair[1] in OTHERS]
    table = {pair: list(cases(*pair)) for pair in directions}
    kinds = [kind for kind in KINDS if not options.kind or kind.name in options.kind]
    if options.show:
        for pair, texts in table.items():
            _show(pair, texts, options.show)
        return
    for half, wanted in (("tuned on", True), ("held out", False)) if not options.kind else ():
        _clean(half, {pair: [case for case in texts if case.tuned is wanted] for pair, texts in table.items()})
    for half, wanted in (("tuned on", True), ("held out", False)):
        chosen = {pair: [case for case in texts if case.tuned is wanted] for pair, texts in table.items()}
        _faulty(half, chosen, kinds, options.faults, options.seed, show=options.missed)
    _speed(table)


def _sample(count: int, seed: int) -> None:
    """Print warnings drawn from those in all directions between all languages, for a person to judge."""
    found = [
        (pair, case, item)
        for pair in permutations((*LANGUAGES, *OTHERS), 2)
        for case in cases(*pair)
        for item in case.findings()
        if item.severity is Severity.WARNING
    ]
    print(f"{count} of {len(found)} warnings, seed {seed}")
    chance = random.Random(seed)  # noqa: S311  no secret
    for number, (pair, case, item) in enumerate(chance.sample(found, count), 1):
        target = next(entry.target for _, entry in case.entries if entry.source == item.source)
        print(f"\n{number}. {'→'.join(pair)} {case.name}: {item.message} [{item.rule}]")
        print(f"   {item.source}\n   {target}")


def _show(pair: tuple[str, str], texts: Sequence[Case], wanted: str) -> None:
    for case in texts:
        for item in case.findings():
            if wanted in {item.rule, item.severity.value}:
                target = next(entry.target for _, entry in case.entries if entry.source == item.source)
                print(f"{'→'.join(pair)} {'' if case.tuned else 'held '}{case.name}: {item.message} [{item.rule}]")
                print(f"      {item.source}\n      {target}")


def _clean(half: str, table: dict[tuple[str, str], list[Case]]) -> None:
    counted = {pair: clean_table(texts) for pair, texts in table.items()}
    print(f"\nFindings per 100 segments of published translations, documents {half}\n")
    print(f"| code | {' | '.join('→'.join(pair) for pair in counted)} |\n|---|{'---|' * len(counted)}")
    for severity in Severity:
        shown = {
            pair: sum(n for (level, _), n in counts.items() if level == severity)
            for pair, (counts, _) in counted.items()
        }
        print(
            f"| **{severity}** | {' | '.join(f'**{100 * shown[pair] / counted[pair][1]:.2f}**' for pair in counted)} |"
        )
        codes = sorted({code for counts, _ in counted.values() for level, code in counts if level == severity})
        for code in codes:
            row = (f"{100 * counts[severity.value, code] / size:.2f}" for counts, size in counted.values())
            print(f"| {code} | {' | '.join(row)} |")
    print(f"| segments | {' | '.join(str(size) for _, size in counted.values())} |")


def _faulty(
    half: str,
    table: dict[tuple[str, str], list[Case]],
    kinds: Sequence[Kind],
    count: int,
    seed: int,
    *,
    show: bool,
) -> None:
    print(
        f"\nFaults found, in %: as an error / error or warning / at all; {count} of each, documents {half}, seed {seed}"
    )
    print("! is a false alarm in right sentences that were added.\n")
    print(f"| fault | {' | '.join('→'.join(pair) for pair in table)} |\n|---|{'---|' * len(table)}")
    clean: dict[tuple[tuple[str, str], str, int], frozenset[Finding]] = {}
    for kind in kinds:
        row = []
        for pair, plain in table.items():
            texts = [replace(case, glossary=kind.glossary) for case in plain]
            for case in texts:
                if (key := (pair, case.name, id(kind.glossary))) not in clean:
                    clean[key] = frozenset(case.findings())
            chance = random.Random(f"{seed} {kind.name} {pair}")  # noqa: S311  no secret
            outcomes: list[Outcome] = []
            tries = since = 0
            while len(outcomes) < count and tries < count * 200:
                tries, since = tries + 1, since + 1
                case = chance.choice(texts)
                planted = kind.plant is not None and (len(outcomes) % 2 == 1 or since > _PATIENCE)
                known = clean[pair, case.name, id(kind.glossary)]
                if outcome := try_fault(case, kind, known, chance, planted=planted):
                    outcomes.append(outcome)
                    since = 0
            row.append(_shares(outcomes))
            if show:
                for item in outcomes:
                    if not item.is_found:
                        word = "false alarm" if item.is_alarm else "missed"
                        print(f"{word} {kind.name} {'→'.join(pair)}\n      {item.text}")
        print(f"| {kind.name.replace('_', ' ')} | {' | '.join(row)} |", flush=True)


def _shares(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return "–"
    columns = zip(*((item.is_error, item.is_warning, item.is_found) for item in outcomes), strict=True)
    shares = " / ".join(f"{100 * sum(column) / len(outcomes):.1f}" for column in columns)
    alarms = sum(item.is_alarm for item in outcomes)
    return f"{shares} {alarms}!" if alarms else shares


def _speed(table: dict[tuple[str, str], list[Case]]) -> None:
    texts = [case for found_cases in table.values() for case in found_cases]
    start = time.process_time()
    for case in texts:
        case.findings()
    spent = time.process_time() - start
    segments = sum(len(case.entries) for case in texts)
    print(f"\n{1000 * spent / segments:.3f} ms of CPU a segment for all rules ({segments} segments of one line)")


if __name__ == "__main__":
    main()
