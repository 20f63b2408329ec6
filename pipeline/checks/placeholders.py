"""Placeholders other than notes, and the links that they belong to."""

import re
from collections.abc import Iterator

from pipeline.checks.codes import finding
from pipeline.checks.values import Pair
from pipeline.checks.wording import called, is_note
from pipeline.model import Finding, Mark, Segment, Severity
from pipeline.placeholders import empty_links

_ARTICLE = re.compile(r"(?![a-z][a-z0-9+.-]*:|/)(?P<path>[^#?\s]+\.md)(?P<rest>[#?].*)?", re.IGNORECASE)
_LOST = {
    Mark.URL: "the edition goes without this link",
    Mark.IMAGE: "it was put at the end of the sentence",
    Mark.BREAK: "the edition goes on in the same line",
    Mark.KEEP: "it was put at the end of the sentence",
}


def placeholders(pair: Pair) -> Iterator[Finding]:
    """Link targets, images, line breaks and kept text that are missing, doubled, invented or out of place."""
    for item in pair.aligned.missing:
        if item.mark is not Mark.NOTE:
            yield Finding(
                rule="placeholder-missing",
                severity=Severity.WARNING if item.mark is Mark.BREAK else Severity.ERROR,
                message=f"{called(item)} is missing; {_LOST[item.mark]}. {_advice(item.name, pair.segment)}",
            )
    for name in pair.aligned.doubled:
        if not is_note(name):
            yield Finding(
                rule="placeholder-doubled",
                severity=Severity.ERROR,
                message=f"{{{name}}} stands here more than once; only one is kept. Remove the others.",
            )
    for name in pair.aligned.invented:
        if not is_note(name):
            yield Finding(
                rule="placeholder-invented",
                severity=Severity.ERROR,
                message=f"the source has no {{{name}}}; it was left out. Remove it.",
            )
    for name in pair.aligned.moved:
        if not is_note(name):
            yield Finding(
                rule="placeholder-place",
                severity=Severity.WARNING,
                message=f"{{{name}}} stands in code or in a note of your own, where it means nothing; it was put right "
                f"after. Write {{{name}}} outside.",
            )


def _advice(name: str, segment: Segment) -> str:
    """How to write the placeholder, as its segment has it."""
    for form in (f"]({{{name}}})", f"][{{{name}}}]"):
        if form in segment.text:
            return f"Write [words{form} around the words that a reader clicks on."
    return f"Write {{{name}}} where it belongs."


def unread(pair: Pair) -> Iterator[Finding]:
    """What looks like a placeholder, and nobody can tell which."""
    known = ", ".join(f"{{{item.name}}}" for item in pair.segment.placeholders)
    advice = f"Write one of {known}, or remove it." if known else "The source has none; remove it."
    for text in pair.aligned.unread:
        yield Finding(
            rule="placeholder-unread",
            severity=Severity.WARNING,
            message=f"“{text}” looks like a placeholder, and nobody can tell which; it was left as it is. {advice}",
        )


def links(pair: Pair) -> Iterator[Finding]:
    """Links without words: a reader has nothing to click on."""
    for name in empty_links(pair.target):
        if name not in empty_links(pair.source):
            yield Finding(
                rule="link-empty",
                severity=Severity.ERROR,
                message=f"the link {{{name}}} has no words between its brackets. Write those that a reader clicks on.",
            )


def between_articles(pair: Pair) -> Iterator[Finding]:
    """A link to another article of the workspace that was changed: in an edition it leads to the same language."""
    told = _ARTICLE.fullmatch(pair.source)
    made = _ARTICLE.fullmatch(pair.target)
    if told and (made is None or made["path"] != told["path"]):
        yield finding(
            "link-edition",
            f"editions link to each other as articles do: {told['path']} leads to the page in this language. "
            "Leave the address as it is.",
            replacement=told["path"] + (made["rest"] or "" if made else told["rest"] or ""),
        )
