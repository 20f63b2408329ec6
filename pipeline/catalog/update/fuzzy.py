"""Find the old texts that are most like new ones, whose translations are offered for a person to confirm."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import fold_target, is_fold, remove_placeholders
from pipeline.catalog.review import unite_remarks
from pipeline.catalog.update.join import strip_numbers
from pipeline.catalog.update.placeholders import rename_placeholders, repair_target
from pipeline.catalog.update.split import divide_target
from pipeline.frozen import dataclass
from pipeline.model import FOLD, Entry, SegmentKind

MIN_SCORE_IN_PLACE = 50.0
"""Minimum similarity (rapidfuzz's ratio, 0–100) of texts that stand in the same place between unchanged ones."""

MIN_SCORE_ANYWHERE = 65.0
"""Minimum similarity of texts if one moved or was obsolete."""

_COMPARE_ALL = 40
_PREFIX_LENGTH = 5
_MAX_POSTINGS = 50
_MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    score: float
    units: tuple[int, ...]
    entries: tuple[int, ...]


FuzzyMatch = tuple[TextUnit, Entry, tuple[str, ...]]


def find_fuzzy_matches(
    units: Sequence[TextUnit],
    open_keys: set[str],
    order: Sequence[str],
    waiting: Sequence[Entry],
    obsolete: Sequence[Entry],
    lang: str,
) -> Iterator[FuzzyMatch]:
    """Yield the fuzzy entry for each open unit that gets one, and the keys of the old entries that it uses up.

    `open_keys` are those without a translation, `order` the old keys in their order, `waiting` the old entries
    that no unit has taken. Texts between the same unchanged neighbours are compared first, also two with one; then any
    with any.
    """
    left = {entry.key: entry for entry in waiting}
    taken: set[str] = set()
    for gap_units, gap_entries in _gaps(units, open_keys, order, left):
        for pair in _best_pairs(gap_units, gap_entries):
            matched = [gap_entries[index] for index in pair.entries]
            keys = tuple(entry.key for entry in matched)
            unmatched = [gap_units[index] for index in pair.units]
            taken.update(unit.key for unit in unmatched)
            for unit, entry in _fuzzy_entries(unmatched, matched, lang):
                yield unit, entry, keys
            for key in keys:
                left.pop(key, None)
    open_units = [unit for unit in units if unit.key in open_keys and unit.key not in taken]
    for unit, entry, is_left in _match_anywhere(open_units, list(left.values()), obsolete):
        for _, made in _fuzzy_entries([unit], [entry], lang):
            yield unit, made, (entry.key,) if is_left else ()


def find_offers(
    units: Sequence[TextUnit], empty: Container[str], obsolete: Sequence[Entry], lang: str
) -> Iterator[tuple[TextUnit, Entry]]:
    """Yield a fuzzy entry for each unit whose key is `empty` and which an obsolete entry resembles.

    An obsolete translation is offered only for the text that is most like its own, of all in the article: a text that
    has a translation has followed it already.
    """
    waiting = [unit for unit in units if unit.key in empty and not unit.is_target]
    offers = list(_match_anywhere(waiting, [], [entry for entry in obsolete if not is_fold(entry.target)]))
    if not offers:
        return
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy: only where something is offered

    keys = [strip_numbers(unit.text) for unit in units]
    alike = _CandidateIndex(keys)
    for unit, entry, _ in offers:
        old = strip_numbers(entry.source)
        score = fuzz.ratio(old, strip_numbers(unit.text))
        if all(fuzz.ratio(old, keys[index]) <= score for index in alike.candidates(old)):
            yield from _fuzzy_entries([unit], [entry], lang)


def _gaps(
    units: Sequence[TextUnit],
    open_keys: set[str],
    order: Sequence[str],
    left: dict[str, Entry],
) -> Iterator[tuple[list[TextUnit], list[Entry]]]:
    """Yield runs of open units with the old entries that stood between the same unchanged neighbours."""
    place = {key: index for index, key in enumerate(order)}
    run: list[TextUnit] = []
    before = -1
    for unit in [*units, None]:
        if unit is not None and unit.key in open_keys:
            run.append(unit)
            continue
        after = len(order) if unit is None else place.get(unit.key, -1)
        if unit is not None and after < 0:
            continue
        if run and after > before:
            between = [left[key] for key in order[before + 1 : after] if key in left]
            if between:
                yield run, between
        run = []
        before = after


class _CandidateIndex:
    """Texts by the beginnings of their words, to find those like another one without comparing it with all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.size = len(texts)
        if self.size > _COMPARE_ALL:
            for index, text in enumerate(texts):
                for word in _word_beginnings(text):
                    self.postings[word].append(index)

    def candidates(self, text: str) -> Sequence[int]:
        """Return the places of the texts that share the most rare words, or of all texts where they are few."""
        if self.size <= _COMPARE_ALL:
            return range(self.size)
        known = _word_beginnings(text) & self.postings.keys()
        words = sorted((len(self.postings[word]), word) for word in known)
        rare = [word for index, (count, word) in enumerate(words) if index == 0 or count <= _MAX_POSTINGS]
        shared = Counter(index for word in rare for index in self.postings[word][:_MAX_POSTINGS])
        return sorted(index for index, _ in shared.most_common(_MAX_CANDIDATES))


def _word_beginnings(text: str) -> set[str]:
    return {word[:_PREFIX_LENGTH].casefold() for word in text.split()}


def _best_pairs(units: Sequence[TextUnit], entries: Sequence[Entry]) -> Iterator[_Pair]:
    """Yield the best pairs of a gap, with each unit and each entry in at most one of them."""
    pairs = sorted(_scored_pairs(units, entries), key=lambda pair: (-pair.score, pair.units, pair.entries))
    used_units: set[int] = set()
    used_entries: set[int] = set()
    for pair in pairs:
        if used_units.isdisjoint(pair.units) and used_entries.isdisjoint(pair.entries):
            used_units.update(pair.units)
            used_entries.update(pair.entries)
            yield pair


def _scored_pairs(units: Sequence[TextUnit], entries: Sequence[Entry]) -> Iterator[_Pair]:
    """Yield units and entries of a gap that are alike: one with one, one with two neighbours, two with one."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy: only where something changed

    unit_keys = [strip_numbers(unit.text) for unit in units]
    entry_keys = [strip_numbers(entry.source) for entry in entries]
    unit_sizes, entry_sizes = [len(key) for key in unit_keys], [len(key) for key in entry_keys]
    alike = _CandidateIndex(entry_keys)
    seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    for i, key in enumerate(unit_keys):
        middle = i * len(entries) // len(units)
        for j in {*alike.candidates(key), *range(max(middle - 2, 0), min(middle + 3, len(entries)))}:
            if units[i].is_target != _is_target(entries[j]):
                continue
            choices: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((i,), (j,))]
            if not units[i].is_target:
                choices += [((i,), pair) for pair in ((j - 1, j), (j, j + 1)) if _are_text_entries(pair, entries)]
                choices += [(pair, (j,)) for pair in ((i - 1, i), (i, i + 1)) if _are_text_units(pair, units)]
            for these, those in choices:
                if (these, those) in seen:
                    continue
                seen.add((these, those))
                least = MIN_SCORE_IN_PLACE if len(these) == len(those) else MIN_SCORE_IN_PLACE + 20
                if not _can_reach(least, sum(unit_sizes[k] for k in these), sum(entry_sizes[k] for k in those)):
                    continue
                one, other = " ".join(unit_keys[k] for k in these), " ".join(entry_keys[k] for k in those)
                score = fuzz.ratio(one, other, score_cutoff=least)
                if score:
                    yield _Pair(score=score, units=these, entries=those)


