"""`targman pull wordpress export.xml`: posts become articles, their translations fill the catalogs."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from conftest import Workspace

from cms.exports import Item, export

pytest.importorskip("trafilatura", reason="the extra “office” is not installed")
pytest.importorskip("pypandoc", reason="the extra “office” is not installed")
pytest.importorskip("numpy", reason="the extra “adopt” is not installed")

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru"}

ENGLISH = """Lake Sevan is the largest lake of Armenia.[1] Twenty-eight rivers feed it.

In 1933 the water began to fall. By 2001 the level had dropped by 19 meters.[2]

[1] Lind, <em>Lakes</em>, 1998.

[2] Bauer, 2004, p. 12."""
RUSSIAN = """Озеро Севан — самое большое озеро Армении.[1] Его питают двадцать восемь рек.

В 1933 году вода начала убывать. К 2001 году уровень снизился на 19 метров.[2]

[1] Lind, <em>Lakes</em>, 1998.

[2] Bauer, 2004, с. 12."""


def pair(number: int, slug: str = "lake") -> list[Item]:
    group = ("post_translations", f"pll_{number}")
    return [
        Item(id=number, title="The lake", content=ENGLISH, slug=slug, terms=(("language", "en"), group)),
        Item(id=number + 1, title="Озеро", content=RUSSIAN, slug=f"{slug}-ru", terms=(("language", "ru"), group)),
    ]


def catalog(place: Workspace, lang: str, slug: str) -> dict[str, polib.POEntry]:
    entries = polib.pofile(str(place.root / f"locales/{lang}/articles/{slug}.po"))
    return {entry.msgid: entry for entry in entries if not entry.obsolete}


def pull(place: Workspace, *words: str, exit_code: int = 0) -> dict[str, list[dict[str, object]]]:
    result = place.run("pull", "wordpress", *words, "--format", "json", exit_code=exit_code)
    report: dict[str, list[dict[str, object]]] = json.loads(result.stdout)
    return report


def test_a_post_and_its_translation_come_in_as_one_article(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("export.xml", export(pair(11)))
    [result] = pull(place, "export.xml")["results"]
    assert (result["article"], result["state"], result["notes"]) == ("articles/lake.md", "new", 2)
    assert [(item["lang"], item["post"], item["empty"]) for item in result["adopted"]] == [("ru", 12, 0)]  # type: ignore[attr-defined]
    text = place.text("articles/lake.md")
    assert 'author: Ann Lee\ndate: 2026-11-10\nsource: "https://news.example/lake/"' in text
    assert "largest lake of Armenia.[^1] Twenty-eight" in text
    assert "[^1]: Lind, *Lakes*, 1998." in text
    entry = catalog(place, "ru", "lake")["By 2001 the level had dropped by 19 meters.{fn1}"]
    assert entry.msgstr == "К 2001 году уровень снизился на 19 метров.{fn1}"


def test_a_second_pull_changes_no_byte(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("export.xml", export(pair(11)))
    pull(place, "export.xml")
    before = place.snapshot()
    [result] = pull(place, "export.xml")["results"]
    assert result["state"] == "unchanged"
    assert place.snapshot() == before


def test_a_rehearsal_writes_nothing(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("export.xml", export(pair(11)))
    before = place.snapshot()
    result = place.run("pull", "wordpress", "export.xml", "--dry-run")
    assert "articles/lake.md" in result.stdout
    assert "1 article would come in" in result.stdout
    assert place.snapshot() == before


def test_posts_are_chosen_by_number_and_address_and_joined_by_a_plus(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    english, russian = (Item(**{**vars(item), "terms": (item.terms[0],)}) for item in pair(11))
    other = Item(id=20, title="Other", content=ENGLISH, slug="other", terms=(("language", "en"),))
    place.write("export.xml", export([english, russian, other]))
    [result] = pull(place, "export.xml", "11+12")["results"]
    assert [item["post"] for item in result["adopted"]] == [12]  # type: ignore[attr-defined]
    [result] = pull(place, "export.xml", "http://www.news.example/other")["results"]
    assert result["article"] == "articles/other.md"
    report = pull(place, "export.xml", "77", exit_code=1)
    assert "has no post “77”" in str(report["problems"])
    assert "join their numbers" in place.run("pull", "wordpress", "export.xml", "1+x", exit_code=2).stderr


def test_two_posts_with_one_slug_are_two_articles(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    items = [Item(id=number, title=f"Lake {number}", content=ENGLISH, slug="lake") for number in (1, 2)]
    place.write("articles/lake.md", "# Mine\n\nText.\n")
    place.write("export.xml", export(Item(**{**vars(item), "slug": "lake"}) for item in items))
    assert {result["article"] for result in pull(place, "export.xml")["results"]} == {
        "articles/lake-1.md",
        "articles/lake-2.md",
    }
    assert place.text("articles/lake.md") == "# Mine\n\nText.\n"


def test_what_cannot_be_read_is_told_and_the_rest_comes_in(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    items = [
        Item(id=1, title="Empty", content="", slug="empty"),
        Item(id=2, title="../../x", content=ENGLISH, slug="..%2f..%2fx.php"),
        Item(id=3, title="A <script>alert(1)</script>lake", content=ENGLISH + "<script>alert(2)</script>"),
        Item(id=4, title="Gone", content=ENGLISH, status="trash"),
    ]
    place.write("export.xml", export(items))
    report = pull(place, "export.xml", exit_code=1)
    assert [problem["path"] for problem in report["problems"]] == ["https://news.example/empty/"]
    assert [result["article"] for result in report["results"]] == ["articles/x-php.md", "articles/a-lake.md"]
    assert "alert" not in place.text("articles/a-lake.md")
    assert not list(place.root.rglob("*.php"))


def test_a_file_that_is_no_export_is_refused_in_a_sentence(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("export.xml", "<html></html>")
    assert (
        "export.xml:1: is not a WordPress export file"
        in place.run("pull", "wordpress", "export.xml", exit_code=1).stderr
    )
    assert "cannot be read" in place.run("pull", "wordpress", "nothing.xml", exit_code=1).stderr


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The bundled articles, exported as posts."""
    place = Workspace(tmp_path_factory.mktemp("bundled"))
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, place.root / name)
    shutil.copy(ROOT / "pyproject.toml", place.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.root)
        place.run("merge")
        place.run("export", "--format=wordpress")
        yield place


