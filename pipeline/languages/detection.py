"""Detect the language of a text by its letters and, for letters that languages share, by its commonest words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.languages import Language, known

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{1,64}@\S+")
_SHARE = 0.02
"""The least share of common words, and the largest of foreign letters; names bring in a few."""
_FEW_WORDS = 12
"""A text of fewer words says too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedLanguage:
    """The language of a text, empty if it is none of ours; `sure` if its words prove it."""

    lang: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """The letters of a language, its commonest words, and letters of other languages in the same script."""

    letters: re.Pattern[str]
    common_words: frozenset[str]
    foreign: re.Pattern[str]


def detect_language(text: str) -> DetectedLanguage:
    """Detect the language that most letters of a text belong to, unless its words are those of another one."""
    prose = _NOT_PROSE.sub(" ", text)
    traits = _traits()
    counts = {lang: len(found.letters.findall(prose)) for lang, found in traits.items()}
    lang = max(counts, key=lambda name: counts[name])
    if not counts[lang]:
        return DetectedLanguage(lang="", sure=False)
    mixed = counts[lang] < 2 * sum(count for other, count in counts.items() if other != lang)
    if not traits[lang].common_words:
        return DetectedLanguage(lang=lang, sure=not mixed)
    words = re.findall(r"[^\W\d_]+", prose.lower())
    common = sum(word in traits[lang].common_words for word in words) / max(len(words), 1)
    foreign = len(traits[lang].foreign.findall(prose.lower())) / counts[lang]
    if len(words) >= _FEW_WORDS and (common < _SHARE or foreign > _SHARE):
        return DetectedLanguage(lang="", sure=False)
    return DetectedLanguage(lang=lang, sure=not mixed and len(words) >= _FEW_WORDS)


def resolve_language(declared: str, text: str) -> tuple[str, list[str]]:
    """Return the language of a document that declares one (or none, empty), with remarks on guesses.

    The declaration counts unless the letters are those of another language.
    """
    found = detect_language(text)
    names = {language.code: language.name for language in known()}
    code = declared.strip().lower()[:2]
    if code in names and found.lang in {"", code}:
        return code, []
    if not found.lang:
        return "", ["the language is not known: the text is in none of Armenian, English and Russian, or too short"]
    by = "its letters and words" if _traits()[found.lang].common_words else "its letters"
    doubt = "" if found.sure else "; check whether that is right"
    if code in names:
        return found.lang, [f"the document says that it is in {names[code]}, but it is in {names[found.lang]}{doubt}"]
    return found.lang, [f"the language is {names[found.lang]} ({found.lang}), by {by}{doubt}"]


@cache
def _traits() -> Mapping[str, _Traits]:
    return {language.code: _traits_of(language) for language in known()}


def _traits_of(language: Language) -> _Traits:
    return _Traits(
        letters=re.compile(f"[{language.own_letters}]"),
        common_words=frozenset(language.common_words.split()),
        foreign=re.compile(f"[{re.escape(language.foreign_letters)}]" if language.foreign_letters else "(?!)"),
    )
