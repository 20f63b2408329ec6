"""What the typography of a language asks for, read from `languages/LANG.toml` once."""

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """How a language is typeset.

    `quotes` are pairs of marks, the outer ones first. `dash` is what a hyphen between spaces stands for, or empty where
    houses differ; `repeated` are words that may stand twice in a row. After the signs of `fixed_after` and before those
    of `fixed_before` a line does not break. `own_notes` is what marks a translator's note in running text.
    """

    quotes: tuple[str, ...]
    percent_space: bool
    dash: str
    repeated: frozenset[str]
    fixed_after: str
    fixed_before: str
    own_notes: tuple[str, ...]


@cache
def typography(lang: str) -> Typography:
    """The typography of one of the languages of `model.LANGUAGES`."""
    import tomllib  # noqa: PLC0415  asked for only where there is something to check

    text = resources.files("pipeline.languages").joinpath(lang, "typography.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Typography(
        quotes=tuple(data["quotes"]),
        percent_space=data["percent_space"],
        dash=data["dash"],
        repeated=frozenset(data["repeated"]),
        fixed_after="".join(data["fixed_after"]),
        fixed_before="".join(data["fixed_before"]),
        own_notes=tuple(data["own_notes"]),
    )
