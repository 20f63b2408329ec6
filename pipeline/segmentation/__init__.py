"""Sentence segmentation: text in, offsets of sentence ends out.

Rules that hold in every language (quotes, notes, Markdown, initials) are here. Words and punctuation are data,
`sentences.toml` in the folder of each language, which `rules` reads.
"""

import re
from unicodedata import east_asian_width

from pipeline.segmentation.rules import SentenceRules, load_rules

_LETTER = re.compile(r"[^\W\d_]")
_HAS_WORD = re.compile(r"[^\W_]")
# The last word before a full stop, with the dotted letters before it: "Mr", "U.S", "т. д".
_LAST_WORD = re.compile(r"(?:(?<!\w)[^\W\d_]\.\s?)*+[^\W\d_]+(?:[-’'.]+[^\W\d_]+)*\Z")
_WORD_REACH = 24  # characters before the stop to search for the word; more would make long texts slow
_MIN_FULL_WORD = 4  # letters; a shorter word before a small letter is an unknown abbreviation
_INITIAL = re.compile(r"(?:.*[\s.-])?[^\W\d_]\Z")
_NUMBER = re.compile(r"\d|[IVXLCDM]+\.?\Z")
_NUMBER_BEFORE = re.compile(r"(?:\d(?:-\w{1,3})?|\b[IVXLCDMХ]+)\s?\Z")
_NUMBER_REACH = 8  # characters before an abbreviation to search for its number
# The number or letter of a list item, if it is all that stands before the stop: "2. An element".
_LIST_MARKER = re.compile(r"[\W_]*+(?:\d{1,4}(?:\.\d{1,3})*+|[IVXLC]{1,6}+|[ivx]{1,5}+|[^\W\d_])")
# The rest of a name between quotes, and the small letter that follows: «Ղարաբաղ։ Պատմական տեղեկանք» գրքույկը.
_REST_OF_NAME = re.compile(r"[^«»“”.․:։!?…]{1,120}[»”][-\s]?([^\W\d_])")
_CLOSING_BRACKET = re.compile(r"[)）]")
_ASIDE_REACH = 300  # characters before the end of a bracket to search for its beginning
_QUOTES = (("«", "»"), ("“", "”"))
_OPENING_QUOTES = frozenset("«„“")
_CLOSING_QUOTES = frozenset("\"'»”’“")
_WIDE = frozenset("FHW")  # the widths of East Asian stops, which are as wide as a stop and a space
_ELLIPSES = frozenset({"..", "...", "…", "……"})
_FULL_STOPS = frozenset({".", ":", ".:", "․:"})


def find_sentence_ends(text: str, lang: str) -> list[int]:
    """Return the offsets, in code points, just past each sentence of a paragraph, the last one included.

    A sentence keeps its closing quotes and brackets and the note markers after its stop; the white space between two
    sentences belongs to neither. Blank text has no sentences. Raises TargmanError for a language without rules.
    """
    rules = load_rules(lang)
    ends: list[int] = []
    start = 0
    for candidate in rules.candidate.finditer(text):
        if _is_end(rules, start, candidate):
            start = candidate.end()
            ends.append(start)
    whole = len(text.rstrip())
    if whole:
        ends.append(whole)
    return ends


