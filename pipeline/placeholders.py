"""Placeholders in a translation: read what the translator made of them, and bring them back to what the segment needs.

A translator moves `{fn1}` and `{url1}` about. On the way they get spaces, capitals, letters of another alphabet, other
brackets; they get lost, doubled and invented. `align` repairs what has one possible meaning, and tells the rest.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import FOLD, Mark, Placeholder, Segment

_MARKS = "|".join(Mark)
_TOKEN = re.compile(rf"\{{({_MARKS})(\d+)\}}")
_BRACED = re.compile(r"\\?[{｛❴]{1,2}([^{}｛｝❴❵\n]{1,24}?)\\?[}｝❵]{1,2}")
_STRAY_NOTE = re.compile(r"\\?\[\^([^\[\]\s]{1,40})\\?\]")
_LINK = r"\[(?P<text>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]"
_LINKED = re.compile(_LINK + r"(?:\(\s*\{(?P<inline>url\d+)\}\s*\)|\[\s*\{(?P<labelled>url\d+)\}\s*\])")
_UNLINKED = re.compile(_LINK + r"(?:\(\s*\)|\[\s*\]|(?![(\[:]))")

# What a letter may have been on the way: one that looks alike, one that sounds alike, one on the same key.
_LOOKS = str.maketrans("пгіїмькерսոլցւյ", "nriimbkepunlgrj")
_SOUNDS = str.maketrans("фнурлимгбкеֆնւրռլիմգբկքեէպ", "fnurlimgbkefnurrlimgbkkeep")
_KEYS = str.maketrans("атгкдшьпилуз", "fnurlimgbkep")
_DIGITS = str.maketrans("lI|OoОо", "1110000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A translation whose placeholders are those of its segment, each once at the most, and what was wrong before.

    `missing` names what the translation lacked (notes, images and kept text were put at its end), `doubled` and
    `invented` what was taken out; `swapped` says that the notes stand in another order than in the source.
    """

    text: str
    missing: tuple[Placeholder, ...] = ()
    doubled: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Syntax:
    """Markdown that belongs to a link and is written as it is."""

    text: str


Part = str | Syntax | Placeholder


def names(text: str) -> tuple[str, ...]:
    """The names of the placeholders in a text, in order, doubled ones included."""
    return tuple(mark + number for mark, number in _TOKEN.findall(text))


def without(text: str) -> str:
    """A text without its placeholders."""
    return _TOKEN.sub("", text)


def has_words(segment: Segment) -> bool:
    """Whether there is anything to translate: a letter or a digit besides the placeholders."""
    return any(character.isalnum() for character in without(segment.text))


def is_braced(text: str) -> bool:
    """Whether `text` has braces besides its placeholders, which a check of Python's brace format would stumble over."""
    return any(brace in without(text) for brace in "{}")


def is_fold(target: str) -> bool:
    """Whether a translation says that its sentence was folded into the one before it (its markers may stay with it)."""
    return without(target).strip() == FOLD


def repaired(target: str, segment: Segment) -> str:
    """`target` with the placeholders of `segment` written as they should be, wherever the meaning is beyond doubt."""
    known = {placeholder.name for placeholder in segment.placeholders}
    literal = Counter(re.findall(r"\{[^{}]*\}", segment.text))
    if known or "{" in target or "｛" in target:
        target = _BRACED.sub(lambda match: _braced(match, known, literal), target)
    for placeholder in segment.placeholders:
        if f"{{{placeholder.name}}}" not in target:
            target = _found_elsewhere(target, placeholder, segment)
    return _relinked(target, segment)


def _braced(match: re.Match[str], known: set[str], literal: Counter[str]) -> str:
    """One group in braces as the placeholder that it stands for, else as it is."""
    if match.group() in literal and match.group(1) not in known:
        return match.group()
    inner = unicodedata.normalize("NFKC", match.group(1)).casefold()
    inner = "".join(
        char for char in inner if not char.isspace() and unicodedata.category(char) != "Cf" and char not in "_-^\\"
    )
    for table in ({}, _LOOKS, _SOUNDS, _KEYS):
        letters = inner.translate(table)
        found = re.fullmatch(rf"({_MARKS})(\d+)", letters)
        if found:
            return f"{{{found[1]}{int(found[2])}}}"
        found = re.fullmatch(rf"({_MARKS})([\dlioо|]+)", letters)
        name = found[1] + found[2].translate(_DIGITS).replace("i", "1") if found else ""
        if name in known:
            return f"{{{name}}}"
    return match.group()


def _found_elsewhere(target: str, placeholder: Placeholder, segment: Segment) -> str:
    """A missing placeholder found in other brackets: `[fn1]`, `(fn1)`, `{fn1`, and for a note `[^1]` or its own
    label.
    """
    name = f"{{{placeholder.name}}}"
    other = re.compile(rf"[\[(<{{]\s*\^?\s*{placeholder.mark}\s*{placeholder.number}(?!\d)\s*[\])>}}]?", re.IGNORECASE)
    found = list(other.finditer(target))
    if len(found) == 1 and not other.search(without(segment.text)):
        return target[: found[0].start()] + name + target[found[0].end() :]
    if placeholder.mark is not Mark.NOTE:
        return target
    literal = set(_STRAY_NOTE.findall(segment.text))
    strays = [match for match in _STRAY_NOTE.finditer(target) if match[1] not in literal]
    present = names(target)
    missing = [item for item in segment.placeholders if item.mark is Mark.NOTE and item.name not in present]
    own = [match for match in strays if match[1] in {placeholder.label, str(placeholder.number), placeholder.name}]
    chosen = own or (strays if len(strays) == len(missing) == 1 else [])
    if len(chosen) != 1:
        return target
    return target[: chosen[0].start()] + name + target[chosen[0].end() :]


