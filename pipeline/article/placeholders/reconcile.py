"""A translation with just the placeholders of its segment, each once: what is wrong is repaired, and told.

An aligned translation taken apart: words, the Markdown of its links, placeholders.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.article.placeholders import TOKEN, Span, find_names, remove_spans
from pipeline.article.placeholders.links import InlineMarkup, find_target_forms, parse_inline, target_forms_in, unlink
from pipeline.article.placeholders.repair import RepairContext, find_unread, repair_context, repair_in_context
from pipeline.model import Placeholder, PlaceholderKind, Segment

_SUSPECT = re.compile(r"<|\\\{|\^\[|\[\s*\^|[(\[]\s*(?:fn|url|img|br|keep)\s*\d", re.IGNORECASE)
_TRAILING = re.compile(r"(?:\s*\{(?:br|img|keep)[0-9]+\})+$")
_PASSES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledTarget:
    """A translation whose placeholders are those of its segment, each once at the most, and what was wrong before.

    `missing` names what the translation lacked (notes, images and kept text were put at its end), `doubled` and
    `invented` what was taken out. `moved` stood where it means nothing (in code, in an own note, a note in the words of
    a link) and now follows it. `unread` are groups that look like placeholders and stayed as text, since nobody can
    tell which are meant. `swapped` says that the notes stand in another order than in the source.
    """

    text: str
    missing: tuple[Placeholder, ...] = ()
    doubled: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    swapped: bool = False


def reconcile_placeholders(target: str, segment: Segment) -> ReconciledTarget:
    """`target` with just the placeholders of `segment`, each once; missing notes, images and kept text at its end.

    The result refers to every note of the segment, whatever the translator did (law 4). Aligned once more, it stays as
    it is.
    """
    found, wanted = find_names(target), find_names(segment.text)
    if _is_fine(target, segment, found, wanted):
        return ReconciledTarget(text=target, swapped=found != wanted and _swapped(found, segment))
    return _Aligner(segment).aligned(target)


def _is_fine(target: str, segment: Segment, found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a quick look shows that there is nothing to do, as with nearly every translation."""
    if found != wanted and sorted(found) != sorted(wanted):
        return False
    if not target.count("{") == target.count("}") == len(found) or "｛" in target or "❴" in target:
        return False
    # Asking for single characters first is many times faster than the pattern.
    if "<" in target or "^" in target or "\\" in target or "(" in target or "[" in target:
        if _SUSPECT.search(target):
            return False
    elif "`" not in target and "{url" not in target:
        return True
    inline = parse_inline(target)
    if next(_misplaced(target, inline), None):
        return False
    return not any(name.startswith(PlaceholderKind.URL) for name in found) or target_forms_in(
        target, inline
    ) == find_target_forms(segment.text)


def _swapped(found: tuple[str, ...], segment: Segment) -> bool:
    """Whether the notes, each where it stands first, are in another order than in the segment."""
    notes = [placeholder.name for placeholder in segment.placeholders if placeholder.kind is PlaceholderKind.NOTE]
    first = list(dict.fromkeys(name for name in found if name in notes))
    return first != [name for name in notes if name in first]


class _Aligner:
    """One alignment, and what it has found out so far, each name once and in order."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.source: RepairContext = repair_context(segment)
        self.literal = set(find_names(segment.text)) - set(self.source.known)
        self.inside = {item.name for item in _misplaced(segment.text, parse_inline(segment.text))}
        self.doubled: dict[str, None] = {}
        self.invented: dict[str, None] = {}
        self.moved: dict[str, None] = {}

    def aligned(self, target: str) -> ReconciledTarget:
        text = self._settled(target)
        present = find_names(text)
        missing = tuple(item for name, item in self.source.known.items() if name not in present)
        text = _appended(text, missing)
        return ReconciledTarget(
            text=text,
            missing=missing,
            doubled=tuple(self.doubled),
            invented=tuple(self.invented),
            moved=tuple(self.moved),
            unread=tuple(dict.fromkeys(find_unread(text, self.source))),
            swapped=_swapped(present, self.segment),
        )

    def _settled(self, text: str) -> str:
        """`text` repaired and tidied until nothing is left to do; one step may bring to light what another can do."""
        steps: tuple[Callable[[str], str], ...] = (self._repaired, self._untied, self._thinned, self._freed)
        for _ in range(_PASSES):
            before = text
            for step in steps:
                text = step(text)
            if text == before:
                return text
        return re.sub(r"[][{}｛｝❴❵<>`^]", "", text)

    def _repaired(self, text: str) -> str:
        return repair_in_context(text, self.source)

    def _untied(self, text: str) -> str:
        """Links only with targets that have one in the source, each once, and not in an own note."""
        inline = parse_inline(text)
        used: set[str] = set()
        wrong = []
        for link in inline.links:
            form = self.source.wanted.get(link.name)
            noted = link.name not in self.inside and any(
                span.encloses(link.start, link.end) for span in inline.own_notes
            )
            if form is None or not form.has_text or link.name in used or noted:
                wrong.append(link)
                if link.name in used:
                    self.doubled[link.name] = None
                elif form is None:
                    self.invented[link.name] = None
            else:
                used.add(link.name)
        for link in reversed(wrong):
            text = unlink(text, link)
        return text

    def _thinned(self, text: str) -> str:
        """The segment's placeholders, each once; a link target that has words in the source only with words."""
        links = parse_inline(text).links
        linked = {link.name for link in links}
        seen: set[str] = set()
        wrong: list[Span] = []
        for match in TOKEN.finditer(text):
            name = match[1]
            form = self.source.wanted.get(name)
            tied = form is None or not form.has_text or any(link.text_end < match.start() < link.end for link in links)
            if name in self.literal or (name in self.source.known and name not in seen and tied):
                seen.add(name)
                continue
            wrong.append(Span(match.start(), match.end()))
            if name not in self.source.known:
                self.invented[name] = None
            elif name in seen or name in linked:
                self.doubled[name] = None
        return remove_spans(text, wrong)

    def _freed(self, text: str) -> str:
        """Placeholders out of code and own notes, notes and own notes out of the words of links: right after them."""
        while True:
            found = [item for item in _misplaced(text, parse_inline(text)) if self._may_move(item.name)]
            if not found:
                return text
            around = found[0].around
            group = [item for item in found if item.around == around]
            self.moved |= dict.fromkeys(item.name for item in group if item.name)
            tokens = "".join(text[item.span.start : item.span.end] for item in group)
            spans = [Span(item.span.start - around.start, item.span.end - around.start) for item in group]
            rest = remove_spans(text[around.start : around.end], spans)
            rest = "" if not rest.strip("` ^[]") else rest
            text = text[: around.start] + rest + tokens + text[around.end :]

    def _may_move(self, name: str) -> bool:
        return name not in self.inside and (not name or name in self.source.known)


