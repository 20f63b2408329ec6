"""Helpers of the tests of `targman translate`: an article, and functions that read its catalogs."""

import json
from collections.abc import Callable
from dataclasses import replace

from click.testing import Result
from conftest import Workspace
from mt.servers import Server

from pipeline import catalog
from pipeline.model import Catalog, Entry

MakeWorkspace = Callable[..., Workspace]
Use = Callable[..., Server]

ARTICLE = """---
title: The lake
---
# The lake

It fell by 20 m.[^i] Then it rose *again* and stayed there. See the [new law](https://example.org/law).[^ii]

- 1933
- `a.md`

[^i]: A report of some pages.
[^ii]: <https://example.org/note>
"""
TEXTS = ("The lake", "It fell by 20 m.{fn1}", "Then it rose *again* and stayed there.", "A report of some pages.",
         "See the [new law]({url1}).{fn1}")  # fmt: skip


def read(place: Workspace, lang: str = "ru", name: str = "lake") -> Catalog:
    return catalog.parse((place.root / f"locales/{lang}/articles/{name}.po").read_bytes())


def active(place: Workspace, lang: str = "ru", name: str = "lake") -> dict[str, Entry]:
    return {entry.source: entry for entry in read(place, lang, name).entries if not entry.obsolete}


def edit(place: Workspace, change: Callable[[Entry], Entry], lang: str = "ru") -> None:
    old = read(place, lang)
    text = catalog.serialize(replace(old, entries=tuple(map(change, old.entries))))
    place.write(f"locales/{lang}/articles/lake.po", text)


def results(result: Result) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(result.stdout)["results"]
    return found
