"""Remember what was sent to whom, and what came back; `sent_files` keeps it on the disk.

Of each entry it has the digest of its translation as it was sent, then of those that came back, with the dates of
their files. That is enough to be the base of a merge: a translation that has one of these digests is not new.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from hashlib import blake2b

from pipeline.catalog.origin import MERGE_REMARK
from pipeline.frozen import dataclass
from pipeline.languages.romanisation import slugify
from pipeline.model import Catalog, Entry

DRAFT = "~"
"""End of the digest of a fuzzy translation."""
EMPTY = "-"
"""Stands for the digest of no translation."""
_DIGEST_BYTES = 6
_NAME_LENGTH = 40
"""Characters of a person's name in that of a package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentArticle:
    """A catalog of a package: by entry its states, the one sent first, and the digests of the remarks in it. A state is
    the digest of a translation; of one that came back with `@` and the date of its file, if that is known.
    """

    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A package: its `name`, for whom and until when it is (may be empty), and its catalogs by article.

    The one that has the language as its name is for what comes without having been sent.
    """

    name: str
    lang: str
    to: str = ""
    due: str = ""
    articles: Mapping[str, SentArticle] = field(default_factory=dict)


def entry_digest(entry: Entry) -> str:
    """Return the digest of an entry's source and context, by which it is found."""
    return _digest(f"{entry.context or ''}\x04{entry.source}" if entry.context is not None else entry.source)


def state_digest(entry: Entry) -> str:
    """Return the digest of an entry's translation, with a mark for a fuzzy one."""
    return text_digest(entry.target) + (DRAFT if entry.fuzzy else "") if entry.target else EMPTY


def _sent_state(entry: Entry) -> str:
    """Return the state of an entry, with the digests of the other translations that a person is to choose from."""
    others = [item.removeprefix(MERGE_REMARK) for item in entry.remarks if item.startswith(MERGE_REMARK)]
    return "+".join((state_digest(entry), *map(text_digest, others)))


def text_digest(target: str) -> str:
    """Return the digest of a translation; editors may change its white space."""
    return _digest(" ".join(target.split()))


def remark_digest(entry: Entry, remark: str) -> str:
    """Return the digest of a translator's remark at an entry."""
    return _digest(f"{entry_digest(entry)}\0{' '.join(remark.split())}")


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def revision_date(catalog: Catalog) -> str:
    """Return the date of a catalog's last revision in a form that sorts by time; an empty string if it names none."""
    try:
        date = datetime.fromisoformat(catalog.field("PO-Revision-Date").strip())
    except ValueError:
        return ""
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%S")


def record_catalog(entries: Iterable[Entry]) -> SentArticle:
    """Return what to remember of a catalog that is sent."""
    active = [entry for entry in entries if not entry.obsolete]
    return SentArticle(
        states={entry_digest(entry): (_sent_state(entry),) for entry in active},
        remarks=frozenset(remark_digest(entry, remark) for entry in active for remark in entry.remarks),
    )


def record_return(sent: SentArticle, entries: Iterable[Entry], date: str) -> SentArticle:
    """Return what to remember after entries came back; the order in which files come makes no difference."""
    states = dict(sent.states)
    remarks = set(sent.remarks)
    for entry in entries:
        key = entry_digest(entry)
        before = states.get(key, (EMPTY,))
        after = add_state(before, entry, date)
        if after != before:
            states[key] = after
        remarks.update(remark_digest(entry, remark) for remark in entry.remarks)
    return SentArticle(states=states, remarks=frozenset(remarks))


def add_state(states: tuple[str, ...], entry: Entry, date: str) -> tuple[str, ...]:
    """Return the states of an entry, the one sent first, after it came back in a file of this date; empty: unknown."""
    first, state = states[0], state_digest(entry)
    if state in (first.partition("+")[0], EMPTY):
        return states
    return unite_states(states, (first, f"{state}@{date}" if date else state))


def unite_states(*records: tuple[str, ...]) -> tuple[str, ...]:
    """Return the states that several records of one entry have: of each the latest date, and beside it that it came
    without one.
    """
    came = {split_state(state) for _, *states in records for state in states}
    latest = {state: max(date for other, date in came if other == state) for state, _ in came}
    kept = sorted((state, date) for state, date in came if date in {"", latest[state]})
    return (records[0][0], *(f"{state}@{date}" if date else state for state, date in kept))


def split_state(state: str) -> tuple[str, str]:
    """Return the digest of a state, and its date or an empty string."""
    digest, _, date = state.partition("@")
    return digest, date


def name_sending(lang: str, to: str, articles: Mapping[str, SentArticle], *others: str) -> str:
    """Return the name of a package: language, person and a digest, so that the same package has the same name; `others`
    are more texts that distinguish it.
    """
    person = slugify(to.partition("<")[0], lang)[:_NAME_LENGTH].strip("-")
    content = json.dumps([to, others, {path: dict(item.states) for path, item in articles.items()}], sort_keys=True)
    return "-".join(filter(None, (lang, person, _digest(content)[:8])))
