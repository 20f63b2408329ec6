"""Find passages that were translated elsewhere in the text, and passages that one side lacks."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.alignment.band import MAX_LINES, Floats
from pipeline.alignment.beads import Bead, Passage, make_unsure
from pipeline.alignment.em import PairedLines, pair_in_order
from pipeline.alignment.lines import TextLine
from pipeline.alignment.notes import compare_scored, compare_texts, match_probabilities
from pipeline.alignment.scoring import TextSide

_LONG_LINES = 3  # lines in a row from which a passage is missing or has moved; fewer are a translator's choice
_LIKELY = 0.5
_SUPPORTED = 0.5  # least score of the words of a pair that is in its place beyond question, in nats
_CONTRADICTED = -1.5  # nats of the words below which a pair is not sure, regardless of its form: one in six was wrong
_FIRM_NEIGHBOURS = 1.5  # nats of both neighbours' words from which it is sure all the same: it has no other place
_FEW_LINES = 2
_RELATED_LONG = 0.4  # least score of the words of a passage that has moved, in nats for each line
_RELATED_FEW = 1.5  # the same for passages of so few lines
_RELATED_INSTEAD = 1.1  # the same for passages with a pair in their place: those that had moved had more, others less
_OTHER_LINES = 80
_MOST_PARTS = 12
_ROUNDS = 3  # rounds of the search: a passage that moved may hide another one
_TRIED_PARTS = 2  # number of passages that each one is tried with: those with the most words in common


def pair_moved_passages(
    body: PairedLines, source: TextSide, target: TextSide, again: Callable[[TextSide], PairedLines]
) -> tuple[PairedLines, list[Passage]]:
    """Pair passages without a counterpart in their place with those elsewhere; return the body, and these passages. The
    target is put into the source's order and paired `again`, so that the lines around have their neighbours back. If
    the words do not score higher then, the passages are paired by themselves, and are never sure.
    """
    order = list(range(len(target.lines)))
    elsewhere: set[int] = set()
    for round_number in range(_ROUNDS + 1):
        side = target.take(order)
        found, moved = _pair_elsewhere(body, source, side, _MOST_PARTS if round_number < _ROUNDS else 0)
        reordered, lines = reorder_target(found.beads, moved, side.lines)
        second = again(side.take(reordered)) if moved else body
        if second.kinship <= body.kinship:
            break
        elsewhere.update(order[line] for line in lines)
        order, body = [order[line] for line in reordered], second
    elsewhere.update(order[line] for passage in moved for line in passage.target)
    beads = tuple(_restore_order(bead, order) for bead in found.beads)
    return replace(found, beads=beads), list(_moved_passages(beads, elsewhere))


def reorder_target(
    beads: Sequence[Bead], moved: Sequence[Passage], lines: Sequence[TextLine]
) -> tuple[list[int], set[int]]:
    """Return the target's lines in the order of the source, and those moved for that: passages, with the rest of their
    paragraphs as far as it is not paired in its place.
    """
    elsewhere = {line for passage in moved for line in range(min(passage.target), max(passage.target) + 1)}
    placed = {line: bead.source[0] for bead in beads if bead.is_pair for line in bead.target if line not in elsewhere}
    order = [line for line in range(len(lines)) if line not in elsewhere]
    moved_lines: set[int] = set()
    for passage in sorted(moved, key=lambda passage: passage.source):
        part = list(range(min(passage.target), max(passage.target) + 1))
        for step in (-1, 1):
            edge = part[0 if step < 0 else -1]
            while edge + step in order and edge + step not in placed and _is_same_block(edge + step, edge, lines):
                edge += step
                order.remove(edge)
                part.insert(0 if step < 0 else len(part), edge)
        before = [line for line in order if placed.get(line, len(beads) * MAX_LINES) < passage.source[0]]
        at = order.index(before[-1]) + 1 if before else 0
        while 0 < at < len(order) and order[at] not in placed and _is_same_block(order[at], order[at - 1], lines):
            at += 1
        order[at:at] = part
        placed.update(dict.fromkeys(part, passage.source[0]))
        moved_lines.update(part)
    return order, moved_lines


def _is_same_block(line: int, other: int, lines: Sequence[TextLine]) -> bool:
    return lines[line].block >= 0 and lines[line].block == lines[other].block


def _restore_order(bead: Bead, order: Sequence[int]) -> Bead:
    """Return a bead with the numbers of the target's own order; it is unsure if these are no neighbours."""
    lines = tuple(sorted(order[line] for line in bead.target))
    is_apart = bool(lines) and lines[-1] - lines[0] >= len(lines)
    return replace(bead, target=lines, confidence=make_unsure(bead.confidence) if is_apart else bead.confidence)


