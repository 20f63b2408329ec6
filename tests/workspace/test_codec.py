"""The codec: whatever steps report is the same after it was kept in the index as JSON."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from pipeline.export.articles import ExportResult
from pipeline.model import Finding, Message, Severity
from pipeline.preview.overview import EditionNames
from pipeline.workspace.assignments import AssignedWork, Timing
from pipeline.workspace.codec import from_json, to_json
from pipeline.workspace.edition_steps import MergeResult
from pipeline.workspace.status import EditionStatus
from pipeline.workspace.sync_result import SyncResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """One of everything: a union, pairs, values of its own kind."""

    severity: Severity | None
    pairs: tuple[tuple[str, Severity], ...] = ()
    inner: "tuple[Nested, ...]" = ()
    either: "str | Nested" = ""


NUMBERS: dict[str, Any] = {
    "segments": 1,
    "added": 2,
    "revived": 3,
    "followed": 4,
    "fuzzied": 5,
    "retired": 6,
    "words": 7,
}
WORDS = {"translated_words": 4, "fuzzy_words": 5, "untranslated_words": 6}
COUNTS: dict[str, Any] = {"translated": 1, "fuzzy": 2, "untranslated": 3, "notes": 7, **WORDS}
ASSIGNED = (AssignedWork(translator="Անի", reviewer="", due="2026-12-10", timing=Timing.LATE),)
VALUES = [
    SyncResult(article="a", lang="hy", path="p", written=True, created=False, **NUMBERS),
    MergeResult(article="a", lang="hy", path="p", written=True, share=0.5, untranslated=1, findings=0),
    MergeResult(article="a", lang="hy", path="p", written=True, share=1, untranslated=0, findings=1, companions=("c",)),
    EditionStatus(article="a", lang="hy", source_lang="en", edition="stale", path="p", assigned=ASSIGNED, **COUNTS),
    ExportResult(
        article="a", lang="hy", format="html", path="p", written=False, notes=1, share=1.0, left_out=("x", "y")
    ),
    EditionNames(article="a", lang="hy", title="Լիճ", translators=("Ա", "Բ")),
    Finding(rule="r", severity=Severity.HINT, message=Message.create("{a} {b}", a=1, b=(Message.create("c"), "d"))),
    Finding(rule="r", severity=Severity.ERROR, message=Message(template="{"), path="p", line=3, replacement=""),
    Finding(rule="r", severity=Severity.ERROR, message=Message.create("{a} {b}", a=(), b=Message.create("", c=("",)))),
    Nested(
        severity=None,
        pairs=(("a", Severity.ERROR), ("b", Severity.HINT)),
        inner=(Nested(severity=Severity.WARNING), Nested(severity=None, either=Nested(severity=Severity.HINT))),
        either="text",
    ),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_the_same_after_it_was_kept_as_json(value: Any) -> None:  # noqa: ANN401
    assert from_json(type(value), json.loads(json.dumps(to_json(value), ensure_ascii=False))) == value


def test_what_json_cannot_give_back_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no form in JSON"):
        to_json((1, {2}))


def test_a_decoded_value_leaves_its_json_as_it_was() -> None:
    data = to_json(VALUES[-1])
    before = json.dumps(data)
    from_json(Nested, data)
    assert json.dumps(data) == before
