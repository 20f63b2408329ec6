"""`python -m benchmarks.preview`: how soon the preview's pages are there, and whether they lag, in a real chromium.

Measured are an article of 10,000 words in three languages, and the page with 500 such articles. Nothing is simulated:
the files are synced by the real command, every page is served by `targman preview`, and the browser says itself when it
painted (Paint Timing). The first request is cold: the server has read nothing yet.
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
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.corpus import Corpus, make_corpus
from benchmarks.machine import moment
from benchmarks.measure import measured
from benchmarks.tools import COMMAND, Targman
from pipeline import catalog

_WORDS = 10_000
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

_FILTER = """async () => {
  const box = document.querySelector(".filter input");
  const shown = document.getElementById("shown");
  const times = [];
  for (const word of ["a00001", "a0000", "no such article", ""]) {
    const before = shown.textContent;
    const start = performance.now();
    box.value = word;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    while (shown.textContent === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
  }
  return { "filter, slowest": Math.max(...times) };
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument("--articles", type=int, default=500, metavar="N", help="how many on the desk (500)")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave what was laid for the next time")
    options = parser.parse_args()
    print(moment())
    with tempfile.TemporaryDirectory(prefix="targman-preview-") as name:
        folder = options.folder or Path(name)
        lay(folder / "one", 1)
        with served(folder / "one") as (address, _):
            show("Article of 10,000 words, three editions", article(folder / "one", address))
        lay(folder / "many", options.articles)
        with served(folder / "many") as (address, start):
            show(f"Desk, {options.articles} articles", desk(address, start, options.articles))


def lay(root: Path, count: int) -> None:
    """A workspace of long articles, synced and translated, unless it is there already."""
    if (root / "ready").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    ours, corpus = Targman(), long_articles(count, root.with_name("corpus"))
    ours.lay(root, corpus)
    (root / "targman.toml").write_text('lang = "en"\nmemory = "off"\n', encoding="utf-8")
    measured(ours.update(root), root)
    ours.finish(root, corpus.translations)
    for path in sorted((root / "locales").glob("[hr][yu]/articles/*.po")):
        unfinish(path)
    measured(ours.write(root), root)
    (root / "ready").touch()


def long_articles(count: int, folder: Path) -> Corpus:
    """Articles of at least 10,000 words each, several shorter ones joined."""
    corpus = make_corpus(200, folder)
    texts, articles = list(corpus.articles.values()), {}
    for number in range(count):
        made, place = "", number * 7
        while len(made.split()) < _WORDS:
            text = texts[place % len(texts)].replace("[^", f"[^{place % len(texts)}x")
            made += re.sub(r"(?m)^(?!\[|#)(\S+)", rf"\1 {number}", text) + "\n"
            place += 1
        articles[f"a{number:05}"] = made
    return replace(corpus, articles=articles)


def unfinish(path: Path) -> None:
    """Every ninth translation missing, every eleventh fuzzy."""
    old = catalog.parse(path.read_bytes())
    entries = tuple(
        replace(entry, target="") if place % 9 == 0 else replace(entry, fuzzy=place % 11 == 0)
        for place, entry in enumerate(old.entries)
    )
    path.write_text(catalog.serialize(replace(old, entries=entries)), encoding="utf-8")


@contextmanager
def served(root: Path) -> Iterator[tuple[str, float]]:
    """The address of a preview of the workspace, and when it was started."""
    start = time.monotonic()
    with subprocess.Popen([COMMAND, "preview", "--no-open"], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        try:
            yield line.split()[-1], start
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


@contextmanager
def browser(door: str) -> Iterator[Page]:
    """A page of a chromium that has been let in."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = opened.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(door)
        yield page
        opened.close()


def article(root: Path, door: str) -> Mapping[str, float]:
    """The times of one article, cold and warm, and from a save in an editor to the change on the page."""
    base = door.partition("/?")[0]
    path = root / "locales/ru/articles/a00000.po"
    with browser(door) as page:
        page.goto(f"{base}/article/a00000")
        page.wait_for_timeout(1_000)
        found = {f"{name}, cold": value for name, value in page.evaluate(_TIMES).items() if "first" in name}
        rounds = []
        for _ in range(_ROUNDS):
            page.reload()
            page.wait_for_timeout(500)
            rounds.append(page.evaluate(_TIMES))
        found |= {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
        page.locator(".live.on").wait_for()
        page.wait_for_timeout(2_000)
        found["from saving to seeing, median"] = statistics.median(_saves(page, path))
        return found | page.evaluate(_SCROLL)


def _saves(page: Page, path: Path) -> Iterator[float]:
    """Milliseconds until the page shows what was just saved, by the browser's clock, which is that of the machine."""
    page.evaluate(_SEEN)
    old = catalog.parse(path.read_bytes())
    for number in range(_ROUNDS):
        word = f"Saved{number}"
        entries = list(old.entries)
        entries[10] = replace(entries[10], target=word, fuzzy=False)
        data = catalog.serialize(replace(old, entries=tuple(entries))).encode()
        start = 1000 * time.time()
        path.write_bytes(data)
        page.wait_for_timeout(1_500)
        yield page.evaluate(_WHEN, word) - start


def desk(door: str, start: float, count: int) -> Mapping[str, float]:
    """The times of the page with all articles: while they are still being counted, and when all are."""
    base = door.partition("/?")[0]
    with browser(door) as page:
        page.goto(base)
        page.wait_for_timeout(1_000)
        found = {f"{name}, while counting": value for name, value in page.evaluate(_TIMES).items() if "first" in name}
        while page.locator("#rows td", has_text="…").count():
            page.wait_for_timeout(1_000)
        found[f"all {count} counted after (s)"] = time.monotonic() - start
        rounds: list[dict[str, Any]] = []
        for _ in range(_ROUNDS):
            page.reload()
            page.wait_for_timeout(500)
            rounds.append(page.evaluate(_TIMES))
        found |= {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
        found |= page.evaluate(_FILTER)
        page.wait_for_timeout(500)
        return found | page.evaluate(_SCROLL)


def show(title: str, found: Mapping[str, float]) -> None:
    """A small table."""
    print(f"\n{title}")
    for name, value in found.items():
        print(f"  {name:<34} {value:10,.0f}")


if __name__ == "__main__":
    main()
