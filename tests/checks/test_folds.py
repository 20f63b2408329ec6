"""A sentence folded into the one before it: the translation there is compared with the words of both."""

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.model import Entry

SOURCE = "The tunnel opened. It is 48 km long. Did *Pravda* report it?[^1]\n\nBirds left in 1981.\n\n[^1]: The daily.\n"
BOTH = "Открылся туннель длиной 48 км, а сообщила ли о нём *Правда*{fn1}?"


def found(*targets: str) -> list[tuple[str, str]]:
    article = read_article(SOURCE, lang="en")
    pairs = zip(article.segments, targets, strict=False)
    entries = {segment.key: Entry(source=segment.text, target=target) for segment, target in pairs}
    return [(item.rule, item.source) for item in check_entries(article, entries, "x.po", "ru")]


def test_a_translation_may_say_what_the_sentences_folded_into_it_say() -> None:
    assert found(BOTH.replace("{fn1}", ""), "←", "←{fn1}", "Птицы улетели в 1981 году.") == []


def test_what_a_folded_sentence_says_is_missed_where_it_should_be() -> None:
    assert found("Открылся длинный туннель, а сообщила ли о нём *Правда*?", "←", "←") == [
        ("numbers-missing", "The tunnel opened.")
    ]


def test_other_sentences_say_nothing_for_it() -> None:
    assert ("numbers-added", "The tunnel opened.") in found(BOTH.replace("{fn1}", ""), "", "←{fn1}")
    assert found("", "", "", "Птицы улетели в 1981 году, 48 лет назад.") == [("numbers-added", "Birds left in 1981.")]


def test_a_link_in_the_first_sentence_stands_between_them() -> None:
    article = read_article("The [tunnel](https://example.org/a) opened. It is 48 km long.\n", lang="en")
    targets = {"The [tunnel]({url1}) opened.": "Открылся [туннель]({url1}) длиной 48 км.", "It is 48 km long.": "←"}
    entries = {source: Entry(source=source, target=target) for source, target in targets.items()}
    assert check_entries(article, entries, "x.po", "ru") == ()


def test_a_source_that_nobody_edited_has_no_faults_of_form_where_a_sentence_is_folded_into_it() -> None:
    article = read_article('He said "no"... It is 48 km long.\n', lang="en")
    entries = {segment.key: Entry(source=segment.text, target=segment.text) for segment in article.segments}
    last = article.segments[-1]
    entries[last.key] = Entry(source=last.text, target="←")
    assert [item.rule for item in check_entries(article, entries, "x.po", "en")] == ["numbers-missing"]
