"""Terms of the glossary in a translation: those that are missing, those that the source does not have, and both."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.glossary import Glossary
from pipeline.model import Entry, Severity, Term

GLOSSARY = Glossary(
    terms=tuple(
        Term(names={"en": (en,), "ru": (ru,), "hy": (hy,)})
        for en, ru, hy in [
            ("Armenia", "Армения", "Հայաստան"),
            ("Georgia", "Грузия", "Վրաստան"),
            ("US", "США", "ԱՄՆ"),
            ("Baku", "Баку", "Բաքու"),
            ("company", "компания", "ընկերություն"),
            ("alliance", "альянс", "դաշինք"),
        ]
    )
)


def findings(source: str, target: str, lang: str = "ru", source_lang: str = "en") -> list[tuple[str, Severity]]:
    """The findings about terms, with their severities."""
    article = read_article(f"{source}\n", lang=source_lang, sentences=False)
    entries = [Entry(source=segment.text, context=segment.context, target=target) for segment in article.segments]
    found = check_entries(article, {entry.key: entry for entry in entries}, "locales/x.po", lang, GLOSSARY)
    return [(item.rule, item.severity) for item in found if item.rule.startswith("term-")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("They left Armenia.", "Они уехали из Армении."),
        # derived words say it too
        ("The Armenian talks ended.", "Переговоры с Арменией завершились."),
        ("The U.S. president came.", "Приехал президент США."),
        # everyday words translate many others
        ("The firm was sold.", "Компанию продали."),
        # as it stands in the source
        ("The song «Армения» is old.", "Песня «Армения» старая."),
    ],
)
def test_a_translation_says_what_the_source_says(source: str, target: str) -> None:
    assert findings(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        ("They left the country.", "Они уехали из Грузии.", "ru"),
        ("They left the city.", "Նրանք հեռացան Բաքվից։", "hy"),
        ("The union met.", "Դաշինքը հավաքվեց։", "hy"),
    ],
)
def test_a_term_that_only_the_translation_has_is_a_hint(source: str, target: str, lang: str) -> None:
    assert findings(source, target, lang) == [("term-added", Severity.HINT)]


def test_a_name_in_place_of_another_is_an_error() -> None:
    assert findings("They left Armenia.", "Они уехали из Грузии.") == [("term-missing", Severity.ERROR)]
    assert findings("Он был в Баку.", "He was in Georgia.", "en", "ru") == [("term-missing", Severity.ERROR)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("They left Armenia.", "Они уехали."),
        ("They left Armenia.", "Они уехали из армянских Гюмри и Грузии."),
        ("They joined the alliance.", "Они уехали в Грузию."),
    ],
)
def test_what_another_name_does_not_stand_for_is_a_warning(source: str, target: str) -> None:
    assert findings(source, target)[0] == ("term-missing", Severity.WARNING)


@pytest.mark.parametrize(("wanted", "is_found"), [("fuzzy", False), ("неточный", True)])
def test_a_word_that_the_glossary_wants_as_it_is_was_not_left_over(wanted: str, *, is_found: bool) -> None:
    glossary = Glossary(terms=(Term(names={"en": ("fuzzy",), "ru": (wanted,)}),))
    article = read_article("The entry is fuzzy.\n", lang="en", sentences=False)
    entry = Entry(source="The entry is fuzzy.", target="Запись помечена как fuzzy.")
    found = check_entries(article, {entry.key: entry}, "locales/x.po", "ru", glossary)
    assert ("leftover" in {item.rule for item in found}) is is_found
