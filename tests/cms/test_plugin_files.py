"""The companion plug-in is PHP that parses, with a head and a readme as wordpress.org wants them."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cms.plugins import COMPANION

TOP = Path(__file__).parents[2]
MAIN = (COMPANION / "targman.php").read_text(encoding="utf-8")
README = (COMPANION / "readme.txt").read_text(encoding="utf-8")
FILES = [*sorted(COMPANION.rglob("*.php")), Path(__file__).with_name("polylang.php")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_parses(path: Path) -> None:
    if not shutil.which("php"):
        pytest.skip("php is not installed")
    done = subprocess.run(["php", "-l", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES[:-1], ids=lambda path: path.name)
def test_no_file_runs_outside_of_wordpress(path: Path) -> None:
    assert "defined( 'ABSPATH' ) || exit;" in path.read_text(encoding="utf-8")


def test_head_and_readme_agree() -> None:
    head = dict(re.findall(r"^ \* ([A-Z][\w ]+?): +(.+)$", MAIN, re.MULTILINE))
    told = dict(re.findall(r"^([A-Z][\w ]+?): (.+)$", README, re.MULTILINE))
    assert README.startswith(f"=== {head['Plugin Name']} ===\n")
    assert told["Stable tag"] == head["Version"]
    assert f"const VERSION   = '{head['Version']}';" in MAIN
    assert f"= {head['Version']} =" in README
    for name in ("Requires at least", "Requires PHP", "License", "License URI"):
        assert told[name] == head[name]
    assert len(re.split(r"\n\n+", README)[1]) <= 150
    assert {"Description", "Installation", "Frequently Asked Questions", "Changelog"} <= set(
        re.findall(r"^== (.+) ==$", README, re.MULTILINE)
    )


def test_the_plug_in_carries_the_licence_of_targman() -> None:
    assert (COMPANION / "license.txt").read_bytes() == (TOP / "LICENSE").read_bytes()


def test_the_recipe_of_the_docs_makes_an_archive_that_wordpress_takes(tmp_path: Path) -> None:
    [recipe] = re.findall(r"^python3 (-m zipfile .+)$", (TOP / "docs/wordpress.md").read_text("utf-8"), re.MULTILINE)
    shutil.copytree(COMPANION, tmp_path / "wordpress" / "targman")
    subprocess.run([sys.executable, *recipe.split()], cwd=tmp_path, check=True)
    with zipfile.ZipFile(tmp_path / "targman.zip") as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    assert names == {f"targman/{path.relative_to(COMPANION).as_posix()}" for path in COMPANION.rglob("*.*")}
