"""Parts that the steps share which make editions: their result, their names, and how they read an article."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.frozen import dataclass
from pipeline.workspace.contents import ArticleContents
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Linked
from pipeline.workspace.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """One edition: its translated share (0–1), the number of findings, and the `companions` copied beside the file.
    `cleaned` has a line for each picture whose copy lacks what was unsafe in it.
    """

    article: str
    lang: str
    path: str
    written: bool
    share: float
    untranslated: int
    findings: int
    companions: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()


def read_with_links(
    read: Callable[[ArticlePath], ArticleContents], linked: Linked, path: ArticlePath
) -> ArticleContents:
    """Read the files of an article; the contents say by which fragments others link to its headings."""
    return replace(read(path), linked=linked.get(path.path, ()))


def step_name(command: str, settings: Settings, languages: Iterable[str]) -> str:
    """Name a step that reads articles and catalogs, with all settings on which its results depend."""
    checks = (f"{rule}={level}" for rule, level in settings.checks)
    return " ".join([command, settings.missing, settings.fuzzy, str(settings.complete), *checks, *languages])
