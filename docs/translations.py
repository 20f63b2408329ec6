"""Make the translated pages: `make docs` runs it after docs/generate.py.

docs/ is a workspace of its own, laid out for the generator of the site. Its articles are copies of pages beside them,
with links that fit the folder of each language, its catalogs are in docs/locales, and `merge` writes docs/hy and
docs/ru.
"""

import re
import sys
from pathlib import Path

from pipeline import api

DOCS = Path(__file__).resolve().parent
UNREAD = (
    "> Targman keeps this page in step with its original. No native editor has read it yet: corrections are welcome. "
    "[The English original](../{name})."
)
"""The words at the top of a translated page. Once a native editor has read it, its translation says that."""


def make_article(page: str, name: str, names: tuple[str, ...]) -> str:
    """Return a page as the article of this name: with a notice below its title, and with links that lead out of the
    article's folder, and out of those of its editions, to everything but the articles with these names.
    """
    title, _, rest = page.partition("\n")
    rest = re.sub(r"\]\(([\w-]+\.md\b|images/)", lambda link: link[0] if link[1] in names else f"](../{link[1]}", rest)
    return f"{title}\n\n{UNREAD.format(name=name)}\n{rest}"


def make_pages(docs: Path) -> None:
    """Bring the articles of the workspace `docs` up to date with its pages, sync, and merge. What could not be read or
    written ends the program.
    """
    names = tuple(sorted(path.name for path in (docs / "articles").glob("*.md")))
    for name in names:
        text = make_article((docs / name).read_text("utf-8"), name, names)
        if (docs / "articles" / name).read_text("utf-8") != text:
            (docs / "articles" / name).write_text(text, "utf-8", newline="\n")
    workspace = api.open_workspace(docs)
    problems = [*workspace.sync().problems, *workspace.merge().problems]
    if problems:
        sys.exit("\n".join(map(str, problems)))


if __name__ == "__main__":
    make_pages(DOCS)