def _moved_passages(beads: Sequence[Bead], elsewhere: set[int]) -> Iterator[Passage]:
    """Yield the pairs with moved lines of the target as passages, neighbours together."""
    pairs = sorted(
        (bead.source, bead.target) for bead in beads if bead.is_pair and not elsewhere.isdisjoint(bead.target)
    )
    run: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for ours, theirs in [*pairs, ((), ())]:
        if run and not (
            ours and 0 <= ours[0] - run[-1][0][-1] <= _LONG_LINES and 0 <= theirs[0] - run[-1][1][-1] <= _LONG_LINES
        ):
            source, target = ([line for pair in run for line in pair[side]] for side in (0, 1))
            yield Passage(source=tuple(source), target=tuple(target))
            run = []
        run.append((ours, theirs))


def _pair_elsewhere(
    body: PairedLines, source: TextSide, target: TextSide, most: int
) -> tuple[PairedLines, list[Passage]]:
    """Pair at most `most` passages with those elsewhere that they belong to; return the body, and these passages. A
    passage may have a counterpart in its place that only its form speaks for: where two paragraphs changed places, each
    may be as long as the other.
    """
    ours, theirs = _uncertain_parts(body)
    beads = list(body.beads)
    moved = []
    for part in sorted(ours, key=len, reverse=True)[:most]:
        paired = {line for bead in beads if not set(part).isdisjoint(bead.source) for line in bead.target}
        others = [other for other in theirs if paired.isdisjoint(other)]
        in_common = _common_words(part, others, (source, target), body)
        for number in sorted(range(len(others)), key=lambda number: -in_common[number])[:_TRIED_PARTS]:
            other = others[number]
            pairs = _pair_parts(part, other, body, (source.take(part), target.take(other)))
            if not pairs:
                continue
            beads = _replace_beads(beads, pairs)
            source_lines, target_lines = zip(*((bead.source, bead.target) for bead in pairs), strict=True)
            moved.append(Passage(source=sum(source_lines, ()), target=sum(target_lines, ())))
            theirs.remove(other)
            break
    return replace(body, beads=doubt_contradicted(beads, body)), moved


def doubt_contradicted(beads: Sequence[Bead], body: PairedLines) -> tuple[Bead, ...]:
    """Return the beads; those of the body that their words speak against, and the loose ones, are unsure."""
    against = {*_contradicted(body), *(bead for bead in body.beads if bead.is_pair and body.is_loose(bead))}
    return tuple(replace(bead, confidence=make_unsure(bead.confidence)) if bead in against else bead for bead in beads)


def _contradicted(body: PairedLines) -> Iterator[Bead]:
    """Yield the pairs whose form speaks for them and whose words speak against them."""
    for place, bead in enumerate(body.beads):
        if bead.is_pair and body.word_support(bead) < _CONTRADICTED:
            around = [*body.beads[max(place - 1, 0) : place], *body.beads[place + 1 : place + 2]]
            if not all(other.is_pair and body.word_support(other) >= _FIRM_NEIGHBOURS for other in around):
                yield bead


def _common_words(
    part: Sequence[int], others: Sequence[Sequence[int]], sides: tuple[TextSide, TextSide], body: PairedLines
) -> list[float]:
    """Score the words that a part has in common with each of others, by the lexicons; numbers are among them."""
    ours = {stem for line in part for stem in sides[0].stems[line]}
    codes = np.unique(np.concatenate([sides[0].codes[line] for line in part]))
    known = [(lexicon.forward.width, *lexicon.forward.find(codes)) for lexicon, _ in body.lexicons]
    scores = []
    for other in others:
        theirs = {stem for line in other for stem in sides[1].stems[line]}
        common = 0.0
        for width, rows, made, chances in known:
            is_there = np.zeros(width, dtype=bool)
            is_there[np.concatenate([sides[1].codes[line] for line in other])] = True
            best = np.zeros(len(codes))
            np.maximum.at(best, rows, np.where(is_there[made], chances, 0.0))
            common += float(best.sum())
        scores.append((len(ours & theirs) + common) / math.sqrt(max(len(theirs), 1)))
    return scores


