"""Make plain characters of a site's syntax that a translator wrote where only the author's may stand."""

import re
from itertools import pairwise

from pipeline.article.dialects import Dialect
from pipeline.article.dialects.scan import scan_value


def hide_other_spans(value: str, source: str, dialect: Dialect) -> str:
    """Return a value of Markdown with entities for the signs that begin spans which its `source` does not have."""
    own = {source[mark.start : mark.end] for mark in scan_value(source, dialect)}
    while True:  # again, as a span may show only when another one is gone; each round ends a sign's spans for good
        spans = [(mark.start, mark.end) for mark in scan_value(value, dialect)]
        signs = {value[start] for start, end in spans if value[start:end] not in own}
        if not signs:
            return value
        ends = [0, *(at for start, end in spans if value[start:end] in own for at in (start, end)), len(value)]
        parts = [value[start:end] for start, end in pairwise(ends)]
        value = "".join(part if index % 2 else _write_as_entities(part, signs) for index, part in enumerate(parts))


def _write_as_entities(text: str, signs: set[str]) -> str:
    """Return a text with entities for signs. The # of an entity stays: no dialect has a span there."""
    pattern = rf"&#|[{re.escape(''.join(signs))}]"
    return re.sub(pattern, lambda found: found[0] if found[0] == "&#" else f"&#{ord(found[0])};", text)
