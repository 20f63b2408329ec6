"""Detect the language of a text by its script, and among languages that share one by their commonest words.

Packs tell their own words and the letters that only others have (`common_words`, `foreign_letters`); `detection.toml`
has the words of languages without a pack. A language that has a script for itself needs neither.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pkgutil import get_data
from typing import NamedTuple

from pipeline.frozen import dataclass
from pipeline.languages import Language, cldr, load, packs, remember
from pipeline.languages.scripts import count_scripts
from pipeline.languages.tags import canonical, match, may_be_language
from pipeline.patterns import lazy

_ADDRESS = lazy(r"https?://\S+|www\.\S+")
_ADDRESS_OR_MAIL = lazy(rf"{_ADDRESS.pattern}|[\w.+-]{{1,64}}@\S+")
_LETTER = lazy(r"[^\W\d_]")
_WORD = lazy(r"[^\W\d_]+(?:[\u093a-\u094f]+[^\W\d_]*)*")  # Devanagari writes vowels as marks
_SHARE = 0.02
"""The least share of common words, and the largest of foreign letters; names bring in a few."""
_FEW_WORDS = 12
"""A text of fewer words says too little."""
_OWN_SHARE = 0.03
"""The share of letters that no other language with a pack has, from which they prove a language without its words."""
_MANY_WORDS = 40
_CLEAR_SHARE = 0.05
"""The least share of common words in a text of many words."""
_STRANGE = 5
"""The weight of letters outside an alphabet against common words."""
_LEAD = 2
"""The factor by which a language without a pack has to be better than one with a pack."""
_EAST_ASIAN = {"Hiragana": "ja", "Katakana": "ja", "Hangul": "ko", "Han": "zh"}
"""Languages by their scripts, those first that tell: they mix several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedLanguage:
    """The language of a text, empty if it is none of those we know; `sure` if its words prove it. `other` is then a
    language without a pack that it looks like.
    """

    lang: str
    sure: bool
    other: str = ""


_NONE = DetectedLanguage(lang="", sure=False)


class _Signs(NamedTuple):
    """The signs of a language: its alphabet, its letters that no other one with a pack has, and its commonest words."""

    alphabet: re.Pattern[str]
    own_letters: str
    words: frozenset[str]
    foreign_letters: str
    has_pack: bool


class _Candidate(NamedTuple):
    """A language with the share of a text that its common words are, that of letters which only it has or which only
    others have; `score` weighs them. It is `typical` if it lacks no letters of the language that others lack.
    """

    lang: str
    common: float
    own: float
    foreign: float
    score: float
    has_pack: bool
    typical: bool


def detect_language(text: str, among: Iterable[str] = ()) -> DetectedLanguage:
    """Detect the language that most letters of a text belong to, unless its words are those of another one. It is one
    that has a pack or is of `among`, the languages of a workspace.
    """
    likely = tuple(among)
    found, has_pack = _detect(text, likely)
    lang = match(found.lang, likely) or (found.lang if has_pack else "")
    return DetectedLanguage(lang=lang, sure=bool(lang) and found.sure, other="" if lang else found.lang)


def _detect(text: str, likely: Collection[str]) -> tuple[DetectedLanguage, bool]:
    """Return the language of a text, with or without a pack, and True if it has one."""
    prose = (_ADDRESS_OR_MAIL if "@" in text else _ADDRESS).sub(" ", text).lower()
    characters = Counter(prose)
    scripts = _count_letters(prose, characters)
    script = max(scripts, key=lambda name: scripts[name], default="")
    if not script:
        return _NONE, False
    mixed = scripts[script] < 2 * (scripts.total() - scripts[script])
    words = _WORD.findall(prose)
    candidates = _compare(script, characters, words) if _signs(script) else []
    if not candidates:
        lang, is_only = _find_by_script(script, scripts, likely)
        has_pack = any(language.code == lang for language in packs())
        return DetectedLanguage(lang=lang, sure=is_only and not mixed), has_pack
    best, second = _choose(candidates, len(words), likely, script)
    if len(words) < _FEW_WORDS:
        return DetectedLanguage(lang=best.lang, sure=False), best.has_pack
    if (best.common < _SHARE and best.own < _OWN_SHARE) or best.foreign > _SHARE:
        return _NONE, False
    is_clear = best.typical and best.score + _margin(len(words)) >= second
    is_clear = is_clear and (len(words) < _MANY_WORDS or max(best.common, best.own) >= _CLEAR_SHARE)
    return DetectedLanguage(lang=best.lang, sure=is_clear and not mixed), best.has_pack


