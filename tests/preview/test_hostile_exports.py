"""A hostile article in Chromium, in every format that a browser shows: nothing runs and nothing is fetched."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from conftest import Workspace

from pipeline.pandoc import PandocError, find_pandoc

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

RUN = "document.title='ran'"
ARTICLE = """\
---
lang: en
title: Bad <script>{run}</script> "title"
author: Eve <b onclick="{run}">Writer</b>
date: 2024-05-03
---
# Bad <img src=x onerror="{run}">

Words <script>{run}</script> [a](javascript:{run}) <b onmouseover="{run}" style="background:url({far}/b)">b</b>.[^1]

![far]({far}/p.png) <img src="{far}/q.png"> ![drawn](images/bad.svg) ![](data:image/svg+xml,<svg/onload={run}>)

<iframe src="{far}/f"></iframe><link rel=stylesheet href="{far}/l"><video src="{far}/v" autoplay></video>

<svg onload="{run}"><image href="{far}/i"/></svg>

<style>@import "{far}/s";</style><object data="{far}/o"></object>
<base href="{far}/"><meta http-equiv=refresh content="0;{far}/m">

[^1]: A note <img src=x onerror="{run}"> ![n]({far}/n.png)
"""
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" onload="{run}" viewBox="0 0 9 9"><script>{run}</script>
<style>@import url({far}/c);</style><image href="{far}/x.png"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{run}"><img src="{far}/y"/></body></foreignObject>
<rect width="9" height="9" fill="url({far}/g#g)"/></svg>
"""


@pytest.fixture
def elsewhere() -> "tuple[str, list[str]]":
    """The address of a server, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", asked


def test_nothing_runs_and_nothing_is_fetched(
    workspace: Callable[..., Workspace], browser: "Browser", elsewhere: "tuple[str, list[str]]"
) -> None:
    far, asked = elsewhere
    place = workspace('lang = "en"\neditions = ["en", "hy"]\nurl = "https://example.org"\n')
    place.write("articles/bad.md", ARTICLE.replace("{run}", RUN).replace("{far}", far))
    place.write("articles/images/bad.svg", PICTURE.replace("{run}", RUN).replace("{far}", far))
    place.run("sync")
    place.run("merge")
    said = place.run("export", "--bilingual", "en,hy", "--format", "html", "--format", "wordpress").output
    assert f"pictures on other servers, which are not fetched: {far}/p.png" in said
    assert "taken out of the copy: onload=" in said
    place.run("export", "--site", "site", exit_code=1)  # it has no picture “x”
    unpack_book(place)
    pages = [path for suffix in ("html", "xhtml", "svg") for path in place.root.rglob(f"*.{suffix}")]
    made = [path for path in pages if path.relative_to(place.root).parts[0] != "articles"]
    made = [path for path in made if not path.name.endswith(".wordpress.html")]  # shown by WordPress, not by a browser
    assert len(made) > 6
    for path in made:
        page = browser.new_page()
        page.goto(path.as_uri())
        page.evaluate("scrollTo(0, 1e6)")
        page.wait_for_load_state("networkidle")
        assert page.title() != "ran", path
        page.close()
    assert asked == []


def unpack_book(place: Workspace) -> None:
    """Unpack the article as a book, if pandoc is here."""
    try:
        find_pandoc()
    except PandocError:
        return
    place.run("export", "--format", "epub")
    with ZipFile(place.root / "exports/en/bad.epub") as book:
        book.extractall(Path(place.root / "book"))
