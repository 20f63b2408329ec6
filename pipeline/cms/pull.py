"""Bring posts into the workspace: a post becomes an article, its translations are adopted.

The archive is listed first, without texts. Then its posts come in portions, so that memory holds few of them, and what
came in is remembered after each portion: a pull that breaks off goes on where it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from pipeline.adopt.adoption import AdoptionReport
from pipeline.adopt.batch import Batch, BatchRow, run_rows
from pipeline.cms.archive_posts import STATUSES, Post
from pipeline.cms.archives import Archive
from pipeline.cms.groups import PostGroup, group_posts
from pipeline.cms.post_pages import PageWriter, find_pictures
from pipeline.errors import TargmanError
from pipeline.importers import Removed
from pipeline.languages.romanisation import slugify
from pipeline.workspace.import_ import ImportOptions, ImportResult, SourceFile, import_document
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync

_PORTION = 40  # groups that are read, written and remembered together
_TRANSLATIONS = 200  # and the translations of a portion, if groups are large
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOptions:
    """The wishes of a pull: the numbers or addresses of posts (none means all), numbers of posts that are one article
    in several languages, the language of the originals, whether pages come too, whether to write nothing.
    """

    wanted: tuple[str, ...] = ()
    joined: tuple[tuple[int, ...], ...] = ()
    lang: str = ""
    pages: bool = False
    rehearse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledTranslation:
    """A translation that came in: its post, and how many entries it filled, surely or not, and could not fill."""

    lang: str
    post: int
    translated: int
    fuzzy: int
    empty: int
    left_over: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PullResult:
    """The report on an article that came in or changed. `state` is `new`, `changed` or `unchanged`."""

    article: str
    post: int
    state: str
    title: str = ""
    source_lang: str = ""
    text_words: int = 0
    notes: int = 0
    pictures: tuple[str, ...] = ()
    adopted: tuple[PulledTranslation, ...] = ()
    removed: tuple[Removed, ...] = ()
    guesses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def select_groups(
    archive: Archive, settings: Settings, options: PullOptions
) -> tuple[list[PostGroup], tuple[TargmanError, ...]]:
    """Return the groups of an archive that are wanted, and an error for each wish that means nothing."""
    kinds = {"post", "page"} if options.pages or options.wanted else {"post"}
    posts = [post for post in archive.list_posts() if post.kind in kinds and post.status in STATUSES | {""}]
    groups = group_posts(posts, settings.editions, first=options.lang, joined=options.joined)
    if not options.wanted:
        return groups, ()
    by_name = {name: group for group in groups for post in group.posts for name in _names(post)}
    found = {word: by_name.get(_plain_address(word)) for word in options.wanted}
    problems = tuple(
        TargmanError(f"has no post “{word}”. Give its number or its address.", path=archive.name)
        for word, group in found.items()
        if group is None
    )
    return list({group.source.id: group for group in found.values() if group is not None}.values()), problems


def _names(post: Post) -> Iterator[str]:
    yield str(post.id)
    if post.link:
        yield _plain_address(post.link)


def _plain_address(word: str) -> str:
    """Return an address as it is compared: without the scheme, `www.` and the last slash."""
    return unquote(word).strip().partition("://")[2].removeprefix("www.").rstrip("/") if "://" in word else word.strip()


@dataclass(slots=True, kw_only=True)
class Puller:
    """The state of one pull. `write` gets what came in after each portion, to remember it."""

    settings: Settings
    archive: Archive
    options: PullOptions
    index: Index
    fetch_pictures: bool = False
    remember: Callable[[Iterable["Arrival"]], None] = lambda _: None
    places: dict[str, ArticlePath] = field(default_factory=dict)

    def pull(self, groups: Sequence[PostGroup], advance: Callable[[], object]) -> Outcome[PullResult]:
        """Bring in groups that are new to the workspace."""
        self.places = {place.slug: place for place in find_articles(self.settings)}
        done: list[PullResult] = []
        problems: list[TargmanError] = []
        notices: dict[str, None] = {}
        for portion in _portions(groups):
            with TemporaryDirectory(prefix="targman-pull-", ignore_cleanup_errors=True) as folder:
                arrivals = list(self._import_portion(portion, Path(folder), problems, advance))
                if not self.options.rehearse:
                    notices |= dict.fromkeys(self._adopt(arrivals, Path(folder), problems))
            done += [arrival.result for arrival in arrivals]
            if not self.options.rehearse:
                self.remember(arrivals)
        return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(notices))

    def _import_portion(
        self, groups: Sequence[PostGroup], folder: Path, problems: list[TargmanError], advance: Callable[[], object]
    ) -> Iterator["Arrival"]:
        """Write the articles of some groups, and pages of their translations; yield what arrived."""
        numbers = [post.id for group in groups for post in group.posts]
        posts = {post.id: post for post in self.archive.read_posts(numbers)}
        for number, group in enumerate(groups):
            sub = folder / str(number)
            sub.mkdir()
            writer = PageWriter(folder=sub, fetch=self.archive.fetch if self.fetch_pictures else None)
            try:
                yield self._import_group(group, posts, writer)
            except TargmanError as error:
                problems.append(_about(error, group.source, sub))
            for _ in group.posts:
                advance()

    def _import_group(self, group: PostGroup, posts: Mapping[int, Post], writer: PageWriter) -> "Arrival":
        source = _with_text(group.source, posts)
        if not (source.content.strip() or source.shown.strip()):
            raise TargmanError("has no text. There is nothing to bring in.")
        page, remarks = writer.write(source)
        place = self._choose_place(source)
        wishes = ImportOptions(lang=source.lang, slug=place.slug, rehearse=self.options.rehearse)
        document = SourceFile(name=str(page), data=page.read_bytes())
        imported = import_document(self.settings, document, wishes, self.places.values())
        self.places[place.slug] = place
        pictures = find_pictures(source)
        pages = {}
        for lang, post in group.translations.items():
            if lang == imported.source_lang:
                remarks = (*remarks, f"post {post.id} is said to be in the language of the article, and is left out")
                continue
            pages[lang], more = writer.write(_with_text(post, posts), only=pictures)
            remarks = (*remarks, *(f"{lang}: {remark}" for remark in more if remark not in remarks))
        result = _report(group, imported, (*group.remarks, *remarks))
        return Arrival(place=place, group=group, pages=pages, result=result)

    def _choose_place(self, post: Post) -> ArticlePath:
        """Return the path of the article for a post: by its slug, or its title; with its number if that is taken."""
        lang = post.lang or self.settings.lang or "en"
        slug = slugify(unquote(post.slug), lang) or slugify(post.title, lang) or f"post-{post.id}"
        slug = slug[:_LONGEST_SLUG].strip("-")
        there = self.places.get(slug)
        if there is not None and not self._came_from(there, post):
            slug = f"{slug}-{post.id}"
        return self.places.get(slug, ArticlePath(path=f"articles/{slug}.md"))

    def _came_from(self, place: ArticlePath, post: Post) -> bool:
        """Tell whether an article says that it came from this post, as after a pull that was broken off."""
        try:
            head = (self.settings.root / place.path).read_text(encoding="utf-8", errors="replace")[:4_000]
        except OSError:
            return False
        return bool(post.link) and any(line.startswith("source:") and post.link in line for line in head.split("\n"))

    def _adopt(self, arrivals: list["Arrival"], folder: Path, problems: list[TargmanError]) -> Iterator[str]:
        """Make the catalogs of new articles and fill them from the translations; yield notices."""
        outcome = sync(self.settings, [arrival.place for arrival in arrivals], self.index)
        problems += outcome.problems
        stuck = {error.path for error in outcome.problems}
        rows = {
            BatchRow(line=post.id, place=arrival.place, lang=lang, translation=str(arrival.pages[lang])): number
            for number, arrival in enumerate(arrivals)
            for lang, post in arrival.group.translations.items()
            if lang in arrival.pages and not stuck & {arrival.place.path, arrival.place.catalog(lang)}
        }
        batch = Batch(settings=self.settings, folder=folder, name=self.archive.name, rows=tuple(rows))
        found: dict[int, list[PulledTranslation]] = {}
        for row, report in _adopt_rows(batch):
            arrival = arrivals[rows[row]]
            if isinstance(report, TargmanError):
                problems.append(_about(report, arrival.group.translations[row.lang], Path(row.translation).parent))
            else:
                found.setdefault(rows[row], []).append(_count(row, report))
        for number, translations in found.items():
            result = replace(arrivals[number].result, adopted=tuple(translations))
            arrivals[number] = replace(arrivals[number], result=result)
        yield from outcome.notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came in: its path, the posts that it came from, the pages of its translations, and its report."""

    place: ArticlePath
    group: PostGroup
    pages: Mapping[str, Path]
    result: PullResult


