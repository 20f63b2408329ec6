"""`targman languages`: what is known of each language, packs of a workspace and of a distribution, and trying them."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from conftest import Workspace

from pipeline.languages import folders, load, use_folder
from pipeline.languages.validation import read_settings
from pipeline.workspace.packs.trial import try_pack

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def packs_of_no_workspace() -> Iterator[None]:
    yield
    use_folder(None)


def test_the_table_shows_what_each_pack_knows(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["hy", "cy"]\n')
    shown = place.run("languages").stdout
    assert "cy    Welsh" in shown
    assert "none, only the Unicode CLDR" in shown
    results = json.loads(place.run("languages", "--format", "json").stdout)["results"]
    assert [each["code"] for each in results][:2] == ["hy", "cy"]
    armenian, welsh = results[:2]
    assert (armenian["packs_from"], welsh["packs_from"], welsh["known_parts"]) == (["Targman"], [], [])
    assert {"sentences", "typography", "numbers", "inflection", "documents"} <= set(armenian["known_parts"])


def test_the_table_needs_no_workspace(
    workspace: MakeWorkspace,
) -> None:
    place = workspace()
    (place.root / "targman.toml").unlink()
    assert "Armenian" in place.run("languages").stdout


def test_a_new_pack_has_the_facts_of_the_cldr_and_can_be_tried_at_once(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["en", "cy"]\n')
    place.run("languages", "new", "cy")
    assert 'native_name = "Cymraeg"' in (place.root / "languages/cy/language.toml").read_text(encoding="utf-8")
    assert '"1" = "ionawr"' in (place.root / "languages/cy/numbers.toml").read_text(encoding="utf-8")
    tried = place.run("languages", "check", "cy").stdout
    assert "0 cases tried, 0 problems." in tried
    assert "nothing is switched on in samples.toml" in tried
    assert "languages/cy/ is there already" in place.run("languages", "new", "cy", exit_code=2).stderr


def test_the_skeleton_of_a_language_that_has_a_pack_changes_nothing(workspace: MakeWorkspace) -> None:
    place = workspace()
    before = load("hy").typography
    place.run("languages", "new", "hy")
    place.run("languages", "check", "hy")
    assert load("hy").typography == before
    assert load("hy").facts["native_name"] == "Հայերեն"


def test_cases_of_a_pack_are_tried(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["en", "cy"]\n')
    place.run("languages", "new", "cy")
    place.write("languages/cy/sentences.toml", 'ends_before_capital = ".!?"\nnever_end = ["Athro."]\n')
    place.write("languages/cy/numbers.toml", '[words]\n"5" = "pump"\n')
    place.write("languages/cy/inflection.toml", 'endings = ["oedd"]\n')
    cases = (
        'sentences = ["Daeth Athro. Jones. | Aeth o.", "Un. Dau."]\n'
        '[numbers]\n"pump afal" = [5]\n"chwe afal" = [6]\n[inflection]\n"mor" = ["moroedd", "moron"]\n'
        '[romanisation]\n"Tŷ bach" = "ty-bach"\n[dates]\n"2025-07-14" = "2025-07-14"\n'
    )
    place.write("languages/cy/samples.toml", cases)
    result = place.run("languages", "check", "cy", exit_code=1)
    assert "7 cases tried, 3 problems." in result.stdout
    assert "sentences: “Un. Dau.” should give “Un. Dau.”, but gives “Un.| Dau.”" in result.stderr
    assert "numbers: “chwe afal” should give 6, but gives no number" in result.stderr
    assert "inflection: “moron” should give a form of mor" in result.stderr
    report = json.loads(place.run("languages", "check", "cy", "--format", "json", exit_code=1).stdout)
    assert [each["path"] for each in report["problems"]] == ["languages/cy/samples.toml"] * 3


def test_faults_of_a_pack_stop_every_command_with_file_and_line(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("languages/hy/typography.toml", '# ours\nquotess = ["“”"]\nspeech = "("\nrepeated = 5\n')
    place.write("languages/hy/numbers.toml", "decimal =\n")
    for arguments in (("sync",), ("languages",)):
        complaint = place.run(*arguments, exit_code=2).stderr
        assert "typography.toml:2: “quotess” is not a setting of this file; did you mean “quotes”?" in complaint
        assert "typography.toml:3: “(” is not a regular expression" in complaint
        assert "typography.toml:4: “repeated” has to be written as in: repeated = [" in complaint
        assert "numbers.toml:1: is not TOML: Invalid value" in complaint


FAULTS = {
    'language.toml|direction = "up"': "language.toml:1: “up” is not a direction",
    'language.toml|letters = "z-a"': "language.toml:1: “z-a” is not the inside of a character class",
    'language.toml|base = "cy"': "a language cannot be based on itself",
    'language.toml|base = "klingon"': "“klingon” is not the code of a language",
    'language.toml|locale = "xx"': "the CLDR has no locale “xx”",
    'language.toml|plural_forms = "nplurals=2; plural=(n != 1;"': "is not a rule of gettext",
    'typography.toml|fixed_after = ["Nr.", "§"]': "“Nr.” is not a single sign",
    'typography.toml|quotes = ["„"]': "“„” is not a pair of marks",
    'typography.toml|speech = "\\."': "between single quotation marks: '\\.'",
    "sentences.toml|never_end = [“Dr.”]": "between straight quotation marks",
    'sentences.toml|\nnever_end = ["Dr.", "Mr."': "sentences.toml:2: is not TOML: Unclosed array. A comma",
    'numbers.toml|[words]\n"pump" = "5"': "“pump” is not a number",
    'numbers.toml|[months]\n"13" = "x"': "“13” is not the number of a month",
    'calendar.toml|[weekdays]\n"8" = "x"': "“8” is not the number of a weekday",
    'inflection.toml|paradigms = [["b d", "- a"], "od"]': "“od” is not a pair of texts",
    'inflection.toml|reduced_vowels = [""]': "“” is not a vowel",
    'romanisation.toml|groups = ["sch"]': "“sch” is not a pair of texts",
    'inflection.toml|[irregular]\nmor = ["moroedd"]': "“mor” needs words between quotes",
    'documents.toml|months = ["ion"]': "there are 1 months",
    'samples.toml|[inflection]\n"mor" = "moroedd"': "“mor” needs a list",
    'messages.po|msgid "Notes"\nmsgstr "Nodiadau\n': "messages.po:2: is not a line of a PO file",
    'messages.po|msgid "Published on {date}"\nmsgstr "Ar {dydd}"\n': "messages.po:1: “Ar {dydd}” for",
    'messages.po|msgid "Notes"\nmsgstr "Nodiadau"\nNodyn\n': "messages.po:3: is not a PO file that can be read: Unk",
    'messages.po|msgid "Notes"\n': "messages.po:1: is not a PO file that can be read: missing msgstr",
    'messages.po|msgid ""\nmsgstr "Content-Type: text/plain; charset=utf9\\n"\n': "See Content-Type",
    "numbers.toml|[words]\n[words]\n": "numbers.toml:2: is not TOML: Cannot declare [words] twice.",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.split("|")[1][:20])
def test_a_slip_in_a_pack_is_said_with_its_file(workspace: MakeWorkspace, fault: str) -> None:
    place = workspace('editions = ["en", "cy"]\n')
    name, _, text = fault.partition("|")
    place.write("languages/cy/language.toml", 'name = "Welsh"\n')
    place.write(f"languages/cy/{name}", text)
    result = place.run("languages", "check", "cy", exit_code=1)
    assert FAULTS[fault] in result.stderr
    assert "the cases are tried when the files are right" in result.stdout


def test_a_language_is_told_by_its_words_without_its_alphabet(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["en", "de"]\n')
    place.write("languages/de/language.toml", 'own_letters = "äöüß"\ncommon_words = "der die und in den ein ist das"\n')
    text = "Das ist ein Text, den der Leser kennt. Das Land und die Leute in ihm."
    place.write("languages/de/samples.toml", f'texts = ["{text}"]\n')
    assert "1 case tried, 0 problems" in place.run("languages", "check", "de").stdout


def test_a_file_of_a_pack_may_begin_with_a_byte_order_mark_and_is_in_utf_8(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["en", "cy"]\n')
    place.write("languages/cy/language.toml", b'\xef\xbb\xbfname = "Welsh of ours"\n')
    place.run("languages", "check", "cy")
    assert "Welsh of ours" in place.run("languages").stdout
    place.write("languages/cy/language.toml", 'name = "Welsh"\nnative_name = "Cymraeg ŵ"\n'.encode("iso8859-14"))
    assert "language.toml:2: is not UTF-8" in place.run("languages", "check", "cy", exit_code=1).stderr


def test_new_packs_have_the_words_of_pages_to_translate(workspace: MakeWorkspace) -> None:
    place = workspace('editions = ["en", "pl"]\n')
    place.run("languages", "new", "pl")
    words = polib.pofile(str(place.root / "languages/pl/messages.po"))
    assert words.metadata["Language"] == "pl"
    assert {"Notes", "By {authors}", "Translated from the {language}"} <= {entry.msgid for entry in words}
    assert not any("Armenian" in entry.msgid for entry in words)
    assert len(next(entry for entry in words if entry.msgid_plural).msgstr_plural) == 3
    place.write(
        "languages/pl/messages.po",
        place.text("languages/pl/messages.po").replace('"Notes"\nmsgstr ""', '"Notes"\nmsgstr "Przypisy"'),
    )
    assert "messages.po has 1 of " in place.run("languages", "check", "pl").stdout


def test_a_pack_of_the_workspace_changes_what_the_commands_do(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "cy"\neditions = ["cy"]\n')
    place.write("articles/a.md", "Daeth Athro. Jones yma. Aeth o.\n")
    place.write("languages/cy/sentences.toml", 'ends_before_capital = ".!?"\n')
    place.run("sync")
    assert 'msgid "Daeth Athro."' in (place.root / "locales/cy/articles/a.po").read_text(encoding="utf-8")
    place.write("languages/cy/language.toml", 'name = "Welsh"\n')
    place.write("languages/cy/sentences.toml", 'ends_before_capital = ".!?"\nnever_end = ["Athro."]\n')
    place.run("sync")
    assert 'msgid "Daeth Athro. Jones yma."' in (place.root / "locales/cy/articles/a.po").read_text(encoding="utf-8")


def test_a_distribution_may_bring_a_pack(
    workspace: MakeWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "site"
    for name, text in {
        "klingon_pack/__init__.py": "",
        "klingon_pack/language.toml": 'name = "Klingon"\nnative_name = "tlhIngan Hol"\nscript = "Latin"\n',
        "klingon_pack/sentences.toml": 'ends_before_capital = ".!?"\n',
        "klingon-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: klingon\nVersion: 1.0\n",
        "klingon-1.0.dist-info/entry_points.txt": "[targman.languages]\ntlh = klingon_pack\n",
    }.items():
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(there))
    use_folder(there)
    try:
        place = workspace('lang = "en"\neditions = ["en", "tlh"]\n')
        assert "tlhIngan Hol" in place.run("languages").stdout
        found = json.loads(place.run("languages", "--format", "json").stdout)["results"]
        assert next(each["packs_from"] for each in found if each["code"] == "tlh") == ["klingon"]
    finally:
        sys.modules.pop("klingon_pack", None)
        use_folder(None)


@pytest.mark.parametrize("lang", folders.list_codes())
def test_every_shipped_pack_passes_its_own_trial(lang: str) -> None:
    trial, problems = try_pack(load(lang))
    assert [str(problem) for problem in problems] == []
    assert trial.cases > 0 or lang not in {"en", "hy", "ru"}


def test_the_skeletons_have_every_setting_that_shipped_packs_use() -> None:
    known = read_settings()
    assert set(known["typography.toml"]) == set(type(load("en").typography)._fields) - {"has_own_quotes"}
    assert set(known) >= {f"{part}.toml" for part in ("language", "sentences", "numbers", "samples")}


def test_init_makes_a_workspace_in_any_language(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.run("init", "new", "--lang", "ka", "--editions", "ka,fr,pt_BR")
    assert 'editions = ["ka", "fr", "pt-BR"]' in (place.root / "new/targman.toml").read_text(encoding="utf-8")
    place.run("init", "other", "--lang", "ka")
    assert 'editions = ["ka", "en"]' in (place.root / "other/targman.toml").read_text(encoding="utf-8")
    assert "not the code of a language" in place.run("init", "third", "--lang", "xx", exit_code=2).stderr


def test_a_language_that_only_a_pack_knows_is_begun_tried_and_used(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["en"]\n')
    place.write("articles/a.md", "A sentence.\n")
    place.run("languages", "new", "akk")
    assert "0 problems" in place.run("languages", "check", "AKK").stdout
    place.write("targman.toml", 'lang = "en"\neditions = ["en", "akk"]\n')
    place.run("sync")
    assert "Language: akk" in place.text("locales/akk/articles/a.po")
    place.run("check", "--lang", "akk")


def test_the_lock_of_an_editor_stops_nothing(workspace: MakeWorkspace) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ka"]\n')
    place.write("languages/ka/language.toml", 'not_translated = "x"\n')
    (place.root / "languages/ka/.#language.toml").symlink_to("somebody@somewhere.123")
    place.run("status")
    assert "0 problems" in place.run("languages", "check", "ka").stdout
