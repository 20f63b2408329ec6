"""For the tests of packages: an article, and what translators do to the files that they get."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline import catalog
from pipeline.model import Entry

ARTICLE = """\
---
title: Two hands
---

The first sentence stands here.[^1] The second sentence stands here too.

The third paragraph is about the lake.

[^1]: A note about the first one.
"""

FIRST, SECOND = "The first sentence stands here.{fn1}", "The second sentence stands here too."
THIRD, NOTE, TITLE = "The third paragraph is about the lake.", "A note about the first one.", "Two hands"
RUSSIAN = {
    TITLE: "Две руки",
    FIRST: "Первое предложение стоит здесь.{fn1}",
    SECOND: "Второе предложение тоже стоит здесь.",
    THIRD: "Третий абзац говорит об озере.",
    NOTE: "Примечание к первому.",
}
ARMENIAN = {
    TITLE: "Երկու ձեռք",
    FIRST: "Առաջին նախադասությունն այստեղ է։{fn1}",
    SECOND: "Երկրորդ նախադասությունն էլ է այստեղ։",
    THIRD: "Երրորդ պարբերությունը լճի մասին է։",
    NOTE: "Ծանոթագրություն առաջինի մասին։",
}


def translate(
    data: bytes, targets: Mapping[str, str], *, date: str = "", name: str = "", fuzzy: bool = False, remark: str = ""
) -> bytes:
    """Return a catalog as a translator's editor saves it, with these translations, the date and the name."""
    found = catalog.parse(data)

    def change(entry: Entry) -> Entry:
        if entry.source not in targets:
            return entry
        remarks = (*entry.remarks, remark) if remark else entry.remarks
        return replace(entry, target=targets[entry.source], fuzzy=fuzzy, previous=None, remarks=remarks)

    values = {"PO-Revision-Date": date, "Last-Translator": name}
    header = tuple((field, values.get(field) or value) for field, value in found.header)
    entries = tuple(map(change, found.entries))
    return catalog.serialize(replace(found, header=header, entries=entries)).encode()


def targets(file: Path) -> dict[str, str]:
    """Return the confirmed translations of a catalog by their sources."""
    return {item.source: item.target for item in catalog.parse(file.read_bytes()).entries if item.is_translated}


def entry(file: Path, source: str) -> Entry:
    return next(item for item in catalog.parse(file.read_bytes()).entries if item.source == source)
