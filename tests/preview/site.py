"""A workspace with a preview of it that is really served, and requests to it as any program may send them."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from pipeline import catalog
from pipeline.model import Entry, SegmentKind
from pipeline.preview.article_view import sentence_name, target_digest

ARTICLE = """\
---
lang: en
title: The lake
author: A. Author
---
# The lake

The lake fell by twenty meters.[^a] Then it rose again. Nobody knows *why* it did.

- A first item, with a [link](https://example.org/one).
- A second item.

| Year | Level |
| --- | --- |
| First year | Low water |

![The level of the lake](images/level.svg)

The last sentence stands here.

[^a]: A report of the [institute](https://example.org/report).
"""

RUSSIAN = {
    "The lake": "Озеро",
    "A. Author": "А. Автор",
    "The lake fell by twenty meters.{fn1}": "Озеро опустилось на двадцать метров{fn1}.",
    "Nobody knows *why* it did.": "Никто не знает, *почему*.",
    "A first item, with a [link]({url1}).": "Первый пункт со [ссылкой]({url1}).",
    "Year": "Год",
    "A report of the [institute]({url1}).": "Отчёт [института]({url1}).",
}

MISSING = "Then it rose again."
FUZZY = "A second item."
FAULTY = "The last sentence stands here."

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><rect width="8" height="4"/></svg>'
PATIENCE = 60
"""How long an answer is waited for, in seconds: a busy machine may stand still for twenty."""

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.text)


@dataclass(frozen=True)
class Site:
    """A preview that is being served: its workspace, where it listens, its token."""

    root: Path
    port: int
    token: str
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def door(self) -> str:
        """The address that the command prints."""
        return f"{self.address}/?token={self.token}"

    @property
    def catalog(self) -> Path:
        return self.root / "locales/ru/articles/lake.po"

    def entry(self, source: str) -> Entry:
        """The entry of the Russian catalog on the disk."""
        found = catalog.parse(self.catalog.read_bytes()).entries
        return next(entry for entry in found if entry.source == source and not entry.obsolete)

    def sentence(self, source: str) -> dict[str, str]:
        """What the page of the article knows of a sentence of the Russian edition: its name, and its translation."""
        kinds = {item.value for item in SegmentKind}
        entry = self.entry(source)
        kind = next(each for each in entry.comments if each.partition(":")[0] in kinds).partition(":")[0]
        return {"lang": "ru", "key": sentence_name(kind, entry.key), "base": target_digest(entry.target)[:12]}

    def translate(self, source: str, **fields: Any) -> None:  # noqa: ANN401
        """A translator saves the Russian catalog with one entry changed."""
        change(self.catalog, lambda entry: replace(entry, **fields) if entry.source == source else entry)

    def get(self, path: str, *, cookie: bool = True, **headers: str) -> Answer:
        """What a request for a page is answered."""
        return self.request("GET", path, headers=headers, cookie=cookie)

    def post(self, path: str, data: object, **headers: str) -> Answer:
        """What a request of the page's own script is answered."""
        own = {"Origin": self.address, "Content-Type": "application/json", **headers}
        return self.request("POST", path, headers=own, body=json.dumps(data).encode())

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None, cookie: bool = True
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        own = {"Cookie": f"targman-{self.port}={self.token}"} if cookie else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=own | named)
            answer: HTTPResponse = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            connection.close()


def change(path: Path, edit: Callable[[Entry], Entry]) -> None:
    """Save a catalog with each entry edited, in one step, so that nobody reads half of it."""
    old = catalog.parse(path.read_bytes())
    beside = path.with_suffix(".new")
    beside.write_text(catalog.serialize(replace(old, entries=tuple(map(edit, old.entries)))), encoding="utf-8")
    beside.replace(path)


def lay(root: Path, articles: Mapping[str, str] | None = None) -> None:
    """A workspace with articles, synced, the Russian edition of the first half translated."""
    (root / "articles/images").mkdir(parents=True)
    (root / "targman.toml").write_text('lang = "en"\ntranslator = "Ани <ani@example.org>"\n', encoding="utf-8")
    (root / "articles/images/level.svg").write_text(PICTURE, encoding="utf-8")
    for name, text in (articles or {"lake": ARTICLE}).items():
        (root / f"articles/{name}.md").write_text(text, encoding="utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=root, check=True, capture_output=True)
    if not articles:
        change(root / "locales/ru/articles/lake.po", _translated)


def _translated(entry: Entry) -> Entry:
    if entry.source == FUZZY:
        return replace(entry, target="Второй пункт.", fuzzy=True, previous="The second item.")
    if entry.source == FAULTY:
        return replace(entry, target="Последнее предложение{fn1}.")
    return replace(entry, target=RUSSIAN[entry.source]) if entry.source in RUSSIAN else entry


def serve(root: Path, **variables: str) -> Site:
    """The preview of a workspace, served by the real command with these variables in its environment."""
    process = subprocess.Popen(
        [*COMMAND, "preview", "--no-open"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | variables,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)", line)
    assert found, line + (process.stderr.read() if process.stderr else "")
    return Site(root, int(found[1]), found[2], process)


def end(site: Site) -> tuple[int, str]:
    """Ctrl-C: the exit status, and what was said on standard error."""
    site.process.send_signal(signal.SIGINT)
    _, errors = site.process.communicate(timeout=120)
    return site.process.returncode, errors
