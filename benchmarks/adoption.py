"""`python -m benchmarks.adoption`: how many entries `targman adopt` fills, and how many of them it fills rightly.

Articles with paragraphs and 24 notes are made of the documents in ../shared/data/bitext, in which line by line
is translated. Their translations are then changed as publishers do: sentences joined, cut in two, left out and put in,
notes left out, put in, numbered anew and listed in another order (`loose`); in `swapped` two paragraphs have changed
places besides. What every entry ought to be is known. Some of the documents (`--half tuned`, the folds that
the aligner's weights were chosen on) may be looked at while working; the others (`checked`) only measure.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.adopt.adoption import Adoption
from pipeline.adopt.fill import fill_and_compare, list_fillable
from pipeline.adopt.pairing import UnrelatedError, pair_texts
from pipeline.alignment import SURE, Lexicon, learn_lexicon
from pipeline.article.extract import extract_all_units
from pipeline.article.markdown import read_article
from pipeline.article.placeholders import TOKEN
from pipeline.model import FOLD, Article
from pipeline.segmentation import find_sentence_ends

BITEXT = Path(__file__).parents[2] / "shared" / "data" / "bitext"
PAIRS = (("en", "hy"), ("en", "ru"), ("hy", "ru"), ("ru", "en"))
HALVES = {"tuned": (0, 1), "checked": (2, 3, 4)}
FOLDS = 5
VARIANTS = ("clean", "loose", "swapped")

NOTES = 24
JOINED, CUT, LEFT_OUT, PUT_IN = 0.08, 0.06, 0.05, 0.03
NOTE_LEFT_OUT, NOTE_PUT_IN = 0.1, 0.04
_ENDS = {"hy": "։:!?…", "fa": ".!؟…"}
_LATIN_ENDS = ".!?…"
_NEXT = {
    "hy": "Այսպես է։", "en": "That is so.", "ru": "Это так.",
    "fr": "C’est ainsi.", "ka": "ასეა.", "uk": "Це так.", "fa": "چنین است.",
}  # fmt: skip
_OWN = re.compile(r"\^\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])+\]")

Triple = tuple[str, str]
SIZE = 72 + NOTES // 2 + 6
"""The number of sentences that an article takes: its own, those of its notes, and strangers."""


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence of the article, what became of it in the translation, and what its entry ought to be."""

    source: str
    target: str
    wanted: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article, a translation of it, and what the entries ought to be, by the plain texts of their sources."""

    source: Article
    target: Article
    wanted: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Entries counted: all that have a translation, those taken as sure, and those of them that are right."""

    wanted: int = 0
    sure: int = 0
    right: int = 0
    lost: int = 0
    refused: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(self.sure, 1)

    @property
    def coverage(self) -> float:
        return self.right / max(self.wanted, 1)


@cache
def documents(source: str, target: str) -> dict[str, list[Triple]]:
    """The lines of each document that are one sentence in both languages and plain text."""
    found = {}
    for path in sorted(BITEXT.glob(f"*.{source}.txt")):
        name = path.name.removesuffix(f".{source}.txt")
        ours, theirs = (
            (BITEXT / f"{name}.{lang}.txt").read_text(encoding="utf-8").splitlines() for lang in (source, target)
        )
        rows = zip((" ".join(line.split()) for line in ours), (" ".join(line.split()) for line in theirs), strict=True)
        found[name] = [(one, other) for one, other in rows if _is_plain(one, source) and _is_plain(other, target)]
    return found


def _is_plain(text: str, lang: str) -> bool:
    strange = set("<>|*_`[]#{}^~\\&$") & set(text)
    return (
        bool(text)
        and not strange
        and text[0].isalpha()
        and text[-1] in _ENDS.get(lang, _LATIN_ENDS)
        and _is_one(text, lang)
    )


def _is_one(text: str, lang: str) -> bool:
    """Whether it is one sentence, also where another one follows."""
    return [end for end in find_sentence_ends(f"{text} {_NEXT[lang]}", lang) if end <= len(text)] == [len(text)]


def folds(source: str, target: str, half: str) -> list[list[str]]:
    """The names of the documents of each fold, as alignment_score.py deals them."""
    order = sorted(documents(source, target))
    random.Random("folds").shuffle(order)  # noqa: S311
    return [order[fold::FOLDS] for fold in HALVES[half]]


