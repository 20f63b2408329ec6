"""Months, weekdays, centuries and times that contradict the source, or that one text lacks."""

from dataclasses import replace

import pytest
from cpu import grows_in_proportion

from pipeline.article.markdown import read_article
from pipeline.article.placeholders.reconcile import ReconciledTarget
from pipeline.checks import check_entries
from pipeline.checks.calendar import check_calendar
from pipeline.checks.pair import Pair
from pipeline.model import Entry, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(source_lang: str, source: str, lang: str, target: str) -> list[tuple[str, Severity]]:
    """What is found in a translation, in so far as it is about numbers, dates and times."""
    article = read_article(source + "\n", lang=source_lang, sentences=False)
    entry = Entry(source=article.segments[0].text, target=target)
    findings = check_entries(article, {entry.source: entry}, "locales/x.po", lang)
    return [(item.rule, item.severity) for item in findings if item.rule.startswith(("numbers", "dates", "times"))]


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target"),
    [
        ("en", "It was signed on 14 July 2025.", "ru", "Его подписали 14.07.2025."),
        ("en", "It was signed on 7/14/2025.", "hy", "Այն ստորագրվել է 2025 թ. հուլիսի 14-ին։"),
        ("en", "It may rain. We march on.", "ru", "Возможен дождь. Идём дальше."),
        ("en", "Theresa May came in June.", "ru", "Тереза Мэй приехала в июне."),
        ("en", "The Sunday Times said so.", "ru", "Об этом сообщила The Sunday Times."),
        ("en", "A church of the 20th century.", "hy", "Քսաներորդ դարի եկեղեցի։"),
        ("hy", "Մեկ դար անց՝ 16-րդ դարում։", "ru", "Век спустя, в XVI веке."),
        ("ru", "Церковь XIX–XX веков.", "en", "A church of the nineteenth and twentieth centuries."),
        ("en", "In the 1990s there was no light.", "hy", "90-ականներին լույս չկար։"),
        ("en", "We meet at 6.45 p.m.", "ru", "Встречаемся в 6:45 вечера."),
        ("en", "We meet at noon.", "ru", "Встречаемся в 12:00."),
        ("en", "He left on Monday.", "ru", "Вчера он уехал."),
        ("fr", "Un voyage de sept jours.", "en", "A seven-day trip."),
        ("fr", "Il est parti en sept heures.", "en", "He left in seven hours."),
        ("en", "He stayed a week.", "hy", "Նա մնաց մեկ շաբաթ։"),
        ("en", "He came on 5 October.", "fa", "او در ۱۳ مهر آمد."),
        ("en", "He came on Monday.", "el", "Ήρθε."),
    ],
)
def test_what_agrees(source_lang: str, source: str, lang: str, target: str) -> None:
    assert found(source_lang, source, lang, target) == []


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target", "expected"),
    [
        ("hy", "Հուլիսի 14-ին անձրև էր։", "en", "It rained on June 14.", ("dates", ERROR)),
        ("ru", "Его подписали 14.07.2025.", "en", "It was signed on 14 June 2025.", ("dates", ERROR)),
        ("en", "Open from July to July.", "ru", "Открыто с июля по июнь.", ("dates", ERROR)),
        ("en", "May was cold.", "ru", "Июнь был холодным.", ("dates", WARNING)),
        ("en", "From 14 July to 15 August.", "ru", "С 15 июля по 14 августа.", ("dates", ERROR)),
        ("en", "It opens on 5 May.", "uk", "Відкриття 5 червня.", ("dates", ERROR)),
        ("en", "It opens on Friday.", "ka", "იხსნება ხუთშაბათს.", ("dates-weekday", ERROR)),
        ("ru", "Церковь XX века.", "hy", "XIX դարի եկեղեցի։", ("dates-century", ERROR)),
        ("en", "A church of the sixth century.", "ru", "Церковь VII века.", ("dates-century", ERROR)),
        ("ru", "Церковь VII века.", "hy", "6-րդ դարի եկեղեցի։", ("dates-century", ERROR)),
        ("en", "A church of the 19th century.", "hy", "XVIII դարի եկեղեցի։", ("dates-century", ERROR)),
        ("ru", "Церковь XII–XIV веков.", "en", "A church of the XII–XV centuries.", ("numbers", ERROR)),
        ("en", "He came on Tuesday.", "ru", "Он пришёл.", ("dates-missing", WARNING)),
        ("ru", "Он пришёл.", "en", "He came in October.", ("dates-added", WARNING)),
        ("en", "We meet at 6 p.m.", "hy", "Հանդիպում ենք առավոտյան ժամը 6-ին։", ("times", ERROR)),
        ("en", "We meet at 6.30 p.m.", "ru", "Встречаемся в 6:30.", ("times", WARNING)),
        ("fr", "Départ à 18 h 30.", "ru", "Отправление в 6:30 утра.", ("times", ERROR)),
    ],
)
def test_what_differs(source_lang: str, source: str, lang: str, target: str, expected: tuple[str, Severity]) -> None:
    assert found(source_lang, source, lang, target) == [expected]


def test_a_fault_in_figures_is_found_once() -> None:
    assert [code for code, _ in found("en", "It was signed on 14 July 2025.", "ru", "Подписали 14.06.2025.")] == [
        "numbers-added"
    ]


@pytest.mark.parametrize(
    "unit", ["18:30 ", "6 p.m. ", "July 5 ", "XX century ", "IV-", "1.2.2025 ", "Monday ", "on the "]
)
def test_the_time_for_long_texts_grows_with_their_length(unit: str) -> None:
    def check(count: int) -> None:
        article = read_article("Read.\n", lang="en", sentences=False)
        segment = replace(article.segments[0], text=unit * count)
        pair = Pair(
            segment=segment,
            entry=Entry(source=segment.text, target=unit * (count - 1) + "7:15"),
            reconciled=ReconciledTarget(text=unit * (count - 1) + "7:15"),
            source_lang="en",
            lang="ru",
        )
        list(check_calendar(pair))

    assert grows_in_proportion(check, 300, 2400)


def test_months_of_armenian_in_classical_orthography_are_read() -> None:
    assert not found("hy", "Գիտաժողովը Յունուարի 9-ին է։", "en", "The conference is on January 9.")
    assert found("hy", "Գիտաժողովը Յունուարի 9-ին է։", "en", "The conference is on June 9.")
