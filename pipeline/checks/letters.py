"""Letters of another script that look like those of the word in which they stand."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.checks.codes import finding, quoted
from pipeline.checks.pair import Pair
from pipeline.model import Finding

_LATIN = "A-Za-z\u00c0-\u024f"
_CYRILLIC = "\u0400-\u052f"
_ARMENIAN = "\u0531-\u0556\u0561-\u0587"
_SCRIPTS = {"en": _LATIN, "ru": _CYRILLIC, "hy": _ARMENIAN}
_MIXED = re.compile("|".join(f"[{one}][{two}]" for one in _SCRIPTS.values() for two in _SCRIPTS.values() if one != two))
_FOREIGN = {
    lang: re.compile("[" + "".join(other for code, other in _SCRIPTS.items() if code != lang) + "]")
    for lang in _SCRIPTS
}
_WORD = re.compile(r"[^\W\d_]+(?:[՛՜՞][^\W\d_]+)*")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CYRILLIC_ROMAN = re.compile(r"(?<!\w)(?:Х{2,3}|Х{1,3}(?=[ \u00a0](?:век|вв?\.|столети|съезд)))(?!\w)")
_SINGLE = re.compile(r"(?<=[а-яё,] )[acokyAOKCBY](?= [а-яёА-ЯЁ])")

_ALIKE = {
    ("en", "ru"): dict(zip("aceopxyiABCEHKMOPTXYkmS", "асеорхуіАВСЕНКМОРТХУкмЅ", strict=True)),
    ("en", "hy"): dict(zip("ohnugqjlfLOUSp", "օհոսցգյլֆԼՕՍՏր", strict=True)),
    ("ru", "hy"): dict(zip("оОһпиц", "օՕհոսց", strict=True)),
}


@cache
def _table(found: str, wanted: str) -> dict[str, str]:
    """The letters of one script that look like letters of another, and which."""
    table = dict(_ALIKE.get((found, wanted), {}))
    return table | {after: before for before, after in _ALIKE.get((wanted, found), {}).items()}


def letters(pair: Pair) -> Iterator[Finding]:
    """Words in which a letter of another script stands, such as a Latin o in a Russian word."""
    text = pair.written
    if text.isascii() or _FOREIGN[pair.lang].search(text) is None:
        if "Х" in text:
            yield from _cyrillic_romans(pair, text)
        return
    if _MIXED.search(text):
        for match in _WORD.finditer(text):
            if _MIXED.search(match[0]):
                yield from _mixed(pair, match)
    if pair.lang == "ru":
        yield from _alone(pair, text)
    if "Х" in text:
        yield from _cyrillic_romans(pair, text)


def _cyrillic_romans(pair: Pair, text: str) -> Iterator[Finding]:
    for match in _CYRILLIC_ROMAN.finditer(text):
        yield _numeral(pair, match, match[0].replace("Х", "X"))


def _mixed(pair: Pair, match: re.Match[str]) -> Iterator[Finding]:
    word = match[0]
    counts = {lang: len(re.findall(f"[{script}]", word)) for lang, script in _SCRIPTS.items()}
    latin = _as(word, "en")
    if latin is not None and _ROMAN.fullmatch(latin):
        yield _numeral(pair, match, latin)
        return
    wanted = max(counts, key=lambda lang: (counts[lang], lang == pair.lang))
    fitting = _as(word, wanted)
    strange = re.findall(f"[^{_SCRIPTS[wanted]}՛՜՞]+", word)
    if fitting is None and (len(strange) > 2 or any(len(run) > 1 for run in strange)):  # noqa: PLR2004
        return  # a foreign word with an ending, as NATOի
    if fitting is None and counts[wanted] < 3:  # noqa: PLR2004
        return
    yield _found(pair, match, fitting, "".join(strange))


def _alone(pair: Pair, text: str) -> Iterator[Finding]:
    """A word of one letter in the wrong script: Latin c for the Russian preposition с."""
    for match in _SINGLE.finditer(text):
        if re.search(rf"(?<!\w){match[0]}(?!\w)", pair.source):
            continue
        fitting = _as(match[0], pair.lang)
        if fitting is not None:
            yield _found(pair, match, fitting, match[0])


def _as(word: str, wanted: str) -> str | None:
    """The word with every letter of another script replaced by the one of this script that looks alike; None where one
    has no such letter.
    """
    made = ""
    for letter in word:
        if re.match(f"[{_SCRIPTS[wanted]}՛՜՞]", letter):
            made += letter
            continue
        fitting = next((table[letter] for lang in _SCRIPTS if letter in (table := _table(lang, wanted))), None)
        if fitting is None:
            return None
        made += fitting
    return made


def _found(pair: Pair, match: re.Match[str], fitting: str | None, strange: str) -> Finding:
    return finding(
        "letters",
        "“{word}” has the letter {letters} of another script. Type it again.",
        replacement=None if fitting is None else _with(pair, match, fitting),
        word=match[0],
        letters=tuple(map(quoted, dict.fromkeys(strange))),
    )


def _numeral(pair: Pair, match: re.Match[str], fitting: str) -> Finding:
    return finding(
        "letters",
        "“{word}” has letters that are not Latin in a Roman numeral. Type it again.",
        replacement=_with(pair, match, fitting),
        word=match[0],
    )


def _with(pair: Pair, match: re.Match[str], fitting: str) -> str:
    text = pair.entry.target
    return text[: match.start()] + fitting + text[match.end() :]


def folded(text: str) -> str:
    """The letters of a text without case, in whatever script look-alikes were typed: what repairs never change."""
    classes = _classes()
    return "".join(classes.get(letter, letter) for letter in text.casefold() if letter.isalpha())


@cache
def _classes() -> dict[str, str]:
    """For each letter that looks like another one, the same letter for all that do."""
    classes: dict[str, str] = {}
    for table in _ALIKE.values():
        for one, other in table.items():
            first, second = (classes.get(letter, letter) for letter in (one.casefold(), other.casefold()))
            members = {one.casefold(), other.casefold(), *(key for key, value in classes.items() if value == second)}
            classes |= dict.fromkeys(members, first)
    return classes