def cases(source: str, target: str, half: str, variant: str, seed: int, sentences: int = 72) -> Iterator[Case]:
    """Articles of about so many sentences made of the documents of a half, each sentence once."""
    for number, names in enumerate(folds(source, target, half)):
        rng = random.Random(f"{source}-{target}-{half}-{variant}-{seed}-{number}")  # noqa: S311
        seen: set[str] = set()
        rows = []
        for name in rng.sample(names, len(names)):
            for row in documents(source, target)[name]:
                if row[0] not in seen and row[1] not in seen:
                    seen.update(row)
                    rows.append(row)
        size = sentences + NOTES // 2 + 6
        for start in range(0, len(rows) - size + 1, size):
            yield _case(rows[start : start + size], (source, target), variant, rng)


def _case(rows: Sequence[Triple], langs: tuple[str, str], variant: str, rng: random.Random) -> Case:
    source, target, wanted = write_texts(rows, langs, variant, rng)
    return Case(source=read_article(source, lang=langs[0]), target=read_article(target, lang=langs[1]), wanted=wanted)


def write_texts(
    rows: Sequence[Triple], langs: tuple[str, str], variant: str, rng: random.Random
) -> tuple[str, str, dict[str, str]]:
    """An article of these sentences, a translation of it, and what the entries ought to be."""
    is_loose = variant != "clean"
    texts, spare, strangers = rows[: -NOTES // 2 - 6], rows[-NOTES // 2 - 6 : -6], rows[-6:]
    paragraphs: list[list[Sentence]] = []
    at = 0
    while at < len(texts):
        size = rng.randint(2, 4)
        paragraphs.append([Sentence(source=one, target=other) for one, other in texts[at : at + size]])
        at += size
    every = [sentence for paragraph in paragraphs for sentence in paragraph]
    for number, sentence in enumerate(sorted(rng.sample(range(len(every)), min(NOTES, len(every)))), start=1):
        every[sentence].note = _roman(number)
    notes = {
        _roman(number): (
            *(spare[number // 2 - 1] if number % 2 == 0 else ("", "")),
            f"https://example.org/{rng.randrange(10**7)}",
        )
        for number in range(1, NOTES + 1)
    }
    source = _source(paragraphs, notes, langs[0])
    wanted: dict[str, str] = {}
    blocks = [
        (_loosened(paragraph, langs, strangers, wanted, rng) if is_loose else _plainly(paragraph, wanted))
        for paragraph in paragraphs
    ]
    if variant == "swapped":
        long = [number for number, block in enumerate(blocks) if len(block) > 1]
        first, second = rng.sample(long, 2)
        blocks[first], blocks[second] = blocks[second], blocks[first]
    return source, _target(blocks, notes, wanted, langs[1], is_loose=is_loose, rng=rng), wanted


def _source(paragraphs: Sequence[Sequence[Sentence]], notes: dict[str, tuple[str, str, str]], lang: str) -> str:
    del lang
    blocks = [" ".join(_marked(item.source, item.note) for item in paragraph) for paragraph in paragraphs]
    definitions = [
        f"[^{label}]: {' '.join(filter(None, (one, address)))}" for label, (one, _, address) in notes.items()
    ]
    return "\n\n".join((*blocks, *definitions)) + "\n"


def _marked(text: str, label: str) -> str:
    return f"{text}[^{label}]" if label else text


Block = list[tuple[str, list[str]]]
"""The sentences of a paragraph of the translation, each with the labels of its notes."""


def _plainly(paragraph: Sequence[Sentence], wanted: dict[str, str]) -> Block:
    wanted.update((item.source, item.target) for item in paragraph)
    return [(item.target, [item.note] if item.note else []) for item in paragraph]


def _loosened(
    paragraph: Sequence[Sentence],
    langs: tuple[str, str],
    strangers: Sequence[Triple],
    wanted: dict[str, str],
    rng: random.Random,
) -> Block:
    made: Block = []
    left = list(paragraph)
    while left:
        item = left.pop(0)
        notes = [item.note] if item.note else []
        chance = rng.random()
        if chance < JOINED and left:
            other = left[0]
            whole = (
                f"{item.target.rstrip(_ENDS.get(langs[1], _LATIN_ENDS))}, {other.target[0].lower()}{other.target[1:]}"
            )
            if _is_one(whole, langs[1]):
                left.pop(0)
                wanted |= {item.source: whole, other.source: FOLD}
                made.append((whole, notes + ([other.note] if other.note else [])))
                continue
        elif chance < JOINED + CUT:
            parts = _cut(item.target, langs[1])
            if parts:
                wanted[item.source] = " ".join(parts)
                made += [(parts[0], []), (parts[1], notes)]
                continue
        elif chance < JOINED + CUT + LEFT_OUT:
            continue
        wanted[item.source] = item.target
        made.append((item.target, notes))
        if rng.random() < PUT_IN:
            made.append((rng.choice(strangers)[1], []))
    return made or [(rng.choice(strangers)[1], [])]


def _cut(text: str, lang: str) -> list[str]:
    """A sentence as two, cut at the comma that is nearest to its middle."""
    commas = [found.start() for found in re.finditer("[,،] ", text)]
    if not commas:
        return []
    at = min(commas, key=lambda place: abs(place - len(text) / 2))
    stop = "։" if lang == "hy" else "."
    parts = [text[:at] + stop, text[at + 2].upper() + text[at + 3 :]]
    fits = len(parts[0]) > 20 and len(parts[1]) > 20 and all(_is_one(part, lang) for part in parts)  # noqa: PLR2004
    whole = " ".join(parts)
    return parts if fits and [end for end in find_sentence_ends(whole, lang) if end < len(whole)] else []


def _target(
    blocks: Sequence[Block],
    notes: dict[str, tuple[str, str, str]],
    wanted: dict[str, str],
    lang: str,
    *,
    is_loose: bool,
    rng: random.Random,
) -> str:
    labels: dict[str, str] = {}
    definitions: list[str] = []
    made = []
    for block in blocks:
        row = []
        for text, mine in block:
            said = text
            for label in mine:
                if is_loose and rng.random() < NOTE_LEFT_OUT:
                    continue
                labels[label] = str(len(definitions) + 1)
                definitions.append(f"[^{labels[label]}]: {' '.join(filter(None, notes[label][1:]))}")
                said += f"[^{labels[label]}]"
            if is_loose and rng.random() < NOTE_PUT_IN:
                definitions.append(f"[^{len(definitions) + 1}]: https://example.org/{lang}/{rng.randrange(10**7)}")
                said += f"[^{len(definitions)}]"
            row.append(said)
        made.append(" ".join(row))
    for label in labels:
        if notes[label][0]:
            wanted[notes[label][0]] = notes[label][1]
    if is_loose:
        rng.shuffle(definitions)
    return "\n\n".join((*made, *definitions)) + "\n"


def _roman(number: int) -> str:
    made = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            made, number = made + sign, number - value
    return made


def plain(text: str) -> str:
    """A text without placeholders, own notes and what stands for the addresses in notes."""
    return " ".join(TOKEN.sub(" ", _OWN.sub("", text)).split())


def adopted(case: Case, lexicon: Lexicon | None = None) -> Adoption:
    entries = list_fillable((), extract_all_units(case.source, "a.md"), case.target.lang)
    return fill_and_compare(entries, case.source, case.target, pair_texts(case.source, case.target, lexicon))


def judge(case: Case, tally: Tally, lexicon: Lexicon | None = None) -> None:
    """Count what was adopted of a case."""
    tally.wanted += len(case.wanted)
    try:
        result = adopted(case, lexicon)
    except UnrelatedError:
        tally.refused += 1
        return
    for entry in result.entries:
        source = plain(entry.source)
        if entry.target and not entry.fuzzy and re.search(r"[^\W\d_]", source) and "://" not in entry.source:
            tally.sure += 1
            said = plain(entry.target)
            if case.wanted.get(source, "") == said:
                tally.right += 1
            else:
                tally.wrong.append((source, said, case.wanted.get(source, "")))
    tally.lost += _lost(case, result)


def _lost(case: Case, result: Adoption) -> int:
    """Sentences of the translation that are in no entry and on no list; there must be none."""
    kept = " ".join(plain(entry.target) for entry in result.entries)
    told = " ".join(plain(item.text) for item in result.report.left_over)
    told += " ".join(plain(item.published) for item in (*result.report.conflicts, *result.report.kept))
    own = " ".join(entry.target for entry in result.entries)
    words = (plain(segment.text) for segment in case.target.segments if segment.kind.is_text)
    return sum(text not in kept and text not in told and text not in own for text in words)


def archive(several: Sequence[Case]) -> Lexicon:
    """What the sure pairs of all cases teach, as --batch learns it."""
    pairs = []
    for case in several:
        for item in pair_texts(case.source, case.target).pairings:
            if item.source and item.target and item.confidence >= SURE:
                ours = " ".join(plain(case.source.segments[number].text) for number in item.source)
                pairs.append((ours, " ".join(plain(case.target.segments[number].text) for number in item.target)))
    return learn_lexicon(pairs, several[0].source.lang, several[0].target.lang)


def seconds(count: int) -> tuple[float, float]:
    """How long it takes to pair an article of so many paragraphs, a line each, and to adopt it: the least of three."""
    strange = re.compile(r"[<>|*_`\[\]#{}^~\\&$]")
    rows: dict[str, str] = {}
    for path in sorted(BITEXT.glob("*.en.txt")):
        name = path.name.removesuffix(".en.txt")
        ours, theirs = (
            (BITEXT / f"{name}.{lang}.txt").read_text(encoding="utf-8").splitlines() for lang in ("en", "hy")
        )
        rows |= {
            strange.sub("", one).strip(): strange.sub("", other).strip()
            for one, other in zip(ours, theirs, strict=True)
        }
    chosen = [(one, other) for one, other in rows.items() if one[:1].isalpha() and other[:1].isalpha()][:count]
    source, target = (
        read_article("\n\n".join(texts) + "\n", lang=lang, sentences=False)
        for lang, texts in zip(("en", "hy"), zip(*chosen, strict=True), strict=True)
    )
    entries = list_fillable((), extract_all_units(source, "a.md"), "hy")
    took = []
    for _ in range(3):
        start = time.process_time()
        paired = pair_texts(source, target)
        middle = time.process_time()
        fill_and_compare(entries, source, target, paired)
        took.append((middle - start, time.process_time() - start))
    return min(took)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adoption", description=__doc__)
    parser.add_argument("--half", choices=sorted(HALVES), action="append")
    parser.add_argument("--variant", choices=VARIANTS, action="append")
    parser.add_argument("--pair", action="append", help="article and translation (en-hy, en-ru, hy-ru, ru-en; en-ka)")
    parser.add_argument("--seeds", type=int, default=1, help="how many times each article is made and changed (1)")
    parser.add_argument("--wrong", action="store_true", help="show what was taken as sure and is not right")
    options = parser.parse_args(words)
    if not BITEXT.is_dir():
        sys.exit(f"{BITEXT} is not here: there is nothing to measure with")
    columns = f"{'articles':>8} {'entries':>8} {'right %':>8} {'covered %':>9}  lost"
    print(f"{'half':8} {'variant':8} {'pair':6} {'way':8} {columns}")
    for count in (100, 1000):
        pairing, all_of_it = seconds(count)
        print(f"{count} lines: paired in {pairing:.2f} s, adopted in {all_of_it:.2f} s of processor time")
    for half in options.half or HALVES:
        for variant in options.variant or VARIANTS:
            for source, target in [tuple(pair.split("-")) for pair in options.pair or map("-".join, PAIRS)]:
                several = [case for seed in range(options.seeds) for case in cases(source, target, half, variant, seed)]
                for way, lexicon in (("alone", None), ("archive", archive(several))):
                    tally = Tally()
                    for case in several:
                        judge(case, tally, lexicon)
                    print(
                        f"{half:8} {variant:8} {source}-{target}  {way:8} {len(several):8} {tally.wanted:8} "
                        f"{100 * tally.precision:8.2f} {100 * tally.coverage:9.1f}  {tally.lost}"
                        + (f"  refused: {tally.refused}" if tally.refused else ""),
                        flush=True,
                    )
                    for row in tally.wrong if options.wrong else ():
                        print("   ", *row, sep="\n    ")


if __name__ == "__main__":
    main()
