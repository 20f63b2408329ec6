"""The page of `adopt --review`: made, and written."""

from pathlib import Path

from pipeline.adoption import Result
from pipeline.adoption.reviewing import Reviewed, review_page
from pipeline.wording import Wording
from pipeline.workspace import files
from pipeline.workspace.adoption.adopting import Match
from pipeline.workspace.outputs import OUTPUT
from pipeline.workspace.settings import Settings


def write_review(settings: Settings, found: Match, result: Result, page: Path | None) -> str:
    """Write the page that shows both texts side by side, in the words of the translation's language; its path.

    Without a `page` it goes below the workspace's exports. Raises FileError where the disk refuses.
    """
    lang = found.published.article.lang
    own = f"{OUTPUT}/{lang}/{found.place.stem}.review.html"
    reviewed = Reviewed(
        article=found.article,
        article_name=found.place.path,
        published=found.published.article,
        published_name=found.published.name,
        paired=found.paired,
        adoption=result.adoption,
        differences=result.differences,
    )
    data = review_page(reviewed, Wording(lang=lang)).encode()
    file = page or settings.root / own
    files.write(file, data, seen=files.read(file), root=settings.root if page is None else page.resolve().parent)
    return str(page) if page else own
