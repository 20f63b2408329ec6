"""Read a number that is written as one word out of the words that it is made of: fünfundzwanzig, քսանհինգ, ოცდაათი."""

from math import inf
from typing import NamedTuple

from pipeline.languages.parts import NumberWords, Values

POWERS = frozenset({10**3, 10**6, 10**9, 10**12})
"""The numbers that multiply those before them, and part a number into groups."""

_TEN, _TWENTY, _HUNDRED = 10, 20, 100
_LONGEST, _LONGEST_PART = 100, 24
"""Letters of a number in one word, and of each word in it; more would make hostile texts slow."""


def read_parts(word: str, known: NumberWords) -> Values:
    """Return the number that a word in small letters is made of; nothing for other words.

    Where a pack says what stands between the parts of such words, all of the word is read. Elsewhere endings are too
    many to name: what follows the known parts counts for one.
    """
    if known.inner_joints is not None:
        found = _read_whole(word, _Sum(), known) if len(word) <= _LONGEST else None
        return () if found is None else (found,)
    values, rest = known.beginning(word)
    if len(values) != 1:
        return values
    value, made = values[0], _Sum().add(values[0])
    while made:
        value = made.value
        more, after = (known.whole[rest], "") if rest in known.whole else known.beginning(rest)
        made, rest = made.add(more[0]) if len(more) == 1 else None, after
    return (value,)


class _Sum(NamedTuple):
    """A number whose parts are being read: the groups that are complete, what a power may still multiply, and the
    last power.
    """

    groups: float = 0
    current: float = 0
    power: float = inf

    @property
    def value(self) -> float:
        return self.groups + self.current

    def add(self, value: float, *, is_joined: bool = False) -> "_Sum | None":
        """Return the number with one more part, with or without a joint before it; None if it cannot have that."""
        if value in POWERS:
            return _Sum(self.groups + max(self.current, 1) * value, 0, value) if value < self.power else None
        if value == _HUNDRED and self.current < _HUNDRED:
            return self._replace(current=max(self.current, 1) * _HUNDRED)
        fits = value < self.power if not self.current else self._may_add(value, is_joined=is_joined)
        is_new = fits and (value > 0 or not self.value)
        return self._replace(current=self.current + value) if is_new else None

    def _may_add(self, value: float, *, is_joined: bool) -> bool:
        """Tell whether a number without hundreds may follow: hundred five, twenty ten, and five ten or five and
        twenty.
        """
        unit = 1
        while self.current % (unit * 10) == 0:
            unit *= 10
        last = self.current % _HUNDRED
        if value < unit or (last >= _TWENTY > value and not last % _TWENTY):
            return True
        is_tens = _TWENTY <= value < _HUNDRED and value % _TEN == 0
        return 0 < last < _TEN and (is_tens if is_joined else value == _TEN and last > 2)  # noqa: PLR2004


def _read_whole(word: str, made: _Sum, known: NumberWords) -> float | None:
    """Return the number that parts already read and a word make, if all of it is parts, joints and an ending."""
    is_begun = made != _Sum()
    if is_begun and (not word or word in known.endings):
        return made.value
    for joint in ("", *(known.inner_joints or ())) if is_begun else ("",):
        rest = word[len(joint) :] if word.startswith(joint) else ""
        for size in range(min(len(rest), _LONGEST_PART), 0, -1):
            values = known.whole.get(rest[:size]) or known.beginnings.get(rest[:size], ())
            more = made.add(values[0], is_joined=bool(joint)) if len(values) == 1 else None
            found = _read_whole(rest[size:], more, known) if more else None
            if found is not None:
                return found
    return None
