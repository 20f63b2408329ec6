"""Link the posts of an article as translations of each other: through the companion plug-in and one for languages."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.cms.client import RefusedError, WordPressClient
from pipeline.cms.companion import Companion, link_translations
from pipeline.cms.plan import Records
from pipeline.cms.record import save_record
from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace.paths import ArticlePath

NO_PLUGIN = (
    "The posts are not linked as translations of each other: that needs the plug-in “Targman” on the site, and "
    "Polylang or WPML. Everything else works without. How to install it: targman docs wordpress"
)
NO_LINKER = (
    "The posts are not linked as translations of each other: neither Polylang nor WPML is active on the site. "
    "Everything else works without."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """The problems of linking, and what the site lacks for it."""

    problems: tuple[TargmanError, ...] = ()
    notices: tuple[str, ...] = ()


def link_posts(
    client: WordPressClient,
    plugin: Companion | None,
    records: Records,
    articles: Iterable[tuple[ArticlePath, str]],
    *,
    has_new: bool,
) -> Linking:
    """Link the posts of articles, each given with the language of its source, where that has not been done; remember
    it. If the site cannot, say so where posts are new. Raises SiteError.
    """
    problems: list[TargmanError] = []
    missing: dict[str, str] = {}
    for place, source in articles:
        record = records.by_path.get(place.path)
        if record is None:
            continue
        posts = {lang: post.id for lang, post in record.posts.items() if post.id and lang not in missing}
        if not posts or posts == record.linked:
            continue
        if plugin is None or not plugin.linker:
            if len(posts) == 1:
                continue  # it has no translations
            return Linking(notices=(NO_PLUGIN if plugin is None else NO_LINKER,) if has_new else ())
        try:
            made = link_translations(client, posts, source)
        except RefusedError as error:
            problems.append(error.at(place.path))
            continue
        missing |= {lang: _describe(lang, plugin) for lang in made.missing}
        records.put(place, replace(record, linked=made.linked))
        save_record(records.settings, place, records.site, records.by_path[place.path])
    return Linking(problems=tuple(problems), notices=tuple(missing.values()))


def _describe(lang: str, plugin: Companion) -> str:
    name = {"polylang": "Polylang", "wpml": "WPML"}.get(plugin.linker, plugin.linker)
    there = ", ".join(plugin.languages) or "none for posts"
    return (
        f"Posts in “{lang}” are not linked, as {name} does not have this language ({there}). Add it there; the next "
        "change that is published links them."
    )
