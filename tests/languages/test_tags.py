"""Codes of languages: as Targman writes them, and as people and programs do."""

import pytest

from pipeline.languages.tags import canonical, from_gettext, gettext_code, is_same, match, shortest


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("hy", "hy"),
        ("PT_br", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("zh-hans", "zh-Hans"),
        ("ru_RU.UTF-8", "ru-RU"),
        ("hye", "hy"),
        ("iw", "he"),
        ("de-ch-1996", "de-CH-1996"),
    ],
)
def test_codes_have_one_form(code: str, expected: str) -> None:
    assert canonical(code) == expected


@pytest.mark.parametrize("code", ["", "xx", "und", "mul", "english", "../hy", "hy/x", "hy ru", "х"])
def test_what_is_no_language_has_no_code(code: str) -> None:
    assert canonical(code) == ""


@pytest.mark.parametrize(
    ("code", "among", "expected"),
    [
        ("hy_AM", ("hy", "en"), "hy"),
        ("pt_BR", ("pt", "pt-BR"), "pt-BR"),
        ("pt-PT", ("pt-BR",), "pt-BR"),
        ("sr", ("sr-Latn", "sr-Cyrl"), "sr-Cyrl"),
        ("sr", ("sr-Latn",), ""),
        ("zh-CN", ("zh-Hant", "zh-Hans"), "zh-Hans"),
        ("ru-RU", ("hy", "en"), ""),
        ("no such thing", ("en",), ""),
    ],
)
def test_the_code_of_another_program_is_that_of_a_language_of_ours(
    code: str, among: tuple[str, ...], expected: str
) -> None:
    assert match(code, among) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("hy", "hy"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr@latin"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("uz-Cyrl", "uz@cyrillic"),
    ],
)
def test_the_header_of_a_po_file_has_gettexts_form(code: str, expected: str) -> None:
    assert gettext_code(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("ru_RU", "ru"), ("en-GB", "en-GB"), ("zh-CN", "zh"), ("sr-Cyrl-RS", "sr"), ("nothing", "")]
)
def test_a_code_is_short_where_nothing_is_lost(code: str, expected: str) -> None:
    assert shortest(code) == expected


@pytest.mark.parametrize("code", ["hy", "pt-BR", "sr-Latn", "zh-Hans", "zh-Hant", "uz-Cyrl", "en-GB", "fa"])
def test_the_header_of_a_po_file_is_read_as_it_was_written(code: str) -> None:
    assert from_gettext(gettext_code(code)) == code


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("hy_AM", "hy"),
        ("hy_AM.UTF-8", "hy"),
        ("zh_Hans", "zh_CN"),
        ("sr_Latn", "sr@latin"),
        ("pt-BR", "pt_BR"),
        ("", ""),
    ],
)
def test_a_code_is_the_same_in_any_form(written: str, wanted: str) -> None:
    assert is_same(written, wanted)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("sr@latin", "sr"), ("sr", "sr@latin"), ("zh_TW", "zh_CN"), ("pt_PT", "pt_BR"), ("de", "ru"), ("", "ru")],
)
def test_another_script_or_country_is_not_the_same(written: str, wanted: str) -> None:
    assert not is_same(written, wanted)
