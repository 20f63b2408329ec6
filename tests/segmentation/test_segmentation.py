"""Sentence ends: the linguists' cases, what holds for any text, the filter as a process, and a scored corpus."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TargmanError
from pipeline.languages import load, use_folder
from pipeline.segmentation import find_sentence_ends
from pipeline.segmentation.rules import compile_rules, list_languages, load_rules

LANGUAGES = ("hy", "en", "ru", "fr", "ka", "uk", "fa")
WORD_LISTS = (
    "never_end",
    "end_unless_number",
    "end_before_starter",
    "end_after_number",
    "end_unless_time",
    "can_end",
)
GENERAL = ("de", "zh", "hi")
ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "segmentation"


def read_cases() -> dict[str, tuple[str, str]]:
    """The language and the text of each paragraph in cases/*.txt, by file and line."""
    return {
        f"{path.name}:{number}": (path.stem, line)
        if path.stem != "general"
        else (line.partition(": ")[0], line.partition(": ")[2])
        for path in sorted(Path(__file__).with_name("cases").glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line and not line.startswith("#")
    }


CASES = read_cases()


def marked(text: str, lang: str) -> str:
    """The text as the case files write it, with a mark at every sentence end but the last."""
    ends = find_sentence_ends(text, lang)
    pieces = [text[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    return re.sub(r"\| ", " | ", "|".join(pieces))


@pytest.mark.parametrize(("lang", "case"), CASES.values(), ids=CASES)
def test_case_of_a_linguist(lang: str, case: str) -> None:
    text = case.replace(" | ", " ").replace("|", "")
    assert marked(text, lang) == case


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_many_cases_for_each_language(lang: str) -> None:
    assert sum(known == lang for known, _ in CASES.values()) >= 20


PARTS = st.one_of(
    st.sampled_from(
        [
            *".․…։:!?«»“”\"'`()[]{}*_~-—–|\\<>&#§$№",
            *" \t\n\r\u00a0\u2028",
            *"ёЁйЙаАнՆսՍeExXİßǅ",
            *"\u0301\u0306\ufe0f\u200d\u00ad\ufeff\U0001f600\ud83d",
            *"0123¹²³",
            *["...", "[^iv]", "[^x]", "[3]", "[xvi]", "[1, 2]", "[…]", "](x)", "<sup>3</sup>", "</em>", "5 p.m."],
            *[
                "。",
                "！",
                "」",
                "「",
                "》",
                "。”",
                "。」",
                "字",
                "ა",
                "ა. ბ.",
                "؟",
                "।",
                "डॉ.",
                "\u2067",
                "\u2069",
                "Yahoo!",
                "bzw.",
            ],
            *["Mr.", "U.S.", "No.", "St.", "т. е.", "т. д.", "г.", "XX в.", "И. Е.", "թ.", "Նա", "Сам", "The", "it"],
        ],
    ),
    st.text(max_size=5),
)
TEXTS = st.lists(PARTS, max_size=60).map("".join)
LANGS = st.sampled_from([*LANGUAGES, *GENERAL])


@given(TEXTS, LANGS)
def test_ends_are_places_after_something_and_the_last_is_the_end_of_the_text(text: str, lang: str) -> None:
    ends = find_sentence_ends(text, lang)
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) and not text[end - 1].isspace() for end in ends)
    assert ends[-1:] == [len(text.rstrip())] * bool(text.strip())


@given(TEXTS, LANGS)
def test_every_sentence_has_something_in_it_and_all_together_are_the_text(text: str, lang: str) -> None:
    ends = find_sentence_ends(text, lang)
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    assert "".join(pieces) == text
    assert all(piece.strip() for piece in pieces[:-1])
    assert not pieces[-1].strip()


@given(TEXTS, LANGS)
def test_no_character_is_parted_from_what_combines_with_it(text: str, lang: str) -> None:
    for end in find_sentence_ends(text, lang)[:-1]:
        assert not re.match(r"[\u0300-\u036f\ufe00-\ufe0f\u200b-\u200f\u00ad\ufeff]", text[end:])


@given(
    st.lists(st.one_of(PARTS, st.sampled_from(["side.[^iv]", "side. [3] ", "[xvi].", "[i][ii]"])), max_size=40), LANGS
)
def test_no_note_marker_is_cut(parts: list[str], lang: str) -> None:
    text = "".join(parts)
    ends = set(find_sentence_ends(text, lang))
    for marker in re.finditer(r"\[\^?(?:\d{1,3}|[ivxlcdm]+)\]", text):
        assert ends.isdisjoint(range(marker.start() + 1, marker.end()))


@given(TEXTS, LANGS)
def test_the_same_text_gives_the_same_ends(text: str, lang: str) -> None:
    assert find_sentence_ends(text, lang) == find_sentence_ends(text, lang)


@given(st.sampled_from(list(CASES.values())), st.sampled_from(["\n", " \n", "\r\n", "\n   ", "\u00a0"]))
def test_a_line_break_counts_as_a_space(case: tuple[str, str], gap: str) -> None:
    lang, paragraph = case
    sentences = [sentence for part in paragraph.split(" | ") for sentence in (*part.split("|"), gap)][:-1]
    text = "".join(sentences)
    ends = find_sentence_ends(text, lang)
    assert [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)] == [
        sentence for sentence in sentences if sentence != gap
    ]


@pytest.mark.parametrize("lang", [*LANGUAGES, *GENERAL])
@pytest.mark.parametrize("text", ["", " ", "\n\t \u00a0"])
def test_blank_text_has_no_sentence(text: str, lang: str) -> None:
    assert find_sentence_ends(text, lang) == []


@pytest.mark.parametrize("lang", ["hy", "en", "ka", "zh", "de"])
@pytest.mark.parametrize(
    "part",
    [
        "(ა?) ბ",
        "“？” 说",
        "。」",
        "Yahoo! ",
        "bzw. ",
        "क. ",
        "5 p.m. ET ",
        ".",
        "։",
        ": ",
        "A. ",
        "[",
        ".](",
        ". [",
        "« ",
        ".\u00a0",
        "«А: ",
        "-. ",
        "1. ",
        "т. ",
        "n. Chr. ",
        "z. ",
    ],
)
def test_a_long_run_of_anything_is_read_to_its_end(part: str, lang: str) -> None:
    text = part * 20_000
    assert find_sentence_ends(text, lang)[-1] == len(text.rstrip())


@pytest.mark.parametrize("lang", ["xx", "", "HY", "../hy", "hy.toml"])
def test_an_unknown_language_is_named_with_the_known_ones(lang: str) -> None:
    with pytest.raises(TargmanError) as error:
        find_sentence_ends("Ein Satz. Noch einer.", lang)
    assert repr(lang) in str(error.value)
    assert "en, fa, fr, hy, hyw, ka, ru, uk" in str(error.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('ends = ["։"]', "ends must be marks"),
        ('never_end = "Mr."', "never_end must be a list"),
        ("never_end = [5]", "never_end must be a list"),
        ('abbreviations = ["Mr."]', "abbreviations is not known"),
        ('never_end = ["Mr."]\ncan_end = ["Mr"]', "Mr is both in never_end and in can_end"),
        ('dotted_numbers = "yes"', "dotted_numbers must be true or false"),
    ],
)
def test_a_mistake_in_a_language_file_is_explained(source: str, message: str) -> None:
    with pytest.raises(TargmanError, match=re.escape(message)):
        compile_rules(tomllib.loads(source), {})


def test_every_pack_that_ships_has_rules_of_its_own() -> None:
    assert set(list_languages()) >= set(LANGUAGES)
    assert all(load_rules(lang).starters for lang in LANGUAGES)


def test_a_pack_without_marks_adds_to_the_general_rules(tmp_path: Path) -> None:
    pack = tmp_path / "cy"
    pack.mkdir()
    (pack / "sentences.toml").write_text('can_end = ["Dr."]\nnever_end = ["Aeth."]\n', encoding="utf-8")
    use_folder(tmp_path)
    try:
        assert marked("Aeth. Ali at y Dr. Daeth ef. Aeth Prof. Jones.", "cy") == (
            "Aeth. Ali at y Dr. | Daeth ef. | Aeth Prof. Jones."
        )
    finally:
        use_folder(None)
    assert marked("Aeth. Ali at y Dr. Jones.", "cy") == "Aeth. | Ali at y Dr. Jones."


PARTED = """
never_end = ["i. d. R.", "o. Prof.", "Dipl. Ing.", "frei nach"]
can_end = ["u. Ä.", "Prof. em."]
"""


@pytest.mark.parametrize(
    "case",
    [
        "So war es i. d. R. Allein er wusste mehr. | Das war i.d.R. Unsinn.",
        "I. d. R. Weber, dann Jung.",
        "Da ging o. Prof. Weber mit Dipl. Ing. Jung. | Sie sprachen.",
        "Es gab Kraut u. Ä. | Danach gab es mehr.",
        "Sie traf den Prof. em. | Weber kam.",
        "Ein Gedicht (frei nach. Weber) und *i. d. R. Jung*.",
        "Er war o.\u00a0Prof. Weber.",
        "Das war ein Radio. | Prof. Weber kam.",
        "Er kam i. | Das war i. d. | Regel.",
    ],
)
def test_no_sentence_ends_inside_an_abbreviation_of_several_parts(tmp_path: Path, case: str) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "sentences.toml").write_text(PARTED, encoding="utf-8")
    use_folder(tmp_path)
    try:
        assert marked(case.replace(" | ", " "), "de") == case
    finally:
        use_folder(None)


@pytest.mark.parametrize("lang", [*LANGUAGES, "de", "es", "pl", "el"])
def test_all_listed_abbreviations_of_several_parts_stay_whole(lang: str) -> None:
    table = load(lang).table("sentences") or tomllib.loads(
        (ROOT / "pipeline" / "segmentation" / "general.toml").read_text(encoding="utf-8")
    )
    listed = [word for key in WORD_LISTS for word in table.get(key, ()) if re.search(r"\.[\s\w-]|\s", word)]
    for word in {
        *listed,
        *(word.replace(" ", "") for word in listed),
        *(re.sub(r"\.(?=\w)", ". ", word) for word in listed),
    }:
        text = f"Xyz xyzabc {word} Abc."
        assert not [end for end in find_sentence_ends(text, lang) if 11 < end < 11 + len(word)], text


@pytest.mark.parametrize(("form", "base"), [("pt-BR", "pt"), ("en-GB", "en"), ("zh-Hant", "zh"), ("fr-CA", "fr")])
def test_a_regional_form_has_the_rules_of_its_language(form: str, base: str) -> None:
    assert load_rules(form) == load_rules(base)


def ask(asked: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline.segmentation"]
    return subprocess.run(command, input=asked, capture_output=True, check=False, cwd=ROOT, timeout=60)


def test_the_filter_answers_line_by_line() -> None:
    texts = [("en", "One. Two.[^1]Three."), ("hy", "Մեկ։ Երկու: Երեք"), ("ru", "  "), ("ru", "В 1828 г. Персия.\nМир.")]
    asked = "".join(json.dumps({"lang": lang, "text": text}, ensure_ascii=False) + "\n" for lang, text in texts)
    answered = ask(asked.encode())
    assert answered.stderr == b""
    assert answered.returncode == 0
    assert [json.loads(line) for line in answered.stdout.splitlines()] == [
        {"ends": find_sentence_ends(text, lang)} for lang, text in texts
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        b"Hello",
        b"{",
        b"[1]",
        b'{"lang": "en"}',
        b'{"lang": "en", "text": 5}',
        b'{"lang": "xx", "text": "A."}',
        b"\xff\xfe{}",
        b"[" * 100_000,
    ],
)
def test_the_filter_stops_at_a_wrong_line(wrong: bytes) -> None:
    answered = ask(b'{"lang": "en", "text": "One."}\n' + wrong + b'\n{"lang": "en", "text": "Two."}\n')
    assert answered.returncode == 1
    assert answered.stdout == b'{"ends": [4]}\n'
    assert answered.stderr.startswith(b"line 2: ")
    assert answered.stderr.count(b"\n") == 1


def test_the_filter_imports_little() -> None:
    """A filter that is started for one sentence should not load the catalog, the command line or a network."""
    code = "import sys, pipeline.segmentation.__main__; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = set(subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True).stdout.split())
    assert loaded.isdisjoint(
        {"polib", "click", "rich", "babel", "pyromark", "tomllib", "argparse", "asyncio", "dataclasses"}
    )


def places(text: str, ends: list[int]) -> set[int]:
    """The ends inside the text, as counts of the characters before them that are no white space."""
    return {len("".join(text[:end].split())) for end in ends} - {0, len("".join(text.split()))}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ends_in_edited_prose_are_found(lang: str) -> None:
    path = CORPUS / f"{lang}.dev.jsonl"
    if not path.exists():
        pytest.skip("the corpus of paragraphs with known sentence ends is not beside this repository")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = wrong = 0
    for record in records:
        if record["prose"]:
            known, found = (
                places(record["text"], record["ends"]),
                places(record["text"], find_sentence_ends(record["text"], lang)),
            )
            right += len(known & found)
            wrong += len(known ^ found)
    assert 2 * right / (2 * right + wrong) >= 0.975
