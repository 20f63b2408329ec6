"""Split the translation of a text that was split: a sentence in two, or a block into its sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import find_names, fold_target, is_fold, remove_placeholders, renumber_placeholders
from pipeline.catalog.origin import origin_comments
from pipeline.catalog.update.contexts import choose_by_context
from pipeline.catalog.update.join import PartFinder, join_entries, placeholder_renames
from pipeline.catalog.update.placeholders import repair_target
from pipeline.frozen import dataclass
from pipeline.languages.letters import join_sentences
from pipeline.model import FOLD, Entry
from pipeline.segmentation import find_sentence_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEntry:
    """An old entry whose text was split, and the entries for the new texts, by key."""

    whole: Entry
    entries: Mapping[str, Entry]


def split_entries(
    wholes: Iterable[Entry], units: Sequence[TextUnit], got: Mapping[str, Entry], lang: str
) -> Iterator[SplitEntry]:
    """Yield the entries whose texts are now several units, with an entry for each unit.

    A unit that has a translation keeps it if it stands in its place in the whole's target. The rest of that target is
    split into sentences for the other units, or goes to the first of them, and the others are “folded” into it: a guess
    in either case, and fuzzy.
    """
    by_text: dict[str, list[TextUnit]] = {}
    for unit in units:
        by_text.setdefault(unit.text, []).append(unit)
    pool = PartFinder(by_text)
    for whole in wholes:
        parts = [choose_by_context(by_text[text], whole.context) for text in pool.parts(whole.source)]
        if parts:
            yield SplitEntry(whole=whole, entries=_split_entry(whole, parts, got, lang))


def _split_entry(whole: Entry, units: Sequence[TextUnit], got: Mapping[str, Entry], lang: str) -> dict[str, Entry]:
    parts, keys = [unit.text for unit in units], [unit.key for unit in units]
    known = [got.get(key) for key in keys]
    if all(known) and join_entries(whole.source, [entry for entry in known if entry]).target == whole.target:
        return {key: entry for key, entry in zip(keys, known, strict=True) if entry}
    renames = placeholder_renames(whole.source, parts)
    target = repair_target(whole.target, whole)
    pieces = _divide_among_parts(target, _locate_known(target, known, renames), parts, renames, lang)
    entries: dict[str, Entry] = {}
    for part, key, piece, entry, table in zip(parts, keys, pieces, known, renames, strict=True):
        back = {new: old for old, new in table.items()}
        words = fold_target(part) if piece == FOLD else _rename_for_part(piece, back)
        if entry is not None and entry.target and _is_same(words, repair_target(entry.target, entry)):
            entries.setdefault(key, entry)
            continue
        if piece == FOLD and whole.fuzzy:
            continue  # a fuzzy whole may have lacked the translation of just this part
        guess = Entry(
            source=part,
            target=words,
            fuzzy=True,
            comments=origin_comments(whole),
            remarks=whole.remarks,
            flags=whole.flags,
        )
        all_of_it = piece.strip() == target.strip()
        entries.setdefault(key, replace(guess, previous=_translated_source(whole) if all_of_it else None))
    return entries


def _is_same(words: str, target: str) -> bool:
    return words == target or (is_fold(words) and is_fold(target))


def _translated_source(whole: Entry) -> str | None:
    return whole.previous if whole.fuzzy else whole.source


def _rename_for_part(piece: str, back: Mapping[str, str]) -> str:
    """Name the placeholders of a piece as in its part, and remove those that belong to another part."""
    gone = [name for name in find_names(piece) if name not in back]
    for name in gone:
        piece = piece.replace(f"{{{name}}}", "")
    return renumber_placeholders(piece, list(back.items())).strip()


def _locate_known(
    target: str, known: Sequence[Entry | None], renames: Sequence[Mapping[str, str]]
) -> list[tuple[int, int] | None]:
    """Locate in the whole's target the translations that parts already have, if they come in order."""
    found: list[tuple[int, int] | None] = []
    at = 0
    for entry, table in zip(known, renames, strict=True):
        words = ""
        if entry is not None and entry.target and not entry.fuzzy and not is_fold(entry.target):
            words = renumber_placeholders(repair_target(entry.target, entry), list(table.items()))
        start = target.find(words, at) if words else -1
        if start < 0 or not _stands_alone(target, start, start + len(words)):
            found.append(None)
            continue
        at = start + len(words)
        found.append((start, at))
    return found


