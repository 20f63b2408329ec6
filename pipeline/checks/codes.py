"""The codes of findings, with their severities; how messages name placeholders; the rules that a translator silences.

A translator silences rules for an entry with a comment: `# targman: ignore numbers, quotes`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import reduce
from types import MappingProxyType

from pipeline.frozen import dataclass
from pipeline.model import Finding, Message, Placeholder, PlaceholderKind, Severity, Value
from pipeline.patterns import lazy

OFF = "off"
LEVELS = (*Severity, OFF)
"""The values that the settings may have for a code."""

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCode:
    """A code; a `fixed` one reports what happened to an edition and cannot be switched off."""

    severity: Severity
    summary: str
    fixed: bool = False


def _codes(*rows: tuple[str, Severity, str], fixed: bool = False) -> dict[str, CheckCode]:
    return {name: CheckCode(severity=severity, summary=summary, fixed=fixed) for name, severity, summary in rows}


CODES: Mapping[str, CheckCode] = MappingProxyType(
    _codes(
        ("note-missing", _E, "a note reference of the source is missing"),
        ("note-doubled", _E, "a note reference occurs more than once"),
        ("note-invented", _E, "the source has no such note reference"),
        (
            "note-place",
            _W,
            "a note reference is before the first word, in code, in the words of a link or in a translator's own note",
        ),
        ("note-order", _H, "the notes are in another order than in the source"),
        ("note-untranslated", _H, "the sentence is translated, but the text of its note is not"),
        ("note-own", _H, "a translator's note in the text instead of `^[…]`, or marked twice"),
        ("placeholder-missing", _E, "a link target, an image or kept text is missing"),
        ("placeholder-doubled", _E, "a placeholder occurs more than once"),
        ("placeholder-invented", _E, "the source has no such placeholder"),
        ("placeholder-place", _W, "a placeholder is in code or in a translator's own note"),
        ("placeholder-spelling", _H, "a placeholder is misspelled; it was understood"),
        ("placeholder-unread", _W, "something looks like a placeholder, but it is unclear which"),
        ("link-empty", _E, "a link has no words"),
        ("link-missing", _W, "a link that the source has as HTML is missing"),
        ("link-dead", _W, "an address that does not answer any more (only with --links)"),
        ("link-moved", _H, "an address whose page has moved for good (only with --links)"),
        ("link-unanswered", _H, "an address that nobody knows to be right or wrong (only with --links)"),
        ("link-edition", _W, "a link to another article leads out of the editions in this language"),
        ("address-scheme", _W, "an address without its beginning, or with a slip in it"),
        ("address-local", _W, "an address on a single computer or in a private network"),
        ("address-slip", _W, "an address that differs from the source's in a letter or two"),
        ("address-host", _W, "an address on another site than the source's"),
        ("address-edition", _W, "an address of this site in another language, though the page is in this one"),
        ("term-missing", _W, "a term of the source without the glossary's translation"),
        ("term-added", _H, "a term of the glossary that the source does not have"),
        ("term-forbidden", _W, "a name that the glossary forbids"),
        ("numbers", _E, "a number differs from the source"),
        ("numbers-missing", _W, "a number of the source is missing"),
        ("numbers-added", _W, "a number that the source does not have"),
        ("numbers-unit", _E, "a number with another unit than in the source"),
        ("numbers-points", _E, "percentage points in one text, percent in the other"),
        ("numbers-sign", _E, "a number that is negative in one text only"),
        ("numbers-percent", _W, "a percentage in one text, but not in the other"),
        ("numbers-currency", _W, "another currency than in the source"),
        ("numbers-format", _H, "a number written as another language writes it"),
        ("dates", _E, "another month than in the source, or days that changed places"),
        ("dates-weekday", _E, "another weekday than in the source"),
        ("dates-century", _E, "another century than in the source"),
        ("dates-missing", _W, "a month or a weekday of the source is missing"),
        ("dates-added", _W, "a month or a weekday that the source does not have"),
        ("times", _E, "a time in the other half of the day"),
        ("letters", _E, "letters of another script that look alike in a word, a Roman numeral or an initial"),
        ("armenian-stop", _H, "a colon typed for the Armenian full stop"),
        ("armenian-point", _W, "a full stop of another language at the end of an Armenian sentence"),
        ("armenian-marks", _W, "? or ! in Armenian, or ՞ ՜ ՛ not on a vowel"),
        ("armenian-yev", _H, "եւ typed for և"),
        ("armenian-backtick", _W, "a backtick typed for ՝ or ՛"),
        ("quotes-balance", _W, "a quotation mark without its counterpart"),
        ("quotes-across", _H, "a quotation that ends in another sentence than in the source"),
        ("quotes-lost", _W, "the source has a quotation, but the translation has none"),
        ("quotes-style", _H, "quotation marks of another language"),
        ("dashes", _H, "a hyphen typed for a dash"),
        ("spaces-double", _H, "several spaces"),
        ("spaces-before", _H, "a space before punctuation or inside brackets"),
        ("spaces-after", _H, "no space after punctuation"),
        ("spaces-fixed", _H, "a space at which a line should not break"),
        ("spaces-invisible", _W, "a character of no width in a word or at a mark"),
        ("direction", _W, "a mark of writing direction without its counterpart"),
        ("hyphenated", _W, "a word that a line end divided"),
        ("ellipsis", _H, "dots typed for an ellipsis"),
        ("doubled-word", _W, "the same word twice in a row"),
        ("sentence-twice", _W, "the same sentence twice"),
        ("doubled-mark", _W, "the same punctuation mark twice"),
        ("untranslated", _E, "the translation is the source, or contains a sentence of it"),
        ("leftover", _W, "words in the script of the source"),
        ("reviewer", _W, "a translation was reviewed by somebody who may not review this edition"),
        ("language", _W, "a translation in another script than the edition's"),
        ("credit", _H, "a program signed the catalog, or nobody did"),
        ("length", _W, "the translation is much too short or too long for the source"),
        ("omission", _W, "a part of the source seems to be missing"),
        ("two-ways", _H, "the same source is translated in two ways"),
        ("alike", _W, "two different sources have the same translation"),
        ("shared-entry", _H, "a short text is a table cell and something else, with one entry for both"),
        ("end-mark", _W, "the sentence ends with another mark than the source"),
        ("emphasis", _W, "marks of emphasis that are no longer paired"),
        ("brackets", _W, "a bracket without its counterpart"),
        ("article-glued", _W, "the source has no space between a note reference and the next word"),
        ("article-hyphenated", _W, "a word of the source that a line end divided"),
        ("article-picture", _W, "the text of a picture in the source begins with ^, as a note does"),
        ("article-undefined", _W, "the source refers to a note that is not defined"),
        ("article-unused", _W, "the source has a note that nothing refers to"),
        ("article-twice", _W, "the source defines a note more than once"),
        ("article-literal", _H, "a part of the source that stays as it is in all editions has words"),
        ("article-syntax", _H, "a line of the source looks like the syntax of a site, and is offered as text"),
        ("article-front-matter", _H, "the source begins with front matter in a form that is text in Markdown"),
        ("article-anchor", _W, "the source links to a heading that is not there"),
        ("ignore-unknown", _H, "a remark silences a rule that does not exist"),
    )
    | _codes(
        ("fold", _E, "a sentence cannot be folded into the one before it"),
        ("structure", _E, "the translation would break the structure of the article"),
        ("link-target", _E, "a link target that cannot be used"),
        ("out-of-step", _W, "texts of the article are not in the catalog"),
        ("page-notes", _E, "the notes on the finished page are not those of the article"),
        ("note-absent", _E, "an edition lacks a note that the others have"),
        ("note-references", _W, "editions refer to a note a different number of times"),
        ("note-target", _H, "a note leads to another address than in other editions"),
        fixed=True,
    )
)


def make_finding(
    code: str, template: str, /, *, replacement: str | None = None, severity: Severity | None = None, **values: Value
) -> Finding:
    """Return a finding, by default with the severity of its code; `locales` have the template's translations."""
    message = Message.create(template, **values)
    return Finding(rule=code, severity=severity or CODES[code].severity, message=message, replacement=replacement)


