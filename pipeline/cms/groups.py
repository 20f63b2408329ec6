"""Find the posts that say the same in several languages, and which of them was first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline import languages
from pipeline.cms.archive_posts import Post
from pipeline.frozen import dataclass
from pipeline.languages.tags import match


@dataclass(frozen=True, slots=True, kw_only=True)
class PostGroup:
    """The post of an article, its translations by edition, and what an editor should know about the choice."""

    source: Post
    translations: Mapping[str, Post]
    remarks: tuple[str, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts of the group, the article's first."""
        return (self.source, *self.translations.values())


def group_posts(
    posts: Iterable[Post], editions: Sequence[str], *, first: str = "", joined: Iterable[Sequence[int]] = ()
) -> list[PostGroup]:
    """Group posts by what they say of each other, and by the numbers that are `joined` on the command line.

    The post of the article is the one in the language `first`; else the one that is marked as the original, that was
    published first, or that has the lowest number. Posts keep their order. Only languages of `editions` are languages.
    """
    known = {post.id: post for post in posts}
    leaders = _Leaders(known)
    names: dict[str, int] = {}
    for post in known.values():
        for other in post.translations.values():
            leaders.join(post.id, other)
        if post.group:
            leaders.join(post.id, names.setdefault(post.group, post.id))
    for numbers in joined:
        for other in numbers[1:]:
            leaders.join(numbers[0], other)
    groups: dict[int, list[Post]] = {}
    for post in known.values():
        groups.setdefault(leaders.find(post.id), []).append(post)
    return [made for members in groups.values() for made in _make_groups(members, editions, first)]


class _Leaders:
    """Sets of numbers, each with the number that stands for it."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._above = {number: number for number in numbers}

    def find(self, number: int) -> int:
        while (above := self._above[number]) != number:
            self._above[number] = number = self._above[above]
        return number

    def join(self, one: int, other: int) -> None:
        """Join two sets; a number that nobody knows is in none."""
        if one in self._above and other in self._above:
            one, other = sorted((self.find(one), self.find(other)))
            self._above[other] = one


def _make_groups(members: Sequence[Post], editions: Sequence[str], first: str) -> list[PostGroup]:
    remarks = []
    told = []
    for post in members:
        lang = match(post.lang, editions) if post.lang else ""
        if not post.lang and (named := _language_of_categories(post, editions)):
            lang = named
            remarks.append(f"the language of post {post.id} is that of its category, {named}")
        told.append(replace(post, lang=lang or post.lang))
    if len(told) == 1:
        return [PostGroup(source=told[0], translations={}, remarks=tuple(remarks))]
    source = min(told, key=lambda post: (post.lang != first, not post.is_original, post.date or "9", post.id))
    translations: dict[str, Post] = {}
    others: list[PostGroup] = []
    for post in told:
        if post is source:
            continue
        if post.lang in editions and post.lang != source.lang and post.lang not in translations:
            translations[post.lang] = post
            continue
        why = (
            f"there is no edition “{post.lang}” in this workspace"
            if post.lang and post.lang not in editions
            else f"two posts are said to be its text in “{post.lang}”"
            if post.lang
            else "its language is not known"
        )
        others.append(
            PostGroup(
                source=post,
                translations={},
                remarks=(f"the site links it with post {source.id}, but {why}, so it stays an article of its own",),
            )
        )
    return [PostGroup(source=source, translations=translations, remarks=tuple(remarks)), *others]


def _language_of_categories(post: Post, editions: Sequence[str]) -> str:
    """Return the edition that a category or a tag of the post is named after; empty unless it is one."""
    words = {word.casefold() for term in (*post.categories, *post.tags) for word in (term.name, term.slug) if word}
    named = [lang for lang in editions if words & set(map(str.casefold, _names(lang)))]
    return named[0] if len(named) == 1 else ""


def _names(lang: str) -> tuple[str, ...]:
    language = languages.load(lang)
    return lang, language.name, language.native_name
