"""Pair quotation marks over all sentences of a quotation, and find those without a counterpart.

A quotation may span several sentences, and a translation may place its marks in other sentences than the source. So the
marks are paired over the paragraphs of a section. A quotation of several paragraphs has its marks at its two ends, or,
as in English, opens again with each paragraph (The Chicago Manual of Style, 17th edition, 13.30).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from pipeline.checks.once import once
from pipeline.checks.quote_marks import NO_MARKS, QuoteMarks, read_marks
from pipeline.frozen import dataclass
from pipeline.languages import load

_ATTRIBUTED = re.compile(r"[,!?…] ?[-–—֊] ?[^\W\dA-ZА-ЯЁԱ-Ֆ]")
"""The speaker, after direct speech that a dash began."""
_QUOTED_END = re.compile(r"[»”“\"’'‘]\W*$")
_FEW = 3
"""Maximum number of sentences after the first one of a quotation whose source does not show where it ends."""


def may_be_apostrophe(mark: str, lang: str) -> bool:
    """Tell whether a closing mark may be the last letter of a word: un po', tog', עמ', in languages without a pack."""
    return mark == "’" and not load(lang).typography.has_own_quotes


@dataclass(frozen=True, kw_only=True)
class QuotedSentence:
    """A masked text and its translation (or None), in their place. Without slots, so that the marks are found once."""

    key: str
    block: int
    source: str
    target: str | None

    @once
    def source_marks(self) -> QuoteMarks:
        return read_marks(self.source)

    @once
    def target_marks(self) -> QuoteMarks:
        return NO_MARKS if self.target is None else read_marks(self.target, self.source_marks)

    @property
    def has_marks(self) -> bool:
        return self.source_marks is not NO_MARKS or self.target_marks is not NO_MARKS

    @property
    def may_end_twice(self) -> bool:
        """Tell whether one mark may end the last quotation and the one around it: not if the source has two."""
        return self.target_marks.both_end and (self.source_marks.is_nested or self.source_marks.quotations <= 1)


@dataclass(slots=True)
class _OpenQuotations:
    """The open quotations so far, and the marks without a counterpart, by the keys of their sentences."""

    lang: str
    quotations: list[tuple[QuotedSentence, str]] = field(default_factory=list)
    unpaired: dict[str, str] = field(default_factory=dict)
    is_ended: bool = False
    """True if the source has ended a quotation since the last one was opened."""

    def close(self, sentence: QuotedSentence, mark: str, *, is_sure: bool) -> None:
        """Take a closing mark: it ends an open quotation, or has no counterpart."""
        if may_be_apostrophe(mark, self.lang) and not (self.quotations and self.quotations[-1][1] == "‘"):
            return
        if self.quotations and _may_be_one_quotation(self.quotations[-1][0], sentence):
            self.quotations.pop()
        elif is_sure or not sentence.source_marks.closing:
            self.unpaired.setdefault(sentence.key, mark)

    def begin(self, sentence: QuotedSentence) -> None:
        """Take a text that opens a quotation or begins with one: an earlier open one has lost its end, or continues."""
        if self.quotations and (sentence.target_marks.opening or sentence.target_marks.begins):
            before = self.quotations[-1][0]
            is_new = (before.block != sentence.block or before.source_marks.opening) and not self.is_ended
            if is_new and _opens_again(before, sentence, self.lang):
                self.quotations.clear()
            elif before.block != sentence.block or sentence.target_marks.opening:
                self.give_up()
        self.is_ended = bool(sentence.source_marks.closing) or (self.is_ended and not sentence.target_marks.opening)
        self.quotations += [(sentence, mark) for mark in sentence.target_marks.opening]

    def pass_by(self, sentence: QuotedSentence) -> None:
        """Take a text without marks: the open quotation ends if its source ended one and this source has none."""
        if self.quotations and not sentence.source_marks.left and not sentence.source_marks.quotations:
            before = self.quotations[-1][0].source_marks
            if self.is_ended or (before.quotations and not before.opening):
                self.give_up()

    def give_up(self) -> None:
        """Report the open quotations: their counterparts will not come."""
        for sentence, mark in self.quotations:
            if load(self.lang).typography.quotes_reopen or not sentence.may_end_twice:
                self.unpaired.setdefault(sentence.key, mark)
        self.quotations.clear()

    def stop(self) -> None:
        """Stop before unknown text; marks that the source itself leaves open are not reported."""
        if not self.is_ended:
            self.quotations = [item for item in self.quotations if not item[0].source_marks.opening]
        self.give_up()