def _is_end(rules: SentenceRules, start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the stop in `candidate` ends the sentence that began at `start`."""
    text, stop = candidate.string, candidate.start()
    if not _HAS_WORD.search(text, start, stop):
        return False  # dots that open a sentence
    if candidate["glued"] is not None and not _parts_words(text[stop - 1], candidate["marks"], candidate["following"]):
        return False  # 12:30
    return (
        _can_follow(rules, candidate)
        and (candidate["marks"] not in _FULL_STOPS or _is_full_stop(rules, start, candidate))
        and not _in_name(start, candidate)
        and not _in_aside(start, candidate)
    )


def _is_small(word: str) -> bool:
    """Tell whether a word begins with a small letter that would be a capital at the beginning of a sentence.

    Letters of scripts without case begin sentences as they are: Georgian ones too, which Unicode calls small.
    """
    return word[0].islower() and word[0].title() != word[0]


def _has_no_case(word: str) -> bool:
    """Tell whether a word begins with a letter of a script without capitals."""
    return word[0].isalpha() and not word[0].isupper() and not _is_small(word)


def _parts_words(before: str, marks: str, following: str) -> bool:
    """Tell whether a stop without a space after it parts two sentences: a wide one, or one between two words."""
    if east_asian_width(marks[-1]) in _WIDE:
        return True
    return before.isalpha() and not before.isupper() and following[0].isalpha() and not _is_small(following)


def _can_follow(rules: SentenceRules, candidate: re.Match[str]) -> bool:
    """Tell whether the text after the stop can begin a sentence."""
    marks, tail, dash, following = candidate.group("marks", "tail", "dash", "following")
    if dash and tail and tail[-1] in _CLOSING_QUOTES:
        # «Когда?» — Иван молчал, but «Когда?» — «Никогда!»
        return candidate.string[candidate.start("following") - 1] in _OPENING_QUOTES
    if _is_small(following):
        aside = marks in _FULL_STOPS and candidate.string[candidate.start("following") - 1] == "("
        return aside or (not tail and marks[-1] in rules.ends)
    if following[0].isdigit():
        return marks in _FULL_STOPS or marks[-1] not in ".․…"
    return marks not in _ELLIPSES or not _has_no_case(following)


def _in_name(start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the stop is inside the quotes of a name, for instance between a title and its subtitle."""
    text, stop = candidate.string, candidate.start()
    for opening, closing in _QUOTES:
        if text.rfind(opening, start, stop) > text.rfind(closing, start, stop):
            rest = _REST_OF_NAME.match(text, candidate.end())
            return rest is not None and _is_small(rest[1])
    return False


def _in_aside(start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the stop is the last of a bracket within a sentence that goes on, in a script without capitals."""
    text, stop = candidate.string, candidate.start()
    if not _CLOSING_BRACKET.search(candidate["tail"]) or not _has_no_case(candidate["following"]):
        return False
    opening = max(text.rfind(bracket, max(start, stop - _ASIDE_REACH), stop) for bracket in "(（")
    return bool(_HAS_WORD.search(text, start, max(start, opening)))


def _is_full_stop(rules: SentenceRules, start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the dot is a full stop, not part of an abbreviation, an initial or the number of a list item."""
    text, stop = candidate.string, candidate.start()
    if _LIST_MARKER.fullmatch(text, start, stop):
        return False
    word = _LAST_WORD.search(text, max(start, stop - _WORD_REACH), stop)
    if word is None:
        return True
    bare = "".join(word[0].split())
    kind = rules.words.get(bare) or rules.words.get(bare.rpartition(".")[2])
    if kind is None:
        return _ends_at_word(rules, word, candidate)
    gap = text[candidate.end() : candidate.start("following")]
    if candidate["dash"] or _is_small(candidate["following"]) or "№" in gap or candidate["tail"].strip().isdigit():
        return False  # an abbreviation, and the sentence goes on
    return _ends_at_abbreviation(rules, kind, start, word, candidate["following"])


def _ends_at_word(rules: SentenceRules, word: re.Match[str], candidate: re.Match[str]) -> bool:
    """Tell whether a sentence ends at a word with a dot that is in no list."""
    following = candidate["following"]
    if not _is_small(word[0][-1]) and _INITIAL.match(word[0]):
        return following in rules.starters
    if _is_small(following):
        return len(word[0]) >= _MIN_FULL_WORD
    # One word in small letters after a bracket, (греч. Ἄραξ): no sentence would begin so.
    in_bracket = word.string[word.start() - 1 : word.start()] in {"(", "["}
    return not (in_bracket and word[0].islower() and not candidate["tail"])


def _ends_at_abbreviation(rules: SentenceRules, kind: str, start: int, word: re.Match[str], following: str) -> bool:
    """Tell whether a sentence that began at `start` ends at an abbreviation from the list `kind`."""
    text, here = word.string, word.start()
    match kind:
        case "never_end":
            return False
        case "end_unless_number":
            return following in rules.starters or not _NUMBER.match(following)
        case "end_before_starter":
            return following in rules.starters
        case "end_after_number" if not _NUMBER_BEFORE.search(text, max(start, here - _NUMBER_REACH), here):
            return following in rules.starters
    return bool(_LETTER.search(text, start, here)) and not rules.opening.fullmatch(text, start, here)
