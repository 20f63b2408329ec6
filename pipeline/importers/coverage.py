"""Find the words of a document that are neither in its article nor in the list of what was removed."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.importers import Removed, RemovedKind

_LONGEST_CUT = 60
_MOST_LABELS = 4
_WORD = re.compile(r"[^\W_]+")
_SUPERSCRIPTS = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 3)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(&#?\w{1,30};)")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,200}?)(?:-\d+)?\]")
_MARKUP = re.compile(
    r"(?P<kept>\\[!-/:-@\[-`{-~]|<?https?://[^\s<>]+>?)"
    r'|</?(?:sup|sub|abbr|kbd|mark|ruby|r[pt])(?: title="[^"]*")?>'
    r"|(?P<space>\[\^[^\]\s]{1,200}\]:?|<br>)|[*~`]+|(?<![^\W_])_+|_+(?![^\W_])"
)


def find_unexplained(document: str, kept: Iterable[str]) -> list[Removed]:
    """Return the words of a document that are in none of the texts `kept`, as one thing removed, or nothing."""
    texts = list(kept)
    labels = frozenset(label.casefold() for text in texts for label in _REFERENCE.findall(text))
    missing = find_lost_words(document, map(strip_markup, texts), labels)
    return [Removed(what=RemovedKind.UNEXPLAINED, text=" ".join(missing))] if missing else []


def find_lost_words(document: str, kept: Iterable[str], labels: frozenset[str] = frozenset()) -> list[str]:
    """Return the document's words that are in none of the texts `kept`, in order. The marker of a note, alone or at the
    end of a word, has become a reference if it is one of `labels`.
    """
    there = Counter(word for text in kept for word in split_words(unescape(text)))
    missing = []
    for word in split_words(document):
        for form in _without_labels(word, labels):
            if not form or there[form]:
                there[form] -= bool(form)
                break
        else:
            missing.append(word)
    return [word for word in missing if not _is_cut(word, there)]


def _without_labels(word: str, labels: frozenset[str]) -> Iterator[str]:
    """Yield a word, and what is left of it without the labels at its end, one after the other."""
    for _ in range(_MOST_LABELS):
        yield word
        endings = (word[at:] for at in range(max(0, len(word) - 7), len(word)))
        label = next((ending for ending in endings if ending in labels), "")
        if not label:
            return
        word = word.removesuffix(label)


def _is_cut(word: str, there: Counter[str]) -> bool:
    """Tell whether a word was cut in two where something that stood in it or beside it was taken out."""
    cuts = (at for at in range(1, len(word)) if there[word[:at]] > 0 and there[word[at:]] > 0)
    at = next(cuts, 0) if len(word) <= _LONGEST_CUT else 0
    if at:
        there[word[:at]] -= 1
        there[word[at:]] -= 1
    return bool(at)


def split_words(text: str) -> list[str]:
    """Return the words of a text, casefolded and without the marks that stand inside Armenian words."""
    plain = _SUPERSCRIPTS.sub(r" \1 ", text)
    plain = re.sub("[\u055a-\u055c\u055e\u00ad\u200b-\u200d\u2060\ufeff]", "", plain)
    return [word.casefold() for word in _WORD.findall(plain.translate(_PLAIN_DIGITS))]


def unescape(markdown: str) -> str:
    """Resolve the backslashes and entities of Markdown, as far as words are concerned."""
    return _ESCAPE.sub(lambda found: found[1] or html.unescape(found[2]), markdown)


def strip_markup(markdown: str) -> str:
    """Remove the markup that would cut a word of the document in two."""
    return _MARKUP.sub(lambda found: found["kept"] or (" " if found["space"] else ""), markdown)
