"""Random articles, random edits, and a translator at work in between: the laws hold after every sync.

Every word of a translation is written once only, so that it can be followed: `т12` is the twelfth that the translator
wrote, and a marker right behind it belongs to it for good.
"""

import re
from dataclasses import dataclass, field, replace
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from catalog.update.desk import Desk
from pipeline.catalog.update.join import strip_numbers
from pipeline.model import FOLD, Entry

WORDS = {
    "hy": ("ջուր", "կռունկ", "լճի", "մեծ", "գարնանը", "վերադարձավ", "հին", "նավակը", "քաղաքից", "երբեք"),
    "en": ("water", "crane", "the", "lake", "spring", "returned", "old", "boat", "town", "never"),
    "ru": ("вода", "журавль", "над", "озером", "весной", "вернулся", "старая", "лодка", "город", "никогда"),
    "fa": ("آب", "درنا", "دریاچه", "بزرگ", "بهار", "برگشت", "کهنه", "قایق", "شهر", "هرگز"),
}
STOPS = {"hy": "։", "en": ".", "ru": ".", "fa": "."}
WRITTEN = re.compile(r"т\d+")
CITED = re.compile(r"(т\d+)\{(fn\d+)\}")
SAME_NOTE = "Ibid"


@dataclass(frozen=True)
class Line:
    """A sentence: its words, and which note stands after which of them."""

    words: tuple[str, ...]
    notes: tuple[tuple[int, int], ...] = ()

    def markdown(self, stop: str, labels: dict[int, str]) -> str:
        parts = [word + "".join(f"[^{labels[note]}]" for at, note in self.notes if at == index)
                 for index, word in enumerate(self.words)]  # fmt: skip
        text = " ".join(parts) + stop
        return text[0].upper() + text[1:]


@dataclass(frozen=True)
class Story:
    """An article: paragraphs of lines; a paragraph of one line may be a heading. `contexts` are by paragraph."""

    lang: str
    paragraphs: tuple[tuple[Line, ...], ...]
    headings: frozenset[int] = frozenset()
    renumbered: bool = False
    contexts: tuple[tuple[int, str], ...] = ()

    def notes(self) -> list[int]:
        cited = [note for lines in self.paragraphs for line in lines for _, note in sorted(line.notes)]
        return list(dict.fromkeys(cited))

    def markdown(self) -> str:
        notes = self.notes()
        labels = {note: str(index) if self.renumbered else f"n{note}" for index, note in enumerate(notes, 1)}
        names = dict(self.contexts)
        blocks = [
            (f"<!-- targman: context {names[index]} -->\n\n" if index in names else "")
            + ("# " if index in self.headings and len(lines) == 1 else "")
            + " ".join(line.markdown(STOPS[self.lang], labels) for line in lines)
            for index, lines in enumerate(self.paragraphs)
        ]
        return "\n\n".join([*blocks, *(f"[^{labels[note]}]: {note_text(note)}" for note in notes)]) + "\n"


def note_text(note: int) -> str:
    """The text of a note; every third says the same."""
    return SAME_NOTE if note % 3 == 0 else f"Source {note}"


@st.composite
def lines(draw: DrawFn, lang: str) -> Line:
    return Line(words=tuple(draw(st.lists(st.sampled_from(WORDS[lang]), min_size=3, max_size=7))))


@st.composite
def stories(draw: DrawFn) -> Story:
    lang = draw(st.sampled_from(["hy", "en", "ru", "fa"]))
    paragraphs = draw(st.lists(st.lists(lines(lang), min_size=1, max_size=3).map(tuple), min_size=1, max_size=4))
    return Story(lang=lang, paragraphs=tuple(paragraphs), headings=frozenset(draw(st.sets(st.integers(0, 3)))))


EDITS = ("word", "drop word", "note", "drop note", "insert", "delete", "move", "split", "join", "part", "unite",
         "renumber", "heading", "context", "twin", "back")  # fmt: skip


