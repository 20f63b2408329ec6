"""An article as people work on it: every sentence in all editions, its state in each, and the findings."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum

from pipeline.article import escape
from pipeline.article.placeholders import is_fold, is_work
from pipeline.catalog.origin import origin_comments
from pipeline.catalog.review import find_reviewer, is_mark
from pipeline.edition import EditionPolicy, MissingText, build_edition
from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Article, Entry, Finding, Segment, SegmentKind, Severity, iter_segments
from pipeline.publishing.document import Document
from pipeline.publishing.reader import SourceOutline
from pipeline.workspace import documents
from pipeline.workspace.contents import load_article, read_content
from pipeline.workspace.editions import DraftEdition, draft_edition, edition_findings, entry_findings
from pipeline.workspace.files import content_digest
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


class CellState(StrEnum):
    """The state of a sentence in one edition; `plain` needs no translation, such as a number."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"
    FOLDED = "folded"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalArticle:
    """An article as it was read, with what its editions need of it. `digest` identifies its contents."""

    place: ArticlePath
    article: Article
    source: SourceOutline
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCell:
    """One sentence in one edition. `target` is the translation in the catalog, at `line`; `base` identifies it.
    `origin` names the machine or memory that it comes from, until somebody confirms it; `reviewer` the person who
    reviewed it as it is; `remarks` are the lines that people wrote at the entry.
    """

    state: CellState
    target: str = ""
    line: int = 0
    base: str = ""
    previous: str = ""
    origin: str = ""
    reviewer: str | None = None
    remarks: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def counted(self) -> int:
        """The number of findings, without hints."""
        return count_findings(self.findings)

    @property
    def is_repairable(self) -> bool:
        """Tell whether a finding has one right answer, and `targman check --fix` repairs such a translation."""
        is_done = self.state in {CellState.TRANSLATED, CellState.FOLDED}
        return is_done and any(each.replacement is not None for each in self.findings)


