"""Remember what came in as if it had been published: the next pull brings what changed since, and `publish` leaves a
post alone until its edition says something else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.cms.archive_posts import Post
from pipeline.cms.base_texts import digest_edition
from pipeline.cms.media import find_pictures
from pipeline.cms.plan import Job, Records, render
from pipeline.cms.record import ArticleRecord, PublishedPicture, PublishedPost, save_record
from pipeline.frozen import dataclass
from pipeline.workspace import assets, files
from pipeline.workspace.documents import read_documents
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPost:
    """A post that came in or was published before: its article and language, and what is remembered of it."""

    place: ArticlePath
    lang: str
    post: PublishedPost


def find_known(records: Records) -> dict[int, KnownPost]:
    """Return the posts that are remembered, by their numbers."""
    return {
        post.id: KnownPost(place=ArticlePath(path=path), lang=lang, post=post)
        for path, record in records.by_path.items()
        for lang, post in record.posts.items()
        if post.id
    }


def remember_posts(
    settings: Settings,
    records: Records,
    place: ArticlePath,
    posts: Mapping[str, Post],
    pictures: Iterable[tuple[str, PublishedPicture]],
) -> None:
    """Remember that the editions of an article say what these posts say now; `pictures` are files of the workspace with
    what they are in the media library. Raises FileError.
    """
    record = records.by_path.get(place.path, ArticleRecord())
    found = {_digest_file(settings, path): picture for path, picture in pictures}
    known = {digest: picture for digest, picture in found.items() if digest}
    record = replace(record, pictures={**record.pictures, **known})
    if any("footnotes" in post.digests for post in posts.values()) and record.has_footnotes is None:
        record = replace(record, has_footnotes=True)
    records.put(place, record)
    sent = _render_digests(settings, records, place, tuple(posts))
    for lang, post in posts.items():
        before = record.posts.get(lang, PublishedPost())
        now = replace(
            before,
            id=post.id,
            slug=post.slug or before.slug,
            link=post.link,
            status=post.status,
            modified=post.modified,
            revision=post.revision,
            sent=sent.get(lang, {}),
            stored=post.digests,
            sending={},
            texts=digest_edition(settings, place, lang),
        )
        record = record.with_post(lang, now)
    if record != records.by_path[place.path] or not files.read(settings.root / place.published("wordpress")):
        save_record(settings, place, records.site, record)
    records.put(place, record)


def _render_digests(
    settings: Settings, records: Records, place: ArticlePath, languages: tuple[str, ...]
) -> dict[str, Mapping[str, str]]:
    """Return the digests of what `publish` would send of these editions now."""
    job = make_job(settings, records, place, languages)
    return {lang: draft.digests for lang, draft in job.drafts.items()}


def make_job(settings: Settings, records: Records, place: ArticlePath, languages: tuple[str, ...]) -> Job:
    """Return the posts that these editions would be now. Raises ArticleError or FileError."""
    article, _ = read_documents(replace(settings, complete=0.0), place, settings.editions)
    pictures, _ = find_pictures(article)
    record = records.by_path.get(place.path, ArticleRecord())
    job = Job(place=place, article=article, record=record, pictures=pictures)
    render(job, records, [lang for lang in languages if lang in article.documents])
    return job


def _digest_file(settings: Settings, path: str) -> str:
    """Return the digest by which publishing knows a picture; empty for one that is gone or not safe."""
    data = assets.read_asset(settings.root / path)[0]
    return files.content_digest(data.data)[:20] if data else ""
