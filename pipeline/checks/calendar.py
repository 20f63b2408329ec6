"""Months, weekdays, centuries and times of the day: the same on both sides.

Digits are a matter of `numbers`: a day or an hour that was changed is found there. In a language whose pack has no
words for the calendar nothing is found.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pipeline.checks.codes import make_finding
from pipeline.checks.numbers import check_numbers
from pipeline.checks.pair import Pair
from pipeline.languages import load
from pipeline.languages.calendar import Calendar, Name, Time, read_calendar, says_when
from pipeline.languages.word_kinds import WordKinds
from pipeline.model import Finding, Severity

_NOTHING = Calendar()


def check_calendar(pair: Pair) -> Iterator[Finding]:
    """Find months, weekdays, centuries and times that contradict the source, and those that one text lacks."""
    told = _read(pair.source_prose, pair.source_kinds, pair.source_lang)
    made = _read(pair.target_prose, pair.target_kinds, pair.lang)
    if not told and not made:
        return
    if not all(load(lang).calendar.weekdays.is_known for lang in (pair.source_lang, pair.lang)):
        return
    yield from _compare_names(pair, "dates", told, made, lambda calendar: calendar.months)
    yield from _compare_names(pair, "dates-weekday", told, made, lambda calendar: calendar.weekdays)
    yield from _compare_days(told.months, made.months)
    if told.has_other_centuries(made):
        yield make_finding("dates-century", "the century is another one than in the source. Correct it.")
    times = [*_compare_times(told.times, made.times, pair)]
    if times and not _differs_in_numbers(pair):
        yield from times


def _read(text: str, kinds: WordKinds, lang: str) -> Calendar:
    return read_calendar(text, lang) if kinds.names_dates or kinds.has_digits else _NOTHING


def _compare_names(
    pair: Pair, code: str, source: Calendar, target: Calendar, names: Callable[[Calendar], tuple[Name, ...]]
) -> Iterator[Finding]:
    """Yield what is wrong with the months, or with the weekdays, of two texts."""
    told, made = names(source), names(target)
    lost, new = _without(told, made), _without(made, told)
    if not lost and not new:
        return
    # Titles may stay in the language of the source: The Sunday Times.
    lost = _without(lost, names(read_calendar(pair.target_prose, pair.source_lang)))
    new = _without(new, names(read_calendar(pair.source_prose, pair.lang)))
    if len(told) == len(made) and bool(lost) is not bool(new):
        lost, new = lost or _replaced(told, made), new or _replaced(made, told)
    if any(name.is_figure for name in (*lost, *new)) and _differs_in_numbers(pair):
        return
    if lost and new:
        yield make_finding(
            code,
            "the source has {told}, the translation {made}. Correct the date.",
            severity=None if all(name.is_sure for name in (*lost, *new)) else Severity.WARNING,
            told=_written(lost),
            made=_written(new),
        )
    elif lost and not made and not says_when(pair.target_prose, pair.lang):
        yield make_finding("dates-missing", "{missing} of the source is missing. Add it.", missing=_written(lost))
    elif new and not told and not says_when(pair.source_prose, pair.source_lang):
        yield make_finding(
            "dates-added", "the source has no {added}. Correct the date, or remove it.", added=_written(new)
        )


def _replaced(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """Return the names that the other text has less often: as both texts have as many, another name replaced one."""
    count = Counter(name.value for name in others)
    count.subtract(name.value for name in names)
    return [name for name in names if count[name.value] < 0]


def _without(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """Return the sure names that others do not have."""
    known = {name.value for name in others}
    return [name for name in names if name.is_sure and name.value not in known]


def _differs_in_numbers(pair: Pair) -> bool:
    """Tell whether the numbers of the pair have a finding already."""
    return next(check_numbers(pair), None) is not None


def _written(names: Sequence[Name | Time]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.written for name in names))


def _compare_days(told: Sequence[Name], made: Sequence[Name]) -> Iterator[Finding]:
    """Find days that changed places: each month has another one's."""
    if len(told) < 2 or not all(name.days for name in (*told, *made)):  # noqa: PLR2004
        return
    days, others = ({(name.value, day) for name in names for day in name.days} for names in (told, made))
    if days != others and all({date[place] for date in days} == {date[place] for date in others} for place in (0, 1)):
        yield make_finding(
            "dates",
            "the source has {told}, the translation {made}. Correct the date.",
            told=tuple(f"{name.written} {'–'.join(map(str, name.days))}" for name in told),
            made=tuple(f"{name.written} {'–'.join(map(str, name.days))}" for name in made),
        )


def _compare_times(told: Sequence[Time], made: Sequence[Time], pair: Pair) -> Iterator[Finding]:
    """Find times with the same figures in the other half of the day."""
    has_halves = load(pair.lang).calendar.twelve_hours
    by_figures: dict[tuple[int, int], list[Time]] = {}
    for time in {(item.hour, item.minute, item.is_late): item for item in made}.values():
        by_figures.setdefault((time.hour, time.minute), []).append(time)
    for time in {(item.hour, item.minute, item.is_late): item for item in told}.values():
        same = by_figures.get((time.hour, time.minute), [])
        if time.is_late is None or not same or any(item.is_late is time.is_late for item in same):
            continue
        if all(item.is_late is not None for item in same):
            yield _differing_time(time, same, None)
        elif time.is_late and not has_halves and not time.is_bare and all(item.is_bare for item in same):
            yield _differing_time(time, same, Severity.WARNING)


def _differing_time(told: Time, made: Sequence[Time], severity: Severity | None) -> Finding:
    return make_finding(
        "times",
        "{made} is {told} in the source. Correct the time.",
        severity=severity,
        told=told.written,
        made=_written(made),
    )
