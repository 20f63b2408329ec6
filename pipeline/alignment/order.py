"""What the order of two texts tells: blocks that were translated elsewhere, and parts that one side lacks."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.alignment.band import MOST
from pipeline.alignment.em import PairedLines, pair
from pipeline.alignment.lines import Bead, Passage, TextLine, doubted
from pipeline.alignment.notes import chances, content
from pipeline.alignment.scoring import TextSide

_LONG = 3
"""So many lines in a row are a part that is missing or has moved; fewer are a translator's choice."""

_LIKELY = 0.5
_SUPPORTED = 0.5
"""What the words have to say for a pair that is in its place beyond question, in nats."""

_AGAINST = -1.5
"""Pairs of which the words say less are not sure, whatever their form says: one in six of them was wrong."""

_FIRM = 1.5
"""Unless the pairs right before and after it have words that say so much: then there is no other place for it."""

_FEW = 2
_RELATED_LONG = 0.4
"""What the words of a part have to say where it is taken for one that has moved, in nats for each line."""

_RELATED_FEW = 1.5
"""So few lines are taken for a part that has moved where their words say so much for it, in nats for each line."""

_RELATED_INSTEAD = 1.1
"""The same for parts that have a pair in their place: those that had moved had more, others less."""

_OTHERS = 80
_MOST_PARTS = 12
_TURNS = 3
"""A part that moved may hide another one."""

_TRIED = 2
"""Each part is tried with so many of the others that have the most words in common with it."""


def found_elsewhere(
    body: PairedLines, source: TextSide, target: TextSide, again: Callable[[TextSide], PairedLines]
) -> tuple[PairedLines, list[Passage]]:
    """The body with those parts paired that have no counterpart in their place but one in another, and these parts.

    Both texts are put into the same order and paired `again`, so that what stands beside such a part has its neighbours
    back. Where the words do not say more for that order, the parts are paired by themselves, and never surely.
    """
    order = list(range(len(target.lines)))
    there: set[int] = set()
    for turn in range(_TURNS + 1):
        side = target.cut(order)
        found, moved = _paired_elsewhere(body, source, side, _MOST_PARTS if turn < _TURNS else 0)
        turned, lines = reordered(found.beads, moved, side.lines)
        second = again(side.cut(turned)) if moved else body
        if second.kinship <= body.kinship:
            break
        there.update(order[line] for line in lines)
        order, body = [order[line] for line in turned], second
    there.update(order[line] for stretch in moved for line in stretch.target)
    beads = tuple(_turned_back(bead, order) for bead in found.beads)
    return replace(found, beads=beads), list(_stretches(beads, there))


def reordered(beads: Sequence[Bead], moved: Sequence[Passage], lines: Sequence[TextLine]) -> tuple[list[int], set[int]]:
    """The lines of a target in the order of its source, by their numbers, and those of them that had to be moved.

    The paragraph of a part that has moved goes with it, as far as nothing of it is paired in its place.
    """
    there = {line for stretch in moved for line in range(min(stretch.target), max(stretch.target) + 1)}
    placed = {line: bead.source[0] for bead in beads if bead.is_pair for line in bead.target if line not in there}
    order = [line for line in range(len(lines)) if line not in there]
    gone: set[int] = set()
    for stretch in sorted(moved, key=lambda stretch: stretch.source):
        part = list(range(min(stretch.target), max(stretch.target) + 1))
        for step in (-1, 1):
            edge = part[0 if step < 0 else -1]
            while 0 <= edge + step < len(lines) and _goes_along(edge + step, edge, lines, placed, order):
                edge += step
                order.remove(edge)
                part.insert(0 if step < 0 else len(part), edge)
        before = [line for line in order if placed.get(line, len(beads) * MOST) < stretch.source[0]]
        at = order.index(before[-1]) + 1 if before else 0
        while 0 < at < len(order) and order[at] not in placed and _is_same_block(order[at], order[at - 1], lines):
            at += 1
        order[at:at] = part
        placed.update(dict.fromkeys(part, stretch.source[0]))
        gone.update(part)
    return order, gone


def _goes_along(
    line: int, edge: int, lines: Sequence[TextLine], placed: Mapping[int, int], order: Sequence[int]
) -> bool:
    return line in order and line not in placed and _is_same_block(line, edge, lines)


