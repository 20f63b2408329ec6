"""A package for a translator: what is in it, that its figures are right, and that the same work makes the same file."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import Workspace
from rapidfuzz import fuzz
from scenarios.shop import pseudo

from exchange.mail import ARTICLE, FIRST, RUSSIAN, SECOND, THIRD, TITLE, entry, targets, translate
from pipeline import catalog
from pipeline.memory.analysis import BANDS
from pipeline.memory.similarity import plain_text

PATH = "locales/ru/articles/two.po"
OTHER = """\
---
title: Two hands
---

The third paragraph is about the big lake.

Notes are counted here, and nothing else happens at all.
"""
GLOSSARY = "hy,en,ru\nլիճ,lake,озеро\nլեռ,mountain,гора\n"


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace('lang = "en"\nproject = "The Lake"\nrates = { currency = "AMD", new = 10.5, repeated = 1 }\n')
    place.write("locales/glossary.csv", GLOSSARY)
    place.write("articles/two.md", ARTICLE)
    place.write("articles/deep/other.md", OTHER)
    place.run("sync")
    return place


def members(place: Workspace, *words: str) -> dict[str, bytes]:
    """The files of a package that is sent, without the folder that they are in."""
    [made] = json.loads(place.run("send", *words, "--report", "json").stdout)["results"]
    with zipfile.ZipFile(place.root / made["path"]) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


def test_a_package_has_all_that_a_translator_needs(place: Workspace) -> None:
    place.write(PATH, translate((place.root / PATH).read_bytes(), {THIRD: RUSSIAN[THIRD]}))
    found = members(place, "ru", "--to", "Anna Petrova", "--due", "2026-12-10")
    assert set(found) == {
        *("two.po", "deep/other.po", "read/two.html", "read/deep/other.html", "letter.txt", "work.csv", "work.json"),
        *("terms.csv", "memory-en.tmx"),
    }
    assert "гора" not in found["terms.csv"].decode("utf-8-sig")
    assert "озеро" in found["terms.csv"].decode("utf-8-sig")
    assert RUSSIAN[THIRD] in found["memory-en.tmx"].decode()
    page = found["read/two.html"].decode()
    assert RUSSIAN[THIRD] in page
    assert "lake → озеро" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ru", ["Здравствуйте, Anna!", "Срок: 10 декабря 2026", "английский → русский"]),
        ("hy", ["Բարև՛ Ձեզ, Anna։", "10 դեկտեմբերի, 2026", "անգլերեն → հայերեն"]),
    ],
)
def test_the_letter_is_in_the_translators_language(place: Workspace, lang: str, words: list[str]) -> None:
    letter = members(place, lang, "--to", "Anna", "--due", "2026-12-10")["letter.txt"].decode()
    for expected in [*words, "The Lake", "{fn1}", "({url1})", "←{fn1}"]:
        assert expected in letter


def test_the_same_work_makes_the_same_file(place: Workspace) -> None:
    found = members(place, "ru", "--to", "Anna")
    before = place.snapshot()
    assert members(place, "ru", "--to", "Anna") == found
    assert place.snapshot() == before


def test_a_whole_catalog_or_only_what_is_open(place: Workspace) -> None:
    place.write(PATH, translate((place.root / PATH).read_bytes(), {SECOND: RUSSIAN[SECOND]}))
    whole = catalog.parse(members(place, "ru", "two")["two.po"])
    assert [item.target for item in whole.entries if item.source == SECOND] == [RUSSIAN[SECOND]]
    part = catalog.parse(members(place, "ru", "two", "--only-open")["two.po"])
    assert {item.source for item in whole.entries} - {item.source for item in part.entries} == {SECOND}


def test_only_articles_with_work_unless_they_are_named(place: Workspace) -> None:
    place.write(PATH, translate((place.root / PATH).read_bytes(), RUSSIAN))
    assert "two.po" not in members(place, "ru")
    assert "two.po" in members(place, "ru", "two")
    assert "Nothing to send" in place.run("send", "en").output


def test_who_got_it_is_written_down(place: Workspace) -> None:
    place.run("send", "ru", "two", "--to", "Anna Petrova <anna@example.org>", "--due", "2026-12-10")
    place.run("send", "ru", "two", "--to", "Anna Petrova", "--due", "2026-12-24")
    place.run("send", "hy", "--to", "Aram")
    rows = list(csv.DictReader(io.StringIO(place.text("locales/assignments.csv"))))
    assert [(row["article"], row["language"], row["translator"], row["due"]) for row in rows] == [
        ("two", "ru", "Anna Petrova", "2026-12-24"),
        ("deep/other", "hy", "Aram", ""),
        ("two", "hy", "Aram", ""),
    ]


def test_what_comes_back_is_merged_by_what_was_sent(place: Workspace) -> None:
    """A translator's second version replaces the first one, unless somebody corrected it here."""
    sent = members(place, "ru", "--to", "Anna")["two.po"]
    first = translate(sent, RUSSIAN, date="2026-12-01 10:00+0400", name="Anna <anna@example.org>")
    second = translate(sent, RUSSIAN | {THIRD: "О нём.", SECOND: "Второе."}, date="2026-12-02 10:00+0400")
    place.write("first.po", first)
    place.write("second.po", second)
    place.run("receive", "first.po")
    place.write(PATH, translate((place.root / PATH).read_bytes(), {SECOND: "И второе здесь."}))
    place.run("receive", "second.po", exit_code=1)
    assert targets(place.root / PATH)[THIRD] == "О нём."
    kept = entry(place.root / PATH, SECOND)
    assert {kept.target, *kept.remarks} == {"И второе здесь.", "merge: Второе."}
    [older] = json.loads(place.run("receive", "first.po", "--format", "json").stdout)["results"]
    assert (older["taken"], older["older"]) == (0, 2)
    assert targets(place.root / PATH)[THIRD] == "О нём."


