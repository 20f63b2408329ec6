"""What a run found out: everything that the page shows, as values that can be kept as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One tool: its samples of every task, in the order of the rounds; `failures` says of a task why there are none."""

    name: str
    version: str
    peer: bool
    samples: Mapping[str, Sequence[Sample]] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Targman with `articles` articles: samples of its tasks, and of `git status` as the floor."""

    articles: int
    files: int
    megabytes: float
    samples: Mapping[str, Sequence[Sample]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """One program that makes pages of editions: how many it made in each round, and what that took."""

    name: str
    version: str
    pages: int
    samples: Sequence[Sample]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """Targman with one very long article, or with very many small ones: how much text that is, and the samples of its
    tasks and of the floors.
    """

    articles: int
    words: int
    notes: int
    samples: Mapping[str, Sequence[Sample]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A whole run."""

    facts: Mapping[str, str]
    articles: int
    entries: int
    rounds: int
    real: bool
    tools: Sequence[Measured]
    missing: Sequence[str]
    left_out: Sequence[str]
    sizes: Sequence[Size]
    pages: Sequence[Pages] = ()
    extremes: Sequence[Extreme] = ()

    def save(self, path: Path) -> None:
        """Keep the results."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> Results:
    """Results that were kept."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    tools = [Measured(**{**tool, "samples": _samples(tool["samples"])}) for tool in found["tools"]]
    sizes = [Size(**{**size, "samples": _samples(size["samples"])}) for size in found["sizes"]]
    pages = [
        Pages(**{**each, "samples": [Sample(**sample) for sample in each["samples"]]})
        for each in found.get("pages", ())
    ]
    extremes = [Extreme(**{**each, "samples": _samples(each["samples"])}) for each in found.get("extremes", ())]
    return Results(**{**found, "tools": tools, "sizes": sizes, "pages": pages, "extremes": extremes})


def _samples(table: Mapping[str, Sequence[Mapping[str, float]]]) -> dict[str, list[Sample]]:
    return {task: [Sample(**sample) for sample in samples] for task, samples in table.items()}
