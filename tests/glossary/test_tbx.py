"""TBX: what we write is read again, and what other tools write, in three forms of the format."""

import xml.etree.ElementTree as ET

import pytest

from pipeline.errors import TbxError
from pipeline.glossary.tbx import FORM_2008, FORM_2019, TbxForm, read_tbx, write_tbx
from pipeline.model import Term

TERMS = (
    Term(names={"hy": ("ՀԱՊԿ",), "en": ("CSTO", "Tashkent Pact"), "ru": ("ОДКБ",)}, forbidden={"ru": ("ДКБ",)}),
    Term(names={"en": ("R&D <lab>",), "ru": ("НИОКР",)}, note="“x” & y"),
    Term(names={"hy": ("NATO",), "en": ("NATO",), "ru": ("NATO",)}, keep=True),
)


def test_what_is_written_is_read_again() -> None:
    for form in (FORM_2008, FORM_2019):
        found = read_tbx("".join(write_tbx(TERMS, "house", form)).encode())
        assert (found.terms, found.remarks) == (TERMS, ())


def test_what_is_written_is_a_concept_for_each_term() -> None:
    root = ET.fromstring("".join(write_tbx(TERMS, "house & co", FORM_2019)))  # noqa: S314  our own
    names = {"": "urn:iso:std:iso:30042:ed-2"}
    assert root.get("type") == "TBX-Basic"
    assert [item.get("id") for item in root.findall(".//conceptEntry", names)] == ["c1", "c2", "c3"]
    assert len(root.findall(".//termSec/term", names)) == 10
    assert len({note.text for note in root.findall(".//termNote", names)}) == 3


OLD = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>a</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="1"><descrip type="subjectField">lakes</descrip><note>of
  fresh water</note>
<langSet xml:lang="en-US"><tig><term>lake</term></tig><ntig><termGrp><term>loch</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig></langSet>
<langSet xml:lang="RU"><tig><term>озерцо</term><note>here it is small</note></tig>
<tig><term>озеро</term><termNote type="normativeAuthorization">preferredTerm</termNote></tig></langSet>
<langSet xml:lang="de"><tig><term>See</term></tig></langSet></termEntry></body></text></martif>"""

DCT = """<tbx style="dct" type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min">
<text><body><conceptEntry id="c1"><note>of fresh water</note><langSec xml:lang="en"><termSec><term>lake</term></termSec>
<termSec><term>loch</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
</langSec><langSec xml:lang="ru"><termSec><term>озеро</term></termSec><termSec><term>озерцо</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize(("data", "others"), [(OLD, {"de": ("See",)}), (DCT, {})])
def test_other_forms_are_read(data: str, others: dict[str, tuple[str, ...]]) -> None:
    assert read_tbx(data.encode()).terms == (
        Term(
            names={"en": ("lake",), "ru": ("озеро", "озерцо")} | others,
            forbidden={"en": ("loch",)},
            note="of fresh water",
        ),
    )


def test_the_form_of_2008_is_written_unless_another_is_asked_for() -> None:
    root = ET.fromstring("".join(write_tbx(TERMS, "house")))  # noqa: S314  our own
    assert root.tag == "martif"
    assert len(root.findall(".//termEntry/langSet/tig/term")) == 10


def old(*names: str, before: str = "") -> bytes:
    languages = "".join(
        f'<langSet xml:lang="{lang}">{name}</langSet>' for lang, name in zip(("en", "rus"), names, strict=False)
    )
    return f'<martif type="TBX"><text><body><termEntry>{before}{languages}</termEntry></body></text></martif>'.encode()


@pytest.mark.parametrize(
    "word", ["forbidden", "obsolete", "Deprecated", "supersededTerm-admn-sts", "notRecommended", "not recommended"]
)
@pytest.mark.parametrize("kind", ["administrativeStatus", "Usage status", "normativeAuthorization"])
def test_the_words_of_vendors_for_a_name_not_to_use(word: str, kind: str) -> None:
    wrong = f'<tig><term>платина</term><termNote type="{kind}">{word}</termNote></tig>'
    found = read_tbx(old("<tig><term>dam</term></tig>", f"{wrong}<tig><term>плотина</term></tig>"))
    [term] = found.terms
    assert (term.names["ru"], term.forbidden) == (("плотина",), {"ru": ("платина",)})
    assert not found.remarks


