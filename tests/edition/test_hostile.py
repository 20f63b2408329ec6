"""Laws 4 and 5 under attack: whatever a translation says, the edition keeps its source's blocks, notes, links and HTML.

Every place gets a part of the hostile translations, each time another one; with TARGMAN_THOROUGH=1 in the environment,
every place gets them all. Renderers that Targman does not use judge what comes out.
"""

import os
import re
from collections.abc import Iterator

import pytest
import yaml
from article.markdown.judges import JUDGES, Page, agree, by_markdown_it, differences, read
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.hostile import HOSTILE, PLACES, PLAIN, Place
from edition.making import entries
from pipeline.article.markdown import read_article
from pipeline.edition import build_edition

THOROUGH = bool(os.environ.get("TARGMAN_THOROUGH"))

MANY = """# One[^1]

First one. Second one.[^1] Third one.

> Quoted one. Quoted two[^two].

- Item one
- Item two

| Head | Other |
|---|---|
| Cell one | Cell two[^1] |

[A link](https://a.am "Its title") and ![an image](b.png) here.

[^1]: Note one. More of it.

[^two]: Note two.

    Its second block.
"""


def hostile_for(place: Place, part: int) -> tuple[str, ...]:
    """All that is put in a place, or one of `part` of them."""
    return HOSTILE if THOROUGH else HOSTILE[(*PLACES, *PLAIN).index(place) % part :: part]


def own_notes(text: str) -> tuple[str, ...]:
    """The labels of the notes that a translator wrote, which an edition defines at its end."""
    return tuple(re.findall(r"\[\^(tn\d+)\]: .*Ծնթ. թարգմ.", text))


def changed_blocks(source: Page, edition: Page) -> int:
    """How many stretches of text differ."""
    return sum(
        mine != theirs
        for label, texts in source.texts.items()
        for mine, theirs in zip(texts, edition.texts[label], strict=True)
    )


def wrongs(place: Place, hostile: str, source: Page, edition: Page, text: str) -> Iterator[str]:
    """What is wrong with an edition that has `hostile` in `place`."""
    found = list(differences(source, edition, own=own_notes(text), new_links=place.address))
    yield from found
    if not found and not (place.address or place.everywhere) and changed_blocks(source, edition) > 1:
        yield f"{hostile!r} changed another block"


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 118
    assert len(PLACES) >= 27
    assert all(agree(place.article) for place in PLACES)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_nothing_breaks_out_of_its_place(place: Place) -> None:
    article = read_article(place.article, lang="en")
    assert place.text in [segment.text for segment in article.segments]
    sources = {name: read(judge(place.article)) for name, judge in JUDGES.items()}
    broken = []
    for hostile in hostile_for(place, 3):
        text = build_edition(article, entries({place.text: hostile}), "hy").text
        for name, judge in JUDGES.items():
            broken += [(hostile, name, *wrongs(place, hostile, sources[name], read(judge(text)), text))]
    assert not [found for found in broken if len(found) > 2]


@pytest.mark.parametrize("place", PLAIN, ids=lambda place: place.name)
def test_a_third_renderer_agrees(place: Place) -> None:
    article = read_article(place.article, lang="en")
    source = read(by_markdown_it(place.article))
    for hostile in hostile_for(place, 4):
        if not re.search(r"\^\[.*\S.*\]", hostile):  # a translator's note, which this renderer does not know
            text = build_edition(article, entries({place.text: hostile}), "hy").text
            assert not list(wrongs(place, hostile, source, read(by_markdown_it(text)), text))


@pytest.mark.parametrize("place", [place for place in PLACES if place.article.startswith("---")], ids=lambda p: p.name)
def test_front_matter_keeps_its_fields(place: Place) -> None:
    article = read_article(place.article, lang="en")
    _, source, _ = place.article.split("---\n", 2)
    for hostile in hostile_for(place, 4):
        _, front, _ = build_edition(article, entries({place.text: hostile}), "hy").text.split("---\n", 2)
        fields, known = yaml.safe_load(front), yaml.safe_load(source)
        assert fields.keys() == known.keys()
        assert fields["tags"] == known["tags"]
        assert fields["lang"] == known["lang"]
        assert all(isinstance(fields[key], type(known[key])) for key in known)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(HOSTILE)), min_size=2, max_size=5))
@settings(max_examples=2000 if THOROUGH else 80)
def test_several_at_once_do_not_conspire(chosen: list[tuple[int, str]]) -> None:
    article = read_article(MANY, lang="en")
    texts = [segment.text for segment in article.segments]
    text = build_edition(article, entries({texts[index % len(texts)]: hostile for index, hostile in chosen}), "hy").text
    for judge in JUDGES.values():
        links = any(segment.kind == "link target" and segment.text in texts for segment in article.segments)
        assert not list(differences(read(judge(MANY)), read(judge(text)), own=own_notes(text), new_links=links))


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join), st.sampled_from(PLACES))
@settings(max_examples=3000 if THOROUGH else 100)
def test_nor_does_one_that_is_made_of_several(hostile: str, place: Place) -> None:
    text = build_edition(read_article(place.article, lang="en"), entries({place.text: hostile}), "hy").text
    for judge in JUDGES.values():
        assert not list(wrongs(place, hostile, read(judge(place.article)), read(judge(text)), text))