def _adopt_rows(batch: Batch) -> Iterator[tuple[BatchRow, AdoptionReport | TargmanError]]:
    """Adopt the translations of a batch in two passes; the second one has learned from all of them."""
    learned, rows = [], []
    for row, pairs in run_rows(batch, batch.rows, {}, Batch.learn):
        if isinstance(pairs, TargmanError):
            yield row, pairs
        else:
            learned.append(pairs)
            rows.append(row)
    yield from run_rows(batch, rows, batch.learn_lexicons(learned), Batch.fill)


def _portions(groups: Sequence[PostGroup]) -> Iterator[list[PostGroup]]:
    portion: list[PostGroup] = []
    for group in groups:
        portion.append(group)
        if len(portion) == _PORTION or sum(len(each.posts) for each in portion) >= _TRANSLATIONS:
            yield portion
            portion = []
    if portion:
        yield portion


def _with_text(listed: Post, posts: Mapping[int, Post]) -> Post:
    """Return a post with its text and the language that was found for it. Raises TargmanError if it is gone."""
    if listed.id not in posts:
        raise TargmanError(f"post {listed.id} is no longer there.")
    return replace(posts[listed.id], lang=listed.lang)


def _about(error: TargmanError, post: Post, folder: Path) -> TargmanError:
    """Return an error about the page of a post as one about the post."""
    message = str(error) if error.path and not error.path.startswith(str(folder)) else error.message
    message = message.replace(f"{folder / f'{post.id}.html'}: ", "")
    return TargmanError(message, path=post.link or f"post {post.id}")


def _report(group: PostGroup, imported: ImportResult, remarks: tuple[str, ...]) -> PullResult:
    return PullResult(
        article=imported.article,
        post=group.source.id,
        state="new" if imported.differs else "unchanged",
        title=imported.title,
        source_lang=imported.source_lang,
        text_words=imported.text_words,
        notes=imported.paired,
        pictures=imported.pictures,
        removed=imported.removed,
        guesses=imported.guesses,
        remarks=(*remarks, *imported.remarks),
    )


def _count(row: BatchRow, report: AdoptionReport) -> PulledTranslation:
    return PulledTranslation(
        lang=row.lang,
        post=row.line,
        translated=report.sure + report.same,
        fuzzy=len(report.unsure),
        empty=len(report.empty),
        left_over=len(report.left_over),
        kept=len(report.kept) + len(report.conflicts),
    )
