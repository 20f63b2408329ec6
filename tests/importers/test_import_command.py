"""`targman import` as an editor calls it: what it writes, what it reports, and that sync and check go on from there."""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Workspace
from importer_pages import PATTERNS, page
from importer_texts import ARMENIAN, ENGLISH, RUSSIAN

from pipeline.cli import main
from pipeline.installation import install_command

MakeWorkspace = Callable[..., Workspace]

ARTICLE = "articles/the-lake-that-came-back.md"
SEED = Path(__file__).parents[3] / "shared" / "data" / "seed" / "pasted.txt"


def synced(place: Workspace) -> None:
    """Bring the catalogs up to date and check them; neither may find anything."""
    place.run("sync")
    assert "nothing found" in place.run("check").output
    assert "0 catalogs written" in place.run("sync").output


def test_pasted_text_becomes_an_article_that_sync_takes(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    output = place.run("import", "lake.txt").stdout
    assert place.text(ARTICLE).startswith(
        "---\nlang: en\ntitle: The Lake That Came Back\nauthor: Ani Petrosyan\nbyline: Water Institute\n"
        "date: 2025-07-14\nsource: lake.txt\n---\n\n# The Lake That Came Back\n\n## Preface\n\nThe lake lost"
    )
    for line in (
        f"{ARTICLE} written, from lake.txt",
        "The Lake That Came Back – Ani Petrosyan (en)",
        "2 headings, 4 notes paired",
        "A missing space added after: [^iii]",
        "Guess: the author is the name below the text: “Ani Petrosyan”",
        "page furniture ×4, 18 words: “Home > Analysis > Water”, “You may also like”, “",
        "line about the text ×2, 6 words: “by Water Institute”, “14 July 2025”",
    ):
        assert line in output
    synced(place)


@pytest.mark.skipif(not SEED.exists(), reason=f"the sample is not there: {SEED}")
def test_the_article_that_this_project_was_founded_on(workspace: MakeWorkspace) -> None:
    place = workspace("")
    place.run("import", str(SEED))
    synced(place)
    assert len([path for path in place.root.rglob("*.po") if path.read_text(encoding="utf-8").count("{fn")]) == 3


def test_several_documents_in_three_languages(workspace: MakeWorkspace) -> None:
    place = workspace("")
    for name, text in {"en.txt": ENGLISH, "hy.txt": ARMENIAN, "ru.txt": RUSSIAN}.items():
        place.write(name, text)
    place.run("import", "en.txt", "hy.txt", "ru.txt")
    langs = {path.name: path.read_text(encoding="utf-8").splitlines()[1] for path in place.root.glob("articles/*.md")}
    assert langs == {
        "the-lake-that-came-back.md": "lang: en",
        "lichy-vor-veradardzav.md": "lang: hy",
        "ozero-kotoroe-vernulos.md": "lang: ru",
    }
    synced(place)


@pytest.mark.parametrize("name", PATTERNS)
def test_web_pages_with_all_kinds_of_notes(workspace: MakeWorkspace, name: str) -> None:
    pytest.importorskip("trafilatura")
    place = workspace("")
    place.write("railway.html", page(PATTERNS[name]))
    report = json.loads(place.run("import", "railway.html", "--format", "json").stdout)["results"][0]
    assert (report["paired"], report["unreferenced"], report["dangling"], report["headings"]) == (2, [], [], 1)
    assert "source: https://courier.example/railway" in place.text(report["article"]).replace('"', "")
    synced(place)


def test_word_with_pictures(workspace: MakeWorkspace) -> None:
    docx = pytest.importorskip("docx")
    from test_import_office import ONE_PIXEL  # noqa: PLC0415

    place = workspace()
    place.write("pixel.png", ONE_PIXEL)
    document = docx.Document()
    document.add_heading("Maps", 0)
    document.add_paragraph("There is a picture below this sentence.")
    document.add_picture(str(place.root / "pixel.png"))
    document.save(str(place.root / "maps.docx"))
    output = place.run("import", "maps.docx").stdout
    assert "1 picture" in output
    assert "![](images/maps/image1.png)" in place.text("articles/maps.md")
    assert (place.root / "articles/images/maps/image1.png").read_bytes() == ONE_PIXEL
    synced(place)


def test_markdown_keeps_its_text_and_gets_what_its_front_matter_lacks(workspace: MakeWorkspace) -> None:
    place = workspace("")
    body = "Some *text* with a note.[^1]\r\n\r\n[^1]: The note.\r\n"
    place.write("post.md", "---\r\ntitle: 'A: post'\r\ntags: [a]\r\n---\r\n" + body)
    place.run("import", "post.md", "--lang", "en")
    assert place.text("articles/a-post.md") == (
        "---\r\ntitle: 'A: post'\r\ntags: [a]\r\nlang: en\r\nsource: post.md\r\n---\r\n" + body
    )
    synced(place)


def test_nothing_is_overwritten_without_force(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    place.run("import", "lake.txt")
    assert f"{ARTICLE} unchanged" in place.run("import", "lake.txt").stdout
    place.write(ARTICLE, "---\nlang: en\n---\nMine.\n")
    result = place.run("import", "lake.txt", exit_code=1)
    assert result.stderr == (
        f"error: {ARTICLE}: is there already. Give the article another --slug, or overwrite it with --force.\n"
    )
    assert place.text(ARTICLE).endswith("Mine.\n")
    place.run("import", "lake.txt", "--slug", "water/other")
    assert "## Preface" in place.text("articles/water/other.md")
    place.run("import", "lake.txt", "--force")
    assert "## Preface" in place.text(ARTICLE)


def test_a_slug_that_another_folder_has_is_refused(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    place.run("import", "lake.txt", "--slug", "old/lake")
    result = place.run("import", "lake.txt", "--slug", "lake", exit_code=1)
    assert "the slug “lake” is taken by articles/old/lake.md" in result.stderr


@pytest.mark.parametrize("slug", ["../outside", "/etc/x", "Ալ", "a b", ".hidden"])
def test_a_slug_that_leads_elsewhere_is_refused(workspace: MakeWorkspace, slug: str) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    before = place.snapshot()
    assert "cannot be a slug" in place.run("import", "lake.txt", f"--slug={slug}", exit_code=2).stderr
    assert place.snapshot() == before


def test_a_dry_run_writes_nothing(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    before = place.snapshot()
    assert f"{ARTICLE} would be written" in place.run("import", "lake.txt", "--dry-run").stdout
    assert place.snapshot() == before


def test_standard_input(workspace: MakeWorkspace) -> None:
    place = workspace()
    result = CliRunner().invoke(main, ["import", "-"], input=ENGLISH.encode())
    assert result.exit_code == 0, result.output
    assert "source:" not in place.text(ARTICLE)
    assert "[^iv]: The law" in place.text(ARTICLE)


def test_the_good_documents_are_imported_past_the_bad_ones(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    result = place.run("import", "gone.txt", "https://example.org/page", "articles", "lake.txt", exit_code=1)
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == [
        "gone.txt",
        "https://example.org/page",
        "articles",
    ]
    assert "Open the page in a browser, save it" in result.stderr
    assert (place.root / ARTICLE).exists()


def test_the_report_as_json(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write(
        "a.txt", "A title\n\nOne sentence.[1] Another.[5]\n\nMore of it.\n\n[1] A note.\n\n[2] Alone.\n\nRelated\n"
    )
    report = json.loads(place.run("import", "a.txt", "--format", "json").stdout)
    [item] = report["results"]
    assert report["version"] == 1
    assert item["document"] == "a.txt"
    assert item["article"] == "articles/a-title.md"
    assert item["written"] is True
    assert (item["paired"], item["unreferenced"], item["dangling"]) == (1, ["2"], ["[5]"])
    assert item["removed"] == [{"what": "page furniture", "text": "Related", "place": ""}]
    place.run("sync")
    assert "nothing refers to the note [^2]" in place.run("check", exit_code=1).stdout


def test_a_language_that_cannot_be_told_is_asked_for(workspace: MakeWorkspace) -> None:
    place = workspace("")
    place.write(
        "a.txt", "Ein Titel\n\nDer Hund und die Katze sind im Haus, und das ist gut so, weil es draußen regnet.\n"
    )
    assert "Give its code" in place.run("import", "a.txt", exit_code=1).stderr
    place.run("import", "a.txt", "--lang", "en")
    assert place.text("articles/ein-titel.md").startswith("---\nlang: en\n")


def test_a_language_that_is_given_is_no_guess_and_a_doubt_about_it_is_told(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", RUSSIAN)
    assert "language" not in place.run("import", "lake.txt", "--lang", "ru", "--dry-run").stdout
    output = place.run("import", "lake.txt", "--lang", "hy", "--dry-run").stdout
    assert "Guess: the language is hy, as --lang says; by itself the text would be taken for ru" in output


def test_an_edition_of_ours_is_not_imported(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("edition.md", "---\nlang: ru\ntargman:\n  source: articles/x.md\n---\nText.\n")
    assert "Is this an edition?" in place.run("import", "edition.md", exit_code=1).stderr


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra had never been installed, and no pandoc either."""
    for name in ("lxml", "trafilatura", "pypandoc"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr("pipeline.pandoc.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")


@pytest.mark.usefixtures("without_office")
def test_text_and_markdown_need_no_extra(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("lake.txt", ENGLISH)
    place.write("post.md", "# A post\n\nIts text.\n")
    place.run("import", "lake.txt", "post.md")


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", ["page.html", "paper.docx"])
def test_the_rest_says_what_to_install(workspace: MakeWorkspace, name: str) -> None:
    place = workspace()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("word/document.xml", "<document/>")
    place.write(name, page(PATTERNS["Pandoc"]) if name == "page.html" else archive.getvalue())
    place.write("lake.txt", ENGLISH)
    result = place.run("import", name, "lake.txt", exit_code=1)
    assert f"error: {name}: " in result.stderr
    assert install_command("office") in result.stderr
    assert (place.root / ARTICLE).exists()


ADDRESSES = {
    "on a single computer or in a private network": [
        "file:///C:/Users/Ada/report%20(2).pdf", "http://localhost:8080/draft", "https://192.168.1.4/plan",
    ],
    "behind a link shortener or a redirect": [
        "https://bit.ly/3abcXYZ", "https://clck.ru/3FmP", "https://www.google.com/url?q=https%3A%2F%2Fexample.org",
    ],
    "with a name or a session of whoever copied them": [
        "https://example.org/report?PHPSESSID=8f1e", "https://ada:secret@example.org/x", "https://example.org/?user=ada",
        "https://example.org/a?ref=ada.petrosyan", "https://example.org/a?to=ada%40example.org",
        "https://example.org/users/petrosyan/report",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", ADDRESSES)
def test_addresses_that_no_reader_should_get_are_told(workspace: MakeWorkspace, kind: str) -> None:
    place = workspace()
    for address in ADDRESSES[kind]:
        place.write("a.md", f"---\nauthor: Ada Petrosyan\n---\n# A title\n\nA sentence.[^1]\n\n[^1]: See {address}.\n")
        output = place.run("import", "a.md", "--dry-run").stdout
        assert f"Note: addresses {kind}" in output, address
        assert address in output


def test_other_addresses_are_not_told(workspace: MakeWorkspace) -> None:
    place = workspace()
    harmless = (
        "https://example.org/authors/ada-petrosyan", "https://example.org/a?id=12&page=3", "https://example.org/sid/token",
        "https://bit.example.org/3abc", "https://example.org/search?q=lake", "https://hy.wikipedia.org/wiki/%D5%8D",
    )  # fmt: skip
    text = " ".join(f"<{address}>" for address in harmless)
    place.write("a.md", f"---\nauthor: Ada Petrosyan\n---\n# A title\n\nA sentence. {text}\n")
    assert "addresses" not in place.run("import", "a.md", "--dry-run").stdout


GARBLED = {
    "boxes": lambda text: text[:9] + "\ufffd\ufffd" + text[11:],
    "question marks": lambda text: text.encode("ascii", "replace").decode(),
    "read as Latin": lambda text: text.encode().decode("cp1252", "replace"),
    "read in another encoding of Cyrillic": lambda text: text.encode("koi8-r").decode("cp1251"),
}


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_text_that_was_garbled_before_is_told_with_its_place(
    workspace: MakeWorkspace, garble: Callable[[str], str]
) -> None:
    place = workspace("")
    lost = garble("Озеро вернулось, и люди вышли на берег.")
    place.write("lake.md", f"---\nlang: ru\n---\n\n# Озеро\n\nВода поднялась за лето.\n\n{lost}\n")
    [report] = json.loads(place.run("import", "lake.md", "--format", "json").stdout)["results"]
    [line] = [number for number, text in enumerate(place.text("articles/ozero.md").splitlines(), 1) if text == lost]
    [remark] = report["remarks"]
    assert remark.startswith(
        f"texts had lost their letters in another program; take them from an older copy: line {line} “"
    )


def test_questions_and_old_spellings_are_not_garbled(workspace: MakeWorkspace) -> None:
    place = workspace("")
    place.write("lake.md", "# Озеро\n\nКто?? Где?? Он молчал. — ??? Café Ñandú, «МосГорСуд».\n")
    [report] = json.loads(place.run("import", "lake.md", "--lang", "ru", "--format", "json").stdout)["results"]
    assert not report["remarks"]


def test_markdown_in_a_file_of_plain_text_is_read_as_markdown(workspace: MakeWorkspace) -> None:
    place = workspace("")
    text = "# The lake\n\nThe lake fell, and **nobody** had seen it coming.[^1]\n\n- Ice\n- Snow\n\n[^1]: A report.\n"
    place.write("lake.txt", text)
    [report] = json.loads(place.run("import", "lake.txt", "--format", "json").stdout)["results"]
    assert place.text("articles/the-lake.md").endswith(f"---\n\n{text}")
    assert report["paired"] == 1
    assert any("ends in .txt, but the content is Markdown" in remark for remark in report["remarks"])


@pytest.mark.parametrize(
    ("dialect", "titles"), [("hugo", ["Title: Озеро"]), ("jekyll", ["Title: Озеро", "title: Лёд"])]
)
def test_a_field_that_the_site_reads_already_is_not_added(
    workspace: MakeWorkspace, dialect: str, titles: list[str]
) -> None:
    place = workspace(f'dialects = ["{dialect}"]\n')
    place.write("lake.md", "---\nTitle: Озеро\n---\n\n# Лёд\n\nЛёд сошёл.\n")
    place.run("import", "lake.md", "--lang", "ru", "--slug", "lake")
    assert [line for line in place.text("articles/lake.md").splitlines() if line.lower().startswith("title")] == titles


def test_words_that_came_in_as_code_are_told(workspace: MakeWorkspace) -> None:
    place = workspace("")
    lines = "".join(
        f"   The lake fell by {number} meters that year,\n   and nobody knows why.\n\n" for number in range(20)
    )
    place.write("memo.html", f"<html lang=en><title>A memo</title><body><pre>{lines}</pre></body></html>")
    place.write("lake.html", f"<html lang=en><title>A lake</title><body><h1>A lake</h1><p>{lines}</p></body></html>")
    reports = json.loads(place.run("import", "memo.html", "lake.html", "--format", "json").stdout)["results"]
    assert [[remark.partition(" words are ")[2][:12] for remark in each["remarks"]] for each in reports] == [
        ["code or othe"],
        [],
    ]
