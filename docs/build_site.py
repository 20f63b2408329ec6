"""Build the site of the docs into build/site: `make site` runs it with the tools of requirements-site.lock.

The pages are copied first, with the papers of the repository among them, so every link leads to a page of the site.
Each folder of translated pages, such as docs/hy, becomes a site of its own below the English one, in its language. Then
every link, anchor and picture of the built pages is tried, and everything that a browser would fetch has to be local.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BUILD = ROOT / "build"
PAGES = BUILD / "site-pages"
SITE = BUILD / "site"
PAPERS = ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "LICENSE")
FIRST = "tutorial"
"""The page that a choice of a translated language leads to."""
LANGUAGES = {"en": "English", "hy": "Հայերեն", "ru": "Русский"}
FETCHED = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")}
"""Attributes whose address a browser fetches by itself."""


def main() -> None:
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    languages = [lang for lang in LANGUAGES if lang == "en" or any((DOCS / lang).glob("*.md"))]
    for lang in languages:
        copy_pages(lang)
        config = BUILD / f"site-{lang}.yml"
        config.write_text(write_config(lang, languages), encoding="utf-8")
        command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", str(config)]
        built = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")  # noqa: S603
        if built.returncode:
            said = re.sub(r"\x1b\[[\d;]*m", "", built.stdout + built.stderr)
            sys.exit(said.partition("Traceback")[0])
    for page in SITE.glob("??/404.html"):
        page.unlink()  # a server shows the one at the top
    faults = [fault for page in sorted(SITE.rglob("*.html")) for fault in find_faults(page, SITE)]
    if faults:
        sys.exit("\n".join(faults))
    print(SITE.joinpath("index.html").relative_to(ROOT))  # noqa: T201  its caller opens it


def copy_pages(lang: str) -> None:
    """Copy the pages of a language to where the site is built from."""
    goal = PAGES / lang
    goal.mkdir(parents=True)
    folder = DOCS if lang == "en" else DOCS / lang
    own = {page.name for page in folder.glob("*.md")}
    for page in folder.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        goal.joinpath(page.name).write_text(text if lang == "en" else lead_out(text, own), encoding="utf-8")
    shutil.copytree(DOCS / "images", goal / "images")
    if lang == "en":
        for path in (*DOCS.glob("*.svg"), DOCS / "targman.schema.json"):
            shutil.copy(path, goal)
        for name in PAPERS:
            text = ROOT.joinpath(name).read_text(encoding="utf-8")
            goal.joinpath(name.lower().removesuffix(".md") + ".md").write_text(move_links(text), encoding="utf-8")
        for page in goal.glob("*.md"):
            page.write_text(move_links(page.read_text(encoding="utf-8")), encoding="utf-8")


def move_links(text: str) -> str:
    """Return a page with the links that lead from docs/ to the papers, from a paper into docs/, or to a page of another
    language's site, made to fit.
    """
    for name in PAPERS:
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(name)}\b", f"]({name.lower().removesuffix('.md')}.md", text)
    text = text.replace("](SECURITY.md", "](security.md").replace("](docs/", "](")
    return re.sub(r"\]\(([a-z]{2}/[\w-]+)\.md\b", r"](\1.html", text)


def lead_out(text: str, own: Iterable[str]) -> str:
    """Return a translated page whose links to pages that are not translated lead to the English site."""
    ours = set(own)

    def move(link: re.Match[str]) -> str:
        is_ours = f"{link[1]}.md" in ours  # ../tutorial.md is the English one
        return f"]({link[1]}.md" if is_ours else f"](../{link[1].removeprefix('../')}.html"

    return re.sub(r"\]\(((?:\.\./)?[\w-]+)\.md\b", move, text).replace("](../images/", "](images/")


def write_config(lang: str, languages: Sequence[str]) -> str:
    """Return the configuration of one language's site: docs/zensical.toml, with what the language changes."""
    project = tomllib.loads(DOCS.joinpath("zensical.toml").read_text(encoding="utf-8"))["project"]
    up = "" if lang == "en" else "../"
    project["docs_dir"], project["site_dir"] = f"site-pages/{lang}", "site" if lang == "en" else f"site/{lang}"
    project["theme"]["language"] = lang
    if lang != "en":
        names = {page.name for page in (DOCS / lang).glob("*.md")}
        project["nav"] = sorted(names, key=lambda name: (name != f"{FIRST}.md", name))
    if len(languages) > 1:
        homes = {each: f"{up}index.html" if each == "en" else f"{up}{each}/{FIRST}.html" for each in languages}
        project["extra"]["alternate"] = [{"name": LANGUAGES[each], "lang": each, "link": homes[each]} for each in homes]
    return json.dumps(project, ensure_ascii=False, indent=1)


class _Reader(HTMLParser):
    """Collects the anchors of a page and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.links: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.anchors.add(value)
            elif name in {"href", "src"} and value is not None:
                self.links.append((tag, name, value))


@cache
def read_page(page: Path) -> _Reader:
    """Read the anchors and addresses of a built page."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def find_faults(page: Path, site: Path) -> Iterator[str]:
    """Find the addresses of a built page that lead nowhere, and those that a browser would fetch from elsewhere."""
    for tag, name, address in read_page(page).links:
        parts = urlsplit(address)
        where = page.relative_to(site)
        if parts.scheme or parts.netloc:
            if (tag, name) in FETCHED and parts.scheme != "data":
                yield f"{where}: <{tag}> fetches {address}"
            continue
        above = site if parts.path.startswith("/") else page.parent
        goal = above / unquote(parts.path).lstrip("/") if parts.path else page
        if goal.is_dir():
            goal /= "index.html"
        if not goal.is_file():
            yield f"{where}: {address} leads nowhere"
        elif parts.fragment and goal.suffix == ".html" and unquote(parts.fragment) not in read_page(goal).anchors:
            yield f"{where}: {address} has no such anchor"


if __name__ == "__main__":
    main()
