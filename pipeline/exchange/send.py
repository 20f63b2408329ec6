"""`send`: make a package of work for one translator, and remember what was sent."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.article import escape
from pipeline.edition import find_texts
from pipeline.errors import TargmanError
from pipeline.exchange.formats import FORMATS
from pipeline.exchange.package import PackageFacts, PackedArticle, SentWork, pack, price_articles
from pipeline.exchange.sendings import Sending, name_sending, record_catalog
from pipeline.exchange.sent_files import load_sendings, write_sending
from pipeline.frozen import dataclass
from pipeline.languages.words import count_words
from pipeline.memory import MemoryUnit
from pipeline.memory.analysis import OpenText, count_work
from pipeline.memory.similarity import similarity
from pipeline.model import Article, Catalog, Entry
from pipeline.workspace import files
from pipeline.workspace.assignments import NAME, Assignment, AssignmentsError, add_assignments
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.index import Index
from pipeline.workspace.memory.sync import open_memory, open_memory_to_read, update_memory
from pipeline.workspace.paths import OUTPUT, ArticleListing, ArticlePath
from pipeline.workspace.runner import Advance, Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync

if TYPE_CHECKING:
    from pipeline.workspace.memory.store import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOrder:
    """The work to send: the edition, its articles, for whom and until when, and how.

    With `only_open`, catalogs have just the entries that are to be done. Articles with nothing to do are left out,
    unless they were `named`.
    """

    lang: str
    articles: tuple[ArticlePath, ...]
    to: str = ""
    due: date | None = None
    form: str = "po"
    only_open: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """A package that was made: its name and file, and the work in its articles and in all. `written` is false if the
    same file was there.
    """

    package: str
    path: str
    lang: str
    to: str
    due: str
    written: bool
    articles: tuple[SentWork, ...]
    total: SentWork
    currency: str = ""


def send(
    settings: Settings,
    order: SendOrder,
    index: Index,
    advance: Advance | None = None,
    *,
    output: Path | None = None,
    listing: ArticleListing | None = None,
) -> Outcome[SendResult]:
    """Bring the catalogs up to date, make a package of the work in them, and remember it. The caller holds the
    workspace's lock. Raises TargmanError if there is nothing to send, or the package cannot be written.
    """
    synced = sync(settings, order.articles, index, advance, listing=listing)
    problems = list(synced.problems)
    packed = tuple(_pack_articles(settings, order, index, problems))
    if not packed:
        return Outcome(done=(), problems=tuple(problems), notices=(_NOTHING,))
    sent = {item.path: record_catalog(item.sent) for item in packed}
    name = name_sending(order.lang, order.to, sent, str(order.due or ""), order.form)
    rates = _rates(settings, order.lang)
    facts = PackageFacts(
        name=name,
        lang=order.lang,
        project=settings.project,
        to=order.to,
        due=order.due,
        rates=rates or None,
        currency=dict(settings.rates).get("currency", ""),
    )
    data = pack(facts, packed, load_glossary(settings), FORMATS[order.form])
    path = str(output) if output else f"{OUTPUT}/packages/{name}.zip"
    _assign(settings, order, packed)
    if name not in load_sendings(settings):
        due = str(order.due or "")
        write_sending(settings, Sending(name=name, lang=order.lang, to=order.to, due=due, articles=sent))
    file = output or settings.root / path
    root = settings.root if output is None else file.resolve().parent
    is_written = files.write(file, data, seen=files.read(file), root=root)
    return Outcome(done=(_report(facts, packed, path, is_written=is_written),), problems=tuple(problems))


_NOTHING = "Nothing to send: these articles are translated. Name an article to send it nevertheless."


def _pack_articles(
    settings: Settings, order: SendOrder, index: Index, problems: list[TargmanError]
) -> Iterator[PackedArticle]:
    """Yield the articles to send, with their work counted in this order."""
    read = list(_read_articles(settings, order, problems))
    if settings.memory != "off" and read:
        with open_memory(settings.root) as memory:
            update_memory(settings, index, memory)
    found: list[tuple[list[OpenText], list[MemoryUnit]]] = []
    with open_memory_to_read(settings.root) as reader:
        memory_or_none = reader if settings.memory != "off" else None
        for item in read:
            texts = [_weigh(*each, item.article.lang, order.lang, memory_or_none) for each in item.open]
            found.append(([text for text, _ in texts], [unit for _, units in texts for unit in units]))
    for item, work, (_, matches) in zip(read, count_work(texts for texts, _ in found), found, strict=True):
        keys = {entry.key for entry, _ in item.open}
        entries = tuple(entry for entry in item.catalog.entries if not entry.obsolete)
        yield PackedArticle(
            path=item.place.path,
            stem=item.place.stem,
            article=item.article,
            catalog=item.catalog,
            sent=tuple(entry for entry in entries if entry.key in keys or not order.only_open),
            work=work,
            matches=tuple(matches),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadArticle:
    """An article with its catalog, and the entries that are to be done, each with the words of its source."""

    place: ArticlePath
    article: Article
    catalog: Catalog
    open: tuple[tuple[Entry, int], ...]


def _read_articles(settings: Settings, order: SendOrder, problems: list[TargmanError]) -> Iterator[_ReadArticle]:
    for place in order.articles:
        try:
            article = load_article(settings, place)
            catalog, _ = load_catalog(settings, place.catalog(order.lang))
        except TargmanError as error:
            problems += [] if any(str(known) == str(error) for known in problems) else [error]
            continue
        if catalog is None:
            continue
        entries = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
        waiting = tuple(
            (entries[key], count_words(segment.text))
            for key, segment in find_texts(article, entries).items()
            if key in entries and (entries[key].fuzzy or not escape.clean_target(entries[key].target))
        )
        # The catalog of the article's own language holds no translation; it is sent to be copy-edited, on demand.
        if order.named or (waiting and article.lang != order.lang):
            yield _ReadArticle(place=place, article=article, catalog=catalog, open=waiting)


def _weigh(
    entry: Entry, words: int, source_lang: str, lang: str, memory: "Memory | None"
) -> tuple[OpenText, tuple[MemoryUnit, ...]]:
    """Return an open text with its best match: the translation that it is offered, or one of the memory."""
    matches = memory.matches(entry.source, source_lang, lang) if memory and source_lang != lang else []
    scores = [match.score for match in matches]
    if entry.fuzzy and entry.previous:
        scores.append(similarity(entry.previous, entry.source))
    units = tuple(
        MemoryUnit(
            texts={source_lang: match.source, lang: match.target},
            lang=source_lang,
            origin=match.origin,
            translators={lang: match.translator} if match.translator else {},
        )
        for match in matches
    )
    return OpenText(key=entry.key, words=words, score=max(scores, default=0)), units


def _rates(settings: Settings, lang: str) -> dict[str, Decimal]:
    """Return the rates for a language: its own, else the general ones."""
    general = {name: Decimal(price) for name, price in settings.rates if "." not in name and name != "currency"}
    own = {name.removeprefix(f"{lang}."): price for name, price in settings.rates if name.startswith(f"{lang}.")}
    return general | {name: Decimal(price) for name, price in own.items() if name != "currency"}


def _assign(settings: Settings, order: SendOrder, packed: Sequence[PackedArticle]) -> None:
    """Write down who has the work now. Raises AssignmentsError if the table cannot be read."""
    if not order.to:
        return
    path = settings.root / NAME
    seen = files.read(path)
    name = order.to.partition("<")[0].strip() or order.to
    rows = (Assignment(article=item.stem, lang=order.lang, translator=name, due=order.due) for item in packed)
    try:
        files.write(path, add_assignments(seen, rows, settings.editions), seen=seen, root=settings.root)
    except AssignmentsError as error:
        raise error.at(NAME) from error


def _report(facts: PackageFacts, packed: Sequence[PackedArticle], path: str, *, is_written: bool) -> SendResult:
    *parts, total = price_articles(facts, packed)
    return SendResult(
        package=facts.name,
        path=path,
        lang=facts.lang,
        to=facts.to,
        due=str(facts.due or ""),
        written=is_written,
        articles=tuple(parts),
        total=total,
        currency=facts.currency,
    )
