"""`targman adopt` as an editor calls it, with files as publishers have them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from conftest import Workspace

from adopt.making import PAIRS, entries, finished, fresh, published, renumbered
from pipeline.model import Entry

Desk = Callable[..., Workspace]


@pytest.fixture
def desk(workspace: Desk) -> Workspace:
    return fresh(workspace('lang = "en"\nproject = "targman"\n'))


def right(desk: Workspace, slug: str, lang: str) -> tuple[int, int]:
    """How many of the sure entries are as people wrote them, and how many there are."""
    wanted = finished(slug, lang)
    sure = [entry for entry in entries(desk, slug, lang).values() if entry.is_translated]
    return sum(entry.target == wanted[entry.source].target for entry in sure), len(sure)


@pytest.mark.parametrize(("slug", "lang"), PAIRS)
def test_a_published_edition_fills_the_catalog_as_people_did(desk: Workspace, slug: str, lang: str) -> None:
    desk.write("old/text.md", published(slug, lang))
    said = desk.run("adopt", slug, "--lang", lang, "old/text.md").output
    assert f"locales/{lang}/articles/{slug}.po" in said
    assert "The edition says what was published, word for word." in said
    correct, sure = right(desk, slug, lang)
    assert correct == sure > 0.95 * len(finished(slug, lang))


def test_an_edition_of_another_workspace_is_a_translation_too(desk: Workspace) -> None:
    signed = published("lake-sevan", "ru").replace(
        "lang: ru\n", "lang: ru\ntargman:\n  source: articles/x.md\n  translators:\n    - A\n", 1
    )
    desk.write("old.md", signed)
    desk.run("adopt", "articles/lake-sevan.md", "--lang", "ru", "old.md")
    assert right(desk, "lake-sevan", "ru")[1] > 100


def test_markdown_of_other_programs_is_read_as_import_reads_it(desk: Workspace) -> None:
    text = published("lake-sevan", "ru").replace("lang: ru\n", "lang: ru-RU\n", 1).replace("\n", "\r\n")
    desk.write("old.md", text)
    desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md")
    correct, sure = right(desk, "lake-sevan", "ru")
    assert correct == sure > 100


@pytest.mark.parametrize("form", ["html", "docx", "odt"])
def test_a_translation_may_be_a_web_page_or_a_word_file(desk: Workspace, form: str) -> None:
    pytest.importorskip("trafilatura", reason="the extra “office” is not installed")
    pytest.importorskip("pypandoc", reason="the extra “office” is not installed")
    desk.write("old.md", published("urbatagirk", "en"))
    desk.run("adopt", "urbatagirk", "--lang", "en", "old.md")
    desk.run("export", "urbatagirk", "--lang", "en", "--format", form)
    page = desk.root / "exports" / "en" / f"urbatagirk.{form}"
    document = desk.write(f"published.{form}", page.read_bytes())
    (desk.root / "locales" / "en" / "articles" / "urbatagirk.po").unlink()
    report = json.loads(desk.run("adopt", "urbatagirk", "--lang", "en", document.name, "--format", "json").stdout)[
        "results"
    ][0]
    correct, sure = right(desk, "urbatagirk", "en")
    assert sure > 120
    assert correct >= 0.97 * sure
    assert len(report["left_over"]) <= 3
    assert not any(item["line"] for item in report["left_over"])


def test_pasted_text_is_enough(desk: Workspace) -> None:
    body = published("lake-sevan", "ru").partition("\n---\n")[2]
    plain = re.sub(r"\[\^\w+\](?!:)|[*#>_]|^\[.*\n?", "", body, flags=re.MULTILINE)
    desk.write("letter.txt", plain)
    report = json.loads(desk.run("adopt", "lake-sevan", "--lang", "ru", "letter.txt", "--format", "json").stdout)
    assert report["results"][0]["sure"] > 40


def test_adopting_again_or_syncing_after_it_changes_no_byte(desk: Workspace) -> None:
    desk.write("old.md", renumbered(published("lake-sevan", "hy")).replace("[^5]", "", 1))
    desk.run("adopt", "lake-sevan", "--lang", "hy", "old.md")
    before = desk.snapshot()
    assert "unchanged" in desk.run("adopt", "lake-sevan", "--lang", "hy", "old.md").output
    desk.run("sync")
    desk.run("adopt", "lake-sevan", "--lang", "hy", "old.md")
    assert {path: data for path, data in desk.snapshot().items() if path in before} == before


def test_a_rehearsal_writes_nothing_but_tells_the_same(desk: Workspace) -> None:
    desk.write("old.md", published("yerevan-metro", "hy"))
    before = desk.snapshot()
    said = desk.run("adopt", "yerevan-metro", "--lang", "hy", "old.md", "--dry-run").output
    assert desk.snapshot() == before
    assert "would be written" in said
    assert desk.run("adopt", "yerevan-metro", "--lang", "hy", "old.md").output == said.replace(
        "would be written", "written"
    )


def test_what_people_translated_stays(desk: Workspace) -> None:
    desk.run("sync")
    path = "locales/ru/articles/lake-sevan.po"
    own = 'msgid "Green Summers"\nmsgstr "Лето цветёт"\n'
    desk.write(path, desk.text(path).replace('msgid "Green Summers"\nmsgstr ""\n', own))
    desk.write("old.md", published("lake-sevan", "ru"))
    report = json.loads(desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md", "--format", "json").stdout)
    assert own in desk.text(path)
    [kept] = report["results"][0]["kept"]
    assert (kept["entry"], kept["published"]) == ("Лето цветёт", "Зелёное лето")


def test_a_correction_that_somebody_began_of_a_machine_translation_stays(desk: Workspace) -> None:
    desk.run("sync")
    path = "locales/ru/articles/lake-sevan.po"
    place = 'msgid "Green Summers"\nmsgstr "'
    before, after = desk.text(path).split(place)
    start = before.rindex("#:")
    desk.write(path, f"{before[:start]}#. machine: deepl\n{before[start:]}#, fuzzy\n{place}Зелёные лета{after}")
    desk.run("sync")
    desk.write(path, desk.text(path).replace("Зелёные лета", "Лето цветёт"))
    desk.write("old.md", published("lake-sevan", "ru"))
    report = json.loads(desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md", "--format", "json").stdout)
    [kept] = report["results"][0]["kept"]
    assert (kept["entry"], kept["published"]) == ("Лето цветёт", "Зелёное лето")
    assert f"#, fuzzy\n{place}Лето цветёт" in desk.text(path)


def exchanged(text: str) -> str:
    """A text in which the first two references have changed places, so that nobody can be sure of their sentences."""
    first, second = list(dict.fromkeys(re.findall(r"\[\^\w+\](?!:)", text)))[:2]
    swapped = {first: second, second: first}
    return re.sub(r"\[\^\w+\](?!:)", lambda found: swapped.get(found[0], found[0]), text)


def test_the_memory_learns_what_was_sure_and_nothing_else(desk: Workspace) -> None:
    desk.write("old.md", exchanged(published("lake-sevan", "ru")))
    desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md")
    found = entries(desk, "lake-sevan", "ru")
    unsure = [entry for entry in found.values() if entry.fuzzy]
    assert unsure
    desk.run("sync")
    desk.run("memory", "export", "memory.tmx")
    known = desk.text("memory.tmx")
    assert "Век воды, взятой взаймы" in known
    assert not any(entry.target in known for entry in unsure)


def test_confirming_an_unsure_entry_takes_its_reason_away(desk: Workspace) -> None:
    desk.write("old.md", exchanged(published("lake-sevan", "ru")))
    desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md")
    path = desk.root / "locales/ru/articles/lake-sevan.po"
    text = path.read_text(encoding="utf-8")
    assert "#. adopted: 0." in text
    desk.run("sync")
    assert path.read_text(encoding="utf-8") == text
    path.write_text(text.replace("#, fuzzy, ", "#, ").replace("#, fuzzy\n", ""), encoding="utf-8")
    desk.run("sync")
    assert "#. adopted:" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("slug", "lang", "other", "said"),
    [
        ("lake-sevan", "ru", ("urbatagirk", "ru"), "do not seem to be translations of each other"),
        ("lake-sevan", "ru", ("lake-sevan", "hy"), "its language is “hy”, but --lang is ru"),
        ("urbatagirk", "en", ("lake-sevan", "ru"), "its language is “ru”"),
    ],
)
def test_the_wrong_text_is_refused_in_a_sentence(
    desk: Workspace, slug: str, lang: str, other: tuple[str, str], said: str
) -> None:
    desk.write("old.md", published(*other))
    result = desk.run("adopt", slug, "--lang", lang, "old.md", exit_code=1)
    assert said in result.stderr
    assert not any(entry.target and entry.is_translated for entry in _words(entries(desk, slug, lang)))


def test_a_text_in_the_wrong_language_is_refused_though_it_does_not_say_so(desk: Workspace) -> None:
    desk.write("old.md", published("lake-sevan", "hy").partition("\n---\n")[2])
    result = desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md", exit_code=1)
    assert "old.md: is in Armenian, not in Russian" in result.stderr


def _words(found: dict[str, Entry]) -> Iterator[Entry]:
    return (entry for entry in found.values() if "link target" not in entry.comments)


@pytest.mark.parametrize(
    "words",
    [
        ["lake-sevan"],
        ["lake-sevan", "--lang", "ru"],
        ["lake-sevan", "--lang", "en", "old.md"],
        ["nothing", "--lang", "ru", "old.md"],
        ["lake-sevan", "--lang", "ru", "old.md", "--review", "old.md"],
        ["lake-sevan", "--lang", "ru", "--batch", "t.csv"],
        ["--batch", "empty.csv"],
        ["--batch", "columns.csv"],
    ],
)
def test_wrong_usage_is_told_and_touches_nothing(desk: Workspace, words: list[str]) -> None:
    desk.write("old.md", published("lake-sevan", "ru"))
    desk.write("empty.csv", "")
    desk.write("columns.csv", "slug,lang\nlake-sevan,ru\n")
    before = desk.text("old.md")
    result = desk.run("adopt", *words, exit_code=2)
    assert result.stderr
    assert desk.text("old.md") == before


def table(*rows: tuple[str, str, str]) -> str:
    made = io.StringIO()
    csv.writer(made).writerows([("article", "lang", "translation"), *rows])
    return made.getvalue()


@pytest.mark.thorough
def test_a_table_adopts_an_archive_and_tells_of_bad_rows_by_their_lines(desk: Workspace) -> None:
    for slug, lang in PAIRS:
        desk.write(f"old/{lang}/{slug}.md", published(slug, lang))
    rows = [(slug, lang, f"{lang}/{slug}.md") for slug, lang in PAIRS]
    bad = [
        ("nobody", "ru", "x.md"),
        ("lake-sevan", "ru", "ru/urbatagirk.md"),
        ("lake-sevan", "de", "x"),
        ("lake-sevan", "", "x"),
    ]
    desk.write("old/table.csv", table(*rows, *bad))
    result = desk.run("adopt", "--batch", "old/table.csv", "--review", exit_code=1)
    for slug, lang in PAIRS:
        correct, sure = right(desk, slug, lang)
        assert correct == sure > 0.95 * len(finished(slug, lang))
        assert (desk.root / "exports" / lang / f"{slug}.review.html").is_file()
    assert [line.split(": ")[1] for line in result.stderr.splitlines() if line.startswith("error")] == [
        f"old/table.csv:{line}" for line in (8, 9, 10, 11)
    ]
    before = desk.snapshot()
    desk.run("adopt", "--batch", "old/table.csv", "--review", exit_code=1)
    assert desk.snapshot() == before


def test_a_catalog_that_cannot_be_read_is_left_alone_and_the_other_editions_go_on(desk: Workspace) -> None:
    desk.run("sync")
    path = "locales/ru/articles/lake-sevan.po"
    desk.write(path, desk.text(path) + "<<<<<<< mine\n")
    broken = desk.text(path)
    for lang in ("ru", "hy"):
        desk.write(f"{lang}.md", published("lake-sevan", lang))
    assert path in desk.run("adopt", "lake-sevan", "--lang", "ru", "ru.md", exit_code=1).stderr
    assert desk.text(path) == broken
    desk.run("adopt", "lake-sevan", "--lang", "hy", "hy.md", exit_code=1)
    assert right(desk, "lake-sevan", "hy")[1] > 100
    desk.write("table.csv", table(("lake-sevan", "ru", "ru.md"), ("lake-sevan", "hy", "hy.md")))
    desk.run("adopt", "--batch", "table.csv", exit_code=1)
    assert desk.text(path) == broken


def test_the_report_as_json_lists_everything(desk: Workspace) -> None:
    text = published("lake-sevan", "ru").replace(
        "## Два тоннеля[^vii]", "Это добавлено переводчиком для ясности.\n\n## Два тоннеля[^vii]"
    )
    desk.write("old.md", text)
    report = json.loads(desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md", "--format", "json").stdout)
    [result] = report["results"]
    assert result["left_over"] == [
        {
            "text": "Это добавлено переводчиком для ясности.",
            "line": text[: text.index("Это доб")].count("\n") + 1,
            "kind": "paragraph",
        }
    ]
    assert result["differences"][0]["words"] == [{"change": "gone", "text": "Это добавлено переводчиком для ясности."}]
    assert result["missing_links"] == []
    assert {"sure", "same", "unsure", "kept", "conflicts", "empty", "parts", "kinship"} <= result.keys()


class _Page(HTMLParser):
    """What a page asks from elsewhere, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [
            value for key, value in attrs if key in {"src", "href"} and value and not value.startswith("#")
        ]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("lang", ["hy", "ru"])
