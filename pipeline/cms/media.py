"""Put pictures into the media library, each once for the whole site: they are found again by the digest of the file."""

import mimetypes
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.cms.client import RefusedError, SiteError, WordPressClient
from pipeline.cms.record import PublishedPicture
from pipeline.frozen import dataclass
from pipeline.publishing.document import Document, extract_text, walk
from pipeline.publishing.svg import is_svg
from pipeline.workspace import assets, files
from pipeline.workspace.documents import ArticleDocuments, image_addresses

_PREFIX = "targman-"
_SLUGS = 50
_WIDTH = 1600
"""Width in pixels of a drawn SVG picture: as wide as a page, on a screen with double pixels."""
_SVG_SIZE = re.compile(rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'][\s,]*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of an article: its file, and the digest of what would be sent; `alt` and `caption` are those of the
    article itself.
    """

    path: Path
    digest: str
    alt: str = ""
    caption: str = ""


def find_pictures(article: ArticleDocuments) -> tuple[dict[str, Picture], list[str]]:
    """Return the pictures of all editions by their addresses in the article, and the addresses of those that are
    missing or not safe. Raises FileError.
    """
    documents = list(article.documents.values())
    found: dict[str, Picture] = {}
    lost: list[str] = []
    words = _describe(documents)
    for address in article.local_images(image_addresses(documents)).known:
        path = article.find_image(address)
        data = assets.read_asset(path)[0] if path else None
        if path is None or data is None:
            lost.append(address)
            continue
        alt, caption = words.get(address, ("", ""))
        found[address] = Picture(path=path, digest=files.content_digest(data.data)[:20], alt=alt, caption=caption)
    return found, lost


def find_uploaded(client: WordPressClient, digests: Iterable[str]) -> dict[str, PublishedPicture]:
    """Return the pictures that the site has already, by digest."""
    wanted, found = list(digests), {}
    for start in range(0, len(wanted), _SLUGS):
        slugs = [f"{_PREFIX}{digest}" for digest in wanted[start : start + _SLUGS]]
        for page in client.get_pages("wp/v2/media", slug=slugs, _fields="id,slug,source_url"):
            for item in page:
                found[str(item["slug"]).removeprefix(_PREFIX)] = _parse(item, client)
    return found


def upload_picture(client: WordPressClient, picture: Picture) -> PublishedPicture:
    """Upload a picture, its file named as in the workspace. Raises WordPressError."""
    name = picture.path.name
    data = assets.read_asset(picture.path)[0]
    content = data.data if data else b""
    if is_svg(name):
        drawn = _draw(content)
        if drawn is None:
            raise RefusedError(
                f"WordPress takes no SVG pictures, and {name} cannot be drawn as PNG here. Install targman[office], or "
                "give the article a PNG picture."
            )
        name, content = f"{picture.path.stem}.png", drawn
    made = client.upload(
        "wp/v2/media",
        content,
        name,
        mimetypes.guess_type(name)[0] or "application/octet-stream",
        slug=f"{_PREFIX}{picture.digest}",
        title=picture.path.stem,
        alt_text=picture.alt,
        caption=picture.caption,
    )
    return _parse(made, client)


def _parse(item: Mapping[str, object], client: WordPressClient) -> PublishedPicture:
    try:
        return PublishedPicture(id=int(str(item["id"])), url=str(item["source_url"]))
    except (KeyError, TypeError, ValueError):
        raise SiteError(f"{client.access.url} answers with something that is not a picture.") from None


def _draw(svg: bytes) -> bytes | None:
    from pipeline.export.svg_drawing import can_draw, draw_png  # noqa: PLC0415  few pictures are SVG

    size = _SVG_SIZE.search(svg)
    if not can_draw() or size is None:
        return None
    width, height = float(size[1] or 1), float(size[2] or 1)
    return draw_png(svg, _WIDTH, round(_WIDTH * height / max(width, 1)))


def _describe(documents: Iterable[Document]) -> dict[str, tuple[str, str]]:
    """Return the words for each picture, those of the article itself before those of translations."""
    found: dict[str, tuple[str, str]] = {}
    for document in sorted(documents, key=lambda each: each.is_translated):
        for node in walk([*filter(None, [document.lead]), *document.body]):
            if node.tag == "Image":
                found.setdefault(node.value["dest_url"], (extract_text(node.children), node.value["title"]))
    return found
