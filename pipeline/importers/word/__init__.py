"""Word documents: read the package, and lay the text out plainly for pandoc, with a list of what is left out."""

from collections.abc import Iterator, Mapping
from functools import partial

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.office_xml import DocumentContents
from pipeline.importers.word import account, changes, contents, drawings, layout, lists
from pipeline.importers.word.changes import ChangeLog
from pipeline.importers.word.fields import FieldReader
from pipeline.importers.word.notes import NoteBook
from pipeline.importers.word.ooxml import (
    Element,
    W,
    drop,
    parse_part,
    serialize_part,
    spell_out_ruby,
    split_runs,
    text_of,
    unwrap,
    words_before,
)
from pipeline.importers.word.package import WordPackage, open_package
from pipeline.importers.word.styles import StyleSheet, read_styles

_DC = "{http://purl.org/dc/elements/1.1/}"
_MARGINS = {"comments": RemovedKind.COMMENT, "header": RemovedKind.HEADER, "footer": RemovedKind.FOOTER}
_CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange", f"{W}pPrChange")
_WRAPPERS = ("smartTag", "customXml", "sdt", "bdo", "dir")


def read_word(parts: Mapping[str, bytes], main: str) -> DocumentContents:
    """Read the document whose text is in the part `main`. Raises ArticleError if it is damaged."""
    package = open_package(parts, main)
    named = package.other("styles")
    styles = read_styles(named)
    log = ChangeLog()
    texts = (text for root in package.stories.values() for text in account.paragraph_texts(root))
    made = DocumentContents(text="\n".join(texts))
    margins = list(dict.fromkeys(_read_margins(package)))
    if "docProps/core.xml" in parts:
        properties = parse_part(parts["docProps/core.xml"], "docProps/core.xml")
        made.title = (properties.findtext(f"{_DC}title") or "").strip()
        made.author = (properties.findtext(f"{_DC}creator") or "").strip()
    for root in package.stories.values():
        drawings.choose_alternatives(root)
        spell_out_ruby(root)
        split_runs(root)
        changes.accept_changes(root, log)
        changes.remove_hidden(root, styles, log)
        drawings.hoist_boxes(root)
    _read_stories(package, styles, log, made)
    numbering = lists.lay_out_lists(tuple(package.stories.values()), package.other("numbering"), styles)
    made.removed += [*log.removed, *margins]
    made.remarks = [*log.remarks(), *made.remarks]
    made.dangling += log.dangling
    styled = layout.add_heading_styles(named)
    made.replaced = package.pack({"styles": serialize_part(styled), "numbering": serialize_part(numbering)})
    return made


def _read_stories(package: WordPackage, styles: StyleSheet, log: ChangeLog, made: DocumentContents) -> None:
    """Read fields, tables of contents, notes, drawings and headings of the stories."""
    book = NoteBook()
    book.read(package.stories)
    drawn = drawings.DrawingReader(package=package)
    for story, root in package.stories.items():
        galleries = contents.find_galleries(root)
        changes.remove_placeholders(root, log)
        for element in [each for tag in _WRAPPERS for each in root.iter(f"{W}{tag}")]:
            unwrap(element, element.find(f"{W}sdtContent") if element.tag == f"{W}sdt" else None)
        fields = FieldReader(link=partial(package.add_link, story), note=book.refer, log=log)
        fields.read(root)
        _resolve_anchors(root, book)
        book.take_out_of_links(root)
        if story == "document":
            _remove_contents(root, styles, [*galleries, *fields.contents], log)
    book.settle(package.stories, log)
    for story, root in package.stories.items():
        drawn.read(story, root)
        layout.mark_stress(root)
        layout.part_raised_numbers(root, styles)
    made.removed += drawn.removed
    made.remarks += drawn.remarks
    body = package.stories["document"].find(f"{W}body")
    if body is not None:
        _arrange(body, styles, made)


def _arrange(body: Element, styles: StyleSheet, made: DocumentContents) -> None:
    layout.join_drop_caps(body)
    layout.widen_tables(body)
    layout.clear_captions(body, styles)
    labels = layout.remove_abstract_labels(body, styles)
    made.removed += [Removed(what=RemovedKind.ABOUT, text=label) for label in labels if label]
    layout.arrange_head(body, styles)
    count = layout.mark_headings(body, styles)
    if count:
        made.guesses.append(f"{count} short paragraphs in larger type are headings, as their looks say")


def _remove_contents(root: Element, styles: StyleSheet, known: list[Element], log: ChangeLog) -> None:
    """Remove the tables of contents, each paragraph as one thing."""
    for paragraph in contents.find_contents(root, styles, known):
        log.remove(paragraph, RemovedKind.CONTENTS)


def _resolve_anchors(root: Element, book: NoteBook) -> None:
    """Turn links within the document that show the number of a note into references to it."""
    for link in list(root.iter(f"{W}hyperlink")):
        text = text_of(link).strip()
        reference = book.refer(link.get(f"{W}anchor") or "") if 0 < len(text) <= 6 and " " not in text else None  # noqa: PLR2004
        if reference is not None:
            link.addprevious(reference)
            drop(link)


def _read_margins(package: WordPackage) -> Iterator[Removed]:
    """Yield the comments, the headers and footers of the pages, and the names of those who worked on the text."""
    document = package.stories["document"]
    places = {found.get(f"{W}id"): words_before(found) for found in document.iter(f"{W}commentReference")}
    names = [each.get(f"{W}author") for root in package.stories.values() for each in root.iter(*_CHANGES)]
    for kind, path in package.margins:
        root = parse_part(package.parts[path], path)
        for each in root.iter(f"{W}comment" if kind == "comments" else f"{W}p"):
            if text := " ".join(text_of(each).split()):
                yield Removed(what=_MARGINS[kind], text=text, place=places.get(each.get(f"{W}id"), ""))
        names += [each.get(f"{W}author") for each in root.iter(f"{W}comment")]
    yield from (Removed(what=RemovedKind.REVIEWER, text=name) for name in dict.fromkeys(names) if name and name.strip())
