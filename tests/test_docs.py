"""The docs are true: generated pages are up to date, every command is there, links between pages lead somewhere."""

import json
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))


@pytest.mark.parametrize("name", sorted(GENERATE["PAGES"]))
def test_a_generated_page_is_what_the_commands_say_now(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATE["PAGES"][name](), "run: make docs"


def test_every_command_has_help_and_a_first_line_in_the_list() -> None:
    context = click.Context(main)
    listed = main.get_help(context)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert len(command.help or "") > 40
        assert f"  {name} " in listed


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


FENCES = re.compile(r"^( *)(`{3,}|~{3,}).*?^ *\2", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
LINKS = re.compile(r"\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as git hosts and the site make them from their words."""
    text = FENCES.sub("", page.read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    names = set()
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names


def broken_links(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead to no file, or to no heading of one."""
    text = CODE.sub("", FENCES.sub("", page.read_text(encoding="utf-8")))
    for link in LINKS.findall(text):
        target, _, anchor = link.partition("#")
        if "://" in link:
            continue
        goal = page.parent / target if target else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_to_files_and_headings(page: Path) -> None:
    assert not [f"{page.name} links to {link}" for link in broken_links(page)]


def test_a_link_to_no_page_or_heading_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    (tmp_path / "other.md").write_text("# Links: `--links`\n\n## Twice\n\n## Twice\n", encoding="utf-8")
    good = "[a](other.md#links---links) [b](other.md#twice-1) [c](https://example.org/x#y) `[d](nowhere.md)`"
    bad = "[e](nowhere.md) [f](other.md#nothing) [g](#nothing)"
    page.write_text(f"{good}\n\n```\n[h](nowhere.md)\n```\n\n{bad}\n", encoding="utf-8")
    assert list(broken_links(page)) == ["nowhere.md", "other.md#nothing", "#nothing"]


SITE = runpy.run_path(str(ROOT / "docs" / "build_site.py"))


def test_every_page_has_its_place_in_the_site() -> None:
    def listed_in(nav: object) -> Iterator[str]:
        if isinstance(nav, str):
            yield nav
        elif isinstance(nav, dict | list):
            for each in nav.values() if isinstance(nav, dict) else nav:
                yield from listed_in(each)

    listed = sorted(listed_in(json.loads(SITE["write_config"]("en", ["en"]))["nav"]))
    papers = [f"{name.lower().removesuffix('.md')}.md" for name in SITE["PAPERS"]]
    pages = [page.name for page in (ROOT / "docs").glob("*.md")]
    assert listed == sorted([*papers, *pages]), "add the page to nav in docs/zensical.toml"


def test_the_built_site_is_tried(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    good = '<h2 id="here"></h2><a href="#here"></a><a href="/page.html"></a><a href="https://example.org">out</a>'
    bad = '<a href="gone.html"></a><a href="page.html#gone"></a><script src="https://example.org/x.js"></script>'
    page.write_text(good + bad, encoding="utf-8")
    assert list(SITE["find_faults"](page, tmp_path)) == [
        "page.html: gone.html leads nowhere",
        "page.html: page.html#gone has no such anchor",
        "page.html: <script> fetches https://example.org/x.js",
    ]


PROGRAMMERS = [
    ROOT / "CONTRIBUTING.md",
    *((ROOT / "docs" / f"{name}.md") for name in ("alignment", "architecture", "segmentation")),
]
SOURCES = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for room in ("pipeline", "tests", "docs", "benchmarks")
    for path in (ROOT / room).rglob("*.*")
]


@pytest.mark.parametrize("page", PROGRAMMERS, ids=lambda page: page.name)
def test_a_source_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"(?<![\w/])((?:[\w]+/)*\w+\.py)\b", text):
        assert any(path.endswith(f"/{name}") for path in SOURCES), f"{page.name} names {name}"


@pytest.mark.parametrize("page", PROGRAMMERS, ids=lambda page: page.name)
def test_a_name_in_the_code_that_a_page_tells_of_exists(page: Path) -> None:
    """Constants, and names of several words or with an underscore before them."""
    names = set(re.findall(r"`(_?[A-Z][A-Z_]{2,}|_?[a-z]+_[a-z_]+|_[a-z]+)`", page.read_text(encoding="utf-8")))
    code = [ROOT / path[1:] for path in SOURCES if path.endswith((".py", ".toml"))]
    written = "\n".join(path.read_text(encoding="utf-8") for path in [*code, *ROOT.glob("wordpress/targman/**/*.php")])
    assert names - set(re.findall(r"\w+", written)) == set()


def test_the_answers_of_the_architecture_page_lead_to_functions() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Where to look")[2].partition("\n## ")[0]
    answers = re.findall(r"\| `([\w/]+\.py)`, `(\w+)`", table)
    assert len(answers) >= 4
    for name, function in answers:
        source = (ROOT / "pipeline" / name).read_text(encoding="utf-8")
        assert f"def {function}(" in source, f"{name} has no {function}"
