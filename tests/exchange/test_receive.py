"""What translators send comes back into the catalogs, entry by entry, by any name and in any order."""

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from exchange.mail import ARMENIAN, ARTICLE, FIRST, NOTE, RUSSIAN, SECOND, THIRD, TITLE, entry, targets, translate
from pipeline import catalog
from pipeline.catalog.origin import MERGE_REMARK

PATH = "locales/ru/articles/two.po"


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace()
    place.write("articles/two.md", ARTICLE)
    place.write("articles/other.md", "Another article speaks about mountains.\n\nIt has two sentences.\n")
    place.run("sync")
    return place


def sent(place: Workspace, path: str = PATH) -> bytes:
    return (place.root / path).read_bytes()


def report(place: Workspace, *words: str, exit_code: int = 0) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(place.run("receive", *words, "--format", "json", exit_code=exit_code).stdout)
    return made


def result(place: Workspace, *words: str, exit_code: int = 0) -> dict[str, Any]:
    made: dict[str, Any]
    [made] = report(place, *words, exit_code=exit_code)["results"]
    return made


def test_two_halves_become_one_translation(place: Workspace) -> None:
    before = sent(place)
    place.write("first half.po", translate(before, {FIRST: RUSSIAN[FIRST]}))
    place.write("second.po", translate(before, {SECOND: RUSSIAN[SECOND]}))
    place.run("receive", "first half.po")
    place.run("receive", "second.po")
    assert targets(place.root / PATH) == {FIRST: RUSSIAN[FIRST], SECOND: RUSSIAN[SECOND]}


def test_the_same_file_again_changes_nothing(place: Workspace) -> None:
    place.write("back.po", translate(sent(place), RUSSIAN))
    assert result(place, "back.po")["taken"] == len(RUSSIAN)
    before = place.snapshot()
    again = result(place, "back.po")
    assert (again["taken"], again["same"], again["written"]) == (0, len(RUSSIAN), False)
    assert place.snapshot() == before


def test_a_correction_made_here_survives_the_old_file(place: Workspace) -> None:
    old = translate(sent(place), RUSSIAN)
    place.write("back.po", old)
    place.run("receive", "back.po")
    place.write(PATH, translate(sent(place), {THIRD: "Третий абзац рассказывает об озере."}))
    place.run("receive", "back.po")
    assert targets(place.root / PATH)[THIRD] == "Третий абзац рассказывает об озере."


@pytest.mark.parametrize("begun", ["", " Начато."])
def test_a_correction_that_somebody_began_stays_beside_what_came(place: Workspace, begun: str) -> None:
    place.write(PATH, translate(sent(place), {SECOND: RUSSIAN[SECOND]}))
    place.run("sync")
    changed = SECOND.replace("here", "there")
    place.write("articles/two.md", ARTICLE.replace(SECOND, changed))
    place.run("sync")
    place.write("back.po", translate(sent(place), {changed: "Второе тоже стоит там."}))
    offer = RUSSIAN[SECOND]
    place.write(PATH, sent(place).decode().replace(f'\nmsgstr "{offer}"', f'\nmsgstr "{offer}{begun}"'))
    place.run("receive", "back.po", exit_code=1 if begun else 0)
    found = entry(place.root / PATH, changed)
    assert (found.target, found.fuzzy) == ("Второе тоже стоит там.", False)
    assert found.remarks == ((f"{MERGE_REMARK}{offer}{begun}",) if begun else ())


def test_two_translations_of_one_sentence_stay_both(place: Workspace) -> None:
    before = sent(place)
    place.write("anna.po", translate(before, {SECOND: RUSSIAN[SECOND]}))
    place.write("boris.po", translate(before, {SECOND: "Тут и второе."}))
    place.run("receive", "anna.po")
    found = result(place, "boris.po", exit_code=1)
    assert found["conflicting"] == [
        {"source": SECOND, "target": "Тут и второе.", "ours": RUSSIAN[SECOND], "context": None}
    ]
    kept = entry(place.root / PATH, SECOND)
    assert kept.fuzzy
    assert {kept.target, *kept.remarks} == {RUSSIAN[SECOND], f"{MERGE_REMARK}Тут и второе."}
    before_again = place.snapshot()
    place.run("receive", "boris.po", "anna.po")
    assert place.snapshot() == before_again


