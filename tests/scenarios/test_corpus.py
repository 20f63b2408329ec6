"""True translations of whole articles: filled into the catalogs, they give the published editions."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.article.markdown import read_article
from pipeline.model import Segment
from scenarios.shop import SHARED, Shop, citations

MAKER = SHARED / "tools" / "make_corpus.py"
ARTICLES = [f"a{number:03}" for number in range(5)]
NOTES = 24
LANGUAGES = ("hy", "ru")

pytestmark = pytest.mark.skipif(
    not (MAKER.exists() and (SHARED / "data" / "bitext").is_dir()),
    reason=f"what makes a corpus of articles with their translations is not there: {MAKER}",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, MAKER, str(len(ARTICLES)), folder], check=True, timeout=60)
    return folder


@pytest.fixture
def shops(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Shop]:
    """The articles in a workspace whose segments are blocks."""
    made = [Shop(tmp_path, name) for name in ARTICLES]
    made[0].run("init", str(tmp_path), "--lang", "en")
    (tmp_path / "articles" / "welcome.md").unlink()
    with (tmp_path / "targman.toml").open("a", encoding="utf-8") as settings:
        settings.write('segmentation = "block"\n')
    for shop in made:
        shop.write((corpus / "src" / f"{shop.name}.md").read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    made[0].run("sync")
    return made


def with_placeholders(translation: str, segment: Segment) -> str:
    """The translation of a block with its notes as a catalog has them."""
    for item in segment.placeholders:
        translation = translation.replace(item.source, f"{{{item.name}}}")
    return translation


def translate(shop: Shop, corpus: Path) -> None:
    """Every block of the article gets its true translation."""
    translations = json.loads((corpus / "tr.json").read_text(encoding="utf-8"))
    segments = read_article(shop.article.read_text(encoding="utf-8"), lang="en", sentences=False).segments
    for lang in LANGUAGES:
        found = {
            segment.text: with_placeholders(translations[lang][segment.source], segment)
            for segment in segments
            if segment.source in translations[lang]
        }
        assert len(found) > NOTES
        shop.translate(lang, found)
        assert all(entry.is_translated for entry in shop.entries(lang))


def words(markdown: str) -> list[list[str]]:
    """The words of each block, markers of notes and backslashes before punctuation left out."""
    plain = re.sub(r"\[\^\w+\](?!:)", "", markdown)
    plain = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", plain)
    return [block.split() for block in re.split(r"\n{2,}", plain.strip())]


def test_true_translations_give_the_published_editions(shops: list[Shop], corpus: Path) -> None:
    for shop in shops:
        translate(shop, corpus)
    shops[0].run("merge", "--missing", "fail")
    for shop in shops:
        for lang in LANGUAGES:
            published = (corpus / "ref" / lang / f"{shop.name}.md").read_text(encoding="utf-8")
            edition = shop.edition(lang)
            assert words(edition) == words(published)
            cited = list(citations(edition, lang))
            assert len(cited) == NOTES
            assert [note for _, note in cited] == [note for _, note in citations(published, lang)]


def test_they_survive_sentences_and_come_back_as_blocks(shops: list[Shop], corpus: Path) -> None:
    settings = shops[0].root / "targman.toml"
    blocks = settings.read_text(encoding="utf-8")
    for shop in shops:
        translate(shop, corpus)
    before = {(shop.name, lang): shop.active(lang) for shop in shops for lang in LANGUAGES}
    settings.write_text(blocks.replace('\nsegmentation = "block"', ""), encoding="utf-8")
    shops[0].run("sync")
    for shop in shops:
        for lang in LANGUAGES:
            held = {word for entry in shop.entries(lang) if not entry.obsolete for word in spoken(entry.target)}
            for entry in before[shop.name, lang].values():
                assert set(spoken(entry.target)) <= held
    settings.write_text(blocks, encoding="utf-8")
    shops[0].run("sync")
    assert {(shop.name, lang): shop.active(lang) for shop in shops for lang in LANGUAGES} == before


def spoken(target: str) -> list[str]:
    return re.sub(r"\{\w+\}", " ", target).split()
