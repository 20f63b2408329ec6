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

LEAD = """\
---
lang: en
title: Worse
image: images/worse.svg
image_alt: >-
  "><img src=x onerror="{run}">
image_caption: >-
  <img src={far}/cap onerror="{run}">
tags: >-
  "><script>{run}</script>
---
# Worse

<a href="java&#x0A;script:{run}">a</a> <b on&#99;lick="{run}" ONMOUSEOVER={run}>b</b> <form action="{far}/form"><input
autofocus onfocus="{run}"></form> <math href="javascript:{run}"><mi xlink:href="javascript:{run}">x</mi></math>

<details open ontoggle="{run}"><summary style="background:u\\72l({far}/style)">s</summary></details>
"""
WORSE = """\
<?xml-stylesheet href="{far}/sheet.css"?>
<!DOCTYPE svg [<!ENTITY go "javascript:{run}"><!ENTITY % far SYSTEM "{far}/dtd"><!ATTLIST rect onload CDATA "{run}">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"
  xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:h="http://www.w3.org/1999/xhtml" onbegin="{run}">
<style>@im\\70ort "{far}/import"; rect {{ fill: u\\72l({far}/escaped); cursor: url({far}/cursor), auto }}</style>
<use href="{far}/use#a"/><use xlink:href="data:image/svg+xml,&lt;svg id='a' onload='{run}'/&gt;#a"/>
<a xlink:href="&go;"><text y="5">a</text>
<animate attributeName="href" to="javascript:{run}" dur="1s" fill="freeze"/></a>
<a id="b"><text>b</text><set attributeName="xlink:href" to="java&#9;script:{run}"/></a>
<animate attributeName="x" from="0" to="1" dur="1ms" onbegin="{run}" onend="{run}"/>
<image xlink:href="//127.0.0.1:{port}/protocol"/><feImage href="{far}/fe"/><h:script>{run}</h:script>
<h:img src="{far}/html" onerror="{run}"/><h:iframe src="javascript:{run}"/><handler ev:event="load">{run}</handler>
<rect width="9" height="9" style="filter:url('{far}/filter#f');mask:image-set('{far}/set' 1x)"/>
<foreignObject><h:body onload="{run}"><h:link rel="stylesheet" href="{far}/link"/></h:body></foreignObject></svg>
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


def test_pictures_above_the_text_and_other_ways_run_nothing(
    workspace: Callable[..., Workspace], browser: "Browser", elsewhere: "tuple[str, list[str]]"
) -> None:
    far, asked = elsewhere
    place = workspace('lang = "en"\neditions = ["en"]\nurl = "https://example.org"\n')
    place.write("articles/bad.md", LEAD.replace("{run}", RUN).replace("{far}", far))
    worse = WORSE.replace("{run}", RUN).replace("{far}", far).replace("{port}", far.rpartition(":")[2])
    place.write("articles/images/worse.svg", worse.replace("{{", "{").replace("}}", "}"))
    place.run("sync")
    place.run("merge")
    assert "taken out of the copy" in place.run("export", "--format", "html", "--format", "wordpress-classic").output
    place.run("export", "--site", "site")
    unpack_book(place)
    made = [path for suffix in ("html", "xhtml", "svg") for path in place.root.rglob(f"*.{suffix}")]
    made = [path for path in made if path.relative_to(place.root).parts[0] != "articles"]
    assert {path.suffix for path in made} == {".html", ".xhtml", ".svg"}
    for path in made:
        page = browser.new_page()
        page.goto(path.as_uri())
        if path.suffix == ".svg":
            click = "each => each.dispatchEvent(new MouseEvent('click', {bubbles: true}))"
            page.evaluate(f"document.querySelectorAll('*').forEach({click})")
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
