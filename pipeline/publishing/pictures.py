"""Pictures on other servers: a page that shows one tells that server who reads it, so by default it links to it."""

import re
from collections.abc import Iterator, Sequence

from pipeline.publishing.document import Document, Node, list_blocks, map_blocks, walk
from pipeline.publishing.sanitize import link_remote_images

_REMOTE = re.compile(r"\s*https?:", re.IGNORECASE)
_RAW_LINK = re.compile(r"</?a\b", re.IGNORECASE)
_MAY_SHOW = frozenset({"Image", "InlineHtml", "HtmlBlock"})
_IMAGE_TAG = re.compile(r"<img\b", re.IGNORECASE)


def is_remote(address: str) -> bool:
    """Return True if an address names a picture on another server."""
    return _REMOTE.match(address) is not None


def link_remote_pictures(document: Document) -> Document:
    """Return a document with links in place of the pictures on other servers; within a link, with their words."""
    if not any(node.tag in _MAY_SHOW for node in walk(list_blocks(document))):
        return document
    return map_blocks(document, lambda nodes: tuple(_link_in(nodes, in_link=False)))


def _link_in(nodes: Sequence[Node], *, in_link: bool) -> Iterator[Node]:
    in_raw_link = False
    for node in nodes:
        if node.tag == "InlineHtml" and _RAW_LINK.match(node.value):
            in_raw_link = not node.value.startswith("</")
        is_linked = in_link or in_raw_link or node.tag == "Link"
        if node.tag == "Image" and is_remote(node.value["dest_url"]):
            yield from _link_to(node, is_linked=is_linked)
        elif node.tag == "InlineHtml" and _IMAGE_TAG.match(node.value):
            yield node._replace(value=link_remote_images(node.value, in_link=is_linked))
        elif node.tag == "HtmlBlock":
            html = "".join(child.value for child in node.children)
            whole = node.children[:1] and _IMAGE_TAG.search(html)
            children = (node.children[0]._replace(value=link_remote_images(html)),) if whole else node.children
            yield node._replace(children=children)
        elif node.children:
            yield node._replace(children=tuple(_link_in(node.children, in_link=is_linked)))
        else:
            yield node


def _link_to(image: Node, *, is_linked: bool) -> Iterator[Node]:
    """Yield a link to a picture with its words, or its address if it has none."""
    inside = tuple(_link_in(image.children, in_link=True))
    words = inside or (Node("Text", image.value["dest_url"], (), image.start, image.end),)
    if is_linked:
        yield from words
    else:
        yield Node("Link", {**image.value, "link_type": "Inline"}, words, image.start, image.end)
