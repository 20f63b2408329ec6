"""The two ends of size: one very long article, and very many small ones, beside what any program needs for a look at
the same files.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from benchmarks.corpus import Corpus, Translations, make_sentence
from benchmarks.measure import Command, Sample, measured
from benchmarks.results import Extreme
from benchmarks.tools import COMMAND, GitStatus, ReadingAll, Targman, commit, settle

FIRST, NOTHING, MERGE, CHECK, EXPORT = "first sync", "nothing changed", "merge", "check", "export to HTML"
GIT, READ = "`git status`", "reading all bytes"

COMMANDS: Mapping[str, Command] = {
    NOTHING: ["sync"],
    MERGE: ["merge"],
    CHECK: ["check", "--fail-on", "never"],
    EXPORT: ["export", "--format", "html"],
}
"""The tasks after the first sync, in their order."""

_WORDS_A_NOTE = 50
_HEADING_EVERY = 24
_SENTENCES = 3


def measure_extremes(
    words: Sequence[int], articles: Sequence[int], folder: Path, say: Callable[[str], None]
) -> Iterator[Extreme]:
    """Targman on one article of so many `words`, translated; then on so many small `articles`, which are not."""
    for number in words:
        text, notes = _long_article(number)
        corpus = Corpus(articles={"long": text}, translations=Translations(), real=False)
        say(f"one article of {number:,} words")
        samples = _samples(corpus, folder, (NOTHING, MERGE, CHECK, EXPORT), is_translated=True)
        yield Extreme(articles=1, words=number, notes=notes, samples=samples)
    for number in articles:
        texts = {f"a{place:06}": _small_article(place) for place in range(number)}
        corpus = Corpus(articles=texts, translations=Translations(), real=False)
        say(f"{number:,} small articles")
        samples = _samples(corpus, folder, (NOTHING, MERGE), is_translated=False)
        size = sum(len(text.split()) for text in texts.values())
        yield Extreme(articles=number, words=size, notes=number, samples=samples)


def _samples(corpus: Corpus, folder: Path, tasks: Sequence[str], *, is_translated: bool) -> dict[str, list[Sample]]:
    """Every task once: at these sizes a task is long, and the making of the workspace longer."""
    ours = Targman()
    shutil.rmtree(folder, ignore_errors=True)
    ours.lay(folder, corpus)
    found = {FIRST: [measured(ours.update(folder), folder)]}
    if is_translated:
        ours.finish(folder, corpus.translations)
    else:
        settle(folder)
    commit(folder)
    floors = {GIT: GitStatus(folder), READ: ReadingAll(folder)}
    found |= {name: [measured(floor.update(folder), folder)] for name, floor in floors.items()}
    found |= {task: [measured([[str(COMMAND), *COMMANDS[task]]], folder)] for task in tasks}
    shutil.rmtree(folder)
    return found


def _long_article(words: int) -> tuple[str, int]:
    """An article of at least so many words, and the number of its notes; always the same one."""
    chance = random.Random(words)  # noqa: S311  nothing secret
    blocks, notes = [f"# {make_sentence(chance, 6)}"], list[str]()
    written = 0
    for paragraph in count(1):
        if written >= words:
            return "\n\n".join([*blocks, *notes]) + "\n", len(notes)
        sentences = []
        for length in chance.choices(range(12, 33), k=chance.randint(2, 4)):
            written += length
            sentence = f"{make_sentence(chance, length)} {written}."
            if written // _WORDS_A_NOTE > len(notes):
                label = len(notes) + 1
                notes.append(f"[^{label}]: https://example.org/{label}")
                sentence += f"[^{label}]"
            sentences.append(sentence)
        blocks += [f"## {make_sentence(chance, 6)}"] if paragraph % _HEADING_EVERY == 0 else []
        blocks.append(" ".join(sentences))
    raise AssertionError


def _small_article(number: int) -> str:
    """A heading, a paragraph and a note."""
    chance = random.Random(number)  # noqa: S311  nothing secret
    sentences = [f"{make_sentence(chance, chance.randint(12, 32))}." for _ in range(_SENTENCES)]
    note = f"[^1]: https://example.org/{number}"
    return f"# {make_sentence(chance, 6)} {number}\n\n{' '.join(sentences)}[^1]\n\n{note}\n"
