"""Make the pictures of docs/tutorial.md anew, in Chromium, while following it: python docs/pictures.py [FOLDER].

Each picture is taken when the command that it belongs to is done; `PICTURES` names them all.
"""

import re
import runpy
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = runpy.run_path(str(ROOT / "docs" / "tutorial.py"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SENTENCE = "The largest Armenian manuscript weighs"
TRANSLATION = "Самая большая армянская рукопись весит двадцать восемь килограммов{fn1}."


@contextmanager
def open_preview(journal: Path) -> Iterator[str]:
    """Serve the preview while the pictures are taken, and give its address."""
    served = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "preview", "--no-open"],
        cwd=journal,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        address = next(found[0] for line in served.stdout or () if (found := re.search(r"http://\S+", line)))
        yield address
    finally:
        served.send_signal(signal.SIGINT)
        served.wait()


def show_article(page: Any, journal: Path, picture: Callable[[str], None]) -> None:  # noqa: ANN401  playwright's
    """Take the article as the preview shows it at first, and with a sentence that is being translated."""
    with open_preview(journal) as address:
        page.goto(address)
        page.get_by_role("link", name="The Book in Two Halves").first.click()
        sentence = page.locator('.cell[data-lang="ru"] .seg', has_text=SENTENCE).first
        sentence.wait_for()
        picture("tutorial-article")
        sentence.click()
        page.locator(".editor .translation").fill(TRANSLATION)
        picture("tutorial-editing")
        page.keyboard.press("Escape")


def show_page(page: Any, journal: Path, picture: Callable[[str], None]) -> None:  # noqa: ANN401
    """Take an Armenian page of the site, with a note open at its reference."""
    [found] = [each for each in (journal / "public" / "hy").glob("*.html") if each.stem != "index"]
    page.goto(found.as_uri())
    page.locator("a[href^='#fn']").first.hover()
    picture("tutorial-page")


PICTURES = {
    "targman sync": (("tutorial-article", "tutorial-editing"), show_article),
    "targman export --site public": (("tutorial-page",), show_page),
}
"""The pictures that are taken when a command is done for the first time, and the function that takes them."""


def run(words: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pipeline", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def main() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not needed to know the names

    target = Path(*sys.argv[1:2]).absolute() if sys.argv[1:] else ROOT / "docs" / "images"
    steps = TUTORIAL["read_steps"](TUTORIAL["PAGE"].read_text("utf-8"))
    waiting = dict(PICTURES)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en", color_scheme="light")

        def picture(name: str) -> None:
            page.wait_for_timeout(500)
            page.screenshot(path=target / f"{name}.png")

        for step in TUTORIAL["follow"](steps, Path(folder), run):
            _, take = waiting.pop(getattr(step, "words", ""), ((), None))
            if take is not None:
                take(page, Path(folder) / "journal", picture)
        browser.close()


if __name__ == "__main__":
    main()
