"""Read a published translation, in any format that `import` reads, as an article in its language."""

import re
from dataclasses import replace
from pathlib import Path

from pipeline.article import markdown
from pipeline.article.markdown.front_matter import format_scalar, read_front_matter
from pipeline.edition.anchors import remove_anchors
from pipeline.errors import ArticleError, TargmanError
from pipeline.frozen import dataclass
from pipeline.importers import ImportedArticle, Removed, detect_importer
from pipeline.languages import load
from pipeline.languages.detection import detect_language
from pipeline.languages.tags import match
from pipeline.model import Article, Segment
from pipeline.workspace.import_ import SourceFile, convert_document
from pipeline.workspace.settings import Settings

_PROVENANCE = re.compile(rf"^{markdown.PROVENANCE_FIELD}:.*(?:\n[ \t].*)*", re.MULTILINE)
_SUPERSCRIPT = re.compile(r"<sup>(\d+)</sup>")
_PARAGRAPH = re.compile(r"\[\^[^\]\s]+\]:?|https?://\S+|[#>*|_`-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTranslation:
    """A translation as an article, with its importer's notes; its lines are those of a Markdown file, else 0."""

    name: str
    article: Article
    removed: tuple[Removed, ...] = ()
    remarks: tuple[str, ...] = ()


def read_published(settings: Settings, document: SourceFile, lang: str, source: str) -> PublishedTranslation:
    """Read a translation of the article with the text `source`. Raises ArticleError or FileError with its name, also if
    its language is not `lang`.
    """
    try:
        imported = convert_document(document, (lang,))
        text, has_lines = _markdown_text(document, imported, lang, source)
        _refuse_other_language(text, imported, lang)
        article = markdown.read_article(
            remove_anchors(text, source),
            lang=lang,
            fields=settings.front_matter,
            sentences=settings.segmentation == "sentence",
            dialects=settings.dialects,
            editions=(lang,),
        )
    except TargmanError as error:
        raise error if error.path else error.at(document.name) from error
    if not has_lines:
        article = replace(article, pieces=tuple(map(_without_line, article.pieces)))
    return PublishedTranslation(
        name=document.name,
        article=article,
        removed=imported.removed,
        remarks=(*imported.remarks, *(guess for guess in imported.guesses if "language" not in guess)),
    )


def _markdown_text(document: SourceFile, imported: ImportedArticle, lang: str, source: str) -> tuple[str, bool]:
    """Return the text of a translation as Markdown, and True if its lines are those of the document. A Markdown file
    whose notes the importer would leave as they are is read as it is; the provenance of an edition becomes a comment.
    """
    if detect_importer(document.data, Path(document.name).suffix.lower()) == "markdown":
        text = document.data.decode("utf-8", errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
        is_same = text.endswith(imported.body.replace("\r\n", "\n")) and imported.front in text
        if is_same and "\ufffd" not in text:
            front = read_front_matter(text)
            end = front.end if front else 0
            return _PROVENANCE.sub(_as_comment, text[:end]) + text[end:], True
    fields = {"lang": lang, "title": imported.title, "author": imported.author}
    ours = read_front_matter(source)
    more = {"subtitle": imported.subtitle, "description": imported.description}
    fields |= {key: value for key, value in more.items() if ours and key in ours.keys}
    keys = read_front_matter(f"---\n{imported.front}---\n") if imported.front.strip() else None
    known = keys.keys if keys else ()
    lines = [f"{key}: {format_scalar(value, '')}" for key, value in fields.items() if value and key not in known]
    own = _PROVENANCE.sub(_as_comment, imported.front)
    # Word writes repeated references as superscript numbers.
    notes = {label for label in _SUPERSCRIPT.findall(imported.body) if f"[^{label}]:" in imported.body}
    body = _SUPERSCRIPT.sub(lambda found: f"[^{found[1]}]" if found[1] in notes else found[0], imported.body)
    return "\n".join(["---", *own.split("\n")[:-1], *lines, "---", "", body]), False


def _as_comment(found: re.Match[str]) -> str:
    return "\n".join(f"#{line}" for line in found[0].split("\n"))


def _refuse_other_language(text: str, imported: ImportedArticle, lang: str) -> None:
    front = read_front_matter(text)
    stated = front.field("lang") if front else None
    if stated and match(stated.value, (lang,)) != lang:
        raise ArticleError(
            f"states that its language is “{stated.value.strip()}”, but --lang is {lang}. Give the right file, or "
            "another --lang.",
            line=stated.line,
        )
    found = detect_language(_PARAGRAPH.sub(" ", imported.body), (lang,))
    if found.sure and found.lang != lang:
        raise ArticleError(
            f"is in {load(found.lang).name}, not in {load(lang).name}. Give the right file, or another --lang."
        )


def _without_line(piece: str | Segment) -> str | Segment:
    if isinstance(piece, str):
        return piece
    placeholders = tuple(replace(item, pieces=tuple(map(_without_line, item.pieces))) for item in piece.placeholders)
    return replace(piece, line=0, placeholders=placeholders)