def test_the_review_page_shows_both_texts_and_needs_nothing_from_elsewhere(desk: Workspace, lang: str) -> None:
    text = published("lake-sevan", lang).replace("\n\n## ", " <script>alert(1)</script> <img src=x> *&* …\n\n## ", 1)
    desk.write("old.md", text)
    said = desk.run("adopt", "lake-sevan", "--lang", lang, "old.md", "--review", "page.html").output
    assert "Both texts side by side: " in said
    html = (desk.root / "page.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(html)
    assert not page.outside
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    words = "".join(page.words)
    assert "Twenty-eight rivers and streams feed it" in words
    assert finished("lake-sevan", lang)["Green Summers"].target in words
    assert f'<html lang="{lang}"' in html
    assert "✓ 0.99" in words


def test_the_review_page_has_a_place_of_its_own(desk: Workspace) -> None:
    desk.write("old.md", published("urbatagirk", "en"))
    report = desk.run("adopt", "urbatagirk", "--lang", "en", "old.md", "--review", "--format", "json").stdout
    path = json.loads(report)["results"][0]["review"]
    assert path == "exports/en/urbatagirk.review.html"
    assert "Nothing: the edition is the published text, word for word." in desk.text(path)


def test_terms_of_the_glossary_stay_shown(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    place.write("articles/lake.md", "# The lake\n\nThe lake rose by 20 m in 1933. Nobody knew why it did so.\n")
    place.write("locales/glossary.csv", "en,ru\nlake,озеро\n")
    place.write("old.md", "---\nlang: ru\n---\n# Озеро\n\nВ 1933 году озеро поднялось на 20 м. Никто не знал почему.\n")
    place.run("adopt", "lake", "--lang", "ru", "old.md")
    assert "#. term: lake → озеро" in place.text("locales/ru/articles/lake.po")
    before = place.snapshot()
    place.run("sync")
    assert place.snapshot() == before


def test_terms_of_the_glossary_help_to_pair(workspace: Callable[..., Workspace]) -> None:
    place = workspace()
    ours = ("quern", "gantry", "spindle", "plinth")
    place.write("articles/mill.md", "\n\n".join(f"We saw a {word} there." for word in ours))
    place.write("locales/glossary.csv", "en,ru\nquern,жернов\ngantry,портал\nspindle,веретено\nplinth,цоколь\n")
    place.write("old.md", "\n\n".join(f"Там мы увидели {word}." for word in ("портал", "веретено", "цоколь")))
    place.run("adopt", "mill", "--lang", "ru", "old.md")
    made = {source: entry.target for source, entry in entries(place, "mill", "ru").items()}
    assert made["We saw a plinth there."] == "Там мы увидели цоколь."
    assert made["We saw a quern there."] == ""


def test_a_sentence_that_has_no_counterpart_but_stands_elsewhere_is_told_with_both_lines(desk: Workspace) -> None:
    text = published("lake-sevan", "ru")
    start = text.index("Сначала углубили русло")
    sentence = text[start : text.index(".", start) + 1]
    desk.write("old.md", f"{text.replace(sentence, '', 1).rstrip()}\n\n{sentence}\n")
    said = desk.run("adopt", "lake-sevan", "--lang", "ru", "old.md", "--review", "page.html").output
    assert re.search(r"line \d+ → line \d+: 1 sentence may have moved: ", said)
    assert "возможно, стоит в другом месте:" in desk.text("page.html")
