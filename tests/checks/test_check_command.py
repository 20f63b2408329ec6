"""`targman check` with the rules of a workspace: its configuration, its articles, its index."""

import json
import re
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

ARTICLE = "# The lake\n\nIt fell by 20 m.[^i]Then it rose.\n\n[^i]: A report.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "It fell by 20 m.{fn1}": "Оно упало на 30 м.{fn1}",
    "Then it rose.": "Потом  поднялось.",
    "A report.": "Доклад.",
}


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\n')
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    path = str(place.root / "locales/ru/articles/lake.po")
    catalog = polib.pofile(path, wrapwidth=0)
    for entry in catalog:
        entry.msgstr = RUSSIAN[entry.msgid]
    catalog.save()
    return place


def found(place: Workspace, exit_code: int) -> list[tuple[str, str, str]]:
    results = json.loads(place.run("check", "--format", "json", exit_code=exit_code).stdout)["results"]
    return [(item["path"], item["rule"], item["severity"]) for item in results]


def test_the_article_and_its_catalogs_are_checked(place: Workspace) -> None:
    assert found(place, 1) == [
        ("articles/lake.md", "article-glued", "warning"),
        ("locales/ru/articles/lake.po", "numbers", "error"),
        ("locales/ru/articles/lake.po", "spaces-double", "hint"),
    ]


def test_what_the_configuration_says_counts_at_once_though_no_article_changed(place: Workspace) -> None:
    found(place, 1)
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "ru"]\n\n[checks]\nnumbers = "hint"\narticle = "off"\n')
    assert found(place, 0) == [
        ("locales/ru/articles/lake.po", "numbers", "hint"),
        ("locales/ru/articles/lake.po", "spaces-double", "hint"),
    ]


def test_a_translators_comment_excuses_an_entry(place: Workspace) -> None:
    path = "locales/ru/articles/lake.po"
    place.write(path, place.text(path).replace('msgid "It fell', '# targman: ignore numbers\nmsgid "It fell'))
    assert [rule for _, rule, _ in found(place, 1)] == ["article-glued", "spaces-double"]
    place.run("sync")
    assert "# targman: ignore numbers" in place.text(path)


def test_a_rule_that_is_not_known_is_refused(place: Workspace) -> None:
    place.write("targman.toml", '[checks]\nnumers = "off"\n')
    assert "checks.numers is not a rule (did you mean “numbers”?)" in place.run("check", exit_code=2).stderr


def test_an_edition_credits_all_who_sign_its_catalog_and_programs_are_named_in_a_finding(place: Workspace) -> None:
    path = "locales/ru/articles/lake.po"
    signed = "# Anna Petrova <anna@example.org>, 2026.\n# Борис <boris@example.org>, 2025, 2026.\n#\n"
    header = place.text(path).replace('"Last-Translator: ', '"Last-Translator: Weblate Admin <admin@example.org>', 1)
    place.write(path, signed + header.replace("30 м", "20 м"))
    assert found(place, 1)[1:] == [(path, "credit", "hint"), (path, "spaces-double", "hint")]
    place.run("merge", "--lang", "ru")
    assert "translators:\n    - Anna Petrova\n    - Борис\n" in place.text("editions/ru/lake.md")
    assert "Admin" not in place.text("editions/ru/lake.md")
    dated = header.replace(" Weblate Admin <admin@example.org>", "").replace(
        "Revision-Date: ", "Revision-Date: 2026-12-01 10:00+0400", 1
    )
    place.write(path, dated)
    assert (path, "credit", "hint") in found(place, 1)


def test_a_program_that_dates_a_catalog_without_translations_is_not_told(place: Workspace) -> None:
    path = "locales/ru/articles/lake.po"
    empty = re.sub('^msgstr ".+"$', 'msgstr ""', place.text(path), flags=re.MULTILINE)
    place.write(path, empty.replace("Revision-Date: ", "Revision-Date: 2026-12-01 10:00+0400", 1))
    assert found(place, 1) == [("articles/lake.md", "article-glued", "warning")]


def test_links_to_pages_of_the_site_in_another_language_are_found(workspace: Callable[..., Workspace]) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\nurl = "https://example.org"\nlink_targets = true\n')
    link = "https://example.org/en/river.html"
    place.write("articles/river.md", "The river.\n")
    place.write("articles/lake.md", f"See [the river]({link}) and [the sea](https://example.org/en/sea.html).\n")
    place.run("sync")
    path = "locales/ru/articles/lake.po"
    catalog = polib.pofile(str(place.root / path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = entry.msgid if entry.msgid.startswith("http") else "См. [реку]({url1}) и [море]({url2})."
    catalog.save()
    assert found(place, 1) == [("articles/lake.md", "address-edition", "warning"), (path, "address-edition", "warning")]
    told = place.run("check", exit_code=1).stdout
    assert "Link to river.md instead" in told
    assert "Write https://example.org/ru/river.html." in told
    place.write(path, place.text(path).replace(f'msgstr "{link}"', 'msgstr "https://example.org/ru/river.html"'))
    assert found(place, 1) == [("articles/lake.md", "address-edition", "warning")]
    (place.root / "articles/river.md").unlink()
    assert [rule for _, rule, _ in found(place, 0)] == []


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("---\ntitle: The Blue River\n---\n\nWater.\n", "the-blue-river.html"),
        ("# The Blue River\n\nWater.\n", "the-blue-river"),
        ("---\nslug: water\n---\n\nWater.\n", "water/"),
        ("---\npermalink: /en/news/water/\n---\n\nWater.\n", "water"),
    ],
)
def test_pages_of_the_site_are_known_by_their_titles_and_slugs_too(
    workspace: Callable[..., Workspace], other: str, name: str
) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\nurl = "https://example.org"\nlink_targets = true\n')
    place.write("articles/2020/a.md", other)
    place.write("articles/lake.md", f"See [the river](https://example.org/en/{name}).\n")
    place.run("sync")
    path = "locales/ru/articles/lake.po"
    catalog = polib.pofile(str(place.root / path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = entry.msgid if entry.msgid.startswith("http") else "См. [реку]({url1})."
    catalog.save()
    edition = [each for each in found(place, 1) if each[1] == "address-edition"]
    assert edition == [("articles/lake.md", "address-edition", "warning"), (path, "address-edition", "warning")]
    told = place.run("check", exit_code=1).stdout
    assert "Link to 2020/a.md instead" in told
    assert "Write the address of that page of articles/2020/a.md." in " ".join(told.split())
    place.write("articles/2020/a.md", "Another one.\n")
    place.run("sync")
    assert not [each for each in found(place, 0) if each[1] == "address-edition"]
