"""Import HTML: pages saved from the web, and documents that word processors save as HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import ArticleError
from pipeline.importers import ImportedArticle, Removed, RemovedKind, note_pairs, pandoc_ast, typed_lists
from pipeline.importers.boilerplate import find_repeated_blocks, find_repetition
from pipeline.importers.bold_headings import find_bold_headings
from pipeline.importers.coverage import find_unexplained
from pipeline.importers.encodings import decode
from pipeline.importers.pandoc_inlines import Nodes, plain_text
from pipeline.importers.typed_notes import drop_doubled_marks, normalize_notes, refer_again
from pipeline.importers.web.conversion import convert_elements
from pipeline.importers.web.head import read_head, take_signature
from pipeline.importers.web.main_text import find_main_text
from pipeline.importers.web.notes import lift_notes
from pipeline.importers.web.page import (
    Element,
    extract_text,
    find_body,
    parse_page,
    remove_element,
    strip_hidden,
    wrap_loose_text,
)
from pipeline.importers.web.page_dates import choose_date, find_shown_date, guess_date
from pipeline.importers.web.page_metadata import read_page_metadata
from pipeline.importers.web.pictures import Pictures
from pipeline.importers.web.plain_html import NOTE_BREAK, write_plain_html
from pipeline.importers.web.runs import extract_by_trafilatura, mark_taken, read_runs
from pipeline.importers.web.wordpress import complete_post, find_whole_post
from pipeline.languages.detection import resolve_language

_HEAD_BYTES = 4_096
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not those that keep two words on a line
_PRIVATE = re.compile(r"[\ue000-\ue003\x00]")


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> ImportedArticle:
    """Read the article on a web page. Raises ArticleError."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    decoded = decode(data, declared[1].decode() if declared else "")
    root = parse_page(_PRIVATE.sub("", complete_post(decoded.text, name)))
    page = find_body(root)
    stated = read_page_metadata(root)
    comments = convert_elements(root, page)
    strip_hidden(root, page)
    description = _take_standfirst(page, stated.description)
    lifted = lift_notes(page)
    post = find_whole_post(page)
    found = extract_by_trafilatura(root) if post is None else ""
    wrap_loose_text(page)
    runs = read_runs(page, stated.address)
    mark_taken(runs, found)
    day, is_stated = choose_date(stated.dates, find_shown_date(runs, stated.title), stated.address)
    day = day or guess_date(root)
    shown = [page, *(element for _, elements in lifted.notes for element in elements)]
    document = " ".join(note_pairs.remove_references(extract_text(element), " ") for element in shown)
    container, removed = find_main_text(page, stated, runs) if post is None else (post, [])
    pictures = Pictures(base=stated.address, folder=Path(name).parent if name != "-" else None)
    cleaner = pandoc_ast.TreeCleaner(picture=pictures.name)
    blocks, tree = _read_blocks(write_plain_html(container, lifted.notes), cleaner)
    body, notes = _split_notes(blocks)
    body, repeated = _split_repetition(body) if post is None else (body, [])
    head = read_head(body, stated, prefer_byline=post is not None)
    removed += [*comments, *lifted.removed, *(Removed(what=RemovedKind.ABOUT, text=text) for text in head.used)]
    while notes and head.blocks and head.blocks[-1]["t"] == "HorizontalRule":
        head.blocks.pop()
    removed += take_signature(head)
    head.blocks, more = find_bold_headings(typed_lists.split_paragraphs(head.blocks))
    head.blocks = typed_lists.tighten(typed_lists.join_items(head.blocks))
    blocks = [*pandoc_ast.add_title(head.blocks, head.marked, may_raise=True), *notes]
    markdown = pandoc_ast.write_markdown({**tree, "meta": {}, "blocks": blocks})
    made = normalize_notes(_with_definitions(note_pairs.write_references(markdown)))
    made = drop_doubled_marks(refer_again(made))
    lang, doubts = resolve_language(stated.lang, " ".join(map(plain_text, head.blocks)), languages)
    everything = (*removed, *repeated, *made.removed, *cleaner.removed)
    kept = [made.body, head.author, *(item.text for item in everything)]
    return replace(
        made,
        title=head.title,
        description=description,
        author=head.author,
        date=(head.date or day) if not is_stated else day,
        lang=lang,
        source=stated.address,
        pictures=tuple(pictures.found),
        removed=(*everything, *find_unexplained(document, kept)),
        dangling=tuple(dict.fromkeys(re.sub(r"</?sup>", "", mark) for mark in (*lifted.dangling, *made.dangling))),
        guesses=(
            *([decoded.guess] if decoded.guess else []),
            *head.guesses,
            *more,
            *_date_guess(day, is_stated or head.date),
        ),
        doubts=tuple(doubts),
        remarks=made.remarks,
    )


def _take_standfirst(page: Element, stated: str) -> str:
    """Take the description below the title out of a page that says that it is one; return it, or an empty string."""
    beginning = stated.rstrip("…")
    found = (each for each in page.iter("p") if each.get("class") == "standfirst")
    standfirst = next((each for each in found if beginning and extract_text(each).startswith(beginning)), None)
    if standfirst is None:
        return ""
    remove_element(standfirst)
    return _SPACES.sub(" ", "".join(standfirst.itertext())).strip(" ")


def _read_blocks(page: str, cleaner: pandoc_ast.TreeCleaner) -> tuple[Nodes, Mapping[str, Any]]:
    """Return the blocks of a plain page, and the tree that they are in. Raises ArticleError."""
    pandoc_ast.require_pandoc()
    try:
        tree = pandoc_ast.read_tree(page.encode(), "html")
        return cleaner.blocks(tree["blocks"]), tree
    except RecursionError as error:
        raise ArticleError(
            "is nested too deeply: tags in tags, hundreds deep. Copy the text and import that."
        ) from error


def _split_notes(blocks: Nodes) -> tuple[Nodes, Nodes]:
    """Split the blocks into those of the text, and those of its notes from the first label on."""
    for index, block in enumerate(blocks):
        if block["t"] in {"Para", "Plain"} and plain_text(block["c"]).startswith(NOTE_BREAK):
            return blocks[:index], blocks[index:]
    return blocks, []


def _split_repetition(blocks: Nodes) -> tuple[Nodes, list[Removed]]:
    """Split the blocks of a page that has its text twice into those of the text, and what is removed of the rest."""
    lines = [plain_text(block).strip() for block in blocks]
    start = find_repetition(lines) or len(blocks)
    gone = {*find_repeated_blocks(lines[:start]), *range(start, len(blocks))}
    removed = [Removed(what=RemovedKind.FURNITURE, text=lines[index]) for index in sorted(gone) if lines[index]]
    return [block for index, block in enumerate(blocks) if index not in gone], removed


def _date_guess(day: str, stated: object) -> list[str]:
    """Return a sentence about a date that the page does not state as its own."""
    return [f"the date is the likeliest one on the page: {day}"] if day and not stated else []


def _with_definitions(markdown: str) -> str:
    """Turn the notes at the end of the Markdown into definitions."""
    body, *rest = re.split(rf"^{NOTE_BREAK}(.*?){NOTE_BREAK}\n+", markdown, flags=re.MULTILINE)
    notes = []
    for label, text in zip(rest[::2], rest[1::2], strict=True):
        paragraphs = [part for part in re.split(r"\n{2,}", text.strip()) if part]
        notes.append(note_pairs.write_definition(label.replace("\\", ""), paragraphs or ["–"]))
    return "\n\n".join([body.rstrip("\n"), *notes]) + "\n"