def _choose(
    candidates: Sequence[_Candidate], words: int, likely: Collection[str], script: str
) -> tuple[_Candidate, float]:
    """Return the language that a text is in, and the score of the next one. Those with a pack and those that are
    likely come before others, which have to be much better, and in a text that says enough.
    """
    ours = [each for each in candidates if each.has_pack or each.lang in likely] or list(candidates)
    others = [each for each in candidates if each not in ours]
    best = max(ours, key=lambda each: each.score)
    equal = [each for each in ours if each.score == best.score]
    if len(equal) > 1:
        best = next((each for each in equal if each.lang == _language_of(script)), equal[0])
    other = max(others, key=lambda each: each.score, default=best)
    if words >= _FEW_WORDS and other.score > _LEAD * max(best.score, 0.0) + _margin(words):
        return other, _LEAD * best.score
    return best, max((each.score for each in candidates if each is not best), default=0.0)


def _margin(words: int) -> float:
    """Return the difference of scores that proves something in a text of this many words."""
    return _CLEAR_SHARE if words >= _MANY_WORDS else 2 * _CLEAR_SHARE


def resolve_language(declared: str, text: str, among: Iterable[str] = ()) -> tuple[str, list[str]]:
    """Return the language that a document declares, or that of its letters if they differ, with remarks on guesses."""
    likely = tuple(among)
    found = detect_language(text, likely)
    code = resolve_tag(declared, likely)
    if code and (not found.lang or may_be_language(code, found.lang) or not _can_tell(code, found)):
        return code, []
    if not found.lang:
        like = f"it looks like {load(found.other).name} ({found.other})" if found.other else "or too short"
        return "", [f"the language is not known: the text is in none that Targman has a pack for, {like}"]
    lang, name = found.lang, load(found.lang).name
    by = "its letters and words" if _signs(load(lang).script) else "its letters"
    doubt = "" if found.sure else "; check whether that is right"
    if code:
        return lang, [f"the document says that it is in {load(code).name}, but it is in {name}{doubt}"]
    return lang, [f"the language is {name} ({lang}), by {by}{doubt}"]


def resolve_tag(declared: str, among: Iterable[str]) -> str:
    """Return the language that a document declares, as `pt-BR`: the one of `among` that it means, else the one with a
    pack, else as the document has it. Empty if it is none.
    """
    return match(declared, among) or match(declared, [language.code for language in packs()]) or canonical(declared)


def find_region(declared: Iterable[str], text: str, among: Iterable[str] = ()) -> str:
    """Return the first code that a document declares which says more than the letters and words of its text do: the
    region. Empty if none does, as programs write many by default.
    """
    likely = tuple(among)
    found = detect_language(text, likely)
    lang = found.lang or found.other
    agreeing = (resolve_tag(code, likely) for code in declared if lang and may_be_language(code, lang))
    return next((code for code in agreeing if code != found.lang), "")


def _count_letters(prose: str, characters: Counter[str]) -> Counter[str]:
    """Count the letters of a text by the English name of their script; those of no pack only if they are many."""
    distinct = "".join(characters)
    counts = Counter(
        {
            script: sum(map(characters.__getitem__, pattern.findall(distinct)))
            for script, pattern in _script_patterns().items()
        }
    )
    if 2 * counts.total() < sum(map(characters.__getitem__, filter(str.isalpha, distinct))):
        counts.update({name: number for name, number in count_scripts([prose]).items() if name not in counts})
    return +counts


