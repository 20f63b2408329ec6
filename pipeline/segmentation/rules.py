"""Sentence rules of a language, read once from its `sentences.toml` and compiled to regular expressions."""

import re
from typing import Any, NamedTuple

from pipeline.errors import TargmanError
from pipeline.languages import load, packs, remember
from pipeline.languages.tags import canonical

_FILE = "sentences.toml"
_BY_PUNCTUATION = 'ends = "։。！？।॥።။។؟۔"\nends_before_capital = "!?‼⁇⁈⁉"'
_MARK_KEYS = frozenset({"ends", "ends_before_capital", "ends_without_space"})
_WORD_KEYS = ("never_end", "end_unless_number", "end_before_starter", "end_after_number", "can_end")
_LIST_KEYS = frozenset({*_WORD_KEYS, "starters", "opening_words"})

_DOTS = ".․…"  # U+2024 is the Armenian full stop's look-alike
_INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
_NOTE = (
    r"\[\^[^\[\]\s]{1,99}\]"  # [^iv]
    r"|\[(?:\d{1,3}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[a-z*†‡])(?:\s?[,;–-]\s?\d{1,3}){0,9}\]"  # [3] [xvi] [3, 5]
    r"|\{fn\d{1,4}\}|<sup>[^<>]{1,20}</sup>|[¹²³⁰⁴-⁹]++"  # {fn1} is what a catalog shows for [^iv]
    r"|\[(?:…|\.{3})\]|\((?:…|\.{3})\)"  # […] stands for what was left out after the stop
)
_LINK_TARGET = r"\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])"
_CLOSING = rf"[\"'»›”’“″`)\]}}*_~{_INVISIBLE}]|\s[\"'»”](?=\s)|</[a-z]+>"
# At most 16, more than a real text has, so that the search stays linear in any text.
_OPENING = r"(?:\s++|[\"'«‹„“‘`(\[{*_~\\¿¡#$€£₽֏№§@+…•·]|\.{3}|!(?=\[)|<[a-z][^<>]{0,200}>){0,16}+"
_DASH = r"(?P<dash>[-–—―−֊]++)?+"


class SentenceRules(NamedTuple):
    """The sentence rules of one language.

    `candidate` finds every stop that a word follows. Its groups are `marks` (the stop), `tail` (quotes, brackets and
    notes after it), `glued` (not None if neither white space nor a note separates the stop from the next word), `dash`
    and `following` (the next word; a single letter with its dot). `ends` are marks that end a sentence even before a
    small letter. `words` maps an abbreviation without its last dot to the list that it is in. `starters` are words that
    begin a sentence; `opening` matches the first words of a sentence that cannot be complete yet.
    """

    candidate: re.Pattern[str]
    ends: str
    words: dict[str, str]
    starters: frozenset[str]
    opening: re.Pattern[str]


@remember
def list_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have rules, in alphabetical order."""
    return tuple(language.code for language in packs() if language.text(_FILE))


@remember
def load_rules(lang: str) -> SentenceRules:
    """Return the rules of a language; without any of its own, those by punctuation alone. Raises TargmanError for what
    is not the code of a language.
    """
    if not lang or canonical(lang) != lang:
        known = ", ".join(list_languages())
        raise TargmanError(f"there is no language {lang!r}; there are rules for {known}, and codes such as de or pt-BR")
    import tomllib  # noqa: PLC0415  slow to import, and needed only when there is text to segment

    try:
        return parse_table(load(lang).table("sentences") or tomllib.loads(_BY_PUNCTUATION))
    except TargmanError as error:
        raise error.at(f"languages/{lang}/{_FILE}") from None


def parse_rules(source: str) -> SentenceRules:
    """Return the rules in the text of a language file; raises TargmanError if it is not valid."""
    import tomllib  # noqa: PLC0415  slow to import, and needed only when there is text to segment

    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TargmanError(f"not valid TOML: {error}") from None
    return parse_table(data)


def parse_table(data: dict[str, Any]) -> SentenceRules:
    """Return the rules in the table of a language file; raises TargmanError if it is not valid."""
    for key, value in data.items():
        _check_key(key, value)
    return SentenceRules(
        candidate=_compile_candidate(data),
        ends=data.get("ends", ""),
        words=_index_words(data),
        starters=frozenset(data.get("starters", ())),
        opening=_compile_opening(data.get("opening_words", [])),
    )


def _check_key(key: str, value: object) -> None:
    if key in _MARK_KEYS:
        if not isinstance(value, str):
            raise TargmanError(f'{key} must be marks between quotes, as in {key} = ".!?"')
    elif key in _LIST_KEYS:
        if not isinstance(value, list) or not all(isinstance(word, str) and _bare(word) for word in value):
            raise TargmanError(f'{key} must be a list of words, as in {key} = ["etc.", "al."]')
    else:
        raise TargmanError(f"{key} is not known; write one of {', '.join(sorted(_MARK_KEYS | _LIST_KEYS))}")


def _index_words(data: dict[str, Any]) -> dict[str, str]:
    """Map every spelling of each abbreviation to the list that it is in."""
    listed: dict[str, str] = {}
    for key in _WORD_KEYS:
        for word in data.get(key, ()):
            bare = _bare(word)
            if listed.setdefault(bare, key) != key:
                raise TargmanError(f"{word} is both in {listed[bare]} and in {key}; take it out of one of them")
    # A word as listed takes precedence over a spelling of another: St. is a saint, st. may be a stanza.
    return {form: key for bare, key in listed.items() for form in _spellings(bare)} | listed


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


def _compile_candidate(data: dict[str, Any]) -> re.Pattern[str]:
    marks = re.escape(data.get("ends", "") + data.get("ends_before_capital", ""))
    glue = re.escape(data.get("ends_without_space", ""))
    starters = "|".join(map(re.escape, data.get("starters", [])))
    first = rf"(?:[{marks}…]|[{_DOTS}](?=[{_DOTS}{marks}]))"
    run = f"[{_DOTS}{marks}]"
    # One search for a whole run of stops, none inside it; and none for a mark in brackets, as in (!) or […].
    whole_run = rf"(?<!{run}(?s:.))(?<![(\[](?s:.)){run}*+"
    ratio = r"(?!(?<=\d\s:)\s*+\d)"  # 1 : 50 000
    # Notes of a pasted text, their markers now plain numbers: "minority rights.4 Even though".
    number = rf"(?:(?<!\d\.)|\s)\d{{1,3}}(?=\s++(?:{starters})\b)" if starters else "(?!)"
    tail = rf"(?:{_LINK_TARGET}|{_CLOSING}|\s*+(?:{_NOTE})|{number})*+"
    glued = rf"(?P<glued>(?<=[{glue}]))" if glue else r"(?P<glued>(?!))"
    parted = rf"(?:(?=\s)|(?<=[\]}}>¹²³⁰⁴-⁹])|{glued})"
    following = rf"(?={_OPENING}{_DASH}{_OPENING}(?P<following>[^\W_](?:\w++|\.?)))"
    return re.compile(rf"(?P<marks>{first}{whole_run}){ratio}(?P<tail>{tail}){parted}{following}")


def _compile_opening(words: list[str]) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"[\W_]*+(?:{'|'.join(map(re.escape, words))})(?:\s++\S++){{0,3}}\s*+")
