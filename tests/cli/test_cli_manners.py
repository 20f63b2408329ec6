"""What makes a command pleasant: help with examples, guesses, the next step, completion by the Tab key."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import Workspace

from pipeline.cli import main

MakeWorkspace = Callable[..., Workspace]
ROOT = Path(__file__).parents[2]


def commands(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        yield below.command_path, command
        if isinstance(command, click.Group):
            yield from commands(command, below)


COMMANDS = dict(commands(main, click.Context(main, info_name="targman", help_option_names=["-h", "--help"])))


def examples(command: click.Command) -> list[str]:
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]


def parse(words: list[str]) -> str:
    """The path of the command that is called with these words. Raises click's errors for what it cannot take."""
    context = click.Context(main, info_name="targman", help_option_names=["-h", "--help"])
    while words and isinstance(context.command, click.Group):
        name, command, words = context.command.resolve_command(context, words)
        assert command is not None
        context = command.make_context(name, words, parent=context)
        words = [*context._protected_args, *context.args] if isinstance(command, click.Group) else []  # noqa: SLF001
    return context.command_path


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_examples_and_they_are_right(path: str, workspace: MakeWorkspace) -> None:
    place = workspace()
    for name in ("package-ru.zip", "lecture.docx", "page.html", "terms.tbx", "terms.csv", "agency.tmx", "old.po"):
        place.write(name, "")
    for name in ("%O", "%A", "%B"):
        place.write(name, "")
    shown = examples(COMMANDS[path])
    assert shown
    for line in shown:
        words = shlex.split(line.partition(" <")[0].partition(" >")[0])
        assert words[0] == "targman"
        assert parse(words[1:]).startswith(path), line
    assert all(line in CliRunner().invoke(main, [*path.split()[1:], "--help"]).stdout for line in shown)


def test_help_is_a_command_too() -> None:
    run = CliRunner().invoke
    assert run(main, ["help"]).stdout == run(main, ["--help"]).stdout
    shown = run(main, ["help", "memory", "search"]).stdout
    assert shown.partition("\n")[0].endswith(" memory search [OPTIONS] WORD...")
    assert "Did you mean 'search'?" in run(main, ["help", "memory", "serch"]).stderr
    assert "has no commands of its own" in run(main, ["help", "sync", "now"]).stderr


def test_the_version_has_a_short_option() -> None:
    assert CliRunner().invoke(main, ["-V"]).stdout == CliRunner().invoke(main, ["--version"]).stdout


@pytest.mark.parametrize(
    ("words", "guess"),
    [
        (["status", "--langs", "ru"], "--lang"),
        (["status", "--lng", "ru"], "--lang"),
        (["merge", "--complte", "1"], "--complete"),
        (["export", "--out", "x"], "--output"),
        (["sync", "--langs", "ru"], ""),
        (["sync", "--zzz"], ""),
    ],
)
def test_a_wrong_option_is_guessed_only_where_one_is_like_it(words: list[str], guess: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert ("Did you mean" in result.stderr) == bool(guess)
    assert f"Did you mean '{guess}'?" in result.stderr or not guess


def test_alone_it_says_what_comes_next(workspace: MakeWorkspace) -> None:
    place = workspace()
    assert "targman import FILE" in place.run().stdout
    place.write("articles/lake.md", "The lake fell.\n")
    assert "3 catalogs are not up to date" in place.run().stdout
    before = place.snapshot()
    shown = place.run().stdout
    assert "targman sync" in shown
    assert "targman merge" not in shown
    assert place.snapshot() == before
    place.run("sync")
    shown = place.run().stdout
    assert "3 are missing or stale" in shown
    assert "Russian: 3 words to do in locales/ru/articles/lake.po" in shown
    place.run("merge")
    shown = place.run().stdout
    assert "targman merge" not in shown
    assert "targman export" in shown


def test_alone_it_tells_of_an_article_that_cannot_be_read(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/lake.md", "---\nlang: klingon\n---\nThe lake fell.\n")
    assert "articles/lake.md" in place.run(exit_code=1).stderr


def test_alone_outside_of_a_workspace_it_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 0
    assert "targman init" in result.stdout


STARTER = "from pipeline.__main__ import run\nrun()\n"


def complete(words: str, **more: str) -> list[str]:
    """What bash is offered at the end of a line."""
    count = len(shlex.split(words)) - (not words.endswith(" "))
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(count), "_TARGMAN_COMPLETE": "bash_complete"} | more
    result = CliRunner().invoke(main, [], prog_name="targman", env=asked)
    return [line.rpartition(",plain")[0] or line.removeprefix("plain,") for line in result.stdout.split()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("targman st", ["status"]),
        ("targman memory s", ["search"]),
        ("targman sync ", ["lake", "river"]),
        ("targman check r", ["river"]),
        ("targman status --lang ", ["hy", "en", "ru"]),
        ("targman status --lang hy,", ["hy,en", "hy,ru"]),
        ("targman send r", ["ru"]),
        ("targman sync --dry", ["--dry-run"]),
        ("targman config set miss", ["missing"]),
        ("targman config set missing ", ["source", "mark", "omit", "fail"]),
        ("targman config set link_targets t", ["true"]),
        ("targman docs troub", ["troubleshooting"]),
        ("targman docs hy/tu", ["hy/tutorial"]),
        ("targman explain numbers-m", ["numbers-missing"]),
        ("targman help lang", ["languages"]),
    ],
)
def test_the_tab_key_completes_commands_articles_and_languages(
    workspace: MakeWorkspace, line: str, offered: list[str]
) -> None:
    place = workspace()
    place.write("articles/lake.md", "A lake.\n")
    place.write("articles/2024/river.md", "A river.\n")
    assert complete(line) == offered