def edited(draw: DrawFn, story: Story, kind: str, number: int) -> Story:
    """The story after one edit; the same where the edit has nothing to work on."""
    texts = [list(paragraph) for paragraph in story.paragraphs]
    p = draw(st.integers(0, len(texts) - 1))
    i = draw(st.integers(0, len(texts[p]) - 1))
    match kind:
        case "insert":
            texts[p].insert(i, draw(lines(story.lang)))
        case "delete" if len(texts[p]) > 1 or len(texts) > 1:
            texts[p].pop(i)
        case "move":
            line = texts[p].pop(i)
            texts.insert(draw(st.integers(0, len(texts))), [line])
        case "join" if i + 1 < len(texts[p]):
            texts[p][i : i + 2] = [put_together(texts[p][i], texts[p][i + 1])]
        case "part":
            texts[p : p + 1] = [texts[p][:i], texts[p][i:]]
        case "twin":
            texts.append([draw(st.sampled_from([line for lines in texts for line in lines]))])
        case "unite" if p + 1 < len(texts):
            texts[p : p + 2] = [texts[p] + texts[p + 1]]
        case _:
            texts[p][i : i + 1] = rewritten(draw, texts[p][i], kind, story.lang, number)
    kept = tuple(tuple(paragraph) for paragraph in texts if paragraph)
    headings = story.headings ^ {p} if kind == "heading" else story.headings
    contexts = dict(story.contexts)
    if kind == "context":
        contexts[p] = draw(st.sampled_from(["", "a", "b"]))
    named = tuple((at, name) for at, name in contexts.items() if name)
    renumbered = story.renumbered ^ (kind == "renumber")
    return replace(story, paragraphs=kept, headings=headings, renumbered=renumbered, contexts=named)


def put_together(line: Line, other: Line) -> Line:
    shifted = tuple((place + len(line.words), note) for place, note in other.notes)
    return Line(line.words + other.words, line.notes + shifted)


def rewritten(draw: DrawFn, line: Line, kind: str, lang: str, number: int) -> list[Line]:
    """What an edit within a sentence makes of it."""
    at = draw(st.integers(0, len(line.words) - 1))
    match kind:
        case "word":
            word = draw(st.sampled_from(WORDS[lang]))
            return [replace(line, words=(*line.words[:at], word, *line.words[at + 1 :]))]
        case "drop word" if len(line.words) > 2 and all(place < len(line.words) - 1 for place, _ in line.notes):
            return [replace(line, words=line.words[:-1])]
        case "note":
            return [replace(line, notes=tuple(sorted((*line.notes, (at, number)))))]
        case "drop note":
            return [replace(line, notes=line.notes[1:])]
        case "split" if at > 0:
            before = tuple(item for item in line.notes if item[0] < at)
            after = tuple((place - at, note) for place, note in line.notes if place >= at)
            return [Line(line.words[:at], before), Line(line.words[at:], after)]
    return [line]


@dataclass
class Translator:
    """Works on one desk and remembers what was confirmed, and which note each word was written beside."""

    desk: Desk
    count: int = 0
    confirmed: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    confirmed_keys: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    beside: dict[str, str] = field(default_factory=dict)

    def work(self, draw: DrawFn) -> None:
        """Some of the entries get a translation of their own, or the one that is offered is confirmed, or folded."""
        choices = st.sampled_from(["write", "write", "confirm", "leave", "fold"])
        shown = {
            unit.key: {item.name: item.description for item in unit.segment.placeholders} for unit in self.desk.units()
        }
        made: dict[str, str] = {}
        for key, entry in self.desk.active.items():
            choice = draw(choices)
            if choice == "write":
                made[key] = self.write(shown[key])
            elif choice == "fold":
                made[key] = FOLD
            elif choice == "confirm" and entry.target:
                made[key] = entry.target
            if key in made:
                self.confirmed.add((strip_numbers(entry.source), written(made[key])))
                self.confirmed_keys.add((key, written(made[key])))
        self.desk.translate(made)

    def write(self, placeholders: dict[str, str]) -> str:
        target = self.new_word()
        for name, shown in placeholders.items():
            word = self.new_word()
            self.beside[word] = shown
            target += f" {word}{{{name}}}"
        return f"{target}."

    def new_word(self) -> str:
        self.count += 1
        return f"т{self.count}"

    def is_confirmed(self, source: str, words: tuple[str, ...]) -> bool:
        """Whether somebody confirmed this translation, or those of the texts that the source is made of."""
        reached, new = set[tuple[str, tuple[str, ...]]](), {(source, words)}
        while new:
            reached |= new
            new = {
                (rest[len(part) :].lstrip(), left[len(some) :])
                for rest, left in new
                for part, some in self.confirmed
                if rest.startswith(part) and left[: len(some)] == some
            } - reached
        return ("", ()) in reached


