"""Web pages: the notes of every program paired, the text kept, the furniture listed."""

import base64
from collections import Counter
from pathlib import Path

import pytest
from importer_pages import FIRST, PARAGRAPHS, PATTERNS, SECOND, page
from importer_texts import definitions, references, unaccounted, words

from pipeline.importers import ImportedArticle, RemovedKind

web = pytest.importorskip("pipeline.importers.web")
pytest.importorskip("trafilatura", reason="the extra “office” is not installed")

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def read(text: str | bytes, name: str = "page.html") -> ImportedArticle:
    imported = web.read(text if isinstance(text, bytes) else text.encode(), name)
    assert isinstance(imported, ImportedArticle)
    return imported


def simple(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_of_notes_in_the_wild(name: str) -> None:
    pattern = PATTERNS[name]
    imported = read(page(pattern))
    one, two = pattern.labels
    assert references(imported.body)[:2] == [one, two]
    assert f"first surveys were made[^{one}]. Its engineers" in imported.body
    assert f"distances in hours[^{two}] " in imported.body
    notes = definitions(imported.body)
    assert list(notes) == [one, two]
    assert notes[one] == FIRST
    assert words(notes[two]) == words(SECOND)
    assert not imported.dangling


@pytest.mark.parametrize("name", PATTERNS)
def test_words_in_are_words_out(name: str) -> None:
    imported = read(page(PATTERNS[name]))
    text = " ".join(PARAGRAPHS).format(one=" ", two=" ")
    assert not unaccounted(text, imported)
    assert not imported.remarks
    for furniture in ("News About", "Share on Facebook", "Another story about ships", "We use cookies"):
        assert any(furniture in item.text for item in imported.removed)
        assert furniture not in imported.body
    assert "nothing to read" not in imported.body


@pytest.mark.parametrize(
    ("more", "heading"),
    [("Read also", "Notes"), ("Կարդացեք նաև", "Ծանոթագրություններ"), ("Читайте также", "Примечания")],
)
@pytest.mark.parametrize(
    ("reference", "notes"),
    [
        ("[{}]", "<h2>{}</h2><p>[1] A report of 1961.</p><p>[2] A law.</p>"),
        ("[{}]", "<p>[1] A report of 1961.</p><p>[2] A law.</p>"),
        ("[{}]", "<h2>{}</h2><p>1. A report of 1961.</p><p>2. A law.</p>"),
        ("<sup>{}</sup>", "<h2>{}</h2><p>1. A report of 1961.</p><p>2. A law.</p>"),
        ("<sup>{}</sup>", "<h2>{}</h2><div><p>1 A report of 1961.</p><p>2 A law.</p></div>"),
    ],
)
def test_notes_below_links_to_other_texts_are_notes(more: str, heading: str, reference: str, notes: str) -> None:
    one, two = (reference.format(number) for number in (1, 2))
    text = "".join(f"<p>{PARAGRAPHS[0].format(one=mark)}</p>" for mark in (one, "", two, ""))
    page_text = (
        f"<h1>Title</h1>{text}<p>{more}</p><p>A story</p>{notes.format(heading)}<p>{more}</p><p>A third story</p>"
    )
    imported = read(simple(f"<article>{page_text}</article>"))
    assert definitions(imported.body) == {"1": "A report of 1961.", "2": "A law."}
    assert "story" not in imported.body
    assert not imported.dangling


def test_what_a_page_says_about_itself() -> None:
    imported = read(page(PATTERNS["Pandoc"]))
    assert (imported.title, imported.author) == ("The Railway to the Harbour", "Ada Stone")
    assert (imported.date, imported.lang) == ("2024-03-05", "en")
    assert imported.source == "https://courier.example/railway"
    assert imported.body.startswith("# The Railway to the Harbour\n\nThe railway that")
    assert "## What is left" in imported.body


def test_several_references_to_one_note() -> None:
    body = read(page(PATTERNS["MediaWiki"])).body
    assert references(body) == ["1", "2", "1"]
    assert "hours[^2] again[^1] rather" in body


def test_a_note_of_several_paragraphs() -> None:
    body = read(page(PATTERNS["Word endnotes"])).body
    assert "    More of it." in body


def test_a_note_without_a_reference_and_a_reference_without_a_note() -> None:
    text = page(PATTERNS["Pandoc"])
    text = text.replace("Nobody has written", 'Nobody<sup><a href="#fn9">9</a></sup> has written')
    text = text.replace("</ol></section>", '<li id="fn3"><p>Alone.<a href="#fnref3">↩︎</a></p></li></ol></section>')
    imported = read(text)
    assert definitions(imported.body)["3"] == "Alone."
    assert imported.dangling == ("9",)
    assert "Nobody<sup>9</sup> has written" in imported.body


def test_contents_that_lead_to_headings_are_no_notes() -> None:
    text = simple(
        '<p><a id="t1" href="#s1">1</a> <a id="t2" href="#s2">2</a></p><h2 id="s1"><a href="#t1">1</a> One</h2>'
        '<p>Some text here.</p><h2 id="s2"><a href="#t2">2</a> Two</h2><p>And some more.</p>'
    )
    imported = read(text)
    assert not references(imported.body)
    assert imported.body.count("## ") == 2


def test_the_number_of_comments_leads_to_no_note() -> None:
    text = "<p>The lake lost a third of its water, and nobody stopped the pumps for forty years.</p>" * 3
    comments = "<div id='comments'><h4>6 comments on “The Lake”</h4><p>Fine words, and a fine lake it was.</p></div>"
    imported = read(simple(f"<article><h1>The Lake</h1>{text}<p><a href='#comments'>6</a></p></article>{comments}"))
    assert not definitions(imported.body)
    assert "[^" not in imported.body
    assert imported.body.count("nobody stopped") == 3


def test_tables_lists_quotes_and_code() -> None:
    text = simple(
        "<h1>T</h1><p>Before <b>bold</b>, <i>slanted</i>, H<sub>2</sub>O, "
        "<a href='https://example.org/a_b'>a link</a>.</p>"
        "<table><caption>Levels</caption><tr><th>Year</th><th>Metres</th></tr>"
        "<tr><td rowspan=2>1949</td><td>1915</td></tr>"
        "<tr><td>a<br>b<ul><li>c</li></ul></td></tr></table>"
        "<blockquote><p>Quoted.</p><footer>Somebody</footer></blockquote>"
        "<ol><li>one<ul><li>inside</li></ul></li><li>two</li></ol><pre>x = [1]\ny</pre>"
        "<dl><dt>Term</dt><dd>Its meaning</dd>"
        "</dl><div>loose <div>boxes</div> of text</div>"
    )
    body = read(text).body
    assert "Before **bold**, *slanted*, H<sub>2</sub>O, [a link](https://example.org/a_b)." in body
    assert "Levels\n\n| Year | Metres" in body
    assert "a<br>b<br>• c" in body
    assert "> Quoted.\n>\n> Somebody" in body
    assert "- inside" in body
    assert "x = [1]" in body
    assert "**Term**\n\nIts meaning" in body
    assert "loose\n\nboxes\n\nof text" in body


@pytest.mark.parametrize(
    "rows",
    ["{}{}{}", "<caption>Levels</caption>{}{}{}", "<tbody>{}{}{}</tbody>", "<thead>{}{}</thead><tbody>{}</tbody>"],
)
def test_a_head_of_several_rows_keeps_its_columns(rows: str) -> None:
    rows = rows.format(
        "<tr><th rowspan=2>Year</th><th colspan=2>Metres</th></tr>",
        "<tr><th>least</th><th>most</th></tr>",
        "<tr><td>1949</td><td>1</td><td>2</td></tr>",
    )
    body = read(simple(f"<h1>T</h1><p>Before.</p><table>{rows}</table>")).body
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in body.splitlines() if line.startswith("|")]
    assert [cells[0], *cells[2:]] == [["Year", "Metres", ""], ["", "least", "most"], ["1949", "1", "2"]]


