"""Codes of languages: as Targman writes them, and as people and programs do."""

import pytest

from pipeline.languages.tags import canonical, gettext_code, match, shortest


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
