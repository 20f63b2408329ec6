"""An article is edited at random by its author while people translate it: whatever they wrote stays (law 3).

Each translation has a word of its own (`т12`), so that it can be found again. People translate, correct offers halfway
or wholly, confirm them and leave remarks; the author edits, moves, splits, joins and takes back; the file is renamed;
editors wrap the catalog, empty what is fuzzy, and older copies are put over newer ones; `.targman/` is deleted.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polib
import pytest
from catalog.update.desk import Desk
from catalog.update.test_laws import WORDS, Line, Story, Translator, edited, written
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from pipeline import catalog
from pipeline.article.placeholders import find_names
from pipeline.catalog.review import find_reviewer, is_mark, mark_reviewed
from pipeline.catalog.update.join import strip_numbers
from pipeline.cli import main
from pipeline.model import Entry
from pipeline.workspace.safety import open_safety

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

DICE = st.randoms(use_true_random=True)

EDITS = ("word", "word", "drop word", "note", "drop note", "insert", "delete", "move", "split", "join", "part", "unite",
         "twin")  # fmt: skip


class Newsroom(RuleBasedStateMachine):
    """A workspace with an article and its Russian catalog, and what its people know."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.name = "a"
        self.number = 0
        self.desk = Desk(source_lang="en")
        self.translator = Translator(self.desk)
        self.pairs: dict[str, str] = {}
        """The last translation that a person confirmed, by text; `ever` has the earlier ones as well."""
        self.ever: set[tuple[str, str]] = set()
        self.begun: set[str] = set()
        """The words of translations that a person has begun, and that nobody replaced."""
        self.remarks: dict[str, str] = {}
        self.overwritten: set[str] = set()
        """The texts whose entries something outside changed: a person has to look at them again."""
        self.sent: list[bytes] = []

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize(dice=DICE, memory=st.sampled_from(["fuzzy", "off"]))
    def begin(self, dice: random.Random, memory: str) -> None:
        (self.root / "targman.toml").write_text(f'lang = "en"\neditions = ["ru"]\nmemory = "{memory}"\n')
        (self.root / "articles").mkdir()
        paragraphs = [
            tuple(Line(words=tuple(dice.choices(WORDS["en"], k=dice.randint(4, 9)))) for _ in range(dice.randint(1, 3)))
            for _ in range(5)
        ]
        self.story = Story(lang="en", paragraphs=tuple(paragraphs))
        self.history = [self.story]
        self.sync()
        self.translate(dice)

    @property
    def path(self) -> Path:
        return self.root / "locales" / "ru" / "articles" / f"{self.name}.po"

    def entries(self) -> tuple[Entry, ...]:
        return catalog.parse(self.path.read_bytes()).entries

    # The author.

    @rule(data=st.data(), kinds=st.lists(st.sampled_from(EDITS), min_size=1, max_size=4))
    def edit(self, data: st.DataObject, kinds: list[str]) -> None:
        for kind in kinds:
            self.number += 1
            story = edited(cast("DrawFn", data.draw), self.story, kind, self.number)
            self.story = story if story.paragraphs else self.story
        self.history.append(self.story)
        self.sync()

    @rule(dice=DICE)
    def take_back(self, dice: random.Random) -> None:
        """The author takes the last changes back, or goes back to any earlier version."""
        self.story = dice.choice([*self.history, *self.history[-3:]])
        self.history.append(self.story)
        self.sync()

    # The translators.

    @rule(dice=DICE)
    def translate(self, dice: random.Random) -> None:
        """A translator works on what is open, and revises a finished text now and then."""
        before = self.load()
        shown = {unit.key: unit.segment.placeholders for unit in self.desk.units()}
        made: dict[str, str] = {}
        for key, entry in self.desk.active.items():
            names = {item.name: item.description for item in shown[key]}
            if dice.random() < (0.05 if entry.is_translated else 0.5):
                made[key] = self.translator.write(names)
            elif not entry.is_translated and entry.target and dice.random() < 0.5:
                made[key] = entry.target
        self.desk.translate(made)
        self.save(before)

    @rule(dice=DICE)
    def correct_halfway(self, dice: random.Random) -> None:
        """A translator begins to correct offers, and leaves them fuzzy."""
        before = self.load()
        for entry in before:
            if entry.fuzzy and not entry.obsolete and dice.random() < 0.5:
                word = self.translator.new_word()
                self.desk.change(entry.key, target=f"{entry.target} {word}")
                self.begun.add(word)
        self.save(before)

    @rule(dice=DICE)
    def replace_everywhere(self, dice: random.Random) -> None:
        """A translator corrects an offer by replacing its words in the whole file, under the old text too."""
        before = self.load()
        offers = [entry.target for entry in before if entry.fuzzy and not entry.obsolete and entry.target]
        if offers:
            target, word = dice.choice(offers), self.translator.new_word()
            self.desk.entries = tuple(
                replace(entry, target=f"{target} {word}") if entry.target == target else entry for entry in before
            )
            self.begun.add(word)
        self.save(before)

    @rule(dice=DICE)
    def review(self, dice: random.Random) -> None:
        """A colleague marks a translation as reviewed, or leaves a remark on it."""
        before = self.load()
        done = [entry for entry in before if entry.is_translated]
        if done:
            entry = dice.choice(done)
            self.number += 1
            marked = mark_reviewed(entry, f"Анна {self.number}")
            remarks = dice.choice([marked.remarks, (*entry.remarks, f"Проверено {self.number}.")])
            self.desk.change(entry.key, remarks=remarks)
            self.remarks[entry.source] = remarks[-1]
        self.save(before)

    def load(self) -> tuple[Entry, ...]:
        self.desk.text = self.story.markdown()
        self.desk.entries = self.entries()
        return self.desk.entries

    def save(self, before: tuple[Entry, ...]) -> None:
        """Save what a translator did, and learn what is to stay."""
        for old, new in zip(before, self.desk.entries, strict=True):
            if new.obsolete:
                continue
            if new.target != old.target:
                self.begun -= set(written(old.target)) - set(written(new.target))
                if self.pairs.get(new.source) == old.target:
                    del self.pairs[new.source]
            if new.is_translated and (new.target, new.fuzzy) != (old.target, old.fuzzy):
                self.pairs[new.source] = new.target
                self.ever.add((new.source, new.target))
                self.begun -= set(written(new.target))
                self.overwritten.discard(new.source)
                self.remarks.pop(new.source, None)
        self.put(self.desk.entries)
        self.sync()

    # What happens besides.

    @rule(chore=st.sampled_from(["renumber", "rename", "wrap at 40", "wrap at 78", "forget"]))
    def chore(self, chore: str) -> None:
        match chore:
            case "renumber":
                self.story = replace(self.story, renumbered=not self.story.renumbered)
            case "rename":
                (self.root / "articles" / f"{self.name}.md").unlink()
                self.name += "b"
            case "forget":  # what an editor program cleared from the file was kept there alone
                for entry in self.dropped():
                    self.pairs.pop(entry.source, None)
                shutil.rmtree(self.root / ".targman")
            case _:
                saved = polib.pofile(str(self.path), wrapwidth=int(chore[-2:]))
                self.path.write_text(f"{saved}\n", encoding="utf-8")
        self.sync()

    @rule()
    def empty_offers(self) -> None:
        """OmegaT saves the catalog: what was fuzzy is empty."""
        self.load()
        for key, entry in self.desk.active.items():
            if entry.fuzzy:
                self.desk.change(key, target="", fuzzy=False)
        self.put(self.desk.entries)
        self.sync()

    @rule(dice=DICE)
    def send_back_an_old_half(self, dice: random.Random) -> None:
        """A colleague translates in an older catalog, cuts out what is not theirs, and it is put over the newer one."""
        now, current = self.path.read_bytes(), {entry.source: entry for entry in self.load()}
        old = catalog.parse(dice.choice(self.sent)).entries
        half = [self.translated(entry, dice) for entry in old if dice.random() < 0.7]
        is_complete = self.desk.active.keys() <= {entry.source for entry in half}
        for entry in half:
            before = current.get(entry.source)
            if before is None or (before.target, before.fuzzy, before.remarks) != (
                entry.target,
                entry.fuzzy,
                entry.remarks,
            ):
                self.overwritten.add(entry.source)
                self.remarks.pop(entry.source, None)
                if before and entry.target and is_complete:  # as if a person had chosen between two translations
                    self.begun -= set(written(" ".join((before.target, *before.remarks))))
                    if not set(before.remarks) <= set(entry.remarks):
                        self.pairs.pop(entry.source, None)
        self.overwritten |= current.keys() - {entry.source for entry in half}
        made = {entry.source: entry.target for entry in half if entry not in old}
        replaced = {word for source in made.keys() & current.keys() for word in written(current[source].target)}
        self.put(half)
        if self.run("sync") == 1:  # cut off, it was refused
            self.path.write_bytes(now)
            made = {}
        self.begun -= replaced if made else set()
        self.pairs |= made
        self.ever |= made.items()
        self.sync()

    def translated(self, entry: Entry, dice: random.Random) -> Entry:
        is_open = not (entry.target or entry.obsolete or entry.source in self.pairs)
        if not is_open or dice.random() < 0.5:
            return entry
        shown = dict.fromkeys(find_names(entry.source), "")
        return replace(entry, target=self.translator.write(shown))

    def put(self, entries: Sequence[Entry]) -> None:
        known = catalog.parse(self.path.read_bytes())
        text = catalog.serialize(replace(known, entries=tuple(entries)))
        self.path.write_text(text, encoding="utf-8", newline="")

    # What has to hold.

    def sync(self) -> None:
        (self.root / "articles" / f"{self.name}.md").write_text(self.story.markdown(), encoding="utf-8")
        assert self.run("sync") == 0
        self.sent.append(self.path.read_bytes())
        self.check()
        assert self.run("sync") == 0
        assert self.path.read_bytes() == self.sent[-1], "law 6: the second sync changed something"

    def run(self, *words: str) -> int:
        before = Path.cwd()
        os.chdir(self.root)
        try:
            result = CliRunner().invoke(main, list(words))
        finally:
            os.chdir(before)
        assert result.exit_code in {0, 1}, result.output
        return result.exit_code

    def dropped(self) -> tuple[Entry, ...]:
        """Return the obsolete entries that are gone from a file that has all others, as if a program cleared them: the
        safety copy keeps them until their text returns.
        """
        with open_safety(self.root) as store:
            copy = store.load(self.path.relative_to(self.root).as_posix())
        there = {(entry.source, entry.target) for entry in self.entries()}
        kept = copy.history.dropped if copy else ()
        return tuple(entry for entry in kept if (entry.source, entry.target) not in there)

    def check(self) -> None:
        entries = (*self.entries(), *self.dropped())
        there = {(entry.source, entry.target) for entry in entries}
        remarks = {remark for entry in entries for remark in entry.remarks}
        words = {word for entry in entries for word in written(entry.target)}
        words |= {word for remark in remarks for word in written(remark)}
        for pair in self.pairs.items():
            is_remark = bool(written(pair[1])) and any(pair[1] in remark for remark in remarks)
            is_offer = pair[0] in self.overwritten and words.issuperset(written(pair[1]))
            assert pair in there or is_remark or is_offer, f"law 3: {pair} is nowhere"
        assert self.begun <= words, f"law 3: {self.begun - words}, begun, is nowhere"
        assert set(self.remarks.values()) <= remarks, "law 3: a remark is nowhere"
        for entry in entries:
            if entry.obsolete:
                continue
            own = self.pairs.get(entry.source)
            if entry.is_translated:
                is_own = (entry.source, entry.target) in self.ever
                is_joined = self.translator.is_confirmed(strip_numbers(entry.source), written(entry.target))
                assert is_own or is_joined, f"law 7: nobody confirmed {entry.target} for {entry.source}"
            if entry.source in self.remarks and is_mark(self.remarks[entry.source]):
                assert find_reviewer(entry) or entry.source in self.overwritten, "a review was revoked"
            if own is not None and (entry.target, entry.fuzzy) == (own, False):
                self.overwritten.discard(entry.source)
            elif own is not None:
                assert entry.source in self.overwritten, f"law 3: {entry.source} has not its own {own}"


def check_newsroom(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_work_is_lost_and_what_comes_back_is_what_was_confirmed() -> None:
    check_newsroom(examples=6, steps=20)


@pytest.mark.thorough
def test_nor_in_many_rounds() -> None:
    check_newsroom(examples=30, steps=50)