def test_pictures_in_the_page_and_beside_it(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "map.png").write_bytes(ONE_PIXEL)
    (tmp_path / "page_files" / "secret.png").write_text("no picture", encoding="utf-8")
    (tmp_path.parent / "outside.png").write_bytes(ONE_PIXEL)
    inline = base64.b64encode(ONE_PIXEL).decode()
    text = simple(
        "<h1>T</h1><p>Some words of a text that has pictures in it.</p>"
        "<figure><img src='page_files/map.png' alt='A map'>"
        f"<figcaption>The lake</figcaption></figure><p><img src='data:image/png;base64,{inline}'></p>"
        "<p><img src='https://example.org/far.jpg' alt='Far'><img src='page_files/gone.png' alt='Gone'>"
        "<img src='page_files/secret.png' alt='Secret'><img src='../outside.png' alt='Outside'></p>"
    )
    imported = read(text, str(tmp_path / "page.html"))
    assert [(picture.name, picture.data) for picture in imported.pictures] == [
        ("image1.png", ONE_PIXEL),
        ("image2.png", ONE_PIXEL),
    ]
    assert "![A map](image1.png)" in imported.body
    assert "The lake" in imported.body
    assert "![Far](https://example.org/far.jpg)" in imported.body
    assert "Gone" in imported.body
    assert "outside.png" not in imported.body
    assert [(item.text, item.place) for item in imported.removed if item.what == RemovedKind.PICTURE] == [
        ("page_files/gone.png", "Gone"),
        ("page_files/secret.png", "Secret"),
        ("../outside.png", "Outside"),
    ]


