"""The articles that everybody is measured on: 24 paragraphs of 2–4 sentences each, headings, 24 footnotes."""

import json
import random
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAKER = Path(__file__).parents[2] / "shared" / "tools" / "make_corpus.py"
"""Makes articles of real sentences, with their published translations. Not part of the repository."""

TARGETS = ("hy", "ru")

_NOTES = 24
_PARAGRAPHS = 24
_BASE = 200
_WORDS = """
about across after again agreement ambassador archive article award border bridge budget building capital case century
church city committee concert council country court crisis culture day debate decision delegation district economy
editor election energy engineer exhibition expert factory family festival film forecast forest government harvest
history hospital house industry institute journal journey judge lake language law library market meeting member minister
mountain museum music nation network newspaper office official opinion orchard parliament people plan president press
price problem project publisher question railway reader reform region report republic result river road school season
society speech station story street student summer teacher theatre town tradition treaty university valley village
visitor voice water weather week winter witness work writer year announced approved changed described discussed opened
"""

_KEPT = re.compile(r"(\{\w+\}|\[\^[^\]]+\]|https?://\S+)")
_LETTERS = {"hy": "աբցդեֆգհիջկլմնոպքրստըվւխյզ", "ru": "абцдефгхийклмнопярстувшжыз"}
_SCRIPTS = {lang: str.maketrans(string.ascii_letters, letters + letters.upper()) for lang, letters in _LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """Finished translations of whatever texts a tool cuts the articles into: real ones where there are some, else the
    same words in the other script.
    """

    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, text: str, lang: str) -> str:
        """The translation of a text with its placeholders, notes and addresses in their places."""
        known = self.known.get(lang, {})
        whole = known.get(" ".join(text.split()))
        if whole is not None:
            return whole
        pieces = _KEPT.split(text)
        return "".join(piece if number % 2 else _translated(piece, lang, known) for number, piece in enumerate(pieces))


def _translated(piece: str, lang: str, known: Mapping[str, str]) -> str:
    bare = piece.strip()
    if not bare:
        return piece
    before, _, after = piece.partition(bare)
    return before + known.get(" ".join(bare.split()), bare.translate(_SCRIPTS[lang])) + after


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Articles by slug, and what they are made of."""

    articles: Mapping[str, str]
    translations: Translations
    real: bool

    def lay(self, folder: Path) -> None:
        """Write the articles into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for slug, text in self.articles.items():
            (folder / f"{slug}.md").write_text(text, encoding="utf-8")

    def edit(self, folder: Path, number: int = 0) -> None:
        """Change one sentence, in the middle of one of the articles in a folder; every `number` changes another."""
        slugs = sorted(self.articles)
        path = folder / f"{slugs[(len(slugs) // 2 + number) % len(slugs)]}.md"
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        chosen = [place for place, block in enumerate(blocks) if not block.startswith(("#", "[^"))]
        middle = chosen[len(chosen) // 2]
        first, _, rest = blocks[middle].partition(" ")
        blocks[middle] = f"{first} incidentally {rest}"
        path.write_text("\n\n".join(blocks), encoding="utf-8")


def make_corpus(count: int, folder: Path) -> Corpus:
    """`count` articles. `folder` is for what is made on the way. More than 200 are copies, each paragraph changed."""
    base = min(count, _BASE)
    known: dict[str, dict[str, str]] = {}
    real = MAKER.is_file()
    texts = _real(base, folder, known) if real else list(_made_up(base))
    articles = {f"a{place:05}": _copy(texts[place % base], place // base) for place in range(count)}
    return Corpus(articles=articles, translations=Translations(known=known), real=real)


def _real(count: int, folder: Path, known: dict[str, dict[str, str]]) -> list[str]:
    """Articles of real sentences; `known` learns the translations of their lines and of their paragraphs."""
    subprocess.run([sys.executable, str(MAKER), str(count), str(folder)], check=True)
    known |= json.loads((folder / "tr.json").read_text(encoding="utf-8"))
    texts = []
    for path in sorted((folder / "src").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        texts.append(text)
        for lang in TARGETS:
            translated = (folder / "ref" / lang / path.name).read_text(encoding="utf-8")
            known[lang].update(zip(text.rstrip().split("\n\n"), translated.rstrip().split("\n\n"), strict=True))
    return texts


def _made_up(count: int) -> Iterator[str]:
    """Articles of the same shape out of a small vocabulary, always the same ones."""
    chance = random.Random(20260101)  # noqa: S311  nothing secret
    for _ in range(count):
        notes = iter(range(1, _NOTES + 1))
        places = sorted(chance.choices(range(_PARAGRAPHS), k=_NOTES))
        blocks = [f"# {make_sentence(chance, 6)}", f"## {make_sentence(chance, 6)}"]
        for number in range(_PARAGRAPHS):
            if number % 6 == 2:  # noqa: PLR2004  a heading every six paragraphs
                blocks.append(f"## {make_sentence(chance, 6)}")
            sentences = [make_sentence(chance, chance.randint(12, 32)) + "." for _ in range(chance.randint(2, 4))]
            for turn in range(places.count(number)):
                sentences[turn % len(sentences)] += f"[^{next(notes)}]"
            blocks.append(" ".join(sentences))
        blocks += [f"[^{note}]: https://example.org/{chance.randint(10_000, 99_999)}" for note in range(1, _NOTES + 1)]
        yield "\n\n".join(blocks) + "\n"


def make_sentence(chance: random.Random, words: int) -> str:
    """So many words of the vocabulary, without a full stop."""
    return " ".join(chance.choices(_WORDS.split(), k=words)).capitalize()


def _copy(text: str, number: int) -> str:
    """The same article with another word in every block, so that no text stands in two articles by being copied."""
    if not number:
        return text
    blocks = text.split("\n\n")
    return "\n\n".join(block if block.startswith("[^") else _marked(block, number) for block in blocks)


def _marked(block: str, number: int) -> str:
    first, gap, rest = block.rpartition(" ")
    return f"{first}{gap}no. {number} {rest}"
