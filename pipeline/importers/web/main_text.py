"""Find the element of a page that holds its text, and take the boilerplate around and in it away."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.importers import Removed, RemovedKind, boilerplate
from pipeline.importers.note_pairs import holds_reference, pair_notes
from pipeline.importers.paragraphs import escape_line
from pipeline.importers.web.furniture import (
    boilerplate_names,
    furniture_kind,
    is_caption,
    is_certain_furniture,
    is_data,
    is_whole_text,
)
from pipeline.importers.web.leads import ends_sentence, find_heading, find_leads, find_stated_lead
from pipeline.importers.web.page import BLOCKS, Element, extract_text, fold_words, is_leaf, is_within, remove_element
from pipeline.importers.web.page_metadata import PageMetadata
from pipeline.importers.web.runs import Run

_HALF = 0.5
_MAIN_SHARE = 0.4  # share of the letters from which an element is not boilerplate, regardless of its name
_TAKEN_SHARE = 0.3  # the same, of the letters that trafilatura takes
_CLEAN_SHARE = 0.4  # share of letters that trafilatura may leave out on a page without furniture
_LINKED_SHARE = 0.7  # share of linked letters from which a block is a link to another page
_LINK_LETTERS = 15  # fewer letters are a word of the text that is linked
_TEASER_LETTERS = 200  # longest title of another page
_LEAST_LETTERS, _ARTICLE_LETTERS = 250, 1_000  # letters of prose in an article; the second ones prove it alone
_ARTICLE_TAGS = frozenset(["article", "main"])
_CELL_TAGS = frozenset(["li", "td", "th", "tr", "table", "tbody", "thead", "h1"])
_LEAD_LETTERS = 60
_BOX_LINKS = 3
_QUOTE_SHARE = 0.8  # share of the letters of a box from which it is the quotation in it
_CAPTION_LETTERS = 400
_PICTURE = re.compile(r"^#|\.(?:jpe?g|png|gif|webp|svg|avif)(?:[?#]|$)|[=/](?:jpe?g|png|webp)\b", re.IGNORECASE)
_MOST_LEVELS = 3


@dataclass(slots=True)
class _Measure:
    """Letters of an element: all, those that trafilatura takes, those in links, those in links within the site."""

    letters: int = 0
    taken: int = 0
    linked: int = 0
    site_linked: int = 0

    def add(self, other: "_Measure") -> None:
        """Add the letters of an element within this one."""
        self.letters += other.letters
        self.taken += other.taken
        self.linked += other.linked
        self.site_linked += other.site_linked


_NOTHING = _Measure()


def find_main_text(body: Element, stated: PageMetadata, runs: Sequence[Run]) -> tuple[Element, list[Removed]]:
    """Find the element with the text, take boilerplate out of it, and return both."""
    page = _Page(body, stated.title, stated.description, runs)
    container = page.find_container()
    removed = [] if container is body else list(_texts_around(body, container, stated.title))
    removed += page.prune(container)
    removed += _remove_boilerplate_lines(container, page, stated.address)
    return container, removed


class _Page:
    """A page whose elements are measured."""

    def __init__(self, body: Element, title: str, description: str, runs: Sequence[Run]) -> None:
        self.body, self.title, self.runs = body, fold_words(title), runs
        self.measures: dict[Element, _Measure] = {}
        for run in runs:
            taken = round(len(run.text) * run.taken)
            measure = _Measure(len(run.text), taken, run.linked, run.site_linked)
            self.measures.setdefault(run.block, _Measure()).add(measure)
        for element in reversed(list(body.iter())):
            if element in self.measures and element is not body:
                self.measures.setdefault(element.getparent(), _Measure()).add(self.measures[element])
        self.all = self.measure(body)
        self.places = {run.block: number for number, run in enumerate(runs)}
        self.heading = find_heading(runs, title)
        self.stated = find_stated_lead(runs, description)
        self.leads = {*find_leads(runs, self.heading, title), self.stated} - {None}
        self.lead_boxes = {box for lead in self.leads for box in lead.iterancestors()}
        self.stated_boxes = set() if self.stated is None else {self.stated, *self.stated.iterancestors()}
        self.kept: set[Element] = set()
        self.innocent: set[str] = set()

    def measure(self, element: Element) -> _Measure:
        """Return the measure of an element."""
        return self.measures.get(element, _NOTHING)

    def find_container(self) -> Element:
        """Return the article that has the title as its heading, or the smallest element with all that is taken."""
        article = self._titled_article()
        if article is not None:
            return article
        if not self.all.taken:
            share = _MAIN_SHARE * self.all.letters
            articles = [each for each in self.body.iter("article") if self.measure(each).letters > share]
            return articles[0] if len(articles) == 1 else self.body
        best = self.body
        for element in self.body.iter(*BLOCKS):
            if self.measure(element).taken >= self.all.taken:
                best = element
        for above in (self.heading, self.stated):
            inside = {best} if above is None else {above, *above.iterancestors()}
            while best is not self.body and best not in inside:
                best = best.getparent()
        for ancestor in best.iterancestors(*_ARTICLE_TAGS):
            if self.measure(ancestor).letters < 1.5 * self.measure(best).letters + 400:
                best = ancestor
        return best

    def _titled_article(self) -> Element | None:
        """Return the only article or main part of the page that has the title as its heading."""
        headings = (
            each for each in self.body.iter("h1", "h2") if self.title and fold_words(extract_text(each)) == self.title
        )
        found = {next(heading.iterancestors(*_ARTICLE_TAGS), None) for heading in headings} - {None}
        if len(found) != 1:
            return None
        article = found.pop()
        m = self.measure(article)
        prose = m.letters - m.linked
        is_main = m.taken >= _HALF * self.all.taken or prose >= _ARTICLE_LETTERS
        return article if prose >= _LEAST_LETTERS and is_main else None

    def prune(self, container: Element) -> Iterator[Removed]:
        """Take boilerplate out of an element, from the outside to the inside."""
        whole = self.measure(container)
        clean = self._is_clean(whole)
        self.innocent = self._find_innocent_names(container, whole)
        waiting = list(container)[::-1]
        while waiting:
            element = waiting.pop()
            if not isinstance(element.tag, str):
                continue
            m = self.measure(element)
            kind = self._judge(element, m, whole, clean=clean)
            if kind is None:
                if m.site_linked > _LINKED_SHARE * m.letters and is_leaf(element):
                    yield from _remove_link_boxes(element)
                waiting += list(element)[::-1]
            else:
                yield from _remove(element, kind)

    def _find_innocent_names(self, container: Element, whole: _Measure) -> set[str]:
        """Return the names of boilerplate whose elements hold most of the text together, as its sections may."""
        taken: Counter[str] = Counter()
        for element in container.iter(*BLOCKS):
            m = self.measure(element)
            if m.taken > _HALF * m.letters and element.tag != "form" and element.find(".//form") is None:
                for name in boilerplate_names(element):
                    taken[name] += m.taken
        return {name for name, letters in taken.items() if letters > _HALF * whole.taken}

    def _is_clean(self, whole: _Measure) -> bool:
        """Tell whether hardly anything on a page is furniture: it has none, or a program marks its whole text."""
        marked = (each for each in self.body.iter("div", "section", "article") if is_whole_text(each))
        if any(self.measure(each).taken > _HALF * self.all.taken for each in marked):
            return True
        kinds = (furniture_kind(each) for each in self.body.iter("*") if self.measure(each).letters)
        return whole.letters - whole.taken <= _CLEAN_SHARE * whole.letters and RemovedKind.FURNITURE not in kinds

    def _judge(self, element: Element, m: _Measure, whole: _Measure, *, clean: bool) -> RemovedKind | None:
        """Return the kind of boilerplate that an element is; None if it is text, or holds some."""
        if element.tag in BLOCKS and is_data(element) and m.letters <= _TEASER_LETTERS:
            return RemovedKind.FURNITURE
        kind = None if element in self.stated_boxes else furniture_kind(element)
        if kind is RemovedKind.FURNITURE and m.taken > _HALF * m.letters and boilerplate_names(element) & self.innocent:
            kind = None
        is_small = m.letters <= _MAIN_SHARE * whole.letters and m.taken <= _TAKEN_SHARE * whole.taken
        is_certain = kind is not RemovedKind.FURNITURE or is_certain_furniture(element)
        if kind and is_small and (m.taken <= _HALF * m.letters or is_certain):
            return kind
        if element.tag not in BLOCKS or not m.letters:
            return None
        is_linked = (
            m.site_linked > _LINKED_SHARE * m.letters
            and m.letters > _LINK_LETTERS
            and (m.taken <= _HALF * whole.taken or m.letters <= _TEASER_LETTERS)
        )
        if is_linked and not clean and element.tag not in _CELL_TAGS and not self._is_linked_prose(element, m):
            return RemovedKind.FURNITURE
        if clean or not whole.taken or m.taken or element in self.lead_boxes or self._is_text(element, m):
            return None
        return RemovedKind.FURNITURE

    def _is_linked_prose(self, element: Element, m: _Measure) -> bool:
        """Tell whether a block of links is a sentence with several of them, which trafilatura takes."""
        if not is_leaf(element) or m.letters < _LEAD_LETTERS or m.taken <= _HALF * m.letters:
            return False
        links = [each for each in element.iter("a") if extract_text(each)]
        return len(links) > 1 and m.letters - m.linked >= _LINK_LETTERS and ends_sentence(extract_text(element))

    def _is_text(self, element: Element, m: _Measure) -> bool:
        """Tell whether an element that trafilatura leaves out is text nevertheless: a lead, a block with a reference to
        a note, a cell in a table of the text, or a block amid its like.
        """
        is_quoted = element.getparent() in self.kept or self._is_quote_amid_text(element, m)
        if is_quoted:
            self.kept.add(element)
        if is_quoted or element in self.leads or holds_reference("".join(element.itertext())):
            return True
        box = self._caption_box(element)
        if box is not None and self._is_amid_text(box):
            return True
        table = next(element.iterancestors("table"), None)
        if table is not None and self.measure(table).taken:
            return True
        if m.linked > _HALF * m.letters or not is_leaf(element) or is_caption(element):
            return False
        place = self.places[element]
        beside = [self.runs[at] for at in (place - 1, place + 1) if 0 <= at < len(self.runs)]
        alike = [
            each for each in beside if each.block.tag == element.tag and each.block.getparent() is element.getparent()
        ]
        if re.fullmatch("h[1-6]", element.tag):
            return self._heads_text(element)
        is_between = sum(run.taken > _HALF for run in alike) == 2  # noqa: PLR2004  # one before and one after
        is_prose = element.tag == "p" and m.letters >= _LEAD_LETTERS and ends_sentence(extract_text(element))
        return is_between or (is_prose and self._is_amid(element, element.get("class")))

    def _heads_text(self, heading: Element) -> bool:
        """Tell whether a heading stands right above a block that is taken: trafilatura leaves all headings of short
        texts out.
        """
        place = self.places[heading] + 1
        after = self.runs[place : place + 1]
        return any(run.taken > _HALF and run.block.getparent() is heading.getparent() for run in after)

    def _is_quote_amid_text(self, element: Element, m: _Measure) -> bool:
        """Tell whether an element is a quotation, or a box with nothing else, amid blocks of the text."""
        quote = element if element.tag == "blockquote" else element.find(".//blockquote")
        if quote is None or m.letters < _LEAD_LETTERS or m.linked > _HALF * m.letters:
            return False
        return self.measure(quote).letters >= _QUOTE_SHARE * m.letters and self._is_amid(element)

    def _is_amid(self, element: Element, names: str | None = "") -> bool:
        """Tell whether trafilatura takes blocks beside an element, some before and some after it; only paragraphs with
        the same class count if `names` is one, or None.
        """
        taken = (
            any(
                (names == "" or (each.tag == "p" and each.get("class") == names)) and self.measure(each).taken
                for each in element.itersiblings(preceding=preceding)
            )
            for preceding in (True, False)
        )
        return all(taken)

    def _caption_box(self, element: Element) -> Element | None:
        """Return the picture with its caption that an element is or stands in."""
        row = (element, *islice(element.iterancestors(), _MOST_LEVELS))
        figures = (each for each in row if each.tag == "figure" and self.measure(each).letters <= _CAPTION_LETTERS)
        figure = next((each for each in figures if each.find(".//img") is not None), None)
        picture = None if figure is None else figure.find(".//img")
        links = () if picture is None else picture.iterancestors("a")
        # The picture of another page leads there; one of the text may lead to a larger copy.
        return None if any(not _PICTURE.search(link.get("href") or "#") for link in links) else figure

    def _is_amid_text(self, box: Element) -> bool:
        """Tell whether a picture with its caption stands between paragraphs of the text."""
        m = self.measure(box)
        places = [self.places[each] for each in box.iter() if each in self.places]
        if not places or m.linked > _HALF * m.letters or places[-1] + 1 >= len(self.runs):
            return False
        beside = (self.runs[places[0] - 1], self.runs[places[-1] + 1]) if places[0] else ()
        return bool(beside) and all(run.taken > _HALF for run in beside)


def _remove(element: Element, kind: RemovedKind) -> Iterator[Removed]:
    text = extract_text(element)
    address = element.get("src") or element.get("data") or "" if kind is RemovedKind.FRAME else ""
    remove_element(element)
    if text or address:
        yield Removed(what=kind, text=text or address[:300])


def _remove_link_boxes(block: Element) -> Iterator[Removed]:
    """Take the boxes out of a sentence that open over a link: spans around nothing but links, none of them a child."""
    for span in list(block.iter("span")):
        links = list(span.iter("a"))
        if len(links) < _BOX_LINKS or span.find("a") is not None or not is_within(span, block):
            continue
        if sum(len(extract_text(each)) for each in links) >= len(extract_text(span)) - len(links):
            yield Removed(what=RemovedKind.FURNITURE, text=extract_text(span))
            remove_element(span)


def _texts_around(body: Element, container: Element, title: str) -> Iterator[Removed]:
    """Yield the texts of a page before and after the element with its text."""
    path = [container, *container.iterancestors()]
    for parent in reversed(path[1 : path.index(body) + 1]):
        for child in parent:
            text = "" if any(child is step for step in path) else extract_text(child)
            loose = " ".join((child.tail or "").split())
            yield from (
                Removed(what=RemovedKind.FURNITURE, text=words) for words in (text, loose) if words not in {"", title}
            )


def _announces_other(element: Element, page: _Page) -> bool:
    """Tell whether a line has nothing but a link to another text of the site, and words as “Read also:”."""
    label = text = extract_text(element)
    if not page.measure(element).site_linked or len(text) > _TEASER_LETTERS:
        return False
    for link in element.iter("a"):
        label = label.replace(extract_text(link), " ", 1)
    return label != text and bool(label.strip()) and boilerplate.ends_text(label, after_notes=False)


def _remove_boilerplate_lines(container: Element, page: _Page, address: str) -> Iterator[Removed]:
    """Take lines that are boilerplate by their words out of the text, the address of the page, and what follows the
    first after its end.
    """
    leaves = [element for element in container.iter() if is_leaf(element) and extract_text(element)]
    for element in leaves:
        text = extract_text(element)
        is_invitation = element.find(".//a") is not None and boilerplate.is_invitation(text)
        if boilerplate.is_boilerplate(text) or is_invitation or text == address or _announces_other(element, page):
            yield Removed(what=RemovedKind.FURNITURE, text=text)
            remove_element(element)
    leaves = [element for element in leaves if element.getparent() is not None]
    texts = [extract_text(element) for element in leaves]
    notes = pair_notes([escape_line(text) for text in texts]).area
    for index in boilerplate.find_furniture(texts, notes, after_notes=False):
        yield Removed(what=RemovedKind.FURNITURE, text=texts[index])
        remove_element(leaves[index])
