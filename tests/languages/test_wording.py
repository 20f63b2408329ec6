"""The words that pages are furnished with: complete in the languages that ship with them, English in all others."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import which

import polib
import pytest

from pipeline import languages
from pipeline.errors import CatalogError
from pipeline.languages import use_folder
from pipeline.languages.messages import Wording, read_overrides
from pipeline.model import Message

PACKS = Path(languages.__file__).parent
LANGUAGES = ("hy", "en", "ru")
SHIPPED = sorted(path.parent.name for path in PACKS.glob("*/messages.po"))
ALL = pytest.mark.parametrize("lang", SHIPPED)


def catalog(lang: str) -> polib.POFile:
    return polib.pofile(str(PACKS / lang / "messages.po"), wrapwidth=0)


@ALL
def test_every_message_is_translated_and_the_package_has_it_compiled(lang: str) -> None:
    say = Wording(lang=lang)
    for entry in catalog(lang):
        assert not entry.fuzzy
        if entry.msgid_plural:
            assert all(entry.msgstr_plural.values())
            continue
        assert say.has(entry.msgid)
        names = {name: name.upper() for name in re.findall(r"{(\w+)}", entry.msgid)}
        assert say(entry.msgid, **names) == entry.msgstr.format(**names)


def test_all_languages_have_the_same_messages_but_further_ones_may_lack_some() -> None:
    first, *others = ({entry.msgid for entry in catalog(lang)} for lang in LANGUAGES)
    assert all(other == first for other in others)
    assert all({entry.msgid for entry in catalog(lang)} <= first for lang in SHIPPED)


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@ALL
def test_a_translation_has_the_placeholders_of_its_message(lang: str) -> None:
    for entry in catalog(lang):
        wanted = [fields(form) for form in (entry.msgid, entry.msgid_plural) if form]
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert fields(form) in wanted, form


KEPT = {
    "Ctrl",
    "context",
    "HTML",
    "Last",
    "Translator",
    "JSON",
    "MDX",
    "Markdown",
    "Targman",
    "Word",
    "TOML",
    "YAML",
    "fuzzy",
    "check",
    "off",
    "on",
    "https",
    "preview",
    "sync",
    "targman",
    "toml",
}
"""Names and commands, which are the same in every language."""


@pytest.mark.parametrize("lang", [lang for lang in SHIPPED if languages.load(lang).script != "Latin"])
def test_no_english_is_left_in_a_translation(lang: str) -> None:
    for entry in catalog(lang):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"{\w+}", "", form))
            assert set(words) <= KEPT, form


@ALL
def test_gettext_finds_no_fault(lang: str) -> None:
    if not which("msgfmt"):
        pytest.skip("needs msgfmt, of gettext")
    path = PACKS / lang / "messages.po"
    subprocess.run(["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", path], check=True)


def test_dates_lists_and_counts_are_those_of_the_language() -> None:
    day, names = date(2025, 7, 28), ["A", "B", "C"]
    assert [Wording(lang=lang).date(day) for lang in LANGUAGES] == [
        "28 հուլիսի, 2025 թ.",
        "28 July 2025",
        "28 июля 2025\N{NARROW NO-BREAK SPACE}г.",
    ]
    assert [Wording(lang=lang).names(names) for lang in LANGUAGES] == ["A, B և C", "A, B and C", "A, B и C"]
    counted = [Wording(lang="ru").count("{number} note", "{number} notes", number) for number in (1, 2, 5, 21)]
    assert counted == ["1 примечание", "2 примечания", "5 примечаний", "21 примечание"]


def test_a_message_that_nobody_knows_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        Wording(lang="hy")("No such message")


def test_a_house_has_its_own_words_for_some_messages() -> None:
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    own = read_overrides(
        head + 'msgid "Notes"\nmsgstr "Ссылки"\n\n#, fuzzy\nmsgid "Articles"\nmsgstr "Тексты"\n'.encode()
    )
    say = Wording(lang="ru", overrides=own)
    assert (say("Notes"), say("Articles")) == ("Ссылки", "Статьи")
    with pytest.raises(CatalogError):
        read_overrides(head + b'msgid "Notes\n')


def test_percent_is_written_as_each_language_writes_it() -> None:
    assert [Wording(lang=lang).percent(0.43) for lang in ("hy", "en", "ru")] == ["43%", "43%", "43\u00a0%"]


def test_a_language_without_words_of_its_own_says_them_in_english() -> None:
    say = Wording(lang="cy")
    assert (say("Notes"), say.has("Notes"), Wording(lang="hy").has("Notes")) == ("Notes", False, True)
    assert say.count("{number} note", "{number} notes", 12345) == "12,345 notes"
    assert say.format(Message.create("{one} or {other}", one="A", other="B")) == "A or B"
    assert (say.date(date(2025, 7, 28)), say.names("ABC")) == ("28 Gorffennaf 2025", "A, B, a(c) C")
    with pytest.raises(KeyError):
        say("No such message")


@pytest.mark.parametrize(
    ("lang", "source", "said"),
    [
        ("en", "ka", "Translated from the Georgian"),
        ("hy", "ka", "Թարգմանված է վրացերենից"),
        ("ru", "cy", "Перевод (язык оригинала: валлийский)"),
        ("ru", "pt-BR", "Перевод (язык оригинала: бразильский португальский)"),
        ("en", "sr-Latn", "Translated from the Serbian (Latin)"),
        ("cy", "hy", "Translated from the Armenian"),
        ("cy", "de", "Translated from the German"),
    ],
)
def test_a_message_about_a_language_has_its_name(lang: str, source: str, said: str) -> None:
    assert Wording(lang=lang).about("Translated from the {language}", source) == said


def test_digits_are_those_of_the_language() -> None:
    persian = Wording(lang="fa")
    assert (persian.number(12345), persian.percent(0.43)) == ("۱۲٬۳۴۵", "۴۳٪")
    assert persian.date(date(2025, 7, 28)).startswith("۲۸")
    assert (Wording(lang="bn").digits("10"), Wording(lang="de").digits("10")) == ("১০", "10")


@pytest.mark.parametrize("code", [*("cy", "pt-BR", "sr-Latn", "zh-Hans", "en-AM", "ar", "mi", "yue-HK")])
def test_every_language_has_dates_lists_and_names(code: str) -> None:
    say = Wording(lang=code)
    assert say.date(date(2025, 7, 28))
    assert say.names(["A", "B"])
    assert all(say.language(other) for other in (code, "hy", "zh-Hant", "tlh", "hyw"))


def pack(place: Path, code: str, words: str = "", **facts: str) -> None:
    """Write a pack with facts and, if there are any, words for pages."""
    folder = place / code
    folder.mkdir()
    lines = [f'{name} = "{value}"\n' for name, value in facts.items()]
    (folder / "language.toml").write_text("".join(lines), encoding="utf-8")
    if words:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (folder / "messages.po").write_text(head + words, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for packs of a workspace, which forgets them afterwards."""
    yield tmp_path
    use_folder(None)


