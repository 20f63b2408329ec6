"""Whole documents: each becomes the article that an editor would write, which stands in the folder `whole`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Workspace
from whole_odt import ODT
from whole_word import WORD

WHOLE = Path(__file__).parent / "whole"
FILES = {path.name: path.read_bytes() for path in sorted(WHOLE.iterdir()) if path.suffix != ".md"}
DOCUMENTS = WORD | ODT | FILES


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_becomes_the_article_beside_it(workspace: Callable[..., Workspace], name: str) -> None:
    place = workspace("")
    place.write(name, DOCUMENTS[name])
    place.run("import", name, "--slug", "article")
    assert place.text("articles/article.md") == (WHOLE / f"{name}.md").read_text(encoding="utf-8")


def test_every_article_has_a_document() -> None:
    assert {path.name for path in WHOLE.glob("*.md")} == {f"{name}.md" for name in DOCUMENTS}
