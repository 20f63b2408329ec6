"""TMX: what is written is valid and is read back; what others wrote is understood; what is hostile is refused."""

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TmxError
from pipeline.memory import MemoryUnit
from pipeline.memory.tmx import TmxReader, read_tmx, write_tmx
from pipeline.xml import MAX_LENGTH

DTD = Path(__file__).with_name("tmx14.dtd")

UNITS = [
    MemoryUnit(
        texts={
            "en": "The [law]({url1}) calls it strategic.{fn1}",
            "hy": "[Օրենքը]({url1}) կոչում է այն ռազմավարական{fn1}։",
            "ru": "{fn1}[Закон]({url1}) & <b>так</b> его называет.",
        },
        lang="en",
        origin="articles/sevan",
        translators={"ru": 'Анна "А" <a>', "hy": "Նարե"},
    ),
    MemoryUnit(texts={"hy": "Ջուր։", "ru": "Вода.{br1}{img1}{keep1}"}),
]

LANGUAGES = ["hy", "en", "ru", "haw", "pt-PT", "zh-Hant", "sr-Latn", "ka"]
letters = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1)
texts = st.builds("".join, st.lists(st.one_of(letters, st.sampled_from(["{fn1}", "{url2}", "{br1}", "&amp;"])))).filter(
    str.strip
)
names = letters.filter(str.strip)
units = st.builds(
    lambda texts, lang, origin, people: MemoryUnit(
        texts=texts,
        lang=lang if lang in texts else "",
        origin=origin,
        translators={key: name for key, name in people.items() if key in texts},
    ),
    st.dictionaries(st.sampled_from(LANGUAGES), texts, min_size=2),
    st.sampled_from(["", *LANGUAGES]),
    st.one_of(st.just(""), names),
    st.dictionaries(st.sampled_from(LANGUAGES), names),
)


def read(text: str | bytes, name: str = "", languages: Sequence[str] = ("hy", "en", "ru")) -> list[MemoryUnit]:
    return list(read_tmx([text.encode() if isinstance(text, str) else text], name, languages))


def wrapped(body: str, header: str = 'srclang="en"') -> str:
    return f'<?xml version="1.0"?><tmx version="1.4"><header {header}/><body>{body}</body></tmx>'


def variant(lang: str, text: str) -> str:
    return f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'


def test_what_is_written_is_read_back() -> None:
    assert read("".join(write_tmx(UNITS, "en"))) == UNITS
    assert read("".join(write_tmx(UNITS, "ru"))) == UNITS


@given(st.lists(units, max_size=5))
def test_any_unit_is_read_back(made: list[MemoryUnit]) -> None:
    assert read("".join(write_tmx(made, "en"))) == made


@pytest.mark.parametrize("made", [UNITS, []])
def test_what_is_written_is_valid(made: list[MemoryUnit]) -> None:
    etree = pytest.importorskip("lxml.etree")
    document = etree.fromstring("".join(write_tmx(made, "en")).encode())
    rules = etree.DTD(str(DTD))
    assert rules.validate(document), rules.error_log


@given(st.lists(units, max_size=3))
def test_any_unit_is_valid(made: list[MemoryUnit]) -> None:
    etree = pytest.importorskip("lxml.etree")
    assert etree.DTD(str(DTD)).validate(etree.fromstring("".join(write_tmx(made, "en")).encode()))


def test_placeholders_are_plain_text_for_other_programs_drop_inline_elements() -> None:
    text = "".join(write_tmx(UNITS[:1], "en"))
    assert "<seg>The [law]({url1}) calls it strategic.{fn1}</seg>" in text
    assert "<ph" not in text


def test_placeholders_in_inline_elements_are_read() -> None:
    [unit] = read(wrapped("<tu>" + variant("en", 'Lake.<ph x="1">{fn1}</ph>') + variant("ru", "Озеро.{fn1}") + "</tu>"))
    assert unit.texts == {"en": "Lake.{fn1}", "ru": "Озеро.{fn1}"}


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("one<ph>&lt;br/></ph>two", "one two"),
        ("one<ph/><it pos='begin'>x</it>two", "one two"),
        ("one <ph/>two", "one two"),
        ("one<ph/>.", "one."),
        ("<ph/>one", "one"),
        ("ծով<ut>x</ut>ափ", "ծով ափ"),
    ],
)
def test_a_dropped_code_between_two_letters_is_a_space(text: str, read_as: str) -> None:
    [unit] = read(wrapped("<tu>" + variant("en", text) + variant("ru", "да") + "</tu>"))
    assert unit.texts["en"] == read_as


@pytest.mark.parametrize("code", ["eng", "EN", "en-GB", "en_US", "eng-US"])
@pytest.mark.parametrize("other", ["hye", "arm", "hy-Armn-AM"])
def test_languages_have_codes_of_two_and_of_three_letters(code: str, other: str) -> None:
    [unit] = read(
        wrapped("<tu>" + variant(code, "a") + variant(other, "ա") + variant("xxq", "b") + "</tu>", f'srclang="{code}"')
    )
    assert (unit.texts, unit.lang) == ({"en": "a", "hy": "ա"}, "en")


def test_signs_that_xml_does_not_know_cost_no_unit_and_are_told() -> None:
    body = "\n".join(
        "<tu>" + variant("en", text) + variant("ru", "да") + "</tu>"
        for text in ("a&#x1F;b", "c&#31;d\x0b", "e&nbsp;f", "g&unheard;h &amp; &lt;", "i&#xD800;j")
    )
    for encoding in ("utf-8", "utf-16"):
        reader = TmxReader("x.tmx")
        data = wrapped(body).encode(encoding)
        units = list(reader.read_all([data[place : place + 5] for place in range(0, len(data), 5)]))
        assert [unit.texts["en"] for unit in units] == ["ab", "cd", "e\u00a0f", "g&unheard;h & <", "ij"]
        assert [(item.sign, item.line, item.reading) for item in reader.repairs] == [
            ("&#x1F;", 1, ""),
            ("&#31;", 2, ""),
            ("U+000B", 2, ""),
            ("&nbsp;", 3, "\u00a0"),
            ("&unheard;", 4, "&unheard;"),
            ("&#xD800;", 5, ""),
        ]


