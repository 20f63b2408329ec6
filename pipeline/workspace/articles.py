"""Where things are in a workspace: articles and their slugs, templates, catalogs, editions."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ArticleError, SettingsError
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """One article's place: `path` is relative to the workspace, with forward slashes, as reports and catalogs show
    it.
    """

    path: str

    @property
    def slug(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def stem(self) -> str:
        """The path below `articles/` without its suffix, which catalogs and editions share."""
        return self.path.removeprefix("articles/").removesuffix(".md")

    @property
    def origin(self) -> str:
        """How the translation memory names the article: by its path without the suffix."""
        return self.path.removesuffix(".md")

    @property
    def template(self) -> str:
        return f"locales/templates/articles/{self.stem}.pot"

    def catalog(self, lang: str) -> str:
        """The path of the catalog for one edition."""
        return f"locales/{lang}/articles/{self.stem}.po"

    def edition(self, lang: str) -> str:
        """The path of one edition."""
        return f"editions/{lang}/{self.stem}.md"


def find_places(settings: Settings) -> tuple[Place, ...]:
    """All articles of the workspace, in the order of their paths; hidden files and folders are none."""
    return tuple(Place(path=f"articles/{path}") for path in sorted(below(settings.root / "articles", ".md")))


def below(folder: Path | str, suffix: str) -> Iterator[str]:
    """The files below a folder whose names end so, relative to it with forward slashes; hidden ones are left out."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from (f"{entry.name}/{path}" for path in below(entry.path, suffix))
        elif entry.name.endswith(suffix):
            yield entry.name


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder of its own; a link to one, which may lead in a circle, counts for a file."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def duplicates(places: Iterable[Place]) -> tuple[ArticleError, ...]:
    """An error for every article whose slug another one has."""
    by_slug: dict[str, list[Place]] = {}
    for place in places:
        by_slug.setdefault(place.slug, []).append(place)
    return tuple(
        ArticleError(
            f"has the slug “{slug}”, as has {', '.join(other.path for other in same if other != place)}. "
            "Rename one of them.",
            path=place.path,
        )
        for slug, same in by_slug.items()
        if len(same) > 1
        for place in same
    )


def chosen(places: Sequence[Place], wanted: Sequence[str], settings: Settings, current: Path) -> tuple[Place, ...]:
    """The articles that the words of a command line name, by slug or by path; all of them where there are no words.

    A path may also be that of a folder, a catalog, a template or an edition. Raises SettingsError for a word that names
    no article, listing all such words.
    """
    if not wanted:
        return tuple(places)
    return tuple(dict.fromkeys(place for _, place in _named(places, wanted, settings, current)))


def chosen_editions(
    places: Sequence[Place], wanted: Sequence[str], settings: Settings, current: Path, languages: Sequence[str]
) -> dict[Place, tuple[str, ...]]:
    """The articles that the words of a command line name, each with those of the `languages` that they ask for.

    The path of a catalog or an edition asks for its own language; every other word, and none at all, for all of them.
    Raises SettingsError as `chosen` does, and for a path that is of another language than `languages`.
    """
    asked: dict[Place, set[str]] = {place: set(languages) for place in places} if not wanted else {}
    outside: list[str] = []
    paths = {word: _path(word, settings, current) for word in wanted}
    for word, place in _named(places, wanted, settings, current):
        own = [lang for lang in settings.editions if paths[word] in {place.catalog(lang), place.edition(lang)}]
        outside += [word for lang in own if lang not in languages]
        asked.setdefault(place, set()).update(own or languages)
    if outside:
        names = ", ".join(f"“{word}”" for word in outside)
        raise SettingsError(f"{names} is of another language than {', '.join(languages)}. Leave --lang out.")
    return {place: tuple(lang for lang in languages if lang in found) for place, found in asked.items()}


def _named(
    places: Sequence[Place], wanted: Sequence[str], settings: Settings, current: Path
) -> Iterator[tuple[str, Place]]:
    """Each word with each article that it names. Raises SettingsError, in the end, for words that name none."""
    unknown: list[str] = []
    for word in wanted:
        matches = [place for place in places if place.slug == word] or _by_path(places, word, settings, current)
        yield from ((word, place) for place in matches)
        if not matches:
            unknown.append(word)
    if unknown:
        names = ", ".join(f"“{word}”" for word in unknown)
        raise SettingsError(
            f"no article is called {names}. Give a slug or a path below articles/; targman status lists them."
        )


def _path(word: str, settings: Settings, current: Path) -> str:
    """A word of the command line as a path relative to the workspace; empty where it leads outside."""
    try:
        return (current / word).resolve().relative_to(settings.root.resolve()).as_posix()
    except ValueError:
        return ""


def _by_path(places: Sequence[Place], word: str, settings: Settings, current: Path) -> list[Place]:
    path = _path(word, settings, current)
    if not path:
        return []
    return [
        place
        for place in places
        if path
        in {place.path, place.template, *map(place.catalog, settings.editions), *map(place.edition, settings.editions)}
        or place.path.startswith(path + "/")
        or path == "."
    ]
