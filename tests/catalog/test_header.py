"""Headers: new ones, those that editors have changed, and the names in them."""

import pytest
from babel.messages.plurals import get_plural

from pipeline.catalog import find_uncredited, merge_header, new_header, parse, serialize, translator_names
from pipeline.model import Catalog

POEDIT = (
    ("Project-Id-Version", "articles"),
    ("PO-Revision-Date", "2025-03-01 12:00+0400"),
    ("Last-Translator", "Anna <anna@example.org>"),
    ("Language", "ru_RU"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("X-Source-Language", "hy"),
    ("X-Generator", "Poedit 3.5"),
)


@pytest.mark.parametrize("lang", ["hy", "en", "ru", "ka", "fa", "uk"])
def test_a_new_header_names_its_languages_and_the_plural_rule_of_babel(lang: str) -> None:
    catalog = Catalog(header=new_header("articles", lang, "en"))
    assert catalog.field("Language") == lang
    assert catalog.field("X-Source-Language") == "en"
    assert catalog.field("Plural-Forms") == get_plural(lang).plural_forms
    assert catalog.field("PO-Revision-Date") == ""
    assert parse(serialize(catalog).encode()) == catalog


@pytest.mark.parametrize(
    ("lang", "field", "plurals"),
    [
        ("pt-BR", "pt_BR", "nplurals=2; plural=(n > 1);"),
        ("sr-Latn", "sr@latin", get_plural("sr").plural_forms),
        ("zh-Hans", "zh_CN", "nplurals=1; plural=0;"),
    ],
)
def test_a_header_says_a_language_as_gettext_does(lang: str, field: str, plurals: str) -> None:
    header = dict(new_header("articles", lang, lang))
    assert (header["Language"], header["X-Source-Language"]) == (field, field)
    assert header["Plural-Forms"] == plurals


@pytest.mark.parametrize(("lang", "field"), [("zh-Hans", "zh_Hans"), ("sr-Latn", "sr_Latn"), ("pt-BR", "pt-BR")])
def test_the_forms_of_other_programs_stay(lang: str, field: str) -> None:
    old = (("Language", field), ("Content-Type", "text/plain; charset=UTF-8"), ("X-Source-Language", "en"))
    assert merge_header(old, new_header("articles", lang, "en")) == old


def test_a_template_has_no_language_and_no_plural_rule() -> None:
    header = dict(new_header("articles", "", "hy"))
    assert header["Language"] == ""
    assert header["X-Source-Language"] == "hy"
    assert "Plural-Forms" not in header


def test_a_header_that_is_right_stays_as_the_editor_left_it() -> None:
    assert merge_header(POEDIT, new_header("other", "ru", "hy")) == POEDIT


def test_what_is_ours_is_set_right_and_the_rest_kept_in_its_order() -> None:
    old = (
        ("X-Generator", "Lokalize"),
        ("language", "de"),
        ("Content-Type", "text/plain; charset=windows-1251"),
        ("Last-Translator", "Anna"),
    )
    new = new_header("articles", "ru", "hy")
    merged = merge_header(old, new)
    assert merged == (
        ("X-Generator", "Lokalize"),
        ("language", "ru"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Last-Translator", "Anna"),
        ("X-Source-Language", "hy"),
    )
    assert merge_header(merged, new) == merged


def test_without_an_old_header_the_new_one_is_taken() -> None:
    new = new_header("articles", "ru", "hy")
    assert merge_header((), new) == new


def test_an_empty_language_is_filled_in() -> None:
    assert dict(merge_header((("Language", ""),), new_header("articles", "ru", "hy")))["Language"] == "ru"


@pytest.mark.parametrize(
    ("remarks", "last", "expected"),
    [
        ((), "Անահիտ Սարգսյան <anahit@example.org>", ("Անահիտ Սարգսյան",)),
        ((), "Anna", ("Anna",)),
        (("Иван Петров <ivan@example.org>, 2025.",), "Anna <a@example.org>", ("Иван Петров", "Anna")),
        (("Anna <a@example.org>, 2023, 2024-2025.", "Anna <b@example.org>, 2025"), "Anna", ("Anna",)),
        (("Mary Anne Smith-Jones, 2024.",), "", ("Mary Anne Smith-Jones",)),
        (("SOME DESCRIPTIVE TITLE.", "FIRST AUTHOR <EMAIL@ADDRESS>, YEAR."), "FULL NAME <EMAIL@ADDRESS>", ()),
        (("FIRST AUTHOR <EMAIL@ADDRESS>, 2025.",), "Automatically generated", ()),
        (("Copyright (C) 2025 The Publisher", "Copyright The Publisher, 2025.", ""), "none", ()),
        (("This file is distributed under the same license as the articles, 2025.",), "", ()),
        ((), "<anna@example.org>", ()),
        (
            ("Anna <a@b.am>, 2026.", "Boris Orlov <b@b.am>, 2025, 2026."),
            "Boris Orlov <b@b.am>",
            ("Anna", "Boris Orlov"),
        ),
        (
            ("Weblate Admin <admin@example.com>, 2026.", "Anna <a@b.am>, 2026."),
            "Weblate <noreply@weblate.org>",
            ("Anna",),
        ),
        (("Anonymous <noreply@weblate.org>, 2026.",), "OmegaT 6.0.1", ()),
        ((), "Machine <noreply-mt-deepl@weblate.org>", ()),
        ((), "Poedit", ()),
        (("Boris Orlov <boris@example.org>", "Анна", "Report bugs to <bugs@example.org>"), "", ("Boris Orlov",)),
        ((), "Anna Poedit <noreply@example.org>", ("Anna Poedit",)),
        ((), "anna@example.org", ()),
    ],
)
def test_translators_are_named_once_without_their_addresses(
    remarks: tuple[str, ...], last: str, expected: tuple[str, ...]
) -> None:
    assert translator_names(Catalog(header=(("Last-Translator", last),), remarks=remarks)) == expected


@pytest.mark.parametrize(
    ("last", "date", "expected"),
    [
        ("Weblate Admin <admin@example.com>", "2026-12-01 10:00+0400", ("Weblate Admin",)),
        ("Weblate <noreply@weblate.org>", "", ("Weblate",)),
        ("", "2026-12-01 10:00+0400", ("",)),
        ("FULL NAME <EMAIL@ADDRESS>", "2026-12-01 10:00+0400", ("",)),
        ("", "", ()),
        ("", "YEAR-MO-DA HO:MI+ZONE", ()),
        ("Anna", "2026-12-01 10:00+0400", ()),
    ],
)
def test_programs_that_sign_and_saved_catalogs_without_a_name_are_found(
    last: str, date: str, expected: tuple[str, ...]
) -> None:
    header = (("PO-Revision-Date", date), ("Last-Translator", last))
    assert find_uncredited(Catalog(header=header)) == expected
    signed = Catalog(header=header, remarks=("Anna <a@b.am>, 2026.",))
    assert find_uncredited(signed) == tuple(filter(None, expected))