def count_findings(findings: Iterable[Finding]) -> int:
    """Count findings as the overview and `targman check` do: hints do not count."""
    return sum(each.severity is not Severity.HINT for each in findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionColumn:
    """One edition: its document with unfinished sentences, its cells by key, and the findings about it as a whole.
    `problem` is the reason why the catalog cannot be read; the last state is shown then. Until it is `checked`, its
    findings are the earlier ones of unchanged cells.
    """

    lang: str
    path: str
    document: Document
    cells: Mapping[str, EditionCell]
    findings: tuple[Finding, ...] = ()
    translators: tuple[str, ...] = ()
    problem: TargmanError | None = None
    checked: bool = False
    made: DraftEdition | None = field(default=None, compare=False)

    def cell(self, segment: Segment) -> EditionCell:
        """Return the cell of a segment of the article."""
        known = self.cells.get(segment.key)
        if known is not None:
            return known
        return EditionCell(state=CellState.MISSING if is_work(segment) else CellState.PLAIN, base=target_digest(""))


def read_remarks(entry: Entry) -> str:
    """Return what people wrote at an entry, a line each; marks of reviews are none."""
    return "\n".join(remark for remark in entry.remarks if not is_mark(remark))


def target_digest(target: str) -> str:
    """Return a short digest of a translation, by which a change is noticed."""
    return content_digest(target.encode("utf-8", "surrogatepass"))


def read_original(settings: Settings, place: ArticlePath) -> OriginalArticle:
    """Read the article at `place`. Raises ArticleError or FileError if it cannot be read."""
    article = load_article(settings, place)
    source, digest = documents.read_outline(article), target_digest(article.source)
    return OriginalArticle(place=place, article=article, source=source, digest=digest)


def read_column(
    settings: Settings, original: OriginalArticle, lang: str, before: EditionColumn | None = None
) -> EditionColumn:
    """Read one edition from disk, unchecked; `before` is its earlier state. Raises CatalogError or FileError."""
    wishes = replace(settings, fuzzy="use", missing="source")
    data = read_content(settings, original.place.catalog(lang))
    made = draft_edition(wishes, original.place, original.article, lang, data)
    known = before.cells if before else {}
    return EditionColumn(
        lang=lang,
        path=original.place.catalog(lang),
        document=documents.to_document(settings, made, original.source),
        cells={key: _cell(entry, known.get(key)) for key, entry in made.entries.items()},
        findings=before.findings if before else (),
        translators=made.translators,
        made=made,
    )


def check_column(settings: Settings, column: EditionColumn) -> EditionColumn:
    """Return the same edition with the findings of `check`, which takes longer than reading it."""
    if column.made is None:
        return replace(column, checked=True)
    found = edition_findings(settings, load_glossary(settings), column.made)
    by_key: dict[str, list[Finding]] = {}
    for finding in found:
        by_key.setdefault(finding.key, []).append(finding)
    return replace(
        column,
        cells={key: replace(cell, findings=tuple(by_key.get(key, ()))) for key, cell in column.cells.items()},
        findings=tuple(finding for finding in found if finding.key not in column.cells),
        checked=True,
    )


def empty_column(settings: Settings, original: OriginalArticle, lang: str, problem: TargmanError) -> EditionColumn:
    """Return an edition whose catalog could not be read yet: the source, without translations."""
    edition = build_edition(original.article, {}, lang, EditionPolicy(missing=MissingText.SOURCE))
    made = DraftEdition(
        path=original.place, article=original.article, entries={}, edition=edition, text=edition.text, translators=()
    )
    document = documents.to_document(settings, made, original.source)
    return EditionColumn(
        lang=lang, path=original.place.catalog(lang), document=document, cells={}, problem=problem, checked=True
    )


def _cell(entry: Entry, before: EditionCell | None) -> EditionCell:
    target = escape.clean_target(entry.target)
    if not target:
        state = CellState.MISSING
    elif entry.fuzzy:
        state = CellState.FUZZY
    else:
        state = CellState.FOLDED if is_fold(target) else CellState.TRANSLATED
    is_same = before is not None and (before.target, before.state) == (entry.target, state)
    return EditionCell(
        state=state,
        target=entry.target,
        line=entry.line,
        base=target_digest(entry.target),
        previous=entry.previous or "" if entry.fuzzy else "",
        origin="; ".join(origin_comments(entry)),
        reviewer=find_reviewer(entry),
        remarks=read_remarks(entry),
        findings=before.findings if before is not None and is_same else (),
    )


def try_translation(
    settings: Settings,
    original: OriginalArticle,
    column: EditionColumn,
    source: str,
    target: str,
    context: str | None = None,
) -> tuple[Finding, ...]:
    """Return the findings that this edition would have if the text `source` in this context had the confirmed
    translation `target`.
    """
    if column.made is None:
        return ()
    empty = Entry(source=source, context=context)
    entry = replace(column.made.entries.get(empty.key, empty), target=target, fuzzy=False, previous=None)
    entries = {**column.made.entries, entry.key: entry}
    policy = EditionPolicy(missing=MissingText.SOURCE, fuzzy=True)
    edition = build_edition(original.article, entries, column.lang, policy)
    glossary = load_glossary(settings)
    found = entry_findings(settings, glossary, original.place, original.article, {entry.key: entry}, column.lang)
    return (*found, *(finding for finding in edition.findings if finding.key == entry.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedSentence:
    """A segment with a name that stays when others come and go, and the segments inside its placeholders."""

    key: str
    segment: Segment
    inside: tuple["ViewedSentence", ...] = ()


def _is_shown(segment: Segment) -> bool:
    return is_work(segment) or segment.kind is SegmentKind.LINK_TARGET


def sentence_name(kind: str, key: str) -> str:
    """Return the name of the first sentence of this kind and key on the page of its article."""
    return content_digest(f"{kind} {key}".encode())[:12]


def list_sentences(article: Article) -> tuple[ViewedSentence, ...]:
    """Return the segments among the article's pieces, in order: the nth is the nth of a document's `sentences`."""
    count: dict[str, int] = {}

    def named(segment: Segment) -> str:
        name = sentence_name(segment.kind, segment.key)
        count[name] = count.get(name, 0) + 1
        return f"{name}-{count[name]}" if count[name] > 1 else name

    found = []
    for piece in article.pieces:
        if isinstance(piece, Segment):
            nested = [each for item in piece.placeholders for each in iter_segments(item.pieces)]
            inside = tuple(ViewedSentence(key=named(each), segment=each) for each in nested if _is_shown(each))
            found.append(ViewedSentence(key=named(piece), segment=piece, inside=inside))
    return tuple(found)
