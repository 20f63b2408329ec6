"""Change a post so that no edit made online at the same time is lost.

WordPress has no compare-and-set. With the companion plug-in the comparison happens on the site. Without it, the number
of revisions tells afterwards: our change makes one; if there are more, somebody saved between our look at the post and
our change. That revision is then put back, and the edition waits until the edit is pulled. Where a site keeps no
revisions, that instant remains.
"""

from collections.abc import Mapping

from pipeline.cms import companion
from pipeline.cms.client import RefusedError, WordPressClient
from pipeline.cms.companion import Companion
from pipeline.cms.posts import FIELDS, TEXTS, RemotePost, digest, parse_post, read_posts
from pipeline.frozen import dataclass

_LOOKS = 10
"""Revisions that are looked through for one that nobody knew."""
_ATTEMPTS = 3
"""Times that an edit is put back, or a change is tried, if somebody saves again meanwhile."""
_PAUSE = 2.0
"""Seconds until a post is saved wholly: WordPress writes its notes after its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedPost:
    """A post after a change. If `is_edited`, somebody edited it at the same time, and it is as they made it."""

    post: RemotePost
    is_edited: bool = False


def update_post(
    client: WordPressClient, plugin: Companion | None, before: RemotePost, fields: Mapping[str, object]
) -> UpdatedPost:
    """Change the fields of a post that is as it was `before`, or leave it to whoever edited it since. Raises
    WordPressError.
    """
    if plugin is not None and plugin.can_compare:
        return _update_unchanged(client, before, fields)
    after = _write(client, before.id, fields)
    lost = _find_lost_edit(client, before, after)
    if lost is None:
        return UpdatedPost(post=after)
    for _ in range(_ATTEMPTS):
        last = after
        after = _write(client, before.id, _restoring(lost))
        again = _find_lost_edit(client, last, after, known=lost)
        if again is None:
            break
        lost = again
    return UpdatedPost(post=after, is_edited=True)


def _update_unchanged(client: WordPressClient, before: RemotePost, fields: Mapping[str, object]) -> UpdatedPost:
    """Let the plug-in compare and change. A post whose texts are the same, but saved once more, is tried again."""
    there = before
    for _ in range(_ATTEMPTS):
        try:
            return UpdatedPost(post=parse_post(companion.update_post(client, there, fields), client))
        except RefusedError as error:
            if error.code != companion.CHANGED:
                raise
        there = read_posts(client, [before.id]).get(before.id, before)
        if there.digests != before.digests:
            break
        client.sleep(_PAUSE)
    return UpdatedPost(post=there, is_edited=True)


def _write(client: WordPressClient, number: int, fields: Mapping[str, object]) -> RemotePost:
    return parse_post(client.send(f"wp/v2/posts/{number}", fields, context="edit", _fields=FIELDS), client)


def _find_lost_edit(
    client: WordPressClient, before: RemotePost, after: RemotePost, known: Mapping[str, str] | None = None
) -> Mapping[str, str] | None:
    """Return the texts of the newest revision that came between two states of a post and is neither; None if there is
    none. `known` are texts that were put back.
    """
    made = after.revisions - before.revisions
    is_full = made == 0 and after.revision != before.revision  # the site keeps only the newest
    if after.revision == before.revision or (made <= 1 and not is_full):
        return None
    ours = [_digests(texts) for texts in (before.texts, after.texts, known) if texts is not None]
    path = f"wp/v2/posts/{before.id}/revisions"
    found = client.get(path, context="edit", per_page=_LOOKS, _fields="id,slug,title,content,excerpt,meta")
    for item in found if isinstance(found, list) else ():
        if item["id"] <= before.revision:
            return None
        texts = {name: str(item[name]["raw"]) for name in TEXTS[:3]}
        meta = item.get("meta")
        if isinstance(meta, dict) and "footnotes" in meta:
            texts["footnotes"] = str(meta["footnotes"])
        mine = [{name: each[name] for name in texts} for each in ours]
        if "autosave" not in str(item["slug"]) and _digests(texts) not in mine:
            return texts
    return None


def _digests(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: digest(text) for name, text in texts.items()}


def _restoring(texts: Mapping[str, str]) -> dict[str, object]:
    fields: dict[str, object] = {name: text for name, text in texts.items() if name != "footnotes"}
    return fields | ({"meta": {"footnotes": texts["footnotes"]}} if "footnotes" in texts else {})
