"""Sentence segmentation: text in, offsets of sentence ends out.

Rules that hold in every language (quotes, notes, Markdown, initials) are here. Words and punctuation are data,
`sentences.toml` in the folder of each language, which `rules` reads.
"""

import re
from unicodedata import category

from pipeline.patterns import lazy
from pipeline.segmentation.rules import SentenceRules, is_wide, load_rules

_LETTER = lazy(r"[^\W\d_]")
_HAS_WORD = lazy(r"[^\W_]")
# The last word before a full stop, with the dotted letters before it: "Mr", "U.S", "т. д".
_LAST_WORD = lazy(r"(?:(?<!\w)[^\W\d_]\.[-\s]?)*+[^\W\d_]+(?:[-’'.]+[^\W\d_]+)*\Z")
_OPENING_MARKS = "([{«„“‘\"'"
_ORDINAL = lazy(r"(?<![\d.,])\d{1,2}\Z")
# A date in numbers: 3. 5. 1990 in Czech, 1990. 5. 3. in Korean.
_DATE = lazy(r"(?<![\d.])(?:\d{1,2}\.\s\d{1,2}\.\s\d{4}|\d{4}\.\s\d{1,2}\.\s\d{1,2}\.)(?!\d)")
_DATE_REACH = 12  # characters, of the longest date
_WITHIN_WORDS = frozenset({"Mn", "Mc", "Cf"})  # categories of vowel signs and joiners, which are no letters
_BEFORE_PART = lazy(r".*[.’']", re.DOTALL)
_SPACE = lazy(r"\s")
_BEFORE_WORDS = f"{_OPENING_MARKS}*_"
_PARTS_REACH = 48  # characters before and after a stop to search for an abbreviation of several parts
_WORD_REACH = 24  # characters before the stop to search for the word; more would make long texts slow
_MIN_FULL_WORD = 4  # letters; a shorter word before a small letter is an unknown abbreviation
_NUMBER = lazy(r"\d|[IVXLCDMХІ]+\.?\Z")  # Х and І are Cyrillic: many authors type XII with the letters at hand
_LETTERED_NUMBER = lazy(r"[^\W\d_]\.?\s?\*?\d")  # an article of a code of law: art. R. 421-1
_CITED = lazy(r"\d|[IVXLC]{2,}\Z")
_CENTURY = lazy(r"[IVXLCХІ]{2,}\Z")
_FEW_LETTERS = lazy(r"(?![가-힣])[^\W\d_][^\s\d!-/:-@\[-`{-~]{0,3}")  # with vowel signs; no Korean syllables
_NUMBER_BEFORE = lazy(r"(?:\d(?:-\w{1,3})?|\b[IVXLCDMХІ]+)\s?\Z")
_COUNTED = lazy(r"(?P<cited>\b[^\W\d_]{1,4}\.\s?)?\b\d+\s?(?P<unit>[^\W\d_]{1,4})\Z")
"""The end of a number with its unit, or of an article or a page that is `cited`: 5 ft, ст. 5 п."""
_COUNTED_SHORTLY = lazy(r"\d[\d.,]*\s?[^\W\d_]{1,4}\.")
"""A number with a unit that is abbreviated: 3 in."""
_NUMBER_REACH = 8  # characters before an abbreviation to search for its number
# The number or letter of a list item, if it is all that stands before the stop: "2. An element".
_LIST_MARKER = lazy(r"[\W_]*+(?:\d{1,4}(?:\.\d{1,3})*+|[IVXLC]{1,6}+|[ivx]{1,5}+|[^\W\d_])")
_LONGEST_MARKER = 60  # characters of a list marker and what stands before it
_TWO_WORDS = lazy(r"(\w++)(?:\s++(\w++))?")
# The number or letter of an item in a list that runs on within the sentence: two parts: 1. Peace.
_RUN_IN_MARKER = lazy(r"(?::\s[(\[]?[1۱١iIaAаА]|;\s[(\[]?(?:\d{1,2}|[^\W\d_]|[ivx]{1,4}|[IVX]{1,4}))\Z")
_MARKER_REACH = 8
# The number or letter with which a line begins, Routes:<br>1. By sea; one of four digits is a year.
_LINE_MARKER = lazy(r"<br ?/?>[\W_]*+(?:\d{1,3}|[IVXLC]{1,6}+|[ivx]{1,5}+|[^\W\d_])\Z")
_LINE_MARKER_REACH = 20
# The rest of a name between quotes, and the small letter that follows: «Ղարաբաղ։ Պատմական տեղեկանք» գրքույկը.
_REST_OF_NAME = lazy(r"[^«»“”.․:։!?…]{1,120}[»”][-\s]?([^\W\d_])")
_CLOSING_BRACKET = lazy(r"[)）]")
_ASIDE_REACH = 300  # characters before the end of a bracket to search for its beginning
_QUOTES = (("«", "»"), ("“", "”"))
_TOLD_BEFORE = lazy(r"[:：,，、]\s?[\"“「『«„]")
_OPENING_QUOTES = frozenset("«„“")
_CLOSING_TITLES = frozenset("》〉")
_CLOSING_QUOTES = frozenset("\"'»”’“」』")
_ELLIPSES = frozenset({"...", "…", "……"})
_FULL_STOPS = frozenset({".", ":", ".:", "․:"})


def find_sentence_ends(text: str, lang: str) -> list[int]:
    """Return the offsets, in code points, just past each sentence of a paragraph, the last one included.

    A sentence keeps its closing quotes and brackets and the note markers after its stop; the white space between two
    sentences belongs to neither. Blank text has no sentences. Raises TargmanError for a language without rules.
    """
    rules = load_rules(lang)
    ends: list[int] = []
    start = 0
    has_own_stop = rules.full_stops and any(mark in text for mark in rules.full_stops)
    for candidate in rules.candidate.finditer(text):
        following = candidate["following"]
        if has_own_stop and candidate["marks"] == "." and (_has_no_case(following) or following[0].isdigit()):
            continue  # डॉ. शर्मा आए। पृ. १५।
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
    if not ((stop > start + 1 and text[start + 1].isalnum()) or _HAS_WORD.search(text, start, stop)):
        return False  # dots that open a sentence
    if (candidate["glued"] is not None and not _parts_words(candidate)) or not _can_follow(rules, candidate):
        return False  # 12:30
    if candidate["marks"] in _FULL_STOPS:
        if not _is_full_stop(rules, start, candidate) or (rules.is_general and _is_before_number(start, candidate)):
            return False
    elif text.endswith(rules.marked, start, stop + 1) and candidate["following"] not in rules.starters:
        return False  # Yahoo! Mail
    goes_on = candidate["tail"] and (_in_aside(start, candidate) or _is_said(rules, start, candidate))
    return not goes_on and not _in_name(start, candidate)


def _is_small(word: str) -> bool:
    """Tell whether a word begins with a small letter that would be a capital at the beginning of a sentence.

    Letters of scripts without case begin sentences as they are: Georgian ones too, which Unicode calls small.
    """
    letter = word[0]
    return letter.islower() and letter.title() != letter


def _can_begin(word: str) -> bool:
    return word[0].isalpha() and not _is_small(word)


def _has_no_case(word: str) -> bool:
    """Tell whether a word begins with a letter of a script without capitals."""
    return word[0].isalpha() and not word[0].isupper() and not _is_small(word)


def _parts_words(candidate: re.Match[str]) -> bool:
    """Tell whether a stop without a space after it parts two sentences: a wide one, or one between two words."""
    before, following = candidate.string[candidate.start() - 1], candidate["following"]
    if is_wide(candidate["marks"][-1]):
        return not (before.isdigit() and following[0].isdigit())
    return not candidate["tail"] and before.isalpha() and not before.isupper() and _can_begin(following)


def _can_follow(rules: SentenceRules, candidate: re.Match[str]) -> bool:
    """Tell whether the text after the stop can begin a sentence."""
    marks, tail, dash, following = candidate.group("marks", "tail", "dash", "following")
    if tail:
        if dash and tail[-1] in _CLOSING_QUOTES:
            # «Когда?» — Иван молчал, but «Когда?» — «Никогда!»
            return candidate.string[candidate.start("following") - 1] in _OPENING_QUOTES
        if tail[-1] in _CLOSING_TITLES and _has_no_case(following):
            return False  # 《你好，李焕英！》是一部电影。
    if following[0].islower() and _is_small(following):
        before = candidate.string[candidate.start("following") - 1]
        begins = (before == "(" and marks in _FULL_STOPS) or (before == "`" and marks == ".")  # an aside; code
        return begins or (not tail and marks[-1] in rules.ends)
    if following[0].isdigit():
        return marks in _FULL_STOPS or marks[-1] not in ".․…"
    return marks not in _ELLIPSES or not _has_no_case(following)


def _in_name(start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the stop is inside the quotes of a name, for instance between a title and its subtitle."""
    text, stop = candidate.string, candidate.start()
    for opening, closing in _QUOTES:
        if opening in text and text.rfind(opening, start, stop) > text.rfind(closing, start, stop):
            rest = _REST_OF_NAME.match(text, candidate.end())
            return rest is not None and _is_small(rest[1])
    return False


def _is_said(rules: SentenceRules, start: int, candidate: re.Match[str]) -> bool:
    """Tell whether a quotation ends at the stop, and words that tell who said it follow: "Ready?" Smith asked."""
    marks, tail, following = candidate.group("marks", "tail", "following")
    if (
        not rules.saying
        or tail.strip()[-1:] not in _CLOSING_QUOTES
        or marks in _FULL_STOPS
        or following in rules.starters
    ):
        return False
    text, stop = candidate.string, candidate.start()
    if _TOLD_BEFORE.search(text, max(start, stop - _ASIDE_REACH), stop):
        return False  # He asked: "Ready?" Smith answered.
    return rules.saying.match(text, candidate.end()) is not None


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
    reach = max(start, stop - _WORD_REACH)
    is_marker = stop - start < _LONGEST_MARKER and _LIST_MARKER.fullmatch(text, start, stop) is not None
    is_within = candidate["following"][0].isdigit() and _is_counted_on(rules, start, candidate)
    if is_marker or is_within or _LINE_MARKER.search(text[max(start, stop - _LINE_MARKER_REACH) : stop]):
        return False
    if _follows_full_word(rules, text[reach:stop]):
        return True
    word = _LAST_WORD.search(text, reach, stop)
    if (not word or len(word[0]) < _MIN_FULL_WORD) and _is_run_in_marker(text[max(start, stop - _MARKER_REACH) : stop]):
        return False
    listed = _find_in_parts(rules, start, stop, text)
    if listed:
        here, kind = listed
    elif word is None:
        return _ends_without_word(rules, reach, candidate)
    else:
        here, found = word.start(), _find_kind(rules, "".join(word[0].split()))
        if found is None:
            return _ends_at_word(rules, word, candidate)
        kind = found
    gap = text[candidate.end() : candidate.start("following")]
    is_inner = candidate["dash"] or "№" in gap or candidate["tail"].strip().isdigit()
    goes_on = is_inner or _is_small(candidate["following"])
    return not goes_on and _ends_at_abbreviation(rules, kind, start, here, candidate)


def _is_counted_on(rules: SentenceRules, start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the dot stands between two parts of a measure, 5 ft. 3 in., or of what is cited, ст. 5 п. 2."""
    text, stop = candidate.string, candidate.start()
    part = _COUNTED.search(text, max(start, stop - 2 * _NUMBER_REACH), stop)
    if part is None or candidate["tail"]:
        return False
    is_cited = part["cited"] is not None and part["unit"] in rules.words
    return is_cited or _COUNTED_SHORTLY.match(text, candidate.start("following")) is not None


def _follows_full_word(rules: SentenceRules, before: str) -> bool:
    """Tell whether a text ends with a word that is in no list, is not an initial, and is too long to be an unknown
    abbreviation, as most sentences do: no rule for a full stop asks more. False says nothing.
    """
    gap, space, word = before.rpartition(" ")
    return (
        len(word) > _MIN_FULL_WORD
        and word.isalpha()
        and bool(space)
        and gap[-1:] != "."  # an initial, or another part of an abbreviation
        and word not in rules.words
        and word not in rules.dots
    )


def _find_in_parts(rules: SentenceRules, start: int, stop: int, text: str) -> tuple[int, str] | None:
    """Return where an abbreviation of several parts begins that has a dot at `stop`, and what list this dot is in."""
    reach = max(start, stop - _PARTS_REACH)
    written = text[reach:stop]
    last = written.split()[-1].rpartition(".")[2] if written[-1:].strip() else ""
    dots = rules.dots.get(last.lstrip(_BEFORE_WORDS), ()) if last else ()
    if not dots:
        return None
    before, rest = (_SPACE.sub(" ", part) for part in (text[reach:stop], text[stop : stop + _PARTS_REACH]))
    for dot in dots:
        here = _find_parts_before(before, dot.before)
        if here is not None and _are_parts_after(rest, dot.after):
            return reach + here, dot.kind
    return None


def _find_parts_before(before: str, parts: tuple[str, ...]) -> int | None:
    """Return where parts with dots between them begin that a text ends with, with or without spaces between them."""
    for number, part in enumerate(reversed(parts)):
        if number:
            before = before.rstrip()
            if not before.endswith("."):
                return None
            before = before[:-1]
        if not before.endswith(part):
            return None
        before = before[: -len(part)]
    return None if before[-1:].isalnum() else len(before)


def _are_parts_after(rest: str, parts: tuple[str, ...]) -> bool:
    """Tell whether parts with dots follow the dot with which a text begins."""
    for part in parts:
        following = rest[1:].lstrip()
        if not rest.startswith(".") or not following.startswith(f"{part}."):
            return False
        rest = following[len(part) :]
    return True


def _find_kind(rules: SentenceRules, bare: str) -> str | None:
    """Return the list that a word is in, or else its last part after a dot or an apostrophe: l'art."""
    if bare in rules.words or bare.isalpha():
        return rules.words.get(bare)
    last = _BEFORE_PART.sub("", bare)
    initial = len(last) == 1 and _has_no_case(last)
    return None if initial else rules.words.get(last)


def _is_run_in_marker(before: str) -> bool:
    """Tell whether the text before a stop ends with the number or letter of an item in a list within a sentence."""
    return (":" in before or ";" in before) and _RUN_IN_MARKER.search(before) is not None


def _is_before_number(start: int, candidate: re.Match[str]) -> bool:
    """Tell whether the dot stands between a word of few letters and a number, as in a note: cyf. 2, पृ. १५."""
    text, stop = candidate.string, candidate.start()
    reach = max(start, stop - _WORD_REACH)
    word = text[reach:stop].split()[-1].lstrip(_OPENING_MARKS)
    if candidate["tail"] or not word or not _FEW_LETTERS.fullmatch(word) or not _CITED.match(candidate["following"]):
        return False
    is_first = not _HAS_WORD.search(text, start, max(start, stop - len(word)))
    return is_first or len(word) < _MIN_FULL_WORD - (0 if word.islower() else 1)


def _ends_without_word(rules: SentenceRules, reach: int, candidate: re.Match[str]) -> bool:
    """Tell whether a sentence ends at a dot after a number, a bracket, or a word that ends with a vowel sign."""
    text, stop = candidate.string, candidate.start()
    dates = _DATE.finditer(text, max(0, stop - _DATE_REACH), stop + _DATE_REACH)
    if any(date.start() < stop < date.end() for date in dates):
        return False
    if rules.dotted_numbers and _ORDINAL.search(text, reach, stop):
        return candidate["following"] in rules.starters
    return text[reach:stop].split()[-1].lstrip(_OPENING_MARKS) not in rules.words


def _is_initial(word: re.Match[str]) -> bool:
    """Tell whether a word is, or ends with, a single letter that is neither a small one nor a syllable."""
    letters = word[0]
    if len(letters) > 1 and letters[-2] not in ".-" and not letters[-2].isspace():
        return False
    before = word.string[max(0, word.start() - 1) : word.start()]
    if before.isdigit() or (letters[-2:-1] == "-" and _has_no_case(letters[-1])):
        return False  # the end of a name, W3C, or an ending, Solid-ს
    return not (_is_small(letters[-1]) or is_wide(letters[-1]) or (before and category(before) in _WITHIN_WORDS))


def _ends_at_word(rules: SentenceRules, word: re.Match[str], candidate: re.Match[str]) -> bool:
    """Tell whether a sentence ends at a word with a dot that is in no list."""
    following = candidate["following"]
    if not word[0][-2:-1].isalpha() and _is_initial(word):
        return following in rules.starters
    if rules.short and rules.short.fullmatch(word[0].rpartition(".")[2]):
        return following in rules.starters or bool(
            _NUMBER_BEFORE.search(word.string, max(0, word.start() - _NUMBER_REACH), word.start())
        )
    if following[0].islower() and _is_small(following):
        return len(word[0]) >= _MIN_FULL_WORD
    # One word in small letters after a bracket, (греч. Ἄραξ): no sentence would begin so.
    in_bracket = word.string[word.start() - 1 : word.start()] in {"(", "["}
    return not (in_bracket and word[0].islower() and not candidate["tail"])


def _ends_at_abbreviation(rules: SentenceRules, kind: str, start: int, here: int, candidate: re.Match[str]) -> bool:
    """Tell whether a sentence that began at `start` ends at an abbreviation from the list `kind` that begins `here`."""
    text, following = candidate.string, candidate["following"]
    match kind:
        case "end_unless_number":
            is_number = _NUMBER.match(following) or _LETTERED_NUMBER.match(text, candidate.start("following"))
            return following in rules.starters or not is_number
        case "never_end" | "end_before_starter":
            return kind != "never_end" and following in rules.starters
        case "end_unless_time" if following not in rules.starters:
            words = _TWO_WORDS.match(text, candidate.start("following"))
            if words and not rules.times.isdisjoint(words.groups()):
                return False  # 5 p.m. Eastern, 5 p.m. Yerevan time
        case "end_after_number" if not _NUMBER_BEFORE.search(text, max(start, here - _NUMBER_REACH), here):
            return following in rules.starters
    is_capital = following in rules.starters and following[0].isupper()
    if _CENTURY.match(following):
        return False  # in the 90s of the XIV century: 90-х рр. XIV ст.
    return is_capital or (
        _LETTER.search(text, start, here) is not None and not rules.opening.fullmatch(text, start, here)
    )
