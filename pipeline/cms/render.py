"""Make the fields of posts from the editions of an article."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from pipeline.cms.posts import TEXTS, digest
from pipeline.cms.record import PublishedPicture
from pipeline.frozen import dataclass
from pipeline.publishing.html import LinkMap
from pipeline.publishing.reader import summarize
from pipeline.publishing.wordpress import post_slugs, render_blocks
from pipeline.workspace.documents import ArticleDocuments
from pipeline.workspace.settings.wordpress import EVERY, Names

_LONGEST_SLUG = 120
"""Characters of a slug; WordPress cuts at 200 bytes, and may add a number."""

_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')

LinkFinder = Callable[[str, str], str]
"""Returns the address of the post of an article, by its path, in a language; empty if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """A post to publish: its language, its `TEXTS`, its slug if it is new, the date as WordPress has it, the names of
    its author, categories and tags in WordPress, and the digest of its picture's file. `unlinked` are the articles that
    it links to and that have no post in its language. `notes` counts its notes.
    """

    lang: str
    share: float
    texts: Mapping[str, str]
    slug: str
    date: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    featured: str = ""
    unlinked: tuple[str, ...] = ()
    notes: int = 0

    @property
    def digests(self) -> dict[str, str]:
        """The digests of what is sent: of each text, and of each fact about the post."""
        facts = {
            "date": self.date,
            "author": self.author,
            "categories": json.dumps(self.categories),
            "tags": json.dumps(self.tags),
            "featured": self.featured,
        }
        return {name: digest(self.texts[name]) for name in TEXTS} | {
            name: digest(value) for name, value in facts.items() if value not in {"", "[]"}
        }


def make_drafts(
    article: ArticleDocuments,
    languages: Sequence[str],
    pictures: Mapping[str, tuple[str, PublishedPicture | None]],
    find_link: LinkFinder,
    *,
    has_footnotes: bool,
) -> dict[str, PostDraft]:
    """Return the posts of an article's editions, by language. `pictures` are the digest of each picture's file and the
    picture in the media library, by its address in the article; a picture that is not there is left out.
    """
    slugs = post_slugs(article.documents, article.place.slug)
    settings, everything = article.settings.wordpress, [each.metadata for each in article.documents.values()]
    words = {word for about in everything for word in about.tags}
    authors = dict(settings.authors)
    author = next((authors[name] for about in everything for name in about.authors if name in authors), "")
    shown = {address: item.url if item else "" for address, (_, item) in pictures.items()}
    made = {}
    for lang in languages:
        document = article.documents[lang]
        links = article.article_links([document])
        found = {link.path: find_link(link.path, lang) for link in links.values()}
        known = {
            written: f"{found[link.path]}{link.fragment}" if found[link.path] else "" for written, link in links.items()
        }
        post = render_blocks(
            document,
            article.wording(lang),
            LinkMap(known=known | shown),
            article.place.slug,
            media={address: item.id for address, (_, item) in pictures.items() if item},
            has_footnotes=has_footnotes,
        )
        made[lang] = PostDraft(
            lang=lang,
            share=article.shares[lang],
            texts={
                "title": escape(document.title, quote=False),
                "content": _show_pictures(post.content, pictures),
                "excerpt": escape(document.metadata.description or summarize(document), quote=False),
                "footnotes": post.footnotes,
            },
            slug=slugs[lang][:_LONGEST_SLUG].strip("-"),
            unlinked=tuple(sorted(path for path, address in found.items() if not address)),
            notes=len(document.notes),
            featured=pictures[document.metadata.image][0] if document.metadata.image in pictures else "",
            date=f"{document.metadata.published.isoformat()}T00:00:00" if document.metadata.published else "",
            author=author,
            categories=_find_names(settings.categories, words, lang),
            tags=_find_names(settings.tags, words, lang),
        )
    return made


def _find_names(names: Names, words: Iterable[str], lang: str) -> tuple[str, ...]:
    """Return the names in WordPress for the words that an article is tagged with."""
    asked = {EVERY, *(word.casefold() for word in words)}
    return tuple(dict.fromkeys(name for word, code, name in names if word.casefold() in asked and code in {"", lang}))


def _show_pictures(html: str, pictures: Mapping[str, tuple[str, PublishedPicture | None]]) -> str:
    """Return HTML in which the images of raw HTML, too, are those of the media library."""
    known = {escape(address): item.url for address, (_, item) in pictures.items() if item}
    return (
        _IMAGE.sub(lambda found: f"{found[1]}{escape(known.get(found[2], found[2]))}{found[3]}", html)
        if known
        else html
    )
