"""Pages that look like the publisher's: a style sheet, a template and a logo, named in `[export]`."""

import base64
import re
from collections.abc import Callable

import html5lib
import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

LAKE = "---\ntitle: The lake\ndate: 2025-07-28\n---\n# The lake\n\nIt fell.[^i] It rose.[^i]\n\n[^i]: A report.\n"
CSS = """\
@font-face { font-family: Own; src: url('fonts/own.woff2?v=1#x'); }
/* url(gone.png) */
:root { --link: teal; }
"""
FONT = b"wOF2 not really"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>'
)
TEMPLATE = """\
<!DOCTYPE html>
<html lang="{{ lang }}" dir="{{ direction }}"><head>
{{ head }}
</head><body{% if wide %} class="wide"{% endif %}>
<div class="masthead">{% if kind == "article" %}{{ title }}{% else %}All{% endif %}</div>
{{ bar }}{{ main }}{{ end }}
</body></html>
"""


def dressed(workspace: MakeWorkspace, *names: str, more: str = "") -> Workspace:
    """A workspace with an article, whose settings name these files as its look."""
    files = {"css": "theme/own.css", "template": "theme/page.html", "logo": "theme/logo.svg"}
    lines = "".join(f'{name} = "{files[name]}"\n' for name in names)
    place = workspace(f'lang = "en"\nurl = "https://example.org"\npublisher = "The Review"\n{more}[export]\n{lines}')
    place.write("articles/lake.md", LAKE)
    place.write("theme/own.css", CSS)
    place.write("theme/fonts/own.woff2", FONT)
    place.write("theme/logo.svg", LOGO)
    place.write("theme/page.html", TEMPLATE)
    place.run("sync")
    return place


def errors(place: Workspace, *words: str) -> str:
    return place.run("export", *words, exit_code=2).stderr


def test_a_page_includes_the_style_the_template_and_the_logo(workspace: MakeWorkspace) -> None:
    place = dressed(workspace, "css", "template", "logo")
    place.run("export", "--lang", "en")
    page = place.text("exports/en/lake.html")
    html5lib.HTMLParser(strict=True).parse(page)
    assert '<div class="masthead">The lake</div>' in page
    assert page.index("--link: #8a2c1c") < page.index("--link: teal"), "ours comes first, so that theirs counts"
    assert f'url("data:font/woff2;base64,{base64.b64encode(FONT).decode()}")' in page
    [logo] = re.findall(r'<img class="logo" src="data:image/svg\+xml;base64,([^"]*)" alt="The Review">', page)
    assert b"<script" not in base64.b64decode(logo)
    assert page.count('id="fn-i"') == 1


def test_a_page_side_by_side_has_it_too(workspace: MakeWorkspace) -> None:
    place = dressed(workspace, "css", "template", "logo")
    place.run("export", "--bilingual", "en,ru")
    page = place.text("exports/en-ru/lake.html")
    html5lib.HTMLParser(strict=True).parse(page)
    assert '<body class="wide">' in page
    assert "--link: teal" in page


def test_all_pages_of_a_site_have_it_and_share_its_files(workspace: MakeWorkspace) -> None:
    place = dressed(workspace, "css", "template", "logo")
    place.run("export", "--site", "public")
    for path in ("index.html", "en/index.html", "en/the-lake.html", "ru/lake.html"):
        page = place.text(f"public/{path}")
        html5lib.HTMLParser(strict=True).parse(page)
        assert "masthead" in page
        assert f'src="{"" if path == "index.html" else "../"}style/logo.svg"' in page
    assert (place.root / "public/style/2-own.woff2").read_bytes() == FONT
    assert 'url("style/2-own.woff2")' in place.text("public/style.css")
    assert "<script" not in place.text("public/style/logo.svg")
    place.write("targman.toml", 'lang = "en"\nurl = "https://example.org"\npublisher = "The Review"\n')
    place.run("export", "--site", "public")
    assert not list((place.root / "public/style").glob("*"))


