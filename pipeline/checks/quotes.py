"""Quotation marks, brackets and emphasis: each with its counterpart, and in the style of the language."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from pipeline.article.emphasis import STAR_IN_WORD, count_emphasis, has_idle_marks, repair_emphasis
from pipeline.checks.codes import make_finding
from pipeline.checks.pair import MASK, ArticleTexts, Pair
from pipeline.checks.quote_marks import QUOTE_MARKS, opens_quotation, read_marks, unify_marks
from pipeline.checks.quote_pairs import QuotedSentence, may_be_apostrophe
from pipeline.languages import load
from pipeline.languages.folders import KEPT
from pipeline.model import Finding, Severity
from pipeline.patterns import lazy

_ANY = lazy(r"[\"«»“”„‟‹›ՙ՚「」『』《》〈〉״]|,,|['‘’](?:(?<!\w.)|(?!\w))")
_SIGNS = (*"\"«»“”„‟‹›ՙ՚「」『』《》〈〉״'‘’", ",,")
"""All signs of these, apostrophes among them."""
_QUOTATION = lazy(r"[\"«“„「『][^\"«»“”„「」『』]+[\"»”“」』]")
_SINGLE_QUOTATION = lazy(r"(?<!\w)['‘](?=\w).+?['’](?!\w)")
_SMALL = lazy(r"(?<![\w'’])[^\W\d_A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐԱ-Ֆ][\w'’]+")
_UTTERANCE = lazy(rf"[{MASK}*_(\s]*[\"«“„][^\"«»“”„]+(?:[,.!?…։:][\"»”“]|[\"»”“](?:[.!?…։:]\W*$|,\s?[-–—֊]\s?(?=\w)))")
"""A quotation of what somebody said, at the beginning of a text, of any length. A name has no comma before a dash."""
_PHRASE = lazy(r"[\"«“„‘']([^\"«»“”„‘’']{2,60})[\"»”“’']")
_WORD = lazy(r"\w+")
_NAME, _SHORTEST = 5, 5
"""Maximum number of words in a phrase that is a name or a term, and its minimum number of letters."""
_STEM, _LONGEST_ENDING = 4, 3
"""Minimum number of letters of a stem, and maximum number of those of an ending."""
_NEAR = 8
"""Number of characters before a quotation in which the word before it ends."""
_GAPS, _OPENED, _INTRODUCING = " \u00a0(", "«“„‘'\"「『 \u00a0", ":,.․…՝։!?—–-"
_PART = 6
"""Maximum number of words in a quoted part that a translation may make its own words."""
_HABIT = 4
"""Minimum number of sentences with a quoted part in which a translation has marks, to tell that it always does."""
_LONG = 2
"""Minimum number of words in small letters in a quotation of speech; shorter ones are names or figures of speech."""
_AMID = lazy(r"\"(?<=\s.)(?=\s)|\"(?<=\w.)(?=\w)")
"""A straight mark that neither opens nor closes."""
_CURVED = "«»“”„‟‹›ՙ՚「」『』"
_BRACKETS = {"(": ")", "[": "]"}
_BRACKET = lazy(r"[()\[\]]")
_NO_SMILEY = lazy(r"(?<![:;=])(?<![:;=]-)[()\[\]]")
_ITEM = lazy(r"(?<!\w)(?:\d{1,2}|[^\W\d_])\)$")
_EMPHASIS = lazy(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~")


def check_quote_balance(pair: Pair) -> Iterator[Finding]:
    """Find a quotation that is opened and not closed, or closed and not opened, over all its sentences."""
    if mark := pair.texts.unpaired.get(pair.entry.key):
        yield make_finding(
            "quotes-balance",
            "the quotation mark {mark} has no counterpart here or in the sentences around this one. Add it, or remove "
            "this mark.",
            mark=_as_written(mark, pair.target_prose),
        )


def _as_written(mark: str, text: str) -> str:
    """Return a mark as a text has it, which may be a straight or a curved one."""
    if mark in text:
        return mark
    return "'" if mark in "‘’" else next(iter(QUOTE_MARKS.findall(text)), mark)


def check_quotes_across(pair: Pair) -> Iterator[Finding]:
    """Find a mark whose counterpart is in another sentence, although the source has both in this one."""
    if pair.entry.key in pair.texts.unpaired or QUOTE_MARKS.search(pair.target_prose) is None:
        return
    told = read_marks(unify_marks(pair.source_prose, pair.source_lang))
    mark = read_marks(unify_marks(pair.target_prose, pair.lang), told).left
    if mark and not told.left and not may_be_apostrophe(mark, pair.lang):
        yield make_finding(
            "quotes-across",
            "the quotation mark {mark} has no counterpart in this sentence, but the source has both in it. Make sure "
            "that the quotation begins and ends in the right place.",
            mark=_as_written(mark, pair.target_prose),
        )


@lru_cache(maxsize=KEPT)
def may_quote(text: str) -> bool:
    """Tell whether a text has a sign that may be a quotation mark."""
    return any(map(text.__contains__, _SIGNS))


def check_lost_quotes(pair: Pair) -> Iterator[Finding]:
    """Find a quotation of the source without quotation marks, or a dash of direct speech, in the translation.

    A single word may do without marks, so this is a hint, unless the translation has them elsewhere. So are quoted
    parts of sentences if the translation leaves out the marks of others, the end of a quotation whose beginning is
    already reported, and a title, whose marks may be those of the source's language. Names in Armenian and Russian
    marks do not count.
    """
    source = unify_marks(pair.source_prose, pair.source_lang)
    if not _ANY.search(source) or _ANY.search(unify_marks(pair.target_prose, pair.lang)):
        return
    if re.search(load(pair.lang).typography.speech, pair.target):
        return
    if pair.entry.key in pair.texts.enclosed:
        return
    told = read_marks(source)
    if not told.left and not told.quotations:
        return  # apostrophes
    quotation = _QUOTATION if QUOTE_MARKS.search(source) else _SINGLE_QUOTATION
    has_marked_names = not load(pair.source_lang).typography.quotes_reopen
    long = [match for match in quotation.finditer(source) if len(_SMALL.findall(match[0])) >= _LONG]
    is_said = (
        bool(told.opening)
        or any(not (has_marked_names and _is_title(source, match)) for match in long)
        or _UTTERANCE.match(source) is not None
    )
    if pair.entry.key in pair.texts.bare:
        longest = max((len(_WORD.findall(match[0])) for match in quotation.finditer(source)), default=0)
        is_said = _is_likely_lost(pair, longest, is_said=is_said)
    is_said = is_said or _contains_phrase(pair.target_prose, pair.texts.phrases)
    if is_said or long or told.closing or (told.quotations and not has_marked_names):
        yield make_finding(
            "quotes-lost",
            "the source has words in quotation marks, but the translation has none. Add them, or make sure that the "
            "translation does not need them.",
            severity=None if is_said else Severity.HINT,
        )


def _is_title(text: str, quotation: re.Match[str]) -> bool:
    """Tell whether a quotation is the title of a book or a song: a capital letter, and no colon or comma before it."""
    before = text[max(0, quotation.start() - _NEAR) : quotation.start()].rstrip(_GAPS)
    return quotation[0].lstrip(_OPENED)[:1].isupper() and bool(before) and before[-1] not in _INTRODUCING


def _is_likely_lost(pair: Pair, longest: int, *, is_said: bool) -> bool:
    """Tell whether a translation without the marks of a quoted part, of as many words at most, lost them: by what it
    does in the article's other sentences, and if that does not tell, by what is quoted. English marks no names, and
    where there are no capital letters nothing else tells a name.
    """
    others, marked = len(pair.texts.bare) - 1, len(pair.texts.marked)
    if not others:
        language = load(pair.lang)
        marks_names = bool(language.capitals) and not language.typography.quotes_reopen
        return is_said or (marks_names and marked >= _HABIT)
    return is_said and (others < marked or longest > _PART)


def index_quoted_parts(texts: ArticleTexts, run: Iterable[QuotedSentence]) -> None:
    """Fill the sentences whose sources quote parts of them, by whether the translation has marks.

    A translation that leaves out the marks of names and single words does so throughout an article.
    """
    for sentence in run:
        if sentence.target and sentence.source_marks.quotations and _quotes_parts(sentence.source):
            (texts.marked if _ANY.search(sentence.target) else texts.bare).add(sentence.key)


def _quotes_parts(text: str) -> bool:
    """Tell whether all quotations of a masked text are parts of its sentence: words before each, and no colon."""
    starts = [match.start() for match in _QUOTATION.finditer(text)]
    befores = [text[max(0, start - _NEAR) : start].rstrip(_GAPS) for start in starts]
    return bool(starts) and all(before and before[-1] not in _INTRODUCING for before in befores)


def find_phrases(run: Iterable[QuotedSentence]) -> Iterator[tuple[str, ...]]:
    """Yield the words of short quotations in the translations, without their endings."""
    for sentence in run:
        if sentence.target and sentence.target_marks.quotations:
            for match in _PHRASE.finditer(sentence.target):
                words = _WORD.findall(match[1])
                if len(words) <= _NAME and len("".join(words)) >= _SHORTEST:
                    yield tuple(word[: max(_STEM, len(word) - _LONGEST_ENDING)] for word in words)


def _contains_phrase(text: str, phrases: Collection[tuple[str, ...]]) -> bool:
    """Tell whether a text has the words of one of the phrases in a row, capital letters included, with any endings."""
    words = _WORD.findall(text)
    starts: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        starts.setdefault(word[:_STEM], []).append(at)
    return any(
        len(words) - at >= len(phrase) and all(map(_has_stem, words[at : at + len(phrase)], phrase))
        for phrase in phrases
        for at in starts.get(phrase[0][:_STEM], ())
    )


def _has_stem(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING + 1


def check_quote_style(pair: Pair) -> Iterator[Finding]:
    """Find quotation marks of another language, and straight ones; only these where a language has no pack, and none
    where it is written from right to left too.
    """
    rules, text = load(pair.lang).typography, pair.written
    known = "".join(rules.quotes)
    if not rules.has_own_quotes:
        known = _CURVED if load(pair.lang).direction == "ltr" else f'"{_CURVED}'
    for kept in _QUOTATION.findall(text):
        if not pair.is_copy_edit and kept in pair.source:
            text = text.replace(kept, "")  # a foreign title as it is
    strange = next((mark for mark in QUOTE_MARKS.findall(text) if mark not in known), None)
    if strange is not None:
        yield make_finding(
            "quotes-style",
            "{mark} is not a quotation mark of this language. Type {fitting}.",
            replacement=_restyled(pair, rules.quotes[0]),
            mark=strange,
            fitting="…".join(rules.quotes[0]),
        )


def _restyled(pair: Pair, outer: str) -> str | None:
    """Return the translation with the language's quotation marks, if it is clear which mark opens and which closes."""
    text = pair.written
    spots = list(QUOTE_MARKS.finditer(text))
    opening = [opens_quotation(text, spot.start()) for spot in spots]
    is_straight = all(spot[0] == '"' and not _AMID.match(text, spot.start()) for spot in spots)
    if not is_straight or opening != [True, False] * (len(spots) // 2):
        return None
    return pair.replace_matches(spots, lambda spot: outer[0 if opens_quotation(text, spot.start()) else 1])


def check_brackets(pair: Pair) -> Iterator[Finding]:
    """Find a bracket without a counterpart."""
    if (left := _find_unpaired(pair.target_prose)) and not _find_unpaired(pair.source_prose):
        yield make_finding("brackets", "the bracket {mark} has no counterpart. Add it, or remove this one.", mark=left)


def _find_unpaired(text: str) -> str:
    """Return a bracket without a counterpart, or an empty string. What looks like a smiley is none if it closes a
    bracket, as (σωστά;) does after a Greek question.
    """
    return (left := _unpaired(text, _NO_SMILEY)) and _unpaired(text, _BRACKET) and left


def _unpaired(text: str, brackets: re.Pattern[str]) -> str:
    """Return a bracket without a counterpart, or an empty string; those of numbered items do not count."""
    stack: list[str] = []
    for match in brackets.finditer(text):
        bracket = match[0]
        if bracket in _BRACKETS:
            stack.append(bracket)
        elif stack:
            if _BRACKETS[stack.pop()] != bracket:
                return bracket
        elif not _ITEM.search(text, 0, match.end()):
            return bracket
    return stack[0] if stack else ""


def check_emphasis(pair: Pair) -> Iterator[Finding]:
    """Find marks of emphasis that are paired in the source but not in the translation."""
    if "*" not in pair.target and "_" not in pair.target and "~~" not in pair.target:
        return
    repaired = repair_emphasis(pair.target, pair.source)
    if repaired != pair.target and count_emphasis(repaired) == count_emphasis(pair.source):
        return
    text = pair.target_prose
    if not count_emphasis(pair.source):
        text = STAR_IN_WORD.sub(MASK, text)  # no mark of emphasis was lost
    if (odd := _odd(text)) and not _odd(pair.source_prose):
        yield make_finding(
            "emphasis",
            "the mark {mark} has no counterpart, so readers see it. Add the other one, or remove it.",
            mark=odd,
        )
    elif has_idle_marks(pair.target, pair.source):
        yield make_finding(
            "emphasis",
            "marks of emphasis have no effect here, so readers see them. Put them right before the first letter and "
            "right after the last letter of the words.",
        )


def _odd(text: str) -> str:
    found = _EMPHASIS.findall(text)
    return next((mark for mark in dict.fromkeys(found) if found.count(mark) % 2), "")