def test_a_page_in_another_encoding() -> None:
    text = simple("<h1>Озеро вернулось</h1><p>За тридцать лет озеро потеряло треть своей воды, и никто не знал.</p>")
    imported = read(text.replace("utf-8", "windows-1251").replace('"en"', '"ru"').encode("cp1251"))
    assert "# Озеро вернулось\n\nЗа тридцать лет" in imported.body
    assert imported.lang == "ru"


def test_letters_count_for_more_than_what_the_page_says() -> None:
    imported = read(simple("<h1>Լիճը</h1><p>Լիճը երեսուն տարում կորցրեց իր ջրի մեկ երրորդը։</p>"))
    assert imported.lang == "hy"
    assert imported.doubts[-1] == "the document says that it is in English, but it is in Armenian"


def test_links_that_run_programs_are_taken_off() -> None:
    body = read(
        simple("<h1>T</h1><p>A <a href='javascript:alert(1)'>click</a> <a href=' JavaScript:x'>here</a>.</p>")
    ).body
    assert "A click here." in body


def test_hidden_text_and_frames_are_listed() -> None:
    imported = read(
        simple(
            "<h1>T</h1><p>What everybody sees on this page.</p><div style='display:none'>Hidden words</div>"
            "<iframe src='https://video.example/1'></iframe>"
        )
    )
    assert Counter(item.what for item in imported.removed) == {"hidden text": 1, "embedded video or frame": 1}


def test_references_whose_notes_are_not_on_the_page_are_told() -> None:
    imported = read(simple('<h1>The lake</h1><p>It fell.<sup class="fn"><a href="#fn-9">1</a></sup> Nobody knew.</p>'))
    assert imported.dangling == ("1",)


PROSE = "The mill burned twice in one spring, and nobody who had seen it wanted to say who had been inside at night."


def test_a_picture_with_its_caption_amid_the_text_stays() -> None:
    picture = '<img src="https://example.org/mill.jpg" alt="Mill">'
    figure = f"<figure>{picture}<figcaption>The mill. Photo: A. Reed</figcaption></figure>"
    figure += f'<p>{PROSE[::-1]}</p><figure><a href="/b">{picture}</a><figcaption>Our shop</figcaption></figure>'
    imported = read(
        simple(
            f"<nav><a href=/a>News</a></nav><article><h1>The Mill</h1><p>{PROSE}</p>{figure}<p>{PROSE[4:]} Again.</p>"
            f"<p>{PROSE[9:]}</p></article><div class=related><a href=/b>Another mill of the same valley</a></div>",
            "<title>The Mill</title>",
        )
    )
    assert "![Mill](https://example.org/mill.jpg)\n\nThe mill. Photo: A. Reed" in imported.body
    assert "Our shop" not in imported.body


