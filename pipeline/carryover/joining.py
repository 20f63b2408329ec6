"""Texts that were put together or cut: two sentences joined, one cut in two, sentences become a block and back
again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extraction import Unit
from pipeline.model import FOLD, Entry
from pipeline.placeholders import is_fold, names, renumbered
from pipeline.segmentation import sentence_ends

_NUMBERED = re.compile(r"\{([a-z]+)\d+\}")
_TOKEN = re.compile(r"\{(\w+)\}")
_HEAD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """An old entry whose text was cut up, and what the texts get that came of it."""

    whole: Entry
    entries: Mapping[str, Entry]


class _Pool:
    """Texts by how they begin, so that the next part of a longer text is found without looking at all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_head: dict[str, list[tuple[str, str]]] = {}
        for text in texts:
            key = _key(text)
            self.by_head.setdefault(key[:_HEAD], []).append((key, text))
        self.lengths = sorted({len(head) for head in self.by_head}, reverse=True)

    def parts(self, text: str) -> list[str]:
        """The texts that, one after another with a space between, are `text`; empty where there are none or just
        one.
        """
        rest = _key(text)
        found: list[str] = []
        while rest:
            keys = (pair for length in self.lengths for pair in self.by_head.get(rest[:length], ()))
            fitting = [
                pair for pair in keys if rest == pair[0] or (rest.startswith(pair[0]) and rest[len(pair[0])] == " ")
            ]
            if not fitting:
                return []
            key, part = max(fitting, key=lambda pair: len(pair[0]))
            if key == _key(text):
                return []
            found.append(part)
            rest = rest[len(key) + 1 :]
        return found


def _key(text: str) -> str:
    """A text with its placeholders unnumbered: numbers start anew in each segment."""
    return _NUMBERED.sub(r"{\1}", text)


def joined(units: Iterable[Unit], entries: Iterable[Entry]) -> Iterator[tuple[Unit, Entry, list[str]]]:
    """Those of `units` that are the texts of several entries, with their targets put together, and the parts' texts.

    The result is fuzzy where one of the parts is, or has no target.
    """
    by_text = {entry.source: entry for entry in entries}
    pool = _Pool(by_text)
    for unit in units:
        parts = [by_text[text] for text in pool.parts(unit.text)]
        if any(part.target for part in parts):
            yield unit, _put_together(unit, parts), [part.source for part in parts]


def _put_together(unit: Unit, parts: Sequence[Entry]) -> Entry:
    target = ""
    remarks: list[str] = []
    for part, renames in zip(parts, _renames(unit.text, [part.source for part in parts]), strict=True):
        words = renumbered(part.target, renames)
        if is_fold(part.target):
            target += "".join(f"{{{new}}}" for _, new in renames if f"{{{new}}}" not in target)
        elif words:
            target += (" " if target else "") + words
        remarks += [remark for remark in part.remarks if remark not in remarks]
    complete = all(part.target and not part.fuzzy for part in parts)
    previous = None if complete else " ".join(part.source for part in parts if part.target)
    return Entry(source=unit.text, target=target, fuzzy=not complete, previous=previous, remarks=tuple(remarks))


def _renames(whole: str, parts: Sequence[str]) -> list[list[tuple[str, str]]]:
    """For each part how its placeholders are called in the whole; they come in the same order in both."""
    in_whole = iter(names(whole))
    return [[(name, next(in_whole, name)) for name in names(part)] for part in parts]


def split(wholes: Iterable[Entry], units: Sequence[Unit], got: Mapping[str, Entry], lang: str) -> Iterator[Cut]:
    """The entries whose texts are now several units, with a translation for each unit.

    It is the whole's target cut into as many sentences, else all of it for the first unit and “folded” for the others;
    a guess in either case, and fuzzy. Units that have a translation keep it as long as, put together, it is the
    whole's.
    """
    pool = _Pool(unit.text for unit in units)
    for whole in wholes:
        parts = pool.parts(whole.source)
        if not parts or (all(part in got for part in parts) and _same(whole, [got[part] for part in parts])):
            continue
        yield Cut(whole=whole, entries=_cut_up(whole, parts, lang))


def _same(whole: Entry, parts: Sequence[Entry]) -> bool:
    renames = _renames(whole.source, [part.source for part in parts])
    targets = [renumbered(part.target, pairs) for part, pairs in zip(parts, renames, strict=True)]
    return " ".join(target for target in targets if not is_fold(target)) == whole.target


def _cut_up(whole: Entry, parts: Sequence[str], lang: str) -> dict[str, Entry]:
    targets = sentences(whole.target, lang)
    if len(targets) != len(parts):
        targets = [whole.target, *[FOLD] * (len(parts) - 1)]
    previous = whole.previous if whole.fuzzy else whole.source
    entries: dict[str, Entry] = {}
    for part, target, renames in zip(parts, targets, _renames(whole.source, parts), strict=True):
        back = {new: old for old, new in renames}
        words = _TOKEN.sub(lambda match: f"{{{back[match[1]]}}}" if match[1] in back else "", target)  # noqa: B023
        entries[part] = Entry(source=part, target=words.strip(), fuzzy=True, previous=previous, remarks=whole.remarks)
    return entries


def sentences(target: str, lang: str) -> list[str]:
    """A translation cut into sentences; a note's placeholder after a stop belongs to the sentence before it."""
    view = re.sub(r"\{(fn\d+)\}", r"[^\1]", target)
    ends = sentence_ends(view, lang)
    cut = [view[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]
    return [re.sub(r"\[\^(fn\d+)\]", r"{\1}", sentence) for sentence in cut]
