"""`receive`: take back what translators send, entry by entry, and say what became of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from pipeline.errors import TargmanError
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.combine import Verdict
from pipeline.exchange.formats import detect_format, find_document
from pipeline.exchange.locate import Locator, Place, UnknownFileError, refuse_copies
from pipeline.exchange.merge import Merged, ReceivedText, make_history, merge_arrival
from pipeline.exchange.sendings import Sending, SentArticle
from pipeline.exchange.sent_files import load_sendings, write_sending
from pipeline.exchange.unpack import ReceivedFile, unpack
from pipeline.frozen import dataclass
from pipeline.memory.harvest import source_language
from pipeline.model import Finding
from pipeline.workspace import files
from pipeline.workspace.contents import ArticleContents, parse_article, parse_catalog, parse_glossary, read_contents
from pipeline.workspace.editions import entry_findings
from pipeline.workspace.paths import ArticleListing, find_name_errors, list_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.safety import list_begun, load_copy
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import catalog_bytes, update_article


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveResult:
    """The report on one catalog that came: numbers of entries, and the texts that a person has to look at.

    `package` is the name of what was sent, empty if the file does not say. `taken` is new in the catalog at `path`;
    `same` was there or came before; `older` was replaced since by the same translator. `conflicting` texts have other
    translations, which stay beside those that came; `outdated` ones are no longer in the article, and are offered for
    what replaced them; `unknown` ones are of no article here. `findings` are those of `check` on what was taken.
    """

    file: str
    article: str
    lang: str
    path: str
    package: str
    written: bool
    taken: int
    same: int
    older: int
    untranslated: int
    conflicting: tuple[ReceivedText, ...] = ()
    outdated: tuple[ReceivedText, ...] = ()
    unknown: tuple[ReceivedText, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A catalog that came: the file's name, and what is in it."""

    name: str
    item: ExchangeCatalog


def read_arrivals(paths: Sequence[Path]) -> tuple[list[Arrival], list[TargmanError]]:
    """Read the catalogs in files, folders and packages; return also the reasons why others cannot be read."""
    arrivals: list[Arrival] = []
    problems: list[TargmanError] = []
    for path in paths:
        for item in unpack(path):
            if isinstance(item, TargmanError):
                problems.append(item)
                continue
            try:
                arrivals += _read(item)
            except TargmanError as error:
                problems.append(error.at(item.name))
    return arrivals, problems


def receive(
    settings: Settings,
    arrivals: Sequence[Arrival],
    advance: Callable[[], object] = lambda: None,
    *,
    dry_run: bool = False,
) -> Outcome[ReceiveResult]:
    """Take in catalogs, past those that cannot be placed. The caller holds the workspace's lock. With `dry_run` nothing
    is written, and the outcome is what it would be.
    """
    work = _Intake(
        settings=settings, listing=list_articles(settings), sendings=load_sendings(settings), dry_run=dry_run
    )
    problems: list[TargmanError] = []
    done: list[ReceiveResult] = []
    for arrival in arrivals:
        work.notices += (f"{arrival.name}: {notice}" for notice in arrival.item.notices)
        try:
            done.extend(work.take(arrival))
        except TargmanError as error:
            problems.append(error if error.path else error.at(arrival.name))
        advance()
    try:
        work.save_sendings()
    except TargmanError as error:
        problems.append(error)
    return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(work.notices))


def _read(item: ReceivedFile) -> Iterator[Arrival]:
    if document := find_document(item.data):
        raise UnknownFileError(f"is {document}. Save it as a Word file (.docx), and give that.")
    found = detect_format(item.name, item.data)
    if found is None:
        raise UnknownFileError("is not a package, a catalog (.po), XLIFF or a Word table. Give one of these.")
    for part in found.read(item.data):
        yield Arrival(name=item.name, item=part)


