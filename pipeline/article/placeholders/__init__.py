"""Placeholders such as `{fn1}` and `{url1}` in a text: find, remove and renumber them.

Translators move placeholders about. On the way these get spaces, capitals, letters of another alphabet or other
brackets; some get lost, doubled or invented. `spelling` knows the wrong spellings, `links` finds links, code and
translator's notes, `repair` restores placeholders whose meaning is certain, and `reconcile` makes a whole
translation have exactly the placeholders of its segment.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import FOLD, PlaceholderKind, Segment
from pipeline.patterns import lazy

TOKEN = lazy(rf"\{{((?:{'|'.join(PlaceholderKind)})(?:0|[1-9][0-9]*))\}}")

_LETTER_OR_DIGIT = lazy(r"[^\W_]")
_PLAIN_WORD = lazy(r"(?<!\S)[^\W\d_]+(?=[\s,;!?։]|\Z)")
_TICKS = lazy(r"`+")
_NO_LETTERS = lazy(
    rf"{TOKEN.pattern}|<[A-Za-z/!?](?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+>|</?[A-Za-z][^<>]*>"
    r"|(?<![\w.+-])(?:[A-Za-z][A-Za-z0-9+.-]{0,30}://|mailto:|www\.)[^\s<>«»“”\"]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}/\S*"
)
_ENCLOSING = lazy(r"\^?([(\[<])\s*$")
_CLOSING = lazy(r"\s*(\)|\](?![(\[])|>)")
_CLOSERS = {"(": ")", "[": "]", "<": ">"}
_NO_SPACE_BEFORE = tuple(".,:;!?…)]»”’։՝")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of text, by its offsets."""

    start: int
    end: int

    def encloses(self, start: int, end: int) -> bool:
        return self.start < start and end < self.end


def find_names(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders in a text, in order, repeated ones included."""
    return tuple(TOKEN.findall(text)) if "{" in text else ()


def remove_placeholders(text: str) -> str:
    """Remove the placeholders from a text."""
    return TOKEN.sub("", text) if "{" in text else text


def blank_placeholders(text: str) -> str:
    """Replace each placeholder in a text by spaces, so that all offsets stay."""
    return TOKEN.sub(lambda match: " " * len(match[0]), text) if "{" in text else text


def has_words(segment: Segment) -> bool:
    """Tell whether a segment says anything: it has a letter or a digit besides its placeholders."""
    return _LETTER_OR_DIGIT.search(remove_placeholders(segment.text)) is not None


def is_work(segment: Segment) -> bool:
    """Tell whether a segment is a text to translate: a link target that somebody asked for, or words.

    Others that say something, such as a number, are entries only where a catalog has a translation of its own for them.
    """
    return has_letters(segment.text) if segment.kind.is_text else segment.asked


@lru_cache(maxsize=1 << 14)  # every edition of an article asks for the same texts
def has_letters(text: str) -> bool:
    """Tell whether a text has a letter besides placeholders, code, tags and addresses."""
    if "`" in text:
        text = "".join(_outside_code(text))
    plain = _PLAIN_WORD.search(text) if "<" not in text else None
    if plain is not None and plain[0].isalpha():
        return True  # as nearly all texts
    return any(map(str.isalpha, html.unescape(_NO_LETTERS.sub(" ", text))))


def _outside_code(text: str) -> Iterator[str]:
    """Yield what stands outside of code in a text, between runs of as many backticks."""
    runs = list(_TICKS.finditer(text))
    following: dict[int, int] = {}
    closers: list[int | None] = []
    for number in reversed(range(len(runs))):
        closers.append(following.get(len(runs[number][0])))
        following[len(runs[number][0])] = number
    closers.reverse()
    at = number = 0
    while number < len(runs):
        closer = closers[number]
        if closer is not None:
            yield text[at : runs[number].start()] + " "
            at, number = runs[closer].end(), closer
        number += 1
    yield text[at:]


def has_stray_braces(text: str) -> bool:
    """Tell whether a text has braces besides its placeholders, which a check of Python's brace format would reject."""
    return any(brace in remove_placeholders(text) for brace in "{}")


def is_fold(target: str) -> bool:
    """Tell whether a translation is the fold arrow alone; its placeholders may stay beside it."""
    return FOLD in target and remove_placeholders(target).strip() == FOLD


def fold_target(source: str) -> str:
    """Return the fold arrow with the placeholders of a text, which msgfmt and editors want in a translation."""
    return FOLD + "".join(f"{{{name}}}" for name in find_names(source))


def renumber_placeholders(target: str, renames: Sequence[tuple[str, str]]) -> str:
    """Rename placeholders in a text, all at once; those without a new name stay."""
    table = dict(renames)
    return TOKEN.sub(lambda match: f"{{{table.get(match[1], match[1])}}}", target)


def remove_spans(text: str, spans: Sequence[Span]) -> str:
    """Remove spans from a text, with the brackets right around them and a space that is no longer needed."""
    for span in reversed(spans):
        before, after = text[: span.start], text[span.end :]
        opening = _ENCLOSING.search(before)
        closing = _CLOSING.match(after)
        if opening and closing and _CLOSERS[opening[1]] == closing[1]:
            before, after = before[: opening.start()], after[closing.end() :]
        if not before or (before[-1].isspace() and (not after or after[0].isspace() or after[0] in _NO_SPACE_BEFORE)):
            before, after = (before[:-1], after) if before else ("", after.lstrip())
        text = before + after
    return text
