"""The parts that all pages share: frame, addresses, and the language, chosen or the first that the browser wants."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import format_date
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.messages import Wording, list_page_languages
from pipeline.languages.tags import match

COOKIE = "targman-language"
COLUMNS_COOKIE = "targman-columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """The editions in the order that somebody chose for all pages, and those that are shown: at least one."""

    order: tuple[str, ...]
    shown: tuple[str, ...]

    def to_text(self) -> str:
        """Return the choice as it is kept: those that are hidden have a minus."""
        return ",".join(lang if lang in self.shown else f"-{lang}" for lang in self.order)

    def toggled(self, lang: str) -> "ColumnChoice":
        """Return the choice with an edition shown or hidden; the last one that is shown stays."""
        shown = tuple(each for each in self.order if (each in self.shown) != (each == lang))
        return replace(self, shown=shown or self.shown)

    def moved(self, lang: str) -> "ColumnChoice":
        """Return the choice with an edition one place further to the front."""
        place = self.order.index(lang)
        before, previous = self.order[: max(place - 1, 0)], self.order[max(place - 1, 0) : place]
        order = (*before, lang, *previous, *self.order[place + 1 :])
        return ColumnChoice(order=order, shown=tuple(each for each in order if each in self.shown))

    def put_first(self, lang: str, source: str) -> "ColumnChoice":
        """Return the choice with an edition in front, shown together with that in the article's own language."""
        order = (lang, *(each for each in self.order if each != lang))
        return ColumnChoice(order=order, shown=tuple(each for each in order if each in {*self.shown, lang, source}))


def read_columns(kept: str, editions: Sequence[str]) -> ColumnChoice:
    """Read a choice as it was kept, as far as there are such editions now; new ones are shown, at the end."""
    wishes = {part.removeprefix("-"): not part.startswith("-") for part in kept[:1000].split(",")}
    order = tuple(dict.fromkeys([*(lang for lang in wishes if lang in editions), *editions]))
    return ColumnChoice(order=order, shown=tuple(lang for lang in order if wishes.get(lang, True)) or order)


def choose_language(cookie: str, accepted: str) -> str:
    """Choose the language by the cookie of the switch, or by the header Accept-Language (RFC 9110, 12.5.4)."""
    known = list_page_languages()
    if cookie in known:
        return cookie
    wishes = []
    for place, part in enumerate(accepted[:1000].split(",")):
        name, _, weight = part.partition(";")
        lang = match(name.strip(), known)
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        if lang and quality > 0:
            wishes.append((-quality, place, lang))
    return min(wishes)[2] if wishes else "en"


def article_address(stem: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Return the address of an article's page."""
    return f"/article/{quote(stem)}" + (f"?{urlencode(query)}" if query else "")


def error_page(say: Wording, sentence: str) -> str:
    """Return a page that says what is wrong."""
    return render("trouble.html", say, "/", sentence=sentence)


def choice_address(choice: ColumnChoice, here: str) -> str:
    """Return the address that chooses the columns of all pages and returns to the address `here`."""
    return f"/columns/{quote(choice.to_text())}?{urlencode({'next': here})}"


def describe_columns(columns: ColumnChoice, here: str) -> list[dict[str, object]]:
    """Return the items of the menu of columns; `here` is the address that it returns to."""
    return [
        {
            "lang": lang,
            "name": load(lang).native_name,
            "on": lang in columns.shown,
            "toggle": choice_address(columns.toggled(lang), here),
            "move": choice_address(columns.moved(lang), here) if number else "",
        }
        for number, lang in enumerate(columns.order)
    ]


def render(name: str, say: Wording, here: str, **values: object) -> str:
    """Render one of our templates; `here` is the address that the language switch returns to."""
    switch = [
        {"lang": lang, "name": load(lang).native_name, "address": f"/language/{lang}?{urlencode({'next': here})}"}
        for lang in list_page_languages()
    ]
    return _environment().get_template(name).render(say=say, switch=switch, **values)


def describe_language(lang: str, around: str = "") -> str:
    """Return the attributes of an element for its language, and for its direction where it is another one than that of
    the language `around` it.
    """
    direction = load(lang).direction
    is_same = bool(around) and load(around).direction == direction
    return f'lang="{lang}"' if is_same else f'lang="{lang}" dir="{direction}"'


@cache
def _environment() -> Environment:
    made = Environment(loader=PackageLoader("pipeline.preview"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals["language"] = lambda lang, around="": Markup(describe_language(lang, around))  # noqa: S704  codes only
    made.globals["format_due"] = _format_due
    made.globals["native_name"] = lambda lang: load(lang).native_name
    return made


def _format_due(day: str, say: Wording) -> str:
    """Return a date in a short form of the language."""
    return say.digits(format_date(date.fromisoformat(day), "medium", locale=say.locale))


def load_templates() -> None:
    """Load ahead what the first page would wait for."""
    macros()
    for lang in list_page_languages():
        Wording(lang=lang).number(0)


@cache
def macros() -> Any:  # noqa: ANN401  jinja's own
    """Return the parts that pages combine themselves."""
    return _environment().get_template("parts.html").module
