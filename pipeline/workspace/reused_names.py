"""Articles that took each other's names, such as chapters that were renumbered: their catalogs follow the texts.

A name that is in use hides a rename: the new article and the former one's catalogs are both there. So articles that
changed are compared with the catalogs of others that changed or are gone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import files
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.renames import (
    ALIKE,
    FollowedRenames,
    describe_rename,
    load_known_texts,
    load_texts,
    move_file,
    move_safety_copies,
)
from pipeline.workspace.settings import Settings

_SAMPLE = 8
"""Texts of a catalog that are looked for in its article; the longest ones tell best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """The places of articles by whose files they get, and the pairs of places that swap files, one after the other."""

    owners: Mapping[ArticlePath, ArticlePath]
    swaps: Sequence[tuple[ArticlePath, ArticlePath]]


def follow_reused_names(
    settings: Settings, changed: Sequence[ArticlePath], gone: Sequence[ArticlePath]
) -> FollowedRenames:
    """Let the catalogs of articles that took each other's names follow their texts. `changed` are the articles that
    changed since the last `sync`, and `gone` those that left only catalogs. No catalog is lost: the ones whose texts no
    article has move to a place that became free.
    """
    if len(changed) + len(gone) <= 1:
        return FollowedRenames()
    strangers = [article for article in changed if not _fits(settings, article)]
    if not any(find_catalogs(settings, place) for place in (*strangers, *gone)):
        return FollowedRenames()
    texts = {article: found for article in strangers if (found := load_texts(settings, article)) is not None}
    followed = Counter[tuple[ArticlePath, ArticlePath]]()
    problems: list[TargmanError] = []
    # The first language comes last: by its catalogs `_fits` finds what a kill left undone.
    for lang in reversed(settings.editions):
        catalogs = {place: place.catalog(lang) for place in (*texts, *gone)}
        known = {place: load_known_texts(settings, [path]) for place, path in catalogs.items()}
        owners = _match_owners(texts, known)
        followed.update(owners.items())
        order = _find_order(owners)
        moves = {catalogs[owner]: catalogs[place] for place, owner in order.owners.items()}
        move_safety_copies(settings, [moves] if moves else [], problems)
        _swap_files(settings, order, catalogs.__getitem__, problems)
    published = _find_order(dict(followed.keys()))
    _swap_files(settings, published, lambda place: place.published("wordpress"), problems)
    for place in published.owners:
        with suppress(OSError):
            (settings.root / place.template).unlink()
    notices = (describe_rename(place, owner, count) for (place, owner), count in sorted(followed.items()))
    return FollowedRenames(notices=tuple(notices), problems=tuple(problems))


def find_catalogs(settings: Settings, article: ArticlePath) -> list[str]:
    """Return the paths of the catalogs of an article that are there."""
    paths = (article.catalog(lang) for lang in settings.editions)
    return [path for path in paths if (settings.root / path).exists()]


def _fits(settings: Settings, article: ArticlePath) -> bool:
    """Tell at a glance whether an article has the texts of its own catalog. Without one it does not."""
    from pipeline.article.markdown import decode_article  # noqa: PLC0415  heavy, and needed only if articles changed

    paths = find_catalogs(settings, article)
    if not paths:
        return False
    try:
        catalog, _ = load_catalog(settings, paths[0])
        words = " ".join(decode_article(files.read(settings.root / article.path) or b"").split())
    except TargmanError:
        return True
    plain = (entry.source for entry in (catalog.entries if catalog else ()) if not entry.obsolete)
    sample = sorted((source for source in plain if "{" not in source), key=len)[-_SAMPLE:]
    return 2 * sum(" ".join(source.split()) in words for source in sample) >= len(sample)


def _match_owners(
    texts: Mapping[ArticlePath, set[str]], known: Mapping[ArticlePath, set[str]]
) -> dict[ArticlePath, ArticlePath]:
    """Return for articles whose own catalogs do not know their texts the places of those that do, the likest first. An
    article that has texts of its catalog, and little else, keeps it: part of it may have gone into another one.
    """
    own = {place: len(found & known[place]) for place, found in texts.items()}
    settled = {place for place, count in own.items() if count >= ALIKE * len(texts[place])}
    by_text: dict[str, list[ArticlePath]] = {}
    for owner in known.keys() - settled:
        for source in known[owner]:
            by_text.setdefault(source, []).append(owner)
    pairs: list[tuple[float, ArticlePath, ArticlePath]] = []
    for place in texts.keys() - settled:
        found = texts[place]
        for owner in _find_candidates(found, by_text):
            count = len(found & known[owner])
            if count > own.get(owner, 0) and count >= ALIKE * len(found):
                pairs.append((-count / len(found), place, owner))
    owners: dict[ArticlePath, ArticlePath] = {}
    taken: set[ArticlePath] = set()
    for _, place, owner in sorted(pairs):
        if place not in owners and owner not in taken:
            owners[place] = owner
            taken.add(owner)
    return owners


def _find_candidates(texts: set[str], by_text: Mapping[str, Sequence[ArticlePath]]) -> set[ArticlePath]:
    """Return all places that may know enough of an article's texts. These know one of its rarest texts too, so that
    the others, such as the heading "Notes" of every article, need not be looked at.
    """
    by_rarity = sorted(texts & by_text.keys(), key=lambda text: len(by_text[text]))
    rarest = by_rarity[: int(len(texts) * (1 - ALIKE)) + 1]
    return {owner for text in rarest for owner in by_text[text]}


def _find_order(owners: Mapping[ArticlePath, ArticlePath]) -> _Order:
    """Find out which places swap their files so that each place gets its owner's, and what all of them have then."""
    holds = {place: place for place in sorted({*owners, *owners.values()})}
    place_of = dict(holds)
    swaps: list[tuple[ArticlePath, ArticlePath]] = []
    for place, owner in owners.items():
        now = place_of[owner]
        if now != place:
            swaps.append((place, now))
            holds[place], holds[now] = owner, holds[place]
            place_of[holds[place]], place_of[holds[now]] = place, now
    return _Order(owners={place: held for place, held in holds.items() if place != held}, swaps=swaps)


def _swap_files(
    settings: Settings, order: _Order, path_of: Callable[[ArticlePath], str], problems: list[TargmanError]
) -> None:
    """Swap the files of places. After a kill in between, one of them is there under a name that `sync` tells of."""
    for one, other in order.swaps:
        first, second = settings.root / path_of(one), settings.root / path_of(other)
        try:
            if first.exists() and second.exists():
                aside = _name_aside(first)
                move_file(first, aside)
                move_file(second, first)
                move_file(aside, second)
            elif first.exists() or second.exists():
                move_file(*((first, second) if first.exists() else (second, first)))
        except OSError as error:
            problems.append(FileError(f"cannot follow its article: {error.strerror}", path=path_of(one)))


def _name_aside(path: Path) -> Path:
    """Return a name beside a file that no file has, as one may be left of an earlier kill."""
    aside = path.with_name(f"{path.stem} aside{path.suffix}")
    return _name_aside(aside) if aside.exists() else aside
