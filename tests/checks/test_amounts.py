"""Quantities: what is the same in other words, units and digits is right; another quantity is not."""

import pytest
from cpu import grows_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown import read_article
from pipeline.checks import check_entries
from pipeline.model import Entry


def found(source_lang: str, source: str, lang: str, target: str) -> set[str]:
    """Return the rules for numbers that find something, without those for how they are written."""
    article = read_article(f"{source}\n", lang=source_lang, sentences=False)
    entries = {source: Entry(source=source, target=target)}
    names = {finding.rule for finding in check_entries(article, entries, "x.po", lang)}
    return {name for name in names if name.startswith("numbers")} - {"numbers-format"}


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target"),
    [
        ("en", "It took 90 minutes.", "ru", "Это заняло полтора часа."),
        ("en", "1.2 million people", "ru", "1 млн 200 тыс. человек"),
        ("ru", "2 с половиной миллиона", "hy", "2,5 միլիոն"),
        ("en", "half a million books", "hy", "500 հազար գիրք"),
        ("en", "half an hour later", "ru", "через 30 минут"),
        ("en", "a dozen pears", "hy", "տասներկու տանձ"),
        ("en", "six months later", "ru", "через полгода"),
        ("en", "two or three hundred birds", "ru", "200–300 птиц"),
        ("en", "in nineteen ninety-five", "hy", "1995 թվականին"),
        ("en", "half past six", "ru", "в половине седьмого"),
        ("en", "4 to 6 inches", "ru", "10–15 см"),
        ("en", "40 square miles", "hy", "104 քառ. կմ"),
        ("en", "100 degrees Fahrenheit", "ru", "38 градусов Цельсия"),
        ("en", "It cost $7.", "ru", "Это стоило $7 (2 702 драма)."),
        ("en", "+374 55 12-34-56", "hy", "+374 (55) 123456"),
        ("en", "9 degrees below zero", "ru", "9 градусов мороза"),
        ("en", "a change of -4%", "ru", "падение на 4\u00a0%"),
        ("en", "up 2 points to 10 percent", "ru", "на 2 п.п. выше, 10\u00a0%"),
        ("en", "It was minus seven degrees.", "ru", "Было −7 градусов."),
        ("en", "It was minus seven degrees.", "hy", "Յոթ աստիճան ցուրտ էր։"),
        ("ru", "минус двадцать", "hy", "-20"),
        ("en", "-3%", "ru", "спад на три процента"),
        ("en", "– Seven came, minus a few.", "ru", "– Пришло семь, без нескольких."),
        ("en", "14 degrees Fahrenheit", "ru", "−10 градусов"),
        ("en", "four to 6 inches", "ru", "10–15 см"),
        ("en", "4 to six inches", "hy", "10-15 սմ"),
        ("en", "from six to 9 km", "ru", "от 6 до 9 км"),
        ("en", "nine or 10 miles", "hy", "14-16 կմ"),
        ("hy", "4-ից վեց մետր", "en", "13 to 20 feet"),
        ("hy", "չորսից վեց մղոն", "ru", "от шести до десяти километров"),
        ("en", "two dozen people", "hy", "երկու տասնյակ մարդ"),
        ("en", "two dozen people", "ru", "два десятка человек"),
        ("en", "the Big Four", "ru", "«большая четверка»"),
        ("en", "two-thirds of the men", "hy", "մարդկանց երկու երրորդը"),
        ("en", "two-thirds of the men", "fr", "les deux tiers des hommes"),
        ("en", "two-thirds of the men", "uk", "дві третини чоловіків"),
        ("en", "two-thirds of the men", "ru", "2/3 мужчин"),
        ("en", "a quarter of the men", "hy", "մարդկանց 1/4-ը"),
        ("en", "a sevenfold rise", "ru", "рост в семь раз"),
        ("en", "in the 1970s", "ru", "в семидесятые годы"),
        ("hy", "հիսունականներին", "en", "in the 1950s"),
        ("en", "in the 2000s", "ru", "в нулевые"),
        ("en", "at 8:30", "ru", "в половине девятого"),
        ("en", "at 6:15", "ru", "в четверть седьмого"),
        ("en", "+374 11 22-33-44", "hy", "011 22 33 44"),
        ("en", "+7 499 222-33-44", "ru", "8 (499) 222-33-44"),
        ("hy", "(011) 22-33-44", "en", "011 223344"),
        ("en", "Louis XIV", "hy", "Լյուդովիկոս 14-րդ"),
        ("en", "World War II", "hy", "Երկրորդ աշխարհամարտ"),
        ("en", "Then I saw Part V.", "ru", "Во второй раз я увидел часть V."),
        ("en", "one of them, at first for a second", "ru", "кто-то из них, сначала на миг"),
        ("en", "5 furlongs", "ru", "5 миль"),
        ("en", "twenty-five goats", "ka", "ოცდახუთი თხა"),
        ("en", "seventy-two goats", "fr", "soixante-douze chèvres"),
        ("en", "one and a half hours", "uk", "півтори години"),
        ("en", "twenty-five goats", "fa", "بیست و پنج بز"),
        (
            "fa",
            "تعرفه شش تا نه درصدی بر 40 میلیارد دلار کالا",
            "fr",
            "des droits de 6 à 9\u00a0% sur 40 milliards de dollars de biens",
        ),
        ("ru", "Вывоз увеличится вдвое.", "hy", "Արտահանումը կկրկնապատկվի։"),
        ("hy", "Արտահանումը կեռապատկվի։", "ru", "Вывоз вырастет втрое."),
        ("en", "The Seven Gates were a club.", "ru", "Клуб назывался Seven Gates."),
        ("en", "A second later it stopped.", "hy", "Մեկ վայրկյան անց այն կանգնեց։"),
    ],
)
def test_the_same_quantity_in_another_form_is_right(source_lang: str, source: str, lang: str, target: str) -> None:
    assert not found(source_lang, source, lang, target)
    assert not found(lang, target, source_lang, source)


