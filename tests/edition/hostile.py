"""Translations that try to break out, and the places in an article where each of them is put."""

from dataclasses import dataclass

HOSTILE: tuple[str, ...] = (
    "1. one", "1) one", "12345. x", "- one", "* one", "+ one", "# one", "###### six", "#", "> quoted", ">", "-", "1.",
    "| a | b |", "a | b", "|", "\\|", "a \\\\| b", "`a|b`", "|---|", "***", "---", "___", "===", "- - -", "* * *",
    "=", "--", "^[", "^[a note", "^[a note]", "^[]", "^[a [b] c](d)", "^", "x^", "\\", "end\\", "end\\\\", "a\\\nb",
    "\\{fn1}", "one\ntwo", "one\n\ntwo", "one\r\n\r\n# two", "one\rtwo", "one\n- two", "one\n===", "one\n    code",
    "\n\n", "one  \ntwo", "a\x00b", "\ufeffone", "one\ufeff", "one\u2028# two", "one\u2029two", "one\x85# two",
    "\tone", "one\t", "    code", "a\x0bb", "<b>bold</b>", "<b>", "</b>", "</div>", "<div>", "<div>\n\nx", "<!--",
    "<!-- a -->", "-->", "<![CDATA[x", "<?php", "<script>alert(1)</script>", "<script>", "<style>", "<pre>",
    "<img src=x onerror=alert(1)>", "<details>", "</p>", "<a href='javascript:x'>y</a>", "<textarea>",
    "<!DOCTYPE html>", "<br>", "<!x", "&lt;b&gt;", "&#0;", "&#x3C;b>", "&", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](java\tscript:a)", "[x](&#106;avascript:a)",
    "<javascript:alert(1)>", "<data:text/html;base64,x>", "<https://evil.am>", "https://evil.am/x", "www.evil.am",
    "<e@vil.am>", "[x]: https://evil.am", "[ref]: https://evil.am", "[x]", "[x][]", "[ref]", "[x][ref]",
    "[x](https://evil.am)", "[x](", "](", "[^1]: text", "[^two]: text", "[^1]", "[^two]", "[^zz]", "[^1][^1]",
    "[^1][x]", "[^1][x]: y", "[^1]\\[x]", "[^1][x]({url1})", "^[[^1]\\[x]",
    "[^tn1]", "[^tn1]: x", "[^", "[^]", "[]", "[]()", "![](x.png)", "![x](javascript:a)", "![ref]", "![", "!",
    "[a [b](c) d](e)", "[", "]", "[[", "]]", "(", ")", "a)", "x](y", "`", "``", "```", "~~~", "```py\ncode",
    "~~~\ncode", "`open", "*", "**", "*open", "open*", "**open", "__", "_a", "~~", "~~a", "$$", "$$\nx\n$$", ":::",
    "::: note", "+++", "{#id}", "{.class}", "{% x %}", "{{ x }}", "{", "}", "{}", ": def", "[ ] task", "{fn1}",
    "{fn1}{fn1}", "no markers", "{fn1} {fn2} {fn3}", "{fn9}", "{url9}", "{url1}", "{img1}", "{br1}", "{keep1}",
    "[x]({fn1})", "[x]({url1})", "[x][{url1}]", "[{fn1}]({url1})", "`{fn1}`", "<b {fn1}>", "\\[x]({url1})",
    "[x]({url1} 'y')", "{fn1}: text", "{fn1}(x)", "{fn1}[x]", "!{fn1}", "{url1}{url1}", "^[{fn1}]", "[{fn1}]",
    "*{fn1}", "<{fn1}>", "&{fn1};", "*" * 300, "[" * 300, ">" * 100, "`" * 99, "_" * 301, "- " * 60, "1. " * 40,
    "~" * 80, "![" * 90, "#########", "\\" * 99, "\u200b", "\u200b# one", "\u200e- one", "\u202eone", "\u2066one",
    "\xad", "\u3000one", "\xa0- one", "\xa0", "e\u0301", "key: value", "a: b: c", "- item", "# comment", "'single",
    '"double', 'it\'s "both"', "---\nlang: xx", "...", "%x", "@x", "!tag", "&anchor", "*alias", "yes", "null", "~",
    "<b>\\", "<b>\\\\", "12", "1e3", "2026-11-10", "[a, b]", "{a: b}", "|\n x", "? x", "a #b", "←", "← x",
)  # fmt: skip
"""At least 118 of them, all different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in an article: its name, the article, and the text in the catalog that stands there.

    `address` says that the text is a link's target, `everywhere` that what it says shows in several places.
    """

    name: str
    article: str
    text: str
    address: bool = False
    everywhere: bool = False


