"""Remember what an edition said when its post was remembered, by short digests: enough to tell afterwards which side of
an edition and its post was changed, and small enough for a file that git keeps.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b

from pipeline.article.markdown.front_matter import read_front_matter
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

_BYTES = 3  # of a digest: of a hundred texts, one in 170,000 is taken for another
_LETTERS = 2 * _BYTES

LABEL = re.compile(r"\[\^([^\]\s]+)\]")
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
"""The empty lines between two blocks of Markdown."""

_ADDRESS = re.compile(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)|\]\[[^\]]*\]")
_REFERENCE = re.compile(r"\[[^\]^][^\]]*\]:\s*\S")
_WORD = re.compile(r"\w+")
_LINK_STYLE = re.compile(r"\]\[(\{\w+\})\]")


def digest_edition(settings: Settings, place: ArticlePath, lang: str) -> str:
    """Return the digests of what an edition says now. Raises ArticleError, CatalogError or FileError."""
    article = load_article(settings, place)
    if article.lang == lang:
        text = (files.read(settings.root / place.path) or b"").decode("utf-8", errors="replace").replace("\r\n", "\n")
        return "".join(map(digest_block, split_body(text)[1]))
    catalog, _ = load_catalog(settings, place.catalog(lang))
    entries = catalog.entries if catalog else ()
    return "".join(digest_entry(entry.key, entry.target) for entry in entries if entry.target and not entry.obsolete)


def read_digests(texts: str) -> frozenset[str]:
    """Return the digests that `digest_edition` wrote in a row."""
    return frozenset(_portions(texts))


def _portions(texts: str) -> Iterator[str]:
    for start in range(0, len(texts) - _LETTERS + 1, _LETTERS):
        yield texts[start : start + _LETTERS]


def digest_entry(key: str, target: str) -> str:
    """Return the digest of a translation of an entry; the way in which a link is written does not count."""
    words = _LINK_STYLE.sub(r"](\1)", target).split()
    return _digest(f"{key}\0{' '.join(words)}")


def digest_block(block: str) -> str:
    """Return the digest of a block of Markdown by its words."""
    return _digest(block_words(block))


def block_words(block: str) -> str:
    """Return the words of a block, without its labels and addresses; a definition of a note differs from its text."""
    mark = "note " if DEFINITION.match(block) else "link " if _REFERENCE.match(block) else ""
    return mark + " ".join(_WORD.findall(LABEL.sub(" ", _ADDRESS.sub("]", block))))


def split_body(text: str) -> tuple[int, list[str]]:
    """Return the place where the body of an article begins, and its blocks without the gaps between them."""
    front = read_front_matter(text)
    start = text.find("\n", front.end) + 1 if front else 0
    return start, GAP.split(text[start:].strip("\n"))[::2]


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=_BYTES).hexdigest()