@dataclass(frozen=True, slots=True)
class _Misplaced:
    """What stands where it means nothing to Markdown: a placeholder by its name, or an own note, without one."""

    around: Span
    span: Span
    name: str


def _misplaced(text: str, inline: InlineMarkup) -> Iterator[_Misplaced]:
    if not (inline.code or inline.own_notes or inline.links):
        return
    tokens = [(Span(match.start(), match.end()), match[1]) for match in TOKEN.finditer(text)]
    for around in (*inline.code, *inline.own_notes):
        yield from (_Misplaced(around, span, name) for span, name in tokens if around.encloses(span.start, span.end))
    for link in inline.links:
        words, around = Span(link.start, link.text_end + 1), Span(link.start, link.end)
        inner = [(span, name) for span, name in tokens if name.startswith(PlaceholderKind.NOTE)]
        inner += [(span, "") for span in inline.own_notes]
        found = (_Misplaced(around, span, name) for span, name in inner if words.encloses(span.start, span.end))
        yield from sorted(found, key=lambda item: item.span.start)


def _appended(text: str, missing: Sequence[Placeholder]) -> str:
    """`text` with what it lacks at its end: notes right after the last words, then images and kept text."""
    notes = "".join(f"{{{item.name}}}" for item in missing if item.kind is PlaceholderKind.NOTE)
    others = [f"{{{item.name}}}" for item in missing if item.kind in {PlaceholderKind.IMAGE, PlaceholderKind.KEEP}]
    if notes:
        text = text.rstrip()
        trailing = _TRAILING.search(text)
        end = trailing.start() if trailing and trailing.start() else len(text)
        body, tail = text[:end], text[end:]
        if (len(body) - len(body.rstrip("\\"))) % 2:
            body += "\\"
        elif body.endswith(("{", "｛", "❴")):
            body += " "
        text = body + notes + tail
    return " ".join([text.rstrip(), *others]).lstrip() if others else text


_PLACE = re.compile(r"(?P<open><)?\{(?P<name>[a-z]+[0-9]+)\}(?(open)>)")


@dataclass(frozen=True, slots=True)
class LinkSyntax:
    """Markdown that belongs to a link and is written as it is."""

    text: str


TargetPart = str | LinkSyntax | Placeholder


def split_target(text: str, segment: Segment) -> Iterator[TargetPart]:
    """An aligned text as words to be escaped where needed, link syntax to be written as it is, and placeholders.

    Joined, with placeholders as their names in braces, the parts are the text.
    """
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    at = 0
    for link in parse_inline(text).links:
        if link.name not in known:
            continue
        opening, closing = link.form.value
        yield from _words(text[at : link.start], known)
        yield LinkSyntax("[")
        yield from _words(text[link.start + 1 : link.text_end], known)
        yield LinkSyntax(opening.rstrip("{"))
        yield known[link.name]
        yield LinkSyntax(closing.lstrip("}"))
        at = link.end
    yield from _words(text[at:], known)


def _words(text: str, known: Mapping[str, Placeholder]) -> Iterator[TargetPart]:
    at = 0
    for match in _PLACE.finditer(text):
        placeholder = known.get(match["name"])
        if placeholder is None:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield from (LinkSyntax("<"), placeholder, LinkSyntax(">")) if match["open"] else (placeholder,)
        at = match.end()
    if at < len(text):
        yield text[at:]
