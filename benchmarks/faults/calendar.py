"""Faults of the calendar and the clock: another day, month, weekday or time. Their words are not those of the packs."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.faults import Kind, Plant, Texts

_LAST_DAY = 28


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MONTHS: Mapping[str, Sequence[str]] = {
    "en": _words("January February March April May June July August September October November December"),
    "ru": _words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    "hy": _words(
        "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի"
    ),
    "fr": _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "uk": _words("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
    "ka": _words("იანვარს თებერვალს მარტს აპრილს მაისს ივნისს ივლისს აგვისტოს სექტემბერს ოქტომბერს ნოემბერს დეკემბერს"),
    "fa": _words("ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"),
}
"""The months as they stand in a date."""
_IN_MONTH: Mapping[str, Sequence[str]] = {
    "en": [f"in {name}" for name in _MONTHS["en"]],
    "ru": [
        f"в {name}"
        for name in _words("январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре")
    ],
    "hy": [f"{name}ն" for name in _MONTHS["hy"]],
}
"""What happened then: in July."""
_WEEKDAYS: Mapping[str, Sequence[str]] = {
    "en": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "ru": _words("понедельник вторник среду четверг пятницу субботу воскресенье"),
    "hy": _words("երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի"),
    "fr": _words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    "uk": _words("понеділок вівторок середу четвер п’ятницю суботу неділю"),
    "ka": _words("ორშაბათს სამშაბათს ოთხშაბათს ხუთშაბათს პარასკევს შაბათს კვირას"),
    "fa": _words("دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه"),
}
_HOURS: Mapping[str, tuple[str, str]] = {
    "en": ("{hour}.{minute} a.m.", "{hour}.{minute} p.m."),
    "ru": ("{hour}:{minute} утра", "{hour}:{minute} вечера"),
    "hy": ("առավոտյան ժամը {hour}։{minute}-ին", "երեկոյան ժամը {hour}։{minute}-ին"),
    "fr": ("{hour} h {minute} du matin", "{hour} h {minute} du soir"),
    "uk": ("{hour}:{minute} ранку", "{hour}:{minute} вечора"),
    "ka": ("დილის {hour}:{minute} საათზე", "საღამოს {hour}:{minute} საათზე"),
    "fa": ("ساعت {hour}:{minute} صبح", "ساعت {hour}:{minute} عصر"),
}
"""An hour before and after noon."""
_FRAMES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "date": {
        "en": ("The bridge opened on {month} {day}.", "It was signed on the {day}th of {month}, 1987."),
        "ru": ("Мост открыли {day} {month}.", "Его подписали {day}-го {month} 1987 года."),
        "hy": ("Կամուրջը բացվեց {month} {day}-ին։", "Այն ստորագրվել է 1987 թվականի {month} {day}-ին։"),
        "fr": ("Le pont a ouvert le {day} {month}.", "Il a été signé le {day} {month} 1987."),
        "uk": ("Міст відкрили {day} {month}.", "Його підписали {day} {month} 1987 року."),
        "ka": ("ხიდი გაიხსნა {day} {month}.", "მას ხელი მოეწერა 1987 წლის {day} {month}."),
        "fa": ("پل در {day} {month} باز شد.", "این در {day} {month} ۱۹۸۷ امضا شد."),
    },
    "month": {
        "en": ("The mill burnt down {in_month}.", "The lake froze early {in_month}, as it often does."),
        "ru": ("Мельница сгорела {in_month}.", "Озеро замерзло рано, {in_month}, как часто бывает."),
        "hy": ("Ջրաղացն այրվեց {in_month}։", "Լիճը վաղ սառեց՝ {in_month}, ինչպես հաճախ է լինում։"),
    },
    "weekday": {
        "en": ("The shop stays closed on {weekday}.", "They left on {weekday} and nobody saw them go."),
        "ru": ("Магазин закрыт в {weekday}.", "Они уехали в {weekday}, и никто этого не видел."),
        "hy": ("Խանութը փակ է {weekday} օրը։", "Նրանք մեկնեցին {weekday} օրը, և ոչ ոք չտեսավ։"),
        "fr": ("Le magasin est fermé {weekday}.", "Ils sont partis {weekday} et personne ne les a vus."),
        "uk": ("Крамниця зачинена у {weekday}.", "Вони поїхали у {weekday}, і ніхто цього не бачив."),
        "ka": ("მაღაზია დაკეტილია {weekday}.", "ისინი {weekday} წავიდნენ და არავის უნახავს."),
        "fa": ("فروشگاه روز {weekday} بسته است.", "آنها روز {weekday} رفتند و کسی ندید."),
    },
    "time": {
        "en": ("The ferry leaves at {time} every day.", "Nobody was awake at {time} to hear it."),
        "ru": ("Паром отходит в {time} каждый день.", "В {time} этого никто не слышал."),
        "hy": ("Լաստանավը մեկնում է {time} ամեն օր։", "Ոչ ոք {time} չէր քնած։"),
        "fr": ("Le bac part à {time} chaque jour.", "Personne ne l'a entendu à {time}."),
        "uk": ("Пором відходить о {time} щодня.", "О {time} цього ніхто не чув."),
        "ka": ("ბორანი გადის {time} ყოველდღე.", "ამას არავინ ელოდა {time}."),
        "fa": ("قایق {time} حرکت می‌کند.", "{time} کسی بیدار نبود."),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """A date and a time, from 0."""

    month: int
    weekday: int
    day: int
    hour: int
    minute: int
    is_late: bool

    def fill(self, frame: str, lang: str) -> str:
        return frame.format(
            month=_MONTHS[lang][self.month],
            in_month=_IN_MONTH[lang][self.month] if lang in _IN_MONTH else "",
            weekday=_WEEKDAYS[lang][self.weekday],
            day=self.day,
            time=_HOURS[lang][self.is_late].format(hour=self.hour, minute=self.minute),
        )


def _plant(name: str) -> Plant:
    """Return what makes sentences with one date or time, in two languages."""
    frames = _FRAMES[name]

    def make(told: str, made: str, chance: random.Random) -> tuple[str, str] | None:
        if told not in frames or made not in frames:
            return None
        number = chance.randrange(len(frames[told]))
        moment = _Moment(
            month=chance.randrange(12),
            weekday=chance.randrange(7),
            day=chance.randrange(4, 20),
            hour=chance.randrange(1, 11),
            minute=chance.choice((10, 15, 20, 30, 45)),
            is_late=chance.random() < 1 / 2,
        )
        return moment.fill(frames[told][number], told), moment.fill(frames[made][number], made)

    return make


def _replace_word(text: str, groups: Sequence[Sequence[str]], chance: random.Random) -> str | None:
    """Return the text with another word of its group for a word."""
    found = [
        (match, group)
        for group in groups
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(sorted(group, key=len, reverse=True))})(?!\w)", text)
    ]
    if not found:
        return None
    match, group = chance.choice(found)
    other = chance.choice([word for word in group if word != match[0]])
    return text[: match.start()] + other + text[match.end() :]


def month_changed(texts: Texts, chance: random.Random) -> str | None:
    """Another month in the same form."""
    groups = [names[texts.lang] for names in (_MONTHS, _IN_MONTH) if texts.lang in names]
    return _replace_word(texts.target, groups, chance)


def weekday_changed(texts: Texts, chance: random.Random) -> str | None:
    """Another weekday in the same form."""
    if texts.lang == "hy" and re.search(r"շաբաթ(?! օր)", texts.target):
        return None  # it is a week as well
    return _replace_word(texts.target, [_WEEKDAYS[texts.lang]], chance)


def day_changed(texts: Texts, chance: random.Random) -> str | None:
    """Another day of the month."""
    months = "|".join(_MONTHS[texts.lang])
    found = [
        match
        for match in re.finditer(r"(?<![\d.,:])\d{1,2}(?![\d.,:]\d)", texts.target)
        if re.match(rf"(?:-?\w{{1,3}})?(?: of)? (?:{months})", texts.target[match.end() :])
        or re.search(rf"(?:{months}) $", texts.target[: match.start()])
    ]
    if not found:
        return None
    match = chance.choice(found)
    other = chance.choice([day for day in range(1, _LAST_DAY) if day != int(match[0])])
    return texts.target[: match.start()] + str(other) + texts.target[match.end() :]


def time_changed(texts: Texts, chance: random.Random) -> str | None:
    """Another hour, other minutes or the other half of the day."""
    forms = _HOURS[texts.lang]
    found = [
        (match, other) for form, other in (forms, forms[::-1]) for match in re.finditer(_pattern(form), texts.target)
    ]
    if found and chance.random() < 1 / 2:
        match, other = chance.choice(found)
        return (
            texts.target[: match.start()] + other.format(hour=match[1], minute=match[2]) + texts.target[match.end() :]
        )
    times = [*(match for match, _ in found), *re.finditer(r"(?<!\d)(\d{1,2}):\d\d(?![\d:])", texts.target)]
    if not times:
        return None
    match = chance.choice(times)
    hour = chance.choice([hour for hour in range(1, 12) if hour % 12 != int(match[1]) % 12])
    return texts.target[: match.start(1)] + str(hour) + texts.target[match.end(1) :]


def _pattern(form: str) -> str:
    """Return a pattern for times that are written in a form."""
    return re.escape(form).replace(r"\{hour\}", r"(?<!\d)(\d{1,2})").replace(r"\{minute\}", r"(\d\d)")


_NUMBERS = ("numbers", "numbers-added", "numbers-missing")
_DATES = ("dates", "dates-missing", "dates-added")
KINDS = (
    Kind(fault=day_changed, codes=(*_NUMBERS, *_DATES), plant=_plant("date")),
    Kind(fault=month_changed, codes=_DATES, plant=_plant("month")),
    Kind(fault=weekday_changed, codes=("dates-weekday", "dates-missing", "dates-added"), plant=_plant("weekday")),
    Kind(fault=time_changed, codes=(*_NUMBERS, "times"), plant=_plant("time")),
)
