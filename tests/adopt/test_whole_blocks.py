"""A pairing that is a whole note, or a whole paragraph of two texts with the same blocks, is sure."""

from dataclasses import replace

from pipeline.adopt.adoption import Pairing
from pipeline.adopt.whole_blocks import trust_whole_blocks
from pipeline.alignment import SURE
from pipeline.article.markdown import read_article
from pipeline.model import Article

OURS = "One.[^a] Two.\n\nThree.[^b]\n\n[^a]: A note of one sentence.\n\n[^b]: Another.\n"
THEIRS = "Eins.[^1] Zwei.\n\nDrei.[^2] Vier.\n\n[^1]: Eine Note. Zwei Sätze.\n\n[^2]: Noch eine.\n"


def read(text: str) -> Article:
    return read_article(text, lang="en")


def find(article: Article, *texts: str) -> tuple[int, ...]:
    places = {segment.text.split("{")[0]: number for number, segment in enumerate(article.segments)}
    return tuple(places[text] for text in texts)


def trusted(ours: str, theirs: str, disputed: frozenset[str] = frozenset()) -> list[float]:
    one, other = read(ours), read(theirs)
    pairings = [
        Pairing(source=find(one, "Three."), target=find(other, "Drei.", "Vier."), confidence=0.7),
        Pairing(source=find(one, "One."), target=find(other, "Eins."), confidence=0.7),
        Pairing(
            source=find(one, "A note of one sentence."), target=find(other, "Eine Note.", "Zwei Sätze."), confidence=0.6
        ),
    ]
    sides = tuple(range(len(one.segments))), tuple(range(len(other.segments)))
    notes = {"1": "a", "2": "b"}
    return [each.confidence for each in trust_whole_blocks(pairings, one, other, sides, notes, disputed)]


def test_a_whole_paragraph_is_sure_and_a_sentence_of_one_is_not() -> None:
    assert trusted(OURS, THEIRS) == [SURE, 0.7, SURE]


def test_texts_with_other_blocks_trust_their_notes_alone() -> None:
    assert trusted(OURS, THEIRS.replace("Drei.", "## Kopf\n\nDrei.")) == [0.7, 0.7, SURE]


def test_a_disputed_note_counts_only_where_its_reference_stands_in_the_same_place() -> None:
    assert trusted(OURS, THEIRS, frozenset({"1"})) == [SURE, 0.7, SURE]
    moved = THEIRS.replace("Drei.", "## Kopf\n\nDrei.")
    assert trusted(OURS, moved, frozenset({"1"})) == [0.7, 0.7, 0.6]


def test_a_pairing_that_the_words_hardly_give_is_not_taken() -> None:
    one, other = read(OURS), read(THEIRS)
    weak = Pairing(source=find(one, "Three."), target=find(other, "Drei.", "Vier."), confidence=0.2)
    sides = tuple(range(len(one.segments))), tuple(range(len(other.segments)))
    assert list(trust_whole_blocks([weak], one, other, sides, {}, set())) == [replace(weak)]