def expand_name(name: str) -> tuple[str, ...]:
    """Return the codes that a name stands for: itself, or a family (`note`); none if it cannot be switched off."""
    return tuple(code for code in _SWITCHABLE if code == name or code.startswith(f"{name}-"))


_SWITCHABLE = tuple(name for name, code in CODES.items() if not code.fixed)


def list_names() -> tuple[str, ...]:
    """Return all names that settings and remarks may use: the codes and the families, in alphabetical order."""
    families = [code.partition("-")[0] for code in _SWITCHABLE]
    shared = {family for family in families if families.count(family) > 1}
    return tuple(sorted({*_SWITCHABLE, *shared}))


def resolve_levels(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the severity, or `off`, of every code that the settings name; a code takes precedence over its family."""
    found: dict[str, str] = {}
    for name in sorted(settings, key=len):
        found |= dict.fromkeys(expand_name(name), settings[name])
    return found


def apply_levels(findings: Iterable[Finding], changed: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the findings with the severities of `changed`, without those that are off."""
    for item in findings:
        level = changed.get(item.rule)
        if level is None:
            yield item
        elif level != OFF:
            yield replace(item, severity=Severity(level))


def write_name(name: str) -> str:
    """Return a placeholder as it is written, in braces."""
    return f"{{{name}}}"


def describe_placeholder(item: Placeholder) -> str | Message:
    """Return a placeholder's name, with the beginning of its meaning if that tells more."""
    name, shown = write_name(item.name), shorten(item.description)
    return Message.create("{name} (“{shown}”)", name=name, shown=shown) if shown else name


def write_reference(item: Placeholder) -> str:
    """Return a note's reference as the article has it; of a note within its sentence, the beginning."""
    return shorten(item.source) if item.is_inline_note else f"[^{item.label}]"


def shorten(text: str) -> str:
    """Return a text of at most 60 characters and an ellipsis, for messages."""
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"  # noqa: PLR2004


def quote(text: str) -> Message:
    """Return a text in quotation marks."""
    return Message.create("“{text}”", text=text)


def join_alternatives(texts: Sequence[str]) -> Message:
    """Join texts as alternatives."""
    return reduce(lambda one, other: Message.create("{one} or {other}", one=one, other=other), map(quote, texts))


def is_note_name(name: str) -> bool:
    """Tell whether a placeholder's name is that of a note reference."""
    return name.startswith(PlaceholderKind.NOTE)


_IGNORE_REMARK = lazy(r"^\s*targman:\s*ignore\b[:\s]*(.*)$", re.IGNORECASE)
_SEPARATORS = lazy(r"[\s,;]+")


def ignored_codes(remarks: Sequence[str]) -> frozenset[str]:
    """Return the codes that these remarks of an entry silence."""
    return frozenset(code for name in _ignored_names(remarks) for code in expand_name(name))


def check_ignored_names(remarks: Sequence[str]) -> Iterator[Finding]:
    """Find names in remarks that are not those of a rule."""
    for name in _ignored_names(remarks):
        if not expand_name(name):
            meant = Message.create("There are: {names}.", names=list_names())
            for near in get_close_matches(name, list_names(), 1):
                meant = Message.create("Did you mean “{name}”?", name=near)
            yield make_finding("ignore-unknown", "there is no rule “{name}” to ignore. {meant}", name=name, meant=meant)


def _ignored_names(remarks: Sequence[str]) -> list[str]:
    found = (_IGNORE_REMARK.match(line) for remark in remarks for line in remark.splitlines())
    return [name.lower() for match in found if match for name in _SEPARATORS.split(match[1]) if name]
