"""What whole processes take: CPU seconds, wall seconds and memory, their children included."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]

PROBE = Path(__file__).with_name("probe.py")

_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One measurement: CPU seconds (user and system, of all processes), wall seconds, and the peak memory of the
    largest process in megabytes.
    """

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Several numbers of one kind: the middle one, and from where to where they go."""

    median: float
    low: float
    high: float


class CommandError(Exception):
    """A command that was to be measured did not succeed."""


def measured(commands: Sequence[Command], folder: Path) -> Sample:
    """What the commands take, run in `folder` one after the other. Raises CommandError where one fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(PROBE)],
            input=json.dumps([list(map(str, command)) for command in commands]),
            stdout=subprocess.PIPE,
            stderr=complaints,
            check=False,
            encoding="utf-8",
            cwd=folder,
            env=environment(),
        )
        complaints.seek(0)
        said = complaints.read()[-2000:].strip()
    if done.returncode:
        raise CommandError(said)
    report = json.loads(done.stdout)
    if report["failed"]:
        command, status = report["failed"]
        raise CommandError(f"{' '.join(command)[:200]} ended with {status}: {said}")
    return Sample(cpu=report["cpu"], wall=report["wall"], peak=report["peak"])


def environment() -> dict[str, str]:
    """The same environment for everybody: no settings of the user's, no colours, UTF-8."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _WHO.items()}
    return {**kept, **git, **who, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


_WHO = {"NAME": "Benchmark", "EMAIL": "benchmark@example.org"}


def spread(numbers: Sequence[float]) -> Spread:
    """Median, least and most of some numbers."""
    return Spread(median=statistics.median(numbers), low=min(numbers), high=max(numbers))


def cpu(samples: Sequence[Sample]) -> Spread:
    """The CPU seconds of some measurements."""
    return spread([sample.cpu for sample in samples])


def wall(samples: Sequence[Sample]) -> Spread:
    """The wall seconds of some measurements."""
    return spread([sample.wall for sample in samples])


def peak(samples: Sequence[Sample]) -> Spread:
    """The megabytes of some measurements."""
    return spread([sample.peak for sample in samples])


def ratios(theirs: Sequence[Sample], ours: Sequence[Sample]) -> Spread:
    """How many times as much CPU they took as we did, round by round."""
    return spread([their.cpu / our.cpu for their, our in zip(theirs, ours, strict=False)])
