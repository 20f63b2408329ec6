"""Try a language pack: its files against what may stand in them, and the cases that it brings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from pipeline.errors import CatalogError, SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.languages import Language
from pipeline.languages.dates import parse_date
from pipeline.languages.detection import detect_language
from pipeline.languages.folders import decode, find_packs
from pipeline.languages.inflection import first_form_keys, inflection_keys, list_words
from pipeline.languages.messages import check_messages, count_messages
from pipeline.languages.number_words import find_word_values
from pipeline.languages.romanisation import slugify
from pipeline.languages.validation import find_faults
from pipeline.segmentation import find_sentence_ends
from pipeline.workspace.packs import PARTS, describe_language

_Differing = tuple[str, str]
"""A case as it is written, and what comes out otherwise."""

_BEGINNING = 12  # characters of a case by which its line is found: more may be written with escapes

_USUAL = {
    "language.toml": ("common_words", "not_translated", "translators_note", "yes", "no"),
    "sentences.toml": ("never_end", "end_unless_number", "starters"),
    "typography.toml": ("quotes", "own_notes"),
    "numbers.toml": ("words", "scales", "units"),
    "documents.toml": ("notes_headings", "bylines", "captions"),
    "samples.toml": ("sentences", "texts", "numbers", "dates"),
}
"""Settings that most languages need, by file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTrial:
    """The result of trying a pack, beside what is wrong with it: the number of its cases, the parts that it lacks, and
    by file the settings that most languages need and that are not there; how many `messages` for pages it has, of all.
    If files are faulty, nothing else is tried.
    """

    code: str
    cases: int = 0
    missing_parts: tuple[str, ...] = ()
    missing_settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    messages: int = 0
    all_messages: int = 0


def try_pack(language: Language) -> tuple[PackTrial, list[TargmanError]]:
    """Try the pack of a language. Raises SettingsError if it has none."""
    folders = find_packs(language.code)
    if not folders:
        code = language.code
        raise SettingsError(f"there is no pack for “{code}”. To begin one in a workspace: targman languages new {code}")
    problems = [problem for folder, origin in folders for problem in find_faults(folder, origin)]
    problems += [problem for folder, origin in folders for problem in _find_faults_of_messages(folder, origin)]
    if problems:
        return PackTrial(code=language.code), problems
    samples = language.own_table("samples")
    for kind, cases in samples.items():
        problems += [_place(case, message, folders) for case, message in _TRIALS[kind](language.code, cases)]
    has = describe_language(language).known_parts
    missing = {name: tuple(_missing(language, name, settings)) for name, settings in _USUAL.items()}
    trial = PackTrial(
        code=language.code,
        cases=sum(map(len, samples.values())),
        missing_parts=tuple(part for part in PARTS if part not in has),
        missing_settings={name: settings for name, settings in missing.items() if settings},
        messages=count_messages(language.code),
        all_messages=count_messages("en"),
    )
    return trial, problems


def _find_faults_of_messages(folder: Traversable, origin: str) -> Iterator[TargmanError]:
    """Yield an error if the words on pages cannot be read."""
    file = folder.joinpath("messages.po")
    if file.is_file():
        try:
            check_messages(file.read_bytes())
        except CatalogError as error:
            yield error.at(f"{origin}/messages.po")


def _place(case: str, message: str, folders: Sequence[tuple[Traversable, str]]) -> TargmanError:
    """Return the error for a case that came out otherwise, with the file and the line where it is written."""
    origin, text = next(
        (origin, decode(file.read_bytes()))
        for folder, origin in folders
        if (file := folder.joinpath("samples.toml")).is_file()
    )
    lines = enumerate(text.split("\n"), 1)
    line = next((number for number, written in lines if f'"{case[:_BEGINNING]}' in written), 0)
    return TargmanError(message, path=f"{origin}/samples.toml", line=line)


def _missing(language: Language, name: str, settings: Iterable[str]) -> Iterator[str]:
    """Yield the settings that a file lacks; nothing for a file that is not there or says nothing at all."""
    table = language.table(name.removesuffix(".toml"))
    if any(table.values()):
        yield from (key for key in settings if not table.get(key))


def _try_sentences(lang: str, cases: Iterable[str]) -> Iterator[_Differing]:
    for case in cases:
        text, ends = _split_case(case)
        if (found := find_sentence_ends(text, lang)) != ends:
            yield case, _differs("sentences", text, _mark(text, ends), _mark(text, found))


def _try_texts(lang: str, cases: Iterable[str]) -> Iterator[_Differing]:
    for text in cases:
        if (found := detect_language(text, (lang,)).lang) != lang:
            yield text, _differs("texts", text, lang, found or "no language")


def _try_numbers(lang: str, cases: Mapping[str, list[float]]) -> Iterator[_Differing]:
    for text, values in cases.items():
        found = find_word_values(text, lang)
        if not set(values) <= found or (not values and found):
            yield text, _differs("numbers", text, _join(values), _join(sorted(found)))


def _try_dates(lang: str, cases: Mapping[str, str]) -> Iterator[_Differing]:  # noqa: ARG001  as the others
    for text, day in cases.items():
        if (found := parse_date(text)) != day:
            yield text, _differs("dates", text, day, found or "no date")


def _try_inflection(lang: str, cases: Mapping[str, list[str]]) -> Iterator[_Differing]:
    for term, forms in cases.items():
        for form in forms:
            pairs = list(zip(list_words(term), list_words(form), strict=False))
            if not pairs or any(
                first_form_keys(one, lang).isdisjoint(inflection_keys(two, lang)) for one, two in pairs
            ):
                yield form, _differs("inflection", form, f"a form of {term}", "another word")


def _try_romanisation(lang: str, cases: Mapping[str, str]) -> Iterator[_Differing]:
    for title, slug in cases.items():
        if (made := slugify(title, lang)) != slug:
            yield title, _differs("romanisation", title, slug, made or "nothing")


_TRIALS: Mapping[str, Callable[[str, Any], Iterator[_Differing]]] = {
    "sentences": _try_sentences,
    "texts": _try_texts,
    "numbers": _try_numbers,
    "dates": _try_dates,
    "inflection": _try_inflection,
    "romanisation": _try_romanisation,
}


def _join(values: Iterable[float]) -> str:
    return ", ".join(map(str, values)) or "no number"


def _differs(kind: str, text: str, expected: str, found: str) -> str:
    return f"{kind}: “{text}” should give {expected}, but gives {found}"


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
