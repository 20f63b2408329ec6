"""Never translate a sentence twice: the memory as editors and translators meet it, by the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Entry
from pipeline.workspace.lock import locked
from pipeline.workspace.memory.sync import NAME
from scenarios.shop import Shop

FIRST = """\
# The lake

The lake fell by nineteen metres.[^a] It was 1933 then. Nobody knew [why](https://a.org/).

[^a]: A note.
"""
SECOND = "# The river\n\nThe lake fell by nineteen metres. It was 1947 then. Nobody knew what to do with it.\n"
RUSSIAN = {
    "The lake": "Озеро",
    "The lake fell by nineteen metres.{fn1}": "Озеро упало на 19 метров.{fn1}",
    "It was 1933 then.": "Это был 1933 год.",
    "Nobody knew [why]({url1}).": "Никто не знал, [почему]({url1}).",
    "A note.": "Примечание.",
}
ARMENIAN = {"The lake": "Լիճը", "It was 1933 then.": "1933 թվականն էր։"}


@pytest.fixture
def shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Shop, Shop]]:
    """A workspace with one article translated by Anna, and another that is not there yet."""

    def make(settings: str = "") -> tuple[Shop, Shop]:
        (tmp_path / "targman.toml").write_text(f'lang = "en"\n{settings}\n', encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        first, second = Shop(tmp_path, "lake"), Shop(tmp_path, "river")
        first.write(FIRST)
        first.run("sync")
        first.translate("ru", RUSSIAN)
        first.translate("hy", ARMENIAN)
        path = first.catalog("ru")
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("Last-Translator: \\n", "Last-Translator: Anna <a@a.org>\\n"), encoding="utf-8", newline=""
        )
        return first, second

    return make


def quiet(shop: Shop) -> None:
    """A second run changes no byte and no time of a file."""
    before = shop.files()
    shop.run("sync")
    assert shop.files() == before


def test_a_new_article_gets_what_was_translated_before(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    second.write(SECOND)
    said = second.run("sync").output
    assert "Memory" in said
    entries = second.active("ru")
    same = entries["The lake fell by nineteen metres."]
    assert (same.target, same.fuzzy, same.comments[-1]) == (
        "Озеро упало на 19 метров.",
        True,
        "memory: 100% articles/lake",
    )
    year = entries["It was 1947 then."]
    assert (year.target, year.previous, year.comments[-1]) == (
        "Это был 1947 год.",
        "It was 1933 then.",
        "memory: 88% articles/lake",
    )
    assert entries["Nobody knew what to do with it."].target == ""
    assert second.active("hy")["It was 1947 then."].target == "1947 թվականն էր։"
    assert second.active("hy")["The lake fell by nineteen metres."].target == ""
    assert first.active("ru")["The lake"].is_translated
    quiet(second)


def test_the_comment_stays_until_a_person_confirms(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    second.write(SECOND)
    second.run("sync")
    second.write(SECOND.replace("# The river", "# The stream"))
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].comments[-1] == "memory: 88% articles/lake"
    second.clear("ru")
    second.run("sync")
    entry = second.active("ru")["It was 1947 then."]
    assert entry.is_translated
    assert not any(comment.startswith("memory:") for comment in entry.comments)
    quiet(second)


def test_the_comment_is_whole_though_an_editor_breaks_it_into_lines(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    second.write(SECOND)
    second.run("sync")

    def broken(entry: Entry) -> Entry:
        comments = (line for comment in entry.comments for line in comment.replace("% ", "%\n").split("\n"))
        return replace(entry, comments=tuple(comments))

    second.edit("ru", broken)
    before = second.files()
    second.run("sync")
    assert second.files() == before
    second.write(SECOND.replace("# The river", "# The stream"))
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].comments[-1] == "memory: 88% articles/lake"


def test_an_emptied_offer_is_not_made_again(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    second.write(SECOND)
    second.run("sync")
    second.edit("ru", lambda entry: replace(entry, target="", fuzzy=False, previous=None))
    second.run("sync")
    second.write(SECOND.replace("# The river", "# The stream"))
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].target == ""


def test_a_guess_stays_a_guess_when_the_text_becomes_the_one_it_was_made_for(
    shops: Callable[..., tuple[Shop, Shop]],
) -> None:
    _, second = shops()
    second.write(SECOND)
    second.run("sync")
    second.write(SECOND.replace("1947", "1933"))
    second.run("sync")
    assert second.active("ru")["It was 1933 then."].fuzzy


def test_what_was_waiting_gets_what_is_translated_later(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    first.translate("ru", dict.fromkeys(RUSSIAN, ""))
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["The lake fell by nineteen metres."].target == ""
    first.translate("ru", RUSSIAN)
    second.run("sync", "lake")
    assert second.active("ru")["The lake fell by nineteen metres."].target == ""
    second.run("sync")
    assert second.active("ru")["The lake fell by nineteen metres."].target == "Озеро упало на 19 метров."
    quiet(second)


def test_own_translations_come_first(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    second.write(SECOND.replace("nineteen", "eighteen"))
    second.run("sync")
    second.translate("ru", {"The lake fell by eighteen metres.": "Своё."})
    second.clear("ru")
    second.write(SECOND)
    second.run("sync")
    entry = second.active("ru")["The lake fell by nineteen metres."]
    assert (entry.target, entry.fuzzy) == ("Своё.", True)
    assert not any(comment.startswith("memory:") for comment in entry.comments)


def test_exact_matches_are_final_where_the_settings_say_so(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops('memory = "exact"')
    second.write("# The lake\n\nThe lake fell by nineteen metres. It was 1947 then.\n")
    second.run("sync")
    entries = second.active("ru")
    assert entries["The lake"].is_translated
    assert entries["The lake"].comments == ("heading",)
    assert entries["The lake fell by nineteen metres."].is_translated
    assert entries["It was 1947 then."].fuzzy
    quiet(second)


def test_from_a_translation_back_is_never_final(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops('memory = "exact"')
    second.write("---\nlang: ru\n---\n# Озеро\n")
    second.run("sync")
    assert (second.active("hy")["Озеро"].target, second.active("hy")["Озеро"].fuzzy) == ("Լիճը", True)
    assert (second.active("en")["Озеро"].target, second.active("en")["Озеро"].fuzzy) == ("The lake", True)


def test_switched_off_there_is_no_memory(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops('memory = "off"')
    second.write(SECOND)
    second.run("sync")
    assert not any(entry.fuzzy for entry in second.entries("ru"))
    assert not (second.root / NAME).exists()


def test_a_rehearsal_tells_the_same_and_changes_nothing(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    first.run("sync")
    second.write(SECOND)
    before, memory = second.files(), (second.root / NAME).read_bytes()
    told = json.loads(second.run("sync", "--dry-run", "--format", "json").stdout)["results"]
    assert second.files() == before
    assert (second.root / NAME).read_bytes() == memory
    done = json.loads(second.run("sync", "--format", "json").stdout)["results"]
    assert told == done
    assert [item["remembered"] for item in done if item["article"] == "articles/river.md"] == [1, 0, 2]


def test_explain_tells_where_an_offer_is_from(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    second.write(SECOND)
    second.run("sync")
    said = second.run("sync", "--explain", "It was").output
    assert "memory: 88% articles/lake" in said
    assert "[-1933-]" in said


def test_the_memory_can_be_deleted(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    first.run("sync")
    (second.root / NAME).unlink()
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].target == "Это был 1947 год."


@pytest.mark.parametrize("garbage", [b"not a database " * 99, b""])
def test_a_damaged_memory_is_made_anew(shops: Callable[..., tuple[Shop, Shop]], garbage: bytes) -> None:
    first, second = shops()
    first.run("sync")
    (second.root / NAME).write_bytes(garbage)
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].fuzzy


def test_where_the_memory_cannot_be_written_the_catalogs_still_are(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    _, second = shops()
    (second.root / NAME).unlink(missing_ok=True)
    (second.root / NAME).mkdir()
    second.write(SECOND)
    said = second.run("sync", code=1)
    assert f"{NAME}: cannot be used" in said.output
    assert "The lake fell by nineteen metres." in second.active("ru")
    quiet(second)


def test_when_nothing_changed_the_database_is_not_opened(
    shops: Callable[..., tuple[Shop, Shop]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = shops()
    first.run("sync")
    time.sleep(0.15)
    first.run("sync")
    seen: list[str] = []
    monkeypatch.setattr("sqlite3.connect", lambda *arguments, **_: seen.append(str(arguments)))
    first.run("sync")
    assert seen == []


def test_what_an_article_no_longer_says_is_forgotten(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    first.run("sync")
    first.write(FIRST.replace("It was 1933 then. ", ""))
    first.run("sync")
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].target == ""


def test_a_renamed_article_is_remembered_under_its_new_name(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    first.run("sync")
    first.article.rename(first.article.with_name("sevan.md"))
    second.run("sync")
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].comments[-1] == "memory: 88% articles/sevan"


def test_rebuild_makes_the_same_memory(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    first.run("sync")
    before = first.run("memory", "export").stdout
    said = first.run("memory", "rebuild").output
    assert said == "5 texts with translations out of 1 article or file.\n"
    assert first.run("memory", "export").stdout == before
    assert before.count("<tu>") == 5


def test_export_and_import_into_another_workspace(
    shops: Callable[..., tuple[Shop, Shop]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = shops()
    assert " written to " in first.run("memory", "export", str(tmp_path / "lake.tmx")).stdout
    other = tmp_path / "other"
    other.mkdir()
    (other / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(other)
    shop = Shop(other, "river")
    shop.write(SECOND)
    shop.run("sync")
    said = shop.run("memory", "import", str(tmp_path / "lake.tmx")).output
    assert said == "5 texts with translations in locales/memory/lake.tmx.\n"
    shop.run("sync")
    entry = shop.active("ru")["It was 1947 then."]
    assert (entry.target, entry.comments[-1]) == ("Это был 1947 год.", "memory: 88% lake.tmx")
    quiet(shop)
    (other / NAME).unlink()
    assert shop.run("memory", "rebuild").output.startswith("5 texts")
    shop.run("memory", "import", str(other / "locales" / "memory" / "lake.tmx"))


FOREIGN = Path(__file__).parent.parent / "catalog" / "data" / "foreign"


@pytest.mark.parametrize("charset", ["utf8", "cp1251", "koi8-r"])
def test_a_po_compendium_is_imported(shops: Callable[..., tuple[Shop, Shop]], charset: str) -> None:
    first, _ = shops()
    said = first.run("memory", "import", str(FOREIGN / f"{charset}.po")).output
    assert said == (
        f"7 texts with translations in locales/memory/{charset}.tmx.\nLeft out: 1 fuzzy, 1 obsolete, 1 untranslated.\n"
    )
    assert first.run("memory", "import", str(FOREIGN / f"{charset}.po")).output == said
    (first.root / NAME).unlink()
    first.run("memory", "rebuild")
    found = json.loads(first.run("memory", "search", "fishes", "--format", "json").stdout)["results"]
    assert [(item["texts"], item["translators"], item["origins"]) for item in found] == [
        ({"en": "%d fishes", "ru": target}, {"ru": "Анна Петросян"}, [f"{charset}.tmx"])
        for target in ("%d рыбы", "%d рыб")
    ]
    first.run("sync")
    quiet(first)


@pytest.mark.parametrize(
    ("header", "options", "code", "said"),
    [
        ("Language: ru", (), 2, "home.po: does not name the language of its msgid. Add it, such as --from en."),
        ("X-Source-Language: en", (), 2, "home.po: does not name the language of its translations."),
        ("Language: xx\\nX-Source-Language: en", (), 2, "its translations are in “xx”"),
        ("Language: pt_BR\\nX-Source-Language: en", (), 0, "1 text with translations"),
        ("Language: ru", ("--from", "ru"), 2, "has “ru” as the language of msgid and of msgstr"),
        ("Language: ru", ("--from", "en"), 0, "1 text with translations in locales/memory/home.tmx.\n"),
        ("Language: de", ("--from", "en", "--to", "hy"), 0, "1 text with translations"),
    ],
)
def test_languages_of_a_po_file(
    shops: Callable[..., tuple[Shop, Shop]], header: str, options: tuple[str, ...], code: int, said: str
) -> None:
    first, _ = shops()
    before = first.files()
    text = f'msgid ""\nmsgstr "{header}\\n"\n\nmsgid "a b"\nmsgstr "c d"\n'
    (first.root / "home.po").write_text(text, encoding="utf-8")
    assert said in first.run("memory", "import", "home.po", *options, code=code).output
    (first.root / "home.po").unlink()
    assert (first.files() == before) == bool(code)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('msgid "a"\nmsgstr "hal\n', "broken.po:5: the closing quote is missing"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "broken.po: has no finished translation"),
    ],
)
def test_a_po_file_that_is_of_no_use_changes_nothing(
    shops: Callable[..., tuple[Shop, Shop]], body: str, said: str
) -> None:
    first, _ = shops()
    header = 'msgid ""\nmsgstr "Language: ru\\nX-Source-Language: en\\n"\n\n'
    (first.root / "broken.po").write_text(header + body, encoding="utf-8")
    before = first.files()
    assert said in first.run("memory", "import", "broken.po", code=1).output
    assert first.files() == before


def test_languages_are_no_option_for_tmx(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    (first.root / "a.tmx").write_text("<tmx/>", encoding="utf-8")
    assert "are for PO files" in first.run("memory", "import", "a.tmx", "--from", "hy", code=2).output


def test_export_of_two_languages(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    said = first.run("memory", "export", "--from", "hy", "--to", "ru").stdout
    assert said.count("<tuv ") == 4
    assert "The lake" not in said
    assert 'creationid="Anna"' in said
    first.run("memory", "export", "--from", "hy", "--to", "hy", code=2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html/>", "is not a TMX file"),
        (b"<!DOCTYPE tmx [<!ENTITY a 'b'>]><tmx/>", "an attack"),
        (b"<tmx version='1.4'><header/><body/></tmx>", "no unit has texts in two languages"),
    ],
)
def test_an_import_that_is_refused_changes_nothing(
    shops: Callable[..., tuple[Shop, Shop]], content: bytes, said: str
) -> None:
    first, _ = shops()
    path = first.root / "bad.tmx"
    path.write_bytes(content)
    before = first.files()
    result = first.run("memory", "import", "bad.tmx", code=1)
    assert said in result.output
    assert "bad.tmx" in result.output
    assert first.files() == before


def test_a_file_that_is_too_large_is_refused(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    with (first.root / "large.tmx").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert "256 MB" in first.run("memory", "import", "large.tmx", code=1).output


def test_search_shows_words_in_all_languages(
    shops: Callable[..., tuple[Shop, Shop]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = shops()
    monkeypatch.setenv("COLUMNS", "100")
    wide = first.run("memory", "search", "1933").stdout.splitlines()
    assert wide[0] == "articles/lake  Russian: Anna"
    assert wide[1].split() == ["en", "hy", "ru"]
    columns = [wide[1].index(lang) for lang in ("en", "hy", "ru")]
    assert [wide[2].index(word) for word in ("It was", "1933 թ", "Это")] == columns
    monkeypatch.setenv("COLUMNS", "40")
    narrow = first.run("memory", "search", "etres", "nineteen", code=1)
    assert narrow.stdout == "Nothing in the memory has “etres nineteen”.\n"
    lines = first.run("memory", "search", "metre", "nineteen").stdout.splitlines()
    assert lines[1:4] == ["en  The lake fell by nineteen", "    metres.{fn1}", "ru  Озеро упало на 19 метров.{fn1}"]
    assert all(len(line) <= 40 for line in lines)


def test_search_as_json(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    assert json.loads(first.run("memory", "search", "лёд", "--format", "json", code=1).stdout)["results"] == []
    result = first.run("memory", "search", "озеро", "упало", "--lang", "ru", "--format", "json")
    [found] = json.loads(result.stdout)["results"]
    assert found == {
        "origins": ["articles/lake"],
        "source_lang": "en",
        "texts": {"en": "The lake fell by nineteen metres.{fn1}", "ru": "Озеро упало на 19 метров.{fn1}"},
        "translators": {"ru": "Anna"},
        "since": "",
        "until": "",
    }


def test_killed_at_any_time_the_memory_is_good_or_made_again(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, second = shops()
    program = [sys.executable, "-c", "from pipeline.cli import main; main()", "memory", "rebuild"]
    for wait in (0.15, 0.25, 0.3, 0.35):
        process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert first.run("memory", "rebuild").output.startswith("5 texts")
    second.write(SECOND)
    second.run("sync")
    assert second.active("ru")["It was 1947 then."].target == "Это был 1947 год."


def test_two_imports_of_one_name_are_both_kept_until_they_are_deleted(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    folder = first.root / "agency"
    folder.mkdir()
    for number, word in enumerate(("Стол", "Стул", "Стул")):
        tu = f"<tu><tuv xml:lang='en'><seg>Thing</seg></tuv><tuv xml:lang='ru'><seg>{word}</seg></tuv></tu>"
        (folder / "memory.tmx").write_text(
            f"<tmx version='1.4'><header srclang='en'/><body>{tu}</body></tmx>", encoding="utf-8"
        )
        said = first.run("memory", "import", "agency/memory.tmx").output
        assert f"locales/memory/memory{'-2' if number else ''}.tmx" in said
    assert first.run("memory", "search", "thing").stdout.count("Thing") == 2
    (first.root / "locales" / "memory" / "memory-2.tmx").unlink()
    assert "Стул" not in first.run("memory", "search", "thing").stdout


def test_many_new_articles_are_filled_by_several_processes(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    first.run("sync")
    for number in range(1, 31):
        Shop(first.root, f"copy{number}").write(f"# Number {number}\n\nIt was {1900 + number} then.\n")
    first.run("sync")
    for number in range(1, 31):
        entry = Shop(first.root, f"copy{number}").active("ru")[f"It was {1900 + number} then."]
        assert (entry.target, entry.fuzzy) == (f"Это был {1900 + number} год.", True)
    quiet(first)


def test_beside_another_targman_one_can_search_but_not_rebuild(shops: Callable[..., tuple[Shop, Shop]]) -> None:
    first, _ = shops()
    first.run("sync")
    with locked(first.root):
        assert "Озеро" in first.run("memory", "search", "lake").stdout
        for words in (("rebuild",), ("import", "targman.toml")):
            assert "another targman process is running" in first.run("memory", *words, code=1).output
