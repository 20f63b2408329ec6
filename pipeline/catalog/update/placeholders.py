"""Rename placeholders in a translation: `{fn1}` means another note once a note is inserted before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import find_names, remove_placeholders, renumber_placeholders
from pipeline.article.placeholders.repair import repair_placeholders
from pipeline.catalog.origin import ORIGINS
from pipeline.frozen import dataclass
from pipeline.model import Entry, Placeholder, PlaceholderKind, Segment, SegmentKind
from pipeline.patterns import lazy

_NAME = lazy(rf"({'|'.join(PlaceholderKind)})(\d+)")
_SHOWN = lazy(r"\{(\w+)\}(?:: (.*))?")
_KINDS = frozenset(map(str, SegmentKind))
_OTHER_COMMENTS = ("section: ", "note: ", *ORIGINS, f"{SegmentKind.FRONT_MATTER}: ", f"{SegmentKind.ATTRIBUTE}: ")
_GONE = "\x1a"
_GONE_LINK = lazy(rf"\[([^\[\]]*)\](?:\(\s*\{{{_GONE}\}}\s*\)|\[\s*\{{{_GONE}\}}\s*\])")
_GONE_TOKEN = lazy(rf" ?\{{{_GONE}\}}(?=\s|$)|\{{{_GONE}\}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """A placeholder in its place: number of the text, name, meaning, and the words before and after it."""

    text: int
    name: str
    shown: str
    before: str
    after: str

    @property
    def mark(self) -> str:
        return self.name.rstrip("0123456789")


def rename_placeholders(entries: Sequence[Entry], unit: TextUnit, targets: Sequence[str] = ()) -> str:
    """Join the targets of `entries`, with their placeholders renamed to those of the unit.

    Placeholders are paired by the meanings in the comments; where these do not decide, by the words around them in the
    two sources; then by their order, if there are as many between two paired ones as before. A placeholder without a
    counterpart is removed, for it would mean something else. `targets`, repaired already, may replace those of the
    entries.
    """
    old = [
        spot
        for number, entry in enumerate(entries)
        for spot in _find_spots(entry.source, placeholder_meanings(entry), number)
    ]
    new = _find_spots(
        unit.text, {item.name: " ".join(item.description.split()) for item in unit.segment.placeholders}, 0
    )
    renames: dict[tuple[int, str], str] = {}
    for mark in PlaceholderKind:
        pairs = _pair_spots([spot for spot in old if spot.mark == mark], [spot for spot in new if spot.mark == mark])
        renames |= {(spot.text, spot.name): other.name for spot, other in pairs}
    words: list[str] = []
    for number, entry in enumerate(entries):
        target = targets[number] if targets else repair_target(entry.target, entry)
        table = [(name, renames.get((number, name), _GONE)) for name in find_names(target)]
        words.append(_remove_gone(renumber_placeholders(target, table)))
    return " ".join(text for text in words if text)


def repair_target(target: str, entry: Entry) -> str:
    """Spell the placeholders in a target of `entry` as they should be, so that they can be renamed.

    `{ FN1 }` is read as `{fn1}` when an edition is merged; if it were not renamed, it would mean another note once the
    numbers move.
    """
    found = placeholder_meanings(entry)
    placeholders = tuple(
        Placeholder(
            kind=PlaceholderKind(match[1]), number=int(match[2]), pieces=(), description=found.get(match[0], "")
        )
        for match in filter(None, map(_NAME.fullmatch, dict.fromkeys(find_names(entry.source))))
    )
    text = entry.source
    segment = Segment(kind=SegmentKind.PARAGRAPH, text=text, source=text, block=0, line=0, placeholders=placeholders)
    return repair_placeholders(target, segment)


def placeholder_meanings(entry: Entry) -> dict[str, str]:
    """Return the meaning of each placeholder, by name, from the comments, which editors may have wrapped.

    The first comment on a placeholder counts.
    """
    found: dict[str, str] = {}
    name, meaning = "", ""
    for comment in (*entry.comments, ""):
        match = _SHOWN.fullmatch(comment)
        if match is None and comment and comment not in _KINDS and not comment.startswith(_OTHER_COMMENTS):
            meaning += f" {comment}"
            continue
        if name:
            found.setdefault(name, " ".join(meaning.split()))
        name, meaning = (match[1], match[2] or "") if match else ("", "")
    return found


def _find_spots(text: str, labels: dict[str, str], number: int) -> list[_Spot]:
    spots: list[_Spot] = []
    at = 0
    for name in find_names(text):
        start = text.index(f"{{{name}}}", at)
        at = start + len(name) + 2
        before, after = remove_placeholders(text[:start]), remove_placeholders(text[at:])
        spots.append(_Spot(text=number, name=name, shown=labels.get(name, ""), before=before, after=after))
    return spots


_Pair = tuple[_Spot, _Spot]


def _pair_spots(old: list[_Spot], new: list[_Spot]) -> list[_Pair]:
    """Pair the placeholders of one kind that are the same before and after."""
    pairs: list[_Pair] = []
    for label in dict.fromkeys(spot.shown for spot in old if spot.shown):
        same_old = [spot for spot in old if spot.shown == label]
        same_new = [spot for spot in new if spot.shown == label]
        even = len(same_old) == len(same_new)
        pairs += zip(same_old, same_new, strict=True) if even else _pair_by_words(same_old, same_new)
    pairs += _pair_by_words(*_unpaired(old, new, pairs))
    return pairs + _pair_by_order(old, new, pairs)


def _unpaired(old: list[_Spot], new: list[_Spot], pairs: Iterable[_Pair]) -> tuple[list[_Spot], list[_Spot]]:
    done = [spot for pair in pairs for spot in pair]
    return [spot for spot in old if spot not in done], [spot for spot in new if spot not in done]


def _pair_by_words(old: list[_Spot], new: list[_Spot]) -> list[_Pair]:
    """Pair placeholders between the same words, where both are each other's only best match."""
    scores = {(i, j): _common_context(one, other) for i, one in enumerate(old) for j, other in enumerate(new)}
    best = {pair: score for pair, score in scores.items() if score}
    return [
        (old[i], new[j])
        for (i, j), score in best.items()
        if all(other < score for pair, other in best.items() if pair != (i, j) and (pair[0] == i or pair[1] == j))
    ]


