"""Text left in the language of the source: whole texts, sentences, words.

Between languages in one script, as Russian and Ukrainian, many words are the same in both: only many in a row tell.
"""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from pipeline.checks.codes import make_finding, shorten
from pipeline.checks.pair import MASK, Pair
from pipeline.languages import load, packs, remember
from pipeline.model import Finding, SegmentKind, Severity
from pipeline.patterns import lazy

_WORD = lazy(r"(?<![\w#@.])(?<!\d\w-)(?<!\d\.\d-)(?<!\.\d\d-)[^\W\d_]+(?![\w(@]|\.\w|-\d)")
"""A word, unless it belongs to a name in a program, a version, a file or a checksum: rfc822, dns-01, File.open,
fork(2), I2P-zero, 1.0.0-alpha, .onion.
"""
_EXPANSION = lazy(r"(?<=[A-Z]{2} )\([^()]{1,80}\)")
"""The words of an abbreviation, in brackets behind it, which may stay: FQDN (fully qualified domain name)."""
_QUOTED = lazy(r"[«“\"„(\[][^»”\"“)\]]*[»”\"“)\]]")
_ENDING = lazy(r"[»”\"*_]{0,4}[-‐–֊’'՚]?[^\W\d_]")
"""The ending of a word in other letters, right after it."""
_SENTENCE = 4
_TITLE = 5
"""Maximum number of words in a name; longer ones are rare."""
_SHORTEST = 3
_LONG = 12
"""Number of words from which a text in brackets is a sentence rather than a term."""
_ROW = 5
"""Minimum number of words in a row that two languages in one script hardly have in common."""


def make_letter_test(source_lang: str, lang: str) -> Callable[[str], object]:  # noqa: ARG001
    """Return a test for a letter of the source's script."""
    return _letters(source_lang).search


def check_untranslated(pair: Pair) -> Iterator[Finding]:
    """Find a translation that is the source, or contains a sentence of it; names and titles may stay in Latin."""
    if pair.is_copy_edit or _names_an_author(pair) or not _letters(pair.source_lang).search(pair.target_prose):
        return
    source, target = pair.source_prose, pair.target_prose
    told = _plain_words(source)
    if told == _plain_words(target):
        if severity := _copy_severity(pair):
            yield make_finding(
                "untranslated", "the translation is the same as the source. Translate it.", severity=severity
            )
        return
    if _share_script(pair.source_lang, pair.lang):
        if words := _find_same_row(source, target, pair.source_lang):
            yield make_finding(
                "untranslated",
                "“{words}” was left as it is in the source. Translate it.",
                severity=None if _is_rather(_WORD.findall(words), pair) else Severity.WARNING,
                words=shorten(words),
            )
        return
    for run in _runs(pair.source_lang).finditer(target):
        if _is_sentence(_words_between(target, *run.span()), told) and not _is_quoted(target, run):
            yield make_finding(
                "untranslated", "“{words}” was left as it is in the source. Translate it.", words=shorten(run[0])
            )


def _copy_severity(pair: Pair) -> Severity | None:
    """Return the severity of a text that stayed the same; None if it may consist of names."""
    words = _WORD.findall(pair.source_prose)
    if _share_script(pair.source_lang, pair.lang):
        if len(words) >= _ROW and _is_clause(words):
            return Severity.ERROR if _is_rather(words, pair) else Severity.WARNING
        return Severity.WARNING if sum(map(_is_small, words)) > 1 and _is_rather(words, pair) else None
    if not _keeps_names(pair.source_lang):
        return Severity.ERROR
    if pair.segment.kind is SegmentKind.FOOTNOTE:
        return Severity.HINT if _is_clause(words) else None
    common, small = sum(map(_is_common, words)), sum(word.islower() for word in words)
    if common > 1 or (common and small > 1):
        return Severity.ERROR
    return Severity.WARNING if len(words) > _TITLE else None


def _names_an_author(pair: Pair) -> bool:
    """Tell whether a text is the name of an author, which may be a pen name in small letters, and may stay."""
    segment = pair.segment
    is_author = segment.kind is SegmentKind.FRONT_MATTER and (segment.label or "").casefold() == "author"
    return is_author and _keeps_names(pair.source_lang)


def _is_sentence(words: list[str], told: str) -> bool:
    """Tell whether words in a row are a sentence of the source, or a good part of one."""
    return _is_clause(words) and " ".join(words).casefold() in told


def _is_clause(words: list[str]) -> bool:
    """Tell whether words in a row are more than a name."""
    small = sum(map(_is_small, words))
    return len(words) >= _SENTENCE and small >= _SHORTEST and small * 2 >= len(words) and any(map(_is_common, words))


