"""`targman glossary`: show, import, export and suggest terms."""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    LANGUAGE,
    articles_argument,
    find_workspace,
    format_option,
    select_articles,
    show_examples,
)
from pipeline.cli.streams import is_terminal
from pipeline.cli.terminal import (
    echo,
    format_count,
    hold_lock,
    print_document,
    print_errors,
    print_json,
    print_repairs,
    print_table,
    track,
)
from pipeline.errors import SettingsError
from pipeline.glossary.foreign import AmbiguousCellError
from pipeline.glossary.table import SEPARATOR
from pipeline.languages.tags import sort_codes
from pipeline.model import Term
from pipeline.workspace import glossary as terminology
from pipeline.workspace.contents import GLOSSARY

if TYPE_CHECKING:
    from pipeline.glossary.suggest import TermSuggestion

_SHOWN = 40
"""Number of suggestions shown on the terminal; the other formats have them all."""


@click.group("glossary", epilog=show_examples("glossary list", "glossary import terms.tbx"))
def command() -> None:
    """Manage the terms of your publication: locales/glossary.csv.

    targman sync shows translators the terms of a text, targman check finds translations without them.
    """


@command.command("list", epilog=show_examples("glossary list", "glossary list lake"))
@click.argument("words", nargs=-1, metavar="[WORD]...")
@format_option
def list_terms(words: Sequence[str], form: str) -> None:
    """Show all terms, or those that have all of the words.

    The exit status is 1 if there are none.
    """
    settings = find_workspace()
    glossary = terminology.load_glossary(settings)
    wanted = [word.casefold() for word in words]
    found = [term for term in glossary.terms if all(word in _searchable_text(term).casefold() for word in wanted)]
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(found, ()))
    elif found:
        others = (lang for term in found for lang in (*term.names, *term.forbidden))
        languages = sort_codes((*settings.editions, *others), settings.languages)
        print_table([*languages, "note"], [_row(term, languages) for term in found])
        echo(f"\n{format_count(len(found), 'term', 'terms')}.")
    else:
        echo(f"No such term in {GLOSSARY}.")
    click.get_current_context().exit(0 if found else 1)


def _searchable_text(term: Term) -> str:
    names = [name for by_language in (term.names, term.forbidden) for each in by_language.values() for name in each]
    return " ".join([*names, term.note])


def _row(term: Term, languages: Sequence[str]) -> list[str]:
    cells = [
        ", ".join((*term.names.get(lang, ()), *(f"✗ {name}" for name in term.forbidden.get(lang, ()))))
        for lang in languages
    ]
    return [*cells, "; ".join(filter(None, ["do not translate" if term.keep else "", term.note]))]


@command.command(
    "import", epilog=show_examples("glossary import terms.tbx", "glossary import terms.csv --from en --to hy")
)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "source_lang", type=LANGUAGE, help="Language of the first column, where no heading tells.")
@click.option("--to", "lang", type=LANGUAGE, help="Language of the second column.")
@click.option(
    "--separator",
    metavar="SIGN",
    help="Sign that divides several names in a cell, | as in the glossary if none is given.",
)
@format_option
def import_terms(file: Path, source_lang: str | None, lang: str | None, separator: str | None, form: str) -> None:
    """Add the terms of a TBX file, a table (CSV, OmegaT's list, Excel) or another glossary.

    The terms of the glossary stay as they are. Terms that contradict them are listed and left out, with exit status 1;
    so is told what is not understood. A table may have names of languages, codes or nothing as headings.
    """
    settings = find_workspace()
    languages = [code for code in (source_lang, lang) if code]
    if len(languages) == 1 or (languages and source_lang == lang):
        raise SettingsError("--from and --to go together, and are two languages.")
    with hold_lock(settings.root):
        try:
            result = terminology.import_terms(settings, file, languages, separator or "")
        except AmbiguousCellError as error:
            if not (sys.stdin.isatty() and is_terminal()):
                raise
            echo(str(error))
            divides = click.confirm("Does the semicolon divide names?")
            result = terminology.import_terms(settings, file, languages, ";" if divides else SEPARATOR)
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report([result], ()))
    else:
        echo(f"{format_count(len(result.new), 'term', 'terms')} added, {len(result.there)} there already.")
        for conflict in result.contradicting:
            echo(f"not added: {_names(conflict.term)}; the glossary has {_names(conflict.known)}")
        for remark in result.remarks:
            echo(f"{remark}.")
        print_repairs(file, result.repairs)
    click.get_current_context().exit(1 if result.contradicting else 0)


