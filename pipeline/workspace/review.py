"""Review the translations of an edition: find those that nobody reviewed, with their last reviewed form, and mark them.

What was reviewed before is looked for in the catalog's obsolete entries, in git, and in the safety copy.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from pipeline import catalog
from pipeline.article.escape import is_untouched
from pipeline.catalog.review import drop_dead_marks, find_reviewer, is_mark, mark_reviewed
from pipeline.edition import find_texts
from pipeline.errors import CatalogError, SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Entry
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.git import run_git
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.safety import open_safety
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import write_catalog

QUESTION = "? "
"""Beginning of a translator's remark that asks other people something; the remarks below it are the answer."""
_QUESTION_MARKS = "?؟？՞"
"""Question marks that keyboards of other languages have."""

_VERSIONS = 40
"""Maximum number of versions of a catalog in git that are looked at."""
_ALIKE = 60.0
"""Percentage of likeness from which a text is taken for the one that was reviewed before it changed."""
_CHANGED = (
    "the translation was changed in the meantime, so it was not marked. Review it again with: targman review {article}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A finished translation that nobody reviewed as it is. `former` texts are those that `reviewer` reviewed last;
    empty if nobody ever did.
    """

    article: str
    lang: str
    path: str
    line: int
    source: str
    target: str
    context: str | None = None
    former_source: str = ""
    former_target: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A question that somebody wrote at an entry (`# ? …`), and the remarks below it, which answer it."""

    article: str
    lang: str
    path: str
    line: int
    source: str
    question: str
    answer: str = ""


def find_unreviewed(settings: Settings, place: ArticlePath, lang: str) -> tuple[ReviewItem, ...]:
    """Return the finished translations of an edition that wait for a review, in the order of the article.

    Raises CatalogError or ArticleError if a file cannot be read, FileError if the disk refuses.
    """
    article = load_article(settings, place)
    path = place.catalog(lang)
    found, _ = load_catalog(settings, path)
    if found is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=path)
    entries = {entry.key: entry for entry in found.entries if not entry.obsolete}
    texts = find_texts(article, entries)
    waiting = [entry for key in texts if (entry := entries.get(key)) is not None and entry.is_translated]
    is_own = lang == article.lang  # what nobody edited there is the article
    waiting = [entry for entry in waiting if find_reviewer(entry) is None and not (is_own and _is_source(entry))]
    former = _FormerReviews(settings, path, found.entries)
    return tuple(_make_item(place, lang, entry, former.find(entry)) for entry in waiting)


def find_former_review(settings: Settings, place: ArticlePath, lang: str, key: str) -> ReviewItem | None:
    """Return the last reviewed form of one translation that nobody reviewed as it is now; None if there is none.

    Raises CatalogError or FileError.
    """
    path = place.catalog(lang)
    found, _ = load_catalog(settings, path)
    entries = found.entries if found else ()
    entry = next((each for each in entries if each.key == key and not each.obsolete), None)
    if entry is None or find_reviewer(entry) is not None:
        return None
    former = _FormerReviews(settings, path, entries).find(entry)
    return None if former is None else _make_item(place, lang, entry, former)


def _is_source(entry: Entry) -> bool:
    return is_untouched(entry.target, entry.source)


def _make_item(place: ArticlePath, lang: str, entry: Entry, former: Entry | None) -> ReviewItem:
    item = ReviewItem(
        article=place.path,
        lang=lang,
        path=place.catalog(lang),
        line=entry.line,
        source=entry.source,
        target=entry.target,
        context=entry.context,
    )
    if former is None:
        return item
    return replace(
        item,
        former_source=former.source,
        former_target=former.target,
        reviewer=find_reviewer(replace(former, obsolete=False)) or "",
    )


