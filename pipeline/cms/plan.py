"""Compare editions with what was published of them: no network, so that a run with nothing to send sends nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from pipeline.cms.media import Picture, find_pictures
from pipeline.cms.posts import TEXTS, RemotePost
from pipeline.cms.record import ArticleRecord, PublishedPicture, PublishedPost, load_record
from pipeline.cms.render import PostDraft, make_drafts
from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace.documents import ArticleDocuments, read_documents
from pipeline.workspace.editions import EditionError
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """An edition and its post. `action` is created, updated, unchanged, `waiting` (the edition is not finished),
    `edited` (the post was edited in WordPress and is left as it is), or `refused` (a problem says why). `changes` are
    pairs of paragraphs of an edited post: as they would be published, and as they are there. `notes` counts the notes
    of the edition.
    """

    article: str
    lang: str
    action: str
    share: float
    id: int = 0
    status: str = ""
    link: str = ""
    notes: int = 0
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """The editions to publish, and the status that all of them shall have, empty to leave it as it is. With
    `is_dry_run` nothing is sent, and nothing remembered.
    """

    languages: tuple[str, ...]
    status: str = ""
    is_dry_run: bool = False


@dataclass(slots=True, kw_only=True)
class Job:
    """An article while it is published: its editions, what is remembered of it, and the posts to make of it. `todo` are
    the languages with something to send, `unfinished` those of editions that wait.
    """

    place: ArticlePath
    article: ArticleDocuments
    record: ArticleRecord
    pictures: Mapping[str, Picture]
    drafts: Mapping[str, PostDraft] = field(default_factory=dict)
    todo: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    problems: list[TargmanError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class Records:
    """The records of all articles of a workspace on one site, loaded once."""

    def __init__(self, settings: Settings, site: str, places: Sequence[ArticlePath]) -> None:
        self.settings, self.site = settings, site
        self.by_path: dict[str, ArticleRecord] = {}
        self.damaged: dict[str, TargmanError] = {}
        self.pictures: dict[str, PublishedPicture] = {}
        self.slugs: dict[str, tuple[str, str]] = {}
        for place in places:
            try:
                self.put(place, load_record(settings, place, site))
            except TargmanError as error:
                self.damaged[place.path] = error

    def put(self, place: ArticlePath, record: ArticleRecord) -> None:
        """Know a record from now on."""
        self.by_path[place.path] = record
        self.pictures |= record.pictures
        self.slugs |= {post.slug: (place.path, lang) for lang, post in record.posts.items()}

    def find_link(self, path: str, lang: str) -> str:
        """Return the address of an article's post in a language; empty if there is none."""
        record = self.by_path.get(path)
        post = record.posts.get(lang) if record else None
        return post.link if post and post.id else ""


def plan_article(settings: Settings, place: ArticlePath, records: Records, options: PublishOptions) -> Job:
    """Read an article's editions, and find those whose posts are not as they should be. Raises ArticleError or
    FileError.
    """
    if place.path in records.damaged:
        raise records.damaged[place.path]
    least = settings.complete or 1.0
    article, problems = read_documents(replace(settings, complete=0.0), place, settings.editions)
    pictures, lost = find_pictures(article)
    job = Job(place=place, article=article, record=records.by_path[place.path], pictures=pictures)
    job.problems = [error for error in problems if not isinstance(error, EditionError)]
    if lost:
        job.notices.append(f"{place.path}: pictures that are not in the posts: {', '.join(lost)}")
    there = [lang for lang in options.languages if lang in article.documents]
    # The article's own edition comes first, as it would from a newsroom: its post has the lowest number.
    wanted = sorted(there, key=lambda lang: article.documents[lang].is_translated)
    job.unfinished = tuple(lang for lang in wanted if article.shares[lang] < least)
    render(job, records, [lang for lang in wanted if lang not in job.unfinished])
    job.todo = tuple(lang for lang in job.drafts if is_needed(job, lang, options))
    return job


def render(job: Job, records: Records, languages: Sequence[str] | None = None) -> None:
    """Make the posts of a job anew, by what is known now of pictures and of other articles' posts."""
    pictures = {address: (item.digest, records.pictures.get(item.digest)) for address, item in job.pictures.items()}
    job.drafts = make_drafts(
        job.article,
        tuple(job.drafts) if languages is None else tuple(languages),
        pictures,
        records.find_link,
        has_footnotes=job.record.has_footnotes is not False,
    )


def is_needed(job: Job, lang: str, options: PublishOptions) -> bool:
    """Tell whether a post is not as it should be."""
    post = job.record.posts.get(lang)
    if post is None or not post.id or post.sending or post.sent != job.drafts[lang].digests:
        return True
    return bool(post.awaiting) or options.status not in {"", post.status}


def is_edited(post: PublishedPost, draft: PostDraft, there: RemotePost) -> bool:
    """Tell whether somebody edited a post in WordPress: a text is neither as it was stored, nor as it was being sent
    when a run was killed, nor as it is to be.
    """
    return any(
        value not in {post.stored.get(name), post.sending.get(name), draft.digests[name]}
        for name, value in there.digests.items()
    )


def find_unsent(post: PublishedPost, draft: PostDraft, there: RemotePost) -> Iterator[str]:
    """Yield the names of what is to be sent. A text that WordPress stored in its own way counts as sent; of facts,
    nobody knows what arrived if a run was killed or refused.
    """
    digests = draft.digests
    for name, value in digests.items():
        is_sent = post.sent.get(name) == value
        if name in TEXTS:
            now = there.digests[name]
            if now != value and not (is_sent and now == post.stored.get(name)):
                yield name
        elif not is_sent or post.sending:
            yield name
    yield from (name for name in ("categories", "tags") if name in post.sent and name not in digests)


def with_facts(post: PublishedPost, there: RemotePost) -> PublishedPost:
    """Return the record of a post with the facts that WordPress tells."""
    return replace(
        post,
        id=there.id,
        slug=there.slug,
        link=there.link,
        status=there.status,
        modified=there.modified,
        revision=there.revision,
    )