@pytest.mark.parametrize(
    ("source_lang", "source", "lang", "target", "rule"),
    [
        ("en", "three apples", "ru", "четыре яблока", "numbers"),
        ("hy", "երկու խնձոր", "ru", "пять яблок", "numbers"),
        ("ru", "седьмой дом", "hy", "ութերորդ տունը", "numbers"),
        ("en", "one and a half hours", "ru", "два с половиной часа", "numbers"),
        ("en", "1.2 million people", "ru", "1 млн 300 тыс. человек", "numbers"),
        ("en", "a six-year-old girl", "ru", "пятилетняя девочка", "numbers"),
        ("en", "+374 55 12-34-56", "hy", "+374 (55) 123457", "numbers"),
        ("en", "8 km", "hy", "8 մղոն", "numbers-unit"),
        ("en", "five kilometres", "ru", "пять миль", "numbers-unit"),
        ("en", "20 °C", "ru", "20 градусов по Фаренгейту", "numbers-unit"),
        ("en", "7 sq km", "ru", "7 км", "numbers-unit"),
        ("ru", "15 минут", "en", "15 hours", "numbers-unit"),
        ("ru", "на 3 процентных пункта", "hy", "3 տոկոսով", "numbers-points"),
        ("en", "by 3%", "ru", "на 3 п. п.", "numbers-points"),
        ("en", "It was −6 °C.", "ru", "Было 6 °C.", "numbers-sign"),
        ("en", "6 degrees below zero", "hy", "6 աստիճան տաք", "numbers-sign"),
        ("en", "It was minus seven degrees.", "ru", "Было семь градусов.", "numbers-sign"),
        ("hy", "Մինուս յոթ աստիճան էր։", "en", "It was 7 degrees.", "numbers-sign"),
        ("ru", "Было −7 градусов.", "hy", "Յոթ աստիճան էր։", "numbers-sign"),
        ("en", "four to 6 inches", "ru", "40–60 см", "numbers"),
        ("en", "ten below zero", "hy", "տասն աստիճան տաք", "numbers-sign"),
        ("en", "two-thirds of the men", "ru", "три четверти мужчин", "numbers"),
        ("en", "a third of the men", "hy", "մարդկանց երկու երրորդը", "numbers"),
        ("en", "Prices doubled.", "ru", "Цены выросли втрое.", "numbers"),
        ("hy", "Գները կրկնապատկվեցին։", "en", "Prices tripled.", "numbers"),
        ("hy", "Գները կկրկնապատկվեն։", "en", "Prices have tripled.", "numbers"),
        ("en", "A second time it was one.", "hy", "Մեկն էր երրորդ անգամ։", "numbers"),
        ("en", "Seven clubs have five gates.", "ru", "У семи клубов Gates.", "numbers-missing"),
        ("en", "in the 1970s", "ru", "в шестидесятые годы", "numbers"),
        ("en", "+7 499 222-33-44", "ru", "8 (499) 222-33-55", "numbers"),
        ("en", "Louis XIV", "ru", "Людовик XV", "numbers"),
        ("en", "World War II", "hy", "Առաջին աշխարհամարտ", "numbers"),
        ("ru", "Вторая мировая война", "en", "World War I", "numbers"),
        ("en", "8 percent of shops", "hy", "8 խանութ", "numbers-percent"),
        ("en", "It cost seven dollars.", "ru", "Это стоило семь евро.", "numbers-currency"),
        ("en", "It cost $7.", "hy", "Արժեր 7 եվրո։", "numbers-currency"),
        ("en", "It cost $7 (€6).", "ru", "Это стоило 7 долларов (5 евро).", "numbers"),
        ("en", "seven goats", "fr", "huit chèvres", "numbers"),
        ("en", "seven goats", "uk", "вісім кіз", "numbers"),
        ("en", "seven goats", "ka", "რვა თხა", "numbers"),
        ("en", "seven goats", "fa", "هشت بز", "numbers"),
    ],
)
def test_another_quantity_is_told_once(source_lang: str, source: str, lang: str, target: str, rule: str) -> None:
    assert found(source_lang, source, lang, target) == {rule}


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("5 km ", "5 км "),
        ("5 km ", "6 км "),
        ("minus five ", "пять "),
        ("two to 3 inches ", "5–8 см "),
        ("XII ", "XIII "),
    ],
)
def test_the_time_for_long_texts_grows_with_their_length(unit: str, other: str) -> None:
    assert grows_in_proportion(lambda count: found("en", unit * count, "ru", other * count), 200, 1600)


