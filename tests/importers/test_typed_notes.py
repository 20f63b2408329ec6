"""Typed notes: what is one, by its place, its number and the references to it, and what is text."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from importer_texts import definitions, references

from pipeline.importers import ImportedArticle, office, pasted, web

FILL = "The pumps ran day and night for a generation, and nobody could tell any more what they had been built for."
RUSSIAN_FILL = "Насосы работали днём и ночью целое поколение, и никто уже не мог сказать, для чего их построили."


def read(text: str) -> ImportedArticle:
    return pasted.read(text.encode(), "pasted.txt")


def word(build: Callable[[Any], None]) -> ImportedArticle:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    build(document)
    target = io.BytesIO()
    document.save(target)
    return office.read(target.getvalue(), "paper.docx")


def raised(document: Any, text: str, number: str, rest: str) -> None:  # noqa: ANN401
    paragraph = document.add_paragraph(text)
    paragraph.add_run(number).font.superscript = True
    paragraph.add_run(rest)


DATES = [
    "4 марта 1962 года насосы остановили навсегда.", "4 March 1962 was the last day of the pumps.",
    "4 մարտի 1962 թվականին պոմպերը կանգնեցրին։", "4. März 1962 standen die Pumpen still.",
    "4 de marzo de 1962 se pararon las bombas.", "4 Mart 1962'de pompalar durdu.", "4 марта того же года всё стихло.",
    "4 березня 1962 року насоси зупинили.", "4 მარტს ტუმბოები გაჩერდა.", "4 mars 1962, les pompes s’arrêtent.",
    "4 km² of shore came back within a year.", "4 года спустя вода вернулась.", "4 years later the water came back.",
    "4 maaliskuuta 1962 pumput pysähtyivät.", "4 Μαρτίου 1962 οι αντλίες σταμάτησαν.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", DATES)
def test_a_paragraph_that_begins_with_a_date_or_a_measure_is_text(sentence: str) -> None:
    imported = read(f"The Pumps\n\nIt was decided elsewhere⁴ and late.\n\n{FILL}\n\n{sentence}\n\n{FILL}\n")
    assert not definitions(imported.body)
    assert sentence.replace("4. ", "4\\. ") in imported.body
    alone = read(f"The Pumps\n\nOne thing.¹ Another.² A third.³ The last.⁴\n\n{sentence}\n")
    assert not definitions(alone.body)


def test_the_numbers_of_versions_refer_to_no_notes_at_the_feet_of_pages() -> None:
    pages = [f"It runs v0.1.{digit} now.\n\n1. Kinds of pumps {digit}\n\n{FILL}" for digit in "02"]
    text = "\n\n".join(["The Pumps", *pages])
    body = read(text).body
    assert not definitions(body)
    assert "v0.1.0 now" in body


@pytest.mark.parametrize(
    "heading",
    ["Список использованных источников", "Перелік використаних джерел", "Գրականության ցանկ", "List of references"],
)
def test_the_headings_of_theses_stand_above_notes(heading: str) -> None:
    imported = read(f"The Pumps\n\n{FILL} [2] And so on [1].\n\n{heading}\n\n1. A law.\n\n2. A map.\n")
    assert definitions(imported.body) == {"1": "A law.", "2": "A map."}


def test_references_that_stand_side_by_side_are_all_references() -> None:
    notes = "[1] A law.\n[2] A map.\n[3] A plan.\n[4] A will.\n"
    imported = read(f"The Pumps\n\nThey ran [1][2][3], and then [2, 3][4] no more.\n\n{FILL}\n\nNotes\n\n{notes}")
    assert "ran[^1][^2][^3], and then[^2][^3][^4] no more" in imported.body

    def build(document: Any) -> None:  # noqa: ANN401
        for text in ("Ran [1][2].", "Notes", "[1] A.", "[2] B."):
            document.add_paragraph(text)

    assert "Ran[^1][^2]." in word(build).body


def test_lists_of_the_text_are_no_notes_where_it_cites_a_bibliography_by_number() -> None:
    cited = [f"Pumps were studied [{number}] for long." for number in range(1, 9)]
    lists = "1. To describe pumps.\n\n2. To compare them."
    text = "\n\n".join(["The Pumps", *cited[:3], lists, FILL, *cited, cited[0], cited[1], lists, FILL, FILL])
    imported = read(text)
    assert not definitions(imported.body)
    assert imported.body.count("To compare them.") == 2
    assert "[8]" in imported.dangling


def test_lines_of_code_that_begin_with_a_number_are_no_notes() -> None:
    code = "\n\n".join(f"let user1 = {name};\n\n1 ~ struct {name}\n\n{FILL}" for name in ("Pump", "Well"))
    assert not definitions(read(f"The Pumps\n\n{code}\n").body)


def test_real_notes_make_typed_ones_the_exception() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Насосы", 0)
        raised(document, "Об этом писали дважды", "2", " и не поверили.")
        document.add_paragraph(RUSSIAN_FILL)
        document.add_paragraph("2 сентября 1962 года станция в Гаваре замолчала.")
        document.add_paragraph("2 человека остались сторожить её.")
        document.add_paragraph(RUSSIAN_FILL)

    imported = word(build)
    assert not definitions(imported.body)
    assert "2 сентября 1962 года станция" in imported.body
    assert "дважды<sup>2</sup> и" in imported.body


def test_a_list_of_steps_amid_the_text_stays_and_is_told() -> None:
    text = f"The Pumps\n\nFirst.¹ Second.²\n\n{FILL}\n\n1. Open the gate.\n2. Close the gate.\n\n" + f"{FILL}\n\n" * 4
    imported = read(text)
    assert not definitions(imported.body)
    assert "1. Open the gate.\n2. Close the gate." in imported.body
    assert any("begins like a note amid the text" in remark for remark in imported.remarks)


def test_notes_that_are_marked_clearly_are_notes_amid_the_text_too_and_told() -> None:
    imported = read("The Pumps\n\nFirst.[1] Second.[2]\n\n[1] A law.\n[2] A map.\n\n" + f"{FILL}\n\n" * 4)
    assert definitions(imported.body) == {"1": "A law.", "2": "A map."}
    assert any("stood amid the text" in remark and "A law." in remark for remark in imported.remarks)


def test_numbered_points_are_no_notes() -> None:
    points = [
        "1.1. Настоящий регламент определяет порядок работы.", "1.2. Заявителями могут быть жители посёлка.",
        "1.3. Заявление подают лично.", "2.1. Место нахождения: ул. Ленина, 18.", "2.2. Сведения даются по телефону.",
        "2.3) Консультации бесплатны.", "4.1. Приём документов", "4.1.1. Документы принимают до обеда.",
        "4.2. Рассмотрение документов", "Претендент обязуется:", "1. Соблюдать условия.", "2. Подписать договор.",
    ]  # fmt: skip
    text = "\n\n".join([RUSSIAN_FILL, *points, RUSSIAN_FILL])
    imported = read(f"Регламент\n\n{text}\n")
    assert not definitions(imported.body)
    assert not references(imported.body)
    assert all(point.split(" ", 1)[1] in imported.body for point in points)
    assert not imported.remarks


def test_notes_need_a_reference_each_and_in_order() -> None:
    head = f"The Pumps\n\n{FILL}"
    assert not definitions(read(f"{head} One.² Two.¹\n\n1 A law.\n\n2 A map.\n").body)
    assert not definitions(read(f"{head} One.¹\n\n1 A law.\n\n2 A map.\n").body)
    assert len(definitions(read(f"{head} One.¹ Two.²\n\n1 A law.\n\n2 A map.\n").body)) == 2
    assert len(definitions(read(f"{head} One.¹\n\nNotes\n\n1 A law.\n\n2 A map.\n").body)) == 2


@pytest.mark.parametrize(
    "sentences",
    [
        "The pumps stood still.1 Nobody wept.2\n\nThe gate “held”3 until 1971.4\n",
        "Պոմպերը կանգնեցին։1 Ոչ ոք չլացեց2։\n\nԴարպասը «դիմացավ»3 մինչև 1971 թ.4\n",
        "Насосы встали1. Никто не плакал.2\n\nЗатвор «держался»3, как и в 1971 году4.\n",
        "The pumps of the G7 stood still.1 Nobody wept in 1961,2 not in 2010.\n\nB2 “held”3 with COVID-19.4\n",
    ],
)
@pytest.mark.parametrize("form", ["{}. ", "{} ", "[{}] ", "{}) "])
def test_digits_that_a_browser_glued_to_the_words_are_references(sentences: str, form: str) -> None:
    notes = "".join(f"{form.format(number)}Source {number}.\n" for number in range(1, 5))
    imported = read(f"The Pumps\n\n{FILL}\n\n{sentences}\nNotes\n\n{notes}")
    assert references(imported.body) == ["1", "2", "3", "4"]
    assert definitions(imported.body)["4"] == "Source 4."


def test_glued_digits_need_the_whole_list() -> None:
    text = f"The Pumps\n\n{FILL}\n\nThe pumps stood still.1 Nobody wept.3\n\n1. A law.\n2. A map.\n3. A plan.\n"
    imported = read(text)
    assert not definitions(imported.body)
    assert "still.1 Nobody wept.3" in imported.body


def test_the_number_of_a_version_refers_to_no_item_of_a_list() -> None:
    sentences = ("Before the pump there were 1.0.0-alpha.1 and 1.0.0-beta.", "Then came 1.2.0-rc.1, the last of them.")
    first, second = (f"{sentence}\n\n1. Never change a version.\n\n{FILL}\n\n" for sentence in sentences)
    imported = read(f"The Pumps\n\n{FILL}\n\n{first}{second}{FILL}\n")
    assert not definitions(imported.body)
    assert all(sentence in imported.body for sentence in sentences)


def test_an_address_below_a_note_belongs_to_it() -> None:
    lines = "[1] A law.\nhttps://example.org/law\n[2] A map.\n\nhttps://example.org/map\n"
    imported = read(f"The Pumps\n\nFirst.[1] Second.[2]\n\n{lines}")
    assert definitions(imported.body)["1"] == "A law. https://example.org/law"
    assert "[^2]: A map.\n\n    https://example.org/map\n" in imported.body


def test_the_square_of_a_unit_and_a_note_after_it_stay_apart() -> None:
    imported = read("The Pumps\n\nIt took 40 km²¹ of land.² And 12 м³³ more.\n\n¹ A law.\n\n² A map.\n\n³ A plan.\n")
    assert "40 km²[^1] of land.[^2] And 12 м³[^3] more" in imported.body
    article = "<article><h1>The Pumps</h1><p>It took 40 km<sup>2</sup><sup>3</sup> of land<sup>1</sup>.</p>"
    page = f"<html lang='en'><body>{article}<p>{FILL}</p><p>{FILL}</p></article></body></html>"
    pytest.importorskip("trafilatura")
    assert "km<sup>2</sup><sup>3</sup> of land<sup>1</sup>" in web.read(page.encode(), "page.html").body


def test_a_title_and_a_byline_keep_their_notes() -> None:
    imported = read(f"The Pumps [1]\n\nBy Ada Stone [2]\n\n{FILL}[3]\n\n[1] A talk.\n[2] A nurse.\n[3] A law.\n")
    assert imported.body.startswith(f"# The Pumps[^1]\n\nBy Ada Stone[^2]\n\n{FILL}[^3]\n")
    assert (imported.title, imported.author) == ("The Pumps", "Ada Stone")


@pytest.mark.parametrize("end", ["water. [2] [3]", "water.[2]", "water [2]", "water?³", "water.* **"])
def test_a_short_paragraph_that_ends_in_markers_is_no_heading(end: str) -> None:
    imported = read(f"The Pumps\n\nThey never moved the {end}\n\n{FILL}\n\n{FILL}\n")
    assert "## " not in imported.body


@pytest.mark.parametrize(
    ("title", "name"), [("The Pumps", "Ada Stone"), ("Насосы", "Ада Каменская"), ("Պոմպերը", "Ադա Քարյան")]
)
def test_a_name_alone_below_the_title_is_the_author(title: str, name: str) -> None:
    imported = read(f"{title}\n\n{name}\n\n{FILL}\n\nWhat came after\n\n{FILL}\n")
    assert imported.author == name
    assert f"## {name}" not in imported.body
    assert any(name in guess for guess in imported.guesses)
    headed = read(f"{title}\n\nWater Crisis\n\n{FILL}\n\nForeign Aid\n\n{FILL}\n")
    assert (headed.author, headed.body.count("## ")) == ("", 2)


@pytest.mark.parametrize("line", ["* * *", "***", "⁂", "— — —", "•••", "~ ~ ~"])
def test_signs_alone_part_scenes(line: str) -> None:
    assert f"{FILL}\n\n* * *\n\n{FILL}" in read(f"The Pumps\n\n{FILL}\n\n{line}\n\n{FILL}\n").body


def test_typed_letters_and_dashes_are_items() -> None:
    body = read(
        f"The Pumps\n\n{FILL}\n\na) the gate\nb) the dam\n\n{FILL}\n\n– one pump\n– another pump\n\n{FILL}\n"
    ).body
    assert "- a) the gate\n- b) the dam" in body
    assert "- one pump\n- another pump" in body
    assert "— Кто там?" in read(f"Насосы\n\n{RUSSIAN_FILL}\n\n— Кто там?\n\n— Никого.\n").body


def test_underlined_headings_and_ruled_tables_of_plain_text() -> None:
    text = (
        f"The Pumps\n=========\n\n{FILL}\n\nThe gate[1]\n-----------\n\n{FILL}\n\nSmaller\n~~~~~~~\n\n{FILL}\n\n"
        "Year   Level  Why\n-----  -----  ------\n1962   1905\n1971   1901   a law[2]\n\n[1] One.\n[2] Two.\n"
    )
    body = read(text).body
    assert "\n## The gate[^1]\n" in body
    assert "\n### Smaller\n" in body
    assert "| Year | Level | Why |\n| --- | --- | --- |\n| 1962 | 1905 |  |\n| 1971 | 1901 | a law[^2] |" in body


def test_raised_numbers_in_word_are_second_references() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("The Pumps", 0)
        raised(document, "One law", "1", " said so.")
        raised(document, "The same law", "1", " said no more about 5 km")
        document.add_heading("Notes", 1)
        document.add_paragraph("1. A law.")

    imported = word(build)
    assert references(imported.body) == ["1", "1"]
    assert definitions(imported.body) == {"1": "A law."}


def test_signs_of_printers_are_notes_as_stars_are() -> None:
    text = "The Mill\n\nIt burned twice* in a year. Nobody rebuilt it.† The stones† went away.‡\n\n{}\n"
    notes = "* In spring.\n\n† The ledger says so.\n\n‡ To the church."
    imported = read(text.format(notes))
    assert references(imported.body) == ["star1", "dagger1", "dagger1", "dagger2"]
    assert definitions(imported.body)["dagger2"] == "To the church."
    assert not definitions(read(text.format(FILL)).body)


def test_a_bracket_after_a_raised_number_goes_with_it() -> None:
    notes = "Примечания\n\n1) Со слов мельника.\n2) Письмо от 3 мая.\n"
    imported = read(
        f"Мельница\n\nОна горела дважды¹), и никто её не строил (как думали²).\n\n{RUSSIAN_FILL}\n\n{notes}"
    )
    assert "дважды[^1], и никто её не строил (как думали[^2])." in imported.body


def test_a_short_paragraph_that_ends_in_a_glued_number_is_no_heading() -> None:
    imported = read(
        "The Mill\n\nIt burned twice.1 Nobody rebuilt it.2\n\nThe stones went away in 1960.\n\n1. A.\n2. B.\n"
    )
    assert "\n\nIt burned twice.[^1] Nobody rebuilt it.[^2]\n\n" in imported.body


def test_items_that_a_note_announces_belong_to_it() -> None:
    notes = "[1] The ledger counts:\na) two mills;\nb) a barn;\nc) a well.\n\n[2] Page 3.\n"
    imported = read(f"The Mill\n\nIt burned [1] and stayed so.[2]\n\n{FILL}\n\n{notes}")
    assert imported.body.endswith(
        "[^1]: The ledger counts:\n\n    a) two mills;\n\n    b) a barn;\n\n    c) a well.\n\n[^2]: Page 3.\n"
    )
    last = read(f"The Mill\n\nIt burned.[1]\n\n{FILL}\n\n[1] The ledger counts:\n- two mills;\n- a barn.\n\n{FILL}\n")
    assert "[^1]: The ledger counts:\n\n    \\- two mills;\n\n    \\- a barn." in last.body


def test_notes_of_stars_on_the_title_and_the_byline() -> None:
    imported = read(
        f"Мельница*\n\nНуне Гаспарян**\n\n{RUSSIAN_FILL}\n\n* Глава из книги.\n\n** Автор живёт в Гаваре.\n"
    )
    assert (imported.title, imported.author) == ("Мельница", "Нуне Гаспарян")
    assert imported.body.startswith("# Мельница[^star1]\n\nНуне Гаспарян[^star2]\n\n")


def test_raised_numbers_after_words_without_a_note_are_told() -> None:
    assert read(f"The Mill\n\nIt burned twice.³ It covered 40 m² and x² more.\n\n{FILL}\n").dangling == ("³",)

    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("The Mill", 0)
        raised(document, "It burned twice", "7", " in a year.")
        document.add_paragraph(FILL)

    assert word(build).dangling == ("<sup>7</sup>",)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Text: N. Gasparian", "N. Gasparian"),
        ("Text and photos: Nune Gasparian", "Nune Gasparian"),
        ("Текст: Нуне Гаспарян, Лев Ким", "Нуне Гаспарян, Лев Ким"),
        ("Տեքստը՝ Նունե Գասպարյանի", "Նունե Գասպարյան"),
    ],
)
def test_who_wrote_the_text_by_other_words(line: str, author: str) -> None:
    imported = read(f"Ջրաղացը\n\n{line}\n\n{FILL}\n")
    assert (imported.author, line in imported.body) == (author, False)
    assert read("The Mill\n\nText messages from the mill went on for a year.\n\n" + FILL).author == ""


@pytest.mark.parametrize("line", ["A B C D", "A•B Mill", "I. II."])
def test_letters_and_signs_are_no_name(line: str) -> None:
    assert read(f"The Mill\n\n{line}\n\n{FILL}\n").author == ""
