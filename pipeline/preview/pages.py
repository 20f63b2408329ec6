"""The parts that all pages share: frame, addresses, and the language, chosen or the first that the browser wants."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.languages import load
from pipeline.languages.messages import Wording, list_page_languages
from pipeline.languages.tags import match

COOKIE = "targman-language"


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
    made.globals["native_name"] = lambda lang: load(lang).native_name
    return made


def load_templates() -> None:
    """Load ahead what the first page would wait for."""
    macros()
    for lang in list_page_languages():
        Wording(lang=lang).number(0)


@cache
def macros() -> Any:  # noqa: ANN401  jinja's own
    """Return the parts that pages combine themselves."""
    return _environment().get_template("parts.html").module
