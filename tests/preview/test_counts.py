"""The same numbers everywhere: on an article's page, in the overview, from `status` and from `check`."""

import json
import re
import subprocess
import time
from datetime import date, timedelta
from typing import Any

import pytest

from .site import COMMAND, PATIENCE, Site


def tell(site: Site, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run([*COMMAND, *arguments, "--format", "json"], cwd=site.root, check=False, capture_output=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return found


def head(site: Site, lang: str) -> str:
    html = site.get(f"/article/lake?lang={lang}", Accept_Language="en").text
    return html.partition(f'<div class="head" data-lang="{lang}"')[2].partition("</svg>")[0]


def overview(site: Site, wanted: str) -> str:
    """The Russian cell of the article in the overview, once all is counted."""
    end = time.monotonic() + PATIENCE
    while True:
        html = site.get("/", Accept_Language="en").text
        cell = html.partition('<td data-name="ru">')[2].partition("</td>")[0]
        if wanted in cell or time.monotonic() > end:
            return cell
        time.sleep(0.2)


def test_findings_are_counted_without_hints_as_check_and_the_overview_count(site: Site) -> None:
    site.translate("Year", target="Год — год")
    site.translate("Nobody knows *why* it did.", target="Никто не знает,  *почему*.")
    found = [each for each in tell(site, "check", "--lang", "ru") if each["path"].endswith("ru/articles/lake.po")]
    graves = [each for each in found if each["severity"] != "hint"]
    assert graves
    assert len(graves) < len(found), "the test needs a hint"
    assert f'data-found="{len(graves)}"' in head(site, "ru")
    words = "1 finding" if len(graves) == 1 else f"{len(graves)} findings"
    assert words in overview(site, words)
    page = site.get("/article/lake?lang=ru").text
    assert page.count("<li class=") == len(found), "hints are shown"
    shown = [int(number) for number in re.findall(r'<\w+ class="seg"[^>]*? data-found="(\d+)"', page)]
    assert sum(shown) == len(graves)


def test_words_to_do_are_those_of_status_and_the_overview(site: Site) -> None:
    [edition] = [each for each in tell(site, "status") if each["lang"] == "ru"]
    words = edition["fuzzy_words"] + edition["untranslated_words"]
    assert f"{words} words to do" in head(site, "ru")
    assert f"{words} words to do" in overview(site, f"{words} words to do")
    assert "to do" not in head(site, "en"), "nobody translates the source"


@pytest.mark.parametrize(("days", "look"), [(2, "who soon"), (-2, "who late"), (90, "who")])
def test_an_article_shows_who_has_an_edition(site: Site, days: int, look: str) -> None:
    due = date.today() + timedelta(days=days)  # noqa: DTZ011  as people count days
    table = f"article,language,translator,reviewer,due\nlake,ru,Анна П.,,{due}\n"
    (site.root / "locales/assignments.csv").write_text(table, encoding="utf-8")
    page = site.get("/article/lake?lang=ru", Accept_Language="en").text
    own = page.partition('<div id="heads"')[2].partition('<div id="rows"')[0]
    assert f'<p class="{look}"' in own
    assert "<bdi>Анна П.</bdi>" in own
    assert 'href="/?who=%D0%90' in own


def test_a_table_of_assignments_that_cannot_be_read_is_named_with_its_line(site: Site) -> None:
    (site.root / "locales/assignments.csv").write_text("article,language\nlake,xx-none\n", encoding="utf-8")
    page = site.get("/article/lake?lang=ru").text
    assert "locales/assignments.csv:2" in page
    assert "Озеро опустилось" in page