def test_the_order_of_conflicting_files_makes_no_difference(place: Workspace) -> None:
    before = sent(place)
    versions = {"anna.po": "Второе.", "boris.po": "Вот второе.", "vera.po": "А вот второе."}
    for name, target in versions.items():
        place.write(name, translate(before, {SECOND: target}))
    made = set()
    for order in (list(versions), list(versions)[::-1]):
        place.write(PATH, before)
        for file in (place.root / "locales/sent").glob("*"):
            file.unlink()
        place.run("receive", *order, exit_code=1)
        made.add(sent(place))
    assert len(made) == 1
    kept = entry(place.root / PATH, SECOND)
    assert {kept.target, *(item.removeprefix(MERGE_REMARK) for item in kept.remarks)} == set(versions.values())


def test_a_draft_does_not_push_a_confirmed_translation_out(place: Workspace) -> None:
    before = sent(place)
    place.write("done.po", translate(before, {SECOND: RUSSIAN[SECOND]}))
    place.write("draft.po", translate(before, {SECOND: "Второе?"}, fuzzy=True))
    made = set()
    for order in (("done.po", "draft.po"), ("draft.po", "done.po")):
        place.write(PATH, before)
        for file in (place.root / "locales/sent").glob("*"):
            file.unlink()
        place.run("receive", *order, exit_code=1)
        made.add(sent(place))
    assert len(made) == 1
    kept = entry(place.root / PATH, SECOND)
    assert (kept.target, kept.fuzzy, kept.remarks) == (RUSSIAN[SECOND], False, (f"{MERGE_REMARK}Второе?",))


def test_an_emptied_entry_takes_nothing_away(place: Workspace) -> None:
    """OmegaT empties fuzzy entries; a translator deletes what is not his."""
    before = sent(place)
    place.write(PATH, translate(before, {SECOND: RUSSIAN[SECOND]}))
    place.write("back.po", translate(before, {FIRST: RUSSIAN[FIRST]}))
    place.run("receive", "back.po")
    assert targets(place.root / PATH) == {FIRST: RUSSIAN[FIRST], SECOND: RUSSIAN[SECOND]}


def test_a_dry_run_tells_and_writes_nothing(place: Workspace) -> None:
    before = sent(place)
    place.write("back.po", translate(before, RUSSIAN))
    place.write("twice.po", translate(before, RUSSIAN | {SECOND: "Иначе."}))
    files = place.snapshot()
    found = report(place, "back.po", "twice.po", "--dry-run", exit_code=1)
    assert [item["taken"] for item in found["results"]] == [len(RUSSIAN), 0]
    assert [len(item["conflicting"]) for item in found["results"]] == [0, 1]
    assert place.snapshot() == files


def test_the_translation_of_a_sentence_that_changed_is_kept(place: Workspace) -> None:
    place.write("back.po", translate(sent(place), RUSSIAN))
    place.write("articles/two.md", ARTICLE.replace("is about the lake", "is about the old lake"))
    place.run("sync")
    found = result(place, "back.po")
    assert [item["source"] for item in found["outdated"]] == [THIRD]
    kept = [item for item in catalog.parse(sent(place)).entries if item.target == RUSSIAN[THIRD]]
    assert kept
    assert all(item.obsolete or item.fuzzy for item in kept)


def test_remarks_come_back_once(place: Workspace) -> None:
    before = sent(place)
    place.write("back.po", translate(before, {SECOND: RUSSIAN[SECOND]}, remark="Which one is meant?"))
    place.run("receive", "back.po")
    assert entry(place.root / PATH, SECOND).remarks == ("Which one is meant?",)
    place.write(PATH, sent(place).replace(b"# Which one is meant?\n", b""))
    place.run("receive", "back.po")
    assert entry(place.root / PATH, SECOND).remarks == ()


