"""The quotation marks of any language, as the Unicode CLDR has them: for languages whose pack names none."""

from functools import cache
from importlib import resources

_USUAL = ("“”", "‘’")


def usual_quotes(code: str) -> tuple[str, ...]:
    """Return the quotation marks of a language, outer ones first: pairs of an opening and a closing mark."""
    known = _read_styles()
    while code:
        if code in known:
            return known[code]
        code = code.rpartition("-")[0]
    return _USUAL


@cache
def _read_styles() -> dict[str, tuple[str, ...]]:
    """Return the quotation marks by the codes of languages."""
    import tomllib  # noqa: PLC0415  slow to import

    table = tomllib.loads(resources.files("pipeline.languages").joinpath("quotes.toml").read_text("utf-8"))
    return {code: tuple(style["quotes"]) for style in table["style"] for code in style["languages"].split()}
