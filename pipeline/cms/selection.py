"""Choose the posts that are wanted, and tell the new ones from those that came in or were published before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from pipeline.cms.archive_posts import STATUSES, Post
from pipeline.cms.groups import PostGroup, group_posts
from pipeline.cms.remember import KnownPost
from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOptions:
    """The wishes of a pull: the numbers or addresses of posts (none means all), numbers of posts that are one article
    in several languages, the language of the originals, whether pages come too, whether to write nothing.
    """

    wanted: tuple[str, ...] = ()
    joined: tuple[tuple[int, ...], ...] = ()
    lang: str = ""
    pages: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The groups of an archive that are wanted: those that are `new`, those with a post that is `known`; and errors
    about wishes that mean nothing.
    """

    new: tuple[PostGroup, ...]
    known: tuple[PostGroup, ...]
    problems: tuple[TargmanError, ...] = ()


def select_groups(
    posts: Iterable[Post], known: Mapping[int, KnownPost], settings: Settings, options: PullOptions, name: str
) -> Selection:
    """Return the groups of an archive, which has this `name`, that are wanted. What is remembered of a post counts more
    than what the site says of its language.
    """
    kinds = {"post", "page"} if options.pages or options.wanted else {"post"}
    told = [
        _as_known(post, known[post.id]) if post.id in known else post
        for post in posts
        if post.kind in kinds and post.status in STATUSES | {""}
    ]
    groups = group_posts(told, settings.editions, first=options.lang, joined=options.joined)
    problems: tuple[TargmanError, ...] = ()
    if options.wanted:
        by_name = {word: group for group in groups for post in group.posts for word in _names(post)}
        found = {word: by_name.get(_plain_address(word)) for word in options.wanted}
        problems = tuple(
            TargmanError(f"has no post “{word}”. Give its number or its address.", path=name)
            for word, group in found.items()
            if group is None
        )
        groups = list({group.source.id: group for group in found.values() if group is not None}.values())
    old = [any(post.id in known for post in group.posts) for group in groups]
    return Selection(
        new=tuple(group for group, is_old in zip(groups, old, strict=True) if not is_old),
        known=tuple(group for group, is_old in zip(groups, old, strict=True) if is_old),
        problems=problems,
    )


def _as_known(post: Post, known: KnownPost) -> Post:
    return replace(post, lang=known.lang, group=f"article {known.place.path}", is_original=False)


def _names(post: Post) -> Iterator[str]:
    yield str(post.id)
    if post.link:
        yield _plain_address(post.link)


def _plain_address(word: str) -> str:
    """Return an address as it is compared: without the scheme, `www.` and the last slash."""
    return unquote(word).strip().partition("://")[2].removeprefix("www.").rstrip("/") if "://" in word else word.strip()
