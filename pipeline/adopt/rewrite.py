"""Rewrite sentences of a translation for the catalog, with the placeholders of the article's segments."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from pipeline.adopt.adoption import PairedTexts
from pipeline.article.placeholders import TOKEN
from pipeline.article.placeholders.links import parse_inline, unlink
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.frozen import dataclass
from pipeline.languages import packs, remember
from pipeline.languages.letters import join_sentences
from pipeline.model import Article, Placeholder, PlaceholderKind, Segment, SegmentKind, iter_segments

_REFERENCE = re.compile(r"\[\^[^\]\s]+\]")
_DANGLING = re.compile(r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|\s*\[\^(?P<label>[^\]\s]+)\]")
_OWN_NOTE = re.compile(r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])+")
_BARE = re.compile(r"\\.|[\[\]\\]")
_SPACES = re.compile(r"[ \t\n]+")
_HTML_LINK = re.compile(r"""<a\s[^<>]{0,300}?\bhref\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The text of an entry. `links` are the addresses in place of the article's, `own` labels of notes that only the
    translation has, whose texts are in the entry now, `missing` of those that only the source has; in `unlinked` notes
    links became text. `lost` are the addresses of the source's links that the translation lacks.
    """

    text: str
    links: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class Rewriter:
    """Rewrite segments of the translation for those of the article."""

    def __init__(self, article: Article, published: Article, paired: PairedTexts) -> None:
        self.paired = paired
        self.own_notes = {note.label.casefold(): note.text for note in published.notes}
        self.addresses = _find_addresses(article), _find_addresses(published)

    def rewrite(self, source: Segment, targets: Sequence[Segment]) -> Rewritten:
        """Rewrite the targets as one translation of the source, with its placeholders where they have counterparts.
        Other notes of the translation become a translator's own ones, its other links their words.
        """
        if source.kind is SegmentKind.FRONT_MATTER and "\n" in source.text.strip("\n") and len(targets) == 1:
            return Rewritten(text=targets[0].text.strip("\n"))  # a block scalar keeps its lines
        names, links = self._match_names(source, targets)
        own: list[str] = []
        texts = []
        for place, target in enumerate(targets):
            known = {item.name: item for item in target.placeholders}
            mine = {name: names.get((place, name), "") for name in known}
            texts.append(self._text(target.text, known, mine, own))
        aligned = reconcile_placeholders(join_sentences(texts), source)
        text = _SPACES.sub(" ", aligned.text).strip()
        missing = tuple(item.label or "" for item in aligned.missing if item.kind is PlaceholderKind.NOTE)
        unlinked = tuple(label for label in own if r"\](" in _within_brackets(self.own_notes[label]))
        lost = tuple(self._find_lost(source, text, aligned.missing))
        return Rewritten(text=text, links=links, own=tuple(own), missing=missing, unlinked=unlinked, lost=lost)

    def _find_lost(self, source: Segment, text: str, missing: Sequence[Placeholder]) -> Iterator[str]:
        yield from self.find_links(missing)
        ours, theirs = _HTML_LINK.findall(source.text), _HTML_LINK.findall(text)
        if len(theirs) < len(ours):
            yield from (address for address in ours if address not in theirs)

    def find_links(self, placeholders: Sequence[Placeholder]) -> Iterator[str]:
        """Yield the addresses of the links among some placeholders of the article."""
        for item in placeholders:
            if item.kind is PlaceholderKind.URL:
                yield self._address(item, 0)
            elif item.kind is PlaceholderKind.KEEP:
                yield from _HTML_LINK.findall(item.source)

    def _text(self, text: str, known: Mapping[str, Placeholder], names: Mapping[str, str], own: list[str]) -> str:
        # A marker that leads to no note of the translation would be one of the edition's (law 4).
        text = _DANGLING.sub(
            lambda found: found[0] if found["code"] or found["label"].casefold() in self.own_notes else "", text
        )
        for link in reversed(parse_inline(text).links):
            if link.name in known and not names[link.name]:
                text = unlink(text, link)

        def rename(match: re.Match[str]) -> str:
            item = known.get(match[1])
            if item is None:
                return match[0]
            return f"{{{names[item.name]}}}" if names[item.name] else self._unmatched_text(item, own)

        return TOKEN.sub(rename, text)

    def _unmatched_text(self, item: Placeholder, own: list[str]) -> str:
        """Return the text for a placeholder that has no counterpart in the source."""
        label = (item.label or "").casefold()
        if item.kind is PlaceholderKind.NOTE:
            if label in self.paired.notes or label not in self.own_notes:
                return ""
            own.append(label)
            return f"^[{_within_brackets(self.own_notes[label])}]"
        if item.kind is PlaceholderKind.BREAK:
            return " "
        return "" if item.kind is PlaceholderKind.IMAGE else item.source

    def _match_names(
        self, source: Segment, targets: Sequence[Segment]
    ) -> tuple[dict[tuple[int, str], str], dict[str, str]]:
        """Match the source's placeholders with those of the targets, and find addresses that differ."""
        theirs = [(place, item) for place, target in enumerate(targets) for item in target.placeholders]
        names: dict[tuple[int, str], str] = {}
        links: dict[str, str] = {}
        for mark in PlaceholderKind if theirs else ():
            mine = [item for item in source.placeholders if item.kind is mark]
            others = [(place, item) for place, item in theirs if item.kind is mark]
            for (place, other), item in self._match(mark, mine, others):
                names[place, other.name] = item.name
                ours, there = self._address(item, 0), self._address(other, 1)
                if mark is PlaceholderKind.URL and ours and ours != there and _ADDRESS.match(there):
                    links[ours] = there
        return names, links

    def _match(
        self, mark: PlaceholderKind, mine: Sequence[Placeholder], theirs: Sequence[tuple[int, Placeholder]]
    ) -> Iterator[tuple[tuple[int, Placeholder], Placeholder]]:
        """Yield placeholders that mean the same; the others by their order, if both sides have as many."""
        left = list(mine)
        waiting = []
        for place, other in theirs:
            same = self._meaning(other, 1)
            item = next((item for item in left if self._meaning(item, 0) == same), None)
            if item is None:
                waiting.append((place, other))
            else:
                left.remove(item)
                yield (place, other), item
        if mark is not PlaceholderKind.NOTE and len(waiting) == len(left):
            yield from zip(waiting, left, strict=True)

    def _meaning(self, item: Placeholder, side: int) -> str | None:
        """Return the meaning of a placeholder, alike for both texts: of a note, the article's label."""
        if item.kind is PlaceholderKind.NOTE:
            label = (item.label or "").casefold()
            return self.paired.notes.get(label) if side else label
        return self._address(item, side) or item.source

    def _address(self, item: Placeholder, side: int) -> str:
        """Return the address that a link or an image leads to."""
        inside = next(
            (segment.text for segment in iter_segments(item.pieces) if segment.kind is SegmentKind.LINK_TARGET), ""
        )
        return inside or self.addresses[side].get(
            item.description, item.description if item.kind is PlaceholderKind.URL else ""
        )


def _find_addresses(article: Article) -> dict[str, str]:
    """Return the addresses of an article by the way that placeholders show them."""
    return {segment.text: segment.text for segment in article.segments if segment.kind is SegmentKind.LINK_TARGET}


def _within_brackets(text: str) -> str:
    """Return a note's text for `^[…]`: if brackets would end it too soon, all of them are escaped. It is not known
    which of them belong together.
    """
    text = _signature().sub("", _SPACES.sub(" ", _REFERENCE.sub("", text)).strip())
    if _OWN_NOTE.fullmatch(text):
        return text
    return _BARE.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", text)


@remember
def _signature() -> re.Pattern[str]:
    """Return the pattern of the words after a translator's note in an edition."""
    words = "|".join(re.escape(language.translators_note) for language in packs())
    return re.compile(rf"\s*—\s*\*(?:{words})\*$")


def find_note_segments(published: Article, labels: Iterable[str]) -> frozenset[int]:
    """Return the numbers of the segments of notes with these labels."""
    wanted = set(labels)
    if not wanted:
        return frozenset()
    return frozenset(
        number
        for number, segment in enumerate(published.segments)
        if segment.kind is SegmentKind.FOOTNOTE and (segment.label or "").casefold() in wanted
    )
