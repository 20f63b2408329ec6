"""The site generators that editions are laid out for: each builds a site of a folder, and one reader tries its links.

A program that is missing skips the test that asks for it.
"""

import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

_HUGO_PAGE = """<html lang="{{ .Site.Language.Lang }}"><title>{{ .Title }}</title>
{{ range .Translations }}<a rel="alternate" hreflang="{{ .Lang }}" href="{{ .RelPermalink }}">{{ .Lang }}</a>{{ end }}
<h1>{{ .Title }}</h1>{{ .Content }}</html>"""
_JEKYLL_PAGE = """<html lang="{{ page.lang }}"><title>{{ page.title }}</title>
{% for each in page.translations %}<a rel="alternate" hreflang="{{ each.lang }}"
href="{{ each.url | relative_url }}">{{ each.lang }}</a>{% endfor %}
<h1>{{ page.title }}</h1>{{ content }}</html>"""


def build_with_hugo(root: Path) -> Path:
    """Build the site of `content`, of which Hugo's settings in docs/site-generators.md are a part."""
    _write(root / "layouts/_default/single.html", _HUGO_PAGE)
    _write(
        root / "layouts/_default/list.html", '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    )
    _run(root, "hugo", "--quiet", "--panicOnWarning")
    return root / "public"


def build_with_jekyll(root: Path) -> Path:
    """Build the site of `site`, at an address with a path."""
    _write(root / "site/_layouts/default.html", _JEKYLL_PAGE)
    _run(root, "jekyll", "build", "--source", "site", "--destination", "public/sub", "--baseurl", "/sub", "--quiet")
    return root / "public"


def build_with_pandoc(root: Path) -> Path:
    """Make each page of `site` with the program that Quarto makes pages with. Quarto itself turns `.qmd` of addresses
    into `.html`.
    """
    for page in sorted((root / "site").rglob("*.qmd")):
        made = root / "public" / page.relative_to(root / "site").with_suffix(".html")
        made.parent.mkdir(parents=True, exist_ok=True)
        _run(root, "pandoc", "--standalone", "-f", "markdown", "-o", str(made), str(page))
        _write(made, made.read_text(encoding="utf-8").replace(".qmd", ".html"))
    _copy_others(root / "site", root / "public", ".qmd")
    return root / "public"


def build_with_markdown(root: Path) -> Path:
    """Make each page of `docs` with the library that MkDocs and Zensical make pages with, which turn `.md` of addresses
    into `.html`.
    """
    markdown = pytest.importorskip("markdown")
    for page in sorted((root / "docs").rglob("*.md")):
        _, _, text = page.read_text(encoding="utf-8").partition("\n---\n")
        html = markdown.markdown(text, extensions=["footnotes", "tables", "toc", "attr_list", "md_in_html"])
        _write(root / "public" / page.relative_to(root / "docs").with_suffix(".html"), html.replace(".md", ".html"))
    _copy_others(root / "docs", root / "public", ".md")
    return root / "public"


class Page(HTMLParser):
    """The addresses of a page, its identifiers, and how often it has each element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = {""}
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.ids.add(value)
            elif name in {"href", "src"} and value:
                self.addresses.append(value)


def read_pages(site: Path) -> dict[str, Page]:
    """Read the pages of a site, by their paths."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def find_dead_addresses(site: Path) -> Iterator[str]:
    """Find the addresses in the pages of a site that lead to no file, or to no part of a page."""
    pages = read_pages(site)
    for name, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            above = site if parts.path.startswith("/") else (site / name).parent
            goal = above / unquote(parts.path).lstrip("/") if parts.path else site / name
            goal = goal / "index.html" if goal.is_dir() else goal
            if not goal.is_file():
                yield f"{name}: {address} leads nowhere"
            elif (
                goal.suffix == ".html"
                and unquote(parts.fragment) not in pages[goal.resolve().relative_to(site.resolve()).as_posix()].ids
            ):
                yield f"{name}: {address} leads to no part of the page"


def _run(root: Path, program: str, *words: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([program, *words], cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _copy_others(folder: Path, goal: Path, suffix: str) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != suffix:
            copy = goal / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
