"""Publish editions as posts: each once, only what changed, and never over an edit that was made in WordPress.

Articles are done a few at a time, since a look at a hundred posts costs one request. What is about to be sent is
remembered first. So a run that is killed is followed by one that finds what it had made. Articles whose links lead to
posts that were not there yet are done once more at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.cms.base_texts import digest_edition
from pipeline.cms.client import RefusedError, SiteError, WordPressClient
from pipeline.cms.companion import Companion, find_companion
from pipeline.cms.compare import compare_texts
from pipeline.cms.links import link_posts
from pipeline.cms.media import find_uploaded, upload_picture
from pipeline.cms.plan import (
    Job,
    PublishOptions,
    PublishResult,
    Records,
    find_unsent,
    is_edited,
    is_needed,
    plan_article,
    render,
    with_facts,
)
from pipeline.cms.posts import FIELDS, RemotePost, find_slugs, parse_post, read_posts
from pipeline.cms.record import ArticleRecord, PublishedPost, record_age, save_record
from pipeline.cms.render import PostDraft
from pipeline.cms.terms import TermFinder
from pipeline.cms.update import update_post
from pipeline.errors import ArticleError, FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Advance, Outcome
from pipeline.workspace.settings import Settings

_SETTLED = 10.0
"""Seconds after which a site is done with a request whose sender is gone; until then it may still make the post."""
_TOGETHER = 20
"""Articles done at a time: their posts are read with one request."""

Connect = Callable[[], WordPressClient]


def publish_articles(
    settings: Settings,
    articles: Sequence[ArticlePath],
    everything: Sequence[ArticlePath],
    options: PublishOptions,
    site: str,
    connect: Connect,
    advance: Advance | None,
) -> Outcome[PublishResult]:
    """Publish the editions of articles on a site. `everything` are all articles of the workspace. Nobody connects to
    the site if there is nothing to send. The caller holds the workspace's lock.
    """
    run = _Run(settings, Records(settings, site, everything), options, connect)
    try:
        later = run.do(articles, advance)
        if later:
            run.do(later, None)
        run.link_translations(articles)
    except SiteError as error:
        run.problems.append(error)
    order = {place.path: number for number, place in enumerate(articles)}
    done = sorted(run.done.values(), key=lambda item: (order[item.article], settings.editions.index(item.lang)))
    return Outcome(done=tuple(done), problems=tuple(run.problems), notices=tuple(dict.fromkeys(run.notices)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """The connection, the companion plug-in if it is there, and whether the site has footnotes of its own."""

    client: WordPressClient
    plugin: Companion | None
    terms: TermFinder
    has_footnotes: bool

    def query(self, lang: str) -> dict[str, str]:
        """Return the query that makes posts and tags of this language."""
        return self.plugin.query(lang) if self.plugin else {}


class _Run:
    def __init__(self, settings: Settings, records: Records, options: PublishOptions, connect: Connect) -> None:
        self.settings, self.records, self.options, self.connect = settings, records, options, connect
        self.done: dict[tuple[str, str], PublishResult] = {}
        self.problems: list[TargmanError] = []
        self.notices: list[str] = []
        self.sources: dict[str, str] = {}
        self.site: _Site | None = None

    def do(self, articles: Sequence[ArticlePath], advance: Advance | None) -> list[ArticlePath]:
        """Publish articles; return those whose links can be completed now that others are there."""
        unlinked: dict[ArticlePath, set[str]] = {}
        for start in range(0, len(articles), _TOGETHER):
            some = articles[start : start + _TOGETHER]
            jobs = list(self._plan(some))
            try:
                self._send([job for job in jobs if job.todo])
            finally:
                for job in jobs:
                    self.problems += job.problems
                    self.notices += job.notices
            for job in jobs:
                self._report(job)
                if found := {path for draft in job.drafts.values() for path in draft.unlinked}:
                    unlinked[job.place] = found
            if advance is not None:
                for place in some:
                    advance(place)
        made = {path for (path, _), item in self.done.items() if item.action == "created"}
        return [place for place, paths in unlinked.items() if paths & made]

    def _plan(self, articles: Sequence[ArticlePath]) -> Iterator[Job]:
        for place in articles:
            try:
                job = plan_article(self.settings, place, self.records, self.options)
                self.sources[place.path] = job.article.source.lang
                yield job
            except (ArticleError, FileError) as error:
                self.problems.append(error)

    def _report(self, job: Job) -> None:
        """Report the editions of a job about which nothing has been said."""
        for lang in (*job.drafts, *job.unfinished):
            if (job.place.path, lang) not in self.done:
                self._tell(job, lang, "waiting" if lang in job.unfinished else "unchanged")

    def _tell(self, job: Job, lang: str, action: str, changes: tuple[tuple[str, str], ...] = ()) -> None:
        post, draft = job.record.posts.get(lang, PublishedPost()), job.drafts.get(lang)
        before = self.done.get((job.place.path, lang))
        if before is not None and before.action == "created" and action != "edited":
            action = "created"
        self.done[job.place.path, lang] = PublishResult(
            article=job.place.path,
            lang=lang,
            action=action,
            share=job.article.shares[lang],
            id=post.id,
            status=post.status,
            link=post.link,
            notes=draft.notes if draft else 0,
            changes=changes,
        )

    # What follows talks to the site.

    def _connected(self) -> _Site:
        if self.site is None:
            client = self.connect()
            plugin = find_companion(client, client.discover())
            try:
                client.get("wp/v2/block-types/core/footnotes", _fields="name")
                has_footnotes = True
            except RefusedError as error:
                if error.status != _NOT_FOUND:
                    raise
                has_footnotes = False
            self.site = _Site(client=client, plugin=plugin, terms=TermFinder(client), has_footnotes=has_footnotes)
        return self.site

    def _send(self, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        site = self._connected()
        self._upload(site, jobs)
        for job in jobs:
            job.record = replace(job.record, has_footnotes=site.has_footnotes)
            render(job, self.records)
            job.todo = tuple(lang for lang in job.drafts if is_needed(job, lang, self.options))
        self._wait_for_earlier(site, jobs)
        known = read_posts(site.client, [post.id for _, _, post in _posts(jobs) if post.id])
        taken = find_slugs(site.client, self._new_slugs(jobs))
        for job in jobs:
            for lang in job.todo:
                try:
                    self._publish(site, job, lang, known, taken)
                except RefusedError as error:
                    job.problems.append(error.at(job.place.catalog(lang)))
                    self._tell(job, lang, "refused")

    def _wait_for_earlier(self, site: _Site, jobs: Sequence[Job]) -> None:
        """Wait until the site is done with the requests of a run that was killed just now."""
        cut_off = [job.place for job, _, post in _posts(jobs) if post.sending]
        youngest = min((record_age(self.settings, place) for place in cut_off), default=_SETTLED)
        if youngest < _SETTLED:
            site.client.sleep(_SETTLED - youngest)

    def _upload(self, site: _Site, jobs: Sequence[Job]) -> None:
        """Upload the pictures of jobs that the site has not got."""
        wanted = {
            picture.digest: (job, picture)
            for job in jobs
            for picture in job.pictures.values()
            if picture.digest not in self.records.pictures
        }
        found = find_uploaded(site.client, wanted) if wanted else {}
        for digest, (job, picture) in wanted.items():
            if self.options.is_dry_run:
                break
            try:
                made = found.get(digest) or upload_picture(site.client, picture)
            except RefusedError as error:
                job.problems.append(error.at(job.place.path))
                continue
            self._remember(job, replace(job.record, pictures={**job.record.pictures, digest: made}))

    def _new_slugs(self, jobs: Sequence[Job]) -> list[str]:
        """Choose slugs for the posts that are new, each different from all that are remembered; return them."""
        chosen: list[str] = []
        for job in jobs:
            drafts = dict(job.drafts)
            for lang in job.todo:
                post = job.record.posts.get(lang)
                if post is not None and post.id:
                    continue
                slug = post.slug if post else self._free_slug(job, drafts[lang])
                drafts[lang] = replace(drafts[lang], slug=slug)
                self.records.slugs[slug] = (job.place.path, lang)
                chosen.append(slug)
            job.drafts = drafts
        return chosen

    def _free_slug(self, job: Job, draft: PostDraft) -> str:
        own, slug, number = (job.place.path, draft.lang), draft.slug, 2
        while self.records.slugs.get(slug, own) != own:
            slug, number = f"{draft.slug}-{number}", number + 1
        return slug

    def _publish(
        self, site: _Site, job: Job, lang: str, known: dict[int, RemotePost], taken: dict[str, list[RemotePost]]
    ) -> None:
        post, draft = job.record.posts.get(lang), job.drafts[lang]
        if post is None or not post.id:
            self._create(site, job, draft, taken.get(draft.slug, []))
            return
        there = known.get(post.id)
        if there is None:
            raise RefusedError(
                f"its post {post.id} is no longer in WordPress, or in the bin. Restore it there; or take “{lang}” out "
                f"of {job.place.published('wordpress')} to publish it anew."
            )
        self._update(site, job, draft, post, there)

    def _create(self, site: _Site, job: Job, draft: PostDraft, taken: Sequence[RemotePost]) -> None:
        intent, lang = job.record.posts.get(draft.lang), draft.lang
        title = draft.digests["title"]
        for there in taken:
            if intent and there.digests["title"] in {title, intent.sending.get("title")}:
                # A run was killed before it could remember what it made.
                post = replace(with_facts(intent, there), stored=there.digests)
                self._remember(job, job.record.with_post(lang, post))
                self._update(site, job, draft, post, there)
                return
            if there.digests["title"] == title:
                raise RefusedError(
                    f"the site has a post with this title and address already ({there.id}, {there.link}), which "
                    f"Targman did not make. To take it in: targman pull wordpress {there.id}"
                )
        if taken:
            draft = replace(draft, slug=f"{draft.slug}-{job.place.slug}")
        if self.options.is_dry_run:
            self._tell(job, lang, "created")
            return
        wanted = self.options.status or self.settings.wordpress.status
        is_whole = self._is_whole(draft)
        status = wanted if is_whole else "draft"
        intent = PublishedPost(slug=draft.slug, sending=draft.digests, awaiting="" if is_whole else wanted)
        fields = self._fields(site, draft, tuple(draft.digests)) | {"slug": draft.slug, "status": status}
        self._remember(job, job.record.with_post(lang, intent))
        query = site.query(lang)
        there = parse_post(
            site.client.send("wp/v2/posts", fields, context="edit", _fields=FIELDS, **query), site.client
        )
        post = replace(with_facts(intent, there), sent=draft.digests, stored=there.digests, sending={})
        self._remember(job, job.record.with_post(lang, post))
        self._tell(job, lang, "created")

    def _update(self, site: _Site, job: Job, draft: PostDraft, post: PublishedPost, there: RemotePost) -> None:
        lang, digests = draft.lang, draft.digests
        if is_edited(post, draft, there):
            self._refuse(job, draft, there)
            return
        names = list(find_unsent(post, draft, there))
        status = self.options.status or self._awaited(post, draft)
        if self.options.is_dry_run:
            self._tell(job, lang, "updated" if names or status not in {"", there.status} else "unchanged")
            return
        fields = self._fields(site, draft, names) | ({"status": status} if status not in {"", there.status} else {})
        if fields:
            self._remember(job, job.record.with_post(lang, replace(post, sending=digests)))
            made = update_post(site.client, site.plugin, there, fields)
            if made.is_edited:
                self._remember(job, job.record.with_post(lang, replace(post, sending={})))
                self._refuse(job, draft, made.post)
                return
            there = made.post
        awaiting = "" if status else post.awaiting
        done = replace(with_facts(post, there), sent=digests, stored=there.digests, sending={}, awaiting=awaiting)
        self._remember(job, job.record.with_post(lang, done))
        self._tell(job, lang, "updated" if fields else "unchanged")

    def _awaited(self, post: PublishedPost, draft: PostDraft) -> str:
        """Return the status that a post gets now that its links are complete; empty to leave it as it is."""
        return post.awaiting if self._is_whole(draft) else ""

    def _is_whole(self, draft: PostDraft) -> bool:
        """Tell whether none of a post's links is left out because the post that it leads to is to come."""
        return not any(path in self.records.by_path for path in draft.unlinked)

    def _refuse(self, job: Job, draft: PostDraft, there: RemotePost) -> None:
        self._tell(job, draft.lang, "edited", compare_texts(draft.texts, there.texts))
        job.problems.append(
            TargmanError(
                f"its post {there.id} was edited in WordPress since it was published, so it is left as it is. To bring "
                f"the edit in: targman pull wordpress {there.id}",
                path=job.place.catalog(draft.lang),
            )
        )

    def _fields(self, site: _Site, draft: PostDraft, names: Sequence[str]) -> dict[str, Any]:
        """Return what is sent for these names of digests."""
        fields: dict[str, Any] = {name: draft.texts[name] for name in ("title", "content", "excerpt") if name in names}
        if "footnotes" in names and site.has_footnotes:
            fields["meta"] = {"footnotes": draft.texts["footnotes"]}
        if "date" in names:
            fields["date"] = draft.date
        if "author" in names:
            fields["author"] = site.terms.find_user(draft.author)
        for kind in ("categories", "tags"):
            if kind in names:
                fields[kind] = site.terms.find_terms(kind, getattr(draft, kind), site.query(draft.lang))
        picture = self.records.pictures.get(draft.featured)
        if "featured" in names and picture is not None:
            fields["featured_media"] = picture.id
        return fields

    def _remember(self, job: Job, record: ArticleRecord) -> None:
        for lang, post in record.posts.items():
            if post.id and not post.sending and post.sent != job.record.posts.get(lang, PublishedPost()).sent:
                record = record.with_post(lang, replace(post, texts=digest_edition(self.settings, job.place, lang)))
        job.record = record
        self.records.put(job.place, record)
        if not self.options.is_dry_run:
            save_record(self.settings, job.place, self.records.site, record)

    def link_translations(self, articles: Sequence[ArticlePath]) -> None:
        """Link the posts of each article as translations, if the site can, and say once where it cannot."""
        if self.site is None or self.options.is_dry_run:
            return
        known = [(place, self.sources[place.path]) for place in articles if place.path in self.sources]
        has_new = any(item.action == "created" for item in self.done.values())
        made = link_posts(self.site.client, self.site.plugin, self.records, known, has_new=has_new)
        self.problems += made.problems
        self.notices += made.notices


_NOT_FOUND = 404


def _posts(jobs: Sequence[Job]) -> Iterator[tuple[Job, str, PublishedPost]]:
    for job in jobs:
        for lang in job.todo:
            if post := job.record.posts.get(lang):
                yield job, lang, post
