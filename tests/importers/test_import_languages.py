"""Texts, pages and Word files in further languages: their language, title, author, date and notes are found."""

import io
import subprocess
from dataclasses import dataclass

import pytest
from importer_texts import definitions, references

from pipeline.importers import ImportedArticle, pasted
from pipeline.importers.boilerplate import is_notes_heading
from pipeline.importers.encodings import decode
from pipeline.pandoc import find_pandoc


@dataclass(frozen=True)
class Sample:
    """A text with a title, an author, a date, two notes and the last line of its page."""

    title: str
    byline: str
    author: str
    date: str
    text: str
    heading: str
    notes: tuple[str, str]
    last: str


SAMPLES = {
    "fr": Sample(
        title="Le lac qui est revenu",
        byline="Par Anne Durand",
        author="Anne Durand",
        date="lundi 14 juillet 2025",
        text="Le lac a perdu le tiers de son eau en dix ans[1]. Personne ne l’avait voulu, et personne n’y a pensé[2].",
        heading="Notes de bas de page",
        notes=("Rapport de la commission, 1961.", "La loi du 15 mai 2001."),
        last="Tous droits réservés",
    ),
    "ka": Sample(
        title="ტბა, რომელიც დაბრუნდა",
        byline="ავტორი: ანა დურანი",
        author="ანა დურანი",
        date="14 ივლისი, 2025",
        text="ტბამ ოცდაათ წელიწადში წყლის მესამედი დაკარგა[1]. ეს არავის უნდოდა და არავის შეუჩერებია[2].",
        heading="შენიშვნები",
        notes=("კომისიის ანგარიში, 1961.", "2001 წლის 15 მაისის კანონი."),
        last="ყველა უფლება დაცულია",
    ),
    "uk": Sample(
        title="Озеро, що повернулося",
        byline="Авторка: Анна Дуран",
        author="Анна Дуран",
        date="14 липня 2025 року",
        text="Озеро втратило третину своєї води за десять років[1]. Ніхто цього не хотів, і ніхто цього не зупинив[2].",
        heading="Виноски",
        notes=("Звіт комісії, 1961.", "Закон від 15 травня 2001 року."),
        last="Усі права захищено",
    ),
    "fa": Sample(
        title="دریاچه‌ای که بازگشت",
        byline="نویسنده: آنا دوران",
        author="آنا دوران",
        date="دوشنبه ۲۳ تیر ۱۴۰۴",
        text="دریاچه در سی سال یک‌سوم آب خود را از دست داد[۱]. هیچ‌کس آن را نمی‌خواست و هیچ‌کس جلوی آن را نگرفت[۲].",
        heading="پی‌نوشت‌ها",
        notes=("گزارش کمیسیون، ۱۳۴۰.", "قانون \u200f۱۵ مه ۲۰۰۱\u200f."),
        last="تمامی حقوق محفوظ است",
    ),
}
EACH = pytest.mark.parametrize("lang", SAMPLES)


def is_right(found: ImportedArticle, lang: str) -> None:
    sample = SAMPLES[lang]
    assert (found.lang, found.title, found.author, found.date) == (lang, sample.title, sample.author, "2025-07-14")
    assert references(found.body) == ["1", "2"]
    assert [text.replace("\\", "") for text in definitions(found.body).values()] == list(sample.notes)
    assert sample.text[: sample.text.index("[")] in found.body
    assert sample.last not in found.body
    assert not found.remarks


@EACH
def test_a_pasted_text(lang: str) -> None:
    it = SAMPLES[lang]
    first, second = ("۱", "۲") if lang == "fa" else ("1", "2")
    notes = f"[{first}] {it.notes[0]}\n\n[{second}] {it.notes[1]}"
    paragraphs = (it.title, f"{it.byline}\n{it.date}", it.text, f"{it.text[-40:-4]}.", it.heading, notes, it.last)
    text = "\n\n".join(paragraphs) + "\n"
    found = pasted.read(text.encode(), "text.txt")
    is_right(found, lang)
    assert it.heading in [removed.text for removed in found.removed]


@EACH
def test_a_web_page(lang: str) -> None:
    web = pytest.importorskip("pipeline.importers.web")
    pytest.importorskip("trafilatura")
    it = SAMPLES[lang]
    text = it.text
    for number, mark in enumerate(("[1]", "[2]") if lang != "fa" else ("[۱]", "[۲]"), 1):
        text = text.replace(mark, f'<sup><a href="#n{number}" id="r{number}">{mark}</a></sup>')
    notes = "".join(f'<li id="n{n}">{note} <a href="#r{n}">↑</a></li>' for n, note in enumerate(it.notes, 1))
    more = f"<p>{it.text[:60]} {it.text[-60:-4]}.</p>".replace("[1]", "").replace("[۱]", "")
    page = (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{it.title}</title></head><body><article><h1>{it.title}</h1>"
        f"<p>{it.byline}</p><p>{it.date}</p><p>{text}</p>{more}<h2>{it.heading}</h2><ol>{notes}</ol>"
        f"<p>{it.last}</p></article></body></html>"
    )
    is_right(web.read(page.encode(), "page.html"), lang)


