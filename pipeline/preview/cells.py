"""One edition's part of a row → HTML, by hand, not by a template: a long article has thousands of them."""

from collections.abc import Sequence
from html import escape

from pipeline.article.placeholders import is_work
from pipeline.frozen import dataclass
from pipeline.languages.messages import Wording
from pipeline.model import Finding, SegmentKind
from pipeline.preview.article_view import CellState, EditionCell, ViewedSentence
from pipeline.preview.edit import SHOWN_DIGITS
from pipeline.preview.pages import describe_language
from pipeline.workspace.files import content_digest

_LABELS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "description": "Description",
    "summary": "Summary",
    "author": "Author",
}
_KINDS = {
    SegmentKind.IMAGE_TEXT: "Image text",
    SegmentKind.LINK_TITLE: "Link title",
    SegmentKind.LINK_TARGET: "Link target",
    SegmentKind.ATTRIBUTE: "Attribute",
}
_STATES = {CellState.MISSING: "Untranslated", CellState.FUZZY: "Fuzzy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSentence:
    """A sentence in one column: its HTML, which is safe, and its state. `tag` is the element for it."""

    sentence: ViewedSentence
    cell: EditionCell
    tag: str
    html: str
    lang: str
    inside: tuple["CellSentence", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellBox:
    """One column of a row: a sentence, or a whole block as safe HTML with its sentences. `anchor` is the target of
    links, `marker` that of a note or list item, `label` the name of a field.
    """

    lang: str
    unit: CellSentence | None = None
    html: str = ""
    units: tuple[CellSentence, ...] = ()
    anchor: str = ""
    marker: str = ""
    label: str = ""


def render_box(box: CellBox, say: Wording, *, addresses: bool) -> str:
    """Return the element for a box, with a digest for the page's script. `addresses` shows those of links."""
    units = [box.unit] if box.unit else list(box.units)
    inside = "".join(_inside(box, units, say, addresses=addresses))
    states = " ".join(dict.fromkeys(unit.cell.state for unit in units if _state(unit)))
    states += " reviewed" if box.unit and box.unit.cell.reviewer is not None else ""
    name, language = f' id="{escape(box.anchor)}"' if box.anchor else "", describe_language(box.lang)
    digest = content_digest(f"{states} {inside}".encode("utf-8", "surrogatepass"))[:SHOWN_DIGITS]
    return f'<div class="cell {states}"{name} data-lang="{box.lang}" {language} data-v="{digest}">{inside}</div>'


def render_sentence(unit: CellSentence, around: str) -> str:
    """Return the element of a sentence in a column in the language `around`, with what the page's script needs."""
    reviewed = "" if unit.cell.reviewer is None else " data-reviewed"
    fix = " data-fix" if unit.cell.is_repairable else ""
    return (
        f'<{unit.tag} class="seg" data-key="{unit.sentence.key}" data-state="{_state(unit) or unit.cell.state}" '
        f'data-base="{unit.cell.base[:SHOWN_DIGITS]}" data-found="{unit.cell.counted}"{reviewed}{fix} '
        f"{describe_language(unit.lang, around)}>"
        f"{unit.html or '←'}</{unit.tag}>"
    )


def _state(unit: CellSentence) -> CellState | None:
    """Return the state of a sentence if people should see it."""
    if unit.cell.state is CellState.MISSING and not is_work(unit.sentence.segment):
        return CellState.PLAIN
    return unit.cell.state if unit.cell.state in _STATES else None


def _inside(box: CellBox, units: Sequence[CellSentence], say: Wording, *, addresses: bool) -> Sequence[str]:
    made = []
    if box.label:
        made.append(_label(say(_LABELS[box.label]) if box.label in _LABELS else box.label, say, box.lang))
    if box.marker:
        made.append(f'<span class="marker">{escape(box.marker)}</span> ')
    if box.unit and _state(box.unit) is CellState.FUZZY:
        made.append(_confirm(say))
    if box.unit and box.unit.cell.reviewer is not None:
        made.append(_reviewer(box.unit.cell.reviewer, say))
    made.append(_said(box.unit, say, box.lang) if box.unit else f'<div class="block">{box.html}</div>')
    for each in (each for unit in units for each in unit.inside):
        if addresses or each.sentence.segment.kind is not SegmentKind.LINK_TARGET:
            kind = _KINDS.get(each.sentence.segment.kind)
            name = _label(say(kind), say, box.lang) if kind else ""
            made.append(f'<div class="nested">{name}{_said(each, say, box.lang)}{_below(each, say, box.lang)}</div>')
    made += [_below(unit, say, box.lang) for unit in units]
    return made


def _confirm(say: Wording) -> str:
    name = escape(say("Confirm"))
    names = f'lang="{say.lang}" aria-label="{name}" title="{name}"'
    return f'<button type="button" class="confirm" tabindex="-1" {names}>✓</button>'


def _reviewer(name: str, say: Wording) -> str:
    text = escape(say("Reviewed by {name}", name=name) if name else say("Reviewed"))
    return f'<span class="reviewer" role="img" lang="{say.lang}" aria-label="{text}" title="{text}">✓</span>'


def _label(text: str, say: Wording, around: str) -> str:
    return f'<span class="label" {describe_language(say.lang, around)}>{escape(text)}</span>'


def _said(unit: CellSentence, say: Wording, around: str) -> str:
    """Return a sentence with its state in words before it, for those who do not see colours."""
    state = _state(unit)
    words = f'<span class="vh" lang="{say.lang}">{escape(say(_STATES[state]))}</span>' if state in _STATES else ""
    return words + render_sentence(unit, around)


def _below(unit: CellSentence, say: Wording, around: str) -> str:
    """Return what stands below a sentence: what people wrote at it, and its findings."""
    remarks, findings = unit.cell.remarks, unit.cell.findings
    made = ""
    if remarks:
        lines = "<br>".join(map(escape, remarks.split("\n")))
        name = f'<span class="vh" lang="{say.lang}">{escape(say("Comment"))}: </span>'
        made = f'<p class="remark" dir="auto">{name}{lines}</p>'
    return made + _findings(unit, findings, say, around) if findings else made


def _findings(unit: CellSentence, findings: Sequence[Finding], say: Wording, around: str) -> str:
    language = describe_language(say.lang, around)
    items = "".join(
        f'<li class="{each.severity}" {language}>{escape(say.format(each.message))} '
        f'<span class="rule">{escape(each.rule)}</span></li>'
        for each in findings
    )
    fix = ""
    if unit.cell.is_repairable:
        button = f'<button type="button" class="fix" tabindex="-1" data-key="{unit.sentence.key}">'
        fix = f'<p class="fixes" {language}>{button}{escape(say("Fix"))}</button></p>'
    return f'<ul class="findings">{items}</ul>{fix}'