@pytest.mark.parametrize(
    "contents",
    [
        '<div class="toc"><h2>Contents</h2><ul><li><a href="#a">1 Fire</a></li><li><a href="#b">2</a></li></ul></div>',
        '<h2>Բովանդակություն</h2><ul><li><a href="#a">Fire</a></li><li><a href="#b">Water</a></li></ul>',
        '<p>Содержание:</p><ol><li><a href="#a">Fire</a></li><li><a href="#b">Water</a></li></ol>',
        '<div class="lwptoc"><p>On this page [hide]</p><div><a href="#a">Fire</a><a href="#b">Water</a></div></div>',
    ],
)
def test_a_list_of_what_is_on_the_page_goes_with_its_heading(contents: str) -> None:
    parts = f"<h2 id=a>Fire</h2><p>{PROSE}</p><h2 id=b>Water</h2><p>{PROSE}</p>"
    text = f"<article><h1>The Mill</h1><p>{PROSE}</p>{contents}{parts}</article>"
    imported = read(simple(text))
    assert imported.body == f"# The Mill\n\n{PROSE}\n\n## Fire\n\n{PROSE}\n\n## Water\n\n{PROSE}\n"
    assert {item.what.value for item in imported.removed} == {"table of contents"}
    links = '<ul><li><a href="#a">Fire</a> in April</li><li><a href="#b">Water</a> in May</li></ul>'
    assert "in April" in read(simple(text.replace(contents, links))).body


def test_words_on_two_lines_stay_apart() -> None:
    block = '<span style="color: red; display:block">{}</span>'
    body = f"<article><h1>Under<br>the Water</h1><p>{FIRST}</p><h2>The <b>old<br>tower</b></h2><p>{SECOND}</p>"
    body += f"<h3>{block.format('In the')}{block.format('valley')}</h3><p>{FIRST}</p>"
    body += f"<p>{block.format('The first verse')}{block.format('and the second.')}</p></article>"
    imported = read(simple(body))
    assert imported.title == "Under the Water"
    found = words(imported.body)
    assert {"undert", "oldtower", "thevalley", "verseand"}.isdisjoint(found)
    assert "## The old tower" in imported.body
    assert "verse\n" in imported.body


def test_a_subtitle_is_no_heading_and_a_quote_is_quoted_once() -> None:
    pulled = '<figure class="wp-block-pullquote"><blockquote><p>Nobody rebuilt it.</p></blockquote></figure>'
    head = '<h1>The Mill</h1><h3 class="subtitle">A story of two fires</h3>'
    text = f"<article>{head}<p>{PROSE}</p>{pulled}<p>{PROSE}</p></article>"
    body = read(simple(text)).body
    assert body.startswith("# The Mill\n\nA story of two fires\n\n")
    assert "\n> Nobody rebuilt it.\n" in body


def test_headings_of_notes_go_from_wikis_with_boxes_around_headings() -> None:
    def heading(text: str) -> str:
        edit = '<span class="mw-editsection">[<a href="/e">edit</a>]</span>'
        return f'<div class="mw-heading mw-heading2"><h2>{text}</h2>{edit}</div>'

    def item(label: str, text: str) -> str:
        return f'<ol class="references"><li id="n{label}"><a href="#r{label}">^</a> <span>{text}</span></li></ol>'

    def mark(label: str) -> str:
        return f'<sup id="r{label}" class="reference"><a href="#n{label}">[{label}]</a></sup>'

    text = (
        f'<h1>The Mill</h1><div class="mw-parser-output"><p>{PROSE}{mark("a")}</p><p>{PROSE}{mark("1")}'
        f'<sup class="noprint">[citation needed]</sup></p>{heading("Notes")}{item("a", "By the old calendar.")}'
        f'{heading("References")}{item("1", "A ledger.")}<div class="navbox">Mills of the valley</div></div>'
    )
    imported = read(simple(text))
    assert imported.body.endswith(f"{PROSE}[^1]\n\n[^a]: By the old calendar.\n\n[^1]: A ledger.\n")
    assert [item.text for item in imported.removed if item.what.value == "heading of the notes"] == [
        "Notes",
        "References",
    ]


