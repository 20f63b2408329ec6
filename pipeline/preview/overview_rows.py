"""The rows of the page with all articles, filtered and sorted, as values for its template."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_timedelta

from pipeline.frozen import dataclass
from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.preview.history import HistoryPoint
from pipeline.preview.overview import ArticleReport
from pipeline.preview.pages import article_address
from pipeline.workspace.assignments import AssignedWork, AssignmentFinder
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.status import EditionStatus

STATES = ("missing", "fuzzy", "findings", "stale", "done")
SORTS = ("name", "progress", "findings", "changed")

_LEVEL = 0.03  # share of the highest count; a line that varies less is as good as level, and says nothing
_LONG_AGO = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The words of the source by the state of their translation; those `reviewed` are `translated` too. `shown` are
    those that editions show translated, fuzzy ones among them where the settings want it: `merge` and `status` count
    them in the same way.
    """

    translated: int = 0
    reviewed: int = 0
    fuzzy: int = 0
    missing: int = 0
    shown: int = 0

    @property
    def all(self) -> int:
        return self.translated + self.fuzzy + self.missing

    @property
    def to_do(self) -> int:
        """The words that a translator still has to do something about."""
        return self.fuzzy + self.missing

    @property
    def share(self) -> float:
        """The share of the words that editions show translated, from 0 to 1."""
        return self.shown / self.all if self.all else 1.0

    @property
    def translated_to(self) -> float:
        """The end of the translated part in a bar of 100."""
        return 100 * self.translated / self.all if self.all else 100.0

    @property
    def percent(self) -> int:
        """The same in hundredths, rounded down: 100 is complete."""
        return int(self.share * 100)

    @property
    def fuzzy_to(self) -> float:
        """The end of the fuzzy part in a bar of 100."""
        return 100 * (self.translated + self.fuzzy) / self.all if self.all else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionBox:
    """One edition of an article. `is_source` marks the one in the article's own language, which nobody translates."""

    lang: str
    is_source: bool
    share: Share | None
    findings: int
    edition: str
    translators: tuple[str, ...]
    assigned: tuple[AssignedWork, ...] = ()

    @property
    def shade(self) -> int:
        """The shade in the heat map, from 0 to 10."""
        return self.share.percent // 10 if self.share else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article. `changed` is the time of its last save, in seconds since 1970."""

    place: ArticlePath
    title: str
    source_lang: str
    boxes: tuple[EditionBox, ...]
    findings: int
    problems: tuple[str, ...]
    is_known: bool
    is_checked: bool
    is_synced: bool
    changed: float

    @property
    def share(self) -> float:
        """The translated share of all its translations."""
        known = [box.share.share for box in self.boxes if box.share and not box.is_source]
        return sum(known) / len(known) if known else 0.0

    @property
    def translators(self) -> tuple[str, ...]:
        """The translators, each once."""
        return tuple(dict.fromkeys(name for box in self.boxes for name in box.translators))

    @property
    def people(self) -> frozenset[str]:
        """The people who have one of its editions, to translate or to review."""
        found = (name for box in self.boxes for work in box.assigned for name in (work.translator, work.reviewer))
        return frozenset(filter(None, found))

    def address_of(self, lang: str) -> str:
        """Return the address of one edition beside its source, at its first sentence that is not finished."""
        languages = dict.fromkeys((self.source_lang, lang))
        return f"{article_address(self.place.stem, [('lang', each) for each in languages if each])}#open-{lang}"

    def has(self, state: str) -> bool:
        """Tell whether an edition is in a state of `STATES`; for `done`, all are complete without findings."""
        shares = [box.share for box in self.boxes if box.share]
        match state:
            case "missing":
                return any(each.missing for each in shares)
            case "fuzzy":
                return any(each.fuzzy for each in shares)
            case "findings":
                return bool(self.findings or self.problems)
            case "stale":
                return any(box.edition in {"stale", "missing"} for box in self.boxes)
            case _:
                return self.is_checked and self.is_synced and not (self.problems or any(map(self.has, STATES[:-1])))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCard:
    """The translations of all articles into one language, and how many words were translated at earlier times: points
    of a line in a box of 100 × 24.
    """

    lang: str
    share: Share
    findings: int
    stale: int
    line: str = ""
    since: str = ""

    @property
    def name(self) -> str:
        return load(self.lang).native_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewQuery:
    """A request for the page: words in titles and names, a state, a person who has an edition, an order."""

    words: str = ""
    state: str = ""
    who: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedRow:
    """A row of the page as HTML, which is safe, with its digest and the values that it was drawn from."""

    row: ArticleRow
    ago: str
    html: str
    digest: str


def read_query(query: Mapping[str, str]) -> OverviewQuery:
    """Return the valid part of a request."""
    state, sort = query.get("state", ""), query.get("sort", "")
    return OverviewQuery(
        words=query.get("q", "")[:200],
        state=state if state in STATES else "",
        who=query.get("who", "")[:200],
        sort=sort if sort in SORTS else "name",
    )


