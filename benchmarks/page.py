"""The page `docs/benchmarks.md` and its chart, made of the results and of nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import extremes
from benchmarks.chart import Panel, chart
from benchmarks.measure import Sample, Spread, cpu, peak, ratios, wall
from benchmarks.results import Extreme, Measured, Pages, Results, Size
from benchmarks.rounds import GIT
from benchmarks.tools import FIRST, NOTHING, ONE, TASKS, WRITE

PAGE, CHART = "benchmarks.md", "benchmarks.svg"

_TARGETED = 200
_GROWN = 10_000
_MEMORY = 200
_YARDSTICK = "po4a"
_SHARES = {FIRST: 0.4, NOTHING: 0.08, ONE: 0.04, WRITE: 0.25}
"""The share of the yardstick's CPU that each task may take; any machine has the yardstick."""
_LINES = {FIRST: "A first", NOTHING: "B nothing", ONE: "C one", GIT: "git status"}

_OURS = (FIRST, NOTHING, ONE, WRITE)

Kind = Callable[[Sequence[Sample]], Spread]
"""What of the samples a table shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What the project set itself, and what came of it; `result` is None where it was not measured."""

    what: str
    limit: float
    unit: str
    result: Spread | None


def page(results: Results) -> str:
    """The page."""
    return "\n".join(_lines(results))


def drawing(results: Results) -> str:
    """The chart of the growth."""
    seconds = {
        name: [(size.articles, cpu(size.samples[task]).median) for size in results.sizes]
        for task, name in _LINES.items()
    }
    memory = {
        name: [(size.articles, peak(size.samples[task]).median) for size in results.sizes]
        for task, name in _LINES.items()
    }
    limits = {f"target {_MEMORY} MB": float(_MEMORY)}
    panels = [
        Panel(title="CPU seconds", unit="s", lines=seconds),
        Panel(title="Memory of the largest process", unit="MB", lines=memory, limits=limits),
    ]
    return chart(panels, across="articles")


def _lines(results: Results) -> Iterator[str]:
    yield "# How fast Targman is\n"
    yield "Written by `make bench`; nothing on this page is typed by hand.\n"
    yield from _table(("", ""), [(f"**{name}**", value) for name, value in results.facts.items()])
    yield from _method(results)
    yield "## Targets\n"
    rows = [_target_row(target) for target in _targets(results)]
    yield from _table(("what", "target", "median (from–to)", ""), rows)
    yield from _comparison(results)
    yield from _pages(results.pages)
    yield from _growth(results.sizes)
    yield from _extremes("One long article", "Translated, three editions.", _long(results.extremes))
    yield from _extremes("Many small articles", "Nothing is translated, three editions.", _many(results.extremes))


def _pages(made: Sequence[Pages]) -> Iterator[str]:
    if not made:
        return
    yield "## Pages\n"
    yield (
        f"HTML pages of editions, {made[0].pages:,} of them. Targman makes each from its catalog: it merges, proves "
        "the structure, writes the page with its notes and verifies the notes on the finished page. The others read "
        "editions that are merged already, and leave notes as they come. Milliseconds are for one page.\n"
    )
    heading = ("", "pages", "CPU ms a page", "wall ms a page", "MB", "CPU as many times as Targman")
    ours = cpu(made[0].samples).median / made[0].pages
    rows = []
    for each in made:
        share = 1_000 / each.pages
        seconds = cpu(each.samples).median
        cells = (_shown(_scaled(kind(each.samples), share)) for kind in (cpu, wall))
        times = f"{_number(seconds / each.pages / ours)}×"
        name = f"{each.name} ({each.version})"
        rows.append((name, f"{each.pages:,}", *cells, f"{peak(each.samples).high:.0f}", times))
    yield from _table(heading, rows)


def _scaled(numbers: Spread, by: float) -> Spread:
    return Spread(median=numbers.median * by, low=numbers.low * by, high=numbers.high * by)


