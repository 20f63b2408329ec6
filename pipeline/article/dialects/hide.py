"""Make plain characters of a site's syntax that a translator wrote where only the author's may stand."""

from itertools import pairwise

from pipeline.article.dialects import Dialect
from pipeline.article.dialects.scan import scan_value


def hide_other_spans(value: str, source: str, dialect: Dialect) -> str:
    """Return a value of Markdown with entities for the signs that begin spans which its `source` does not have."""
    own = {source[mark.start : mark.end] for mark in scan_value(source, dialect)}
    while True:
        spans = [(mark.start, mark.end) for mark in scan_value(value, dialect)]
        signs = {value[start] for start, end in spans if value[start:end] not in own}
        if not signs:
            return value
        entities = {ord(sign): f"&#{ord(sign)};" for sign in signs}
        ends = [0, *(at for start, end in spans if value[start:end] in own for at in (start, end)), len(value)]
        parts = [value[start:end] for start, end in pairwise(ends)]
        value = "".join(part if index % 2 else part.translate(entities) for index, part in enumerate(parts))
