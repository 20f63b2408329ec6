"""The glossary at work: comments for translators, findings for editors, files of other tools."""

import json
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

from pipeline.glossary.tbx import read_tbx

MakeWorkspace = Callable[..., Workspace]

GLOSSARY = """\
hy,en,ru,note,do not translate,forbidden ru
ՀԱՊԿ,CSTO,ОДКБ,,,ДКБ
Սևանա լիճ,Lake Sevan,озеро Севан,the lake,,
,NATO,,,yes,
"""
ARTICLE = """\
# The CSTO and NATO

Lake Sevan rose.[^1] The CSTO met at Lake Sevan.

It rained.

[^1]: See [Lake Sevan](https://example.org/sevan).
"""


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    """A workspace with an article and a glossary, synced."""
    made = workspace()
    made.write("articles/lake.md", ARTICLE)
    made.write("locales/glossary.csv", GLOSSARY)
    made.run("sync")
    return made


def comments(place: Workspace, lang: str) -> dict[str, list[str]]:
    """The comments about terms in a catalog, by source text."""
    found = polib.pofile(str(place.root / f"locales/{lang}/articles/lake.po"))
    return {
        entry.msgid: [line for line in entry.comment.splitlines() if line.startswith("term:")]
        for entry in found
        if "term:" in entry.comment
    }


def translate(place: Workspace, targets: dict[str, str], remark: str = "") -> None:
    """Fill in the Russian catalog."""
    path = place.root / "locales/ru/articles/lake.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = targets.get(entry.msgid, entry.msgstr)
        entry.tcomment = remark if entry.msgid in targets else entry.tcomment
    catalog.save(str(path))


def test_sync_shows_translators_the_terms_of_a_text(place: Workspace) -> None:
    assert comments(place, "ru") == {
        "The CSTO and NATO": ["term: CSTO → ОДКБ (not “ДКБ”)", "term: NATO → NATO (do not translate)"],
        "Lake Sevan rose.{fn1}": ["term: Lake Sevan → озеро Севан (the lake)"],
        "The CSTO met at Lake Sevan.": [
            "term: CSTO → ОДКБ (not “ДКБ”)",
            "term: Lake Sevan → озеро Севан (the lake)",
        ],
        "See [Lake Sevan]({url1}).": ["term: Lake Sevan → озеро Севан (the lake)"],
    }
    assert comments(place, "hy")["Lake Sevan rose.{fn1}"] == ["term: Lake Sevan → Սևանա լիճ (the lake)"]
    assert comments(place, "en") == {}
    assert "term:" not in place.text("locales/templates/articles/lake.pot")


def test_nothing_changes_where_nothing_changed_and_only_what_a_new_term_is_about(place: Workspace) -> None:
    before = place.snapshot()
    place.run("sync")
    assert place.snapshot() == before
    place.write("locales/glossary.csv", GLOSSARY + ",rained,шёл дождь,,,\n")
    place.run("sync")
    changed = {path for path, seen in place.snapshot().items() if before[path] != seen}
    assert changed == {"locales/glossary.csv", "locales/ru/articles/lake.po"}
    before_lines = before["locales/ru/articles/lake.po"][0].decode().splitlines()
    new = [line for line in place.text("locales/ru/articles/lake.po").splitlines() if line not in before_lines]
    assert new == ["#. term: rained → шёл дождь"]


def test_comments_about_terms_stay_when_an_editor_wrote_the_file_and_go_with_the_glossary(place: Workspace) -> None:
    translate(place, {"It rained.": "Шёл дождь."})
    place.run("sync")
    assert len(comments(place, "ru")) == 4
    (place.root / "locales/glossary.csv").unlink()
    place.run("sync")
    assert comments(place, "ru") == {}
    assert "Шёл дождь." in place.text("locales/ru/articles/lake.po")


