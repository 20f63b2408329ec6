"""Join the translations of texts that became one: two sentences, or all sentences of a block."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from pipeline.article.extract import TextUnit
from pipeline.article.placeholders import find_names, fold_target, is_fold, renumber_placeholders
from pipeline.catalog.origin import origin_comments
from pipeline.catalog.review import unite_remarks
from pipeline.catalog.update.contexts import choose_by_context, is_sure
from pipeline.catalog.update.placeholders import repair_target
from pipeline.languages.letters import join_sentences
from pipeline.model import Entry, PlaceholderKind
from pipeline.patterns import lazy

_NUMBERED = lazy(r"\{([a-z]+)\d+\}")
_PREFIX_LENGTH = 24
_COMMENT = Entry(source="{keep1}", target="{keep1}")
"""An author's comment between two sentences, which is a part of their block and of neither."""


class PartFinder:
    """Texts, to be found as the parts of a longer one without comparing it with all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_key: dict[str, str] = {}
        for text in texts:
            self.by_key.setdefault(strip_numbers(text), text)
        self.heads = {key[:_PREFIX_LENGTH] for key in self.by_key}
        self.head_lengths = sorted({len(head) for head in self.heads})
        self.longest = max(map(len, self.by_key), default=0)

    def parts(self, text: str, wordless: Sequence[str] = ()) -> list[str]:
        """Return the texts that, one after another, are `text`; an empty list where there are none or just one.

        Between them is a space, or nothing where a sentence directly follows the note of the one before. Longer texts
        are tried first, then the `wordless` sentences of this text.
        """
        whole = strip_numbers(text)
        found: list[str] = []
        seen: set[int] = set()
        trail = [self._beginning(whole, 0, wordless)]
        while trail:
            step = next(trail[-1], None)
            if step is None:
                trail.pop()
                del found[-1:]
                continue
            end, part = step
            if end == len(whole):
                return [*found, part]
            if end not in seen:
                seen.add(end)
                found.append(part)
                trail.append(self._beginning(whole, end, wordless))
        return []

    def _beginning(self, whole: str, start: int, wordless: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the texts that stand at `start`, the longest first, with the place where the next one would begin."""
        if any(whole[start : start + length] in self.heads for length in self.head_lengths):
            yield from self._known(whole, start)
        for text in wordless:
            part = strip_numbers(text)
            if whole.startswith(part, start) and part not in self.by_key:
                end = start + len(part)
                yield end + (whole[end : end + 1] == " "), text

    def _known(self, whole: str, start: int) -> Iterator[tuple[int, str]]:
        for end in range(min(len(whole), start + self.longest), start, -1):
            if end < len(whole) and whole[end] != " " and whole[end - 1].isalnum():
                continue
            part = self.by_key.get(whole[start:end]) if end - start < len(whole) else None
            if part is not None:
                yield end + (whole[end : end + 1] == " "), part


def strip_numbers(text: str) -> str:
    """Remove the numbers of a text's placeholders, which start anew in each segment."""
    return _NUMBERED.sub(r"{\1}", text)


def find_joined(units: Iterable[TextUnit], entries: Iterable[Entry]) -> Iterator[tuple[TextUnit, Entry, list[str]]]:
    """Yield the units that consist of several entries' texts, each with the joined entry and the keys of its parts.

    The joined entry is fuzzy where one of the parts is fuzzy or has no target. Sentences without words have no entries;
    they stay as they are.
    """
    by_text: dict[str, list[Entry]] = {}
    for entry in entries:
        by_text.setdefault(entry.source, []).append(entry)
    pool = cache(partial(PartFinder, tuple(by_text)))
    with_comments = cache(partial(PartFinder, (*by_text, _COMMENT.source)))
    by_text.setdefault(_COMMENT.source, [_COMMENT])
    for unit in units:
        context = unit.entry.context
        texts = (with_comments if _has_comments(unit) else pool)().parts(unit.text, unit.wordless_sentences())
        known = {text: choose_by_context(by_text[text], context) for text in texts if text in by_text}
        own = [part for part in known.values() if part is not _COMMENT]
        if any(part.target for part in own):
            made = join_entries(unit.text, [known.get(text) or Entry(source=text, target=text) for text in texts])
            if not all(is_sure(by_text[text], part, context) for text, part in known.items()):
                made = replace(made, fuzzy=True, previous=None)
            yield unit, made, [part.key for part in own]


def _has_comments(unit: TextUnit) -> bool:
    """Tell whether all that is kept in a text are comments; a span of a dialect has its place in a sentence."""
    kept = [item for item in unit.segment.placeholders if item.kind is PlaceholderKind.KEEP]
    return bool(kept) and not any(item.is_mark for item in kept)


def join_entries(whole: str, parts: Sequence[Entry]) -> Entry:
    """Return the entry for the text `whole`, which consists of the texts of `parts` one after another."""
    target = ""
    flags: list[str] = []
    for part, renames in zip(parts, placeholder_renames(whole, [part.source for part in parts]), strict=True):
        words = renumber_placeholders(repair_target(part.target, part), list(renames.items()))
        if is_fold(part.target):
            target += "".join(f"{{{name}}}" for name in renames.values() if f"{{{name}}}" not in target)
        elif words:
            target = join_sentences((target, words))
        flags += [flag for flag in part.flags if flag not in flags]
    if all(is_fold(part.target) for part in parts):
        target = fold_target(whole)
    complete = all(part.target and not part.fuzzy for part in parts)
    # A guess does not translate its own text: joined from guesses, the entry must not come back as confirmed.
    known = [part.previous if part.fuzzy else part.source for part in parts if part.target]
    previous = None if complete or None in known else " ".join(text for text in known if text)
    made = Entry(source=whole, target=target, fuzzy=not complete, previous=previous)
    marks = dict.fromkeys(mark for part in parts for mark in origin_comments(part))
    return replace(
        made, comments=tuple(marks), remarks=unite_remarks(*(part.remarks for part in parts)), flags=tuple(flags)
    )


def placeholder_renames(whole: str, parts: Sequence[str]) -> list[Mapping[str, str]]:
    """Return for each part the names of its placeholders in the whole; they come in the same order in both."""
    in_whole = iter(find_names(whole))
    return [{name: next(in_whole, name) for name in find_names(part)} for part in parts]
