"""The codes of findings: how serious each is unless the configuration says otherwise, and what it is about.

How the rules' messages call things: a placeholder, a word of the texts, one of several.

Entries that a translator excuses from rules with a comment: `# targman: ignore numbers, quotes`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import reduce
from types import MappingProxyType

from pipeline.model import Finding, Message, Placeholder, PlaceholderKind, Severity, Value

OFF = "off"
LEVELS = (*Severity, OFF)
"""What a configuration may say about a code."""

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCode:
    """What the findings of one code are about. One that is `fixed` tells what became of an edition and cannot be
    switched off.
    """

    severity: Severity
    summary: str
    fixed: bool = False


def _codes(*rows: tuple[str, Severity, str], fixed: bool = False) -> dict[str, CheckCode]:
    return {name: CheckCode(severity=severity, summary=summary, fixed=fixed) for name, severity, summary in rows}


CODES: Mapping[str, CheckCode] = MappingProxyType(
    _codes(
        ("note-missing", _E, "a note reference of the source is missing"),
        ("note-doubled", _E, "a note reference stands more than once"),
        ("note-invented", _E, "the source has no such note reference"),
        ("note-place", _W, "a note reference stands in code, in the words of a link or in an own note"),
        ("note-order", _H, "the notes stand in another order than in the source"),
        ("note-untranslated", _H, "the sentence is translated and the text of its note is not"),
        ("note-own", _H, "a translator's note in the text instead of `^[…]`, or marked twice"),
        ("placeholder-missing", _E, "a link target, an image or kept text is missing"),
        ("placeholder-doubled", _E, "a placeholder stands more than once"),
        ("placeholder-invented", _E, "the source has no such placeholder"),
        ("placeholder-place", _W, "a placeholder stands in code or in an own note"),
        ("placeholder-spelling", _H, "a placeholder is misspelt; it was read as what it must be"),
        ("placeholder-unread", _W, "something looks like a placeholder, and nobody can tell which"),
        ("link-empty", _E, "a link has no words"),
        ("link-edition", _W, "a link to another article leads out of the editions in this language"),
        ("term-missing", _W, "a term of the source that is not called what the glossary calls it"),
        ("term-forbidden", _W, "a name that the house does not want"),
        ("numbers", _E, "a number is another one than in the source"),
        ("numbers-missing", _W, "a number of the source is missing"),
        ("numbers-added", _W, "a number that the source has not"),
        ("numbers-percent", _W, "percent in one text and not in the other"),
        ("numbers-currency", _W, "another currency than in the source"),
        ("numbers-format", _H, "a number written as another language writes it"),
        ("letters", _E, "letters of another script that look alike in a word, a Roman numeral or an initial"),
        ("armenian-stop", _H, "a colon typed for the Armenian full stop"),
        ("armenian-point", _W, "a full stop of another language at the end of an Armenian sentence"),
        ("armenian-marks", _W, "? or ! in Armenian, or ՞ ՜ ՛ not on a vowel"),
        ("armenian-yev", _H, "եւ typed for և"),
        ("quotes-balance", _W, "a quotation mark without its counterpart"),
        ("quotes-across", _H, "a quotation that ends in another sentence than in the source"),
        ("quotes-lost", _W, "the source has a quotation and the translation has none"),
        ("quotes-style", _H, "quotation marks of another language"),
        ("dashes", _H, "a hyphen typed for a dash"),
        ("spaces-double", _H, "more spaces than one"),
        ("spaces-before", _H, "a space before punctuation or inside brackets"),
        ("spaces-after", _H, "no space after punctuation"),
        ("spaces-fixed", _H, "a space at which a line should not break"),
        ("ellipsis", _H, "dots typed for an ellipsis"),
        ("doubled-word", _W, "the same word twice in a row"),
        ("doubled-mark", _W, "the same punctuation mark twice"),
        ("untranslated", _E, "the translation is the source, or has a sentence of it"),
        ("leftover", _W, "words in the script of the source"),
        ("length", _W, "the translation is much too short or too long for the source"),
        ("two-ways", _H, "the same source is translated in two ways"),
        ("alike", _W, "two different sources have the same translation"),
        ("end-mark", _W, "the sentence ends with another mark than the source"),
        ("emphasis", _W, "marks of emphasis that no longer go in pairs"),
        ("brackets", _W, "a bracket without its counterpart"),
        ("article-glued", _W, "the source has no space between a note reference and the next word"),
        ("article-undefined", _W, "the source refers to a note that is not defined"),
        ("article-unused", _W, "the source has a note that nothing refers to"),
        ("article-twice", _W, "the source defines a note more than once"),
        ("ignore-unknown", _H, "a remark excuses an entry from a rule that does not exist"),
    )
    | _codes(
        ("fold", _E, "a sentence cannot be folded into the one before it"),
        ("structure", _E, "the translation would break the structure of the article"),
        ("link-target", _E, "a link target that cannot be used"),
        ("out-of-step", _W, "texts of the article are not in the catalog"),
        ("page-notes", _E, "the notes on the finished page are not those of the article"),
        ("note-absent", _E, "an edition lacks a note that the others have"),
        ("note-references", _W, "editions refer to a note unequally often"),
        ("note-target", _H, "a note leads elsewhere than in another edition"),
        fixed=True,
    )
)


def make_finding(
    code: str,
    template: str,
    /,
    *,
    replacement: str | None = None,
    severity: Severity | None = None,
    **values: Value,
) -> Finding:
    """A finding with its usual severity. Its message is the template with the values; a template is a sentence of its
    own, whose translations are in `locales/LANG/LC_MESSAGES/targman.po`.
    """
    return Finding(
        rule=code,
        severity=severity or CODES[code].severity,
        message=Message.create(template, **values),
        replacement=replacement,
    )


def expand_name(name: str) -> tuple[str, ...]:
    """The codes that a name stands for: itself, and those of a family (`note` for `note-missing` …); none where it is
    unknown or cannot be switched.
    """
    return tuple(code for code in _SWITCHABLE if code == name or code.startswith(f"{name}-"))


_SWITCHABLE = tuple(name for name, code in CODES.items() if not code.fixed)


def list_names() -> tuple[str, ...]:
    """All names that a configuration or a remark may use: the codes and the families, in alphabetical order."""
    families = [code.partition("-")[0] for code in _SWITCHABLE]
    shared = {family for family in families if families.count(family) > 1}
    return tuple(sorted({*_SWITCHABLE, *shared}))


def resolve_levels(settings: Mapping[str, str]) -> dict[str, str]:
    """The severity, or `off`, of every code that the settings name; a code's own setting counts before its family's."""
    found: dict[str, str] = {}
    for name in sorted(settings, key=len):
        found |= dict.fromkeys(expand_name(name), settings[name])
    return found


def apply_levels(findings: Iterable[Finding], changed: Mapping[str, str]) -> Iterator[Finding]:
    """The findings with what `levels` says of their codes: without those that are off, the others as serious."""
    for item in findings:
        level = changed.get(item.rule)
        if level is None:
            yield item
        elif level != OFF:
            yield replace(item, severity=Severity(level))


_MAX_SHOWN = 60


def write_name(name: str) -> str:
    """A placeholder as it is written."""
    return f"{{{name}}}"


def describe_placeholder(item: Placeholder) -> str | Message:
    """A placeholder by its name, and by the beginning of what it stands for where that tells more."""
    shown = item.description if len(item.description) <= _MAX_SHOWN else item.description[:_MAX_SHOWN].rstrip() + "…"
    name = write_name(item.name)
    return Message.create("{name} (“{shown}”)", name=name, shown=shown) if shown else name


def quote(text: str) -> Message:
    """A text in quotation marks."""
    return Message.create("“{text}”", text=text)


def join_alternatives(texts: Sequence[str]) -> Message:
    """One or more texts, of which one is meant."""
    return reduce(lambda one, other: Message.create("{one} or {other}", one=one, other=other), map(quote, texts))


def is_note_name(name: str) -> bool:
    """Whether a placeholder's name is that of a note reference."""
    return name.startswith(PlaceholderKind.NOTE)


_IGNORE_REMARK = re.compile(r"^\s*targman:\s*ignore\b[:\s]*(.*)$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,;]+")


def ignored_codes(remarks: Sequence[str]) -> frozenset[str]:
    """The codes from which an entry with these remarks is excused."""
    return frozenset(code for name in _ignored_names(remarks) for code in expand_name(name))


def check_ignored_names(remarks: Sequence[str]) -> Iterator[Finding]:
    """The names in remarks that are no rule's."""
    for name in _ignored_names(remarks):
        if not expand_name(name):
            near = get_close_matches(name, list_names(), 1)
            meant = (
                Message.create("Did you mean “{name}”?", name=near[0])
                if near
                else Message.create("There are: {names}.", names=list_names())
            )
            yield make_finding("ignore-unknown", "there is no rule “{name}” to ignore. {meant}", name=name, meant=meant)


def _ignored_names(remarks: Sequence[str]) -> list[str]:
    found = (_IGNORE_REMARK.match(line) for remark in remarks for line in remark.splitlines())
    return [name.lower() for match in found if match for name in _SEPARATORS.split(match[1]) if name]
