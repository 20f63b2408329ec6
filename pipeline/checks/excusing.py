"""Entries that a translator excuses from rules with a comment: `# targman: ignore numbers, quotes`."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from pipeline.checks.codes import expanded, finding, known_names
from pipeline.model import Finding, Message

_REMARK = re.compile(r"^\s*targman:\s*ignore\b[:\s]*(.*)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+")


def excused(remarks: Sequence[str]) -> frozenset[str]:
    """The codes from which an entry with these remarks is excused."""
    return frozenset(code for name in _names(remarks) for code in expanded(name))


def unknown_names(remarks: Sequence[str]) -> Iterator[Finding]:
    """The names in remarks that are no rule's."""
    for name in _names(remarks):
        if not expanded(name):
            near = get_close_matches(name, known_names(), 1)
            meant = (
                Message.of("Did you mean “{name}”?", name=near[0])
                if near
                else Message.of("There are: {names}.", names=known_names())
            )
            yield finding("ignore-unknown", "there is no rule “{name}” to ignore. {meant}", name=name, meant=meant)


def _names(remarks: Sequence[str]) -> list[str]:
    found = (_REMARK.match(line) for remark in remarks for line in remark.splitlines())
    return [name.lower() for match in found if match for name in _BETWEEN.split(match[1]) if name]
