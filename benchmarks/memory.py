"""How the translation memory grows, and what it finds: `python -m benchmarks.memory`.

The memory is filled with N texts and their translations and asked for edited sentences. Half of the questions are made
from sentences of real articles (`../shared/tools/make_corpus.py`, where it is there), half from any text of the memory;
some of their words are exchanged, left out, put in, or have another ending. What it should have found is what a
comparison with every single text finds. The texts are the real sentences and others that a chain of their words makes,
one word in eight of them invented, as names are: so every text has many that are somewhat like it, which is harder than
real life.

Times are those of one process, and of one look-up, after fifty others; recall is the share of all texts with a score of
75 or more that were found, and beside it the share of questions for which the best one was.
"""

import argparse
import math
import platform
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polib
from rapidfuzz import fuzz, process

from benchmarks.corpus import Translations, make_corpus
from pipeline.article.markdown import read_article
from pipeline.memory import MemoryUnit
from pipeline.memory.similarity import MIN_SIMILARITY, plain_text
from pipeline.workspace.memory.sync import NAME, open_memory, open_memory_to_read

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS = 200
_ARTICLE = 200
"""How many texts are stored at a time, as those of an article."""

_LIMIT = 100_000
_PEERS_UP_TO = 100_000
_PEER_QUESTIONS = 100
_PATIENCE = 300
_INVENTED = 0.125
_LONG_WORD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured at one size. Times in milliseconds."""

    texts: int
    filled: float
    megabytes: float
    median: float
    p95: float
    most: float
    recall: float
    best: float
    expected: int
    one_more: float


class Writer:
    """Makes sentences from real ones: a chain of their words, with invented words among them."""

    def __init__(self, sentences: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self._next: dict[str, list[str]] = defaultdict(list)
        for sentence in sentences:
            words = ["", *sentence.split(), ""]
            for one, other in pairwise(words):
                self._next[one].append(other)
        self.words = sorted({word for sentence in sentences for word in sentence.split()})
        self._long = [word for word in self.words if len(word) >= _LONG_WORD]

    def sentence(self) -> str:
        """A new sentence, about as long as real ones are."""
        made: list[str] = []
        word = self._chance.choice(self._next[""])
        while word and len(made) < 60:  # noqa: PLR2004
            is_invented = len(word) >= _LONG_WORD and self._chance.random() < _INVENTED
            made.append(self.invented() if is_invented else word)
            word = self._chance.choice(self._next[word])
        return " ".join(made) if len(made) > 2 else self.sentence()  # noqa: PLR2004

    def invented(self) -> str:
        """A word of two halves; some come again and again, most hardly ever."""
        number = int(self._chance.paretovariate(0.35)) % 2_000_000
        own = random.Random(number)  # noqa: S311  nothing secret
        one, other = own.choice(self._long), own.choice(self._long)
        return one[: len(one) // 2 + 1] + other[len(other) // 2 :]

    def edited(self, sentence: str) -> str:
        """The sentence with up to a quarter of its words changed."""
        words = sentence.split()
        for _ in range(self._chance.randint(1, max(1, len(words) // 4))):
            place = self._chance.randrange(len(words))
            match self._chance.choice(("exchanged", "out", "in", "ending", "name")):
                case "exchanged":
                    words[place] = self._chance.choice(self.words)
                case "out" if len(words) > 2:  # noqa: PLR2004
                    del words[place]
                case "in":
                    words.insert(place, self._chance.choice(self.words))
                case "ending":
                    words[place] = words[place][:-1] + self._chance.choice("aeiou")
                case _:
                    longest = max(range(len(words)), key=lambda number: len(words[number]))
                    words[longest] = self.invented()
        return " ".join(words)


def texts_of(count: int, chance: random.Random) -> tuple[list[str], list[str], Writer, bool]:
    """Real sentences, all texts of the memory with these among them, who makes more, and whether they are real."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = make_corpus(200, Path(folder))
    found: dict[str, None] = {}
    for text in corpus.articles.values():
        for segment in read_article(text, lang="en").segments:
            if segment.kind.is_text and "://" not in segment.text:
                found.setdefault(segment.text)
    real = list(found)
    writer = Writer([plain_text(text) for text in real], chance)
    made = dict.fromkeys(real[:count])
    while len(made) < count:
        made.setdefault(writer.sentence())
    return real, list(made), writer, corpus.real


def fill(root: Path, texts: Sequence[str]) -> float:
    """Store the texts with translations, as `sync` does it article by article; the seconds that it took."""
    translations = Translations()
    began = time.perf_counter()
    with open_memory(root) as memory:
        for start in range(0, len(texts), _ARTICLE):
            units = [
                MemoryUnit(texts={"en": text, "ru": translations.of(text, "ru")}, lang="en", translators={"ru": "Anna"})
                for text in texts[start : start + _ARTICLE]
            ]
            memory.store(f"articles/{start:08}", "digest", units)
        memory.save()
    return time.perf_counter() - began


def one_article_more(root: Path, texts: Sequence[str]) -> float:
    """The milliseconds that an article with a few sentences that are new takes."""
    units = [MemoryUnit(texts={"en": text, "ru": text.upper()}, lang="en") for text in texts]
    began = time.perf_counter()
    with open_memory(root) as memory:
        memory.store("articles/new", "digest", units)
        memory.save()
    return (time.perf_counter() - began) * 1000


def asked(root: Path, questions: Sequence[str], limit: int) -> tuple[list[float], list[dict[str, int]]]:
    """For every question the milliseconds, and the texts found with their scores."""
    times: list[float] = []
    found: list[dict[str, int]] = []
    with open_memory_to_read(root) as memory:
        if memory is None:
            raise FileNotFoundError(NAME)
        for question in questions:
            began = time.perf_counter()
            matches = memory.matches(question, "en", "ru", limit=limit)
            times.append((time.perf_counter() - began) * 1000)
            found.append({match.source: match.score for match in matches})
    return times, found


