"""The first sight of a workspace, and the buttons that run commands on it."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.workspace.lock import locked

from .site import COMMAND, Answer, Site, change, end, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def run(site: Site, name: str, given: object = None, **headers: str) -> Answer:
    """The answer to a click on a button of a command."""
    return site.post(f"/run/{name}", {} if given is None else given, **headers)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A workspace without articles, whose preview waits for nobody else."""
    monkeypatch.setenv("TARGMAN_WAIT", "0")
    (tmp_path / "articles").mkdir()
    (tmp_path / "targman.toml").write_text('lang = "en"\neditions = ["en", "ru"]\n', encoding="utf-8")
    found = serve(tmp_path)
    try:
        yield found
    finally:
        assert end(found) == (0, "")


def test_an_empty_workspace_shows_how_to_begin_and_counts_nothing(fresh: Site) -> None:
    html = fresh.get("/").text
    assert "There are no articles yet." in html
    assert "targman import" in html
    assert "100" not in html.partition("<main")[2]


@pytest.mark.browser
def test_what_is_not_synced_says_so_and_a_button_syncs_it(fresh: Site, browser: "Browser") -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(fresh.door)
    page.get_by_role("heading", name="There are no articles yet.").wait_for()
    (fresh.root / "articles/lake.md").write_text("# The lake\n\nIt fell. It rose.\n", encoding="utf-8")
    page.get_by_role("heading", name="1 article is not synced yet").wait_for()
    page.get_by_text("The lake").wait_for()
    assert page.get_by_text("there is no such catalog").count() == 0
    assert page.locator(".card").count() == 0
    page.get_by_role("button", name="Sync now").click()
    page.locator("#report pre", has_text="1 article").wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator(".card", has_text="Русский").wait_for()
    assert page.locator(".card").count() == 1, "nobody translates into the article's own language"
    page.locator('td[data-name="ru"]', has_text="6 words to do").wait_for()
    assert page.locator(".begin").count() == 0
    assert (fresh.root / "locales/ru/articles/lake.po").exists()
    context.close()


def test_a_command_is_run_as_in_a_terminal_and_its_report_is_the_same(site: Site) -> None:
    report = run(site, "merge").json
    assert (report["line"], report["status"]) == ("targman merge", 0)
    assert "editions/ru/lake.md" in report["text"]
    assert (site.root / "editions/ru/lake.md").exists()
    assert "\x1b" not in report["text"]
    made = run(site, "send", {"lang": "ru", "to": "--Անի", "due": "2030-01-02"}).json
    assert made["line"] == "targman send ru --to=--Անի --due=2030-01-02"
    assert made["status"] == 0, made["text"]
    assert "--Անի,,2030-01-02" in (site.root / "locales/assignments.csv").read_text(encoding="utf-8")
    assert "1 article" in made["text"]


def test_a_command_keeps_away_while_another_one_is_at_work(fresh: Site) -> None:
    (fresh.root / "articles/lake.md").write_text("# The lake\n", encoding="utf-8")
    with locked(fresh.root):
        report = run(fresh, "sync").json
    assert report["status"] == 1
    assert "another targman process" in report["text"]
    assert not (fresh.root / "locales").exists()
    assert run(fresh, "sync").json["status"] == 0


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("init", {}),
        ("check", {}),
        ("sync --help", {}),
        ("", {}),
        ("send", {}),
        ("send", {"lang": "de"}),
        ("send", {"lang": "--output=x.zip"}),
        ("send", {"lang": "ru", "due": "tomorrow"}),
        ("send", {"lang": "ru", "to": "a\nb"}),
        ("sync", []),
    ],
)
def test_nothing_else_can_be_run(site: Site, name: str, given: object) -> None:
    before = sorted(os.walk(site.root))
    assert run(site, name.replace(" ", "%20"), given).status in {400, 404}
    assert sorted(os.walk(site.root)) == before


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_runs_nothing(site: Site, headers: dict[str, str]) -> None:
    assert run(site, "merge", **headers).status == 403
    assert not [path for path in (site.root / "editions").rglob("*") if path.is_file()]


def test_the_desk_counts_as_status_does(site: Site) -> None:
    (site.root / "targman.toml").write_text('lang = "en"\nfuzzy = "use"\n', encoding="utf-8")
    change(site.catalog, lambda entry: replace(entry, fuzzy=bool(entry.target)))
    told = subprocess.run([*COMMAND, "status"], cwd=site.root, check=True, capture_output=True, text=True).stdout
    share = next(line for line in told.splitlines() if "Russian" in line).split("%")[0].split()[-1]
    again = serve(site.root)
    try:
        html = ""
        while f">{share}%" not in html and "still being counted" in (html := again.get("/").text):
            pass
        assert f">{share}%" in html
    finally:
        end(again)


@pytest.mark.browser
def test_the_map_comes_when_it_says_something_and_is_a_strip(visit: "Callable[..., Page]", site: Site) -> None:
    page = visit("/")
    page.locator('td[data-name="ru"]', has_text="to do").wait_for()
    assert page.locator("svg rect[data-stem]").count() == 0, "one article is no map"
    (site.root / "articles/second.md").write_text("# The second one\n\nText.\n", encoding="utf-8")
    assert run(site, "sync").json["status"] == 0
    page.locator("svg rect[data-stem=second]").first.wait_for()
    box = page.locator("#heat svg").bounding_box()
    assert box
    assert box["height"] < 200


def test_who_has_an_edition_until_when_is_shown_and_filtered_by(site: Site) -> None:
    table = "article,language,translator,reviewer,due\nlake,ru,Աննա,,2020-01-02\nlake,hy,,Boris,\n"
    (site.root / "locales/assignments.csv").write_text(table, encoding="utf-8")
    (site.root / "articles/second.md").write_text("# The second one\n\nText.\n", encoding="utf-8")
    html = site.get("/", Accept_Language="en").text
    assert re.search(r'data-name="ru">.*\n?.*<span class="who late"><bdi>Աննա</bdi> · due 2 Jan 2020', html)
    assert "<bdi>Boris</bdi></span>" in html
    assert re.findall(r"<option>(Boris|Աննա)</option>", html) == ["Boris", "Աննա"]
    for who, articles in (("Boris", {"/article/lake"}), ("Nobody", set())):
        found = site.get(f"/?who={who}").text
        assert set(re.findall(r'href="(/article/[^"?]+)', found)) == articles
        assert f"<option selected>{who}</option>" in found


def test_a_table_of_assignments_that_cannot_be_read_is_named_and_the_desk_stays(site: Site) -> None:
    (site.root / "locales/assignments.csv").write_text("article,language\nlake,de\nlake\n", encoding="utf-8")
    html = site.get("/").text
    assert "locales/assignments.csv:3" in html
    assert "/article/lake" in html
