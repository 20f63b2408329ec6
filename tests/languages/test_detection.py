"""The language of a text: by its script, and among languages that share one by words and letters."""

import pytest

from pipeline.languages.detection import detect_language, find_region, resolve_language

TEXTS = {
    "en": "The lake lost a third of its water in thirty years, and nobody stopped it before it was too late.",
    "fr": "Le lac a perdu un tiers de son eau en trente ans, et personne ne l’a empêché avant qu’il ne soit trop tard.",
    "ru": "Озеро потеряло треть своей воды за тридцать лет, и никто этого не остановил, пока не стало слишком поздно.",
    "uk": "Озеро втратило третину своєї води за тридцять років, і ніхто цього не зупинив, доки не стало запізно.",
    "hy": "Լիճը երեսուն տարում կորցրեց իր ջրի մեկ երրորդը, և ոչ ոք դա չկանգնեցրեց։",
    "ka": "ტბამ ოცდაათ წელიწადში წყლის მესამედი დაკარგა და ეს არავის შეუჩერებია, სანამ გვიანი არ იყო.",
    "fa": "دریاچه در سی سال یک‌سوم آب خود را از دست داد و هیچ‌کس جلوی آن را نگرفت تا این که خیلی دیر شد.",
}
OTHERS = {
    "de": "Der See hat in dreißig Jahren ein Drittel seines Wassers verloren, und niemand hat es verhindert.",
    "es": "El lago perdió un tercio de su agua en treinta años, y nadie lo impidió hasta que fue demasiado tarde.",
    "bg": "Езерото загуби една трета от водата си за тридесет години и никой не спря това, докато не стана късно.",
    "sr": "Језеро је изгубило трећину своје воде за тридесет година и нико то није спречио док није било прекасно.",
    "ar": "فقدت البحيرة ثلث مياهها خلال ثلاثين عاما ولم يوقف أحد ذلك إلى أن فات الأوان على كل من يعيش هناك.",
    "el": "Η λίμνη έχασε το ένα τρίτο του νερού της σε τριάντα χρόνια.",
    "zh": "三十年间，湖水减少了三分之一，没有人阻止这一切。",
    "ja": "湖は三十年で水の三分の一を失ったが、だれも止めなかった。",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_languages_with_a_pack(lang: str) -> None:
    found = detect_language(TEXTS[lang])
    assert (found.lang, found.sure) == (lang, True)
    assert detect_language(" ".join(TEXTS[lang].split()[:5])).lang == lang


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_without_one_are_not_taken_for_another(lang: str) -> None:
    found = detect_language(OTHERS[lang])
    assert (found.lang, found.sure, found.other) == ("", False, lang)
    assert detect_language(OTHERS[lang], ("en", lang)).lang == lang


def test_a_script_that_one_likely_language_has_proves_it() -> None:
    assert detect_language(OTHERS["el"], ("en", "el")).sure
    assert not detect_language(OTHERS["el"], ("en", "hy")).sure


def test_a_likely_language_comes_with_its_region() -> None:
    assert detect_language(OTHERS["es"], ("en", "es-419")).lang == "es-419"


@pytest.mark.parametrize(("text", "lang"), [("", ""), ("12 34", ""), ("Ok.", "en"), ("Да.", "ru"), ("Été 2020", "fr")])
def test_short_texts(text: str, lang: str) -> None:
    assert detect_language(text).lang == lang
    assert not detect_language(text).sure


def test_what_a_document_says_and_what_it_is() -> None:
    assert resolve_language("en-US", TEXTS["en"]) == ("en", [])
    assert resolve_language("pt-BR", "Ok.") == ("pt-BR", [])
    assert resolve_language("cy", "Mae’r llyn wedi colli traean o’i ddŵr mewn deng mlynedd ar hugain.") == ("cy", [])
    lang, doubts = resolve_language("en", TEXTS["fr"])
    assert lang == "fr"
    assert doubts == ["the document says that it is in English, but it is in French"]
    assert resolve_language("", TEXTS["uk"])[1] == ["the language is Ukrainian (uk), by its letters and words"]
    assert resolve_language("", TEXTS["ka"])[1] == ["the language is Georgian (ka), by its letters"]
    assert "it looks like Spanish (es)" in resolve_language("", OTHERS["es"])[1][0]


def test_a_region_counts_only_if_the_text_agrees() -> None:
    assert find_region(["en-US", "es-MX"], OTHERS["es"]) == "es-MX"
    assert find_region(["en-US"], TEXTS["en"]) == ""
    assert find_region(["en-US"], "Ok. 12") == ""
    assert find_region(["en-US"], TEXTS["fr"]) == ""


def test_a_language_with_letters_of_its_own_is_not_sure_without_one() -> None:
    latin = (
        "Lacus decem annis viginti metra descendit. Magistratus die Martis nuntiavit restitutionem vere inceptum iri."
    )
    assert not detect_language(latin).sure
    assert detect_language(TEXTS["fr"]).sure
