"""What Targman exports it imports again: the bundled articles in three languages, in every format that can be read."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Workspace

from pipeline.article.markdown import read_article
from pipeline.model import Article, SegmentKind

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = {
    "html": ".html", "docx": ".docx", "odt": ".odt", "txt": ".txt", "wordpress": ".wordpress.html",
    "wordpress-classic": ".classic.html",
}  # fmt: skip
_PROVENANCE = re.compile(r"^targman:.*\n(?:[ \t].*\n)*", re.MULTILINE)
_MARKUP = re.compile(r"\{\w+\}|</?su[bp]>|[\\*_`]")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The bundled articles, merged and exported in all formats."""
    pytest.importorskip("trafilatura")
    place = Workspace(tmp_path_factory.mktemp("bundled"))
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, place.root / name)
    shutil.copy(ROOT / "pyproject.toml", place.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.root)
        place.run("merge")
        place.run("export", *(f"--format={form}" for form in SUFFIXES))
        yield place


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", _MARKUP.sub("", text).casefold()))


def texts(article: Article, *kinds: SegmentKind) -> list[list[str]]:
    """The words of each segment of these kinds."""
    found = (segment.text for segment in article.segments if segment.kind in kinds)
    return [sorted(words(text).elements()) for text in found]


def all_texts(article: Article) -> list[str]:
    """The text of the article, and what stands below its pictures."""
    aside = {SegmentKind.FRONT_MATTER, SegmentKind.LINK_TARGET, SegmentKind.IMAGE_TEXT, SegmentKind.LINK_TITLE}
    return [segment.text for segment in article.segments if segment.kind not in aside]


def notes(article: Article) -> list[Counter[str]]:
    """The words of the notes, in the order of the references to them."""
    known: dict[str, Counter[str]] = {}
    for segment in article.segments:
        if segment.kind is SegmentKind.FOOTNOTE:
            known.setdefault(str(segment.label).casefold(), Counter()).update(words(segment.text))
    return [known[label.casefold()] for segment in article.segments for label in segment.notes]


@pytest.mark.thorough
@pytest.mark.parametrize("form", SUFFIXES)
@pytest.mark.parametrize("lang", ["hy", "en", "ru"])
@pytest.mark.parametrize("slug", ["lake-sevan", "urbatagirk", "yerevan-metro"])
def test_an_edition_comes_back_as_it_went(exported: Workspace, slug: str, lang: str, form: str) -> None:
    path = f"exports/{lang}/{slug}{SUFFIXES[form]}"
    [report] = json.loads(
        exported.run("import", path, "--lang", lang, "--slug", f"{slug}-{lang}-{form}", "--format=json").stdout
    )["results"]
    edition = exported.text(f"editions/{lang}/{slug}.md")
    went = read_article(_PROVENANCE.sub("", edition), lang=lang)
    came = read_article(exported.text(report["article"]), lang=lang)
    front = dict(
        re.findall(r"^(title|author): \"?(.*?)\"?$", exported.text(f"editions/{lang}/{slug}.md"), re.MULTILINE)
    )
    assert (report["title"], report["author"]) == (front["title"], front["author"])
    assert (report["unreferenced"], report["dangling"]) == ([], [])
    assert texts(came, SegmentKind.HEADING) == texts(went, SegmentKind.HEADING)
    assert texts(came, SegmentKind.TABLE_CELL) == texts(went, SegmentKind.TABLE_CELL)
    assert notes(came) == notes(went)
    before, after = (sum(map(words, all_texts(each)), Counter()) for each in (went, came))
    assert not before - after
    # Where the pictures are not beside the text, their descriptions are in it.
    assert not after - before or form in {"txt", "wordpress", "wordpress-classic"}
