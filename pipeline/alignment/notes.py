"""Which note translates which: notes are often reordered, renumbered or mislabelled, so that neither their order nor
their labels pair them, but what they say and where they are referred to.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment import evidence
from pipeline.alignment.band import Floats, Grid
from pipeline.alignment.lexicon import Dictionary
from pipeline.alignment.lines import Bead, Lexicon, NotePair, TextLine
from pipeline.alignment.scoring import Clueing, TextSide

_NO_COUNTERPART = 0.0
_CONTENT_OF_LENGTHS = 0.5
_AGREED = 1.0
_PLACED = 4.5
_MISPLACED = -3.0


def labels(lines: Sequence[TextLine]) -> list[str]:
    """The labels of the notes, in the order of their texts."""
    return list(dict.fromkeys(line.label for line in lines if line.label is not None))


def pair_notes(
    source: TextSide,
    target: TextSide,
    body: Sequence[Bead],
    whole: tuple[TextSide, TextSide],
    lexicons: tuple[tuple[Lexicon, float], ...] = (),
) -> list[NotePair]:
    """Pair the notes of two texts whose bodies are paired. Each side holds the lines of its notes; the beads number the
    lines of the whole texts.
    """
    ours, theirs = labels(source.lines), labels(target.lines)
    if not (ours and theirs):
        return []
    texts = content(_whole(source, ours), _whole(target, theirs), lexicons)
    places = _places(body, whole, ours, theirs)
    total = texts + places
    probable = chances(total)
    by_text, by_place = _choices(texts, theirs, 0.5), _choices(places, theirs, 1.0)
    pairs = []
    for row, column in _assigned(total, (total > _NO_COUNTERPART) | (places > 0)):
        chance = float(probable[row, column])
        pairs.append(
            NotePair(
                source=ours[row],
                target=theirs[column],
                confidence=chance,
                by_text=by_text[row],
                by_place=by_place[row],
            )
        )
    return pairs


def _whole(side: TextSide, wanted: Sequence[str]) -> TextSide:
    """Each note as one line."""
    merged = []
    for label in wanted:
        parts = [line for line in side.lines if line.label == label]
        merged.append(
            TextLine(
                text=" ".join(line.text for line in parts),
                kind=parts[0].kind,
                links=tuple(link for line in parts for link in line.links),
                label=label,
            )
        )
    return TextSide(lines=merged, lang=side.lang)


def content(source: TextSide, target: TextSide, lexicons: tuple[tuple[Lexicon, float], ...]) -> Floats:
    """What the texts of lines in any order, such as notes, say for each pair of them, in nats."""
    grid = Grid.full(len(source.lines), len(target.lines))
    measure = evidence.ratio(source.letters, target.letters)
    told = Clueing(source, target).evidence(grid, (1, 1))
    told += _CONTENT_OF_LENGTHS * evidence.length_evidence(source.letters, target.letters, grid, (1, 1), measure)
    for lexicon, weight in lexicons:
        told += weight * Dictionary(source.stems, target.stems, lexicon.forward).forward(grid, 1)
        told += weight * Dictionary(target.stems, source.stems, lexicon.backward).backward(grid, 1)
    table: Floats = told[:, : grid.target]
    return table


def _places(
    body: Sequence[Bead], sides: tuple[TextSide, TextSide], ours: Sequence[str], theirs: Sequence[str]
) -> Floats:
    """What the places of their markers say for each pair of notes."""
    table = np.zeros((len(ours), len(theirs)))
    rows = {label: number for number, label in enumerate(ours)}
    columns = {label: number for number, label in enumerate(theirs)}
    for bead in body:
        here = _markers(sides[0], bead.source, rows)
        there = _markers(sides[1], bead.target, columns)
        for row in here:
            table[row] += _MISPLACED * bead.confidence / 2
        for column in there:
            table[:, column] += _MISPLACED * bead.confidence / 2
        for place, row in enumerate(here):
            for other, column in enumerate(there):
                beside = place == other if len(here) == len(there) else True
                table[row, column] += (_PLACED - _MISPLACED if beside else -_MISPLACED) * bead.confidence
    return table


def _markers(side: TextSide, lines: Sequence[int], known: Mapping[str, int]) -> list[int]:
    return [known[label] for line in lines for label in side.lines[line].markers if label in known]


def _choices(table: Floats, names: Sequence[str], lead: float) -> list[str | None]:
    """For each row the column that is ahead of all others, or nothing where none is."""
    chosen: list[str | None] = []
    for row in table:
        order = np.argsort(row)[::-1]
        second = row[order[1]] if len(order) > 1 else _NO_COUNTERPART
        clear = row[order[0]] > max(second, _NO_COUNTERPART) + lead
        chosen.append(names[int(order[0])] if clear else None)
    return chosen


def chances(total: Floats) -> Floats:
    """How probable each pair is among all that either note could be in."""
    likely = np.exp(np.clip(total, -30, 30))
    alone = np.exp(_AGREED)
    probable: Floats = likely / (likely.sum(axis=0)[None, :] + likely.sum(axis=1)[:, None] - likely + alone)
    return probable


def _assigned(total: Floats, possible: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The likeliest pairs first, each note once; of those that text or place speaks for."""
    taken_rows: set[int] = set()
    taken_columns: set[int] = set()
    pairs = []
    for flat in np.argsort(-total, axis=None, kind="stable").tolist():
        row, column = divmod(int(flat), total.shape[1])
        if possible[row, column] and row not in taken_rows and column not in taken_columns:
            taken_rows.add(row)
            taken_columns.add(column)
            pairs.append((row, column))
    return sorted(pairs)
