"""Make the files of one article in each format, as bytes. Nothing is written here."""

import posixpath
from collections.abc import Callable, Sequence

from pipeline.errors import ArticleError, FileError
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.html import LinkMap
from pipeline.publishing.note_table import build_note_table, format_csv, format_json
from pipeline.publishing.page import EditionLink, PageContext, partial_notice, render_page
from pipeline.publishing.verify import verify_page
from pipeline.workspace import files
from pipeline.workspace.documents import ArticleDocuments
from pipeline.workspace.paths import SUFFIXES, ExportedFile

OnRefused = Callable[[str], None]
"""Called with the address of each image that is left out."""

FormatWriter = Callable[[ArticleDocuments, str, OnRefused], list[tuple[str, bytes]]]
"""Returns the files of one edition in one format: the suffixes of their names, and their bytes."""

_STYLE_FILES = {"docx": "word/styles.xml", "odt": "styles.xml"}  # the file in a package from which pandoc takes styles
_IMAGE_FORMATS = {"html", "docx", "odt", "epub", "pdf"}


def export_edition(article: ArticleDocuments, lang: str, form: str) -> list[ExportedFile]:
    """Return the files of one edition in one format. Raises FileError and ArticleError."""
    document = article.documents[lang]
    left_out = article.missing_images([document]) if form in _IMAGE_FORMATS else []
    try:
        written = _WRITERS[form](article, lang, left_out.append)
    except RecursionError as error:
        raise ArticleError("lists, quotes or HTML tags stand in each other too deep. Unnest them.") from error
    return [
        ExportedFile(
            path=f"{lang}/{article.place.stem}{suffix}",
            data=data,
            format=form,
            lang=lang,
            notes=len(document.notes),
            share=article.shares[lang],
            left_out=tuple(dict.fromkeys(left_out)),
        )
        for suffix, data in written
    ]


def export_bilingual(article: ArticleDocuments, languages: Sequence[str]) -> list[ExportedFile]:
    """Return the page with two editions side by side."""
    left, right = (BilingualSide(document=article.documents[lang], wording=article.wording(lang)) for lang in languages)
    images = article.image_data([left.document, right.document])
    addresses = article.page_links([left.document, right.document])
    context = PageContext(publisher=article.settings.publisher, images=images, addresses=addresses)
    made = render_bilingual_page(left, right, context)
    both = "-".join(languages)
    return [
        ExportedFile(
            path=f"{both}/{article.place.stem}.html",
            data=made.encode(),
            format="bilingual",
            lang=both,
            notes=len(left.document.notes),
            share=min(article.shares[lang] for lang in languages),
        )
    ]


def export_note_table(article: ArticleDocuments, form: str) -> list[ExportedFile]:
    """Return the table of the notes in all editions, as JSON or CSV."""
    rows = build_note_table(article.documents)
    data = format_csv(rows) if form == "csv" else format_json(rows)
    return [
        ExportedFile(
            path=f"notes/{article.place.stem}.{form}",
            data=data.encode(),
            format=f"notes {form}",
            lang="",
            notes=len(rows),
        )
    ]


def render_html(article: ArticleDocuments, lang: str, images: dict[str, str]) -> str:
    """Return the page of one edition. Raises ArticleError if the notes on it are not those of the document."""
    document = article.documents[lang]
    addresses = article.page_links([document])
    context = PageContext(
        editions=edition_links(article, lang),
        publisher=article.settings.publisher,
        images=images,
        notice=_incomplete_notice(article, lang),
        addresses=addresses,
    )
    made = render_page(document, article.wording(lang), context)
    for fault in verify_page(made, document, addresses):
        raise ArticleError(f"its page in “{lang}” is not right, so it is not written: {fault}", path=article.place.path)
    return made


def edition_links(article: ArticleDocuments, lang: str) -> list[EditionLink]:
    """Return links to the pages of the other editions, from the page of the edition in `lang`."""
    here = posixpath.dirname(f"{lang}/{article.place.stem}")
    return [
        EditionLink(lang=other, address=posixpath.relpath(f"{other}/{article.place.stem}{SUFFIXES['html']}", here))
        for other in article.documents
        if other != lang
    ]


def _incomplete_notice(article: ArticleDocuments, lang: str) -> str:
    """Return the notice for readers of an edition that is not complete."""
    document = article.documents[lang]
    if article.shares[lang] >= 1 or not document.is_translated:
        return ""
    return partial_notice(document.source_lang, article.wording(lang))


def _write_html(article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> list[tuple[str, bytes]]:
    return [(SUFFIXES["html"], render_html(article, lang, article.image_data([article.documents[lang]])).encode())]


def _write_txt(article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.plain_text import render_plain_text  # noqa: PLC0415  each format loads its own

    return [(SUFFIXES["txt"], render_plain_text(article.documents[lang], article.wording(lang)).encode())]


def _write_wordpress(article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.wordpress import render_blocks, render_sidecar  # noqa: PLC0415

    document = article.documents[lang]
    post = render_blocks(document, article.wording(lang), LinkMap(), article.place.slug)
    sidecar = render_sidecar(article.documents, lang, article.place.slug, post)
    return [(SUFFIXES["wordpress"], post.content.encode()), (".wordpress.json", sidecar.encode())]


def _write_wordpress_classic(article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.wordpress import render_classic  # noqa: PLC0415

    return [
        (
            SUFFIXES["wordpress-classic"],
            render_classic(article.documents[lang], article.wording(lang), LinkMap()).encode(),
        )
    ]


def _office_writer(form: str) -> FormatWriter:
    def convert(article: ArticleDocuments, lang: str, on_refused: OnRefused) -> list[tuple[str, bytes]]:
        from pipeline.export import office, zip_package  # noqa: PLC0415
        from pipeline.publishing.pandoc_writer import write_pandoc_json  # noqa: PLC0415

        document = article.documents[lang]
        pandoc = office.require_pandoc()
        ast = write_pandoc_json(document, article.wording(lang), article.local_images([document]), pandoc.version)
        style = {"docx": article.settings.reference_docx, "odt": article.settings.reference_odt}.get(form, "")
        reference = article.settings.root / style if style else None
        data = files.read(reference) if reference is not None else None
        if reference is not None and data is None:
            raise FileError(f"there is no such file, but the settings name it as reference_{form}.", path=style)
        if data is not None and not zip_package.has_member(data, _STYLE_FILES[form]):
            raise FileError(f"is not a .{form} file, but the settings name it as reference_{form}.", path=style)
        name = f"{article.place.path} {lang}"
        made = office.write_office_file(
            ast,
            form,
            pandoc=pandoc,
            resources=article.settings.root,
            reference=reference,
            name=name,
            on_refused=on_refused,
        )
        return [(SUFFIXES[form], made)]

    return convert


def _write_pdf(article: ArticleDocuments, lang: str, on_refused: OnRefused) -> list[tuple[str, bytes]]:
    from pipeline.export.pdf import render_pdf  # noqa: PLC0415

    document = article.documents[lang]
    return [
        (
            SUFFIXES["pdf"],
            render_pdf(
                render_html(article, lang, article.image_data([document])), base=article.folder, on_refused=on_refused
            ),
        )
    ]


_WRITERS: dict[str, FormatWriter] = {
    "html": _write_html,
    "docx": _office_writer("docx"),
    "odt": _office_writer("odt"),
    "epub": _office_writer("epub"),
    "pdf": _write_pdf,
    "txt": _write_txt,
    "wordpress": _write_wordpress,
    "wordpress-classic": _write_wordpress_classic,
}
