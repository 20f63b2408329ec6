"""Read how the lists of a Word document are numbered: the levels of each list, and the number of each paragraph."""

import re
from collections.abc import Iterator
from dataclasses import field

from pipeline.frozen import dataclass
from pipeline.importers.list_labels import CYRILLIC, item_labels
from pipeline.importers.word.ooxml import Element, W, value
from pipeline.importers.word.styles import StyleSheet, read_left

DEEPEST = 9
"""Number of levels that a list of Word has."""

_LARGEST_NUMBER = 10**9
_COUNTER = re.compile(r"%([1-9])")
_FORMS = {
    "lowerLetter": "LowerAlpha", "upperLetter": "UpperAlpha", "lowerRoman": "LowerRoman", "upperRoman": "UpperRoman",
    "russianLower": "LowerAlpha", "russianUpper": "UpperAlpha",
}  # fmt: skip
"""The forms of numbers that are not digits, by pandoc's names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of a list: the form of its numbers, the label in which they stand (`%1.`), the first of them, where its
    text begins (in twips; None if unknown), and whether an item of a higher level makes it start again.
    """

    form: str = "decimal"
    label: str = ""
    start: int = 1
    left: int | None = None
    restarts: bool = True

    @property
    def is_bullet(self) -> bool:
        """Tell whether the items have bullets, not numbers."""
        return self.form == "bullet"

    @property
    def is_shown(self) -> bool:
        """Tell whether the items have labels at all: some lists only indent."""
        return self.form != "none" and bool(self.label.strip())

    @property
    def has_words(self) -> bool:
        """Tell whether the labels have words, as “Figure %1” has."""
        return not self.is_bullet and any(map(str.isalpha, self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlace:
    """A paragraph's place in a list, its number and label there, and where its text begins (in twips)."""

    list_id: str
    depth: int
    level: Level
    number: int
    label: str
    left: int


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The lists of a document. Those with the same definition count on, each from where the one before it ended, unless
    they have a first number of their own.
    """

    definitions: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def count(self, paragraph: Element, styles: StyleSheet) -> ListPlace | None:
        """Return the place of the next paragraph of the document; None if it is in no list."""
        list_id, depth = styles.list_place(paragraph)
        level = self.levels.get((list_id, depth))
        if level is None:
            return None
        key = (self.definitions[list_id], depth)
        started = self.starts.pop((list_id, depth), None)
        number = self._counted[key] + 1 if key in self._counted else level.start
        self._counted[key] = number if started is None else started
        for deeper in range(depth + 1, DEEPEST):
            if self.levels.get((list_id, deeper), level).restarts:
                self._counted.pop((key[0], deeper), None)
        return ListPlace(
            list_id=list_id,
            depth=depth,
            level=level,
            number=self._counted[key],
            label=_COUNTER.sub(lambda found: self._show(list_id, int(found[1]) - 1), level.label),
            left=styles.left(paragraph, level.left),
        )

    def _show(self, list_id: str, depth: int) -> str:
        """Return the number of the last item of a list at a depth, as it is written."""
        level = self.levels.get((list_id, depth), Level())
        number = self._counted.get((self.definitions[list_id], depth), level.start)
        letters = [CYRILLIC] if level.form.startswith("russian") else []
        labels = item_labels(number, _FORMS.get(level.form, ""), "Period", 1, *letters)
        return next(labels, f"{number}.").removesuffix(".")


def read_numbering(root: Element | None) -> Numbering:
    """Read the part with the lists; there may be none."""
    made = Numbering()
    if root is None:
        return made
    definitions = {each.get(f"{W}abstractNumId"): each for each in root.iter(f"{W}abstractNum")}
    linked = {value(each, "styleLink"): name for name, each in definitions.items() if value(each, "styleLink")}
    for each in root.iter(f"{W}num"):
        list_id, name = each.get(f"{W}numId") or "", value(each, "abstractNumId")
        # A list in a style of lists has its levels where that style is defined.
        name = linked.get(value(definitions.get(name), "numStyleLink"), name) or ""
        if name not in definitions:
            continue
        made.definitions[list_id] = name
        made.levels |= {(list_id, depth): level for depth, level in _read_levels(definitions[name])}
        for override in each.iter(f"{W}lvlOverride"):
            made.levels |= {(list_id, depth): level for depth, level in _read_levels(override)}
            if (start := value(override, "startOverride")) is not None:
                made.starts[list_id, _read_number(override.get(f"{W}ilvl"), 0)] = _read_number(start, 1)
    return made


def _read_levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for each in parent.iterfind(f"{W}lvl"):
        properties = each.find(f"{W}pPr")
        yield (
            _read_number(each.get(f"{W}ilvl"), 0),
            Level(
                form=value(each, "numFmt") or "decimal",
                label=value(each, "lvlText") or "",
                start=_read_number(value(each, "start"), 1),
                left=read_left(properties),
                restarts=value(each, "lvlRestart") != "0",
            ),
        )


def _read_number(text: str | None, otherwise: int) -> int:
    return min(int(text), _LARGEST_NUMBER) if text and text.isdecimal() else otherwise