def test_units_without_texts_in_two_languages_are_counted() -> None:
    reader = TmxReader("x.tmx")
    assert not list(reader.read_all([wrapped("<tu>" + variant("en", "a") + variant("x-none", "b") + "</tu>").encode()]))
    assert reader.left_out == 1


@pytest.mark.parametrize(
    ("ours", "codes", "expected"),
    [
        ("hy en ru", "de fr-FR", "de fr"),
        ("pt-BR en", "pt_BR EN-US", "pt-BR en"),
        ("pt-BR en", "pt en-GB", "pt-BR en"),
        # The nearer of two has our code, wherever it stands; the other one is not lost.
        ("pt-BR en", "pt-PT pt-BR", "pt-PT pt-BR"),
        ("en", "en-GB en-US", "en-GB en"),
        ("zh-Hans zh-Hant", "zh-TW zh-CN", "zh-Hant zh-Hans"),
        ("sr", "sr-Latn sr", "sr-Latn sr"),
        ("sr-Latn", "sr@latin sr", "sr-Latn sr"),
        ("haw hy", "haw hye", "haw hy"),
    ],
)
def test_codes_of_other_programs_are_those_of_the_workspace_or_stay(ours: str, codes: str, expected: str) -> None:
    one, other = codes.split()
    [unit] = read(wrapped("<tu>" + variant(one, "a") + variant(other, "b") + "</tu>"), languages=ours.split())
    assert unit.texts == dict(zip(expected.split(), "ab", strict=True))


def test_the_same_units_are_the_same_bytes() -> None:
    assert "".join(write_tmx(UNITS, "en")) == "".join(write_tmx(UNITS, "en"))
    assert "date" not in "".join(write_tmx(UNITS, "en"))


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    [unit] = read("".join(write_tmx([MemoryUnit(texts={"en": "a\x00\x0bb", "ru": "а\ud800б"})], "en")))
    assert unit.texts == {"en": "ab", "ru": "аб"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_tools_write(encoding: str) -> None:
    text = "".join(write_tmx(UNITS, "en")).replace('encoding="UTF-8"', "").encode(encoding)
    assert read(text) == UNITS
    assert list(read_tmx([text[place : place + 7] for place in range(0, len(text), 7)])) == UNITS


def test_a_file_of_another_program() -> None:
    body = (
        "<tu creationid='MARIAM'><note>n</note><prop type='x-domain'>lakes</prop>"
        + variant("EN-US", "The <bpt i='1'>&lt;b></bpt>lake<ept i='1'>&lt;/b></ept> fell.<ph>[1]</ph> <hi>Now</hi>.")
        + variant("ru_RU", "Озеро <ut>{\\b </ut>упало.<ph>a<sub>b</sub></ph>")
        + variant("fr", "Le lac")
        + "</tu><tu>"
        + variant("en", "Alone")
        + "</tu>"
    )
    [unit] = read(wrapped(body, 'srclang="en-GB"'), "old.tmx")
    assert unit.texts == {"en": "The lake fell. Now.", "ru": "Озеро упало.", "fr": "Le lac"}
    assert (unit.lang, unit.origin) == ("en", "old.tmx")
    assert unit.translators == {"ru": "MARIAM", "fr": "MARIAM"}


def test_the_language_attribute_of_older_versions() -> None:
    [unit] = read(wrapped("<tu><tuv lang='EN'><seg>a</seg></tuv><tuv lang='hy-AM'><seg>ա</seg></tuv></tu>"))
    assert unit.texts == {"en": "a", "hy": "ա"}


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE: dict[str, str | bytes] = {
    "billion laughs": f'<!DOCTYPE tmx [<!ENTITY a0 "ha">{BOMB}]>' + wrapped("&a11;")[21:],
    "an external entity": '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + wrapped("&x;")[21:],
    "a parameter entity": '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]>' + wrapped("")[21:],
    "no end of elements": wrapped("<hi>" * 100_000),
    "an endless text": wrapped("<tu>" + variant("en", "a" * (MAX_LENGTH + 1))),
    "an endless attribute": wrapped(f"<tu tuid='{'a' * 3 * MAX_LENGTH}'/>"),
    "an endless comment": wrapped(f"<!--{'a' * 3 * MAX_LENGTH}-->"),
    "something else": "<html><body/></html>",
    "cut off": "".join(write_tmx(UNITS, "en"))[:-20],
    "empty": "",
    "no XML": "msgid",
    "an unknown encoding": '<?xml version="1.0" encoding="x-none"?><tmx/>',
    "a broken letter": b"<tmx>\xff</tmx>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(TmxError) as raised:
        read(HOSTILE[name])
    assert len(str(raised.value)) < 200


def test_a_hundred_megabytes_need_little_memory() -> None:
    unit = ("<tu>" + variant("en", "a" * 5000) + variant("ru", "б" * 2500) + "</tu>").encode()
    start, end = wrapped("\n").encode().split(b"\n")

    def chunks() -> Iterator[bytes]:
        yield start
        for _ in range(100):
            yield unit * 100
        yield end

    tracemalloc.start()
    count = sum(1 for _ in read_tmx(chunks()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 10_000_000
