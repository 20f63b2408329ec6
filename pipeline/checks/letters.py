"""Letters of another script that look like those of the word around them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import permutations

from pipeline.checks.codes import make_finding, quote
from pipeline.checks.pair import Pair
from pipeline.languages import load, packs
from pipeline.languages.roman_numerals import UP_TO_3999
from pipeline.model import Finding

_WORD = re.compile(r"[^\W\d_]+(?:[՛՜՞][^\W\d_]+)*")
_NUMERAL = re.compile(UP_TO_3999)

LOOKALIKES = {
    ("Latin", "Cyrillic"): dict(zip("aceopxyiABCEHKMOPTXYkmS", "асеорхуіАВСЕНКМОРТХУкмЅ", strict=True)),
    ("Latin", "Armenian"): dict(zip("ohnugqjlfLOUSp", "օհոսցգյլֆԼՕՍՏր", strict=True)),
    ("Cyrillic", "Armenian"): dict(zip("оОһпиц", "օՕհոսց", strict=True)),
}
"""Pairs of letters of two scripts that look alike."""


@cache
def _lookalikes(found: str, wanted: str) -> dict[str, str]:
    """Map the letters of one script to the letters of another that look alike."""
    table = dict(LOOKALIKES.get((found, wanted), {}))
    return table | {after: before for before, after in LOOKALIKES.get((wanted, found), {}).items()}


def check_letters(pair: Pair) -> Iterator[Finding]:
    """Find words that contain a letter of another script, such as a Latin o in a Russian word."""
    text = pair.written
    if not text.isascii() and _foreign(load(pair.lang).script).search(text):
        if _mixed_word().search(text):
            for match in _WORD.finditer(text):
                if _mixed_word().search(match[0]):
                    yield from _check_word(pair, match)
        if load(pair.lang).typography.one_letter_words:
            yield from _check_one_letter_words(pair, text)
    if "Х" in text:
        for match in _cyrillic_numeral().finditer(text):
            yield _numeral_finding(pair, match, match[0].replace("Х", "X"))


def _check_word(pair: Pair, match: re.Match[str]) -> Iterator[Finding]:
    word = match[0]
    counts = {script: len(re.findall(f"[{letters}]", word)) for script, letters in _scripts().items()}
    latin = _write_in(word, "Latin")
    if latin is not None and _NUMERAL.fullmatch(latin):
        yield _numeral_finding(pair, match, latin)
        return
    own = load(pair.lang).script
    wanted = max(counts, key=lambda script: (counts[script], script == own))
    fitting = _write_in(word, wanted)
    strange = re.findall(f"[^{_scripts()[wanted]}՛՜՞]+", word)
    if fitting is None and (len(strange) > 2 or any(len(run) > 1 for run in strange)):  # noqa: PLR2004
        return  # a foreign word with an ending, as NATOի
    if fitting is None and counts[wanted] < 3:  # noqa: PLR2004
        return
    yield _letters_finding(pair, match, fitting, "".join(strange))


def _check_one_letter_words(pair: Pair, text: str) -> Iterator[Finding]:
    """Find one-letter words in the wrong script: Latin c for the Russian preposition с."""
    for match in _one_letter_word(pair.lang).finditer(text):
        fitting = _write_in(match[0], load(pair.lang).script)
        if fitting is not None and not re.search(rf"(?<!\w){match[0]}(?!\w)", pair.source):
            yield _letters_finding(pair, match, fitting, match[0])


def _write_in(word: str, wanted: str) -> str | None:
    """Return the word with every letter of another script replaced by its look-alike in this one; None without one."""
    fitting = dict(table for script in _scripts() for table in _lookalikes(script, wanted).items())
    own = re.compile(f"[{_scripts()[wanted]}՛՜՞]")
    made = [letter if own.match(letter) else fitting.get(letter, "") for letter in word]
    return "".join(made) if all(made) else None


def _letters_finding(pair: Pair, match: re.Match[str], fitting: str | None, strange: str) -> Finding:
    return make_finding(
        "letters",
        "“{word}” has the letter {letters} of another script. Type it again.",
        replacement=None if fitting is None else pair.replace_matches([match], fitting),
        word=match[0],
        letters=tuple(map(quote, dict.fromkeys(strange))),
    )


def _numeral_finding(pair: Pair, match: re.Match[str], fitting: str) -> Finding:
    return make_finding(
        "letters",
        "“{word}” has letters that are not Latin in a Roman numeral. Type it again.",
        replacement=pair.replace_matches([match], fitting),
        word=match[0],
    )


@cache
def _scripts() -> dict[str, str]:
    """Return the letters of each script, as the inside of a character class."""
    return {language.script: language.letters for language in packs()}


@cache
def _mixed_word() -> re.Pattern[str]:
    """Return a pattern for two adjacent letters of two scripts."""
    return re.compile("|".join(f"[{one}][{two}]" for one, two in permutations(_scripts().values(), 2)))


@cache
def _foreign(script: str) -> re.Pattern[str]:
    """Return a pattern for a letter of another script."""
    return re.compile("[" + "".join(letters for other, letters in _scripts().items() if other != script) + "]")


@cache
def _cyrillic_numeral() -> re.Pattern[str]:
    """Return a pattern for a Roman numeral in Cyrillic: of several letters, or before a word that follows numerals."""
    following = "|".join(pattern for language in packs() for pattern in language.numbers.after_roman)
    return re.compile(rf"(?<!\w)(?:Х{{2,3}}|Х{{1,3}}(?=[ \u00a0](?:{following})))(?!\w)")


@cache
def _one_letter_word(lang: str) -> re.Pattern[str]:
    """Return a pattern for a Latin letter that stands for a one-letter word of another script."""
    language = load(lang)
    words = language.typography.one_letter_words
    latin = "".join(letter for letter, fitting in _lookalikes("Latin", language.script).items() if fitting in words)
    return re.compile(rf"(?<=[{language.small},] )[{latin}](?= [{language.small}{language.capitals}])")
