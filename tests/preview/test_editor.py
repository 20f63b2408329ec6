"""The editor of a sentence in a real browser: what it shows, offers, repairs and asks; and an article on a phone."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .site import FUZZY, MISSING, Site, end, lay, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

Visit = Callable[..., "Page"]

NOTED = "The lake fell by twenty meters.{fn1}"
BESIDE = "/article/lake?lang=en&lang=ru"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def open_sentence(page: "Page", text: str) -> None:
    page.locator('.cell[data-lang="ru"] .seg', has_text=text).first.click()
    page.locator(".editor .translation:focus:not([readonly])").wait_for()


def test_source_translation_and_findings_stand_there_once(visit: Visit, site: Site) -> None:
    site.translate(NOTED, target="Озеро опустилось.")
    page = visit(BESIDE)
    page.locator(".cell .findings").first.wait_for()
    open_sentence(page, "Озеро опустилось")
    row = page.locator(".row:has(.editor)")
    page.locator(".editor .findings li").first.wait_for()
    shown = row.inner_text()
    assert shown.count("twenty meters") == 1
    assert "twenty meters.{fn1}" in shown, "as translators write it"
    assert row.locator(".findings:visible").count() == 1
    assert row.locator('[data-lang="ru"] > .seg').is_hidden()
    page.keyboard.press("Escape")
    assert row.locator(".raw").count() == 0
    assert page.locator('.cell[data-lang="en"] .seg', has_text="twenty meters").is_visible()


def test_without_its_column_the_source_is_in_the_editor(visit: Visit) -> None:
    page = visit("/article/lake?lang=ru")
    open_sentence(page, "Озеро опустилось")
    assert page.locator(".editor .source-text").inner_text() == NOTED


def test_save_stays_in_sight_in_a_low_window(visit: Visit) -> None:
    page = visit(BESIDE, viewport={"width": 1000, "height": 420})
    page.locator('.cell[data-lang="ru"] .seg', has_text="Последнее").scroll_into_view_if_needed()
    open_sentence(page, "Последнее")
    page.wait_for_function(
        """() => {
          const box = document.querySelector(".editor .primary").getBoundingClientRect();
          const area = document.querySelector(".editor .translation").getBoundingClientRect();
          const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
          return box.bottom <= innerHeight && box.top >= bar && area.top >= bar && area.top < innerHeight;
        }"""
    )


def test_a_placeholder_says_what_it_stands_for_and_is_inserted_by_a_key(visit: Visit) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Озеро опустилось")
    assert page.locator(".placeholders").inner_text().split() == ["{fn1}", "Отчёт", "института."]
    page.locator(".editor .translation").fill("Озеро")
    page.keyboard.press("Alt+KeyP")
    page.keyboard.press("Alt+KeyP")
    assert page.locator(".editor .translation").input_value() == "Озеро{fn1}"


def test_a_finding_with_one_answer_is_fixed_in_the_editor_or_beside_its_sentence(visit: Visit, site: Site) -> None:
    site.translate(NOTED, target="Озеро  опустилось на двадцать метров{fn1}.")
    page = visit(BESIDE)
    open_sentence(page, "опустилось на")
    page.locator(".editor .repair").first.click()
    assert page.locator(".editor .translation").input_value() == "Озеро опустилось на двадцать метров{fn1}."
    page.locator(".editor .findings .repair").wait_for(state="detached")
    page.keyboard.press("Escape")
    assert "  " in site.entry(NOTED).target, "nothing was saved"
    page.locator(".fix").first.click()
    page.get_by_text("Fixed.").wait_for()
    assert site.entry(NOTED).target == "Озеро опустилось на двадцать метров{fn1}."
    page.locator(".fix").wait_for(state="detached")


def test_what_was_typed_and_not_saved_is_there_again(visit: Visit, site: Site) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Озеро опустилось")
    page.locator(".editor .translation").fill("Озеро обмелело")
    page.keyboard.press("Escape")
    page.get_by_text("Your text is kept on this page").wait_for()
    site.translate(NOTED, target="Чужое{fn1}.")
    page.locator(".seg", has_text="Чужое").wait_for()
    open_sentence(page, "Чужое")
    assert page.locator(".editor .translation").input_value() == "Озеро обмелело"
    assert page.locator(".editor-conflict .theirs").inner_text() == "Чужое{fn1}."
    page.locator(".editor .cancel").click()
    open_sentence(page, "Чужое")
    assert page.locator(".editor .translation").input_value() == "Чужое{fn1}."


def answer_late(page: "Page", address: str) -> Callable[[], None]:
    """Hold back the next request to an address. The function returned waits for it and lets it through."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))  # noqa: PLW0108

    def let_through() -> None:
        for _ in range(500):
            if not held:
                page.wait_for_timeout(20)
        assert held
        for each in held:
            each.continue_()
        page.unroute(address)

    return let_through


def test_escape_closes_an_editor_that_still_waits_for_its_text_and_keeps_what_was_typed_before(visit: Visit) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Озеро опустилось")
    page.locator(".editor .translation").fill("Озеро обмелело")
    page.keyboard.press("Escape")
    let_through = answer_late(page, "**/entry/*")
    page.keyboard.press("Enter")
    page.locator(".editor .translation[readonly]").wait_for()
    page.keyboard.press("Escape")
    page.locator(".editor .translation").wait_for(state="hidden")
    let_through()
    open_sentence(page, "Озеро опустилось")
    assert page.locator(".editor .translation").input_value() == "Озеро обмелело"


def test_escape_during_a_save_does_not_open_the_next_sentence(visit: Visit, site: Site) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Второй пункт")
    let_through = answer_late(page, "**/save/*")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    with page.expect_response("**/save/*"):
        let_through()
    page.locator('.cell[data-lang="ru"] .seg[data-state=translated]', has_text="Второй пункт").wait_for()
    assert not site.entry(FUZZY).fuzzy
    assert page.locator(".editor .translation").count() == 0


