"""What the order of two texts tells: blocks that were translated elsewhere, and parts that one side lacks."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.alignment.calibration import doubted
from pipeline.alignment.notes import chances, content
from pipeline.alignment.rounds import Paired, pair
from pipeline.alignment.values import Bead, Stretch
from pipeline.alignment.weighing import Side

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
_TRIED = 2
"""Each part is tried with so many of the others that have the most words in common with it."""


def found_elsewhere(body: Paired, source: Side, target: Side) -> tuple[Paired, list[Stretch]]:
    """The body with those parts paired that have no counterpart in their place but one in another, and these parts.

    A part may have one in its place that only its form speaks for: where two paragraphs changed places, each of them
    is as long as what stands there now.
    """
    ours, theirs = _parts(body)
    beads = list(body.beads)
    moved = []
    for part in sorted(ours, key=len, reverse=True)[:_MOST_PARTS]:
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
                Stretch(
                    source=tuple(line for bead in pairs for line in bead.source),
                    target=tuple(line for bead in pairs for line in bead.target),
                )
            )
            theirs.remove(other)
            break
    against = set(_against(body))
    found = (replace(bead, confidence=doubted(bead.confidence)) if bead in against else bead for bead in beads)
    return replace(body, beads=tuple(found)), moved


def _against(body: Paired) -> Iterator[Bead]:
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
    part: Sequence[int], others: Sequence[Sequence[int]], sides: tuple[Side, Side], body: Paired
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


def _elsewhere(part: Sequence[int], other: Sequence[int], body: Paired, sides: tuple[Side, Side]) -> list[Bead]:
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


def _parts(body: Paired) -> tuple[list[list[int]], list[list[int]]]:
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


def perhaps_moved(body: Paired, source: Side, target: Side) -> list[Stretch]:
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
    found: list[Stretch] = []
    for row, column in zip(*(side.tolist() for side in np.nonzero(probable > _LIKELY)), strict=True):
        line, other = ours[row], theirs[column]
        if found and (found[-1].source[-1], found[-1].target[-1]) == (line - 1, other - 1):
            before = found.pop()
            found.append(Stretch(source=(*before.source, line), target=(*before.target, other)))
        else:
            found.append(Stretch(source=(line,), target=(other,)))
    return found


def _among(lines: Sequence[int], count: int) -> list[int]:
    """Lines and others spread over the whole text: what is rare shows only among others."""
    return sorted({*lines, *np.linspace(0, count - 1, min(_OTHERS, count)).astype(int).tolist()})


def one_sided(beads: Sequence[Bead]) -> list[Stretch]:
    """The parts of either side that have no counterpart."""
    found: list[Stretch] = []
    ours: list[int] = []
    theirs: list[int] = []
    for bead in (*beads, Bead(source=(-1,), target=(-1,), confidence=1.0)):
        if not bead.is_pair:
            ours.extend(bead.source)
            theirs.extend(bead.target)
            continue
        if len(ours) >= _LONG:
            found.append(Stretch(source=tuple(ours)))
        if len(theirs) >= _LONG:
            found.append(Stretch(target=tuple(theirs)))
        ours, theirs = [], []
    return found
