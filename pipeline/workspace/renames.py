"""Articles that were renamed and articles that are gone: catalogs whose article is no longer there."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import permutations
from pathlib import Path, PurePosixPath

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import atomic_replace
from pipeline.workspace.paths import (
    COMPANION_SUFFIXES,
    EXPORT_SUFFIXES,
    OUTPUT,
    ArticlePath,
    fold_name,
    is_same_file,
    list_files,
)
from pipeline.workspace.settings import Settings
from pipeline.workspace.stray_catalogs import describe_stray_catalogs, find_stray_catalogs

ALIKE = 0.5
"""The share of an article's texts that its catalogs have to know, obsolete ones included, under another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """The files that are left of an article that is not there: its would-be path, and theirs."""

    article: ArticlePath
    catalogs: tuple[str, ...]
    template: str = ""
    editions: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRenames:
    """The outcome of a search for renamed articles: sentences on renamed and lost ones, errors, and the would-be paths
    of the `gone` articles, which have catalogs and are no other article under a former name.
    """

    notices: tuple[str, ...] = ()
    problems: tuple[TargmanError, ...] = ()
    gone: tuple[ArticlePath, ...] = ()


def follow_renames(settings: Settings, articles: Sequence[ArticlePath]) -> FollowedRenames:
    """Move the catalogs after renamed articles."""
    catalogs, copies = _catalog_stems(settings, articles)
    copied = describe_stray_catalogs(copies)
    gone = sorted({stem for stems in catalogs.values() for stem in stems} - {item.stem for item in articles})
    if not gone:
        return FollowedRenames(notices=tuple(copied))
    templates = [stem for stem in gone if _has_template(settings, stem)]
    orphans = [_orphan(settings, stem, catalogs, templates) for stem in gone]
    new = [item for item in articles if not all(item.stem in stems for stems in catalogs.values())]
    renames = _match_renames(settings, orphans, new)
    notices = copied
    problems: list[TargmanError] = []
    moves = [_plan_moves(settings, orphan, article) for orphan, article in renames]
    move_safety_copies(settings, moves, problems)
    for (orphan, article), paths in zip(renames, moves, strict=True):
        try:
            notices.append(_move_catalogs(settings, orphan, article, paths))
        except FileError as error:
            problems.append(error)
    renamed = {orphan.article for orphan, _ in renames}
    left = [orphan for orphan in orphans if orphan.article not in renamed]
    return FollowedRenames(
        notices=(*notices, *map(_describe_gone, left)),
        problems=tuple(problems),
        gone=tuple(orphan.article for orphan in left),
    )


def find_orphans(settings: Settings, articles: Iterable[ArticlePath]) -> tuple[Orphan, ...]:
    """Find all that is left of articles that are not there, in the order of their paths."""
    articles = tuple(articles)
    known = {article.stem for article in articles}
    (catalogs, _), editions = _catalog_stems(settings, articles), _edition_stems(settings, known)
    templates = _stems(settings.root / "locales" / "templates" / "articles", ".pot", known)
    exports = _exports(settings, known)
    stems = {stem for found in (*catalogs.values(), *editions.values(), templates, exports) for stem in found} - known
    return tuple(
        _orphan(settings, stem, catalogs, templates, editions, exports.get(stem, ())) for stem in sorted(stems)
    )


def orphaned_editions(settings: Settings, articles: Iterable[ArticlePath]) -> list[str]:
    """Find the editions whose articles are not there, in the order of these."""
    known = {article.stem for article in articles}
    editions = _edition_stems(settings, known)
    gone = sorted({stem for stems in editions.values() for stem in stems} - known)
    return [path for stem in gone for path in _orphan(settings, stem, {}, (), editions).editions]


def orphaned_exports(settings: Settings, articles: Iterable[ArticlePath]) -> list[str]:
    """Find the exported files whose articles are not there, in the order of these."""
    found = _exports(settings, {article.stem for article in articles})
    return [path for stem in sorted(found) for path in found[stem]]


def describe_orphan(orphan: Orphan) -> str:
    """Say what is left of an article that is not there."""
    paths = (*orphan.catalogs, *((orphan.template,) if orphan.template else ()), *orphan.editions, *orphan.exports)
    return f"{orphan.article.path} is not there, but left behind: {', '.join(paths)}"


def delete_hint(paths: Sequence[str], advice: str = "Delete what nobody needs.") -> tuple[str, ...]:
    """Return a sentence about generated files whose articles are not there, and the advice; none without such files."""
    told = f"Their articles are not there any more: {', '.join(paths)}. {advice}"
    return (told,) if paths else ()


