"""Renderers that judge whether two Markdown texts have the same structure: the parser that Targman uses, and others.

Their HTML is read back here, so that what they have in common is just what a reader's browser is given.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

import pyromark
import pytest
from markdown_it import MarkdownIt

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr"}
_BLOCKS |= {"table", "thead", "tr", "th", "td", "div", "section", "details", "script", "style"}
_MARKDOWN_INLINE = {"tbody", "em", "strong", "del", "code", "br", "a", "img", "sup", "input"}
_UNTOLD = {"id", "class", "align", "style"}
_SKIPPED = {"footnote-backref", "footnote-definition-label"}

_PYROMARK = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_MARKDOWN_IT = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def body(text: str) -> str:
    """`text` as renderers are given it: without front matter and byte order mark, its line ends as LF."""
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    return re.sub(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", "", text)


def by_pyromark(text: str) -> str:
    return str(pyromark.html(body(text), options=_PYROMARK))


def by_cmark(text: str) -> str:
    """The HTML of cmark-gfm, the renderer of GitHub; `autolink` stays off, so that a link is what an author wrote."""
    cmarkgfm = pytest.importorskip("cmarkgfm")
    options = cmarkgfm.Options.CMARK_OPT_FOOTNOTES | cmarkgfm.Options.CMARK_OPT_UNSAFE
    extensions = ["table", "strikethrough", "tasklist"]
    return str(cmarkgfm.markdown_to_html_with_extensions(body(text), options=options, extensions=extensions))


def by_markdown_it(text: str) -> str:
    """The HTML of markdown-it, which knows no footnotes: for texts without them."""
    return str(_MARKDOWN_IT.render(body(text)))


JUDGES: dict[str, Callable[[str], str]] = {"pyromark": by_pyromark, "cmark": by_cmark}
"""The renderers that know footnotes, by name."""


def collapsed(html: str) -> str:
    """HTML with its white space collapsed, as a browser shows it."""
    return re.sub(r"\s+", " ", html)


@dataclass(slots=True)
class Page:
    """What a browser is given. `blocks` are the block tags with `…` for text, by note (`""` is the article itself);
    `texts` what stands for each `…`. `references` lead to notes, `tags` are those that Markdown has no sign for.
    """

    blocks: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    texts: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    references: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)


def read(html: str) -> Page:
    """The page that a renderer made."""
    reader = _Reader()
    reader.feed(re.sub("<!--?->", "<!-- -->", html))  # two comments that html.parser does not know
    reader.close()
    reader.finish_text()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.note = ""
        self.around = ""
        self.depth = 0
        self.skipping = ""
        self.in_reference = False
        self.in_notes = False
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if self.skipping or kind in _SKIPPED:
            self.skipping = self.skipping or tag
        elif kind in {"footnote-reference", "footnote-ref"}:
            self.in_reference = True
        elif self.in_reference and tag == "a":
            label = unquote(re.sub(r"\A#(?:fn-)?", "", given.get("href", "")))
            self.page.references[label] += 1
            self.text += f"[^{label}]"
            self.in_reference, self.skipping = False, "a"
        elif tag == "section" and kind == "footnotes":
            self.finish_text()
            self.in_notes = True
        else:
            self._open(tag, given)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        label = given.get("id", "")
        if (tag == "div" and given.get("class") == "footnote-definition") or (tag == "li" and label.startswith("fn-")):
            self._enter(unquote(label.removeprefix("fn-") if tag == "li" else label), tag)
        elif tag == self.around:
            self.depth += 1
        if tag in _BLOCKS:
            self._block(" ".join([tag, *(f"{name}={value}" for name, value in given.items() if name not in _UNTOLD)]))
        elif tag not in _MARKDOWN_INLINE:
            self.page.tags[tag] += 1
        address = given.get("href", given.get("src"))
        if address is not None:
            self.page.links[address] += 1
        self.page.tags.update(name for name in given if name.startswith("on"))
        if tag not in _BLOCKS and tag != "tbody":
            shown = [f"{name}={value}" for name, value in given.items() if name in {"href", "src", "alt", "title"}]
            self.text += f"<{' '.join([tag, *shown])}>"

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping = "" if tag == self.skipping else self.skipping
            return
        if self.in_notes and not self.note:
            self.in_notes = tag != "section"
            return
        if tag in _BLOCKS:
            self._block("/" + tag)
        elif tag != "tbody":
            self.text += f"</{tag}>"
        if tag == self.around:
            self.depth -= 1
            if not self.depth:
                self.note = self.around = ""

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.text += data

    def handle_comment(self, data: str) -> None:
        self.page.tags[f"<!--{data}-->"] += 1

    def handle_decl(self, decl: str) -> None:
        self.page.tags[f"<!{decl}>"] += 1

    def unknown_decl(self, data: str) -> None:
        self.page.tags[f"<![{data}]>"] += 1

    def handle_pi(self, data: str) -> None:
        self.page.tags[f"<?{data}>"] += 1

    def _enter(self, label: str, tag: str) -> None:
        self.finish_text()
        self.note, self.around, self.depth = label, tag, 1
        self.page.blocks.setdefault(label, [])
        self.page.texts.setdefault(label, [])

    def _block(self, tag: str) -> None:
        self.finish_text()
        if self.note or not self.in_notes:
            self.page.blocks[self.note].append(tag)

    def finish_text(self) -> None:
        text = " ".join(self.text.split())
        self.text = ""
        if text:
            self.page.blocks[self.note].append("…")
            self.page.texts[self.note].append(text)


def differences(source: Page, edition: Page, *, own: tuple[str, ...] = (), new_links: bool = False) -> Iterator[str]:
    """What is wrong with an edition whose notes `own` are its translator's: its blocks, notes, links or HTML.

    With `new_links`, the edition may have link targets of its own.
    """
    blocks = {label: tags for label, tags in edition.blocks.items() if label not in own}
    if blocks != source.blocks:
        yield f"blocks {source.blocks} became {blocks}"
    references = Counter({label: count for label, count in edition.references.items() if label not in own})
    if references != source.references:
        yield f"references {source.references} became {references}"
    dangling = edition.references.keys() - edition.blocks.keys()
    if dangling:
        yield f"references lead nowhere: {dangling}"
    if edition.tags - source.tags:
        yield f"new HTML: {edition.tags - source.tags}"
    if edition.links - source.links and not new_links:
        yield f"new links: {edition.links - source.links}"
    unsafe = [link for link in edition.links - source.links if not _is_safe(link)]
    if unsafe:
        yield f"unsafe links: {unsafe}"


def agree(text: str) -> bool:
    """Whether the judges read `text` alike; they do not about notes that are defined inside quotes, for instance."""
    first, *others = (read(judge(text)) for judge in JUDGES.values())
    return all(
        (first.blocks[""], first.references, first.links, first.tags)
        == (other.blocks[""], other.references, other.links, other.tags)
        and all(first.blocks.get(label, [])[1:-1] == blocks[1:-1] for label, blocks in other.blocks.items() if label)
        for other in others
    )


def _is_safe(link: str) -> bool:
    """Whether browsers take an address as a web page, a mail address or a place on the same site."""
    plain = re.sub(r"[\x00-\x20]", "", link).lower()
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", plain)
    return not plain.startswith("//") and (scheme is None or scheme[0] in {"http:", "https:", "mailto:", "tel:"})
