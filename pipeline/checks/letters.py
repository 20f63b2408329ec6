"""Letters of another script that look like those of the word around them."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations

from pipeline.checks.codes import make_finding, quote
from pipeline.checks.pair import Pair
from pipeline.languages import load, packs, remember
from pipeline.languages.roman_numerals import UP_TO_3999
from pipeline.model import Finding
from pipeline.patterns import lazy

_WORD = lazy(r"[^\W\d_]+(?:[՛՜՞][^\W\d_]+)*")
_NUMERAL = lazy(UP_TO_3999)

LOOKALIKES = {
    ("Latin", "Cyrillic"): dict(zip("aceopxyiABCEHKMOPTXYkmS", "асеорхуіАВСЕНКМОРТХУкмЅ", strict=True)),
    ("Latin", "Armenian"): dict(zip("ohnugqjlfLOUSp", "օհոսցգյլֆԼՕՍՏր", strict=True)),
    ("Cyrillic", "Armenian"): dict(zip("оОһпиц", "օՕհոսց", strict=True)),
    ("Latin", "Greek"): dict(zip("ovuABEZHIKMNOPTYX", "ονυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True)),
    ("Cyrillic", "Greek"): dict(zip("оАВЕНІКМОРТХ", "οΑΒΕΗΙΚΜΟΡΤΧ", strict=True)),
}
"""Pairs of letters of two scripts that look alike. Letters of other scripts than these are not mistaken for one."""


@remember
def _lookalikes(found: str, wanted: str) -> dict[str, str]:
    """Map the letters of one script to the letters of another that look alike."""
    table = dict(LOOKALIKES.get((found, wanted), {}))
    return table | {after: before for before, after in LOOKALIKES.get((wanted, found), {}).items()}


def make_letter_test(source_lang: str, lang: str) -> Callable[[str], object]:  # noqa: ARG001
    """Return a test for letters of two scripts beside each other, one that may be a word, and Cyrillic numerals."""
    script, latin = load(lang).script, _latin_words(lang)
    foreign = re.compile("[Х" + "".join(letters for other, letters in _scripts(lang).items() if other != script) + "]")
    strange = re.compile(rf"{_mixed_word(lang).pattern}|(?<!\w)Х{{1,3}}(?!\w)" + (f"| [{latin}] " if latin else ""))
    return lambda word: foreign.search(word) and strange.search(word)


def check_letters(pair: Pair) -> Iterator[Finding]:
    """Find words that contain a letter of another script, such as a Latin o in a Russian word."""
    text = pair.written
    if _mixed_word(pair.lang).search(text):
        for match in _WORD.finditer(text):
            if _mixed_word(pair.lang).search(match[0]):
                yield from _check_word(pair, match)
    if _latin_words(pair.lang):
        yield from _check_one_letter_words(pair, text)
    if "Х" in text:
        for match in _cyrillic_numeral(pair.lang).finditer(text):
            yield _numeral_finding(pair, match, match[0].replace("Х", "X"))


def _check_word(pair: Pair, match: re.Match[str]) -> Iterator[Finding]:
    word = match[0]
    scripts = _scripts(pair.lang)
    counts = {script: len(re.findall(f"[{letters}]", word)) for script, letters in scripts.items()}
    latin = _write_in(word, "Latin", scripts)
    if latin is not None and _NUMERAL.fullmatch(latin):
        yield _numeral_finding(pair, match, latin)
        return
    own = load(pair.lang).script
    wanted = max(counts, key=lambda script: (counts[script], script == own))
    fitting = _write_in(word, wanted, scripts)
    strange = re.findall(f"[^{scripts[wanted]}՛՜՞]+", word)
    if fitting is None and (len(strange) > 2 or any(len(run) > 1 for run in strange)):  # noqa: PLR2004
        return  # a foreign word with an ending, as NATOի
    if fitting is None and counts[wanted] < 3:  # noqa: PLR2004
        return
    yield _letters_finding(pair, match, fitting, "".join(strange))


def _check_one_letter_words(pair: Pair, text: str) -> Iterator[Finding]:
    """Find one-letter words in the wrong script: Latin c for the Russian preposition с."""
    for match in _one_letter_word(pair.lang).finditer(text):
        fitting = _write_in(match[0], load(pair.lang).script, _scripts(pair.lang))
        if fitting is not None and not re.search(rf"(?<![A-Za-z]){match[0]}(?![A-Za-z])", pair.source):
            yield _letters_finding(pair, match, fitting, match[0])


def _write_in(word: str, wanted: str, scripts: Mapping[str, str]) -> str | None:
    """Return the word with every letter of another script replaced by its look-alike in this one; None without one."""
    fitting = dict(table for script in scripts for table in _lookalikes(script, wanted).items())
    own = re.compile(f"[{scripts[wanted]}՛՜՞]")
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


@remember
def _scripts(lang: str) -> dict[str, str]:
    """Return the letters of each script with look-alikes that a language may meet, as the inside of a character
    class: its own, and those of all packs.
    """
    alike = {script for scripts in LOOKALIKES for script in scripts}
    found: dict[str, str] = {}
    for language in (*packs(), load(lang)):
        known = found.get(language.script, "")
        if language.script in alike and language.letters not in known:
            found[language.script] = known + language.letters
    return found


@remember
def _mixed_word(lang: str) -> re.Pattern[str]:
    """Return a pattern for two adjacent letters of two scripts."""
    scripts = _scripts(lang)
    return re.compile(
        "|".join(f"[{scripts[one]}][{scripts[two]}]" for one, two in permutations(scripts, 2) if _lookalikes(one, two))
    )


@remember
def _cyrillic_numeral(lang: str) -> re.Pattern[str]:
    """Return a pattern for a Roman numeral in Cyrillic: of several letters, or before a word that follows numerals."""
    following = "|".join(load(lang).numbers.after_roman) or "(?!)"
    return re.compile(rf"(?<!\w)(?:Х{{2,3}}|Х{{1,3}}(?=[ \u00a0](?:{following})))(?!\w)")


@remember
def _one_letter_word(lang: str) -> re.Pattern[str]:
    """Return a pattern for a Latin letter that stands for a one-letter word of another script."""
    language = load(lang)
    return re.compile(rf"(?<=[{language.small},] )[{_latin_words(lang)}](?= [{language.small}{language.capitals}])")


@remember
def _latin_words(lang: str) -> str:
    """Return the Latin letters that look like words of one letter in another script."""
    language = load(lang)
    words = language.typography.one_letter_words
    return "".join(letter for letter, fitting in _lookalikes("Latin", language.script).items() if fitting in words)