def _stands_alone(target: str, start: int, end: int) -> bool:
    return not (target[:start][-1:].isalnum() or (target[end - 1].isalnum() and target[end : end + 1].isalnum()))


def _divide_among_parts(
    target: str,
    found: list[tuple[int, int] | None],
    parts: Sequence[str],
    renames: Sequence[Mapping[str, str]],
    lang: str,
) -> list[str]:
    """Divide the target among the parts: the pieces that were located, and the rest between them; nothing is lost."""
    pieces: list[str] = []
    at = 0
    for is_found, group in groupby(enumerate(found), key=lambda pair: pair[1] is not None):
        run = list(group)
        if is_found:
            for _, place in run:
                start, end = place or (0, 0)
                rest = target[at:start].strip()
                if _has_words(rest) and pieces:
                    pieces[-1] = f"{pieces[-1]} {rest}"
                pieces.append(f"{rest} {target[start:end]}" if _has_words(rest) and not pieces else target[start:end])
                at = end
            continue
        following = run[-1][0] + 1
        place = found[following] if following < len(found) else None
        stop = place[0] if place else len(target)
        texts = [renumber_placeholders(parts[index], list(renames[index].items())) for index, _ in run]
        pieces += divide_target(target[at:stop].strip(), texts, lang)
        at = stop
    rest = target[at:].strip()
    if _has_words(rest):
        pieces[-1] = f"{pieces[-1]} {rest}"
    return pieces


def _has_words(text: str) -> bool:
    return bool(remove_placeholders(text).strip())


def divide_target(target: str, texts: Sequence[str], lang: str) -> list[str]:
    """Divide a target among `texts`, which are, one after another, the text that it translates.

    Its sentences are assigned in order: one each, or as their lengths and placeholders suggest. Where there are fewer
    sentences than texts, some texts are folded into the one before.
    """
    cut = split_sentences(target, lang) if _has_words(target) else []
    if not cut:
        return [FOLD] * len(texts)
    if len(cut) >= len(texts):
        runs = _assign_runs(texts, cut)
        return [join_sentences(cut[start:end]) for start, end in runs]
    pieces: list[str] = []
    for sentence, (start, end) in zip(cut, _assign_runs(cut, texts), strict=True):
        pieces += [sentence, *[FOLD] * (end - start - 1)]
    return pieces


def _assign_runs(few: Sequence[str], many: Sequence[str]) -> list[tuple[int, int]]:
    """Assign to each of `few` a run of `many`, at least one, by its share of the whole length and its placeholders.

    Returns the first place of each run and the place after its last.
    """
    if len(few) == len(many):
        return [(index, index + 1) for index in range(len(many))]
    spare = len(many) - len(few)
    ends = list(accumulate(map(len, many), initial=0))
    total = sum(map(len, few))
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number, text in enumerate(few):
        strangers = list(accumulate((len({*find_names(item)} - {*find_names(text)}) for item in many), initial=0))
        last = number + 1 == len(few)
        row: dict[int, tuple[float, int]] = {}
        for start, (before, _) in best[-1].items():
            for end in (len(many),) if last else range(start + 1, number + 2 + spare):
                share = abs((ends[end] - ends[start]) / ends[-1] - len(text) / total)
                cost = before + share + strangers[end] - strangers[start]
                if end not in row or cost < row[end][0]:
                    row[end] = (cost, start)
        best.append(row)
    runs: list[tuple[int, int]] = []
    end = len(many)
    for row in reversed(best[1:]):
        start = row[end][1]
        runs.append((start, end))
        end = start
    return runs[::-1]


def split_sentences(target: str, lang: str) -> list[str]:
    """Split a translation into sentences; a note's placeholder after a full stop belongs to the sentence before it."""
    view = re.sub(r"\{(fn\d+)\}", r"[^\1]", target)
    ends = find_sentence_ends(view, lang)
    cut = [view[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]
    return [re.sub(r"\[\^(fn\d+)\]", r"{\1}", sentence) for sentence in cut]