def test_check_finds_terms_that_are_missing_and_names_that_are_not_wanted(place: Workspace) -> None:
    translate(
        place,
        {
            "The CSTO and NATO": "ДКБ и НАТО",
            "Lake Sevan rose.{fn1}": "Уровень озера Севан поднялся.{fn1}",
            "The CSTO met at Lake Sevan.": "ОДКБ собралась на Ладоге.",
            "See [Lake Sevan]({url1}).": "См. [«Lake Sevan»]({url1}).",
        },
    )
    found = json.loads(place.run("check", "--format", "json", exit_code=1).stdout)["results"]
    assert [(item["rule"], item["source"]) for item in found] == [
        ("term-missing", "The CSTO and NATO"),
        ("term-missing", "The CSTO and NATO"),
        ("term-forbidden", "The CSTO and NATO"),
        ("term-missing", "The CSTO met at Lake Sevan."),
    ]
    assert "“CSTO” is “ОДКБ” in the glossary" in found[0]["message"]
    assert "“NATO” is not to be translated" in found[1]["message"]
    assert "the glossary forbids “ДКБ”. Write “ОДКБ”." in found[2]["message"]


def test_a_glossary_that_cannot_be_read_is_said_once_and_nothing_is_written(place: Workspace) -> None:
    for number in range(30):
        place.write(f"articles/more{number}.md", "Text.\n")
    place.write("locales/glossary.csv", "en,ru\na,b,c\n")
    before = place.snapshot()
    for command in ("sync", "check", "merge"):
        result = place.run(command, exit_code=2)
        assert result.output.count("locales/glossary.csv:2: has 3 cells") == 1
    assert place.snapshot() == before


def test_terms_travel_as_tbx(place: Workspace) -> None:
    assert place.run("glossary", "export", "house.tbx").stdout == "3 terms written to house.tbx.\n"
    terms = read_tbx((place.root / "house.tbx").read_bytes()).terms
    assert [term.names["en"] for term in terms] == [("CSTO",), ("Lake Sevan",), ("NATO",)]
    before = place.text("locales/glossary.csv")
    assert "0 terms added, 3 there already." in place.run("glossary", "import", "house.tbx").output
    assert place.text("locales/glossary.csv") == before
    (place.root / "locales/glossary.csv").unlink()
    assert "3 terms added" in place.run("glossary", "import", "house.tbx").output
    assert place.run("glossary", "export").output == place.text("house.tbx")


def test_terms_that_contradict_the_glossary_are_listed_and_left_out(place: Workspace) -> None:
    place.write("other.csv", "en,ru\nCSTO,Ташкентский договор\nriver,река\n")
    result = place.run("glossary", "import", "other.csv", exit_code=1)
    assert "1 term added" in result.output
    assert "not added: CSTO / Ташкентский договор; the glossary has ՀԱՊԿ / CSTO / ОДКБ" in result.output
    assert place.text("locales/glossary.csv") == GLOSSARY + ",river,река,,,\n"


@pytest.mark.parametrize("name", ["bad.tbx", "bad.csv"])
def test_a_file_without_terms_is_refused_by_name(place: Workspace, name: str) -> None:
    place.write(name, "<tbx><text/></tbx>" if name.endswith("tbx") else "en,ru\n")
    assert f"{name}: has no term" in place.run("glossary", "import", name, exit_code=1).output


def test_a_file_that_holds_no_terms_is_refused_with_what_to_do(place: Workspace) -> None:
    place.write("terms.xlsx", b"PK\x03\x04 a spreadsheet")
    said = place.run("glossary", "import", "terms.xlsx", exit_code=2).stderr
    assert "terms.xlsx: is not an Excel workbook that can be read. Save it as CSV in UTF-8." in said
    place.write("terms.doc", b"\xd0\xcf a document")
    said = place.run("glossary", "import", "terms.doc", exit_code=1).stderr
    assert "terms.doc: is neither TBX nor a table. Save a table as CSV in UTF-8" in said
    assert "give a name that ends in .tbx" in place.run("glossary", "export", "house.csv", exit_code=2).stderr
    assert not (place.root / "house.csv").exists()


