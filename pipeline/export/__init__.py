"""Editions made into files to publish: what a document needs of the workspace, the formats, a site.

The step of `export`: each edition of an article made, read as a document, and written in the formats asked for.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ArticleError, TargmanError
from pipeline.workspace import files
from pipeline.workspace.paths import BESIDE, SUFFIXES, ArticlePath
from pipeline.workspace.results import ExportResult
from pipeline.workspace.runner import Step
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.workspace.documents import ArticleDocuments
    from pipeline.workspace.paths import ExportedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Step[ExportResult]):
    """The step that `export` does for each article. An edition less complete than asked for is a problem.

    `output` is the folder that the files go to, `formats` are those of `outputs.SUFFIXES`. `bilingual` are
    pairs of languages to put side by side; `notes` is how to write the note table (json, csv).
    """

    settings: Settings
    languages: tuple[str, ...]
    output: Path
    formats: tuple[str, ...] = ()
    bilingual: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        settings = self.settings
        asked = (
            *(settings.missing, settings.fuzzy, settings.complete, settings.publisher),
            *(settings.note_markers, settings.note_order, settings.reference_docx, settings.reference_odt),
            *(self.output, "formats", *self.formats, "lang", *self.languages),
            *("bilingual", *map("-".join, self.bilingual), "notes", *self.notes),
        )
        return " ".join(["export", *map(str, asked)])

    def run(self, place: ArticlePath) -> tuple[list[ExportResult], list[TargmanError]]:
        """Write the files for one article. Raises ArticleError where another article's files have the same names."""
        from pipeline.workspace import documents  # noqa: PLC0415  heavy

        self._refuse_a_double(place)
        article, problems = documents.read_documents(self.settings, place, self._needed())
        done: list[ExportResult] = []
        for make in self._orders(article):
            try:
                done.extend(self._written(place, made) for made in make())
            except files.ChangedMeanwhileError:
                raise
            except TargmanError as error:
                problems.append(error if error.path else error.at(place.path))
        return done, problems

    def _refuse_a_double(self, place: ArticlePath) -> None:
        page = f"{place.stem}{SUFFIXES['html']}"
        for suffix in (*SUFFIXES.values(), *BESIDE):
            other = ArticlePath(path=f"articles/{page.removesuffix(suffix)}.md")
            if page.endswith(suffix) and other != place and (self.settings.root / other.path).exists():
                raise ArticleError(f"its page would have the name of one of {other.path}. Rename it.", path=place.path)

    def _needed(self) -> tuple[str, ...]:
        asked = self.languages if self.formats or self.notes else ()
        return tuple(dict.fromkeys([*asked, *(lang for pair in self.bilingual for lang in pair)]))

    def _orders(self, article: "ArticleDocuments") -> "Iterator[Callable[[], list[ExportedFile]]]":
        """What is to be made of the editions that there are."""
        from pipeline.export import formats  # noqa: PLC0415  heavy

        for lang in self.languages:
            if lang in article.documents:
                yield from (partial(formats.export_edition, article, lang, form) for form in self.formats)
        for pair in self.bilingual:
            if article.documents.keys() >= set(pair):
                yield partial(formats.export_bilingual, article, pair)
        yield from (partial(formats.export_note_table, article, form) for form in self.notes)

    def _written(self, place: ArticlePath, made: "ExportedFile") -> ExportResult:
        path = self.output / made.path
        return ExportResult(
            article=place.path,
            lang=made.lang,
            format=made.format,
            path=self._shown(path),
            written=files.write(path, made.data, seen=files.read(path), root=self.output),
            notes=made.notes,
            share=made.share,
            left_out=made.left_out,
        )

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.settings.root).as_posix() if path.is_relative_to(self.settings.root) else str(path)

    def settled(self, value: ExportResult) -> ExportResult:
        """The same with nothing written."""
        return replace(value, written=False)

    def restored(self, fields: dict[str, Any]) -> ExportResult:
        """The value from its fields."""
        return ExportResult(**{**fields, "left_out": tuple(fields["left_out"])})
