"""Merge what editors changed in a published translation into the entries of its catalog, three ways.

The post as it is and as it would be published now are paired with the article. Where they differ, the digests of what
the edition said before tell which side was changed. An entry that nobody changed here takes the text of the post; if
both sides were changed, a person has to choose, as when git merges two catalogs.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.adopt.candidates import match_translation, read_candidate
from pipeline.adopt.fill import fill_entries, list_fillable
from pipeline.adopt.lexicons import learn_from_memory
from pipeline.article.extract import extract_all_units
from pipeline.article.placeholders import is_fold
from pipeline.catalog.merge3 import merge_catalogs
from pipeline.cms.base_texts import digest_entry
from pipeline.errors import CatalogError
from pipeline.frozen import dataclass
from pipeline.model import Entry
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.import_ import SourceFile
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import write_catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedEdit:
    """The result of an edit: how many texts it changed, how many a person has to choose, and sentences of the post that
    belong to no text of the article.
    """

    changed: int = 0
    conflicts: int = 0
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The translations in a version of a post by the keys of their entries, and its sentences that are in none."""

    entries: Mapping[str, Entry]
    left_over: tuple[str, ...]


def merge_translation(
    settings: Settings, place: ArticlePath, lang: str, theirs: SourceFile, ours: SourceFile, base: frozenset[str]
) -> MergedEdit:
    """Merge an edited post into the catalog of its edition, and write that. `ours` is the post as it would be published
    now, `base` are the digests of what the edition said before. Raises ArticleError, CatalogError or FileError.
    """
    now, here = (_read(settings, place, lang, version) for version in (theirs, ours))
    path = place.catalog(lang)
    old, seen = load_catalog(settings, path)
    if old is None:
        raise CatalogError("there is no such catalog. Run: targman sync", path=path)
    known = {entry.target for entry in here.entries.values()}
    bases, edits = [], []
    changed = 0
    for entry in old.entries:
        new = now.entries.get(entry.key)
        start = edit = entry
        if (
            new is not None
            and not entry.obsolete
            and new.target not in known
            and not _is_same(new.target, entry.target)
        ):
            is_kept = digest_entry(entry.key, entry.target) in base
            if is_kept or digest_entry(entry.key, new.target) not in base:
                start = entry if is_kept else replace(entry, target="", fuzzy=False)
                edit = replace(entry, target=new.target, fuzzy=new.fuzzy, previous=None, comments=new.comments)
                changed += 1
        bases.append(start)
        edits.append(edit)
    merged = merge_catalogs(replace(old, entries=tuple(bases)), old, replace(old, entries=tuple(edits)))
    unplaced = tuple(text for text in now.left_over if text not in here.left_over)
    if changed:
        write_catalog(settings, path, merged.catalog, old, seen)
    return MergedEdit(changed=changed, conflicts=len(merged.conflicts), unplaced=unplaced)


def _read(settings: Settings, place: ArticlePath, lang: str, document: SourceFile) -> _Reading:
    """Pair a version of the post with the article, as if nothing were translated."""
    given = read_candidate(settings, place, lang, document)
    found = match_translation(settings, given, learn_from_memory(settings, place, lang))
    units = extract_all_units(found.article, place.path, lines=settings.line_references)
    adoption = fill_entries(list_fillable((), units, lang), found.article, found.published.article, found.paired)
    return _Reading(
        entries={entry.key: entry for entry in adoption.entries if entry.target},
        left_over=tuple(item.text for item in adoption.report.left_over),
    )


def _is_same(one: str, other: str) -> bool:
    return one == other or (is_fold(one) and is_fold(other))
