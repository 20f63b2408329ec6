"""Run the commands that the desk has buttons for, in processes of their own: they take the locks that they take in a
terminal, and what they print is their report.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.frozen import dataclass
from pipeline.workspace.settings import Settings

_WIDTH = 92  # columns of a report
_LONGEST_NAME = 100  # letters of a file's name
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Arguments = Callable[[Settings, Mapping[str, str]], list[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandReport:
    """The command line, its output, and its exit status."""

    line: str
    text: str
    status: int


def _send_arguments(settings: Settings, given: Mapping[str, str]) -> list[str] | None:
    """Return the arguments of `send`; None if its language or date is not one."""
    lang, person, due = (given.get(name, "").strip() for name in ("lang", "to", "due"))
    if lang not in settings.editions or (due and not _DATE.fullmatch(due)) or not person.isprintable():
        return None
    return [lang, *([f"--to={person}"] if person else []), *([f"--due={due}"] if due else [])]


COMMANDS: Mapping[str, Arguments] = {
    "sync": lambda _settings, _given: [],
    "merge": lambda _settings, _given: [],
    "export": lambda _settings, _given: [],
    "send": _send_arguments,
}
"""The commands with buttons, and what makes their arguments of what the page gives; nothing else can be run."""


def run_command(settings: Settings, name: str, given: Mapping[str, str]) -> CommandReport | None:
    """Run one of `COMMANDS` on the whole workspace and wait for its end; None if that request makes no sense."""
    arguments = COMMANDS[name](settings, given) if name in COMMANDS else None
    return None if arguments is None else _run(settings, name, arguments)


def run_receive(settings: Settings, name: str, data: bytes) -> CommandReport:
    """Run `targman receive` on a file that somebody sent, and wait for its end."""
    with tempfile.TemporaryDirectory(prefix="targman-") as folder:
        path = Path(folder, _clean_name(name))
        path.write_bytes(data)
        report = _run(settings, "receive", [str(path)])
    return replace(report, line=f"targman receive {path.name}", text=report.text.replace(f"{folder}{os.sep}", ""))


def _clean_name(name: str) -> str:
    """Return the name of a file as one that can be written anywhere."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    return kept[-_LONGEST_NAME:].strip(". ") or "package"


def _run(settings: Settings, name: str, arguments: Sequence[str]) -> CommandReport:
    made = os.environ | {"NO_COLOR": "1", "COLUMNS": str(_WIDTH), "PYTHONIOENCODING": "utf-8"}
    # -P: a folder “pipeline” of the workspace is not ours.
    done = subprocess.run(  # noqa: S603  our own program, and arguments that were checked
        [sys.executable, "-P", "-m", "pipeline", name, *arguments],
        cwd=settings.root,
        env=made,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace").strip()
    return CommandReport(line=" ".join(["targman", name, *arguments]), text=text, status=done.returncode)