def test_a_changed_style_makes_the_pages_again_and_one_that_did_not_change_nothing(workspace: MakeWorkspace) -> None:
    place = dressed(workspace, "css", "template")
    assert "3 files written" in place.run("export").stdout
    assert "0 files written" in place.run("export").stdout
    place.write("theme/own.css", CSS.replace("teal", "navy"))
    assert "3 files written" in place.run("export").stdout
    place.write("theme/page.html", TEMPLATE.replace("masthead", "top"))
    assert "3 files written" in place.run("export").stdout


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("<p>{{ title }}</p>", "theme/page.html: loses the text"),
        ("{{ head }}\n{{ body }}", "theme/page.html: loses the text"),
        ("{{ main }}{{ notes }}", "theme/page.html: does not fit: on a page made with it, 2 elements"),
        ("{{ main }}\n{{ titel }}", "theme/page.html:2: cannot be filled in: 'titel' is undefined"),
        ("{{ main }}\n\n{% if %}", "theme/page.html:3: is not a template"),
        ("{{ main }}{{ ''.__class__.__mro__ }}", "theme/page.html:1: cannot be filled in"),
        ("{{ main }}{% include '/etc/passwd' %}", "theme/page.html:1: cannot be filled in"),
        ("{{ main }}{{ range(999999) }}", "theme/page.html:1: cannot be filled in"),
        ("{{ main }}{{ 1 / 0 }}", "theme/page.html:1: cannot be filled in"),
    ],
)
def test_a_template_that_loses_something_or_does_not_work_is_refused(
    workspace: MakeWorkspace, template: str, complaint: str
) -> None:
    place = dressed(workspace, "template")
    place.write("theme/page.html", template)
    assert complaint in errors(place)
    assert complaint in errors(place, "--site", "public")
    assert not (place.root / "exports").exists()
    assert not (place.root / "public").exists()


@pytest.mark.parametrize(
    ("css", "complaint"),
    [
        ("p { }\np { background: url(gone.png) }", "theme/own.css:2: there is no file gone.png beside the style sheet"),
        ("@import 'other.css';", "theme/own.css:1: @import has no effect below other rules"),
        ("p { }\n/* </style> */", "theme/own.css:2: “</style” ends the style sheet"),
        ("p::after { content: '/*' }\np { background: url(gone.png) }", "theme/own.css:2: there is no file gone.png"),
        ("p::after { content: '</STYLE><script>' }", "theme/own.css:1: “</style” ends the style sheet"),
        (
            "p { background: url(https://example.org/a.png) }",
            "theme/own.css:1: https://example.org/a.png is not",
        ),
        ("p { background: url(//example.org/a.png) }", "theme/own.css:1: //example.org/a.png is not in the workspace"),
        ("p { background: url(../../outside.png) }", "theme/own.css:1: is a link to"),
    ],
)
def test_a_style_sheet_that_does_not_fit_is_refused(workspace: MakeWorkspace, css: str, complaint: str) -> None:
    place = dressed(workspace, "css")
    place.write("theme/own.css", css)
    (place.root.parent / "outside.png").write_bytes(b"secret")
    assert complaint in errors(place)


def test_a_style_may_fetch_where_pages_show_pictures_of_other_servers(workspace: MakeWorkspace) -> None:
    place = dressed(workspace, "css", more='remote_pictures = "show"\n')
    place.write("theme/own.css", "p { background: url(https://example.org/a.png) }\n")
    place.run("export")
    assert "url(https://example.org/a.png)" in place.text("exports/en/lake.html")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('css = "../own.css"', "targman.toml:3: export.css is '../own.css', but has to be the path of a file in"),
        ('logo = "/etc/logo.svg"', "targman.toml:3: export.logo is '/etc/logo.svg', but has to be the path"),
        ("template = 3", "targman.toml:3: export.template is 3, but has to be the path"),
        ('cs = "own.css"', "targman.toml:3: [export] has “cs” (did you mean “css”?)"),
        ('css = "gone.css"', "gone.css: there is no such file, but the settings name it as css of [export]."),
        ('logo = "targman.toml"', "targman.toml: is not a picture for pages"),
    ],
)
def test_settings_that_name_no_fit_file_are_refused(workspace: MakeWorkspace, line: str, complaint: str) -> None:
    place = workspace(f'lang = "en"\n[export]\n{line}\n')
    place.write("articles/lake.md", LAKE)
    assert complaint in errors(place)
