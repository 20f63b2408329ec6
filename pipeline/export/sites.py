"""Export all articles as a site: build it, write its files, copy its images, and delete those of an earlier one."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.export.articles import ExportResult
from pipeline.publishing.page_style import PageStyle
from pipeline.publishing.site.articles import SiteArticle
from pipeline.publishing.site.builder import build_site
from pipeline.publishing.site.plan import BuiltSite, SiteSettings
from pipeline.workspace import assets, documents, files
from pipeline.workspace.documents import ArticleDocuments, image_addresses
from pipeline.workspace.editions import EditionError
from pipeline.workspace.lock import remove_leftovers_in
from pipeline.workspace.page_styles import load_page_style
from pipeline.workspace.paths import ArticlePath, find_articles
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings

_LIST = ".targman-site"
"""The file in a site's folder that lists the files written there, so that outdated ones can be deleted."""


def export_site(
    settings: Settings, languages: tuple[str, ...], folder: Path, places: Iterable[ArticlePath] | None
) -> Outcome[ExportResult]:
    """Write the site of all articles in `languages` to `folder`, and delete outdated files of an earlier one. An
    edition that has no translation, or less than the settings require, shows its source and says so. Raises
    SettingsError if the folder has other files, FileError if the disk refuses.
    """
    look = load_page_style(settings)
    old = _list_earlier_files(folder)
    articles, problems = _read_articles(settings, find_articles(settings) if places is None else places)
    is_whole = not problems
    site = build_site(
        [_to_site_article(path, article) for path, article in articles.items()],
        SiteSettings(
            languages=languages,
            default_language=settings.lang if settings.lang in languages else languages[0],
            publisher=settings.publisher,
            base_url=settings.url,
            look=look,
        ),
        {
            lang: documents.load_wording(settings, lang)
            for lang in {*languages, *settings.editions, *(each.source.lang for each in articles.values())}
        },
    )
    if site.problems:
        return Outcome(done=(), problems=(*problems, *site.problems), notices=("Nothing of the site was written.",))
    done = _write_files(folder, site, look, articles, old, problems)
    kept = {item.path for item in done}
    gone = [path for path in old if path not in kept]
    notices = [*site.notices, *_name_remote_pictures(articles)]
    if gone and not is_whole:
        # What cannot be read today is not gone: readers keep what there was.
        kept.update(gone)
        notices.append("Nothing was deleted from the site, as not all articles could be read.")
    elif gone:
        deleted = [path for path in gone if _delete(folder / path, problems)]
        kept |= set(gone) - set(deleted)
        notices.append(f"Deleted from the site, as it has them no longer: {', '.join(deleted)}.")
    _write_list(folder, kept)
    return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(notices))


def _read_articles(
    settings: Settings, places: Iterable[ArticlePath]
) -> tuple[dict[str, ArticleDocuments], list[TargmanError]]:
    """Read the articles of a site with their editions, by their paths in it, past those that cannot be read."""
    problems: list[TargmanError] = []
    articles: dict[str, ArticleDocuments] = {}
    for place in places:
        try:
            article, errors = documents.read_documents(settings, place, settings.editions)
        except TargmanError as error:
            problems.append(error if error.path else error.at(place.path))
            continue
        problems += (error for error in errors if not isinstance(error, EditionError))
        if article.source.lang not in settings.editions:
            original = {article.source.lang: documents.read_original(settings, place)}
            article = replace(article, documents={**article.documents, **original})
        if article.source.lang in article.documents:
            articles[place.stem + ".md"] = article
    return articles, problems


def _name_remote_pictures(articles: Mapping[str, ArticleDocuments]) -> Iterator[str]:
    for path, article in articles.items():
        if remote := article.remote_images(image_addresses(article.documents.values())):
            yield f"articles/{path}: pictures on other servers, which are not copied: {', '.join(remote)}"


def _write_files(
    folder: Path,
    site: BuiltSite,
    look: PageStyle,
    articles: Mapping[str, ArticleDocuments],
    old: Iterable[str],
    problems: list[TargmanError],
) -> list[ExportResult]:
    """Write the files of a site and the list of them, which comes first: if the run is broken off, the next one knows
    its files by it.
    """
    images = {path: articles[image.article].find_image(image.address) for path, image in site.images.items()}
    _write_list(folder, {*old, *site.files, *look.files, *(path for path, source in images.items() if source)})
    done = [_write(folder, path, text.encode()) for path, text in site.files.items()]
    done += [_write(folder, path, file.data) for path, file in look.files.items()]
    lost: dict[tuple[str, str], str] = {}
    for path, image in site.images.items():
        source = images[path]
        picture, line = assets.read_asset(source) if source else (None, "")
        if picture is None:
            lost[image.article, image.address] = line or "is not in articles/: copy it there."
        else:
            cleaned = (f"{image.address}: {line}",) if line else ()
            done.append(replace(_write(folder, path, picture.data), cleaned=cleaned))
    for (path, address), fault in lost.items():
        message = f"its picture {address} {fault}"
        problems.append(FileError(message, path=f"articles/{path}"))
    return done


def _list_earlier_files(folder: Path) -> list[str]:
    """Return the files of an earlier site in the folder. Raises SettingsError if there are files but no such site."""
    for parent, _, names in os.walk(folder):
        if any(map(files.is_temporary, names)):
            remove_leftovers_in(Path(parent))
    data = files.read(folder / _LIST)
    if data is None:
        if folder.is_dir() and any(not files.is_temporary(item.name) for item in folder.iterdir()):
            message = "has files in it that are not of a site by Targman. Give a new folder, or empty this one."
            raise SettingsError(message, path=str(folder))
        return []
    return [line for line in data.decode(errors="replace").splitlines() if _is_file_below(folder, line)]


def _is_file_below(folder: Path, path: str) -> bool:
    """Return True if a line of the list, which anybody may have edited, names a file in the folder."""
    try:
        found = (folder / path).resolve()
        return found.is_file() and found.is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _write_list(folder: Path, paths: Iterable[str]) -> None:
    _write(folder, _LIST, "".join(f"{path}\n" for path in sorted(paths)).encode())


def _delete(path: Path, problems: list[TargmanError]) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        problems.append(FileError(f"cannot be deleted: {error.strerror}. Delete it yourself.", path=str(path)))
        return False
    return True


def _to_site_article(path: str, article: ArticleDocuments) -> SiteArticle:
    source = article.source.lang
    ready = {lang: article.page_document(lang) for lang in article.documents if lang == source or article.shares[lang]}
    return SiteArticle(
        path=path,
        source_lang=source,
        documents=ready,
        partial_languages=frozenset(lang for lang in ready if lang != source and article.shares[lang] < 1),
    )


def _write(folder: Path, path: str, data: bytes) -> ExportResult:
    file = folder / path
    written = files.write(file, data, seen=files.read(file), root=folder)
    return ExportResult(article="", lang="", format="site", path=path, written=written, notes=0, share=1.0)