@dataclass(kw_only=True)
class _Intake:
    """The work of one call. `written` has the catalogs that a dry run would have written, by path;
    `notices` are sentences about what came.
    """

    settings: Settings
    listing: ArticleListing
    sendings: dict[str, Sending]
    dry_run: bool
    changed: set[str] = field(default_factory=set)
    written: dict[str, bytes] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._locator = Locator(settings=self.settings, articles=self.listing.articles, sendings=dict(self.sendings))
        self._refused = find_name_errors(self.listing.articles)
        self.records = {name: dict(sending.articles) for name, sending in self.sendings.items()}

    def take(self, arrival: Arrival) -> Iterator[ReceiveResult]:
        """Take in one catalog, in parts for the articles that have its texts now. Raises TargmanError for a part that
        cannot be taken in.
        """
        place = self._locator.find(arrival.item, arrival.name)
        for article, item in self._locator.divide(arrival.item, place.article):
            if article.path in self._refused:
                raise self._refused[article.path]
            part, there = replace(arrival, item=item), replace(place, article=article)
            yield files.try_again(partial(self._take_once, part, there))

    def _take_once(self, arrival: Arrival, place: Place) -> ReceiveResult:
        path = place.article.catalog(place.lang)
        contents = read_contents(self.settings, place.article, [place.lang], with_template=True, with_glossary=True)
        if path in self.written:
            contents = replace(contents, catalogs={place.lang: self.written[path]})
        ours, seen = parse_catalog(path, contents.catalogs[place.lang])
        if ours is None or seen is None:
            raise UnknownFileError(f"belongs to {path}, which is not there yet. Run: targman sync")
        record = place.sending or place.lang
        sent_path = self._sent_path(arrival, place)
        packages = {
            name: self.records[name][each]
            for name, sending in self.sendings.items()
            for each in {sent_path, place.article.path}
            if sending.lang == place.lang and each in self.records[name]
        }
        begun = list_begun(path, ours, load_copy(self.settings.root, path))
        history = make_history(packages, place.sending, place.lang, begun)
        item = replace(arrival.item, lang=place.lang, source_lang=source_language(ours, self.settings.languages))
        refuse_copies(item)
        merged = merge_arrival(ours, item, history, place.article.path)
        data = (
            seen
            if merged.catalog == ours
            else self._updated(contents, place, catalog_bytes(merged.catalog, ours, seen))
        )
        is_written = data != seen
        if is_written and self.dry_run:
            self.written[path] = data
        elif is_written:
            files.write(self.settings.root / path, data, seen=seen, root=self.settings.root)
        self._remember(record, place.lang, sent_path, merged.record)
        self.notices += [f"{arrival.name}: {merged.missing}"] if merged.missing else []
        return self._report(arrival, place, merged, contents, data, is_written=is_written)

    def _sent_path(self, arrival: Arrival, place: Place) -> str:
        """Return the path by which the package knows the article, which may have another name since."""
        sending = self.sendings.get(place.sending)
        return arrival.item.article if sending and arrival.item.article in sending.articles else place.article.path

    def _updated(self, contents: ArticleContents, place: Place, data: bytes) -> bytes:
        """Return the catalog as `sync` would make it of what came, with offers for the texts that changed since."""
        settings = replace(self.settings, editions=(place.lang,))
        [made] = update_article(settings, replace(contents, catalogs={place.lang: data})).catalogs
        if isinstance(made, TargmanError):
            raise made
        return data if made.data is None else made.data

    def _remember(self, name: str, lang: str, path: str, record: SentArticle) -> None:
        articles = self.records.setdefault(name, {})
        if articles.get(path) != record and (record.states or record.remarks):
            articles[path] = record
            self.sendings.setdefault(name, Sending(name=name, lang=lang))
            self.changed.add(name)

    def save_sendings(self) -> None:
        """Write what came to where it is remembered. Raises FileError."""
        for name in sorted(self.changed if not self.dry_run else ()):
            write_sending(self.settings, replace(self.sendings[name], articles=self.records[name]))

    def _report(
        self,
        arrival: Arrival,
        place: Place,
        merged: Merged,
        contents: ArticleContents,
        data: bytes,
        *,
        is_written: bool,
    ) -> ReceiveResult:
        path = place.article.catalog(place.lang)
        return ReceiveResult(
            file=arrival.name,
            article=place.article.path,
            lang=place.lang,
            path=path,
            package=place.sending,
            written=is_written and not self.dry_run,
            taken=len(merged.texts[Verdict.TAKEN]),
            same=len(merged.texts[Verdict.SAME]),
            older=len(merged.texts[Verdict.OLDER]),
            untranslated=len(merged.texts[Verdict.UNTRANSLATED]),
            conflicting=tuple(merged.texts[Verdict.CONFLICTING]),
            outdated=tuple(merged.texts[Verdict.OUTDATED]),
            unknown=tuple(merged.texts[Verdict.UNKNOWN]),
            findings=self._check(place, merged.touched, contents, data) if merged.touched else (),
        )

    def _check(
        self, place: Place, touched: frozenset[str], contents: ArticleContents, data: bytes
    ) -> tuple[Finding, ...]:
        """Check what was taken, with the lines of the catalog as it is now."""
        found, _ = parse_catalog(place.article.catalog(place.lang), data)
        entries = {entry.key: entry for entry in (found.entries if found else ()) if not entry.obsolete}
        article, glossary = parse_article(self.settings, contents), parse_glossary(self.settings, contents.glossary)
        findings = entry_findings(self.settings, glossary, place.article, article, entries, place.lang)
        return tuple(item for item in findings if item.key in touched)