def find_unpaired(run: Sequence[QuotedSentence], lang: str) -> dict[str, str]:
    """Return the marks without a counterpart of translations in consecutive paragraphs, by the keys of the sentences.

    Next to a missing translation, and at the end of the run, a mark is accepted if the source has one on the same side.
    """
    state = _OpenQuotations(lang=lang)
    is_sure = False
    for sentence in run:
        if sentence.target is None:
            state.stop()
        else:
            if not sentence.target_marks.closing:
                state.pass_by(sentence)
            for mark in sentence.target_marks.closing:
                state.close(sentence, mark, is_sure=is_sure)
            state.begin(sentence)
        is_sure = sentence.target is not None
    state.stop()
    return state.unpaired


def find_enclosed(run: Iterable[QuotedSentence]) -> frozenset[str]:
    """Return the keys of the sentences of quotations that are whole in the translation, though not in the source: it
    ends them after the first of a few sentences, begins each of them with a mark, or has a dash instead.
    """
    found: set[str] = set()
    waiting: list[QuotedSentence] = []
    for sentence in run:
        made = sentence.target_marks
        if made is NO_MARKS and not waiting:
            continue
        if waiting and not _may_be_enclosed(waiting, sentence):
            waiting = []
        if waiting and len(made.closing) == 1:
            found.update(each.key for each in (*waiting, sentence))
        if len(made.opening) == 1 and made.is_speech:
            waiting = [sentence]
        elif made.left or made.quotations or sentence.target is None:
            waiting = []
        elif waiting:
            waiting.append(sentence)
    return frozenset(found)


def find_surrounded(run: Iterable[QuotedSentence]) -> frozenset[str]:
    """Return the keys of sentences without marks in the middle of a quotation of the translation that an earlier one
    opens and a later one closes, if their sources only begin or end a quotation.
    """
    found: set[str] = set()
    waiting: list[QuotedSentence] | None = None
    for sentence in run:
        made = sentence.target_marks
        if waiting is not None and made.closing and not made.begins:
            found.update(each.key for each in waiting if each.source_marks.begins or each.source_marks.left)
        if made.opening:
            waiting = []
        elif waiting is None or made.closing or made.begins or sentence.target is None or len(waiting) > _FEW:
            waiting = None
        else:
            waiting.append(sentence)
    return frozenset(found)


def _may_be_enclosed(before: Sequence[QuotedSentence], sentence: QuotedSentence) -> bool:
    """Tell whether a sentence may belong to the quotation of those before it, by the marks of the source: it has none,
    or it begins with one as all of them do.
    """
    told, first = sentence.source_marks, before[0].source_marks
    if told.closing or len(before) > _FEW:
        return False
    if first.begins and first.quotations and not _QUOTED_END.search(before[0].source):
        return False  # it tells who said it
    is_bare = any(not each.source_marks.begins for each in before[1:])
    return not told.quotations or (told.begins and (bool(first.opening) or not is_bare))


def _may_be_one_quotation(first: QuotedSentence, last: QuotedSentence) -> bool:
    """Tell whether a quotation may run from one sentence to another. Not if it ends in the first one of the source and
    the other has no quotation, nor if it continues in the source and the other has its own.
    """
    before, after = first.source_marks, last.source_marks
    if before.opening:
        return bool(after.closing) or not after.quotations or (after.begins and first.block != last.block)
    return not before.quotations or bool(after.quotations or after.left)


def _opens_again(before: QuotedSentence, sentence: QuotedSentence, lang: str) -> bool:
    """Tell whether a quotation of whole sentences continues in a new paragraph with another opening mark: in English,
    unless the source ended it; in other languages, if the source does so.
    """
    if not sentence.target_marks.begins or not before.target_marks.is_speech:
        return False
    reopens = load(lang).typography.quotes_reopen
    if reopens and not before.source_marks.opening:
        return not before.source_marks.quotations and not _ATTRIBUTED.search(before.source)
    return bool(before.source_marks.opening) and (reopens or sentence.source_marks.begins)


def split_runs(sentences: Iterable[tuple[QuotedSentence, bool, bool]]) -> Iterator[list[QuotedSentence]]:
    """Split sentences, in the order of the article, where no quotation continues. Each comes with two flags: running
    text, and heading. A text that is neither stands alone, block by block.
    """
    text: list[QuotedSentence] = []
    apart: list[QuotedSentence] = []
    for sentence, is_text, is_heading in sentences:
        if apart and sentence.block != apart[-1].block:
            yield apart
            apart = []
        if is_text:
            text.append(sentence)
            continue
        if is_heading and text:
            yield text
            text = []
        apart.append(sentence)
    yield from (run for run in (text, apart) if run)
