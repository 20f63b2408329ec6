"""Two editions side by side: the nth sentence of one beside the nth of the other, notes beside notes."""

import re

import html5lib

from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.languages.messages import Wording
from pipeline.model import Entry
from pipeline.publishing.bilingual import BilingualSide, render_bilingual_page
from pipeline.publishing.document import extract_text
from pipeline.publishing.page_notes import BACK_ARROW
from pipeline.publishing.reader import read_document, read_source_outline
from pipeline.publishing.rows import clip_nodes, pair_rows, sentence_splitters

ARTICLE = """\
# The lake[^t]

It *fell.* It rose[^a]. It stayed.

- One item. Its second sentence.
- Another

> Quoted.

| a | b |
|---|--:|
| c | d[^a] |

[^t]: On the title.

[^a]: https://example.org/a
"""
RUSSIAN = {
    "The lake{fn1}": "Озеро{fn1}",
    "It *fell.*": "Оно *упало.*",
    "It rose{fn1}.": "Оно поднялось{fn1}^[своё].",
    "It stayed.": "←",
    "One item.": "Первый пункт.",
    "Its second sentence.": "Его вторая фраза.",
    "Another": "Другой",
    "Quoted.": "Цитата.",
    "On the title.": "О названии.",
}


def side(lang: str, targets: dict[str, str]) -> BilingualSide:
    article = read_article(ARTICLE, lang="en")
    made = build_edition(
        article, {source: Entry(source=source, target=target) for source, target in targets.items()}, lang
    )
    document = read_document(made.text, lang, read_source_outline(ARTICLE, "en"), sentences=made.spans)
    return BilingualSide(document=document, wording=Wording(lang=lang))


def rows(page: str) -> list[tuple[str, ...]]:
    """The words of each pair on a page, left and right."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    pairs = [element for element in tree.iter("div") if "pair" in (element.get("class") or "").split()]
    return [tuple(" ".join("".join(column.itertext()).split()) for column in pair) for pair in pairs]


def test_each_sentence_stands_beside_its_translation() -> None:
    found = rows(render_bilingual_page(side("en", {}), side("ru", RUSSIAN)))
    assert ("It fell.", "Оно упало.") in found
    assert ("It rose2.", "Оно поднялось2*.") in found
    assert ("It stayed.", "") in found
    assert ("• One item.", "• Первый пункт.") in found
    assert ("Its second sentence.", "Его вторая фраза.") in found
    assert ("• Another", "• Другой") in found
    assert ("Quoted.", "Цитата.") in found
    assert ("ab cd2", "ab cd2") in found


def test_notes_stand_beside_each_other_and_a_translators_own_beside_nothing() -> None:
    found = rows(render_bilingual_page(side("en", {}), side("ru", RUSSIAN)))
    start = found.index(("Notes", "Примечания"))
    notes = [tuple(re.sub(rf" ?{BACK_ARROW}(\s\d)?", "", cell).strip() for cell in row) for row in found[start + 1 :]]
    assert notes == [
        ("1On the title.", "1О названии."),
        ("2https://example.org/a", "2https://example.org/a"),
        ("", "*своё — Прим. пер."),
    ]


def test_every_address_on_the_page_leads_to_one_place() -> None:
    tree = html5lib.parse(render_bilingual_page(side("en", {}), side("ru", RUSSIAN)), namespaceHTMLElements=False)
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))
    links = [link.get("href") or "" for link in tree.iter("a")]
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= set(names)


def test_the_page_is_valid_html() -> None:
    html5lib.HTMLParser(strict=True).parse(render_bilingual_page(side("en", {}), side("ru", RUSSIAN)))


def test_each_column_says_its_language() -> None:
    tree = html5lib.parse(render_bilingual_page(side("hy", {}), side("ru", RUSSIAN)), namespaceHTMLElements=False)
    pairs = [element for element in tree.iter("div") if "pair" in (element.get("class") or "").split()]
    assert pairs
    assert all([column.get("lang") for column in pair] == ["hy", "ru"] for pair in pairs)


def test_what_is_cut_keeps_its_emphasis_on_both_sides() -> None:
    text = "*It fell. It rose.*\n"
    [paragraph] = read_document(text, "en", read_source_outline(text, "en")).body
    cut = len("*It fell. ")
    first, second = clip_nodes(paragraph.children, 0, cut), clip_nodes(paragraph.children, cut, len(text))
    assert (extract_text(first), extract_text(second)) == ("It fell.", "It rose.")
    assert first[-1].tag == "Emphasis"
    assert second[0].tag == "Emphasis"


def pages(text: str, left: str = "en", right: str = "ru") -> str:
    """The bilingual page of an article whose editions say the same."""
    article = read_article(text, lang="en")
    sides = []
    for lang in (left, right):
        made = build_edition(article, {}, lang)
        document = read_document(made.text, lang, read_source_outline(text, "en"), sentences=made.spans)
        sides.append(BilingualSide(document=document, wording=Wording(lang=lang)))
    return render_bilingual_page(sides[0], sides[1])


def test_a_raw_tag_ends_with_its_sentence() -> None:
    tree = html5lib.parse(pages("One <b>two. Three.\n\nFour.[^1]\n\n[^1]: A <i>note.\n"), namespaceHTMLElements=False)
    found = [element for tag in ("b", "i") for element in tree.iter(tag)]
    assert sorted("".join(element.itertext()).strip() for element in found) == ["note.", "note.", "two.", "two."]


def test_anchors_of_headings_are_there_once_wherever_they_stand() -> None:
    page = pages("# A\n\n## B. C\n\n## B. C 1\n\n[up](#a) [down](#b-c-1) x[^1]\n\n[^1]: # In a note\n")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert {(link.get("href") or "")[1:] for link in tree.iter("a")} <= set(names)


def test_what_is_empty_on_both_sides_takes_no_place() -> None:
    page = pages("One.\n\n<!-- unseen -->\n\nTwo.\n")
    assert rows(page)[1:] == [("One.", "One."), ("Two.", "Two.")]
    assert "<h1></h1>" not in page


LISTS = """\
3. Third. Its second sentence.
4. Fourth

   - inside
   - again

   A second paragraph.

- Bullet

  1. deep
"""


def test_list_items_have_their_bullets_and_numbers_once() -> None:
    document = read_document(LISTS, "en", read_source_outline(LISTS, "en"), sentences=spans(LISTS))
    found = [
        (row.mark, extract_text(row.cells[0])) for row in pair_rows([document.body], sentence_splitters([document]))
    ]
    assert found == [
        ("3.", "Third."),
        ("", "Its second sentence."),
        ("4.", "Fourth"),
        ("•", "inside"),
        ("•", "again"),
        ("", "A second paragraph."),
        ("•", "Bullet"),
        ("1.", "deep"),
    ]


def spans(text: str) -> tuple[tuple[int, int], ...]:
    return build_edition(read_article(text, lang="en"), {}, "en").spans


def test_numbers_stand_before_both_editions() -> None:
    text = "7. Seven\n8. Eight\n"
    document = read_document(text, "en", read_source_outline(text, "en"), sentences=spans(text))
    both = BilingualSide(document=document, wording=Wording(lang="en"))
    assert [row for row in rows(render_bilingual_page(both, both)) if any(row)][-2:] == [
        ("7. Seven",) * 2,
        ("8. Eight",) * 2,
    ]
