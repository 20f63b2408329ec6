"""Paths in a workspace: articles and their slugs, templates, catalogs, editions, exported files."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.errors import ArticleError, FileError, SettingsError
from pipeline.frozen import dataclass
from pipeline.workspace.settings import Settings

_DOCUMENTS = (".md", ".markdown", ".mdown", ".txt", ".text", ".doc", ".docx", ".docm", ".odt", ".rtf", ".htm", ".html")
"""Suffixes of files that somebody may take for articles; compared in small letters."""

_UNWRITABLE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
"""Characters that a line of a catalog cannot hold: control characters, line ends, and halves of characters."""

_UNPORTABLE = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?: *[./]|$)|[<>:\"|?*\\]|[ .](?:/|$)|[ .]\.md$", re.IGNORECASE
)
"""Devices' names, with any suffix; characters that no name may have; ends that Windows drops, of an article's slug too,
since pages and catalogs are named after it.
"""

_DECISIVE = ("locales/glossary.csv", "targman.toml", "pyproject.toml")
"""Files that all articles depend on: the glossary and the settings."""

_INDEXES = frozenset({"index", "_index"})
"""Names of files that stand for the folder they are in, as in sites of Hugo, Quarto, MkDocs and Docusaurus."""

_MOST = 5  # slugs or names that a message lists

_ALIKE = 0.7  # minimum similarity (difflib's, 0–1) of a word to a name that it is taken for a slip of


class ArticlePath(NamedTuple):
    """The path of an article, relative to the workspace with forward slashes, as reports and catalogs show it."""

    path: str

    @property
    def slug(self) -> str:
        """The name of the file without its suffix; of `index.md` in a folder, the folder's name."""
        folder, _, name = self.stem.rpartition("/")
        return folder.rpartition("/")[2] if folder and name in _INDEXES else name

    @property
    def stem(self) -> str:
        """The path below `articles/` without its suffix, which catalogs and editions share."""
        return self.path.removeprefix("articles/").removesuffix(".md")

    @property
    def origin(self) -> str:
        """The name of the article in the translation memory: its path without the suffix."""
        return self.path.removesuffix(".md")

    @property
    def has_possible_name(self) -> bool:
        """Tell whether a catalog and the memory can hold the path."""
        return self.path.isprintable() or not re.search(_UNWRITABLE, self.path)

    @property
    def template(self) -> str:
        return f"locales/templates/articles/{self.stem}.pot"

    def catalog(self, lang: str) -> str:
        return f"locales/{lang}/articles/{self.stem}.po"

    def edition(self, lang: str) -> str:
        return f"editions/{lang}/{self.stem}.md"

    def published(self, system: str) -> str:
        """The file that remembers what was published of the article, such as to WordPress."""
        return f"locales/published/{system}/{self.stem}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleListing:
    """The files below `articles/`: the articles, by path, and the `strays`, which somebody may take for articles."""

    articles: tuple[ArticlePath, ...]
    strays: tuple[str, ...] = ()


def list_articles(settings: Settings) -> ArticleListing:
    """List the articles of the workspace and the strays. Hidden files, pictures and the like are left out."""
    found = [f"articles/{path}" for path in sorted(list_files(settings.root / "articles", ""))]
    return ArticleListing(
        articles=tuple(ArticlePath(path=path) for path in found if path.endswith(".md")),
        strays=tuple(path for path in found if path.lower().endswith(_DOCUMENTS) and not path.endswith(".md")),
    )


def find_articles(settings: Settings) -> tuple[ArticlePath, ...]:
    """Find all articles of the workspace, in the order of their paths."""
    return list_articles(settings).articles


