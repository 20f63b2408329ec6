"""Read JSON-LD in a page: the object about its article, and the names of people and organisations."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from pipeline.frozen import dataclass
from pipeline.importers.web.page import Element

_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|Recipe|Posting|Chapter|Essay")
_MOST_OBJECTS = 2_000
_DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """The JSON-LD of a page: the object about the article, and all objects by their identifiers."""

    article: Mapping[str, Any] = field(default_factory=dict)
    objects: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, *keys: str) -> str:
        """Return the first of some values of the article that is a text."""
        return next(filter(None, (clean_value(self.article.get(key)) for key in keys)), "")

    def authors(self) -> list[tuple[str, bool]]:
        """Return the names of the authors, and whether each is a person."""
        return list(self._people(self.article.get("author") or self.article.get("creator"), _DEEPEST))

    def _people(self, value: Any, depth: int) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        if isinstance(value, list):
            for item in value[:20] if depth else ():
                yield from self._people(item, depth - 1)
        elif isinstance(value, dict):
            known = self.objects.get(str(value.get("@id")), {})
            name = value.get("name") or known.get("name")
            kind = str(value.get("@type") or known.get("@type") or "")
            for each in name if isinstance(name, list) else [name]:
                if clean_value(each):
                    yield clean_value(each), "Organization" not in kind
        elif isinstance(value, str):
            known = self.objects.get(value, {})
            yield clean_value(known.get("name") or value), "Organization" not in str(known.get("@type"))


def clean_value(value: Any) -> str:  # noqa: ANN401
    """Return a text of the JSON on one line, without tags and entities; empty for another value."""
    if not isinstance(value, str):
        return ""
    return " ".join(re.sub(r"<[^<>]{1,200}>", "", html.unescape(value)).split())


def read_linked_data(root: Element, title: str) -> LinkedData:
    """Read the JSON-LD of a page; of several articles, the one with the page's title counts."""
    objects = list(_iter_objects(root))
    articles = [each for each in objects if _ARTICLE.search(str(each.get("@type", "")))]
    titled = [each for each in articles if title and clean_value(each.get("headline") or each.get("name")) in title]
    pages = [each for each in objects if "WebPage" in str(each.get("@type", "")) and each.get("datePublished")]
    chosen = next(iter([*filter(_has_headline, titled), *articles, *pages]), {})
    named = {str(each["@id"]): each for each in objects if each.get("@id") and each.get("name")}
    return LinkedData(article=chosen, objects=named)


def _has_headline(item: Mapping[str, Any]) -> bool:
    return bool(clean_value(item.get("headline") or item.get("name")))


def _iter_objects(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD in a page, those in a graph too."""
    scripts = (each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower())
    waiting = [(_parse(script.text or ""), _DEEPEST) for script in scripts]
    count = 0
    while waiting and count < _MOST_OBJECTS:
        value, depth = waiting.pop(0)
        count += 1
        if isinstance(value, dict):
            yield value
        if depth and isinstance(value, dict | list):
            parts: Sequence[Any] = value if isinstance(value, list) else list(value.values())
            waiting += [(part, depth - 1) for part in parts[:_MOST_OBJECTS] if isinstance(part, dict | list)]


def _parse(text: str) -> Any:  # noqa: ANN401
    """Return the value of JSON as pages have it: line breaks in texts, comments around it, or a comma too many."""
    plain = re.sub(r"^\s*(?:<!--|(?://)?\s*<!\[CDATA\[)|(?:-->|(?://)?\s*\]\]>)\s*;?\s*$", "", text)
    plain = plain.strip().rstrip(";")
    for form in (plain, re.sub(r",(\s*[}\]])", r"\1", plain)):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