def posts(place: Workspace) -> Iterator[Item]:
    number = 10
    for slug, first in BUNDLED.items():
        for lang in (first, *({"hy", "en", "ru"} - {first})):
            number += 1
            beside = json.loads(place.text(f"exports/{lang}/{slug}.wordpress.json"))
            yield Item(
                id=number,
                title=beside["title"],
                content=place.text(f"exports/{lang}/{slug}.wordpress.html"),
                slug=slug if lang == first else beside["slug"],
                excerpt=beside["excerpt"],
                date=f"2026-11-{10 + (lang != first)} 10:00:00",
                terms=(("language", lang), ("post_translations", slug)),
                meta={"footnotes": beside["meta"]["footnotes"]},
            )


def known(text: str) -> str:
    """A text as it is compared: a link by reference and one with its address are the same, and so are all spaces."""
    return re.sub(r"\s", " ", text.replace("][{", "]({").replace("}]", "})"))


@pytest.mark.thorough
def test_the_bundled_articles_come_back_with_all_their_translations(
    bundled: Workspace, workspace: Callable[..., Workspace]
) -> None:
    items = list(posts(bundled))
    place = workspace()
    place.write("export.xml", export(items))
    assert len(pull(place, "export.xml")["results"]) == 3
    for slug in BUNDLED:
        for lang in ("hy", "en", "ru"):
            before, after = catalog(bundled, lang, slug), catalog(place, lang, slug)
            assert not [entry.msgid for entry in after.values() if entry.fuzzy or not entry.msgstr]
            there = {known(source): known(entry.msgstr) for source, entry in after.items()}
            cut = {known(source): known(entry.msgstr) for source, entry in before.items()}
            assert set(there) == set(cut)
            assert not {
                text: (cut[text], there[text])
                for text in cut
                if there[text] != cut[text] and not there[text].endswith("…")  # excerpts are cut
            }
