"""Export articles: make their editions, read them as documents, and write them in the formats asked for."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ArticleError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import files
from pipeline.workspace.contents import GLOSSARY, read_content
from pipeline.workspace.files import FileState
from pipeline.workspace.index import Index
from pipeline.workspace.paths import (
    COMPANION_SUFFIXES,
    EXPORT_SUFFIXES,
    ArticleListing,
    ArticlePath,
    ExportedFile,
    list_articles,
)
from pipeline.workspace.runner import Advance, Outcome, Step, StepResult, plan_run, run
from pipeline.workspace.sent_files import Sent, is_file, name_file, reading_from
from pipeline.workspace.settings import ExportStyle, Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.publishing.page_style import PageStyle
    from pipeline.workspace.documents import ArticleDocuments


_SHARED_FIELDS = ("lang", "format", "notes", "share", "left_out", "remote", "cleaned")
"""The facts about a file that its result repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """An exported file: the number of its `notes`, the translated `share` (0–1) of its edition, in `left_out` the
    addresses of images that are not in it, in `remote` those on other servers. `cleaned` has a line for each image that
    had something unsafe in it.
    """

    article: str
    lang: str
    format: str
    path: str
    written: bool
    notes: int
    share: float
    left_out: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """The files to make of each article: `languages`, `formats` (of `EXPORT_SUFFIXES`), and the folder. `bilingual` are
    pairs of languages to put side by side; `notes` are the forms of the note table (json, csv).
    """

    languages: tuple[str, ...]
    output: Path
    formats: tuple[str, ...] = ()
    bilingual: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def editions(self) -> tuple[str, ...]:
        """The languages of all editions that are needed."""
        asked = self.languages if self.formats or self.notes else ()
        return tuple(dict.fromkeys([*asked, *(lang for pair in self.bilingual for lang in pair)]))


