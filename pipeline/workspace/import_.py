"""`import`: read a document by its importer, make it an article that can be read back, and write it."""

import re
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pipeline.article import markdown
from pipeline.article.markdown.front_matter import format_scalar, read_front_matter
from pipeline.errors import ArticleError, FileError, SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.importers import (
    IMPORT_SUFFIXES,
    IMPORTER_NAMES,
    ImportedArticle,
    Picture,
    Removed,
    RemovedKind,
    detect_importer,
)
from pipeline.importers.address_remarks import find_address_remarks
from pipeline.importers.beside import read_beside, reading_from
from pipeline.importers.invisible import remove_invisible
from pipeline.importers.refusals import explain_empty, find_refusal
from pipeline.importers.text_remarks import find_text_remarks
from pipeline.languages.romanisation import slugify
from pipeline.languages.words import count_words
from pipeline.model import Article, SegmentKind
from pipeline.publishing.svg import SvgError, clean_picture
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.settings import Settings

LIMITS = {"markdown": 2_000_000, "pasted": 2_000_000, "web": 15_000_000, "office": 60_000_000}
"""Maximum size of a document in bytes, by importer. The longest books are far smaller."""

_MOST_LINES = 50_000
_LIMIT = max(LIMITS.values())

_URL = re.compile(r"[a-z]{2,8}://|www\.", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_UNDEFINED = re.compile(r"\[\^[^\]\s]{1,200}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A document to import: its name as given, and its bytes. `beside` are the files beside it, by name, that were sent
    with it to another machine; None where they are read there.
    """

    name: str
    data: bytes
    beside: Mapping[str, bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The options of an import: language and slug (empty: detect), whether to overwrite, whether to write at all."""

    lang: str = ""
    slug: str = ""
    force: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The report on an imported document: what was found, what was removed, and what an editor should review. `paired`
    counts the notes with a reference; `unreferenced` has the labels of the others, `dangling` the references without a
    note as they are in the text, `spaced` the labels of notes that got a missing space after their reference.
    """

    document: str
    article: str
    written: bool
    differs: bool
    source_lang: str
    title: str
    author: str
    text_words: int
    headings: int
    paired: int
    unreferenced: tuple[str, ...]
    dangling: tuple[str, ...]
    spaced: tuple[str, ...]
    pictures: tuple[str, ...]
    removed: tuple[Removed, ...]
    guesses: tuple[str, ...]
    remarks: tuple[str, ...]


def open_document(name: str, folder: Path, stdin: Callable[[int], bytes]) -> SourceFile:
    """Open the document that a word names; `-` reads bytes from `stdin`. Raises FileError, also for an address."""
    if name == "-":
        data = stdin(_LIMIT + 1)
        _refuse_large(len(data), _LIMIT, "standard input")
        return SourceFile(name="-", data=data)
    if _URL.match(name) and not (folder / name).exists():
        raise FileError(
            "is an address, and Targman fetches nothing from the web. Open the page in a browser, save it "
            "(Ctrl+S, “HTML only”), and import the file.",
            path=name,
        )
    path = folder / name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError("is not a file. Give the names of documents.", path=name)
        _refuse_large(status.st_size, _LIMIT, name)
        data = files.read_regular(path)
        _refuse_large(len(data), _LIMIT, name)
        return SourceFile(name=name, data=data)
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror or type(error).__name__}", path=name) from error


def _refuse_large(size: int, limit: int, name: str = "") -> None:
    if size > limit:
        sizes = f"has {size / 1e6:,.0f} MB, and {limit / 1e6:,.0f} MB is the maximum for an article of its kind."
        raise FileError(f"{sizes} Remove what is not text, or split it.", path=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """An article to be written at `place`: its text, its pictures with their paths, and the report on it."""

    place: ArticlePath
    text: str
    pictures: tuple[tuple[str, bytes], ...]
    report: ImportResult


def import_document(
    settings: Settings, document: SourceFile, wishes: ImportOptions, places: Iterable[ArticlePath] | None
) -> ImportResult:
    """Import a document; `places` are the articles that there are, if known. Raises ArticleError or FileError with the
    document's name, and SettingsError.
    """
    draft = draft_article(settings, document, wishes)
    return store_draft(settings, draft, wishes, find_articles(settings) if places is None else places)


def draft_article(settings: Settings, document: SourceFile, wishes: ImportOptions) -> ArticleDraft:
    """Make an article of a document. Raises ArticleError or FileError with the document's name, and SettingsError."""
    try:
        imported = convert_document(document, settings.languages)
        lang, guesses = _language(settings, imported, wishes)
        author = slugify(imported.author, lang)
        imported = replace(imported, remarks=(*imported.remarks, *find_address_remarks(imported.body, author)))
        place = _place(document, imported, wishes, lang)
        text, pictures, unsafe = _composed(document, imported, lang, place, settings.dialects)
        imported = replace(imported, removed=(*imported.removed, *unsafe))
        article = markdown.read_article(
            text, lang=lang, fields=settings.front_matter, dialects=settings.dialects, editions=(lang,)
        )
        imported = replace(imported, remarks=(*imported.remarks, *find_text_remarks(imported.body, article.segments)))
    except SettingsError:
        raise
    except TargmanError as error:
        raise error if error.path else error.at(document.name) from error
    report = _report(document, imported, article, place, pictures, (*imported.guesses, *guesses))
    return ArticleDraft(place=place, text=text, pictures=pictures, report=report)


def store_draft(
    settings: Settings, draft: ArticleDraft, wishes: ImportOptions, places: Iterable[ArticlePath]
) -> ImportResult:
    """Write a draft. Raises FileError if another article has its slug, or its files are there."""
    place = draft.place
    twin = next((other for other in places if other.slug == place.slug and other != place), None)
    if twin:
        told = f"the slug “{place.slug}” is taken by {twin.path}. Give it another one with --slug."
        raise FileError(told, path=draft.report.document)
    differs = _write(settings, place, draft.text, draft.pictures, wishes)
    return replace(draft.report, differs=differs, written=differs and not wishes.is_dry_run)


def add_beside(document: SourceFile, names: Iterable[str]) -> SourceFile:
    """Return a document with more of the files beside it, none in the place of those that are not there."""
    found = dict.fromkeys(names, b"")
    for name in found:
        with suppress(OSError, ValueError):
            found[name] = read_beside(Path(document.name).parent, name)
    return replace(document, beside={**(document.beside or {}), **found})


def convert_document(document: SourceFile, languages: Sequence[str]) -> ImportedArticle:
    """Read a document with its importer; `languages` are the likely ones. Raises ArticleError or FileError, and
    WantedFilesError if more files beside the document have to be sent.
    """
    if why := find_refusal(document.data, document.name):
        raise ArticleError(why)
    if not document.data.strip():
        raise ArticleError("is empty. There is nothing to import.")
    suffix = Path(document.name).suffix.lower()
    kind = detect_importer(document.data, suffix)
    _refuse_large(len(document.data), LIMITS[kind])
    if kind in {"markdown", "pasted"} and document.data.count(b"\n") > _MOST_LINES:
        raise FileError(f"has more than {_MOST_LINES:,} lines, which no article has. Split it.")
    reader: Callable[[bytes, str, Sequence[str]], ImportedArticle] = import_module(f"pipeline.importers.{kind}").read
    with reading_from(document.beside):
        imported = reader(document.data, document.name, languages)
    imported = replace(
        imported,
        title=remove_invisible(imported.title),
        subtitle=remove_invisible(imported.subtitle),
        description=remove_invisible(imported.description),
        author=remove_invisible(imported.author),
        byline=remove_invisible(imported.byline),
    )
    if why := explain_empty(imported):
        raise ArticleError(why)
    if suffix in IMPORT_SUFFIXES and IMPORT_SUFFIXES[suffix] != kind:
        remark = f"the name ends in {suffix}, but the content is {IMPORTER_NAMES[kind]}, so it was read as that"
        return replace(imported, remarks=(remark, *imported.remarks))
    return imported


def _language(settings: Settings, imported: ImportedArticle, wishes: ImportOptions) -> tuple[str, tuple[str, ...]]:
    """Return the language of the article, and remarks about it."""
    if wishes.lang:
        differs = bool(imported.lang) and imported.lang != wishes.lang
        doubt = f"the language is {wishes.lang}, as --lang says; by itself the text would be taken for {imported.lang}"
        return wishes.lang, (doubt,) if differs else ()
    if imported.lang:
        return imported.lang, imported.doubts
    if settings.lang:
        return settings.lang, (*imported.doubts, f"the language is that of the workspace, {settings.lang}")
    raise ArticleError(f"{'; '.join(imported.doubts) or 'the language is not known'}. Give its code, as in --lang hy.")


def _place(document: SourceFile, imported: ImportedArticle, wishes: ImportOptions, lang: str) -> ArticlePath:
    """Return the article's path. Raises SettingsError for an invalid slug."""
    slug = wishes.slug.strip().removesuffix(".md")
    if wishes.slug and not _SLUG.fullmatch(slug):
        raise SettingsError(f"“{wishes.slug}” cannot be a slug: use small letters a–z, digits and hyphens.")
    made = slug or slugify(imported.title, lang) or slugify(Path(document.name).stem, lang) or "article"
    return ArticlePath(path=f"articles/{made}.md")


def _composed(
    document: SourceFile, imported: ImportedArticle, lang: str, place: ArticlePath, dialects: tuple[str, ...]
) -> tuple[str, tuple[tuple[str, bytes], ...], tuple[Removed, ...]]:
    """Return the text of the article, its pictures with their paths in the workspace, and what they lost."""
    newline = "\r\n" if "\r\n" in imported.body else "\n"
    fields = {
        "lang": lang,
        "title": imported.title,
        "subtitle": imported.subtitle,
        "description": imported.description,
        "author": imported.author,
        "byline": imported.byline,
        "date": imported.date,
        "source": imported.source or ("" if document.name == "-" else Path(document.name).name),
    }
    front = imported.front
    known = read_front_matter(f"---\n{front}---\n", dialects) if front.strip() else None
    keys = known.keys if known else ()
    lines = [
        f"{key}: {value if key == 'date' else format_scalar(value, '')}"
        for key, value in fields.items()
        if value and key not in keys
    ]
    head = "\n".join(["---", *front.split("\n")[:-1], *lines, "---", ""])
    body = imported.body if front else "\n" + imported.body
    pictures: list[tuple[str, bytes]] = []
    cleaned: list[Removed] = []
    for picture in imported.pictures:
        path = f"images/{place.slug}/{picture.name}"
        body = body.replace(f"]({picture.name})", f"]({path})").replace(f"]({picture.name} ", f"]({path} ")
        data, removed = _clean_picture(picture, path)
        cleaned += removed
        pictures += [(f"{place.path.rpartition('/')[0]}/{path}", data)] if data is not None else []
    return head.replace("\n", newline) + body, tuple(pictures), tuple(cleaned)


def _clean_picture(picture: Picture, path: str) -> tuple[bytes | None, tuple[Removed, ...]]:
    """Return a picture to write, without anything that could run, and what is not in it; None for one that cannot be
    made safe.
    """
    try:
        made = clean_picture(picture.name, picture.data)
    except SvgError as error:
        return None, (Removed(what=RemovedKind.PICTURE, text=f"{path} {error.message}"),)
    return made.data, tuple(Removed(what=RemovedKind.UNSAFE, text=f"{path}: {text}") for text in made.removed)


def _write(
    settings: Settings, place: ArticlePath, text: str, pictures: Sequence[tuple[str, bytes]], wishes: ImportOptions
) -> bool:
    """Write the article and its pictures, all or none; return True if anything differed."""
    wanted = [*pictures, (place.path, text.encode())]
    there = {path: files.read(settings.root / path) for path, _ in wanted}
    for path, data in wanted:
        if there[path] not in {None, data} and not wishes.force:
            raise FileError(
                "is there already. Give the article another --slug, or overwrite it with --force.", path=path
            )
    write = files.would_write if wishes.is_dry_run else files.write
    done = [write(settings.root / path, data, seen=there[path], root=settings.root) for path, data in wanted]
    return any(done)


def _plain_title(heading: str) -> str:
    """Return the words of a heading as the front matter has them: without notes, emphasis and backslashes."""
    return re.sub(r"\\(.)|[*_`]", lambda found: found[1] or "", _UNDEFINED.sub("", heading))


def _report(
    document: SourceFile,
    imported: ImportedArticle,
    article: Article,
    place: ArticlePath,
    pictures: Sequence[tuple[str, bytes]],
    guesses: tuple[str, ...],
) -> ImportResult:
    """Report on a document, with counts from the article as it will be read from now on."""
    referred = {label.casefold() for segment in article.segments for label in segment.notes}
    found = (segment for segment in article.segments if segment.kind is not SegmentKind.FRONT_MATTER)
    texts = [segment for segment in found if segment.kind.is_text]
    headings = {segment.block for segment in texts if segment.kind is SegmentKind.HEADING}
    title = next((segment.text for segment in texts if segment.kind is SegmentKind.HEADING), "")
    undefined = [found for segment in texts for found in _UNDEFINED.findall(segment.text)]
    return ImportResult(
        document=document.name,
        article=place.path,
        written=False,
        differs=False,
        source_lang=article.lang,
        title=imported.title,
        author=imported.author,
        text_words=sum(count_words(segment.text) for segment in texts),
        headings=len(headings) - (_plain_title(title) == imported.title and bool(headings)),
        paired=sum(note.label.casefold() in referred for note in article.notes),
        unreferenced=tuple(note.label for note in article.notes if note.label.casefold() not in referred),
        dangling=tuple(dict.fromkeys([*imported.dangling, *undefined])),
        spaced=imported.spaced,
        pictures=tuple(path for path, _ in pictures),
        removed=imported.removed,
        guesses=guesses,
        remarks=imported.remarks,
    )