def test_columns_stand_below_each_other_whatever_letters_stand_on_others(place: Workspace) -> None:
    place.write("locales/glossary.csv", "hy,en,ru\nամրոց,ca\u0301stle,замок\nկողպեք,lo\u0301ck,замок\nԷ,e,э\n")
    lines = place.run("glossary", "list").stdout.replace("\u0301", "").splitlines()
    assert [line.rstrip() for line in lines[1:4]] == [
        "ամրոց   castle  замок",
        "կողպեք  lock    замок",
        "Է       e       э",
    ]


def test_list_shows_terms_by_any_of_their_words(place: Workspace) -> None:
    assert "Lake Sevan" in place.run("glossary", "list", "севан").output
    assert "No such term" in place.run("glossary", "list", "Baikal", exit_code=1).output
    found = json.loads(place.run("glossary", "list", "--format", "json").stdout)["results"]
    assert found[0]["names"] == {"hy": ["ՀԱՊԿ"], "en": ["CSTO"], "ru": ["ОДКБ"]}


def test_suggest_finds_what_articles_have_and_the_glossary_lacks(place: Workspace) -> None:
    for number in range(3):
        place.write(f"articles/more{number}.md", f"A report {number} by the EBRD.\n")
    place.run("sync")
    for path in (place.root / "locales/ru/articles").glob("more*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        catalog[0].msgstr = catalog[0].msgid.replace("A report", "Отчёт").replace("by the EBRD", "ЕБРР")
        catalog.save(str(path))
    assert "EBRD" in place.run("glossary", "suggest").output
    rows = place.run("glossary", "suggest", "--format", "csv").output
    assert ",EBRD,ЕБРР," in rows
    place.write("rows.csv", rows)
    place.run("glossary", "import", "rows.csv")
    assert "Nothing that is frequent is missing." in place.run("glossary", "suggest").output


def test_a_table_of_another_program_is_imported_with_a_word_on_how_it_was_read(place: Workspace) -> None:
    place.write("list.txt", "# Glossary in tab-separated format\nshore\tберег\tof a lake\n")
    said = place.run("glossary", "import", "list.txt").stdout
    assert said == (
        "1 term added, 0 there already.\n"
        "column 1 was taken as en: no heading tells.\ncolumn 2 was taken as ru: no heading tells.\n"
    )
    assert place.text("locales/glossary.csv") == GLOSSARY + ",shore,берег,,,\n".replace(",,,", ",of a lake,,", 1)


def test_a_semicolon_in_a_cell_is_asked_about(place: Workspace) -> None:
    place.write("list.csv", "EN,RU\nbank,банк; берег\n")
    before = place.snapshot()
    said = place.run("glossary", "import", "list.csv", exit_code=2).stderr
    assert "list.csv:2: one cell has a semicolon, such as “банк; берег”. If it divides names" in said
    assert place.snapshot() == before
    assert "1 term added" in place.run("glossary", "import", "list.csv", "--separator", ";").stdout
    assert "банк | берег" in place.text("locales/glossary.csv")


def test_languages_that_are_named_mean_those_of_the_workspace(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["pt-BR", "fr"]\n')
    place.write("terms.csv", "lake,lago\n")
    said = place.run("glossary", "import", "terms.csv", "--from", "en-US", "--to", "pt").output
    assert "column 2 was taken as pt-BR" in said
    assert place.text("locales/glossary.csv").startswith("pt-BR,fr,en,note,do not translate,")


def test_terms_go_to_omegat_and_in_the_newer_form_of_tbx(place: Workspace) -> None:
    place.run("glossary", "export", "list.txt", "--format", "omegat", "--from", "en", "--to", "ru")
    lines = place.text("list.txt").splitlines()
    assert lines[1].startswith("CSTO\tОДКБ")
    assert "NATO\tNATO\tdo not translate" in lines
    assert "for two languages" in place.run("glossary", "export", "--format", "omegat", exit_code=2).stderr
    assert "<conceptEntry" in place.run("glossary", "export", "--format", "tbx-2019").stdout
    both = read_tbx(place.run("glossary", "export", "--from", "hy", "--to", "ru").stdout.encode()).terms
    assert {lang for term in both for lang in term.names} == {"hy", "ru"}
