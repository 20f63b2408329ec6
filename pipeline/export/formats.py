"""What a house publishes, out of the documents of one article: the bytes of each file, nothing written."""

import posixpath
from collections.abc import Callable, Sequence

from pipeline.errors import ArticleError, FileError
from pipeline.publishing import bilingual as pairs
from pipeline.publishing import note_table as note_tables
from pipeline.publishing import verify
from pipeline.publishing.html import Addresses
from pipeline.publishing.page import Sister, Surroundings, page, partly_translated
from pipeline.workspace import files
from pipeline.workspace.documents import Shelf
from pipeline.workspace.paths import SUFFIXES, ExportedFile

Refused = Callable[[str], None]
"""Is told the address of each picture that is left out."""

Writer = Callable[[Shelf, str, Refused], list[tuple[str, bytes]]]
"""The files of one edition in one format: how their names end, and their bytes."""


def edition(shelf: Shelf, lang: str, form: str) -> list[ExportedFile]:
    """The files of one edition in one format. Raises FileError and ArticleError."""
    document = shelf.documents[lang]
    left_out = shelf.missing([document]) if form in _WITH_PICTURES else []
    try:
        written = _WRITERS[form](shelf, lang, left_out.append)
    except RecursionError as error:
        raise ArticleError("lists, quotes or HTML tags stand in each other too deep. Unnest them.") from error
    return [
        ExportedFile(
            path=f"{lang}/{shelf.place.stem}{suffix}",
            data=data,
            format=form,
            lang=lang,
            notes=len(document.notes),
            share=shelf.shares[lang],
            left_out=tuple(dict.fromkeys(left_out)),
        )
        for suffix, data in written
    ]


def _html(shelf: Shelf, lang: str, _refused: Refused) -> list[tuple[str, bytes]]:
    return [(SUFFIXES["html"], html(shelf, lang, shelf.pictures([shelf.documents[lang]])).encode())]


def html(shelf: Shelf, lang: str, pictures: dict[str, str]) -> str:
    """The page of one edition, with the notes on it proved to be those of the document."""
    document = shelf.documents[lang]
    addresses = shelf.pages([document])
    around = Surroundings(
        sisters=sisters(shelf, lang),
        publisher=shelf.settings.publisher,
        images=pictures,
        notice=_notice(shelf, lang),
        addresses=addresses,
    )
    made = page(document, shelf.wording(lang), around)
    for fault in verify.verify_page(made, document, addresses):
        raise ArticleError(f"its page in “{lang}” is not right, so it is not written: {fault}", path=shelf.place.path)
    return made


def _notice(shelf: Shelf, lang: str) -> str:
    """What readers are told of an edition that is not complete."""
    document = shelf.documents[lang]
    if shelf.shares[lang] >= 1 or not document.is_translated:
        return ""
    return partly_translated(document.source_lang, shelf.wording(lang))


def sisters(shelf: Shelf, lang: str) -> list[Sister]:
    """The pages of the other editions, from that of the one in `lang`."""
    here = posixpath.dirname(f"{lang}/{shelf.place.stem}")
    return [
        Sister(lang=other, address=posixpath.relpath(f"{other}/{shelf.place.stem}{SUFFIXES['html']}", here))
        for other in shelf.documents
        if other != lang
    ]


def _txt(shelf: Shelf, lang: str, _refused: Refused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.plain_text import plain_text  # noqa: PLC0415  each format loads its own

    return [(SUFFIXES["txt"], plain_text(shelf.documents[lang], shelf.wording(lang)).encode())]


def _wordpress(shelf: Shelf, lang: str, _refused: Refused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.wordpress import blocks, sidecar  # noqa: PLC0415

    document = shelf.documents[lang]
    post = blocks(document, shelf.wording(lang), Addresses(), shelf.place.slug)
    beside = sidecar(shelf.documents, lang, shelf.place.slug, post)
    return [(SUFFIXES["wordpress"], post.content.encode()), (".wordpress.json", beside.encode())]


def _classic(shelf: Shelf, lang: str, _refused: Refused) -> list[tuple[str, bytes]]:
    from pipeline.publishing.wordpress import classic  # noqa: PLC0415

    return [(SUFFIXES["wordpress-classic"], classic(shelf.documents[lang], shelf.wording(lang), Addresses()).encode())]


def _office(form: str) -> Writer:
    def convert(shelf: Shelf, lang: str, refused: Refused) -> list[tuple[str, bytes]]:
        from pipeline.export import office, packages  # noqa: PLC0415
        from pipeline.publishing.pandoc_writer import pandoc_ast  # noqa: PLC0415

        document = shelf.documents[lang]
        pandoc = office.require_pandoc()
        ast = pandoc_ast(document, shelf.wording(lang), shelf.local([document]), pandoc.version)
        style = {"docx": shelf.settings.reference_docx, "odt": shelf.settings.reference_odt}.get(form, "")
        reference = shelf.settings.root / style if style else None
        data = files.read(reference) if reference is not None else None
        if reference is not None and data is None:
            raise FileError(f"there is no such file, but the settings name it as reference_{form}.", path=style)
        if data is not None and not packages.has(data, _HEARTS[form]):
            raise FileError(f"is no .{form} file, but the settings name it as reference_{form}.", path=style)
        name = f"{shelf.place.path} {lang}"
        made = office.convert(
            ast, form, pandoc=pandoc, resources=shelf.settings.root, reference=reference, name=name, refused=refused
        )
        return [(SUFFIXES[form], made)]

    return convert


def _pdf(shelf: Shelf, lang: str, refused: Refused) -> list[tuple[str, bytes]]:
    from pipeline.export.pdf import pdf  # noqa: PLC0415

    document = shelf.documents[lang]
    return [(SUFFIXES["pdf"], pdf(html(shelf, lang, shelf.pictures([document])), base=shelf.folder, refused=refused))]


_HEARTS = {"docx": "word/styles.xml", "odt": "styles.xml"}
"""The file in a package from which pandoc takes styles."""

_WITH_PICTURES = {"html", "docx", "odt", "epub", "pdf"}

_WRITERS: dict[str, Writer] = {
    "html": _html,
    "docx": _office("docx"),
    "odt": _office("odt"),
    "epub": _office("epub"),
    "pdf": _pdf,
    "txt": _txt,
    "wordpress": _wordpress,
    "wordpress-classic": _classic,
}


def bilingual(shelf: Shelf, languages: Sequence[str]) -> list[ExportedFile]:
    """The page with two editions side by side."""
    left, right = (pairs.PageSide(document=shelf.documents[lang], wording=shelf.wording(lang)) for lang in languages)
    pictures = shelf.pictures([left.document, right.document])
    addresses = shelf.pages([left.document, right.document])
    around = Surroundings(publisher=shelf.settings.publisher, images=pictures, addresses=addresses)
    made = pairs.bilingual_page(left, right, around)
    both = "-".join(languages)
    return [
        ExportedFile(
            path=f"{both}/{shelf.place.stem}.html",
            data=made.encode(),
            format="bilingual",
            lang=both,
            notes=len(left.document.notes),
            share=min(shelf.shares[lang] for lang in languages),
        )
    ]


def note_table(shelf: Shelf, form: str) -> list[ExportedFile]:
    """The table of the notes in all editions, as JSON or CSV."""
    rows = note_tables.note_table(shelf.documents)
    data = note_tables.as_csv(rows) if form == "csv" else note_tables.as_json(rows)
    return [
        ExportedFile(
            path=f"notes/{shelf.place.stem}.{form}",
            data=data.encode(),
            format=f"notes {form}",
            lang="",
            notes=len(rows),
        )
    ]
