"""The preview in a real browser: what a translator and an editor see and do."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalog.review import find_reviewer

from .site import COMMAND, FUZZY, MISSING, RUSSIAN, Site, change

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

Visit = Callable[..., "Page"]

NOTED = "The lake fell by twenty meters.{fn1}"


def sentence(page: "Page", text: str, lang: str = "ru") -> "Locator":
    return page.locator(f'.cell[data-lang="{lang}"] .seg', has_text=text).first


def test_hovering_a_sentence_lights_it_in_all_columns(visit: Visit) -> None:
    page = visit()
    before = sentence(page, "Озеро опустилось").evaluate("each => getComputedStyle(each.parentElement).backgroundColor")
    sentence(page, "The lake fell", "en").hover()
    lit = {
        sentence(page, text, lang).evaluate("each => getComputedStyle(each.parentElement).backgroundColor")
        for text, lang in (("The lake fell", "en"), ("Озеро опустилось", "ru"), ("The lake fell", "hy"))
    }
    assert len(lit) == 1
    assert lit != {before}


def test_in_tables_too(visit: Visit) -> None:
    page = visit()
    page.locator('.cell[data-lang="en"] th .seg', has_text="Year").hover()
    assert page.locator(".seg.lit").count() == 3


def test_a_note_shows_its_text_and_its_link(visit: Visit) -> None:
    page = visit()
    page.locator('.cell[data-lang="ru"] a[role=doc-noteref]').first.hover()
    window = page.locator("#note-window")
    window.wait_for()
    assert window.inner_text() == "Отчёт института."
    assert window.locator("a").get_attribute("href") == "https://example.org/report"
    page.keyboard.press("Escape")
    window.wait_for(state="hidden")


def test_a_catalog_saved_in_an_editor_changes_the_page_in_place(visit: Visit, site: Site) -> None:
    page = visit(viewport={"width": 1400, "height": 320})
    page.locator(".live.on").wait_for()
    sentence(page, "Последнее").scroll_into_view_if_needed()
    marked = sentence(page, "Последнее")
    marked.evaluate("each => { each.mark = 'the same element' }")
    top, scrolled = marked.bounding_box(), page.evaluate("scrollY")
    site.translate(MISSING, target="Потом вода снова поднялась, " + "и ещё раз поднялась, " * 30 + "и всё.")
    sentence(page, "Потом вода").wait_for()
    assert marked.evaluate("each => each.mark") == "the same element"
    now = marked.bounding_box()
    assert top
    assert now
    assert abs(now["y"] - top["y"]) < 2
    assert page.evaluate("scrollY") > scrolled > 0


def test_what_did_not_change_stays_and_stands_there_once(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    before = page.locator("#rows").inner_text().split("\n")
    site.translate(MISSING, target="Потом поднялось.")
    sentence(page, "Потом поднялось.").wait_for()
    after = page.locator("#rows").inner_text().split("\n")
    assert Counter(after) - Counter(before) == Counter(["Потом поднялось."])


def test_list_items_stand_in_the_columns_of_the_other_rows(visit: Visit) -> None:
    page = visit()
    cells = [sentence(page, text, "hy").locator("xpath=..") for text in ("The lake fell", "A first item")]
    boxes = [cell.bounding_box() for cell in cells]
    assert boxes[0]
    assert boxes[1]
    assert [boxes[0][side] for side in ("x", "width")] == [boxes[1][side] for side in ("x", "width")]


def test_an_article_saved_in_an_editor_changes_it_too(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    article = site.root / "articles/lake.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("The last sentence", "A new one.\n\nThe last sentence"), encoding="utf-8")
    sentence(page, "A new one.", "en").wait_for()
    assert sentence(page, "Последнее").is_visible()


def test_a_broken_catalog_says_what_is_wrong_until_it_is_mended(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    good = site.catalog.read_bytes()
    site.catalog.write_bytes(good + b'\nmsgid "x\n')
    page.get_by_text(re.compile(r"locales/ru/articles/lake\.po:\d+")).wait_for()
    assert sentence(page, "Второй пункт").is_visible()
    site.catalog.write_bytes(good)
    page.locator("#problems .problem").wait_for(state="detached")


def test_a_sentence_is_translated_in_place(visit: Visit, site: Site) -> None:
    page = visit()
    sentence(page, MISSING).click()
    page.locator(".editor .translation").fill("Потом оно поднялось.")
    page.get_by_role("button", name="Save", exact=True).click()
    sentence(page, "Потом оно поднялось.").wait_for()
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.locator(".editor .translation")).to_have_value("Второй пункт.")  # the next one that is not finished
    assert site.entry(MISSING).target == "Потом оно поднялось."
    assert sentence(page, "Потом оно поднялось.").get_attribute("data-state") == "translated"


def test_findings_show_while_typing(visit: Visit) -> None:
    page = visit()
    sentence(page, "Озеро опустилось").click()
    page.locator(".editor .translation").fill("Озеро опустилось на двадцать метров.")
    page.locator(".editor .findings", has_text="the note {fn1}").wait_for()
    page.get_by_role("button", name="{fn1}").click()
    page.locator(".editor .findings li").wait_for(state="detached")
    assert page.locator(".editor .translation").input_value() == "Озеро опустилось на двадцать метров.{fn1}"


def test_findings_while_typing_are_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit(locale="hy")
    sentence(page, "Озеро опустилось").click()
    page.locator(".editor .translation").fill("Озеро опустилось.")
    page.locator(".editor .findings li:lang(hy)", has_text="Չկա {fn1}").wait_for()


def test_a_fuzzy_sentence_shows_what_changed_in_its_source(visit: Visit) -> None:
    page = visit()
    sentence(page, "Второй пункт").click()
    page.locator(".editor-previous").wait_for()
    assert page.locator(".editor-previous del").inner_text() == "The"
    assert page.locator(".editor-previous ins").inner_text() == "A"


@pytest.mark.parametrize(("choice", "kept"), [("Save mine instead", "Моё."), ("Keep what is in the catalog", "Чужое.")])
def test_a_conflict_shows_both_and_loses_neither(visit: Visit, site: Site, choice: str, kept: str) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    sentence(page, "Второй пункт").click()
    page.locator(".editor .translation").fill("Моё.")
    site.translate(FUZZY, target="Чужое.", fuzzy=False)
    page.locator(".editor-conflict .theirs", has_text="Чужое.").wait_for()
    assert page.locator(".editor .translation").input_value() == "Моё."
    assert site.entry(FUZZY).target == "Чужое."
    page.get_by_role("button", name=choice).click()
    page.locator(".editor").wait_for(state="detached")
    sentence(page, kept).wait_for()
    assert site.entry(FUZZY).target == kept


def test_an_editor_in_which_nothing_was_typed_shows_what_others_save(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    sentence(page, "Второй пункт").click()
    page.locator(".editor-previous").wait_for()
    site.translate(FUZZY, target="Чужое.", fuzzy=False)
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.locator(".editor .translation")).to_have_value("Чужое.")
    assert page.locator(".editor-conflict").is_hidden()
    page.locator(".editor .translation").fill("Моё после чужого.")
    page.get_by_role("button", name="Save", exact=True).click()
    sentence(page, "Моё после чужого.").wait_for()
    assert site.entry(FUZZY).target == "Моё после чужого."


def test_what_others_save_shows_around_an_open_editor(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    sentence(page, "Второй пункт").click()
    page.locator(".editor .translation").fill("Моё.")
    site.translate(MISSING, target="Чужое рядом.")
    sentence(page, "Чужое рядом.").wait_for()
    assert page.locator(".editor .translation").input_value() == "Моё."
    assert page.locator(".editor-conflict").is_hidden()


def test_the_text_of_a_sentence_that_goes_meanwhile_can_still_be_copied(visit: Visit, site: Site) -> None:
    page = visit()
    page.locator(".live.on").wait_for()
    sentence(page, "Второй пункт").click()
    page.locator(".editor .translation").fill("Моё.")
    article = site.root / "articles/lake.md"
    article.write_text(article.read_text(encoding="utf-8").replace("- A second item.\n", ""), encoding="utf-8")
    page.get_by_text("no longer in the article").wait_for()
    assert page.locator(".editor .translation").input_value() == "Моё."
    page.get_by_role("button", name="Cancel").click()
    sentence(page, "Второй пункт").wait_for(state="detached")


def test_everything_can_be_done_by_keyboard(visit: Visit, site: Site) -> None:
    page = visit("/article/lake?lang=ru&lang=en")
    page.keyboard.press("u")
    assert page.evaluate("document.activeElement.innerText") == MISSING
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.innerText") == "Второй пункт."
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.innerText") == FUZZY
    page.keyboard.press("ArrowRight")
    page.keyboard.press("d")
    assert "Последнее предложение" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Shift+F")
    page.keyboard.press("Enter")
    page.locator(".editor .translation:focus").wait_for()
    page.keyboard.press("End")
    page.keyboard.type(" Да.")
    page.keyboard.press("Control+Enter")
    sentence(page, "Второй пункт. Да.").wait_for()
    assert site.entry(FUZZY).target == "Второй пункт. Да."
    page.locator(".editor .translation:focus").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.innerText") == "Level"
    page.keyboard.press("Shift+F")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.locator(".editor .translation:focus").wait_for()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    page.locator(".editor").wait_for(state="detached")
    assert "seg" in page.evaluate("document.activeElement.className"), "a correction leads nowhere else"


def test_the_same_keys_work_on_a_russian_keyboard(visit: Visit) -> None:
    page = visit("/article/lake?lang=ru")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'а', code: 'KeyF', bubbles: true}))")
    assert page.evaluate("document.activeElement.innerText") == "Второй пункт."


def test_the_place_of_a_sentence_can_be_copied(visit: Visit, site: Site) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    sentence(page, "Второй пункт").click()
    page.get_by_role("button", name="Open in my editor").click()
    page.get_by_text("Copied").wait_for()
    line = site.entry(FUZZY).line
    assert page.evaluate("navigator.clipboard.readText()") == f"locales/ru/articles/lake.po:{line}"


def test_the_language_is_switched_on_the_page(visit: Visit) -> None:
    page = visit("/article/lake?lang=ru", locale="ru-RU")
    page.get_by_role("button", name="Не переведено").wait_for()
    page.locator(".menu summary").click()
    page.get_by_role("navigation", name="Язык страницы").get_by_role("link", name="Հայերեն").click()
    page.get_by_role("button", name="Չթարգմանված").wait_for()
    assert page.url.endswith("/article/lake?lang=ru")


def test_an_article_counts_as_status_does(visit: Visit, site: Site) -> None:
    told = subprocess.run(
        [*COMMAND, "status", "--format", "json"], cwd=site.root, check=True, capture_output=True, text=True
    ).stdout
    editions = {each["lang"]: each for each in json.loads(told)["results"]}
    page = visit("/article/lake?lang=hy&lang=ru")
    page.locator(".live.on").wait_for()
    for name, state in (("Untranslated", "untranslated"), ("Fuzzy", "fuzzy")):
        number = page.get_by_role("button", name=name).locator("b").inner_text()
        assert int(number) == sum(editions[lang][state] for lang in ("hy", "ru"))


@pytest.mark.parametrize("path", ["/", "/article/lake?lang=en&lang=ru"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit, path: str) -> None:
    page = visit(path, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if path != "/":
        sentence(page, "Второй пункт").tap()
        page.locator(".editor .translation").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script_everything_can_be_read(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert sentence(page, "Озеро опустилось").is_visible()
    page.locator('.cell[data-lang="ru"] a[role=doc-noteref]').first.click()
    assert page.locator("#ru-fn-a").is_visible()
    page.get_by_role("link", name="Targman").click()
    page.get_by_label("Search").fill("lake")
    page.get_by_role("button", name="Show").click()
    assert "q=lake" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, site: Site, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    for path in ("/", "/search?q=lake", "/article/lake?addresses=1&lang=ru&lang=hy"):
        page = visit(path, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")  # no row glows
        page.locator(".live.on").wait_for()
        if path.startswith("/article"):
            sentence(page, "Второй пункт").click()
            page.locator(".editor-previous").wait_for()
            site.translate(FUZZY, target="Чужое.")
            page.locator(".editor .translation").fill("Моё.")
        results = axe.Axe().run(page, options={})
        found = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in results.response["violations"]]
        assert found == [], json.dumps(found, ensure_ascii=False, indent=1)


def test_the_desk_follows_what_is_saved(visit: Visit, site: Site) -> None:
    page = visit("/")
    page.locator(".live.on").wait_for()
    row = page.locator("#rows tr", has_text="The lake")
    russian = row.locator('td[data-name="ru"]')
    russian.get_by_text("finding").wait_for()
    change(site.catalog, lambda entry: replace(entry, target=RUSSIAN.get(entry.source, entry.source), fuzzy=False))
    russian.get_by_text("100%").wait_for()
    page.get_by_label("Show").select_option("missing")
    row.wait_for()
    page.get_by_label("Search").fill("nothing like it")
    row.wait_for(state="detached")
    assert page.url.endswith("?q=nothing+like+it&state=missing&sort=name")


def test_a_fuzzy_sentence_is_confirmed_with_one_key(visit: Visit, site: Site) -> None:
    page = visit("/article/lake?lang=ru&lang=en")
    page.locator(".live.on").wait_for()
    assert page.locator(".agree").is_disabled()
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.get_by_text("Confirmed.").wait_for()
    entry = site.entry(FUZZY)
    assert (entry.target, entry.fuzzy, entry.previous) == ("Второй пункт.", False, None)
    page.locator('.seg[data-state="translated"]', has_text="Второй пункт.").wait_for()
    assert page.evaluate("document.activeElement.innerText") == "Второй пункт."
    assert page.locator("[data-jump=fuzzy] b").inner_text() == "0"


@pytest.mark.parametrize("button", [".cell .confirm", ".agree"])
def test_or_with_one_button(visit: Visit, site: Site, button: str) -> None:
    page = visit("/article/lake?lang=ru")
    page.locator(".live.on").wait_for()
    if button == ".agree":
        page.keyboard.press("f")
    page.locator(button).click()
    page.locator('.seg[data-state="translated"]', has_text="Второй пункт.").wait_for()
    assert not site.entry(FUZZY).fuzzy
    assert page.locator(".editor").count() == 0
    assert page.locator(button).is_disabled() if button == ".agree" else not page.locator(button).count()


def test_what_is_found_in_a_confirmed_sentence_shows_at_once(visit: Visit, site: Site) -> None:
    site.translate(NOTED, target="Озеро опустилось.", fuzzy=True)
    page = visit("/article/lake?lang=ru")
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.locator(".cell .findings", has_text="the note {fn1}").wait_for()
    assert not site.entry(NOTED).fuzzy


def test_only_what_was_read_is_confirmed(visit: Visit, site: Site) -> None:
    page = visit("/article/lake?lang=ru")
    page.locator(".live.on").wait_for()
    page.route("**/rows/**", lambda route: route.fulfill(status=200, body=""))
    site.translate(FUZZY, target="Чужое.", fuzzy=True)
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.innerText") == "Второй пункт."
    page.keyboard.press("c")
    page.get_by_text("Nothing was confirmed").wait_for()
    assert (site.entry(FUZZY).target, site.entry(FUZZY).fuzzy) == ("Чужое.", True)
    page.unroute("**/rows/**")
    page.reload()
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.get_by_text("Confirmed.").wait_for()
    assert (site.entry(FUZZY).target, site.entry(FUZZY).fuzzy) == ("Чужое.", False)


def test_the_key_does_nothing_elsewhere(visit: Visit, site: Site) -> None:
    page = visit("/article/lake?lang=ru")
    before = site.catalog.read_bytes()
    page.keyboard.press("c")
    page.keyboard.press("u")
    page.keyboard.press("c")
    sentence(page, "Второй пункт").click()
    page.locator(".editor .translation").fill("")
    page.locator(".editor .translation").press("c")
    assert page.locator(".editor .translation").input_value() == "c"
    assert site.catalog.read_bytes() == before


@pytest.mark.parametrize("way", ["key", "button"])
def test_a_translation_is_reviewed_with_a_key_or_a_button(visit: Visit, site: Site, way: str) -> None:
    page = visit("/article/lake?lang=ru")
    page.locator(".live.on").wait_for()
    assert page.locator(".review").is_disabled()
    page.keyboard.press("f")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r") if way == "key" else page.locator(".review").click()
    page.get_by_text("Marked as reviewed.").wait_for()
    cell = page.locator(".cell.reviewed", has_text="Первый пункт")
    assert cell.locator(".reviewer").get_attribute("title") == "Reviewed by Ани"
    page.get_by_text("1 of ", exact=False).wait_for()
    assert page.locator(".review").is_disabled()
    source = "A first item, with a [link]({url1})."
    assert find_reviewer(site.entry(source)) == "Ани"
    site.translate(source, target="Первый, со [ссылкой]({url1}).")
    sentence(page, "Первый, со ссылкой.").wait_for()
    assert page.locator(".cell.reviewed").count() == 0


@pytest.mark.parametrize("path", ["/", "/article/lake", "/search"])
def test_a_question_mark_shows_the_keys(visit: Visit, path: str) -> None:
    page = visit(path)
    page.locator(".live.on").wait_for()
    page.locator("main").focus()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    assert page.get_by_text("Confirm the fuzzy sentence").is_visible() == (path == "/article/lake")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("dialog", name="Keys").get_by_role("button", name="Close").click()
    page.get_by_role("dialog").wait_for(state="hidden")
    if path != "/article/lake":
        page.get_by_role("searchbox").first.fill("?")
        page.keyboard.press("?")
        assert page.get_by_role("dialog").count() == 0