def _describe_gone(orphan: Orphan) -> str:
    from shlex import quote  # noqa: PLC0415  slow to import, and few workspaces have such catalogs

    count = len(orphan.catalogs)
    catalogs = "catalog keeps its" if count == 1 else f"{count} catalogs keep their"
    paths = " ".join(map(quote, orphan.catalogs))
    return (
        f"{orphan.article.path} is gone; its {catalogs} translations until you delete them. "
        f"To take in those of texts that are in another article now: targman receive {paths}"
    )


def _orphan(
    settings: Settings,
    stem: str,
    catalogs: dict[str, set[str]],
    templates: Container[str],
    editions: dict[str, set[str]] | None = None,
    exports: tuple[str, ...] = (),
) -> Orphan:
    article, languages = _article(stem), settings.editions
    return Orphan(
        article=article,
        catalogs=tuple(article.catalog(lang) for lang in languages if stem in catalogs.get(lang, ())),
        template=article.template if stem in templates else "",
        editions=tuple(article.edition(lang) for lang in languages if editions and stem in editions[lang]),
        exports=exports,
    )


def find_copied_catalogs(settings: Settings, articles: Iterable[ArticlePath]) -> dict[str, str]:
    """Return the paths of copies of catalogs, each with that of the catalog that it is a copy of."""
    return _catalog_stems(settings, tuple(articles))[1]


def _catalog_stems(settings: Settings, articles: Sequence[ArticlePath]) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return the stems of the catalogs by edition, and the copies of catalogs among their files."""
    known = {article.stem for article in articles}
    folders = {lang: settings.root / "locales" / lang / "articles" for lang in settings.editions}
    files = {lang: _list_spelled(folder, "", ".po", known) for lang, folder in folders.items()}
    stems = {lang: {path[:-3] for path in paths if path.endswith(".po")} for lang, paths in files.items()}
    others = Counter(stem for found in stems.values() for stem in found if stem not in known)
    orphaned = [stem for stem, count in others.items() if count > 1 or _has_template(settings, stem)]
    copies = find_stray_catalogs(files, articles, orphaned)
    for lang, found in stems.items():
        found -= {stem for stem in others if f"locales/{lang}/articles/{stem}.po" in copies}
    return stems, copies


def _has_template(settings: Settings, stem: str) -> bool:
    return (settings.root / _article(stem).template).exists()


def _edition_stems(settings: Settings, known: Collection[str]) -> dict[str, set[str]]:
    return {lang: _stems(settings.root / "editions" / lang, ".md", known) for lang in settings.editions}


def _stems(folder: Path, suffix: str, known: Collection[str]) -> set[str]:
    return {path.removesuffix(suffix) for path in _list_spelled(folder, suffix, suffix, known)}


def _list_spelled(folder: Path, wanted: str, suffix: str, known: Collection[str]) -> list[str]:
    """List files, those of known articles in the articles' spelling: systems that take `Lake` and `lake`, or both
    spellings of й, for the same keep the name that a file was made with.
    """
    paths = list(list_files(folder, wanted))
    others = [path for path in paths if path.endswith(suffix) and path.removesuffix(suffix) not in known]
    if not others:
        return paths
    names = {fold_name(stem): stem for stem in known}
    folded = {path: names.get(fold_name(path.removesuffix(suffix))) for path in others}
    own = {path: f"{stem}{suffix}" for path, stem in folded.items() if stem is not None}
    same = {path: name for path, name in own.items() if is_same_file(folder / path, folder / name)}
    return list(dict.fromkeys(same.get(path, path) for path in paths))


def _article(stem: str) -> ArticlePath:
    return ArticlePath(path=f"articles/{stem}.md")


def _exports(settings: Settings, known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Find the exported files, named as `export` does, by the stem of an article that is none of the `known`."""
    names = {fold_name(stem): stem for stem in known}

    def is_own(root: Path, path: str, stem: str) -> bool:
        name = names.get(fold_name(stem))
        return name is not None and is_same_file(root / path, root / (name + path[len(stem) :]))

    suffixes = sorted((*EXPORT_SUFFIXES.values(), *COMPANION_SUFFIXES), key=len, reverse=True)
    pairs = [f"{one}-{other}" for one, other in permutations(settings.editions, 2)]
    endings = {"notes": [".csv", ".json"]} | dict.fromkeys(settings.editions, suffixes)
    endings |= {pair: [".html"] for pair in pairs}
    found: dict[str, tuple[str, ...]] = {}
    for folder, ends in endings.items():
        root = settings.root / OUTPUT / folder
        for path in sorted(list_files(root, "")):
            stems = [path.removesuffix(end) for end in ends if path.endswith(end)]
            if stems and not any(stem in known or is_own(root, path, stem) for stem in stems):
                found[stems[0]] = (*found.get(stems[0], ()), f"{OUTPUT}/{folder}/{path}")
    return found


