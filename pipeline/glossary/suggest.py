"""Suggest terms: names and abbreviations that articles often use and the glossary lacks, with likely translations.

A candidate is an abbreviation in capitals, or a row of words with capitals, with small words such as "of" between them;
a single word counts unless it only begins a sentence. Forms of one name count together. The likely translations are
candidates in the translated sentences more often than by chance, by the log-likelihood ratio (Dunning, 1993).

Where letters have no capitals (Georgian, Persian, Chinese), names cannot be told from other words: every row of words
may be a translation, and what articles name is found in a translation of theirs that has capitals.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from itertools import dropwhile, islice

from babel.dates import get_day_names, get_month_names

from pipeline.article.placeholders import remove_placeholders
from pipeline.frozen import dataclass
from pipeline.glossary.match import Glossary
from pipeline.languages import load
from pipeline.languages.inflection import InflectedWord, find_words, inflection_keys
from pipeline.languages.letters import is_unspaced
from pipeline.languages.tags import sort_codes

_GAP = re.compile(r"[ \u00a0]|[-‑]")
_SENTENCE_START = re.compile(r"(?:^|[.!?։…:]['»”’\"]*\s+|[«“„\"(—–]\s*)[«“„\"'(]*$")
_MAX_WORDS = 6
_MIN_LIKELIHOOD = 6.63
"""Minimum log-likelihood ratio; above it, a pair comes by chance in one case of a hundred."""
_MIN_DICE = 0.3
"""Minimum Dice coefficient of a name and its translation: their share of the sentences that have either."""
_MAX_TRANSLATIONS = 3
_MAX_ROW, _MAX_CHARACTERS = 3, 8
"""Words of a row where there are no capitals, and its characters where there are no spaces between words either."""
_READ = 500
"""Texts that are looked at to tell whether a language has capitals."""
_OFTEN, _SOMETIMES = 0.15, 0.08
"""Minimum share of a spelling among those of a name to be taken for the one without an ending; the lower share is for
one with which the most frequent spelling begins.
"""
_NOT_A_NAME = 1_000_000_000
"""Count of a word that is never a name of its own, such as that of a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """A text of an article with its finished translations; `lang` is the language of the article."""

    lang: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyTranslation:
    """A likely translation of a name, and the share (0–1) of the sentences with the name that have it."""

    name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSuggestion:
    """A name that the glossary lacks: its language, the number of sentences that have it, its likely translations."""

    name: str
    lang: str
    count: int
    translations: Mapping[str, tuple[LikelyTranslation, ...]] = field(default_factory=dict)


def suggest_terms(
    sentences: Iterable[TranslatedText], glossary: Glossary, *, least: int = 3, languages: Sequence[str] = ()
) -> tuple[TermSuggestion, ...]:
    """Return names in at least `least` sentences that the glossary lacks in their language, the most frequent first;
    in the order of the workspace's `languages` first.
    """
    texts = tuple(sentences)
    there = sort_codes((lang for item in texts for lang in (item.lang, *item.texts)), languages)
    found: list[TermSuggestion] = []
    for lang in there:
        own = [item for item in texts if item.lang == lang]
        found += _suggest_in_language(own, lang, there, glossary, least)
        if not _has_capitals(own, lang):
            named = next((other for other in there if _has_capitals(own, other)), "")
            own = [item for item in own if item.texts.get(named)]
            found += _suggest_in_language(own, named, there, glossary, least)
    return tuple(_merge_languages(sorted(found, key=_sort_key)))


def _has_capitals(sentences: Iterable[TranslatedText], lang: str) -> bool:
    """Tell whether most letters of texts in a language may be capitals."""
    letters = Counter("".join(item.texts.get(lang, "") for item in islice(sentences, _READ)).lower())
    counts = {letter: count for letter, count in letters.items() if letter.isalpha()}
    return 2 * sum(count for letter, count in counts.items() if letter.title() != letter) > sum(counts.values())


def _sort_key(item: TermSuggestion) -> tuple[int, str, str]:
    return -item.count, item.name, item.lang


def _merge_languages(found: Sequence[TermSuggestion]) -> list[TermSuggestion]:
    """Merge suggestions from articles in several languages, where one is the likeliest translation of the other."""
    united: dict[tuple[str, str], TermSuggestion] = {}
    likely: dict[tuple[str, str], tuple[str, str]] = {}
    for item in found:
        ways = [(lang, names[0].name) for lang, names in item.translations.items()]
        twin = likely.get((item.lang, item.name)) or next((way for way in ways if way in united), None)
        if twin is not None:
            known = united[twin]
            translations = {**item.translations, **known.translations}
            translations.pop(known.lang, None)
            united[twin] = replace(known, count=known.count + item.count, translations=translations)
            continue
        united[item.lang, item.name] = item
        likely |= {way: (item.lang, item.name) for way in ways if way not in likely}
    return sorted(united.values(), key=_sort_key)


