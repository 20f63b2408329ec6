"""Pasted text: title, byline, headings, notes however they are marked, and the furniture of the page around it."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from importer_texts import ARMENIAN, ENGLISH, RUSSIAN, definitions, references, unaccounted

from pipeline.article.markdown import read_article
from pipeline.importers import ImportedArticle, pasted
from pipeline.importers.encodings import decode

SEED = Path(__file__).parents[3] / "shared" / "data" / "seed" / "pasted.txt"
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv".split()  # noqa: SIM905


def read(text: str) -> ImportedArticle:
    return pasted.read(text.encode(), "pasted.txt")


def headings(imported: ImportedArticle) -> list[str]:
    return re.findall(r"^## (.*)$", imported.body, re.MULTILINE)


@pytest.mark.skipif(not SEED.exists(), reason=f"the sample is not there: {SEED}")
def test_the_article_that_this_project_was_founded_on() -> None:
    text = SEED.read_text(encoding="utf-8")
    imported = read(text)
    assert references(imported.body) == ROMAN
    assert list(definitions(imported.body)) == ROMAN
    assert all(f"[{label}] {note}" in text for label, note in definitions(imported.body).items())
    assert headings(imported) == [
        "Preface",
        "The Crisis of Trust in Armenia–Russia Relations",
        "Maintaining Distance from Russia",
        "Conclusion",
    ]
    assert imported.title == text.splitlines()[0]
    assert (imported.author, imported.byline, imported.lang) == ("Narek Minasyan", "RCSP", "en")
    assert imported.spaced == ("x",)
    assert "side.[^x] Since January" in imported.body
    assert [item.text[:20] for item in imported.removed if item.what == "page furniture"] == [
        "You may also like",
        "2023 — 2025, All rig",
        "“Research Center on ",
        "All materials posted",
        "[email\xa0protected]",
        "+374 55 342 639",
        "Azatutyan 2A, 27A, Y",
    ]
    assert not unaccounted(text, imported)
    assert not imported.dangling
    assert not imported.remarks


def test_an_english_page() -> None:
    imported = read(ENGLISH)
    assert (imported.title, imported.author, imported.byline) == (
        "The Lake That Came Back",
        "Ani Petrosyan",
        "Water Institute",
    )
    assert (imported.date, imported.lang) == ("2025-07-14", "en")
    assert headings(imported) == ["Preface", "What was done"]
    assert references(imported.body) == ["i", "ii", "iii", "iv"]
    assert definitions(imported.body)["i"] == "https://example.org/lake_level_data"
    assert "today.[^iii] Since 2002" in imported.body
    assert imported.spaced == ("iii",)
    assert not unaccounted(ENGLISH, imported)


def test_an_armenian_page() -> None:
    imported = read(ARMENIAN)
    assert (imported.title, imported.author) == ("Լիճը, որ վերադարձավ", "Անի Պետրոսյան")
    assert (imported.date, imported.lang) == ("2025-07-14", "hy")
    assert headings(imported) == ["Ինչու է դա կարևոր", "Ի՞նչ արվեց"]
    assert references(imported.body) == ["1", "2", "3"]
    assert definitions(imported.body)["2"] == "Հանձնաժողովի զեկույց, 1961 թ., էջ 12։"
    assert "օրենք։[^3] Մակարդակը" in imported.body
    assert "1279 կմ² տարածք" in imported.body
    assert not unaccounted(ARMENIAN, imported)


def test_a_russian_page() -> None:
    imported = read(RUSSIAN)
    assert (imported.title, imported.author) == ("Озеро, которое вернулось", "Ани Петросян")
    assert (imported.date, imported.lang) == ("2025-07-14", "ru")
    assert headings(imported) == ["Почему это важно", "Что было сделано"]
    assert references(imported.body) == ["1", "2", "3"]
    assert definitions(imported.body)["3"] == "Закон от 15 мая 2001 г."
    assert "1279 км²" in imported.body
    assert not unaccounted(RUSSIAN, imported)


STYLES = {
    "square": ("[1]", "[2]", "[1] ", "[2] "),
    "roman": ("[i]", "[ii]", "[i] ", "[ii] "),
    "capital roman": ("[I]", "[II]", "[I] ", "[II] "),
    "letters": ("[a]", "[b]", "[a] ", "[b] "),
    "Armenian letters": ("[ա]", "[բ]", "[ա] ", "[բ] "),
    "round": ("(1)", "(2)", "(1) ", "(2) "),
    "superscripts": ("¹", "²", "¹ ", "²"),
    "superscripts and numbers": ("¹", "²", "1. ", "2. "),
    "brackets and numbers": ("[1]", "[2]", "1. ", "2. "),
    "brackets and bare numbers": ("[1]", "[2]", "1 ", "2 "),
    "stars": ("*", "**", "* ", "** "),
    "the same star twice": ("*", "*", "* ", "* "),
    "brackets with a colon": ("[1]", "[2]", "[1]: ", "[2]: "),
    "spelled out": ("[note 1]", "[note 2]", "[note 1] ", "[note 2] "),
}


@pytest.mark.parametrize("heading", ["", "Notes\n\n", "Ծանոթագրություններ\n\n", "Примечания:\n\n"])
@pytest.mark.parametrize("style", STYLES)
def test_every_way_to_mark_notes(style: str, heading: str) -> None:
    one, two, first, second = STYLES[style]
    text = (
        f"A title\n\nThe first sentence of the text{one}. The second one stands here.{two} And the text goes on.\n\n"
        f"Another paragraph without any note.\n\n{heading}{first}The first note.\n\n{second}The second note.\n"
    )
    imported = read(text)
    labels = references(imported.body)
    assert len(labels) == 2
    assert imported.body.index(f"text[^{labels[0]}].") < imported.body.index(f"here.[^{labels[1]}] And")
    assert definitions(imported.body) == {labels[0]: "The first note.", labels[1]: "The second note."}
    assert "Notes" not in imported.body
    assert not imported.dangling


def test_a_note_without_a_reference_and_a_reference_without_a_note_are_kept_and_told() -> None:
    text = "Title\n\nOne sentence.[1] Another sentence.[7]\n\nMore text.\n\n[1] The first.\n\n[2] The second.\n"
    imported = read(text)
    assert definitions(imported.body) == {"1": "The first.", "2": "The second."}
    assert references(imported.body) == ["1"]
    assert r"sentence.\[7\]" in imported.body
    assert imported.dangling == ("[7]",)


def test_brackets_that_are_no_notes_stay() -> None:
    text = (
        "Title\n\nHe said [sic] that (2) of them were in [Bush] land, at 5 km² or 10⁶ m³, f(x).\n\nThe end was near.\n"
    )
    imported = read(text)
    assert not references(imported.body)
    assert not imported.dangling
    assert not unaccounted(text, imported)


def test_several_notes_in_one_bracket() -> None:
    imported = read("Title\n\nThe text says so.[1, 2] And so.\n\n[1] One note.\n\n[2] Two notes.\n")
    assert "so.[^1][^2] And" in imported.body


def test_notes_counted_anew_after_every_section() -> None:
    part = (
        "Section {n}\n\nSome sentence here.[1] Another sentence.[2] {fill}\n\n[1] Note {n} one.\n[2] Note {n} two.\n\n"
    )
    fill = "It goes on for a while. " * 10
    text = "Title\n\n" + part.format(n="A", fill=fill) + (fill + "\n\n") * 3 + part.format(n="B", fill=fill)
    imported = read(text)
    assert references(imported.body) == ["1", "2", "1-2", "2-2"]
    assert definitions(imported.body) == {
        "1": "Note A one.",
        "2": "Note A two.",
        "1-2": "Note B one.",
        "2-2": "Note B two.",
    }


def test_a_note_of_two_paragraphs_before_another_one() -> None:
    imported = read("Title\n\nA sentence.[1] More.[2]\n\n[1] First.\n\nStill the first.\n\n[2] Second.\n")
    assert "[^1]: First.\n\n    Still the first.\n\n[^2]: Second." in imported.body


def test_a_comma_after_the_last_word_makes_no_name_of_it() -> None:
    imported = read("A title\n\nThe lake fell by two metres in a year and nobody knows why it did so.\n\nAnna,\n")
    assert imported.author == ""
    assert imported.body.endswith("Anna,\n")


def test_lines_that_a_program_broke_are_joined() -> None:
    text = (
        "Title\n\nThis paragraph was broken by a program that\nlikes its lines to be no wider than fifty or so\n"
        "letters, and so there are four of them in the\ntext.\n\nShort one.\n"
    )
    assert "broken by a program that likes its lines to be no wider" in read(text).body


def test_lists_tables_and_what_only_looks_so() -> None:
    text = (
        "Title\n\nThere are two:\n\n• one kind\n• another kind\n\nIn this order:\n1. the first\n2. the second\n\n"
        "Year\tLevel\n1949\t1915\n2001\t1896\n\n— Who is there? — he asked.\n\n— Nobody, — said she.\n"
    )
    body = read(text).body
    assert "- one kind\n- another kind" in body
    assert "1. the first\n2. the second" in body
    assert "| Year | Level |\n| --- | --- |\n| 1949 | 1915 |" in body
    assert "\n— Who is there? — he asked.\n" in body


LISTED = (
    "Title\n\nThe first sentence needs a note.[1] The second one needs another.[2]\n\n"
    "Two steps:\n1. a step of the text\n2. the next step of the text\n\nThe last sentence.\n\n"
)


@pytest.mark.parametrize(
    "notes",
    [
        "[1] What the first note says.\n[2] What the second note says.\n",
        "Notes\n\n1. What the first note says.\n2. What the second note says.\n",
    ],
    ids=["in brackets", "under a heading"],
)
def test_a_numbered_list_of_the_text_is_not_taken_for_its_notes(notes: str) -> None:
    body = read(LISTED + notes).body
    assert "1. a step of the text\n2. the next step of the text" in body
    assert definitions(body) == {"1": "What the first note says.", "2": "What the second note says."}


@pytest.mark.parametrize(
    "points",
    [
        "There are two ways to cross: (1) the ferry that goes at dawn, (2) the road around the southern shore.",
        "Travellers either (1) wait for the ferry, and (2) pay for it, or (3) walk along the southern shore.",
    ],
)
def test_the_points_of_a_sentence_do_not_refer_to_a_list(points: str) -> None:
    items = "(1) Bread and salt for two days.\n\n(2) A warm coat.\n\n(3) A map of the shore.\n"
    body = read(f"The ferry\n\n{points}\n\nTo be taken along are these three things.\n\n{items}").body
    assert points in body
    assert items in body
    noted = read(f"The ferry\n\nIt goes at dawn (1), and it is slow (2) and old (3).\n\nNobody knew.\n\n{items}").body
    assert len(definitions(noted)) == 3


def test_a_line_drawn_below_a_heading_is_no_text() -> None:
    imported = read(
        "Լճի մակարդակը\n=============\n\nԼիճն իջել է։[1]\n\nԻնչո՞ւ\n------\n\nՈչ ոք չգիտի։\n\n---\n\nՎերջ։\n\n"
        "Ծանոթագրություններ\n------------------\n\n[1] Օրենքը։\n"
    )
    assert imported.body == (
        "# Լճի մակարդակը\n\nԼիճն իջել է։[^1]\n\n## Ինչո՞ւ\n\nՈչ ոք չգիտի։\n\n* * *\n\nՎերջ։\n\n[^1]: Օրենքը։\n"
    )


def test_a_first_line_that_names_the_author_is_no_title() -> None:
    imported = read("Автор: Пётр Иванов\n\nОзеро Севан мелеет, и никто не знает, что делать.\n\nНикто.\n")
    assert (imported.title, imported.author) == ("", "Пётр Иванов")
    assert read("By the Lake\n\nThe lake lost a third of its water, and nobody knew.\n\nNobody.\n").title


SPECIAL = (
    "Title of *stars* & #hash\n\n# no heading, but a line with a hash and a stop.\n\n1986. That was the year.\n\n"
    "- a dash, a_b_c, _under_, 2 * 3 * 4, `code`, <b>tag</b>, &amp; [link](x), a|b, ~~gone~~, \\ slash.\n\n"
    "> quoted? See https://example.org/_x_/a*b and www.example.org/a_b (https://example.org/q_(z)).\n"
)


def test_nothing_in_a_text_turns_into_markup() -> None:
    from cmarkgfm import github_flavored_markdown_to_html  # type: ignore[import-untyped]  # noqa: PLC0415

    imported = read(SPECIAL)
    html = github_flavored_markdown_to_html(imported.body)
    assert set(re.findall(r"<(\w+)", html)) <= {"h1", "p", "a", "blockquote"}
    assert "<h1>Title of *stars* &amp; #hash</h1>" in html
    assert 'href="https://example.org/_x_/a*b"' in html
    assert not unaccounted(SPECIAL, imported)


def test_what_a_mail_quotes_is_a_quote() -> None:
    quoted = "> When does it go *then*, please? We have guests who\n> would like to see the island, and they wait.\n"
    quoted += ">\n> # 1\n>> Free.\n"
    body = read(
        f"The ferry\n\nIt will not go on Monday.\n\nAnna wrote:\n{quoted}\n> 50 % of them have a ticket.\n"
    ).body
    assert body.endswith(
        "Anna wrote:\n\n"
        "> When does it go \\*then\\*, please? We have guests who would like to see the island, and they wait.\n>\n"
        "> \\# 1\n>\n> > Free.\n\n\\> 50 % of them have a ticket.\n"
    )


def test_text_after_the_notes_is_kept_where_it_is_no_furniture() -> None:
    text = (
        "Title\n\nA sentence.[1] More.\n\n[1] A note.\n\nThe author teaches history in Gyumri.\n\nRelated posts\n\nX\n"
    )
    imported = read(text)
    assert "The author teaches history in Gyumri." in imported.body
    assert any("after the notes" in remark for remark in imported.remarks)
    assert [item.text for item in imported.removed] == ["Related posts", "X"]


def test_a_line_between_paragraphs_does_not_end_the_text() -> None:
    text = (
        "Title\n\nThe first paragraph of the story.\n\nRead also\n\nShareholders were not content with it.\n\n"
        "© A photographer\n\nThe story goes on here with a sentence of more than ten words.\n\n"
        "Read also\n\nAnother story\n"
    )
    imported = read(text)
    assert "The story goes on here" in imported.body
    assert "Shareholders were not content" in imported.body
    assert [item.text for item in imported.removed] == ["Read also", "Another story"]


@pytest.mark.parametrize(
    ("more", "heading"),
    [("Read also", "Notes"), ("Կարդացեք նաև", "Ծանոթագրություններ"), ("Читайте также", "Примечания")],
)
@pytest.mark.parametrize("mark", ["[{}]", "{}."])
@pytest.mark.parametrize("is_headed", [True, False])
def test_notes_below_links_to_other_texts_are_notes(more: str, heading: str, mark: str, is_headed: bool) -> None:  # noqa: FBT001
    headings = [heading] if is_headed else []
    notes = [f"{mark.format(1)} A report.", f"{mark.format(2)} A law."]
    blocks = ["Title", "One.[1]", "Two.", "Three.[2]", more, "Another story", *headings, *notes, more, "A third story"]
    imported = read("\n\n".join(blocks) + "\n")
    assert definitions(imported.body) == {"1": "A report.", "2": "A law."}
    furniture = [item.text for item in imported.removed if item.what == "page furniture"]
    assert furniture == [more, "Another story", more, "A third story"]


def test_what_stands_below_a_heading_of_notes_is_kept_if_nothing_refers_to_it() -> None:
    imported = read("Title\n\nOne.\n\nTwo.\n\nRead also\n\nA story\n\nSources\n\nA report, 1961.\n\nRelated\n\nX\n")
    assert "Sources\n\nA report, 1961." in imported.body
    assert [item.text for item in imported.removed] == ["Read also", "A story", "Related", "X"]


def test_a_note_whose_marker_stands_on_a_line_of_its_own() -> None:
    imported = read("Title\n\nA sentence.[1] Another.[2]\n\n[1]\nThe first note.\n[2]\nThe second note.\n")
    assert definitions(imported.body) == {"1": "The first note.", "2": "The second note."}


def test_a_marker_inside_a_word_is_told() -> None:
    imported = read("Title\n\nThe word[1]s of it are here.\n\n[1] A note.\n")
    assert "word[^1]s" in imported.body
    assert imported.remarks == ("the reference [^1] is in the middle of a word",)


def armscii(text: str) -> bytes:
    table = {decode(bytes([byte, 0xB3])).text[0] if byte > 0x7F else chr(byte): byte for byte in [*range(0x20, 0x7F)]}
    table |= {chr(0x531 + number): 0xB2 + 2 * number for number in range(38)}
    table |= {chr(0x561 + number): 0xB3 + 2 * number for number in range(38)}
    table |= {"։": 0xA3, "՝": 0xAA, "՞": 0xB1, "և": 0xA2, "\n": 10}
    return bytes(table[letter] for letter in text)


LEGACY = {
    "cp1251": RUSSIAN.split("\n\nЧитайте")[0].replace("¹", "[1]").replace("²", "[2]").replace("³", "[3]"),
    "koi8-r": "Озеро, которое вернулось\n\nЗа тридцать лет озеро потеряло треть своей воды. Никто этого не хотел.\n",
    "utf-16": RUSSIAN,
    "utf-8-sig": ARMENIAN,
}


@pytest.mark.parametrize("encoding", LEGACY)
def test_other_encodings(encoding: str) -> None:
    text = LEGACY[encoding]
    imported = pasted.read(text.encode(encoding), "old.txt")
    assert imported.body == read(text).body
    assert encoding.startswith("utf") or "check that the letters are right" in imported.guesses[0]


def test_armscii_8() -> None:
    text = "Լիճը վերադարձավ\n\nԼիճը երեսուն տարում կորցրեց իր ջրի մեկ երրորդը և ոչ ոք դա չէր ուզում։\n"
    imported = pasted.read(armscii(text), "old.txt")
    assert imported.body == read(text).body
    assert imported.guesses[0].startswith("read as ARMSCII-8")
    short = "Ջրաղաց մը, որ չկառուցվեց\n\nՋրաղացպանը մեկ անգամ պատմեց այդ մասին, և գյուղը հիշեց նրա խոսքերը։\n"
    assert pasted.read(armscii(short), "old.txt").body == read(short).body


def test_a_table_of_contents_goes_with_its_heading() -> None:
    body = "Мельница\n\nСодержание\n\nПожар ..... 2\nВода\t5\n\nПожар\n\n{0}\n\nВода\n\n{0}\n"
    imported = read(body.format("Мельница сгорела весной, и никто из тех, кто это видел, не хотел об этом говорить."))
    assert imported.body.startswith("# Мельница\n\n## Пожар\n\nМельница сгорела")
    assert [item.text for item in imported.removed] == ["Содержание", "Пожар ..... 2", "Вода\t5"]
    prices = "Prices\n\nOak\t12\nPine\t7\nAsh\t30\n\nThese were the prices of timber in the spring of that year.\n"
    assert "| Oak | 12 |" in read(prices).body


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Der Hund und die Katze sind im Haus, und das ist gut so, weil es regnet und kalt ist. Es war so.", ""),
        ("Това е български език и той не е руски, но прилича на него по буквите и по някои думи.", ""),
        ("Ok.", "en"),
        ("12 34", ""),
    ],
)
def test_a_language_that_is_none_of_ours_is_not_taken_for_one(text: str, lang: str) -> None:
    assert read(f"{text}\n\n{text}\n").lang == lang


MARKUP = "[1] [ii] (2) ¹ * _ ` <b> &lt; # 1. | https://a.example/b_c*d [ ] \\ . ։ ~~ > Notes ^[ [^1] + ="
BLANKS = ("- ", " ", " ", "\n", "\n\n", "\t", "\u00a0")
PIECES = st.sampled_from(["word", "Слово", "Բառ", *MARKUP.split(), *BLANKS])


@given(st.lists(PIECES, max_size=40).map("".join))
@example("https://a.example/b_c*d\\&lt;")
@example("https://a.example/b&lt;, www.a.example/&#60;!")
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_of_any_text_is_lost(text: str) -> None:
    imported = read(text)
    labels = {*references(imported.body), *definitions(imported.body)}
    assert not unaccounted(text, imported, labels | {label.partition("-")[0] for label in labels})
    article = read_article(f"---\nlang: en\n---\n\n{imported.body}")
    assert {note.label for note in article.notes} == set(definitions(imported.body))


def test_a_note_in_chinese_or_japanese_is_followed_by_no_space() -> None:
    imported = read(
        "第一章\n\n河水[1]流得很快。桥很高。[2]“是的。”他走了！[3]Tom来了。\n\n[1] 甲。\n[2] 乙。\n[3] 丙。\n"
    )
    assert "河水[^1]流得很快。桥很高。[^2]“是的。”他走了！[^3]Tom来了。" in imported.body
    assert imported.spaced == ()
