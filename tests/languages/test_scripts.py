"""The script of translations tells a catalog of another language, in any script, and refuses no right one."""

import random
from itertools import permutations, product

import pytest

from pipeline.languages import load
from pipeline.languages.scripts import count_scripts, find_foreign_script, find_sister, foreign_script, is_mostly_own

TEXTS = {
    "ka": "სევანის ტბა სომხეთის აღმოსავლეთ ნაწილში მდებარეობს და მთებით არის გარშემორტყმული",
    "fa": "دریاچه سوان در شرق ارمنستان قرار دارد و گرداگرد آن را کوه\u200cها گرفته\u200cاند",
    "zh-Hans": "塞凡湖位于亚美尼亚东部，四周群山环绕，是该国最大的湖泊，湖水清澈，盛产鱼类",
    "zh-Hant": "塞凡湖位於亞美尼亞東部，四周群山環繞，是該國最大的湖泊，湖水清澈，盛產魚類",
    "ja": "セヴァン湖はアルメニア東部の山々に囲まれた、国内で最も大きな湖であり、水は澄んでいる",
    "ko": "세반호는 아르메니아 동부의 산들로 둘러싸인 이 나라에서 가장 큰 호수이며 물이 맑다",
    "sr": "Језеро Севан налази се на истоку Јерменије и окружено је високим планинама",
    "sr-Latn": "Jezero Sevan nalazi se na istoku Jermenije i okruženo je visokim planinama",
    "hi": "सेवन झील आर्मेनिया के पूर्व में स्थित है और पहाड़ों से घिरी हुई है",
    "bn": "সেভান হ্রদ আর্মেনিয়ার পূর্বে অবস্থিত এবং পাহাড় দ্বারা বেষ্টিত",
    "or": "ସେଭାନ ହ୍ରଦ ଆର୍ମେନିଆର ପୂର୍ବରେ ଅବସ୍ଥିତ ଏବଂ ପର୍ବତ ଦ୍ୱାରା ଘେରା",
    "th": "ทะเลสาบเซวานตั้งอยู่ทางตะวันออกของอาร์เมเนียและล้อมรอบด้วยภูเขา",
    "am": "የሴቫን ሐይቅ በአርሜኒያ ምሥራቅ የሚገኝ ሲሆን በተራሮች የተከበበ ነው",
    "hy": "Սևանա լիճը գտնվում է Հայաստանի արևելքում և շրջապատված է լեռներով",
    "vi": "Hồ Sevan nằm ở phía đông Armenia và được bao quanh bởi những ngọn núi cao",
}
HAN = ("zh-Hans", "zh-Hant")
UNTOLD = {*product(HAN, (*HAN, "ja", "ko")), *permutations(("sr-Latn", "vi"))}
"""Languages and folders that the script of this much text does not tell: Japanese and Korean may begin in Han."""


def pairs(lang: str, times: int = 1) -> list[tuple[str, str]]:
    return [(f"Source {number}", TEXTS[lang]) for number in range(times)]


@pytest.mark.parametrize("lang", TEXTS)
def test_translations_in_their_language_are_never_refused(lang: str) -> None:
    assert find_foreign_script(pairs(lang, 9), lang) == ""
    assert find_foreign_script(pairs(lang), lang, least=20) == ""
    assert load(lang).letters


@pytest.mark.parametrize("folder", ["hy", "ru", "en"])
def test_the_quick_look_never_says_own_of_a_text_in_another_script(folder: str) -> None:
    chance = random.Random(7)  # noqa: S311  nothing secret
    letters = [*"".join(TEXTS.values()), *"оеаинт оеаинт The quick brown fox, 1990. "]
    for _ in range(500):
        own = chance.choices(load(folder).frequent_letters + " ", k=chance.randint(0, 40))
        text = "".join([*own, *chance.choices(letters, k=chance.randint(0, 40))])
        if is_mostly_own(text, folder):
            assert not foreign_script(count_scripts([text]), load(folder).script)


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("folder", TEXTS)
def test_translations_in_another_script_are_told(lang: str, folder: str) -> None:
    is_told = find_foreign_script(pairs(lang), folder, least=20) != ""
    assert is_told == (lang != folder and (lang, folder) not in UNTOLD)


@pytest.mark.parametrize(("lang", "folder"), [("zh-Hans", "ja"), ("zh-Hant", "ja"), ("zh-Hans", "ko")])
def test_a_long_text_without_kana_or_hangul_is_chinese(lang: str, folder: str) -> None:
    assert find_foreign_script(pairs(lang, 9), folder) == "Han"


def test_other_widths_and_marks_have_the_script_of_their_letters() -> None:
    assert find_foreign_script([("x", "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰ")], "ru", least=9) == "Latin"
    assert find_foreign_script([("x", "м’яч, обʼєкт, пʼять")], "uk", least=9) == ""


UKRAINIAN = (
    "Озеро розташоване на сході країни й оточене горами, а вода його чиста й холодна. Їхні човни виходять щодня.",
    "Учені вважають, що рівень води знизився через зрошення, і тепер його підіймають знову, хоча й дуже повільно.",
    "У липні, коли настає спека, сюди приїздять тисячі відпочивальників із столиці та інших міст.",
)
RUSSIAN = (
    "Озеро расположено на востоке страны и окружено горами, а вода его чистая и холодная. Лодки выходят каждый день.",
    "Учёные считают, что уровень воды снизился из-за орошения, и теперь его снова поднимают, хотя и очень медленно.",
    "В июле, когда наступает жара, сюда приезжают тысячи отдыхающих из столицы и других городов.",
)


@pytest.mark.parametrize(
    ("texts", "lang", "expected"),
    [
        (UKRAINIAN, "ru", "Ukrainian"),
        (RUSSIAN, "uk", "Russian"),
        (UKRAINIAN, "uk", ""),
        (RUSSIAN, "ru", ""),
        (UKRAINIAN[:1], "ru", ""),
        ((*RUSSIAN, "Газета «Дзеркало тижня» вышла в Києві."), "ru", ""),
        (RUSSIAN, "sr", ""),
    ],
)
def test_a_sister_language_is_told_only_where_it_is_certain(texts: tuple[str, ...], lang: str, expected: str) -> None:
    assert find_sister([(f"Source {number}", text) for number, text in enumerate(texts)], lang) == expected
