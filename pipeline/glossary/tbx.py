"""Read and write TBX, the format in which terminology tools exchange terms.

The writer makes TBX-Basic, of ISO 30042:2008 (martif, termEntry), which Weblate and translate-toolkit read, or of ISO
30042:2019 (conceptEntry, style DCA). The reader takes both, the style DCT and TBX-Min, with the words for a status that
programs write. Forbidden names are `deprecatedTerm-admn-sts`, names after the first `admittedTerm-admn-sts`. TBX-Basic
has no mark for terms that are not to be translated; a `projectSubset` stands for it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pipeline.errors import TbxError
from pipeline.frozen import dataclass
from pipeline.glossary.foreign import ForeignTerms
from pipeline.languages.tags import canonical, match_each
from pipeline.model import Term
from pipeline.xml import MAX_LENGTH, StrictXmlReader, remove_invalid_characters, split_chunks

KEEP = "do-not-translate"
"""Project subset of the terms that are not to be translated."""

_PREFERRED, _ADMITTED, _FORBIDDEN = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"

# What programs call the status of a name and the words in it, in small letters without spaces and affixes.
_STATUS_TYPES = {"administrativestatus", "normativeauthorization", "termstatus", "usagestatus", "status"}
_STATUS_AFFIX = re.compile(r"[\s_-]+|(?:term)?(?:admnsts|-admn-sts)$|term$", re.IGNORECASE)
_STATUSES = {
    **dict.fromkeys(("preferred", "recommended", "approved", "standardized"), _PREFERRED),
    **dict.fromkeys(("admitted", "accepted", "allowed", "legal", "regulated", "proposed", "new", "valid"), _ADMITTED),
    **dict.fromkeys(
        ("deprecated", "superseded", "forbidden", "obsolete", "notrecommended", "prohibited", "rejected", "donotuse"),
        _FORBIDDEN,
    ),
}
_TRANSLATABLE_TYPES = {"translationneeded", "translationnote", "translatable", "translate"}
_CONCEPTS, _LANGUAGES = {"conceptEntry", "termEntry"}, {"langSec", "langSet", "langGroup"}
_NAMES = {"termSec", "tig", "ntig", "termGroup"}
_TYPED = {"termNote", "admin", "descrip"}
_PLAIN = {"term", "note", "projectSubset", "definition", "termStatus", "administrativeStatus", "normativeAuthorization"}
# Elements around the others, and those of the header: nothing in them is a property of a term.
_AROUND = {"tbx", "martif", "TBX", "text", "body", "termGrp", "descripGrp", "adminGrp", "termNoteGrp", "noteGrp"}
_HEADER = {"header", "tbxHeader", "martifHeader", "back"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TbxForm:
    """The names of the elements of one edition of the standard."""

    head: str
    header: str
    concept: str
    language: str
    name: str
    root: str


FORM_2008 = TbxForm(
    head='<martif type="TBX-Basic" xml:lang="en">',
    header="martifHeader",
    concept="termEntry",
    language="langSet",
    name="tig",
    root="martif",
)
FORM_2019 = TbxForm(
    head='<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">',
    header="tbxHeader",
    concept="conceptEntry",
    language="langSec",
    name="termSec",
    root="tbx",
)

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
{form.head}
  <{form.header}>
    <fileDesc><sourceDesc><p>{project}</p></sourceDesc></fileDesc>
  </{form.header}>
  <text>
    <body>
"""


def write_tbx(terms: Iterable[Term], project: str, form: TbxForm = FORM_2008) -> Iterator[str]:
    """Yield the pieces of a TBX file; the same terms make the same file. Characters not allowed in XML are left out."""
    yield _HEAD.format(form=form, project=_escape(project))
    for number, term in enumerate(terms, 1):
        yield f'      <{form.concept} id="c{number}">\n'
        if term.keep:
            yield f'        <admin type="projectSubset">{KEEP}</admin>\n'
        if term.note:
            yield f"        <note>{_escape(term.note)}</note>\n"
        for lang in dict.fromkeys((*term.names, *term.forbidden)):
            names = [(name, _ADMITTED if place else _PREFERRED) for place, name in enumerate(term.names.get(lang, ()))]
            names += [(name, _FORBIDDEN) for name in term.forbidden.get(lang, ())]
            if names:
                yield f'        <{form.language} xml:lang="{lang}">\n'
                for name, status in names:
                    yield f"          <{form.name}><term>{_escape(name)}</term>"
                    yield f'<termNote type="administrativeStatus">{status}</termNote></{form.name}>\n'
                yield f"        </{form.language}>\n"
        yield f"      </{form.concept}>\n"
    yield f"    </body>\n  </text>\n</{form.root}>\n"


