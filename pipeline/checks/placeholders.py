"""Placeholders other than notes: missing or out of place, misspelled, and the links that they belong to."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import filterfalse

from pipeline.article.escape import clean_target
from pipeline.article.placeholders import find_names
from pipeline.article.placeholders.links import find_empty_links
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.article.placeholders.repair import repair_placeholders
from pipeline.checks.codes import describe_placeholder, is_note_name, make_finding, write_name
from pipeline.checks.pair import Pair
from pipeline.model import Finding, Message, PlaceholderKind, Segment, Severity
from pipeline.patterns import lazy

_ARTICLE = lazy(r"(?![a-z][a-z0-9+.-]*:|/)(?P<path>[^#?\s]+\.md)(?P<rest>[#?].*)?", re.IGNORECASE)
_LINK_TAG = lazy(r"<a\s(?=[^<>]*?\bhref\b)[^<>]*+>", re.IGNORECASE)
_PUT_LAST = Message.create("it was put at the end of the sentence")
_CONSEQUENCES = {
    PlaceholderKind.URL: Message.create("the edition lacks this link"),
    PlaceholderKind.BREAK: Message.create("the edition continues on the same line"),
}


def check_placeholders(pair: Pair) -> Iterator[Finding]:
    """Find link targets, images, line breaks and kept text that are missing, doubled, invented or out of place."""
    for item in pair.reconciled.missing:
        if item.kind is not PlaceholderKind.NOTE:
            yield make_finding(
                "placeholder-missing",
                "{what} is missing; {done}. {advice}",
                severity=Severity.WARNING if item.kind is PlaceholderKind.BREAK else None,
                what=describe_placeholder(item),
                done=_CONSEQUENCES.get(item.kind, _PUT_LAST),
                advice=_advice(item.name, pair.segment),
            )
    for name in map(write_name, filterfalse(is_note_name, pair.reconciled.doubled)):
        yield make_finding(
            "placeholder-doubled", "{name} stands here more than once; only one is kept. Remove the others.", name=name
        )
    for name in map(write_name, filterfalse(is_note_name, pair.reconciled.invented)):
        yield make_finding("placeholder-invented", "the source has no {name}; it was left out. Remove it.", name=name)
    for name in map(write_name, filterfalse(is_note_name, pair.reconciled.moved)):
        yield make_finding(
            "placeholder-place",
            "{name} is in code or in a note of your own, where it means nothing; it was moved right after that. "
            "Write {name} outside.",
            name=name,
        )


def _advice(name: str, segment: Segment) -> Message:
    """Return how to write the placeholder, as its segment has it."""
    for target in (f"]({write_name(name)})", f"][{write_name(name)}]"):
        if target in segment.text:
            return Message.create("Write [words{target} around the words that readers click on.", target=target)
    return Message.create("Write {name} where it belongs.", name=write_name(name))


def check_unread_placeholders(pair: Pair) -> Iterator[Finding]:
    """Find text that looks like a placeholder, but it is unclear which."""
    if not pair.reconciled.unread:
        return
    known = tuple(write_name(item.name) for item in pair.segment.placeholders)
    advice = Message.create("The source has none; remove it.")
    if known:
        advice = Message.create("Write one of {names}, or remove it.", names=known)
    for text in pair.reconciled.unread:
        yield make_finding(
            "placeholder-unread",
            "“{text}” looks like a placeholder, but it is unclear which; it was left as it is. {advice}",
            text=text,
            advice=advice,
        )


def check_link_words(pair: Pair) -> Iterator[Finding]:
    """Find links without words: readers have nothing to click on."""
    for name in find_empty_links(pair.target):
        if name not in find_empty_links(pair.source):
            yield make_finding(
                "link-empty",
                "the link {name} has no words between its brackets. Write those that readers click on.",
                name=write_name(name),
            )


def has_html_links(pair: Pair) -> bool:
    """Tell whether the source has a link written as HTML, which no placeholder stands for."""
    return _LINK_TAG.search(pair.source) is not None


def check_html_links(pair: Pair) -> Iterator[Finding]:
    """Find links written as HTML that a translation leaves out."""
    told, made = (_LINK_TAG.findall(text) for text in (pair.source, pair.target))
    lost = list((Counter(told) - Counter(made)).elements())
    for tag in lost[: max(len(told) - len(made), 0)]:  # of another address in its place the edition tells
        yield make_finding(
            "link-missing",
            "the edition lacks the link {tag}. Write {tag}words</a> around the words that readers click on.",
            tag=tag,
        )


def check_article_links(pair: Pair) -> Iterator[Finding]:
    """Find changed links to another article of the workspace: in an edition, these lead to the same language."""
    told, made = _ARTICLE.fullmatch(pair.source), _ARTICLE.fullmatch(pair.target)
    if told and (made is None or made["path"] != told["path"]):
        yield make_finding(
            "link-edition",
            "editions link to each other as articles do: {path} leads to the page in this language. Leave the address "
            "as it is.",
            replacement=told["path"] + (made["rest"] or "" if made else told["rest"] or ""),
            path=told["path"],
        )


def is_spelled_otherwise(pair: Pair) -> bool:
    """Tell whether an edition has to correct the placeholders of a translation."""
    return pair.target != pair.entry.target and pair.target != clean_target(pair.entry.target)


def check_placeholder_spelling(pair: Pair) -> Iterator[Finding]:
    """Find placeholders with spaces, capitals, look-alike letters or other brackets, if their meaning is certain.

    Editions repair them silently; other programs that read the catalog do not. The edition is the same with the right
    spelling. If a placeholder is doubled or unknown to the source, a person has to check the words around it first.
    """
    written, text = pair.entry.target, pair.reconciled.text
    if pair.reconciled.doubled or pair.reconciled.invented or not is_spelled_otherwise(pair):
        return
    right = repair_placeholders(written, pair.segment)
    if right == written or reconcile_placeholders(clean_target(right), pair.segment).text != text:
        return
    changed = Counter(find_names(right)) - Counter(find_names(written))
    if changed:
        yield make_finding(
            "placeholder-spelling",
            "{names} is written differently than in the source; it was understood. Write it as in the source.",
            replacement=right,
            names=tuple(map(write_name, changed)),
        )
    else:
        yield make_finding(
            "placeholder-spelling",
            "a link is written differently than in the source; it was understood. Write it as in the source.",
            replacement=right,
        )
