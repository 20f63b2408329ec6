"""Talk to the companion plug-in, if the site has it: it links translations, and changes a post only if it is as it was.

The plug-in answers below `targman/v1`:

- `POST targman/v1/translations` with `{"posts": {"hy": 12, "en": 13}}` sets the language of each post and links them;
- `POST targman/v1/posts/12` with `{"seen": {"title": …, "content": …, "excerpt": …, "footnotes": …}, "fields": {…}}`
  changes a post as `wp/v2/posts/12` does with the fields, in one transaction with the comparison of its raw texts to
  those that were seen; if they differ it answers 409 with the code `targman_changed`.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.cms.client import SiteInfo, WordPressClient

NAMESPACE = "targman/v1"
CHANGED = "targman_changed"


def is_installed(site: SiteInfo) -> bool:
    """Tell whether the site has the plug-in."""
    return NAMESPACE in site.namespaces


def link_translations(client: WordPressClient, posts: Mapping[str, int]) -> None:
    """Link the posts of an article as translations of each other, by language. Raises WordPressError."""
    client.send(f"{NAMESPACE}/translations", {"posts": dict(posts)})


def update_post(client: WordPressClient, number: int, seen: Mapping[str, str], fields: Mapping[str, object]) -> Any:  # noqa: ANN401  any JSON
    """Change a post if its raw texts are those that were seen. Raises RefusedError with the code `CHANGED` if not."""
    return client.send(f"{NAMESPACE}/posts/{number}", {"seen": dict(seen), "fields": dict(fields)}, context="edit")
