"""The parts that all pages share: frame, addresses, and the language, chosen or the first that the browser wants."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader

from pipeline.languages import packs
from pipeline.languages.messages import Wording
from pipeline.model import LANGUAGES

COOKIE = "targman-language"


def choose_language(cookie: str, accepted: str) -> str:
    """Choose the language by the cookie of the switch, or by the header Accept-Language (RFC 9110, 12.5.4)."""
    if cookie in LANGUAGES:
        return cookie
    wishes = []
    for place, part in enumerate(accepted[:1000].split(",")):
        name, _, weight = part.partition(";")
        lang = name.strip().lower().partition("-")[0]
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        if lang in LANGUAGES and quality > 0:
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
    names = {language.code: language.native_name for language in packs()}
    switch = [
        {"lang": lang, "name": native, "address": f"/language/{lang}?{urlencode({'next': here})}"}
        for lang, native in names.items()
    ]
    return _environment().get_template(name).render(say=say, switch=switch, native_names=names, **values)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("pipeline.preview"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def load_templates() -> None:
    """Load ahead what the first page would wait for."""
    macros()
    for lang in LANGUAGES:
        Wording(lang=lang).number(0)


@cache
def macros() -> Any:  # noqa: ANN401  jinja's own
    """Return the parts that pages combine themselves."""
    return _environment().get_template("parts.html").module
