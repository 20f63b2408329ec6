"""Bring edits that were made in WordPress into the article or into the catalog of a translation."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.article.markdown.front_matter import format_scalar, read_front_matter
from pipeline.cms.archive_posts import Post, plain_text
from pipeline.cms.base_texts import read_digests, split_body
from pipeline.cms.edit_article import merge_article
from pipeline.cms.edit_translation import MergedEdit, merge_translation
from pipeline.cms.plan import Records
from pipeline.cms.post_pages import PageWriter
from pipeline.cms.remember import KnownPost, make_job
from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle
from pipeline.importers.web.wordpress import read_notes
from pipeline.workspace import files
from pipeline.workspace.contents import load_article
from pipeline.workspace.import_ import SourceFile, convert_document
from pipeline.workspace.settings import Settings

_FIELDS = ("title", "description", "subtitle")


def merge_edit(settings: Settings, records: Records, known: KnownPost, post: Post, folder: Path) -> MergedEdit:
    """Merge a post that somebody edited into its article or catalog; `folder` is for pages of it as it is, and as it
    would be published now. Raises ArticleError, CatalogError or FileError.
    """
    text = files.read(settings.root / known.place.path, settings.root)
    draft = make_job(settings, records, known.place, (known.lang,)).drafts.get(known.lang)
    if text is None or draft is None:
        raise ArticleError(f"has no edition “{known.lang}” that the edit could go to", path=known.place.path)
    writer = PageWriter(folder=folder)
    theirs, ours = _document(writer, post), _document(writer, _with_texts(post, draft.texts))
    base = read_digests(known.post.texts)
    if load_article(settings, known.place).lang != known.lang:
        return merge_translation(settings, known.place, known.lang, theirs, ours, base)
    return _merge_source(settings, known, text, (theirs, ours), base)


def _with_texts(post: Post, texts: Mapping[str, str]) -> Post:
    """Return another version of a post, under a number that no post has."""
    return replace(
        post,
        id=0,
        title=plain_text(texts["title"]),
        content=texts["content"],
        excerpt=plain_text(texts["excerpt"]),
        notes=tuple(read_notes(dict(texts))),
    )


def _document(writer: PageWriter, post: Post) -> SourceFile:
    path, _ = writer.write(post)
    return SourceFile(name=str(path), data=path.read_bytes())


def _merge_source(
    settings: Settings, known: KnownPost, seen: bytes, versions: tuple[SourceFile, SourceFile], base: frozenset[str]
) -> MergedEdit:
    """Merge an edited post into the article that it is published from, and write that."""
    text = seen.decode("utf-8")
    start, _ = split_body(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    now, before = (convert_document(each, (known.lang,)) for each in versions)
    merged = merge_article(text[start:].replace("\r\n", "\n"), before.body, now.body, base)
    head, fields, clashes = _merge_fields(text[:start], before, now)
    made = head + merged.text.replace("\n", newline)
    files.write(settings.root / known.place.path, made.encode(), seen=seen, root=settings.root)
    return MergedEdit(changed=merged.changed + fields, conflicts=merged.conflicts, unplaced=clashes)


def _merge_fields(head: str, before: ImportedArticle, now: ImportedArticle) -> tuple[str, int, tuple[str, ...]]:
    """Return the front matter with the fields that were edited, their number, and edits that have no place in it."""
    changed = 0
    clashes = []
    for name in _FIELDS:
        was, new = getattr(before, name), getattr(now, name)
        front = read_front_matter(head) if head else None
        field = front.field(name) if front else None
        if was == new or not new or (name == "title" and field is None) or (field and field.value == new):
            continue
        if field is None or field.value != was:
            clashes.append(f"{name}: {new}")
            continue
        head = head[: field.start] + format_scalar(new, head[field.start : field.end]) + head[field.end :]
        changed += 1
    return head, changed, tuple(clashes)
