"""Repair placeholders that a translator, an editor or a machine changed, where the meaning is certain."""

import re
from collections.abc import Iterator, Mapping

from pipeline.article.placeholders import TOKEN, find_names
from pipeline.article.placeholders.links import TargetForm, find_target_forms, repair_links
from pipeline.article.placeholders.spelling import GAP, name_pattern, normalize, read_name, read_number
from pipeline.frozen import dataclass
from pipeline.model import Placeholder, PlaceholderKind, Segment
from pipeline.patterns import lazy

_BRACED = lazy(
    r"(?<!\\)(?P<slashes>\\*)(?P<opening>(?:[{｛❴]\\?){1,40})"
    r"(?P<inner>[^{}｛｝❴❵]{1,40}?)(?P<closing>(?:\\?[}｝❵]){1,40})"
)
_INNER_OPENING = lazy(r"\\?[{｛❴]\\?$")
_INNER_CLOSING = lazy(r"^\\?[}｝❵]")
_STRAY = lazy(rf"\\?\[{GAP}\^{GAP}(?P<label>[^\[\]\s{{}}]{{1,40}}){GAP}\\?\]")
_WRAPPED = lazy(rf"\\?\[{GAP}\^{GAP}({TOKEN.pattern}){GAP}\\?\]|<sup>{GAP}({TOKEN.pattern}){GAP}</sup>")
_BRACKETED = lazy(rf"[\[(<]{GAP}\^?{GAP}(?:{'|'.join(PlaceholderKind)}){GAP}\d{{1,4}}{GAP}[\])>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairContext:
    """The facts about a segment that repair needs.

    `known` are its placeholders by name, `own` the author's groups that look like placeholders and are not, `wrapped`
    the names of placeholders that the author put in braces, `wanted` the form of each link target.
    """

    text: str
    known: Mapping[str, Placeholder]
    own: frozenset[str]
    wrapped: frozenset[str]
    wanted: Mapping[str, TargetForm]


def read_repair_context(segment: Segment) -> RepairContext:
    """Collect the facts about `segment` that repair needs."""
    known = {placeholder.name: placeholder for placeholder in segment.placeholders}
    braced = [match for match in _BRACED.finditer(segment.text) if TOKEN.fullmatch(match.group()) is None]
    own = {match.group().lstrip("\\") for match in braced} | {match.group() for match in _STRAY.finditer(segment.text)}
    own |= {f"{{{name}}}" for name in find_names(segment.text) if name not in known}
    return RepairContext(
        text=segment.text,
        known=known,
        own=frozenset(own | {match.group() for match in _BRACKETED.finditer(segment.text)}),
        wrapped=frozenset(match["inner"] for match in braced if match["inner"] in known),
        wanted=find_target_forms(segment.text) if any(name.startswith(PlaceholderKind.URL) for name in known) else {},
    )


def repair_placeholders(target: str, segment: Segment) -> str:
    """Repair the placeholders of `segment` in `target`, wherever the meaning is certain."""
    return repair_in_context(target, read_repair_context(segment))


def repair_in_context(target: str, source: RepairContext) -> str:
    """Repair placeholders in `target` as `repair_placeholders` does, for many translations of one segment."""
    target = _BRACED.sub(lambda match: _repair_braces(match, source), target)
    target = _WRAPPED.sub(lambda match: match[1] or match[3] if match.group() not in source.text else match[0], target)
    for placeholder in _find_missing(target, source):
        target = _repair_markdown(target, placeholder, source)
    for placeholder in _find_missing(target, source):
        target = _repair_other_brackets(target, placeholder, source)
    target = _repair_labels(target, source)
    target = _repair_translated_names(target, source)
    return repair_links(target, source.text, source.wanted) if source.wanted else target


def find_unread(target: str, source: RepairContext) -> Iterator[str]:
    """Yield groups in `target` that only look like placeholders or note references, and are not the author's."""
    for match in _BRACED.finditer(target):
        inner = match["inner"]
        if TOKEN.fullmatch(f"{{{inner}}}") is None and _is_foreign(match, source) and read_number(inner) is not None:
            yield match.group()
    for pattern in (_STRAY, _BRACKETED):
        yield from (match.group() for match in pattern.finditer(target) if match.group() not in source.own)


def _find_missing(target: str, source: RepairContext) -> list[Placeholder]:
    present = set(find_names(target))
    return [placeholder for name, placeholder in source.known.items() if name not in present]


def _is_foreign(match: re.Match[str], source: RepairContext) -> bool:
    return match.group().lstrip("\\") not in source.own


def _repair_braces(match: re.Match[str], source: RepairContext) -> str:
    """Return the placeholder that a group in braces spells, else the group; the author's braces around it stay."""
    if not _is_foreign(match, source):
        return match.group()
    name = read_name(match["inner"], set(source.known))
    if name is None:
        return match.group()
    escaped = len(match["slashes"]) % 2
    if not escaped and match.group() == match["slashes"] + f"{{{name}}}":
        return match.group()
    if name in source.wrapped:
        opening = _INNER_OPENING.sub("", match["slashes"] + match["opening"])
        return f"{opening}{{{name}}}{_INNER_CLOSING.sub('', match['closing'])}"
    return match["slashes"][escaped:] + f"{{{name}}}"


def _repair_markdown(target: str, placeholder: Placeholder, source: RepairContext) -> str:
    """Replace the Markdown of a missing placeholder, such as an address or an image written out, by its token."""
    raw = placeholder.source
    token = f"{{{placeholder.name}}}"
    if placeholder.kind is PlaceholderKind.BREAK or not raw.strip() or (placeholder.kind is PlaceholderKind.NOTE):
        return target
    if placeholder.kind is PlaceholderKind.URL:
        closings = [
            form.around(raw).replace("{", "").replace("}", "") for form in (TargetForm.INLINE, TargetForm.LABELLED)
        ]
        for closing in closings:
            if target.count(closing) == 1 and closing not in source.text:
                return target.replace(closing, closing.replace(raw, token))
        if "://" not in raw:
            return target
    written = re.escape(raw) + r"(?![\w/%&=#?])"
    if placeholder.kind is PlaceholderKind.IMAGE and "](" in raw:
        written = r"!\[[^\[\]]*" + re.escape(raw[raw.rindex("](") :])
    found = list(re.finditer(written, target))
    if len(found) != 1 or re.search(written, source.text):
        return target
    return target[: found[0].start()] + token + target[found[0].end() :]


def _repair_other_brackets(target: str, placeholder: Placeholder, source: RepairContext) -> str:
    """Replace a missing placeholder in other brackets, one brace, or none: `[fn1]`, `{fn1`, `fn1`."""
    name = name_pattern(placeholder.kind, placeholder.number)
    other = re.compile(
        rf"\\?[\[(<（［＜{{｛❴]{GAP}[\^/]?{GAP}{name}{GAP}/?\\?[\])>）］＞}}｝❵]"
        rf"|\\?[{{｛❴]{GAP}{name}(?!\d)"
        rf"|(?<![\w{{]){name}{GAP}\\?[}}｝❵]"
        rf"|{placeholder.name}{GAP}\\?[}}｝❵]"
        rf"|(?<![a-z0-9_/.\-@#=&?%{{]){placeholder.name}(?![a-z0-9_])",
        re.IGNORECASE,
    )
    found = list(other.finditer(target))
    if len(found) != 1 or other.search(TOKEN.sub("\n", source.text)):
        return target
    return target[: found[0].start()] + f"{{{placeholder.name}}}" + target[found[0].end() :]


def _find_strays(target: str, source: RepairContext) -> list[re.Match[str]]:
    return [match for match in _STRAY.finditer(target) if match.group() not in source.own]


def _find_translated(target: str, source: RepairContext) -> list[re.Match[str]]:
    """Return groups in braces that have a name and a number, and are neither placeholders nor the author's own."""
    foreign = [match for match in _BRACED.finditer(target) if _is_foreign(match, source)]
    return [match for match in foreign if TOKEN.search(match.group()) is None and read_number(match["inner"])]


def _repair_labels(target: str, source: RepairContext) -> str:
    """Replace references such as `[^iv]` by missing notes, found by their labels in the article or their numbers."""
    strays = _find_strays(target, source)
    missing = [item for item in _find_missing(target, source) if item.kind is PlaceholderKind.NOTE] if strays else []
    if not missing:
        return target
    by_label = {normalize(item.label or ""): item for item in missing}
    by_number = {str(item.number): item for item in missing}
    labels = [normalize(match["label"]) for match in strays]
    readings = [reading for reading in (by_label, by_number) if set(labels) <= set(reading)]
    meant = [{reading[label].name for reading in readings or () if label in reading} for label in labels]
    if not readings:
        both = [(by_label.get(label), by_number.get(label)) for label in labels]
        meant = [{item.name for item in pair if item} for pair in both]
    if len(strays) == len(missing) == 1 and not meant[0] and not _find_translated(target, source):
        meant = [{missing[0].name}]
    chosen = [next(iter(found)) if len(found) == 1 else "" for found in meant]
    for match, name in reversed(list(zip(strays, chosen, strict=True))):
        if name and chosen.count(name) == 1:
            target = target[: match.start()] + f"{{{name}}}" + target[match.end() :]
    return target


def _repair_translated_names(target: str, source: RepairContext) -> str:
    """Replace the only group in braces with an unknown name by the only missing placeholder with its number.

    A group that closes a link can only be a link target, and any other group cannot be one.
    """
    foreign = _find_translated(target, source)
    if not foreign:
        return target
    missing = _find_missing(target, source)
    closing = [match for match in foreign if target[max(match.start() - 2, 0) : match.start()] in {"](", "]["}]
    targets = [item for item in missing if item.kind is PlaceholderKind.URL and source.wanted[item.name].has_text]
    others = [
        item for item in missing if item.kind in {PlaceholderKind.NOTE, PlaceholderKind.IMAGE, PlaceholderKind.KEEP}
    ]
    elsewhere = [match for match in foreign if match not in closing]
    if _find_strays(target, source):
        elsewhere = []
    pairs = [(closing, targets), (elsewhere, others)]
    for match, item in sorted(
        ((found[0], items[0]) for found, items in pairs if len(found) == len(items) == 1),
        key=lambda pair: -pair[0].start(),
    ):
        if read_number(match["inner"]) == item.number:
            target = target[: match.start()] + f"{{{item.name}}}" + target[match.end() :]
    return target