def test_the_tab_key_says_nothing_of_faults(workspace: MakeWorkspace) -> None:
    workspace("editions = 3\n")
    assert complete("targman sync ") == []
    assert complete("targman status --lang ") == []


def test_powershell_is_completed_too(workspace: MakeWorkspace) -> None:
    workspace().write("articles/lake.md", "A lake.\n")
    for typed, words, offered in (
        ("", "targman\nstatus\n--lang", ["hy", "en", "ru"]),
        ("la", "targman\nsync\nla", ["lake"]),
        ("stat", "targman\nstat", ["status"]),
    ):
        env = {"_TARGMAN_COMPLETE": "powershell_complete", "COMP_WORDS": words, "COMP_WORD": typed}
        shown = CliRunner().invoke(main, [], prog_name="targman", env=env).stdout
        assert [line.partition("\t")[0] for line in shown.splitlines()] == offered


@pytest.mark.parametrize(
    ("shell", "profile"),
    [
        ("bash", ".bashrc"),
        ("zsh", ".zshrc"),
        ("fish", ""),
        ("powershell", ".config/powershell/Microsoft.PowerShell_profile.ps1"),
    ],
)
def test_completion_is_installed_once_and_the_profile_keeps_what_it_had(
    shell: str, profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt" and shell == "powershell":
        profile = "Documents/PowerShell/Microsoft.PowerShell_profile.ps1"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    own = tmp_path / (profile or "none")
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(b"alias ll='ls -l'")
    first = CliRunner().invoke(main, ["completion", "install", shell])
    assert first.exit_code == 0, first.output
    after = own.read_bytes()
    assert after.startswith(b"alias ll='ls -l'")
    assert (b"completion" in after) == bool(profile)
    second = CliRunner().invoke(main, ["completion", "install", shell])
    assert second.exit_code == 0
    assert own.read_bytes() == after
    script = Path(first.stdout.split("\n")[0].removeprefix("wrote "))
    assert "targman" in script.read_text("utf-8")
    assert script.read_text("utf-8") == CliRunner().invoke(main, ["completion", "show", shell]).stdout


@pytest.mark.parametrize(
    ("shell", "asked", "offered"),
    [
        (
            "bash",
            'COMP_WORDS=(targman status --lang hy,); COMP_CWORD=3; _targman_completion targman; echo "${COMPREPLY[@]}"',
            "hy,en hy,ru",
        ),
        ("zsh", "echo $+_comps[targman] $_comps[targman]", "1 _targman_completion"),
        ("fish", "complete --do-complete 'targman status --lang hy,' | string join ' '", "hy,en hy,ru"),
    ],
)
def test_the_script_works_in_a_shell_that_has_no_settings_yet(
    workspace: MakeWorkspace, shell: str, asked: str, offered: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    place = workspace()
    place.write("bin/targman", f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{STARTER}")
    (place.root / "bin/targman").chmod(0o755)
    script = CliRunner().invoke(main, ["completion", "show", shell]).stdout
    place.write("script", script)
    bare = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    env = os.environ | {"PATH": f"{place.root / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(place.root)}
    done = subprocess.run(
        [shell, *bare, "-c", f". ./script\n{asked}"],
        cwd=place.root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (offered.split(), "")


def test_a_shell_that_cannot_be_completed_in_is_named() -> None:
    result = CliRunner().invoke(main, ["completion", "install"], env={"SHELL": "/bin/tcsh"})
    assert result.exit_code == 2
    assert "tcsh" in result.stderr


def test_usage_errors_name_the_command_however_it_was_started(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "sync", "--nonsense"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert ended.stderr.startswith("Usage: targman sync ")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for one process")
def test_ctrl_c_while_it_starts_ends_it_without_a_traceback(tmp_path: Path) -> None:
    """An import that never ends stands for a slow disk."""
    (tmp_path / "click.py").write_text("print('loading', flush=True)\nimport time\ntime.sleep(60)\n", encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "sync"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "loading\n"
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert said == ""
    assert started.returncode == 130