def written(target: str) -> tuple[str, ...]:
    return tuple(WRITTEN.findall(target))


def all_words(entries: tuple[Entry, ...]) -> set[str]:
    return {word for entry in entries for word in written(entry.target)}


def check_sync(translator: Translator, text: str, *, sentences: bool) -> None:
    """Sync, and see that the laws held."""
    desk = translator.desk
    before = desk.entries
    had = {entry.key: entry for entry in before if not entry.obsolete and entry.target}
    desk.sync(text, sentences=sentences)
    assert all_words(before) <= all_words(desk.entries), "law 3: words disappeared"
    for key, entry in desk.active.items():
        source, was = entry.source, had.get(key)
        if was is not None:
            ours = replace(was, comments=entry.comments, references=entry.references, flags=entry.flags)
            assert entry == ours, "law 2: the text did not change, its translation did"
        if entry.target == source and desk.lang == desk.source_lang:
            translator.confirmed.add((strip_numbers(source), ()))
        elif entry.is_translated:
            assert translator.is_confirmed(strip_numbers(source), written(entry.target)), "law 7: a guess is not fuzzy"
    check_citations(translator)
    check_meanings(translator)
    once = desk.written().decode()
    assert not desk.sync().changed, "law 6: something was left to do"
    assert desk.written().decode() == once, "law 6: the file changed"


def check_meanings(translator: Translator) -> None:
    """Law 7: of the texts that differ in their contexts only, at most one has a translation that nobody confirmed in
    just that context: where a context appears or goes, its text has one meaning as before.
    """
    by_words: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for key, entry in translator.desk.active.items():
        words = written(entry.target)
        if entry.is_translated and words and (key, words) not in translator.confirmed_keys:
            by_words.setdefault((entry.source, words), []).append(key)
    assert all(len(keys) <= 1 for keys in by_words.values()), "law 7: a guess for a second meaning is not fuzzy"


def check_citations(translator: Translator) -> None:
    """Law 4: where the note of a word is in the segment, the word cites no other one.

    A translation that was confirmed for just this text goes with it, whatever its notes are now.
    """
    for unit in translator.desk.units():
        shown = {item.name: item.description for item in unit.segment.placeholders}
        entry = translator.desk.active[unit.key]
        if (strip_numbers(entry.source), written(entry.target)) in translator.confirmed:
            continue
        for word, name in CITED.findall(entry.target):
            own = translator.beside[word]
            if name in shown and own in shown.values():
                assert shown[name] == own, f"law 4: {word} cites {shown[name]}, not {own}"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_is_lost_nothing_else_is_touched_and_nothing_is_guessed(data: st.DataObject) -> None:
    draw = cast("DrawFn", data.draw)
    story = draw(stories())
    lang = draw(st.sampled_from(["hy", "en", "ru", "fa"]))
    translator = Translator(Desk(lang=lang, source_lang=story.lang))
    sentences = draw(st.booleans())
    history = [story]
    check_sync(translator, story.markdown(), sentences=sentences)
    for number in range(1, draw(st.integers(1, 6)) + 1):
        translator.work(draw)
        kinds = draw(st.lists(st.sampled_from((*EDITS, "granularity")), min_size=1, max_size=2))
        for kind in kinds:
            if kind == "back":
                story = draw(st.sampled_from(history))
            elif kind == "granularity":
                sentences = not sentences
            else:
                story = edited(draw, story, kind, number * 2 + len(kinds))
        if not story.paragraphs:
            return
        history.append(story)
        check_sync(translator, story.markdown(), sentences=sentences)