def _can_reach(score: float, one: int, other: int) -> bool:
    """Tell whether texts of these lengths can be that similar at all, ignoring a space between two neighbours."""
    return 200 * (min(one, other) + 1) >= score * (one + other)


def _are_text_entries(pair: tuple[int, int], entries: Sequence[Entry]) -> bool:
    return pair[0] >= 0 and pair[1] < len(entries) and not any(_is_target(entries[index]) for index in pair)


def _are_text_units(pair: tuple[int, int], units: Sequence[TextUnit]) -> bool:
    return pair[0] >= 0 and pair[1] < len(units) and not any(units[index].is_target for index in pair)


def _match_anywhere(
    units: Sequence[TextUnit], entries: Sequence[Entry], obsolete: Sequence[Entry]
) -> Iterator[tuple[TextUnit, Entry, bool]]:
    """Yield the best match for each unit among all that is left, and whether it is one of `entries`.

    Obsolete entries are copied and stay.
    """
    if not units or not (entries or obsolete):
        return
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy: only where something changed

    pool = [*entries, *obsolete]
    keys = [strip_numbers(entry.source) for entry in pool]
    alike = _CandidateIndex(keys)
    found: list[tuple[float, int, int]] = []
    for number, unit in enumerate(units):
        key = strip_numbers(unit.text)
        for index in alike.candidates(key):
            score = fuzz.ratio(key, keys[index], score_cutoff=MIN_SCORE_ANYWHERE)
            if score and unit.is_target == _is_target(pool[index]):
                found.append((score, number, index))
    used: set[int] = set()
    done: set[int] = set()
    for _, number, index in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        if number in done or index in used:
            continue
        done.add(number)
        is_left = index < len(entries)
        if is_left:
            used.add(index)
        yield units[number], pool[index], is_left


def _fuzzy_entries(units: Sequence[TextUnit], entries: Sequence[Entry], lang: str) -> Iterator[tuple[TextUnit, Entry]]:
    """Yield a fuzzy entry for each of `units`, with the targets of `entries` and their sources as the previous text.

    A target that was itself a guess keeps its previous text, or none if it had none. Where two units share one target,
    its pieces have no previous text.
    """
    known = [entry.previous if entry.fuzzy else entry.source for entry in entries]
    made = replace(
        entries[0],
        fuzzy=True,
        obsolete=False,
        remarks=unite_remarks(*(entry.remarks for entry in entries)),
        flags=tuple(dict.fromkeys(flag for entry in entries for flag in entry.flags)),
    )
    targets = [repair_target(entries[0].target, entries[0])]
    if len(units) > 1:
        targets = divide_target(targets[0], [remove_placeholders(unit.text) for unit in units], lang)
    previous = " ".join(text for text in known if text) or None
    for index, unit in enumerate(units):
        target = rename_placeholders(entries, unit, [targets[index]] if len(entries) == 1 else ())
        target = fold_target(unit.text) if is_fold(target) else target
        is_piece = len(units) > 1 and any(piece != FOLD for piece in targets[:index] + targets[index + 1 :])
        yield unit, replace(made, source=unit.text, target=target, previous=None if is_piece else previous)


def _is_target(entry: Entry) -> bool:
    return f"{SegmentKind.LINK_TARGET}" in entry.comments
