"""The real gettext programs as judges of what we write, and of what we read and refuse."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.catalog import new_header, parse, serialize
from pipeline.errors import CatalogError
from pipeline.model import Catalog, Entry

pytestmark = pytest.mark.skipif(shutil.which("msgcat") is None, reason="GNU gettext is not installed")

DATA = Path(__file__).parent / "data"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
REALISTIC = Catalog(
    header=(*new_header("articles", "ru", "hy"), ("X-Generator", "Poedit 3.5")),
    remarks=("Title", "", "Anna <anna@example.org>, 2025."),
    entries=(
        Entry(source="Վերնագիր", target="Заголовок", comments=("heading",), references=("articles/a.md",)),
        Entry(
            source='Նա ասաց «այո»{fn1} և գնաց "տուն" {url1}։',
            target='Он сказал «да»{fn1} и ушёл "домой" {url1}.',
            comments=("paragraph", "section: Վերնագիր", "{fn1}: Տե՛ս էջ 12", "{url1}: https://example.org/a?b=c#d"),
            remarks=("Проверить.", "", "  дважды"),
            references=("articles/a.md", "articles/two words.md:12"),
            flags=("python-brace-format",),
        ),
        Entry(source="Նոր", target="Старое", fuzzy=True, previous="Հին\nտող", references=("articles/a.md",)),
        Entry(source="Չկա", comments=("C:\\", "")),
        Entry(source="a\tb\\c\n", target="a\tb\\c\n", context="poem"),
        Entry(source="U+2028:\u2028 U+0085:\x85 U+00A0:\xa0 \ufeff😀", target="\u2028", context=""),
        Entry(source="Հնացած", target="Старое", obsolete=True, remarks=("remark",), comments=("footnote",)),
        Entry(source="Հին\nտող", target="x\ny", obsolete=True, fuzzy=True, previous="p\nq", context="poem"),
    ),
)


def run(program: str, *arguments: str | Path, text: str | bytes = "") -> tuple[int, str, str]:
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run([program, *arguments], input=data, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_msgcat_changes_no_byte_of_what_we_write() -> None:
    text = serialize(REALISTIC)
    assert run("msgcat", "--no-wrap", "--force-po", "-", text=text) == (0, text, "")


def test_msgfmt_has_nothing_to_say_about_what_we_write() -> None:
    assert run("msgfmt", "-c", "-o", "/dev/null", "-", text=serialize(REALISTIC)) == (0, "", "")


@pytest.mark.parametrize("lang", ["hy", "en", "ru", "pt-BR", "sr-Latn", "fa"])
def test_msgfmt_has_nothing_to_say_about_a_new_header(lang: str) -> None:
    text = serialize(Catalog(header=new_header("articles", lang, "en")))
    assert run("msgfmt", "-c", "-o", "/dev/null", "-", text=text) == (0, "", "")
    assert run("msgcat", "--no-wrap", "--force-po", "-", text=text) == (0, text, "")


def test_msgfmt_misses_only_the_language_of_a_template() -> None:
    text = serialize(Catalog(header=new_header("articles", "", "en")))
    code, _, said = run("msgfmt", "-c", "-o", "/dev/null", "-", text=text)
    assert code == 0
    assert [line.partition("warning: ")[2] for line in said.splitlines()] == [
        "header field 'Language' still has the initial default value"
    ]


def test_msgmerge_takes_our_template_and_our_catalog(tmp_path: Path) -> None:
    template = Catalog(
        header=new_header("articles", "", "hy"),
        entries=tuple(
            Entry(source=entry.source, context=entry.context, comments=entry.comments, flags=entry.flags)
            for entry in REALISTIC.entries
            if not entry.obsolete
        ),
    )
    (tmp_path / "a.pot").write_text(serialize(template), encoding="utf-8")
    (tmp_path / "a.po").write_text(serialize(REALISTIC), encoding="utf-8")
    code, out, said = run("msgmerge", "--no-wrap", "--quiet", tmp_path / "a.po", tmp_path / "a.pot")
    assert (code, said) == (0, "")
    merged = parse(out.encode())
    assert [entry.target for entry in merged.entries] == [entry.target for entry in REALISTIC.entries]
    assert merged.header == REALISTIC.header


def test_a_translation_without_the_note_of_its_source_is_reported_by_msgfmt() -> None:
    lost = Entry(source="Այո{fn1}։", target="Да.", flags=("python-brace-format",))
    code, _, said = run(
        "msgfmt", "-c", "-o", "/dev/null", "-", text=serialize(Catalog(header=REALISTIC.header, entries=(lost,)))
    )
    assert code == 1
    assert "'fn1'" in said


@pytest.mark.parametrize("name", ["poedit.po", "lokalize.po", "by-hand.po"])
def test_msgcat_changes_nothing_in_what_we_read(name: str) -> None:
    """What msgcat makes of a file is read as the same texts, and what we make of it is not changed by msgcat."""
    data = (DATA / name).read_bytes()
    catalog = parse(data)
    theirs = parse(run("msgcat", "--no-wrap", "--force-po", "-", text=data)[1].encode())
    assert [(entry.context, entry.source, entry.target, entry.fuzzy, entry.obsolete) for entry in theirs.entries] == [
        (entry.context, entry.source, entry.target, entry.fuzzy, entry.obsolete) for entry in catalog.entries
    ]
    known = serialize(catalog).replace(", weblate-unknown", "")
    assert run("msgcat", "--no-wrap", "--force-po", "-", text=known)[1] == known


def test_escaped_bytes_of_msgcat_are_read() -> None:
    escaped = run("msgcat", "--escape", "--no-wrap", "-", text=serialize(REALISTIC))[1]
    assert "Заголовок" not in escaped.replace("section", "")
    assert [entry.target for entry in parse(escaped.encode()).entries] == [e.target for e in REALISTIC.entries]


@pytest.mark.parametrize("projects", [("articles", "articles"), ("articles", "poems")])
def test_what_msgcat_makes_of_two_catalogs_that_differ_is_refused(tmp_path: Path, projects: tuple[str, str]) -> None:
    for name, target, project in zip(("a.po", "b.po"), ("one", "two"), projects, strict=True):
        text = serialize(Catalog(header=new_header(project, "en", "hy"), entries=(Entry(source="a", target=target),)))
        (tmp_path / name).write_text(text, encoding="utf-8")
    joined = run("msgcat", tmp_path / "a.po", tmp_path / "b.po")[1]
    with pytest.raises(CatalogError, match="msgcat has put several translations into one"):
        parse(joined.encode())


texts = st.text(
    st.sampled_from('"\\\n\t\x01\x7f\x85\xa0\u2028#~|:.,{}<>%😀nx0 ') | st.sampled_from("Աբգ«»абв"), max_size=20
)
comments = st.lists(texts.map(lambda text: text.replace("\n", "")), max_size=2).map(tuple)


@given(
    st.lists(
        st.tuples(texts.filter(bool), texts, texts | st.none(), comments, comments, st.booleans(), st.booleans()),
        min_size=1,
        max_size=8,
        unique_by=lambda drawn: (drawn[0], drawn[2]),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_msgcat_changes_no_byte_of_any_catalog(
    drawn: list[tuple[str, str, str | None, tuple[str, ...], tuple[str, ...], bool, bool]],
) -> None:
    entries = tuple(
        Entry(
            source=source,
            target=target,
            context=context,
            remarks=remarks,
            comments=extracted,
            # msgcat drops fuzzy where there is no translation.
            fuzzy=fuzzy and bool(target),
            previous=source[::-1] if fuzzy and target else None,
            # It drops what is obsolete and has no translation, too.
            obsolete=obsolete and bool(target),
        )
        for source, target, context, remarks, extracted, fuzzy, obsolete in drawn
    )
    text = serialize(Catalog(header=REALISTIC.header, entries=entries))
    assert run("msgcat", "--no-wrap", "--force-po", "-", text=text) == (0, text, "")


@pytest.mark.parametrize(
    "body",
    [
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n',
        '#~ msgid "a"\n#~ msgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n',
        'msgid "a"\nmsgstr b\n',
        'msgid "a"\n',
        'msgid "a',
        'msgid "a"\nmsgstr "\\q"\n',
        'msgid "a"\n# c\nmsgstr "b"\n',
        '#~ msgid "a"\nmsgstr "b"\n',
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n',
        'msgid "a"\nmsgctxt "b"\nmsgstr "c"\n',
        '#~ msgid ""\n#~ msgstr "b"\n',
        'msgstr "b"\n',
        "a line\n",
    ],
)
def test_what_gettext_refuses_is_refused(body: str) -> None:
    assert run("msgcat", "-", text=HEADER + body)[0] == 1
    with pytest.raises(CatalogError):
        parse((HEADER + body).encode())
