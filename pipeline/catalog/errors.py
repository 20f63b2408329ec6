"""Diagnose what is wrong with a PO file: a slow, careful look, taken once the fast grammar has failed.

Every error says on which line the fault is and what a person can do about it.
"""

import re

from pipeline.catalog.grammar import BLANK, COMMENTS, ESCAPE, STRING
from pipeline.errors import CatalogError
from pipeline.model import Entry
from pipeline.patterns import lazy

CONFLICT_MARK = "#-#-#-#-#"
"""Part of the lines between which `msgcat` puts translations that contradict each other."""

LINE = lazy(rf"{BLANK}*+(?P<obsolete>\#~{BLANK}*+)?+(?P<word>[^\s\"\#|]*+){BLANK}*+(?P<rest>[^\n]*)")
"""A line of an entry: whether it is obsolete, its keyword if it has one, and the quoted strings or the comment."""

_CONFLICT_TEXT = lazy(rf"{CONFLICT_MARK}  .+  {CONFLICT_MARK}")
_CONFLICT = lazy(r"(?:<{7,}|={7,}|>{7,}|\|{7,})(?![<=>|])")
_STRINGS = lazy(rf"(?:{STRING}{BLANK}*+)*+")
_ANY_STRING = lazy(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_BACKSLASH = lazy(r"\\.")
_PLURAL = lazy(r"msgstr\[\d\]")
_FOLLOWERS = {
    "": ("msgctxt", "msgid"),
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("msgstr[]",),
    "msgstr": ("msgctxt", "msgid"),
    "msgstr[]": ("msgstr[]", "msgctxt", "msgid"),
}
_MISSING = {"msgctxt": "msgid", "msgid": "msgstr", "msgid_plural": "msgstr[0]"}
_NO_ENTRY = "this is not an entry of a PO file: compare the file with an older copy, and correct or delete the line"
_MAX_EXCERPT = 30


def syntax_error(rest: str, line: int) -> CatalogError:
    """Return the error for the rest of a file, from `line` on, which does not begin with an entry."""
    if COMMENTS.fullmatch(rest):
        return CatalogError(
            "the comments at the end belong to no entry, and gettext would drop them: the file may have been cut off; "
            "if it is complete, delete them or move them above an entry",
            line=line + rest[: rest.index("#")].count("\n"),
        )
    last = line + rest.removesuffix("\n").count("\n")
    return find_syntax_error(rest, line) or CatalogError(_NO_ENTRY, line=last)


def find_syntax_error(text: str, line: int = 1, *, plurals: bool = False) -> CatalogError | None:
    """Return the error for the first line of a text that cannot stand where it does, or None.

    The text begins between two entries, on line number `line` of its file. With `plurals`, plural entries are right.
    """
    word, obsolete = "", False
    lines = text.removesuffix("\n").split("\n")
    for number, written in enumerate(lines, line):
        found = LINE.match(written)
        if found is None or (message := _line_error(found, word, obsolete=obsolete, plurals=plurals)):
            return CatalogError(message if found else _NO_ENTRY, line=number)
        if found["word"]:
            word, obsolete = _keyword(found["word"]), found["obsolete"] is not None
        elif found["rest"].startswith("#") and word.startswith("msgstr"):
            word = ""
    return CatalogError(_incomplete_error(word), line=line + len(lines) - 1) if word in _MISSING else None


def _keyword(word: str) -> str:
    return "msgstr[]" if _PLURAL.fullmatch(word) else word


def _line_error(found: re.Match[str], before: str, *, obsolete: bool, plurals: bool) -> str:
    """Return what is wrong with a line after the keyword `before`, or an empty string."""
    word, rest = found["word"], found["rest"]
    if _CONFLICT.match(found[0]):
        return (
            "there is a conflict marker, which a merge left behind: keep one of the two versions between <<<<<<< and "
            ">>>>>>>, and delete the other one and the markers"
        )
    if not word and (not rest or rest.startswith(("#", "|"))):
        return _incomplete_error(before) if rest and before in _MISSING else ""
    within = before in _MISSING or (bool(before) and _keyword(word) not in {"msgctxt", "msgid"})
    if within and obsolete != (found["obsolete"] is not None):
        return "some lines of this entry begin with #~ and others do not: an obsolete entry has it on all of its lines"
    return _keyword_error(word, before, rest, plurals=plurals) or _string_error(word, rest)


def _keyword_error(word: str, before: str, rest: str, *, plurals: bool) -> str:
    if not plurals and (word == "msgid_plural" or word.startswith("msgstr[")):
        return "plural entries are not read, for articles have none: give the entry one msgid and one msgstr"
    if word == "domain":
        return "domain lines are not read, for every article has a catalog of its own: delete the line"
    if not word and not (before and rest.startswith('"')):
        return f"the text {_excerpt(rest)} belongs to no msgid or msgstr: put its keyword before it, or delete it"
    if word and _keyword(word) not in _FOLLOWERS:
        return f"{_excerpt(word)} is not a keyword (msgctxt, msgid, msgstr; # before comments): correct or delete it"
    if word and _keyword(word) not in _FOLLOWERS[before]:
        return _incomplete_error(before) if before else f"{word} has no msgid before it: the entry is incomplete"
    return ""


def _string_error(word: str, rest: str) -> str:
    read = _STRINGS.match(rest)
    left = rest[read.end() :] if read else rest
    if not left:
        return ""
    if not left.startswith('"'):
        if left == rest:
            return f'the text after {word} is not in quotes: write {word} "…"'
        return f"after the closing quote comes {_excerpt(left)}: put a backslash before quotes inside the text"
    if not (closed := _ANY_STRING.match(left)):
        return "the closing quote is missing: the text has to end on its line; the file may have been cut off here"
    escape = next(
        (found[0] for found in _BACKSLASH.finditer(closed[0]) if not ESCAPE.match(found.string, found.start())), ""
    )
    return f"{escape} is not an escape that gettext reads: for a backslash write two of them"


def _incomplete_error(word: str) -> str:
    if not (missing := _MISSING.get(word, "")):
        return _NO_ENTRY
    return f"{word} is not followed by its {missing}: the entry is incomplete, and the file may have been cut off here"


def _excerpt(text: str) -> str:
    return f"“{text}”" if len(text) <= _MAX_EXCERPT else f"“{text[:_MAX_EXCERPT]}…”"


def refuse_duplicates(entries: tuple[Entry, ...]) -> None:
    """Raise CatalogError for the second of two entries with the same context and source, the header's included."""
    if len({(entry.context, entry.source) for entry in entries}) == len(entries):
        return
    seen: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault((entry.context, entry.source), entry)
        if first is not entry:
            where = f", first at line {first.line}" if first.line else ""
            raise CatalogError(
                f"the entry {_excerpt(entry.source)} is there twice{where}: gettext refuses a second one with the same "
                "msgctxt and msgid, obsolete ones included; keep the better translation and delete the other entry",
                line=entry.line,
            )


def refuse_conflict_text(entries: tuple[Entry, ...]) -> None:
    """Raise CatalogError where `msgcat` joined translations, with lines such as `#-#-#-#-#  file.po  #-#-#-#-#`."""
    for entry in entries:
        for text in (*entry.remarks, *entry.comments, *entry.target.split("\n")):
            if is_conflict_text(text) and text not in entry.source:
                raise CatalogError(
                    "msgcat has put several translations into one here, between lines of #-#-#-#-#: choose one, and "
                    "delete those lines",
                    line=entry.line,
                )


def is_conflict_text(line: str) -> bool:
    """Tell whether a line is one of those that `msgcat` puts between joined translations."""
    return _CONFLICT_TEXT.fullmatch(line) is not None
