"""Articles that moved house and articles that are gone: catalogs whose article is no longer there."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path, PurePosixPath

from pipeline.errors import FileError, TargmanError
from pipeline.workspace import atomic_replace
from pipeline.workspace.paths import BESIDE, OUTPUT, SUFFIXES, ArticlePath, below, find_articles
from pipeline.workspace.settings import Settings

_ALIKE = 0.5
"""The share of an article's texts that a catalog has to know for it to be the article's own under another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """What is there of an article that is not: its would-be place, and its catalogs, template, editions and exports by
    path.
    """

    place: ArticlePath
    catalogs: tuple[str, ...]
    template: str = ""
    editions: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An article that was renamed, and where its catalogs are still."""

    orphan: Orphan
    place: ArticlePath


def orphans(settings: Settings) -> tuple[Orphan, ...]:
    """What is there of articles that are not, in the order of their paths."""
    known = {place.stem for place in find_articles(settings)}
    catalogs = {lang: _stems(settings.root / "locales" / lang / "articles", ".po") for lang in settings.editions}
    templates = _stems(settings.root / "locales" / "templates" / "articles", ".pot")
    editions = {lang: _stems(settings.root / "editions" / lang, ".md") for lang in settings.editions}
    exports = _exports(settings, known)
    stems = {stem for found in (*catalogs.values(), *editions.values(), templates, exports) for stem in found} - known
    return tuple(
        Orphan(
            place=place,
            catalogs=tuple(place.catalog(lang) for lang in settings.editions if stem in catalogs[lang]),
            template=place.template if stem in templates else "",
            editions=tuple(place.edition(lang) for lang in settings.editions if stem in editions[lang]),
            exports=exports.get(stem, ()),
        )
        for stem in sorted(stems)
        for place in (ArticlePath(path=f"articles/{stem}.md"),)
    )


def _exports(settings: Settings, known: Container[str]) -> dict[str, tuple[str, ...]]:
    """The files in the output folder that have names as `export` gives them, by the stem of an article that is none of
    the `known`.
    """
    suffixes = sorted((*SUFFIXES.values(), *BESIDE), key=len, reverse=True)
    pairs = [f"{one}-{other}" for one, other in permutations(settings.editions, 2)]
    endings = {
        "notes": [".csv", ".json"],
        **dict.fromkeys(settings.editions, suffixes),
        **{pair: [".html"] for pair in pairs},
    }
    found: dict[str, tuple[str, ...]] = {}
    for folder, ends in endings.items():
        for path in sorted(below(settings.root / OUTPUT / folder, "")):
            stems = [path.removesuffix(end) for end in ends if path.endswith(end)]
            if stems and not any(stem in known for stem in stems):
                found[stems[0]] = (*found.get(stems[0], ()), f"{OUTPUT}/{folder}/{path}")
    return found


def _stems(folder: Path, suffix: str) -> set[str]:
    return {path.removesuffix(suffix) for path in below(folder, suffix)}


def moves(settings: Settings, found: Sequence[Orphan]) -> tuple[Move, ...]:
    """Which articles without catalogs are the ones that the orphans' catalogs were made for, judged by content."""
    homeless = [orphan for orphan in found if orphan.catalogs]
    if not homeless:
        return ()
    new = [
        place
        for place in find_articles(settings)
        if not all((settings.root / place.catalog(lang)).exists() for lang in settings.editions)
    ]
    pairs = sorted(_pairs(settings, homeless, new), key=lambda pair: -pair[0]) if new else []
    taken: set[ArticlePath] = set()
    made: list[Move] = []
    for _, orphan, place in pairs:
        if orphan.place not in taken and place not in taken:
            taken |= {orphan.place, place}
            made.append(Move(orphan=orphan, place=place))
    return tuple(made)


def _pairs(
    settings: Settings, homeless: Sequence[Orphan], new: Sequence[ArticlePath]
) -> Iterator[tuple[float, Orphan, ArticlePath]]:
    from pipeline.article.extract import extract_units  # noqa: PLC0415  only where something moved
    from pipeline.workspace.loading import load_article, load_catalog  # noqa: PLC0415

    sources: list[tuple[Orphan, set[str]]] = []
    for orphan in homeless:
        try:
            catalog, _ = load_catalog(settings, orphan.catalogs[0])
        except TargmanError:
            continue
        if catalog is not None:
            sources.append((orphan, {entry.source for entry in catalog.entries if not entry.obsolete}))
    for place in new:
        try:
            texts = {unit.text for unit in extract_units(load_article(settings, place), place.path)}
        except TargmanError:
            continue
        for orphan, known in sources:
            alike = len(texts & known) / max(len(texts), 1)
            if alike >= _ALIKE:
                yield alike, orphan, place


def follow(settings: Settings, move: Move) -> str:
    """Move the catalogs to where the article is now; returns a line that says so. The old template goes.

    Raises FileError where the disk refuses; no file is ever replaced.
    """
    path = ""
    try:
        for path in move.orphan.catalogs:
            lang = PurePosixPath(path).parts[1]
            target = settings.root / move.place.catalog(lang)
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if not atomic_replace.move(settings.root / path, target):
                (settings.root / path).rename(target)
        if move.orphan.template:
            (settings.root / move.orphan.template).unlink()
    except OSError as error:
        raise FileError(f"cannot be moved after its article: {error.strerror}", path=path) from error
    count = len(move.orphan.catalogs)
    catalogs = "catalog" if count == 1 else f"{count} catalogs"
    return f"{move.place.path} was {move.orphan.place.path}: its {catalogs} moved with it."


def remains(orphan: Orphan) -> str:
    """A line about what is left of an article that is not there."""
    paths = (*orphan.catalogs, *((orphan.template,) if orphan.template else ()), *orphan.editions, *orphan.exports)
    return f"{orphan.place.path} is not there, but left behind: {', '.join(paths)}"


def outlived(paths: Sequence[str]) -> tuple[str, ...]:
    """A line about generated files whose articles are not there, if there are some."""
    if not paths:
        return ()
    return (f"Their articles are not there any more: {', '.join(paths)}. Delete what nobody needs.",)


def farewell(orphan: Orphan) -> str:
    """A line about an article that is gone."""
    count = len(orphan.catalogs)
    catalogs = "catalog keeps its" if count == 1 else f"{count} catalogs keep their"
    return f"{orphan.place.path} is gone; its {catalogs} translations until you delete them."
