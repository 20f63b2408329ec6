"""Take away the editions that are not to be published any more, of withdrawn articles and of those held back."""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import product

from pipeline.errors import FileError, TargmanError
from pipeline.workspace import assets, files
from pipeline.workspace.codec import from_json
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.index import Index
from pipeline.workspace.layouts import Site, make_site
from pipeline.workspace.paths import ArticleListing, ArticlePath, list_files
from pipeline.workspace.settings import Settings

_NEVER = ("articles", "locales", "exports", "node_modules")
"""Folders of a workspace without editions, where these are in the workspace's own folder."""

_STEPS = ("merge ", "lay out ")
"""The beginnings of the names of steps that write editions."""


def find_prunable(settings: Settings, listing: ArticleListing, index: Index) -> tuple[str, ...]:
    """Find the editions in the folder for them whose articles are not there or that are held back, and the pictures
    that were copied for these alone.

    Only what Targman wrote is found: an edition says so, or the index knows the content. So it is with pictures, or
    they are the same as in `articles/`. What cannot be read at the moment stays.
    """
    site, _ = make_site(settings, listing, index)
    expected = {*site.expected(), *_unclear(site, listing)}
    found = [path for path in _list_pages(settings) if path not in expected and _is_own(settings, path, index)]
    return (*found, *(path for path in _list_pictures(site, index) if path not in expected))


def prune(settings: Settings, paths: tuple[str, ...]) -> list[TargmanError]:
    """Delete files, and the folders that are empty then; return what could not be deleted."""
    problems: list[TargmanError] = []
    top = settings.root / settings.folder
    for path in paths:
        file = settings.root / path
        try:
            file.unlink()
        except OSError as error:
            problems.append(FileError(f"cannot be deleted: {error.strerror}", path=path))
            continue
        for folder in file.parents:
            if folder == top or not folder.is_relative_to(top):
                break
            with suppress(OSError):
                folder.rmdir()
    return problems


def _unclear(site: Site, listing: ArticleListing) -> Iterator[str]:
    """Yield the paths that editions may have which cannot be made because something cannot be read."""
    from pipeline.publishing.layouts import list_places  # noqa: PLC0415  heavy

    for article in listing.articles:
        known = site.survey[article.path]
        for lang in site.settings.editions:
            if lang not in (*known.made, *known.held_back):
                yield from map(site.path, list_places(article.stem, lang, site.settings.languages))


def _list_pages(settings: Settings) -> Iterator[str]:
    from pipeline.publishing.layouts import SUFFIXES  # noqa: PLC0415  heavy

    if settings.folder != ".":
        found = (f"{settings.folder}/{path}" for path in list_files(settings.root / settings.folder, ""))
    else:
        tops = sorted(each.name for each in os.scandir(settings.root) if each.is_dir(follow_symlinks=False))
        folders = [name for name in tops if name not in _NEVER and not name.startswith(".")]
        found = (f"{top}/{path}" for top in folders for path in list_files(settings.root / top, ""))
    yield from sorted(path for path in found if path.endswith(SUFFIXES))


def _is_own(settings: Settings, path: str, index: Index) -> bool:
    """Tell whether a page was made by Targman: it stands where some layout puts it, or the index knows it."""
    from pipeline.article.markdown import PROVENANCE_FIELD  # noqa: PLC0415  heavy
    from pipeline.article.markdown.front_matter import read_front_matter  # noqa: PLC0415
    from pipeline.publishing.layouts import list_places  # noqa: PLC0415

    with suppress(TargmanError, UnicodeDecodeError):
        front = read_front_matter((files.read(settings.root / path) or b"").decode())
        source = front.field(f"{PROVENANCE_FIELD}.source") if front else None
        lang = front.field("lang") if front else None
        if source is not None and lang is not None:
            stem = ArticlePath(path=source.value).stem
            inside = path.removeprefix(settings.site_prefix)
            return inside in list_places(stem, lang.value, (*settings.languages, lang.value))
    return any(_wrote(index, key, path) for key in index.records)


def _wrote(index: Index, key: str, path: str) -> bool:
    """Tell whether a step of this name wrote a file as it is now."""
    digest = index.records[key].get("files", {}).get(path) if key.startswith(_STEPS) else None
    with suppress(FileError):
        return bool(digest) and digest == index.digest(path)
    return False


def _list_pictures(site: Site, index: Index) -> list[str]:
    """Return the copies of pictures in the site that are as Targman wrote them: of articles that were there when it
    did, and of those held back now.
    """
    return sorted({*_find_written(site, index), *_find_held_back(site)})


def _find_written(site: Site, index: Index) -> Iterator[str]:
    for key, record in index.records.items():
        for result in record.get("results", ()) if key.startswith(_STEPS) else ():
            for path in from_json(MergeResult, result).companions:
                if path.startswith(site.settings.site_prefix) and _wrote(index, key, path):
                    yield path


def _find_held_back(site: Site) -> Iterator[str]:
    for article, surveyed in site.survey.items():
        for lang, (_, path) in product(surveyed.held_back, surveyed.pictures):
            copy = site.path(site.place(article, lang).picture(path))
            with suppress(FileError):
                picture, _ = assets.read_asset(site.settings.root / "articles" / path)
                if picture is not None and picture.data == files.read(site.settings.root / copy):
                    yield copy
