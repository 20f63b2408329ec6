"""Replace the fields of a Word document by what they show: text, links, references to notes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.errors import ArticleError
from pipeline.importers import RemovedKind
from pipeline.importers.word.changes import ChangeLog
from pipeline.importers.word.ooxml import Element, R, W, drop, make, paragraph_of, text_of, text_run, unwrap

_CONTENTS = frozenset({"TOC", "TOA", "INDEX"})
_NOTE_REFERENCES = frozenset({"NOTEREF", "FTNREF"})
_WHOLE_PARAGRAPHS = frozenset(
    {*_CONTENTS, "INCLUDETEXT", "BIBLIOGRAPHY", "ADDIN", "IF", "QUOTE", "DATABASE", "LINK", "DDEAUTO", "DDE"}
)
"""Fields whose results may be several paragraphs; any other one ends with its paragraph, if not before."""

_ARGUMENT = re.compile(r"\\(?P<switch>\w)|\"(?P<quoted>(?:[^\"\\]|\\.)*)\"?|(?P<plain>[^\s\"\\]+)")
_MACRO = re.compile(r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s+(?P<shown>.*)", re.DOTALL)
_FORMULA = re.compile(r"\s*EQ\s+(?P<code>.*)", re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(?P<code>\d{1,5}|0[xX][0-9A-Fa-f]{1,4})")
_ERROR = re.compile(r"[^\W\d_]+!\s")  # "Error! Reference source not found."
_FONT = re.compile(r"\\f\s")
_DEEPEST = 40
_MARK_LETTERS = 6
_SWITCHES_WITH_VALUE = "lotmnf"


@dataclass(slots=True, kw_only=True)
class _Field:
    """A field: the run where it begins, its instruction, the runs of its result, and text within the instruction."""

    start: Element
    instruction: list[str] = field(default_factory=list)
    runs: list[Element] = field(default_factory=list)
    inside: list[Element] = field(default_factory=list)
    is_result: bool = False
    ends: bool = False

    @property
    def kind(self) -> str:
        """The first word of the instruction, in capitals."""
        return next(iter("".join(self.instruction).split()), "").upper()


@dataclass(slots=True, kw_only=True)
class FieldReader:
    """Replace the fields of a story. `link` returns the identifier of a link to an address, `note` the reference to the
    note at a bookmark (None if there is none there). `contents` collects the paragraphs of tables of contents.
    """

    link: Callable[[str], str]
    note: Callable[[str], Element | None]
    log: ChangeLog
    contents: list[Element] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Replace all fields in a story."""
        for element in list(root.iter(f"{W}fldSimple")):
            _spell_out(element)
        for found in _find_fields(root):
            self._replace(found)
        for mark in list(root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText")):
            run = mark.getparent()
            drop(mark)
            if run.tag == f"{W}r" and not [child for child in run if child.tag != f"{W}rPr"]:
                drop(run)

    def _replace(self, found: _Field) -> None:
        kind, instruction = found.kind, "".join(found.instruction)
        if found.is_result or found.ends:
            for run in found.inside:
                self.log.remove(run, RemovedKind.HIDDEN)
        if kind in _CONTENTS:
            paragraphs = [paragraph_of(run) for run in (found.start, *found.runs)]
            self.contents += [each for each in paragraphs if each is not None and each not in self.contents[-1:]]
        elif kind == "HYPERLINK":
            address, anchor = read_hyperlink(instruction)
            if address:
                self._wrap(found.runs, address)
            elif anchor:
                self._refer(found, anchor, only_mark=True)
        elif kind in _NOTE_REFERENCES or kind == "REF":
            name = next(iter(_arguments(instruction)[0][1:]), "")
            self._refer(found, name, only_mark=kind == "REF")
        elif not any(text_of(run).strip() or len(run) for run in found.runs):
            shown = _shown_without_result(found.start, instruction)
            if shown is not None:
                found.start.addprevious(shown)

    def _refer(self, found: _Field, bookmark: str, *, only_mark: bool) -> None:
        """Put the reference to a note in the place of its number; `only_mark` does not touch longer texts."""
        text = "".join(text_of(run) for run in found.runs).strip()
        mark, _, rest = text.partition(" ")
        reference = self.note(bookmark) if len(mark) <= _MARK_LETTERS and (text or not only_mark) else None
        if _ERROR.match(text) or (text and not only_mark and self.note(bookmark) is None):
            self.log.dangling.append(text)
        if reference is None or (rest and only_mark):
            return
        found.start.addprevious(reference)
        if rest:  # “3 above”
            found.start.addprevious(text_run(f" {rest}"))
        for run in found.runs:
            drop(run)

    def _wrap(self, runs: list[Element], address: str) -> None:
        """Make a link of the runs, in each row of them that stands together."""
        identifier = self.link(address)
        link: Element | None = None
        for run in runs:
            if run.getparent() is None or next(run.iterancestors(f"{W}hyperlink"), None) is not None:
                link = None
                continue
            if link is None or run.getprevious() is not link:
                link = make("hyperlink")
                link.set(f"{R}id", identifier)
                run.addprevious(link)
            link.append(run)


def _spell_out(element: Element) -> None:
    """Turn a simple field into the marks of one with several runs."""
    instruction = make("instrText")
    instruction.text = element.get(f"{W}instr") or ""
    for child in element.findall(f"{W}fldData"):
        drop(child)
    marks = [_mark("begin"), _run(instruction), _mark("separate")]
    element[0:0] = marks
    element.append(_mark("end"))
    unwrap(element)


def _mark(kind: str) -> Element:
    return _run(make("fldChar", fldCharType=kind))


def _run(content: Element) -> Element:
    run = make("r")
    run.append(content)
    return run


def _find_fields(root: Element) -> list[_Field]:
    """Return the fields of a story, inner ones first; those without an end end with their paragraph."""
    done: list[_Field] = []
    row: list[_Field] = []
    around: Element | None = None
    for run in root.iter(f"{W}r"):
        paragraph = paragraph_of(run)
        if paragraph is not around:
            row = _leave_paragraph(row, done)
            around = paragraph
        mark = run.find(f"{W}fldChar")
        kind = "" if mark is None else mark.get(f"{W}fldCharType", "")
        if kind == "begin":
            if len(row) >= _DEEPEST:
                raise ArticleError(f"nests fields more than {_DEEPEST} deep, as no text does. It is not opened.")
            row.append(_Field(start=run))
        elif kind == "separate" and row:
            row[-1].is_result = True
        elif kind == "end" and row:
            row[-1].ends = True
            done.append(row.pop())
        elif row:
            _take_in(run, row)
    return [*done, *reversed(row)]


def _leave_paragraph(row: list[_Field], done: list[_Field]) -> list[_Field]:
    """Return the fields that go on in the next paragraph; the others end here."""
    goes_on = [each for each in row if each.kind in _WHOLE_PARAGRAPHS]
    done += [each for each in reversed(row) if each not in goes_on]
    return goes_on


def _take_in(run: Element, row: list[_Field]) -> None:
    """Add a run to the fields around it: to an instruction, or to the results."""
    code = [text.text or "" for text in run.iter(f"{W}instrText", f"{W}delInstrText")]
    if code and not row[-1].is_result:
        row[-1].instruction += code
        return
    for each in row:
        if not each.is_result:
            each.inside.append(run)
            return
        each.runs.append(run)


def _arguments(instruction: str) -> tuple[list[str], dict[str, str]]:
    """Return the words of an instruction, and the values of its switches."""
    words: list[str] = []
    switches: dict[str, str] = {}
    switch = ""
    for found in _ARGUMENT.finditer(instruction):
        text = re.sub(r"\\(.)", r"\1", found["quoted"]) if found["quoted"] is not None else found["plain"] or ""
        if found["switch"]:
            switch = found["switch"].lower()
            switches[switch] = ""
        elif switch and switch in _SWITCHES_WITH_VALUE and not switches[switch]:
            switches[switch] = text
        else:
            words.append(text)
            switch = ""
    return words, switches


def read_hyperlink(instruction: str) -> tuple[str, str]:
    """Return the address and the anchor of a link's instruction."""
    words, switches = _arguments(instruction)
    address, anchor = next(iter(words[1:]), ""), switches.get("l", "")
    return (f"{address}#{anchor}" if address and anchor else address), "" if address else anchor


def _shown_without_result(start: Element, instruction: str) -> Element | None:
    """Return a run with what a field shows that has no result: a box, a choice, a sign, a button, a formula."""
    form = start.find(f".//{W}ffData")
    if form is not None:
        return _show_form(form)
    if found := _MACRO.match(instruction):
        return text_run(found["shown"].strip())
    if found := _FORMULA.match(instruction):
        return text_run(found["code"].strip())
    if (found := _SYMBOL.match(instruction)) and not _FONT.search(instruction):
        return text_run(chr(int(found["code"], 0)))
    return None


def _show_form(form: Element) -> Element | None:
    box = form.find(f"{W}checkBox")
    if box is not None:
        checked = box.find(f"{W}checked")
        checked = box.find(f"{W}default") if checked is None else checked
        return text_run("☒" if checked is not None and checked.get(f"{W}val", "1") not in {"0", "false"} else "☐")
    choices = [entry.get(f"{W}val") or "" for entry in form.findall(f"{W}ddList/{W}listEntry")]
    chosen = form.find(f"{W}ddList/{W}result")
    at = int(chosen.get(f"{W}val") or 0) if chosen is not None and (chosen.get(f"{W}val") or "0").isdecimal() else 0
    return text_run(choices[at]) if at < len(choices) else None
