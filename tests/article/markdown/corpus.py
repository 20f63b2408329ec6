"""Markdown to try the laws on: the CommonMark examples, articles, what hypothesis makes up, and variants of each."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.article.markdown import decode_article

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
SPEC = SHARED / "commonmark" / "spec.txt"
SEED = SHARED / "seed" / "article.md"
ARTICLES = tuple(sorted((ROOT / "articles").rglob("*.md")))

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n+", re.DOTALL)


def spec_examples() -> Iterator[str]:
    """The Markdown of every example of the CommonMark specification."""
    for match in _EXAMPLE.finditer(SPEC.read_text(encoding="utf-8")):
        yield match[1].replace("→", "\t")


def articles() -> Iterator[str]:
    """The articles of this repository, and the seed article where it is there."""
    for path in (*ARTICLES, *([SEED] if SEED.exists() else [])):
        yield decode_article(path.read_bytes())


def without_front_matter(text: str) -> str:
    return _FRONT_MATTER.sub("", text, count=1) if text.startswith("---\n") else text


def _prefixed(first: str, other: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = without_front_matter(text).split("\n")
        marked = [(other if index else first) + line for index, line in enumerate(lines)]
        return "\n".join(line if line.strip(" ") else "" for line in marked)

    return change


def _tabs(text: str) -> str:
    return re.sub(r"^(?: {4})+", lambda match: "\t" * (len(match[0]) // 4), text, flags=re.MULTILINE)


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "tabs": _tabs,
    "no final newline": lambda text: text.rstrip("\n"),
    "trailing spaces": lambda text: re.sub(r"(?<=[^ \n])(?=\n)", " ", text),
    "quoted": _prefixed("> ", "> "),
    "quoted twice": _prefixed("> > ", "> > "),
    "in a list": _prefixed("- ", "  "),
    "in an ordered list": _prefixed("12) ", "    "),
    "in a footnote": lambda text: "Text[^q].\n\n" + _prefixed("[^q]: ", "    ")(text),
    "quoted in a list, CRLF": lambda text: _prefixed("- > ", "  > ")(text).replace("\n", "\r\n"),
}
"""Ways in which the same Markdown may stand in a file, by name."""
