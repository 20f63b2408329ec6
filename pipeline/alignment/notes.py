"""Pair notes by their texts and the places of their markers, since translations reorder, renumber and mislabel them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment import evidence
from pipeline.alignment.band import Floats, Grid
from pipeline.alignment.beads import Bead, NotePair
from pipeline.alignment.lexicon import CodedLexicons
from pipeline.alignment.lexicon_evidence import LexiconEvidence
from pipeline.alignment.scoring import PairScorer, TextSide, match_features

_NO_COUNTERPART = 0.0
_LENGTH_WEIGHT = 0.5
_NO_PAIR = 1.0
_SAME_PLACE = 4.5
_OTHER_PLACE = -3.0


def pair_notes(
    source: TextSide,
    target: TextSide,
    body: Sequence[Bead],
    whole: tuple[TextSide, TextSide],
    lexicons: CodedLexicons = (),
) -> list[NotePair]:
    """Pair the notes of two paired texts; the sides hold lines of notes, the beads number those of the whole texts."""
    ours, theirs = (
        list(dict.fromkeys(line.label for line in side.lines if line.label is not None)) for side in (source, target)
    )
    if not (ours and theirs):
        return []
    texts = compare_texts(_merge_notes(source, ours), _merge_notes(target, theirs), lexicons)
    places = _score_places(body, whole, ours, theirs)
    total = texts + places
    probable = match_probabilities(total)
    by_text, by_place = _clear_choices(texts, theirs, 0.5), _clear_choices(places, theirs, 1.0)
    return [
        NotePair(
            source=ours[row],
            target=theirs[column],
            confidence=float(probable[row, column]),
            by_text=by_text[row],
            by_place=by_place[row],
        )
        for row, column in _assign(total, (total > _NO_COUNTERPART) | (places > 0))
    ]


def _merge_notes(side: TextSide, wanted: Sequence[str]) -> TextSide:
    """Return each note as one line."""
    if len(wanted) == len(side.lines):
        return side
    return side.merge([[number for number, line in enumerate(side.lines) if line.label == label] for label in wanted])


def compare_texts(source: TextSide, target: TextSide, lexicons: CodedLexicons) -> Floats:
    """Score each pair of lines in any order, such as notes, by their texts, in nats."""
    grid = Grid.full(len(source.lines), len(target.lines))
    scores = match_features(source, target).evidence(grid, (1, 1)) + _score_lengths(source, target, grid)
    for lexicon, weight in lexicons:
        scores += weight * LexiconEvidence(source.codes, target.codes, lexicon.forward).forward(grid, 1)[0]
        scores += weight * LexiconEvidence(target.codes, source.codes, lexicon.backward).backward(grid, 1)[0]
    table: Floats = scores[:, : grid.target]
    return table


def compare_scored(scorer: PairScorer, lexicons: CodedLexicons) -> Floats:
    """Score each pair of lines as `compare_texts` does, for texts that are scored already on a full grid."""
    scores = scorer.feature_scores[1, 1] + _score_lengths(scorer.source, scorer.target, scorer.grid)
    for lexicon, weight in lexicons:
        scores += weight * scorer.score_lexicon(lexicon)[1, 1]
    table: Floats = scores[:, : scorer.grid.target]
    return table


def _score_lengths(source: TextSide, target: TextSide, grid: Grid) -> Floats:
    ratio = evidence.length_ratio(source.letters, target.letters)
    return _LENGTH_WEIGHT * evidence.length_evidence(source.letters, target.letters, grid, (1, 1), ratio)


def _score_places(
    body: Sequence[Bead], sides: tuple[TextSide, TextSide], ours: Sequence[str], theirs: Sequence[str]
) -> Floats:
    """Score each pair of notes by the places of their markers."""
    table = np.zeros((len(ours), len(theirs)))
    rows = {label: number for number, label in enumerate(ours)}
    columns = {label: number for number, label in enumerate(theirs)}
    for bead in body:
        here = _marker_numbers(sides[0], bead.source, rows)
        there = _marker_numbers(sides[1], bead.target, columns)
        for row in here:
            table[row] += _OTHER_PLACE * bead.confidence / 2
        for column in there:
            table[:, column] += _OTHER_PLACE * bead.confidence / 2
        for place, row in enumerate(here):
            for other, column in enumerate(there):
                beside = place == other or len(here) != len(there)
                table[row, column] += (_SAME_PLACE - _OTHER_PLACE if beside else -_OTHER_PLACE) * bead.confidence
    return table


def _marker_numbers(side: TextSide, lines: Sequence[int], known: Mapping[str, int]) -> list[int]:
    return [known[label] for line in lines for label in side.lines[line].markers if label in known]


def _clear_choices(table: Floats, names: Sequence[str], lead: float) -> list[str | None]:
    """Return for each row the column that leads all others by `lead`, or None."""
    chosen: list[str | None] = []
    for row in table:
        order = np.argsort(row)[::-1]
        second = row[order[1]] if len(order) > 1 else _NO_COUNTERPART
        clear = row[order[0]] > max(second, _NO_COUNTERPART) + lead
        chosen.append(names[int(order[0])] if clear else None)
    return chosen


def match_probabilities(total: Floats) -> Floats:
    """Return the probability of each pair among all that either note could be in."""
    likely = np.exp(np.clip(total, -30, 30))
    alone = np.exp(_NO_PAIR)
    probable: Floats = likely / (likely.sum(axis=0)[None, :] + likely.sum(axis=1)[:, None] - likely + alone)
    return probable


def _assign(total: Floats, possible: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Choose the likeliest pairs first, each note once, among those that text or place speaks for."""
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
