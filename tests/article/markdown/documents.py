"""Markdown that hypothesis makes up: whole documents, block in block, with every form that an article may have."""

from hypothesis import strategies as st

LABELS = ("1", "Ա", "note-3")
"""The labels of the notes that every document defines."""

OFF = ["Word.", "", "<!-- targman: off -->", "", "Not *this*. [link](x)", "", "<!-- targman: on -->"]
"""A paragraph, and a stretch that directives keep from translation."""

_PLAIN = [
    "Mr. Lake sank in the U.S.",
    "Ի՞նչ է լիճը",
    "вода, т. д.",
    "1512",
    "a_b 5*6",
    "x^2 + $3",
    "#4 … — «no»",
    "it’s 3.",
    "-",
    "a",
    "Word",
]
_LINKS = [
    "[ref]|[ref][]|[Two words]|[two\nwords][]|[gone]|<https://p.am/q>|<r@s.am>|https://t.am/u_(v).|(https://w.am)",
    "see http://x.am/a*b*c, too|![ref]|![ref][]|![](e.png)|![Old map][ref]|[![in](a.png)](b.md)|![Big *map*](f.png)",
]
_ODD = [
    "`a b`|`` ` ``|`c\nd`|<br>|<i class='x'>|<!-- a comment -->|&nbsp;|&amp;amp;|\\*|\\_a|\\\\|*|**|_|`|[|]|<|{fn1}|{}",
    "{url2}|\\{ x|$$|^|a\u00a0b|\u200b|🏔|<!-- targman: off -->kept 1.5 *so*<!-- targman: on -->|x\\",
    "<!-- targman: note a remark -->|[^none]|\u2028|3.|10)|+|===|<b\nc='d'>|:|~~~|```",
    "a\tb|`\ufeff`|`a\u2029b`|a\x85b|a\x0bb\x0c|\u2067abc\u2069|\ufeff|<b t='\ufeff'>|![ Edge ](e.png)|\x1f",
    "[x](y ' t ')",
]
_TARGETS = ["https://a.am/b_c", "b.md#c", "/d?e=f&g", "<h i>", "j(k)l", "mailto:m@n.am", "\\(o"]
_TITLES = ["", "", ' "Lake level"', " 'it is'", " (one \\) more)", ' "a\n  b"']
_MARKED = [
    "*{}*",
    "**{}**",
    "_{}_",
    "~~{}~~",
    "***{}***",
    "<b>{}</b>",
    "“{}”",
    "({})",
    "[{}]",
    "*{}",
    "[{}][Ref]",
    "[*{}*][]",
]
_OPAQUE = [
    ["```py", "x = '*'", "", "# no", "```"],
    ["    indented *code*", "", "    more"],
    ["***"],
    ["~~~", "a", "~~~"],
    ["<div>", "*raw*", "</div>"],
    ["<!-- a", "comment -->"],
    ["<!-- targman: note Mind the name. -->"],
]

notes = st.sampled_from(["", "", *(f"[^{label}]" for label in LABELS), f"[^{LABELS[0]}][^{LABELS[1]}]"])
plain = st.sampled_from(_PLAIN)
links = st.builds("[{}]({}{})".format, plain, st.sampled_from(_TARGETS), st.sampled_from(_TITLES))
marked = st.builds(str.format, st.sampled_from(_MARKED), plain | links | st.sampled_from("|".join(_LINKS).split("|")))
odd = st.sampled_from("|".join([*_LINKS, *_ODD]).split("|"))
part = st.one_of(plain, plain, links, marked, odd)
end = st.sampled_from([".", "!", "?", "։", "…", ".”", " .", ""])
gap = st.sampled_from([" ", " ", " ", "\n", "  \n", "\\\n", "   ", " \n"])

Block = list[str]


@st.composite
def _inline(draw: st.DrawFn) -> str:
    """Sentences, some of them on lines of their own, that end with a character that is no line break."""
    text = ""
    for _ in range(draw(st.integers(1, 3))):
        text += (draw(gap) if text else "") + " ".join([draw(plain), draw(part)]) + draw(end) + draw(notes)
    return text.rstrip("\\ \n") or "word"


