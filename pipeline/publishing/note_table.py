"""Tabulate the notes of an article across its editions, and compare them."""

import csv
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import reduce
from io import StringIO
from operator import itemgetter

from pipeline.article.markdown.events import fold_label
from pipeline.frozen import dataclass
from pipeline.model import Finding, Message, Severity
from pipeline.publishing.document import NOTE_REFERENCE, Document, Node, extract_text, link_target, walk

_BREAKS = {"SoftBreak", "HardBreak"}
_LEAF_BLOCKS = {"Paragraph", "Heading", "TableCell"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("number", "references", "sentence", "target", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCell:
    """A note in one edition: its marker, its references, the sentence with the first one, its addresses, its text."""

    number: str
    references: int
    sentence: str
    targets: tuple[str, ...]
    text: str

    @property
    def target(self) -> str:
        """The addresses of the note, or its text if it has none."""
        return " ".join(self.targets) or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note in all editions; None stands for an edition that lacks it. `is_translator_note` is true if the
    translator of the only edition that has the note added it.
    """

    label: str
    is_translator_note: bool
    editions: Mapping[str, NoteCell | None]


def build_note_table(documents: Mapping[str, Document]) -> tuple[NoteRow, ...]:
    """Return the notes of an article's editions: the article's own in the order of the edition in its language, or of
    the first one if that is missing; then the translators', edition by edition.
    """
    cells: dict[tuple[str, str], dict[str, NoteCell]] = {}
    labels: dict[tuple[str, str], str] = {}
    for lang, document in sorted(documents.items(), key=lambda item: item[1].is_translated):
        sentences = dict(_find_sentences(document))
        for note in document.notes:
            key = (fold_label(note.label), lang if note.is_translator_note else "")
            labels.setdefault(key, note.label)
            cells.setdefault(key, {})[lang] = NoteCell(
                number=note.marker,
                references=note.references,
                sentence=sentences.get(note.label, ""),
                targets=tuple(dict.fromkeys(link_targets(note.blocks))),
                text=extract_text(note.blocks),
            )
    rows = []
    for key, found in cells.items():
        editions = {lang: found.get(lang) for lang in documents}
        rows.append(NoteRow(label=labels[key], is_translator_note=bool(key[1]), editions=editions))
    return tuple(sorted(rows, key=lambda row: row.is_translator_note))


def compare_notes(rows: Iterable[NoteRow]) -> Iterator[Finding]:
    """Yield a finding for every difference between the editions. Other addresses are but a hint: an edition may cite a
    source in its own language.
    """
    for row in rows:
        if row.is_translator_note:
            continue
        reference = f"[^{row.label}]"
        there = {lang: cell for lang, cell in row.editions.items() if cell is not None}
        for lang in row.editions:
            if lang not in there:
                yield Finding(
                    rule="note-absent",
                    severity=Severity.ERROR,
                    message=Message.create(
                        "the note {reference} is missing in the edition in “{lang}”. Put its reference back.",
                        reference=reference,
                        lang=lang,
                    ),
                )
        counts = {lang: cell.references for lang, cell in there.items()}
        if len(set(counts.values())) > 1:
            yield Finding(
                rule="note-references",
                severity=Severity.WARNING,
                message=Message.create(
                    "editions refer to the note {reference} a different number of times ({counts}). Check whether a "
                    "reference was lost.",
                    reference=reference,
                    counts=tuple(f"{lang} {count}" for lang, count in counts.items()),
                ),
            )
        if len({frozenset(cell.targets) for cell in there.values()}) > 1:
            yield Finding(
                rule="note-target",
                severity=Severity.HINT,
                message=Message.create(
                    "the note {reference} leads elsewhere in some editions ({targets}). Make sure that this is meant.",
                    reference=reference,
                    targets=reduce(
                        lambda one, other: Message.create("{one}; {other}", one=one, other=other),
                        [_describe_targets(lang, cell) for lang, cell in there.items()],
                    ),
                ),
            )


def format_json(rows: Sequence[NoteRow]) -> str:
    """Return the table as JSON: a list with `label`, `own` (a translator's note) and `editions`, which has the
    fields of NoteCell by language, or null for an edition that lacks the note.
    """
    found = [
        {
            "label": row.label,
            "own": row.is_translator_note,
            "editions": {lang: cell and asdict(cell) for lang, cell in row.editions.items()},
        }
        for row in rows
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def format_csv(rows: Sequence[NoteRow]) -> str:
    """Return the table as CSV (RFC 4180): a row for each note, five columns for each language.

    The columns are `number`, `references`, `sentence`, `target` and `text`, as in `number.hy`, empty if the edition
    lacks the note. The text begins with a byte order mark: without it Excel misreads Armenian. A cell that a
    spreadsheet would take for a formula begins with an apostrophe.
    """
    languages = list(dict.fromkeys(lang for row in rows for lang in row.editions))
    table = StringIO()
    table.write("\ufeff")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(["note", *(f"{column}.{lang}" for lang in languages for column in _COLUMNS)])
    for row in rows:
        found = [(row.editions[lang], column) for lang in languages for column in _COLUMNS]
        cells = ["" if cell is None else str(getattr(cell, column)) for cell, column in found]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in (row.label, *cells)])
    return table.getvalue()


def link_targets(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the addresses of the links in nodes, as they are written."""
    return (link_target(node) for node in walk(nodes) if node.tag == "Link")


def _find_sentences(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the label of each note with the sentence that has the first reference to it."""
    blocks = [*([document.headline] if document.headline else []), *document.body]
    blocks += [block for note in document.notes for block in note.blocks]
    spans = sorted(span for span in document.sentences if span[0] < span[1])
    for block in _leaf_blocks(blocks):
        for node in walk(block):
            if node.tag == NOTE_REFERENCE and node.value.ordinal == 1:
                yield node.value.label, _sentence_at(node.start, block, spans)


def _leaf_blocks(nodes: Iterable[Node]) -> Iterator[tuple[Node, ...]]:
    """Yield the inline nodes of each block."""
    line: list[Node] = []
    for node in nodes:
        if node.tag in _LEAF_BLOCKS:
            yield node.children
        elif node.tag in {"BlockQuote", "List", "Item", "Table", "TableHead", "TableRow"}:
            yield from _leaf_blocks(node.children)
        else:
            line.append(node)
    yield tuple(line)


def _sentence_at(place: int, block: Sequence[Node], spans: Sequence[tuple[int, int]]) -> str:
    """Return the sentence at `place` in a block. `spans` are those of all sentences, in order."""
    start, end = spans[max(bisect_right(spans, place, key=itemgetter(0)) - 1, 0)] if spans else (0, 0)
    if not start <= place < end:
        return extract_text(block)
    return " ".join("".join(_words_between(block, start, end)).split())


def _words_between(nodes: Iterable[Node], start: int, end: int) -> Iterator[str]:
    """Yield the text of nodes from `start` to `end`."""
    for node in walk(nodes):
        if node.tag == "Text" and len(node.value) == node.end - node.start:
            yield node.value[max(start - node.start, 0) : max(end - node.start, 0)]
        elif start <= node.start < end and node.tag in {"Text", "Code"}:
            yield node.value
        elif start <= node.start < end and node.tag in _BREAKS:
            yield " "


def _describe_targets(lang: str, cell: NoteCell) -> Message:
    """Return where a note of one edition leads."""
    if cell.targets:
        return Message.create("{lang}: {targets}", lang=lang, targets=" ".join(cell.targets))
    return Message.create("{lang}: none", lang=lang)
