"""Search the texts of all articles and their translations, in the catalogs as they are on disk now."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from pipeline import catalog
from pipeline.errors import CatalogError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Entry, SegmentKind
from pipeline.preview.article_view import sentence_name
from pipeline.workspace import files
from pipeline.workspace.contents import load_article
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

MOST_HITS = 200
"""Maximum number of texts in an answer; the search ends there."""

_LONGEST = 200  # maximum length of what is searched for
_AROUND = 120  # letters that are shown before and after the first found word of a long text
_LINK_TARGET = str(SegmentKind.LINK_TARGET)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHit:
    """A text that was found, with its translations by language; `key` is its name on the page of its article."""

    place: ArticlePath
    key: str
    source: str
    targets: Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearch:
    """The texts that a search found. If it `is_cut`, there may be more; `problems` are files that cannot be read."""

    words: tuple[str, ...]
    hits: tuple[TextHit, ...] = ()
    articles: int = 0
    is_cut: bool = False
    problems: tuple[TargmanError, ...] = field(default=())


def read_words(asked: str) -> tuple[str, ...]:
    """Return the words to search for, as texts are compared: without regard to case."""
    return tuple(dict.fromkeys(_fold(asked[:_LONGEST]).split()))


def search_texts(settings: Settings, places: Sequence[ArticlePath], asked: str) -> TextSearch:
    """Find the texts in which all the words are, in the original or in one translation."""
    words = read_words(asked)
    hits: list[TextHit] = []
    problems: list[TargmanError] = []
    for number, place in enumerate(places if words else ()):
        for hit in _search_article(settings, place, words, problems):
            hits.append(hit)
            if len(hits) == MOST_HITS:
                return TextSearch(
                    words=words, hits=tuple(hits), articles=number + 1, is_cut=True, problems=tuple(problems)
                )
    return TextSearch(words=words, hits=tuple(hits), articles=len(places), problems=tuple(problems))


def _search_article(
    settings: Settings, place: ArticlePath, words: Sequence[str], problems: list[TargmanError]
) -> Iterator[TextHit]:
    paths = {lang: place.catalog(lang) for lang in settings.editions}
    data: dict[str, bytes] = {}
    try:
        found = {lang: files.read(settings.root / path) for lang, path in paths.items()}
        data = {lang: each for lang, each in found.items() if each is not None}
        original = files.read(settings.root / place.path) if not data else None
        if not any(_may_have(each, words) for each in (*data.values(), original or b"")):
            return
        if not data:
            yield from _search_original(settings, place, words)
            return
    except TargmanError as error:
        problems.append(error)
        return
    entries: dict[str, dict[str, Entry]] = {}
    for lang, each in data.items():
        try:
            for entry in catalog.trim_targets(catalog.parse(each)).entries:
                if not entry.obsolete and _LINK_TARGET not in entry.comments[:1]:
                    entries.setdefault(entry.key, {})[lang] = entry
        except CatalogError as error:
            problems.append(error.at(paths[lang]))
    for targets in entries.values():
        first = next(iter(targets.values()))
        if any(has_all(text, words) for text in (first.source, *(each.target for each in targets.values()))):
            kind = next(iter(first.comments[:1]), "")
            key = sentence_name(kind, first.key)
            # What is the same as its source says nothing; in the article's own language everything is.
            others = {lang: each for lang, each in targets.items() if each.target not in {"", each.source}}
            yield TextHit(place=place, key=key, source=first.source, targets=others)


def _search_original(settings: Settings, place: ArticlePath, words: Sequence[str]) -> Iterator[TextHit]:
    """Yield what is found in an article without catalogs."""
    for segment in load_article(settings, place).segments:
        if segment.kind is not SegmentKind.LINK_TARGET and has_all(segment.text, words):
            key = sentence_name(str(segment.kind), segment.key)
            yield TextHit(place=place, key=key, source=segment.text, targets={})


def _may_have(data: bytes, words: Sequence[str]) -> bool:
    """Tell whether a file may have the words, without parsing it: a PO file breaks its texts into lines, and escapes
    some of their letters. True where that cannot be told.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return True
    joined = _fold(text.replace("\r\n", "\n").replace('"\n"', ""))
    return all(word in joined or '"' in word or "\\" in word for word in words)


def has_all(text: str, words: Sequence[str]) -> bool:
    """Tell whether all the words are in a text."""
    folded = _fold(text)
    return all(word in folded for word in words)


def mark_words(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut a text into parts that are among the words and parts that are not; a long text only around the first one."""
    folds = [_fold(letter) for letter in text]
    folded = "".join(folds)
    at = [place for place, fold in enumerate(folds) for _ in fold]  # the letter that each folded one comes from
    is_marked = bytearray(len(text))
    for word in words:
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            is_marked[at[start] : at[end - 1] + 1] = b"\x01" * (at[end - 1] + 1 - at[start])
            start = folded.find(word, end)
    first = max(is_marked.find(1), 0)
    begin, end = max(first - _AROUND, 0), first + 2 * _AROUND
    if len(text) <= 3 * _AROUND:
        begin, end = 0, len(text)
    parts: list[tuple[str, bool]] = [("…", False)] if begin else []
    while begin < min(end, len(text)):
        stop = is_marked.find(1 - is_marked[begin], begin, end)
        stop = min(end, len(text)) if stop < 0 else stop
        parts.append((text[begin:stop], bool(is_marked[begin])))
        begin = stop
    return [*parts, ("…", False)] if end < len(text) else parts


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