def _method(results: Results) -> Iterator[str]:
    kind = (
        "Sentences and translations are those of published news."
        if results.real
        else "The words are made up; translations are the same words in another script."
    )
    yield "## How it was measured\n"
    yield (
        f"{results.articles:,} Markdown articles, each with headings, 24 paragraphs of 2–4 sentences and 24 footnotes. "
        f"{kind} Targman makes three editions (Armenian, English, Russian) and cuts by sentence: "
        f"{results.entries:,} entries a language. Its peers make two and cut by paragraph, which is fewer entries. "
        "Between the first extraction and the other tasks everything is translated.\n"
    )
    yield (
        "Every number is of whole processes, from start to end: CPU seconds are user and system time of all processes "
        "together, children included; memory is the peak of the largest one. Everybody works in a folder of its own, "
        f"laid anew in each of {results.rounds} {'round' if results.rounds == 1 else 'rounds'}; within a task all take "
        "turns, and each round another begins. A round to warm up does not count. Peers that take long have fewer "
        "rounds, as the table says. Numbers are medians, in brackets the least and the most. The machine did other "
        "work meanwhile, so trust the order and the ratios more than the digits.\n"
    )


def _targets(results: Results) -> Iterator[_Target]:
    about = f"{_TARGETED} articles"
    yardstick = next((tool for tool in results.tools[1:] if tool.peer and tool.name.startswith(f"{_YARDSTICK},")), None)
    for task, limit in _SHARES.items():
        result = _share(results.tools[0], yardstick, task) if results.articles == _TARGETED else None
        what = f"{task} {TASKS[task]}, {about}"
        yield _Target(what=what, limit=limit, unit=f"of the CPU of {_YARDSTICK}", result=result)
    pages = _scaled(cpu(results.pages[0].samples), 1_000 / results.pages[0].pages) if results.pages else None
    yield _Target(what="HTML pages of editions", limit=5, unit="ms CPU a page", result=pages)
    grown = next((size.samples for size in results.sizes if size.articles == _GROWN), None)
    about = f"{_GROWN:,} articles"
    first, written = (_of(grown, task) for task in (FIRST, WRITE))
    both = _add(first, written) if first and written else None
    yield _Target(what=f"A and D together, {about}", limit=90, unit="s CPU", result=both)
    yield _Target(what=f"B {TASKS[NOTHING]}, {about}", limit=0.8, unit="s CPU", result=_of(grown, NOTHING))
    largest = peak([sample for task in _OURS for sample in grown.get(task, ())]) if grown else None
    highest = Spread(median=largest.high, low=largest.low, high=largest.high) if largest else None
    yield _Target(what=f"memory of the largest process, {about}", limit=_MEMORY, unit="MB", result=highest)


def _share(ours: Measured, theirs: Measured | None, task: str) -> Spread | None:
    """How much of the CPU of another tool Targman takes, round by round."""
    there, here = theirs.samples.get(task) if theirs else None, ours.samples.get(task)
    return ratios(here, there) if there and here else None


def _add(one: Spread, other: Spread) -> Spread:
    return Spread(median=one.median + other.median, low=one.low + other.low, high=one.high + other.high)


def _of(samples: Mapping[str, Sequence[Sample]] | None, task: str) -> Spread | None:
    return cpu(samples[task]) if samples and samples.get(task) else None


def _target_row(target: _Target) -> tuple[str, ...]:
    limit = f"at most {target.limit:g} {target.unit}"
    if target.result is None:
        return target.what, limit, "–", "not measured"
    met = "met" if target.result.median <= target.limit else "**missed**"
    return target.what, limit, _shown(target.result), met


def _comparison(results: Results) -> Iterator[str]:
    tasks = [task for task in TASKS if any(tool.samples.get(task) for tool in results.tools)]
    heading = ("", *(f"{task} {TASKS[task]}" for task in tasks), "rounds")
    contenders = [tool for tool in results.tools[1:] if tool.peer]
    floors = [tool for tool in results.tools[1:] if not tool.peer]
    ours = results.tools[0]
    yield f"## {results.articles:,} articles: CPU seconds\n"
    yield from _table(heading, [_tool_row(tool, tasks, cpu) for tool in (ours, *contenders, *floors)])
    for tool in results.tools:
        for task, reason in tool.failures.items():
            yield f"{tool.name} failed at {task}: `{' '.join(reason.split())}`\n"
    if results.missing:
        yield f"Not measured, as they were not installed: {'; '.join(results.missing)}.\n"
    if results.left_out:
        yield f"Left out of this run on purpose: {'; '.join(results.left_out)}.\n"
    if contenders or floors:
        yield "How many times as much CPU as Targman, round by round:\n"
        yield from _table(heading[:-1], [_ratio_row(tool, ours, tasks) for tool in (*contenders, *floors)])
    yield f"## {results.articles:,} articles: wall seconds\n"
    yield from _table(heading, [_tool_row(tool, tasks, wall) for tool in (ours, *contenders, *floors)])
    yield f"## {results.articles:,} articles: megabytes of the largest process\n"
    yield from _table(heading, [_tool_row(tool, tasks, peak) for tool in (ours, *contenders, *floors)])


