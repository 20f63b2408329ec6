"""The gettext programs as judges of the catalogs that `targman sync` writes."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from pipeline import catalog
from scenarios.shop import Shop

pytestmark = pytest.mark.skipif(shutil.which("msgcat") is None, reason="GNU gettext is not installed")

EDITIONS = ("hy", "en", "ru")
ARTICLE = """\
---
title: "Սևան: լճի վերադարձը"
author: Աննա
---
# Սևանա լիճը

Լիճը[^a] գտնվում է ծովի մակարդակից 1 900 մետր բարձր, և այստեղ «ջուրը» կապույտ է։ Տե՛ս [քարտեզը](https://example.org/m).

- Ջուրն իջավ քսան մետրով, իսկ {այսօր} բարձրանում է[^b]։
- Ճանապարհը փակ է\\
  ձմռանը։

| Տարի | Մակարդակ |
|------|----------|
| 1933 | 1915     |

![Լիճը վերևից](sevan.png "Լուսանկարը՝ Աննայի")

[^a]: Մ. Մեյբեք, *Ինչ պատահեց Սևանա լճին*, 1997, էջ 12, եւ այլ գործեր, որոնք այստեղ չեն նշվում, բայց կան։
[^b]: https://example.org/level
"""


def run(program: str, *arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run([program, *arguments], capture_output=True, check=False, timeout=60)
    return done.returncode, done.stderr.decode()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A small article with a bit of everything, synced, translated, edited and synced again."""
    made = Shop(tmp_path)
    made.run("init", str(tmp_path), "--lang", "hy")
    (tmp_path / "articles" / "welcome.md").unlink()
    made.write(ARTICLE)
    monkeypatch.chdir(tmp_path)
    made.run("sync")
    made.finish("ru")
    made.write(ARTICLE.replace("քսան մետրով", "քսան մետր").replace(" Տե՛ս [քարտեզը](https://example.org/m).", ""))
    made.run("sync")
    assert any(entry.fuzzy for entry in made.entries("ru"))
    assert made.obsolete("ru")
    return made


@pytest.mark.parametrize("lang", EDITIONS)
def test_msgfmt_has_nothing_to_say(shop: Shop, lang: str) -> None:
    assert run("msgfmt", "-c", "-o", "/dev/null", shop.catalog(lang)) == (0, "")


@pytest.mark.parametrize("lang", EDITIONS)
def test_msgcat_changes_no_byte(shop: Shop, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "out.po"
    assert run("msgcat", "--no-wrap", "-o", out, shop.catalog(lang)) == (0, "")
    assert out.read_bytes() == shop.catalog(lang).read_bytes()


@pytest.mark.parametrize("lang", EDITIONS)
def test_msgmerge_with_the_template_changes_no_entry(shop: Shop, lang: str, tmp_path: Path) -> None:
    template, out = tmp_path / "locales" / "templates" / "articles" / "article.pot", tmp_path / "out.po"
    options = ("--quiet", "--previous", "--no-fuzzy-matching")
    assert run("msgmerge", *options, "-o", out, shop.catalog(lang), template) == (0, "")
    merged = {entry.source: entry for entry in catalog.parse(out.read_bytes()).entries if not entry.obsolete}
    assert merged == shop.active(lang)


@pytest.mark.parametrize("options", [(), ("--width=40",), ("--no-wrap", "--escape")])
def test_a_catalog_that_an_editor_wrote_in_its_own_way_is_left_alone(shop: Shop, options: tuple[str, ...]) -> None:
    for lang in EDITIONS:
        path = shop.catalog(lang)
        plain = path.read_bytes()
        assert run("msgcat", *options, "-o", path, path) == (0, "")
        assert path.read_bytes() != plain
    before = shop.files()
    shop.run("sync")
    assert shop.files() == before


WRITERS: dict[str, Callable[[Path], object]] = {
    "msgcat": lambda path: subprocess.run(["msgcat", "-o", path, path], check=True),
    "msgmerge": lambda path: subprocess.run(
        ["msgmerge", "--quiet", "--previous", "-o", path, path, path.parents[2] / "templates/articles/article.pot"],
        check=True,
    ),
    "polib": lambda path: polib.pofile(str(path), wrapwidth=78).save(),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_superseded_translation_comes_back_whatever_wrote_the_catalog_meanwhile(shop: Shop, writer: str) -> None:
    before = {source: entry for source, entry in shop.obsolete("ru").items() if "{" in source}
    assert {remark[:7] for entry in before.values() for remark in entry.remarks} == {"{fn1}: ", "{url1}:"}
    WRITERS[writer](shop.catalog("ru"))
    shop.write(ARTICLE)
    shop.run("sync")
    assert not shop.obsolete("ru")
    for source, entry in before.items():
        back = shop.active("ru")[source]
        assert (back.target, back.fuzzy, back.remarks) == (entry.target, False, ())
