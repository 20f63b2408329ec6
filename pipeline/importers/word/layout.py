"""Give the paragraphs of a Word document the styles that their looks stand for: title, headings, drop caps."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from pipeline.importers.pandoc_ast import BORDER
from pipeline.importers.paragraphs import is_heading_candidate, is_name
from pipeline.importers.word.ooxml import (
    Element,
    W,
    drop,
    make,
    properties_of,
    property_of,
    text_of,
    text_run,
    value,
)
from pipeline.importers.word.styles import StyleSheet
from pipeline.languages.dates import parse_date

_HEAD = ("title", "subtitle", "author", "date", "abstract")
"""Names of the styles at the head of a document, in the order in which pandoc expects them."""

_OF_SEVERAL = ("author", "abstract")
"""The styles whose paragraphs pandoc keeps apart. If another one has several paragraphs, pandoc keeps the last."""

HEADING = "targman-heading-{}"
"""The identifiers of the styles for paragraphs that are headings by their looks; add_heading_styles defines them."""

_LONGEST_TITLE = 300  # letters
_SPAN_DIGITS = 3
_LARGER, _MUCH_LARGER = 2, 4  # half points above the size of the text


def add_heading_styles(root: Element | None) -> Element:
    """Add the styles of headings to those of a document, which may have none, or name its own in another way."""
    root = make("styles") if root is None else root
    for level in range(1, 7):
        style = make("style", type="paragraph", styleId=HEADING.format(level))
        style.append(make("name", val=f"heading {level}"))
        root.append(style)
    return root


def join_drop_caps(root: Element) -> None:
    """Put the large letter that begins a text, a paragraph of its own in Word, before the rest of its word."""
    for frame in list(root.iter(f"{W}framePr")):
        letter = frame.getparent().getparent()
        if frame.get(f"{W}dropCap") not in {"drop", "margin"} or letter.tag != f"{W}p":
            continue
        after = letter.getnext()
        if after is None or after.tag != f"{W}p":
            continue
        properties = properties_of(after)
        at = 0 if properties is None else after.index(properties) + 1
        text = text_of(letter).strip()
        after.insert(at, text_run(text))
        drop(letter)


def mark_stress(root: Element) -> None:
    """Give runs of the style Emphasis italics, which the style itself may lack: Armenian letters are set apart."""
    for name in list(root.iter(f"{W}rStyle")):
        properties = name.getparent()
        if name.get(f"{W}val") == "Emphasis" and properties.find(f"{W}i") is None:
            name.addnext(make("i"))


def part_raised_numbers(root: Element, styles: StyleSheet) -> None:
    """Part raised numbers that follow each other as runs of one kind, which pandoc would join: ¹ and ² are not ¹². Runs
    of several revisions are halves of one number.
    """
    before: tuple[Element | None, bytes] = (None, b"")
    for run in list(root.iter(f"{W}r")):
        kind = _raised_kind(run, styles)
        if kind and kind == before[1] and run.getprevious() is before[0]:
            run.addprevious(text_run(BORDER))
        before = (run, kind)


def _raised_kind(run: Element, styles: StyleSheet) -> bytes:
    """Return the formatting and the revision of a run that is a raised number; nothing for others."""
    if not text_of(run).isdecimal() or not styles.is_raised(run):
        return b""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    properties = run.find(f"{W}rPr")
    look = b"" if properties is None else etree.tostring(properties)
    return look + repr(sorted(run.attrib.items())).encode()


def arrange_head(body: Element, styles: StyleSheet) -> None:
    """Move the title, authors and abstract to the top, where pandoc looks for them; other titles are headings."""
    paragraphs = [each for each in body if each.tag == f"{W}p"]
    _clear_overused(body, styles)
    found: dict[str, list[Element]] = {name: [] for name in _HEAD}
    written = 0
    for each in paragraphs:
        name = _head_name(each, styles)
        if name and written <= 1 and len(text_of(each)) and _may_follow(name, found, is_late=written > 0):
            found[name].append(each)
        elif name == "title":
            _set_style(each, HEADING.format(1))
        elif name:
            _clear_style(each)
        elif text_of(each).strip() and not styles.heading_level(each):
            written += 1
        elif styles.heading_level(each):
            written += 2 if any(found.values()) else 1
    at = 0
    for name in _HEAD:
        if name not in _OF_SEVERAL:
            _join_paragraphs(found[name])
        for each in found[name] if name in _OF_SEVERAL else found[name][:1]:
            body.insert(at, each)
            at += 1


def _clear_overused(body: Element, styles: StyleSheet) -> None:
    """Make plain paragraphs of those in a style of the head if nothing else has text, or if they are too long together
    to be a title: somebody wrote all of the text in that style.
    """
    shown = [each for each in body if text_of(each).strip()]
    head = list(takewhile(lambda each: each.tag == f"{W}p" and _head_name(each, styles), shown))
    titles = list(takewhile(lambda each: _head_name(each, styles) == "title", head))
    text = head if len(head) == len(shown) else titles
    if text is head or sum(len(text_of(each)) for each in titles) > _LONGEST_TITLE:
        is_title_long = len(text_of(text[0])) > _LONGEST_TITLE if text else False
        for each in text[not is_title_long :]:
            _clear_style(each)


def _join_paragraphs(paragraphs: Sequence[Element]) -> None:
    """Put the text of several paragraphs into the first one."""
    for each in paragraphs[1:]:
        paragraphs[0].append(text_run(" "))
        paragraphs[0].extend([part for part in each if part.tag != f"{W}pPr"])
        drop(each)


def _may_follow(name: str, found: dict[str, list[Element]], *, is_late: bool) -> bool:
    """Tell whether a paragraph of a style may be of the head: several in a row, or the first of its kind."""
    if is_late and found[name]:
        return False
    return name != "title" or not any(found[other] for other in ("author", "date", "abstract"))


def _head_name(paragraph: Element, styles: StyleSheet) -> str:
    names = [re.sub(r"s$", "", name) for name in styles.paragraph_names(paragraph)]
    return next((name for name in names if name in _HEAD), "")


def _set_style(paragraph: Element, style: str) -> None:
    properties = properties_of(paragraph)
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(f"{W}pStyle"):
        drop(old)
    properties.insert(0, make("pStyle", val=style))


def _clear_style(paragraph: Element) -> None:
    style = property_of(paragraph, "pStyle")
    if style is not None:
        drop(style)


def clear_captions(root: Element, styles: StyleSheet) -> None:
    """Make captions plain paragraphs, since pandoc would move them before their tables. Those in the properties of a
    table, which pandoc puts before it, go where the paragraph beside it says the same.
    """
    for named in list(root.iter(f"{W}tblCaption")):
        table = named.getparent().getparent()
        beside = [text_of(each).strip() for each in (table.getprevious(), table.getnext()) if each is not None]
        if (named.get(f"{W}val") or "").strip() in beside:
            drop(named)
    for each in root.iter(f"{W}p"):
        if "caption" in styles.paragraph_names(each) or "table caption" in styles.paragraph_names(each):
            _clear_style(each)


def remove_abstract_labels(body: Element, styles: StyleSheet) -> Iterator[str]:
    """Remove the word “Abstract” that stands above one in a style of its own, and yield it."""
    for each in [each for each in body if each.tag == f"{W}p" and styles.paragraph_name(each) == "abstract title"]:
        yield text_of(each).strip()
        drop(each)


def widen_tables(root: Element) -> None:
    """Give each table and each of its rows as many columns as the widest row has: pandoc takes the number from the
    first row, and leaves out the cells beyond it.
    """
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        # A row that begins further to the right, which pandoc does not know.
        for gap in [each for row in rows for each in row.iterfind(f"{W}trPr/{W}gridBefore")]:
            first = gap.getparent().getparent().find(f"{W}tc")
            if first is not None:
                first.addprevious(_empty_cell(gap.get(f"{W}val") or "1"))
            drop(gap)
        width = max(map(_row_width, rows), default=0)
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            grid = make("tblGrid")
            table.insert(1 if table.find(f"{W}tblPr") is not None else 0, grid)
        for column in grid:
            column.set(f"{W}w", column.get(f"{W}w") or "1000")  # pandoc does not count those without
        for _ in range(width - len(grid)):
            grid.append(make("gridCol", w="1000"))
        for row in rows:
            if missing := width - _row_width(row):
                row.append(_empty_cell(str(missing)))


def _empty_cell(span: str) -> Element:
    cell, properties = make("tc"), make("tcPr")
    properties.append(make("gridSpan", val=span))
    cell.append(properties)
    cell.append(make("p"))
    return cell


def _row_width(row: Element) -> int:
    spans = [value(cell.find(f"{W}tcPr"), "gridSpan") for cell in row.findall(f"{W}tc")]
    known = [int(span) for span in spans if span and span.isdecimal() and len(span) <= _SPAN_DIGITS]
    return sum(known) + sum(not span for span in spans)


def mark_headings(body: Element, styles: StyleSheet) -> int:
    """Give the paragraphs that are headings by their type alone, bold and larger, the style; return how many."""
    looks = {each: _look(each, styles) for each in _plain_paragraphs(body, styles)}
    usual = _usual_size(looks)
    if not usual:
        return 0
    levels = [styles.heading_level(each) for each in body.iter(f"{W}p")]
    sizes = sorted(
        {size for each, (size, bold, _) in looks.items() if _is_larger(size, usual, is_bold=bold)}, reverse=True
    )
    level, count = next(filter(None, levels), 0), 0
    is_styled = level > 0
    for each in list(body):
        if each.tag == f"{W}p" and styles.heading_level(each):
            level = styles.heading_level(each)
        elif each in looks and _is_heading(each, looks, usual):
            own = level if is_styled else sizes.index(looks[each][0]) + 1
            _make_heading(each, min(own, 6))
            count += 1
    return count


def _make_heading(paragraph: Element, level: int) -> None:
    _set_style(paragraph, HEADING.format(level))
    for properties in paragraph.iter(f"{W}rPr"):
        for tag in ("b", "bCs", "sz", "szCs"):
            for found in properties.findall(f"{W}{tag}"):
                drop(found)


def _plain_paragraphs(body: Element, styles: StyleSheet) -> Iterator[Element]:
    for each in body:
        if each.tag != f"{W}p" or styles.heading_level(each) or styles.is_listed(each) or _head_name(each, styles):
            continue
        if text_of(each).strip():
            yield each


def _look(paragraph: Element, styles: StyleSheet) -> tuple[int, bool, int]:
    """Return the least size of a paragraph's letters, whether all are bold, and their number."""
    runs = [
        run for run in paragraph.iter(f"{W}r") if next(run.iter(f"{W}t"), None) is not None and text_of(run).strip()
    ]
    if not runs:
        return 0, False, 0
    return (
        min(styles.size(run, paragraph) for run in runs),
        all(styles.is_bold(run, paragraph) for run in runs),
        sum(len(text_of(run)) for run in runs),
    )


def _usual_size(looks: dict[Element, tuple[int, bool, int]]) -> int:
    letters: Counter[int] = Counter()
    for size, _, count in looks.values():
        letters[size] += count
    return letters.most_common(1)[0][0] if letters else 0


def _is_larger(size: int, usual: int, *, is_bold: bool) -> bool:
    return size >= usual + (_LARGER if is_bold else _MUCH_LARGER)


def _is_heading(paragraph: Element, looks: dict[Element, tuple[int, bool, int]], usual: int) -> bool:
    size, bold, _ = looks[paragraph]
    text = " ".join(text_of(paragraph).split())
    if (
        not _is_larger(size, usual, is_bold=bold)
        or not is_heading_candidate(text)
        or paragraph.find(f".//{W}br") is not None
    ):
        return False
    above = (each for each in paragraph.itersiblings(preceding=True) if text_of(each).strip())
    before = list(islice(above, 4))
    if before and len(before) <= 3 and (is_name(text) or parse_date(text)):  # noqa: PLR2004  a byline
        return False
    return any(text_of(each).strip() for each in paragraph.itersiblings())
