"""The English of code, help and docs: docstrings that name the thing or begin with a verb, and one word per concept.

A program cannot tell good English from bad. It can hold the few habits that this project broke with.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline"

QUESTIONS = re.compile(r"(?:What|Whether|How|So many|Which|Where|Why|Who|Whose)\b")
"""Beginnings of a docstring that answers a question nobody asked, instead of naming the thing."""

BETTER = {
    r"\bhouses?\b(?!\.(?:docx|odt)|-footer)": "publisher, newsroom",
    r"(?<!there )\bis no (?!longer\b|more\b|less\b)": "is not a, is not valid",
    r"\bat work\b": "running, working",
    r"\bso many\b": "this many, the number of",
    r"\bgrave\b": "severe; severity",
    r"\bwhatever\b": "any; every; regardless of",
    r"\bof which\b": "two sentences",
    r"\bby then\b": "when it happens",
    r"\bas long as nobody\b": "until somebody",
    r"\bbeyond doubt\b": "certain",
    r"\botherwise than\b": "different from",
    r"\bbelongs? into\b": "belong in",
    r"\bmend(?:s|ed|ing)?\b": "fix; repair is what check --fix does",
    r"\blook whether\b": "check whether",
    r"\bcarr(?:y|ied|ies) over\b|\bcarryover\b": "update: the room is catalog/update",
    r"\bfarewell\b|\blest\b|\bhitherto\b": "an everyday word",
}
"""Phrases that a native technical writer would not use here, or a second word for a concept, and what to write."""


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of modules, classes, functions, and of the names that are assigned to."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        heads = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for before, statement in zip([node if heads else None, *body], body, strict=False):
            follows = before is node or isinstance(before, ast.Assign | ast.AnnAssign)
            value = statement.value if follows and isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield statement.lineno, value.value.strip()


def habits(name: str, text: str) -> Iterator[str]:
    """Yield each phrase of BETTER that the text has, with its place and what to write instead."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, better in BETTER.items():
            for found in re.finditer(pattern, line, re.IGNORECASE):
                yield f"{name}:{number}: “{found[0]}”: write {better}"


def slips(path: Path) -> Iterator[str]:
    """Yield what is to be rewritten in a module."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    for line, docstring in docstrings(ast.parse(text)):
        if found := QUESTIONS.match(docstring):
            yield f"{name}:{line}: a docstring begins with “{found[0]}”: begin with a verb, or name the thing"
    yield from habits(name, text)


def test_the_code_names_things_and_has_one_word_per_concept() -> None:
    found = [slip for path in sorted(PACKAGE.rglob("*.py")) for slip in slips(path)]
    assert not found, "\n" + "\n".join(found)


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "docs" / "generate.py"]
EXAMPLES = re.compile(r"^\|.*$", re.MULTILINE)
"""The tables of docs/checks.md: sentences that somebody might write."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_docs_have_one_word_per_concept(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(habits(page.name, EXAMPLES.sub("", text) if page.name == "checks.md" else text))
    assert not found, "\n" + "\n".join(found)


def test_the_messages_have_one_word_per_concept() -> None:
    catalog = PACKAGE / "languages" / "en" / "messages.po"
    found = list(habits(catalog.name, catalog.read_text(encoding="utf-8")))
    assert not found, "\n" + "\n".join(found)


def commands(command: click.Command, name: str = "targman") -> Iterator[tuple[str, click.Command]]:
    """Yield a command and all below it, each with its name as it is typed."""
    yield name, command
    if isinstance(command, click.Group):
        for part in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), part)
            assert below is not None
            yield from commands(below, f"{name} {part}")


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_help_reads_as_that_of_click(name: str, command: click.Command) -> None:
    text = (command.help or "").strip()
    assert re.match(r"[A-Z]\w+[ ,]", text), f"{name}: begin with a verb"
    assert text.endswith("."), f"{name}: end with a full stop"
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            shown = option.help or ""
            assert re.fullmatch(r"[A-Z][^[\]]*\.", shown), f"{name} {option.opts[0]}: {shown!r}; brackets are click's"


def test_a_slip_is_found() -> None:
    module = ast.parse('"""What it is."""\nLIMIT = 3\n"""How many."""\n\ndef f():\n    """Whether."""\n')
    assert [(line, bool(QUESTIONS.match(text))) for line, text in docstrings(module)] == [
        (1, True), (3, True), (6, True),
    ]  # fmt: skip
    assert len(list(habits("x", "There is no such file.\nThis is no file of the house."))) == 2