def test_a_pack_from_outside_has_words_and_its_base_those_that_it_lacks(place: Path) -> None:
    own = 'msgid "Notes"\nmsgstr "Ծանօթագրութիւնք"\n'
    pack(place, "xcl", own, name="Classical Armenian", native_name="Գրաբար", base="hy")
    pack(place, "xx", 'msgid "Notes"\nmsgstr "Xotes"\n', name="Exish", locale="xx_XX")
    use_folder(place)
    classical, exish = Wording(lang="xcl"), Wording(lang="xx")
    assert (classical("Notes"), classical("Articles")) == ("Ծանօթագրութիւնք", "Հոդվածներ")
    assert classical.date(date(2025, 7, 28)) == "28 հուլիսի, 2025 թ."
    assert (exish("Notes"), exish("Articles"), exish.date(date(2025, 7, 28))) == ("Xotes", "Articles", "July 28, 2025")
    assert (exish.language("xx"), exish.language("xcl"), Wording(lang="ru").language("xx")) == (
        "Exish",
        "Classical Armenian",
        "Exish",
    )


def test_western_armenian_has_its_own_words_and_those_of_eastern_armenian() -> None:
    western = Wording(lang="hyw")
    assert (western("Articles"), western("Stale editions")) == ("Յօդուածներ", "Հնացած տարբերակներ")
    assert western.about("Translated from the {language}", "en") == "Թարգմանուած է անգլերէնէ"
    assert western.language("hyw") == Wording(lang="hy").language("hyw") == "Արեւմտահայերէն"
    assert Wording(lang="ru").language("hyw") == "Western Armenian"


def test_a_pack_of_a_workspace_replaces_words_of_a_shipped_one(place: Path) -> None:
    (place / "ru").mkdir()
    (place / "ru" / "messages.po").write_text('msgid "Notes"\nmsgstr "Сноски"\n', encoding="utf-8")
    use_folder(place)
    assert (Wording(lang="ru")("Notes"), Wording(lang="ru")("Articles")) == ("Сноски", "Статьи")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ('msgid "Notes\n', "of a PO file"),
        ('msgid "Note {marker}"\nmsgstr "Nota {mark}"\n', "{mark}"),
        ('msgid "Notes"\nmsgstr "{"\n', "brace"),
    ],
)
def test_a_fault_in_the_words_of_a_pack_is_said_with_its_file(place: Path, words: str, fault: str) -> None:
    pack(place, "xx", words, name="Exish")
    use_folder(place)
    with pytest.raises(CatalogError, match=re.escape(fault)) as raised:
        Wording(lang="xx")("Notes")
    assert raised.value.path.endswith("messages.po")
