"""Draw SVG pictures as pixels, for programs that do not show SVG, by resvg in a process of its own: a hostile picture
may ask for more memory or time than there is, and resvg then ends its process.
"""

import subprocess
import sys
from functools import cache
from importlib.util import find_spec

MAX_SIDE = 3000  # maximum width and height of a drawn picture, in pixels
_SECONDS = 20  # maximum time to draw a picture
_DRAW = """\
import sys, resvg_py
svg, width, height = sys.stdin.buffer.read().decode(), int(sys.argv[1]), int(sys.argv[2])
fonts = dict(word.split("=", 1) for word in sys.argv[3:])
drawn = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, background="#ffffff", **fonts)
sys.stdout.buffer.write(drawn)
"""


_FAMILIES = {"serif_family": "serif", "sans_serif_family": "sans-serif", "monospace_family": "monospace"}
"""The fonts that resvg has to be told, since it knows only those of Windows and macOS, by their names in fontconfig."""


def can_draw() -> bool:
    """Return True if resvg is installed."""
    return find_spec("resvg_py") is not None


def draw_png(svg: bytes, width: int, height: int) -> bytes | None:
    """Return a picture as a PNG of about this size in pixels; None if it cannot be drawn."""
    shrink = min(1.0, MAX_SIDE / max(width, height, 1))
    size = [str(max(1, round(side * shrink))) for side in (width, height)]
    try:
        command = [sys.executable, "-I", "-c", _DRAW, *size, *_find_fonts()]
        made = subprocess.run(command, input=svg, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return made.stdout if made.stdout.startswith(b"\x89PNG") else None


@cache
def _find_fonts() -> tuple[str, ...]:
    """Return the fonts of the system, where fontconfig knows them; the serif one also stands in for missing ones."""
    found: list[str] = []
    for name, family in _FAMILIES.items():
        try:
            command = ["fc-match", "-f", "%{family[0]}", family]
            made = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return ()
        found.append(f"{name}={made.stdout.decode(errors='replace')}")
    return (*found, found[0].replace("serif_family", "font_family", 1))
