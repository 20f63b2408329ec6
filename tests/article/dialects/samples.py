"""Documents with the syntax of each dialect: words in Cyrillic letters, and syntax, code and addresses in Latin ones.

So a test knows what is what without the scanner. A line `⁂ name` begins each document in `documents/DIALECT.md`.
"""

import re
from collections.abc import Callable
from pathlib import Path

from pipeline.article.dialects import NAMES

FOLDER = Path(__file__).parent / "documents"

_ARMENIAN = "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրց"
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_TO_ARMENIAN = str.maketrans(_LETTERS + _LETTERS.upper(), _ARMENIAN[: len(_LETTERS)] * 2)

SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "in a quote": lambda text: re.sub(r"(?m)^", "> ", text),
    "in a list": lambda text: "- " + text.replace("\n", "\n  ").replace("\n  \n", "\n\n").rstrip(" "),
    "no final newline": lambda text: text.rstrip("\n"),
}
"""Ways to write the same document."""


def documents(dialect: str) -> dict[str, str]:
    """The documents of a dialect by name."""
    parts = (FOLDER / f"{dialect}.md").read_text(encoding="utf-8").split("⁂ ")[1:]
    found = [part.partition("\n") for part in parts]
    return {name: text for name, _, text in found}


def all_documents() -> list[tuple[str, str, str]]:
    """Every document: its dialect, its name, and its text."""
    return [(dialect, name, text) for dialect in NAMES for name, text in documents(dialect).items()]


def translate(text: str) -> str:
    """`text` with each Cyrillic letter replaced by an Armenian one, and everything else kept."""
    return text.translate(_TO_ARMENIAN)


def shape_of(text: str) -> str:
    """`text` with Cyrillic and Armenian letters as x, and each line break with the markers after it as a space."""
    return re.sub(r"\s*\n[\s>]*", " ", re.sub(r"[а-яёա-և]", "x", text, flags=re.IGNORECASE)).strip()
