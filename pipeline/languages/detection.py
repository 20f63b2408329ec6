"""Detect the language of a text by its letters and, for letters that languages share, by its commonest words."""

import re
from dataclasses import dataclass

from pipeline.languages import load, packs

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


def detect_language(text: str) -> DetectedLanguage:
    """Detect the language that most letters of a text belong to, unless its words are those of another one."""
    prose = _NOT_PROSE.sub(" ", text)
    counts = {language.code: len(re.findall(f"[{language.own_letters}]", prose)) for language in packs()}
    lang = max(counts, key=lambda name: counts[name])
    if not counts[lang]:
        return DetectedLanguage(lang="", sure=False)
    mixed = counts[lang] < 2 * sum(count for other, count in counts.items() if other != lang)
    common_words = set(load(lang).common_words.split())
    if not common_words:
        return DetectedLanguage(lang=lang, sure=not mixed)
    words = re.findall(r"[^\W\d_]+", prose.lower())
    common = sum(map(common_words.__contains__, words)) / max(len(words), 1)
    foreign = sum(map(prose.lower().count, load(lang).foreign_letters)) / counts[lang]
    if len(words) >= _FEW_WORDS and (common < _SHARE or foreign > _SHARE):
        return DetectedLanguage(lang="", sure=False)
    return DetectedLanguage(lang=lang, sure=not mixed and len(words) >= _FEW_WORDS)


def resolve_language(declared: str, text: str) -> tuple[str, list[str]]:
    """Return the language that a document declares, or that of its letters if they differ, with remarks on guesses."""
    found = detect_language(text)
    names = {language.code: language.name for language in packs()}
    code = declared.strip().lower()[:2]
    if code in names and found.lang in {"", code}:
        return code, []
    if not found.lang:
        return "", ["the language is not known: the text is in none of Armenian, English and Russian, or too short"]
    by = "its letters and words" if load(found.lang).common_words else "its letters"
    doubt = "" if found.sure else "; check whether that is right"
    if code in names:
        return found.lang, [f"the document says that it is in {names[code]}, but it is in {names[found.lang]}{doubt}"]
    return found.lang, [f"the language is {names[found.lang]} ({found.lang}), by {by}{doubt}"]
