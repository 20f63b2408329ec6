"""The rules that an editor meets: what each finds fault with, and what it lets pass."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.model import Entry, Finding, Severity

NOTES = "\n\n[^1]: The first note.\n\n[^2]: The second note.\n\n[lab]: https://example.org/lab\n"


def findings(source: str, target: str, lang: str = "en") -> list[Finding]:
    """What is found in the translation of a paragraph, in so far as it is about notes, placeholders and links."""
    article = read_article(source + NOTES, lang=lang, sentences=False)
    entry = Entry(source=article.segments[0].text, target=target, line=7)
    found = check_entries(article, {entry.source: entry}, "locales/x.po", "ru")
    return [item for item in found if item.rule.startswith(("note-", "placeholder-", "link-"))]


def found(source: str, target: str, lang: str = "en") -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in findings(source, target, lang)]


ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("en", "The lake[^1] is high[^2].", "Լիճը{fn1} բարձր է{fn2}։"),
        ("hy", "Լիճը[^1] բարձր է[^2]։", "The lake{fn1} is high.{fn2}"),
        ("ru", "Озеро[^1] высоко[^2].", "The lake{fn1} is high{fn2}.^[But not here.]"),
        ("ru", "Озеро высоко (1915) {а}.", "The lake is high (1915) {a} [sic]."),
        (
            "en",
            "See [the report](https://example.org)[^1], `code` and https://example.com.",
            "{url2}, [о]({url1}){fn1}",
        ),
        ("en", "An ![image](p.png), a<!-- comment -->.", "{keep1} {img1}"),
        ("en", "[](https://example.org) and more", "[]({url1}) и так далее"),
    ],
)
def test_right_translations(lang: str, source: str, target: str) -> None:
    assert found(source, target, lang) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("The lake[^1] is high.", "Լիճը բարձր է։", [("note-missing", ERROR)]),
        ("The lake[^1] is high[^2].", "Озеро высоко.", [("note-missing", ERROR)] * 2),
        ("The lake[^1] is high.", "Озеро{fn1} высоко{fn1}.", [("note-doubled", ERROR)]),
        ("The lake[^1] is high.", "Լիճը{fn1} բարձր է{fn2}։", [("note-invented", ERROR)]),
        ("The lake is high.", "Լիճը{fn1} բարձր է։", [("note-invented", ERROR)]),
        ("The lake[^1] is high.", "Озеро `высоко{fn1}`.", [("note-place", WARNING)]),
        ("The lake[^1] is high[^2].", "Высоко{fn2} озеро{fn1}.", [("note-order", HINT)]),
        ("The [lake](u) is high.", "Озеро высоко.", [("placeholder-missing", ERROR)]),
        ("The ![lake](p.png) is high.", "Озеро высоко.", [("placeholder-missing", ERROR)]),
        ("The lake<!-- k --> is high.", "Озеро высоко.", [("placeholder-missing", ERROR)]),
        ("The lake  \nis high.", "Озеро высоко.", [("placeholder-missing", WARNING)]),
        ("The [lake](u) is high.", "[Озеро]({url1}) [высоко]({url1}).", [("placeholder-doubled", ERROR)]),
        ("The lake is high.", "Озеро {img1} высоко.", [("placeholder-invented", ERROR)]),
        ("The ![lake](p.png) is high.", "Озеро `{img1} высоко`.", [("placeholder-place", WARNING)]),
        ("The lake[^1] is high.", "Озеро{fn1} высоко [^x].", [("placeholder-unread", WARNING)]),
        ("The [lake](u) is high.", "[]({url1}) высоко.", [("link-empty", ERROR)]),
        ("The [lake][lab] is high.", "[ ][{url1}] высоко.", [("link-empty", ERROR)]),
        ('The <a href="u">lake</a> is high.', "Озеро высоко.", [("link-missing", WARNING)]),
        ('The <a id="u"></a> lake is high.', "Озеро высоко.", []),
    ],
)
def test_wrong_translations(source: str, target: str, expected: list[tuple[str, Severity]]) -> None:
    assert found(source, target) == expected


def message(source: str, target: str) -> str:
    (finding,) = findings(source, target)
    return str(finding.message)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "The lake[^1] is high.",
            "Լիճը բարձր է։",
            (
                "the note {fn1} (“The first note.”) is missing; it was put at the end of the sentence. "
                "Write {fn1} where it belongs."
            ),
        ),
        (
            "The lake[^1] is high[^2].",
            "Высоко{fn2} озеро{fn1}.",
            (
                "the notes are in another order than in the source ({fn1}, {fn2}). "
                "Make sure that each is beside the words it belongs to."
            ),
        ),
        (
            "The [lake](https://example.org) is high.",
            "Озеро высоко.",
            (
                "{url1} (“https://example.org”) is missing; the edition lacks this link. "
                "Write [words]({url1}) around the words that readers click on."
            ),
        ),
        (
            "The [lake][lab] is high.",
            "Озеро высоко.",
            (
                "{url1} (“https://example.org/lab”) is missing; the edition lacks this link. "
                "Write [words][{url1}] around the words that readers click on."
            ),
        ),
        (
            "The lake is high. See https://example.org.",
            "Озеро высоко.",
            ("{url1} (“https://example.org”) is missing; the edition lacks this link. Write {url1} where it belongs."),
        ),
        (
            "The lake[^1] is high.",
            "Озеро{fn1} высоко [^x].",
            (
                "“[^x]” looks like a placeholder, but it is unclear which; it was left as it is. "
                "Write one of {fn1}, or remove it."
            ),
        ),
        (
            "The lake is high.",
            "Озеро высоко [^x].",
            (
                "“[^x]” looks like a placeholder, but it is unclear which; it was left as it is. "
                "The source has none; remove it."
            ),
        ),
    ],
)
def test_a_message_says_what_is_wrong_what_was_done_and_what_to_do(source: str, target: str, expected: str) -> None:
    assert message(source, target) == expected


def test_a_long_note_is_shown_by_its_beginning() -> None:
    article = read_article("A[^1].\n\n[^1]: " + "word " * 30 + "\n", lang="en")
    entry = Entry(source="A{fn1}.", target="Ա։")
    (finding,) = check_entries(article, {entry.source: entry}, "x.po", "hy")
    assert "(“" + "word " * 11 + "word…”)" in str(finding.message)


@pytest.mark.parametrize(
    ("lang", "source", "target", "expected"),
    [
        (
            "ru",
            "Some 43% in 2018.",
            "Около 44\u00a0% в 2018 г.",
            "the source has 43% (here: 43\u00a0%), the",
        ),
        ("hy", "Some 43% in 2018.", "Մոտ 44%-ը 2018 թ.։", "the source has 43%, the translation 44."),
        (
            "ru",
            "It fell by 1,234.5 m.",
            "Оно упало на 1\u00a0243,5 м.",
            "the source has 1,234.5 (here: 1\u00a0234,5), the",
        ),
        ("ru", "In 2018.", "В 2019 г.", "the source has 2018, the translation 2019."),
        ("hy", "200 billion", "200 միլիոն", "the source has 200 billion, the translation 200 միլիոն."),
    ],
)
def test_a_number_is_told_as_the_edition_writes_it(lang: str, source: str, target: str, expected: str) -> None:
    article = read_article(source + "\n", lang="en", sentences=False)
    entry = Entry(source=source, target=target)
    messages = [
        str(item.message) for item in check_entries(article, {source: entry}, "x.po", lang) if item.rule == "numbers"
    ]
    assert len(messages) == 1
    assert messages[0].startswith(expected)


def graveness(lang: str, source: str, target: str, source_lang: str) -> list[tuple[str, Severity]]:
    """What is found about quotation marks and ends of sentences."""
    article = read_article(source + "\n", lang=source_lang, sentences=False)
    found = check_entries(article, {source: Entry(source=source, target=target)}, "x.po", lang)
    return [(item.rule, item.severity) for item in found if item.rule in {"quotes-lost", "end-mark"}]


@pytest.mark.parametrize(
    ("lang", "source", "target", "expected"),
    [
        ("hy", "The lake is high.", "Լիճը բարձր է", [("end-mark", HINT)]),
        ("hy", "Is the lake high?", "Լիճը բարձր է։", [("end-mark", WARNING)]),
        ("hy", "Is the lake high?", "Լիճը բա՞րձր է։", []),
        ("ru", "The lake is “high.”", "Озеро высокое.", [("quotes-lost", HINT)]),
        ("ru", "“The lake is very high,” she said.", "Озеро высокое, сказала она.", [("quotes-lost", WARNING)]),
        ("ru", "'The lake is very high,' she said.", "Озеро высокое, сказала она.", [("quotes-lost", WARNING)]),
    ],
)
def test_what_changes_the_meaning_is_a_warning_and_form_a_hint(
    lang: str, source: str, target: str, expected: list[tuple[str, Severity]]
) -> None:
    assert graveness(lang, source, target, "en") == expected


def test_an_armenian_question_without_its_mark_is_known_by_its_words() -> None:
    assert graveness("en", "Ինչպես փոխենք դա։", "How do we change that?", "hy") == []
    assert graveness("en", "Լիճը բարձր է։", "Is the lake high?", "hy") == [("end-mark", HINT)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("He asked: “Is the lake high?”", "Он спросил, высокое ли озеро.", []),
        ("He asked: “Is the lake high?”", "Он спросил: «Озеро высокое».", [("end-mark", WARNING)]),
        ("“Is the lake high?”", "Озеро высокое.", [("end-mark", WARNING), ("quotes-lost", WARNING)]),
    ],
)
def test_a_question_within_quotation_marks_may_become_indirect_speech(
    source: str, target: str, expected: list[tuple[str, Severity]]
) -> None:
    found = [item for item in graveness("ru", source, target, "en") if "," not in target or item[0] == "end-mark"]
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("The lake rose. Оно стало выше, чем когда-либо раньше.", ["untranslated"]),
        ("Озеро поднялось. Оно стало выше, чем когда-либо раньше.", ["untranslated"]),
        ("The озеро rose. It became higher than ever before.", ["leftover"]),
        ("The озеро rose. Оно стало выше, чем когда-либо раньше.", ["untranslated", "leftover"]),
    ],
)
def test_what_was_left_in_the_source_language_is_told_once(target: str, told: list[str]) -> None:
    article = read_article("Озеро поднялось. Оно стало выше, чем когда-либо раньше.", lang="ru", sentences=False)
    entry = Entry(source=article.segments[0].text, target=target, line=7)
    found = check_entries(article, {entry.source: entry}, "locales/x.po", "en")
    assert [item.rule for item in found if item.rule in {"untranslated", "leftover"}] == told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("Смотрите (see how the water of the lake has been rising since the war).", ["untranslated"]),
        ("См. «see how the water of the lake has been rising since the war».", []),
        (
            "Смотрите, " + "как она росла, " * 5 + "(see how the water of the lake has been rising since the war).",
            [],
        ),
        ("Смотрите, как поднялась вода (the water of the lake has been rising).", []),
    ],
)
def test_a_whole_sentence_in_brackets_is_no_aside(target: str, told: list[str]) -> None:
    article = read_article("See how the water of the lake has been rising since the war.", lang="en")
    entry = Entry(source=article.segments[0].text, target=target, line=7)
    found = check_entries(article, {entry.source: entry}, "locales/x.po", "ru")
    assert [item.rule for item in found if item.rule in {"untranslated", "leftover"}] == told
