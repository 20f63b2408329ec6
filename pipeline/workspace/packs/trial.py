"""Try a language pack: its files against what may stand in them, and the cases that it brings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.errors import SettingsError, TargmanError
from pipeline.languages import Language
from pipeline.languages.dates import parse_date
from pipeline.languages.detection import detect_language
from pipeline.languages.folders import find_folders, find_origins
from pipeline.languages.inflection import inflection_keys
from pipeline.languages.number_words import find_word_values
from pipeline.languages.romanisation import slugify
from pipeline.languages.validation import find_faults, read_settings
from pipeline.segmentation import find_sentence_ends
from pipeline.workspace.packs import PARTS, describe_language

_RARE = frozenset(
    {
        *(
            "base",
            "names",
            "codes",
            "fonts",
            "placeholders",
            "placeholders_on_keyboard",
            "user_names",
            "default_titles",
        ),
        *("date_beginnings", "time_beginnings", "solar_months"),
    }
)
"""Settings that most packs do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTrial:
    """The result of trying a pack, beside what is wrong with it: the number of its cases, the parts that it lacks, and
    by file the settings that are not there.
    """

    code: str
    cases: int
    missing_parts: tuple[str, ...]
    missing_settings: Mapping[str, tuple[str, ...]]


def try_pack(language: Language) -> tuple[PackTrial, list[TargmanError]]:
    """Try the pack of a language. Raises SettingsError if it has none."""
    folders = tuple(zip(find_folders(language.code), find_origins(language.code), strict=True))
    if not folders:
        code = language.code
        raise SettingsError(f"there is no pack for “{code}”. To begin one in a workspace: targman languages new {code}")
    known = read_settings()
    problems = [problem for folder, origin in folders for problem in find_faults(folder, origin)]
    samples = {} if problems else language.table("samples")
    for kind, cases in samples.items():
        problems += [problem.at(f"{folders[0][1]}/samples.toml") for problem in _TRIALS[kind](language.code, cases)]
    present = {name: language.table(name.removesuffix(".toml")) for name in sorted(known) if language.data(name)}
    has = describe_language(language).known_parts
    trial = PackTrial(
        code=language.code,
        cases=sum(map(len, samples.values())),
        missing_parts=tuple(part for part in PARTS if part not in has),
        missing_settings={name: tuple(_missing(known[name], table)) for name, table in present.items()},
    )
    return trial, problems


def _missing(known: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settings that a file does not have; one that says no, or that there is nothing, has them."""
    return (key for key in known if key not in table and key not in _RARE)


def _try_sentences(lang: str, cases: Iterable[str]) -> Iterator[TargmanError]:
    for case in cases:
        text, ends = _split_case(case)
        if (found := find_sentence_ends(text, lang)) != ends:
            yield _differs("sentences", text, _mark(text, ends), _mark(text, found))


def _try_texts(lang: str, cases: Iterable[str]) -> Iterator[TargmanError]:
    for text in cases:
        if (found := detect_language(text, (lang,)).lang) != lang:
            yield _differs("texts", text, lang, found or "no language")


def _try_numbers(lang: str, cases: Mapping[str, list[float]]) -> Iterator[TargmanError]:
    for text, values in cases.items():
        if missing := sorted(set(values) - find_word_values(text, lang)):
            yield _differs("numbers", text, _join(values), f"no {_join(missing)}")


def _try_dates(lang: str, cases: Mapping[str, str]) -> Iterator[TargmanError]:  # noqa: ARG001  as the others
    for text, day in cases.items():
        if (found := parse_date(text)) != day:
            yield _differs("dates", text, day, found or "no date")


def _try_inflection(lang: str, cases: Mapping[str, list[str]]) -> Iterator[TargmanError]:
    for term, forms in cases.items():
        for form in forms:
            if not inflection_keys(term, lang) & inflection_keys(form, lang):
                yield _differs("inflection", form, f"a form of {term}", "another word")


def _try_romanisation(lang: str, cases: Mapping[str, str]) -> Iterator[TargmanError]:
    for title, slug in cases.items():
        if (made := slugify(title, lang)) != slug:
            yield _differs("romanisation", title, slug, made or "nothing")


_TRIALS: Mapping[str, Callable[[str, Any], Iterator[TargmanError]]] = {
    "sentences": _try_sentences,
    "texts": _try_texts,
    "numbers": _try_numbers,
    "dates": _try_dates,
    "inflection": _try_inflection,
    "romanisation": _try_romanisation,
}


def _join(values: Iterable[float]) -> str:
    return ", ".join(map(str, values))


def _differs(kind: str, text: str, expected: str, found: str) -> TargmanError:
    return TargmanError(f"{kind}: “{text}” should give {expected}, but gives {found}")


def _split_case(case: str) -> tuple[str, list[int]]:
    """Return the text of a case without its marks, and the offsets where its sentences end."""
    text, ends = "", []
    for part in re.split(r"( ?\| ?)", case):
        if part.strip() == "|":
            ends.append(len(text))
            text += " " if part == " | " else ""
        else:
            text += part
    return text, [*ends, len(text)]


def _mark(text: str, ends: Iterable[int]) -> str:
    """Return a text with | where sentences end."""
    places = [0, *ends, len(text)]
    parts = [text[first:last] for first, last in pairwise(places) if first < last]
    return f"“{'|'.join(parts)}”"