def _escape(text: str) -> str:
    return escape(remove_invalid_characters(text), quote=False)


def read_tbx(data: bytes, languages: Sequence[str] = ()) -> ForeignTerms:
    """Read the terms; a code that means one of `languages` is that one. Raises TbxError, with the line, for a file not
    TBX or not safe to read.
    """
    reader = _TbxReader(languages)
    for portion in split_chunks([data]):
        reader.feed(portion)
    reader.feed(b"", final=True)
    left_out = tuple(f"left out: {count:,} × {what}" for what, count in sorted(reader.left_out.items()))
    return ForeignTerms(terms=tuple(reader.terms), remarks=left_out, repairs=reader.repairs)


class _TbxReader(StrictXmlReader):
    """A reader that holds the parts of the current concept; `left_out` counts what it does not understand."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__({"tbx", "martif", "TBX"}, "TBX", TbxError)
        self._languages = languages
        self.terms: list[Term] = []
        self.left_out = Counter[str]()
        self._text: list[str] | None = None
        self._start_concept()

    def _start_concept(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._forbidden: dict[str, list[str]] = {}
        self._notes: list[str] = []
        self._keep = False
        self._code = self._name = self._status = self._type = ""
        self._size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local_name(tag)
        if local in _CONCEPTS:
            self._start_concept()
        elif local in _LANGUAGES:
            self._code = attributes.get("xml:lang", "")
        elif local in _NAMES:
            self._name = self._status = ""
        elif local in _TYPED:
            self._type, self._text = attributes.get("type", ""), []
        elif local in _PLAIN:
            self._type, self._text = local, []
        elif local not in _AROUND and not _HEADER.intersection(map(_local_name, self.open_tags)):
            self.left_out[f"<{local}>"] += 1

    def characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_LENGTH:
            self.refuse(f"has a concept with more than {MAX_LENGTH:,} characters. It may be a trap.")
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        local = _local_name(tag)
        if local in _TYPED | _PLAIN and self._text is not None:
            self._take("".join(filter(str.isalnum, self._type.lower())), " ".join("".join(self._text).split()))
            self._text = None
        elif local in _NAMES:
            self._end_name()
        elif local in _LANGUAGES:
            self._code = ""
        elif local in _CONCEPTS and self._names:
            langs = match_each((*self._names, *self._forbidden), self._languages)
            names, forbidden = (
                {langs[code]: tuple(found) for code, found in by_code.items()}
                for by_code in (self._names, self._forbidden)
            )
            note = "; ".join(dict.fromkeys(self._notes))
            self.terms.append(Term(names=names, forbidden=forbidden, keep=self._keep, note=note, line=self.line))

    def _take(self, kind: str, text: str) -> None:
        """Take a property of a concept or of a name; `kind` is its type in small letters and digits."""
        if kind == "term":
            self._name = text
        elif kind in _STATUS_TYPES:
            self._status = _STATUSES.get(_STATUS_AFFIX.sub("", text).lower(), "")
            if text and not self._status:
                self.left_out[f"{self._type} “{text[:40]}”"] += 1
        elif kind == "projectsubset":
            self._keep |= text == KEEP
        elif kind in _TRANSLATABLE_TYPES and text.lower() in {"yes", "no"}:
            self._keep |= text.lower() == "no"
        elif kind == "definition" or (kind == "note" and not self._code):
            self._notes += [text] if text else []
        else:
            self.left_out[self._type or "a property without a type"] += 1

    def _end_name(self) -> None:
        is_language = bool(canonical(self._code))
        if not is_language and self._name:
            self.left_out[f"a name in “{self._code}”"] += 1
        if is_language and self._name:
            kind = self._forbidden if self._status == _FORBIDDEN else self._names
            known = kind.setdefault(self._code, [])
            if self._name not in known:
                # The preferred name comes first, wherever it stands.
                known.insert(0 if self._status == _PREFERRED else len(known), self._name)


def _local_name(tag: str) -> str:
    """Return the name of an element without the prefix that the style DCT has."""
    return tag.rpartition(":")[2]
