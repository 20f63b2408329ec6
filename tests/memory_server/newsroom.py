"""Workspaces that share a memory, and the commands that people run in them."""

from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import polib
from click.testing import Result
from conftest import Workspace

from memory_server.database import Cluster
from pipeline.memory import MemoryMatch, MemoryUnit
from pipeline.workspace.memory.sync import open_memory_to_read


@dataclass(frozen=True)
class Desk(Workspace):
    """A workspace, with its commands run in its folder."""

    def run(self, *words: str, exit_code: int = 0) -> Result:
        """Call `targman` there."""
        with chdir(self.root):
            return super().run(*words, exit_code=exit_code)

    def publish(self, article: str, text: str, **translations: str) -> Result:
        """Write an article of one sentence, finish its translations, and sync."""
        self.write(f"articles/{article}.md", f"{text}\n")
        self.run("sync")
        for lang, target in translations.items():
            self.translate(article, lang, target)
        return self.run("sync")

    def translate(self, article: str, lang: str, target: str) -> None:
        """Finish the first entry of a catalog, or empty it."""
        file = polib.pofile(str(self.root / f"locales/{lang}/articles/{article}.po"), wrapwidth=0)
        file[0].msgstr, file[0].flags = target, []
        file.save()

    def offers(self, text: str, lang: str = "en", to: str = "ru") -> list[MemoryMatch]:
        """Look a text up in the memory as it is."""
        with open_memory_to_read(self.root) as memory:
            return memory.matches(text, lang, to) if memory else []

    def units(self) -> list[MemoryUnit]:
        """Everything in the memory, ordered."""
        with open_memory_to_read(self.root) as memory:
            return sorted(memory.units() if memory else (), key=repr)


@dataclass(frozen=True)
class Newsroom:
    """The database that workspaces share, and the folder that they are in."""

    cluster: Cluster
    database: str
    folder: Path

    def workspace(self, name: str, *, user: str = "postgres", copy: str = "", toml: str = "") -> Desk:
        """Make a workspace, or another copy of one."""
        root = self.folder / f"{name}{copy}"
        (root / "articles").mkdir(parents=True)
        address = self.cluster.address(self.database, user)
        settings = f'lang = "en"\nproject = "{name}"\nmemory_server = "{address}"\n{toml}'
        (root / "targman.toml").write_text(settings, encoding="utf-8")
        return Desk(root)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database as its owner."""
        return self.cluster.execute(self.database, query, *values)