class _FormerReviews:
    """The entries of a catalog as they were last reviewed; older versions are read only if one is asked for."""

    def __init__(self, settings: Settings, path: str, entries: Iterable[Entry]) -> None:
        self.settings = settings
        self.path = path
        self.now = tuple(entries)

    def find(self, entry: Entry) -> Entry | None:
        """Return the last reviewed form of an entry: of its text, or else of the text most like it that is gone."""
        if entry.key in self._reviewed:
            return self._reviewed[entry.key]
        if not self._gone:
            return None
        from rapidfuzz import fuzz, process  # noqa: PLC0415  slow to import

        sources = [item.source for item in self._gone]
        found = process.extractOne(entry.source, sources, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return None if found is None else self._gone[found[2]]

    @cached_property
    def _gone(self) -> list[Entry]:
        active = {entry.key for entry in self.now if not entry.obsolete}
        return [entry for key, entry in self._reviewed.items() if key not in active]

    @cached_property
    def _reviewed(self) -> dict[str, Entry]:
        """The entries with a mark that held, by key; the latest version of each."""
        found: dict[str, Entry] = {}
        for entries in (self.now, *self._older()):
            for entry in entries:
                if find_reviewer(replace(entry, obsolete=False)) is not None:
                    found.setdefault(entry.key, entry)
        return found

    def _older(self) -> Iterator[tuple[Entry, ...]]:
        """Yield the entries of older versions, from git and from the safety copy, latest first."""
        for data in (*self._committed(), *self._copied()):
            with suppress(CatalogError):
                yield catalog.parse(data).entries

    def _committed(self) -> Iterator[bytes]:
        from subprocess import SubprocessError  # noqa: PLC0415

        root = self.settings.root
        with suppress(OSError, SubprocessError):
            # Only the commits that wrote or dropped a mark: a catalog that was never reviewed has none.
            words = ("log", f"--max-count={_VERSIONS}", "-G^# reviewed ", "--format=%H", "--", self.path)
            log = run_git(root, *words).decode()
            for commit in log.split():
                with suppress(SubprocessError):
                    yield run_git(root, "show", f"{commit}:./{self.path}")

    def _copied(self) -> Iterator[bytes]:
        with open_safety(self.settings.root) as store:
            copy = store.load(self.path)
            if copy is not None:
                with suppress(zlib.error):
                    yield zlib.decompress(copy.copy)


def own_name(settings: Settings) -> str:
    """Return the name to review in: that of the setting `translator`, else of git. Raises SettingsError without one."""
    if settings.translator:
        return re.sub(r"\s*<[^>]*>", "", settings.translator).strip()
    from subprocess import SubprocessError  # noqa: PLC0415

    with suppress(OSError, SubprocessError):
        if name := run_git(settings.root, "config", "user.name").decode().strip():
            return name
    raise SettingsError('your name is not known. Set translator in targman.toml, or give --name "Anna Petrova".')


def save_review(
    settings: Settings, item: ReviewItem, *, reviewer: str = "", target: str | None = None, question: str = ""
) -> None:
    """Mark a translation as reviewed by `reviewer`, after changing it to `target` if that is given; or put a question
    to it. Nothing else in the catalog changes. The caller holds the workspace's lock.

    Raises TargmanError if the translation is not as it was shown, CatalogError or FileError for its file.
    """

    def change(entry: Entry) -> Entry:
        new = entry if target is None else drop_dead_marks(replace(entry, target=target))
        new = mark_reviewed(new, reviewer) if reviewer else new
        return replace(new, remarks=(*new.remarks, f"{QUESTION}{question}")) if question else new

    for missed in _change_entries(settings, item.path, [item], change):
        raise changed_since(missed)


def save_reviews(settings: Settings, path: str, items: Iterable[ReviewItem], reviewer: str) -> list[ReviewItem]:
    """Mark translations of the catalog at `path` as reviewed, in one write; return those that are not as they were
    shown. The caller holds the workspace's lock. Raises CatalogError or FileError.
    """
    return _change_entries(settings, path, items, lambda entry: mark_reviewed(entry, reviewer))


def changed_since(item: ReviewItem) -> TargmanError:
    """Return the error for a translation that is not as it was shown."""
    return TargmanError(_CHANGED.format(article=item.article), path=item.path, line=item.line)


def _change_entries(
    settings: Settings, path: str, items: Iterable[ReviewItem], change: Callable[[Entry], Entry]
) -> list[ReviewItem]:
    """Change the entries of a catalog that are as they were shown; return the items of the others."""
    found, seen = load_catalog(settings, path)
    shown = {(item.source, item.context, item.target): item for item in items}
    entries: list[Entry] = []
    for entry in found.entries if found else ():
        key = (entry.source, entry.context, entry.target)
        is_shown = entry.is_translated and shown.pop(key, None) is not None
        entries.append(change(entry) if is_shown else entry)
    if found is not None and tuple(entries) != found.entries:
        made = replace(found, entries=tuple(entries))
        write_catalog(settings, path, made, found, seen)
    return list(shown.values())


def find_remarks(settings: Settings, place: ArticlePath, lang: str) -> tuple[Remark, ...]:
    """Return the questions in a catalog with their answers, in its order. Raises CatalogError or FileError."""
    path = place.catalog(lang)
    found, _ = load_catalog(settings, path)
    if found is None:
        raise CatalogError("there is no such catalog yet. Run: targman sync", path=path)
    return tuple(
        Remark(
            article=place.path,
            lang=lang,
            path=path,
            line=entry.line,
            source=entry.source,
            question=question,
            answer=answer,
        )
        for entry in found.entries
        if not entry.obsolete
        for question, answer in _read_questions(entry.remarks)
    )


def _read_questions(remarks: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the questions among remarks, each with what follows up to the next one."""
    question, answer = "", list[str]()
    for remark in (*remarks, QUESTION):
        text = remark.strip()
        if text.startswith(tuple(_QUESTION_MARKS)):
            if question:
                yield question, " ".join(answer)
            question, answer = text[1:].strip(), []
        elif question and text and not is_mark(remark):
            answer.append(text)
