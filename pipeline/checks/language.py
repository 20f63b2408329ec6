"""Translations in another script or language than the edition's, and marks of reviewers who are none: the rules about
the file, rather than the text.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pipeline.catalog.review import find_reviewer
from pipeline.checks.codes import make_finding, shorten
from pipeline.checks.pair import Pair
from pipeline.languages import load, remember
from pipeline.languages.garbled import is_garbled
from pipeline.languages.scripts import count_scripts, foreign_script, own_words, sample_pairs
from pipeline.model import Entry, Finding, SegmentKind, Severity

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"\([^()]*\)")
_SHORTEST = 12
"""Letters from which one translation tells; fewer are a name, a title or an abbreviation."""

_STRANGE = 3
"""Words with letters of another language from which one translation tells, if one word in as many has such a letter."""

_WORDS = 100
"""Words from which the translations of a catalog tell; fewer may be names and numbers."""

_SHARE = 0.02
"""The least share of common words, and the largest of foreign letters; in prose they are ten times as many."""


def has_lost_letters(pair: Pair) -> bool:
    """Tell whether a program garbled a translation."""
    return is_garbled(pair.source, pair.entry.target)


def check_lost_letters(pair: Pair) -> Iterator[Finding]:
    """Find a translation that a program garbled."""
    if has_lost_letters(pair):
        yield make_finding(
            "language",
            "“{words}” has lost its letters: a program saved or read it in an encoding without them. Take it from an "
            "older copy, or type it again.",
            severity=Severity.ERROR,
            words=shorten(pair.target),
        )


def check_language(pair: Pair) -> Iterator[Finding]:
    """Find a translation most of whose words are in another script, or in another language by its letters. Words of the
    source may stay as they are, and titles in Latin letters in a note.
    """
    script = load(pair.lang).script
    text = pair.target_prose
    if not script or pair.is_copy_edit or has_lost_letters(pair):
        return
    words = own_words(pair.source_prose, text)
    counts = count_scripts(words)
    foreign = foreign_script(counts, script)
    if foreign == "Latin" and counts[script]:  # names may stand there as they are written elsewhere
        counts = count_scripts(word for word in words if not word[0].isupper())
        foreign = foreign_script(counts, script)
    if foreign and "(" in text:  # a term may stand there in its own language: մեկնարկ (kick-off)
        counts = count_scripts(own_words(pair.source_prose, _BRACKETED.sub("", text))) or counts
        foreign = foreign_script(counts, script)
    is_note = pair.segment.kind is SegmentKind.FOOTNOTE
    is_title = is_note and foreign == "Latin"
    is_foreign = foreign and not is_title and sum(counts.values()) - counts[script] >= _SHORTEST
    if is_foreign or (not is_note and _is_of_other_language(pair)):
        yield make_finding(
            "language",
            "“{words}” is not written in the letters of this edition. Translate it, or type it again with the right "
            "keyboard.",
            words=shorten(text),
        )


def _is_of_other_language(pair: Pair) -> bool:
    """Tell whether many words have letters that the language of the edition lacks, and none is common in it: Russian
    in a Ukrainian edition.
    """
    letters = _foreign_letter(pair.lang)
    if letters.search(pair.target_prose) is None:
        return False
    words = [word.lower() for word in own_words(pair.source_prose, pair.target_prose)]
    strange = sum(letters.search(word) is not None for word in words)
    if strange < _STRANGE or strange * _STRANGE < len(words):
        return False
    return set(load(pair.lang).common_words.split()).isdisjoint(words)


@remember
def _foreign_letter(lang: str) -> re.Pattern[str]:
    """Return a pattern for a small letter of the script that only other languages have."""
    letters = load(lang).foreign_letters
    return re.compile(f"[{letters}]" if letters else "(?!)")


def check_catalog_language(entries: Iterable[Entry], lang: str) -> Iterator[Finding]:
    """Find translations without the commonest words of the edition's language, as in another one in the same script."""
    language = load(lang)
    common = set(language.common_words.split())
    pairs = list(sample_pairs((entry.source, entry.target) for entry in entries if entry.is_translated))
    if not common or _is_surely_own(pairs, common, language.foreign_letters):
        return
    words = [word.casefold() for source, target in pairs for word in own_words(source, target)]
    if len(words) < _WORDS:
        return
    letters = "".join(words)
    strange = sum(map(letters.count, language.foreign_letters))
    if sum(map(common.__contains__, words)) < _SHARE * len(words) or strange > _SHARE * len(letters):
        yield make_finding(
            "language",
            "the translations do not look like the language of this edition ({lang}). If the catalog belongs to "
            "another edition, move it there.",
            lang=lang,
        )


def _is_surely_own(pairs: Iterable[tuple[str, str]], common: Collection[str], foreign: str) -> bool:
    """Tell whether translations have more than enough common words that no source has, and no foreign letter, as nearly
    all: to find out which words a source does not have takes ten times as long.
    """
    sources, targets = (" ".join(texts).casefold() for texts in zip(*pairs, strict=True)) if pairs else ("", "")
    words = Counter(_WORD.findall(targets))
    own = sum(number for word, number in words.items() if word in common and word not in sources)
    return own >= _SHARE * words.total() and not any(map(targets.__contains__, foreign))


def check_reviewers(entries: Iterable[Entry], reviewers: Collection[str]) -> Iterator[Finding]:
    """Find translations that somebody reviewed who is not among the `reviewers`."""
    for entry in entries:
        name = find_reviewer(entry)
        if name is not None and name not in reviewers:
            finding = make_finding(
                "reviewer",
                "reviewed by “{name}”, who is not among the reviewers of this edition. Ask one of them to review it: "
                "{names}.",
                name=name,
                names=", ".join(reviewers),
            )
            yield replace(finding, line=entry.line, source=entry.source, context=entry.context)
