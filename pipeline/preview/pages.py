"""What all pages have in common: their frame, their languages, their addresses."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader

from pipeline.wording import NATIVE, Wording


def article_address(stem: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """The address of an article's page."""
    return f"/article/{quote(stem)}" + (f"?{urlencode(query)}" if query else "")


def trouble(say: Wording, sentence: str) -> str:
    """A page that says what is wrong."""
    return render("trouble.html", say, "/", sentence=sentence)


def render(name: str, say: Wording, here: str, **values: object) -> str:
    """One of our templates; `here` is the address that the switch of languages comes back to."""
    switch = [
        {"lang": lang, "name": native, "address": f"/language/{lang}?{urlencode({'next': here})}"}
        for lang, native in NATIVE.items()
    ]
    return _environment().get_template(name).render(say=say, switch=switch, NATIVE=NATIVE, **values)


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("pipeline.preview"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def warm() -> None:
    """Load what the first page would have to wait for."""
    macros()
    for lang in NATIVE:
        Wording(lang=lang).number(0)


@cache
def macros() -> Any:  # noqa: ANN401  jinja's own
    """The parts that pages put together by themselves."""
    return _environment().get_template("parts.html").module
