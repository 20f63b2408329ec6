"""`python -m benchmarks.preview`: how soon the preview's pages are there, and whether they lag, in a real chromium.

Measured are an article of 10,000 words in three languages, and the page with 500 such articles (`--articles`): while
they are being counted for the first time, when all are counted, then checked, and when the preview is started again.
Nothing is simulated: the articles are those of this repository, repeated, the files are synced by the real command,
every page is served by `targman preview`, and the browser says itself when it painted (Paint Timing). The first request
is cold: the server has read nothing yet.
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, TimeoutError, sync_playwright  # noqa: A004  their name

from benchmarks import long
from benchmarks.machine import moment
from benchmarks.measure import measured
from benchmarks.tools import COMMAND
from pipeline import catalog

_ROUNDS = 10
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

_TIMES = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const page = performance.getEntriesByType("navigation")[0];
  return {
    "first byte": page.responseStart,
    "first paint": paint ? paint.startTime : NaN,
    "page complete": page.loadEventEnd,
    "elements": document.getElementsByTagName("*").length,
    "kilobytes": page.decodedBodySize / 1024,
  };
}"""

_SEEN = """() => {
  window.seen = {};
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) window.seen[node.querySelector?.(".seg")?.textContent] = Date.now();
    }
  }).observe(document.getElementById("rows"), { childList: true, subtree: true });
}"""

_WHEN = """word => Object.entries(window.seen).find(([text]) => text.startsWith(word))?.[1] ?? NaN"""

_SCROLL = """async () => {
  const frames = [];
  let last = performance.now();
  for (let n = 0; n < 120; n += 1) {
    scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  frames.sort((a, b) => a - b);
  return { "median frame": frames[60], "slowest frame": frames[119] };
}"""

_CHOOSE = """async ([name, values]) => {
  const box = document.querySelector(`.filter [name=${name}]`);
  const rows = () => {
    const shown = document.querySelectorAll("#rows tbody tr");
    return [shown.length, shown[0]?.id, shown[shown.length - 1]?.id].join();
  };
  const times = [];
  for (const value of values) {
    const before = rows();
    const start = performance.now();
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    while (rows() === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
  }
  return Math.max(...times);
}"""

_FRAMES = """async (seconds) => {
  const frames = [];
  const start = performance.now();
  let last = start;
  while (last - start < 1000 * seconds) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  frames.sort((a, b) => a - b);
  return { "slowest frame": frames.at(-1), "frames over 50 ms": frames.filter((each) => each > 50).length };
}"""

_CHOICES = {
    "q": ["a00001", "a0000", "no such article", ""],
    "state": ["done", "fuzzy", "done", ""],
    "sort": ["findings", "name"],
}
"""What is chosen on the desk, one after the other: searched, filtered, sorted. Each choice shows other rows than the
one before, for that is waited for: all articles have fuzzy sentences.
"""

_COUNTED, _CHECKED = "counted", "checked"
_STILL = re.compile(rf"· ([\d,]+) still being ({_COUNTED}|{_CHECKED})")
"""How the page tells how many articles are still to be counted, and to be checked."""

_SHORTLY = 5
"""Seconds that a second start may take to know all counts again."""

_WATCHED = 10
"""Seconds for which the frames of a page are watched while nobody touches it."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument("--articles", type=int, default=500, metavar="N", help="how many on the desk (500); 0 for none")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave what was laid for the next time")
    parser.add_argument("--patience", type=int, default=3600, metavar="SECONDS", help="for all being counted (3600)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="targman-preview-") as name:
        folder = options.folder or Path(name)
        lay(folder / "one", 1)
        show("Article of 10,000 words, three editions", article(folder / "one"))
        if options.articles:
            root = folder / f"{options.articles}"
            lay(root, options.articles)
            shutil.rmtree(root / ".targman", ignore_errors=True)
            show(f"Desk, {options.articles} articles, started the first time", desk(root, options.patience))
            show("Started again", desk(root, options.patience))


def lay(root: Path, count: int) -> None:
    """A workspace of long articles, synced and translated, unless it is there already."""
    if (root / "ready").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    long.lay_articles(root, count)
    (root / "targman.toml").write_text('lang = "en"\nmemory = "off"\n', encoding="utf-8")
    measured([[str(COMMAND), "sync"]], root)
    long.translate(root, count)
    measured([[str(COMMAND), "sync"], [str(COMMAND), "merge"]], root)
    (root / "ready").touch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A preview of a workspace: the address that lets a browser in, the process, and when it was started."""

    door: str
    pid: int
    start: float

    @property
    def base(self) -> str:
        """The address of its pages."""
        return self.door.partition("/?")[0]

    def passed(self) -> float:
        """Milliseconds since the start."""
        return 1000 * (time.monotonic() - self.start)

    def megabytes(self) -> Mapping[str, float]:
        """The memory that the server has, and that of its helpers together."""
        task = Path(f"/proc/{self.pid}/task")
        helpers = [pid for path in task.glob("*/children") for pid in path.read_text(encoding="ascii").split()]
        return {"server (MB)": _megabytes(self.pid), "helpers (MB)": sum(_megabytes(pid) for pid in helpers)}