@remember
def _script_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return a pattern for the letters of each script that packs have."""
    letters = {language.script: language.letters for language in reversed(packs()) if language.letters}
    return {script: re.compile(f"[{inside}]") for script, inside in letters.items()}


def _compare(script: str, characters: Counter[str], words: Sequence[str]) -> list[_Candidate]:
    """Return the languages of a script that are told by their words; those without a pack only if a word is theirs."""
    counts = Counter(words)
    found = _script_patterns().get(script, _LETTER).findall("".join(characters))
    letters = {letter: characters[letter] for letter in found}
    total, many = sum(letters.values()), max(len(words), 1)
    common, weight, strange = defaultdict[str, int](int), defaultdict[str, float](float), defaultdict[str, int](int)
    known = _known_words(script)
    for word in filter(known.__contains__, counts):
        for lang in known[word]:
            common[lang] += counts[word]
            weight[lang] += counts[word] / len(known[word])
    for letter, count in letters.items():
        for lang in _lacking(script, letter):
            strange[lang] += count
    made = []
    for lang, signs in _signs(script).items():
        if common[lang] or signs.has_pack:
            own = sum(letters.get(letter, 0) for letter in signs.own_letters) / total
            foreign = sum(letters.get(letter, 0) for letter in signs.foreign_letters) / total
            score = weight[lang] / many - _STRANGE * strange[lang] / total
            typical = bool(own) or not signs.own_letters
            made.append(_Candidate(lang, common[lang] / many, own, foreign, score, signs.has_pack, typical))
    return made


@remember
def _known_words(script: str) -> Mapping[str, Sequence[str]]:
    """Return the common words of the languages of a script, each with these languages: the more, the less it tells."""
    known: dict[str, list[str]] = {}
    for lang, signs in _signs(script).items():
        for word in signs.words:
            known.setdefault(word, []).append(lang)
    return known


@remember
def _lacking(script: str, letter: str) -> Sequence[str]:
    """Return the languages of a script that do not have a letter."""
    return [lang for lang, signs in _signs(script).items() if not signs.alphabet.match(letter)]


@remember
def _signs(script: str) -> Mapping[str, _Signs]:
    """Return the signs of the languages of a script; none if the script is enough to tell its language."""
    own = [language for language in packs() if language.script == script and language.common_words]
    known = {language.code: (language.small or language.letters, language.common_words) for language in own}
    others = {lang: (table["letters"], table["words"]) for lang, table in _others().get(script, {}).items()}
    known = {**others, **known}
    return {
        lang: _Signs(
            alphabet=re.compile(f"[{letters}]"),
            own_letters=_own_letters(load(lang), own),
            words=frozenset(words.split()),
            foreign_letters=load(lang).foreign_letters if lang not in others or load(lang) in own else "",
            has_pack=load(lang) in own,
        )
        for lang, (letters, words) in known.items()
    }


def _own_letters(language: Language, others: Sequence[Language]) -> str:
    """Return the small letters of a language by which it is told, and which no other one has in its alphabet."""
    if language not in others or language.own_letters == language.letters:
        return ""
    foreign = [f"[{other.small}]" for other in others if other != language and other.small]
    return "".join(
        letter
        for letter in dict.fromkeys(language.own_letters.lower())
        if letter.isalpha() and not any(re.match(letters, letter) for letters in foreign)
    )


@cache
def _others() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Read the signs of languages without a pack, by script."""
    data = get_data(__package__, "detection.toml") or b""
    return tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))


def _find_by_script(script: str, scripts: Counter[str], likely: Collection[str]) -> tuple[str, bool]:
    """Return the language that has a script, and True if it is the only one of those with packs and those likely."""
    asian = next((lang for name, lang in _EAST_ASIAN.items() if scripts[name] > _SHARE * scripts.total()), "")
    if asian:
        return asian, True
    with_packs = [language.code for language in packs() if language.script == script and language.base is None]
    found = list(dict.fromkeys([*(lang for lang in likely if load(lang).script == script), *with_packs]))
    return (found[0], len(found) == 1) if found else (_language_of(script), False)


@cache
def _language_of(script: str) -> str:
    """Return the language that a script most likely means by the CLDR; empty if it is not one."""
    return cldr.language_of_script(script)


def _can_tell(lang: str, found: DetectedLanguage) -> bool:
    """Tell whether a text in `lang` would not be taken for the one found: its script differs, or its words are known
    and prove it.
    """
    script = load(found.lang).script
    return load(lang).script != script or (found.sure and any(may_be_language(lang, known) for known in _signs(script)))
