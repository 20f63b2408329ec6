"""Mark translations as reviewed: `# reviewed DIGEST Name`, a translator's comment that any editor keeps.

The digest is of the source and the translation, so that a change of either revokes the review. A mark has no date, and
an entry one mark at most.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from pipeline.model import Entry
from pipeline.patterns import lazy

_MARK = lazy(r"reviewed\s+(?P<digest>[0-9a-f]{12})(?:\s+(?P<name>.*))?", re.DOTALL)
_DIGEST_BYTES = 6


def is_mark(remark: str) -> bool:
    """Tell whether a remark is a mark of a review, in force or not; such a remark does not count as work."""
    return _MARK.fullmatch(remark.strip()) is not None


def find_reviewer(entry: Entry) -> str | None:
    """Return the name of the person who reviewed the translation as it is now, or None if nobody did."""
    if not entry.is_translated or not entry.remarks:
        return None
    digest = _digest(entry)
    marks = (_MARK.fullmatch(remark.strip()) for remark in entry.remarks)
    return next((" ".join((mark["name"] or "").split()) for mark in marks if mark and mark["digest"] == digest), None)


def mark_reviewed(entry: Entry, name: str) -> Entry:
    """Return the entry with a mark that `name` reviewed it, in place of earlier marks."""
    mark = f"reviewed {_digest(entry)} {' '.join(name.split())}".rstrip()
    return replace(entry, remarks=(*_other_remarks(entry), mark))


def has_remarks(entry: Entry) -> bool:
    """Tell whether a person wrote a remark at the entry; a mark of a review is none."""
    return any(not is_mark(remark) for remark in entry.remarks)


def unite_remarks(*lists: Sequence[str]) -> tuple[str, ...]:
    """Return the first list of remarks, and of each further one those that are new. A remark is a line of a comment, so
    that one list may have the same one twice: a refrain, or empty lines, which stay before the line that they part off.
    """
    united: list[str] = []
    for remarks in lists:
        united += _find_new(remarks, united) if united else remarks
    return tuple(united)


def _find_new(remarks: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the lines with words that are not known, each with the empty lines before it."""
    new: list[str] = []
    empty: list[str] = []
    for remark in remarks:
        if not remark.strip():
            empty.append(remark)
            continue
        new += () if remark in known else (*empty, remark)
        empty = []
    return new


def drop_dead_marks(entry: Entry) -> Entry:
    """Return the entry without marks that no longer hold: its source or its translation changed, or it is fuzzy.

    An obsolete entry keeps its mark, and has it when its text comes back.
    """
    if entry.obsolete or not any(map(is_mark, entry.remarks)):
        return entry
    name = find_reviewer(entry)
    kept = replace(entry, remarks=_other_remarks(entry))
    return kept if name is None else mark_reviewed(kept, name)


def _other_remarks(entry: Entry) -> tuple[str, ...]:
    return tuple(remark for remark in entry.remarks if not is_mark(remark))


def _digest(entry: Entry) -> str:
    text = "\0".join(" ".join(part.split()) for part in (entry.source, entry.target))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