def check_leftover(pair: Pair) -> Iterator[Finding]:
    """Find words in the script of the source. Latin names may stay; whole sentences are reported by `untranslated`."""
    target = pair.target_prose
    if pair.is_copy_edit or _names_an_author(pair) or _share_script(pair.source_lang, pair.lang):
        return
    if not _letters(pair.source_lang).search(target):
        return
    source = _plain_words(pair.source_prose)
    if source == _plain_words(target) and _copy_severity(pair) is not None:
        return
    told = set(source.split())
    for run in _runs(pair.source_lang).finditer(target):
        words = whole = _words_between(target, *run.span())
        if words and _ENDING.match(target, run.end()):
            words = words[:-1]  # a foreign word with an ending, as state-ը
        if not _keeps_names(pair.source_lang):
            is_strange = any(word.casefold() in told and len(word) >= _SHORTEST for word in words)
        else:
            is_strange = bool(words) and all(map(_is_common, words)) and not told.isdisjoint(words)
        is_short = len(words) < _LONG and not _is_sentence(whole, source)
        if is_strange and is_short and not _is_quoted(target, run) and not _is_wanted(words, pair):
            yield make_finding(
                "leftover", "“{words}” was left as it is in the source. Translate it.", words=shorten(run[0])
            )
            return


def _words_between(text: str, start: int, end: int) -> list[str]:
    """Return the words in a stretch of a text. What follows the stretch tells whether its last word is one."""
    return [word[0] for word in takewhile(lambda word: word.end() <= end, _WORD.finditer(text, start))]


def _is_common(word: str) -> bool:
    """Tell whether it looks like an ordinary word rather than a name or a part of one."""
    return _is_small(word) and len(word) >= _SHORTEST and word not in _name_parts()


def _is_small(word: str) -> bool:
    """Tell whether a word is in small letters, or in a script that has no others."""
    return word.islower() or word.lower() == word == word.upper()


def _find_same_row(source: str, target: str, source_lang: str) -> str:
    """Return words in a row that both texts have, if that row is a clause; else an empty text. Names in letters that
    are foreign to both languages may stay.
    """
    letters = _letters(source_lang)
    told = [word.casefold() for word in _WORD.findall(source) if letters.match(word)]
    rows = {tuple(told[start : start + _ROW]) for start in range(len(told) - _ROW + 1)}
    bare = _EXPANSION.sub(lambda match: MASK * len(match[0]), target)
    words = [word for word in _WORD.finditer(bare) if letters.match(word[0])]
    plain = [word[0].casefold() for word in words]
    start = end = 0
    for place in range(len(words) - _ROW + 1 if rows else 0):
        if tuple(plain[place : place + _ROW]) not in rows:
            continue
        if place > end - _ROW + 1:
            if _is_clause([word[0] for word in words[start:end]]):
                break
            start = place
        end = place + _ROW
    if not _is_clause([word[0] for word in words[start:end]]):
        return ""
    return target[words[start].start() : words[end - 1].end()]


def _is_quoted(text: str, run: re.Match[str]) -> bool:
    """Tell whether words stand between quotation marks, or in brackets as what is translated beside them."""
    return any(
        quote.start() < run.start() and run.end() <= quote.end() and not _is_most_of(text, quote)
        for quote in _QUOTED.finditer(text)
    )


def _is_most_of(text: str, quote: re.Match[str]) -> bool:
    """Tell whether a bracket is as long as a sentence, and longer than all that stands beside it."""
    return quote[0][0] in "([" and 2 * len(quote[0]) > len(text) and len(quote[0].split()) >= _LONG


def _is_wanted(words: list[str], pair: Pair) -> bool:
    """Tell whether the glossary has all these words as the translation of terms of the source."""
    terms = pair.glossary.find(pair.source, pair.source_lang) if pair.glossary.terms else ()
    wanted = {word.casefold() for term in terms for name in term.names(pair.lang) for word in _WORD.findall(name)}
    return wanted.issuperset(word.casefold() for word in words)


def _plain_words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_rather(words: list[str], pair: Pair) -> bool:
    """Tell whether words are in the language of the source rather than in that of the edition, by common words."""
    ours, theirs = (load(lang).common_words.split() for lang in (pair.source_lang, pair.lang))
    small = [word.casefold() for word in words]
    return sum(map(ours.__contains__, small)) > sum(map(theirs.__contains__, small))


@remember
def _share_script(one: str, other: str) -> bool:
    """Tell whether texts in both languages are written in the same letters."""
    return load(one).script == load(other).script or _letters(one).search(_sample(other)) is not None


@remember
def _sample(lang: str) -> str:
    """Return letters of a language."""
    return load(lang).small[:1] or load(lang).letters[:1]


def _keeps_names(lang: str) -> bool:
    """Tell whether names of the language may stay as they are in a translation: those in Latin letters may."""
    return load(lang).script == "Latin"


@remember
def _name_parts() -> frozenset[str]:
    """Return the small words that names keep in a translation."""
    return frozenset().union(*(language.name_words("parts") for language in packs()))


@remember
def _letters(lang: str) -> re.Pattern[str]:
    """Return a pattern for a letter of the language's script."""
    return re.compile(f"[{load(lang).letters}]")


@remember
def _runs(lang: str) -> re.Pattern[str]:
    """Return a pattern for words of the language in a row."""
    letter = f"[{load(lang).letters}{load(lang).word_marks}]"
    return re.compile(rf"{letter}+(?:[^\w{MASK}]*[\s'’-][^\w{MASK}]*{letter}+)*")