def test_the_package_itself_comes_back(place: Workspace) -> None:
    [made] = json.loads(place.run("send", "ru", "--to", "Anna", "--report", "json").stdout)["results"]
    data = (place.root / made["path"]).read_bytes()
    back = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as opened, zipfile.ZipFile(back, "w") as target:
        for name in opened.namelist():
            content = opened.read(name)
            target.writestr(name, translate(content, RUSSIAN) if name.endswith("two.po") else content)
    place.write("Re: work.zip", back.getvalue())
    results = json.loads(place.run("receive", "Re: work.zip", "--format", "json").stdout)["results"]
    assert [(item["article"], item["taken"], item["package"]) for item in results] == [
        ("articles/deep/other.md", 0, made["package"]),
        ("articles/two.md", len(RUSSIAN), made["package"]),
    ]
    place.run("receive", made["path"])
    assert targets(place.root / PATH) == RUSSIAN


def test_a_renamed_article_is_found(place: Workspace) -> None:
    sent = members(place, "ru", "two")["two.po"]
    (place.root / "articles/two.md").rename(place.root / "articles/hands.md")
    place.run("sync")
    place.write("back.po", translate(sent, RUSSIAN))
    place.run("receive", "back.po")
    assert targets(place.root / "locales/ru/articles/hands.po") == RUSSIAN


def count_plainly(place: Workspace, sent: Iterable[str], finished: dict[str, str]) -> Counter[str]:
    """Count the words of what is open in these catalogs: repeated in an earlier one, else by the best ratio of all."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for path in sent:
        for item in polib.pofile(str(place.root / path)):
            if item.obsolete or (item.msgstr and "fuzzy" not in item.flags):
                continue
            texts = [*finished, *([item.previous_msgid] if item.previous_msgid else [])]
            best = max((fuzz.ratio(plain_text(item.msgid), plain_text(text)) for text in texts), default=0)
            kind = next((name for name, least in BANDS.items() if int(best) >= least), "new")
            counts["repeated" if item.msgid in seen else kind] += len(item.msgid.split())
            seen.add(item.msgid)
    return counts


def test_figures_equal_a_plain_count(place: Workspace) -> None:
    done = {
        "The fourth paragraph is about the lake.": "Четвёртый.",
        "The first sentence stands here, and so on.": "Первое.",
        "Nothing like the others.": "Ничего.",
    }
    place.write("articles/done.md", "\n\n".join(done))
    place.run("sync")
    path = "locales/ru/articles/done.po"
    place.write(path, translate((place.root / path).read_bytes(), done))
    offered = catalog.parse((place.root / PATH).read_bytes())
    fuzzy: dict[str, Any] = {"target": "Два", "fuzzy": True, "previous": "A note about the very first one."}
    entries = tuple(replace(item, **fuzzy) if "note" in item.source else item for item in offered.entries)
    place.write(PATH, catalog.serialize(replace(offered, entries=entries)))
    found = members(place, "ru", "deep", "two")
    plain = count_plainly(place, ["locales/ru/articles/deep/other.po", PATH], done)
    *_, total = csv.DictReader(io.StringIO(found["work.csv"].decode()))
    kinds = ("new", "repeated", *BANDS)
    assert {kind: int(total[kind]) for kind in kinds} == {kind: plain[kind] for kind in kinds}
    assert int(total["words"]) == sum(plain.values())
    assert len([kind for kind in kinds if plain[kind]]) > 3
    assert float(total["amount AMD"]) == plain["new"] * 10.5 + plain["repeated"]
    report: dict[str, Any] = json.loads(found["work.json"])
    assert report["total"]["by_kind"] == {kind: plain[kind] for kind in kinds}
    assert TITLE in [item.source for item in entries]
    assert FIRST in [item.source for item in entries]


def test_a_package_may_be_written_anywhere(place: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "out.zip"
    place.run("send", "ru", "--output", str(file))
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["de"], "there is no edition “de”"),
        (["ru,hy"], "more than one language"),
        (["ru", "nowhere"], "no article is called"),
        (["ru", "--due", "tomorrow"], "does not match the format"),
    ],
)
def test_slips_are_told(place: Workspace, words: list[str], message: str) -> None:
    assert message in place.run("send", *words, exit_code=2).output


def test_an_unreadable_table_of_assignments_stops_it(place: Workspace) -> None:
    place.write("locales/assignments.csv", "article,language\ntwo,klingon\n")
    shown = place.run("send", "ru", "--to", "Anna", exit_code=2).output
    assert "locales/assignments.csv:2" in shown


SYNTAX = """\
---
title: Syntax
---

