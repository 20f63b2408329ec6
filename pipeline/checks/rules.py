"""The rules for a text and its translation, and the choice of those that could find something in a pair.

Most rules look for something that few texts have: a bracket, a hyphen between spaces, a number. `RULES` says what that
is, and a rule is called only for pairs that have it, which leaves some five of fifty. Which rules look for a word is
found out once for each word of the translations into a language and kept, as most words occur again and again.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import TypeAlias

from pipeline.checks import (
    addresses,
    amounts,
    armenian,
    backticks,
    copies,
    lengths,
    letters,
    notes,
    numbers,
    quotes,
    repeats,
    sentences,
    spacing,
)
from pipeline.checks import placeholders as marks
from pipeline.checks.calendar import check_calendar
from pipeline.checks.invisible import check_directions, check_invisible
from pipeline.checks.language import check_language, check_lost_letters, has_lost_letters
from pipeline.checks.number_format import check_number_format
from pipeline.checks.pair import Pair, Rule
from pipeline.checks.terms import check_forbidden_terms, check_terms
from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.word_kinds import AROUND
from pipeline.patterns import lazy

Test: TypeAlias = Callable[[str], object]
MakeTest: TypeAlias = Callable[[str, str], Test]
"""Makes a test for the languages of a source and of its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The features that a pair has if a rule could find something in it; none of those given may be missing.

    `signs` is a pattern, or makes a test, of what a word of the translation has: the word is given with the space
    before and after it, and all letters in a row are one x. `letters` makes a test of such a word without the signs
    around it. `fact` tells it of the pair as a whole. `check` is the name by which the pack of a language has the rule.
    """

    signs: str | MakeTest = ""
    letters: MakeTest | None = None
    fact: Callable[[Pair], object] | None = None
    check: str = ""


def _has_marker_faults(pair: Pair) -> object:
    found = pair.reconciled
    return found.missing or found.doubled or found.invented or found.moved or found.leading or found.swapped


def _has_figures(pair: Pair) -> bool:
    """Tell whether a text has numbers, dates or times, or words that may be some."""
    return pair.source_kinds.has_figures or pair.target_kinds.has_figures


def _is_translation(pair: Pair) -> bool:
    return not pair.is_copy_edit


_FIGURES = Need(fact=_has_figures)
_MARKERS = Need(fact=_has_marker_faults)
_QUOTE_MARKS = '["«»“”„‟‹›ՙ՚「」『』]'

RULES: Mapping[Rule, Need] = {
    notes.check_note_references: _MARKERS,
    notes.check_note_translations: Need(fact=lambda pair: pair.texts.untranslated_notes),
    notes.check_translator_notes: Need(letters=notes.make_letter_test),
    marks.check_placeholders: _MARKERS,
    marks.check_placeholder_spelling: Need(fact=marks.is_spelled_otherwise),
    marks.check_unread_placeholders: Need(fact=lambda pair: pair.reconciled.unread),
    marks.check_link_words: Need(signs=r"\["),
    marks.check_html_links: Need(fact=marks.has_html_links),
    addresses.check_bare_addresses: Need(signs=r"/|\w\.\w"),
    addresses.check_typed_addresses: Need(signs=r"@|\w\.x"),
    check_terms: Need(fact=lambda pair: pair.glossary.terms and not pair.is_copy_edit),
    check_forbidden_terms: Need(fact=lambda pair: pair.glossary.forbids(pair.lang)),
    numbers.check_numbers: _FIGURES,
    numbers.check_units: _FIGURES,
    amounts.check_measures: _FIGURES,
    amounts.check_points: _FIGURES,
    amounts.check_signs: _FIGURES,
    check_number_format: Need(signs=r"%|\d[.,]\d"),
    check_calendar: _FIGURES,
    letters.check_letters: Need(letters=letters.make_letter_test),
    check_lost_letters: Need(fact=has_lost_letters),
    check_language: Need(fact=lambda pair: pair.target_kinds.has_other_letters),
    armenian.check_typed_full_stop: Need(signs=":", check="armenian-stop"),
    armenian.check_foreign_full_stop: Need(signs="[.․]", check="armenian-point"),
    armenian.check_inner_marks: Need(signs="[?!՞՜՛]", check="armenian-marks"),
    armenian.check_yev: Need(letters=armenian.make_letter_test, check="armenian-yev"),
    backticks.check_backticks: Need(signs="`", check="armenian-backtick"),
    quotes.check_quote_balance: Need(fact=lambda pair: pair.entry.key in pair.texts.unpaired),
    quotes.check_quotes_across: Need(signs=_QUOTE_MARKS),
    quotes.check_lost_quotes: Need(fact=lambda pair: quotes.may_quote(pair.source_prose)),
    quotes.check_quote_style: Need(signs=_QUOTE_MARKS),
    quotes.check_brackets: Need(signs=r"[()\[\]]"),
    quotes.check_emphasis: Need(signs="[*_]|~~"),
    spacing.check_double_spaces: Need(signs="[ \u00a0]{2}"),
    spacing.check_spaces_before: Need(signs=r"[ \u00a0][,.;:!?։՝»،؛؟)\]]|[(\[«„][ \u00a0]"),
    spacing.check_spaces_after: Need(signs=r"\w[,;։!?]\w"),
    spacing.check_fixed_spaces: Need(signs=spacing.make_sign_test),
    check_invisible: Need(signs="[\u200b\u200c\u200d\u2060\ufeff\u00ad]"),
    check_directions: Need(signs="[\u2066-\u2069]"),
    spacing.check_dashes: Need(signs=" [-֊]{1,2} "),
    spacing.check_divided_words: Need(signs="[-‐֊\u00ad¬][ \u00a0]"),
    spacing.check_ellipsis: Need(signs=r"\.\.\."),
    spacing.check_doubled_marks: Need(signs=r"\.\.|,,|;;|::|։։|՝՝"),
    spacing.check_doubled_words: Need(),
    repeats.check_repeated_sentences: Need(),
    copies.check_untranslated: Need(letters=copies.make_letter_test, fact=_is_translation),
    copies.check_leftover: Need(letters=copies.make_letter_test, fact=_is_translation),
    sentences.check_end_mark: Need(),
    lengths.check_length: Need(fact=_is_translation),
    sentences.check_two_ways: Need(fact=lambda pair: pair.texts.by_source and not pair.is_copy_edit),
    sentences.check_alike: Need(fact=lambda pair: pair.texts.by_target and not pair.is_copy_edit),
    sentences.check_shared_entry: Need(fact=lambda pair: pair.entry.key in pair.texts.shared),
}
"""The rules for a text and its translation, in the order of their findings, each with what it needs."""

_BITS: Mapping[Rule, int] = {rule: 1 << number for number, rule in enumerate(RULES)}
"""The bit of each rule in an int that stands for several."""
_WHATEVER_THE_WORDS = sum(_BITS[rule] for rule, need in RULES.items() if not need.signs and not need.letters)
_FACTS = tuple(
    (fact, sum(_BITS[rule] for rule, need in RULES.items() if need.fact is fact))
    for fact in dict.fromkeys(need.fact for need in RULES.values())
    if fact is not None
)
"""The facts of a pair that tell whether rules could find something, each once, with these rules."""
_LETTERS = lazy(r"[^\W\d_ՙ]+")
"""Letters in a row; ՙ is a quotation mark, though Unicode takes it for a letter."""
_MANY = 50_000
"""Words whose rules are kept."""


def choose_rules(pair: Pair) -> tuple[Rule, ...]:
    """Return the rules that could find something in a text and its translation, in order."""
    sought = _sought_in_words(pair.source_lang, pair.lang)
    found = _WHATEVER_THE_WORDS
    # Most often these are one text: rules look at it as it is written, as editions use it, and masked.
    for text in {pair.entry.target, pair.target, pair.written, pair.target_prose}:
        found = reduce(or_, map(sought.__getitem__, text.split(" ")), found)
    for fact, rules in _FACTS:
        if found & rules and not fact(pair):
            found &= ~rules
    return _list_rules(found)


@lru_cache(maxsize=1 << 12)
def _list_rules(bits: int) -> tuple[Rule, ...]:
    return tuple(rule for rule, bit in _BITS.items() if bits & bit)


class _Sought(dict[str, int]):
    """The rules that look for something in each text that was asked for before, by tests with the rules' bits."""

    def __init__(self, tests: Iterable[tuple[Test, int]]) -> None:
        super().__init__()
        self._tests = tuple(tests)

    def __missing__(self, text: str) -> int:
        if len(self) > _MANY:
            self.clear()
        found = self[text] = self.find(text)
        return found

    def find(self, text: str) -> int:
        return sum(bit for test, bit in self._tests if test(f" {text} "))


class _SoughtInWords(_Sought):
    """The same for words, by their signs and their letters: a word is new more often than either."""

    def __init__(self, source_lang: str, lang: str) -> None:
        super().__init__(())
        known = {"", *load(lang).typography.checks}
        needs = [(need, _BITS[rule]) for rule, need in RULES.items() if need.check in known]
        self._signs = _Sought((_make_sign_test(need, source_lang, lang), bit) for need, bit in needs if need.signs)
        self._letters = _Sought((need.letters(source_lang, lang), bit) for need, bit in needs if need.letters)

    def find(self, text: str) -> int:
        return self._signs[_LETTERS.sub("x", text)] | self._letters[text.strip(AROUND)]


_sought_in_words = remember(_SoughtInWords)


def _make_sign_test(need: Need, source_lang: str, lang: str) -> Test:
    return re.compile(need.signs).search if isinstance(need.signs, str) else need.signs(source_lang, lang)
