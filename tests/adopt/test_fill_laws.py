"""Whatever publishers did to a translation: nothing of it is lost (law 3), and the edition has its notes (law 4)."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from adopt.making import adopted, by_source
from adopt.test_fill import ENGLISH, RUSSIAN, SOURCE
from pipeline.adopt.pairing import UnrelatedError
from pipeline.article.markdown import read_article
from pipeline.article.placeholders import has_words
from pipeline.edition import EditionPolicy, build_edition
from pipeline.model import SegmentKind

_WORD = re.compile(r"[^\W\d_]{3,}")
_NOTES = re.compile(r"\[\^(\w+)\](?!:)")


@st.composite
def translations(draw: st.DrawFn) -> str:
    """The Russian text with blocks moved, left out, doubled and joined, and with its markers pulled about."""
    blocks = RUSSIAN.rstrip("\n").split("\n\n")
    body, notes = blocks[:-1], blocks[-1].split("\n")
    body = draw(st.permutations(body)) if draw(st.booleans()) else body
    body = [block for block in body if draw(st.integers(0, 9)) > 0] or body
    body += [draw(st.sampled_from(body))] if draw(st.integers(0, 4)) == 0 else []
    text = draw(st.sampled_from(["\n\n", "\n\n", "\n"])).join(body)
    for marker in ("[^1]", "[^2]"):
        text = text.replace(marker, draw(st.sampled_from([marker, marker, "", "[^1]", "[^2]", "[^3]", "{fn1}"])))
    sentences = text.split(". ")
    at = draw(st.integers(0, len(sentences) - 1))
    sentences[at] += draw(
        st.sampled_from(["", "", " и *так* далее", ", `код`", " [слово](https://example.org/x)", " ←", " ^[н]"])
    )
    notes += draw(st.sampled_from([[], ["[^3]: Добавлено [тут](https://example.org/[a]) позже."]]))
    return "\n\n".join([". ".join(sentences), *draw(st.permutations(notes))]) + "\n"


@settings(max_examples=60)
@given(translations())
def test_every_sentence_of_the_translation_is_in_an_entry_or_told_of(text: str) -> None:
    published = read_article(text, lang="ru")
    try:
        result = adopted(SOURCE, text, "ru")
    except UnrelatedError:
        return
    report = result.report
    told = [entry.target for entry in result.entries]
    told += [item.text for item in report.left_over] + [item.published for item in (*report.kept, *report.conflicts)]
    words = set(_WORD.findall(" ".join(told)))
    for number, segment in enumerate(published.segments):
        if segment.kind is not SegmentKind.LINK_TARGET and has_words(segment):
            assert number in result.published
            assert set(_WORD.findall(re.sub(r"\{\w+\}", "", segment.text))) <= words


@settings(max_examples=60)
@given(translations())
def test_the_edition_has_the_notes_of_the_article_each_in_its_sentence(text: str) -> None:
    try:
        result = adopted(SOURCE, text, "ru")
    except UnrelatedError:
        return
    for fuzzy in (False, True):
        edition = build_edition(SOURCE, by_source(result), "ru", EditionPolicy(fuzzy=fuzzy)).text
        own = [label for label in _NOTES.findall(edition) if label not in {"a", "b"}]
        assert [label for label in _NOTES.findall(edition) if label not in own] == _NOTES.findall(ENGLISH)
        assert all(f"[^{label}]:" in edition for label in own)


@settings(max_examples=30)
@given(translations())
def test_doing_it_again_changes_nothing(text: str) -> None:
    try:
        once = adopted(SOURCE, text, "ru")
    except UnrelatedError:
        return
    assert adopted(SOURCE, text, "ru", once.entries).entries == once.entries
