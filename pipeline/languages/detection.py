"""In which of our languages a text is: told by its letters, and where others share them, by its commonest words."""

import re
from dataclasses import dataclass

_LETTERS = {
    "hy": re.compile(r"[\u0531-\u0556\u0561-\u0587]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
    "en": re.compile(r"[A-Za-z]"),
}
_COMMON_WORDS = {
    "ru": "и в не на что с по как это для из от к о но его она они при года также было был",
    "en": "the of and to in a is that for with as on by are was be it this from have at an its not",
}
_WORDS = {lang: frozenset(words.split()) for lang, words in _COMMON_WORDS.items()}
_FOREIGN = {
    "ru": re.compile(r"[іїєґўјљњћђѓќѕџ]"),
    "en": re.compile(r"[äöüßéèêàçñõãåøæłşğıžšč]"),
}
"""Letters of other languages in the same script; a text has few of them in names only."""

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{1,64}@\S+")
_MUCH = 0.02
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """The language that a text is in (empty: none of ours), and whether its words are proof enough."""

    lang: str
    sure: bool


def detect(text: str) -> Detected:
    """The language of a text, by what most of its letters belong to."""
    prose = _NOT_PROSE.sub(" ", text)
    counts = {lang: len(pattern.findall(prose)) for lang, pattern in _LETTERS.items()}
    lang = max(counts, key=lambda name: counts[name])
    if not counts[lang]:
        return Detected(lang="", sure=False)
    mixed = counts[lang] < 2 * sum(count for other, count in counts.items() if other != lang)
    if lang == "hy":
        return Detected(lang=lang, sure=not mixed)
    words = re.findall(r"[^\W\d_]+", prose.lower())
    common = sum(word in _WORDS[lang] for word in words) / max(len(words), 1)
    foreign = len(_FOREIGN[lang].findall(prose.lower())) / counts[lang]
    if len(words) >= _FEW_WORDS and (common < _MUCH or foreign > _MUCH):
        return Detected(lang="", sure=False)
    return Detected(lang=lang, sure=not mixed and len(words) >= _FEW_WORDS)


_NAMES = {"hy": "Armenian", "ru": "Russian", "en": "English"}


def settled(declared: str, text: str) -> tuple[str, list[str]]:
    """The language of a document that says itself it is in `declared` (or says nothing), and what is a guess in that.

    A page's own word counts unless its letters are those of another language.
    """
    found = detect(text)
    said = declared.strip().lower()[:2]
    if said in _NAMES and found.lang in {"", said}:
        return said, []
    if not found.lang:
        return "", ["the language is not known: the text is in none of Armenian, English and Russian, or too short"]
    by = "its letters" if found.lang == "hy" else "its letters and words"
    doubt = "" if found.sure else "; look whether that is right"
    if said in _NAMES:
        return found.lang, [f"the document says that it is in {_NAMES[said]}, but it is in {_NAMES[found.lang]}{doubt}"]
    return found.lang, [f"the language is {_NAMES[found.lang]} ({found.lang}), by {by}{doubt}"]
