"""Find links, code and translator's notes in a text; restore the form of links that a translator took apart."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache

from pipeline.article.placeholders import TOKEN, Span, find_names, remove_placeholders, remove_spans
from pipeline.article.placeholders.spelling import GAP, INVISIBLE
from pipeline.frozen import dataclass
from pipeline.patterns import lazy

_URL = r"\{(?P<name>url\d+)\}"
_CLOSING = lazy(rf"\({_URL}\)|\[{_URL.replace('name', 'label')}\]")
_ANGLE = lazy(rf"<{_URL}>")
_ATOM = lazy(
    r"\\.|(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|`+|</?[A-Za-z][^<>{}]*>|(?P<opening>\^?\[)|\]", re.DOTALL
)

_APART = lazy(
    rf"\](?:(?P<opening>(?:{GAP}[(\[<]){{1,2}}){GAP}{_URL}(?P<closing>(?:{GAP}[)\]>]){{0,2}})"
    rf"|[{INVISIBLE}]*{_URL.replace('name', 'bare')})"
)
_CLOSER = lazy(rf"{GAP}[)\]>]")
_EMPTY = lazy(r"^(?:\(\s*\)|\[\s*\])")
_HELD = "url\0"
_REVERSED = lazy(rf"\((?P<text>[^()\[\]]*[^\W\d_][^()\[\]]*)\)[{INVISIBLE}]*[\[(]{GAP}{_URL}{GAP}[)\]]")


class TargetForm(Enum):
    """The form of a link target in a segment: in a link with text, between angle brackets, or bare."""

    INLINE = "]({", "})"
    LABELLED = "][{", "}]"
    ANGLE = "<{", "}>"
    BARE = "{", "}"

    @property
    def has_text(self) -> bool:
        return self in {TargetForm.INLINE, TargetForm.LABELLED}

    def around(self, name: str) -> str:
        """Return the target in this form, with the closing bracket of the link's text."""
        opening, closing = self.value
        return f"{opening}{name}{closing}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with text: the offsets of its start, of the end of its text, and of its end."""

    start: int
    text_end: int
    end: int
    name: str
    form: TargetForm


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineMarkup:
    """Inline markup in reading order: links, code, translator's notes `^[…]`, other groups in square brackets."""

    links: tuple[Link, ...]
    code: tuple[Span, ...]
    translator_notes: tuple[Span, ...]
    groups: tuple[Span, ...]


_NOTHING = InlineMarkup(links=(), code=(), translator_notes=(), groups=())


def parse_inline(text: str) -> InlineMarkup:
    """Find the inline markup in `text`. As in Markdown, a link with another link in its text is not a link."""
    if "[" not in text and "`" not in text:
        return _NOTHING  # true of nearly all texts
    links: list[Link] = []
    code: list[Span] = []
    translator_notes: list[Span] = []
    groups: list[Span] = []
    stack: list[tuple[str, int, int]] = []
    end = 0
    for atom in _ATOM.finditer(text):
        if atom.start() < end:
            continue
        if atom["code"]:
            code.append(Span(atom.start(), atom.end()))
        elif atom["opening"]:
            stack.append((atom["opening"], atom.start(), len(links)))
        elif atom.group() == "]" and stack:
            opening, start, before = stack.pop()
            end = atom.end()
            closing = _CLOSING.match(text, end)
            if opening == "^[":
                translator_notes.append(Span(start, end))
            elif closing and len(links) == before:
                form = TargetForm.INLINE if closing["name"] else TargetForm.LABELLED
                name = closing["name"] or closing["label"]
                end = closing.end()
                links.append(Link(start=start, text_end=atom.start(), end=end, name=name, form=form))
            else:
                groups.append(Span(start, end))
    return InlineMarkup(
        links=tuple(links),
        code=tuple(code),
        translator_notes=tuple(translator_notes),
        groups=tuple(groups),
    )


@lru_cache(maxsize=1024)
def find_target_forms(text: str) -> Mapping[str, TargetForm]:
    """Return the form of each link target in a segment's text; cached, since catalogs share their sources."""
    return target_forms_in(text, parse_inline(text))


