"""Words in are words out: every word of a document is in its article once, or in the report, by a count of our own.

Each text of the fixtures holds a word of its own, such as `w17`. The count looks at all text nodes of all parts.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from lxml import etree
from odt_files import h, note, odt, p, part, text_style

from pipeline.importers import ImportedArticle, office

_WORD = re.compile(r"w\d+")


def words_of_parts(data: bytes) -> list[str]:
    """The words of our own in all text nodes of all parts of a document."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                found += _WORD.findall(" ".join(etree.fromstring(archive.read(name)).itertext()))
    return found


def words_of_article(article: ImportedArticle) -> list[str]:
    return _WORD.findall(article.body)


def odt_with_everything() -> bytes:
    numbers = count(1)

    def w() -> str:
        return f"w{next(numbers)}"

    who = f"<dc:creator>Rita {w()}</dc:creator>"
    deleted = f"<office:change-info>{who}</office:change-info>{p(w() + note('gone', w()))}"
    chart = (
        f"<office:body><office:chart><chart:chart><chart:title>{p(w())}</chart:title><chart:axis><chart:title>{p(w())}"
        f"</chart:title></chart:axis><table:table><table:table-row><table:table-cell>{p(w())}</table:table-cell>"
        f"<table:table-cell>{p(w())}</table:table-cell></table:table-row></table:table></chart:chart></office:chart>"
        "</office:body>"
    )
    sheet = (
        f"<office:body><office:spreadsheet><table:table><table:table-row><table:table-cell>{p(w())}</table:table-cell>"
        f"<table:table-cell>{p(w())}</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
    )
    written = f"<office:body><office:text>{p(w())}{h(w())}</office:text></office:body>"
    objects = "".join(f'<draw:frame><draw:object xlink:href="./Object {n}"/></draw:frame>' for n in (1, 2, 3))
    box = f"<draw:frame><draw:text-box>{p(w() + note('box', w()))}{p(w(), 'Hidden')}</draw:text-box></draw:frame>"
    fields = "".join(
        f"{w()} <text:{name}>{w()}</text:{name}> "
        for name in ("sequence", "chapter", "date", "user-field-get", "conditional-text", "bookmark-ref", "unheard-of")
    )
    secret = f'<text:span text:style-name="HT">{w()}</text:span>'
    cells = "".join(f"<table:table-cell>{p(w())}{box if n else ''}</table:table-cell>" for n in range(2))
    items = "".join(f"<text:list-item>{p(w())}</text:list-item>" for _ in range(3))
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{deleted}</text:deletion></text:changed-region>"
        f"</text:tracked-changes>{p(w() + note('t', w()), 'Title')}{p(w(), 'Subtitle')}{p(w(), 'Abstract')}"
        f"<text:table-of-content><text:index-body>{p(w())}</text:index-body></text:table-of-content>{h(w())}{p(fields)}"
        f"{p(w() + objects + w())}<draw:frame><draw:text-box>{p(w())}</draw:text-box></draw:frame>"
        f"{p(f'{w()}<office:annotation>{who}{p(w())}</office:annotation>{w()}')}"
        f"{p(secret + ' ' + w())}{p(w(), 'Hidden')}"
        f'<text:section text:display="none">{p(w())}</text:section><text:section>{p(w())}</text:section>'
        f"<table:table><table:table-row>{cells}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cells}</table:table-row></table:table>'
        f"<text:list><text:list-header>{p(w())}</text:list-header>{items}</text:list>"
        f"<draw:g><draw:custom-shape>{p(w())}</draw:custom-shape></draw:g>"
        f"{p(w(), 'Quotations')}{p(w(), 'Contents_20_2')}"
        f"<text:bibliography><text:index-body>{p(w())}</text:index-body></text:bibliography>"
    )
    hidden = '<style:style style:name="Hidden" style:family="paragraph"><style:text-properties text:display="none"/>'
    named = (
        f'<office:master-styles><style:master-page style:name="S"><style:header>{p("Draft " + w())}</style:header>'
        f"<style:footer-left>{p('Page ' + w())}</style:footer-left></style:master-page></office:master-styles>"
    )
    embedded = {f"Object {n}/content.xml": part("document-content", inner) for n, inner in enumerate((chart, sheet), 1)}
    return odt(
        body,
        text_style("HT", 'text:display="none"') + hidden + "</style:style>",
        named,
        more=embedded | {"Object 3/content.xml": part("document-content", written)},
    )


DOCUMENTS: dict[str, Callable[[], bytes]] = {"everything.odt": odt_with_everything}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_words_in_are_words_out(name: str) -> None:
    data = DOCUMENTS[name]()
    article = office.read(data, name, ("en",))
    inside = Counter(words_of_parts(data))
    shown = Counter(words_of_article(article))
    head = f"{article.title} {article.author} {article.date}"
    listed = {word for item in article.removed for word in _WORD.findall(item.text)}
    lost = inside.keys() - shown.keys() - listed - set(_WORD.findall(head))
    assert not lost
    assert not {word: number for word, number in shown.items() if number > inside[word]}
    assert not [item for item in article.removed if item.what == "words that are not in the article"]
