"""Pages of word processors, wikis and styles: titles, lists, comments, quotes, redirects and notes of their kinds."""

import pytest
from cpu import grows_in_proportion
from importer_texts import definitions

from pipeline.importers import ImportedArticle

html = pytest.importorskip("lxml.html")
web = pytest.importorskip("pipeline.importers.web")
conversion = pytest.importorskip("pipeline.importers.web.conversion")
pytest.importorskip("trafilatura", reason="the extra “office” is not installed")

TEXT = "The ferry stopped in autumn, and the two villages began to count what the lake had given them every year."
MORE = "Every morning the harbour master writes down how high the water stands, and at night he reads it to his wife."


def read(body: str, head: str = "", attributes: str = "") -> ImportedArticle:
    page = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body {attributes}>{body}</body></html>"
    imported = web.read(page.encode(), "page.html")
    assert isinstance(imported, ImportedArticle)
    return imported


def test_the_title_of_word_is_the_title_and_keeps_its_note() -> None:
    imported = read(
        "<p class=MsoTitle>The ferry<a href='#_ftn1' name='_ftnref1'>[1]</a></p><h1>Autumn</h1>"
        f"<p class=MsoNormal>{TEXT}</p><p class=MsoNormal>{MORE}</p>"
        "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>[1]</a> A talk.</p></div>"
    )
    assert imported.title == "The ferry"
    assert imported.body.startswith("# The ferry[^1]\n\n## Autumn\n")
    assert definitions(imported.body) == {"1": "A talk."}


def test_bullets_and_numbers_that_word_writes_make_lists() -> None:
    bullet = "<span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp; </span></span>"
    items = "".join(f"<p class=MsoListParagraph>{bullet}{word}</p>" for word in ("salt", "nets"))
    numbers = "".join(
        f"<p class=MsoListParagraph style='mso-list:l1 level{level} lfo1'>"
        f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span>{word}</p>"
        for level, marker, word in ((1, "1.", "quay"), (2, "a.", "stairs"), (1, "2.", "mill"))
    )
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p>{items}<p>{MORE}</p>{numbers}<p>{TEXT}</p>").body
    assert "- salt\n- nets\n" in body
    assert "1.  quay\n    1.  stairs\n2.  mill\n" in body


def test_inline_tags_that_markdown_has_no_signs_for_stay_as_html() -> None:
    imported = read(
        f"<h1>The ferry</h1><p>{TEXT}</p><p>Press <kbd>F</kbd>, <mark>at once</mark>, and un<mark>tie</mark>d it; the "
        "<abbr title='Harbour &amp; Lake Board'>HLB</abbr> said <q>no</q>, <var>n</var>, <samp>ok</samp>. "
        f"<mark style='color:red' class='has-inline-color'>Red.</mark> <abbr>HLB</abbr></p><p>{MORE}</p>"
    )
    assert (
        "Press <kbd>F</kbd>, <mark>at once</mark>, and un<mark>tie</mark>d it; "
        'the <abbr title="Harbour &amp; Lake Board">HLB</abbr> said “no”, *n*, `ok`. Red. HLB\n'
    ) in imported.body
    assert not imported.removed


def test_styles_of_words_are_what_their_tags_are_and_nested_ones_are_one() -> None:
    imported = read(
        f"<h1>The ferry</h1><p>{TEXT}</p><p>It was <span style='font-weight: bold'>large</span>, "
        "<span style='color:red; font-style:italic'>old</span>, <span style='text-decoration: line-through'>red</span> "
        "and 5 m<span style='vertical-align:super'>2</span>; "
        "<span style='font-weight:400;mso-bidi-font-weight:bold'>plain</span>.</p>"
        "<p><b>Very <strong>large</strong></b> and <em>very <span style='font-style:italic'>old</span></em>, "
        f"<i><em>he</em></i> said, <del><s>no</s></del> <strike>yes</strike>.</p><p>{MORE}</p>"
    )
    assert "It was **large**, *old*, ~~red~~ and 5 m<sup>2</sup>; plain.\n" in imported.body
    assert "**Very large** and *very old*, *he* said, ~~no~~ ~~yes~~.\n" in imported.body


def test_tags_and_styles_leave_code_in_one_piece() -> None:
    code = "<code>f(<var>x</var>, <mark>y</mark>) <span style='font-weight:bold'>if</span> z</code>"
    assert "See `f(x, y) if z`.\n" in read(f"<h1>The ferry</h1><p>{TEXT}</p><p>See {code}.</p><p>{MORE}</p>").body


