"""What a text says of the calendar and the clock."""

import pytest

from pipeline.languages.calendar import read_calendar, says_when


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "From early May to 3 September.", [5, 9]),
        ("en", "You may march on; Oct. 5 is far.", [10]),
        ("ru", "Первое мая, а в июльскую жару не поехали.", [5, 7]),
        ("hy", "Հունիսյան օրերին, իսկ հոկտեմբերի 5-ին՝ ոչ։", [6, 10]),
        ("hy", "Մարտը սկսվեց մարտի 3-ին։", [3]),
        ("fr", "Le 2 août et en mars, sur la planète Mars", [8, 3]),
        ("uk", "З 5 травня до грудня", [5, 12]),
        ("ka", "მარტში და 5 ივლისს, მარტო", [3, 7]),
        ("fa", "در ۵ ژوئیه", [7]),
        ("ru", "Подписано 14.07.2025.", [7]),
        ("en", "Signed on 2025-07-14.", [7]),
        ("en", "Signed on 7/14/2025.", [7]),
        ("el", "Στις 5 Ιουλίου", []),
    ],
)
def test_months(lang: str, text: str, expected: list[int]) -> None:
    assert [name.value for name in read_calendar(text, lang).months if name.is_sure] == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "On Sunday; every Tuesday. He sat in the sun.", [7, 2]),
        ("en", "The Sunday Times and Saturday Night Live", []),
        ("ru", "В среду и по пятничным вечерам, среди окружающей среды", [3, 5]),
        ("hy", "Շաբաթ օրը, մեկ շաբաթ անց՝ կիրակնօրյա դպրոցում", [6, 7]),
        ("uk", "У п’ятницю, а не в неділю", [5, 7]),
        ("fa", "روز سه‌شنبه و روز پنج شنبه", [2, 4]),
    ],
)
def test_weekdays(lang: str, text: str, expected: list[int]) -> None:
    assert [name.value for name in read_calendar(text, lang).weekdays if name.is_sure] == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "at 6.30 p.m. or 7 am", [(6, 30, True), (7, 0, False)]),
        ("en", "9 in the morning, noon and midnight", [(9, 0, False), (0, 0, True), (0, 0, False)]),
        ("en", "at 6:30, before 18:45", [(6, 30, None), (6, 45, True)]),
        ("en", "12 a.m. and 12 p.m.", [(0, 0, False), (0, 0, True)]),
        ("en", "Noon and midday", [(0, 0, True), (0, 0, True)]),
        ("ru", "в 6 утра, в 3 часа дня, в 2 часа ночи", [(6, 0, False), (3, 0, True), (2, 0, False)]),
        ("ru", "за 3 дня и 2 ночи", []),
        ("ru", "в 18:30 и в 06:15", [(6, 30, True), (6, 15, False)]),
        ("hy", "երեկոյան ժամը 6-ին, առավոտյան 9։30-ին", [(6, 0, True), (9, 30, False)]),
        ("hy", "գիշերվա ժամը 2-ին և գիշերվա ժամը 11-ին", [(2, 0, False), (11, 0, True)]),
        ("fr", "à 18 h 30", [(6, 30, True)]),
        ("uk", "о 7 годині вечора", [(7, 0, True)]),
        ("ka", "საღამოს 6 საათზე", [(6, 0, True)]),
    ],
)
def test_times(lang: str, text: str, expected: list[tuple[int, int, bool | None]]) -> None:
    found = [(time.hour, time.minute, time.is_late) for time in read_calendar(text, lang).times]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "XIX–XX веков", {19, 20}),
        ("hy", "V և VI դարերում", {5, 6}),
        ("fr", "au XIXe siècle", {19}),
        ("en", "Henry VIII and the century", set()),
    ],
)
def test_centuries(lang: str, text: str, expected: set[int]) -> None:
    assert read_calendar(text, lang).centuries == expected


def test_dates_said_in_another_way() -> None:
    assert says_when("Он пришёл вчера.", "ru")
    assert not says_when("Он пришёл.", "ru")


def test_a_word_with_an_apostrophe_is_shown_whole() -> None:
    (name,) = read_calendar("Після п'ятничного дощу", "uk").weekdays
    assert name.written == "п'ятничного"