def list_files(folder: Path | str, suffix: str) -> Iterator[str]:
    """Yield the relative paths of the files below a folder that are not hidden. Raises FileError."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise FileError(f"cannot be looked into: {error.strerror}", path=str(folder)) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):  # a link to one, which may lead in a circle, counts as a file
                yield from (f"{entry.name}/{path}" for path in list_files(entry.path, suffix))
            elif entry.name.endswith(suffix) and (entry.is_file(follow_symlinks=False) or entry.is_symlink()):
                yield entry.name  # a pipe or socket would block the reader
        except OSError:
            continue


def find_name_errors(places: Iterable[ArticlePath]) -> dict[str, ArticleError]:
    """Return an error, by path, for every article whose slug another one has, or whose name no catalog can hold. Slugs
    are compared as Windows and macOS do, whose files would overwrite each other.
    """
    by_slug: dict[str, list[ArticlePath]] = {}
    for place in places:
        by_slug.setdefault(fold_name(place.slug), []).append(place)
    errors: dict[str, ArticleError] = {}
    for place, same in ((place, each) for each in by_slug.values() for place in each):
        if not place.has_possible_name:
            shown = re.sub(_UNWRITABLE, lambda found: f"\\u{ord(found[0]):04x}", place.path)
            errors[place.path] = ArticleError(
                "has a character in its name that cannot be written. Rename it.", path=shown
            )
        elif len(same) > 1:
            others = _list_some([other.path for other in same if other != place])
            is_equal = all(other.slug == place.slug for other in same)
            reason = "as has" if is_equal else "which Windows and macOS take for that of"
            advice = f"has the slug “{place.slug}”, {reason} {others}. Rename one of them."
            errors[place.path] = ArticleError(advice, path=place.path)
    return errors


def fold_name(name: str) -> str:
    """Return a name as those systems compare it that take capitals and small letters, and both spellings of й, for the
    same: Windows and macOS.
    """
    return name.lower() if name.isascii() else _compose(_compose(name).casefold())


def _compose(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two names lead to one file, as where the system takes them for the same."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def describe_unportable_names(places: Iterable[ArticlePath]) -> tuple[str, ...]:
    """Return a sentence about articles whose names Windows cannot have; none without such names."""
    found = [place.path for place in places if _UNPORTABLE.search(place.path)]
    if not found:
        return ()
    told = _list_some(found)
    return (f"Windows can have no files of these names: {told}. Rename them if anybody uses Windows.",)


def _list_some(names: Sequence[str]) -> str:
    """Return the first few names of a list, and the number of the others."""
    return ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def match_languages(settings: Settings, asked: Collection[str]) -> tuple[str, ...]:
    """Return the editions asked for, or all, in the settings' order. Raises SettingsError for an unknown one."""
    unknown = [lang for lang in asked if lang not in settings.editions]
    if unknown:
        made = ", ".join(settings.editions)
        raise SettingsError(f"there is no edition “{unknown[0]}” in this workspace; it makes {made}.")
    return tuple(lang for lang in settings.editions if not asked or lang in asked)


def match_articles(
    places: Sequence[ArticlePath], wanted: Sequence[str], settings: Settings, current: Path
) -> tuple[ArticlePath, ...]:
    """Return the articles that words name, all if there are none: by slug, by the beginning of one, or by a path
    relative to the workspace or to `articles/`, also of a folder, a catalog, a template or an edition. The glossary and
    the settings name all articles. Raises SettingsError, listing all words that name none.
    """
    if not wanted:
        return tuple(places)
    return tuple(dict.fromkeys(place for _, place in _named(places, wanted, settings, current)))


def match_editions(
    places: Sequence[ArticlePath], wanted: Sequence[str], settings: Settings, current: Path, languages: Sequence[str]
) -> dict[ArticlePath, tuple[str, ...]]:
    """Return the articles that words name as in `match_articles`, each with those of the `languages` that they ask for.
    The path of a catalog or an edition, or of a folder of them, asks for its own language, else for all. Raises
    SettingsError as `match_articles` does, and for a path of another language than `languages`.
    """
    asked: dict[ArticlePath, set[str]] = {place: set(languages) for place in places} if not wanted else {}
    outside: list[str] = []
    paths = {word: _path(word, settings, current) for word in wanted}
    for word, place in _named(places, wanted, settings, current):
        own = [lang for lang in settings.editions if _holds(paths[word], (place.catalog(lang), place.edition(lang)))]
        own = own if len(own) < len(settings.editions) else []
        outside += [word] if set(own) - set(languages) else []
        asked.setdefault(place, set()).update(own or languages)
    if outside:
        names = ", ".join(f"“{word}”" for word in dict.fromkeys(outside))
        raise SettingsError(f"{names} is of another language than {', '.join(languages)}. Leave --lang out.")
    return {place: tuple(lang for lang in languages if lang in found) for place, found in asked.items()}


