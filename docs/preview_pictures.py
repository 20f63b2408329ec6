"""Make the pictures of docs/preview.md anew, in Chromium, from this repository's own articles: python
docs/preview_pictures.py [FOLDER].
"""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("preview-article", "preview-editing", "preview-desk")
SLUG = "lake-sevan"
UNSURE = "Why should the level"
CHANGES = (
    (r"360(?=\s+мм)", "306"),
    (re.compile(r'(msgid "Since 1993.*\nmsgstr )".*"'), r'\1""'),
    (
        re.compile(r'(msgid "\*Why should)( the)(.*\n)'),
        r'#, fuzzy\n#| msgid "*Why should a\3\1\2\3',
    ),
)
"""Changes of the Russian catalog that leave something to do: a wrong number, a gap, a sentence whose source changed."""


def lay(folder: Path) -> None:
    """Make a workspace with something to do."""
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    path = folder / f"locales/ru/articles/{SLUG}.po"
    text = path.read_text("utf-8")
    for old, new in CHANGES:
        text = re.sub(old, new, text)
    path.write_text(text, encoding="utf-8")
    table = f"article,language,translator,reviewer,due\n{SLUG},ru,Anna Petrova,,2027-01-31\n"
    (folder / "locales/assignments.csv").write_text(table, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "pipeline", "merge"], cwd=folder, check=False, capture_output=True)


def main() -> None:
    pictures = runpy.run_path(str(ROOT / "docs/pictures.py"))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not needed to know the names

    target = Path(*sys.argv[1:2]).absolute() if sys.argv[1:] else ROOT / "docs" / "images"
    with TemporaryDirectory() as name, sync_playwright() as driver:
        lay(folder := Path(name))
        browser = driver.chromium.launch(executable_path=pictures["CHROMIUM"], args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en", color_scheme="light")
        page.set_default_timeout(120_000)
        with pictures["open_preview"](folder) as address:
            page.goto(address)
            page.locator("td a.to-do").first.wait_for()
            page.locator(".percent .count").first.wait_for()
            page.wait_for_timeout(1500)
            page.screenshot(path=target / "preview-desk.png")
            base = address.partition("/?")[0]
            page.goto(f"{base}/article/{SLUG}")
            page.locator(".cell .findings").first.wait_for()
            page.keyboard.press("f")
            page.wait_for_timeout(1500)
            page.mouse.wheel(0, -340)
            page.wait_for_timeout(500)
            page.screenshot(path=target / "preview-article.png")
            page.goto(f"{base}/article/{SLUG}?lang=en&lang=ru")
            page.keyboard.press("f")
            page.keyboard.press("Enter")
            page.locator(".editor .translation:focus:not([readonly])").wait_for()
            page.wait_for_timeout(2500)
            page.screenshot(path=target / "preview-editing.png")
        browser.close()


if __name__ == "__main__":
    main()