def everything(questions: Sequence[str], texts: Sequence[str]) -> Iterator[dict[str, int]]:
    """What a comparison with every single text finds."""
    bare = [plain_text(text) for text in texts]
    for question in questions:
        rows = process.extract(plain_text(question), bare, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None)
        yield {texts[place]: int(score) for _, score, place in rows}


def measured(count: int, number: int) -> Row:
    """A memory of `count` texts, filled and asked."""
    chance = random.Random(count)  # noqa: S311  nothing secret
    real, texts, writer, _ = texts_of(count, chance)
    questions = [writer.edited(chance.choice(real if turn % 2 else texts)) for turn in range(number)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        filled = fill(root, texts)
        size = (root / NAME).stat().st_size / 1e6
        asked(root, [writer.edited(chance.choice(texts)) for _ in range(50)], 3)
        times, _ = asked(root, questions, 3)
        _, found = asked(root, questions, _LIMIT)
        one_more = one_article_more(root, [writer.sentence() for _ in range(80)])
    expected = hit = best = with_any = 0
    for got, should in zip(found, everything(questions, texts), strict=True):
        # A question that is a text of the memory is answered with that alone.
        wanted = {text for text, score in should.items() if score == 100} or should.keys()  # noqa: PLR2004
        expected += len(wanted)
        hit += len(wanted & got.keys())
        with_any += bool(should)
        best += bool(should) and max(got.values(), default=0) == max(should.values())
    times.sort()
    return Row(
        texts=count,
        filled=filled,
        megabytes=size,
        median=statistics.median(times),
        p95=times[int(len(times) * 0.95)],
        most=times[-1],
        recall=hit / max(expected, 1),
        best=best / max(with_any, 1),
        expected=expected,
        one_more=one_more,
    )


Peer = Callable[[], Sequence[str]]
"""Gives the command that fills `questions.pot` from `memory.po` into `out.po`; `empty.po` has nothing yet."""


def msgmerge() -> Sequence[str]:
    """What gettext has: the memory as a compendium for a catalog of which nothing is translated."""
    return ["msgmerge", "--quiet", "-C", "memory.po", "-o", "out.po", "empty.po", "questions.pot"]


def pretranslate() -> Sequence[str]:
    """What translate-toolkit has, with the similarity that we ask for too."""
    return [
        "pretranslate",
        "--progress=none",
        "--tm=memory.po",
        "-t",
        "empty.po",
        "-s",
        "75",
        "questions.pot",
        "out.po",
    ]


PEERS: dict[str, Peer] = {"msgmerge": msgmerge, "pretranslate": pretranslate}


def _catalog(path: Path, texts: Sequence[str], *, empty: bool = False) -> None:
    content = polib.POFile(wrapwidth=0)
    content.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "ru"}
    content.extend(polib.POEntry(msgid=text, msgstr="" if empty else text.upper()) for text in dict.fromkeys(texts))
    content.save(str(path))


def seconds(peer: Peer, texts: Sequence[str], questions: Sequence[str]) -> tuple[float, int]:
    """What a whole run takes, infinite where that is too long, and how many questions have an answer then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _catalog(folder / "memory.po", texts)
        _catalog(folder / "questions.pot", questions, empty=True)
        _catalog(folder / "empty.po", ())
        command = peer()
        began = time.perf_counter()
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return math.inf, 0
        taken = time.perf_counter() - began
        return taken, sum(bool(entry.msgstr) for entry in polib.pofile(str(folder / "out.po"), encoding="utf-8"))


def compare(name: str, count: int) -> None:
    """Print what one look-up takes a peer: a run with many questions without what a run with one takes."""
    chance = random.Random(count)  # noqa: S311  nothing secret
    real, texts, writer, _ = texts_of(count, chance)
    questions = [writer.edited(chance.choice(real)) for _ in range(_PEER_QUESTIONS)]
    one, _ = seconds(PEERS[name], texts, questions[:1])
    all_of_them, answers = seconds(PEERS[name], texts, questions)
    each = (all_of_them - one) * 1000 / (_PEER_QUESTIONS - 1)
    told = f"{each:,.1f} ms a look-up" if each < math.inf else f"more than {_PATIENCE} s for {_PEER_QUESTIONS} look-ups"
    answered = f"{answers} of {_PEER_QUESTIONS} answered" if answers else "none answered"
    print(f"\n{name}, {count:,} texts: {told}, {answered}; the first one took {one:.1f} s", flush=True)


def main() -> None:
    """Measure, and print what was measured as a table."""
    parser = argparse.ArgumentParser(description="How the translation memory grows, and what it finds.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many texts the memory has")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many look-ups at every size")
    parser.add_argument("--no-peers", action="store_true", help="leave out msgmerge and translate-toolkit")
    wanted = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {wanted.questions} look-ups at every size\n")
    print("| texts | filled in | file | median | 95% | most | recall | best found | an article more |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    for count in wanted.sizes:
        row = measured(count, wanted.questions)
        print(
            f"| {row.texts:,} | {row.filled:.1f} s | {row.megabytes:.0f} MB | {row.median:.1f} ms | {row.p95:.1f} ms "
            f"| {row.most:.1f} ms | {row.recall:.2%} of {row.expected:,} | {row.best:.1%} | {row.one_more:.0f} ms |",
            flush=True,
        )
    for name in () if wanted.no_peers else PEERS:
        if shutil.which(name) is None:
            print(f"\n{name} is not installed.")
            continue
        for count in (size for size in wanted.sizes if size <= _PEERS_UP_TO):
            compare(name, count)


if __name__ == "__main__":
    main()