def test_the_title_of_an_abbreviation_ends_no_paragraph_and_no_cell() -> None:
    abbr = "<abbr title='Harbour |\n\nLake'>HLB</abbr>"
    table = f"<table><tr><th>Who</th><th>When</th></tr><tr><td>{abbr}</td><td>1950</td></tr></table>"
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p><p>By {abbr}.</p>{table}<p>{MORE}</p>").body
    assert 'By <abbr title="Harbour &#124; Lake">HLB</abbr>.\n' in body
    assert '| <abbr title="Harbour &#124; Lake">HLB</abbr> | 1950 |\n' in body


def test_google_docs_gives_title_emphasis_links_and_keeps_its_comments_out() -> None:
    imported = read(
        "<p class='c1 title'><span>The ferry</span></p><h1><span>Autumn</span></h1>"
        f"<p><span>{TEXT}</span><sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>"
        "<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup><span class='c3'>&nbsp;Nobody knew.</span></p>"
        f"<p><span>{MORE} See </span><a href='https://www.google.com/url?q=https://lake.example/a?b%3D1&amp;sa=D'>this</a>.</p>"
        "<hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;A talk.</span></p></div>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Check this.</span></p></div>",
        "<style>.c3{font-weight:700;color:#000}</style>",
        "class='c0 doc-content'",
    )
    assert imported.body.startswith("# The ferry\n\n## Autumn\n")
    assert "every year.[^1] **Nobody knew.**" in imported.body
    assert "[this](https://lake.example/a?b=1)" in imported.body
    assert definitions(imported.body) == {"1": "A talk."}
    assert [item.text for item in imported.removed if item.what == "comment"] == ["Check this."]


def test_code_and_tables_within_an_item_stand_below_its_words() -> None:
    inner = "<pre><code>moor()</code></pre>", "<table><tr><th>Quay</th></tr><tr><td>North</td></tr></table>"
    items = "".join(f"<li>Look here:{each}</li>" for each in inner)
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p><ol>{items}</ol><p>{MORE}</p>").body
    assert "1.  Look here:\n\n        moor()\n\n2.  Look here:\n\n    | Quay" in body


def test_letters_of_a_list_stay_as_the_text_refers_to_them() -> None:
    rules = "<ol type=a start=2><li>No boats.<ol type=i><li>Canoes</li></ol></li><li>No fish, see (b).</li></ol>"
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p>{rules}<p>{MORE}</p>").body
    assert "- b. No boats.\n  - i. Canoes\n- c. No fish, see (b)." in body


def test_titles_of_works_are_in_italics_and_whole_references_are_not() -> None:
    cited = "<p>In <cite>The Ferry</cite>, and <cite class='citation book'>Field, M. <i>Quays</i>. 1999</cite>.</p>"
    page = (
        f"<h1>The ferry</h1><p>{TEXT}</p>{cited}<blockquote><p>No.</p><cite>A captain</cite></blockquote><p>{MORE}</p>"
    )
    body = read(page).body
    assert "In *The Ferry*, and Field, M. *Quays*. 1999." in body
    assert "> A captain" in body


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Flake.example%2Fa&h=1", "https://lake.example/a"),
        ("https://vk.com/away.php?to=https%3A%2F%2Flake.example%2F%D0%B0", "https://lake.example/а"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flake.example&data=5",
            "https://lake.example",
        ),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://lake.example/url?q=https://other.example", "https://lake.example/url?q=https://other.example"),
    ],
)
def test_links_lead_where_they_end(address: str, target: str) -> None:
    body = read(f"<h1>The ferry</h1><p>{TEXT} <a href='{address}'>here</a>.</p><p>{MORE}</p>").body
    assert f"[here]({target})" in body


def test_notes_in_the_margin_are_notes() -> None:
    imported = read(
        f"<article><h1>The ferry</h1><p>{TEXT}<label for=sn1 class='margin-toggle sidenote-number'></label>"
        f"<input type=checkbox id=sn1 class=margin-toggle><span class=sidenote>A talk.</span> {MORE}</p>"
        f"<p>{MORE}<label for=mn1 class=margin-toggle>⊕</label><input type=checkbox id=mn1>"
        f"<span class=marginnote>Seen in May.</span></p></article>"
    )
    assert "every year.[^1] Every" in imported.body
    assert imported.body.count("his wife.[^2]") == 1
    assert definitions(imported.body) == {"1": "A talk.", "2": "Seen in May."}
    assert "⊕" not in imported.body


