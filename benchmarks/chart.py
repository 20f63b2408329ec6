"""A chart with logarithmic axes as an SVG file that browsers and GitHub show, in light and in dark."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 14px }
.grid { stroke: #d0d7de; stroke-width: 1 }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round }
.target { stroke-width: 1.4; stroke-dasharray: 2 4 }
.c0 { stroke: #8250df } .f0 { fill: #8250df }
.c1 { stroke: #1a7f37 } .f1 { fill: #1a7f37 }
.c2 { stroke: #bc4c00 } .f2 { fill: #bc4c00 }
.c3 { stroke: #6e7781; stroke-dasharray: 6 4 } .f3 { fill: #6e7781 }
.back { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .back { fill: #0d1117 } .grid { stroke: #30363d }
  .c0 { stroke: #a371f7 } .f0 { fill: #a371f7 } .c1 { stroke: #3fb950 } .f1 { fill: #3fb950 }
  .c2 { stroke: #f0883e } .f2 { fill: #f0883e } .c3 { stroke: #8b949e } .f3 { fill: #8b949e }
}
"""

_WIDTH, _HEIGHT = 460, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 112, 44, 50
_APART = 16
"""The least distance between two labels."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One diagram: lines by name, drawn in this order, and a level that is not to be passed, by name."""

    title: str
    unit: str
    lines: Mapping[str, Points]
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The decades that an axis shows, and where on the drawing they are."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def marks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def chart(panels: Sequence[Panel], across: str) -> str:
    """The panels side by side; `across` names the horizontal axis."""
    width = _WIDTH * len(panels)
    inside = "\n".join(
        f'<g transform="translate({number * _WIDTH} 0)">\n' + "\n".join(_panel(panel, across)) + "\n</g>"
        for number, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" '
        f'role="img" aria-label="{escape(" · ".join(panel.title for panel in panels))}">\n<style>{_STYLE}</style>\n'
        f'<rect class="back" width="{width}" height="{_HEIGHT}" rx="6"/>\n{inside}\n</svg>\n'
    )


def _panel(panel: Panel, across: str) -> Iterator[str]:
    points = [point for line in panel.lines.values() for point in line]
    right = _scale([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = _scale([*(y for _, y in points), *panel.limits.values()], _HEIGHT - _BOTTOM, _TOP)
    yield f'<text class="title" x="{_LEFT}" y="24">{escape(panel.title)}</text>'
    yield from _grid(right, up, panel.unit, across)
    for name, limit in panel.limits.items():
        y = up.at(limit)
        yield f'<line class="target c3" x1="{right.start}" x2="{right.end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="f3" x="{right.start + 4}" y="{y - 5:.1f}">{escape(name)}</text>'
    ends = _apart([up.at(line[-1][1]) for line in panel.lines.values()])
    for number, ((name, line), end) in enumerate(zip(panel.lines.items(), ends, strict=True)):
        path = " ".join(f"{right.at(x):.1f},{up.at(y):.1f}" for x, y in line)
        yield f'<polyline class="line c{number}" points="{path}"/>'
        for x, y in line:
            label = f"{name}: {x:,.0f} · {y:,.3g} {panel.unit}"
            yield f'<circle class="f{number}" cx="{right.at(x):.1f}" cy="{up.at(y):.1f}" r="3.2">'
            yield f"<title>{escape(label)}</title></circle>"
        yield f'<text class="f{number}" x="{right.end + 8}" y="{end + 4:.1f}">{escape(name)}</text>'


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    low = math.floor(math.log10(max(min(values), 1e-3)) + 1e-9)
    high = max(math.ceil(math.log10(max(values)) - 1e-9), low + 1)
    return _Scale(low=low, high=high, start=start, end=end)


def _grid(right: _Scale, up: _Scale, unit: str, across: str) -> Iterator[str]:
    for value in up.marks:
        y = up.at(value)
        yield f'<line class="grid" x1="{right.start}" x2="{right.end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{right.start - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,g} {escape(unit)}</text>'
    for value in right.marks:
        x = right.at(value)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{up.start}" y2="{up.end}"/>'
        yield f'<text x="{x:.1f}" y="{up.start + 18}" text-anchor="middle">{value:,.0f}</text>'
    yield f'<text x="{right.end}" y="{up.start + 38}" text-anchor="end">{escape(across)}</text>'


def _apart(wanted: Sequence[float]) -> list[float]:
    """The heights of labels, moved down where one would cover another."""
    places = [0.0] * len(wanted)
    least = -math.inf
    for number in sorted(range(len(wanted)), key=wanted.__getitem__):
        places[number] = least = max(wanted[number], least + _APART)
    return places