<!-- targman: context month -->
May

The word May{{< icon "sun" >}} stands here with [a link](https://example.org "Its title") and `code`.[^1]

| May | ![A lake](lake.png) |
|-----|---------------------|
| 12  | $x^2$ is a square   |

<details><summary>More about <em>it</em></summary>

!!! note "A caption"
    Indented words.

</details>

[^1]: See *Book*, p. 5.
"""


def test_syntax_contexts_and_words_of_html_travel_there_and_back(place: Workspace) -> None:
    """The catalog is, byte for byte, what it would be had the translator worked in it."""
    place.write("articles/syntax.md", SYNTAX)
    place.run("sync")
    path = place.root / "locales/ru/articles/syntax.po"
    before = path.read_bytes()
    sources = [item.source for item in catalog.parse(before).entries]
    assert any("{keep1}" in source for source in sources)
    assert any(item.context == "month" for item in catalog.parse(before).entries)
    words = {source: pseudo(source, "ru") for source in sources}
    place.write("back.po", translate(members(place, "ru", "syntax")["syntax.po"], words))
    place.run("receive", "back.po", exit_code=1)  # check has something to say of such words
    assert path.read_bytes() == translate(before, words)


def test_a_translation_of_an_old_text_is_offered_for_the_new_one(place: Workspace) -> None:
    sent = members(place, "ru", "two")["two.po"]
    place.write("articles/two.md", ARTICLE.replace("is about the lake", "is about the big lake"))
    place.run("sync")
    place.write("back.po", translate(sent, {THIRD: RUSSIAN[THIRD]}))
    [made] = json.loads(place.run("receive", "back.po", "--format", "json").stdout)["results"]
    assert [item["source"] for item in made["outdated"]] == [THIRD]
    offered = entry(place.root / PATH, "The third paragraph is about the big lake.")
    assert (offered.target, offered.fuzzy, offered.previous) == (RUSSIAN[THIRD], True, THIRD)


def test_what_came_before_is_known_after_a_rename(place: Workspace) -> None:
    place.write("back.po", translate(members(place, "ru", "two", "--to", "Anna")["two.po"], RUSSIAN))
    place.run("receive", "back.po")
    (place.root / "articles/two.md").rename(place.root / "articles/hands.md")
    place.run("sync")
    path = place.root / "locales/ru/articles/hands.po"
    path.write_bytes(translate(path.read_bytes(), {THIRD: "Исправлено."}))
    place.run("receive", "back.po")
    assert targets(path)[THIRD] == "Исправлено."


def test_sending_the_same_again_forgets_nothing(place: Workspace) -> None:
    before = (place.root / PATH).read_bytes()
    place.write("back.po", translate(members(place, "ru", "two", "--to", "Anna")["two.po"], RUSSIAN))
    place.run("receive", "back.po")
    known = {path: path.read_bytes() for path in (place.root / "locales/sent").iterdir()}
    place.write(PATH, before)
    members(place, "ru", "two", "--to", "Anna")
    assert {path: path.read_bytes() for path in (place.root / "locales/sent").iterdir()} == known


def test_the_catalog_of_the_articles_own_language_is_sent_on_demand_only(place: Workspace) -> None:
    path = "locales/en/articles/two.po"
    place.write(path, translate((place.root / path).read_bytes(), {THIRD: "The third one."}, fuzzy=True))
    assert "Nothing to send" in place.run("send", "en").output
    assert "two.po" in members(place, "en", "two")
