"""Ten tasks of people in a real browser, by keyboard and by touch, each within the steps in docs/preview.md."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.catalog.review import find_reviewer

from .site import COMMAND, FUZZY, MISSING, Site, change

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Visit = Callable[..., "Page"]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ARTICLE = "/article/lake?lang=en&lang=ru"
FIRST = "The lake fell by twenty meters.{fn1}"
DOCS = Path(__file__).parents[2] / "docs/preview.md"


def read_allowed() -> dict[str, tuple[int, int]]:
    """The steps allowed by keyboard and by touch, by task, from the table in the documentation."""
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return {task: (int(keys), int(taps)) for task, keys, taps in rows}


@dataclass
class Person:
    """Somebody at a page who counts what it takes."""

    page: "Page"
    touches: bool
    steps: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.steps += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.steps += 1
        self.page.keyboard.type(text)

    def tap(self, selector: str, text: str = "") -> None:
        self.steps += 1
        self.page.locator(selector, has_text=text).locator("visible=true").first.tap()

    def editor(self) -> None:
        """Wait until the editor can be typed into, which is no step."""
        self.page.locator(".editor .translation:focus:not([readonly])").wait_for()

    def finish(self, task: str) -> None:
        keys, taps = next(steps for name, steps in read_allowed().items() if task in name)
        assert self.steps <= (taps if self.touches else keys), task


@pytest.fixture(params=["keyboard", "touch"])
def person(request: pytest.FixtureRequest, visit: Visit) -> Callable[[str], Person]:
    """Opens a page, on a phone for touch."""

    def go(path: str) -> Person:
        touches = request.param == "touch"
        page = visit(path, **(PHONE if touches else {}))
        page.locator(".live.on").wait_for(state="attached")
        return Person(page, touches)

    return go


def test_there_are_ten_tasks() -> None:
    assert len(read_allowed()) == 10


def test_the_first_gap_of_a_language_is_found_and_filled(person: Callable[[str], Person], site: Site) -> None:
    own = person("/")
    own.page.locator('td[data-name="ru"] a.to-do').wait_for()
    if own.touches:
        own.tap('td[data-name="ru"] a.to-do')
    else:
        own.press("u", "u", "Enter")
    own.editor()
    own.write("Потом оно поднялось.")
    own.tap(".editor .primary") if own.touches else own.press("Control+Enter")
    own.page.locator(".seg", has_text="Потом оно поднялось.").wait_for()
    assert site.entry(MISSING).target == "Потом оно поднялось."
    own.finish("the first gap")


def test_a_mailed_catalog_is_taken_back(person: Callable[[str], Person], site: Site, tmp_path: Path) -> None:
    empty, filled = (f'msgid "{MISSING}"\nmsgstr "{words}"' for words in ("", "Потом."))
    mailed = tmp_path / "from Anna.po"
    mailed.write_text(site.catalog.read_text("utf-8").replace(empty, filled), encoding="utf-8")
    own = person("/")
    with own.page.expect_file_chooser() as chosen:
        own.tap("[data-run=receive]") if own.touches else own.press("g", "ArrowLeft", "Enter")
    own.steps += 1
    chosen.value.set_files(mailed)
    own.page.locator("#report pre", has_text="taken").wait_for()
    own.tap("#report .close") if own.touches else own.press("Escape")
    own.page.locator("#report").wait_for(state="hidden")
    assert site.entry(MISSING).target == "Потом."
    own.finish("take back a catalog")


def test_a_paragraph_is_confirmed(person: Callable[[str], Person], site: Site) -> None:
    for source in (FIRST, MISSING):
        site.translate(source, target="Похожее{fn1}." if "{fn1}" in source else "Похожее.", fuzzy=True)
    own = person(ARTICLE)
    own.tap("[data-jump=fuzzy]") if own.touches else own.press("f")
    own.page.locator(".agree-all:enabled").wait_for(state="attached")
    own.tap(".agree-all") if own.touches else own.press("Shift+C")
    own.page.get_by_text("Confirmed.").wait_for()
    assert [site.entry(source).fuzzy for source in (FIRST, MISSING, FUZZY)] == [False, False, True]
    own.finish("confirm all of one paragraph")


def test_why_a_sentence_is_fuzzy_is_seen(person: Callable[[str], Person]) -> None:
    own = person(ARTICLE)
    if own.touches:
        own.tap("[data-jump=fuzzy]")
        own.tap(".seg", "Второй пункт")
    else:
        own.press("f", "Enter")
    own.page.locator(".editor-previous del", has_text="The").wait_for()
    own.finish("why a sentence is fuzzy")


@pytest.mark.parametrize(
    ("comments", "place", "words"),
    [(("list item", "machine: deepl"), ".editor-origin", "deepl"), (("list item",), ".editor-unsure", "unsure")],
)
def test_every_fuzzy_sentence_says_why(
    visit: Visit, site: Site, comments: tuple[str, ...], place: str, words: str
) -> None:
    site.translate(FUZZY, previous=None, comments=comments)
    page = visit(ARTICLE)
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    page.locator(place, has_text=words).wait_for()


def test_editions_are_published(person: Callable[[str], Person], site: Site) -> None:
    own = person("/")
    for number, name in enumerate(("merge", "export")):
        if own.touches:
            own.tap(f"[data-run={name}]")
        else:
            own.press(*(() if number else ("g",)), "ArrowRight", "Enter")
        own.page.locator("#report h2", has_text=f"targman {name}").wait_for()
        own.page.locator(f"[data-run={name}]:enabled").wait_for(state="attached")
        own.tap("#report .close") if own.touches else own.press("Escape")
        own.page.locator("#report").wait_for(state="hidden")
    assert (site.root / "editions/ru/lake.md").is_file()
    assert list((site.root / "site").rglob("*.html")) or list(site.root.rglob("lake*.html"))
    own.finish("publish")


def test_a_wrong_edit_is_undone(person: Callable[[str], Person], site: Site) -> None:
    own = person(ARTICLE)
    before = site.catalog.read_bytes()
    own.page.locator(".seg", has_text="Второй пункт").click()
    own.editor()
    own.page.locator(".editor .translation").fill("Ошибка.")
    own.page.locator(".editor .primary").click()
    own.page.locator(".seg", has_text="Ошибка.").wait_for()
    own.editor()
    own.page.keyboard.press("Escape")
    own.page.locator(".editor").wait_for(state="detached")
    own.tap(".undo") if own.touches else own.press("z")
    own.page.get_by_text("Undone.").wait_for()
    own.page.locator(".seg", has_text="Второй пункт").wait_for()
    assert site.catalog.read_bytes() == before
    own.finish("undo a wrong edit")


def open_first_gap(own: Person) -> None:
    if own.touches:
        own.tap("[data-jump=missing]")
        own.tap('.cell[data-lang="ru"] .seg[data-state=missing]')
    else:
        own.press("u", "Enter")
    own.editor()


def test_a_term_of_the_glossary_is_put_in(person: Callable[[str], Person], site: Site) -> None:
    (site.root / "locales/glossary.csv").write_text("en,ru\nrose again,снова поднялось\n", encoding="utf-8")
    own = person(ARTICLE)
    open_first_gap(own)
    own.page.locator(".offer", has_text="снова поднялось").wait_for()
    own.tap(".offer", "снова") if own.touches else own.press("Alt+Digit1")
    own.tap(".editor .primary") if own.touches else own.press("Control+Enter")
    own.page.locator(".seg", has_text="снова поднялось").wait_for()
    assert site.entry(MISSING).target == "снова поднялось"
    own.finish("a term of the glossary")


def test_an_offer_of_the_memory_is_accepted(person: Callable[[str], Person], site: Site) -> None:
    other = site.root / "articles/other.md"
    other.write_text("# Other\n\nThen it rose again and again.\n", encoding="utf-8")
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    target = "Потом оно опять поднялось."
    change(
        site.root / "locales/ru/articles/other.po",
        lambda entry: replace(entry, target=target, fuzzy=False) if "again and" in entry.source else entry,
    )
    subprocess.run([*COMMAND, "sync"], cwd=site.root, check=True, capture_output=True)
    site.translate(MISSING, target="", fuzzy=False, comments=("paragraph", "section: The lake"))
    own = person(ARTICLE)
    open_first_gap(own)
    own.page.locator(".offer", has_text="опять").wait_for()
    own.tap(".offer", "опять") if own.touches else own.press("Alt+Digit1")
    own.tap(".editor .primary") if own.touches else own.press("Control+Enter")
    own.page.locator(".seg", has_text="опять поднялось").wait_for()
    assert (site.entry(MISSING).target, site.entry(MISSING).fuzzy) == (target, False)
    own.finish("an offer of the memory")


def test_a_comment_is_left(person: Callable[[str], Person], site: Site) -> None:
    own = person(ARTICLE)
    if own.touches:
        own.tap("[data-jump=fuzzy]")
        own.tap(".seg", "Второй пункт")
        own.editor()
        own.tap(".editor summary")
    else:
        own.press("f", "Enter")
        own.editor()
        own.press("Alt+KeyR")
    own.page.locator(".remark-text:focus").wait_for()
    own.write("? which item")
    own.tap(".save-remark") if own.touches else own.press("Control+Enter")
    own.page.locator(".cell .remark", has_text="which item").wait_for()
    entry = site.entry(FUZZY)
    assert (entry.remarks, entry.fuzzy) == (("? which item",), True)
    own.finish("leave a comment")


def test_a_translation_is_marked_as_reviewed(person: Callable[[str], Person], site: Site) -> None:
    own = person(ARTICLE)
    if own.touches:
        own.tap(".seg", "Никто не знает")
        own.tap(".editor .review-this")
    else:
        own.press("f", "ArrowUp", "r")
    own.page.locator(".cell.reviewed").wait_for()
    source = "Nobody knows *why* it did." if own.touches else "A first item, with a [link]({url1})."
    assert find_reviewer(site.entry(source)) == "Ани"
    own.finish("mark a translation as reviewed")