def _relinked(target: str, segment: Segment) -> str:
    """Links whose brackets came apart, put together: `[text] ({url1})`, and `[text]` where just one target is
    missing.
    """
    if Mark.URL not in {placeholder.mark for placeholder in segment.placeholders}:
        return target
    target = re.sub(r"\]\s+(?=\(\s*\{url\d+\}\s*\)|\[\s*\{url\d+\}\s*\])", "]", target)
    present = names(target)
    links = {match["inline"] or match["labelled"]: match for match in _LINKED.finditer(segment.text)}
    missing = [name for name in links if name not in present]
    loose = [match for match in _UNLINKED.finditer(target) if not match["text"].startswith("^")]
    loose = [match for match in loose if match.group() not in segment.text]
    if len(missing) == len(loose) == 1:
        match, form = loose[0], "({%s})" if links[missing[0]]["inline"] else "[{%s}]"
        return f"{target[: match.start()]}[{match['text']}]{form % missing[0]}{target[match.end() :]}"
    return target


def align(target: str, segment: Segment) -> Aligned:
    """`target` with just the placeholders of `segment`, each once; missing notes, images and kept text at its end.

    The result refers to every note of the segment, whatever the translator did (law 4).
    """
    text = repaired(target, segment)
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    literal = set(names(segment.text)) - set(known)
    seen: list[str] = []
    doubled: list[str] = []
    invented: list[str] = []
    text = _well_linked(text, segment, known)
    pieces: list[str] = []
    at = 0
    for match in _TOKEN.finditer(text):
        name = match[1] + match[2]
        pieces.append(text[at : match.start()])
        at = match.end()
        if name in literal or (name in known and name not in seen):
            pieces.append(match.group())
            seen.append(name)
            continue
        (doubled if name in known else invented).append(name)
        if pieces[-1][-1:].isspace() and (at == len(text) or text[at].isspace()):
            pieces[-1] = pieces[-1][:-1]
    pieces.append(text[at:])
    text = "".join(pieces)
    missing = tuple(item for name, item in known.items() if name not in seen)
    for item in missing:
        if item.mark in {Mark.NOTE, Mark.IMAGE, Mark.KEEP}:
            text = text.rstrip() + ("" if item.mark is Mark.NOTE else " ") + f"{{{item.name}}}"
    notes = [name for name in seen if name in known and known[name].mark is Mark.NOTE]
    order = [name for name in known if name in notes]
    return Aligned(
        text=text,
        missing=missing,
        doubled=tuple(dict.fromkeys(doubled)),
        invented=tuple(dict.fromkeys(invented)),
        swapped=notes != order,
    )


def _well_linked(text: str, segment: Segment, known: dict[str, Placeholder]) -> str:
    """Link syntax only where a target of the segment stands in the brackets that it has in the source, and once.

    Any other link is taken apart, its text staying; a target that left its brackets goes, and counts as missing.
    """
    form = {match["inline"] or match["labelled"]: bool(match["inline"]) for match in _LINKED.finditer(segment.text)}
    used: set[str] = set()

    def kept(match: re.Match[str]) -> str:
        name = match["inline"] or match["labelled"]
        inner = _LINKED.sub(kept, match["text"])
        if name not in form or name in used:
            return f"{inner} {{{name}}}" if name in known else f"{inner}{{{name}}}"
        used.add(name)
        return f"[{inner}]({{{name}}})" if form[name] else f"[{inner}][{{{name}}}]"

    text = _LINKED.sub(kept, text)
    for name in form.keys() - used:
        text = re.sub(rf"\s?\(\s*\{{{name}\}}\s*\)|\s?\[\s*\{{{name}\}}\s*\]|\{{{name}\}}", "", text)
    return text


def parts(text: str, segment: Segment) -> Iterator[Part]:
    """An aligned text as words to be escaped where needed, link syntax to be written as it is, and placeholders."""
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    yield from _parts(text, known)


def _parts(text: str, known: dict[str, Placeholder]) -> Iterator[Part]:
    at = 0
    for match in _LINKED.finditer(text):
        name = match["inline"] or match["labelled"]
        if name not in known:
            continue
        yield from _words(text[at : match.start()], known)
        yield Syntax("[")
        yield from _parts(match["text"], known)
        yield Syntax("](" if match["inline"] else "][")
        yield known[name]
        yield Syntax(")" if match["inline"] else "]")
        at = match.end()
    yield from _words(text[at:], known)


def _words(text: str, known: dict[str, Placeholder]) -> Iterator[Part]:
    at = 0
    for match in _TOKEN.finditer(text):
        placeholder = known.get(match[1] + match[2])
        if placeholder is None:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield placeholder
        at = match.end()
    if at < len(text):
        yield text[at:]


def renumbered(target: str, renames: Sequence[tuple[str, str]]) -> str:
    """`target` with placeholders renamed, all at once; those that are not named stay."""
    table = dict(renames)
    return _TOKEN.sub(lambda match: f"{{{table.get(match[1] + match[2], match[1] + match[2])}}}", target)


def empty_links(text: str) -> tuple[str, ...]:
    """The names of the link targets whose links have no words between their brackets."""
    found = _LINKED.finditer(text)
    return tuple(match["inline"] or match["labelled"] for match in found if not match["text"].strip())
