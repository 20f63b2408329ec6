"""Faults of quantities: number words, ordinals, units, percentage points, signs, telephone numbers, currencies."""

import random
import re
from collections.abc import Mapping, Sequence

from benchmarks.faults import Fault, Kind, Plant, Texts

_FORMS: Mapping[str, tuple[str, ...]] = {
    "en": ("two three four five six seven eight nine ten", "twenty thirty forty fifty sixty"),
    "hy": (
        "երկու երեք չորս հինգ վեց յոթ ութ տասը",
        "քսան երեսուն քառասուն հիսուն վաթսուն",
        "տասնմեկ տասներեք տասնհինգ տասնյոթ",
    ),
    "ru": (
        "два три четыре",
        "двух трех четырех",
        "двух трёх четырёх",
        "пять шесть семь восемь девять десять",
        "пяти шести семи восьми девяти десяти",
        "двое трое четверо",
        "двадцать тридцать пятьдесят шестьдесят",
    ),
    "fr": ("deux trois quatre cinq six sept huit dix", "vingt trente quarante cinquante"),
    "ka": ("ორი სამი ოთხი ხუთი ექვსი შვიდი", "ორ სამ ოთხ ხუთ ექვს შვიდ"),
    "uk": ("два три чотири", "двох трьох чотирьох", "п'ять шість сім вісім десять"),
    "fa": ("دو سه چهار پنج شش هفت",),
}
"""Number words in forms that stand for one another."""
_ORDINALS: Mapping[str, tuple[str, ...]] = {
    "en": ("second third fourth fifth sixth seventh eighth",),
    "hy": ("երկրորդ երրորդ չորրորդ հինգերորդ վեցերորդ", "երկրորդը երրորդը չորրորդը հինգերորդը"),
    "ru": (
        "второй четвертый пятый шестой седьмой",
        "второго третьего четвертого пятого шестого",
        "вторая третья четвертая пятая",
        "втором третьем четвертом пятом",
    ),
    "fr": ("deuxième troisième quatrième cinquième sixième",),
    "ka": ("მეორე მესამე მეოთხე მეხუთე მეექვსე",),
    "uk": ("другий четвертий п'ятий шостий", "другого третього четвертого п'ятого"),
    "fa": ("دوم سوم چهارم پنجم ششم",),
}
_SENTENCES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "word": (
        ("The bridge has {0} arches.", "Կամուրջն ունի {0} կամար։", "У моста {0} арки."),
        ("They kept {0} goats.", "Նրանք պահում էին {0} այծ։", "Они держали {0} козы."),
    ),
    "ordinal": (
        ("It is the {0} door on the left.", "Դա ձախից {0} դուռն է։", "Это {0} дверь слева."),
        ("Her {0} book was lost.", "Նրա {0} գիրքը կորավ։", "Её {0} книга пропала."),
    ),
    "unit": (
        ("The path is {n} km long.", "Արահետի երկարությունը {n} կմ է։", "Длина тропы – {n} км."),
        ("The stone weighs {n} kilograms.", "Քարը կշռում է {n} կիլոգրամ։", "Камень весит {n} килограммов."),
        ("They bought {n} litres of oil.", "Գնեցին {n} լիտր յուղ։", "Купили {n} литров масла."),
        ("The orchard covers {n} hectares.", "Այգին զբաղեցնում է {n} հեկտար։", "Сад занимает {n} гектаров."),
        ("They waited {n} minutes.", "Սպասեցին {n} րոպե։", "Ждали {n} минут."),
        ("The wall is {n} metres high.", "Պատի բարձրությունը {n} մետր է։", "Высота стены – {n} метров."),
        ("It took {n} days.", "Դա տևեց {n} օր։", "Это заняло {n} дней."),
    ),
    "points": (
        (
            "Support rose by {n} percentage points.",
            "Աջակցությունն աճեց {n} տոկոսային կետով։",
            "Поддержка выросла на {n} процентных пункта.",
        ),
        (
            "The rate is {n} percentage points higher.",
            "Դրույքը {n} տոկոսային կետով բարձր է։",
            "Ставка на {n} п. п. выше.",
        ),
    ),
    "sign": (
        ("At night it was −{n} °C.", "Գիշերը −{n} °C էր։", "Ночью было −{n} °C."),
        ("The balance stood at -{n} million.", "Հաշվեկշիռը -{n} միլիոն էր։", "Баланс составил -{n} миллионов."),
        ("It was minus {n} degrees.", "Մինուս {n} աստիճան էր։", "Было минус {n} градусов."),
    ),
    "phone": (
        ("Call +374 {p} {a}-{b}-{c}.", "Զանգե՛ք +374 {p} {a} {b} {c} համարով։", "Звоните: +374 ({p}) {a}-{b}-{c}."),
        ("The number is 0{p} {a} {b} {c}.", "Համարն է՝ (0{p}) {a}-{b}-{c}։", "Номер: (0{p}) {a}-{b}-{c}."),
    ),
    "currency": (
        ("The ticket costs {n} dollars.", "Տոմսն արժե {n} դոլար։", "Билет стоит {n} долларов."),
        ("He paid €{n}.", "Նա վճարեց {n} եվրո։", "Он заплатил {n} евро."),
        ("The fine is {n} drams.", "Տուգանքը {n} դրամ է։", "Штраф – {n} драмов."),
    ),
}
"""Sentences with places for numbers, in English, Armenian and Russian."""
_ORDER = ("en", "hy", "ru")
_PLANTED = {
    "word": {"en": "two three four", "hy": "երկու երեք չորս", "ru": "две три четыре"},
    "ordinal": {
        "en": "second third fourth fifth",
        "hy": "երկրորդ երրորդ չորրորդ հինգերորդ",
        "ru": "вторая третья четвертая пятая",
    },
}
_UNITS = {
    "en": "km/miles kilograms/pounds litres/gallons hectares/acres minutes/hours metres/feet days/weeks"
    " miles/km years/months hours/minutes",
    "hy": "կմ/մղոն կիլոգրամ/ֆունտ լիտր/գալոն հեկտար/ակր րոպե/ժամ մետր/ոտնաչափ օր/շաբաթ տարի/ամիս ժամ/րոպե",
    "ru": "км/миль килограммов/фунтов литров/галлонов гектаров/акров минут/часов"
    " метров/футов дней/недель лет/месяцев часов/минут",
    "fr": "kilomètres/miles minutes/heures jours/semaines ans/mois mètres/pieds",
    "uk": "км/миль хвилин/годин днів/тижнів років/місяців метрів/футів",
    "ka": "კილომეტრ/მილ წლის/თვის დღის/კვირის წუთ/საათ",
    "fa": "سال/ماه روز/هفته دقیقه/ساعت کیلومتر/مایل",
}
"""Units, each with the one that it becomes."""
_POINTS = {
    "en": (r" percentage points", " percent"),
    "hy": (" տոկոսային կետով", " տոկոսով"),
    "ru": (" процентных пункта| п. п.", " процента"),
}
_CURRENCIES = {
    "en": (("dollars", "euros"), ("€", "£"), ("drams", "roubles")),
    "hy": (("դոլար", "եվրո"), ("եվրո", "ռուբլի"), ("դրամ", "դոլար")),
    "ru": (("долларов", "евро"), ("евро", "рублей"), ("драмов", "долларов")),
    "fr": (("dollars", "euros"), ("livres", "dollars")),
    "uk": (("доларів", "євро"), ("фунтів", "доларів")),
    "ka": (("დოლარ", "ევრო"), ("ფუნტ", "დოლარ")),
    "fa": (("دلار", "یورو"), ("پوند", "دلار")),
}