def test_a_number_in_words_that_one_text_lacks_is_a_warning_if_it_is_not_small() -> None:
    assert found("en", "Seven men came home.", "ru", "Мужчины пришли домой.") == {"numbers-missing"}
    assert found("en", "Men came home.", "hy", "Յոթ տղամարդ տուն եկավ։") == {"numbers-added"}
    assert not found("en", "The two countries agreed.", "ru", "Страны договорились.")
    assert not found("en", "Thousands of men came.", "ru", "Пришли мужчины.")


def test_third_parties_are_no_number() -> None:
    assert not found("en", "A third-party client of third parties.", "ru", "Чужая программа сторонних лиц.")
    assert not found("ru", "Данные третьих лиц.", "en", "The data of third parties.")
    assert found("en", "The third bridge fell.", "ru", "Мост упал.") == {"numbers-missing"}


@given(st.integers(2, 999))
def test_a_measure_is_right_in_its_own_unit_and_wrong_in_another(size: int) -> None:
    assert not found("en", f"{size} kg", "ru", f"{size} кг")
    assert found("en", f"{size} kg", "ru", f"{size} т") == {"numbers-unit"}


def test_a_number_in_code_may_lose_or_get_its_marks() -> None:
    assert not found(
        "en", "It counts from `0` to `37`, which is left out.", "ru", "Считает от `0` до 37, не включая 37."
    )
    assert not found("en", "It counts to 37.", "ru", "Считает до `37`.")
    assert not found("ru", "Считает до `80` или `120`.", "en", "It counts to 80 or 120.")
    assert found("en", "It counts to `36`.", "ru", "Считает до 37.") == {"numbers-added"}


def test_code_that_stays_excuses_no_number_beside_it() -> None:
    assert found("en", "It has 37 fish; see `f(37)`.", "ru", "В нём рыбы; см. `f(37)`.") == {"numbers-missing"}
    assert found("en", "It has fish; see `f(37)`.", "ru", "В нём 37 рыб; см. `f(37)`.") == {"numbers-added"}


def test_armenian_in_classical_orthography_has_the_same_numbers_and_months() -> None:
    assert not found(
        "hy",
        "Յիսուն հոգի եկաւ Յունուարի 9-ին, եօթանասունը՝ Յուլիսի 3-ին։",
        "en",
        "Fifty came on January 9, seventy on July 3.",
    )
    assert found("hy", "Յիսուն հոգի եկաւ։", "en", "Sixty people came.")
