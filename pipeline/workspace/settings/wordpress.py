"""The settings in `[wordpress]`: the site, the user, and what categories, tags and authors are called there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from pipeline.frozen import dataclass
from pipeline.languages.tags import canonical

STATUSES = ("draft", "pending", "private", "publish")
"""The states of a post that publishing may set."""

EVERY = "*"
"""Stands for every article in `categories` and `tags`."""

Names = tuple[tuple[str, str, str], ...]
"""Triples of a word of the articles, a language (empty for all), and its name, slug or number in WordPress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressSettings:
    """The site's address, the user's name, and the `status` of new posts. `authors` are pairs of a name and a user's
    name or number. `categories` and `tags` say for words that articles are tagged with what WordPress calls them.
    """

    url: str = ""
    user: str = ""
    status: str = "draft"
    authors: tuple[tuple[str, str], ...] = ()
    categories: Names = ()
    tags: Names = ()


def read_wordpress(key: str, value: object) -> WordPressSettings:
    """Read the table. Raises ValueError that says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError(f'[{key}] has to be a table, such as url = "https://example.org"')  # noqa: TRY004  a fault of the file
    known = [each.name for each in fields(WordPressSettings)]
    found: dict[str, Any] = {}
    for name, item in value.items():
        if name not in known:
            raise ValueError(f"[{key}] has “{name}” (there are {', '.join(known)})", name)
        found[name] = _READERS[name](f"{key}.{name}", item)
    return WordPressSettings(**found)


def _url(key: str, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise ValueError(f"{key} has to be an address such as https://example.org")
    return value.rstrip("/")


def _user(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or ":" in value:
        raise ValueError(f"{key} has to be the name that the user logs in with")
    return value.strip()


def _status(key: str, value: object) -> str:
    if value not in STATUSES:
        raise ValueError(f"{key} is {value!r}, but has to be one of {', '.join(STATUSES)}")
    return str(value)


def _authors(key: str, value: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, _name(f"{key}.{name}", item)) for name, item in _table(key, value).items())


def _names(key: str, value: object) -> Names:
    found = []
    for word, item in _table(key, value).items():
        by_language = item if isinstance(item, dict) else {"": item}
        for lang, name in by_language.items():
            code = canonical(lang) if lang else ""
            if code is None or (lang and not code):
                raise ValueError(f"{key}.{word} has {lang!r}, but a language has a code such as hy, en or pt-BR")
            found.append((word, code, _name(f"{key}.{word}", name)))
    return tuple(found)


def _table(key: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f'[{key}] has to be a table, such as "Water" = "water"')  # noqa: TRY004  as above
    return value


def _name(key: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(f"{key} has to be a name or a number of WordPress")
    return value.strip()


_READERS: Mapping[str, Callable[[str, object], object]] = {
    "url": _url,
    "user": _user,
    "status": _status,
    "authors": _authors,
    "categories": _names,
    "tags": _names,
}