def _pair_parts(
    part: Sequence[int], other: Sequence[int], body: PairedLines, sides: tuple[TextSide, TextSide]
) -> list[Bead]:
    """Pair two parts that stand at different places; no pairs if they do not belong together."""
    found = pair_in_order(*sides, body.lexicons)
    likely = [bead for bead in found.beads if bead.is_pair and bead.confidence >= _LIKELY]
    while likely and found.word_support(likely[0]) < _SUPPORTED:  # at its edges a part may have lines that stayed
        del likely[0]
    while likely and found.word_support(likely[-1]) < _SUPPORTED:
        del likely[-1]
    lines = sum(len(bead.source) for bead in likely)
    in_place = any(
        bead.is_pair and bead.confidence >= _LIKELY and set(part).intersection(bead.source) for bead in body.beads
    )
    least = _RELATED_FEW if lines < _LONG_LINES else _RELATED_INSTEAD if in_place else _RELATED_LONG
    if lines < _FEW_LINES or found.kinship / lines < least or 2 * lines < min(len(part), len(other)):
        return []
    return [replace(bead.renumber(part, other), confidence=make_unsure(bead.confidence)) for bead in likely]


def _uncertain_parts(body: PairedLines) -> tuple[list[list[int]], list[list[int]]]:
    """Return the lines of each side between pairs that are in their places beyond question, if they are several."""
    parts: tuple[list[list[int]], list[list[int]]] = ([[]], [[]])
    for bead in body.beads:
        if bead.is_pair and bead.confidence >= _LIKELY and body.word_support(bead) >= _SUPPORTED:
            parts[0].append([])
            parts[1].append([])
        else:
            parts[0][-1].extend(bead.source)
            parts[1][-1].extend(bead.target)
    ours, theirs = ([part for part in side if len(part) >= _FEW_LINES] for side in parts)
    return ours, theirs


def _replace_beads(beads: Sequence[Bead], pairs: Sequence[Bead]) -> list[Bead]:
    """Return the beads with some lines paired anew; former counterparts of these lines have none then."""
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


def find_perhaps_moved(body: PairedLines, source: TextSide, target: TextSide) -> list[Passage]:
    """Find lines for a person to look at: their words match, but they are too few for a moved passage."""
    ours = [line for bead in body.beads if not bead.target for line in bead.source]
    theirs = [line for bead in body.beads if not bead.source for line in bead.target]
    if not (ours and theirs):
        return []
    probable = match_probabilities(_compare_lines(body, (source, ours), (target, theirs)))
    found: list[Passage] = []
    for row, column in zip(*(side.tolist() for side in np.nonzero(probable > _LIKELY)), strict=True):
        line, other = ours[row], theirs[column]
        if found and (found[-1].source[-1], found[-1].target[-1]) == (line - 1, other - 1):
            before = found.pop()
            found.append(Passage(source=(*before.source, line), target=(*before.target, other)))
        else:
            found.append(Passage(source=(line,), target=(other,)))
    return found


def _compare_lines(
    body: PairedLines, source: tuple[TextSide, Sequence[int]], target: tuple[TextSide, Sequence[int]]
) -> Floats:
    """Score each pair of some lines of both sides, which stand among all lines, or among others."""
    (our_side, ours), (their_side, theirs) = source, target
    if body.scorer and body.scorer.target is their_side and body.scorer.grid.is_full:
        return compare_scored(body.scorer, body.lexicons)[np.ix_(ours, theirs)]
    rows, columns = _with_others(ours, len(our_side.lines)), _with_others(theirs, len(their_side.lines))
    scores = compare_texts(our_side.take(rows), their_side.take(columns), body.lexicons)
    return scores[np.ix_(np.searchsorted(rows, ours), np.searchsorted(columns, theirs))]


def _with_others(lines: Sequence[int], count: int) -> list[int]:
    """Return lines, and others spread over the whole text: rare words show only among others."""
    return sorted({*lines, *np.linspace(0, count - 1, min(_OTHER_LINES, count)).astype(int).tolist()})


def find_unpaired_passages(beads: Sequence[Bead]) -> list[Passage]:
    """Find the passages of either side without a counterpart."""
    found: list[Passage] = []
    ours: list[int] = []
    theirs: list[int] = []
    for bead in (*beads, Bead(source=(-1,), target=(-1,), confidence=1.0)):
        if not bead.is_pair:
            ours.extend(bead.source)
            theirs.extend(bead.target)
            continue
        found += [Passage(source=tuple(ours))] if len(ours) >= _LONG_LINES else []
        found += [Passage(target=tuple(theirs))] if len(theirs) >= _LONG_LINES else []
        ours, theirs = [], []
    return found
