"""Put anchors at the headings of an edition that links lead to.

Links name a heading by what a site makes of its words in the source, and a site makes something else of their
translation. So the heading gets that name: in the dialect's own form, or as an empty element before its words.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape

from pipeline.article.dialects.slugs import HeadingSyntax, load_heading_syntax
from pipeline.article.markdown.anchors import Heading, PageAnchors, may_link, read_anchors
from pipeline.model import Article
from pipeline.patterns import lazy

_ELEMENT = lazy(r'<a id="[^"<>]*"></a>')
_REST = lazy(r"[^\r\n]*")
_CLOSING = lazy(r"[ \t]+#+[ \t]*")


def add_anchors(text: str, article: Article, linked: Iterable[str] = ()) -> str:
    """Return the proven text of an edition with anchors at the headings that its own links, and links of other articles
    to the fragments in `linked`, lead to.

    Headings whose words give the same names as in the source need none. An edition that equals its source stays.
    """
    if text == article.source or not (linked or may_link(text)):
        return text
    source = read_anchors(article.source, article.dialects)
    if not source.headings or not (linked or source.fragments):
        return text
    made = read_anchors(text, article.dialects)
    if len(made.headings) != len(source.headings):
        return text
    syntax = load_heading_syntax(article.dialects)
    wanted = _wanted(source, made, linked)
    used = set(made.fragments).difference(*wanted.values())
    cuts: list[tuple[int, str]] = []
    for number, names in wanted.items():
        cuts += _write(text, made.headings[number], names, syntax, used)
    parts: list[str] = []
    at = 0
    for cut, added in sorted(cuts):
        parts += [text[at:cut], added]
        at = cut
    return "".join([*parts, text[at:]])


def remove_anchors(text: str, source: str) -> str:
    """Return the text of an edition without the empty elements that its source does not have."""
    known = set(_ELEMENT.findall(source))
    return _ELEMENT.sub(lambda found: found[0] if found[0] in known else "", text)


def _wanted(source: PageAnchors, made: PageAnchors, linked: Iterable[str]) -> dict[int, list[str]]:
    """Return the names that links use, by the numbers of headings that lack one of them: an anchor may change the name
    that a program makes.
    """
    found: dict[int, list[str]] = {}
    lacking: set[int] = set()
    for name in dict.fromkeys((*made.fragments, *linked)):
        place = None if name in made.ids or name in source.ids else source.find(name)
        if place is None:
            continue
        before, now = source.headings[place].names, made.headings[place].names
        ways = [way for way, known in enumerate(before) if known == name] or range(len(before))
        found.setdefault(place, []).append(name)
        lacking |= {place} if any(now[way] != before[way] for way in ways) else set()
    return {place: names for place, names in found.items() if place in lacking}


def _write(
    text: str, heading: Heading, names: list[str], syntax: HeadingSyntax, used: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield what to insert, and where. One name can be the heading's own, unless it would take the place of the name
    that the site makes of the translation, and a link of the edition has `used` that.
    """
    left = list(names)
    rest = _REST.match(text, heading.end)
    tail = rest.group() if rest else ""
    if syntax.written and not heading.own and not any(name in used for name in heading.names):
        name = next((name for name in names if re.fullmatch(syntax.possible, name)), None)
        if name is not None and (syntax.has_attributes or "{" not in tail):
            left.remove(name)
            yield _own_identifier(heading.end, tail, syntax, name)
    added = "".join(f'<a id="{escape(name)}"></a>' for name in left)
    if added:
        yield heading.start, added


def _own_identifier(end: int, tail: str, syntax: HeadingSyntax, name: str) -> tuple[int, str]:
    """Return the identifier in the dialect's form and its place: in attributes that the heading has, or behind it.

    `end` is that of its words, `tail` the rest of the line.
    """
    opening = tail.find("{")
    if opening >= 0:
        return end + opening + 1, f"#{name} "
    is_behind = not (syntax.is_before_closing and _CLOSING.match(tail))
    return end + (len(tail.rstrip()) if is_behind else 0), " " + syntax.written.replace("ID", name)
