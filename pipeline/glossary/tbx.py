"""Read and write TBX, the format in which terminology tools exchange terms.

The writer makes TBX-Basic of ISO 30042:2019 (conceptEntry, style DCA); the reader takes that, its style DCT, and the
older ISO 30042:2008 (martif, termEntry). Forbidden names are `deprecatedTerm-admn-sts`, names after the first
`admittedTerm-admn-sts`. TBX-Basic has no mark for terms that are not to be translated; a `projectSubset` stands for it.
"""

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.errors import TbxError
from pipeline.model import LANGUAGES, Term
from pipeline.xml import MAX_LENGTH, StrictXmlReader, remove_invalid_characters, split_chunks

KEEP = "do-not-translate"
"""Project subset of the terms that are not to be translated."""

_PREFERRED, _ADMITTED, _FORBIDDEN = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_FORBIDDEN_STATUSES = {_FORBIDDEN, "supersededTerm-admn-sts", "deprecatedTerm", "supersededTerm", "notRecommended"}
_STATUS_ELEMENTS = {"administrativeStatus", "normativeAuthorization"}

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc><sourceDesc><p>{project}</p></sourceDesc></fileDesc>
  </tbxHeader>
  <text>
    <body>
"""


def write_tbx(terms: Iterable[Term], project: str) -> Iterator[str]:
    """Yield the pieces of a TBX file; the same terms make the same file. Characters not allowed in XML are left out."""
    yield _HEAD.format(project=_escape(project))
    for number, term in enumerate(terms, 1):
        yield f'      <conceptEntry id="c{number}">\n'
        if term.keep:
            yield f'        <admin type="projectSubset">{KEEP}</admin>\n'
        if term.note:
            yield f"        <note>{_escape(term.note)}</note>\n"
        for lang in LANGUAGES:
            names = [(name, _ADMITTED if place else _PREFERRED) for place, name in enumerate(term.names.get(lang, ()))]
            names += [(name, _FORBIDDEN) for name in term.forbidden.get(lang, ())]
            if names:
                yield f'        <langSec xml:lang="{lang}">\n'
                for name, status in names:
                    yield f"          <termSec><term>{_escape(name)}</term>"
                    yield f'<termNote type="administrativeStatus">{status}</termNote></termSec>\n'
                yield "        </langSec>\n"
        yield "      </conceptEntry>\n"
    yield "    </body>\n  </text>\n</tbx>\n"


def _escape(text: str) -> str:
    return escape(remove_invalid_characters(text), quote=False)


def read_tbx(data: bytes) -> tuple[Term, ...]:
    """Read the terms in our languages. Raises TbxError, with the line, for a file not TBX or not safe to read."""
    reader = _TbxReader()
    for portion in split_chunks([data]):
        reader.feed(portion)
    reader.feed(b"", final=True)
    return tuple(reader.terms)


class _TbxReader(StrictXmlReader):
    """A reader that holds the parts of the current concept."""

    def __init__(self) -> None:
        super().__init__({"tbx", "martif", "TBX"}, "TBX", TbxError)
        self.terms: list[Term] = []
        self._text: list[str] | None = None
        self._start_concept()

    def _start_concept(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._forbidden: dict[str, list[str]] = {}
        self._notes: list[str] = []
        self._keep = False
        self._lang = self._name = self._status = self._type = ""
        self._size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match _local_name(tag):
            case "conceptEntry" | "termEntry":
                self._start_concept()
            case "langSec" | "langSet":
                code = attributes.get("xml:lang", "").replace("_", "-").partition("-")[0].lower()
                self._lang = code if code in LANGUAGES else ""
            case "termSec" | "tig" | "ntig":
                self._name = self._status = ""
            case "term" | "note" | "administrativeStatus" | "normativeAuthorization" | "projectSubset":
                self._text = []
            case "termNote" | "admin":
                self._type, self._text = attributes.get("type", ""), []

    def characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_LENGTH:
            self.refuse(f"has a concept with more than {MAX_LENGTH:,} characters. It may be a trap.")
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        local = _local_name(tag)
        if (
            local in {"term", "note", "termNote", "admin", "projectSubset", *_STATUS_ELEMENTS}
            and self._text is not None
        ):
            self._take(local, " ".join("".join(self._text).split()))
            self._text = None
        elif local in {"termSec", "tig", "ntig"}:
            self._end_name()
        elif local in {"conceptEntry", "termEntry"} and self._names:
            self.terms.append(
                Term(
                    names={lang: tuple(names) for lang, names in self._names.items()},
                    forbidden={lang: tuple(names) for lang, names in self._forbidden.items()},
                    keep=self._keep,
                    note=" ".join(self._notes),
                    line=self.line,
                )
            )

    def _take(self, local: str, text: str) -> None:
        if local == "term":
            self._name = text
        elif local in _STATUS_ELEMENTS or (local == "termNote" and self._type in _STATUS_ELEMENTS):
            self._status = text
        elif local == "projectSubset" or (local == "admin" and self._type == "projectSubset"):
            self._keep |= text == KEEP
        elif local == "note" and not self._lang:
            self._notes.append(text)

    def _end_name(self) -> None:
        if self._lang and self._name:
            kind = self._forbidden if self._status in _FORBIDDEN_STATUSES else self._names
            known = kind.setdefault(self._lang, [])
            if self._name not in known:
                # The preferred name comes first, wherever it stands.
                known.insert(0 if self._status in {_PREFERRED, "preferredTerm"} else len(known), self._name)


def _local_name(tag: str) -> str:
    """Return the name of an element without the prefix that the style DCT has."""
    return tag.rpartition(":")[2]
