"""Import pasted text: title, byline, bare headings, typed notes, a signature, and boilerplate of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.importers import (
    ImportedArticle,
    Removed,
    RemovedKind,
    boilerplate,
    coverage,
    metadata,
    note_markers,
    note_pairs,
    paragraphs,
)
from pipeline.importers.encodings import decode
from pipeline.importers.typed_contents import find_typed_contents, is_contents_heading
from pipeline.languages.detection import resolve_language

_HEAD_LINES, _HEAD_LETTERS = 8, 300


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A text while it is taken apart: its paragraphs, the title first if it has one, and the findings about it."""

    blocks: list[str]
    has_title: bool = False
    title: str = ""
    author: str = ""
    byline: str = ""
    date: str = ""
    removed: list[Removed] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def remove(self, what: RemovedKind, *texts: str) -> None:
        """Record texts that are left out of the article."""
        self.removed += [Removed(what=what, text=text) for text in texts]


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> ImportedArticle:  # noqa: ARG001
    """Read the article in a pasted text. Raises ArticleError if the bytes are not text."""
    decoded = decode(data)
    text = paragraphs.clean_text(decoded.text)
    draft = _Draft(blocks=paragraphs.split_paragraphs(text), guesses=[decoded.guess] if decoded.guess else [])
    _remove_boilerplate(draft)
    _read_head(draft)
    _remove_contents(draft)
    safe = [paragraphs.escape_line(block) for block in draft.blocks]
    paired = note_pairs.pair_notes(safe)
    if draft.has_title:
        draft.title = coverage.unescape(note_pairs.remove_references(str(paired.blocks[0])))
        draft.guesses.insert(bool(decoded.guess), f"the first line is the title: “{draft.title}”")
    notes = {index for note in paired.notes for index in (note.block, *note.more)}
    draft.remove(RemovedKind.NOTES_HEADING, *(draft.blocks[index] for index in paired.headings))
    aside = notes | set(paired.headings)
    furniture = boilerplate.find_furniture(draft.blocks, paired.area, after_notes=bool(paired.notes))
    draft.remove(RemovedKind.FURNITURE, *(draft.blocks[index] for index in furniture))
    body = [index for index in range(draft.has_title, len(draft.blocks)) if index not in {*aside, *furniture}]
    body = _read_signature(draft, body, paired.first)
    if paired.notes and body and body[-1] > paired.last:
        count = sum(index > paired.last for index in body)
        what = "1 paragraph" if count == 1 else f"{count} paragraphs"
        draft.remarks.append(f"more text after the notes was kept at the end of the article: {what}")
    made = paragraphs.format_blocks(
        [draft.blocks[index] for index in body], [str(paired.blocks[index]) for index in body]
    )
    head = [f"# {paired.blocks[0]}"] if draft.has_title else []
    article = note_pairs.write_references(
        "\n\n".join([*head, *made, *note_pairs.write_definitions(paired, safe)]) + "\n"
    )
    lang, doubts = resolve_language("", " ".join(draft.blocks[index] for index in body) or text, languages)
    kept = [article, draft.author, draft.byline, *(item.text for item in draft.removed)]
    return ImportedArticle(
        body=article,
        title=draft.title,
        author=draft.author,
        byline=draft.byline,
        date=draft.date,
        lang=lang,
        removed=(*draft.removed, *coverage.find_unexplained(text, kept)),
        dangling=paired.dangling,
        spaced=paired.spaced,
        guesses=tuple(draft.guesses),
        doubts=tuple(doubts),
        remarks=(*draft.remarks, *note_pairs.pairing_remarks(paired)),
    )


def _remove_boilerplate(draft: _Draft) -> None:
    """Leave out boilerplate wherever it stands."""
    at_top = True
    kept = []
    for block in draft.blocks:
        if boilerplate.is_boilerplate(block) or (at_top and boilerplate.is_breadcrumb(block)):
            draft.remove(RemovedKind.FURNITURE, block)
        else:
            kept.append(block)
            at_top = False
    draft.blocks = kept


def _remove_contents(draft: _Draft) -> None:
    """Leave out the tables of contents, with their headings."""
    gone = {index for row in find_typed_contents(draft.blocks) for index in row}
    gone |= {index - 1 for index in gone if index and is_contents_heading(draft.blocks[index - 1])}
    draft.remove(RemovedKind.CONTENTS, *(draft.blocks[index] for index in sorted(gone)))
    draft.blocks = [block for index, block in enumerate(draft.blocks) if index not in gone]


def _read_head(draft: _Draft) -> None:
    """Find the title, which stays the first block, and take the lines below it with the author and the date out. A line
    with the marker of a note stays.
    """
    plain = [_without_markers(block) if len(block) <= _HEAD_LETTERS else block for block in draft.blocks[:_HEAD_LINES]]
    lines = plain + draft.blocks[_HEAD_LINES:]
    head = metadata.read_head(lines)
    draft.has_title, draft.author, draft.date = bool(head.title), head.author, head.date
    used = set(head.used)
    below = [index for index in range(draft.has_title, len(draft.blocks)) if index not in used]
    name = metadata.find_name_below_title([lines[index] for index in below]) if head.title and below else ""
    if name and not draft.author:
        draft.author = name
        draft.guesses.append(f"the author is the name below the title: “{name}”")
        used.add(below[0])
    used = {index for index in used if index >= _HEAD_LINES or plain[index] == draft.blocks[index]}
    draft.remove(RemovedKind.ABOUT, *(draft.blocks[index] for index in sorted(used)))
    draft.blocks = [block for index, block in enumerate(draft.blocks) if index not in used]


def _without_markers(line: str) -> str:
    """Return a line without the markers of notes at its end, as they are when it is escaped."""
    escaped = paragraphs.escape_line(line)
    cut = note_markers.remove_last_markers(escaped)
    return line if cut == escaped else coverage.unescape(cut)


def _read_signature(draft: _Draft, body: Sequence[int], notes: int) -> list[int]:
    """Take the name below the text as its author's; the line below the title becomes the byline then."""
    above = [index for index in body if index < notes]
    last = draft.blocks[above[-1]] if len(above) > 1 else ""
    name = metadata.find_signature(last)
    if not name:
        return list(body)
    if draft.author and draft.author.casefold() != name.casefold():
        draft.byline = draft.author
    draft.author = name
    draft.remove(RemovedKind.SIGNATURE, last)
    draft.guesses.append(f"the author is the name below the text: “{name}”")
    return [index for index in body if index != above[-1]]
