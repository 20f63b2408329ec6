"""`python -m benchmarks.checks`: how often `targman check` is right, on published translations as they are and with
mistakes put in; and how fast it is.

The texts are the documents from which `../shared/tools/make_corpus.py` makes its articles, line by line in all six
directions between Armenian, English and Russian, and from English into other languages. The rules were tuned on every
other document; the others are reported apart.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, permutations
from pathlib import Path

from benchmarks.glossary import TERMS
from pipeline.article.markdown import read_article
from pipeline.checks import NO_GLOSSARY, check_entries
from pipeline.glossary import Glossary
from pipeline.glossary.table import read_table
from pipeline.model import Article, Entry, Finding, Piece, Segment, Severity

TEXTS = Path(__file__).parents[2] / "shared" / "data" / "bitext"
"""Documents in three languages, line by line. Not part of the repository."""

LANGUAGES = ("hy", "en", "ru")
OTHERS = ("fr", "ka", "uk", "fa")
"""Languages into which the texts are translated from English alone."""

GLOSSARY = Glossary(terms=read_table(TERMS.encode()))
"""Terms of everyday news."""

_NOTE_EVERY = 3
_PARAGRAPH = 3
_MARKUP = re.compile(r"[<>|*_`\[\]#{}\\]|^\s*[-+>\d]")
_DIGITS = re.compile(r"(?<![\d.,])\d+(?![\d]|[.,]\d)")
_QUOTES = re.compile(r"[«»“”„\"]")
_APOSTROPHE = re.compile(r"(?<=s)\"(?= [a-z])")
"""What one of the newspapers has for an apostrophe: the Lakers" owner."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ALIKE = {
    "ru": dict(zip("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX", strict=True)),
    "hy": dict(zip("օհոսցգյ", "ohnugqj", strict=True)),
    "uk": dict(zip("асеорхіАВСЕНКМОРТХ", "aceopxiABCEHKMOPTX", strict=True)),
    "en": dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True)),
}


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


Mistake = Callable[[Segment, Entry, str, random.Random], str | None]
"""Puts a mistake into a translation: the new target, or None where the text has no place for it."""


def number_changed(_: Segment, entry: Entry, __: str, chance: random.Random) -> str | None:
    """Another digit in one number."""
    found = [
        match for match in _DIGITS.finditer(entry.target) if entry.target[match.start() - 1 : match.start()] != "n"
    ]
    if not found:
        return None
    match = chance.choice(found)
    at = chance.randrange(match.start(), match.end())
    digit = chance.choice([digit for digit in "123456789" if digit != entry.target[at]])
    return entry.target[:at] + digit + entry.target[at + 1 :]


def marker_dropped(_: Segment, entry: Entry, __: str, ___: random.Random) -> str | None:
    """No note reference."""
    return entry.target.replace("{fn1}", "") if "{fn1}" in entry.target else None


def look_alike(_: Segment, entry: Entry, lang: str, chance: random.Random) -> str | None:
    """A letter of another script in a word."""
    script = {"en": "[A-Za-z]", "ru": "[\u0400-\u04ff]", "uk": "[\u0400-\u04ff]", "hy": "[\u0531-\u0587]"}.get(lang)
    if script is None:
        return None
    spots = [
        at
        for word in _WORD.finditer(entry.target)
        if re.fullmatch(f"{script}+", word[0])
        for at in range(word.start(), word.end())
        if entry.target[at] in _ALIKE[lang]
    ]
    if not spots:
        return None
    at = chance.choice(spots)
    return entry.target[:at] + _ALIKE[lang][entry.target[at]] + entry.target[at + 1 :]


def quote_lost(_: Segment, entry: Entry, __: str, chance: random.Random) -> str | None:
    """One quotation mark less."""
    spots = [match.start() for match in _QUOTES.finditer(entry.target)]
    if len(spots) % 2:
        spots = [at for at in spots if not _APOSTROPHE.match(entry.target, at)]
    if not spots:
        return None
    at = chance.choice(spots)
    return entry.target[:at] + entry.target[at + 1 :]


def quotation_lost(segment: Segment, entry: Entry, _: str, __: random.Random) -> str | None:
    """No quotation marks, where source and translation have one quotation."""
    if len(_QUOTES.findall(entry.target)) != 2 or len(_QUOTES.findall(segment.text)) < 2:  # noqa: PLR2004
        return None
    return _QUOTES.sub("", entry.target)


def term_replaced(segment: Segment, entry: Entry, lang: str, chance: random.Random) -> str | None:
    """The name of another term wherever the translation has a name of one of the source's terms."""
    if lang not in LANGUAGES:
        return None  # the glossary has no names in it
    told = [found for key in LANGUAGES if key != lang for found in GLOSSARY.find(segment.text, key)]
    if not told:
        return None
    wanted = chance.choice(told).terms
    other = chance.choice([term for term in GLOSSARY.terms if term not in wanted])
    spots = [
        (spot.start, spot.end)
        for spot in GLOSSARY.find(entry.target, lang)
        if any(term in wanted for term in spot.terms)
    ]
    text = entry.target
    for start, end in sorted(set(spots), reverse=True):
        text = text[:start] + other.names[lang][0] + text[end:]
    return text if spots else None


def sentence_left(segment: Segment, _: Entry, __: str, ___: random.Random) -> str | None:
    """The source instead of the translation."""
    return segment.text if len(segment.text.split()) >= 4 else None  # noqa: PLR2004


