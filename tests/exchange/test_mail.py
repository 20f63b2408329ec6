"""Work goes to three people by mail and comes back as mail does: late, twice, in pieces, and once the wrong file."""

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.mail import ARMENIAN, ARTICLE, FIRST, NOTE, RUSSIAN, SECOND, THIRD, TITLE, translate
from pipeline import catalog
from pipeline.catalog.origin import MERGE_REMARK
from pipeline.cli import main

RU, HY = "locales/ru/articles/two.po", "locales/hy/articles/two.po"
WRONG = {source: RUSSIAN[source] for source in (THIRD, NOTE)}


@dataclass(frozen=True)
class Mail:
    """A workspace as it was after sending, and the files that come back, by name."""

    place: Workspace
    files: Mapping[str, bytes]
    before: Mapping[str, bytes]

    def start_again(self) -> None:
        for path in sorted((self.place.root / "locales").rglob("*")):
            name = path.relative_to(self.place.root).as_posix()
            if path.is_file() and name not in self.before:
                path.unlink()
        for name, data in self.before.items():
            self.place.write(name, data)

    def receive(self, names: list[str]) -> list[dict[str, Any]]:
        done = CliRunner().invoke(main, ["receive", *names, "--format", "json"])
        assert done.exit_code in {0, 1}, done.output
        made: dict[str, Any] = json.loads(done.stdout)
        return [*made["results"], *made["problems"]]

    def result(self) -> dict[str, Any]:
        """What is in the catalogs: of each entry its translation, state and remarks; and who is credited."""
        found: dict[str, Any] = {}
        for path in (RU, HY):
            read = catalog.parse((self.place.root / path).read_bytes())
            entries = [(item.key, item.target, item.fuzzy, item.obsolete, item.remarks) for item in read.entries]
            found[path] = (entries, sorted(catalog.translator_names(read)))
        found["sent"] = {path.name: path.read_bytes() for path in sorted((self.place.root / "locales/sent").glob("*"))}
        return found


def po(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return next(opened.read(name) for name in opened.namelist() if name.endswith("two.po"))


@pytest.fixture
def mail(workspace: Callable[..., Workspace]) -> Mail:
    place = workspace()
    place.write("articles/two.md", ARTICLE)
    place.run("sync")

    def send(lang: str, name: str) -> bytes:
        [made] = json.loads(place.run("send", lang, "--to", name, "--report", "json").stdout)["results"]
        return Path(place.root / made["path"]).read_bytes()

    anna, boris, aram = po(send("ru", "Anna")), po(send("ru", "Boris")), po(send("hy", "Aram"))
    half = translate(anna, {TITLE: "Две ладони", FIRST: RUSSIAN[FIRST]}, date="2026-12-01 10:00+0400", name="Anna A")
    whole = translate(
        anna, {item: RUSSIAN[item] for item in (TITLE, FIRST, SECOND)}, date="2026-12-03 10:00+0400", name="Anna A"
    )
    files = {
        "anna half.po": half,
        "anna half (1).po": half,
        "anna.po": whole,
        "boris.po": translate(boris, {SECOND: "Тут второе.", NOTE: RUSSIAN[NOTE]}, date="2026-12-02 09:00+0400"),
        "aram.po": translate(aram, ARMENIAN, date="2026-12-02 10:00+0400", name="Aram B"),
        "aram wrong.po": translate(aram, WRONG),
    }
    for name, data in files.items():
        place.write(name, data)
    before = {
        path.relative_to(place.root).as_posix(): path.read_bytes()
        for path in (place.root / "locales").rglob("*")
        if path.is_file()
    }
    return Mail(place=place, files=files, before=before)


def test_all_that_came_is_there_and_told(mail: Mail) -> None:
    told = {item.get("file", item.get("path")): item for item in mail.receive(sorted(mail.files))}
    assert "Cyrillic letters" in told["aram wrong.po"]["message"]
    assert told["aram.po"]["taken"] == len(ARMENIAN)
    assert told["anna half.po"]["same"] == 2
    assert [item["source"] for item in told["boris.po"]["conflicting"]] == [SECOND]
    entries, names = mail.result()[RU]
    by_source = {key: (target, fuzzy, remarks) for key, target, fuzzy, _, remarks in entries}
    assert by_source[TITLE] == (RUSSIAN[TITLE], False, ())
    assert by_source[NOTE] == (RUSSIAN[NOTE], False, ())
    target, fuzzy, remarks = by_source[SECOND]
    assert fuzzy
    assert {target, *remarks} in (
        {RUSSIAN[SECOND], f"{MERGE_REMARK}Тут второе."},
        {"Тут второе.", f"{MERGE_REMARK}{RUSSIAN[SECOND]}"},
    )
    assert names == ["Anna A"]
    assert mail.result()[HY][1] == ["Aram B"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False), one_by_one=st.booleans())
def test_in_any_order_the_result_is_the_same(mail: Mail, chance: Random, *, one_by_one: bool) -> None:
    mail.start_again()
    mail.receive(sorted(mail.files))
    expected = mail.result()
    names = sorted(mail.files)
    chance.shuffle(names)
    mail.start_again()
    for call in [[name] for name in names] if one_by_one else [names]:
        mail.receive(call)
    assert mail.result() == expected
    before = mail.place.snapshot()
    mail.receive(names)
    assert mail.place.snapshot() == before


@pytest.mark.parametrize("order", [*itertools.permutations(["Anna <a@b.am>", "Борис <b@b.am>", "Vera <v@b.am>"])])
def test_people_whose_programs_write_no_dates_are_all_credited_in_any_order(mail: Mail, order: tuple[str, ...]) -> None:
    whole = dict(zip(order, (TITLE, SECOND, THIRD), strict=True))
    for name in order:
        data = translate(
            mail.files["anna half.po"], {TITLE: "", FIRST: "", whole[name]: RUSSIAN[whole[name]]}, name=name
        )
        mail.place.write(f"{name[:4]}.po", data.replace(b"2026-12-01 10:00+0400", b""))
        mail.receive([f"{name[:4]}.po"])
    head = mail.place.text(RU).partition("\n\n")[0].splitlines()
    assert head[1:3] == ["# Anna <a@b.am>", "# Vera <v@b.am>"]
    assert '"Last-Translator: Борис <b@b.am>\\n"' in head
