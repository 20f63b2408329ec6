"""XLIFF 1.2 and 2.0: valid, read back whole, and understood as translators' programs return it."""

import re
from pathlib import Path

import pytest
from cpu import grows_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.review import find_reviewer, mark_reviewed
from pipeline.errors import CatalogError
from pipeline.exchange import ExchangeCatalog, xliff
from pipeline.model import Catalog, Entry

etree = pytest.importorskip("lxml.etree")

SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
"""Debian's php-symfony-translation has the schemas of the standard."""

ENTRIES = (
    Entry(
        source="The [law]({url1}) calls it <b>strategic</b>.{fn1}",
        target="{fn1}[Закон]({url1}) & <b>так</b> его\u00a0называет.",
        comments=("{fn1}: A note’s text", "paragraph"),
        remarks=("Which law?",),
    ),
    Entry(source="Two metres.", target="Три метра.", fuzzy=True, previous="Three metres."),
    Entry(source="May", context="month"),
    Entry(source="May", target="может", context="verb"),
    mark_reviewed(Entry(source="Water.", target="Вода."), "Anna Petrova"),
    Entry(source="https://example.org/", target="https://example.org/", comments=("link target",)),
    Entry(source="A\x1fB {fn1} and {fn1} again {keep1}.", target="{keep1} {fn1}\x1f."),
)
SENT = ExchangeCatalog(
    catalog=Catalog(entries=ENTRIES), article="articles/lake.md", sending="ru-anna-1", lang="ru", source_lang="en"
)
WRITERS = {"1.2": xliff.write_old, "2.0": xliff.write_new}

texts = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", blacklist_characters="\r"), min_size=1),
        st.sampled_from(["{fn1}", "{url2}", "{keep1}", "{x1}", "]]>", "&amp;", "<x/>"]),
    ),
    min_size=1,
).map("".join)


def same(entry: Entry) -> tuple[object, ...]:
    return entry.source, entry.target, entry.fuzzy, entry.context, find_reviewer(entry)


def unit(target: str, source: str = "a", more: str = "", attributes: str = "") -> str:
    """Return a unit of XLIFF 1.2."""
    return f"<trans-unit id='1' {attributes}><source>{source}</source>{target}{more}</trans-unit>"


def read_one(body: str, version: str = "1.2", attributes: str = "") -> ExchangeCatalog:
    if version == "1.2":
        text = (
            f'<xliff version="1.2" xmlns="{xliff.NAMESPACE_1}"><file original="a" source-language="en-US" '
            f'target-language="ru_RU" datatype="x" {attributes}><body>{body}</body></file></xliff>'
        )
    else:
        text = (
            f'<xliff version="2.1" xmlns="{xliff.NAMESPACE_2}" srcLang="en" trgLang="ru">'
            f'<file id="f">{body}</file></xliff>'
        )
    [found] = xliff.read(text.encode())
    return found


@pytest.mark.parametrize("version", WRITERS)
def test_what_is_written_is_read_back(version: str) -> None:
    data = WRITERS[version]([SENT])
    [found] = xliff.read(data)
    assert [same(entry) for entry in found.catalog.entries] == [same(entry) for entry in ENTRIES]
    assert (found.article, found.sending, found.lang, found.source_lang) == (
        "articles/lake.md",
        "ru-anna-1",
        "ru",
        "en",
    )
    assert found.catalog.entries[0].remarks == ("Which law?",)
    assert found.notices == ()
    assert WRITERS[version]([SENT]) == data


@pytest.mark.parametrize("version", WRITERS)
@given(st.lists(st.tuples(texts, st.one_of(st.just(""), texts.filter(str.strip)), st.booleans()), max_size=4))
def test_any_text_is_read_back(version: str, made: list[tuple[str, str, bool]]) -> None:
    entries = tuple(Entry(source=source, target=target, fuzzy=fuzzy and bool(target)) for source, target, fuzzy in made)
    item = ExchangeCatalog(catalog=Catalog(entries=entries), article="a", lang="ru", source_lang="en")
    [found] = xliff.read(WRITERS[version]([item]))
    assert [same(entry) for entry in found.catalog.entries] == [same(entry) for entry in entries]