def sentence_added(segment: Segment, entry: Entry, _: str, __: random.Random) -> str | None:
    """The translation, and the last words of the source after it."""
    words = segment.text.replace("{fn1}", "").split()
    return f"{entry.target} {' '.join(words[-8:])}" if len(words) >= 12 else None  # noqa: PLR2004


MISTAKES: dict[Mistake, tuple[str, ...]] = {
    number_changed: ("numbers", "numbers-added", "numbers-missing"),
    marker_dropped: ("note-missing",),
    look_alike: ("letters",),
    quote_lost: ("quotes-balance", "quotes-across", "quotes-lost"),
    quotation_lost: ("quotes-lost",),
    term_replaced: ("term-missing", "term-forbidden"),
    sentence_left: ("untranslated",),
    sentence_added: ("untranslated", "leftover"),
}
"""The mistakes, and the codes of which one has to be found."""


def found(
    case: Case, mistake: Mistake, clean: Collection[Finding], chance: random.Random
) -> tuple[bool, bool, bool, str] | None:
    """Whether a mistake put into an entry of the document is found as an error, as an error or a warning, or at all,
    and the text with it; None where there is no place for it, or where the same was found before.

    `clean` is what is found without the mistake. A lost quotation mark may be found in another sentence of the
    quotation, all else in its own.
    """
    segment, entry = chance.choice(case.entries)
    target = mistake(segment, entry, case.lang, chance)
    if target is None or target == entry.target:
        return None
    codes = MISTAKES[mistake]
    if any(item.source == entry.source and item.rule in codes for item in clean):
        return None
    told = [
        item
        for item in case.findings(replace(entry, target=target))
        if item.rule in codes and (item.source == entry.source or (mistake is quote_lost and item not in clean))
    ]
    return (
        any(item.severity is Severity.ERROR for item in told),
        any(item.severity is not Severity.HINT for item in told),
        bool(told),
        f"{segment.text}\n      {target}",
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
    parser.add_argument("--mistakes", type=int, default=200, help="how many of each kind in each direction (200)")
    parser.add_argument("--seed", type=int, default=20260101, help="of the mistakes")
    parser.add_argument("--show", metavar="CODE", help="print the findings of this code, or all with a severity")
    parser.add_argument("--only", metavar="LANG-LANG", help="one direction")
    parser.add_argument("--others", action="store_true", help=f"from English into {', '.join(OTHERS)}")
    parser.add_argument("--missed", action="store_true", help="print the mistakes that were not found")
    options = parser.parse_args()
    if not TEXTS.is_dir():
        raise SystemExit(f"{TEXTS} is not here: these texts are not part of the repository.")
    known = [*permutations(LANGUAGES, 2), *(("en", lang) for lang in OTHERS)]
    directions = [pair for pair in known if options.only in {None, "-".join(pair)}]
    if not options.others and not options.only:
        directions = [pair for pair in directions if pair[1] not in OTHERS]
    elif options.others:
        directions = [pair for pair in directions if pair[1] in OTHERS]
    table = {pair: list(cases(*pair)) for pair in directions}
    if options.show:
        for pair, texts in table.items():
            _show(pair, texts, options.show)
        return
    for half, wanted in (("tuned on", True), ("held out", False)):
        _clean(half, {pair: [case for case in texts if case.tuned is wanted] for pair, texts in table.items()})
    for half, wanted in (("tuned on", True), ("held out", False)):
        chosen = {pair: [case for case in texts if case.tuned is wanted] for pair, texts in table.items()}
        _mistaken(half, chosen, options.mistakes, options.seed, show=options.missed)
    _speed(table)


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


def _mistaken(half: str, table: dict[tuple[str, str], list[Case]], count: int, seed: int, *, show: bool) -> None:
    print(f"\nMistakes found, in %: as an error / error or warning / at all; {count} of each, documents {half}\n")
    print(f"| mistake | {' | '.join('→'.join(pair) for pair in table)} |\n|---|{'---|' * len(table)}")
    clean = {
        (pair, case.name, glossary == GLOSSARY): frozenset(replace(case, glossary=glossary).findings())
        for pair, texts in table.items()
        for case in texts
        for glossary in (NO_GLOSSARY, GLOSSARY)
    }
    for mistake in MISTAKES:
        row = []
        for pair, plain in table.items():
            with_terms = mistake is term_replaced
            texts = [replace(case, glossary=GLOSSARY) for case in plain] if with_terms else plain
            chance = random.Random(f"{seed} {mistake.__name__} {pair}")  # noqa: S311  no secret
            outcomes: list[tuple[bool, bool, bool, str]] = []
            tries = 0
            while len(outcomes) < count and tries < count * 200:
                tries += 1
                case = chance.choice(texts)
                outcome = found(case, mistake, clean[pair, case.name, with_terms], chance)
                outcomes += [outcome] if outcome else []
            row.append(" / ".join(_share(outcomes, place) for place in range(3)) if outcomes else "–")
            if show:
                for _, told, _, text in outcomes:
                    if not told:
                        print(f"missed {mistake.__name__} {'→'.join(pair)}\n      {text}")
        print(f"| {mistake.__name__.replace('_', ' ')} | {' | '.join(row)} |")


def _share(outcomes: Sequence[tuple[bool, bool, bool, str]], place: int) -> str:
    return f"{100 * sum(bool(item[place]) for item in outcomes) / len(outcomes):.1f}"


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