def test_everybody_is_credited(place: Workspace) -> None:
    before = sent(place)
    anna, boris = "Anna Petrova <anna@example.org>", "Boris Orlov <boris@example.org>"
    place.write("a.po", translate(before, {FIRST: RUSSIAN[FIRST]}, date="2026-11-02 10:00+0400", name=anna))
    place.write("b.po", translate(before, {SECOND: RUSSIAN[SECOND]}, date="2026-11-01 10:00+0400", name=boris))
    place.run("receive", "a.po", "b.po")
    found = catalog.parse(sent(place))
    assert found.field("Last-Translator") == anna
    assert set(catalog.translator_names(found)) == {"Anna Petrova", "Boris Orlov"}


def test_a_file_without_a_hint_is_placed_by_its_texts(place: Workspace) -> None:
    found = catalog.parse(translate(sent(place), RUSSIAN))
    bare = replace(
        found,
        header=tuple(item for item in found.header if item[0] in {"Content-Type", "MIME-Version"}),
        entries=tuple(replace(item, references=(), comments=()) for item in found.entries),
    )
    place.write("fertig (1).po", catalog.serialize(bare))
    made = result(place, "fertig (1).po")
    assert (made["article"], made["lang"], made["taken"]) == ("articles/two.md", "ru", len(RUSSIAN))


def test_texts_of_no_article_are_told(place: Workspace) -> None:
    found = catalog.parse(translate(sent(place), RUSSIAN))
    stranger = replace(found.entries[0], source="Nobody wrote this.", target="Этого никто не писал.", references=())
    place.write("back.po", catalog.serialize(replace(found, entries=(*found.entries, stranger))))
    made = result(place, "back.po", exit_code=1)
    assert made["unknown"][0]["source"] == "Nobody wrote this."
    place.write("alien.po", catalog.serialize(replace(found, entries=(stranger,))))
    [problem] = report(place, "alien.po", exit_code=1)["problems"]
    assert "no text of any article" in problem["message"]


def test_a_file_of_an_article_that_is_gone_says_which(place: Workspace) -> None:
    place.write("back.po", translate(sent(place), RUSSIAN))
    (place.root / "articles/two.md").rename(place.root / "articles/three.md")
    place.write("articles/three.md", "# Another title\n\nNot one of its sentences is left.\n")
    place.run("sync")
    [problem] = report(place, "back.po", exit_code=1)["problems"]
    assert problem["message"].startswith("is for articles/two.md, which is not here")


def notices(place: Workspace, *words: str, exit_code: int = 0) -> list[str]:
    found: list[str] = report(place, *words, exit_code=exit_code)["notices"]
    return found


def test_a_file_that_lacks_its_end_is_taken_and_told(place: Workspace) -> None:
    """Cut off within a comment, or between two entries, where nothing in the file itself tells."""
    whole = translate(sent(place), RUSSIAN)
    end = whole.index(b"#. footnote")
    for count, cut in enumerate((whole[: end + 8], whole[:end])):
        place.write(f"back{count}.po", cut)
        [told] = notices(place, f"back{count}.po", exit_code=1 - count)
        assert told == (
            f"back{count}.po: has 4 of 5 texts, and those at its end are missing. If it was cut off, ask for it again."
        )
    assert targets(place.root / PATH).keys() == RUSSIAN.keys() - {NOTE}


def test_a_package_that_lacks_texts_is_told_and_one_of_open_texts_is_whole(place: Workspace) -> None:
    place.write(PATH, translate(sent(place), {TITLE: RUSSIAN[TITLE]}))
    place.run("send", "ru", "--only-open")
    [package] = (place.root / "exports/packages").glob("*.zip")
    with zipfile.ZipFile(package) as opened:
        [name] = (each for each in opened.namelist() if each.endswith("two.po"))
        whole = translate(opened.read(name), RUSSIAN)
    found = catalog.parse(whole)
    place.write("whole.po", whole)
    place.write("part.po", catalog.serialize(replace(found, entries=(found.entries[0], *found.entries[2:]))))
    assert notices(place, "part.po") == [
        "part.po: has 3 of 4 texts, and the others are missing. If it was cut off, ask for it again."
    ]
    assert notices(place, "whole.po") == []