def _named(
    places: Sequence[ArticlePath], wanted: Sequence[str], settings: Settings, current: Path
) -> Iterator[tuple[str, ArticlePath]]:
    """Yield each word with each article that it names: by slug, by path, or by the beginning of the slug if no other
    begins so. Raises SettingsError, at the end, for words that name none.
    """
    unknown: list[str] = []
    for word in wanted:
        matches = [place for place in places if place.slug == word] or _by_path(places, word, settings, current)
        matches = matches or [place for place in places if _compose(place.slug) == _compose(word)]
        matches = matches or _only([place for place in places if word and place.slug.startswith(word)])
        yield from ((word, place) for place in matches)
        if not matches:
            unknown.append(word)
    if unknown:
        names = ", ".join(f"“{word}”" for word in unknown)
        advice = _advice(unknown, places) or "Give a slug or a path below articles/; targman status lists them."
        raise SettingsError(f"no article is called {names}. {advice}")


def _only(found: list[ArticlePath]) -> list[ArticlePath]:
    """Return the articles if they are one."""
    return found if len(found) == 1 else []


def _advice(unknown: Sequence[str], places: Sequence[ArticlePath]) -> str:
    """Return a guess at words that name no article; an empty string without one."""
    from difflib import get_close_matches  # noqa: PLC0415  only where somebody mistyped

    beginning = sorted(place.slug for word in unknown for place in places if word and place.slug.startswith(word))
    if beginning:
        more = f" and {len(beginning) - _MOST:,} more" if len(beginning) > _MOST else ""
        return f"These begin so: {', '.join(beginning[:_MOST])}{more}."
    slugs = {place.slug.casefold(): place.slug for place in places}
    words = [PurePosixPath(word).stem.casefold() for word in unknown]
    meant = [slugs[name] for word in words for name in get_close_matches(word, slugs, n=1, cutoff=_ALIKE)]
    return f"Did you mean {', '.join(dict.fromkeys(meant))}?" if meant else ""


def _path(word: str, settings: Settings, current: Path) -> str:
    """Return a word of the command line as a path relative to the workspace; an empty string if it leads outside."""
    try:
        return (current / word).resolve().relative_to(settings.root.resolve()).as_posix()
    except ValueError:
        return ""


def _by_path(places: Sequence[ArticlePath], word: str, settings: Settings, current: Path) -> list[ArticlePath]:
    path = _path(word, settings, current)
    if path in _DECISIVE:
        return list(places)
    named = [place for place in places if _holds(path, article_files(place, settings))] if path else []
    inside = _path(word, settings, settings.root / "articles")
    return named or [place for place in places if inside and _holds(inside, (place.path, place.origin))]


def article_files(place: ArticlePath, settings: Settings) -> tuple[str, ...]:
    """Return the paths of an article, its template, its catalogs and its editions, existing or not."""
    catalogs, editions = map(place.catalog, settings.editions), map(place.edition, settings.editions)
    return (place.path, place.template, *catalogs, *editions)


def _holds(path: str, files: Iterable[str]) -> bool:
    """Tell whether a path is that of one of the files, or of a folder that contains one."""
    return path == "." or any(file == path or file.startswith(path + "/") for file in files)


EXPORT_SUFFIXES = {
    "html": ".html",
    "docx": ".docx",
    "odt": ".odt",
    "epub": ".epub",
    "pdf": ".pdf",
    "txt": ".txt",
    "wordpress": ".wordpress.html",
    "wordpress-classic": ".classic.html",
}
"""The formats of `export`, with the suffixes of their files."""

COMPANION_SUFFIXES = (".wordpress.json", ".review.html")
"""Suffixes of other files in that folder: the data of a WordPress post, and a review of `adopt`."""

OUTPUT = "exports"
"""The folder for exported files in a workspace, unless another one is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file to write in the output folder: `path` with forward slashes. `lang` has both languages of a bilingual page,
    and is empty for a table of all. `left_out` has the addresses of pictures that could not be embedded, `remote`
    those of pictures on other servers, and `cleaned` a line for each that had something unsafe in it.
    """

    path: str
    data: bytes
    format: str
    lang: str
    notes: int
    share: float = 1.0
    left_out: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()
