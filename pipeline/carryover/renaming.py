"""Placeholders in a translation follow what they stand for: `{fn1}` is another note once one is inserted before it."""

import re
from collections.abc import Sequence

from pipeline.extraction import Unit
from pipeline.model import Entry, Mark
from pipeline.placeholders import names, renumbered

_SHOWN = re.compile(r"\{(\w+)\}(?:: (.*))?")


def retargeted(entry: Entry, unit: Unit) -> str:
    """The entry's target with its placeholders named as in the unit.

    They are paired by what the comments say they stand for; where that changed, by their order if there are as many as
    before. A placeholder whose counterpart nobody knows is taken out rather than left to mean something else.
    """
    old = [(name, shown) for name, shown in _shown(entry.comments) if name in names(entry.source)]
    for name in names(entry.source):
        if name not in dict(old):
            old.append((name, ""))
    new = [(placeholder.name, placeholder.shown) for placeholder in unit.segment.placeholders]
    renames: dict[str, str] = {}
    for mark in Mark:
        renames |= _paired([pair for pair in old if _is(mark, pair[0])], [pair for pair in new if _is(mark, pair[0])])
    gone = [name for name, _ in old if name not in renames]
    return _without(renumbered(entry.target, [(name, f"{name}-") for name in gone] + list(renames.items())))


def _shown(comments: Sequence[str]) -> list[tuple[str, str]]:
    found = [match for match in map(_SHOWN.fullmatch, comments) if match]
    return list({match[1]: (match[1], match[2] or "") for match in reversed(found)}.values())


def _is(mark: Mark, name: str) -> bool:
    return name.rstrip("0123456789") == mark


def _paired(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> dict[str, str]:
    renames: dict[str, str] = {}
    free = list(new)
    for name, shown in old:
        same = next((pair for pair in free if pair[1] == shown and shown), None)
        if same is not None:
            renames[name] = same[0]
            free.remove(same)
    left = [name for name, _ in old if name not in renames]
    if len(left) == len(free):
        renames |= {name: pair[0] for name, pair in zip(left, free, strict=True)}
    return renames


def _without(target: str) -> str:
    """`target` without the placeholders that were marked as gone."""
    return re.sub(r" ?\{\w+-\}(?=\s|$)|\{\w+-\}", "", target)