inline = _inline()
line = inline.map(lambda text: " ".join(text.replace("\\\n", " ").split()))


@st.composite
def _leaf(draw: st.DrawFn) -> Block:
    """A paragraph, a heading or a table."""
    text = draw(inline)
    one_line = " ".join(text.replace("\\\n", " ").split())
    cells = [cell.replace("\\|", "|").replace("|", "\\|") for cell in (one_line, draw(plain), draw(part))]
    cells = [" ".join(cell.split()) for cell in cells]
    table = [f"| {cells[0]} | {cells[1]} |", "|:---|---:|", f"| {cells[2]} | {cells[0]} |", f"| {cells[1]} |"]
    form = draw(st.integers(0, 7))
    heading = [f"{'#' * (form or 1)} {one_line}{draw(st.sampled_from(['', ' ##', ' {#id .x}', ' {x}']))}"]
    underlined = [*text.split("\n"), draw(st.sampled_from(["===", "---"]))]
    return [heading, heading, underlined, table][form] if form < 4 else text.split("\n")


leaf = _leaf()
opaque = st.sampled_from(_OPAQUE)


def _prefixed(block: Block, first: str, other: str) -> Block:
    return [((other if index else first) + text).rstrip(" " * (not text)) for index, text in enumerate(block)]


def _stacked(blocks: list[Block], space: int) -> Block:
    made: Block = []
    for block in blocks:
        made += [""] * (space if made else 0) + block
    return made


@st.composite
def _block(draw: st.DrawFn, depth: int = 0) -> Block:
    """A leaf, something that is kept as it is, or a quote or list with blocks in it."""
    form = draw(st.integers(0, 9 if depth < 3 else 5))
    if form < 6:
        return draw(leaf if form else opaque)
    inner = [draw(_block(depth + 1)) for _ in range(draw(st.integers(1, 2)))]
    space = draw(st.integers(0, 1))
    if form < 8:
        marker = draw(st.sampled_from(["- ", "* ", "1. ", "7) ", "- [ ] ", "+   ", "10. "]))
        indent = " " * len(marker.replace("[ ] ", ""))
        return _stacked([_prefixed(_stacked(inner, space), marker, indent), [marker + draw(line)]], space)
    mark = draw(st.sampled_from(["> ", ">", "> > "]))
    lazy = draw(inline).split("\n") if form == 9 else []
    return [*_prefixed(_stacked(inner, 1), mark, mark), *lazy]


block = _block()


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document that defines the notes and links that its text refers to, and may begin with front matter."""
    blocks = [draw(leaf), *draw(st.lists(block, max_size=3)), *draw(st.sampled_from([[], [], [OFF]]))]
    definitions = [["[ref]: https://ref.am/ 'Its title'"], ["[Two", "words]: <b c>"]]
    texts = [[draw(leaf)], [draw(leaf), draw(block)], [["A note."]]]
    defined = [_prefixed(_stacked(text, 1), f"[^{label}]: ", "    ") for label, text in zip(LABELS, texts, strict=True)]
    front = draw(st.sampled_from([[], [], ["---", "lang: ru", "title: 'Озеро'", 'tags: [a, "b c"]', "---"]]))
    final = draw(st.sampled_from(["\n", "", "\n\n"]))
    return "\n".join([*front, *_stacked([*blocks, *definitions, *defined], 1)]) + final


_PIECES = ["\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "[^1]", "[^1]: ", "[a]", "[a]: b", "](", "*", "**", "word"]
_PIECES += ["`", "```", "|", "|-|-|", "---", "===", "<b>", "<!--", "-->", "\\", "  \n", "\\\n", "![", "https://a.b"]
_PIECES += ["\r\n", "# ", "{fn1}", "+++"]

raw = st.one_of(
    st.text(st.sampled_from("\n\n\n\r\t  aա.!։#>-*_`[]()!^:|\\<>&;~={}1\ufeff\u2028\x85\u200b\u00a0🏔\"'"), max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=24).map("".join),
)
"""Text that is made of the characters, and of the pieces, that mean something in Markdown."""