def _megabytes(pid: int | str) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """A preview of the workspace."""
    start = time.monotonic()
    with subprocess.Popen([COMMAND, "preview", "--no-open"], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        try:
            yield Served(door=line.split()[-1], pid=process.pid, start=start)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


@contextmanager
def browser() -> Iterator[BrowserContext]:
    """A chromium, before anybody has let it in."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=_FLAGS)
        context = opened.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
        context.set_default_timeout(120_000)
        yield context
        opened.close()


def article(root: Path) -> Mapping[str, float]:
    """The times of one article, cold and warm, and from a save in an editor to the change on the page."""
    with browser() as context, served(root) as server:
        page = context.new_page()
        page.goto(f"{server.base}/static/preview.css?{server.door.partition('?')[2]}")
        page.goto(f"{server.base}/article/a00000")
        page.wait_for_timeout(3_000)
        found = {f"{name}, cold": value for name, value in page.evaluate(_TIMES).items() if "first" in name}
        found.update(_again(page))
        page.locator(".live.on").wait_for()
        page.wait_for_timeout(2_000)
        found["from saving to seeing, median"] = statistics.median(_saves(page, root, "a00000"))
        return {**found, **page.evaluate(_SCROLL)}


def _again(page: Page) -> Mapping[str, float]:
    """The times of a page that was there before."""
    rounds: list[dict[str, Any]] = []
    for _ in range(_ROUNDS):
        page.reload()
        page.wait_for_timeout(500)
        rounds.append(page.evaluate(_TIMES))
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def _saves(page: Page, root: Path, slug: str) -> Iterator[float]:
    """Milliseconds until the page shows what was just saved, by the browser's clock, which is that of the machine."""
    page.evaluate(_SEEN)
    path = root / f"locales/ru/articles/{slug}.po"
    data = path.read_bytes()
    old = catalog.parse(data)
    chosen = next(each for each in old.entries[20:] if "paragraph" in each.comments and "{" not in each.source)
    for number in range(_ROUNDS):
        word = f"Saved{number}"
        entries = tuple(replace(each, target=word, fuzzy=False) if each is chosen else each for each in old.entries)
        made = catalog.serialize(replace(old, entries=entries)).encode()
        start = 1000 * time.time()
        path.write_bytes(made)
        with suppress(TimeoutError):
            page.wait_for_function(f"word => !Number.isNaN(({_WHEN})(word))", arg=word, timeout=20_000)
        page.wait_for_timeout(300)
        yield page.evaluate(_WHEN, word) - start
    path.write_bytes(data)


def desk(root: Path, patience: int) -> Mapping[str, float]:
    """The times of the page with all articles: while they are still being counted, and when all are."""
    with browser() as context, served(root) as server:
        found = {"server is there": server.passed()}
        page = context.new_page()
        page.goto(server.door)
        page.locator("#rows tbody tr").first.wait_for()
        found["desk is there, from the start on"] = server.passed()
        found |= {"still being counted then": _waiting(page, _COUNTED)}
        _wait(page, _CHECKED, _SHORTLY)
        found |= {name: value for name, value in page.evaluate(_TIMES).items() if "first" in name}
        if _waiting(page, _CHECKED):
            found |= {f"{name}, while counting": value for name, value in _lag(context, page, server, root).items()}
        for what in (_COUNTED, _CHECKED):
            _wait(page, what, patience)
            found |= {f"waited for all being {what} (s)": server.passed() / 1000, "left": _waiting(page, what)}
        found.update(_again(page))
        return {**found, **_lag(context, page, server, root)}


def _waiting(page: Page, what: str) -> int:
    """How many articles are still to be counted, or to be checked, which those are that wait for their count too."""
    text = page.locator("#shown").inner_text()
    kinds = {_COUNTED, what}
    return sum(int(number.replace(",", "")) for number, kind in _STILL.findall(text) if kind in kinds)


def _wait(page: Page, what: str, seconds: float) -> None:
    """Wait until all articles are counted, or checked, or so long."""
    end = time.monotonic() + seconds
    while _waiting(page, what) and time.monotonic() < end:
        page.wait_for_timeout(50)


def _lag(context: BrowserContext, page: Page, server: Served, root: Path) -> Mapping[str, float]:
    """How long somebody waits for the desk, and in an article for what a translator saves."""
    found = dict(page.evaluate(_FRAMES, _WATCHED))
    for name, values in _CHOICES.items():
        found[name] = page.evaluate(_CHOOSE, [name, values])
        page.wait_for_timeout(500)
    found |= page.evaluate(_SCROLL)
    for lang in ("ru", "en"):
        page.locator("details:has(> .switch) > summary").click()
        page.locator(f'.switch a[lang="{lang}"]').click()
        page.wait_for_timeout(1_000)
        found["another language, first paint"] = page.evaluate(_TIMES)["first paint"]
    other = context.new_page()
    other.goto(f"{server.base}/article/a00007")
    other.locator(".live.on").wait_for()
    other.wait_for_timeout(2_000)
    times = list(_saves(other, root, "a00007"))
    found["from saving to seeing, median"], found["slowest"] = statistics.median(times), max(times)
    other.close()
    return {**found, **server.megabytes()}


def show(title: str, found: Mapping[str, float]) -> None:
    """A small table."""
    print(f"\n{title} ({moment()})")
    for name, value in found.items():
        print(f"  {name:<44} {value:10,.0f}", flush=True)


if __name__ == "__main__":
    main()