def test_all_authors_of_a_byline_are_found() -> None:
    names = "".join(
        f' и <span class="author vcard"><a class="url fn n" href="/author/{number}">{name}</a></span>'
        for number, name in enumerate(["Нуне Гаспарян", "Лев Ким"])
    )
    byline = f'<div class="entry-meta"><span class="byline">автор {names[3:]}</span></div>'
    imported = read(simple(f"<main><article><h1>Мельница</h1>{byline}<p>{PROSE}</p><p>{PROSE}</p></article></main>"))
    assert imported.author == "Нуне Гаспарян, Лев Ким"


def test_a_link_that_would_run_a_script_is_listed() -> None:
    imported = read(
        simple(f'<article><h1>The Mill</h1><p>{PROSE} <a href=" JavaScript:go()">Open the map</a>.</p></article>')
    )
    assert "Open the map." in imported.body
    assert [(item.what.value, item.place) for item in imported.removed] == [
        ("link that runs a script or holds data", "Open the map")
    ]


def test_typed_notes_in_round_brackets_below_a_bold_heading() -> None:
    text = (
        f"<h1>The Mill</h1><p>{PROSE} (1)</p><p>{PROSE} (2)</p><p><b>Notes</b></p><p>(1) A ledger.</p><p>(2) A map.</p>"
    )
    assert definitions(read(simple(text)).body) == {"1": "A ledger.", "2": "A map."}


def test_a_link_to_another_text_amid_this_one_goes() -> None:
    also = '<p><strong>Читайте также:</strong> <a href="/b">Пожар на старой мельнице</a></p>'
    source = '<p>See also: <a href="https://example.org/ledger">the ledger of the parish</a></p>'
    imported = read(
        simple(f"<article><h1>The Mill</h1><p>{PROSE}</p>{also}<p>{PROSE[4:]}</p>{source}<p>{PROSE}</p></article>")
    )
    assert "Читайте" not in imported.body
    assert "Читайте также: Пожар на старой мельнице" in [item.text for item in imported.removed]
    assert "See also: [the ledger of the parish](https://example.org/ledger)" in imported.body


def test_words_that_stood_beside_hidden_ones_are_not_lost() -> None:
    imported = read(simple(f'<h1>The Mill</h1><p>{PROSE}</p><p><span class="sr-only">Opens a window</span>{PROSE}</p>'))
    assert {item.what.value for item in imported.removed} == {"page furniture"}


def test_documents_of_word_processors_as_pages() -> None:
    office = f'<p class="title">The Mill</p><p>{PROSE}</p><h1 class="western">The Fire</h1><p>{PROSE}</p>'
    imported = read(simple(office, "<title>The Mill</title>"))
    assert imported.body == f"# The Mill\n\n{PROSE}\n\n## The Fire\n\n{PROSE}\n"
    lists = (
        '<ol class="lst-kix_a-0 start"><li>oak</li></ol><ul class="lst-kix_a-1 start"><li>red</li><li>white</li></ul>'
        '<ol class="lst-kix_a-0" start="2"><li>pine</li></ol><p>And:</p><ol class="lst-kix_b-0 start"><li>ash</li></ol>'
    )
    named = f"<h1>The Mill</h1><p><b>Nune Gasparian</b></p><p>{PROSE}</p>{lists}<p>{PROSE}</p>"
    google = read(simple(named).replace("<body>", '<body class="doc-content">'))
    assert google.author == "Nune Gasparian"
    assert "\n1.  oak\n    - red\n    - white\n2.  pine\n\nAnd:\n\n1.  ash\n" in google.body
    assert "Nune" not in google.body


def test_breaks_and_typed_bullets_of_pages() -> None:
    text = f"<h1>The Mill</h1><p>{PROSE}<br><br>{PROSE}</p><p>* * *</p><p>• oak</p><p>• pine</p><p>One,<br>two.</p>"
    body = read(simple(text)).body
    rule = "-" * 72
    assert body == f"# The Mill\n\n{PROSE}\n\n{PROSE}\n\n{rule}\n\n- oak\n- pine\n\nOne,\\\ntwo.\n"
