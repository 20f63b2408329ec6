"""Workspaces to publish from: short articles in three languages, all of them translated."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from conftest import Workspace

from cms.wordpress import Site

TOP = Path(__file__).parents[2]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000157a5c6ba0000000049454e44ae426082"
)
"""A picture in PNG, the smallest that there is."""

SETTINGS = 'lang = "en"\neditions = ["hy", "en", "ru"]\n'
ARTICLE = """\
---
title: {title}
date: 2026-03-04
---

# {title}

The lake fell by {number} meters.[^1] It rose again.

The road is long.

[^1]: A report of {number}.
"""
WORDS = {
    "The lake fell by {number} meters.{fn1}": (
        "Լիճն իջավ {number} մետրով։{fn1}",
        "Озеро опустилось на {number} м.{fn1}",
    ),
    "The lake sank by {number} meters.{fn1}": (
        "Լիճը խորացավ {number} մետրով։{fn1}",
        "Озеро ушло вниз на {number} м.{fn1}",
    ),
    "It rose again.": ("Այն նորից բարձրացավ։", "Оно снова поднялось."),
    "The road is long.": ("Ճանապարհը երկար է։", "Дорога длинна."),
    "A report of {number}.": ("{number} թ. հաշվետվություն։", "Отчёт {number} г."),
    "Lake {number}": ("Լիճ {number}", "Озеро {number}"),
}


@dataclass(frozen=True)
class Shop:
    """A workspace whose editions go to a site."""

    place: Workspace
    site: Site

    def add(self, number: int, text: str = ARTICLE) -> str:
        """Write an article; return its path."""
        path = f"articles/lake-{number}.md"
        self.place.write(path, text.format(title=f"Lake {number}", number=number))
        return path

    def translate(self) -> None:
        """Sync, and translate all that is in `WORDS`."""
        self.place.run("sync")
        for column, lang in enumerate(("hy", "ru")):
            for path in sorted((self.place.root / "locales" / lang / "articles").glob("*.po")):
                number = path.stem.rpartition("-")[2]
                known = {source.replace("{number}", number): said[column] for source, said in WORDS.items()}
                catalog = polib.pofile(str(path), wrapwidth=0)
                for entry in catalog:
                    if entry.msgid in known and not entry.obsolete:
                        entry.msgstr = known[entry.msgid].replace("{number}", number)
                        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                catalog.save()

    def publish(self, *words: str, exit_code: int = 0) -> str:
        """Publish, and return what is said."""
        return self.place.run("publish", "wordpress", *words, exit_code=exit_code).output

    def start(self, *words: str, **environ: str) -> "subprocess.Popen[bytes]":
        """Start publishing in a process of its own."""
        command = [sys.executable, "-m", "pipeline", "publish", "wordpress", *words]
        env = {**os.environ, **self.site.environ(), "PYTHONPATH": str(TOP), **environ}
        out = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self.place.root, env=env, stdout=out, stderr=out)

    def posts(self) -> dict[str, Any]:
        """Return the posts of the site by their titles; no title may be there twice."""
        found = self.site.posts()
        titles = [post["title"]["raw"] for post in found]
        assert len(set(titles)) == len(titles), titles
        return dict(zip(titles, found, strict=True))
