"""Follow docs/tutorial.md as a reader would: its commands, what they print, what is edited, what then stands in files.

A block `console` has commands behind `$`, each with its output; a line `…` stands for any lines. A block `diff` is an
edit of the file that its title names, and another block with a title is an excerpt of that file. Blocks `sh` are not
followed: they install, and open the preview.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).with_suffix(".md")
_BLOCK = re.compile(r'^```(console|\w+ title="([^"]+)")\n(.*?)^```$', re.MULTILINE | re.DOTALL)

Run = Callable[[list[str], Path], str]
"""Runs `targman` with these words in this folder, and returns what a terminal would show."""


class TutorialError(Exception):
    """Something on the page is not what happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    line: int
    words: str
    output: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    line: int
    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    line: int
    path: str
    lines: tuple[str, ...]


Step = Command | Edit | Excerpt


def read_steps(text: str) -> tuple[Step, ...]:
    """Read the steps of the page, in their order."""
    return tuple(_steps(text))


def follow(steps: tuple[Step, ...], folder: Path, run: Run) -> Iterator[Step]:
    """Follow the steps, beginning in an empty folder, and yield each when it is done. Raises TutorialError."""
    for step in steps:
        match step:
            case Command() if step.words.startswith("cd "):
                folder = folder / step.words.removeprefix("cd ")
            case Command():
                program, *words = shlex.split(step.words)
                if program != "targman":
                    raise TutorialError(f"line {step.line}: “{program}” is not a command of Targman")
                _compare(step, run(words, folder))
            case Edit():
                _edit(step, folder / step.path)
            case Excerpt():
                there = (folder / step.path).read_text("utf-8").splitlines()
                missing = [line for line in step.lines if not any(line in each for each in there)]
                if missing:
                    raise TutorialError(f"line {step.line}: {step.path} does not have “{missing[0]}”")
        yield step


def _steps(text: str) -> Iterator[Step]:
    for block in _BLOCK.finditer(text):
        line, path, lines = text.count("\n", 0, block.start()) + 2, block[2], block[3].splitlines()
        if block[1] == "console":
            yield from _commands(line, lines)
        elif block[1].startswith("diff "):
            old, new = ("\n".join(each[1:] for each in lines if each[0] != sign) for sign in "+-")
            yield Edit(line=line, path=path, old=old, new=new)
        else:
            yield Excerpt(line=line, path=path, lines=tuple(lines))


def _commands(first: int, lines: list[str]) -> Iterator[Command]:
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Command(line=first + start, words=lines[start][2:], output=tuple(lines[start + 1 : end]))


def _compare(step: Command, said: str) -> None:
    """Compare what a command printed with the page. Raises TutorialError."""
    wanted = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in step.output)
    printed = "".join(f"{line.rstrip()}\n" for line in said.replace(os.sep, "/").rstrip().splitlines())
    if not re.fullmatch(wanted, printed):
        raise TutorialError(f"line {step.line}: “{step.words}” prints something else:\n{printed}")


def _edit(step: Edit, path: Path) -> None:
    """Edit a file as the page says. Raises TutorialError unless the file has the old text once."""
    text = path.read_text("utf-8")
    if text.count(step.old) != 1:
        raise TutorialError(f"line {step.line}: {step.path} does not have these lines once:\n{step.old}")
    path.write_text(text.replace(step.old, step.new), "utf-8", newline="\n")
