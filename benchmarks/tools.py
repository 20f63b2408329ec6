"""What is measured: Targman here, its peers in `peers`, and the floor under them all."""

import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib

from benchmarks.corpus import TARGETS, Corpus, Translations
from benchmarks.measure import Command, environment, measured

FIRST, NOTHING, ONE, WRITE, AGAIN = "A", "B", "C", "D", "D0"

TASKS = {
    FIRST: "first extraction",
    NOTHING: "nothing changed",
    ONE: "one sentence of one article changed",
    WRITE: "write all editions",
    AGAIN: "write all editions, nothing changed",
}

EDITED = "articles"

_SETTLED = 0.3
"""Seconds after which a change of a file shows in its times, so that nobody has to read it again to be sure."""


class Tool(ABC):
    """Something that is measured. It works in a folder of its own, laid anew in every round."""

    tasks: Sequence[str] = (FIRST, NOTHING, ONE, WRITE)
    languages: Sequence[str] = TARGETS
    rounds: int | None = None
    """The most rounds that it is worth; all by default. One that has a limit gets no round to warm up either."""

    @property
    @abstractmethod
    def name(self) -> str:
        """As the tables show it."""

    @abstractmethod
    def version(self) -> str:
        """Which release it is."""

    @abstractmethod
    def lay(self, folder: Path, corpus: Corpus) -> None:
        """The folder before the first extraction."""

    @abstractmethod
    def update(self, folder: Path) -> list[Command]:
        """The commands that bring the catalogs up to date, there being any or not."""

    def write(self, folder: Path) -> list[Command]:  # noqa: ARG002
        """The commands that write the editions."""
        return []

    def editions(self, folder: Path) -> list[Path]:  # noqa: ARG002
        """The editions that were written."""
        return []

    def finish(self, folder: Path, translations: Translations) -> None:
        """Translate everything, as translators would between the first extraction and the other tasks."""
        fill(folder, self.catalogs(folder), translations)
        measured(self.update(folder), folder)

    def catalogs(self, folder: Path) -> Iterator[tuple[str, Path]]:
        """All catalogs that are to be translated, with their languages: those whose path names the language."""
        for lang in TARGETS:
            for path in sorted(folder.rglob("*.po")):
                if lang in path.relative_to(folder).with_suffix("").parts:
                    yield lang, path

    def commands(self, task: str, folder: Path) -> list[Command]:
        """The commands of a task."""
        return self.write(folder) if task in {WRITE, AGAIN} else self.update(folder)


class Targman(Tool):
    """Our own command, as its users call it, with three editions: that of this Python, or the one of another
    installation, which may have another version or another Python.
    """

    tasks = (FIRST, NOTHING, ONE, WRITE, AGAIN)
    languages = ("en", *TARGETS)

    def __init__(self, command: Path | None = None) -> None:
        self._command = str(command or COMMAND)
        self._python = said([str(command.with_name("python")), "--version"]) if command else ""

    @property
    def name(self) -> str:
        return f"Targman with {self._python}" if self._python else "Targman"

    def version(self) -> str:
        return said([self._command, "--version"]).split()[-1]

    def lay(self, folder: Path, corpus: Corpus) -> None:
        corpus.lay(folder / EDITED)
        (folder / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")

    def update(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [[self._command, "sync"]]

    def write(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [[self._command, "merge"]]

    def editions(self, folder: Path) -> list[Path]:
        return list((folder / "editions").rglob("*.md"))

    def finish(self, folder: Path, translations: Translations) -> None:
        super().finish(folder, translations)
        settle(folder, self._command)


COMMAND = Path(sys.executable).with_name("targman")


def settle(folder: Path, command: str = str(COMMAND)) -> None:
    """Let the index see all files once when their times are old enough to be trusted."""
    time.sleep(_SETTLED)
    measured([[command, "sync"]], folder)


class Floor(Tool):
    """What any program would need just to look at the workspace of a finished Targman."""

    tasks = (NOTHING,)

    def __init__(self, ours: Path) -> None:
        """`ours` is Targman's folder."""
        self._ours = ours

    def lay(self, folder: Path, corpus: Corpus) -> None:  # noqa: ARG002
        folder.mkdir(parents=True)

    def finish(self, folder: Path, translations: Translations) -> None:  # noqa: ARG002
        shutil.copytree(self._ours, folder, dirs_exist_ok=True)


class GitStatus(Floor):
    """Finding out that nothing changed: one look at every file, in C."""

    name = "`git status`"

    def version(self) -> str:
        return said(["git", "--version"]).split()[2]

    def finish(self, folder: Path, translations: Translations) -> None:
        super().finish(folder, translations)
        commit(folder)

    def update(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [["git", "status", "--porcelain"]]


def commit(folder: Path) -> None:
    """Put a folder under version control."""
    (folder / ".gitignore").write_text(".targman/\n", encoding="utf-8")
    fast = ["-c", "core.compression=0", "-c", "gc.auto=0", "-c", "core.fsync=none"]
    commands = (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "corpus"])
    time.sleep(_SETTLED)
    measured([["git", *fast, *command] for command in commands], folder)
    time.sleep(_SETTLED)
    measured([["git", "status", "--porcelain"]], folder)


class ReadingAll(Floor):
    """Reading every byte of the articles and the catalogs, without a look at them."""

    name = "reading all bytes (`cat`)"

    def version(self) -> str:
        return ""

    def update(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [["find", EDITED, "locales", "-type", "f", "-exec", "cat", "{}", "+"]]


class Interpreter(Floor):
    """Starting the interpreter, under which no Python program can get."""

    name = "`python -c pass`"

    def version(self) -> str:
        return ".".join(map(str, sys.version_info[:3]))

    def finish(self, folder: Path, translations: Translations) -> None:
        pass

    def update(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [[sys.executable, "-c", "pass"]]


def fill(folder: Path, catalogs: Iterator[tuple[str, Path]], translations: Translations) -> None:
    """Give every entry that has none a translation, and confirm those that a tool guessed."""
    count = 0
    for count, (lang, path) in enumerate(catalogs, start=1):  # noqa: B007
        content = polib.pofile(str(path), wrapwidth=0, encoding="utf-8")
        for entry in content:
            if not entry.msgstr or entry.fuzzy:
                entry.msgstr = translations.of(entry.msgid, lang)
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        content.save()
    if not count:
        raise FileNotFoundError(f"no catalogs in {folder}")


def said(command: Command) -> str:
    """What a command says, such as its version; empty where there is no such command."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment())
    except OSError:
        return ""
    return done.stdout.strip()
