"""Catalogs as they travel: PO with the package and the article in the header, read by the strict reader, else by polib.

What the strict reader refuses for its form alone (charset, byte order mark, plural entries, duplicates, a last line
without its end) is read by polib, entry by entry. What is cut off within a text or after a msgid both refuse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import catalog
from pipeline.catalog.errors import is_conflict_text
from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog
from pipeline.memory.harvest import source_language
from pipeline.model import Catalog, Entry

if TYPE_CHECKING:
    from pipeline.catalog.foreign import ForeignEntry

SENDING, ARTICLE = "X-Targman-Package", "X-Targman-Article"
"""The header fields by which a catalog that comes back is known; editors keep fields that begin with X-."""


def read(data: bytes) -> tuple[ExchangeCatalog, ...]:
    """Read a PO file that somebody sent. Raises CatalogError, with the line, if it is damaged."""
    try:
        found = catalog.parse(data)
    except CatalogError as error:
        found = _read_foreign(data, error)
    return (
        ExchangeCatalog(
            catalog=replace(found, header=_others(found)),
            article=found.field(ARTICLE).strip(),
            sending=found.field(SENDING).strip(),
            lang=found.field("Language").strip(),
            source_lang=source_language(found),
        ),
    )


def write(catalogs: Sequence[ExchangeCatalog]) -> bytes:
    """Write one catalog as a PO file that knows its package and article."""
    [item] = catalogs
    header = (*_others(item.catalog), (SENDING, item.sending), (ARTICLE, item.article))
    return catalog.serialize(replace(item.catalog, header=header)).encode()


def _others(found: Catalog) -> tuple[tuple[str, str], ...]:
    """Return a header without our fields: a catalog has those of an earlier package if it was copied back by hand."""
    own = (SENDING.lower(), ARTICLE.lower())
    return tuple(item for item in found.header if item[0].lower() not in own)


def _read_foreign(data: bytes, refusal: CatalogError) -> Catalog:
    """Read with polib what the strict reader refused; where polib refuses it too, the first refusal is clearer."""
    from pipeline.catalog.foreign import read_foreign  # noqa: PLC0415  only where there is such a file

    try:
        found = read_foreign(data)
    except CatalogError as error:
        raise refusal from error
    return replace(found.header, entries=tuple(_own_entries(found.entries)))


def _own_entries(entries: "Sequence[ForeignEntry]") -> Iterator[Entry]:
    """Yield foreign entries as our own: a plural one as two, its singular and its plural text; and one in which msgcat
    joined several translations as many.
    """
    for item in entries:
        pairs = [(item.source, item.targets[0])]
        if item.plural is not None and item.plural != item.source:
            pairs.append((item.plural, item.targets[-1]))
        for source, target in ((source, part) for source, joined in pairs for part in _split_joined(joined)):
            yield Entry(
                source=source,
                target=target,
                context=item.context,
                fuzzy=item.fuzzy,
                obsolete=item.obsolete,
                remarks=item.remarks,
                references=item.references,
                line=item.line,
            )


def _split_joined(target: str) -> list[str]:
    """Divide a text at the lines that msgcat puts between translations; one without such lines stays whole."""
    parts: list[list[str]] = [[]]
    for line in target.split("\n"):
        if is_conflict_text(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [target] if len(parts) == 1 else list(filter(None, ("\n".join(part).strip("\n") for part in parts)))