def target_forms_in(text: str, inline: InlineMarkup) -> Mapping[str, TargetForm]:
    """Return the form of each link target in `text`, whose markup is `inline`."""
    found = {name: TargetForm.BARE for name in find_names(text) if name.startswith("url")}
    if "<{url" in text:
        found |= {match["name"]: TargetForm.ANGLE for match in _ANGLE.finditer(text) if match["name"] in found}
    return found | {link.name: link.form for link in inline.links}


def find_empty_links(text: str) -> tuple[str, ...]:
    """Return the names of the targets of links without text between their brackets."""
    return tuple(link.name for link in parse_inline(text).links if not text[link.start + 1 : link.text_end].strip())


def repair_links(target: str, source: str, wanted: Mapping[str, TargetForm]) -> str:
    """Restore in `target` the form that each link target has in `source`, where the link's text is certain.

    Links that came apart are joined. If exactly one target lost its text and one text in brackets has no target, they
    belong together. A target without text in the source is taken out of the brackets that it got.
    """
    target = _APART.sub(lambda match: _join_link(match, wanted), target)
    broken = _find_broken(target, wanted)
    if broken:
        target = _REVERSED.sub(lambda match: _turn_brackets(match, broken, wanted), target)
        broken = _find_broken(target, wanted)
    loose = list(_find_loose_texts(target, source)) if len(broken) == 1 else []
    if len(loose) == 1:
        (name,) = broken
        target = _tie(target, loose[0], name, wanted[name])
    for link in reversed(parse_inline(target).links):
        if wanted.get(link.name) in {TargetForm.ANGLE, TargetForm.BARE}:
            target = unlink(target, link, f" {{{link.name}}}")
    for name, form in wanted.items():
        if form is TargetForm.ANGLE:
            target = re.sub(rf"<{GAP}\{{{name}\}}{GAP}>|<?\{{{name}\}}>?", form.around(name), target)
        elif form is TargetForm.BARE:
            target = target.replace(TargetForm.ANGLE.around(name), form.around(name))
    return target


def unlink(text: str, link: Link, left: str = "") -> str:
    """Replace a link in `text` by its words, with `left` after them."""
    return text[: link.start] + text[link.start + 1 : link.text_end] + left + text[link.end :]


def _tie(target: str, words: Span, name: str, form: TargetForm) -> str:
    """Put a link's target after its words, and remove it elsewhere."""
    before, after = target[: words.end - 1], _EMPTY.sub("", target[words.end :])
    target = f"{before}{form.around(_HELD)}{after}"
    target = remove_spans(
        target, [Span(match.start(), match.end()) for match in TOKEN.finditer(target) if match[1] == name]
    )
    return target.replace(_HELD, name)


def _join_link(match: re.Match[str], wanted: Mapping[str, TargetForm]) -> str:
    name = match["name"] or match["bare"]
    form = wanted.get(name)
    if form is None or not form.has_text:
        return match.group()
    opened = len(_strip_gaps(match["opening"] or ""))
    closers = _CLOSER.findall(match["closing"] or "")
    return form.around(name) + "".join(closers[opened:])


def _strip_gaps(text: str) -> str:
    return re.sub(GAP, "", text)


def _turn_brackets(match: re.Match[str], broken: set[str], wanted: Mapping[str, TargetForm]) -> str:
    name = match["name"]
    return f"[{match['text']}{wanted[name].around(name)}" if name in broken else match.group()


def _find_broken(target: str, wanted: Mapping[str, TargetForm]) -> set[str]:
    """Return the names of the targets that should be in a link with text, and are not."""
    return {name for name, form in wanted.items() if form.has_text} - {link.name for link in parse_inline(target).links}


def _find_loose_texts(target: str, source: str) -> Iterator[Span]:
    """Yield words in square brackets that may be the text of a link: not in the source, not a number, not a note."""
    inline = parse_inline(target)
    for group in inline.groups:
        inner, after = target[group.start + 1 : group.end - 1], target[group.end :]
        if inner.startswith("^") or target[group.start : group.end] in source:
            continue
        empty = _EMPTY.match(after)
        worded = any(character.isalpha() for character in remove_placeholders(inner)) or "{img" in inner
        nested = any(group.encloses(other.start, other.end) for other in inline.links)
        if worded and not nested and (empty or after[:1] not in {"(", "[", ":"}):
            yield group
