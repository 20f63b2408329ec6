"""Faults of form: a sentence twice, a part of one lost, marks of another keyboard, a slip in an address."""

import random
import re
from functools import cache
from pathlib import Path

from benchmarks.faults import Kind, Texts

_TEXTS = Path(__file__).parents[3] / "shared" / "data" / "bitext"
_TOKEN = re.compile(r"\{[a-z]+\d+\}")
_END = re.compile(r"[։:.](?=[»”\")]*(?:\{fn\d+\})*\s*$)")
_MARK = re.compile(r"[՝՛]")
_ADDRESS = re.compile(r"https?://\S+[\w/]")
_LETTER = re.compile(r"[a-z0-9](?=[a-z0-9])")
_SHORTEST = 8
"""Minimum number of words in a sentence that is halved."""
_SITES = (
    "news.example.org",
    "archive.example.am",
    "www.statistics-office.org",
    "data.parliament.ge",
    "times.example.ru",
)
_PAGES = ("report", "minutes", "press-release", "census", "budget", "interview", "survey", "decree")
_WORDS = {
    "hy": "Տես նաև {} էջը։",
    "en": "See also {} on this.",
    "ru": "См. также {} об этом.",
    "uk": "Див. також {} про це.",
    "fr": "Voir aussi {} à ce sujet.",
    "ka": "იხილეთ აგრეთვე {} ამის შესახებ.",
    "fa": "همچنین ببینید {} در این باره.",
}


def sentence_twice(texts: Texts, _: random.Random) -> str | None:
    """The same text twice, as pasting leaves it."""
    bare = _TOKEN.sub("", texts.target).strip()
    return f"{bare} {texts.target.strip()}" if len(bare.split()) >= 4 else None  # noqa: PLR2004


def latin_stop(texts: Texts, _: random.Random) -> str | None:
    """A dot instead of the Armenian full stop."""
    if texts.lang != "hy" or texts.source.rstrip("»”\"'0123456789{}fn ")[-1:] not in {".", "։", "?", "!"}:
        return None
    return _END.sub(".", texts.target) if texts.target.count(".") == 0 else None


def backtick(texts: Texts, chance: random.Random) -> str | None:
    """A backtick instead of an Armenian mark."""
    spots = [match.start() for match in _MARK.finditer(texts.target)] if texts.lang == "hy" else []
    if not spots:
        return None
    at = chance.choice(spots)
    return texts.target[:at] + "`" + texts.target[at + 1 :]


def half_lost(texts: Texts, chance: random.Random) -> str | None:
    """The first half of a sentence, or the second."""
    words = _TOKEN.sub("", texts.target).split()
    if len(words) < _SHORTEST:
        return None
    middle = len(words) // 2
    half = " ".join(words[:middle] if chance.random() < 0.5 else words[middle:])  # noqa: PLR2004
    return f"{half.rstrip('.,;:։')}{words[-1][-1]}{''.join(_TOKEN.findall(texts.target))}"


def sentence_lost(texts: Texts, _: random.Random) -> str | None:
    """No translation of the sentence that was added to another."""
    return "" if texts.target.startswith(" ") else None


def plant_sentence(source_lang: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """A sentence of another text."""
    lines = _read_lines(source_lang, lang)
    return chance.choice(lines) if lines else None


@cache
def _read_lines(source_lang: str, lang: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for path in sorted(_TEXTS.glob(f"*.{source_lang}.txt")):
        other = path.with_name(f"{path.name.removesuffix(f'.{source_lang}.txt')}.{lang}.txt")
        texts = (each.read_text(encoding="utf-8").splitlines() for each in (path, other))
        found += ((told.strip(), made.strip()) for told, made in zip(*texts, strict=False))
    return tuple(pair for pair in found if all(_is_plain(text) for text in pair))


def _is_plain(text: str) -> bool:
    return len(text.split()) >= _SHORTEST and not re.search(r"[<>|*_`\[\]#{}\\«»“”\"]", text)


def address_slip(texts: Texts, chance: random.Random) -> str | None:
    """An address with two signs in the place of each other, one left out, or one doubled."""
    match = _ADDRESS.search(texts.target)
    if match is None:
        return None
    address = match[0]
    spots = [spot.start() for spot in _LETTER.finditer(address) if spot.start() > len("https://")]
    spots = [at for at in spots if address[at] != address[at + 1]]
    at = chance.choice(spots)
    slips = (
        address[:at] + address[at + 1] + address[at] + address[at + 2 :],
        address[:at] + address[at + 1 :],
        address[:at] + address[at] + address[at:],
    )
    return texts.target.replace(address, chance.choice(slips))


def plant_address(source_lang: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """A sentence with an address, the same in both languages."""
    if source_lang not in _WORDS or lang not in _WORDS:
        return None
    year, number = chance.randint(1990, 2026), chance.randint(100, 99999)
    address = f"https://{chance.choice(_SITES)}/{chance.choice(_PAGES)}/{year}/{number}"
    return _WORDS[source_lang].format(address), _WORDS[lang].format(address)


KINDS = (
    Kind(fault=sentence_twice, codes=("sentence-twice", "alike")),
    Kind(fault=latin_stop, codes=("armenian-point",)),
    Kind(fault=backtick, codes=("armenian-backtick",)),
    Kind(fault=half_lost, codes=("omission", "length")),
    Kind(fault=sentence_lost, codes=("omission", "length"), plant=plant_sentence),
    Kind(fault=address_slip, codes=("address-slip",), plant=plant_address),
)