def _common_context(one: _Spot, other: _Spot) -> int:
    """Count the words before and after two placeholders that are the same; 0 where the word before them differs."""
    before = _common_prefix(one.before.split()[::-1], other.before.split()[::-1])
    return before and before + _common_prefix(one.after.split(), other.after.split())


def _common_prefix(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for word, same in zip(one, other, strict=False):
        if word != same:
            break
        count += 1
    return count


def _pair_by_order(old: list[_Spot], new: list[_Spot], pairs: list[_Pair]) -> list[_Pair]:
    """Pair, in their order, those that stand between the same paired ones, if there are as many as before."""
    old_gaps, new_gaps = _group_by_gap(old, dict(pairs)), _group_by_gap(new, {other: other for _, other in pairs})
    return [
        pair
        for gap, spots in old_gaps.items()
        if len(spots) == len(new_gaps.get(gap, ()))
        for pair in zip(spots, new_gaps[gap], strict=True)
    ]


def _group_by_gap(spots: list[_Spot], paired: dict[_Spot, _Spot]) -> dict[frozenset[str], list[_Spot]]:
    """Group the placeholders that are not paired by the paired ones before them."""
    gaps: dict[frozenset[str], list[_Spot]] = defaultdict(list)
    before: frozenset[str] = frozenset()
    for spot in spots:
        if spot in paired:
            before |= {paired[spot].name}
        else:
            gaps[before].append(spot)
    return gaps


def _remove_gone(target: str) -> str:
    """Remove the placeholders that are gone; of a link without its target the words stay."""
    return _GONE_TOKEN.sub("", _GONE_LINK.sub(r"\1", target))
