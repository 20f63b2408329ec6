"""Make the translated pages: `make docs` runs it after docs/generate.py.

docs/ is a workspace of its own. Its articles are copies of pages beside them, its catalogs are in docs/locales, and the
editions become docs/hy and docs/ru, with links that lead out of those folders to the pages that have no translation.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline import api

DOCS = Path(__file__).resolve().parent
UNREAD = {
    "hy": "Այս էջը բնագրին համապատասխան պահում է «Թարգմանը»։ Հայախոս խմբագիր այն դեռ չի կարդացել. "
    "ուղղումներն ընդունում ենք սիրով։ [Անգլերեն բնագիրը](../{name})։",
    "ru": "Эту страницу согласует с оригиналом сам «Таргман». Редактор, для которого русский родной, её ещё не "
    "читал: будем рады исправлениям. [Английский оригинал](../{name}).",
}
"""What a page says at its top, by language, until a native editor has read it."""


def copy_articles(docs: Path) -> tuple[str, ...]:
    """Bring the articles up to date with the pages, and return their names."""
    names = tuple(sorted(path.name for path in (docs / "articles").glob("*.md")))
    for name in names:
        text = (docs / name).read_text("utf-8")
        if (docs / "articles" / name).read_text("utf-8") != text:
            (docs / "articles" / name).write_text(text, "utf-8", newline="\n")
    return names


def make_pages(docs: Path) -> Iterator[tuple[str, str]]:
    """Sync and merge the workspace `docs`, and yield the path of each translated page with its text. What could not be
    read or written ends the program.
    """
    names = copy_articles(docs)
    workspace = api.open_workspace(docs)
    problems = [*workspace.sync().problems, *workspace.merge().problems]
    if problems:
        sys.exit("\n".join(map(str, problems)))
    for path in sorted((docs / "editions").glob("*/*.md")):
        if path.name in names:
            lang = path.parent.name
            yield f"{lang}/{path.name}", make_page(path.read_text("utf-8"), path.name, lang, names)


def make_page(edition: str, name: str, lang: str, names: tuple[str, ...]) -> str:
    """Return an edition as a page of the folder of its language, with what it says at its top."""
    text = re.sub(r"\A---\n.*?\n---\n\n?", "", edition, flags=re.DOTALL)
    text = re.sub(
        r"(\]\()([\w-]+\.md\b|images/)", lambda link: link[1] + ("" if link[2] in names else "../") + link[2], text
    )
    title, _, rest = text.partition("\n")
    unread = f"\n> {UNREAD[lang].format(name=name)}\n" if lang in UNREAD else ""
    return f"<!-- Made by make docs from docs/locales/{lang}. -->\n\n{title}\n{unread}{rest}"


if __name__ == "__main__":
    for page, text in make_pages(DOCS):
        (DOCS / page).parent.mkdir(exist_ok=True)
        (DOCS / page).write_text(text, "utf-8", newline="\n")