@pytest.mark.parametrize(
    ("lang", "edit", "group", "notes", "sources"),
    [
        ("hy", "խմբագրել", "Ն", "Նշումներ", "Ծանոթագրություններ"),
        ("en", "edit", "note", "Notes", "References"),
        ("ru", "править", "К", "Примечания", "Источники"),
    ],
)
def test_a_wiki_has_several_lists_of_notes(lang: str, edit: str, group: str, notes: str, sources: str) -> None:
    imported = read(
        "<div id=content><h1>Lake</h1><div id=siteSub>From the encyclopedia</div><div class=mw-parser-output>"
        f"<p>{TEXT}<sup class=reference id=r1><a href='#c1'>[1]</a></sup> {MORE}"
        f"<sup class=reference id=rn><a href='#cn'>[{group} 1]</a></sup></p>"
        f"<h2>Autumn<span class=mw-editsection>[<a href='/e'>{edit}</a>]</span></h2><p>{MORE}"
        "<sup class=reference id=r2><a href='#c1'>[1]</a></sup></p>"
        f"<h2>{notes}</h2><ol><li id=cn><span class=mw-cite-backlink><a href='#rn'>↑</a></span> Remark.</li></ol>"
        f"<h2>{sources}</h2><ol><li id=c1><span class=mw-cite-backlink>↑ <sup><a href='#r1'>1,0</a></sup> <sup>"
        "<a href='#r2'>1,1</a></sup></span> Yearbook.</li></ol></div></div>"
    )
    assert sorted(definitions(imported.body).values()) == ["Remark.", "Yearbook."]
    assert "## Autumn\n" in imported.body
    for words in (edit, notes, sources, "encyclopedia"):
        assert words not in imported.body, lang


def test_a_note_has_several_ways_back() -> None:
    imported = read(
        f"<article><h1>The ferry</h1><p>{TEXT}<sup id='r:1'><a href='#n:1'>1</a></sup> {MORE}"
        "<sup id='r:1:1'><a href='#n:1'>1</a></sup></p><ol><li id='n:1'><p>Yearbook. <a href='#r:1'>↩</a> "
        "<a href='#r:1:1' class=reversefootnote>↩<sup>2</sup></a></p></li></ol></article>"
    )
    assert definitions(imported.body) == {"1": "Yearbook."}


def test_a_quote_pulled_out_of_the_text_stands_once() -> None:
    def pulled(quote: str) -> str:
        return read(
            f"<article><h1>The ferry</h1><p>{TEXT}</p><aside class=pullquote><p>{quote}</p></aside>"
            f"<p>{MORE}</p></article>"
        ).body

    assert pulled("the two villages began to count").count("two villages began") == 1
    assert "> Nobody counted the water." in pulled("Nobody counted the water.")


def test_headings_of_a_short_text_with_furniture_stay() -> None:
    widget = "<div class='subscribe'><form><p>Subscribe for free to receive new posts.</p></form></div>"
    imported = read(f"<h1>The ferry</h1><p>{TEXT}</p>{widget}<h2>Autumn</h2><p>{MORE}</p><h2>Read more</h2>{widget}")
    assert imported.body == f"# The ferry\n\n{TEXT}\n\n## Autumn\n\n{MORE}\n"


def test_an_export_of_medium_has_its_title_once_and_its_author() -> None:
    imported = read(
        "<article class='h-entry'><header><h1 class='p-name'>The ferry</h1></header><section class='p-summary'>How it "
        "went</section><section class='e-content'><div><hr class='section-divider'></div><div><h3 class='graf graf--h3 "
        f"graf--title'>The ferry</h3><h4 class='graf graf--subtitle'>How it went</h4><p>{TEXT}</p><p>{MORE}</p></div>"
        "</section><footer><p>By <a class='p-author h-card' href='https://medium.com/@m'>Mary Field</a></p></footer>"
        "</article>"
    )
    assert imported.body == f"# The ferry\n\nHow it went\n\n{TEXT}\n\n{MORE}\n"
    assert imported.author == "Mary Field"


def test_a_link_around_boxes_leads_from_the_first_words_in_them() -> None:
    card = "<a href='https://lake.example/b'><div><div>Another lake</div><div>Its story.</div></div></a>"
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p><figure>{card}</figure><p>{MORE}</p>").body
    assert "[Another lake](https://lake.example/b)\n\nIts story.\n" in body


def test_verses_are_lines_of_a_paragraph_and_code_stays_code() -> None:
    verse = "<pre class='wp-block-verse'>The <em>ferry\nis</em> late,\n\nand so\nare we.</pre>"
    body = read(f"<h1>The ferry</h1><p>{TEXT}</p>{verse}<pre>a = 1\nb = 2</pre><p>{MORE}</p>").body
    assert "The *ferry\\\nis* late,\n\nand so\\\nare we.\n" in body
    assert "    a = 1\n    b = 2\n" in body


def test_the_time_for_doubled_heads_and_verses_grows_with_their_number() -> None:
    def convert(count: int) -> None:
        heads = "<p class='p-name'>One</p><h3 class='graf--title'>Two</h3>" * count
        verses = "a verse\nof <i>two</i> lines\n" * count
        root = html.document_fromstring(f"<body>{heads}<pre class='wp-block-verse'>{verses}</pre></body>")
        conversion.convert_elements(root, root.find("body"))

    assert grows_in_proportion(convert, 250, 2000)
