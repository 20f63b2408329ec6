"""The known findings of `check`, in a file, so that an archive can start clean and fail only on what is new.

Each line has the number of findings, their rule, the catalog or article, and a digest of the entry's source, with tabs
between; lines are sorted, and the lines of a file do not matter to them. A finding is known while its source is as it
was, with any translation.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.model import Finding
from pipeline.workspace import files

_HEAD = "# Findings that are known. Made by targman check --write-baseline; targman check --baseline leaves them out.\n"
_COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The known findings: how many of each kind."""

    known: Counter[tuple[str, str, str]]

    def split(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], int, int]:
        """Return the findings that are not known, the number of those that are, and of known ones that are gone."""
        left = Counter(self.known)
        new = []
        for finding in findings:
            key = _key(finding)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(finding)
        gone = left.total()
        return tuple(new), self.known.total() - gone, gone


def read_baseline(path: Path) -> Baseline:
    """Read a file of known findings. Raises SettingsError if it is not there or not such a file."""
    data = files.read(path)
    if data is None:
        raise SettingsError(f"is not there. To make it: targman check --write-baseline {path.name}", path=str(path))
    known: Counter[tuple[str, str, str]] = Counter()
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if len(cells) != _COLUMNS or not cells[0].isdecimal():
            advice = "Make the file again: targman check --write-baseline"
            raise SettingsError(f"is not a line of known findings. {advice} {path.name}", path=str(path), line=number)
        known[cells[1], cells[2], cells[3]] += int(cells[0])
    return Baseline(known=known)


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Write the findings as known ones, and return how many there are. Raises FileError if the disk refuses."""
    counts = Counter(map(_key, findings))
    lines = (f"{count}\t{rule}\t{place}\t{digest}\n" for (rule, place, digest), count in sorted(counts.items()))
    files.write_anywhere(path, [_HEAD, *lines])
    return counts.total()


def _key(finding: Finding) -> tuple[str, str, str]:
    digest = hashlib.sha256(finding.key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return finding.rule, finding.path, digest
