"""Reports as documents: the JSON that commands print with `--format json`, a stable contract described in docs/json.md.
A report is `{"version": 1, "results": […], "problems": […], "notices": […]}`. Results are the step's values, field by
field; fields may be added within a version, none is renamed or removed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pipeline.article.placeholders import has_words
from pipeline.errors import TargmanError
from pipeline.model import Article, Message, PlaceholderKind, Segment

VERSION = 1


def format_report(
    results: Iterable[Any],
    problems: Iterable[TargmanError],
    notices: Iterable[str] = (),
    sums: Iterable[Any] | None = None,
) -> str:
    """Return a report as JSON text, indented, with Armenian and Russian as they are. Some commands tell `sums` too."""
    report = {
        "version": VERSION,
        "results": [result_fields(result) for result in results],
        "problems": [problem_fields(error) for error in problems],
        "notices": list(notices),
    }
    if sums is not None:
        report["sums"] = [result_fields(item) for item in sums]
    return json.dumps(report, ensure_ascii=False, indent=2)


def result_fields(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a value's fields, messages in English, with the derived fields `segments` and `share` if it has them."""
    derived = {
        name: getattr(value, name)
        for name in ("segments", "share")
        if isinstance(getattr(type(value), name, None), property)
    }
    return {item.name: _plain(getattr(value, item.name)) for item in fields(value)} | derived


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can have it: as `asdict` does, except messages."""
    if isinstance(value, Message):
        return str(value)
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def problem_fields(error: TargmanError) -> dict[str, Any]:
    """Return an error as its path and line (empty and 0 if unknown) and its message."""
    return {"path": error.path, "line": error.line, "message": error.message}


def format_segments(article: Article, path: str) -> Iterator[str]:
    """Yield the segments of an article in reading order as JSON lines, except those without words."""
    texts = {note.label.casefold(): note.text for note in article.notes}
    for segment in article.segments:
        if has_words(segment):
            yield json.dumps(_segment(segment, path, texts), ensure_ascii=False)


def _segment(segment: Segment, path: str, texts: dict[str, str]) -> dict[str, Any]:
    notes = [item for item in segment.placeholders if item.kind is PlaceholderKind.NOTE and item.label is not None]
    return {
        "article": path,
        "source": segment.text,
        "kind": str(segment.kind),
        "section": segment.section,
        "context": segment.context,
        "line": segment.line,
        "notes": [
            {"name": item.name, "label": item.label, "text": texts.get((item.label or "").casefold(), "")}
            for item in notes
        ],
    }
