"""Text copied from a page or a letter: title, byline, bare headings, typed notes, a signature, the page's furniture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.importers import ImportedArticle, Removed, boilerplate, coverage, metadata, note_pairs, paragraphs
from pipeline.importers.encodings import decode
from pipeline.languages.detection import resolve_language


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A text while it is taken apart: its paragraphs, and what was found out about it."""

    blocks: list[str]
    title: str = ""
    author: str = ""
    byline: str = ""
    date: str = ""
    removed: list[Removed] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def remove(self, what: str, *texts: str) -> None:
        """Note what is left out of the article."""
        self.removed += [Removed(what=what, text=text) for text in texts]


def read(data: bytes, name: str) -> ImportedArticle:  # noqa: ARG001
    """The article in a pasted text. Raises ArticleError where the bytes are no text."""
    decoded = decode(data)
    text = paragraphs.tidy(decoded.text)
    draft = _Draft(blocks=paragraphs.paragraphs(text), guesses=[decoded.guess] if decoded.guess else [])
    _read_furniture_inside(draft)
    _read_head(draft)
    safe = [paragraphs.escaped(block) for block in draft.blocks]
    paired = note_pairs.pair(safe)
    notes = {index for note in paired.notes for index in (note.block, *note.more)}
    draft.remove("heading of the notes", *(draft.blocks[index] for index in paired.headings))
    aside = notes | set(paired.headings)
    end = _read_tail(draft, paired.last + 1)
    body = [index for index in range(end) if index not in aside]
    body = _read_signature(draft, body, paired.first)
    if paired.notes and body and body[-1] > paired.last:
        count = sum(index > paired.last for index in body)
        what = "1 paragraph" if count == 1 else f"{count} paragraphs"
        draft.remarks.append(f"after the notes there was more text, kept at the end of the article: {what}")
    made = paragraphs.markdown([draft.blocks[index] for index in body], [str(paired.blocks[index]) for index in body])
    head = [f"# {paragraphs.escaped(draft.title)}"] if draft.title else []
    article = note_pairs.written("\n\n".join([*head, *made, *note_pairs.definitions(paired, safe)]) + "\n")
    lang, doubts = resolve_language("", " ".join(draft.blocks[index] for index in body) or text)
    kept = [article, draft.author, draft.byline, *(item.text for item in draft.removed)]
    return ImportedArticle(
        body=article,
        title=draft.title,
        author=draft.author,
        byline=draft.byline,
        date=draft.date,
        lang=lang,
        removed=tuple(draft.removed),
        dangling=paired.dangling,
        spaced=paired.spaced,
        guesses=tuple(draft.guesses),
        doubts=tuple(doubts),
        remarks=(*draft.remarks, *note_pairs.remarks(paired), *coverage.remarks(text, kept)),
    )


def _read_furniture_inside(draft: _Draft) -> None:
    """Leave out what is furniture wherever it stands."""
    at_top = True
    kept = []
    for block in draft.blocks:
        if boilerplate.is_furniture(block) or (at_top and boilerplate.is_above_the_title(block)):
            draft.remove("page furniture", block)
        else:
            kept.append(block)
            at_top = False
    draft.blocks = kept


def _read_head(draft: _Draft) -> None:
    """Take the title off the head of the text, and the lines below it that say who wrote it and when."""
    head = metadata.read_head(draft.blocks)
    draft.title, draft.author, draft.date = head.title, head.author, head.date
    if head.title:
        draft.guesses.append(f"the first line is the title: “{head.title}”")
    draft.remove("line about the text", *(draft.blocks[index] for index in head.used))
    aside = {head.title_line, *head.used}
    draft.blocks = [block for index, block in enumerate(draft.blocks) if index not in aside]


def _read_tail(draft: _Draft, start: int) -> int:
    """Find where the page goes on after the text, at the block `start` at the earliest, and leave that out."""
    blocks = draft.blocks
    end = len(blocks)
    for index in range(len(blocks) - 1, (start or len(blocks) // 2) - 1, -1):
        if boilerplate.ends_the_text(blocks[index], after_notes=start > 0):
            end = index
        elif boilerplate.goes_on(blocks[index], after_notes=start > 0):
            break
    draft.remove("page furniture", *blocks[end:])
    return end


def _read_signature(draft: _Draft, body: Sequence[int], notes: int) -> list[int]:
    """Take the name below the text as its author's; what the line below the title said is its byline then."""
    above = [index for index in body if index < notes]
    last = draft.blocks[above[-1]] if len(above) > 1 else ""
    name = metadata.signature(last)
    if not name:
        return list(body)
    if draft.author and draft.author.casefold() != name.casefold():
        draft.byline = draft.author
    draft.author = name
    draft.remove("signature", last)
    draft.guesses.append(f"the author is who signed the text: “{name}”")
    return [index for index in body if index != above[-1]]