def _plant(name: str) -> Plant:
    """Return what makes sentences of a kind with the same numbers in both languages."""

    def plant(source_lang: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
        if not {source_lang, lang} <= set(_ORDER):
            return None
        values = {
            "n": str(chance.randint(13, 97)),
            "p": chance.choice(("10", "55", "91")),
            **{each: str(chance.randint(11, 99)) for each in "abc"},
        }
        sentence, place = chance.choice(_SENTENCES[name]), chance.randrange(3)
        made = []
        for key in (source_lang, lang):
            words = _PLANTED[name][key].split() if name in _PLANTED else [""] * 3
            made.append(sentence[_ORDER.index(key)].format(words[place], **values))
        return made[0], made[1]

    return plant


def _other_form(texts: Texts, chance: random.Random, forms: Mapping[str, tuple[str, ...]]) -> str | None:
    """Replace one word by another in the same form, one that is nowhere else in the translation."""
    found = [
        (match, form.split())
        for form in forms.get(texts.lang, ())
        for match in re.finditer(rf"\b(?:{form.replace(' ', '|')})\b", texts.target)
    ]
    if not found:
        return None
    match, words = chance.choice(found)
    others = [word for word in words if word not in texts.target]
    return texts.target[: match.start()] + chance.choice(others) + texts.target[match.end() :] if others else None


def _swapped(texts: Texts, chance: random.Random, pairs: Sequence[Sequence[str]], before: str) -> str | None:
    """Replace a word after a number by the other of its pair."""
    found = [
        (match, new)
        for old, new in pairs
        for match in re.finditer(rf"(?:{before})(?P<old>{re.escape(old)})(?=[^\W\d_]{{0,4}}\b)(?!и)", texts.target)
    ]
    if not found:
        return None
    match, new = chance.choice(found)
    return texts.target[: match.start("old")] + new + texts.target[match.end("old") :]


def number_word(texts: Texts, chance: random.Random) -> str | None:
    """Another number in words."""
    return _other_form(texts, chance, _FORMS)


def ordinal(texts: Texts, chance: random.Random) -> str | None:
    """Another ordinal in words."""
    return _other_form(texts, chance, _ORDINALS)


def unit(texts: Texts, chance: random.Random) -> str | None:
    """Another unit after digits, where the source has the number with a unit too."""
    words = re.sub("[ /]", "|", _UNITS.get(texts.source_lang, "(?!)"))
    told = set(re.findall(rf"(?<![\d:.,])(\d+)[ \u00a0-](?:{words})", texts.source))
    if not told:
        return None
    pairs = tuple(tuple(pair.split("/")) for pair in _UNITS.get(texts.lang, "").split())
    numbers = "|".join(rf"(?<![\d:.,]){number}" for number in sorted(told))
    return _swapped(texts, chance, pairs, rf"(?:{numbers})[ \u00a0-]")


def percent_for_points(texts: Texts, _: random.Random) -> str | None:
    """Percent instead of percentage points."""
    old, new = _POINTS.get(texts.lang, ("(?!)", ""))
    return re.sub(old.replace(".", r"\."), new, texts.target, count=1)


def points_for_percent(texts: Texts, _: random.Random) -> str | None:
    """Percentage points instead of percent."""
    new = {"en": " percentage points", "hy": " տոկոսային կետ", "ru": " процентных пунктов"}.get(texts.lang)
    found = re.search(r"(?<=\d)[ \u00a0]?%(?![\w-])", texts.target)
    return texts.target[: found.start()] + new + texts.target[found.end() :] if found and new else None


def sign(texts: Texts, _: random.Random) -> str | None:
    """No minus before a number."""
    return re.sub(r"(?<![\w\d])[−-](?=\d)|(?:[Mm]inus|[Մմ]ինուս|[Мм]инус) (?=\d)", "", texts.target, count=1)


def telephone(texts: Texts, chance: random.Random) -> str | None:
    """Another digit in a telephone number."""
    found = re.search(r"[+(]?\d[\d ()-]{7,}\d", texts.target)
    if found is None:
        return None
    spots = [at for at in range(*found.span()) if texts.target[at].isdigit()]
    at = chance.choice(spots[3:])
    digit = chance.choice([digit for digit in "123456789" if digit != texts.target[at]])
    return texts.target[:at] + digit + texts.target[at + 1 :]


def currency(texts: Texts, chance: random.Random) -> str | None:
    """Another currency."""
    return _swapped(texts, chance, _CURRENCIES.get(texts.lang, ()), r"(?:(?<=\d)[ \u00a0]|(?=[€£]))")


_NUMBERS = ("numbers", "numbers-added", "numbers-missing")
_TABLE: tuple[tuple[Fault, tuple[str, ...], str], ...] = (
    (number_word, _NUMBERS, "word"),
    (ordinal, _NUMBERS, "ordinal"),
    (unit, ("numbers-unit", "numbers"), "unit"),
    (percent_for_points, ("numbers-points",), "points"),
    (sign, ("numbers-sign",), "sign"),
    (telephone, _NUMBERS, "phone"),
    (currency, ("numbers-currency",), "currency"),
)
KINDS = (
    *(Kind(fault=fault, codes=codes, plant=_plant(name)) for fault, codes, name in _TABLE),
    Kind(fault=points_for_percent, codes=("numbers-points",)),
)