def _is_same_block(line: int, other: int, lines: Sequence[TextLine]) -> bool:
    return lines[line].block >= 0 and lines[line].block == lines[other].block


def _turned_back(bead: Bead, order: Sequence[int]) -> Bead:
    """A bead by the numbers that the target's lines have in their own order; doubted where these are no neighbours."""
    lines = sorted(order[line] for line in bead.target)
    if lines and lines[-1] - lines[0] >= len(lines):
        return replace(bead, target=tuple(lines), confidence=doubted(bead.confidence))
    return replace(bead, target=tuple(lines))


def _stretches(beads: Sequence[Bead], there: set[int]) -> Iterator[Passage]:
    """The pairs with lines of the target that have moved, neighbours together."""
    pairs = sorted((bead.source, bead.target) for bead in beads if bead.is_pair and not there.isdisjoint(bead.target))
    run: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for ours, theirs in [*pairs, ((), ())]:
        if run and not (ours and 0 <= ours[0] - run[-1][0][-1] <= _LONG and 0 <= theirs[0] - run[-1][1][-1] <= _LONG):
            source, target = ([line for pair in run for line in pair[side]] for side in (0, 1))
            yield Passage(source=tuple(source), target=tuple(target))
            run = []
        run.append((ours, theirs))


def _paired_elsewhere(
    body: PairedLines, source: TextSide, target: TextSide, most: int
) -> tuple[PairedLines, list[Passage]]:
    """The body with so many parts at most paired by themselves that belong together and stand at different places.

    A part may have a counterpart in its place that only its form speaks for: where two paragraphs changed places, each
    of them is as long as what stands there now.
    """
    ours, theirs = _parts(body)
    beads = list(body.beads)
    moved = []
    for part in sorted(ours, key=len, reverse=True)[:most]:
        paired = _paired_with(part, beads)
        others = [other for other in theirs if paired.isdisjoint(other)]
        in_common = _in_common(part, others, (source, target), body)
        for number in sorted(range(len(others)), key=lambda number: -in_common[number])[:_TRIED]:
            other = others[number]
            pairs = _elsewhere(part, other, body, (source.cut(part), target.cut(other)))
            if not pairs:
                continue
            beads = _replaced(beads, pairs)
            moved.append(
                Passage(
                    source=tuple(line for bead in pairs for line in bead.source),
                    target=tuple(line for bead in pairs for line in bead.target),
                )
            )
            theirs.remove(other)
            break
    against = set(_against(body))
    beads = [replace(bead, confidence=doubted(bead.confidence)) if bead in against else bead for bead in beads]
    return replace(body, beads=tuple(beads)), moved


def _against(body: PairedLines) -> Iterator[Bead]:
    """The pairs that only their form speaks for, and their words against."""
    for place, bead in enumerate(body.beads):
        if bead.is_pair and body.supported(bead) < _AGAINST:
            around = [*body.beads[max(place - 1, 0) : place], *body.beads[place + 1 : place + 2]]
            if not all(other.is_pair and body.supported(other) >= _FIRM for other in around):
                yield bead


def _paired_with(part: Sequence[int], beads: Sequence[Bead]) -> set[int]:
    """The lines that those of a part are paired with already."""
    ours = set(part)
    return {line for bead in beads if not ours.isdisjoint(bead.source) for line in bead.target}


def _in_common(
    part: Sequence[int], others: Sequence[Sequence[int]], sides: tuple[TextSide, TextSide], body: PairedLines
) -> list[float]:
    """How many words of a part are in each of others, as far as it is known what they are there, numbers among them."""
    ours = {stem for line in part for stem in sides[0].stems[line]}
    known = [lexicon.forward[stem] for lexicon, _ in body.lexicons for stem in ours if stem in lexicon.forward]
    told = []
    for other in others:
        theirs = {stem for line in other for stem in sides[1].stems[line]}
        common = sum(max((made[stem] for stem in made.keys() & theirs), default=0.0) for made in known)
        told.append((len(ours & theirs) + common) / math.sqrt(max(len(theirs), 1)))
    return told


