"""The commands and options that the docs name are those of the command line."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = re.compile(r"^( *)(`{3,}|~{3,})[^\n]*\n(.*?)^ *\2|(`+)(?!`)(.+?)(?<!`)\4(?!`)", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"(?:^|(?<!another)[\s(;&`\"'])targman ((?:[a-z][a-z-]*(?= |$)|-)[^#;&|\n`]*)")
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")
FOREIGN = {
    "alignment.md": {"--halves", "--pair"},
    "coming.md": {"--keep"},
    "git.md": {"--global", "--theirs"},
    "measurements.md": {"--articles", "--faults", "--others", "--pair", "--sample"},
    "automation.md": {"--user"},
    "scaling.md": {"--host"},
    "publishing.md": {"--ink", "--line", "--link", "--mark", "--paper", "--quiet", "--sans", "--serif"},
}
"""Options of git, po4a, Dask and benchmarks that stand by themselves in the code of a page, and variables of styles."""


def options_of(command: click.Command) -> set[str]:
    """Return the options that a command takes, `-h` and `--help` included."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {name for each in command.get_params(context) for name in (*each.opts, *each.secondary_opts)}


def parts_of(group: click.Group) -> dict[str, click.Command]:
    """Return the commands of a group by name; a command is loaded when it is asked for."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def all_options(group: click.Group) -> set[str]:
    """Return the options of a group and of all commands below it."""
    found = options_of(group)
    for command in parts_of(group).values():
        found |= all_options(command) if isinstance(command, click.Group) else options_of(command)
    return found


KNOWN = all_options(main)


def slips(call: str) -> Iterator[str]:
    """Yield the command of a call and its options as far as the command line does not know them."""
    words = call.split()
    command: click.Command = main
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        name = words.pop(0).strip(".,:)")
        parts = parts_of(command)
        if name not in parts:
            if command is main:
                yield f"targman {name}"
            break
        command = parts[name]
    if command is main and words and not words[0].startswith("-"):
        return
    for option in OPTION.findall(" ".join(words)):
        if option not in options_of(command):
            yield f"targman {command.name} … {option}"


def wrong_commands(text: str) -> Iterator[str]:
    """Yield what the code of a page says that the command line does not know."""
    for found in CODE.finditer(text):
        for line in (found[3] or found[5]).splitlines():
            for call in CALL.findall(line):
                yield from slips(call)
            if found[5] and line.startswith("--"):
                yield from (option for option in OPTION.findall(line.split()[0]) if option not in KNOWN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_and_option_of_a_page_exists(page: Path) -> None:
    wrong = set(wrong_commands(page.read_text(encoding="utf-8")))
    assert wrong - FOREIGN.get(page.name, set()) == set()


def test_a_command_or_option_that_does_not_exist_is_noticed() -> None:
    page = """`targman synch`, `targman sync --langs`, `--no-such`, `git pull --no-rebase`, targman knows.

```
$ targman memory export --form hy x.tmx   # --comment
targman sync && targman merge --missing mark
git commit --amend
```
"""
    assert list(wrong_commands(page)) == [
        "targman synch",
        "targman sync … --langs",
        "--no-such",
        "targman export … --form",
    ]
