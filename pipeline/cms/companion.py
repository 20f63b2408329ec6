"""Talk to the companion plug-in, if the site has it: it links translations, and changes a post only if it is as it was.

The plug-in, in `wordpress/targman/`, answers below `targman/v1`:

- `GET targman/v1/site` tells which plug-in for languages is active, its languages, and whether posts can be compared;
- `POST targman/v1/translations` with `{"posts": {"hy": 12, "en": 13}, "source": "hy"}` sets the language of each post
  and links them;
- `POST targman/v1/posts/12` with `{"seen": {…}, "fields": {…}}` changes a post as `wp/v2/posts/12` does with the
  fields, in one transaction with the comparison of its raw texts to the digests that were seen; if they differ it
  answers 409 with the code `targman_changed`.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from pipeline.cms.client import SiteError, SiteInfo, WordPressClient
from pipeline.cms.posts import FIELDS, RemotePost
from pipeline.frozen import dataclass

NAMESPACE = "targman/v1"
CHANGED = "targman_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A companion plug-in: the plug-in for languages that is active beside it, `polylang`, `wpml` or empty; the codes
    of the site's languages; and whether it can compare and change a post in one step.
    """

    linker: str = ""
    languages: tuple[str, ...] = ()
    can_compare: bool = False

    def query(self, lang: str) -> dict[str, str]:
        """Return what makes a new post or tag one of this language from the first moment. Polylang would give it the
        default language until it is linked, and replace the categories of every other language.
        """
        codes = {code.casefold(): code for code in self.languages} if self.linker == "polylang" else {}
        return {"lang": codes[lang.casefold()]} if lang.casefold() in codes else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPosts:
    """The posts that are linked, by language, and the languages that the site does not have."""

    linked: Mapping[str, int]
    missing: tuple[str, ...]


def find_companion(client: WordPressClient, site: SiteInfo) -> Companion | None:
    """Return what the plug-in says of itself and the site; None if there is no plug-in. Raises WordPressError."""
    if NAMESPACE not in site.namespaces:
        return None
    data = client.get(f"{NAMESPACE}/site")
    try:
        return Companion(
            linker=str(data["plugin"] or ""),
            languages=tuple(map(str, data["languages"])),
            can_compare=data["can_compare"] is True,
        )
    except (KeyError, TypeError):
        raise _unexpected(client) from None


def link_translations(client: WordPressClient, posts: Mapping[str, int], source: str) -> LinkedPosts:
    """Link the posts of an article as translations of each other, by language; `source` is that of the original. Raises
    WordPressError.
    """
    made = client.send(f"{NAMESPACE}/translations", {"posts": dict(posts), "source": source})
    try:
        linked = {str(lang): int(number) for lang, number in made["linked"].items()}
        return LinkedPosts(linked=linked, missing=tuple(map(str, made["missing"])))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _unexpected(client) from None


def update_post(client: WordPressClient, before: RemotePost, fields: Mapping[str, object]) -> Any:  # noqa: ANN401  any JSON
    """Change a post if it is as it was `before`. Raises RefusedError with the code `CHANGED` if not."""
    seen = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in before.texts.items()}
    data = {"seen": seen | {"modified_gmt": before.modified}, "fields": dict(fields)}
    return client.send(f"{NAMESPACE}/posts/{before.id}", data, context="edit", _fields=FIELDS)


def _unexpected(client: WordPressClient) -> SiteError:
    return SiteError(f"{client.access.url} has another version of the plug-in “Targman”. Update it, or Targman.")
