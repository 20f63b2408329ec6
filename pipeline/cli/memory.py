"""`targman memory`: search, import and export translations made before."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from pipeline.cli.options import LANGUAGE, find_workspace, format_option, show_examples
from pipeline.cli.terminal import (
    echo,
    format_count,
    hold_lock,
    language_name,
    print_columns,
    print_document,
    print_json,
    print_repairs,
    progress_bar,
)
from pipeline.errors import SettingsError
from pipeline.workspace.index import open_index
from pipeline.workspace.memory import io
from pipeline.workspace.memory.io import MemorySearchResult

_ORIGINS = 3


@click.group("memory", epilog=show_examples("memory search lake level", "memory import agency.tmx"))
def command() -> None:
    """Search, import and export earlier translations.

    The memory holds every finished translation of every article, and what was imported. targman sync keeps it up to
    date and offers translations from it. If it is deleted, it is made again.
    """


@command.command("rebuild", epilog=show_examples("memory rebuild"))
def rebuild() -> None:
    """Rebuild the memory from all catalogs and imported files.

    This is rarely necessary, for targman sync keeps the memory up to date. Nothing is lost.
    """
    settings = find_workspace()
    with hold_lock(settings.root), open_index(settings) as index:
        units, origins, notices = io.rebuild(settings, index, partial(progress_bar, what="Fetching"))
    texts = format_count(units, "text with translations", "texts with translations")
    echo(f"{texts} out of {format_count(origins, 'article or file', 'articles and files')}.")
    for notice in notices:
        echo(notice)


@command.command("prepare", epilog=show_examples("memory prepare"))
def prepare() -> None:
    """Make the tables of a shared memory on its server.

    The server is the one of memory_server in the settings, or of TARGMAN_MEMORY_SERVER. The owner of the database runs
    this once, and again if a newer Targman asks for it. Nothing is lost.
    """
    from pipeline.workspace.memory.connection import prepare as prepare_server  # noqa: PLC0415

    before, after = prepare_server(find_workspace())
    if before == after:
        echo(f"The tables are there, in version {after}.")
    else:
        echo(f"The tables are in version {after} now." if before else f"The tables were made, in version {after}.")


@command.command("import", epilog=show_examples("memory import agency.tmx", "memory import old.po --from en --to ru"))
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "source_lang", type=LANGUAGE, help="Language of the msgid in a PO file.")
@click.option("--to", "lang", type=LANGUAGE, help="Language of the translations in a PO file.")
def import_file(file: Path, source_lang: str | None, lang: str | None) -> None:
    """Add the translations in a TMX or PO file.

    They are kept in locales/memory/, so that the memory can be made again and colleagues get them too. The next targman
    sync offers them to texts that are not translated yet. The languages of a PO file are those of its header, unless
    --from and --to name others; its entries that are fuzzy, obsolete or untranslated are left out, and counted. So are
    texts of a TMX file without a translation; characters that XML forbids are left out, and told.
    """
    settings = find_workspace()
    with hold_lock(settings.root), open_index(settings) as index:
        imported = io.import_file(settings, index, file, source_lang, lang)
    units = format_count(imported.units, "text with translations", "texts with translations")
    echo(f"{units} in {imported.path}.")
    counts = {name.replace("_", " "): count for name, count in asdict(imported.left_out).items() if count}
    if counts:
        echo(f"Left out: {', '.join(f'{count:,} {name}' for name, count in counts.items())}.")
    print_repairs(file, imported.repairs)


@command.command("export", epilog=show_examples("memory export memory.tmx", "memory export --from en --to hy ours.tmx"))
@click.argument("file", metavar="[FILE.tmx]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "source_lang", type=LANGUAGE, help="Export only texts that exist in this language.")
@click.option("--to", "lang", type=LANGUAGE, help="Export only texts that exist in this language.")
def export(file: Path | None, source_lang: str | None, lang: str | None) -> None:
    """Write the memory as TMX 1.4b, which other translation tools read.

    Without FILE it goes to the terminal. With both --from and --to, other languages are left out. The file's source
    language is that of --from, else the workspace's own; a text that was written in another one says so.
    """
    settings = find_workspace()
    if source_lang and source_lang == lang:
        raise SettingsError(f"--from and --to are both “{lang}”. Give two different languages.")
    with open_index(settings) as index:
        io.refresh(settings, index)
    if file is not None:
        units = io.write_export(settings, file, source_lang or "", lang or "")
        echo(f"{format_count(units, 'text with translations', 'texts with translations')} written to {file}.")
        return
    for piece in io.export_tmx(settings, source_lang or "", lang or ""):
        print_document(piece)


@command.command(
    "search",
    epilog=show_examples("memory search lake level", "memory search озеро --lang ru", "memory search lake --earlier"),
)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--lang", "languages", multiple=True, type=LANGUAGE, help="Search only texts in this language.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most this many texts."
)
@click.option("--earlier", is_flag=True, help="Search texts that no workspace has any longer, on the memory server.")
@format_option
def search(words: Sequence[str], languages: Sequence[str], limit: int, form: str, *, earlier: bool) -> None:
    """Show where words were used and how they were translated.

    A text is found if it has all of the words, or words that begin like them, in any order. The exit status is 1 if no
    text is found.
    """
    settings = find_workspace()
    asked = " ".join(words)
    if earlier:
        found, searched = io.search_earlier(settings, asked, languages, limit)
    else:
        with open_index(settings) as index:
            io.refresh(settings, index)
        found, searched = io.search(settings, asked, languages, limit)
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(found, ()))
    elif found:
        _show(found, asked, searched)
    else:
        echo(f"Nothing in the memory has “{asked}”.")
    click.get_current_context().exit(0 if found else 1)


def _show(found: Sequence[MemorySearchResult], asked: str, languages: Sequence[str]) -> None:
    from pipeline.memory.similarity import split_words  # noqa: PLC0415

    highlight = partial(_highlight, split_words(asked))
    for item in found:
        echo(click.style(_heading(item), dim=True))
        order = sorted(item.texts, key=lambda lang: lang != item.source_lang)
        print_columns([(lang, item.texts[lang], highlight if lang in languages else str) for lang in order])
        echo()
    echo(format_count(len(found), "text", "texts") + ".")


def _heading(item: MemorySearchResult) -> str:
    who = [f"{language_name(lang)}: {name}" for lang, name in item.translators.items()]
    more = len(item.origins) - _ORIGINS
    origins = ", ".join(item.origins[:_ORIGINS]) + (f" and {more} more" if more > 0 else "")
    when = [f"{item.since} – {item.until}"] if item.until else []
    return "  ".join([origins, *who, *when])


def _highlight(words: Sequence[str], text: str) -> str:
    """Return the text with the words that were searched for in colour."""
    from pipeline.memory.similarity import mark_words  # noqa: PLC0415

    return "".join(
        click.style(part, fg="yellow", bold=True) if is_found else part for part, is_found in mark_words(text, words)
    )