def test_the_wrong_language_is_refused(place: Workspace) -> None:
    """Armenian in a file that says Russian, and a language that nobody publishes here."""
    wrong = translate(sent(place), ARMENIAN)
    place.write("wrong.po", wrong)
    place.write("german.po", wrong.replace(b"Language: ru", b"Language: de"))
    before = place.snapshot()
    problems = report(place, "wrong.po", "german.po", exit_code=1)["problems"]
    assert ["Armenian letters" in problems[0]["message"], "“de”" in problems[1]["message"]] == [True, True]
    assert place.snapshot() == before


def test_a_file_without_its_letters_is_refused(place: Workspace) -> None:
    place.write("lost.po", translate(sent(place), RUSSIAN).decode().encode("ascii", "replace"))
    before = place.snapshot()
    [problem] = report(place, "lost.po", exit_code=1)["problems"]
    assert "lost their letters" in problem["message"]
    assert place.snapshot() == before


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "cp1251": lambda data: data.replace(b"charset=UTF-8", b"charset=CP1251").decode().encode("cp1251"),
    "no header at all": lambda data: data[data.index(b"#. ") :],
    "no end of the last line": lambda data: data.rstrip(b"\n"),
    "a plural entry of something else": lambda data: (
        data + b'\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    ),
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "line ends of old Mac programs": lambda data: data.replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_that_other_programs_write_are_read(place: Workspace, form: str) -> None:
    place.write("back.po", FORMS[form](translate(sent(place), RUSSIAN)))
    place.run("receive", "back.po")
    assert targets(place.root / PATH) == RUSSIAN


DOCUMENTS = {
    "table.odt": b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "table.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "table.rtf": rb"{\rtf1\ansi table}",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_other_documents_are_to_be_saved_as_word_files(place: Workspace, name: str) -> None:
    (place.root / name).write_bytes(DOCUMENTS[name])
    with zipfile.ZipFile(place.root / "back.zip", "w") as package:
        package.writestr(name, DOCUMENTS[name])
    problems = report(place, name, "back.zip", exit_code=1)["problems"]
    assert [item["path"] for item in problems] == [name, f"back.zip/{name}"]
    assert all(item["message"].endswith("Save it as a Word file (.docx), and give that.") for item in problems)


@pytest.mark.parametrize("end", ["стоит здесь", 'msgid "The second', f'msgid "{SECOND}"\n'])
def test_a_file_that_is_cut_off_is_refused(place: Workspace, end: str) -> None:
    whole = translate(sent(place), RUSSIAN).decode()
    place.write("back.po", whole[: whole.index(end) + len(end)])
    before = place.snapshot()
    [problem] = report(place, "back.po", exit_code=1)["problems"]
    assert problem["line"]
    assert place.snapshot() == before


def test_what_check_finds_in_it_is_told_with_the_line(place: Workspace) -> None:
    place.write("back.po", translate(sent(place), RUSSIAN | {FIRST: "Первое предложение стоит здесь."}))
    [finding] = result(place, "back.po", exit_code=1)["findings"]
    assert finding["rule"] == "note-missing"
    lines = sent(place).decode().splitlines()
    assert any(FIRST in line for line in lines[finding["line"] - 1 : finding["line"] + 6])


def test_msgcat_conflicts_become_a_choice(place: Workspace) -> None:
    joined = '"#-#-#-#-#  a.po  #-#-#-#-#\\n"\n"Так.\\n"\n"#-#-#-#-#  b.po  #-#-#-#-#\\n"\n"Иначе."'
    text = translate(sent(place), {THIRD: "@"}).decode().replace('msgstr "@"', f'msgstr ""\n{joined}')
    place.write("back.po", text)
    place.run("receive", "back.po", exit_code=1)
    kept = entry(place.root / PATH, THIRD)
    assert kept.fuzzy
    assert {kept.target, *kept.remarks} == {"Иначе.", f"{MERGE_REMARK}Так."}


def test_many_files_in_a_folder(place: Workspace) -> None:
    place.write("back/two.po", translate(sent(place), RUSSIAN))
    place.write("back/other.po", sent(place, "locales/ru/articles/other.po"))
    place.write("back/letter.txt", "Dear colleagues")
    (place.root / "back" / "link.po").symlink_to("/etc/hostname")
    found = report(place, "back", exit_code=1)
    assert sorted(item["article"] for item in found["results"]) == ["articles/other.md", "articles/two.md"]
    assert "link" in found["problems"][0]["message"]


def test_a_catalog_that_is_damaged_here_stays(place: Workspace) -> None:
    back = translate(sent(place), RUSSIAN)
    place.write("back.po", back)
    place.write(PATH, sent(place)[:-20])
    damaged = sent(place)
    [problem] = report(place, "back.po", exit_code=1)["problems"]
    assert problem["path"] == PATH
    assert sent(place) == damaged


def test_text_report(place: Workspace) -> None:
    before = sent(place)
    place.write("a.po", translate(before, {SECOND: "Раз.", NOTE: "Сноска."}))
    place.write("b.po", translate(before, {SECOND: "Два.", TITLE: RUSSIAN[TITLE]}))
    shown = place.run("receive", "a.po", "b.po", exit_code=1).output
    assert "conflicting: both translations are in the catalog; choose one" in shown
    assert "2 catalogs read: 3 translations taken." in shown


def test_paths_that_are_no_files(place: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.po")
    found = report(place, "pipe.po", "missing.po", exit_code=1)
    assert [item["message"] for item in found["problems"]] == ["is not a file that can be read.", "is not there."]


def test_utf_16_of_any_name_is_read(place: Workspace) -> None:
    place.write("from Anna", translate(sent(place), RUSSIAN).decode().encode("utf-16"))
    assert result(place, "from Anna")["taken"] == len(RUSSIAN)


def test_a_catalog_that_was_copied_back_by_hand_is_sent_anew(place: Workspace) -> None:
    """It has the header of its package, and after the next one only that of the next one."""
    for number in range(2):
        place.run("send", "ru", "two", "--to", f"Person {number}", "--output", f"{number}.zip")
        with zipfile.ZipFile(place.root / f"{number}.zip") as opened:
            data = next(opened.read(name) for name in opened.namelist() if name.endswith("two.po"))
        place.write(PATH, translate(data, {SECOND: RUSSIAN[SECOND]}))
    assert place.text(PATH).count("X-Targman-Package") == 1
    place.write("back.po", translate(data, RUSSIAN))
    assert result(place, "back.po")["package"].startswith("ru-person-1")


def test_a_part_takes_nothing_away(place: Workspace) -> None:
    place.write(PATH, translate(sent(place), {SECOND: RUSSIAN[SECOND]}))
    found = catalog.parse(translate(sent(place), {FIRST: RUSSIAN[FIRST]}))
    part = replace(found, entries=tuple(item for item in found.entries if item.source == FIRST))
    place.write("part.po", catalog.serialize(part))
    place.run("receive", "part.po")
    assert targets(place.root / PATH) == {FIRST: RUSSIAN[FIRST], SECOND: RUSSIAN[SECOND]}


def test_what_was_sent_and_not_touched_is_nothing_new(place: Workspace) -> None:
    place.write(PATH, translate(sent(place), {SECOND: RUSSIAN[SECOND]}))
    place.run("send", "ru", "two", "--to", "Anna", "--output", "out.zip")
    place.write(PATH, translate(sent(place), {SECOND: "Исправлено."}))
    counts = [(item["same"], item["older"]) for item in report(place, "out.zip")["results"]]
    assert counts == [(1, 0)]
    assert targets(place.root / PATH)[SECOND] == "Исправлено."


def test_an_offer_gives_way_to_a_translation(place: Workspace) -> None:
    back = translate(sent(place), {SECOND: RUSSIAN[SECOND]})
    found = catalog.parse(sent(place))
    offer = {"target": "Похожее.", "fuzzy": True, "previous": "The second sentence stood here."}
    entries = tuple(replace(item, **dict[str, Any](offer)) if item.source == SECOND else item for item in found.entries)
    place.write(PATH, catalog.serialize(replace(found, entries=entries)))
    place.write("back.po", back)
    assert result(place, "back.po")["conflicting"] == []
    kept = entry(place.root / PATH, SECOND)
    assert (kept.target, kept.fuzzy, kept.previous, kept.remarks) == (RUSSIAN[SECOND], False, None, ())


def test_a_header_that_names_another_article_counts_less_than_the_texts(place: Workspace) -> None:
    text = translate(sent(place), RUSSIAN).decode()
    named = text.replace('"Language: ru\\n"', '"Language: ru\\n"\n"X-Targman-Article: articles/other.md\\n"')
    place.write("back.po", named.replace("#: articles/two.md\n", ""))
    assert result(place, "back.po")["article"] == "articles/two.md"


def test_a_file_with_few_texts_of_an_article_is_not_taken_for_its_own(place: Workspace) -> None:
    found = catalog.parse(translate(sent(place), {TITLE: RUSSIAN[TITLE]}).replace(b"#: articles/two.md\n", b""))
    title = next(item for item in found.entries if item.source == TITLE)
    others = tuple(replace(title, source=f"A text of another house, {number}.") for number in range(3))
    place.write("alien.po", catalog.serialize(replace(found, entries=(title, *others))))
    [problem] = report(place, "alien.po", exit_code=1)["problems"]
    assert "has 4 texts, and only 1 of them" in problem["message"]


def test_a_choice_between_two_translations_travels(place: Workspace) -> None:
    before = sent(place)
    place.write("a.po", translate(before, {SECOND: RUSSIAN[SECOND]}))
    place.write("b.po", translate(before, {SECOND: "Тут второе."}))
    place.run("receive", "a.po", "b.po", exit_code=1)
    place.run("send", "ru", "two", "--to", "Vera", "--output", "out.zip")
    with zipfile.ZipFile(place.root / "out.zip") as opened:
        data = next(opened.read(name) for name in opened.namelist() if name.endswith("two.po"))
    remark = next(item for item in entry(place.root / PATH, SECOND).remarks if item.startswith(MERGE_REMARK))
    place.write(
        "chosen.po",
        translate(data, {SECOND: "Вот здесь стоит второе предложение."}).replace(f"# {remark}\n".encode(), b""),
    )
    assert result(place, "chosen.po")["conflicting"] == []
    kept = entry(place.root / PATH, SECOND)
    assert (kept.target, kept.fuzzy, kept.remarks) == ("Вот здесь стоит второе предложение.", False, ())


def test_a_file_that_repeats_the_texts_is_refused(place: Workspace) -> None:
    place.write("done.po", translate(sent(place), RUSSIAN))
    place.run("receive", "done.po")
    before = place.snapshot()
    place.write("back.po", translate(sent(place), {source: source for source in RUSSIAN}))
    said = place.run("receive", "back.po", exit_code=1).stderr
    assert "5 of its 5 translations are the texts themselves" in said
    (place.root / "back.po").unlink()
    assert place.snapshot() == before


def test_texts_that_moved_since_go_into_the_article_that_has_them_now(place: Workspace) -> None:
    """Somebody divides the article while it is with the translator."""
    done = {text: target for text, target in RUSSIAN.items() if text != NOTE}
    place.write("back.po", translate(sent(place), done))
    title, _, body = ARTICLE.rpartition("---\n")
    place.write("articles/two.md", f"{title}---\n\n{THIRD}\n")
    place.write("articles/three.md", f"# Something else\n\n{body.replace(THIRD, 'A sentence of its own.')}")
    place.run("sync")
    said = report(place, "back.po")
    moved = targets(place.root / "locales/ru/articles/three.po")
    assert targets(place.root / PATH) | moved == done
    assert moved.keys() == {FIRST, SECOND}
    assert [(item["path"], item["untranslated"]) for item in said["results"]] == [
        (PATH, 0),
        ("locales/ru/articles/three.po", 1),
    ]
    before = place.snapshot()
    place.run("receive", "back.po")
    assert place.snapshot() == before


def test_a_package_finds_articles_that_took_each_others_names(place: Workspace) -> None:
    place.run("send", "ru", "--output", "package.zip")
    with zipfile.ZipFile(place.root / "package.zip") as package:
        [name] = [name for name in package.namelist() if name.endswith("two.po")]
        place.write("two.po", translate(package.read(name), RUSSIAN))
    two, other = place.root / "articles/two.md", place.root / "articles/other.md"
    two.rename(place.root / "three.md")
    other.rename(two)
    (place.root / "three.md").rename(other)
    place.run("sync")
    assert result(place, "two.po")["path"] == "locales/ru/articles/other.po"
    assert targets(place.root / "locales/ru/articles/other.po") == RUSSIAN