def export_articles(
    settings: Settings,
    articles: Sequence[ArticlePath],
    options: ExportOptions,
    index: Index,
    advance: Advance | None = None,
    *,
    listing: ArticleListing | None = None,
    executor: "Executor | None",
) -> Outcome[ExportResult]:
    """Write the files of the articles. An edition less complete than the settings require is a problem. The caller
    holds the workspace's lock, and may pass the workspace's articles as `listing`. An executor gets the files that it
    needs.
    """
    listing = listing or list_articles(settings)
    look = _load_look(settings)
    step: Step[ArticlePath, Any, Any, ExportResult] = Step(
        name=f"{_step_name(settings, options)} {look.digest}".rstrip() if look else _step_name(settings, options),
        result=ExportResult,
        read=partial(_refuse_same_names, settings),
        compute=partial(_make_files, settings, options, look),
        store=partial(_store_files, settings, options),
        repeated=lambda result: replace(result, written=False),
    )
    plan = plan_run(step.name, articles, listing.articles, index)
    if executor is not None and plan.waiting:
        common, states = _read_common(settings, options)
        step = replace(
            step,
            read=partial(_read_article, settings, options),
            compute=partial(_make_of_sent, settings, options, look, common),
            read_more=partial(_read_more, settings),
            store=lambda contents, made: _store_files(settings, options, contents.path, made),
            shared=states,
        )
    return run(settings, step, plan, index, advance, executor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MadeFiles:
    """The files of an article to write, the errors of others, and the states of the files that were read."""

    files: list[ExportedFile]
    problems: list[TargmanError]
    states: Mapping[str, FileState]


def _load_look(settings: Settings) -> "PageStyle | None":
    """Return the look of pages that the settings name, if they do."""
    if settings.export == ExportStyle():
        return None
    from pipeline.workspace.page_styles import load_page_style  # noqa: PLC0415  heavy

    return load_page_style(settings)


def _step_name(settings: Settings, options: ExportOptions) -> str:
    asked = (
        *(settings.missing, settings.fuzzy, settings.complete, settings.publisher),
        *(settings.note_markers, settings.note_order, settings.remote_pictures),
        *(settings.reference_docx, settings.reference_odt, settings.tags),
        *(options.output, "formats", *options.formats, "lang", *options.languages),
        *("bilingual", *map("-".join, options.bilingual), "notes", *options.notes),
    )
    return " ".join(["export", *map(str, asked)])


def _make_files(settings: Settings, options: ExportOptions, look: "PageStyle | None", path: ArticlePath) -> _MadeFiles:
    """Make the files of one article. Images are read and programs run when documents need them, so this is the one step
    that computes on the workspace's disk.
    """
    from pipeline.workspace import documents  # noqa: PLC0415  heavy

    made: list[ExportedFile] = []
    with files.watched() as states:
        article, problems = documents.read_documents(settings, path, options.editions)
        if look:
            article = replace(article, look=look)
        for make in _tasks(options, article):
            try:
                made += make()
            except TargmanError as error:
                problems.append(error if error.path else error.at(path.path))
    return _MadeFiles(files=made, problems=problems, states=states)


def _store_files(
    settings: Settings, options: ExportOptions, path: ArticlePath, made: _MadeFiles
) -> StepResult[ExportResult]:
    files.record(made.states)
    results: list[ExportResult] = []
    problems = [*made.problems]
    for item in made.files:
        target = options.output / item.path
        try:
            is_written = files.write(target, item.data, seen=files.read(target), root=options.output)
        except files.ChangedMeanwhileError:
            raise
        except TargmanError as error:
            problems.append(error)
            continue
        shown = target.relative_to(settings.root).as_posix() if target.is_relative_to(settings.root) else str(target)
        about = {name: getattr(item, name) for name in _SHARED_FIELDS}
        results.append(ExportResult(article=path.path, path=shown, written=is_written, **about))
    return StepResult(results=results, problems=problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SentArticle:
    """An article, and the files that make its exports, by their names."""

    path: ArticlePath
    there: Sent


def _read_common(settings: Settings, options: ExportOptions) -> tuple[Sent, Mapping[str, FileState]]:
    """Read the files that the exports of all articles need, and the states of these files."""
    references = {"docx": settings.reference_docx, "odt": settings.reference_odt}
    named = [GLOSSARY, *(name for form, name in references.items() if name and form in options.formats)]
    words = (f"locales/{lang}/LC_MESSAGES/targman.po" for lang in options.editions)
    with files.watched() as states:
        return _read_files(settings, (*named, *words)), states


def _read_article(settings: Settings, options: ExportOptions, path: ArticlePath) -> _SentArticle:
    """Read an article and its catalogs, for another machine. Raises what `_refuse_same_names` does."""
    _refuse_same_names(settings, path)
    names = (path.path, path.template, *map(path.catalog, options.editions))
    return _SentArticle(path=path, there=_read_files(settings, names))


def _read_more(settings: Settings, contents: _SentArticle, made: "_MadeFiles | frozenset[str]") -> _SentArticle | None:
    """Return the contents with the files that were asked for, if any were. Those outside the workspace are not sent."""
    if isinstance(made, _MadeFiles):
        return None
    root = os.path.realpath(settings.root)
    inside = [name for name in made if Path(os.path.realpath(name)).is_relative_to(root) and is_file(Path(name))]
    absent = dict.fromkeys(made - {*inside})
    return replace(contents, there={**contents.there, **absent, **_read_files(settings, inside)})


def _read_files(settings: Settings, names: Iterable[str]) -> Sent:
    return {name_file(settings.root / name): read_content(settings, name) for name in names}


def _make_of_sent(
    settings: Settings, options: ExportOptions, look: "PageStyle | None", common: Sent, contents: _SentArticle
) -> "_MadeFiles | frozenset[str]":
    """Make the files of an article on another machine, or return the names of more files that this needs."""
    there = {**common, **contents.there}
    made: _MadeFiles | None = None
    with reading_from(there) as asked:
        try:
            made = replace(_make_files(settings, options, look, contents.path), states={})
        except TargmanError:
            if asked <= there.keys():
                raise
    missing = frozenset(asked - there.keys())
    return made if made is not None and not missing else missing


def _refuse_same_names(settings: Settings, path: ArticlePath) -> ArticlePath:
    """Return an article. Raises ArticleError if another one's files have the same names."""
    page = f"{path.stem}{EXPORT_SUFFIXES['html']}"
    for suffix in (*EXPORT_SUFFIXES.values(), *COMPANION_SUFFIXES):
        other = ArticlePath(path=f"articles/{page.removesuffix(suffix)}.md")
        if page.endswith(suffix) and other != path and (settings.root / other.path).exists():
            raise ArticleError(f"its page would have the name of one of {other.path}. Rename it.", path=path.path)
    return path


def _tasks(options: ExportOptions, article: "ArticleDocuments") -> Iterator[Callable[[], list[ExportedFile]]]:
    """Yield a function for each file to make of the editions that there are."""
    from pipeline.export import formats  # noqa: PLC0415  heavy

    for lang in options.languages:
        if lang in article.documents:
            yield from (partial(formats.export_edition, article, lang, form) for form in options.formats)
    for pair in options.bilingual:
        if article.documents.keys() >= set(pair):
            yield partial(formats.export_bilingual, article, pair)
    yield from (partial(formats.export_note_table, article, form) for form in options.notes)
