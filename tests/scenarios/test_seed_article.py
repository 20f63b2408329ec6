"""A real article with 24 notes through the real commands: what an editor does to it, and what becomes of the editions.

The article is the sample that this project was founded on; where it is not there, these tests have nothing to do.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.article.markdown import read_article
from pipeline.article.placeholders import remove_placeholders
from pipeline.model import Entry
from scenarios.shop import SHARED, Shop, citations, pseudo, renumbered

SEED = SHARED / "data" / "seed" / "article.md"
NOTES = 24
TRANSLATIONS = ("hy", "ru")
EDITIONS = ("hy", "en", "ru")

PARAGRAPH = "In public discourse, the term “betrayal” is being used with growing frequency"
WITH_NOTES = "In response to these attacks, Armenia appealed to the CSTO in May 2021,"
NEW_NOTE = "https://example.org/new-note"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"the sample article is not there: {SEED}")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The article with finished translations and merged editions."""
    made = Shop(tmp_path)
    made.run("init", str(tmp_path), "--lang", "en")
    (tmp_path / "articles" / "welcome.md").unlink()
    made.article.write_bytes(SEED.read_bytes())
    monkeypatch.chdir(tmp_path)
    made.run("sync")
    for lang in TRANSLATIONS:
        made.finish(lang)
    # The article has a marker without a space, and letters exchanged one by one are not set as Armenian should be.
    assert "error:" not in made.run("check", code=1).output
    made.run("merge", "--missing", "fail")
    return made


def seed() -> str:
    return SEED.read_text(encoding="utf-8")


def changed(before: dict[str, Entry], after: dict[str, Entry]) -> set[str]:
    """The sources of the entries that are not what they were, whatever it is that changed."""
    return {source for source in before.keys() | after.keys() if before.get(source) != after.get(source)}


def sentence_with(entries: dict[str, Entry], words: str) -> str:
    (found,) = (source for source in entries if words in source)
    return found


def test_one_word_changed_touches_one_entry_in_each_catalog(shop: Shop) -> None:
    before = {lang: shop.active(lang) for lang in EDITIONS}
    shop.write(seed().replace("growing frequency", "increasing frequency"))
    shop.run("sync")
    old = sentence_with(before["hy"], PARAGRAPH)
    new = old.replace("growing", "increasing")
    for lang in EDITIONS:
        after = shop.active(lang)
        assert changed(before[lang], after) == {old, new}
        assert shop.obsolete(lang).keys() == ({old} if lang in TRANSLATIONS else set())
    for lang in TRANSLATIONS:
        entry = shop.active(lang)[new]
        assert (entry.target, entry.fuzzy, entry.previous) == (pseudo(old, lang), True, old)
    assert (shop.active("en")[new].target, shop.active("en")[new].fuzzy) == (new, False)


def with_note(text: str, words: str) -> str:
    """The article with a new note right behind `words`, and all later notes renumbered."""
    assert text.count(words) == 1
    return renumbered(text.replace(words, f"{words}[^new]") + f"\n[^new]: {NEW_NOTE}\n")


@pytest.mark.parametrize(
    "words",
    [
        "outlines the recent dynamics in Armenia-Russia relations",
        "state-aligned media and pro-Russian circles",
        "In response to these attacks",
        "to Russia in November 2021,[^iv] and again",
        "[^iii] to Russia in November",
        "in payments from the Armenian side.",
        "at the request of the Russian side.[^ii]",
    ],
)
def test_a_new_note_touches_one_sentence_and_every_old_reference_keeps_its_source(shop: Shop, words: str) -> None:
    before = {lang: shop.active(lang) for lang in EDITIONS}
    cited = {lang: list(citations(shop.edition(lang), lang)) for lang in EDITIONS}
    assert len(cited["hy"]) == NOTES

    shop.write(with_note(seed(), words))
    shop.run("sync")
    for lang in EDITIONS:
        after = shop.active(lang)
        gone, new = before[lang].keys() - after.keys(), after.keys() - before[lang].keys()
        assert (len(gone), len(new)) == (1, 1), "the sentence; the note is an address, which is no entry"
        assert all(before[lang][source] == after[source] for source in before[lang].keys() & after.keys())
        assert shop.obsolete(lang).keys() == (gone if lang in TRANSLATIONS else set())

    for lang in TRANSLATIONS:
        shop.clear(lang)
    shop.run("merge")
    for lang in TRANSLATIONS:
        found = [item for item in citations(shop.edition(lang), lang) if item[1] != NEW_NOTE]
        assert found == cited[lang]
        assert notes_of(shop.edition(lang), lang) == NOTES + 1


def notes_of(edition: str, lang: str) -> int:
    """Return the number of notes in an edition, each of which is defined once and referred to, and none dangles."""
    article = read_article(edition, lang=lang)
    labels = [note.label for note in article.notes]
    referred = {label for segment in article.segments for label in segment.notes}
    assert sorted(re.findall(r"^\[\^(\w+)\]:", edition, re.MULTILINE)) == sorted(labels)
    assert referred == set(labels)
    assert set(re.findall(r"\[\^(\w+)\]", edition)) == set(labels)
    return len(labels)