def _suggest_in_language(
    sentences: Sequence[TranslatedText], lang: str, languages: Sequence[str], glossary: Glossary, least: int
) -> Iterator[TermSuggestion]:
    index = _CandidateIndex([remove_placeholders(sentence.texts[lang]) for sentence in sentences], lang)
    wanted = [key for key, places in index.places.items() if len(places) >= least]
    wanted = [key for key in wanted if not glossary.find(index.name(key), lang)]
    wanted = [key for key in wanted if not index.is_part(key, wanted)]
    others = {
        other: (_CandidateIndex if _has_capitals(sentences, other) else _RowIndex)(
            [remove_placeholders(item.texts.get(other, "")) for item in sentences], other
        )
        for other in languages
        if other != lang
    }
    for key in wanted:
        translations = {
            other: best
            for other, known in others.items()
            if (best := _likely_translations(index.places[key], known, len(sentences)))
        }
        yield TermSuggestion(name=index.name(key), lang=lang, count=len(index.places[key]), translations=translations)


_Key = tuple[str, ...]


class _CandidateIndex:
    """The candidates of some texts, and the numbers of the texts that have them; forms of one name together."""

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        self.places: dict[_Key, set[int]] = {}
        self.in_text: list[tuple[_Key, ...]] = []
        self._spelled: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
        found = [list(self._find(find_words(text), text, lang)) for text in texts]
        families = _group_forms((word for names in found for name, _ in names for word in name), lang)
        inner: Counter[_Key] = Counter()
        for number, (text, names) in enumerate(zip(texts, found, strict=True)):
            there: set[_Key] = set()
            for name, is_first in names:
                key = tuple(families.get(word.text, word.text) for word in name)
                self.places.setdefault(key, set()).add(number)
                self._spelled[key][text[name[0].start : name[-1].end]] += 1
                there.add(key)
                inner[key] += not is_first
            self.in_text.append(tuple(there))
        common = _count_common_words(texts, lang)
        for key in [key for key in self.places if len(key) == 1 and self._is_no_name(key, inner[key], common)]:
            del self.places[key]
        self.in_text = [tuple(key for key in keys_there if key in self.places) for keys_there in self.in_text]

    def _find(
        self, there: Sequence[InflectedWord], text: str, lang: str
    ) -> Iterator[tuple[Sequence[InflectedWord], bool]]:
        """Yield the candidates of a text, and whether they begin a sentence."""
        return _find_candidates(there, text, lang)

    def choose(self, rated: Iterable[tuple[float, int, _Key]]) -> list[tuple[float, int, _Key]]:
        """Choose the best of rated candidates."""
        return sorted(rated, reverse=True)[:_MAX_TRANSLATIONS]

    def _is_no_name(self, key: _Key, inner: int, common: Mapping[str, int]) -> bool:
        """Tell whether a single word has its capital only at the beginning of sentences, or is often written small."""
        spelled = self._spelled[key]
        return inner * 2 < spelled.total() or sum(common[form.lower()] for form in spelled) * 2 > spelled.total()

    def name(self, key: _Key) -> str:
        """Return the spelling that most likely has no ending: of the frequent ones the shortest."""
        spelled = self._spelled[key]
        usual = max(spelled, key=lambda form: (spelled[form], -len(form), form))
        least = {form: (_SOMETIMES if usual.startswith(form) else _OFTEN) * spelled.total() for form in spelled}
        good = [form for form, count in spelled.items() if count >= least[form]]
        return min(good, key=lambda form: (len(form), -spelled[form], form))

    def is_part(self, key: _Key, others: Iterable[_Key]) -> bool:
        """Tell whether a name nearly always is a part of a longer one: Nations in United Nations."""
        there = len(self.places[key])
        return any(
            len(other) > len(key)
            and _is_row_in(key, other)
            and len(self.places[other] & self.places[key]) * 4 >= there * 3
            for other in others
        )


