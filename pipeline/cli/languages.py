"""`targman languages`."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import LANGUAGE, NewLanguageCode, find_workspace, format_option, show_examples
from pipeline.cli.terminal import echo, format_count, print_error, print_json, print_table
from pipeline.errors import NoWorkspaceError, SettingsError
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.workspace.packs import DescribedLanguage

_HAS, _UNREVIEWED, _LACKS = "✓", "~", "–"


@click.group("languages", invoke_without_command=True, epilog=show_examples("languages", "languages new ka"))
@format_option
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """Show which languages have a pack, and what each one knows.

    Any language of the Unicode CLDR can be an edition: write its code (ka, pt-BR, sr-Latn) into "editions" of the
    settings. What its pack lacks, Targman does without. "new" begins a pack for a language, "check" tries one.
    """
    if context.invoked_subcommand:
        return
    from pipeline.workspace.packs import describe_languages  # noqa: PLC0415  heavy

    found = describe_languages(_settings())
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(found, ()))
    else:
        _show(found)


def _settings() -> Settings | None:
    """Return the settings of the workspace around the current folder, if there is one."""
    try:
        return find_workspace()
    except NoWorkspaceError:
        return None


def _show(found: "Sequence[DescribedLanguage]") -> None:
    from pipeline.workspace.packs import PARTS  # noqa: PLC0415

    names = [
        (each.code, each.language, each.native_name, ", ".join(each.packs_from) or _source(each)) for each in found
    ]
    print_table(("Code", "Language", "Its own name", "Pack from"), names)
    echo()
    rows = [(heading, *(_tick(each, part) for each in found)) for part, (_, heading, _) in PARTS.items()]
    print_table(("Knows", *(each.code for each in found)), rows)
    if any(_tick(each, "wording") == _UNREVIEWED for each in found):
        echo(f"\n{_UNREVIEWED} no native speaker has read these words yet.")
    lacking = {part: [each.code for each in found if part not in each.known_parts] for part in PARTS}
    if any(lacking.values()):
        echo("\nWithout a part:")
        for part, codes in lacking.items():
            if codes:
                echo(f"  {PARTS[part][1]} ({', '.join(codes)}): {PARTS[part][2]}.")


def _source(language: "DescribedLanguage") -> str:
    return f"that of {language.based_on}" if language.based_on else "none, only the Unicode CLDR"


def _tick(language: "DescribedLanguage", part: str) -> str:
    if part not in language.known_parts:
        return _LACKS
    return _HAS if part != "wording" or language.words_reviewed else _UNREVIEWED


@command.command("new", epilog=show_examples("languages new ka"))
@click.argument("code", metavar="CODE", type=NewLanguageCode())
def new(code: str) -> None:
    """Write the skeleton of a pack into languages/CODE/, with what the Unicode CLDR knows filled in.

    The files say what belongs in them. For a language that Targman has a pack of, only what you switch on there
    replaces the pack's. Then try it with "targman languages check CODE".
    """
    from pipeline.workspace.packs.skeleton import new_pack  # noqa: PLC0415  heavy

    for path in new_pack(find_workspace(), code):
        echo(f"wrote {path}")
    echo(f"\nNow complete these files, and try them with: targman languages check {code}")


@command.command("check", epilog=show_examples("languages check hy"))
@click.argument("code", metavar="CODE", type=LANGUAGE)
@format_option
def check(code: str, form: str) -> None:
    """Try a pack: read its files, run the cases of its samples.toml, and say what it lacks.

    The exit status is 1 if a file is wrong or a case comes out otherwise.
    """
    from pipeline.languages import load  # noqa: PLC0415
    from pipeline.workspace.packs import PARTS  # noqa: PLC0415  heavy
    from pipeline.workspace.packs.trial import try_pack  # noqa: PLC0415

    with suppress(SettingsError):  # what is wrong in a pack is said below
        find_workspace()
    trial, problems = try_pack(load(code))
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report([trial], problems))
        click.get_current_context().exit(1 if problems else 0)
    for problem in problems:
        print_error(problem)
    if problems and not trial.cases:
        echo(f"{format_count(len(problems), 'problem', 'problems')}; the cases are tried when the files are right.")
    else:
        tried, wrong = format_count(trial.cases, "case", "cases"), format_count(len(problems), "problem", "problems")
        echo(f"{tried} tried, {wrong}.")
    for part in trial.missing_parts:
        file, _, without = PARTS[part]
        what = f"nothing is switched on in {file}" if load(code).data(file) else f"no {file}"
        echo(f"  {what}: {without}")
    for name, settings in trial.missing_settings.items():
        echo(f"  {name} says nothing about: {', '.join(settings)}")
    if 0 < trial.messages < trial.all_messages:
        echo(f"  messages.po has {trial.messages} of {trial.all_messages} words; the others are in English")
    click.get_current_context().exit(1 if problems else 0)
