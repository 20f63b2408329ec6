"""`targman completion`: the Tab key completes commands, options, articles and languages in four shells."""

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from pipeline.cli.options import show_examples
from pipeline.cli.terminal import echo
from pipeline.errors import FileError, SettingsError
from pipeline.workspace import files

_VARIABLE = "_TARGMAN_COMPLETE"
_SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName targman -ScriptBlock {
    param($word, $ast, $cursor)
    $env:COMP_WORDS = ($ast.CommandElements | ForEach-Object { $_.Extent.Text }) -join "`n"
    $env:COMP_WORD = $word
    $env:%(complete_var)s = "powershell_complete"
    try {
        targman | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            $shown = if ($value -match "[\\s']") { "'" + $value.Replace("'", "''") + "'" } else { $value }
            $told = if ($help) { $help } else { $value }
            [System.Management.Automation.CompletionResult]::new($shown, $value, 'ParameterValue', $told)
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_WORD
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click lacks: the words come in one variable, a line each."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one at the cursor, and that one."""
        words = [word.strip("'\"") for word in os.environ.get("COMP_WORDS", "").split("\n")[1:]]
        incomplete = os.environ.get("COMP_WORD", "").strip("'\"")
        return words[:-1] if incomplete else words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line: the word, and what it is, after a tab."""
        return f"{item.value}\t{item.help or ''}"


def add_powershell() -> None:
    """Make PowerShell one of the shells that click can complete in."""
    add_completion_class(PowerShellComplete)


@click.group("completion", epilog=show_examples("completion install", "completion show fish > targman.fish"))
def command() -> None:
    """Complete commands, options, articles and languages with the Tab key, in bash, zsh, fish or PowerShell."""


@command.command("install", epilog=show_examples("completion install", "completion install zsh"))
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
def install(shell: str | None) -> None:
    """Switch completion on for SHELL, or for the one that is in use.

    The script goes to the folder of your own data. One line is added to ~/.bashrc, ~/.zshrc or the profile of
    PowerShell that reads it; fish finds it by itself. A second run only brings the script up to date.
    """
    chosen = shell or _detect_shell()
    script, profile = _find_places(chosen)
    try:
        script.parent.mkdir(parents=True, exist_ok=True)
        files.write_anywhere(script, [_make_script(chosen)])
        echo(f"wrote {script}")
        if profile is not None:
            _add_line(profile, f'. "{script}"')
    except OSError as error:
        raise FileError(f"cannot be written: {error.strerror}", path=str(error.filename or script)) from error
    echo("Open a new terminal, type targman, a space, and press the Tab key.")


@command.command("show", epilog=show_examples("completion show fish > targman.fish"))
@click.argument("shell", type=click.Choice(_SHELLS))
def show(shell: str) -> None:
    """Print the script for SHELL, to be put where you want it."""
    click.echo(_make_script(shell), nl=False)


def _make_script(shell: str) -> str:
    add_powershell()
    found = get_completion_class(shell)
    if found is None:
        raise SettingsError(f"“{shell}” cannot be completed in. There are {', '.join(_SHELLS)}.")
    made = found(click.Group(), {}, "targman", _VARIABLE)
    script = (made.source_template % made.source_vars()).strip() + "\n"
    return _repair_fish(script) if shell == "fish" else _start_zsh(script) if shell == "zsh" else script


def _start_zsh(script: str) -> str:
    """Return click's script with a line that switches completion on, which a new .zshrc does not."""
    head, _, rest = script.partition("\n")  # the head is for those who put the script into a folder of fpath
    return f"{head}\n\n(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit -i; }}\n{rest}"


def _repair_fish(script: str) -> str:
    """Return click's script without its fault: it cuts words at commas, such as "hy,en", and what explains options."""
    return script.replace('(string split "," ', '(string split --max 1 "," ')


def _detect_shell() -> str:
    """Return the shell in use, by SHELL; PowerShell where that is not set. Raises SettingsError for another one."""
    name = Path(os.environ.get("SHELL", "powershell")).stem.lower()
    name = {"pwsh": "powershell"}.get(name, name)
    if name not in _SHELLS:
        raise SettingsError(f"your shell seems to be {name}. Name one: targman completion install bash (or zsh, …).")
    return name


def _find_places(shell: str) -> tuple[Path, Path | None]:
    """Return the path of the script, and the file that reads it when a shell starts, if it needs that."""
    home = Path.home()
    config, data = (
        Path(os.environ.get(name) or home / usual)
        for name, usual in (("XDG_CONFIG_HOME", ".config"), ("XDG_DATA_HOME", ".local/share"))
    )
    if shell == "fish":
        return config / "fish" / "completions" / "targman.fish", None
    folder = data / "targman"
    if shell == "powershell":
        documents = home / "Documents" / "PowerShell" if os.name == "nt" else config / "powershell"
        return folder / "completion.ps1", documents / "Microsoft.PowerShell_profile.ps1"
    return folder / f"completion.{shell}", home / f".{shell}rc"


def _add_line(profile: Path, line: str) -> None:
    """Add a line to the end of a file unless it is there; all else stays as it is."""
    try:
        before = profile.read_bytes()
    except FileNotFoundError:
        before = b""
    if line.encode() in before.splitlines():
        return
    profile.parent.mkdir(parents=True, exist_ok=True)
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    with profile.open("ab") as file:
        file.write(gap + line.encode() + b"\n")
    echo(f"added to {profile}: {line}")
