"""Links of an article to headings that are not there, in it or in other articles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from pipeline.article.dialects.slugs import load_heading_syntax
from pipeline.article.markdown.anchors import (
    PageAnchors,
    PageLink,
    find_mentioned,
    is_mentioned,
    may_link,
    read_anchors,
    resolve_target,
)
from pipeline.checks.codes import make_finding
from pipeline.model import Article, Finding, Message

_MOST_HEADINGS = 200  # headings among which a guess is made, so that its time does not grow with the page
_ALIKE = 70  # minimum similarity (rapidfuzz's, 0-100) of a name to one that it is taken for a slip of


def check_heading_links(article: Article) -> Iterator[Finding]:
    """Find links within an article to headings that are not there.

    A page may have more identifiers than we see, so that a link is a fault only if nothing in the text resembles it.
    """
    if may_link(article.source):
        links = read_anchors(article.source, article.dialects).links
        yield from _check_links(article, ((link, link.target[1:]) for link in links if link.target[:1] == "#"))


def check_links_to_others(article: Article, path: str, others: Mapping[str, Article]) -> Iterator[Finding]:
    """Find links of the article at `path` to headings that are not there in `others` of the same language."""
    links: dict[str, list[tuple[PageLink, str]]] = {}
    for link in read_anchors(article.source, article.dialects).links if may_link(article.source) else ():
        target = resolve_target(path, link.target)
        if target is not None and link.target[:1] != "#":
            links.setdefault(target[0], []).append((link, target[1]))
    for other, found in links.items():
        if other in others and others[other].lang == article.lang:
            yield from _check_links(others[other], found)


def _check_links(article: Article, links: Iterable[tuple[PageLink, str]]) -> Iterator[Finding]:
    """Yield findings for links that lead nowhere in an article; each with the identifier that it names."""
    page = read_anchors(article.source, article.dialects)
    mentioned: frozenset[str] | None = None
    names = _name_headings(page)
    for link, fragment in links:
        name = unquote(fragment)
        if not name or page.is_partial or _leads(page, name, article):
            continue
        mentioned = find_mentioned(article.source) if mentioned is None else mentioned
        if not is_mentioned(name, mentioned):
            found = make_finding(
                "article-anchor",
                "the link {target} leads to a heading that is not there. {meant}",
                target=link.target,
                meant=_meant(names, link.target.partition("#")[0], name),
            )
            yield replace(found, line=link.line)


def _leads(page: PageAnchors, name: str, article: Article) -> bool:
    """Tell whether a link to an identifier leads somewhere on the page, for all that we know."""
    if name in page.ids or page.find(name) is not None:
        return True
    return re.fullmatch(load_heading_syntax(article.dialects).elsewhere, name, re.IGNORECASE) is not None


def _name_headings(page: PageAnchors) -> tuple[str, ...]:
    """Return the names among which one is guessed that a link meant."""
    names = (next(filter(None, (each.own, *each.names)), "") for each in page.headings[:_MOST_HEADINGS])
    return tuple(dict.fromkeys(filter(None, names)))


def _meant(names: Iterable[str], path: str, name: str) -> Message:
    """Return a guess at the link that was meant, or what to do without one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  heavy: only where a link leads nowhere

    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is None:
        return Message.create("Correct it, or give the heading that it means this name.")
    return Message.create("Did you mean “{name}”?", name=f"{path}#{found[0]}")
