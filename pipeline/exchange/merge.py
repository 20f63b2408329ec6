"""Merge a file that came into the catalog of its article and edition, entry by entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from pipeline.catalog import sort_signatures, trim_targets
from pipeline.catalog.merge3 import merge_catalogs
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.combine import Base, Verdict, combine, weigh_claims
from pipeline.exchange.sendings import (
    EMPTY,
    SentArticle,
    entry_digest,
    record_return,
    revision_date,
    split_state,
)
from pipeline.frozen import dataclass
from pipeline.model import Catalog, Entry

_CREDITS = ("PO-Revision-Date", "Last-Translator", "Language-Team")
"""The fields of a header that say who worked when; all others are the workspace's own business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedText:
    """A text that came: its source, the translation that came, and the catalog's, if both are to be seen."""

    source: str
    target: str
    ours: str = ""
    context: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The catalog with what came, and the texts by what became of them. `touched` are the keys of the entries with
    something new, and `record` is what to remember of the package. `missing` says that the file lacks texts.
    """

    catalog: Catalog
    record: SentArticle
    texts: Mapping[Verdict, Sequence[ReceivedText]]
    touched: frozenset[str]
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The facts that are known of a catalog's entries, when a file of the package `name` comes: the records of all
    packages that have the article in this language, by name, and the digests of all remarks in them.

    `anonymous` is the name of the record of files that do not name their package. Their dates do not count, for they
    may be different people's; and any package may be theirs, so what was sent in any does not count for them.
    """

    packages: Mapping[str, SentArticle]
    name: str
    anonymous: str
    remarks: frozenset[str]
    begun: frozenset[str] = frozenset()

    @property
    def own(self) -> SentArticle:
        """The record of the file's package."""
        return self.packages.get(self.name, SentArticle())

    def date(self, catalog: Catalog) -> str:
        """Return the date of a file, as far as it counts."""
        return "" if self.name == self.anonymous else revision_date(catalog)

    def base(self, entry: Entry, record: SentArticle, *, same_language: bool) -> Base:
        """Return what is known of an entry when a file comes; `record` is what is known of its package then."""
        key = entry_digest(entry)
        known = {name: item.states[key] for name, item in self.packages.items() if key in item.states}
        first, *came = known.get(self.name, (EMPTY,))
        after = known | {self.name: record.states.get(key, (first,))}
        return Base(
            states=(
                "" if self.name == self.anonymous else first.partition("+")[0],
                *(split_state(state)[0] for state in came),
            ),
            before=weigh_claims(self._with_sent(known)),
            after=weigh_claims(self._with_sent(after)),
            remarks=self.remarks,
            same_language=same_language,
            is_begun=entry.key in self.begun,
        )

    def _with_sent(self, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        sent = "+".join(states[0] for name, states in known.items() if name != self.anonymous)
        return ((sent, *states[1:]) if name == self.anonymous else states for name, states in known.items())

    def has(self, entry: Entry) -> bool:
        """Tell whether an entry was sent or came before."""
        key = entry_digest(entry)
        return any(key in package.states for package in self.packages.values())


def make_history(
    packages: Mapping[str, SentArticle], name: str, lang: str, begun: frozenset[str] = frozenset()
) -> History:
    """Make the history for a file of the package `name`, empty if it does not say, from the records by package. `begun`
    are the keys of the offers in the catalog that somebody changed.
    """
    remarks = frozenset().union(*(item.remarks for item in packages.values()))
    return History(packages=packages, name=name or lang, anonymous=lang, remarks=remarks, begun=begun)


def merge_arrival(ours: Catalog, item: ExchangeCatalog, history: History, article: str) -> Merged:
    """Merge a file into the catalog of an article. A text that is not in the catalog is kept as obsolete, to be offered
    for what replaced it, if it was sent or the file says that it is of this article; else it is unknown.
    """
    entries = {entry.key: entry for entry in ours.entries}
    same_language = bool(item.source_lang) and item.source_lang == item.lang
    texts: dict[Verdict, list[ReceivedText]] = {verdict: [] for verdict in Verdict}
    came: list[Entry] = []
    for theirs in _fit_entries(trim_targets(item.catalog).entries, entries, same_language=same_language):
        if theirs.key in entries or item.article or history.has(theirs) or _refers_to(theirs, article):
            came.append(theirs)
        elif theirs.target:
            texts[Verdict.UNKNOWN].append(_received(theirs))
    record = record_return(history.own, came, history.date(item.catalog))
    touched: set[str] = set()
    for theirs in came:
        before = entries.get(theirs.key)
        ours_now = before or replace(theirs, target="", fuzzy=False, previous=None, remarks=(), obsolete=True)
        made = combine(ours_now, theirs, history.base(theirs, record, same_language=same_language))
        if before is not None or made.entry.target:
            entries[theirs.key] = made.entry
        if made.verdict in {Verdict.TAKEN, Verdict.CONFLICTING}:
            touched.add(theirs.key)
        is_outdated = made.verdict is Verdict.TAKEN and made.entry.obsolete
        verdict = Verdict.OUTDATED if is_outdated else made.verdict
        texts[verdict].append(_received(theirs, ours_now.target if verdict is Verdict.CONFLICTING else ""))
    catalog = replace(ours, entries=tuple(entries.values()))
    return Merged(
        catalog=_credit(catalog, item.catalog) if touched else catalog,
        record=record,
        texts=texts,
        touched=frozenset(touched),
        missing=_describe_missing(ours, came, history),
    )


def _describe_missing(ours: Catalog, came: Sequence[Entry], history: History) -> str:
    """Return a sentence about the texts that a file lacks, if they were sent in its package or stand at the end: the
    file may have been cut off. Empty if there are none.
    """
    sent = history.own.states if history.name != history.anonymous else None
    wanted = [
        entry.key for entry in ours.entries if not entry.obsolete and (sent is None or entry_digest(entry) in sent)
    ]
    keys = {entry.key for entry in came}
    missing = [key for key in wanted if key not in keys]
    is_end = missing == wanted[len(wanted) - len(missing) :]
    if not missing or (sent is None and not is_end):
        return ""
    which = "those at its end" if is_end else "the others"
    known = f"{len(wanted) - len(missing):,} of {len(wanted):,} texts"
    return f"has {known}, and {which} are missing. If it was cut off, ask for it again."


def _fit_entries(came: Sequence[Entry], entries: Mapping[str, Entry], *, same_language: bool) -> Iterator[Entry]:
    """Yield the entries that came with composed letters, and with the source in the catalog if theirs is the same but
    for the kind of its spaces and the composition of its letters: programs change both. They also put the source where
    nobody translated, as a draft, which does not count.
    """
    keys = {entry.key for entry in came}
    known: dict[str, list[Entry]] = {}
    for entry in entries.values() if keys - entries.keys() else ():
        if entry.key not in keys:
            known.setdefault(_fold_key(entry), []).append(entry)
    for entry in came:
        same = known.get(_fold_key(entry), ()) if known and entry.key not in entries else ()
        source = same[0].source if len(same) == 1 else entry.source
        context = same[0].context if len(same) == 1 else entry.context
        is_filled = entry.fuzzy and entry.target == entry.source and not same_language
        target = "" if is_filled else normalize("NFC", entry.target)
        is_kept = (source, context, target) == (entry.source, entry.context, entry.target)
        yield entry if is_kept else replace(entry, source=source, context=context, target=target)


def _fold_key(entry: Entry) -> str:
    return " ".join(normalize("NFC", entry.key).split())


def _refers_to(entry: Entry, article: str) -> bool:
    """Tell whether an entry names the article that it is from, with or without a line."""
    return any(name == article or name.startswith(f"{article}:") for name in entry.references)


def _received(entry: Entry, ours: str = "") -> ReceivedText:
    return ReceivedText(source=entry.source, target=entry.target, context=entry.context, ours=ours)


def _credit(ours: Catalog, theirs: Catalog) -> Catalog:
    """Credit the translator in the header, beside those who are there, and keep new comments above it. Where no dates
    tell who was last, names do, so that the order in which files come makes no difference.
    """
    named = {name: theirs.field(name) for name in _CREDITS if theirs.field(name).strip()}
    blank = _set_fields(ours.header, dict.fromkeys(_CREDITS, ""))
    sides = (
        replace(ours, entries=()),
        Catalog(
            header=_set_fields(ours.header, named),
            remarks=(*ours.remarks, *(line for line in theirs.remarks if line.strip() and line not in ours.remarks)),
        ),
    )
    first, second = sorted(sides, key=lambda side: side.field("Last-Translator"), reverse=True)
    merged = merge_catalogs(Catalog(header=blank, remarks=ours.remarks), first, second).catalog
    is_known = merged.remarks == ours.remarks
    return replace(ours, header=merged.header, remarks=ours.remarks if is_known else sort_signatures(merged.remarks))


def _set_fields(header: Sequence[tuple[str, str]], values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the header with these values, each in its place or, if they say something, at the end."""
    wanted = {name.lower(): value for name, value in values.items()}
    known = {name.lower() for name, _ in header}
    more = ((name, value) for name, value in values.items() if value and name.lower() not in known)
    return (*((name, wanted.get(name.lower(), value)) for name, value in header), *more)