def _elsewhere(
    part: Sequence[int], other: Sequence[int], body: PairedLines, sides: tuple[TextSide, TextSide]
) -> list[Bead]:
    """The pairs of two parts that stand at different places; none where they do not belong together."""
    found = pair(*sides, body.lexicons)
    likely = [bead for bead in found.beads if bead.is_pair and bead.confidence >= _LIKELY]
    while likely and found.supported(likely[0]) < _SUPPORTED:  # at its edges a part may have lines that stayed
        del likely[0]
    while likely and found.supported(likely[-1]) < _SUPPORTED:
        del likely[-1]
    lines = sum(len(bead.source) for bead in likely)
    in_place = any(
        bead.is_pair and bead.confidence >= _LIKELY and set(part).intersection(bead.source) for bead in body.beads
    )
    least = _RELATED_FEW if lines < _LONG else _RELATED_INSTEAD if in_place else _RELATED_LONG
    if lines < _FEW or found.kinship / lines < least or 2 * lines < min(len(part), len(other)):
        return []
    return [
        Bead(
            source=tuple(part[line] for line in bead.source),
            target=tuple(other[line] for line in bead.target),
            confidence=doubted(bead.confidence),
        )
        for bead in likely
    ]


def _parts(body: PairedLines) -> tuple[list[list[int]], list[list[int]]]:
    """The lines of each side between two pairs that are in their places beyond question, where they are several."""
    parts: tuple[list[list[int]], list[list[int]]] = ([[]], [[]])
    for bead in body.beads:
        if bead.is_pair and bead.confidence >= _LIKELY and body.supported(bead) >= _SUPPORTED:
            parts[0].append([])
            parts[1].append([])
        else:
            parts[0][-1].extend(bead.source)
            parts[1][-1].extend(bead.target)
    return [part for part in parts[0] if len(part) >= _FEW], [part for part in parts[1] if len(part) >= _FEW]


def _replaced(beads: Sequence[Bead], pairs: Sequence[Bead]) -> list[Bead]:
    """The beads with some lines paired anew; what was with these lines before is left alone."""
    ours = {line for bead in pairs for line in bead.source}
    theirs = {line for bead in pairs for line in bead.target}
    kept: list[Bead] = []
    for bead in beads:
        if not (ours.intersection(bead.source) or theirs.intersection(bead.target)):
            kept.append(bead)
            continue
        chance = 1 - bead.confidence if bead.is_pair else bead.confidence
        kept += [Bead(source=(line,), target=(), confidence=chance) for line in bead.source if line not in ours]
        kept += [Bead(source=(), target=(line,), confidence=chance) for line in bead.target if line not in theirs]
    return [*kept, *pairs]


def perhaps_moved(body: PairedLines, source: TextSide, target: TextSide) -> list[Passage]:
    """Lines without a counterpart on either side whose words say that they are each other's, too few of them to be a
    part that has moved: something to look at.
    """
    ours = [line for bead in body.beads if not bead.target for line in bead.source]
    theirs = [line for bead in body.beads if not bead.source for line in bead.target]
    if not (ours and theirs):
        return []
    rows, columns = _among(ours, len(source.lines)), _among(theirs, len(target.lines))
    told = content(source.cut(rows), target.cut(columns), body.lexicons)
    probable = chances(told[np.ix_(np.searchsorted(rows, ours), np.searchsorted(columns, theirs))])
    found: list[Passage] = []
    for row, column in zip(*(side.tolist() for side in np.nonzero(probable > _LIKELY)), strict=True):
        line, other = ours[row], theirs[column]
        if found and (found[-1].source[-1], found[-1].target[-1]) == (line - 1, other - 1):
            before = found.pop()
            found.append(Passage(source=(*before.source, line), target=(*before.target, other)))
        else:
            found.append(Passage(source=(line,), target=(other,)))
    return found


def _among(lines: Sequence[int], count: int) -> list[int]:
    """Lines and others spread over the whole text: what is rare shows only among others."""
    return sorted({*lines, *np.linspace(0, count - 1, min(_OTHERS, count)).astype(int).tolist()})


def one_sided(beads: Sequence[Bead]) -> list[Passage]:
    """The parts of either side that have no counterpart."""
    found: list[Passage] = []
    ours: list[int] = []
    theirs: list[int] = []
    for bead in (*beads, Bead(source=(-1,), target=(-1,), confidence=1.0)):
        if not bead.is_pair:
            ours.extend(bead.source)
            theirs.extend(bead.target)
            continue
        if len(ours) >= _LONG:
            found.append(Passage(source=tuple(ours)))
        if len(theirs) >= _LONG:
            found.append(Passage(target=tuple(theirs)))
        ours, theirs = [], []
    return found
