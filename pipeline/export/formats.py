"""Make the files of one article in each format, as bytes. Nothing is written here."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.errors import ArticleError, FileError
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.note_table import build_note_table, format_csv, format_json
from pipeline.publishing.page import EditionLink, PageContext, partial_notice, render_page
from pipeline.publishing.verify import verify_page
from pipeline.workspace import files
from pipeline.workspace.documents import ArticleDocuments, image_addresses
from pipeline.workspace.paths import EXPORT_SUFFIXES, ExportedFile

OnRefused = Callable[[str], None]  # called with the address of each image that is left out
FormatWriter = Callable[[str, ArticleDocuments, str, OnRefused], tuple[bytes, ...]]
"""Returns the file of an edition in a format; with a WordPress post also its data."""

_STYLE_FILES = {"docx": "word/styles.xml", "odt": "styles.xml"}  # the file in a package from which pandoc takes styles
_WORDPRESS_DATA = ".wordpress.json"
_IMAGE_FORMATS = {"html", "docx", "odt", "epub", "pdf"}
"""The formats that have images in their files; those of `_PICTURE_FORMATS` may also lead to others."""
_PICTURE_FORMATS = _IMAGE_FORMATS | {"wordpress", "wordpress-classic"}


def export_edition(article: ArticleDocuments, lang: str, form: str) -> list[ExportedFile]:
    """Return the files of one edition in one format. Raises FileError and ArticleError."""
    document = article.documents[lang]
    images = image_addresses([document]) if form in _PICTURE_FORMATS else ()
    left_out = article.missing_images(images) if form in _IMAGE_FORMATS else []
    try:
        written = _WRITERS[form](form, article, lang, left_out.append)
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
            remote=article.remote_images(images),
            cleaned=article.cleaned_images(images) if form in _IMAGE_FORMATS else (),
        )
        for suffix, data in zip((EXPORT_SUFFIXES[form], _WORDPRESS_DATA), written, strict=False)
    ]


def export_bilingual(article: ArticleDocuments, languages: Sequence[str]) -> list[ExportedFile]:
    """Return the page with two editions side by side."""
    left, right = (
        BilingualSide(document=article.page_document(lang), wording=article.wording(lang)) for lang in languages
    )
    addresses_of_images = image_addresses([article.documents[lang] for lang in languages])
    images = article.image_data(addresses_of_images)
    addresses = article.page_links([left.document, right.document])
    context = PageContext(
        publisher=article.settings.publisher,
        images=images,
        addresses=addresses,
        look=article.look,
        logo=article.look.whole_logo,
    )
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
            left_out=tuple(article.missing_images(addresses_of_images)),
            remote=article.remote_images(addresses_of_images),
            cleaned=article.cleaned_images(addresses_of_images),
        )
    ]


def export_note_table(article: ArticleDocuments, form: str) -> list[ExportedFile]:
    """Return the table of the notes in all editions, as JSON or CSV."""
    rows = build_note_table(article.documents)
    data = (format_csv(rows) if form == "csv" else format_json(rows)).encode()
    path = f"notes/{article.place.stem}.{form}"
    return [ExportedFile(path=path, data=data, format=f"notes {form}", lang="", notes=len(rows))]


def render_html(article: ArticleDocuments, lang: str) -> str:
    """Return the page of one edition. Raises ArticleError if the notes on it are not those of the document."""
    document, wording = article.page_document(lang), article.wording(lang)
    images = article.image_data(image_addresses([article.documents[lang]]))
    addresses = article.page_links([document])
    is_partial = document.is_translated and article.shares[lang] < 1
    context = PageContext(
        editions=edition_links(article, lang),
        publisher=article.settings.publisher,
        images=images,
        notice=partial_notice(document.source_lang, wording) if is_partial else None,
        addresses=addresses,
        look=article.look,
        logo=article.look.whole_logo,
    )
    made = render_page(document, wording, context)
    for fault in verify_page(made, document, addresses):
        raise ArticleError(f"its page in “{lang}” is not right, so it is not written: {fault}", path=article.place.path)
    return made


def edition_links(article: ArticleDocuments, lang: str) -> list[EditionLink]:
    """Return links to the pages of all editions, if there are several, from the page of the edition in `lang`."""
    stem, order = article.place.stem, [each for each in article.settings.editions if each in article.documents]
    if set(order) == {lang}:
        return []
    top = "../" * (stem.count("/") + 1)
    addresses = {each: f"{top}{each}/{stem}{EXPORT_SUFFIXES['html']}" if each != lang else "" for each in order}
    return [EditionLink(lang=each, address=address) for each, address in addresses.items()]


def _write_html(_form: str, article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> tuple[bytes, ...]:
    return (render_html(article, lang).encode(),)


def _write_txt(_form: str, article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> tuple[bytes, ...]:
    from pipeline.publishing.plain_text import render_plain_text  # noqa: PLC0415  each format loads its own

    return (render_plain_text(article.documents[lang], article.wording(lang)).encode(),)


def _write_wordpress(form: str, article: ArticleDocuments, lang: str, _on_refused: OnRefused) -> tuple[bytes, ...]:
    from pipeline.publishing.wordpress import render_blocks, render_classic, render_sidecar  # noqa: PLC0415

    document, wording, slug = article.documents[lang], article.wording(lang), article.place.slug
    if form == "wordpress-classic":
        return (render_classic(document, wording).encode(),)
    post = render_blocks(document, wording, slug=slug)
    return post.content.encode(), render_sidecar(article.documents, lang, slug, post).encode()


def _write_office(form: str, article: ArticleDocuments, lang: str, on_refused: OnRefused) -> tuple[bytes, ...]:
    from pipeline.export import office, zip_package  # noqa: PLC0415
    from pipeline.publishing.pandoc_writer import write_pandoc_json  # noqa: PLC0415

    document, settings = article.office_document(lang), article.settings
    pandoc = office.require_pandoc()
    ast = write_pandoc_json(
        document, article.wording(lang), article.local_images(image_addresses([document])), pandoc.version
    )
    style = {"docx": settings.reference_docx, "odt": settings.reference_odt}.get(form, "")
    reference = settings.root / style if style else None
    data = files.read(reference) if reference is not None else None
    if reference is not None and data is None:
        raise FileError(f"there is no such file, but the settings name it as reference_{form}.", path=style)
    if data is not None and not zip_package.has_member(data, _STYLE_FILES[form]):
        raise FileError(f"is not a .{form} file, but the settings name it as reference_{form}.", path=style)
    made = office.write_office_file(
        ast,
        form,
        pandoc=pandoc,
        resources=settings.root,
        look=office.OfficeLook(reference, article.look.book_css),
        name=f"{article.place.path} {lang}",
        on_refused=on_refused,
    )
    return (made,)


def _write_pdf(_form: str, article: ArticleDocuments, lang: str, on_refused: OnRefused) -> tuple[bytes, ...]:
    from pipeline.export.pdf import render_pdf  # noqa: PLC0415

    # A template is made for screens; paper has a frame of its own.
    article = replace(article, look=replace(article.look, template=None))
    page = render_html(article, lang)
    return (render_pdf(page, base=article.folder, on_refused=on_refused),)


_WRITERS: dict[str, FormatWriter] = {
    "html": _write_html,
    "pdf": _write_pdf,
    "txt": _write_txt,
    **dict.fromkeys(("docx", "odt", "epub"), _write_office),
    **dict.fromkeys(("wordpress", "wordpress-classic"), _write_wordpress),
}
