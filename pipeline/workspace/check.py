"""The work of `check`: catalogs, what editions would not take over, and the notes on the pages made of them."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.checks import check_article
from pipeline.errors import ArticleError, TargmanError
from pipeline.languages.messages import Wording
from pipeline.model import Finding, Severity
from pipeline.publishing.document import Document
from pipeline.publishing.note_table import build_note_table, compare_notes
from pipeline.publishing.page import render_page
from pipeline.publishing.reader import read_outline
from pipeline.publishing.verify import verify_page
from pipeline.workspace import documents, merge
from pipeline.workspace.loading import load_article
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


def check_editions(
    settings: Settings, place: ArticlePath, languages: Sequence[str]
) -> tuple[list[Finding], list[TargmanError]]:
    """The findings for the editions in `languages`, and what kept editions from being looked at.

    Raises ArticleError or FileError where the article cannot be read.
    """
    article = load_article(settings, place)
    source = read_outline(article.source, article.lang)
    found: dict[str, Document] = {}

    def look(lang: str) -> list[Finding]:
        made = merge.ready(settings, place, article, lang)
        found[lang] = documents.to_document(settings, made, source)
        return [*merge.findings(settings, place, made, lang), *_on_page(place, found[lang])]

    try:
        findings, problems = merge.per_edition(languages, look)
    except ArticleError as error:
        raise error.at(place.path) from error
    between = [replace(item, path=place.path) for item in compare_notes(build_note_table(found))]
    own = check_article(article, place.path, dict(settings.checks))
    return [*own, *findings, *between], problems


def _on_page(place: ArticlePath, document: Document) -> list[Finding]:
    """What is wrong with the notes on the finished page of an edition."""
    made = render_page(document, Wording(lang=document.lang))
    path = place.catalog(document.lang)
    return [
        Finding(rule="page-notes", severity=Severity.ERROR, message=fault, path=path)
        for fault in verify_page(made, document)
    ]
