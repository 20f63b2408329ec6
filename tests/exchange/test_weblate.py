"""A real Weblate and git: translated there, pushed, pulled, synced, changed by the author, and pushed again.

Skipped unless an environment variable names a virtual environment that Weblate is installed in: docs/weblate.md.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from exchange import weblate
from pipeline import catalog

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(bool(weblate.missing_programs()), reason=weblate.missing_programs()),
]

DOCS = Path(__file__).parents[2] / "docs" / "weblate.md"
RU, HY, EN = (f"locales/{lang}/articles/dam.po" for lang in ("ru", "hy", "en"))
ARTICLE = """\
---
lang: hy
title: Ամբարտակը
---

Այն կառուցվել է {{< year n="1949" >}} թվականին։[^1] Ջուրն իջավ քսան մետրով։

{{< figure src="dam.png" caption="Ամբարտակը ձմռանը" >}}

[^1]: Հաշվետվություն, [տե՛ս](https://example.org/a)։
"""
BUILT, WATER = "Այն կառուցվել է {keep1} թվականին։{fn1}", "Ջուրն իջավ քսան մետրով։"
WINTER, TITLE = "Ամբարտակը ձմռանը", "Ամբարտակը"
PEOPLE = {"anna": "Anna Petrova", "boris": "Boris Orlov"}


@pytest.fixture
def server() -> Iterator[weblate.Weblate]:
    with weblate.serve(PEOPLE) as running:
        yield running


@dataclass(frozen=True)
class Shop:
    """A workspace in git, and the component of its article in Weblate."""

    place: Workspace
    server: weblate.Weblate

    def git(self, *words: str) -> str:
        driver = f"{sys.executable} -m pipeline merge-driver %O %A %B %P"
        made = ["git", "-c", f"merge.targman.driver={driver}", "-c", "user.name=Ed", "-c", "user.email=ed@example.org"]
        done = subprocess.run([*made, *words], cwd=self.place.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def save(self, message: str) -> None:
        self.place.run("sync")
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        self.git("push", "-q", "origin", "main")

    def repository(self, operation: str) -> bool:
        return bool(self.server.call("POST", "components/press/dam/repository/", {"operation": operation})["result"])

    def units(self, lang: str) -> dict[str, Any]:
        found = self.server.call("GET", f"translations/press/dam/{lang}/units/?page_size=100")["results"]
        return {unit["source"][0]: unit for unit in found}

    def translate(self, person: str, source: str, target: str, lang: str = "ru") -> None:
        unit = self.units(lang)[source]["id"]
        self.server.call("PATCH", f"units/{unit}/", {"target": [target], "state": 20}, person=person)

    def targets(self, path: str = RU) -> dict[str, str]:
        entries = catalog.parse((self.place.root / path).read_bytes()).entries
        return {entry.source: entry.target for entry in entries if entry.is_translated and not entry.obsolete}

    def assert_quiet(self) -> None:
        self.place.run("sync")
        assert self.git("status", "--porcelain") == ""


@pytest.fixture
def shop(workspace: Callable[..., Workspace], server: weblate.Weblate) -> Shop:
    """Make the component with the settings of the docs' page."""
    place = workspace('lang = "en"\ndialects = ["hugo"]\n')
    place.write("articles/dam.md", ARTICLE)
    place.write(".gitignore", ".targman/\neditions/\n/origin.git/\n")
    place.write(".gitattributes", "locales/**/*.po merge=targman\nlocales/**/*.pot merge=targman\n")
    made = Shop(place, server)
    made.git("init", "-q", "-b", "main")
    made.git("init", "-q", "--bare", "-b", "main", "origin.git")
    made.git("remote", "add", "origin", str(place.root / "origin.git"))
    made.save("The dam")
    [pasted] = re.findall(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    url = f"file://{place.root}/origin.git"
    values = {"NAME": "dam", "SOURCE_LANGUAGE": "hy", "REPOSITORY": url}
    for word, value in values.items():
        pasted = pasted.replace(word, value)
    server.call("POST", "projects/", {"name": "Press", "slug": "press", "web": "https://example.org/"})
    server.call("POST", "projects/press/components/", json.loads(pasted))
    server.call("POST", "components/press/dam/addons/", {"name": "weblate.gettext.authors"})
    return made


def test_work_goes_from_weblate_to_editions_and_back_again(shop: Shop) -> None:
    listed = shop.server.call("GET", "components/press/dam/translations/")["results"]
    assert {item["language_code"]: item["is_source"] for item in listed} == {"hy": True, "en": False, "ru": False}
    with pytest.raises(AssertionError, match="read-only"):
        shop.translate("anna", TITLE, "Մեծ ամբարտակը", "hy")
    shop.translate("anna", TITLE, "Плотина")
    shop.translate("boris", BUILT, "Её построили в {keep1} году.{fn1}")
    shop.translate("anna", WATER, "Вода упала на двадцать метров.")
    shop.translate("anna", TITLE, "The dam", "en")
    assert shop.repository("commit")
    assert shop.repository("push")
    shop.git("pull", "-q", "--rebase", "origin", "main")
    assert shop.targets() == {
        TITLE: "Плотина",
        BUILT: "Её построили в {keep1} году.{fn1}",
        WATER: "Вода упала на двадцать метров.",
    }
    assert shop.targets(EN) == {TITLE: "The dam"}
    shop.assert_quiet()

    # The author corrects a sentence, and its translation is offered in Weblate.
    shop.place.write("articles/dam.md", ARTICLE.replace("կառուցվել է", "ավարտվել է"))
    shop.save("A better word")
    assert shop.repository("pull")
    changed = BUILT.replace("կառուցվել է", "ավարտվել է")
    offer = shop.units("ru")[changed]
    assert (offer["target"], offer["fuzzy"]) == (["Её построили в {keep1} году.{fn1}"], True)
    assert offer["previous_source"] == BUILT
    shop.translate("boris", changed, "Её закончили в {keep1} году.{fn1}")
    shop.repository("commit")
    assert shop.repository("push")
    shop.git("pull", "-q", "--rebase", "origin", "main")
    shop.assert_quiet()
    shop.place.run("merge", "--lang", "ru")
    edition = shop.place.text("editions/ru/dam.md")
    assert 'Её закончили в {{< year n="1949" >}} году.[^1] Вода упала на двадцать метров.' in edition
    assert "translators:\n    - Anna Petrova\n    - Boris Orlov\n" in edition

    # Both sides sign the header, which git cannot merge by lines.
    ours = shop.place.text(RU).replace('"Last-Translator: Boris Orlov', '"Last-Translator: Vera Ivanova')
    ours = re.sub(r"(PO-Revision-Date: )[^\\]*", r"\g<1>2026-01-01 10:00+0400", ours)
    shop.place.write(RU, ours.replace(f'msgid "{WINTER}"\nmsgstr ""', f'msgid "{WINTER}"\nmsgstr "Плотина зимой"'))
    shop.save("A caption")
    shop.translate("anna", WATER, "Вода упала на 20 метров.")
    shop.repository("commit")
    assert not shop.repository("pull")
    shop.git("pull", "-q", "--no-rebase", "--no-edit", f"{shop.server.folder}/data/vcs/press/dam", "main")
    assert shop.targets()[WINTER] == "Плотина зимой"
    assert shop.targets()[WATER] == "Вода упала на 20 метров."
    shop.assert_quiet()
    shop.git("push", "-q", "origin", "main")
    assert shop.repository("pull")
    assert shop.units("ru")[WINTER]["target"] == ["Плотина зимой"]
    state = shop.server.call("GET", "components/press/dam/repository/")
    assert not state["needs_merge"]
    assert not state["needs_push"]
