"""Reconcile a translation with its segment: exactly the segment's placeholders, each once, and a report of faults."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.article.placeholders import TOKEN, Span, find_names, remove_placeholders, remove_spans
from pipeline.article.placeholders.links import InlineMarkup, find_target_forms, parse_inline, target_forms_in, unlink
from pipeline.article.placeholders.repair import RepairContext, find_unread, read_repair_context, repair_in_context
from pipeline.frozen import dataclass
from pipeline.model import Placeholder, PlaceholderKind, Segment
from pipeline.patterns import lazy

_SUSPECT = lazy(r"<|\\\{|\^\[|\[\s*\^|[(\[]\s*(?:fn|url|img|br|keep)\s*\d", re.IGNORECASE)
_TRAILING = lazy(r"(?:\s*\{(?:br|img|keep)[0-9]+\})+$")
_PLACE = lazy(r"(?P<open><)?\{(?P<name>[a-z]+[0-9]+)\}(?(open)>)")
_OPENING = frozenset("{ *_~«“„\"'([")
_LEADING = lazy(r"(?P<signs>[\s*_~«“„\"'(\[]*)(?P<notes>(?:\{fn[0-9]+\}\s*)++)")
_WORD = lazy(r"[^\W_]")
_MAX_PASSES = 50  # a bound for hostile texts; one that still changes after it loses its brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledTarget:
    """A translation with each placeholder of its segment at most once, and the faults that it had before.

    Missing notes, images and kept text were put at its end; `missing` has these and what could not be put back.
    `doubled` and `invented` placeholders were removed. `moved` ones were in a place without meaning (in code, in a
    translator's note, a note in the words of a link) and now follow it. `unread` groups look like placeholders and
    stay as text, because their meaning is in doubt. `leading` notes stood before the first word, as none of the source
    does, where they would be notes of the sentence before; they were put at the end. `swapped` means that the notes are
    in another order than in the source.
    """

    text: str
    missing: tuple[Placeholder, ...] = ()
    doubled: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    swapped: bool = False


def reconcile_placeholders(target: str, segment: Segment) -> ReconciledTarget:
    """Give `target` exactly the placeholders of `segment`, each once; missing notes, images and kept text at its end.

    The result refers to every note of the segment (law 4). A second call changes nothing.
    """
    found, wanted = find_names(target), find_names(segment.text)
    if _is_fine(target, segment, found, wanted):
        return ReconciledTarget(text=target, swapped=found != wanted and _is_swapped(found, segment))
    return _reconcile(target, segment)


@lru_cache(maxsize=256)  # what is checked was reconciled for its edition before
def _reconcile(target: str, segment: Segment) -> ReconciledTarget:
    return _Reconciler(segment).reconcile(target)


def _is_fine(target: str, segment: Segment, found: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell quickly that there is nothing to do, as with nearly every translation."""
    if (found != wanted and sorted(found) != sorted(wanted)) or (
        found and target[:1] in _OPENING and _find_leading(target, segment)
    ):
        return False
    if not target.count("{") == target.count("}") == len(found) or "｛" in target or "❴" in target:
        return False
    # Testing for single characters first is many times faster than the pattern.
    if "<" in target or "^" in target or "\\" in target or "(" in target or "[" in target:
        if _SUSPECT.search(target):
            return False
    elif "`" not in target and "{url" not in target:
        return True
    inline = parse_inline(target)
    if next(_find_misplaced(target, inline), None):
        return False
    return not any(name.startswith(PlaceholderKind.URL) for name in found) or target_forms_in(
        target, inline
    ) == find_target_forms(segment.text)


def _find_leading(target: str, segment: Segment) -> re.Match[str] | None:
    """Return the notes before the first word of a translation, if the source does not begin with a note."""
    found = _LEADING.match(target)
    if not found or _LEADING.match(segment.text) or not _WORD.search(remove_placeholders(target[found.end() :])):
        return None
    return found


def _is_swapped(found: tuple[str, ...], segment: Segment) -> bool:
    """Tell whether the notes, by their first occurrence, are in another order than in the segment."""
    notes = [placeholder.name for placeholder in segment.placeholders if placeholder.kind is PlaceholderKind.NOTE]
    first = list(dict.fromkeys(name for name in found if name in notes))
    return first != [name for name in notes if name in first]


class _Reconciler:
    """One reconciliation and the faults found so far, each name once and in order."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.source: RepairContext = read_repair_context(segment)
        self.literal = set(find_names(segment.text)) - set(self.source.known)
        self.inside = {item.name for item in _find_misplaced(segment.text, parse_inline(segment.text))}
        self.doubled: dict[str, None] = {}
        self.invented: dict[str, None] = {}
        self.moved: dict[str, None] = {}

    def reconcile(self, target: str) -> ReconciledTarget:
        text = self._repeat_steps(target)
        present = find_names(text)
        missing = tuple(item for name, item in self.source.known.items() if name not in present)
        text, leading = self._take_leading(_append_missing(text, missing))
        return ReconciledTarget(
            text=text,
            missing=missing,
            doubled=tuple(self.doubled),
            invented=tuple(self.invented),
            moved=tuple(self.moved),
            leading=leading,
            unread=tuple(dict.fromkeys(find_unread(text, self.source))),
            swapped=_is_swapped(present, self.segment),
        )

    def _take_leading(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Put notes before the first word at the end, unless the source begins with one; return their names too."""
        taken: tuple[str, ...] = ()
        while found := _find_leading(text, self.segment):  # signs between notes may hide the next ones
            names = find_names(found["notes"])
            if not all(name in self.source.known for name in names):
                break
            rest = found["signs"] + text[found.end() :]
            text = _append_missing(rest, [self.source.known[name] for name in names])
            taken += names
        return text, taken

    def _repeat_steps(self, text: str) -> str:
        """Repeat all steps until none changes the text; one step may uncover work for another."""
        steps: tuple[Callable[[str], str], ...] = (self._repair, self._unlink, self._remove_extra, self._free)
        for _ in range(_MAX_PASSES):
            before = text
            for step in steps:
                text = step(text)
            if text == before:
                return text
        return re.sub(r"[][{}｛｝❴❵<>`^]", "", text)

    def _repair(self, text: str) -> str:
        return repair_in_context(text, self.source)

    def _unlink(self, text: str) -> str:
        """Undo links whose target has no link in the source, was linked before, or is in a translator's note."""
        inline = parse_inline(text)
        used: set[str] = set()
        wrong = []
        for link in inline.links:
            form = self.source.wanted.get(link.name)
            noted = link.name not in self.inside and any(
                span.encloses(link.start, link.end) for span in inline.translator_notes
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

    def _remove_extra(self, text: str) -> str:
        """Remove unknown and repeated placeholders, and link targets without words that have words in the source."""
        links = parse_inline(text).links
        linked = {link.name for link in links}
        leading = _find_leading(text, self.segment)
        start, later = (leading.end(), set(find_names(text[leading.end() :]))) if leading else (0, set())
        seen: set[str] = set()
        wrong: list[Span] = []
        for match in TOKEN.finditer(text):
            name = match[1]
            if match.start() < start and name in later:
                self.doubled[name] = None  # the one beside its words counts
                wrong.append(Span(match.start(), match.end()))
                continue
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

    def _free(self, text: str) -> str:
        """Move placeholders out of code and translator's notes, and notes out of the words of links, right after."""
        while True:
            found = [item for item in _find_misplaced(text, parse_inline(text)) if self._may_move(item.name)]
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
    """A placeholder, or a translator's note (without a name), in a place where it has no meaning in Markdown."""

    around: Span
    span: Span
    name: str


def _find_misplaced(text: str, inline: InlineMarkup) -> Iterator[_Misplaced]:
    if not (inline.code or inline.translator_notes or inline.links):
        return
    tokens = [(Span(match.start(), match.end()), match[1]) for match in TOKEN.finditer(text)]
    for around in (*inline.code, *inline.translator_notes):
        yield from (_Misplaced(around, span, name) for span, name in tokens if around.encloses(span.start, span.end))
    for link in inline.links:
        words, around = Span(link.start, link.text_end + 1), Span(link.start, link.end)
        inner = [(span, name) for span, name in tokens if name.startswith(PlaceholderKind.NOTE)]
        inner += [(span, "") for span in inline.translator_notes]
        found = (_Misplaced(around, span, name) for span, name in inner if words.encloses(span.start, span.end))
        yield from sorted(found, key=lambda item: item.span.start)


def _append_missing(text: str, missing: Sequence[Placeholder]) -> str:
    """Put what is missing at the end of `text`: notes right after the last words, then images and kept text."""
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


@dataclass(frozen=True, slots=True)
class LinkSyntax:
    """Markdown of a link that is written as it is."""

    text: str


TargetPart = str | LinkSyntax | Placeholder


def split_target(text: str, segment: Segment) -> Iterator[TargetPart]:
    """Split a reconciled text into words, which may need escaping, the Markdown of links, and placeholders.

    The parts, joined, are the text, with a placeholder as its name in braces.
    """
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    at = 0
    for link in parse_inline(text).links:
        if link.name not in known:
            continue
        opening, closing = link.form.value
        yield from _split_words(text[at : link.start], known)
        yield LinkSyntax("[")
        yield from _split_words(text[link.start + 1 : link.text_end], known)
        yield LinkSyntax(opening.rstrip("{"))
        yield known[link.name]
        yield LinkSyntax(closing.lstrip("}"))
        at = link.end
    yield from _split_words(text[at:], known)


def _split_words(text: str, known: Mapping[str, Placeholder]) -> Iterator[TargetPart]:
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