def _tool_row(tool: Measured, tasks: Sequence[str], kind: Kind) -> tuple[str, ...]:
    cells = [_shown(kind(tool.samples[task])) if tool.samples.get(task) else "–" for task in tasks]
    rounds = max(map(len, tool.samples.values()), default=0)
    return (f"{tool.name} ({tool.version})" if tool.version else tool.name, *cells, str(rounds))


def _ratio_row(tool: Measured, ours: Measured, tasks: Sequence[str]) -> tuple[str, ...]:
    cells = []
    for task in tasks:
        theirs, mine = tool.samples.get(task), ours.samples.get(task)
        cells.append(_shown(ratios(theirs, mine), "×") if theirs and mine else "–")
    return (tool.name, *cells)


def _growth(sizes: Sequence[Size]) -> Iterator[str]:
    if not sizes:
        return
    yield "## Growth\n"
    yield f"![CPU seconds and memory by number of articles]({CHART})\n"
    yield (
        "The same articles, beyond 200 with other words in every paragraph; nothing is translated, three editions. "
        "`git status` looks at the same files, all committed.\n"
    )
    heading = ("articles", "files", "MB", *(f"{name}: CPU s" for name in _LINES.values()), "A: wall s", "B: wall s")
    rows = [_size_row(size) for size in sizes]
    yield from _table((*heading, "C: wall s", "largest process, MB", "rounds of A, B, C"), rows)


def _size_row(size: Size) -> tuple[str, ...]:
    ours = (FIRST, NOTHING, ONE)
    memory = max(sample.peak for task in _OURS for sample in size.samples.get(task, ()))
    return (
        f"{size.articles:,}",
        f"{size.files:,}",
        f"{size.megabytes:,.1f}",
        *(_shown(cpu(size.samples[task])) for task in _LINES),
        *(_shown(wall(size.samples[task])) for task in ours),
        f"{memory:.0f}",
        ", ".join(str(len(size.samples[task])) for task in ours),
    )


def _long(found: Sequence[Extreme]) -> list[Extreme]:
    return [each for each in found if each.articles == 1]


def _many(found: Sequence[Extreme]) -> list[Extreme]:
    return [each for each in found if each.articles > 1]


def _extremes(title: str, about: str, found: Sequence[Extreme]) -> Iterator[str]:
    if not found:
        return
    floors = (extremes.GIT, extremes.READ)
    tasks = [task for task in found[0].samples if task not in floors]
    yield f"## {title}\n"
    yield (
        f"{about} CPU seconds. {' and '.join(floors)} are the floor: they look at the same articles and catalogs. "
        "Where the work grows in proportion, microseconds a word stay the same.\n"
    )
    rows = []
    for each in found:
        seconds = {name: cpu(samples).median for name, samples in each.samples.items()}
        words = _number(sum(seconds[task] for task in tasks) / each.words * 1e6)
        memory = max(peak(samples).high for name, samples in each.samples.items() if name not in floors)
        shown = (_number(seconds[name]) for name in (*tasks, *floors))
        rows.append((f"{each.articles:,}", f"{each.words:,}", f"{each.notes:,}", *shown, words, f"{memory:.0f}"))
    heading = ("articles", "words", "notes", *tasks, *floors, "all tasks, µs a word", "largest process, MB")
    yield from _table(heading, rows)


def _shown(numbers: Spread, unit: str = "") -> str:
    middle, low, high = (_number(value) + unit for value in (numbers.median, numbers.low, numbers.high))
    return middle if low == high else f"{middle} ({low}–{high})"


def _number(value: float) -> str:
    """The smaller the number, the more digits behind the point."""
    for limit, digits in ((0.0995, 3), (9.995, 2), (99.95, 1)):
        if abs(value) < limit:
            return f"{value:.{digits}f}"
    return f"{value:,.0f}"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield f"|{'---|' * len(heading)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