@pytest.mark.parametrize(("version", "schema"), [("1.2", "xliff-core-1.2-strict.xsd"), ("2.0", "xliff-core-2.0.xsd")])
def test_what_is_written_is_valid_by_the_schemas(version: str, schema: str) -> None:
    if not (SCHEMAS / schema).exists():
        pytest.skip("the package php-symfony-translation, which has the schemas, is not installed")
    text = re.sub(r'schemaLocation="[^"]*xml\.xsd"', 'schemaLocation="xml.xsd"', (SCHEMAS / schema).read_text())
    rules = etree.XMLSchema(etree.fromstring(text.encode(), base_url=f"{SCHEMAS}/"))
    assert rules.validate(etree.fromstring(WRITERS[version]([SENT]))), rules.error_log


def test_placeholders_are_elements_that_programs_lock_and_link_targets_are_not_to_be_translated() -> None:
    old, new = xliff.write_old([SENT]).decode(), xliff.write_new([SENT]).decode()
    assert '<x id="fn1" ctype="x-fn" equiv-text="{fn1}"/>' in old
    assert '<ph id="fn1" equiv="{fn1}"' in new
    for text in (old, new):
        assert text.count('translate="no"') == 1
        assert "{url1}</" not in text


def test_several_articles_are_one_file() -> None:
    other = ExchangeCatalog(catalog=Catalog(entries=ENTRIES[:1]), article="articles/b.md", lang="ru", source_lang="hy")
    assert [item.article for item in xliff.read(xliff.write_old([SENT, other]))] == [
        "articles/lake.md",
        "articles/b.md",
    ]
    with pytest.raises(CatalogError, match="a file for each article"):
        xliff.write_new([SENT, other])


@pytest.mark.parametrize(
    ("state", "is_fuzzy"),
    [
        ("translated", False),
        ("final", False),
        ("needs-review-translation", True),
        ("needs-translation", True),
        ("new", True),
        (None, False),
    ],
)
def test_states(state: str | None, *, is_fuzzy: bool) -> None:
    said = f' state="{state}"' if state else ""
    found = read_one(unit(f"<target{said}>б</target>"))
    assert found.catalog.entries[0].fuzzy == is_fuzzy


def test_a_reviewed_text_has_the_name_of_the_last_person_to_work_on_it() -> None:
    phase = "<phase phase-name='p' process-name='r' contact-name='Boris' date='2026-12-01T10:00:00Z'/>"
    found = read_one(unit("<target state='final'>б</target>", more=phase))
    assert find_reviewer(found.catalog.entries[0]) == "Boris"
    assert found.catalog.field("Last-Translator") == "Boris"
    assert found.catalog.field("PO-Revision-Date") == "2026-12-01T10:00:00Z"


@pytest.mark.parametrize(
    "code",
    [
        '<x id="fn1"/>',
        '<ph id="fn1"/>',
        '<ph id="7">{fn1}</ph>',
        '<x id="3" equiv-text="{fn1}"/>',
        "{fn1}",
        "&#123;fn1&#125;",
        "<![CDATA[{fn1}]]>",
        '<g id="b"><x id="fn1"/></g>',
        '<mrk mtype="seg" mid="1"><x id="fn1"/></mrk>',
        '&lt;x id="fn1" ctype="x-fn" equiv-text="{fn1}"/&gt;',
    ],
)
def test_placeholders_come_back_in_many_forms(code: str) -> None:
    [entry] = read_one(unit(f"<target>Рос.{code}</target>", "Rose.<x id='fn1'/>")).catalog.entries
    assert (entry.source, entry.target) == ("Rose.{fn1}", "Рос.{fn1}")


def test_codes_of_a_program_are_left_out_and_told() -> None:
    found = read_one(unit("<target>б<bpt id='1'>&lt;b></bpt>в<ept id='1'>&lt;/b></ept></target>"))
    assert found.catalog.entries[0].target == "бв"
    assert [notice.partition(",")[0] for notice in found.notices] == ['<bpt id="1">', '<ept id="1">']


def test_lines_and_indentation_of_a_program_are_no_text() -> None:
    printed = unit("<target>\n      Роза\n      цветёт.\n    </target>").replace(
        "a</s", "\n      A rose\n      blooms.\n    </s"
    )
    [entry] = read_one(printed).catalog.entries
    assert (entry.source, entry.target) == ("A rose blooms.", "Роза цветёт.")
    printed = unit("<target>\n\t\tРоза\n\t\t<x id='fn1'/>\n\t\t цветёт.\n\t</target>")
    assert read_one(printed).catalog.entries[0].target == "Роза{fn1} цветёт."
    [entry] = read_one(unit("<target>Роза\nцветёт.</target>")).catalog.entries
    assert entry.target == "Роза\nцветёт."