_REF = "\n\n[ref]: https://ref.am 'Reference title'"
_NOTES = "\n\n[^1]: First note, a long one.\n\n[^two]: Second note: its first block.\n\n    Its second block.\n"
_END = f"\n\nAfter[^1] and *after*[^two]. A [link](https://a.am) here.{_REF}{_NOTES}"
_PLAIN_END = f"\n\nAfter and *after*. A [link](https://a.am) here.{_REF}\n"


def _place(name: str, body: str, text: str, end: str = _END, *, address: bool = False) -> Place:
    everywhere = text == "Reference title"
    return Place(name=name, article=f"Before.\n\n{body}{end}", text=text, address=address, everywhere=everywhere)


def _front(name: str, line: str, text: str) -> Place:
    return Place(name=name, article=f"---\nlang: en\n{line}\ntags: [a]\n---\n\nText[^1] and [^two].{_END}", text=text)


_BODIES = (
    ("paragraph", "Here is text.", "Here is text."),
    ("a paragraph's first sentence", "First one. Second one.", "First one."),
    ("a paragraph's second sentence", "First one. Second one. Third one.", "Second one."),
    ("sentence with code and markup", "Some `code` and *words* here.", "Some `code` and *words* here."),
    ("sentence with HTML", "Some <b>bold</b> words here.", "Some <b>bold</b> words here."),
    ("sentence between stars", "It is **so. Second one.** Third one.", "It is **so. Second one.**"),
    ("emphasised sentence", "*All of it.* Next one.", "*All of it.*"),
    ("paragraph before a heading", "Some text\n# Heading", "Some text"),
    ("paragraph before a list", "Some text\n- item\n- item", "Some text"),
    ("heading", "## Heading text", "Heading text"),
    ("heading that is closed", "## Heading text ##", "Heading text"),
    ("underlined heading", "Heading text\n---", "Heading text"),
    ("heading of two lines", "Heading\ntext\n===", "Heading text"),
    ("item of a tight list", "- one\n- Item text\n- three", "Item text"),
    ("item of a loose list", "- one\n\n- Item text\n\n- three", "Item text"),
    ("item of a nested list", "- one\n  - Item text\n  - three\n- four", "Item text"),
    ("item with a list in it", "- Item text\n  - inner\n- three", "Item text"),
    ("numbered item", "1. one\n2. Item text\n3. three", "Item text"),
    ("task", "- [ ] Item text\n- [x] done", "Item text"),
    ("quote", "> Quoted text.\n> Second one.\n>\n> More.", "Quoted text."),
    ("a quote's second line", "> First one.\n> Second one.\n>\n> More.", "Second one."),
    ("quote in a list", "- one\n\n  > Quoted text.\n\n- three", "Quoted text."),
    ("list in a quote", "> - Item text\n> - two", "Item text"),
    ("lazy line", "> First one.\nSecond one.", "Second one."),
    ("table head", "| Head text | b |\n|---|---|\n| c | d |", "Head text"),
    ("table cell", "| a | b |\n|---|---|\n| c | Cell text |\n| e | f |", "Cell text"),
    ("cell of a table without bars around it", "a | b\n---|---\nCell text | d", "Cell text"),
    ("sentence after a hard break", "First line  \nsecond line. Third.", "First line{br1}second line."),
    ("sentence before a backslash break", "First line\\\nsecond line.", "First line{br1}second line."),
    ("text with an image", "See ![a map](map.png 'A title') here.", "See {img1} here."),
    ("image text", "See ![Image text](map.png) here.", "Image text"),
    ("image text of a reference", "See ![ref] here.", "ref"),
    ("image title", "See ![a map](map.png 'Image title') here.", "Image title"),
    ("link title", 'See [a map](map.html "Link title") here.', "Link title"),
    ("link title in brackets", "See [a map](map.html (Link title)) here.", "Link title"),
    ("link text", "See [the *map* here](map.html) now.", "See [the *map* here]({url1}) now."),
    ("link of a reference", "See [the map][ref] and [ref] now.", "See [the map][{url1}] and [ref][{url2}] now."),
    ("title of a reference", "See [ref].", "Reference title"),
    ("sentence with an address", "See https://b.am/x now. Next.", "See {url1} now."),
    ("paragraph above a definition", "Some text.\n\n[zz]: /z", "Some text."),
    ("item above a code block", "- Item text\n\n      code\n- x", "Item text"),
    ("paragraph above a block of HTML", "Some text.\n\n<div>\nraw *x*\n</div>", "Some text."),
    ("summary", "<details>\n<summary>Its words</summary>\n\nInner.\n\n</details>", "Its words"),
    ("paragraph of HTML", '<p align="center">First one.\nSecond one.</p>', "First one."),
    ("its second sentence", '<p align="center">First one.\nSecond one.</p>', "Second one."),
    ("HTML with inline tags", '<div>Some <b>bold</b> and <a href="https://a.am">link</a>.</div>',
     'Some <b>bold</b> and <a href="https://a.am">link</a>.'),
    ("HTML with code", "<div>Some <code>a[0]</code> here.</div>", "Some <code>a[0]</code> here."),
    ("HTML with an image", '<div>Some <img src="a.png" alt="Its text"> here.</div>', "Some {keep1} here."),
    ("alternative text in HTML", '<figure>\n<img src="a.png" alt="Its text">\n</figure>', "Its text"),
    ("alternative text in single quotes", "<figure>\n<img src='a.png' alt='Its text'>\n</figure>", "Its text"),
    ("title without quotes in HTML", "<div>Text <abbr title=Word>of</abbr> it.</div>", "Word"),
    ("image of HTML in a paragraph", 'See <img src="a.png" alt="Its text"> here.', "Its text"),
    ("image of HTML in a cell", '| a | b |\n|---|---|\n| <img src="a.png" alt="Its text"> | d |', "Its text"),
    ("cell of HTML", "<table>\n<tr><td>Cell text</td>\n<td>d</td></tr>\n</table>", "Cell text"),
    ("HTML in a quote", "> <div>\n> Quoted text.\n> </div>\n>\n> More.", "Quoted text."),
    ("HTML in a list", "- one\n\n  <div>\n  Item text.\n  </div>\n- two", "Item text."),
    ("text after a comment", "<!-- a --> Some text.", "Some text."),
    ("text after code of HTML", "<pre>x</pre> Some text.", "Some text."),
    ("block of an inline tag", "<span>\nSome text.\n</span>", "Some text."),
    ("line between comments in HTML", "<div>\nSome <!-- a --> text.\n</div>", "Some {keep1} text."),
    ("text with kept words", "Some <!-- targman: off -->kept *x*<!-- targman: on --> text.", "Some {keep1} text."),
)  # fmt: skip
_ADDRESSES = (
    ("target of a link", "See [a](https://old.am/x) now.", "https://old.am/x"),
    ("target in angle brackets", "See [a](<https://old.am/x>) now.", "https://old.am/x"),
    ("target of an image", "See ![a](https://old.am/x) now.", "https://old.am/x"),
    ("target of a definition", "See [zz].\n\n[zz]: https://old.am/x 'T'", "https://old.am/x"),
    ("autolink", "See <https://old.am/x> now.", "https://old.am/x"),
    ("address in the text", "See https://old.am/x now.", "https://old.am/x"),
    ("address in a cell", "| a | b |\n|---|---|\n| [c](https://old.am/x) | d |", "https://old.am/x"),
    ("mail address", "See <old@a.am> now.", "old@a.am"),
)
_NOTED = (
    ("sentence with a note", "Before it[^1] was. Second one.", "Before it{fn1} was."),
    ("sentence with two notes", "One[^two] and two.[^1] Second one.", "One{fn1} and two.{fn2}"),
    ("heading with a note", "## Heading[^1]", "Heading{fn1}"),
    ("cell with a note", "| a | b |\n|---|---|\n| c[^1] | d[^two] |", "c{fn1}"),
    ("item with a note", "- Item[^1]\n- two", "Item{fn1}"),
    ("sentence that begins with a note", "[^1] begins. Next.", "{fn1} begins."),
    ("HTML that looks noted", "<p>Some text.[^1] More.</p>", "Some text.{keep1}"),
    ("text of a note", "Text.", "First note, a long one."),
    ("first block of a note", "Text.", "Second note: its first block."),
    ("second block of a note", "Text.", "Its second block."),
)
_FIELDS = (
    ("front matter", "title: The title", "The title"),
    ("front matter in single quotes", "title: 'It''s a title'", "It's a title"),
    ("front matter in double quotes", 'title: "The \\"title\\""', 'The "title"'),
    ("folded front matter", "title: >\n  The long\n  title", "The long title\n"),
    ("literal front matter", "title: |-\n  The title", "The title"),
    ("list in front matter", "author: [Anna, 'B. C.']", "Anna"),
    ("block list in front matter", "author:\n  - Anna\n  - Bob", "Anna"),
)

PLAIN = tuple(_place(*body, _PLAIN_END) for body in _BODIES)
"""Places in articles without notes, which every Markdown renderer can judge."""

PLACES = (
    *(_place(*body) for body in _BODIES),
    *(_place(*body) for body in _NOTED),
    *(_place(*body, address=True) for body in _ADDRESSES),
    *(_front(*field) for field in _FIELDS),
)
"""Places in articles with two notes, one of them of several blocks."""
