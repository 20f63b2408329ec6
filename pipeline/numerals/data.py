"""The words of a language for numbers, read from `languages/LANG.toml` once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Values = tuple[float, ...]

_SHORTEST, _LONGEST = 2, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words and what each means: whole words, and beginnings of longer ones."""

    whole: Mapping[str, Values]
    beginnings: Mapping[str, Values]

    def meaning(self, word: str) -> Values:
        """What a word in small letters means; nothing where it is not known."""
        return self.whole.get(word) or self.beginning(word)[0]

    def beginning(self, word: str) -> tuple[Values, str]:
        """What the longest known beginning of a word means, and the rest of the word."""
        for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
            found = self.beginnings.get(word[:size])
            if found:
                return found, word[size:]
        return (), word


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a language calls numbers, months, the powers that follow digits, percent and currencies.

    `doubtful` are scales that may as well be a unit of measure; `measures` says for units that translators convert how
    many of the metric one they are, or 0 for degrees Fahrenheit.
    """

    words: Vocabulary
    months: Vocabulary
    scales: Vocabulary
    doubtful: frozenset[str]
    units: Mapping[str, tuple[str, ...]]
    measures: Vocabulary


@cache
def language(lang: str) -> Language:
    """The words of one of the languages of `model.LANGUAGES`."""
    import tomllib  # noqa: PLC0415  asked for only where there are numbers to compare

    text = resources.files(__package__).joinpath("languages", f"{lang}.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    endings = data.get("endings", "").split()
    scales = {key: value.replace("*", "") for key, value in data["scales"].items()}
    return Language(
        words=_vocabulary(data["words"], endings),
        months=_vocabulary(data["months"], endings),
        scales=_vocabulary(scales, endings),
        doubtful=frozenset(
            word[:-1] for value in data["scales"].values() for word in value.split() if word.endswith("*")
        ),
        units={name: tuple(words.split()) for name, words in data["units"].items()},
        measures=_vocabulary(data["measures"], endings),
    )


def _vocabulary(table: Mapping[str, str], endings: Iterable[str]) -> Vocabulary:
    whole: dict[str, list[float]] = {}
    beginnings: dict[str, list[float]] = {}
    for key, words in table.items():
        values = [float(value) if "." in value else int(value) for value in key.split()]
        for word in words.split():
            if word.endswith("-"):
                beginnings.setdefault(word[:-1], []).extend(values)
            elif word.endswith("~"):
                for ending in endings:
                    whole.setdefault(word[:-1] + ending, []).extend(values)
            else:
                whole.setdefault(word, []).extend(values)
    return Vocabulary(
        whole={word: tuple(values) for word, values in whole.items()},
        beginnings={word: tuple(values) for word, values in beginnings.items()},
    )