class _RowIndex(_CandidateIndex):
    """The rows of words of some texts in a language without capitals."""

    def _find(
        self,
        there: Sequence[InflectedWord],
        text: str,
        lang: str,  # noqa: ARG002  rows are the same in any
    ) -> Iterator[tuple[Sequence[InflectedWord], bool]]:
        for place, first in enumerate(there):
            most = _MAX_CHARACTERS if is_unspaced(first.text) else _MAX_ROW
            for last in range(place + 1, min(place + most, len(there)) + 1):
                word = there[last - 1]
                if last > place + 1 and not (word.is_joined or _GAP.fullmatch(text[there[last - 2].end : word.start])):
                    break
                if last > place + 1 or not is_unspaced(first.text):
                    yield there[place:last], False

    def choose(self, rated: Iterable[tuple[float, int, _Key]]) -> list[tuple[float, int, _Key]]:
        """Choose the best, of those that are parts of each other the first one: the longest where they tell as much."""
        chosen: list[tuple[float, int, _Key]] = []
        for item in sorted(rated, key=lambda item: (-item[0], -len(item[2]), item[2])):
            if not any(_is_row_in(item[2], other) or _is_row_in(other, item[2]) for _, _, other in chosen):
                chosen.append(item)
        return chosen[:_MAX_TRANSLATIONS]

    def _is_no_name(self, key: _Key, inner: int, common: Mapping[str, int]) -> bool:  # noqa: ARG002  nothing tells
        return False


def _is_row_in(row: _Key, other: _Key) -> bool:
    return any(other[start : start + len(row)] == row for start in range(len(other) - len(row) + 1))


def _group_forms(found: Iterable[InflectedWord], lang: str) -> dict[str, str]:
    """Return for every form of a word the one that stands for all its forms; an abbreviation stands for itself."""
    counts = Counter(word.text for word in found if not word.is_abbreviation)
    by_key: dict[str, str] = {}
    families: dict[str, str] = {}
    for form in sorted(counts, key=lambda form: (-counts[form], form)):
        own = inflection_keys(form, lang)
        family = next((by_key[key] for key in sorted(own) if key in by_key), form)
        families[form] = family
        for key in own:
            by_key.setdefault(key, family)
    return families


def _count_common_words(texts: Iterable[str], lang: str) -> Counter[str]:
    """Count each word in small letters; names of days and months count as such words."""
    counts = Counter(word.text for text in texts for word in find_words(text) if word.text.islower())
    locale = load(lang).locale
    for context in ("format", "stand-alone"):
        for names in (get_month_names("wide", context, locale), get_day_names("wide", context, locale)):
            counts.update({name.lower(): _NOT_A_NAME for name in names.values()})
    return counts


def _find_candidates(
    there: Sequence[InflectedWord], text: str, lang: str
) -> Iterator[tuple[Sequence[InflectedWord], bool]]:
    """Yield the candidates of a text, and whether they begin a sentence; such a one may have one word too many."""
    place = 0
    while place < len(there):
        last = _candidate_end(text, there, place, lang)
        if last == place:
            place += 1
            continue
        name = there[place:last]
        is_first = _SENTENCE_START.search(text[: name[0].start]) is not None
        yield name, is_first
        rest = tuple(dropwhile(lambda word: not word.text[0].isupper(), name[1:]))
        if is_first and rest:
            yield rest, False
        place = last


def _candidate_end(text: str, there: Sequence[InflectedWord], place: int, lang: str) -> int:
    """Return the end of the row of words with capitals that begins at a place; the place itself if none does."""
    last = place
    for at in range(place, min(place + _MAX_WORDS, len(there))):
        word, before = there[at].text, there[at - 1]
        if at > place and not _GAP.fullmatch(text[before.end : there[at].start]):
            break
        if word[0].isupper() and len(word) > 1:
            last = at + 1
        elif at == place or not (word in _joints(lang) or (word == "the" and before.text in _joints(lang))):
            break
    return last


@cache
def _joints(lang: str) -> frozenset[str]:
    """Return the small words inside names; "the" may stand after one of them."""
    return load(lang).name_words("joints")


def _likely_translations(places: set[int], other: _CandidateIndex, total: int) -> tuple[LikelyTranslation, ...]:
    counts = Counter(key for place in places for key in other.in_text[place])
    rated: list[tuple[float, int, _Key]] = []
    for key, together in counts.items():
        there = len(other.places[key])
        is_close = together > 1 and together * 2 >= _MIN_DICE * (len(places) + there)
        if is_close and (score := _log_likelihood(together, len(places), there, total)) > _MIN_LIKELIHOOD:
            rated.append((score, together, key))
    return tuple(
        LikelyTranslation(name=other.name(key), share=together / len(places))
        for _, together, key in other.choose(rated)
    )


def _log_likelihood(together: int, one: int, other: int, total: int) -> float:
    """Return Dunning's log-likelihood ratio of two events by the numbers of texts; 0 for less often than by chance."""
    if together * total <= one * other:
        return 0.0
    table = (together, one - together, other - together, total - one - other + together)
    rows, columns = (one, total - one), (other, total - other)
    return 2 * sum(
        count * math.log(count * total / (rows[place // 2] * columns[place % 2]))
        for place, count in enumerate(table)
        if count > 0
    )
