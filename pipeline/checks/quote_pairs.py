"""Pair quotation marks over all sentences of a quotation, and find those without a counterpart.

A quotation may span several sentences, and a translation may place its marks in other sentences than the source. So the
marks are paired over the paragraphs of a section. A quotation of several paragraphs has its marks at its two ends, or,
as in English, opens again with each paragraph (The Chicago Manual of Style, 17th edition, 13.30).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.checks.once import once
from pipeline.checks.pair import MASK
from pipeline.languages import load, remember
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.words import BY_CHARACTER

QUOTE_MARKS = re.compile(r"[\"«»“”„‟‹›ՙ「」『』]|՚(?<!\w.(?=\w))")
"""Quotation marks except single ones, which may be apostrophes. ՙ and ՚ are from old Armenian fonts."""
_SIGNS = "\"«»“”„‟‹›ՙ՚「」『』'’‘"
"""All signs that may be quotation marks."""
_OPENING = frozenset("«“„‹‟‘ՙ「『")
"""The marks that open a quotation. “ also closes one that „ opened."""
_INCHES = re.compile(r"(?<=\d)\"")
_APOSTROPHE = re.compile(r"(?<=s)\"(?= [a-z])")
"""A straight mark for an apostrophe, as some news agencies write it: the Lakers" owner."""
_GLUED = re.compile(r"\"(?<=[,;:].)(?=[^\W_])")
"""A straight mark between a comma and a word without a space: "Bread","Salt"."""
_SINGLE_OPENING = re.compile(r"['‘](?<![^\W_].)(?<!\).)(?=[*_~\[]{0,3}[^\W_])")
_SINGLE_CLOSING = re.compile(rf"['’](?:(?<=[.,!?…].)(?![^\W_])|(?<=[\w)\]{MASK}].)(?=[\W_]*$))")
_UNSPACED = f"가-힣{BY_CHARACTER}"
"""Letters that may follow a closing mark: of a Korean particle, and of scripts without spaces."""
_SINGLE_EITHER = re.compile(rf"['’](?<=[\w)\]{MASK}].)(?![^\W_{_UNSPACED}])(?![\W_]*$)")
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05ea])[\"”](?=[\u05d0-\u05ea])")
"""The mark within a Hebrew abbreviation, typed as a quotation mark: צה"ל."""
_BOTH_END = re.compile(r"[»”“\"][.,!?…։:]*\s*(?:$|[-–—֊])")
"""The end of a quotation together with one inside it, for which Russian and Armenian write one mark."""
_SPEECH_BEFORE = re.compile(rf"(?:^|[^\w{MASK}\s])\s*$")
_ATTRIBUTED = re.compile(r"[,!?…] ?[-–—֊] ?[^\W\dA-ZА-ЯЁԱ-Ֆ]")
"""The speaker, after direct speech that a dash began."""
_BEFORE = f"{MASK}*_([ \u00a0-–—"
_ENDS = frozenset(",.!?…")
"""Marks at the end of direct speech."""
_WIDE = frozenset("FW")
"""The widths, in Unicode, of Chinese, Japanese and Korean characters. Beside them quotation marks have no spaces."""
_EMPHASIS = "*_~"
"""Marks that may stand between a quotation mark and its words."""
_QUOTED_START = re.compile(rf"[{_EMPHASIS}]*+(?:(?P<dash>[-–—])|\.(?=[^\W_]|\.\.)|[^\s,.;:!?，。、；：！？）」』])")
"""The beginning of what is quoted, which may be a dash before the speaker, a point, as in ".com", or an ellipsis."""
_ELISION = re.compile(
    rf"['’](?:(?<=[\w*_~)\]»”\"{MASK}].)(?=s\b)|(?<![^\W_].)(?=(?:\d\ds|tis|twas|em|til|cause|n['’])\b)"
    rf"|(?:(?<=[)\]%{MASK}].)(?=[^\W\d_{_UNSPACED}])|(?<!\w.)(?=\d\d\b))(?![^'’]*['’](?![^\W_])))",
    re.IGNORECASE,
)
"""Signs that are no quotation marks: the 's after quotations, emphasis, links and code, that of the '90s, and the one
before the ending of a link, a name, code or a percentage, as in Turkish: @ada'nın, %20'si.
"""
_APOSTROPHE_LETTER = "ʼ"
_BEFORE_SINGLE = re.compile(r"[^\w\s](?=['’])")
_QUOTED_END = re.compile(r"[»”“\"’'‘]\W*$")
_FEW = 3
"""Maximum number of sentences after the first one of a quotation whose source does not show where it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMarks:
    """The quotation marks of a text that have no counterpart in it.

    `closing` come first: they end a quotation that began before the text; `opening` may end after it. `begins` means
    that the text begins with an opening mark, `is_speech` that the open quotation begins as a sentence does, `both_end`
    that the last quotation in it may end with the one around it. `quotations` is the number of complete ones,
    `is_nested` means that one is inside another.
    """

    closing: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    begins: bool = False
    is_speech: bool = False
    both_end: bool = False
    quotations: int = 0
    is_nested: bool = False

    @property
    def left(self) -> str:
        """One of the marks without a counterpart, or an empty string."""
        return next(iter((*self.opening, *self.closing)), "")


_NONE = QuoteMarks()


@lru_cache(maxsize=KEPT)
def unify_marks(text: str, lang: str) -> str:
    """Return a text with straight marks where those of its language may both open and close a quotation: ”Hej”, »Halt«,
    where others write „“. Offsets stay the same.
    Signs that are no marks, as in the '90s, become letters.
    """
    if "'" in text or "’" in text:
        text = _ELISION.sub(_APOSTROPHE_LETTER, _BEFORE_SINGLE.sub(_vowel_sign_as_letter, text))
    if '"' in text or "”" in text:
        text = _GERSHAYIM.sub("״", text)
    table, signs = _ambiguous_marks(lang)
    return text.translate(table) if any(map(text.__contains__, signs)) else text


forget_with_packs(unify_marks.cache_clear)


def _vowel_sign_as_letter(match: re.Match[str]) -> str:
    """Return a letter for a combining mark: the vowel signs that end words in Hindi are no letters to `re`."""
    return _APOSTROPHE_LETTER if unicodedata.category(match[0]) in {"Mc", "Mn"} else match[0]


@remember
def _ambiguous_marks(lang: str) -> tuple[dict[int, str], str]:
    """Return a table for `str.translate`, and the signs that it changes: most texts have none of them."""
    rules = load(lang).typography
    found = {*"".join(pair for pair in rules.quotes if pair[:1] == pair[1:] or pair in {"»«", "”“"})}
    found.update(() if rules.has_angled_quotes else "»«", () if rules.has_own_quotes else "”")
    if any(pair[1:] == "“" for pair in rules.quotes):
        found.add("“")  # it ends „…“, and begins “…”
    found.discard("’")
    return str.maketrans(dict.fromkeys(found, '"')), "".join(found)


def read_marks(text: str, told: QuoteMarks | None = None) -> QuoteMarks:
    """Return the marks of a masked text; possible apostrophes are marks if its source (`told`) has more quotations."""
    if not any(map(text.__contains__, _SIGNS)):
        return _NONE  # as with most
    found = _read_marks(text, apostrophes=_APOSTROPHE.search(text) is not None)
    if told is not None and found.quotations < told.quotations and _APOSTROPHE.search(text):
        return _read_marks(text, apostrophes=False)
    return found


@lru_cache(maxsize=KEPT)
def _read_marks(text: str, *, apostrophes: bool) -> QuoteMarks:
    stack: list[str] = []
    closing: list[str] = []
    quotations, outer = 0, 0
    both_end = is_nested = False
    is_even = text.count('"') % 2 == 0
    for match in QUOTE_MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark == '"':
            if not stack and (_INCHES.match(text, at) or (apostrophes and _APOSTROPHE.match(text, at))):
                continue
            opens = opens_quotation(text, at, is_inside=bool(stack)) or bool(
                not stack and is_even and _GLUED.match(text, at)
            )
        else:
            opens = mark in _OPENING and not (mark == "“" and "„" in stack)
        if opens:
            outer = outer if stack else match.end()
            stack.append(mark)
        elif stack:
            stack.pop()
            quotations += 1
            is_nested = is_nested or bool(stack)
            both_end = bool(stack) and _BOTH_END.match(text, at) is not None
        else:
            closing.append(mark)
    if not stack and not closing and ("'" in text or "’" in text):
        single, whole = _count_single_marks(text)
        stack, closing = [single] if single == "‘" else [], [single] if single == "’" else []
        is_nested = is_nested or bool(quotations and whole)
        quotations += whole
    bare = text.lstrip(_BEFORE)
    return QuoteMarks(
        closing=tuple(closing),
        opening=tuple(stack),
        begins=bare[:1] in _OPENING
        or (bare[:1] == '"' and opens_quotation(bare, 0))
        or bool(_SINGLE_OPENING.match(bare)),
        is_speech=_is_sentence_start(text, outer),
        both_end=both_end and _SPEECH_BEFORE.search(text[: max(0, outer - 1)]) is not None,
        quotations=quotations,
        is_nested=is_nested,
    )


def _is_sentence_start(text: str, at: int) -> bool:
    """Tell whether a quotation whose words begin at an offset begins as a sentence does: with a capital letter, at the
    beginning of the text, or after a colon in a script without capital letters.
    """
    first = text[at : at + 2].lstrip()[:1]
    before = text[: max(0, at - 1)].rstrip(_BEFORE)
    return first.isupper() or not before or (before.endswith(":") and first == first.title())


def _count_single_marks(text: str) -> tuple[str, int]:
    """Return a single mark without a counterpart, or an empty string, and the number of quotations in such marks.

    A mark at the end of a word may be an apostrophe: the Lakers' owner.
    """
    opening = len(_SINGLE_OPENING.findall(text))
    sure = len(_SINGLE_CLOSING.findall(text))
    possible = sure + len(_SINGLE_EITHER.findall(text)) if opening > sure else sure
    if opening < sure:
        return "’", opening
    return "‘" if opening > possible else "", min(opening, possible)


def may_be_apostrophe(mark: str, lang: str) -> bool:
    """Tell whether a closing mark may be the last letter of a word: un po', tog', עמ', in languages without a pack."""
    return mark == "’" and not load(lang).typography.has_own_quotes


def opens_quotation(text: str, at: int, *, is_inside: bool = False) -> bool:
    """Tell whether a straight mark opens a quotation: no word before it, and one after it, also through emphasis. After
    a wide character, where no space would tell, it opens one unless another is open (`is_inside`).
    """
    left = at - 1
    while left >= 0 and text[left] in _EMPHASIS:
        left -= 1
    before, quoted = text[left] if left >= 0 else " ", _QUOTED_START.match(text, at + 1)
    if before.isspace() and quoted and quoted["dash"] and text[max(0, left - 1) : left] in _ENDS:
        return False  # with a space too many: he waited, "– she said
    if unicodedata.east_asian_width(before) in _WIDE:
        return quoted is not None and not is_inside
    return quoted is not None and (before.isspace() or before in "([«—–-:")


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
        return _NONE if self.target is None else read_marks(self.target, self.source_marks)

    @property
    def has_marks(self) -> bool:
        return self.source_marks is not _NONE or self.target_marks is not _NONE

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
        if made is _NONE and not waiting:
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
