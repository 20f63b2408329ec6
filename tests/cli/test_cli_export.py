"""`targman export` as an editor calls it."""

import base64
import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

ARTICLE = """\
---
lang: en
title: The lake
author: A. Author
date: 2025-07-28
---
# The lake

It fell by 20 m.[^i] Then it rose.[^ii]

![The level](images/level.svg) ![Not ours](../../secret.svg)

[^i]: A report.

[^ii]: https://example.org/level
"""


def lake(workspace: MakeWorkspace, toml: str = 'lang = "en"\n') -> Workspace:
    place = workspace(toml)
    place.write("articles/lake.md", ARTICLE)
    place.write("articles/images/level.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    place.write("secret.svg", "<svg>secret</svg>")
    place.run("sync")
    return place


def test_a_page_of_each_edition_is_the_default(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    said = place.run("export").output
    assert "3 files written, 0 unchanged." in said
    page = place.text("exports/en/lake.html")
    assert "<title>The lake</title>" in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'hreflang="hy" href="../hy/lake.html"' in page
    assert "Published on 28 July 2025" in page
    assert base64.b64encode(b"<svg>secret").decode()[:12] not in page


def test_a_link_to_another_article_leads_to_its_page(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write(
        "articles/2024/lake.md", "---\nlang: en\n---\nSee [a](../river.md#fall), [b](https://example.org/c.md).\n"
    )
    place.write(
        "articles/river.md",
        "---\nlang: en\n---\nTo [it](2024/lake.md), not to [this](../../x.md).[^1]\n\n[^1]: [L](2024/lake.md)\n",
    )
    place.run("sync")
    place.run("export", "--format", "html", "--bilingual", "en,ru")
    for page in ("exports/en/2024/lake.html", "exports/en-ru/2024/lake.html"):
        assert 'href="../river.html#fall"' in place.text(page)
        assert 'href="https://example.org/c.md"' in place.text(page)
    assert place.text("exports/ru/river.html").count('href="2024/lake.html"') == 2
    assert 'href="../../x.md"' in place.text("exports/ru/river.html")


def test_a_page_that_another_article_has_is_not_written(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/lake.wordpress.md", ARTICLE)
    place.run("sync")
    result = place.run("export", "--format", "html", "--format", "wordpress", exit_code=1)
    assert result.stderr == (
        "error: articles/lake.wordpress.md: its page would have the name of one of articles/lake.md. Rename it.\n"
    )
    assert "wp:paragraph" in place.text("exports/en/lake.wordpress.html")


def test_files_whose_articles_are_gone_are_named_and_stay(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/stays.md", ARTICLE)
    place.run("sync")
    place.run("merge")
    place.run("export", "--format", "html", "--format", "wordpress", "--bilingual", "hy,en", "--notes", "csv")
    place.write("exports/en/own.pptx", "not ours")
    (place.root / "articles/lake.md").unlink()
    left = ["hy/lake.html", "en/lake.wordpress.json", "ru/lake.wordpress.html", "hy-en/lake.html", "notes/lake.csv"]
    for command in ("export", "status"):
        told = place.run(command).stdout
        assert all(f"exports/{path}" in told for path in left)
        assert "exports/en/own.pptx" not in told
        assert "exports/en/stays" not in told.partition("not there")[2]
    told = place.run("merge").stdout
    assert "are not there any more: editions/hy/lake.md, editions/en/lake.md" in told
    assert "targman merge --prune" in told
    assert "not there" not in place.run("export", "stays").stdout
    assert (place.root / "exports/hy/lake.html").exists()


def test_a_second_run_changes_nothing(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    formats = ("--format", "html", "--format", "txt", "--format", "wordpress", "--format", "wordpress-classic")
    place.run("export", *formats, "--bilingual", "en,ru", "--notes", "csv")
    before = place.snapshot()
    said = place.run("export", *formats, "--bilingual", "en,ru", "--notes", "csv").output
    assert "0 files written" in said
    assert place.snapshot() == before


def test_formats_languages_and_places_can_be_chosen(workspace: MakeWorkspace, tmp_path: Path) -> None:
    place = lake(workspace)
    place.run("export", "lake", "--format", "txt", "--lang", "ru", "--output", str(tmp_path / "out"))
    assert [path.name for path in (tmp_path / "out").rglob("*.*")] == ["lake.txt"]
    assert not (place.root / "exports").exists()


def test_several_pairs_of_languages_and_both_note_tables_in_one_run(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    pairs = ("--bilingual", "hy,en", "--bilingual", "ru,en", "--bilingual", "hy,en")
    assert "4 files written" in place.run("export", *pairs, "--notes", "csv", "--notes", "json").stdout
    for path in ("hy-en/lake.html", "ru-en/lake.html", "notes/lake.csv", "notes/lake.json"):
        assert (place.root / "exports" / path).exists()


def test_what_was_made_is_told_as_json(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    report = json.loads(place.run("export", "--lang", "en", "--report", "json").stdout)
    [made] = report["results"]
    assert made["path"] == "exports/en/lake.html"
    assert (made["format"], made["notes"], made["share"], made["written"]) == ("html", 2, 1.0, True)


def test_the_note_table_has_every_note_of_every_edition(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("export", "--notes", "csv", "--notes", "csv")
    [first, second] = csv.DictReader(io.StringIO(place.text("exports/notes/lake.csv").removeprefix("\ufeff")))
    assert "It fell by 20 m." in first["sentence.en"]
    assert {second[f"target.{lang}"] for lang in ("hy", "en", "ru")} == {"https://example.org/level"}


def test_an_edition_that_is_not_complete_enough_is_not_exported(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\ncomplete = 0.5\n')
    said = place.run("export", exit_code=1)
    assert "less than the 50% that an edition needs here" in said.output
    assert [path.parent.name for path in (place.root / "exports").rglob("*.html")] == ["en"]


def test_a_page_that_is_partly_translated_says_so(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("export", "--lang", "ru")
    assert "Некоторые места ещё не переведены и приводятся по-английски." in place.text("exports/ru/lake.html")


def test_pictures_that_are_not_in_a_file_are_told(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    said = place.run("export", "--lang", "en").output
    assert "exports/en/lake.html: pictures that are not in it: ../../secret.svg" in said


def test_a_house_may_have_words_of_its_own(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    place.write("locales/ru/LC_MESSAGES/targman.po", f'{head}msgid "Notes"\nmsgstr "Ссылки"\n')
    place.run("export", "--lang", "ru")
    assert '<h2 id="notes">Ссылки</h2>' in place.text("exports/ru/lake.html")
    place.write("locales/ru/LC_MESSAGES/targman.po", 'msgid "Notes\n')
    said = place.run("export", "--lang", "ru", exit_code=1).output
    assert "locales/ru/LC_MESSAGES/targman.po" in said


def test_notes_are_marked_and_ordered_as_the_settings_say(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\nnote_markers = "roman"\n')
    place.run("export", "--lang", "en")
    assert ">ii</a></sup>" in place.text("exports/en/lake.html")


@pytest.mark.parametrize("words", ["hy", "hy,hy", "hy,de", "hy,en,ru"])
def test_two_languages_make_a_bilingual_page(workspace: MakeWorkspace, words: str) -> None:
    place = lake(workspace)
    said = place.run("export", "--bilingual", words, exit_code=2)
    assert "error: " in said.output


def test_a_site_is_of_all_articles(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    said = place.run("export", "lake", "--site", "public", exit_code=2)
    assert "a site has all articles" in said.output


def test_an_article_that_cannot_be_read_does_not_keep_the_others_from_being_exported(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/broken.md", "---\nlang: [\n---\n")
    said = place.run("export", exit_code=1)
    assert "articles/broken.md" in said.output
    assert (place.root / "exports/en/lake.html").exists()


def test_a_site_has_a_page_of_each_article_in_each_language(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\nurl = "https://example.org"\npublisher = "Journal"\n')
    place.write("articles/other.md", "---\ntitle: Other\n---\n\nSee [the lake](lake.md).\n")
    place.run("sync")
    place.run("export", "--site", "public")
    pages = sorted(str(path.relative_to(place.root / "public")) for path in (place.root / "public").rglob("*.html"))
    assert {"index.html", "en/the-lake.html", "en/other.html", "hy/index.html", "ru/index.html"} <= set(pages)
    assert 'href="the-lake.html"' in place.text("public/en/other.html")
    assert "https://example.org/en/the-lake.html" in place.text("public/sitemap.xml")
    assert (place.root / "public/en/files/images/level.svg").is_file()


def test_a_site_loses_the_pages_of_articles_that_are_gone(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("export", "--site", "public")
    before = place.snapshot()
    place.run("export", "--site", "public")
    assert place.snapshot() == before
    place.write("articles/other.md", "---\ntitle: Other\n---\n\nText.\n")
    (place.root / "articles/lake.md").unlink()
    place.run("sync")
    said = place.run("export", "--site", "public").output
    assert "en/the-lake.html" in said
    assert not (place.root / "public/en/the-lake.html").exists()
    assert (place.root / "public/en/other.html").exists()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("files", [1, 2, 3, 6])
def test_a_site_that_was_broken_off_goes_on_and_its_pages_are_known(workspace: MakeWorkspace, files: int) -> None:
    place = lake(workspace)
    place.write("articles/other.md", "---\ntitle: Other\n---\n\nText.\n")
    place.run("sync")
    script = (
        "import os, sys\n"
        "opened = []\n"
        "def watch(event, values):\n"
        "    if event == 'open' and str(values[0]).endswith('.half') and 'public' in str(values[0]):\n"
        "        opened.append(1)\n"
        f"        len(opened) > {files} and os.kill(os.getpid(), 9)\n"
        "from pipeline.cli import main\n"
        "sys.addaudithook(watch)\n"
        "main(['export', '--site', 'public'])\n"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=place.root, check=False).returncode == -9
    (place.root / "articles/lake.md").unlink()
    place.write(f"public/.targman.999999999.{'0' * 16}.half", b"half a page")
    place.run("sync")
    place.run("export", "--site", "public")
    left = {path.name for path in (place.root / "public").rglob("*") if path.is_file()}
    assert "other.html" in left
    assert "the-lake.html" not in left
    assert not [name for name in left if name.endswith((".half", ".whole"))]


def test_a_folder_with_other_files_is_not_made_a_site(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    said = place.run("export", "--site", ".", exit_code=2)
    assert "has files in it that are not of a site" in said.output
    assert not (place.root / "index.html").exists()


@pytest.mark.parametrize(
    "options", [("--format", "docx"), ("--bilingual", "hy,en"), ("--notes", "csv"), ("--output", "out")]
)
def test_a_site_is_not_made_in_silence_where_something_else_was_asked_for(
    workspace: MakeWorkspace, options: tuple[str, str]
) -> None:
    place = lake(workspace)
    said = place.run("export", "--site", "public", *options, exit_code=2)
    assert "a site is made by itself" in said.output
    assert not (place.root / "public").exists()


def test_a_site_keeps_the_pages_of_articles_that_cannot_be_read_today(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/other.md", "---\ntitle: Other\n---\n\nText.\n")
    place.run("sync")
    place.run("export", "--site", "public")
    place.write("articles/other.md", "---\ntitle: [\n---\n\nText.\n")
    said = place.run("export", "--site", "public", exit_code=1).output
    assert "Nothing was deleted from the site" in said
    assert (place.root / "public/en/other.html").exists()
    (place.root / "articles/other.md").unlink()
    place.run("sync")
    place.run("export", "--site", "public")
    assert not (place.root / "public/en/other.html").exists()


def test_what_the_list_of_an_earlier_site_says_can_do_no_harm(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("export", "--site", "public")
    known = place.text("public/.targman-site")
    place.write("public/.targman-site", f"{known}.\nen\na\0b\n../targman.toml\n")
    place.run("export", "--site", "public")
    assert (place.root / "targman.toml").exists()
    assert place.text("public/.targman-site") == known


def test_a_picture_that_a_site_lacks_is_told_once(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/lake.md", "# The lake\n\n![No](images/no.png)\n")
    place.write("targman.toml", 'lang = "en"\nfuzzy = "use"\n')
    place.run("sync")
    place.run("translate", "--provider", "pseudo")
    said = place.run("export", "--site", "public", exit_code=1).output
    assert said.count("images/no.png") == 1


def test_pictures_of_raw_html_are_on_the_site_with_or_without_quotes(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/lake.md", "# The lake\n\nA <img src=images/level.svg> and <img src='images/level.svg'>.\n")
    place.run("sync")
    place.run("export", "--site", "public")
    assert place.text("public/en/the-lake.html").count('src="files/images/level.svg"') == 2
    assert (place.root / "public/en/files/images/level.svg").is_file()


def test_pictures_of_raw_html_are_in_the_page(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    text = "# The lake\n\n<figure><img src='images/level.svg'></figure>\n\nA <img src=images/no.png>.\n"
    place.write("articles/lake.md", text)
    place.run("sync")
    said = place.run("export", "--lang", "en").output
    assert 'src="data:image/svg+xml;base64,' in place.text("exports/en/lake.html")
    assert "pictures that are not in it: images/no.png" in said


@pytest.mark.parametrize("words", ["Сноска {number}", "Сноска {", "Сноска {0}", "Сноска {marker!r:>9999}"])
def test_words_of_a_house_that_cannot_be_filled_in_are_refused(workspace: MakeWorkspace, words: str) -> None:
    place = lake(workspace)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    place.write("locales/ru/LC_MESSAGES/targman.po", f'{head}msgid "Note {{marker}}"\nmsgstr "{words}"\n')
    said = place.run("export", "--lang", "ru", exit_code=1).output
    assert "locales/ru/LC_MESSAGES/targman.po" in said
    assert "brace" in said


def test_a_reference_document_that_is_none_is_named(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\nreference_docx = "house.docx"\n')
    place.write("house.docx", "not a Word file")
    said = place.run("export", "--format", "docx", "--lang", "en", exit_code=1).output
    assert "house.docx: is not a .docx file" in said


def test_what_is_nested_too_deep_says_where_it_is(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/lake.md", "# The lake\n\n" + ">" * 300 + " x\n")
    place.run("sync")
    assert "articles/lake.md: lists, quotes or emphasis" in place.run("export", exit_code=1).output


BAD_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><text>level</text></svg>'


def test_pictures_are_copied_without_what_could_run_and_the_source_stays(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/images/level.svg", BAD_PICTURE)
    said = place.run("merge").output
    assert said.count('images/level.svg: taken out of the copy: onload="steal()"') == 1
    place.run("export", "--site", "site")
    for path in ("editions/ru/images/level.svg", "site/en/files/images/level.svg"):
        assert place.text(path) == BAD_PICTURE.replace(' onload="steal()"', "")
    place.run("export")
    assert base64.b64encode(BAD_PICTURE.encode())[:90].decode() not in place.text("exports/en/lake.html")
    assert place.text("articles/images/level.svg") == BAD_PICTURE
    before = place.snapshot()
    place.run("merge")
    place.run("export")
    assert place.snapshot() == before


def test_a_picture_that_cannot_be_made_safe_is_not_copied(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/images/level.svg", "<svg onload='steal()'><g></svg>")
    assert "images/level.svg: left out, since it is not well-formed XML" in place.run("merge").output
    assert not (place.root / "editions/ru/images/level.svg").exists()
    page = place.run("export", "--lang", "en", "--report", "json").output
    assert json.loads(page)["results"][0]["cleaned"]
    assert "data:image" not in place.text("exports/en/lake.html")


def test_pictures_on_other_servers_are_links_and_are_named(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("articles/lake.md", ARTICLE + "\n![far](https://far.example/p.png)\n")
    said = place.run("export", "--format", "html", "--format", "wordpress").output
    assert "and 8 other files: pictures on other servers, which are not fetched: https://far.example/p.png" in said
    assert '<a href="https://far.example/p.png">far</a>' in place.text("exports/ru/lake.html")
    place.write("targman.toml", 'lang = "en"\nremote_pictures = "show"\n')
    place.run("export")
    assert '<img src="https://far.example/p.png"' in place.text("exports/ru/lake.html")


def test_people_have_their_names_from_the_glossary(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.write("locales/glossary.csv", "en,hy,ru\nA. Author | Anna,Ա. Հեղինակ,А. Автор\n")
    place.run("export")
    assert "Հեղինակ՝ Ա. Հեղինակ" in place.text("exports/hy/lake.html")
    assert "Автор: А. Автор" in place.text("exports/ru/lake.html")
    assert "By A. Author" in place.text("exports/en/lake.html")


def test_numbers_stay_beside_their_units_on_pages_and_not_in_editions(workspace: MakeWorkspace) -> None:
    place = lake(workspace)
    place.run("merge")
    place.run("export", "--format", "html", "--format", "txt")
    assert "20&nbsp;m" in place.text("exports/en/lake.html")
    assert "20 m" in place.text("exports/en/lake.txt")
    assert "20 m" in place.text("editions/en/lake.md")


def test_the_settings_say_which_english_a_word_file_is_in(workspace: MakeWorkspace) -> None:
    pytest.importorskip("pypandoc", reason="needs pandoc")
    place = lake(workspace, 'lang = "en"\ntags = { en = "en-US" }\n')
    place.run("export", "--format", "docx", "--lang", "en")
    with zipfile.ZipFile(place.root / "exports/en/lake.docx") as package:
        assert b'w:val="en-US"' in package.read("word/styles.xml")
    place.write("targman.toml", 'lang = "en"\ntags = { en = "ru" }\n')
    assert "tags.en is ru, which is another language" in place.run("export", exit_code=2).output
    place.write("targman.toml", 'lang = "en"\ntags = "en-US"\n')
    assert "tags has to be a table" in place.run("export", exit_code=2).output


def test_the_settings_say_which_english_a_page_is_in(workspace: MakeWorkspace) -> None:
    place = lake(workspace, 'lang = "en"\ntags = { en = "en-US" }\n')
    place.run("export", "--lang", "en,ru")
    assert '<html lang="en-US" dir="ltr">' in (page := place.text("exports/en/lake.html"))
    assert '"inLanguage": "en-US"' in page
    assert '<html lang="ru" dir="ltr">' in place.text("exports/ru/lake.html")