@EACH
def test_a_word_file(lang: str) -> None:
    docx = pytest.importorskip("docx")
    program = find_pandoc()
    if not program:
        pytest.skip("needs pandoc")
    from pipeline.importers import office  # noqa: PLC0415  of an extra

    it = SAMPLES[lang]
    marked = it.text.replace("[۱]", "[1]").replace("[۲]", "[2]").replace("[1]", "[^1]").replace("[2]", "[^2]")
    rows = f"| {it.title} | {it.author} |\n|---|---|\n| 1 | 2 |"
    source = (
        f"{it.byline}\n\n{it.date}\n\n{marked}\n\n- {it.title}\n- {it.author}\n\n{rows}\n\n{it.text[-40:-4]}.\n\n"
        f"[^1]: {it.notes[0]}\n\n[^2]: {it.notes[1]}\n"
    )
    direction = ["-V", "dir=rtl"] if lang == "fa" else []
    meta = ["-M", f"title={it.title}", "-M", f"lang={lang}", *direction]
    made = subprocess.run(
        [program, "-f", "markdown", "-t", "docx", "-o", "-", *meta],
        input=source.encode(),
        capture_output=True,
        check=True,
    ).stdout
    document = docx.Document(io.BytesIO(made))
    for table in document.tables:
        table.table_direction = 1 if lang == "fa" else 0
    target = io.BytesIO()
    document.save(target)
    found = office.read(target.getvalue(), "file.docx")
    assert f"| {it.title}" in " ".join(found.body.split())
    is_right(found, lang)


@pytest.mark.parametrize(("lang", "encoding"), [("fr", "cp1252"), ("uk", "cp1251"), ("uk", "koi8-u"), ("fa", "cp1256")])
def test_older_encodings(lang: str, encoding: str) -> None:
    text = SAMPLES[lang].text.replace("\u200c", " ").translate(str.maketrans("یک۱۲", "يك12"))
    found = decode(text.encode(encoding))
    assert found.text == text
    assert found.guess


@pytest.mark.parametrize(
    ("declared", "languages", "lang"),
    [
        ("pt-BR", (), "pt-BR"),
        ("pt_BR", ("en", "pt"), "pt"),
        ("pt", ("en", "pt-BR"), "pt-BR"),
        ("sr-Latn", (), "sr-Latn"),
        ("", ("pt-BR",), "pt-BR"),
        ("", ("en", "hy"), ""),
        ("en-GB", ("hy", "en"), "en"),
    ],
)
def test_a_page_keeps_the_tag_of_its_language(declared: str, languages: tuple[str, ...], lang: str) -> None:
    web = pytest.importorskip("pipeline.importers.web")
    pytest.importorskip("trafilatura")
    text = "O lago perdeu um terço da sua água em trinta anos, e ninguém o impediu. Não foi uma surpresa para todos."
    serbian = (
        "Jezero je izgubilo trećinu svoje vode za trideset godina, i niko to nije sprečio. To nije bilo iznenađenje."
    )
    english = (
        "The lake lost a third of its water in thirty years, and nobody stopped it. It was not a surprise to anybody."
    )
    body = {"sr": serbian, "en": english}.get(declared[:2], text)
    page = f'<html lang="{declared}"><body><h1>Lago</h1><p>{body}</p><p>{body}</p></body></html>'
    assert web.read(page.encode(), "page.html", languages).lang == lang


def test_a_language_that_is_not_known_is_named_where_it_can_be() -> None:
    text = "Der See hat in dreißig Jahren ein Drittel seines Wassers verloren, und niemand hat das gewollt."
    found = pasted.read(f"Titel\n\n{text}\n".encode(), "text.txt")
    assert found.lang == ""
    assert "looks like German (de)" in found.doubts[0]
    assert pasted.read(f"Titel\n\n{text}\n".encode(), "text.txt", ("de", "en")).lang == "de"


@pytest.mark.parametrize("heading", ["پانوشت‌ها", "پانوشت", "پانویس‌ها", "یادداشت‌ها"])
def test_what_persian_calls_notes(heading: str) -> None:
    assert is_notes_heading(heading)