def test_a_paragraph_that_moves_changes_nothing_but_the_order(shop: Shop) -> None:
    before = {lang: shop.active(lang) for lang in EDITIONS}
    paragraph = paragraph_with(PARAGRAPH)
    section = "## Maintaining Distance from Russia\n\n"
    assert section in seed()
    shop.write(seed().replace(f"{paragraph}\n\n", "").replace(section, f"{paragraph}\n\n{section}"))
    shop.run("sync")
    for lang in EDITIONS:
        assert shop.active(lang) == before[lang]
        assert list(shop.active(lang)) != list(before[lang])
        assert not shop.obsolete(lang)


def paragraph_with(words: str) -> str:
    (found,) = (block for block in seed().split("\n\n") if words in block)
    return found


def test_a_paragraph_that_is_deleted_and_put_back_leaves_the_catalogs_as_they_were(shop: Shop) -> None:
    before = {lang: shop.catalog(lang).read_bytes() for lang in EDITIONS}
    entries = {lang: shop.active(lang) for lang in EDITIONS}
    shop.write(seed().replace(paragraph_with(WITH_NOTES) + "\n\n", ""))
    shop.run("sync")
    for lang in TRANSLATIONS:
        gone = entries[lang].keys() - shop.active(lang).keys()
        assert len(gone) == 4
        assert {source: entry.target for source, entry in shop.obsolete(lang).items()} == {
            source: entries[lang][source].target for source in gone
        }
    assert not shop.obsolete("en")
    shop.write(seed())
    shop.run("sync")
    assert {lang: shop.catalog(lang).read_bytes() for lang in EDITIONS} == before


def test_a_paragraph_split_in_two_changes_no_entry(shop: Shop) -> None:
    before = {lang: shop.catalog(lang).read_bytes() for lang in EDITIONS}
    shop.write(seed().replace(" However, the CSTO", "\n\nHowever, the CSTO"))
    shop.run("sync")
    assert {lang: shop.catalog(lang).read_bytes() for lang in EDITIONS} == before


def test_a_sentence_split_in_two_loses_no_word_and_no_note(shop: Shop) -> None:
    before = {lang: shop.active(lang) for lang in EDITIONS}
    old = "in May 2021,[^iii] to Russia in November 2021,[^iv] and again"
    new = "in May 2021.[^iii] It appealed to Russia in November 2021,[^iv] and again"
    shop.write(seed().replace(old, new))
    shop.run("sync")
    source = sentence_with(before["hy"], WITH_NOTES)
    for lang in TRANSLATIONS:
        after = shop.active(lang)
        added = after.keys() - before[lang].keys()
        assert len(added) == 2
        assert all(after[text].fuzzy for text in added)
        words = " ".join(remove_placeholders(entry.target) for entry in shop.entries(lang))
        assert set(remove_placeholders(pseudo(source, lang)).split()) <= set(words.split())
        shop.clear(lang)
    shop.run("merge")
    assert [notes_of(shop.edition(lang), lang) for lang in EDITIONS] == [NOTES] * 3


def test_the_switch_to_blocks_and_back_changes_no_byte(shop: Shop) -> None:
    settings = shop.root / "targman.toml"
    before = {lang: shop.active(lang) for lang in EDITIONS}
    written = settings.read_text(encoding="utf-8")
    settings.write_text(f'{written}segmentation = "block"\n', encoding="utf-8")
    shop.run("sync")
    for lang in EDITIONS:
        assert len(shop.active(lang)) < len(before[lang])
        assert all(entry.is_translated for entry in shop.active(lang).values())
    shop.run("merge", "--missing", "fail")
    settings.write_text(written, encoding="utf-8")
    shop.run("sync")
    assert {lang: shop.active(lang) for lang in EDITIONS} == before


FAULTS = {
    "dropped": lambda target: target.replace("{fn2}", ""),
    "doubled": lambda target: target.replace("{fn2}", "{fn2} {fn2}"),
    "invented": lambda target: target + " {fn9}",
    "swapped": lambda target: target.replace("{fn1}", "{x}").replace("{fn2}", "{fn1}").replace("{x}", "{fn2}"),
    "dropped, doubled and invented": lambda target: target.replace("{fn1}", "{fn3} [^zz] {fn7}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_the_translator_does_to_the_markers_the_edition_has_every_note(shop: Shop, fault: str) -> None:
    source = sentence_with(shop.active("ru"), WITH_NOTES)
    target = FAULTS[fault](shop.active("ru")[source].target)
    assert target != shop.active("ru")[source].target
    shop.translate("ru", {source: target})
    lines = shop.catalog("ru").read_text(encoding="utf-8").splitlines()
    line = shop.active("ru")[source].line
    assert any(WITH_NOTES in text for text in lines[line - 1 : line + 12])
    said = [text for text in shop.run("check", code=1).output.splitlines() if "[note-" in text]
    assert said
    assert all(text.startswith(f"locales/ru/articles/article.po:{line}: ") for text in said)
    shop.run("merge")
    edition = shop.edition("ru")
    assert notes_of(edition, "ru") == NOTES
    assert sorted(text for _, text in citations(edition, "ru")) == sorted(text for _, text in citations(seed(), "en"))


def test_a_second_run_writes_nothing(shop: Shop) -> None:
    shop.edit("hy", lambda entry: replace(entry, fuzzy=PARAGRAPH in entry.source))
    shop.write(seed().replace(paragraph_with(WITH_NOTES) + "\n\n", "").replace("growing frequency", "frequency"))
    shop.run("sync")
    shop.run("merge")
    before = shop.files()
    shop.run("sync")
    shop.run("merge")
    assert shop.files() == before
