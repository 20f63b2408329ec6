"""The words that pages are furnished with: complete in three languages, and as each language writes them."""

import re
import subprocess
from datetime import date
from pathlib import Path
from shutil import which

import polib
import pytest

from pipeline.errors import CatalogError
from pipeline.languages.messages import Wording, read_overrides

CATALOGS = Path(__file__).parents[2] / "locales"
LANGUAGES = ("hy", "en", "ru")


def catalog(lang: str) -> polib.POFile:
    return polib.pofile(str(CATALOGS / lang / "LC_MESSAGES" / "targman.po"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_is_translated_and_the_package_has_it_compiled(lang: str) -> None:
    say = Wording(lang=lang)
    for entry in catalog(lang):
        assert not entry.fuzzy
        if entry.msgid_plural:
            assert all(entry.msgstr_plural.values())
            continue
        names = {name: name.upper() for name in re.findall(r"{(\w+)}", entry.msgid)}
        assert say(entry.msgid, **names) == entry.msgstr.format(**names)


def test_all_languages_have_the_same_messages() -> None:
    assert len({tuple(entry.msgid for entry in catalog(lang)) for lang in LANGUAGES}) == 1


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("lang", LANGUAGES)
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
    "Markdown",
    "Targman",
    "TOML",
    "YAML",
    "fuzzy",
    "off",
    "on",
    "https",
    "preview",
    "sync",
    "targman",
    "toml",
}
"""Names and commands, which are the same in every language."""


@pytest.mark.parametrize("lang", ["hy", "ru"])
def test_no_english_is_left_in_a_translation(lang: str) -> None:
    for entry in catalog(lang):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"{\w+}", "", form))
            assert set(words) <= KEPT, form


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gettext_finds_no_fault(lang: str) -> None:
    if not which("msgfmt"):
        pytest.skip("needs msgfmt, of gettext")
    path = CATALOGS / lang / "LC_MESSAGES" / "targman.po"
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
