"""What the tests of the preview share: a served workspace each, and one browser for all."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from .site import PATIENCE, Site, end, lay, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_ABOUT_SENTENCES = re.compile(r"/(?:check|entry|former|offers)/lake\b")
CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


@pytest.fixture(scope="session")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[Path, bytes]]]:
    """A workspace that is being served, and its files. When all tests are over, Ctrl-C ends it, and cleanly."""
    root = tmp_path_factory.mktemp("site")
    lay(root)
    files = _files(root)
    served = serve(root)
    try:
        yield served, files
    finally:
        code, errors = end(served)
    assert (code, errors) == (0, "")


@pytest.fixture
def site(_served: tuple[Site, dict[Path, bytes]]) -> Site:
    """The workspace that is being served, its files as they were at first."""
    served, files = _served
    for path in _files(served.root).keys() - files.keys():
        path.unlink()
    for path, data in files.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    # By its copy of catalogs `sync` would bring back what another test translated.
    (served.root / ".targman/safety").unlink(missing_ok=True)
    return served


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".targman" not in path.parts}


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's chromium, or any other that is here; the tests skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("needs chromium (apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")
    playwright.expect.set_options(timeout=1000 * PATIENCE)
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def _is_fault(message: "ConsoleMessage") -> bool:
    """Whether the browser reports a fault: the answers that somebody else was faster, and that a sentence is gone which
    a page still asks about, are none.
    """
    is_gone = "404 (Not Found)" in message.text and _ABOUT_SENTENCES.search(message.location["url"])
    return message.type == "error" and "409 (Conflict)" not in message.text and not is_gone


@pytest.fixture
def visit(browser: "Browser", site: Site) -> "Iterator[Callable[..., Page]]":
    """Opens a page of the preview in a browser of its own, the first time by the address that the command printed.

    A fault that the browser reports, such as something that the page's policy forbids, fails the test.
    """
    contexts = []
    faults: list[str] = []

    def go(path: str = "/article/lake", **wishes: Any) -> "Page":  # noqa: ANN401
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1400, "height": 900}, **wishes})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
        page.goto(site.door)
        if path != "/":
            page.goto(site.address + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []
