"""Sentence rules of a language, read once from its `sentences.toml` and compiled to regular expressions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pkgutil import get_data
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from pipeline.errors import TargmanError
from pipeline.languages import load, packs, remember
from pipeline.languages.tags import canonical
from pipeline.patterns import lazy

_PART = "sentences"
_FILE = f"{_PART}.toml"
_GENERAL = "general.toml"
_MARK_KEYS = frozenset({"ends", "ends_before_capital", "ends_without_space"})
_TEXT_KEYS = frozenset({*_MARK_KEYS, "full_stops", "consonants"})
_WORD_KEYS = ("never_end", "end_unless_number", "end_before_starter", "end_after_number", "end_unless_time", "can_end")
_ORDINALS = "dotted_numbers"
_LIST_KEYS = frozenset({*_WORD_KEYS, "starters", "opening_words", "time_words", "saying"})

_BETWEEN_PARTS = lazy(r"[. ]")
_WIDE_WIDTHS = frozenset("FHW")  # of East Asian marks, which are as wide as a mark and a space
_DOTS = ".․…"  # U+2024 is the Armenian full stop's look-alike
_INVISIBLE = "\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202c\u2060\u2069\ufe00-\ufe0f\ufeff"
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u2066-\u2068"  # marks that tell where a text in another direction begins
_NOTE = (
    r"\[\^[^\[\]\s]{1,99}\]"  # [^iv]
    r"|\[(?:\d{1,3}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[a-z*†‡])(?:\s?[,;–-]\s?\d{1,3}){0,9}\]"  # [3] [xvi] [3, 5]
    r"|\{fn\d{1,4}\}|<sup>[^<>]{1,20}</sup>|[¹²³⁰⁴-⁹]++"  # {fn1} is what a catalog shows for [^iv]
    r"|\[(?:…|\.{3})\]|\((?:…|\.{3})\)"  # […] stands for what was left out after the stop
)
_LINK_TARGET = r"\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])"
_WIDE_OPENING, _WIDE_CLOSING = "「『【《〈（〔［｛｢〝", "」』】》〉）〕］｝｣〞＂"
_CLOSING = rf"[\"'»›”’“″`)\]}}*_~{_INVISIBLE}]|\s[\"'»”](?=\s)|</[a-z]+>"
# At most 16, more than a real text has, so that the search stays linear in any text.
_OPENING = (
    rf"(?:\s++|[\"'«‹„“‘`(\[{{*_~\\¿¡#$€£₽֏№§@+…•·{_DIRECTIONS}]"
    r"|\.{3}|!(?=\[)|<[a-z][^<>]{0,200}>){0,16}+"
)
_DASH = r"(?P<dash>[-–—―−֊]++)?+"


class AbbreviationDot(NamedTuple):
    """A dot of an abbreviation with several: the parts before and after it, and the list that says what ends there. No
    sentence ends at a dot inside.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: str


class SentenceRules(NamedTuple):
    """The sentence rules of one language.

    `candidate` finds every stop that a word follows. Its groups are `marks` (the stop), `tail` (quotes, brackets and
    notes after it), `glued` (not None if neither white space nor a note separates the stop from the next word), `dash`
    and `following` (the next word; a single letter with its dot). `ends` are marks that end a sentence even before a
    small letter. `words` maps an abbreviation without its last dot to the list that it is in; `dots` has the dots of
    those of several parts, by the word before the dot. `starters` are words that
    begin a sentence; `opening` matches the first words of a sentence that cannot be complete yet. `times` go on with
    the time of day. A text with one of `full_stops` writes abbreviations, not ends, with the dot. `short` matches words
    with too few vowels; `dotted_numbers` tells that "3." is the third. `saying` matches the words after a quotation
    that tell who said it; `marked` are the names with a mark among `words`, Yahoo! `is_general` tells that the
    general rules are among these.
    """

    candidate: re.Pattern[str]
    ends: str
    words: dict[str, str]
    dots: dict[str, tuple[AbbreviationDot, ...]]
    starters: frozenset[str]
    opening: re.Pattern[str]
    times: frozenset[str]
    full_stops: str
    short: re.Pattern[str] | None
    dotted_numbers: bool
    saying: re.Pattern[str] | None
    marked: tuple[str, ...]
    is_general: bool = False


@remember
def list_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have rules, in alphabetical order."""
    return tuple(language.code for language in packs() if language.text(_FILE))


@remember
def load_rules(lang: str) -> SentenceRules:
    """Return the rules of a language: the general ones too if its pack names no marks. Raises TargmanError for what is
    not the code of a language.
    """
    if not lang or canonical(lang) != lang:
        known = ", ".join(list_languages())
        raise TargmanError(f"there is no language {lang!r}; there are rules for {known}, and codes such as de or pt-BR")
    table = load(lang).table(_PART)
    try:
        return compile_rules(table, {} if _MARK_KEYS & table.keys() else _read_general(lang))
    except TargmanError as error:
        raise error.at(f"languages/{lang}/{_FILE}") from None


def _read_general(lang: str) -> dict[str, Any]:
    """Return the rules for languages whose packs name no marks, with what is known of this one."""
    import tomllib  # noqa: PLC0415  slow to import

    table = tomllib.loads((get_data(__package__, _GENERAL) or b"").decode("utf-8"))
    own = table.get(lang.partition("-")[0], {})
    return {
        **table,
        **{key: table.get(key, []) + value if isinstance(value, list) else value for key, value in own.items()},
    }


def compile_rules(table: Mapping[str, Any], general: Mapping[str, Any]) -> SentenceRules:
    """Return the rules in the table of a language file, on top of general ones; raises TargmanError if a value is not
    valid.
    """
    for key, value in table.items():
        _check_key(key, value)
    data = {**general, **table}
    words = _index_words(general) | _index_words(table)
    return SentenceRules(
        candidate=_compile_candidate(data),
        ends=data.get("ends", ""),
        words=words,
        dots=_index_dots(_listed(general, table), words),
        starters=frozenset(data.get("starters", ())),
        opening=_compile_opening(data.get("opening_words", [])),
        times=frozenset(data.get("time_words", ())),
        full_stops=data.get("full_stops", ""),
        short=_compile_short(data.get("consonants", "")),
        dotted_numbers=data.get(_ORDINALS, False),
        saying=_compile_saying(data.get("saying", [])),
        marked=tuple(word for word in words if word.endswith(("!", "?"))),
        is_general=bool(general),
    )


def _check_key(key: str, value: object) -> None:
    if key in _TEXT_KEYS:
        if not isinstance(value, str):
            raise TargmanError(f'{key} must be marks between quotes, as in {key} = ".!?"')
    elif key == _ORDINALS:
        if not isinstance(value, bool):
            raise TargmanError(f"{key} must be true or false")
    elif key in _LIST_KEYS:
        if not isinstance(value, list) or not all(isinstance(word, str) and _bare(word) for word in value):
            raise TargmanError(f'{key} must be a list of words, as in {key} = ["etc.", "al."]')
    else:
        raise TargmanError(
            f"{key} is not known; write one of {', '.join(sorted(_TEXT_KEYS | _LIST_KEYS | {_ORDINALS}))}"
        )


def _index_words(data: Mapping[str, Any]) -> dict[str, str]:
    """Map every spelling of each abbreviation to the list that it is in."""
    listed: dict[str, str] = {}
    for key in _WORD_KEYS:
        for word in data.get(key, ()):
            bare = _bare(word)
            if listed.setdefault(bare, key) != key:
                raise TargmanError(f"{word} is both in {listed[bare]} and in {key}; take it out of one of them")
    # A word as listed takes precedence over a spelling of another: St. is a saint, st. may be a stanza.
    return {form: key for bare, key in listed.items() for form in _spellings(bare)} | listed


def _listed(*tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the abbreviations in the lists of some tables."""
    return (word for table in tables for key in _WORD_KEYS for word in table.get(key, ()))


def _bare(word: str) -> str:
    """Return an abbreviation without white space and its last dot, the key of `words`."""
    return "".join(word.split()).rstrip(".")


def _spellings(bare: str) -> tuple[str, ...]:
    """Return the other spellings of an abbreviation: Etc. and ETC. for etc., NO. for No., but not no. for No.

    Single letters have none: a capital "В" or "Т. Г." would be an initial.
    """
    if len(bare) == 1:
        return ()
    capital = bare[0].upper() + bare[1:]
    return (capital,) if "." in bare else (capital, bare.upper())


