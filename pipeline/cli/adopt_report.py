"""How `targman adopt` reports on a terminal: what was taken over, and what an editor should look at."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.terminal import echo, format_count, print_table
from pipeline.cli.word_diff import format_diff

if TYPE_CHECKING:
    from pipeline.adopt.adoption import AdoptionReport, ReportedPassage
    from pipeline.diff import DiffPart

_MOST = 10
_FIRST = 70
_AROUND = 24


def show_one(item: "AdoptionReport", *, dry_run: bool) -> None:
    """All about one article, the first few of each kind of thing."""
    what = ("would be written" if dry_run else "written") if item.written else "unchanged"
    echo(f"{click.style(item.path, bold=True)} {what}, from {item.translation}")
    counts = [f"{item.sure:,} translated", f"{len(item.unsure):,} fuzzy"]
    counts += [f"{item.same:,} were so already"] if item.same else []
    counts += [f"{len(item.empty):,} without a translation", f"{len(item.left_over):,} left over"]
    echo(f"  {', '.join(counts)}")
    for remark in item.remarks:
        echo(f"  Note: {remark}")
    _list("Parts that stand elsewhere or are in one text only", map(_part, item.parts))
    _list(
        "Fuzzy, to be looked at",
        (f"{_at(each.line)}{each.reason}: {_first(each.source)}" for each in item.unsure),
    )
    _list("Texts of the article without a counterpart", (f"{_at(each.line)}{_first(each.text)}" for each in item.empty))
    _list("Left over of the translation", (f"{_at(each.line)}{_first(each.text)}" for each in item.left_over))
    _list(
        "Kept as they are in the catalog, though published otherwise",
        (f"{_at(each.line)}{_first(each.published)}" for each in item.kept),
    )
    _list(
        "Translated in two ways, and only one can be in the catalog; the other one",
        (f"{_at(each.line)}{_first(each.published)}" for each in item.conflicts),
    )
    _list(
        "The edition differs from what was published",
        (f"{_at(each.line)}{_changes(each.words)}" for each in item.differences),
    )
    if not item.differences:
        echo("  The edition says what was published, word for word.")
    if item.review:
        echo(f"  Both texts side by side: {item.review}")


def show_all(done: Sequence["AdoptionReport"], *, dry_run: bool) -> None:
    """A line for each catalog."""
    if done:
        headings = ("Translated", "Fuzzy", "Empty", "Left over", "Kept", "Differences", "Catalog")
        print_table(headings, [_row(item) for item in done], right=range(6))
        echo()
    written = sum(item.written for item in done)
    told = "would be written" if dry_run else "written"
    translations, catalogs = (
        format_count(len(done), "translation", "translations"),
        format_count(written, "catalog", "catalogs"),
    )
    echo(f"{translations}: {catalogs} {told}.")


def _row(item: "AdoptionReport") -> tuple[str, ...]:
    counts = (
        item.sure + item.same,
        len(item.unsure),
        len(item.empty),
        len(item.left_over),
        len(item.kept) + len(item.conflicts),
        len(item.differences),
    )
    return (*(f"{count:,}" if count else "–" for count in counts), item.path)


def _list(title: str, lines: Iterable[str]) -> None:
    every = list(lines)
    if not every:
        return
    echo(f"  {title}:")
    for line in every[:_MOST]:
        echo(f"    {line}")
    if len(every) > _MOST:
        echo(f"    … and {len(every) - _MOST:,} more: --format json lists all, --review shows them")


def _at(line: int) -> str:
    return f"line {line}: " if line else ""


def _first(text: str) -> str:
    return text if len(text) <= _FIRST else f"{text[:_FIRST].rstrip()}…"


def _part(part: "ReportedPassage") -> str:
    count = format_count(part.sentences, "sentence", "sentences")
    if part.what == "moved":
        where = f"from line {part.published_line} of the translation" if part.published_line else "moved"
        return f"line {part.line}: {count} {where}: {part.text}"
    if part.what == "perhaps moved":
        where = f" → line {part.published_line}" if part.published_line else ""
        return f"line {part.line}{where}: {count} may have moved: {part.text}"
    if part.what == "missing":
        return f"line {part.line}: {count} not in the translation: {part.text}"
    return f"{_at(part.published_line)}{count} in the translation only: {part.text}"


def _changes(words: Sequence["DiffPart"]) -> str:
    """Format a difference in a line: published words `[-…-]`, those of the edition `{+…+}`, and a few around."""
    return format_diff(
        words,
        shorten_same=lambda text, is_first, is_last: _around(_one_line(text), is_first=is_first, is_last=is_last),
        show_changed=lambda text: _first(_one_line(text)),
        new_marks=("{+", "+}"),
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " ¶ ")


def _around(text: str, *, is_first: bool, is_last: bool) -> str:
    """Cut out words that are far from a change."""
    if len(text) <= 2 * _AROUND or (len(text) <= _AROUND and (is_first or is_last)):
        return text
    before = "" if is_first else text[:_AROUND]
    after = "" if is_last else text[-_AROUND:]
    return f"{before}…{after}"
