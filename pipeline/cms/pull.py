"""Bring posts into the workspace: a post becomes an article, its translations are adopted.

The archive is listed first, without texts. Then its posts come in portions, so that memory holds few of them, and what
came in is remembered after each portion: a pull that breaks off goes on where it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from pipeline.adopt.batch import Batch, adopt_rows
from pipeline.adopt.table import BatchRow
from pipeline.cms.archive_posts import Post, outline
from pipeline.cms.archives import Archive
from pipeline.cms.arrivals import Arrival, PullResult, count_entries, report_import
from pipeline.cms.edits import merge_edit
from pipeline.cms.groups import PostGroup
from pipeline.cms.plan import Records
from pipeline.cms.post_pages import PageWriter, find_pictures
from pipeline.cms.record import PublishedPicture
from pipeline.cms.remember import KnownPost, find_known, remember_posts
from pipeline.cms.selection import PullOptions, Selection
from pipeline.errors import TargmanError
from pipeline.languages.romanisation import slugify
from pipeline.workspace import files
from pipeline.workspace.contents import load_article
from pipeline.workspace.import_ import ImportOptions, SourceFile, import_document
from pipeline.workspace.index import Index
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import sync

_PORTION = 40  # groups that are read, written and remembered together
_TRANSLATIONS = 200  # and the translations of a portion, if groups are large
_LONGEST_SLUG = 80


@dataclass(slots=True, kw_only=True)
class Puller:
    """The state of one pull. `records` are what is remembered; without them nothing is."""

    settings: Settings
    archive: Archive
    options: PullOptions
    index: Index
    records: Records
    fetch_pictures: bool = False
    places: dict[str, ArticlePath] = field(default_factory=dict)
    problems: list[TargmanError] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)

    def pull(self, selection: Selection, advance: Callable[[], object]) -> Outcome[PullResult]:
        """Bring in new groups, then what changed of known ones. The caller holds the lock of the workspace."""
        self.places = {place.slug: place for place in find_articles(self.settings)}
        done: list[PullResult] = []
        for portion in _portions(selection.new):
            with TemporaryDirectory(prefix="targman-pull-", ignore_cleanup_errors=True) as folder:
                arrivals = list(self._import_portion(portion, Path(folder), advance))
                done += self._finish(arrivals, Path(folder))
        known = find_known(self.records)
        for portion in _portions(selection.known):
            with TemporaryDirectory(prefix="targman-pull-", ignore_cleanup_errors=True) as folder:
                arrivals = list(self._update_portion(portion, known, Path(folder), advance))
                done += self._finish(arrivals, Path(folder))
        return Outcome(done=tuple(done), problems=tuple(self.problems), notices=tuple(self.notices))

    def _finish(self, arrivals: list[Arrival], folder: Path) -> list[PullResult]:
        """Adopt the translations of what arrived, and remember it; return the reports."""
        if self.options.is_dry_run:
            return [arrival.result for arrival in arrivals]
        came = [arrival for arrival in arrivals if arrival.posts]
        stuck = self._adopt(came, folder) if came else set()
        done = {arrival.result.article: arrival.result for arrival in (*arrivals, *came)}
        for arrival in came:
            posts = {lang: post for lang, post in arrival.posts.items() if (arrival.place, lang) not in stuck}
            try:
                remember_posts(self.settings, self.records, arrival.place, posts, arrival.pictures)
            except TargmanError as error:
                self.problems.append(error if error.path else error.at(arrival.place.path))
        return list(done.values())

    def _import_portion(
        self, groups: Sequence[PostGroup], folder: Path, advance: Callable[[], object]
    ) -> Iterator[Arrival]:
        """Write the articles of some groups, and pages of their translations; yield what arrived."""
        posts = {
            post.id: post for post in self.archive.read_posts([each.id for group in groups for each in group.posts])
        }
        for number, group in enumerate(groups):
            sub = folder / str(number)
            sub.mkdir()
            writer = PageWriter(folder=sub, fetch=self.archive.fetch if self.fetch_pictures else None)
            try:
                yield self._import_group(group, posts, writer)
            except TargmanError as error:
                self.problems.append(_about(error, group.source, sub))
            for _ in group.posts:
                advance()

    def _import_group(self, group: PostGroup, posts: Mapping[int, Post], writer: PageWriter) -> Arrival:
        source = _with_text(group.source, posts)
        if not (source.content.strip() or source.shown.strip()):
            raise TargmanError("has no text. There is nothing to bring in.")
        page, remarks = writer.write(source)
        place = self._choose_place(source)
        wishes = ImportOptions(lang=source.lang, slug=place.slug, is_dry_run=self.options.is_dry_run)
        document = SourceFile(name=str(page), data=page.read_bytes())
        imported = import_document(self.settings, document, wishes, self.places.values())
        self.places[place.slug] = place
        came = {imported.source_lang: outline(source)}
        pages = {}
        for lang, listed in group.translations.items():
            if lang in came:
                remarks = (*remarks, f"post {listed.id} is said to be in the language of the article, and is left out")
                continue
            post = _with_text(listed, posts)
            pages[lang], more = writer.write(post, only=find_pictures(source))
            came[lang] = outline(post)
            remarks = (*remarks, *(f"{lang}: {remark}" for remark in more if remark not in remarks))
        return Arrival(
            place=place,
            posts=came,
            pages=pages,
            result=report_import(group, imported, (*group.remarks, *remarks)),
            pictures=tuple(self._match_pictures(imported.pictures, writer)),
        )

    def _match_pictures(self, paths: Sequence[str], writer: PageWriter) -> Iterator[tuple[str, PublishedPicture]]:
        """Yield the pictures of the workspace that are in the media library, each with its number and address there."""
        if self.options.is_dry_run:
            return
        known = {(writer.folder / name).read_bytes(): address for address, name in writer.files.items()}
        for path in paths:
            address = known.get(files.read(self.settings.root / path) or b"", "")
            if address and writer.media.get(address):
                yield path, PublishedPicture(id=writer.media[address], url=address)

    def _update_portion(
        self, groups: Sequence[PostGroup], known: Mapping[int, KnownPost], folder: Path, advance: Callable[[], object]
    ) -> Iterator[Arrival]:
        """Look at groups that are known: yield translations that are new, and bring in what was edited."""
        wanted = [post.id for group in groups for post in group.posts if _is_changed(post, known)]
        posts = {post.id: post for post in self.archive.read_posts(wanted)} if wanted else {}
        for number, group in enumerate(groups):
            sub = folder / str(number)
            sub.mkdir()
            try:
                yield self._update_group(group, posts, known, sub)
            except TargmanError as error:
                self.problems.append(_about(error, group.source, sub))
            for _ in group.posts:
                advance()

    def _update_group(
        self, group: PostGroup, posts: Mapping[int, Post], known: Mapping[int, KnownPost], folder: Path
    ) -> Arrival:
        place = next(known[post.id].place for post in group.posts if post.id in known)
        record = self.records.by_path[place.path]
        writer = PageWriter(folder=folder, fetch=None)
        result = PullResult(article=place.path, post=group.source.id, state="unchanged", remarks=group.remarks)
        came: dict[str, Post] = {}
        pages: dict[str, Path] = {}
        # The article comes last: until then the editions of its translations say what they said.
        source_lang = load_article(self.settings, place).lang
        for listed in sorted(group.posts, key=lambda post: post.lang == source_lang):
            if not _is_changed(listed, known):
                continue
            post = _with_text(listed, posts)
            if listed.id not in known:
                if post.lang in self.settings.editions and post.lang not in record.posts:
                    pages[post.lang], _ = writer.write(post)
                    came[post.lang] = outline(post)
                continue
            if post.digests != known[listed.id].post.stored:
                result = self._bring_edit(known[listed.id], post, result, folder)
                if result.unplaced:
                    continue
            came[post.lang] = outline(post)
        if pages:
            result = replace(result, state="changed")
        return Arrival(place=place, posts=came, pages=pages, result=result)

    def _bring_edit(self, known: KnownPost, post: Post, result: PullResult, folder: Path) -> PullResult:
        """Merge an edited post into the article or the catalog, and tell of it in the report."""
        result = replace(result, state="changed")
        if self.options.is_dry_run:
            return replace(result, edited=(*result.edited, known.lang))
        merged = merge_edit(self.settings, self.records, known, post, folder)
        if merged.unplaced:
            self.problems.append(
                TargmanError(
                    f"post {post.id} in “{known.lang}” has text that belongs to no text of the article, so the post "
                    f"stays as it is: {' '.join(merged.unplaced)[:300]}",
                    path=known.place.path,
                )
            )
        return replace(
            result,
            edited=(*result.edited, known.lang),
            texts_changed=result.texts_changed + merged.changed,
            to_choose=result.to_choose + merged.conflicts,
            unplaced=(*result.unplaced, *merged.unplaced),
        )

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

    def _adopt(self, arrivals: list[Arrival], folder: Path) -> set[tuple[ArticlePath, str]]:
        """Make the catalogs of articles and fill them from the translations, whose counts join the reports; return
        those that could not be adopted.
        """
        outcome = sync(self.settings, [arrival.place for arrival in arrivals], self.index)
        self.problems += outcome.problems
        self.notices |= dict.fromkeys(outcome.notices)
        failed = {error.path for error in outcome.problems}
        stuck = {
            (arrival.place, lang)
            for arrival in arrivals
            for lang in arrival.pages
            if failed & {arrival.place.path, arrival.place.catalog(lang)}
        }
        rows = {
            BatchRow(line=arrival.posts[lang].id, place=arrival.place, lang=lang, translation=str(page)): number
            for number, arrival in enumerate(arrivals)
            for lang, page in arrival.pages.items()
            if (arrival.place, lang) not in stuck
        }
        batch = Batch(settings=self.settings, folder=folder, name=self.archive.name, rows=tuple(rows))
        for row, report in adopt_rows(batch):
            arrival = arrivals[rows[row]]
            if isinstance(report, TargmanError):
                self.problems.append(_about(report, arrival.posts[row.lang], Path(row.translation).parent))
                stuck.add((arrival.place, row.lang))
                continue
            adopted = (*arrival.result.adopted, count_entries(row, report))
            arrivals[rows[row]] = replace(arrival, result=replace(arrival.result, adopted=adopted))
        return stuck


def _is_changed(post: Post, known: Mapping[int, KnownPost]) -> bool:
    """Tell whether a post is new, or was changed since it was remembered."""
    return post.id not in known or post.modified != known[post.id].post.modified


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
