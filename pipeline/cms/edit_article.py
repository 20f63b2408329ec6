"""Merge what editors changed in the post of an article into its Markdown, block by block.

The post as it would be published now and as it is are both Markdown that `import` made. Where they differ, the digests
of what the article said before tell which side was changed. Blocks that nobody edited in WordPress keep their bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.cms.base_texts import DEFINITION, GAP, LABEL, block_words, digest_block
from pipeline.frozen import dataclass

_NOTE = "targman: edited in WordPress"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedArticle:
    """The text with the edits in it, how many blocks they changed, and those that a person has to choose: both versions
    are in the text then, theirs as a comment below ours.
    """

    text: str
    changed: int = 0
    conflicts: int = 0


def merge_article(text: str, ours: str, theirs: str, base: frozenset[str]) -> EditedArticle:
    """Merge an edited post into the Markdown of an article, without its front matter. `ours` is the post as it would be
    published now, `base` are the digests of the blocks that the article had before.
    """
    return _Merger(text, ours, theirs, base).merge()


class _Merger:
    def __init__(self, text: str, base: str, theirs: str, known: frozenset[str]) -> None:
        self.known = known
        self.parts = GAP.split(text)  # blocks and the gaps between them, in turn
        self.ours = self.parts[::2]
        self.base, self.theirs = (GAP.split(each.strip("\n"))[::2] for each in (base, theirs))
        self.places = dict(_match(list(map(block_words, self.base)), list(map(block_words, self.ours))))
        self.labels = self._pair_labels()
        self.changed = self.conflicts = 0

    def merge(self) -> EditedArticle:
        blocks = {place: [block] for place, block in enumerate(self.ours)}
        before, after = (list(map(_without_labels, each)) for each in (self.base, self.theirs))
        for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal" and not self._is_own(self.base[start:end], self.theirs[first:last]):
                self._apply(blocks, range(start, end), [self._translate(block) for block in self.theirs[first:last]])
        made = []
        for place, gap in enumerate([*self.parts[1::2], ""]):
            kept = [block for block in blocks[place] if block]
            made += ["\n\n".join(kept), gap] if kept else []
        text = "".join(made)
        return EditedArticle(text=text, changed=self.changed, conflicts=self.conflicts)

    def _is_own(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Tell whether a difference comes from a change in the article: the post still says what both said before."""
        is_old = all(digest_block(block) in self.known for block in theirs)
        return is_old and not all(digest_block(block) in self.known for block in ours)

    def _apply(self, blocks: dict[int, list[str]], old: range, new: Sequence[str]) -> None:
        """Put new blocks in the place of old ones, which are numbers of the base."""
        words = [block_words(block) for block in new]
        there = [self.places.get(number) for number in old]
        is_kept = all(digest_block(self.base[number]) in self.known for number in old)
        if old and is_kept and all(place is not None for place in there):
            places = [place for place in there if place is not None]
            for number, place in enumerate(places):
                last = len(places) - 1
                blocks[place] = list(new[number:]) if number == last else list(new[number : number + 1])
            self.changed += max(len(places), len(new))
            return
        if not old:
            before, after = self.places.get(old.start - 1), self.places.get(old.start)
            if before is not None or after is not None:
                at, is_after = (before, True) if before is not None else (after, False)
                blocks[at or 0] = [*blocks[at or 0], *new] if is_after else [*new, *blocks[at or 0]]
                self.changed += len(new)
                return
        known = set(map(block_words, self.ours))
        if new and all(each in known for each in words):
            return  # the article says so already
        place = self._nearest(old.start)
        held = "\n\n".join(new) or "(taken out)"
        blocks[place] = [*blocks[place], f"<!-- {_NOTE}:\n{held.replace('--', '—')}\n-->"]
        self.conflicts += 1

    def _nearest(self, number: int) -> int:
        """Return the block of the article that stands where a block of the base stood."""
        before = (self.places[each] + 1 for each in range(number - 1, -1, -1) if each in self.places)
        return min(next(before, 0), len(self.ours) - 1)

    def _translate(self, block: str) -> str:
        """Return a block of the post with the article's labels of its notes."""
        return LABEL.sub(lambda found: f"[^{self.labels.get(found[1], found[1])}]", block)

    def _pair_labels(self) -> Mapping[str, str]:
        """Return the article's label for each label of the post; notes that are new get labels that are free."""
        ours = {block_words(block): found[1] for block in self.ours if (found := DEFINITION.match(block))}
        old = {found[1]: ours.get(block_words(block), "") for block in self.base if (found := DEFINITION.match(block))}
        paired: dict[str, str] = {}
        matched = _pair_equal_or_replaced(self.base, self.theirs)
        for number, other in matched:
            for one, two in zip(LABEL.findall(self.base[number]), LABEL.findall(self.theirs[other]), strict=False):
                if old.get(one):
                    paired.setdefault(two, old[one])
        used = set(ours.values()) | set(paired.values())
        for block in self.theirs:
            found = DEFINITION.match(block)
            if found and found[1] not in paired:
                paired[found[1]] = next(_free_labels(found[1], used))
                used.add(paired[found[1]])
        return paired


def _free_labels(label: str, used: set[str]) -> Iterator[str]:
    if label not in used:
        yield label
    yield from (f"{label}-{number}" for number in range(2, 1_000_000) if f"{label}-{number}" not in used)


def _pair_equal_or_replaced(base: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of blocks that are the same, or that stand in each other's place, equal ones first."""
    before, after = (list(map(_without_labels, each)) for each in (base, theirs))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for wanted in ("equal", "replace"):
        for kind, start, end, first, last in steps:
            if kind == wanted:
                yield from zip(range(start, end), range(first, last), strict=False)


def _match(base: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start, first, size in SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks():
        for step in range(size):
            if base[start + step]:
                yield start + step, first + step


def _without_labels(block: str) -> str:
    return LABEL.sub("[^]", block)
