"""The pictures of an article, copied beside its editions so that their relative addresses lead somewhere there too."""

import re
from urllib.parse import unquote

from pipeline.markdown.outline import read_outline
from pipeline.workspace import files
from pipeline.workspace.articles import Place
from pipeline.workspace.settings import Settings


def copy(settings: Settings, place: Place, text: str, lang: str) -> None:
    """Copy the files below `articles/` that the edition `text` shows as images to the same place below
    `editions/LANG/`.

    Addresses with a scheme, absolute ones and those that lead out of `articles/` are left alone. Raises FileError.
    """
    articles = (settings.root / "articles").resolve()
    for address in _images(text):
        source = (settings.root / place.path).parent / unquote(address)
        try:
            below = source.resolve().relative_to(articles)
        except (ValueError, OSError):
            continue
        data = files.read(source) if source.is_file() else None
        if data is not None:
            target = settings.root / "editions" / lang / below
            files.write(target, data, seen=files.read(target), root=settings.root)


def _images(text: str) -> list[str]:
    found = (
        address.partition("#")[0].partition("?")[0] for leaf in read_outline(text).leaves for address in leaf.images
    )
    return [
        address
        for address in dict.fromkeys(found)
        if address and not re.match(r"[a-z][a-z0-9+.-]*:|/", address, re.IGNORECASE)
    ]