def _match_renames(
    settings: Settings, orphans: Sequence[Orphan], new: Sequence[ArticlePath]
) -> list[tuple[Orphan, ArticlePath]]:
    """Find the articles without catalogs that the orphans' catalogs were made for, by content, the likest first."""
    pairs = sorted(_compare(settings, orphans, new), key=lambda pair: -pair[0]) if new else []
    taken: set[ArticlePath] = set()
    renames: list[tuple[Orphan, ArticlePath]] = []
    for _, orphan, article in pairs:
        if orphan.article not in taken and article not in taken:
            taken |= {orphan.article, article}
            renames.append((orphan, article))
    return renames


def _compare(
    settings: Settings, orphans: Sequence[Orphan], new: Sequence[ArticlePath]
) -> Iterator[tuple[float, Orphan, ArticlePath]]:
    sources = [(orphan, load_known_texts(settings, orphan.catalogs)) for orphan in orphans]
    for article in new:
        texts = load_texts(settings, article)
        if texts is None:
            continue
        for orphan, known in sources:
            alike = len(texts & known) / max(len(texts), 1)
            if alike >= ALIKE:
                yield alike, orphan, article


def load_texts(settings: Settings, article: ArticlePath) -> set[str] | None:
    """Return the texts of an article; None if it cannot be read."""
    from pipeline.article.extract import extract_units  # noqa: PLC0415  only if something was renamed
    from pipeline.workspace.contents import load_article  # noqa: PLC0415

    try:
        return {unit.text for unit in extract_units(load_article(settings, article), article.path)}
    except TargmanError:
        return None


def load_known_texts(settings: Settings, paths: Iterable[str]) -> set[str]:
    """Return the texts that catalogs know. Each has the obsolete entries of what was translated in its language."""
    from pipeline.workspace.contents import load_catalog  # noqa: PLC0415  only if something was renamed

    known: set[str] = set()
    for path in paths:
        with suppress(TargmanError):
            catalog, _ = load_catalog(settings, path)
            known.update(entry.source for entry in (catalog.entries if catalog else ()))
    return known


def _plan_moves(settings: Settings, orphan: Orphan, article: ArticlePath) -> dict[str, str]:
    """Return the paths of the catalogs that move after their article, and where to. No file is replaced."""
    moves = {path: article.catalog(PurePosixPath(path).parts[1]) for path in orphan.catalogs}
    return {path: target for path, target in moves.items() if not (settings.root / target).exists()}


def move_safety_copies(settings: Settings, moves: Sequence[Mapping[str, str]], problems: list[TargmanError]) -> None:
    """Let the safety copies go first: if the move of the catalogs is cut short, the next one finds the copies there."""
    if not moves:
        return
    from pipeline.workspace.safety import move_copies  # noqa: PLC0415  heavy, and only if something was renamed

    try:
        move_copies(settings.root, {path: target for paths in moves for path, target in paths.items()})
    except FileError as error:
        problems.append(error)


def _move_catalogs(settings: Settings, orphan: Orphan, article: ArticlePath, moves: Mapping[str, str]) -> str:
    """Move catalogs after their article; return a sentence. The template goes. Raises FileError."""
    path = ""
    try:
        for path, new in moves.items():
            move_file(settings.root / path, settings.root / new)
        path = orphan.article.published("wordpress")
        target = settings.root / article.published("wordpress")
        if (settings.root / path).exists() and not target.exists():
            move_file(settings.root / path, target)
        if orphan.template:
            (settings.root / orphan.template).unlink()
    except OSError as error:
        raise FileError(f"cannot be moved after its article: {error.strerror}", path=path) from error
    return describe_rename(article, orphan.article, len(orphan.catalogs))


def describe_rename(article: ArticlePath, former: ArticlePath, count: int) -> str:
    """Return a sentence about an article that was renamed, with the number of its catalogs."""
    catalogs = "catalog" if count == 1 else f"{count} catalogs"
    return f"{article.path} was {former.path}: its {catalogs} moved with it."


def move_file(path: Path, target: Path) -> None:
    """Move a file to a place where there is none. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not atomic_replace.move(path, target):
        atomic_replace.replace(path, target)
