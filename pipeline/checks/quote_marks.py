"""Read the quotation marks of one text: which of them open or close a quotation, and which are no marks at all."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pipeline.checks.pair import MASK
from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.folders import KEPT, forget_with_packs
from pipeline.languages.inflection import proclitics_of
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
_ELIDED = re.compile(r"\"(?<=[^\W\d_]['’].)(?=[*_~\[]{0,3}[^\W_])")
"""A straight mark between an elided word and what is quoted: l'"Avenir"."""
_APOSTROPHE_LETTER = "ʼ"
_BEFORE_SINGLE = re.compile(r"[^\w\s](?=['’])")


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


NO_MARKS = QuoteMarks()


@lru_cache(maxsize=KEPT)
def unify_marks(text: str, lang: str) -> str:
    """Return a text with straight marks where those of its language may both open and close a quotation: ”Hej”, »Halt«,
    where others write „“. Offsets stay the same.
    Signs that are no marks, as in the '90s, become letters.
    """
    if "'" in text or "’" in text:
        text = _ELISION.sub(_APOSTROPHE_LETTER, _BEFORE_SINGLE.sub(_vowel_sign_as_letter, text))
    table, signs = _ambiguous_marks(lang)
    text = text.translate(table) if any(map(text.__contains__, signs)) else text
    if '"' not in text and "”" not in text:
        return text
    plain = _GERSHAYIM.sub("״", text)
    if not proclitics_of(lang) or not read_marks(plain).left:
        return plain
    return _GERSHAYIM.sub("״", _after_proclitic(lang).sub(r"\1“", text))


forget_with_packs(unify_marks.cache_clear)


@remember
def _after_proclitic(lang: str) -> re.Pattern[str]:
    """Return a pattern for the mark that opens a quotation right after a short word, as in Hebrew: ב"הארץ"."""
    words = "|".join(map(re.escape, proclitics_of(lang)))
    return re.compile(rf'(?<![\w"])((?:{words})ـ?)"(?=\w[^"]{{0,200}}"(?!\w))')


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
        return NO_MARKS  # as with most
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
        at = match.start()
        if not stack and (_INCHES.match(text, at) or (apostrophes and _APOSTROPHE.match(text, at))):
            continue
        if _opens(text, at, stack, is_even=is_even):
            outer = outer if stack else match.end()
            stack.append(match[0])
        elif stack:
            stack.pop()
            quotations += 1
            is_nested = is_nested or bool(stack)
            both_end = bool(stack) and _BOTH_END.match(text, at) is not None
        else:
            closing.append(match[0])
    if not stack and not closing and ("'" in text or "’" in text):
        single, whole = _count_single_marks(text)
        stack, closing = [single] if single == "‘" else [], [single] if single == "’" else []
        is_nested = is_nested or bool(quotations and whole)
        quotations += whole
    return QuoteMarks(
        closing=tuple(closing),
        opening=tuple(stack),
        begins=_begins_with_mark(text.lstrip(_BEFORE)),
        is_speech=_is_sentence_start(text, outer),
        both_end=both_end and _SPEECH_BEFORE.search(text[: max(0, outer - 1)]) is not None,
        quotations=quotations,
        is_nested=is_nested,
    )


def _opens(text: str, at: int, stack: Sequence[str], *, is_even: bool) -> bool:
    """Tell whether the mark at an offset opens a quotation, where those of `stack` are open. `is_even` tells that each
    straight mark of the text may have its counterpart.
    """
    if text[at] != '"':
        return text[at] in _OPENING and not (text[at] == "“" and "„" in stack)
    is_glued = not stack and is_even and _GLUED.match(text, at) is not None
    return is_glued or opens_quotation(text, at, is_inside=bool(stack))


def _begins_with_mark(text: str) -> bool:
    if text[:1] == '"':
        return opens_quotation(text, 0)
    return text[:1] in _OPENING or _SINGLE_OPENING.match(text) is not None


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
    is_elided = before in "'’" and _ELIDED.match(text, at) is not None
    return quoted is not None and (before.isspace() or before in "([«—–-:" or is_elided)