def _index_dots(listed: Iterable[str], words: Mapping[str, str]) -> dict[str, tuple[AbbreviationDot, ...]]:
    """Map the words before the dots of abbreviations of several parts to these dots; those inside come first, then
    those of the longest.
    """
    found: dict[str, set[AbbreviationDot]] = {}
    for word in listed:
        written = " ".join(word.split()).rstrip(".")
        for form in (written, written[0].upper() + written[1:]) if _BETWEEN_PARTS.search(written) else ():
            kind = words["".join(form.split())]
            parts = tuple(part.strip() for part in form.split(".") if part.strip())
            for count in range(1, len(parts) + 1):
                before, after = parts[:count], parts[count:]
                dot = AbbreviationDot(before=before, after=after, kind="never_end" if after else kind)
                found.setdefault(before[-1].split()[-1], set()).add(dot)
    return {
        word: tuple(sorted(dots, key=lambda dot: (not dot.after, -len("".join(dot.before)), dot)))
        for word, dots in found.items()
    }


def _compile_candidate(data: dict[str, Any]) -> re.Pattern[str]:
    marks = re.escape(data.get("ends", "") + data.get("ends_before_capital", ""))
    glue = re.escape(data.get("ends_without_space", ""))
    closing, opening, wide = _CLOSING, _OPENING, ""
    if any(map(is_wide, data.get("ends_without_space", ""))):
        closing, opening = closing.replace("[", f"[{_WIDE_CLOSING}", 1), opening.replace("[", f"[{_WIDE_OPENING}", 1)
        wide = f"|(?<=[{_WIDE_CLOSING}”’\"'\\])])"
    starters = "|".join(map(re.escape, data.get("starters", [])))
    # Led by a set of characters, for which the search has a quick way.
    first = rf"[{_DOTS}{marks}](?:(?<=[{marks}…])|(?=[{_DOTS}{marks}]))"
    run = f"[{_DOTS}{marks}]"
    # One search for a whole run of stops, none inside it; and none for a mark in brackets, as in (!) or […].
    whole_run = rf"(?<!{run}(?s:.))(?!(?<=[(\[](?s:.)){run}*+[)\]]){run}*+"
    ratio = r"(?!(?<=\d\s:)\s*+\d)"  # 1 : 50 000
    # Notes of a pasted text, their markers now plain numbers: "minority rights.4 Even though".
    number = rf"(?:(?<!\d\.)|\s)\d{{1,3}}(?=\s++(?:{starters})\b)" if starters else "(?!)"
    tail = rf"(?:{_LINK_TARGET}|{closing}|\s*+(?:{_NOTE})|{number})*+"
    glued = rf"(?P<glued>(?<=[{glue}]){wide})" if glue else r"(?P<glued>(?!))"
    parted = rf"(?:(?=\s|<br\b)|(?<=[\]}}>¹²³⁰⁴-⁹])|{glued})"
    following = rf"(?={opening}{_DASH}{opening}(?P<following>[^\W_](?:\w++|\.?)))"
    return re.compile(rf"(?P<marks>{first}{whole_run}){ratio}(?P<tail>{tail}){parted}{following}")


def _compile_opening(words: list[str]) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"[\W_]*+(?:{'|'.join(map(re.escape, words))})(?:\s++\S++){{0,4}}\s*+")


def _compile_short(consonants: str) -> re.Pattern[str] | None:
    """Return a pattern for short words of consonants alone, but for those where r or l is the vowel."""
    letters = re.escape(consonants)
    return re.compile(rf"(?i:(?![{letters}]+[rlрл][{letters}])[{letters}])[{letters}]{{0,3}}") if consonants else None


def _compile_saying(verbs: list[str]) -> re.Pattern[str] | None:
    """Return a pattern for the words after a quotation up to a verb of saying, the fourth word at most."""
    if not verbs:
        return None
    found = "|".join(map(re.escape, verbs))
    if is_wide(verbs[0]):
        return re.compile(rf"\W*+\w{{0,6}}?(?:{found})")  # no spaces between words
    return re.compile(rf"\W*+(?:\w++\W{{1,2}}){{0,3}}?(?:{found})\b(?![^.!?؟«»\"“”:]{{0,20}}+:)")


def is_wide(text: str) -> bool:
    """Tell whether a text begins with a character of East Asian width."""
    return east_asian_width(text[0]) in _WIDE_WIDTHS