def test_the_time_for_long_spaces_grows_with_their_length() -> None:
    assert grows_in_proportion(
        lambda count: read_one(unit(f"<target>\n  Роза{' ' * count}цветёт.\n</target>")), 4_000, 32_000
    )


def test_segments_that_a_program_made_are_joined_and_told() -> None:
    body = (
        '<unit id="1"><segment state="translated"><source>One. </source><target order="3">Два.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="translated"><source>Two.</source><target order="1">Раз.</target></segment></unit>'
    )
    found = read_one(body, "2.1")
    assert same(found.catalog.entries[0]) == ("One.  Two.", "Раз. Два.", False, None, None)
    assert found.notices == ("a text that was divided into segments was joined (line 1)",)


def test_a_text_of_which_a_part_is_translated_is_a_draft() -> None:
    first = "<segment><source>One.</source><target>Раз.</target></segment>"
    found = read_one(f"<unit id='1'>{first}<segment><source>Two.</source></segment></unit>", "2.1")
    assert found.catalog.entries[0].fuzzy
    assert any("not translated" in notice for notice in found.notices)


@pytest.mark.parametrize(("marks", "is_fuzzy"), [('<mrk mtype="seg" mid="1">Раз.</mrk>', True), ("Раз. Два.", False)])
def test_a_text_of_which_a_marked_segment_is_not_translated_is_a_draft(marks: str, *, is_fuzzy: bool) -> None:
    source = "".join(f'<mrk mtype="seg" mid="{number}">{text}</mrk>' for number, text in ((1, "One."), (2, "Two.")))
    found = read_one(unit(f"<target>{marks}</target>", more=f"<seg-source>{source}</seg-source>"))
    assert found.catalog.entries[0].fuzzy is is_fuzzy
    assert bool(found.notices) is is_fuzzy


@pytest.mark.parametrize("before", ["\n ", "\ufeff", ""])
@pytest.mark.parametrize("charset", ["utf-16", "UTF-16", "utf-8"])
def test_what_a_file_says_wrongly_of_its_charset_does_no_harm(before: str, charset: str) -> None:
    if (before, charset) == ("\ufeff", "utf-8"):
        before = ""
    head = f'{before}<?xml version="1.0" encoding="{charset}"?>'
    body = f'<xliff><file original="a.md"><body>{unit("<target>Река.</target>")}</body></file></xliff>'
    [found] = xliff.read(f"{head}{body}".encode())
    assert found.catalog.entries[0].target == "Река."


def test_words_of_trados_and_memoq_for_a_state() -> None:
    def trados(word: str) -> Entry:
        seg = f"<s:seg-defs xmlns:s='http://sdl.com/FileTypes/SdlXliff/1.0'><s:seg id='1' conf='{word}'/></s:seg-defs>"
        return read_one(unit("<target><mrk mtype='seg' mid='1'>б</mrk></target>", more=seg)).catalog.entries[0]

    def memoq(word: str) -> Entry:
        attributes = f"xmlns:mq='MQXliff' mq:status='{word}'"
        return read_one(unit("<target>б</target>", attributes=attributes)).catalog.entries[0]

    assert trados("Draft").fuzzy
    assert trados("Translated").is_translated
    assert find_reviewer(trados("ApprovedSignOff")) == "XLIFF"
    assert memoq("PartiallyEdited").fuzzy
    assert memoq("ManuallyConfirmed").is_translated


def test_notes_of_a_translator_are_remarks() -> None:
    notes = "<note>How much?</note><note from='developer'>c</note>"
    assert read_one(unit("<target>б</target>", more=notes)).catalog.entries[0].remarks == ("How much?",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<xliff>", "is not an XLIFF file, or is damaged"),
        (b"<tmx/>", "begins with <tmx>"),
        (b"<xliff version='1.2'/>", "has no file element"),
        (b"<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff><file><unit>&a;</unit></file></xliff>", "declares entities"),
        (b"<xliff>" + b"<a>" * 5000, "is damaged"),
        (b"", "is damaged"),
        (b"\xff\xfe\x00", "is damaged"),
    ],
)
def test_what_is_broken_or_hostile_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(CatalogError, match=said) as raised:
        xliff.read(data)
    assert len(str(raised.value)) < 250


def test_characters_that_are_none_are_left_out() -> None:
    body = "<unit id='1'><segment><source>a<cp hex='zz'/><cp hex='ffffff'/>b</source></segment></unit>"
    assert read_one(body, "2.1").catalog.entries[0].source == "ab"
