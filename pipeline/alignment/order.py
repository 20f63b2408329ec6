"""What the order of two texts tells: blocks that were translated elsewhere, and parts that one side lacks."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.alignment.calibration import doubted
from pipeline.alignment.kinship import RELATED
from pipeline.alignment.rounds import Paired, pair
from pipeline.alignment.values import Bead, Stretch
from pipeline.alignment.weighing import Side

_LONG = 3
"""So many lines in a row are a part that is missing or has moved; fewer are a translator's choice."""

_LIKELY = 0.5
_MOST_PARTS = 12


def found_elsewhere(body: Paired, source: Side, target: Side) -> tuple[Paired, list[Stretch]]:
    """The body with those parts paired that have no counterpart in their place but one in another, and these parts."""
    ours, theirs = _parts(body.beads)
    beads = list(body.beads)
    moved = []
    for part in sorted(ours, key=len, reverse=True)[:_MOST_PARTS]:
        for other in sorted(theirs, key=len, reverse=True)[:_MOST_PARTS]:
            sides = _cut(source, part), _cut(target, other)
            found = pair(*sides, body.lexicons)
            likely = [bead for bead in found.beads if bead.is_pair and bead.confidence >= _LIKELY]
            lines = sum(len(bead.source) for bead in likely)
            if lines < _LONG or found.kinship / lines < RELATED or 2 * lines < min(len(part), len(other)):
                continue
            pairs = [
                Bead(
                    source=tuple(part[line] for line in bead.source),
                    target=tuple(other[line] for line in bead.target),
                    confidence=doubted(bead.confidence),
                )
                for bead in likely
            ]
            beads = _replaced(beads, pairs)
            moved.append(
                Stretch(
                    source=tuple(line for bead in pairs for line in bead.source),
                    target=tuple(line for bead in pairs for line in bead.target),
                )
            )
            theirs.remove(other)
            break
    return replace(body, beads=tuple(beads)), moved


def _cut(side: Side, lines: Sequence[int]) -> Side:
    return Side(lines=[side.lines[line] for line in lines], lang=side.lang)


def _parts(beads: Sequence[Bead]) -> tuple[list[list[int]], list[list[int]]]:
    """The lines of each side between two likely pairs, where they are many."""
    parts: tuple[list[list[int]], list[list[int]]] = ([[]], [[]])
    for bead in beads:
        if bead.is_pair and bead.confidence >= _LIKELY:
            parts[0].append([])
            parts[1].append([])
        else:
            parts[0][-1].extend(bead.source)
            parts[1][-1].extend(bead.target)
    return [part for part in parts[0] if len(part) >= _LONG], [part for part in parts[1] if len(part) >= _LONG]


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