@pytest.mark.parametrize("kind", ["Translation needed", "translationNote", "translatable"])
@pytest.mark.parametrize("element", ["termNote", "descrip", "admin"])
def test_what_needs_no_translation_is_kept(kind: str, element: str) -> None:
    mark = f'<{element} type="{kind}">No</{element}>'
    [term] = read_tbx(old(f"<tig><term>Aldgate</term>{mark}</tig>", "<tig><term>Aldgate</term></tig>")).terms
    assert term.keep


def test_definitions_become_notes_and_what_is_not_understood_is_told() -> None:
    before = '<descripGrp><descrip type="definition">A wall.</descrip><admin type="source">us</admin></descripGrp>'
    found = read_tbx(old('<tig><term>dam</term><termNote type="partOfSpeech">noun</termNote></tig>', before=before))
    assert found.terms[0].note == "A wall."
    assert found.remarks == ("left out: 1 × partOfSpeech", "left out: 1 × source")


def test_tbx_min() -> None:
    data = (
        '<TBX dialect="TBX-Min"><header><id>g</id><languages source="en" target="ru"/></header><body><termEntry id="1">'
        '<langGroup xml:lang="en"><termGroup><term>weir</term><termStatus>admitted</termStatus></termGroup></langGroup>'
        '<langGroup xml:lang="ru"><termGroup><term>перекат</term><termStatus>obsolete</termStatus></termGroup>'
        "<termGroup><term>водослив</term><note>of water</note></termGroup></langGroup></termEntry></body></TBX>"
    )
    found = read_tbx(data.encode())
    assert found.terms[0].names == {"en": ("weir",), "ru": ("водослив",)}
    assert found.terms[0].forbidden == {"ru": ("перекат",)}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<tmx/>", "is not a TBX file"),
        ("<tbx>", "is not a TBX file, or is damaged"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "may be an attack"),
        (f"<tbx><conceptEntry><note>{'a' * 1_000_001}</note></conceptEntry></tbx>", "more than 1,000,000 characters"),
        ("<tbx>" + "<a>" * 100, "nests elements more than 64 deep"),
    ],
)
def test_what_is_no_harmless_tbx_is_refused(data: str, said: str) -> None:
    with pytest.raises(TbxError, match=said):
        read_tbx(data.encode())


@pytest.mark.parametrize("form", [FORM_2008, FORM_2019])
def test_any_codes_are_written_and_read(form: TbxForm) -> None:
    """A code that means a language of the workspace is that; of two the nearer one, and the other keeps its own."""
    names = {lang: (f"name in {lang}",) for lang in ("pt-BR", "pt-PT", "zh-Hans", "sr-Latn", "ka")}
    term = Term(names=names, forbidden={"sr-Latn": ("wrong",), "fa": ("bad",)})
    data = "".join(write_tbx([term], "house", form)).encode()
    assert read_tbx(data, tuple(names)).terms == (term,)
    [elsewhere] = read_tbx(data, ("pt-PT", "zh-Hans")).terms
    assert elsewhere.names["pt"] == ("name in pt-BR",)
    assert elsewhere.names["pt-PT"] == ("name in pt-PT",)
    other = data.replace(b'"zh-Hans"', b'"zh_CN"').replace(b'"pt-BR"', b'"PT_br"').replace(b'"sr-Latn"', b'"sr@latin"')
    assert read_tbx(other, tuple(names)).terms == (term,)


def test_what_is_not_a_language_is_told() -> None:
    found = read_tbx(old("<tig><term>dam</term></tig>", "<tig><term>плотина</term></tig>").replace(b'"rus"', b'"x-1"'))
    assert found.terms[0].names == {"en": ("dam",)}
    assert found.remarks == ("left out: 1 × a name in “x-1”",)
