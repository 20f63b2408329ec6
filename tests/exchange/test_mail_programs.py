"""Mail with real programs: two people translate in Poedit, one in OmegaT, one sends an old half twice, one sends the
wrong language; in any order the result is the same, and everything is told.
"""

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Workspace

from exchange import editors
from exchange.mail import ARMENIAN, ARTICLE, FIRST, NOTE, RUSSIAN, SECOND, THIRD, TITLE, entry, targets, translate
from pipeline import catalog
from pipeline.catalog.origin import MERGE_REMARK

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(bool(editors.missing_programs()), reason=editors.missing_programs()),
]

RU, HY = "locales/ru/articles/two.po", "locales/hy/articles/two.po"
OFFER = "Первая фраза.{fn1}"
BORIS_NOTE = "Сноска к первому."


def send(place: Workspace, lang: str, name: str) -> Path:
    """Send the article to a person, who unpacks the catalog in a folder of her own."""
    [made] = json.loads(place.run("send", lang, "--to", name, "--report", "json").stdout)["results"]
    folder = place.root.parent / f"{place.root.name}-{name}"
    with zipfile.ZipFile(place.root / made["path"]) as package:
        [member] = [member for member in package.namelist() if member.endswith("two.po")]
        return Path(package.extract(member, folder))


def told(place: Workspace, names: list[str]) -> dict[str, dict[str, Any]]:
    done = place.run("receive", *names, "--format", "json", exit_code=1)
    made = json.loads(done.stdout)
    return {item.get("file", item.get("path")): item for item in (*made["results"], *made["problems"])}


def work(place: Workspace, home: Path) -> Mapping[str, bytes]:
    """Send, translate in the programs, and return the files that come back by mail, by name."""
    anna, boris, aram = send(place, "ru", "Anna"), send(place, "ru", "Boris"), send(place, "hy", "Aram")
    with editors.poedit(home / "anna", "Anna Petrova") as edit:
        edit(anna, [RUSSIAN[TITLE]])
        half = anna.read_bytes()
        edit(anna, [RUSSIAN[TITLE], RUSSIAN[FIRST], RUSSIAN[SECOND]])
    with editors.poedit(home / "boris", "Boris Orlov") as edit:
        edit(boris, [RUSSIAN[TITLE], OFFER, "", RUSSIAN[THIRD], BORIS_NOTE])
    texts = {item: ARMENIAN[item] for item in (TITLE, FIRST, SECOND, THIRD)}
    wrong = {FIRST: RUSSIAN[FIRST], SECOND: RUSSIAN[SECOND], THIRD: RUSSIAN[THIRD]}
    return {
        "half.po": half,
        "half (1).po": half,
        "anna.po": anna.read_bytes(),
        "boris.po": boris.read_bytes(),
        "aram.po": editors.omegat(home / "aram", aram, texts, "EN", "HY"),
        "wrong.po": editors.omegat(home / "wrong", aram, wrong, "EN", "HY"),
    }


def test_all_that_programs_save_is_taken_in_any_order(workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    place = workspace()
    place.write("articles/two.md", ARTICLE)
    place.run("sync")
    files = work(place, tmp_path / "homes")
    for name, data in files.items():
        place.write(name, data)
    before = place.root / "before"
    shutil.copytree(place.root / "locales", before)
    names, results = list(files), []
    for order in (names, names[::-1], [*names[3:], *names[:3]]):
        shutil.rmtree(place.root / "locales")
        shutil.copytree(before, place.root / "locales")
        said = told(place, order)
        results.append(snapshot(place))
        told(place, order)
        assert snapshot(place) == results[-1]
    assert results[0] == results[1] == results[2]
    assert_told(said)
    assert_taken(place)


def snapshot(place: Workspace) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (place.root / "locales").rglob("*") if path.is_file()}


def assert_told(said: Mapping[str, dict[str, Any]]) -> None:
    assert "Cyrillic letters" in said["wrong.po"]["message"]
    assert said["aram.po"]["taken"] == 4
    assert sorted(said[name]["taken"] for name in ("half.po", "half (1).po")) == [0, 0]
    conflicts = {item["source"] for name in ("anna.po", "boris.po") for item in said[name]["conflicting"]}
    assert conflicts == {FIRST}


def assert_taken(place: Workspace) -> None:
    ru, hy = place.root / RU, place.root / HY
    both = entry(ru, FIRST)
    assert both.fuzzy
    assert {both.target, *both.remarks} in (
        {RUSSIAN[FIRST], f"{MERGE_REMARK}{OFFER}"},
        {OFFER, f"{MERGE_REMARK}{RUSSIAN[FIRST]}"},
    )
    done = {item: RUSSIAN[item] for item in (TITLE, SECOND, THIRD)} | {NOTE: BORIS_NOTE}
    assert targets(ru) == done
    assert targets(hy) == {item: ARMENIAN[item] for item in (TITLE, FIRST, SECOND, THIRD)}
    assert set(catalog.translator_names(catalog.parse(ru.read_bytes()))) == {"Anna Petrova", "Boris Orlov"}


def test_the_offers_that_omegat_empties_come_back(workspace: Callable[..., Workspace], tmp_path: Path) -> None:
    place = workspace()
    place.write("articles/two.md", ARTICLE)
    place.run("sync")
    path = place.write(RU, translate((place.root / RU).read_bytes(), {THIRD: RUSSIAN[THIRD]}))
    changed = THIRD.replace("third", "last")
    place.write("articles/two.md", ARTICLE.replace(THIRD, changed))
    place.run("sync")
    assert entry(path, changed).fuzzy
    path.write_bytes(editors.omegat(tmp_path / "project", path, {TITLE: RUSSIAN[TITLE]}, "EN", "RU"))
    assert entry(path, changed).target == ""
    place.run("sync")
    assert (entry(path, changed).target, entry(path, changed).fuzzy) == (RUSSIAN[THIRD], True)
    assert targets(path) == {TITLE: RUSSIAN[TITLE]}
