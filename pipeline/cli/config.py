"""`targman config`: the settings in force, where each comes from, and a change of one."""

import json
import os
from collections.abc import Iterator

import click

from pipeline.cli.options import find_workspace, make_format_option, show_examples
from pipeline.cli.terminal import echo, hold_lock, print_json, print_table
from pipeline.frozen import dataclass
from pipeline.workspace.settings import Settings, find_file, read_table, settings_table
from pipeline.workspace.settings.change import set_setting
from pipeline.workspace.settings.specs import default_of, format_value, list_specs, make_schema
from pipeline.workspace.settings.toml_edit import find_line

_PREFIX = "TARGMAN_"
_SECRET = ("KEY", "TOKEN", "SECRET", "PASSWORD")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInForce:
    """A setting and its `value` as TOML, empty if there is none. `origin` is default, detected, environment, or the
    file with the line that it is at. The `option` of a command replaces it for one run.
    """

    name: str
    value: str
    origin: str
    option: str = ""


@click.group(
    "config",
    invoke_without_command=True,
    epilog=show_examples("config", "config set missing mark", "config set checks.numbers hint"),
)
@make_format_option("--format")
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """Show the settings in force and where each comes from: a file with its line, the environment, or the default.

    Options of commands, such as "merge --fuzzy", come before them for one run; the table names those.
    """
    if context.invoked_subcommand is not None:
        return
    found = list_settings(find_workspace(), os.environ)
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(found, ()))
        return
    rows = [(item.name, item.value or "–", item.origin, item.option or "–") for item in found]
    print_table(("Setting", "Value", "From", "Option"), rows)


def list_settings(settings: Settings, environ: "os._Environ[str] | dict[str, str]") -> tuple[SettingInForce, ...]:
    """List the settings in force in a workspace, and what the environment says."""
    path = find_file(settings)
    table = read_table(path) or {}
    text, place = path.read_bytes().decode("utf-8-sig"), os.path.relpath(path)
    found = []
    for spec in list_specs():
        value, origin = default_of(spec.name), "default"
        if spec.name in table:
            line = find_line(text, (*settings_table(path), spec.name))
            value, origin = table[spec.name], f"{place}:{line}" if line else place
        elif spec.name == "dialects" and settings.dialects:
            value, origin = list(settings.dialects), "detected"
        shown = "" if value in (None, "", []) else format_value(value)
        found.append(SettingInForce(name=spec.name, value=shown, origin=origin, option=spec.option))
    return (*found, *_list_environment(environ))


def _list_environment(environ: "os._Environ[str] | dict[str, str]") -> Iterator[SettingInForce]:
    """Yield the variables that Targman reads; secrets are not shown."""
    for name, value in sorted(environ.items()):
        if name.startswith(_PREFIX):
            shown = "***" if any(word in name for word in _SECRET) else value
            yield SettingInForce(name=name, value=shown, origin="environment")


@command.command("set", epilog=show_examples("config set missing mark", "config set editions hy,en,ru"))
@click.argument("key", shell_complete=lambda _context, _option, word: _complete_key(word))
@click.argument("value", shell_complete=lambda context, _option, word: _complete_value(context, word))
def set_command(key: str, value: str) -> None:
    """Set KEY to VALUE in the settings file. Everything else in it stays, comments too.

    VALUE is TOML, a word, or words with commas for a list. KEY may go into a table: checks.numbers, rates.new.
    """
    settings = find_workspace()
    with hold_lock(settings.root):
        made = set_setting(settings, key, value)
    echo(f"{os.path.relpath(made.path)}:{made.line}: {key} = {made.value}{'' if made.written else ', as before'}")


def _complete_key(word: str) -> list[str]:
    return [spec.name for spec in list_specs() if spec.name.startswith(word)]


def _complete_value(context: click.Context, word: str) -> list[str]:
    """Return the values of a setting that has only a few."""
    schema = next((spec.schema for spec in list_specs() if spec.name == context.params.get("key")), {})
    values = ["true", "false"] if schema.get("type") == "boolean" else schema.get("enum", [])
    return [value for value in values if value.startswith(word)]


@command.command("schema", epilog=show_examples("config schema > targman.schema.json"))
def schema() -> None:
    """Print the JSON schema of targman.toml, by which editors complete and check it.

    Taplo and the TOML extensions of editors read it where "#:schema ./targman.schema.json" is the first line of the
    settings.
    """
    print_json(json.dumps(make_schema(), ensure_ascii=False, indent=2))