def _names(term: Term) -> str:
    return " / ".join(map(", ".join, term.names.values()))


@command.command(
    "export", epilog=show_examples("glossary export terms.tbx", "glossary export --format omegat --from en --to ru")
)
@click.argument("file", metavar="[FILE.tbx]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["tbx", "tbx-2019", "omegat"]),
    default="tbx",
    show_default=True,
    help="Write in this format; tbx is ISO 30042:2008, which most tools read.",
)
@click.option("--from", "source_lang", type=LANGUAGE, help="Export only terms that have this language.")
@click.option("--to", "lang", type=LANGUAGE, help="Export only terms that have this language.")
def export(file: Path | None, form: str, source_lang: str | None, lang: str | None) -> None:
    """Write the glossary as TBX, which terminology tools read, or as a list for OmegaT.

    Without FILE it goes to the terminal. With --from and --to, other languages are left out.
    """
    settings = find_workspace()
    languages = terminology.name_languages(settings, filter(None, (source_lang, lang)))
    if file is not None:
        terms = terminology.write_export(settings, file, form, languages)
        echo(f"{format_count(terms, 'term', 'terms')} written to {file}.")
        return
    for piece in terminology.export_terms(settings, form, languages):
        print_document(piece)


@command.command("suggest", epilog=show_examples("glossary suggest", "glossary suggest --format csv > more.csv"))
@articles_argument
@click.option(
    "--least",
    type=click.IntRange(min=2),
    default=3,
    show_default=True,
    help="Suggest what is in at least this many texts.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="Report in this format.",
)
def suggest(articles: Sequence[str], least: int, form: str) -> None:
    """Show names and abbreviations that articles use often and the glossary lacks, with their likely translations.

    Likely translations come from finished translations; the percentage is the share of the texts with the name that
    have them. --format csv makes rows for the glossary: check them, then add them to locales/glossary.csv.
    """
    from pipeline.glossary.suggest import suggest_terms  # noqa: PLC0415

    settings = find_workspace()
    glossary = terminology.load_glossary(settings)
    found = select_articles(settings, articles)
    texts, problems = terminology.load_translated_texts(settings, track(found, "Reading"))
    made = suggest_terms(texts, glossary, least=least, languages=settings.languages)
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(made, problems))
    else:
        if form == "csv":
            print_document(terminology.format_suggestions(settings, made).decode())
        else:
            _show(made, settings.languages)
        print_errors(problems)
    click.get_current_context().exit(1 if problems else 0)


def _show(made: "Sequence[TermSuggestion]", languages: Sequence[str]) -> None:
    if not made:
        echo("Nothing that is frequent is missing.")
        return
    there = sort_codes((*languages, *(lang for item in made for lang in (item.lang, *item.translations))), languages)
    rows = [tuple(_cells(item, there)) for item in made[:_SHOWN]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) <= shutil.get_terminal_size().columns:
        print_table(["texts", "in", *there], rows, right=[0])
    else:
        for item, row in zip(made, rows, strict=False):
            _show_stacked(item, dict(zip(there, row[2:], strict=True)))
    more = len(made) - _SHOWN
    if more > 0:
        echo(f"… and {more:,} more; --format csv shows them all.")


def _show_stacked(item: "TermSuggestion", cells: Mapping[str, str]) -> None:
    """Show a suggestion on a narrow terminal: the languages one under the other."""
    echo(f"{click.style(item.name, bold=True)}  {item.lang}, {format_count(item.count, 'text', 'texts')}")
    for lang, cell in cells.items():
        if lang != item.lang and cell:
            echo(f"    {lang}  {cell}")


def _cells(item: "TermSuggestion", languages: Sequence[str]) -> Iterator[str]:
    yield f"{item.count:,}"
    yield item.lang
    for lang in languages:
        if lang == item.lang:
            yield item.name
        else:
            likely = item.translations.get(lang, ())
            yield ", ".join(f"{translation.name} {translation.share:.0%}" for translation in likely)
