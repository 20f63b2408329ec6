"""Articles that are in another language than they say, which nobody wants to find out from their translators."""

from collections.abc import Iterable

from pipeline.errors import TargmanError
from pipeline.importers.languages import detect
from pipeline.markdown import decode
from pipeline.markdown.frontmatter import read_front_matter
from pipeline.workspace import files
from pipeline.workspace.settings import Settings

_SAMPLE = 3_000
"""The code points by which an article's language is told: more would cost every first `sync`, and tell the same."""


def mistaken(settings: Settings, articles: Iterable[str]) -> tuple[str, ...]:
    """A sentence about each article, by path, whose letters and words are beyond doubt of another language than its
    front matter or the settings say.
    """
    return tuple(filter(None, (_about(settings, path) for path in articles)))


def _about(settings: Settings, path: str) -> str:
    try:
        text = decode(files.read(settings.root / path) or b"")
        front = read_front_matter(text)
    except TargmanError:
        return ""
    field = front.field("lang") if front else None
    lang = field.value if field else settings.lang
    start = front.end if front else 0
    found = detect(text[start : start + _SAMPLE])
    if not found.sure or found.lang == lang:
        return ""
    says = f"says “lang: {lang}”" if field else f"does not say its language, so “lang: {lang}” of the settings counts"
    return f"{path} {says}, but its text looks like {found.lang}. If it is, write “lang: {found.lang}” there, and sync."