def test_a_save_that_fails_after_escape_is_told_and_its_text_kept(visit: Visit, site: Site) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Второй пункт")
    page.locator(".editor .translation").fill("Мой пункт.")
    let_through = answer_late(page, "**/save/*")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    site.translate(FUZZY, target="Чужой пункт.")
    let_through()
    page.get_by_text("Somebody else changed this translation meanwhile.").wait_for()
    page.locator(".seg", has_text="Чужой пункт").wait_for()
    assert site.entry(FUZZY).target == "Чужой пункт."
    open_sentence(page, "Чужой пункт")
    assert page.locator(".editor .translation").input_value() == "Мой пункт."


def test_an_edit_is_undone_and_done_again_by_keys(visit: Visit, site: Site) -> None:
    page = visit(BESIDE)
    before = site.catalog.read_bytes()
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.get_by_text("Confirmed.").wait_for()
    page.keyboard.press("z")
    page.get_by_text("Undone.").wait_for()
    assert site.catalog.read_bytes() == before
    assert page.evaluate("document.activeElement.innerText") == "Второй пункт."
    page.keyboard.press("Shift+Z")
    page.get_by_text("Done again.").wait_for()
    assert not site.entry(FUZZY).fuzzy
    site.translate(FUZZY, target="Чужое.")
    page.locator(".seg", has_text="Чужое.").wait_for()
    page.keyboard.press("z")
    page.get_by_text("Nothing was undone.").wait_for()
    assert site.entry(FUZZY).target == "Чужое."


def test_a_comment_that_somebody_else_wrote_meanwhile_is_not_lost(visit: Visit, site: Site) -> None:
    page = visit(BESIDE)
    open_sentence(page, "Второй пункт")
    page.keyboard.press("Alt+KeyR")
    page.keyboard.type("mine")
    site.translate(FUZZY, remarks=("theirs",))
    page.keyboard.press("Control+Enter")
    page.get_by_text("Somebody else wrote a comment").wait_for()
    assert page.locator(".remark-text").input_value() == "theirs\nmine"
    assert site.entry(FUZZY).remarks == ("theirs",)
    page.keyboard.press("Control+Enter")
    page.locator(".cell .remark", has_text="mine").wait_for()
    assert site.entry(FUZZY).remarks == ("theirs", "mine")


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A preview of a workspace whose settings do not say who translates, with a machine that needs no network."""
    root = tmp_path_factory.mktemp("nameless")
    lay(root)
    (root / "targman.toml").write_text('lang = "en"\n', encoding="utf-8")
    site = serve(root, TARGMAN_PROVIDER="pseudo", HOME=str(root), GIT_CONFIG_GLOBAL="", GIT_CONFIG_NOSYSTEM="1")
    try:
        yield site
    finally:
        assert end(site) == (0, "")


def test_the_first_save_asks_who_translates_and_a_machine_helps_on_request(nameless: Site, browser: "Browser") -> None:
    page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 900})
    page.goto(nameless.door)
    page.goto(nameless.address + BESIDE)
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.locator(".ask-machine", has_text="pseudo").wait_for()
    page.keyboard.press("Alt+KeyM")
    page.get_by_text("It stays fuzzy until you save it.").wait_for()
    entry = nameless.entry(MISSING)
    assert entry.fuzzy
    is_shown = "target => document.querySelector('.editor .translation').value === target"
    page.wait_for_function(is_shown, arg=entry.target)
    page.keyboard.press("Control+Enter")
    page.get_by_role("dialog", name="Who translates?").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert nameless.entry(MISSING).fuzzy, "nothing is saved without an answer"
    page.keyboard.press("Control+Enter")
    page.get_by_label("Name", exact=True).fill("Анна")
    page.keyboard.press("Enter")
    page.locator('.cell[data-lang="ru"] .seg[data-state=translated]', has_text=entry.target).wait_for()
    assert not nameless.entry(MISSING).fuzzy
    assert 'translator = "Анна"' in (nameless.root / "targman.toml").read_text("utf-8")
    page.locator(".editor .translation:focus:not([readonly])").wait_for()  # of the next sentence that is open
    page.keyboard.press("Escape")
    page.locator(".editor .translation").wait_for(state="hidden")
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.get_by_text("Confirmed.").wait_for()
    page.close()


def test_a_phone_shows_the_source_and_one_language_with_its_name_and_the_buttons_below(visit: Visit) -> None:
    page = visit("/article/lake", **PHONE)
    page.locator(".live.on").wait_for(state="attached")
    assert page.locator('.cell[data-lang="ru"]').first.is_hidden()
    page.get_by_role("link", name="Русский").locator("visible=true").tap()
    page.locator('.cell[data-lang="ru"]:visible').first.wait_for()
    page.locator(".live.on").wait_for(state="attached")
    row = page.locator(".row", has_text="Nobody knows")
    assert row.locator(".cell:visible").count() == 2
    labels = row.locator(".cell:visible").evaluate_all(
        "all => all.map((each) => getComputedStyle(each, '::before').content)"
    )
    assert labels == ['"English"', '"Русский"']
    assert page.locator("[data-jump=missing] b").inner_text() == "5", "what is hidden is not counted"
    assert page.get_by_text("A. Author").first.is_hidden()
    page.get_by_role("button", name="Front matter").tap()
    assert page.get_by_text("A. Author").first.is_visible()
    page.evaluate("scrollTo(0, 600)")
    box = page.locator(".jumps").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 845
    page.reload()
    assert page.locator('.cell[data-lang="hy"]').first.is_hidden(), "the choice is remembered"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
