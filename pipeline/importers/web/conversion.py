"""Turn what programs and styles make of a page into the elements that it stands for: titles, lists, quotes."""

import re
from collections.abc import Iterator

from pipeline.importers import Removed, RemovedKind
from pipeline.importers.typed_contents import is_contents_heading
from pipeline.importers.web.page import (
    CODE,
    HTML,
    Element,
    extract_text,
    has_text,
    is_within,
    remove_element,
    replace_element,
    wrap_content,
)

_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{0,2000})\}")
_BULLET = re.compile(r"(?:[·•▪■●○◦§oüØv–-]|(?P<number>\d{1,3})[.)]|[a-zа-яա-ֆ][.)])[\s\xa0]*", re.IGNORECASE)
_SYMBOLS = re.compile(r"font-family\s*:\s*[\"']?(?:symbol|wingdings|courier)|mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_QUOTE_TAGS = ("aside", "div", "p", "figure", "section", "span")
_MOST_QUOTES = 50
_CONTENTS_NAMES, _SUBTITLE_NAMES = frozenset(HTML["contents_names"]), frozenset(HTML["subtitle_names"])
_LEAST_ENTRIES, _MOST_CONTENTS = 2, 20
_MOST_LETTERS = 400
_SHORT_REST = 30  # letters: a heading, and what hides the list
_DOCS_LIST = re.compile(r"\blst-(?P<name>\w+)-(?P<level>\d)\b")
_OFFICE_PROGRAMS = re.compile(r"LibreOffice|OpenOffice")
_LARGE_TYPE = re.compile(r"font-size:\s*(?:1[4-9]|[2-9]\d)(?:\.\d)?pt")
_LOOKS = {
    tag: re.compile(rf"(?:^|;)\s*{look}", re.IGNORECASE)
    for tag, look in (
        ("b", r"font-weight\s*:\s*(?:bold|[6-9]00)"), ("i", r"font-style\s*:\s*(?:italic|oblique)"),
        ("s", r"text-decoration(?:-line)?\s*:[^;]*line-through"), ("sup", r"vertical-align\s*:\s*super\b"),
        ("sub", r"vertical-align\s*:\s*sub\b"),
    )
}  # fmt: skip
"""The styles that tags stand for."""

_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
_MARK_AT_END = re.compile(r"\s*\d{1,3}$")
_LEVEL = re.compile(r"mso-list:[^;]*level(\d)")


def convert_elements(root: Element, body: Element) -> list[Removed]:
    """Convert what Word and Google Docs write, subtitles, summaries and quotes; return what is not its text:
    comments, lists of what is on the page, and quotes of the text itself.
    """
    page_title = " ".join((root.findtext("head/title") or "").split())
    is_document = "doc-content" in (body.get("class") or "").split()
    for paragraph in list(body.iter("p")):
        names = (paragraph.get("class") or "").split()
        is_title = "title" in names and (is_document or extract_text(paragraph) == page_title)
        if "MsoTitle" in names or is_title:
            paragraph.tag = "h1"
    _convert_large_title(root, body)
    _drop_doubled_head(body)
    for span in [each for each in body.iter("span", "font") if _BLOCK_STYLE.search(each.get("style") or "")]:
        span.tag = "div"  # on a line of its own, or its words would be joined with those before it
    for heading in list(body.iter("h2", "h3", "h4", "h5", "h6")):
        if _words_of_names(heading) & _SUBTITLE_NAMES:
            heading.tag = "p"
    _convert_lists(body)
    _nest_lists(body)
    _convert_styles(root, body)
    _complete_heads(body)
    for verse in [each for each in body.iter("pre") if _is_verse(each)]:
        _convert_verse(verse)
    for summary in list(body.iter("summary")):
        wrap_content(summary, "b")
        summary.tag = "p"
    return [*_remove_comments(body), *_remove_contents(body), *_convert_quotes(body)]


def _is_verse(block: Element) -> bool:
    """Tell whether preformatted text is that of a poem, as WordPress and Substack have them, not code."""
    names = f"{block.get('class') or ''} {block.getparent().get('class') or ''}".split()
    return "wp-block-verse" in names or "preformatted-block" in names


def _convert_verse(verse: Element) -> None:
    """Make a paragraph of verses, with a break for each line end."""
    verse.tag = "p"
    for element in list(verse.iter("*")):
        element.text, breaks = _break_lines(verse, element.text)
        element[:0] = breaks
        if element is not verse:
            tail, breaks = _break_lines(verse, element.tail)
            element.tail = None
            for made in reversed(breaks):
                element.addnext(made)
            element.tail = tail


def _break_lines(verse: Element, text: str | None) -> tuple[str, list[Element]]:
    """Return the first line of a text and the breaks between it and the others, each with its line after it."""
    first, *lines = (text or "").split("\n")
    breaks = [verse.makeelement("br") for _ in lines]
    for made, line in zip(breaks, lines, strict=True):
        made.tail = line
    return first, breaks


def _convert_large_title(root: Element, body: Element) -> None:
    """Make a title of the first line of a page by LibreOffice, which writes titles as paragraphs in larger type."""
    programs = (each.get("content") or "" for each in root.iter("meta") if (each.get("name") or "") == "generator")
    first = next((each for each in body if has_text(each)), None)
    if first is None or first.tag != "p" or not any(map(_OFFICE_PROGRAMS.match, programs)):
        return
    if "title" in (first.get("class") or "").split():
        first.tag = "h1"
    font = next((each for each in first.iter("font") if _LARGE_TYPE.search(each.get("style") or "")), None)
    whole = extract_text(first)
    if font is not None and extract_text(font) in {whole, _MARK_AT_END.sub("", whole)}:
        first.tag = "h1"


def _drop_doubled_head(body: Element) -> None:
    """Drop what an export of Medium has twice: the title in its text, below a rule, and the subtitle before it."""
    for name, kept, rule in (("graf--title", "p-name", "section-divider"), ("p-summary", "graf--subtitle", "")):
        heads = set(map(extract_text, _elements_named(body, kept)))
        for doubled in [each for each in _elements_named(body, name) if extract_text(each) in heads][:1]:
            rules = [each for each in body.iter("hr") if rule and each.get("class") == rule]
            for each in [*rules[:1], doubled]:
                remove_element(each)


def _elements_named(body: Element, name: str) -> list[Element]:
    return [each for each in body.iter("*") if name in (each.get("class") or "").split()]


def _complete_heads(body: Element) -> None:
    """Put all rows into the head of a table that cells of its first row reach into: pandoc takes the first row alone
    for the head, and cuts its cells off at the end, so that those below would move to other columns.
    """
    for row in [each for each in body.iter("tr") if next(each.itersiblings("tr", preceding=True), None) is None]:
        spans = [cell.get("rowspan") or "" for cell in row]
        height = max((int(span) for span in spans if re.fullmatch(r"\d{1,3}", span)), default=1)
        if height == 1 or row.getparent().tag == "thead" or any(cell.tag != "th" for cell in row):
            continue
        head = row.makeelement("thead")
        row.addprevious(head)
        head.extend([row, *row.itersiblings("tr")][:height])
        if head.getparent().tag == "tbody":
            head.getparent().addprevious(head)


def _words_of_names(element: Element) -> set[str]:
    return set(re.split(r"[^a-z]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower()))


def _remove_contents(body: Element) -> Iterator[Removed]:
    """Take the lists of what is on the page out of it, with their headings."""
    found = 0
    for element in list(body.iter("ul", "ol", "div", "nav", "table", "section", "aside", "details")):
        if found == _MOST_CONTENTS:
            return
        is_named = bool(_words_of_names(element) & _CONTENTS_NAMES)
        if not (is_named or element.tag in {"ul", "ol"}) or not is_within(element, body):
            continue
        if not _leads_within(element):
            continue
        heading = next((each for each in element.itersiblings(preceding=True) if has_text(each)), None)
        if heading is not None and not is_contents_heading(_beginning(heading)):
            heading = None
        if heading is not None or is_named:
            found += 1
            for each in [heading] if heading is not None else []:
                yield Removed(what=RemovedKind.CONTENTS, text=extract_text(each))
                remove_element(each)
            yield Removed(what=RemovedKind.CONTENTS, text=extract_text(element))
            remove_element(element)


def _leads_within(element: Element) -> bool:
    """Tell whether an element has nothing but links to places on the page itself, and a heading for them."""
    links = list(element.iter("a"))
    if (
        len(links) < _LEAST_ENTRIES
        or not has_text(element)
        or not all((link.get("href") or "").startswith("#") for link in links)
    ):
        return False
    rest = " ".join(re.sub(r"[\W\d]+", " ", "".join(_unlinked_text(element))).split())
    return not rest or is_contents_heading(rest) or (len(rest) <= _SHORT_REST and element.tag not in {"ul", "ol"})


def _unlinked_text(element: Element) -> Iterator[str]:
    """Yield the text of an element that is not in links."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    links = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        links += (event == "start") - (event == "end") if inner.tag == "a" else 0
        text = inner.text if event == "start" else inner.tail if inner is not element else ""
        yield " " if links or not text else text


def _beginning(element: Element) -> str:
    """Return the first letters of an element, more than any heading has, without reading the rest."""
    made = ""
    for text in element.itertext():
        made += text[:_MOST_LETTERS]
        if len(made) > _MOST_LETTERS:
            break
    return " ".join(made.split())


def _remove_comments(body: Element) -> Iterator[Removed]:
    """Take the comments of Google Docs out of a page, and the references to them."""
    for anchor in [each for each in body.iter("a") if re.fullmatch(r"cmnt(?:_ref)?\d+", each.get("id") or "")]:
        raised = anchor.getparent()
        if (anchor.get("id") or "").startswith("cmnt_ref"):
            remove_element(raised if raised.tag == "sup" and len(raised) == 1 else anchor)
            continue
        box = next(anchor.iterancestors("div", "p"), None)
        if box is not None:
            remove_element(anchor)
            box = next(box.iterancestors("div"), box) if box.tag == "p" else box
            yield Removed(what=RemovedKind.COMMENT, text=extract_text(box))
            remove_element(box)


def _convert_quotes(body: Element) -> Iterator[Removed]:
    """Make a quote of each sentence that is pulled out of the text; take out those that the text has too."""
    pulled = [each for each in body.iter(*_QUOTE_TAGS) if re.search(r"\bpull-?quote", each.get("class") or "")]
    words = " ".join(_WORD.findall(extract_text(body).casefold())) if pulled else ""
    for element in pulled[:_MOST_QUOTES]:
        quote = extract_text(element)
        if words.count(" ".join(_WORD.findall(quote.casefold()))) > 1:
            yield Removed(what=RemovedKind.FURNITURE, text=quote)
            remove_element(element)
        else:
            element.tag = "div" if element.find(".//blockquote") is not None else "blockquote"


def _convert_styles(root: Element, body: Element) -> None:
    """Make bold, italic, struck-through and raised what styles make so: those of spans, and Google Docs’ classes."""
    rules: dict[str, str] = {}
    if "doc-content" in (body.get("class") or "").split():
        for style in root.iter("style"):
            for name, rule in _RULE.findall(style.text or ""):
                rules[name] = f"{rules.get(name, '')};{rule}"
    for span in list(body.iter("span", "font")):
        style = ";".join(
            [*(rules.get(name, "") for name in (span.get("class") or "").split()), span.get("style") or ""]
        )
        for tag in [tag for tag, look in _LOOKS.items() if look.search(style)] if style.strip(";") else ():
            if has_text(span) and next(span.iterancestors(tag, *CODE), None) is None:
                wrap_content(span, tag)


def _convert_lists(body: Element) -> None:
    """Make lists of the paragraphs that Word writes with a bullet or number of their own."""
    row: list[tuple[Element, str, int]] = []
    for paragraph in [*body.iter("p"), None]:
        marker = _take_marker(paragraph) if paragraph is not None else None
        follows = row and paragraph is not None and paragraph.getprevious() is row[-1][0]
        if row and not (marker and follows):
            _build_list(row)
            row = []
        if marker and paragraph is not None:
            level = _LEVEL.search(paragraph.get("style") or "")
            row.append((paragraph, marker, int(level[1]) if level else 1))


def _take_marker(paragraph: Element) -> str:
    """Take the bullet or number from the head of a paragraph of a list; return it, or an empty string."""
    if not re.search(r"MsoListParagraph|MsoListBullet|MsoListNumber", paragraph.get("class") or ""):
        return ""
    first = next((each for each in paragraph.iter("span") if _SYMBOLS.search(each.get("style") or "")), None)
    if first is not None and extract_text(paragraph).startswith(extract_text(first)):
        marker = extract_text(first)
        replace_element(first, "")
        return marker if _BULLET.fullmatch(marker) else "•"
    for element in paragraph.iter():
        found = _BULLET.match((element.text or "").lstrip("\xa0 \n"))
        if found and (found.end() > len(found[0].strip("\xa0 \n")) + 1 or not (element.text or "").strip(found[0])):
            marker = found[0].strip("\xa0 \n")
            element.text = (element.text or "").lstrip("\xa0 \n")[found.end() :]
            return marker
        if (element.text or "").strip("\xa0 \n"):
            return ""
    return ""


def _nest_lists(body: Element) -> None:
    """Put the lists of deeper levels, which Google Docs writes one after the other, into the items above them."""
    levels: dict[str, list[Element]] = {}
    for each in list(body.iter("ul", "ol")):
        found = _DOCS_LIST.search(each.get("class") or "")
        if not found or each.getparent() is None:
            continue
        previous, level, row = each.getprevious(), int(found["level"]), levels.setdefault(found["name"], [])
        del row[level + 1 :]
        is_next = previous is not None and any(previous is other for other in row[:1])
        if is_next and not (each.tail or "").strip() and level < len(row) and row[level].tag == each.tag:
            row[level].extend(list(each))  # it goes on
            remove_element(each)
        elif is_next and level == len(row) and row[-1].find("li") is not None:
            each.tail = None
            row[-1][-1].append(each)
            row.append(each)
        else:
            levels[found["name"]] = [each]


def _build_list(row: list[tuple[Element, str, int]]) -> None:
    """Put paragraphs into a list, deeper levels into lists in it."""
    lists: list[tuple[int, Element]] = []
    for paragraph, marker, level in row:
        while len(lists) > 1 and lists[-1][0] > level:
            lists.pop()
        if not lists or lists[-1][0] < level:
            number = _BULLET.fullmatch(marker)
            made = paragraph.makeelement("ol" if number and marker[-1] in ".)" else "ul")
            if number and number["number"]:
                made.set("start", number["number"])
            if lists:
                lists[-1][1][-1].append(made)
            else:
                paragraph.addprevious(made)
            lists.append((level, made))
        tail, paragraph.tail = paragraph.tail, None
        lists[-1][1].append(paragraph)
        paragraph.tag = "li"
        if paragraph is row[-1][0]:
            lists[0][1].tail = tail