def build_row(
    place: ArticlePath,
    report: ArticleReport | None,
    languages: Sequence[str],
    changed: float,
    finder: AssignmentFinder,
    *,
    is_synced: bool,
) -> ArticleRow:
    """Return the row of an article. One that was never synced has no catalogs, which is said once, not as a problem of
    each of them.
    """
    return ArticleRow(
        place=place,
        title=report.title if report else place.slug,
        source_lang=report.source_lang if report else "",
        boxes=tuple(_box(place, report, lang, finder) for lang in languages),
        findings=report.found if report else 0,
        problems=report.problems if report and is_synced else (),
        is_known=report is not None,
        is_checked=report is not None and report.is_checked,
        is_synced=is_synced,
        changed=changed,
    )


def _box(place: ArticlePath, report: ArticleReport | None, lang: str, finder: AssignmentFinder) -> EditionBox:
    standing = report.standings.get(lang) if report else None
    is_open = standing is None or bool(standing.fuzzy or standing.untranslated)
    today = date.today()  # noqa: DTZ011  a due date is a day where people work
    return EditionBox(
        lang=lang,
        is_source=report is not None and report.source_lang == lang,
        share=_share([standing]) if standing else None,
        findings=report.findings.get(lang, 0) if report else 0,
        edition=standing.edition if standing else "",
        translators=report.translators.get(lang, ()) if report else (),
        assigned=tuple(row.on_day(today, is_open=is_open) for row in finder.find(place, lang)),
    )


def _share(standings: Iterable[EditionStatus]) -> Share:
    found = list(standings)
    return Share(
        translated=sum(each.translated_words for each in found),
        reviewed=sum(each.reviewed_words for each in found),
        fuzzy=sum(each.fuzzy_words for each in found),
        missing=sum(each.untranslated_words for each in found),
        shown=sum(each.shown_words for each in found),
    )


def select_rows(rows: Iterable[ArticleRow], wanted: OverviewQuery) -> list[ArticleRow]:
    """Return the requested rows in the requested order."""
    words = wanted.words.casefold().split()
    found = [
        each
        for each in rows
        if (not wanted.state or each.has(wanted.state))
        and (not wanted.who or wanted.who in each.people)
        and all(word in f"{each.title} {each.place.stem} {' '.join(each.translators)}".casefold() for word in words)
    ]
    orders: dict[str, Callable[[ArticleRow], tuple[float, str]]] = {
        "name": lambda each: (0.0, each.title.casefold()),
        "progress": lambda each: (each.share, each.title.casefold()),
        "findings": lambda each: (-each.findings - 1000 * len(each.problems), each.title.casefold()),
        "changed": lambda each: (-each.changed, each.title.casefold()),
    }
    return sorted(found, key=orders[wanted.sort])


def build_cards(
    reports: Iterable[ArticleReport], languages: Sequence[str], moments: Sequence[HistoryPoint], say: Wording
) -> list[EditionCard]:
    """Return a card for each language that some article is translated into."""
    found = list(reports)
    made = []
    for lang in languages:
        standings = [
            each.standings[lang]
            for each in found
            if lang in each.standings and each.standings[lang].source_lang != lang
        ]
        share = _share(standings)
        if not share.all:
            continue
        line, since = _line(moments, lang, share, say)
        made.append(
            EditionCard(
                lang=lang,
                share=share,
                findings=sum(each.findings.get(lang, 0) for each in found),
                stale=sum(each.edition not in {"current", ""} for each in standings),
                line=line,
                since=since,
            )
        )
    return made


def tells_apart(rows: Sequence[ArticleRow]) -> bool:
    """Tell whether a map of these articles would show more than one shade."""
    shades = {box.shade for row in rows for box in row.boxes if box.share and not box.is_source}
    return len(rows) > 1 and len(shades) > 1


def _line(moments: Sequence[HistoryPoint], lang: str, now: Share, say: Wording) -> tuple[str, str]:
    """Return the translated words in the past as points, and the start of the history; empty strings without one, and
    where hardly anything changed.
    """
    points = [(moment.time, moment.words.get(lang, (0, 0))[0]) for moment in moments]
    counts = [count for _, count in points]
    highest = max([now.translated, *counts]) or 1
    if len(points) < 2 or max(counts) - min(counts) < _LEVEL * highest:  # noqa: PLR2004  a line has two ends
        return "", ""
    first, last = points[0][0], points[-1][0]
    span = max(last - first, 1)
    scaled = [(100 * (time - first) / span, 23 - 22 * count / highest) for time, count in points]
    day = datetime.fromtimestamp(first, UTC).date()
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in scaled), say.digits(format_date(day, "medium", locale=say.locale))


def format_age(moment: float, now: float, say: Wording) -> str:
    """Return how long ago something was, or its date if that is long, in the language of the page."""
    if not moment:
        return "–"
    passed = timedelta(seconds=max(now - moment, 0))
    if passed > _LONG_AGO:
        return say.digits(format_date(datetime.fromtimestamp(moment).astimezone(), "medium", locale=say.locale))
    exact = timedelta(seconds=1) if passed < timedelta(minutes=1) else timedelta(minutes=1)
    return _since(passed // exact * exact, say.lang)


@lru_cache(maxsize=4096)
def _since(passed: timedelta, lang: str) -> str:
    say = Wording(lang=lang)
    return say.digits(format_timedelta(-passed, add_direction=True, locale=say.locale))


def format_time(moment: float, say: Wording) -> str:
    """Return a moment in full."""
    found = datetime.fromtimestamp(moment).astimezone()
    return say.digits(format_datetime(found, "medium", locale=say.locale)) if moment else ""
